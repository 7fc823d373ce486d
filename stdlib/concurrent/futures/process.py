"""ProcessPoolExecutor: calls made by worker processes."""

import collections
import itertools
import multiprocessing as mp
import os
import threading
import weakref
from concurrent.futures import _base
from functools import partial
import _worker
from _worker import ExceptionWithTraceback as _ExceptionWithTraceback
from multiprocessing.pool import _run_with_line

_crews = weakref.WeakSet()
EXTRA_QUEUED_CALLS = 1
_global_shutdown = False
_MAX_WINDOWS_WORKERS = 61


class _RemoteTraceback(_worker.RemoteTraceback):
    """The traceback of an exception from a worker, as text."""


def _check_system_limits():
    """Nothing: the pool needs no semaphores of the system."""


class _ThreadWakeup:
    """Wakes a thread that waits for descriptors."""

    def __init__(self):
        self._closed = False
        self._lock = threading.Lock()
        self._reader, self._writer = mp.Pipe(duplex=False)

    def close(self):
        with self._lock:
            if not self._closed:
                self._closed = True
                self._writer.close()
                self._reader.close()

    def wakeup(self):
        with self._lock:
            if not self._closed:
                self._writer.send_bytes(b'')

    def clear(self):
        while self._reader.poll():
            self._reader.recv_bytes()


def _python_exit():
    """The program ends: what is under way is finished."""
    global _global_shutdown
    _global_shutdown = True
    for crew in list(_crews):
        crew.close()
    for crew in list(_crews):
        if crew.thread is not None:
            crew.thread.join()


threading._register_atexit(_python_exit)


class BrokenProcessPool(_base.BrokenExecutor):
    """A worker ended abruptly: what it was doing and what waited is lost, and the pool is not usable any more."""


class _Call:
    __slots__ = ('fn',)

    def __init__(self, fn):
        self.fn = fn

    def __reduce__(self):
        return _Call, (self.fn,)

    def __call__(self, pair):
        return self.fn(*pair[0], **pair[1])


class _Chunk:
    """Makes a chunk of the calls of map()."""

    def __init__(self, fn):
        self.fn = fn

    def __call__(self, chunk):
        return [self.fn(*args) for args in chunk]


class _CallQueue:
    """The calls that wait for a worker."""

    def __init__(self, crew):
        self._crew = crew

    def qsize(self):
        return len(self._crew.backlog)

    def empty(self):
        return not self._crew.backlog

    def join_thread(self):
        """Wait until the thread that hands out calls has ended."""
        self._crew.thread.join()


def _log_initializer(error):
    """Write down what an initializer raised in a worker, with the traceback from there."""
    logger = _base.LOGGER
    if logger.isEnabledFor(50):
        record = logger.makeRecord(logger.name, 50, __file__, 0, 'Exception in initializer:', (), (type(error), error, None))
        record.exc_text = str(error.__cause__).strip().strip('"').strip()
        logger.handle(record)


_BROKEN = 'A process in the process pool was terminated abruptly while the future was running or pending.'


def _fail_all(futures):
    """The pool is broken: nobody makes these calls."""
    for number in list(futures):
        future = futures.pop(number, None)
        if future is not None:
            try:
                future.set_exception(BrokenProcessPool(_BROKEN))
            except _base.InvalidStateError:
                pass


class ProcessPoolExecutor(_base.Executor):
    """Makes calls by up to `max_workers` processes."""

    def __init__(self, max_workers=None, mp_context=None, initializer=None, initargs=(), *, max_tasks_per_child=None):
        if max_workers is None:
            self._max_workers = os.process_cpu_count() or 1
        else:
            if max_workers <= 0:
                raise ValueError('max_workers must be greater than 0')
            self._max_workers = max_workers
        if initializer is not None and not callable(initializer):
            raise TypeError('initializer must be a callable')
        if max_tasks_per_child is not None:
            if not isinstance(max_tasks_per_child, int):
                raise TypeError('max_tasks_per_child must be an integer')
            elif max_tasks_per_child <= 0:
                raise ValueError('max_tasks_per_child must be >= 1')
            if mp_context is not None and mp_context.get_start_method(allow_none=False) == 'fork':
                raise ValueError("max_tasks_per_child is incompatible with the 'fork' multiprocessing start method; "
                                 'supply a different mp_context.')
        # The limit makes no sense for processes that are copies of this one, so it asks for others.
        self._mp_context = mp_context or mp.get_context('spawn' if max_tasks_per_child is not None else None)
        self._initializer, self._initargs, self._most = initializer, initargs, max_tasks_per_child
        self._futures = {}
        self._numbers = itertools.count()
        self._shutdown_lock = threading.Lock()
        self._shutdown_thread = False
        self._broken = False
        self._processes = {}
        self._crew = self._call_queue = None
        self._calls = {}
        self._executor_manager_thread = None

    def _start(self):
        context, processes, futures, broken = self._mp_context, self._processes, self._futures, weakref.ref(self)

        def make_process(function, args):
            process = context.Process(target=_run_with_line, args=(function, args))
            process.start()
            processes[process.pid] = process
            return process

        def on_result(task, ok, value):
            future = futures.pop(task, None)
            if future is not None:
                if ok:
                    future.set_result(value)
                else:
                    future.set_exception(value)

        def on_death(task, code):
            if task is None and isinstance(code, Exception):
                _log_initializer(code)
            executor = broken()
            if executor is not None:
                executor._broken = 'A child process terminated abruptly, the process pool is not usable anymore'
            crew.stop()
            _fail_all(futures)

        crew = _ExecutorCrew(self._max_workers, make_process, self._initializer, self._initargs, self._most, on_result,
                                          on_death, self._most is not None)
        crew.futures, crew.processes = futures, processes
        # As CPython: where processes are not forked, they are started as calls come.
        crew.on_demand = context.get_start_method() != 'fork'
        # Where it cannot start there is nothing to wait for later.
        crew.start()
        _crews.add(crew)
        self._crew, self._call_queue = crew, _CallQueue(crew)
        self._executor_manager_thread = crew.thread
        weakref.finalize(self, crew.close)

    def submit(self, fn, /, *args, **kwargs):
        with self._shutdown_lock:
            if self._broken:
                raise BrokenProcessPool(self._broken)
            if self._shutdown_thread:
                raise RuntimeError('cannot schedule new futures after shutdown')
            if _global_shutdown:
                raise RuntimeError('cannot schedule new futures after interpreter shutdown')
            if self._crew is None:
                self._start()
            return self._submit(_Call, fn, (args, kwargs))

    def _submit(self, wrapper, fn, args):
        key = wrapper, id(fn)
        call = self._calls.get(key)
        if call is None:
            call = self._calls[key] = wrapper(fn)
        future = _base.Future()
        number = next(self._numbers)
        self._futures[number] = future
        try:
            self._crew.submit(number, call, args)
        except Exception as error:
            self._futures.pop(number, None)
            # As everywhere with executors, the future says what is wrong.
            future.set_exception(error)
        if self._broken:
            # Perhaps since before the future was there: its like have been failed, and nobody else comes.
            _fail_all(self._futures)
        return future

    submit.__doc__ = _base.Executor.submit.__doc__

    def map(self, fn, *iterables, timeout=None, chunksize=1):
        """As the builtin map(), with the calls made by the workers, `chunksize` at a time."""
        if chunksize < 1:
            raise ValueError('chunksize must be >= 1.')
        iterator = zip(*iterables)
        # One by one: what comes before an error of the iterables has been asked for.
        chunks = iter(lambda: tuple(itertools.islice(iterator, chunksize)), ())
        chunker = _Chunk(fn)
        results = super().map(chunker, chunks, timeout=timeout)

        def flat():
            for chunk in results:
                chunk.reverse()
                while chunk:
                    yield chunk.pop()
        return flat()

    def shutdown(self, wait=True, *, cancel_futures=False):
        with self._shutdown_lock:
            self._shutdown_thread = True
        crew = self._crew
        if crew is not None:
            if cancel_futures:
                for future in list(self._futures.values()):
                    future.cancel()
            crew.close()
            if wait:
                crew.thread.join()
        self._executor_manager_thread = None


def _make_crew_class():
    import _process
    from _taskpool import Crew, _content

    class _ExecutorCrew(Crew):
        """Keeps back what the workers do not need yet: until it is handed over, a future may be cancelled."""

        wraps = False
        RemoteTraceback = _RemoteTraceback

        def __init__(self, *args):
            super().__init__(*args)
            self.backlog = collections.deque()
            # Held while calls go from the backlog to the desk, so that they stay in order.
            self.handing_over = threading.Lock()

        def submit(self, task, func, args):
            key = self.key_of(func)
            content = _process.pack(args)
            self.backlog.append((task, key, _content(args) if content is None else content))
            self.refill()
            self._see_to_workers()

        def refill(self):
            while self.backlog and self.desk.count() < self.size + EXTRA_QUEUED_CALLS:
                with self.handing_over:
                    if not self.backlog:
                        return
                    task, key, content = self.backlog.popleft()
                    future = self.futures.get(task)
                    if future is None or not future.set_running_or_notify_cancel():
                        self.futures.pop(task, None)
                    else:
                        self.desk.put(task, key, content)

        def unfinished(self):
            return len(self.backlog) + self.desk.count()

        def on_garbled(self, task, error):
            self.on_death(task, error)

        def on_left(self, process):
            self.processes.pop(process.pid, None)

    return _ExecutorCrew


_ExecutorCrew = _make_crew_class()
