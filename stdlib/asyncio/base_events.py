"""The event loop as programs see it: the native loop, and around it running to an end, executors, hooks and reports."""

import sys
import threading
from _weakrefset import WeakSet

from _asyncio import _EventLoop
from . import constants, coroutines, events, exceptions, format_helpers, futures, tasks
from .log import logger
from .network import NetworkMixin, Server

__all__ = 'BaseEventLoop', 'Server'


def _run_until_complete_cb(future):
    if not future.cancelled() and isinstance(future.exception(), (SystemExit, KeyboardInterrupt)):
        # The loop ends by itself.
        return
    futures._get_loop(future).stop()


class BaseEventLoop(_EventLoop, NetworkMixin, events.AbstractEventLoop):
    """An event loop: `_asyncio` keeps what is ready and what waits for its time."""

    _mailbox_ticket = True

    def __init__(self):
        self._exception_handler = None
        self._default_executor = None
        self._executor_shutdown_called = False
        self._asyncgens = WeakSet()
        self._asyncgens_shutdown_called = False
        self.slow_callback_duration = 0.1
        self._clock_resolution = 1e-9
        self._current_handle = None
        self.set_debug(coroutines._is_debug_mode())

    def __repr__(self):
        return (
            f'<{type(self).__name__} running={self.is_running()} closed={self.is_closed()} debug={self.get_debug()}>'
        )

    # ---- running ----

    def _check_running(self):
        fault = (
            'This event loop is already running' if self.is_running()
            else 'Cannot run the event loop while another loop is running' if events._is_loop_running() else None)
        if fault is not None:
            raise RuntimeError(fault)

    def run_forever(self):
        """Runs until stop() is called."""
        self._check_closed()
        self._check_running()
        hooks = sys.get_asyncgen_hooks()
        depth = sys.get_coroutine_origin_tracking_depth()
        if self.get_debug():
            sys.set_coroutine_origin_tracking_depth(constants.DEBUG_STACK_DEPTH)
        sys.set_asyncgen_hooks(firstiter=self._asyncgen_firstiter_hook, finalizer=self._asyncgen_finalizer_hook)
        try:
            self._run()
        finally:
            sys.set_asyncgen_hooks(*hooks)
            sys.set_coroutine_origin_tracking_depth(depth)

    def run_until_complete(self, future):
        """Runs until a future is done and gives its result."""
        self._check_closed()
        self._check_running()
        is_new = not futures.isfuture(future)
        awaited = tasks.ensure_future(future, loop=self)
        if is_new:
            # An exception is not reported twice: it is raised here.
            awaited._log_destroy_pending = False
        awaited.add_done_callback(_run_until_complete_cb)
        try:
            self.run_forever()
        except BaseException:
            if is_new and awaited.done() and not awaited.cancelled():
                # The exception that ended the loop is the task's.
                awaited.exception()
            raise
        finally:
            awaited.remove_done_callback(_run_until_complete_cb)
        if awaited.done():
            return awaited.result()
        raise RuntimeError('Event loop stopped before Future completed.')

    def close(self):
        """Closes the loop, which must not be running."""
        if self.is_running():
            raise RuntimeError('Cannot close a running event loop')
        if self.is_closed():
            return
        self._close()
        self._executor_shutdown_called = True
        executor, self._default_executor = self._default_executor, None
        if executor is not None:
            executor.shutdown(wait=False)

    # ---- asynchronous generators ----

    def _asyncgen_finalizer_hook(self, agen):
        self._asyncgens.discard(agen)
        if not self.is_closed():
            self.call_soon_threadsafe(self.create_task, agen.aclose())

    def _asyncgen_firstiter_hook(self, agen):
        if self._asyncgens_shutdown_called:
            import warnings
            warnings.warn(
                f'asynchronous generator {agen!r} was scheduled after loop.shutdown_asyncgens() call', ResourceWarning, source=self,
            )
        self._asyncgens.add(agen)

    async def shutdown_asyncgens(self):
        """Closes all asynchronous generators that are under way."""
        self._asyncgens_shutdown_called = True
        if not len(self._asyncgens):
            return
        closing = list(self._asyncgens)
        self._asyncgens.clear()
        results = await tasks.gather(*[agen.aclose() for agen in closing], return_exceptions=True)
        for result, agen in zip(results, closing):
            if isinstance(result, Exception):
                self.call_exception_handler({
                    'message': f'an error occurred during closing of asynchronous generator {agen!r}',
                    'exception': result,
                    'asyncgen': agen,
                })

    # ---- executors ----

    def _check_default_executor(self):
        if self._executor_shutdown_called:
            raise RuntimeError('Executor shutdown has been called')

    def run_in_executor(self, executor, func, *args):
        """Calls a function in an executor's thread or process; gives a future."""
        self._check_closed()
        if self.get_debug():
            self._check_callback(func, 'run_in_executor')
        if executor is None:
            self._check_default_executor()
            if self._default_executor is None:
                from concurrent.futures import ThreadPoolExecutor
                self._default_executor = ThreadPoolExecutor(thread_name_prefix='asyncio')
            executor = self._default_executor
        return futures.wrap_future(executor.submit(func, *args), loop=self)

    def set_default_executor(self, executor):
        from concurrent.futures import ThreadPoolExecutor
        if isinstance(executor, ThreadPoolExecutor):
            self._default_executor = executor
        else:
            raise TypeError('executor must be ThreadPoolExecutor instance')

    async def shutdown_default_executor(self, timeout=None):
        """Waits until the default executor's threads are done, for at most `timeout` seconds."""
        self._executor_shutdown_called = True
        executor = self._default_executor
        if executor is None:
            return
        future = self.create_future()
        ended = futures._ticket(self, lambda: futures._set_result_unless_cancelled(future, None))

        def shut_down():
            executor.shutdown(wait=True)
            ended()

        thread = threading.Thread(target=shut_down)
        thread.start()
        from . import timeouts
        try:
            async with timeouts.timeout(timeout):
                await future
        except TimeoutError:
            import warnings
            warnings.warn(
                f'The executor did not finishing joining its threads within {timeout} seconds.', RuntimeWarning, stacklevel=2,
            )
            executor.shutdown(wait=False)
        else:
            thread.join()

    def _check_callback(self, callback, method):
        if coroutines.iscoroutine(callback) or coroutines.iscoroutinefunction(callback):
            raise TypeError(f'coroutines cannot be used with {method}()')
        if not callable(callback):
            raise TypeError(f'a callable object was expected by {method}(), got {callback!r}')

    async def getaddrinfo(self, host, port, *, family=0, type=0, proto=0, flags=0):
        import socket
        return await self.run_in_executor(None, socket.getaddrinfo, host, port, family, type, proto, flags)

    async def getnameinfo(self, sockaddr, flags=0):
        import socket
        return await self.run_in_executor(None, socket.getnameinfo, sockaddr, flags)

    # ---- debug mode ----

    def set_debug(self, enabled):
        self._set_debug(enabled)
        if self.is_running():
            depth = constants.DEBUG_STACK_DEPTH if enabled else 0
            self.call_soon_threadsafe(sys.set_coroutine_origin_tracking_depth, depth)

    def _report_slow(self, what, duration):
        if isinstance(what, events.Handle):
            shown = format_helpers._handle_or_task_repr(what)
        elif futures.isfuture(what):
            shown = repr(what)
        else:
            shown = f'<Handle {type(what).__name__}._ready()>'
        logger.warning('Executing %s took %.3f seconds', shown, duration)

    # ---- reports ----

    def get_exception_handler(self):
        return self._exception_handler

    def set_exception_handler(self, handler):
        if handler is not None and not callable(handler):
            raise TypeError(f'A callable object or None is expected, got {handler!r}')
        self._exception_handler = handler

    def default_exception_handler(self, context):
        """Reports to the log."""
        message = context.get('message') or 'Unhandled exception in event loop'
        error = context.get('exception')
        running = self._current_handle
        if 'source_traceback' not in context and running is not None and running._source_traceback:
            context = {**context, 'handle_traceback': running._source_traceback}
        lines = [message]
        for key in sorted(context):
            if key in ('message', 'exception'):
                continue
            value = context[key]
            if key in ('source_traceback', 'handle_traceback'):
                import traceback
                value = ''.join(traceback.format_list(value)).rstrip()
                value = ('Object' if key == 'source_traceback' else 'Handle') + ' created at (most recent call last):\n' + value
            else:
                value = repr(value)
            lines.append(f'{key}: {value}')
        exc_info = (type(error), error, error.__traceback__) if error is not None else False
        logger.error('\n'.join(lines), exc_info=exc_info)

    def call_exception_handler(self, context):
        """Reports something that went wrong to the handler that was set, or to the log."""
        if self._exception_handler is None:
            try:
                self.default_exception_handler(context)
            except (SystemExit, KeyboardInterrupt):
                raise
            except BaseException:
                logger.error('Exception in default exception handler', exc_info=True)
            return
        try:
            source = context.get('task') or context.get('future') or context.get('handle')
            variables = source.get_context() if source is not None and hasattr(source, 'get_context') else None
            if variables is not None and hasattr(variables, 'run'):
                try:
                    variables.run(self._exception_handler, self, context)
                except RuntimeError as error:
                    if 'is already entered' not in str(error):
                        raise
                    self._exception_handler(self, context)
            else:
                self._exception_handler(self, context)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:
            try:
                self.default_exception_handler({
                    'message': 'Unhandled error in exception handler',
                    'exception': error,
                    'context': context,
                })
            except (SystemExit, KeyboardInterrupt):
                raise
            except BaseException:
                logger.error(
                    'Exception in default exception handler while handling an unexpected error in custom exception handler',
                    exc_info=True,
                )
