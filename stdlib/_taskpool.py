"""Processes that make calls one after the other, for pools and executors: each has a line of its own, one thread talks to all of them.
A process that dies takes only the call with it that it was making."""

import _process
import _shipping
import _worker
import collections
import os
import threading

_POLLIN = _process.POLLIN


# ---- in the worker ----

def serve(line, initializer, initargs, most):
    """Makes calls until the line ends or `most` are made."""
    functions = {}
    from multiprocessing import process as mp
    if initializer is not None:
        try:
            initializer(*initargs)
        except BaseException as error:
            _reply(line, (None, False, _worker.ExceptionWithTraceback(error)))
            return 1
    made = 0
    try:
        _reply(line, (None, True, None))
        while most is None or made < most:
            packet, fds = _process.receive(line)
            key, new, data = _unpack(packet, fds)
            if new is not None:
                functions[key] = new
            try:
                task, args = data()
                result = task, True, functions[key](args)
            except Exception as error:
                result = task, False, _worker.ExceptionWithTraceback(error)
            _reply(line, result)
            made += 1
            data = args = result = None
        _reply(line, (None, True, 'enough'))
    except (EOFError, BrokenPipeError, ConnectionResetError, KeyboardInterrupt):
        return 0
    except SystemExit as error:
        code = error.code
        return code if isinstance(code, int) else 0 if code is None else 1
    return 0


def _reply(line, result):
    try:
        message = _shipping.ship(result)
    except Exception as error:
        from multiprocessing.pool import MaybeEncodingError
        task, ok, value = result
        message = _shipping.ship((task, False, MaybeEncodingError(error, value)))
    _process.send(line, message.packet(), message.fds)


# ---- in the parent ----

class _Member:
    """A worker of a pool and what it is doing."""

    __slots__ = ('worker', 'line', 'known', 'functions', 'task', 'ready', 'leaving', 'process')

    def __init__(self, process):
        self.process = process
        self.worker = process._popen.worker
        self.line = self.worker.line
        self.known = set()
        self.functions = set()
        self.task = None
        self.ready = False
        self.leaving = False


class Crew:
    """Some workers and the calls that wait for them.

    `on_result(task, ok, value)` and `on_death(task, exitcode)` are called by the thread of the crew.
    """

    def __init__(self, size, make_process, initializer, initargs, most, on_result, on_death, replace=True):
        self.size, self.make_process = size, make_process
        self.initializer, self.initargs, self.most = initializer, initargs, most
        self.on_result, self.on_death = on_result, on_death
        self.replace = replace
        self.members = []
        self.tasks = collections.deque()
        self.lock = threading.Lock()
        self.closing = False
        self.stopped = False
        self.wake_in, self.wake_out = _process.tokens(0)
        self.functions = {}
        self.on_demand = False
        self.thread = None

    def start(self):
        if not self.on_demand:
            for _ in range(self.size):
                self._add_member()
        self.thread = threading.Thread(target=self._run, name='pool-manager', daemon=True)
        self.thread.start()

    def _add_member(self):
        process = self.make_process(serve, (self.initializer, self.initargs, self.most))
        self.members.append(_Member(process))

    def submit(self, task, func, args):
        """Queue a call func(args). Errors: those of pickle, with the path to what cannot be sent."""
        key = id(func)
        known = self.functions.get(key)
        if known is None:
            known = self.functions[key] = func, _shipping.ship(func)
        try:
            data = _shipping.ship((task, args))
        except Exception as error:
            notes = getattr(error, '__notes__', [])
            notes[:] = ['in args' + note[len('in [1]'):] if note.startswith('in [1]') else note for note in notes]
            raise
        with self.lock:
            self.tasks.append((task, key, data))
        self.wake()

    def wake(self):
        try:
            _process.give(self.wake_out)
        except BlockingIOError:
            pass
        except OSError:
            pass

    def close(self):
        """No more calls come; the workers end when all are made."""
        self.closing = True
        self.wake()

    def stop(self):
        """The workers end now."""
        self.stopped = True
        self.wake()

    def _send(self, member, entry):
        task, key, data = entry
        message = None
        if key not in member.functions:
            member.functions.add(key)
            message = self.functions[key][1]
        envelope = _Envelope(key, message, data)
        member.task = entry
        try:
            _process.send(member.line, envelope.packet(member.known), envelope.fds)
        except (BrokenPipeError, ConnectionResetError):
            # It is dead, as its line will say; the call was not begun.
            member.task = None
            member.ready = False
            with self.lock:
                self.tasks.appendleft(entry)

    def _run(self):
        try:
            self._loop()
        except BaseException as error:
            # Nobody must wait for ever for what is not going to come.
            self.stopped = True
            entries = [member.task for member in self.members if member.task is not None] + list(self.tasks)
            for task, _, _ in entries:
                self.on_result(task, False, error)
            raise
        finally:
            self._end()

    def _loop(self):
        while True:
            if self.stopped:
                return
            if self.on_demand:
                free = sum(member.task is None and not member.leaving for member in self.members)
                for _ in range(min(len(self.tasks) - free, self.size - len(self.members))):
                    self._add_member()
            for member in self.members:
                if member.ready and member.task is None and not member.leaving:
                    with self.lock:
                        entry = self.tasks.popleft() if self.tasks else None
                    if entry is None:
                        break
                    self._send(member, entry)
            busy = any(member.task is not None for member in self.members)
            if self.closing and not self.tasks and not busy:
                return
            lines = {member.line: member for member in self.members}
            for fd, _ in _process.poll([(self.wake_in, _POLLIN)] + [(fd, _POLLIN) for fd in lines]):
                if fd == self.wake_in:
                    while _process.take(fd, False):
                        pass
                else:
                    self._hear(lines[fd])

    def _hear(self, member):
        try:
            found = _process.receive(member.line, False)
        except (EOFError, OSError):
            self._died(member)
            return
        if found is None:
            return
        try:
            task, ok, value = _shipping.receive(*found)
        except Exception as error:
            task = member.task[0] if member.task is not None else None
            member.task = None
            self.on_garbled(task, error)
            return
        if task is None:
            if not ok:
                member.leaving = True
                self.on_death(None, value)
            elif value == 'enough':
                member.leaving = True
            else:
                member.ready = True
            return
        member.task = None
        self.on_result(task, ok, value)

    def on_garbled(self, task, error):
        """A result that cannot be read here: the error is the call's."""
        if task is not None:
            self.on_result(task, False, error)

    def _died(self, member):
        self.members.remove(member)
        entry = member.task
        code = member.process._popen.wait(5)
        member.process.join(0)
        member.worker.close_line()
        if entry is not None or not member.leaving and not self.replace:
            self.on_death(entry[0] if entry is not None else None, code)
        if self.replace and not self.stopped and (self.tasks or not self.closing or self.members):
            if not (self.closing and not self.tasks):
                self._add_member()

    def _end(self):
        for member in self.members:
            if self.stopped:
                member.process._popen._send(15)
            member.worker.close_line()
        for member in self.members:
            if member.process._popen.wait(5) is None:
                member.process._popen._send(9)
            member.process.join()
        self.members = []
        for fd in (self.wake_in, self.wake_out):
            os.close(fd)
        self.wake_in = self.wake_out = -1


class _Envelope:
    """A message that holds other messages: (key, function or None, call)."""

    def __init__(self, key, function, data):
        self.parts = key, function, data
        self.fds = list(data.fds) if function is None else [*function.fds, *data.fds]

    def packet(self, known):
        key, function, data = self.parts
        inner = function.packet(known) if function is not None else None
        count = 0 if function is None else len(function.fds)
        return b'\2' + _shipping.pickle.dumps((key, inner, count, data.packet(known)), 5)


def _unpack(packet, fds):
    """What an envelope holds: the key of a function, the function if it is new here, and how to get the call."""
    key, function, count, data = _shipping.pickle.loads(packet[1:])
    new = _shipping.receive(function, fds[:count]) if function is not None else None
    return key, new, lambda: _shipping.receive(data, fds[count:])
