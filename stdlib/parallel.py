"""Coroutines on all processors. `spawn(coro)` runs one in parallel with others; a `TaskGroup` waits for those made in it."""

from _asyncio import CancelledError, ParallelTask, _parallel_width

__all__ = ['spawn', 'ParallelTask', 'TaskGroup', 'CancelledError', 'width']

spawn = spawn


def width():
    """How many tasks run at once."""
    return _parallel_width()


class TaskGroup:
    """Parallel tasks that end together: leaving the group waits for them; if one fails, the others are cancelled.

    Threads use it with `with`, coroutines (parallel or of an event loop) with `async with`.
    """

    def __init__(self):
        self._tasks = []
        self._errors = []
        self._aborting = False
        self._left = False

    def spawn(self, coro, *, name=None, priority='normal'):
        """Run a coroutine as part of the group."""
        if self._left or self._aborting:
            coro.close()
            raise RuntimeError('the group is over' if self._left else 'the group is shutting down')
        watched = self._watched(coro)
        try:
            task = spawn(watched, name=name, priority=priority)
        except BaseException:
            # It never begins.
            watched.close()
            coro.close()
            raise
        self._tasks.append(task)
        if self._aborting:
            # Another task has failed meanwhile.
            task.cancel()
        return task

    create_task = spawn

    async def _watched(self, coro):
        try:
            return await coro
        except CancelledError:
            raise
        except BaseException as error:
            self._errors.append(error)
            self._abort()
            raise

    def _abort(self):
        self._aborting = True
        for task in list(self._tasks):
            task.cancel()

    def _finish(self, error):
        self._left = True
        errors = list(self._errors)
        if error is not None and not isinstance(error, CancelledError):
            errors.append(error)
        for one in errors:
            if isinstance(one, (KeyboardInterrupt, SystemExit)):
                raise one
        if errors:
            raise BaseExceptionGroup('unhandled errors in a TaskGroup', errors) from None

    def __enter__(self):
        return self

    def __exit__(self, exc_type, error, traceback):
        if error is not None:
            self._abort()
        # Tasks may make others.
        done = 0
        while done < len(self._tasks):
            try:
                self._tasks[done].join()
            except BaseException as failed:
                if not self._tasks[done].done():
                    # This thread was interrupted.
                    self._abort()
                    raise failed
            done += 1
        self._finish(error)

    async def __aenter__(self):
        return self

    async def __aexit__(self, exc_type, error, traceback):
        if error is not None:
            self._abort()
        done = 0
        while done < len(self._tasks):
            try:
                await self._tasks[done]
            except BaseException as failed:
                if not self._tasks[done].done():
                    self._abort()
                    error = failed
                    continue
            done += 1
        self._finish(error)
        if isinstance(error, CancelledError) and exc_type is None:
            raise error
