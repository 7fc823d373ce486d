"""ThreadPoolExecutor: calls made by threads. The work queue and its serving are native (`_futures`)."""

import _futures
import _thread
import itertools
import os
import threading
import types
import weakref
from concurrent.futures import _base

_threads_queues = weakref.WeakKeyDictionary()
_executors = weakref.WeakSet()
_shutdown = False


def _end():
    """Calls are refused from now on because the program ends."""
    global _shutdown
    _futures._exit()
    _shutdown = True


def _python_exit():
    """The program ends: no more calls, and those under way are waited for."""
    _end()
    threads = list(_threads_queues)
    for pool in list(_executors):
        pool._shut(False)
    for thread in threads:
        thread.join()


threading._register_atexit(_python_exit)


def _worker(queue, initializer, initargs):
    if initializer is not None:
        try:
            initializer(*initargs)
        except BaseException as error:
            _base._log('critical', error, 'Exception in initializer:')
            queue._break(BrokenThreadPool('A thread initializer failed, the thread pool is not usable anymore'))
            return
    queue._serve()


class _WorkItem:
    """A call and the future of what comes of it, for executors that programs make: the pool's own calls are native."""

    def __init__(self, future, fn, args, kwargs):
        self.future, self.fn, self.args, self.kwargs = future, fn, args, kwargs

    def run(self):
        """Makes the call, unless the future was cancelled."""
        if not self.future.set_running_or_notify_cancel():
            return
        try:
            result = self.fn(*self.args, **self.kwargs)
        except BaseException as error:
            self.future.set_exception(error)
            # The exception's traceback refers to this frame.
            self = None
        else:
            self.future.set_result(result)

    __class_getitem__ = classmethod(types.GenericAlias)


class BrokenThreadPool(_base.BrokenExecutor):
    """A thread of the pool could not be initialised."""


class ThreadPoolExecutor(_futures._ThreadPool, _base.Executor):
    """Makes calls by up to `max_workers` threads."""

    _counter = itertools.count().__next__

    def __init__(self, max_workers=None, thread_name_prefix='', initializer=None, initargs=(), *, priority='normal'):
        if max_workers is None:
            max_workers = min(32, (os.process_cpu_count() or 1) + 4)
        if max_workers <= 0:
            raise ValueError('max_workers must be greater than 0')
        if initializer is not None and not callable(initializer):
            raise TypeError('initializer must be a callable')
        self._priority = _thread._check_priority(priority)
        self._max_workers = max_workers
        self._work_queue = self._set_up(max_workers, initializer is None)
        self._threads = set()
        self._thread_name_prefix = thread_name_prefix or ('ThreadPoolExecutor-%d' % self._counter())
        self._initializer = initializer
        self._initargs = initargs
        _executors.add(self)
        # The main thread is marked as over before executors are looked for, so one of the two sees the other; and whoever has waited for
        # the main thread is refused.
        if _shutdown or not threading.main_thread().is_alive():
            _end()
            self._shut(False)

    def _adjust_thread_count(self):
        queue = self._work_queue
        number = queue._take_place()
        if number is None:
            return False
        name = '%s_%d' % (self._thread_name_prefix or self, number)
        thread = threading.Thread(name=name, target=_worker, args=(queue, self._initializer, self._initargs),
                                  priority=self._priority)
        thread.start()
        self._threads.add(thread)
        _threads_queues[thread] = weakref.ref(self)
        return True

    def _initializer_failed(self):
        self._work_queue._break(BrokenThreadPool('A thread initializer failed, the thread pool is not usable anymore'))

    def shutdown(self, wait=True, *, cancel_futures=False):
        self._shut(cancel_futures)
        if wait:
            for thread in list(self._threads):
                thread.join()
