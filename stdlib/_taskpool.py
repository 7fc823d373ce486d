"""Processes that make calls, for pools and executors: all share a board (`_process.desk` here, `_process.seat` there), on which calls and
answers of plain data lie; each has a line of its own for what else there is to say. One thread hears all of them.
A process that dies takes only the call with it that it was making.

What lies on the board, and packets, begin with a byte that says what follows. As contents:
0, 1, 4  what `_shipping` has written
3        plain data
and as packets also:
0        from a worker: it is there (an `_shipping` packet follows)
1        from a worker: it lacks the function (1), what the call says (2) or both (3) of the call in a slot
2, 3     from a worker: the answer to the call in a slot, with what does not go over the board
5        to a worker: a function and its key
6        wakes the other side
"""

import _process
import _receiving
import _shipping
import _worker
import collections
import os
import threading

_FUNCTION, _CONTENT = 1, 2


# ---- in the worker ----

def serve(line, initializer, initargs, most, wraps):
    """Makes calls until the line ends or `most` are made.

    `wraps`, for pools: results that cannot be sent raise MaybeEncodingError, and SystemExit and its like end the worker. For executors
    they are results of calls as other exceptions are.
    """
    caught = Exception if wraps else BaseException
    try:
        # First of all: a line that is closed while something in it is unread loses what was said the other way.
        number, (file,) = _process.receive(line)
    except (EOFError, ConnectionResetError, KeyboardInterrupt):
        return 0
    if initializer is not None:
        try:
            initializer(*initargs)
        except BaseException as error:
            _tell(line, b'\0', (False, _worker.ExceptionWithTraceback(error)))
            return 1
    functions = {}
    try:
        seat = _process.seat(file, line, int.from_bytes(number, 'little'), most)
        os.close(file)
        _tell(line, b'\0', (True, None))
        while (left := seat.serve(functions, not wraps)) is not None:
            slot, what, *more = left
            try:
                value = _make(line, functions, slot, *more) if what == 'call' else more[0]
                ok = what != 'error'
            except caught as error:
                ok, value = False, error
            if not (ok and what == 'call' and seat.answer(slot, value)):
                _answer(seat, line, slot, ok, value, wraps)
            left = more = value = None
    except (EOFError, BrokenPipeError, ConnectionResetError, KeyboardInterrupt):
        return 0
    except SystemExit as error:
        code = error.code
        return int(code) if isinstance(code, int) else 0 if code is None else 1
    return 0


def _tell(line, head, what):
    message = _shipping.ship(what)
    _process.send(line, head + message.packet(), message.fds)


def _make(line, functions, slot, key, content):
    """Make the call in a slot; what is missing of it is asked for."""
    fds = ()
    lacks = (_FUNCTION if key not in functions else 0) | (_CONTENT if content is None else 0)
    if lacks:
        _process.send(line, bytes([1, slot & 255, slot >> 8, lacks]))
    while lacks:
        packet, with_it = _process.receive(line)
        if packet[0] == 5:
            lacks &= ~_FUNCTION
            try:
                functions[key] = _receiving.receive(packet[9:], with_it)
            except Exception as error:
                functions[key] = _Failing(error)
        elif packet[0] != 6:
            lacks &= ~_CONTENT
            content, fds = packet, with_it
    args = _process.unpack(content) if content[0] == 3 else _receiving.receive(content, fds)
    return functions[key](args)


class _Failing:
    """In the place of a function that could not be made here."""

    def __init__(self, error):
        self.error = error

    def __call__(self, args):
        raise self.error


def _answer(seat, line, slot, ok, value, wraps):
    """Answer with what is not plain data."""
    try:
        message = _shipping.ship((ok, value if ok else _worker.ExceptionWithTraceback(value)))
    except Exception as error:
        message = _shipping.ship((False, _unsendable(error, value, wraps)))
    packet = message.packet()
    if message.fds or not seat.reply(slot, packet):
        _process.send(line, bytes([2, slot & 255, slot >> 8]) + packet, message.fds)


def _unsendable(error, value, wraps):
    """What is answered where the answer cannot be sent."""
    from multiprocessing.pool import MaybeEncodingError
    if not wraps:
        told = _worker.ExceptionWithTraceback(error)
        try:
            _shipping.ship(told)
            return told
        except Exception:
            # Not even that can be sent.
            pass
    return MaybeEncodingError(error, value)


# ---- in the parent ----

class _Member:
    """A worker of a pool and what it has been told."""

    __slots__ = ('worker', 'line', 'number', 'known', 'ready', 'process')

    def __init__(self, process, desk):
        self.process = process
        self.worker = process._popen.worker
        self.line = self.worker.line
        self.number = desk.join(self.line)
        self.known = set()      # names and texts
        self.ready = False      # it has said that it is there
        try:
            _process.send(self.line, self.number.to_bytes(2, 'little'), (desk.file,))
        except OSError:
            # It is dead, as its line will say.
            pass


class Crew:
    """Some workers and the calls that wait for them.

    `on_result(task, ok, value)` and `on_death(task, exitcode)` are called by the thread of the crew.

    Calls are kept by the desk, which any thread may use at any time. Members, and what they know, are the crew's thread's; others only
    add one, and wake it.
    """

    # Whether results that cannot be sent raise MaybeEncodingError; and what the causes of exceptions from workers are.
    wraps = True
    RemoteTraceback = _worker.RemoteTraceback

    def __init__(self, size, make_process, initializer, initargs, most, on_result, on_death, replace=True):
        self.size, self.make_process = size, make_process
        self.initializer, self.initargs, self.most = initializer, initargs, most
        self.on_result, self.on_death = on_result, on_death
        self.replace = replace
        self.members = []
        self.lines = {}         # our end of a line -> member
        self.desk = _process.desk()
        self.closing = False
        self.stopped = False
        self.wake_in, self.wake_out = _process.tokens(0)
        # Held while the pipe is written to and while it is closed: its number may soon be another file's.
        self.waking = threading.RLock()
        self.functions = {}     # key -> the function, which keeps the key its own, and its message
        self.on_demand = False
        self.stillborn = 0      # workers that died before they were ready, since the last that was
        self.hopeless = False
        self.thread = None

    def start(self):
        thread = threading.Thread(target=self._run, name='pool-manager', daemon=True)
        try:
            if not self.on_demand:
                for _ in range(self.size):
                    self._add_member()
            thread.start()
        except BaseException:
            # Nobody hears the workers there are.
            self.stopped = True
            self._end()
            raise
        self.thread = thread

    def _add_member(self):
        process = self.make_process(serve, (self.initializer, self.initargs, self.most, self.wraps))
        member = _Member(process, self.desk)
        self.members.append(member)
        self.lines[member.line] = member

    def submit(self, task, func, args):
        """Queue a call func(args). Errors: those of pickle, with the path to what cannot be sent."""
        key = self.key_of(func)
        if not self.desk.submit(task, key, args):
            self.desk.put(task, key, _content(args))
        self._see_to_workers()

    def submit_parts(self, job, func, items, size):
        """Queue a call func(part) for each part of so many of the items, as tasks (job, number). Errors: as of `submit`."""
        key = self.key_of(func)
        count = -(-len(items) // size)
        part = 0
        while (part := self.desk.submit_parts(job, key, items, size, part)) < count:
            self.desk.put((job, part), key, _content(list(items[part * size:part * size + size])))
            part += 1
        self._see_to_workers()

    def key_of(self, func):
        """The number by which workers know a function."""
        key = id(func)
        if key not in self.functions:
            self.functions[key] = func, _shipping.ship(func, _shipping.FUNCTION)
        return key

    def _see_to_workers(self):
        if self.hopeless:
            self._fail_all(None)
        elif self.on_demand and len(self.members) < self.size and self.unfinished() > len(self.members):
            self._add_member()
            self.wake()

    def refill(self):
        """Hand over what has been kept back."""

    def unfinished(self):
        """How many calls have no answer yet."""
        return self.desk.count()

    def wake(self):
        with self.waking:
            try:
                _process.give(self.wake_out)
            except OSError:
                # It is full, or closed.
                pass

    def close(self):
        """No more calls come; the workers end when all are made."""
        self.closing = True
        self.wake()

    def stop(self):
        """The workers end now."""
        self.stopped = True
        self.wake()

    def _run(self):
        try:
            self._loop()
        except BaseException as error:
            # Nobody must wait for ever for what is not going to come.
            self.stopped = True
            for task in self.desk.tasks():
                self.on_result(task, False, error)
            raise
        finally:
            self._end()

    def _loop(self):
        while True:
            if self.stopped:
                return
            self.refill()
            if self.closing and not self.unfinished():
                return
            answers, packets = self.desk.rest(self.wake_in, tuple(self.lines))
            self._give_out(answers)
            for line, packet, fds in packets:
                self._hear(self.lines[line], packet, fds)

    def _give_out(self, answers):
        for task, value, *how in answers:
            if not how:
                self.on_result(task, True, value)
            elif how[0] is None:
                self._read(task, value, ())
            else:
                self.on_garbled(task, value)

    def _read(self, task, content, fds):
        try:
            ok, value = (True, _process.unpack(content)) if content[0] == 3 else _receiving.receive(content, fds)
        except Exception as error:
            self.on_garbled(task, error)
        else:
            if not ok and type(value.__cause__) is _worker.RemoteTraceback:
                value.__cause__ = self.RemoteTraceback(value.__cause__.tb)
            self.on_result(task, ok, value)

    def _hear(self, member, packet, fds):
        if packet is None:
            self._died(member)
        elif packet[0] == 0:
            ok, value = _receiving.receive(packet[1:], fds)
            if ok:
                member.ready = True
                self.stillborn = 0
            else:
                self.on_death(None, value)
        else:
            slot = packet[1] | packet[2] << 8
            if packet[0] == 1:
                self._provide(member, slot, packet[3])
            else:
                for task in self.desk.answered(slot, member.number):
                    self._read(task, packet[3:], fds)

    def _provide(self, member, slot, lacks):
        """Send a worker what it lacks for the call in a slot."""
        key, content = self.desk.asked(slot)
        try:
            if lacks & _FUNCTION:
                message = self.functions[key][1]
                _process.send(member.line, b'\5' + key.to_bytes(8, 'little') + message.packet(member.known), message.fds)
            if lacks & _CONTENT:
                packet, fds = (content, ()) if type(content) is bytes else (content.packet(member.known), content.fds)
                _process.send(member.line, packet, fds)
        except OSError:
            # It is dead, as its line will say.
            pass

    def on_garbled(self, task, error):
        """A result that cannot be read here: the error is the call's."""
        self.on_result(task, False, error)

    def on_left(self, process):
        """A worker has ended after the last call that it was to make."""

    def _died(self, member):
        self.members.remove(member)
        del self.lines[member.line]
        code = member.process._popen.wait(5)
        if code is None:
            # Its line is gone, so it is of no more use; and until it is dead it might touch the board.
            member.process._popen._send(9)
            code = member.process._popen.wait()
        member.process.join(0)
        answers, lost = self.desk.leave(member.number)
        # Another thread may be reading its line's number, but none uses it from here on.
        member.worker.close_line()
        self._give_out(answers)
        has_left = self.most is not None and code == 0 and not lost
        if has_left:
            self.on_left(member.process)
        for task in lost:
            self.on_death(task, code)
        if not lost and not has_left and not self.replace:
            self.on_death(None, code)
        if not self.replace or self.stopped or self.closing and not self.unfinished():
            return
        if not member.ready and not lost:
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
        for task in self.desk.take_back():
            self.on_death(task, code)

    def _end(self):
        for member in self.members:
            if self.stopped:
                member.process._popen._send(15)
            member.worker.close_line()
        for member in self.members:
            if self.stopped and member.process._popen.wait(5) is None:
                member.process._popen._send(9)
            member.process.join()
        self.members, self.lines = [], {}
        # What is told of calls refers to the pool, and whoever waits for the pool's end may keep the crew: the pool must not live by that,
        # nor may the two go only when somebody looks for cycles.
        self.make_process = self.on_result = self.on_death = _ignore
        with self.waking:
            for fd in (self.wake_in, self.wake_out):
                os.close(fd)
            self.wake_in = self.wake_out = -1


def _ignore(*args):
    """In the place of what is told to a pool that has ended."""


def _content(args):
    """What a call says that is not plain data: bytes, or a message that depends on what its reader knows."""
    try:
        message = _shipping.ship(args)
    except Exception as error:
        notes = getattr(error, '__notes__', [])
        if notes and notes[-1].startswith('in ['):
            notes[-1] = 'in args' + notes[-1][len('in '):]
        else:
            error.add_note('in args')
        raise
    if type(message) is _shipping.PlainMessage or message.needs_nothing():
        return message.packet()
    return message
