"""What the program consists of, for those who send parts of it to other processes: its text, the statements that make its globals, and
serials, by which processes know each other's objects.
"""

import _process
import itertools
import os
import sys
import types
from _thread import lock as _Lock

texts = {}          # digest -> (file, text)
_codes = {}         # digest -> code of the whole text
_binders = {}       # digest -> {name: [(start, end, line)]}
_statements = {}    # (digest, start) -> the statement, see `statement`

# Objects that other processes have been told of, or have told of: id -> (serial, how to get at the object, its number if it is ours), and
# serial -> how to get at it. The lock is held while a serial is given, so that an object has one.
_serials, _objects, _giving, _count = {}, {}, _Lock(), itertools.count()
_origin = None


def main():
    return sys.modules['__main__']


# ---- texts ----

def digest(file, text):
    key = hash((file, text))
    known = texts.get(key)
    if known is None:
        texts[key] = (file, text)
    elif known != (file, text):
        while texts.get(key, (file, text)) != (file, text):
            key += 1
        texts[key] = (file, text)
    return key


def code_of_text(digest):
    code = _codes.get(digest)
    if code is None:
        file, text = texts[digest]
        try:
            code = compile(text, file, 'exec')
        except SyntaxError:
            code = compile(text, file, 'eval')
        _codes[digest] = code
    return code


def statement(name, value):
    """The statement that binds a global: (file, text, lines before it, names that it and what is in it load), or None."""
    program = _process.main_text()
    if program is None:
        return None
    file, text = program
    key = digest(file, text)
    if key not in _binders:
        places = _binders[key] = {}
        for bound, *place in _process.binders(text):
            places.setdefault(bound, []).append(place)
    places = _binders[key].get(name)
    if not places:
        return None
    # The last one counts; of several definitions of a class the one that was run.
    line = getattr(value, '__firstlineno__', None) if isinstance(value, type) else None
    start, end, above = next((place for place in places if place[2] + 1 == line), places[-1])
    found = _statements.get((key, start))
    if found is None:
        text, above = _alone(text, start, end, above)
        found = _statements[key, start] = file, text, above, _process.names(compile(text, '<statement>', 'exec'))
    return found


def _alone(text, start, end, above):
    """A statement as a text of its own, and how many lines stand above that; its lines and columns stay as they are."""
    before = text[text.rfind('\n', 0, start) + 1:start]
    piece = text[start:end] + '\n'
    if not before:
        return piece, above
    if above:
        return 'if 1:\n' + (before if before.isspace() else ' ' * len(before)) + piece, above - 1
    return 'if 1: ' + piece, above


# ---- objects ----

_BY_VALUE = frozenset([
    int, float, complex, str, bytes, bool, type(None), range, slice, type(...), type(NotImplemented), types.ModuleType,
    types.BuiltinFunctionType, types.GenericAlias, types.MethodWrapperType, types.WrapperDescriptorType, types.MethodDescriptorType,
])


def has_identity(value):
    """Whether it matters that a global's value is that very object."""
    cls = type(value)
    if cls in _BY_VALUE or issubclass(cls, type) or cls is tuple and not value:
        return False
    if cls is types.FunctionType:
        return value.__module__ == '__main__'
    return not is_wrapped(value)


def is_wrapped(value):
    """A function in the cache of `functools`: it goes by name."""
    return getattr(type(value), '__module__', None) == 'functools' and hasattr(value, '__wrapped__')


def shared_globals():
    """The globals that have identity: {id: serial} and {serial: (name, value)}."""
    ids, named = {}, {}
    begun = next(_count)
    for name, value in list(main().__dict__.items()):
        if not (name[:2] == '__' == name[-2:]) and id(value) not in ids and has_identity(value):
            serial = ids[id(value)] = _serial_of(value)
            named[serial] = name, value
    # What is no global any more is not sent again. What came from elsewhere may be spoken of again.
    for key, (serial, get, number) in list(_serials.items()):
        if number is not None and number < begun and key not in ids:
            _serials.pop(key, None)
            _objects.pop(serial, None)
    return ids, named


def _serial_of(value):
    global _origin
    with _giving:
        known = _serials.get(id(value))
        if known is not None:
            if known[1]() is value:
                return known[0]
            _objects.pop(known[0], None)
        if _origin is None or _origin[0] != os.getpid():
            _origin = os.getpid(), os.urandom(8).hex()
        number = next(_count)
        serial = f'#{_origin[1]}:{number}'
        try:
            from _weakref import ref
            get = ref(value)
        except TypeError:
            # Until it is seen to be no global any more.
            get = lambda: value
        _serials[id(value)] = serial, get, number
        _objects[serial] = get
        return serial


def remember(serial, value):
    """Note an object that came from another process."""
    with _giving:
        get = lambda: value
        _serials[id(value)] = serial, get, None
        _objects[serial] = get


def known(serial):
    """The object with a serial, or None."""
    get = _objects.get(serial)
    return get and get()
