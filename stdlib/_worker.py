"""Worker processes: starting one with a call to make, and making it on the other side. `pyc --worker` runs `main`."""

import _process
import atexit
import os
import sys
import _program
import _receiving
import _shipping

_POLL = _process.POLLIN


class RemoteTraceback(Exception):
    """The traceback of an exception from another process, as text."""

    def __init__(self, tb):
        self.tb = tb

    def __str__(self):
        return self.tb


class ExceptionWithTraceback:
    """An exception on its way home, with its traceback as text."""

    def __init__(self, exc, tb=None):
        import traceback
        tb = tb if tb is not None else exc.__traceback__
        text = ''.join(traceback.format_exception(type(exc), exc, tb))
        self.exc = exc
        self.exc.__traceback__ = None
        self.tb = '\n"""\n%s"""' % text

    def __reduce__(self):
        return rebuild_exc, (self.exc, self.tb)


def rebuild_exc(exc, tb):
    exc.__cause__ = RemoteTraceback(tb)
    return exc


def _settings():
    text = _process.main_text()
    return {
        'path': list(sys.path), 'argv': list(sys.argv), 'file': getattr(sys.modules['__main__'], '__file__', None), 'text': text,
        'digest': None if text is None else _program.digest(*text), 'root': root,
    }


_executable = [None]
root = os.getpid()              # of the first process of the program


def executable():
    """The binary that runs workers."""
    return _executable[0] or sys.executable


_calling = set()                # workers of process(), until they are seen to be over


def _finish():
    """At the end of the program, which waits for the calls of process()."""
    _process.close_nursery()
    while _calling:
        _calling.pop().wait()


atexit.register(_finish)


class Worker:
    """A process that makes one call. `line` is our end of the line to it."""

    line = None

    def __init__(self, call):
        """`call` is a message that holds (function, args, kwargs); function gets the descriptor of the line first."""
        settings = _shipping.pickle.dumps(_settings())
        packets = [(settings, ()), (call.packet(), call.fds)]
        self.line, theirs = _process.pair()
        # Before there is a worker: it need not wait then. The rest, if there is not enough room, is told when it listens.
        try:
            while packets and _process.send(self.line, *packets[0], False):
                del packets[0]
        except BaseException:
            os.close(theirs)
            raise
        self.child = _process.spawn(os.fsencode(executable()), theirs, settings)
        try:
            for packet in packets:
                _process.send(self.line, *packet)
        except (BrokenPipeError, ConnectionResetError):
            # It died at once; whoever waits for it finds out.
            pass

    @property
    def pid(self):
        return self.child.pid

    def poll(self):
        return self.child.poll()

    def wait(self, timeout=None):
        """The exit code, or None if the process is still running after `timeout` seconds."""
        code = self.child.poll()
        if code is None:
            if _process.poll([(self.child.sentinel, _POLL)], timeout):
                code = self.child.poll()
        return code

    def close_line(self):
        if self.line is not None:
            os.close(self.line)
            self.line = None

    def __del__(self):
        self.close_line()


def get_ready(introduction):
    """Load what calls need, before there is one: in a process whose copies are the workers. `introduction` is what the first one is told.

    Functions are looked at to be complete.
    """
    import _taskpool, multiprocessing.pool, multiprocessing.queues, threading
    settings = _shipping.pickle.loads(introduction)
    if settings['text'] is not None:
        _program.texts[settings['digest']] = settings['text']
        _program.code_of_text(settings['digest'])
    for module in (sys.modules[__name__], _program, _receiving, _shipping, _taskpool, threading, multiprocessing.context, multiprocessing.process,
                   multiprocessing.util):
        for value in list(vars(module).values()):
            for part in [value, *vars(value).values()] if type(value) is type else [value]:
                getattr(part, '__code__', None)
    _rehearse(introduction)


def _rehearse(introduction):
    """Make calls that do nothing: what is found out on their way, and kept, every copy has then.

    As often as the interpreter looks for better ways before it gives up.
    """
    from multiprocessing import process, util
    names = [(process, '_current_process'), (process, '_parent_process'), (process, '_process_counter'), (util, '_exiting')]
    values = [getattr(module, name) for module, name in names]
    tables = [_program.texts, _program._codes, _program._serials, _program._objects, _receiving._pending, _receiving._coming]
    contents = [table.copy() for table in tables]

    def forget():
        for table, content in zip(tables, contents):
            table.clear()
            table.update(content)

    main = sys.modules['__main__'] = type(sys)('__main__')
    exec(compile('def nothing():\n    pass\n', '<rehearsal>', 'exec'), main.__dict__)
    for _ in range(10):
        call = _shipping.ship((process._run, (process.BaseProcess(target=main.nothing), ('', 0, b''), None), {}), _shipping.PROCESS)
        forget()
        sys.modules['__main__'] = type(sys)('__main__')
        ours, theirs = _process.pair()
        try:
            _process.send(ours, introduction)
            _process.send(ours, call.packet(), call.fds)
            line = _take_line(theirs)
            _serve(line)
            os.close(line)
        finally:
            os.close(ours)
            os.close(theirs)
        for (module, name), value in zip(names, values):
            setattr(module, name, value)
        sys.modules['__main__'] = main
    del sys.modules['__main__']
    forget()


def main():
    """The life of a worker. Its line is descriptor 0."""
    return _serve(_take_line(0))


def _take_line(fd):
    """The line that is descriptor `fd`, where there is nothing to read then."""
    if 'threading' in sys.modules:
        # A copy: its thread has another number than that of the process that was copied.
        threading = sys.modules['threading']
        threading.main_thread()._native_id = threading.get_native_id()
    line = os.dup(fd)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, fd)
    os.close(null)
    return line


def _serve(line):
    """Hear what is to be done, and do it."""
    global root
    try:
        settings = _shipping.pickle.loads(_process.receive(line)[0])
        sys.path[:] = settings['path']
        sys.argv[:] = settings['argv']
        root = settings['root']
        space = sys.modules['__main__']
        if settings['file'] is not None:
            space.__file__ = settings['file']
        if settings['text'] is not None:
            _process.set_main_text(*settings['text'])
        packet, fds = _process.receive(line)
    except EOFError:
        return 1
    function, args, kwargs = _receiving.receive(packet, fds)
    return function(line, *args, **kwargs)


# ---- the builtin process() ----

def _make_call(line, fn, args, kwargs):
    try:
        result = True, fn(*args, **kwargs)
        message = _shipping.ship(result)
    except BaseException as error:
        if isinstance(error, SystemExit):
            raise
        try:
            message = _shipping.ship((False, ExceptionWithTraceback(error)))
        except Exception:
            text = RuntimeError('the exception cannot be sent: %r' % error)
            message = _shipping.ship((False, ExceptionWithTraceback(text, error.__traceback__)))
    try:
        _process.send(line, message.packet(), message.fds)
    except (BrokenPipeError, ConnectionResetError):
        pass
    return 0


class ProcessDied(RuntimeError):
    """The process ended without a result."""


class Process:
    """A running or finished process, as process() gives it."""

    def __init__(self, fn, args, kwargs):
        if not callable(fn):
            raise TypeError(f"'{type(fn).__name__}' object is not callable")
        self.name = getattr(fn, '__name__', type(fn).__name__)
        try:
            message = _shipping.ship((_make_call, (fn, args, kwargs), {}), _shipping.PROCESS)
        except Exception as error:
            notes = getattr(error, '__notes__', [])
            notes[:] = [_argument_path(note) for note in notes]
            raise
        self._worker = Worker(message)
        self._outcome = None
        _calling.difference_update([worker for worker in list(_calling) if worker.poll() is not None])
        _calling.add(self._worker)

    @property
    def pid(self):
        return self._worker.pid

    @property
    def exitcode(self):
        return self._worker.poll()

    def done(self):
        return self._outcome is not None or self._worker.poll() is not None

    def join(self, timeout=None):
        """The result of the call, or its exception. Errors: TimeoutError; ProcessDied if there is neither."""
        if self._outcome is None:
            try:
                found = _process.receive(self._worker.line, True, timeout)
            except EOFError:
                code = self._worker.wait()
                self._outcome = False, ProcessDied(f'the process ended without a result (exit code {code})')
            else:
                if found is None:
                    raise TimeoutError('the process is still running')
                self._outcome = _receiving.receive(*found)
                self._worker.wait()
            _calling.discard(self._worker)
        ok, value = self._outcome
        if ok:
            return value
        raise value

    def terminate(self):
        self._worker.child.send_signal(15)

    def kill(self):
        self._worker.child.send_signal(9)

    def __repr__(self):
        code = self.exitcode
        return '<process %s %s %s>' % (self.name, self.pid, 'running' if code is None else 'done')


def _argument_path(note):
    """A path into the message, in the words of the call: its arguments."""
    if note.startswith('in [1][1]'):
        return 'in args' + note[len('in [1][1]'):]
    if note.startswith('in [1][2]'):
        return 'in kwargs' + note[len('in [1][2]'):]
    if note.startswith('in [1][0]'):
        return 'in fn' + note[len('in [1][0]'):]
    return note


def process(fn, /, *args, **kwargs):
    return Process(fn, args, kwargs)
