"""Objects that came from another process, as `_shipping` writes them there. What its pickles name are functions of this module.

Globals of the program that come with a message are made when it is received, unless they are there; what a statement makes (a class) is
made when it is asked for.
"""

import _process
import _program
import io
import os
import pickle
import types
from _program import code_of_text as _code_of_text, main as _main
from _thread import RLock as _RLock, _local

_pending = {}       # name in __main__ -> how to make it
_coming = {}        # serial -> the island it is on

# Held while globals are made, which may make each other.
_making = _RLock()

_context = _local()


def received_fd(index):
    """The descriptor that came under a number; it is the caller's."""
    fd = _context.received[index]
    _context.taken.add(index)
    return fd


class _Unfinished(Exception):
    """An object is asked for while it is being made."""


class _Receiver(pickle.Unpickler):
    def find_class(self, module, name):
        if module == '__main__':
            return from_main(name)
        return super().find_class(module, name)

    def persistent_load(self, serial):
        return shared_object(serial)


def _read(blob):
    return _Receiver(io.BytesIO(blob)).load()


def receive(packet, fds=()):
    """The object in a packet."""
    if packet[0] == 4:
        return pickle.loads(packet[1:])
    if not packet[0] and not fds:
        return _read(packet[1:])
    before = getattr(_context, 'received', None), getattr(_context, 'taken', None)
    _context.received, _context.taken = fds, set()
    try:
        data = packet[1:]
        if packet[0]:
            data, globals, islands, texts = pickle.loads(data)
            _program.texts.update(texts)
            with _making:
                _make_globals(globals, islands)
        return _read(data)
    finally:
        for index, fd in enumerate(fds):
            if index not in _context.taken:
                os.close(fd)
        _context.received, _context.taken = before


def _make_globals(globals, islands):
    space = _main().__dict__
    for name, how in globals.items():
        if name not in space:
            _pending[name] = how
    for island in islands:
        for serial in island[0]:
            if _program.known(serial) is None:
                _coming[serial] = island
    around = getattr(_context, 'changes', None)
    changes = _context.changes = []
    try:
        failed = None
        for make, what in [*((_resolve, name) for name in globals), *((shared_object, serial) for island in islands for serial in island[0])]:
            try:
                make(what)
            except Exception as error:
                # The others are made nevertheless: nobody sends them again.
                failed = failed or error
        for blob in changes:
            state, qualname = _read(blob)
            for name, value in state.items():
                setattr(from_main(qualname), name, value)
        if failed is not None:
            raise failed
    finally:
        _context.changes = around
        if around is None:
            _coming.clear()


_in_work = set()        # islands and names that are being made, by the thread that holds `_making`


def shared_object(serial):
    """The object with a serial, made if it has come just now."""
    found = _program.known(serial)
    if found is not None:
        return found
    island = _coming.get(serial)
    if island is None:
        raise pickle.UnpicklingError('a global of the program that the message refers to is not there')
    members, how, what = island
    if members in _in_work:
        raise _Unfinished
    _in_work.add(members)
    try:
        if how == 'name':
            _resolve(what)
            if what not in _main().__dict__:
                raise _Unfinished
            values = [_main().__dict__[what]]
        else:
            values = _read(what)
    finally:
        _in_work.discard(members)
    for serial_there, value in zip(members, values):
        if _program.known(serial_there) is None:
            _program.remember(serial_there, value)
    return _program.known(serial)


def _resolve(name):
    entry = _pending.get(name)
    if entry is None or name in _in_work:
        return
    _in_work.add(name)
    try:
        _bind(name, *entry)
    except _Unfinished:
        raise
    except BaseException:
        _pending.pop(name, None)
        raise
    finally:
        _in_work.discard(name)
    _pending.pop(name, None)


def _bind(name, how, what, more):
    space = _main().__dict__
    if how == 'object':
        space.setdefault(name, shared_object(what))
    elif how == 'value':
        space.setdefault(name, _read(what))
    elif name not in space:
        file, text, above, names = what
        for needed in names:
            try:
                _resolve(needed)
            except _Unfinished:
                # It is made of what this statement makes, so it was not there when the program ran it.
                pass
        if name not in space:
            exec(compile('\n' * above + text, file, 'exec'), space)
            if more:
                _context.changes.extend(more)


def from_main(qualname):
    top, *rest = qualname.split('.')
    if top in _pending:
        with _making:
            if top in _in_work and top not in _main().__dict__:
                raise _Unfinished
            _resolve(top)
    try:
        found = getattr(_main(), top)
        for part in rest:
            found = getattr(found, part)
    except AttributeError:
        raise AttributeError(f"Can't get attribute {qualname!r} on {_main()!r}") from None
    return found


def make_function(digest, start, end, module, closure):
    code = _process.nested(_code_of_text(digest), start, end)
    if module is None:
        space = {'__builtins__': __builtins__}
    elif module == '__main__':
        space = _main().__dict__
    else:
        space = __import__(module, None, None, ['x']).__dict__
    return _process.function(code, space, closure)


def fill_function(func, state):
    func.__name__, func.__qualname__, func.__module__ = state['name'], state['qualname'], state['module']
    func.__defaults__, func.__kwdefaults__, func.__doc__ = state['defaults'], state['kwdefaults'], state['doc']
    func.__dict__.update(state['dict'])
    if state['globals']:
        func.__globals__.update(state['globals'])


def make_cell():
    return types.CellType()


def fill_cell(cell, state):
    if state:
        cell.cell_contents = state[0]


def make_class(metaclass, name, bases, qualname):
    return types.new_class(name, bases, {'metaclass': metaclass} if metaclass is not type else {}, lambda ns: ns.update(__qualname__=qualname, __module__='__main__'))


def fill_class(cls, space):
    for name, value in space.items():
        if name not in ('__module__', '__qualname__', '__classcell__', '__doc__') or name == '__doc__' and value is not None:
            try:
                setattr(cls, name, value)
            except (AttributeError, TypeError):
                pass


def make_event(is_set):
    import threading
    event = threading.Event()
    if is_set:
        event.set()
    return event


def make_type_variable(kind, name, args, options):
    import typing
    # Its module is that of the caller.
    space = {'__name__': '__main__', 'make': getattr(typing, kind), 'name': name, 'args': args, 'options': options}
    return eval('make(name, *args, **options)', space)
