"""Processes that make calls one after the other, for pools and executors: each has a line of its own, one thread hears all of them.
A process that dies takes only the call with it that it was making.

A call goes to a worker that has nothing to do at once, from the thread that brings it; else it waits until a worker answers."""

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
    task = None
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
            try:
                if packet[0] == 3:
                    key, data = packet[1:9], packet[9:]
                else:
                    key, new, data, fds = _unpack(packet, fds)
                    if new is not None:
                        functions[key] = new
                task, args = _shipping.receive(data, fds)
                result = task, True, functions[key](args)
            except Exception as error:
                result = task, False, _worker.ExceptionWithTraceback(error)
            _reply(line, result)
            made += 1
            task = data = args = result = None
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

    __slots__ = ('worker', 'line', 'known', 'functions', 'calls', 'made', 'ready', 'leaving', 'process')

    def __init__(self, process):
        self.process = process
        self.worker = process._popen.worker
        self.line = self.worker.line
        self.known = set()
        self.functions = set()
        self.calls = collections.deque()    # the call it makes; who takes it out answers for it
        self.made = 0
        self.ready = False      # it has said that it is there
        self.leaving = False


class Crew:
    """Some workers and the calls that wait for them.

    `on_result(task, ok, value)` and `on_death(task, exitcode)` are called by the thread of the crew.

    There is no lock: calls wait in one queue and workers without a call in another, and whoever adds to either then pairs what is there.
    Who takes a worker out has it alone.
    """

    def __init__(self, size, make_process, initializer, initargs, most, on_result, on_death, replace=True):
        self.size, self.make_process = size, make_process
        self.initializer, self.initargs, self.most = initializer, initargs, most
        self.on_result, self.on_death = on_result, on_death
        self.replace = replace
        self.members = []
        self.tasks = collections.deque()
        self.free = collections.deque()
        self.closing = False
        self.stopped = False
        self.wake_in, self.wake_out = _process.tokens(0)
        self.functions = {}
        self.on_demand = False
        self.direct = False
        self.stillborn = 0      # workers that died before they were ready, since the last that was
        self.hopeless = False
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
        number = id(func)
        known = self.functions.get(number)
        if known is None:
            known = self.functions[number] = func, number.to_bytes(8, 'little'), _shipping.ship(func)
        try:
            data = _shipping.ship((task, args))
        except Exception as error:
            notes = getattr(error, '__notes__', [])
            notes[:] = ['in args' + note[len('in [1]'):] if note.startswith('in [1]') else note for note in notes]
            raise
        entry = task, known, data
        self.tasks.append(entry)
        if self.hopeless:
            self._fail_all(None)
            return
        if self.direct:
            # Who is busy takes the next call when it answers, who is not there yet when it says so.
            self._pair(False)
            return
        if self.on_demand and len(self.tasks) > len(self.free) and len(self.members) < self.size:
            self._add_member()
        self.wake()

    def _pair(self, block):
        """Give calls to workers that have none, as long as there are both."""
        while self.tasks and self.free:
            try:
                member = self.free.popleft()
            except IndexError:
                return
            try:
                entry = self.tasks.popleft()
            except IndexError:
                self.free.append(member)
                # Somebody may have brought a call since, and found no free worker.
                continue
            if not self._send(member, entry, block):
                return

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

    def _send(self, member, entry, block):
        """Give a call to a worker that was taken out for it; False if there is no room on its line."""
        task, (func, key, message), data = entry
        if key in member.functions and type(data) is _shipping.PlainMessage:
            packet, fds = b'\3' + key + data.packet(), ()
        else:
            if key in member.functions:
                message = None
            member.functions.add(key)
            packet, fds = _pack(key, message, data, member.known)
        member.calls.append(entry)
        try:
            is_sent = _process.send(member.line, packet, fds, block)
        except (BrokenPipeError, ConnectionResetError, OSError):
            # It is dead, as its line will say.
            is_sent = None
        if is_sent:
            return True
        # The call was not begun; what came with it first may come again.
        member.functions.discard(key)
        member.known.clear()
        try:
            member.calls.pop()
        except IndexError:
            # The thread of the crew has found the worker dead, with the call.
            return True
        self.tasks.appendleft(entry)
        if is_sent is None:
            return True
        self.free.append(member)
        self.wake()
        return False

    def _run(self):
        try:
            self._loop()
        except BaseException as error:
            # Nobody must wait for ever for what is not going to come.
            self.stopped = True
            for entry in [*(entry for member in self.members for entry in member.calls), *self.tasks]:
                self.on_result(entry[0], False, error)
            raise
        finally:
            self._end()

    def _loop(self):
        while True:
            if self.stopped:
                return
            self._pair(True)
            if self.closing and not self.tasks and not any(member.calls for member in self.members):
                return
            lines = {member.line: member for member in self.members}
            for fd, _ in _process.poll([(self.wake_in, _POLLIN), *[(fd, _POLLIN) for fd in lines]]):
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
        entry = member.calls.pop() if member.calls else None
        if entry is not None:
            # It has answered: it gets its next call before we look at the answer.
            member.made += 1
            member.leaving = member.made == self.most
            if not self.stopped and not member.leaving:
                self.free.append(member)
                self._pair(False)
        try:
            task, ok, value = _shipping.receive(*found)
        except Exception as error:
            self.on_garbled(entry[0] if entry is not None else None, error)
            return
        if entry is not None:
            self.on_result(entry[0], ok, value)
        elif ok:
            member.ready = True
            self.stillborn = 0
            self.free.append(member)
        else:
            member.leaving = True
            self.on_death(None, value)

    def on_garbled(self, task, error):
        """A result that cannot be read here: the error is the call's."""
        if task is not None:
            self.on_result(task, False, error)

    def on_left(self, process):
        """A worker has ended after the last call that it was to make."""

    def _died(self, member):
        self.members.remove(member)
        try:
            self.free.remove(member)
        except ValueError:
            # Somebody has taken it out and will find it dead.
            pass
        try:
            entry = member.calls.pop()
        except IndexError:
            entry = None
        code = member.process._popen.wait(5)
        member.process.join(0)
        # Its line is closed when the last who has the worker lets go of it: somebody may be sending.
        if member.leaving and entry is None:
            self.on_left(member.process)
        if entry is not None or not member.leaving and not self.replace:
            self.on_death(entry[0] if entry is not None else None, code)
        if not self.replace or self.stopped or self.closing and not self.tasks:
            return
        if not member.made and entry is None and not member.ready:
            self.stillborn += 1
            if self.stillborn > 3 * self.size:
                if not self.members:
                    self._give_up(code)
                return
        self._add_member()

    def _give_up(self, code):
        """No worker gets as far as making a call: nobody shall wait for them."""
        self.hopeless = True
        self._fail_all(code)

    def _fail_all(self, code):
        while self.tasks:
            try:
                entry = self.tasks.popleft()
            except IndexError:
                return
            self.on_death(entry[0], code)

    def _end(self):
        for member in self.members:
            if self.stopped:
                member.process._popen._send(15)
            member.worker.close_line()
        for member in self.members:
            if self.stopped and member.process._popen.wait(5) is None:
                member.process._popen._send(9)
            member.process.join()
        self.members = []
        for fd in (self.wake_in, self.wake_out):
            os.close(fd)
        self.wake_in = self.wake_out = -1


def _pack(key, function, data, known):
    """An envelope: the key of a function, the function if it is new there, and the call; and the descriptors of both."""
    inner = function.packet(known) if function is not None else None
    fds = [*function.fds, *data.fds] if function is not None else list(data.fds)
    count = 0 if function is None else len(function.fds)
    return b'\2' + _shipping.pickle.dumps((key, inner, count, data.packet(known)), 5), fds


def _unpack(packet, fds):
    """What an envelope holds; the descriptors left are those of the call."""
    key, function, count, data = _shipping.pickle.loads(packet[1:])
    new = _shipping.receive(function, fds[:count]) if function is not None else None
    return key, new, data, fds[count:]
