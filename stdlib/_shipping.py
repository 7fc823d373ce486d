"""Objects on their way to another process: functions and classes of the program go by value, so that no worker runs the program.

A message is a pickle and what it needs: texts of source, and the globals of `__main__` that its functions name. A function is sent as
the place of its code in a text; a class of the program as the statement that defines it, which the other side runs when the name is
asked for; other globals as they are. What is there already is not replaced.
"""

import _process
import io
import os
import pickle
import sys
import types
from _thread import _local

_texts = {}         # digest -> (file, text)
_codes = {}         # digest -> code of the whole text
_pending = {}       # name in __main__ -> how to make it
_digests = {}       # id of a text -> (digest, text)

reducers = {}       # type -> how its objects are written, as registered by the program

_context = _local()

_PLAIN = (int, float, complex, str, bytes, bytearray, bool, type(None), list, tuple, dict, set, frozenset, range, slice)


def _digest(file, text):
    key = hash((file, text))
    known = _texts.get(key)
    if known is None:
        _texts[key] = (file, text)
    elif known != (file, text):
        while _texts.get(key, (file, text)) != (file, text):
            key += 1
        _texts[key] = (file, text)
    return key


def _code_of_text(digest):
    code = _codes.get(digest)
    if code is None:
        file, text = _texts[digest]
        try:
            code = compile(text, file, 'exec')
        except SyntaxError:
            code = compile(text, file, 'eval')
        _codes[digest] = code
    return code


def _main():
    return sys.modules['__main__']


class Message:
    """What is sent: `data` is the pickle, the rest is what the other side may lack."""

    __slots__ = ('data', 'globals', 'texts', 'fds')

    def __init__(self, data, globals, texts, fds):
        self.data, self.globals, self.texts, self.fds = data, globals, texts, fds

    def packet(self, known=None):
        """The bytes to send to somebody who knows what the set `known` holds; it learns what is sent."""
        globals, texts = self.globals, self.texts
        if known is not None and (globals or texts):
            globals = {name: blob for name, blob in globals.items() if name not in known}
            texts = {key: text for key, text in texts.items() if key not in known}
            known.update(globals)
            known.update(texts)
        if not globals and not texts:
            return b'\0' + self.data
        return b'\1' + pickle.dumps((self.data, globals, texts))


class PlainMessage:
    """A message of builtin data alone: it needs nothing, and reading it asks nobody."""

    __slots__ = ('data',)
    fds = ()

    def __init__(self, data):
        self.data = data

    def packet(self, known=None):
        return b'\4' + self.data


class _Shipper(pickle.Pickler):
    _trail = ''

    def __init__(self, file, message_globals, texts, fds):
        super().__init__(file, 5)
        self.names, self.texts, self.fds = message_globals, texts, fds

    def reducer_override(self, obj):
        cls = type(obj)
        if reducers and cls in reducers:
            return reducers[cls](obj)
        if cls is types.FunctionType:
            return self._function(obj)
        if cls is types.ModuleType:
            return (_main, ()) if obj.__name__ == '__main__' else (__import__, (obj.__name__, None, None, ['x']))
        if cls is types.CellType:
            return _make_cell, (), _cell_state(obj), None, None, _fill_cell
        if isinstance(obj, type):
            if obj.__module__ == '__main__' and not cls is types.GenericAlias:
                return self._class(obj)
            return NotImplemented
        wrapped = getattr(cls, '__module__', None) == 'functools' and getattr(obj, '__wrapped__', None)
        if wrapped and getattr(obj, '__module__', None) == '__main__' and self._by_name(obj.__qualname__, obj):
            return _from_main, (obj.__qualname__,)
        return NotImplemented

    # ---- functions ----

    def _function(self, func):
        module = func.__module__
        if module != '__main__' and module is not None and '<' not in func.__qualname__:
            owner = sys.modules.get(module)
            if owner is not None:
                found = owner
                for part in func.__qualname__.split('.'):
                    found = getattr(found, part, None)
                if found is func:
                    return NotImplemented
        if '.' in func.__qualname__ and '<' not in func.__qualname__ and module == '__main__':
            # A method: it comes with its class.
            top = func.__qualname__.partition('.')[0]
            if isinstance(_main().__dict__.get(top), type) and self._find(func.__qualname__) is func:
                self.names.setdefault(top)
                return _from_main, (func.__qualname__,)
        code = func.__code__
        file, text, start, end, line = _process.place(code)
        digest = _digest(file, text)
        self.texts.add(digest)
        space = func.__globals__
        if space is _main().__dict__:
            module = '__main__'
            self._need(_process.names(code), space)
            used = None
        elif module in sys.modules and sys.modules[module].__dict__ is space:
            used = None
        else:
            module = None
            used = {name: space[name] for name in _process.names(code) if name in space}
        state = {
            'name': func.__name__, 'qualname': func.__qualname__, 'module': func.__module__, 'defaults': func.__defaults__,
            'kwdefaults': func.__kwdefaults__, 'doc': func.__doc__, 'dict': dict(func.__dict__), 'globals': used,
        }
        return _make_function, (digest, start, end, module, func.__closure__), state, None, None, _fill_function

    def _need(self, names, space):
        for name in names:
            if name in space and name not in self.names and name != '__builtins__':
                self.names[name] = None

    # ---- classes ----

    def _find(self, qualname):
        found = _main()
        for part in qualname.split('.'):
            found = getattr(found, part, None)
        return found

    def _by_name(self, qualname, obj):
        if '<locals>' in qualname or self._find(qualname) is not obj:
            return False
        self.names.setdefault(qualname.partition('.')[0])
        return True

    def _class(self, cls):
        if self._by_name(cls.__qualname__, cls):
            return _from_main, (cls.__qualname__,)
        space = {}
        for name, value in cls.__dict__.items():
            if name not in ('__dict__', '__weakref__', '__slotnames__', '__static_attributes__', '__firstlineno__') \
                    and type(value) is not types.MemberDescriptorType:
                space[name] = value
        module = sys.modules.get('_abc')
        return _make_class, (type(cls), cls.__name__, cls.__bases__, cls.__qualname__), space, None, None, _fill_class


def _names_of_statement(text):
    return _process.names(compile(text, '<statement>', 'exec'))


def _statement(name, value):
    """The statement of the program that binds a global: (digest, text, line, names it needs), or None."""
    import re
    main = _process.main_text()
    if main is None:
        return None
    file, text = main
    digest = _digest(file, text)
    lines = text.split('\n')
    found = None
    head = re.compile(r'([ \t]*)(?:(?:async[ \t]+)?def[ \t]+|class[ \t]+)%s\b|%s[ \t]*(?::[^=]+)?=[^=]' % (re.escape(name), re.escape(name)))
    for number, line in enumerate(lines):
        match = head.match(line)
        if match and not line.startswith((' ', '\t')):
            found = number
    if found is None:
        return None
    first = found
    while first > 0 and lines[first - 1].startswith('@'):
        first -= 1
    last = found + 1
    is_block = lines[found].lstrip().startswith(('def ', 'class ', 'async '))
    while last <= len(lines):
        # To the next line that begins something else, as long as that compiles.
        while is_block and last < len(lines) and (not lines[last].strip() or lines[last][:1] in ' \t#)'):
            last += 1
        piece = '\n'.join(lines[first:last]) + '\n'
        try:
            names = _names_of_statement(piece)
        except SyntaxError:
            last += 1
            continue
        return file, piece, first, names
    return None


def _global(name, shipper):
    """How the other side makes a global of the program; None if it cannot be sent."""
    value = _main().__dict__[name]
    cls = type(value)
    if isinstance(value, type) and getattr(value, '__module__', None) == '__main__' and value.__qualname__ == name or \
            getattr(cls, '__module__', None) == 'functools' and hasattr(value, '__wrapped__'):
        statement = _statement(name, value)
        if statement is not None:
            shipper._need(statement[3], _main().__dict__)
            return 'run', statement
        if isinstance(value, type):
            return None
    return 'value', value


_OWN_LOCKS = ('lock', 'RLock', 'Condition', 'Event', 'Semaphore', 'BoundedSemaphore', 'Barrier', '_local')


def ship(obj):
    """A message that holds the object. Errors: those of pickle, with a note that names the part that cannot be sent."""
    if _process.is_plain(obj):
        return PlainMessage(pickle.dumps(obj, 5))
    out = io.BytesIO()
    needed, texts, fds = {}, set(), []
    before = getattr(_context, 'fds', None)
    _context.fds = fds
    try:
        shipper = _Shipper(out, needed, texts, fds)
        try:
            shipper.dump(obj)
        except Exception as error:
            if shipper._trail:
                error.add_note('in ' + shipper._trail)
            raise
        globals = {}
        while None in needed.values():
            for name in [name for name, blob in needed.items() if blob is None]:
                blob = _ship_global(name, needed, texts, fds)
                needed[name] = blob or ''
                if blob:
                    globals[name] = blob
    finally:
        _context.fds = before
    return Message(out.getvalue(), globals, {key: _texts[key] for key in texts}, fds)


def _ship_global(name, needed, texts, fds):
    out = io.BytesIO()
    count = len(fds)
    shipper = _Shipper(out, needed, texts, fds)
    try:
        how = _global(name, shipper)
        if how is None:
            return None
        shipper.dump(how)
    except Exception:
        del fds[count:]
        # What cannot be sent is made anew where that is harmless.
        value = _main().__dict__[name]
        if type(value).__module__ in ('_thread', 'threading', 'logging', 'functools', '_functools'):
            statement = _statement(name, value)
            if statement is not None:
                shipper._need(statement[3], _main().__dict__)
                return pickle.dumps(('run', statement))
        return None
    return out.getvalue()


def send_fd(fd):
    """While something is shipped: the number by which the other side finds the descriptor. Errors: RuntimeError otherwise."""
    fds = getattr(_context, 'fds', None)
    if fds is None:
        return None
    fds.append(fd)
    return len(fds) - 1


def received_fd(index):
    """The descriptor that came under a number; it is the caller's."""
    fd = _context.received[index]
    _context.taken.add(index)
    return fd


def is_shipping():
    return getattr(_context, 'fds', None) is not None


# ---- the other side ----

class _Receiver(pickle.Unpickler):
    def find_class(self, module, name):
        if module == '__main__':
            return _from_main(name)
        return super().find_class(module, name)


def receive(packet, fds=()):
    """The object in a packet."""
    if packet[0] == 4:
        return pickle.loads(packet[1:])
    if not packet[0] and not fds:
        return _Receiver(io.BytesIO(packet[1:])).load()
    before = getattr(_context, 'received', None), getattr(_context, 'taken', None)
    _context.received, _context.taken = fds, set()
    try:
        data = packet[1:]
        if packet[0]:
            data, globals, texts = pickle.loads(data)
            _texts.update(texts)
            space = _main().__dict__
            for name, blob in globals.items():
                if name not in space:
                    _pending[name] = blob
            for name in globals:
                _resolve(name)
        return _Receiver(io.BytesIO(data)).load()
    finally:
        for index, fd in enumerate(fds):
            if index not in _context.taken:
                os.close(fd)
        _context.received, _context.taken = before


def _resolve(name):
    blob = _pending.pop(name, None)
    if blob is None:
        return
    how, what = _Receiver(io.BytesIO(blob)).load()
    space = _main().__dict__
    if how == 'value':
        space.setdefault(name, what)
        return
    file, text, first, names = what
    for needed in names:
        _resolve(needed)
    if name not in space:
        exec(compile('\n' * first + text, file, 'exec'), space)


def _from_main(qualname):
    top, *rest = qualname.split('.')
    _resolve(top)
    try:
        found = getattr(_main(), top)
        for part in rest:
            found = getattr(found, part)
    except AttributeError:
        raise AttributeError(f"Can't get attribute {qualname!r} on {_main()!r}") from None
    return found


def _make_function(digest, start, end, module, closure):
    code = _process.nested(_code_of_text(digest), start, end)
    if module is None:
        space = {'__builtins__': __builtins__}
    elif module == '__main__':
        space = _main().__dict__
    else:
        space = __import__(module, None, None, ['x']).__dict__
    return _process.function(code, space, closure)


def _fill_function(func, state):
    func.__name__, func.__qualname__, func.__module__ = state['name'], state['qualname'], state['module']
    func.__defaults__, func.__kwdefaults__, func.__doc__ = state['defaults'], state['kwdefaults'], state['doc']
    func.__dict__.update(state['dict'])
    if state['globals']:
        func.__globals__.update(state['globals'])


def _make_cell():
    return types.CellType()


def _cell_state(cell):
    try:
        return cell.cell_contents,
    except ValueError:
        return ()


def _fill_cell(cell, state):
    if state:
        cell.cell_contents = state[0]


def _make_class(metaclass, name, bases, qualname):
    return types.new_class(name, bases, {'metaclass': metaclass} if metaclass is not type else {}, lambda ns: ns.update(__qualname__=qualname, __module__='__main__'))


def _fill_class(cls, space):
    for name, value in space.items():
        if name not in ('__module__', '__qualname__', '__classcell__', '__doc__') or name == '__doc__' and value is not None:
            try:
                setattr(cls, name, value)
            except (AttributeError, TypeError):
                pass
