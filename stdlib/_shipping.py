"""Objects on their way to another process: functions and classes of the program go by value, so that no worker runs the program.

A message is a pickle and what it needs: texts of source, and the globals of `__main__` that its functions name. A function is sent as
the place of its code in a text; a class of the program as the statement that defines it, which the other side runs when the name is
asked for; other globals as they are. What is there already is not replaced.

A global's value that has identity gets a serial and a pickle of its own, in which the others stand by their serials, so that the other
side has each of them once: `default is MISSING`, `a.next is b` and `registry[0] is function` hold there as here. Those that refer to each
other in a circle share a pickle. Data of the program (arguments of pools, items of queues) are copied, as everywhere; only functions in
them are the globals that they are here.
"""

import _process
import _program
import _receiving
import io
import pickle
import types
from _program import main as _main
from _thread import _local

reducers = {}       # type -> how its objects are written, as registered by the program

_context = _local()

# What a message may be: data; a function that makes calls for a pool; a call that a new process begins with, which inherits everything.
DATA, FUNCTION, PROCESS = 'data', 'function', 'process'


class Message:
    """What is sent: `data` is the pickle, the rest is what the other side may lack."""

    __slots__ = ('data', 'fds', 'refs', 'globals', 'objects', 'texts', 'parcel')

    def __init__(self, data, parcel):
        self.data, self.parcel, self.fds = data, parcel, parcel.fds
        # What the data themselves need. Whoever knows that knows the rest too.
        self.refs, self.globals, self.texts = parcel.refs, dict.fromkeys(parcel.globals), dict.fromkeys(parcel.texts)

    def complete(self):
        """Find out what all needs."""
        parcel, self.parcel = self.parcel, None
        if parcel is not None:
            with _shipping_of(parcel.fds):
                parcel.gather()
            # `globals`: name -> (how, what, more, serials it refers to); `objects`: serial -> its island.
            self.globals = {name: how for name, how in parcel.globals.items() if how}
            self.objects, self.texts = parcel.objects, {key: _program.texts[key] for key in parcel.texts}

    def needs_nothing(self):
        return not (self.globals or self.texts or self.fds)

    def packet(self, known=None):
        """The bytes to send to somebody who knows what the set `known` holds; it learns what is sent."""
        if self.parcel is not None:
            if self.needs_nothing() or known is not None and all(
                    part in known for needed in (self.globals, self.refs, self.texts) for part in needed):
                return b'\0' + self.data
            self.complete()
        globals, texts, islands = self.globals, self.texts, set(self.objects.values())
        if known is not None and (globals or texts):
            globals = {name: how for name, how in globals.items() if name not in known}
            texts = {key: text for key, text in texts.items() if key not in known}
            islands = self._lacking(globals, known)
            known.update(globals)
            known.update(texts)
            for island in islands:
                known.update(island.members)
        if not globals and not texts and not islands:
            return b'\0' + self.data
        globals = {name: how[:3] for name, how in globals.items()}
        return b'\1' + pickle.dumps((self.data, globals, [(island.members, island.how, island.what) for island in islands], texts))

    def _lacking(self, globals, known):
        """The islands that are to be sent with some of the globals."""
        found, left = set(), [*self.refs, *(serial for how in globals.values() for serial in how[3])]
        while left:
            serial = left.pop()
            island = self.objects.get(serial)
            if island is not None and serial not in known and island not in found:
                found.add(island)
                left.extend(island.refs)
        return found


class PlainMessage:
    """A message of builtin data alone: it needs nothing, and reading it asks nobody."""

    __slots__ = ('data',)
    fds = ()

    def __init__(self, data):
        self.data = data

    def packet(self, known=None):
        return b'\4' + self.data


class _Island:
    """Objects that are sent in one pickle (`how` is 'pickle'), or one that is the value of a name (`how` is 'name')."""

    __slots__ = ('members', 'how', 'what', 'refs')

    def __init__(self, members, how, what, refs):
        self.members, self.how, self.what, self.refs = members, how, what, refs


class _Reference:
    """In the place of an object that the other side has by its serial."""

    def __init__(self, serial):
        self.serial = serial

    def __reduce__(self):
        return _receiving.shared_object, (self.serial,)


class _Shipper(pickle.Pickler):
    _trail = ''

    def __init__(self, file, parcel):
        super().__init__(file, 5)
        self.parcel = parcel

    def reducer_override(self, obj):
        cls = type(obj)
        if reducers and cls in reducers:
            return reducers[cls](obj)
        if cls is types.FunctionType:
            return self._function(obj)
        if cls is types.ModuleType:
            return (_main, ()) if obj.__name__ == '__main__' else (__import__, (obj.__name__, None, None, ['x']))
        if cls is types.CellType:
            return _receiving.make_cell, (), self._cell_state(obj), None, None, _receiving.fill_cell
        if isinstance(obj, type):
            if obj.__module__ == '__main__' and not cls is types.GenericAlias:
                return self._class(obj)
            return NotImplemented
        if cls.__name__ in _TYPE_VARIABLES and cls.__module__ == 'typing':
            return self._type_variable(cls.__name__, obj)
        if _program.is_wrapped(obj) and getattr(obj, '__module__', None) == '__main__' and self._by_name(obj.__qualname__, obj):
            return _receiving.from_main, (obj.__qualname__,)
        return NotImplemented

    def _shared(self, obj):
        """How the other side finds an object if it is the value of a global; None if it is not."""
        serial = self.parcel.serial_of(obj)
        if serial is None:
            return None
        self.parcel.need_object(serial)
        self.parcel.refs.add(serial)
        return _receiving.shared_object, (serial,)

    # ---- functions ----

    def _function(self, func):
        module = func.__module__
        if module != '__main__' and module is not None and '<' not in func.__qualname__:
            owner = _program.sys.modules.get(module)
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
                self.parcel.need(top)
                return _receiving.from_main, (func.__qualname__,)
        return self._shared(func) or self._by_code(func)

    def _by_code(self, func):
        module, code = func.__module__, func.__code__
        file, text, start, end, line = _process.place(code)
        digest = _program.digest(file, text)
        self.parcel.texts.add(digest)
        space = func.__globals__
        if space is _main().__dict__:
            module = '__main__'
            self.parcel.need_all(_process.names(code))
            used = None
        elif module in _program.sys.modules and _program.sys.modules[module].__dict__ is space:
            used = None
        else:
            module = None
            used = {name: space[name] for name in _process.names(code) if name in space}
        defaults, named = func.__defaults__, func.__kwdefaults__
        state = {
            'name': func.__name__, 'qualname': func.__qualname__, 'module': func.__module__,
            'defaults': defaults and tuple([self._part(value) for value in defaults]),
            'kwdefaults': named and {name: self._part(value) for name, value in named.items()},
            'doc': func.__doc__, 'dict': dict(func.__dict__), 'globals': used,
        }
        return _receiving.make_function, (digest, start, end, module, func.__closure__), state, None, None, _receiving.fill_function

    def _part(self, value):
        """A default, or what is in a cell. One that is nothing but itself must be the other side's."""
        if type(value) is object:
            shared = self._shared(value)
            if shared is not None:
                return _Reference(shared[1][0])
        return value

    def _cell_state(self, cell):
        try:
            return self._part(cell.cell_contents),
        except ValueError:
            return ()

    # ---- classes and types ----

    def _find(self, qualname):
        found = _main()
        for part in qualname.split('.'):
            found = getattr(found, part, None)
        return found

    def _by_name(self, qualname, obj):
        if '<locals>' in qualname or self._find(qualname) is not obj:
            return False
        self.parcel.need(qualname.partition('.')[0])
        return True

    def _class(self, cls):
        if self._by_name(cls.__qualname__, cls):
            return _receiving.from_main, (cls.__qualname__,)
        space = {}
        for name, value in cls.__dict__.items():
            if name not in ('__dict__', '__weakref__', '__slotnames__', '__static_attributes__', '__firstlineno__') \
                    and type(value) is not types.MemberDescriptorType:
                space[name] = value
        return _receiving.make_class, (type(cls), cls.__name__, cls.__bases__, cls.__qualname__), space, None, None, _receiving.fill_class

    def _type_variable(self, kind, variable):
        if variable.__module__ != '__main__':
            return NotImplemented
        return self._shared(variable) or (_receiving.make_type_variable, (kind, variable.__name__, *_options_of(kind, variable)))


class _CallShipper(_Shipper):
    """Writes what the other side is to have as it is here: objects that are the values of globals go as references."""

    def __init__(self, file, parcel):
        super().__init__(file, parcel)
        # The pickler looks there by itself, and notes what it found.
        self._references, self._used = parcel.ids(), []

    def _shared(self, obj):
        # It was looked for already.
        return None


class _GlobalShipper(_CallShipper):
    """Writes the values of globals. Locks in them are made anew; nobody gives them to a call, as in its arguments, to share them."""

    def reducer_override(self, obj):
        anew = _ANEW.get(type(obj))
        return anew(obj) if anew else super().reducer_override(obj)


def _anew():
    import threading
    makers = {type(threading.Lock()): lambda lock: (threading.Lock, ()), type(threading.RLock()): lambda lock: (threading.RLock, ())}
    makers[threading.Condition] = lambda condition: (threading.Condition, (condition._lock,))
    makers[threading.Event] = lambda event: (_receiving.make_event, (event.is_set(),))
    for cls in (threading.Semaphore, threading.BoundedSemaphore):
        makers[cls] = lambda semaphore: (type(semaphore), (semaphore._value,))
    return makers


_ANEW = {}


class _Parcel:
    """What a message needs of the program, as it is found while things are written."""

    def __init__(self, kind, fds):
        self.kind, self.fds = kind, fds
        self.globals = {}       # name -> how it is made, None until that is looked at, () if it cannot be
        self.objects = {}       # serial -> its island, likewise
        self.texts = set()
        self.refs = set()       # what the data refer to
        self._ids = self._named = None

    def ids(self):
        """{id: serial} of the globals that have identity."""
        if self._ids is None:
            self._ids, self._named = _program.shared_globals()
        return self._ids

    def serial_of(self, obj):
        return self.ids().get(id(obj))

    def need(self, name):
        self.globals.setdefault(name)

    def need_all(self, names):
        space = _main().__dict__
        for name in names:
            if name in space and name not in self.globals and name != '__builtins__':
                self.globals[name] = None

    def need_object(self, serial):
        if serial not in self.objects:
            self.objects[serial] = None
            self.need(self._named[serial][0])

    def write(self, shipper_class, obj):
        """The pickle of an object, and the serials that it refers to. Errors: those of pickle, with a note that names the part."""
        out = io.BytesIO()
        shipper = shipper_class(out, self)
        count = len(self.fds)
        try:
            shipper.dump(obj)
        except Exception as error:
            del self.fds[count:]
            if shipper._trail:
                error.add_note('in ' + shipper._trail)
            raise
        used = frozenset(getattr(shipper, '_used', ()))
        for serial in used:
            self.need_object(serial)
        return out.getvalue(), used

    def gather(self):
        """Find how all that is needed is made."""
        if None in self.globals.values() and not _ANEW:
            _ANEW.update(_anew())
        while True:
            names = [name for name, how in self.globals.items() if how is None]
            serials = [serial for serial, island in self.objects.items() if island is None]
            if not names and not serials:
                break
            for name in names:
                if self.globals[name] is None:
                    self.globals[name] = self._global(name)
            for serial in serials:
                self.objects[serial] = self._island(serial)
        self._join_islands()
        self._drop_lost()

    def _global(self, name):
        """How the other side makes a global: (how, what, more, serials); () if it cannot be sent."""
        value = _main().__dict__[name]
        if isinstance(value, type) and getattr(value, '__module__', None) == '__main__' and value.__qualname__ == name or \
                _program.is_wrapped(value):
            return self._by_statement(name, value) or (() if isinstance(value, type) else self._by_value(value))
        return self._by_value(value)

    def _by_value(self, value):
        serial = self.serial_of(value)
        if serial is not None:
            self.need_object(serial)
            return 'object', serial, None, {serial}
        try:
            blob, used = self.write(_GlobalShipper, value)
        except Exception:
            return ()
        return 'value', blob, None, used

    def _by_statement(self, name, value):
        statement = _program.statement(name, value)
        if statement is None:
            return ()
        self.need_all(statement[3])
        state, used = [], set()
        if self.kind != DATA and isinstance(value, type):
            for part in self._state_of(value, statement[3]):
                try:
                    blob, refs = self.write(_GlobalShipper, part)
                except Exception:
                    continue
                state.append(blob)
                used |= refs
        return 'run', statement, state, used

    def _island(self, serial):
        name, value = self._named[serial]
        try:
            return self._write_island([serial], [value])
        except Exception:
            # What cannot be sent is made anew where that is harmless.
            if type(value).__module__ in _MADE_ANEW and _main().__dict__.get(name) is value:
                how = self._by_statement(name, value)
                if how:
                    self.globals[name] = how
                    return _Island((serial,), 'name', name, ())
            return ()

    def _write_island(self, serials, values):
        # In their own pickle they are objects.
        for value in values:
            self._ids.pop(id(value), None)
        try:
            blob, used = self.write(_GlobalShipper, values)
        finally:
            self._ids.update(zip(map(id, values), serials))
        return _Island(tuple(serials), 'pickle', blob, used)

    def _join_islands(self):
        """Objects that refer to each other in a circle must be in one pickle: its reader cannot have either before the other."""
        for serials in _circles({serial: island.refs for serial, island in self.objects.items() if island}):
            try:
                island = self._write_island(serials, [self._named[serial][1] for serial in serials])
            except Exception:
                island = ()
            self.objects.update(dict.fromkeys(serials, island))

    def _drop_lost(self):
        """What refers to something that cannot be sent cannot be sent either."""
        objects = {serial: island for serial, island in self.objects.items() if island}
        is_stable = False
        while not is_stable:
            lost = [serial for serial, island in objects.items() if any(ref not in objects for ref in island.refs)]
            is_stable = not lost
            for serial in lost:
                objects.pop(serial, None)
        self.objects = objects
        for name, how in list(self.globals.items()):
            if how and any(ref not in objects for ref in how[3]):
                self.globals[name] = ('run', how[1], [], ()) if how[0] == 'run' else ()

    def _state_of(self, cls, names):
        """Attributes of a class that may have changed since its statement was run, in parts. `names`: those that occur in the statement."""
        if type(cls).__setattr__ is not type.__setattr__:
            return
        kept = set()
        for value in cls.__dict__.values():
            if type(value) is types.FunctionType:
                kept.update(map(id, [*(value.__defaults__ or ()), *(value.__kwdefaults__ or {}).values()]))
        for name, value in cls.__dict__.items():
            if name[:2] == '__' == name[-2:] or name == '_abc_impl':
                continue
            if self.serial_of(value) is None:
                # Methods come with the statement, functions that were added later do not.
                is_added = type(value) is types.FunctionType and name not in names and value.__qualname__ != f'{cls.__qualname__}.{name}'
                if hasattr(type(value), '__get__') and not is_added or isinstance(value, type) and not _is_global_class(value):
                    continue
                # What the statement itself may have made is better made by it, unless it is nothing but its contents.
                if name in names and (id(value) in kept or not self._is_content(value, 0)):
                    continue
            yield {name: value}, cls.__qualname__

    def _is_content(self, value, depth):
        cls = type(value)
        if depth > 20:
            return False
        if cls in (list, tuple, set, frozenset):
            return all(self._is_content(item, depth + 1) for item in list(value))
        if cls is dict:
            return all(self._is_content(item, depth + 1) for pair in list(value.items()) for item in pair)
        return cls in (int, float, complex, str, bytes, bool, type(None)) or self.serial_of(value) is not None or _is_global_class(value)


# Objects of these modules may be made again by their statement.
_MADE_ANEW = frozenset([
    '_thread', 'threading', 'logging', 'functools', '_functools', 'typing', 'queue', '_queue', '_contextvars', 'contextvars', 'weakref',
])


def _is_global_class(value):
    return isinstance(value, type) and (value.__module__ != '__main__' or _main().__dict__.get(value.__qualname__) is value)


def _circles(refs):
    """The groups of nodes of a graph from each of which all others of the group are reached, of two nodes and more. Tarjan's algorithm."""
    order, lowest, path, on_path = {}, {}, [], set()
    for root in refs:
        if root in order:
            continue
        order[root] = lowest[root] = len(order)
        path.append(root)
        on_path.add(root)
        walk = [(root, iter(refs[root]))]
        while walk:
            node, rest = walk[-1]
            for other in rest:
                if other not in refs:
                    continue
                if other not in order:
                    order[other] = lowest[other] = len(order)
                    path.append(other)
                    on_path.add(other)
                    walk.append((other, iter(refs[other])))
                    break
                if other in on_path:
                    lowest[node] = min(lowest[node], order[other])
            else:
                walk.pop()
                if walk:
                    lowest[walk[-1][0]] = min(lowest[walk[-1][0]], lowest[node])
                if lowest[node] == order[node]:
                    group = path[path.index(node):]
                    del path[-len(group):]
                    on_path.difference_update(group)
                    if len(group) > 1:
                        yield group


def ship(obj, kind=DATA):
    """A message that holds the object. Errors: those of pickle, with a note that names the part that cannot be sent."""
    if _process.is_plain(obj):
        return PlainMessage(pickle.dumps(obj, 5))
    parcel = _Parcel(kind, [])
    with _shipping_of(parcel.fds):
        shipper = _CallShipper if kind is PROCESS else _Shipper
        data, used = parcel.write(shipper, obj)
        parcel.refs.update(used)
        message = Message(data, parcel)
        if parcel.refs or kind is not DATA:
            message.complete()
            if not all(serial in parcel.objects for serial in parcel.refs):
                # Something that cannot be sent: as it is part of the data, that is an error, which says where it is.
                parcel.ids().clear()
                data, _ = parcel.write(shipper, obj)
                parcel.refs.clear()
                message = Message(data, parcel)
                message.complete()
    return message


class _shipping_of:
    """While it lasts, descriptors that are sent are noted in a list."""

    __slots__ = ('fds', 'before')

    def __init__(self, fds):
        self.fds = fds

    def __enter__(self):
        self.before = getattr(_context, 'fds', None)
        _context.fds = self.fds

    def __exit__(self, *_):
        _context.fds = self.before


def send_fd(fd):
    """While something is shipped: the number by which the other side finds the descriptor. Errors: RuntimeError otherwise."""
    fds = getattr(_context, 'fds', None)
    if fds is None:
        return None
    fds.append(fd)
    return len(fds) - 1


def is_shipping():
    return getattr(_context, 'fds', None) is not None


# ---- type variables, which are nothing but themselves ----

_TYPE_VARIABLES = frozenset(['TypeVar', 'ParamSpec', 'TypeVarTuple', 'NewType', 'TypeAliasType'])


def _options_of(kind, variable):
    """The arguments that make such a variable, after its name."""
    if kind == 'NewType':
        return (variable.__supertype__,), {}
    if kind == 'TypeAliasType':
        return (variable.__value__,), {'type_params': variable.__type_params__}
    options = {'default': variable.__default__} if variable.has_default() else {}
    if kind == 'TypeVarTuple':
        return (), options
    if variable.__bound__ is not None:
        options['bound'] = variable.__bound__
    for name in ('covariant', 'contravariant', 'infer_variance'):
        if getattr(variable, f'__{name}__'):
            options[name] = True
    return getattr(variable, '__constraints__', ()), options
