"""Pools of workers: of processes (`Pool`) and of threads (`ThreadPool`)."""

import collections
import itertools
import os
import queue
import threading
import time
import types
import warnings
from . import TimeoutError, get_context
import _worker
from _worker import ExceptionWithTraceback, rebuild_exc

__all__ = ['Pool', 'ThreadPool']

# What a pool may be doing.
INIT, RUN, CLOSE, TERMINATE = 'INIT', 'RUN', 'CLOSE', 'TERMINATE'

job_counter = itertools.count()


def mapstar(args):
    return list(map(*args))


def starmapstar(args):
    return list(itertools.starmap(args[0], args[1]))


class RemoteTraceback(_worker.RemoteTraceback):
    """The traceback of an exception from a worker, as text."""


class MaybeEncodingError(Exception):
    """A result that cannot be sent."""

    def __init__(self, exc, value):
        self.exc = repr(exc)
        self.value = repr(value)
        super().__init__(self.exc, self.value)

    def __str__(self):
        return "Error sending result: '%s'. Reason: '%s'" % (self.value, self.exc)

    def __repr__(self):
        return '<%s: %s>' % (self.__class__.__name__, self)


class WorkerDied(RuntimeError):
    """The worker that made the call ended in the middle of it."""


def _call(task):
    func, args, kwds = task
    return func(*args, **kwds)


class _Caller:
    """A function of one argument, a pair (args, kwds)."""

    def __init__(self, func):
        self.func = func

    def __call__(self, pair):
        return self.func(*pair[0], **pair[1])


class _Mapper:
    def __init__(self, func):
        self.func = func

    def __call__(self, items):
        return list(map(self.func, items))


class _Starmapper:
    def __init__(self, func):
        self.func = func

    def __call__(self, items):
        return list(itertools.starmap(self.func, items))


class Pool:
    """Makes calls by `processes` worker processes."""

    _wrap_exception = True

    @staticmethod
    def Process(ctx, *args, **kwds):
        return ctx.Process(*args, **kwds)

    def __init__(self, processes=None, initializer=None, initargs=(), maxtasksperchild=None, context=None):
        self._state, self._pool = INIT, []
        processes = os.process_cpu_count() or 1 if processes is None else processes
        if processes < 1:
            raise ValueError('Number of processes must be at least 1')
        if not (maxtasksperchild is None or isinstance(maxtasksperchild, int) and maxtasksperchild > 0):
            raise ValueError('maxtasksperchild must be a positive int or None')
        if not (initializer is None or callable(initializer)):
            raise TypeError('initializer must be a callable')
        self._ctx, self._processes = context or get_context(), processes
        # The results to come by number; the functions sent by wrapper and identity.
        self._cache, self._wrappers, self._lock = {}, {}, threading.Lock()
        self._start(initializer, initargs, maxtasksperchild)
        self._state = RUN

    def _start(self, initializer, initargs, maxtasksperchild):
        from _taskpool import Crew
        self._crew = Crew(self._processes, self._make_process, initializer, initargs, maxtasksperchild, self._on_result, self._on_death)
        self._crew.RemoteTraceback = RemoteTraceback
        self._crew.start()
        from .util import Finalize
        self._terminate = Finalize(self, _stop_crew, args=(self._crew,), exitpriority=15)

    def _make_process(self, function, args):
        process = self.Process(self._ctx, target=_run_with_line, args=(function, args))
        process.name = process.name.replace('Process', 'PoolWorker')
        process.daemon = True
        process.start()
        self._pool = [p for p in self._pool if p.is_alive()] + [process]
        return process

    def _caller(self, wrapper, func):
        """wrapper(func), the same one each time, so that it is sent once."""
        key = wrapper, id(func)
        call = self._wrappers.get(key)
        if call is None:
            call = self._wrappers[key] = wrapper(func)
        return call

    def _submit(self, job, index, call, args):
        """Have call(args) made."""
        self._crew.submit((job._job, index), call, args)

    def _submit_parts(self, job, call, items, size):
        """Have call(part) made for each part of `size` of the items."""
        if size:
            self._crew.submit_parts(job._job, call, items if type(items) in (list, tuple, range) else list(items), size)

    def _on_result(self, task, ok, value):
        job = self._cache.get(task[0])
        if job is not None:
            job._set(task[1], (ok, value))

    def _on_death(self, task, code):
        if task is not None:
            self._on_result(task, False, WorkerDied('a worker process ended abruptly while it made this call (exit code %s)' % code))

    def _check_running(self):
        if self._state != RUN:
            raise ValueError('Pool not running')

    def __del__(self, _warn=warnings.warn, RUN=RUN):
        if getattr(self, '_state', None) == RUN:
            _warn(f'unclosed running multiprocessing pool {self!r}', ResourceWarning, source=self)

    def __repr__(self):
        cls = self.__class__
        return f'<{cls.__module__}.{cls.__qualname__} state={self._state} pool_size={len(self._pool)}>'

    def apply(self, func, args=(), kwds={}):
        """func(*args, **kwds), made by a worker."""
        return self.apply_async(func, args, kwds).get()

    def map(self, func, iterable, chunksize=None):
        """As the builtin map(), all at once, in a list."""
        return self._map_async(func, iterable, _Mapper, chunksize).get()

    def starmap(self, func, iterable, chunksize=None):
        """As map(), each item being the arguments of a call."""
        return self._map_async(func, iterable, _Starmapper, chunksize).get()

    def starmap_async(self, func, iterable, chunksize=None, callback=None, error_callback=None):
        return self._map_async(func, iterable, _Starmapper, chunksize, callback, error_callback)

    def map_async(self, func, iterable, chunksize=None, callback=None, error_callback=None):
        return self._map_async(func, iterable, _Mapper, chunksize, callback, error_callback)

    def apply_async(self, func, args=(), kwds={}, callback=None, error_callback=None):
        self._check_running()
        result = ApplyResult(self, callback, error_callback)
        try:
            self._submit(result, 0, self._caller(_Caller, func), ((*args,), dict(kwds)))
        except Exception as error:
            result._set(0, (False, error))
            raise
        return result

    def _map_async(self, func, iterable, wrapper, chunksize=None, callback=None, error_callback=None):
        self._check_running()
        iterable = iterable if hasattr(iterable, '__len__') else list(iterable)
        if not len(iterable):
            chunksize = 0
        elif chunksize is None:
            # Four for each worker: few to send, and none waits long for the last.
            chunksize = -(-len(iterable) // (4 * self._processes))
        result = MapResult(self, chunksize, len(iterable), callback, error_callback)
        try:
            self._submit_parts(result, self._caller(wrapper, func), iterable, chunksize)
        except Exception as error:
            result._fail(error)
            raise
        return result

    def _imap(self, result, func, iterable, chunksize):
        def feed():
            count = 0
            try:
                call = self._caller(_One if chunksize == 1 else _Mapper, func)
                for part in iterable if chunksize == 1 else _chunks(iterable, chunksize):
                    self._submit(result, count, call, part)
                    count += 1
            except Exception as error:
                result._set(count, (False, error))
                count += 1
            result._set_length(count)
        if isinstance(iterable, (list, tuple, range)):
            feed()
        else:
            threading.Thread(target=feed, daemon=True).start()
        if chunksize == 1:
            return result
        return (item for chunk in result for item in chunk)

    def imap(self, func, iterable, chunksize=1):
        """As the builtin map(), an iterator of results in order."""
        self._check_running()
        if chunksize < 1:
            raise ValueError('Chunksize must be 1+, not {0:n}'.format(chunksize))
        return self._imap(IMapIterator(self), func, iterable, chunksize)

    def imap_unordered(self, func, iterable, chunksize=1):
        """As imap(), with the results as they come."""
        self._check_running()
        if chunksize < 1:
            raise ValueError('Chunksize must be 1+, not {0!r}'.format(chunksize))
        return self._imap(IMapUnorderedIterator(self), func, iterable, chunksize)

    def close(self):
        """No more calls; those there are will be made."""
        if self._state == RUN:
            self._state = CLOSE
            self._crew.close()

    def terminate(self):
        """Stop the workers at once."""
        self._state = TERMINATE
        self._terminate()

    def join(self):
        """Wait until the workers have ended."""
        if self._state == RUN:
            raise ValueError('Pool is still running')
        elif self._state not in (CLOSE, TERMINATE):
            raise ValueError('In unknown state')
        self._crew.thread.join()

    def __enter__(self):
        self._check_running()
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        self.terminate()

    def __reduce__(self):
        raise NotImplementedError('pool objects cannot be passed between processes or pickled')


def _chunks(iterable, size):
    iterator = iter(iterable)
    while chunk := list(itertools.islice(iterator, size)):
        yield chunk


class _One:
    def __init__(self, func):
        self.func = func

    def __call__(self, item):
        return self.func(item)


def _run_with_line(function, args):
    from . import process
    raise SystemExit(function(process._parent_process._line, *args))


def _stop_crew(crew):
    crew.stop()
    if crew.thread is not threading.current_thread():
        crew.thread.join()


class ApplyResult:
    """The result of a call, once it is there."""

    def __init__(self, pool, callback, error_callback):
        self._job, self._event = next(job_counter), threading.Event()
        self._callback, self._error_callback = callback, error_callback
        # The pool lives as long as it owes something.
        self._pool, self._cache = pool, pool._cache
        self._cache[self._job] = self

    def ready(self):
        return self._event.is_set()

    def successful(self):
        if not self.ready():
            raise ValueError('{0!r} not ready'.format(self))
        return self._success

    def wait(self, timeout=None):
        self._event.wait(timeout)

    def get(self, timeout=None):
        """The result, or the exception raised. Errors: TimeoutError."""
        self.wait(timeout)
        if not self._event.is_set():
            raise TimeoutError
        if not self._success:
            raise self._value
        return self._value

    def _fail(self, error):
        """Not all of it could be asked for."""
        self._success, self._value = False, error
        self._cache.pop(self._job, None)
        self._event.set()
        self._pool = None

    def _set(self, i, outcome):
        self._success, self._value = outcome
        tell = self._callback if self._success else self._error_callback
        if tell:
            tell(self._value)
        self._event.set()
        self._cache.pop(self._job, None)
        self._pool = None

    __class_getitem__ = classmethod(types.GenericAlias)


AsyncResult = ApplyResult


class MapResult(ApplyResult):
    def __init__(self, pool, chunksize, length, callback, error_callback):
        super().__init__(pool, callback, error_callback)
        self._success, self._value, self._chunksize = True, [None] * length, chunksize
        self._number_left = -(-length // chunksize) if chunksize > 0 else 0
        if not self._number_left:
            self._event.set()
            del self._cache[self._job]

    def _set(self, i, outcome):
        self._number_left -= 1
        is_good, result = outcome
        if self._success:
            # Of several errors the first counts.
            if is_good:
                start = i * self._chunksize
                self._value[start:start + self._chunksize] = result
            else:
                self._success, self._value = False, result
        if self._number_left == 0:
            tell = self._callback if self._success else self._error_callback
            if tell:
                tell(self._value)
            self._finish()

    def _finish(self):
        self._cache.pop(self._job, None)
        self._event.set()
        self._pool = None


class IMapIterator:
    """Results in the order of the calls."""

    def __init__(self, pool):
        self._job, self._cond = next(job_counter), threading.Condition(threading.Lock())
        # What can be given out, and what has come before its turn. The length is known when all calls are made.
        self._items, self._unsorted = collections.deque(), {}
        self._index, self._length = 0, None
        self._pool, self._cache = pool, pool._cache
        self._cache[self._job] = self

    def __iter__(self):
        return self

    def next(self, timeout=None):
        with self._cond:
            # Without a time limit, until there is something; else once.
            while not self._items and self._index != self._length:
                self._cond.wait(timeout)
                if timeout is not None and not self._items and self._index != self._length:
                    raise TimeoutError from None
            if not self._items:
                self._pool = None
                raise StopIteration from None
            success, value = self._items.popleft()
        if not success:
            raise value
        return value

    __next__ = next

    def _set(self, i, outcome):
        with self._cond:
            if self._index == i:
                self._items.append(outcome)
                self._index += 1
                while self._index in self._unsorted:
                    self._items.append(self._unsorted.pop(self._index))
                    self._index += 1
                self._cond.notify()
            else:
                self._unsorted[i] = outcome
            self._end_if_all()

    def _set_length(self, length):
        with self._cond:
            self._length = length
            if self._index == self._length:
                self._cond.notify()
            self._end_if_all()

    def _end_if_all(self):
        if self._index == self._length:
            self._cache.pop(self._job, None)
            self._pool = None


class IMapUnorderedIterator(IMapIterator):
    """Results as they come."""

    def _set(self, i, outcome):
        with self._cond:
            self._items.append(outcome)
            self._index += 1
            self._cond.notify()
            self._end_if_all()


class ThreadPool(Pool):
    """Makes calls by threads, with the methods of Pool."""

    _wrap_exception = False

    @staticmethod
    def Process(ctx, *args, **kwds):
        from .dummy import Process
        return Process(*args, **kwds)

    def __init__(self, processes=None, initializer=None, initargs=()):
        Pool.__init__(self, processes, initializer, initargs)

    def _start(self, initializer, initargs, maxtasksperchild):
        self._queue = queue.SimpleQueue()
        self._pool = [
            threading.Thread(target=_serve_thread, args=(self._queue, initializer, initargs, self._cache), daemon=True)
            for _ in range(self._processes)
        ]
        for thread in self._pool:
            thread.start()

    def _submit(self, job, index, call, args):
        self._queue.put((job._job, index, call, args))

    def _submit_parts(self, job, call, items, size):
        if size:
            for index, chunk in enumerate(_chunks(items, size)):
                self._submit(job, index, call, chunk)

    def close(self):
        if self._state == RUN:
            self._state = CLOSE
            for _ in self._pool:
                self._queue.put(None)

    def terminate(self):
        if self._state != TERMINATE:
            self._state = TERMINATE
            try:
                while True:
                    self._queue.get_nowait()
            except queue.Empty:
                pass
            for _ in self._pool:
                self._queue.put(None)

    def join(self):
        if self._state == RUN:
            raise ValueError('Pool is still running')
        for thread in self._pool:
            thread.join()


def _serve_thread(tasks, initializer, initargs, cache):
    if initializer is not None:
        initializer(*initargs)
    while (task := tasks.get()) is not None:
        job, index, func, args = task
        try:
            outcome = True, func(args)
        except Exception as error:
            outcome = False, error
        result = cache.get(job)
        if result is not None:
            result._set(index, outcome)
        task = func = args = outcome = result = None
