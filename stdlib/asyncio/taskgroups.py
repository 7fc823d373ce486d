"""Groups of tasks that end together."""

from . import events, exceptions, tasks

__all__ = 'TaskGroup',


class TaskGroup:
    """An asynchronous context manager: leaving it waits for the tasks made in it; if one fails, the others are cancelled."""

    def __init__(self):
        self._loop = self._parent_task = None
        self._entered = self._exiting = self._aborting = False
        # Whether the group has cancelled the task it is in, to wake it.
        self._parent_cancel_requested = False
        self._tasks, self._errors, self._base_error = set(), [], None
        # Done when the last task is, while somebody waits for that.
        self._on_completed_fut = None

    def __repr__(self):
        state = 'cancelling' if self._aborting else 'entered' if self._entered else ''
        counts = [f'{name}={len(each)}' for name, each in (('tasks', self._tasks), ('errors', self._errors)) if each]
        return ' '.join(['<TaskGroup', *counts, *[state] * bool(state)]) + '>'

    async def __aenter__(self):
        if self._entered:
            raise RuntimeError(f'TaskGroup {self!r} has already been entered')
        self._entered = True
        self._loop = loop = self._loop or events.get_running_loop()
        self._parent_task = parent = tasks.current_task(loop)
        if parent is None:
            raise RuntimeError(f'TaskGroup {self!r} cannot determine the parent task')
        return self

    async def __aexit__(self, exc_type, error, traceback):
        traceback = None
        try:
            return await self._leave(exc_type, error)
        finally:
            # Exceptions refer to this frame.
            self._parent_task = None
            self._errors = None
            self._base_error = None
            error = None

    async def _leave(self, exc_type, error):
        self._exiting = True
        self._note_base_error(error)
        is_cancelled = isinstance(error, exceptions.CancelledError)
        cancellation = error if is_cancelled else None
        if error is not None and not self._aborting:
            self._abort()
        try:
            while self._tasks:
                cancellation = await self._wait_for_tasks() or cancellation
            assert not self._tasks
            if self._base_error is not None:
                raise self._base_error
            if self._parent_cancel_requested and self._parent_task.uncancel() == 0:
                # It was the group's own.
                cancellation = None
            if cancellation is not None and not self._errors:
                raise cancellation
            if error is not None and not is_cancelled:
                self._errors.append(error)
            if self._errors:
                self._renew_cancellation()
                raise BaseExceptionGroup('unhandled errors in a TaskGroup', self._errors) from None
        finally:
            # The exceptions refer to this frame.
            exc_type = error = cancellation = None

    async def _wait_for_tasks(self):
        """Waits until no task is left; the exception by which somebody cancelled the task the group is in, if so."""
        if self._on_completed_fut is None:
            self._on_completed_fut = self._loop.create_future()
        try:
            await self._on_completed_fut
        except exceptions.CancelledError as cancelled:
            if self._aborting:
                return None
            self._abort()
            return cancelled
        finally:
            self._on_completed_fut = None

    def _renew_cancellation(self):
        """A cancellation that comes together with errors is not lost: the task gets it at its next await."""
        if self._parent_task.cancelling():
            self._parent_task.uncancel()
            self._parent_task.cancel()

    def create_task(self, coro, *, name=None, context=None):
        """Has the loop run a coroutine as part of the group."""
        if not self._entered or self._aborting or self._exiting and not self._tasks:
            coro.close()
            raise RuntimeError(f'TaskGroup {self!r} {self._refusal()}')
        if context is not None:
            task = self._loop.create_task(coro, name=name, context=context)
        else:
            task = self._loop.create_task(coro, name=name)
        if not task.done():
            self._tasks.add(task)
            task.add_done_callback(self._on_task_done)
        else:
            # An eager one. Its error, if any, ends the group.
            self._on_task_done(task)
        try:
            return task
        finally:
            del task

    def _refusal(self):
        """Why no task can be made."""
        if not self._entered:
            return 'has not been entered'
        return 'is finished' if self._exiting and not self._tasks else 'is shutting down'

    def _note_base_error(self, error):
        """The first exception that is to end the program goes on as it is."""
        if self._base_error is None and isinstance(error, (SystemExit, KeyboardInterrupt)):
            self._base_error = error

    def _abort(self):
        self._aborting = True
        for task in self._tasks:
            if not task.done():
                task.cancel()

    def _on_task_done(self, task):
        self._tasks.discard(task)
        waiter = self._on_completed_fut
        if not self._tasks and waiter is not None and not waiter.done():
            waiter.set_result(True)
        error = None if task.cancelled() else task.exception()
        if error is None:
            return
        self._errors.append(error)
        self._note_base_error(error)
        parent = self._parent_task
        if parent.done():
            self._loop.call_exception_handler({
                'message': f'Task {task!r} has errored out but its parent task {parent} is already completed',
                'exception': error, 'task': task,
            })
        elif not (self._aborting or self._parent_cancel_requested):
            self._abort()
            self._parent_cancel_requested = True
            parent.cancel()
