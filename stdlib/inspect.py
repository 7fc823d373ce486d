"""Looking at live objects: what they are, where they come from, how they are called."""

import builtins
import collections.abc
import enum
import functools
import linecache
import os
import re
import sys
import types
from collections import OrderedDict, namedtuple
from keyword import iskeyword
from operator import attrgetter

CO_OPTIMIZED = 1
CO_NEWLOCALS = 2
CO_VARARGS = 4
CO_VARKEYWORDS = 8
CO_NESTED = 16
CO_GENERATOR = 32
CO_NOFREE = 64
CO_COROUTINE = 128
CO_ITERABLE_COROUTINE = 256
CO_ASYNC_GENERATOR = 512

TPFLAGS_IS_ABSTRACT = 1 << 20


class ClassFoundException(Exception):
    pass


class EndOfBlock(Exception):
    pass


# ---- what an object is ----

def _is(cls, described):
    """A predicate: whether an object is an instance of a class."""

    def predicate(object):
        return isinstance(object, cls)

    predicate.__doc__ = f'Whether an object is {described}.'
    return predicate


ismodule = _is(types.ModuleType, 'a module')
isclass = _is(type, 'a class')
ismethod = _is(types.MethodType, 'a method written in Python and bound to an instance or class')
isfunction = _is(types.FunctionType, 'a function written in Python')
isgenerator = _is(types.GeneratorType, 'a generator')
iscoroutine = _is(types.CoroutineType, 'a coroutine')
isasyncgen = _is(types.AsyncGeneratorType, 'an asynchronous generator')
istraceback = _is(types.TracebackType, 'a traceback')
isframe = _is(types.FrameType, 'a frame')
iscode = _is(types.CodeType, 'a code object')
isbuiltin = _is(types.BuiltinFunctionType, 'a native function, or a native method bound to an object')
ismethodwrapper = _is(types.MethodWrapperType, 'a native special method bound to an object')
ismemberdescriptor = _is(types.MemberDescriptorType, 'the descriptor of a slot')
isgetsetdescriptor = _is(types.GetSetDescriptorType, 'the descriptor of a native attribute')
for _predicate in ('ismodule isclass ismethod isfunction isgenerator iscoroutine isasyncgen istraceback isframe iscode isbuiltin '
                   'ismethodwrapper ismemberdescriptor isgetsetdescriptor').split():
    globals()[_predicate].__name__ = globals()[_predicate].__qualname__ = _predicate
del _predicate

_CALLED_DIRECTLY = type, types.MethodType, types.FunctionType


def ismethoddescriptor(object):
    """Whether an object has __get__() but neither __set__() nor __delete__(), and is no function, method or class."""
    cls = type(object)
    return hasattr(cls, '__get__') and not isinstance(object, _CALLED_DIRECTLY) and not isdatadescriptor(object)


def isdatadescriptor(object):
    """Whether an object has __set__() or __delete__() for attributes."""
    cls = type(object)
    return (hasattr(cls, '__set__') or hasattr(cls, '__delete__')) and not isinstance(object, _CALLED_DIRECTLY)


def isroutine(object):
    """Whether an object is a function or method of any kind."""
    return any(is_one(object) for is_one in (isbuiltin, isfunction, ismethod, ismethoddescriptor, ismethodwrapper))


def isabstract(object):
    """Whether an object is an abstract class: one with abstract methods."""
    return isclass(object) and bool(getattr(object, '__abstractmethods__', ()))


def _unwrap_method(f):
    while ismethod(f):
        f = f.__func__
    return f


def _has_code_flag(f, flag):
    f = _unwrap_method(f)
    while isinstance(f, (functools.partial, types.MethodType)):
        f = f.func if isinstance(f, functools.partial) else f.__func__
    if not (isfunction(f) or _signature_is_functionlike(f)):
        return False
    return bool(f.__code__.co_flags & flag)


def isgeneratorfunction(obj):
    """Whether an object is a function that makes generators."""
    return _has_code_flag(obj, CO_GENERATOR)


def isasyncgenfunction(obj):
    """Whether an object is a function that makes asynchronous generators."""
    return _has_code_flag(obj, CO_ASYNC_GENERATOR)


_is_coroutine_mark = object()


def _has_coroutine_mark(f):
    while isinstance(f, (functools.partial, types.MethodType)):
        f = f.func if isinstance(f, functools.partial) else f.__func__
    return getattr(f, '_is_coroutine_marker', None) is _is_coroutine_mark


def markcoroutinefunction(func):
    """Has iscoroutinefunction() say yes of a function that returns what can be awaited."""
    marked = getattr(func, '__func__', func)
    marked._is_coroutine_marker = _is_coroutine_mark
    return marked


def iscoroutinefunction(obj):
    """Whether an object is a function that makes coroutines, or is marked as one."""
    return _has_code_flag(obj, CO_COROUTINE) or _has_coroutine_mark(obj)


def isawaitable(object):
    """Whether an object can be awaited."""
    if isinstance(object, (types.CoroutineType, collections.abc.Awaitable)):
        return True
    return isgenerator(object) and object.gi_code.co_flags & CO_ITERABLE_COROUTINE != 0


# ---- members ----

def _names_of(object, classes, is_wanted):
    """The names in dir(), and those of dynamic attributes: each with whether it was there before.

    Such an attribute leads to something else, and is a member itself, too.
    """
    seen = set()
    dynamic = [name for cls in classes for name, value in cls.__dict__.items()
               if isinstance(value, types.DynamicClassAttribute) and is_wanted(value)]
    for name in (*dir(object), *dynamic):
        yield name, name in seen
        seen.add(name)


def _members(object, predicate, getter):
    is_a_class = isclass(object)
    classes = getmro(object) if is_a_class else ()
    found = []
    for name, again in _names_of(object, object.__bases__ if is_a_class else (), lambda attribute: True):
        try:
            value = _nothing if again else getter(object, name)
        except AttributeError:
            value = _nothing
        if value is _nothing:
            # As it stands in the class, if at all.
            value = next((vars(cls)[name] for cls in classes if name in vars(cls)), _nothing)
        if value is not _nothing and (predicate is None or predicate(value)):
            found.append((name, value))
    return sorted(found, key=lambda pair: pair[0])


def getmembers(object, predicate=None):
    """All members of an object as (name, value) pairs sorted by name."""
    return _members(object, predicate, getattr)


def getmembers_static(object, predicate=None):
    """As getmembers(), without running descriptors, __getattr__ or __getattribute__."""
    return _members(object, predicate, getattr_static)


Attribute = namedtuple('Attribute', 'name kind defining_class object')


def _home_of(cls, name, value, classes, metaclasses):
    """The class that an attribute of a class comes from, as far as its value tells, or None."""
    home = getattr(value, '__objclass__', None)
    if home in classes:
        return home
    home = None
    for candidate in classes:
        if getattr(candidate, name, None) is value:
            home = candidate
    for candidate in metaclasses:
        try:
            if candidate.__getattr__(cls, name) is value:
                home = candidate
        except AttributeError:
            pass
    return home


def _kind_of(stored, value):
    for kind, classes in (('static method', (staticmethod, types.BuiltinMethodType)),
                          ('class method', (classmethod, types.ClassMethodDescriptorType)), ('property', property)):
        if isinstance(stored, classes):
            return kind, stored
    return 'method' if isroutine(value) else 'data', value


def classify_class_attrs(cls):
    """A list of named tuples (name, kind, defining class, object) for the names in dir(cls)."""
    classes = cls, *getmro(cls)
    metaclasses = [each for each in getmro(type(cls)) if each not in (type, object)]
    result = []
    for name, again in _names_of(cls, getmro(cls), lambda attribute: attribute.fget is not None):
        value = home = None
        # The __dict__ of a class as an attribute is a proxy.
        if not again and name != '__dict__':
            try:
                value = getattr(cls, name)
                home = _home_of(cls, name, value, classes, metaclasses)
            except Exception:
                value = None
        stored = None
        for each in (*classes, *metaclasses):
            if name in each.__dict__:
                stored = each.__dict__[name]
                home = home if home in metaclasses else each
                break
        if home is not None:
            kind, shown = _kind_of(stored, stored if value is None else value)
            result.append(Attribute(name, kind, home, shown))
    return result


def getmro(cls):
    """The method resolution order of a class as a tuple."""
    return cls.__mro__


def unwrap(func, *, stop=None):
    """The object at the end of the chain of __wrapped__ attributes, or the first for which `stop` is true."""
    inner = func
    # The objects, not their ids alone: attributes may be made when asked for.
    passed = {id(func): func}
    while hasattr(inner, '__wrapped__') and not isclass(inner) and not (stop is not None and stop(inner)):
        inner = inner.__wrapped__
        if id(inner) in passed or len(passed) >= sys.getrecursionlimit():
            raise ValueError(f'wrapper loop when unwrapping {func!r}')
        passed[id(inner)] = inner
    return inner


_nothing = object()


def _static_in_type(cls, attr):
    for entry in type.__dict__['__mro__'].__get__(cls):
        found = type.__dict__['__dict__'].__get__(entry)
        if attr in found:
            return found[attr]
    return _nothing


def getattr_static(obj, attr, default=_nothing):
    """An attribute without running descriptors, __getattr__ or __getattribute__."""
    instance = _nothing
    cls = type(obj)
    if not issubclass(cls, type):
        own = _static_in_type(cls, '__dict__')
        if own is _nothing or isinstance(own, (types.GetSetDescriptorType, types.MemberDescriptorType)):
            try:
                instance = object.__getattribute__(obj, '__dict__').get(attr, _nothing)
            except AttributeError:
                pass
        found = _static_in_type(cls, attr)
        if instance is not _nothing and found is not _nothing:
            kind = type(found)
            if _static_in_type(kind, '__get__') is not _nothing and (
                    _static_in_type(kind, '__set__') is not _nothing or _static_in_type(kind, '__delete__') is not _nothing):
                return found
        if instance is not _nothing:
            return instance
    else:
        found = _static_in_type(obj, attr)
        if found is _nothing:
            found = _static_in_type(cls, attr)
    if found is not _nothing:
        return found
    if default is not _nothing:
        return default
    raise AttributeError(attr)


# ---- text ----

def indentsize(line):
    """The number of columns of a line's indentation."""
    expanded = line.expandtabs()
    return len(expanded) - len(expanded.lstrip())


def cleandoc(doc):
    """Removes from the second line on the indentation that all lines have, and blank lines at both ends."""
    lines = doc.expandtabs().split('\n')
    margin = sys.maxsize
    for line in lines[1:]:
        content = len(line.lstrip(' '))
        if content:
            margin = min(margin, len(line) - content)
    if lines:
        lines[0] = lines[0].lstrip(' ')
    if margin < sys.maxsize:
        lines[1:] = [line[margin:] for line in lines[1:]]
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0]:
        lines.pop(0)
    return '\n'.join(lines)


def _findclass(func):
    """The class in whose body a function stands, by its qualified name."""
    found = sys.modules.get(func.__module__)
    if found is not None:
        *path, _ = func.__qualname__.split('.')
        for name in path:
            found = getattr(found, name)
    return found if isclass(found) else None


def _owner_of(obj):
    """The class that a method, property or descriptor belongs to and its name there, or None."""
    if ismethod(obj) or isbuiltin(obj):
        this = obj.__self__
        name = obj.__func__.__name__ if ismethod(obj) else obj.__name__
        if not isclass(this):
            return this.__class__, name
        if ismethod(obj):
            is_own = getattr(getattr(this, name, None), '__func__') is obj.__func__
        else:
            is_own = f'{this.__qualname__}.{name}' == obj.__qualname__
        return (this if is_own else this.__class__), name
    if isfunction(obj):
        cls = _findclass(obj)
    elif isinstance(obj, property):
        cls = _findclass(obj.fget)
    elif ismethoddescriptor(obj) or isdatadescriptor(obj):
        cls = obj.__objclass__
    else:
        return None
    name = obj.__name__
    return None if cls is None or getattr(cls, name) is not obj else (cls, name)


def _first_doc(objects):
    docs = (getattr(each, '__doc__', None) for each in objects)
    return next((doc for doc in docs if doc is not None), None)


def _finddoc(obj):
    """The docstring that something without one inherits, or None."""
    if isclass(obj):
        return _first_doc(base for base in obj.__mro__ if base is not object)
    owner = _owner_of(obj)
    if owner is None:
        return None
    cls, name = owner
    if ismemberdescriptor(obj):
        slots = getattr(cls, '__slots__', None)
        if isinstance(slots, dict) and name in slots:
            return slots[name]
    return _first_doc(getattr(base, name, None) for base in cls.__mro__ if hasattr(base, name))


def getdoc(object):
    """The docstring of an object, its own or one it inherits, cleaned up, or None."""
    try:
        doc = object.__doc__
        if doc is None:
            doc = _finddoc(object)
    except (AttributeError, TypeError):
        return None
    return cleandoc(doc) if isinstance(doc, str) else None


# ---- where an object comes from ----

def _code_of(object):
    """The code behind a method, function, traceback or frame; anything else is itself."""
    for cls, attribute in _INNER:
        if isinstance(object, cls):
            object = getattr(object, attribute)
    return object


_INNER = ((types.MethodType, '__func__'), (types.FunctionType, '__code__'), (types.TracebackType, 'tb_frame'),
          (types.FrameType, 'f_code'))


def _file_of_class(cls):
    name = getattr(cls, '__module__', None)
    file = getattr(sys.modules.get(name), '__file__', None)
    if file:
        return file
    if name == '__main__':
        raise OSError('source code not available')
    raise TypeError(f'{cls!r} is a built-in class')


def getfile(object):
    """The file an object was defined in."""
    if isclass(object):
        return _file_of_class(object)
    if ismodule(object):
        if getattr(object, '__file__', None):
            return object.__file__
        raise TypeError(f'{object!r} is a built-in module')
    code = _code_of(object)
    if iscode(code):
        return code.co_filename
    raise TypeError('module, class, method, function, traceback, frame, or code object was expected, got '
                    f'{type(code).__name__}')


def getmodulename(path):
    """The name of the module in a file, or None."""
    name = os.path.basename(path)
    return name[:-3] if name.endswith('.py') else None


def getsourcefile(object):
    """The file with an object's source, or None."""
    filename = getfile(object)
    if os.path.exists(filename) or filename in linecache.cache:
        return filename
    module = getmodule(object, filename)
    if getattr(module, '__loader__', None) is not None and not filename.startswith('<'):
        return filename
    return None


def getabsfile(object, _filename=None):
    """An absolute path to the file of an object."""
    file = _filename if _filename is not None else getsourcefile(object) or getfile(object)
    return os.path.normcase(os.path.abspath(file))


def getmodule(object, _filename=None):
    """The module an object was defined in, or None."""
    if ismodule(object):
        return object
    if hasattr(object, '__module__'):
        return sys.modules.get(object.__module__)
    try:
        file = _filename or getfile(object)
    except (TypeError, FileNotFoundError, OSError):
        return None
    for module in list(sys.modules.values()):
        if ismodule(module) and getattr(module, '__file__', None) == file:
            return module
    main = sys.modules['__main__']
    if hasattr(object, '__name__') and getattr(main, object.__name__, None) is object:
        return main
    if getattr(builtins, getattr(object, '__name__', ''), None) is object:
        return builtins
    return None


def findsource(object):
    """All lines of the file an object is in, and the index of its first line."""
    file = getsourcefile(object)
    if file:
        linecache.checkcache(file)
    else:
        file = getfile(object)
        if not (file.startswith('<') and file.endswith('>')):
            raise OSError('source code not available')
    namespace = getattr(getmodule(object, file), '__dict__', None)
    lines = linecache.getlines(file, namespace)
    if not lines:
        raise OSError('could not get source code')
    if ismodule(object):
        return lines, 0
    if isclass(object):
        first = vars(object).get('__firstlineno__')
        if first is None:
            raise OSError('source code not available') from None
    else:
        code = _code_of(object)
        if not iscode(code):
            raise OSError('could not find code object')
        first = code.co_firstlineno
    if first > len(lines):
        raise OSError('lineno is out of bounds')
    return lines, first - 1


def getcomments(object):
    """The comment lines directly before an object's source, or None."""
    try:
        lines, first = findsource(object)
    except (OSError, TypeError):
        return None
    if ismodule(object):
        start = 1 if lines and lines[0][:2] == '#!' else 0
        while start < len(lines) and lines[start].strip() in ('', '#'):
            start += 1
        end = start
        while end < len(lines) and lines[end][:1] == '#':
            end += 1
        return ''.join(line.expandtabs() for line in lines[start:end]) if end > start else None
    indent = indentsize(lines[first])
    at = first
    while at > 0 and lines[at - 1].lstrip()[:1] == '#' and indentsize(lines[at - 1]) == indent:
        at -= 1
    return ''.join(line.expandtabs().lstrip() for line in lines[at:first]) if at < first else None


# Strings, comments and brackets: what decides whether a line goes on in the next one.
_PIECES = re.compile(r'''[rRbBuUfF]{0,2}("""|\'\'\'|"|\')|#[^\n]*|[()\[\]{}]|\\\r?\n|\n|:''')


def getblock(lines):
    """The lines of the block that starts with the first line."""
    text = ''.join(lines)
    at = depth = line = 0
    # Where the current logical line starts, whether a header was seen and what it is indented by.
    start_line, fresh, header, indent = 0, True, None, None
    colon = False
    last = 0
    base = indentsize(lines[0]) if lines else 0
    one_line = None
    while at < len(text):
        if fresh and depth == 0:
            stripped = lines[line].strip() if line < len(lines) else ''
            if stripped and not stripped.startswith('#'):
                width = indentsize(lines[line])
                if header is None:
                    if not stripped.startswith('@'):
                        header = line
                elif width <= base:
                    break
            fresh = False
        match = _PIECES.search(text, at)
        if match is None:
            break
        piece = match.group()
        at = match.end()
        if match.group(1):
            quote = match.group(1)
            while at < len(text):
                if text[at] == '\\':
                    line += text[at + 1:at + 2] == '\n'
                    at += 2
                elif text.startswith(quote, at):
                    at += len(quote)
                    break
                else:
                    if text[at] == '\n':
                        line += 1
                        if len(quote) == 1:
                            at += 1
                            break
                    at += 1
        elif piece in ('(', '[', '{'):
            depth += 1
        elif piece in (')', ']', '}'):
            depth -= 1
            if depth < 0:
                # A lambda inside brackets that were opened before it.
                last = line
                break
        elif piece == '\n':
            if depth == 0:
                content = lines[line].strip() if line < len(lines) else ''
                if content and not content.startswith('#'):
                    last = line
                elif content and header is not None and indentsize(lines[line]) > base:
                    last = line
                if header is not None and header == start_line and one_line is None:
                    one_line = not text[:match.start()].rstrip().endswith(':') and not re.search(
                        r':\s*#[^\n]*$', text[:match.start()].rsplit('\n', 1)[-1])
                    if one_line:
                        break
                start_line = line + 1
                fresh = True
            line += 1
        elif piece[-1] == '\n':
            line += 1
    return lines[:last + 1]


def getsourcelines(object):
    """The source lines of an object, and the number of the first one."""
    object = unwrap(object)
    lines, first = findsource(object)
    if istraceback(object):
        object = object.tb_frame
    if ismodule(object) or isframe(object) and object.f_code.co_name == '<module>':
        return lines, 0
    return getblock(lines[first:]), first + 1


def getsource(object):
    """The source text of an object."""
    return ''.join(getsourcelines(object)[0])


def walktree(classes, children, parent):
    """Classes sorted by name, each with its bases, and behind it a list of what is derived from it."""
    classes.sort(key=attrgetter('__module__', '__name__'))
    branches = []
    for cls in classes:
        branches.append((cls, cls.__bases__))
        if cls in children:
            branches.append(walktree(children[cls], children, cls))
    return branches


def getclasstree(classes, unique=False):
    """A list of classes as a hierarchy of nested lists; with `unique` each class stands in one place only."""
    children, roots = {}, []
    for cls in classes:
        for base in cls.__bases__:
            siblings = children.setdefault(base, [])
            if cls not in siblings:
                siblings.append(cls)
            if unique and base in classes:
                break
        if not cls.__bases__ and cls not in roots:
            roots.append(cls)
    roots += [base for base in children if base not in classes]
    return walktree(roots, children, None)


# ---- arguments ----

Arguments = namedtuple('Arguments', 'args, varargs, varkw')


def getargs(co):
    """The parameters a code object accepts."""
    if not iscode(co):
        raise TypeError(f'{co!r} is not a code object')
    names = co.co_varnames
    count, kwonly = co.co_argcount, co.co_kwonlyargcount
    args = list(names[:count])
    at = count + kwonly
    varargs = varkw = None
    if co.co_flags & CO_VARARGS:
        varargs = names[at]
        at += 1
    if co.co_flags & CO_VARKEYWORDS:
        varkw = names[at]
    return Arguments(args + list(names[count:count + kwonly]), varargs, varkw)


FullArgSpec = namedtuple('FullArgSpec', 'args, varargs, varkw, defaults, kwonlyargs, kwonlydefaults, annotations')


def getfullargspec(func):
    """The names and default values of a callable's parameters."""
    try:
        sig = _signature_from_callable(func, follow_wrapper_chains=False, skip_bound_arg=False, sigcls=Signature)
    except Exception as ex:
        raise TypeError('unsupported callable') from ex
    args, kwonlyargs, annotations, kwdefaults = [], [], {}, {}
    varargs = varkw = None
    defaults = ()
    for name, param in sig.parameters.items():
        default = () if param.default is _empty else (param.default,)
        match param.kind:
            case Parameter.POSITIONAL_ONLY | Parameter.POSITIONAL_OR_KEYWORD:
                args.append(name)
                defaults += default
            case Parameter.KEYWORD_ONLY:
                kwonlyargs.append(name)
                kwdefaults.update((name, value) for value in default)
            case Parameter.VAR_POSITIONAL:
                varargs = name
            case Parameter.VAR_KEYWORD:
                varkw = name
        if param.annotation is not _empty:
            annotations[name] = param.annotation
    if sig.return_annotation is not _empty:
        annotations = {'return': sig.return_annotation} | annotations
    return FullArgSpec(args, varargs, varkw, defaults or None, kwonlyargs, kwdefaults or None, annotations)


ArgInfo = namedtuple('ArgInfo', 'args varargs keywords locals')


def getargvalues(frame):
    """The arguments that were passed into a frame."""
    return ArgInfo(*getargs(frame.f_code), frame.f_locals)


def formatannotation(annotation, base_module=None, *, quote_annotation_strings=True):
    """An annotation as text; classes of the module need no module in their name."""
    if isinstance(annotation, str) and not quote_annotation_strings:
        return annotation
    module = getattr(annotation, '__module__', None)
    if module == 'typing':
        return re.sub(r'[\w\.]+', lambda match: match.group().removeprefix('typing.'), repr(annotation))
    if not isclass(annotation) or isinstance(annotation, types.GenericAlias):
        return repr(annotation)
    name = annotation.__qualname__
    return name if module in ('builtins', base_module) else f'{module}.{name}'


def formatannotationrelativeto(object):
    """formatannotation() for the annotations of an object."""
    return functools.partial(formatannotation, base_module=getattr(object, '__module__', None))


def formatargvalues(args, varargs, varkw, locals, formatarg=str, formatvarargs=lambda name: '*' + name,
                    formatvarkw=lambda name: '**' + name, formatvalue=lambda value: '=' + repr(value)):
    """The arguments of getargvalues() as text."""
    shown = [(formatarg, name) for name in args] + [(formatvarargs, varargs), (formatvarkw, varkw)]
    return f"({', '.join([form(name) + formatvalue(locals[name]) for form, name in shown if name])})"


def _missing_arguments(f_name, argnames, pos, values):
    names = [repr(name) for name in argnames if name not in values]
    missing = len(names)
    if missing == 1:
        s = names[0]
    elif missing == 2:
        s = '{} and {}'.format(*names)
    else:
        s = ', '.join(names[:-2]) + ', {} and {}'.format(*names[-2:])
    raise TypeError(f"{f_name}() missing {missing} required {'positional' if pos else 'keyword-only'} "
                    f"argument{'' if missing == 1 else 's'}: {s}")


def _too_many(f_name, args, kwonly, varargs, defcount, given, values):
    atleast = len(args) - defcount
    kwonly_given = len([arg for arg in kwonly if arg in values])
    if varargs:
        plural, sig = atleast != 1, f'at least {atleast}'
    elif defcount:
        plural, sig = True, f'from {atleast} to {len(args)}'
    else:
        plural, sig = len(args) != 1, str(len(args))
    kwonly_sig = ''
    if kwonly_given:
        kwonly_sig = (f" positional argument{'s' if given != 1 else ''} (and {kwonly_given} keyword-only "
                      f"argument{'s' if kwonly_given != 1 else ''})")
    raise TypeError(f"{f_name}() takes {sig} positional argument{'s' if plural else ''} but {given}{kwonly_sig} "
                    f"{'was' if given == 1 and not kwonly_given else 'were'} given")


def getcallargs(func, /, *positional, **named):
    """Which parameter gets which value in a call."""
    args, varargs, varkw, defaults, kwonlyargs, kwonlydefaults, _ = getfullargspec(func)
    name_of_func = func.__name__
    if ismethod(func) and func.__self__ is not None:
        positional = func.__self__, *positional
    bound = dict(zip(args, positional))
    rest = {}
    if varargs:
        bound[varargs] = positional[len(args):]
    if varkw:
        bound[varkw] = rest
    for name, value in named.items():
        if name in args or name in kwonlyargs:
            if name in bound:
                raise TypeError(f'{name_of_func}() got multiple values for argument {name!r}')
            bound[name] = value
        elif varkw:
            rest[name] = value
        else:
            raise TypeError(f'{name_of_func}() got an unexpected keyword argument {name!r}')
    defaults = defaults or ()
    if len(positional) > len(args) and not varargs:
        _too_many(name_of_func, args, kwonlyargs, varargs, len(defaults), len(positional), bound)
    optional = args[len(args) - len(defaults):]
    required = args[:len(args) - len(defaults)]
    if any(name not in bound for name in required):
        _missing_arguments(name_of_func, required, True, bound)
    for name, value in (*zip(optional, defaults), *(kwonlydefaults or {}).items()):
        bound.setdefault(name, value)
    if any(name not in bound for name in kwonlyargs):
        _missing_arguments(name_of_func, kwonlyargs, False, bound)
    return bound


ClosureVars = namedtuple('ClosureVars', 'nonlocals globals builtins unbound')


def getclosurevars(func):
    """The values of the free names of a function."""
    func = func.__func__ if ismethod(func) else func
    if not isfunction(func):
        raise TypeError(f'{func!r} is not a Python function')
    code = func.__code__
    nonlocal_vars = {}
    for name, cell in zip(code.co_freevars, func.__closure__ or ()):
        try:
            nonlocal_vars[name] = cell.cell_contents
        except ValueError:
            pass
    global_ns = func.__globals__
    builtin_ns = global_ns.get('__builtins__', builtins.__dict__)
    if ismodule(builtin_ns):
        builtin_ns = builtin_ns.__dict__
    global_vars, builtin_vars, unbound = {}, {}, set()
    for name in code.co_names:
        if name in ('None', 'True', 'False'):
            continue
        if name in global_ns:
            global_vars[name] = global_ns[name]
        elif name in builtin_ns:
            builtin_vars[name] = builtin_ns[name]
        else:
            unbound.add(name)
    return ClosureVars(nonlocal_vars, global_vars, builtin_vars, unbound)


# ---- frames ----

def _with_positions(name, fields):
    """A named tuple class whose instances also have `positions`."""

    def __new__(cls, *args, positions=None, **kwargs):
        made = super(base, cls).__new__(cls, *args, **kwargs)
        made.positions = positions
        return made

    def __repr__(self):
        shown = [f'{field}={value!r}' for field, value in zip((*fields, 'positions'), (*self, self.positions))]
        return f"{name}({', '.join(shown)})"

    plain = namedtuple('_' + name, fields, module=__name__)
    base = type(name, (plain,), {'__new__': __new__, '__repr__': __repr__, '__module__': __name__})
    return base


_PLACE = ('filename', 'lineno', 'function', 'code_context', 'index')
Traceback = _with_positions('Traceback', _PLACE)
FrameInfo = _with_positions('FrameInfo', ('frame', *_PLACE))


def getframeinfo(frame, context=1):
    """Where a frame or traceback is, with `context` lines around its current line."""
    if istraceback(frame):
        lineno = frame.tb_lineno
        frame = frame.tb_frame
    else:
        lineno = frame.f_lineno
    if not isframe(frame):
        raise TypeError(f'{frame!r} is not a frame or traceback object')
    filename = getsourcefile(frame) or getfile(frame)
    lines = index = None
    if context > 0:
        start = lineno - 1 - context // 2
        try:
            lines, _ = findsource(frame)
        except OSError:
            lines = index = None
        else:
            start = max(0, min(start, len(lines) - context))
            lines = lines[start:start + context]
            index = lineno - 1 - start
    return Traceback(filename, lineno, frame.f_code.co_name, lines, index)


def getlineno(frame):
    """The line number of a frame."""
    return frame.f_lineno


def getouterframes(frame, context=1):
    """Records for a frame and all that called it."""
    records = []
    while frame:
        info = getframeinfo(frame, context)
        records.append(FrameInfo(frame, *info, positions=info.positions))
        frame = frame.f_back
    return records


def getinnerframes(tb, context=1):
    """Records for a traceback's frames."""
    records = []
    while tb:
        info = getframeinfo(tb, context)
        records.append(FrameInfo(tb.tb_frame, *info, positions=info.positions))
        tb = tb.tb_next
    return records


def currentframe():
    """The frame of the caller."""
    return sys._getframe(1)


def stack(context=1):
    """Records for the stack above the caller's frame."""
    return getouterframes(sys._getframe(1), context)


def trace(context=1):
    """Records for the stack below the exception being handled."""
    exc = sys.exception()
    return getinnerframes(None if exc is None else exc.__traceback__, context)


# ---- generators and coroutines ----

GEN_CREATED, GEN_RUNNING, GEN_SUSPENDED, GEN_CLOSED = (
    'GEN_CREATED', 'GEN_RUNNING', 'GEN_SUSPENDED', 'GEN_CLOSED')
CORO_CREATED, CORO_RUNNING, CORO_SUSPENDED, CORO_CLOSED = (
    'CORO_CREATED', 'CORO_RUNNING', 'CORO_SUSPENDED', 'CORO_CLOSED')
AGEN_CREATED, AGEN_RUNNING, AGEN_SUSPENDED, AGEN_CLOSED = (
    'AGEN_CREATED', 'AGEN_RUNNING', 'AGEN_SUSPENDED', 'AGEN_CLOSED')


def _state(running, suspended, frame):
    return 'RUNNING' if running else 'SUSPENDED' if suspended else 'CLOSED' if frame is None else 'CREATED'


def getgeneratorstate(generator):
    """GEN_CREATED, GEN_RUNNING, GEN_SUSPENDED or GEN_CLOSED."""
    return 'GEN_' + _state(generator.gi_running, generator.gi_suspended, generator.gi_frame)


def getcoroutinestate(coroutine):
    """CORO_CREATED, CORO_RUNNING, CORO_SUSPENDED or CORO_CLOSED."""
    return 'CORO_' + _state(coroutine.cr_running, coroutine.cr_suspended, coroutine.cr_frame)


def getasyncgenstate(agen):
    """AGEN_CREATED, AGEN_RUNNING, AGEN_SUSPENDED or AGEN_CLOSED."""
    return 'AGEN_' + _state(agen.ag_running, agen.ag_suspended, agen.ag_frame)


def getgeneratorlocals(generator):
    """The local variables of a generator."""
    if not isgenerator(generator):
        raise TypeError(f'{generator!r} is not a Python generator')
    frame = getattr(generator, 'gi_frame', None)
    return {} if frame is None else frame.f_locals


def getcoroutinelocals(coroutine):
    """The local variables of a coroutine."""
    frame = getattr(coroutine, 'cr_frame', None)
    return {} if frame is None else frame.f_locals


def getasyncgenlocals(agen):
    """The local variables of an asynchronous generator."""
    if not isasyncgen(agen):
        raise TypeError(f'{agen!r} is not a Python async generator')
    frame = getattr(agen, 'ag_frame', None)
    return {} if frame is None else frame.f_locals


# ---- signatures ----

def get_annotations(obj, *, globals=None, locals=None, eval_str=False):
    """The annotations of a function, class or module, as a new dict."""
    if isinstance(obj, type):
        ann = obj.__dict__.get('__annotations__', None)
        if isinstance(ann, types.GetSetDescriptorType):
            ann = None
        module = sys.modules.get(getattr(obj, '__module__', None))
        obj_globals = getattr(module, '__dict__', None) if module else None
        obj_locals = dict(vars(obj))
        unwrap_from = obj
    elif isinstance(obj, types.ModuleType):
        ann = getattr(obj, '__annotations__', None)
        obj_globals, obj_locals, unwrap_from = obj.__dict__, None, None
    elif callable(obj):
        ann = getattr(obj, '__annotations__', None)
        obj_globals, obj_locals, unwrap_from = getattr(obj, '__globals__', None), None, obj
    else:
        raise TypeError(f'{obj!r} is not a module, class, or callable.')
    if ann is None:
        return {}
    if not isinstance(ann, dict):
        raise ValueError(f'{obj!r}.__annotations__ is neither a dict nor None')
    if not ann:
        return {}
    if not eval_str:
        return dict(ann)
    if unwrap_from is not None:
        while True:
            if hasattr(unwrap_from, '__wrapped__'):
                unwrap_from = unwrap_from.__wrapped__
            elif isinstance(unwrap_from, functools.partial):
                unwrap_from = unwrap_from.func
            else:
                break
        if hasattr(unwrap_from, '__globals__'):
            obj_globals = unwrap_from.__globals__
    if globals is None:
        globals = obj_globals
    if locals is None:
        locals = obj_locals
    if type_params := getattr(obj, '__type_params__', ()):
        locals = {param.__name__: param for param in type_params} | (locals or {})
    return {key: value if not isinstance(value, str) else eval(value, globals, locals) for key, value in ann.items()}


class _void:
    """What a parameter of replace() is that was not given."""


class _empty:
    """What the default or annotation of a parameter is that has none."""


class _ParameterKind(enum.IntEnum):
    """How arguments get to a parameter, in the order in which the kinds stand in a signature."""

    POSITIONAL_ONLY = 0, 'positional-only'
    POSITIONAL_OR_KEYWORD = 1, 'positional or keyword'
    VAR_POSITIONAL = 2, 'variadic positional'
    KEYWORD_ONLY = 3, 'keyword-only'
    VAR_KEYWORD = 4, 'variadic keyword'

    def __new__(cls, place, description):
        kind = int.__new__(cls, place)
        kind._value_, kind.description = place, description
        return kind

    def __str__(self):
        return self.name


_POSITIONAL_ONLY = _ParameterKind.POSITIONAL_ONLY
_POSITIONAL_OR_KEYWORD = _ParameterKind.POSITIONAL_OR_KEYWORD
_VAR_POSITIONAL = _ParameterKind.VAR_POSITIONAL
_KEYWORD_ONLY = _ParameterKind.KEYWORD_ONLY
_VAR_KEYWORD = _ParameterKind.VAR_KEYWORD


class Parameter:
    """One parameter of a signature: its name, kind, default and annotation."""

    __slots__ = ('_name', '_kind', '_default', '_annotation')

    POSITIONAL_ONLY, POSITIONAL_OR_KEYWORD, VAR_POSITIONAL, KEYWORD_ONLY, VAR_KEYWORD = _ParameterKind
    empty = _empty

    name = property(attrgetter('_name'))
    kind = property(attrgetter('_kind'))
    default = property(attrgetter('_default'))
    annotation = property(attrgetter('_annotation'))

    def __init__(self, name, kind, *, default=_empty, annotation=_empty):
        try:
            kind = _ParameterKind(kind)
        except ValueError:
            raise ValueError(f'value {kind!r} is not a valid Parameter.kind') from None
        if kind in (_VAR_POSITIONAL, _VAR_KEYWORD) and default is not _empty:
            raise ValueError(f'{kind.description} parameters cannot have default values')
        if name is _empty:
            raise ValueError('name is a required attribute for Parameter')
        if not isinstance(name, str):
            raise TypeError(f'name must be a str, not a {type(name).__name__}')
        if name.startswith('.') and name[1:].isdigit():
            # The invisible first parameter of a comprehension.
            if kind is not _POSITIONAL_OR_KEYWORD:
                raise ValueError(f'implicit arguments must be passed as positional or keyword arguments, not {kind.description}')
            name, kind = 'implicit' + name[1:], _POSITIONAL_ONLY
        if not name.isidentifier() or kind is not _POSITIONAL_ONLY and iskeyword(name):
            raise ValueError(f'{name!r} is not a valid parameter name')
        self._name, self._kind, self._default, self._annotation = name, kind, default, annotation

    def __reduce__(self):
        return type(self), (self._name, self._kind), {'_default': self._default, '_annotation': self._annotation}

    def __setstate__(self, state):
        for slot in ('_default', '_annotation'):
            setattr(self, slot, state[slot])

    def replace(self, *, name=_void, kind=_void, annotation=_void, default=_void):
        """A changed copy of the parameter."""
        return type(self)(self._name if name is _void else name, self._kind if kind is _void else kind,
                          default=self._default if default is _void else default,
                          annotation=self._annotation if annotation is _void else annotation)

    __replace__ = replace

    def __str__(self):
        return self._format()

    def _format(self, *, quote_annotation_strings=True):
        formatted = self._name
        if self._annotation is not _empty:
            formatted += ': ' + formatannotation(self._annotation, quote_annotation_strings=quote_annotation_strings)
        if self._default is not _empty:
            formatted += (' = ' if self._annotation is not _empty else '=') + repr(self._default)
        if self._kind == _VAR_POSITIONAL:
            return '*' + formatted
        return '**' + formatted if self._kind == _VAR_KEYWORD else formatted

    def __repr__(self):
        return f'<{type(self).__name__} "{self}">'

    def _all(self):
        return self._name, self._kind, self._default, self._annotation

    def __hash__(self):
        return hash(self._all())

    def __eq__(self, other):
        return self is other or self._all() == other._all() if isinstance(other, Parameter) else NotImplemented


class BoundArguments:
    """What Signature.bind() gives: the arguments of a call by parameter."""

    __slots__ = ('arguments', '_signature', '__weakref__')

    def __init__(self, signature, arguments):
        self._signature, self.arguments = signature, arguments

    signature = property(attrgetter('_signature'))

    @property
    def args(self):
        args = []
        for name, param in self._signature.parameters.items():
            if param.kind in (_VAR_KEYWORD, _KEYWORD_ONLY) or name not in self.arguments:
                break
            if param.kind == _VAR_POSITIONAL:
                args.extend(self.arguments[name])
            else:
                args.append(self.arguments[name])
        return tuple(args)

    @property
    def kwargs(self):
        kwargs = {}
        by_name = False
        for name, param in self._signature.parameters.items():
            if not by_name:
                if param.kind in (_VAR_KEYWORD, _KEYWORD_ONLY):
                    by_name = True
                elif name not in self.arguments:
                    by_name = True
                    continue
            if not by_name:
                continue
            if name not in self.arguments:
                continue
            if param.kind == _VAR_KEYWORD:
                kwargs.update(self.arguments[name])
            elif param.kind != _VAR_POSITIONAL:
                kwargs[name] = self.arguments[name]
        return kwargs

    def apply_defaults(self):
        """Sets default values for arguments that were left out."""
        given = self.arguments
        new = []
        for name, param in self._signature.parameters.items():
            try:
                new.append((name, given[name]))
            except KeyError:
                if param.default is not _empty:
                    value = param.default
                elif param.kind is _VAR_POSITIONAL:
                    value = ()
                elif param.kind is _VAR_KEYWORD:
                    value = {}
                else:
                    continue
                new.append((name, value))
        self.arguments = dict(new)

    def __eq__(self, other):
        if not isinstance(other, BoundArguments):
            return NotImplemented
        return self is other or (self._signature, self.arguments) == (other._signature, other.arguments)

    def __setstate__(self, state):
        self.__init__(state['_signature'], state['arguments'])

    def __getstate__(self):
        return {'_signature': self._signature, 'arguments': self.arguments}

    def __repr__(self):
        return f"<{type(self).__name__} ({', '.join(f'{name}={value!r}' for name, value in self.arguments.items())})>"


class Signature:
    """The parameters of a callable and what it returns."""

    __slots__ = '_parameters', '_return_annotation'

    empty = _empty
    # What a derived class may make its parts of.
    _parameter_cls, _bound_arguments_cls = Parameter, BoundArguments

    def __init__(self, parameters=None, *, return_annotation=_empty, __validate_parameters__=True):
        params = OrderedDict()
        if parameters is not None and not __validate_parameters__:
            params = OrderedDict((param.name, param) for param in parameters)
        elif parameters is not None:
            top_kind = _POSITIONAL_ONLY
            seen_default = False
            seen_var = set()
            for param in parameters:
                kind, name = param.kind, param.name
                if kind in (_VAR_POSITIONAL, _VAR_KEYWORD):
                    if kind in seen_var:
                        raise ValueError(f'more than one {kind.description} parameter')
                    seen_var.add(kind)
                if kind < top_kind:
                    raise ValueError(f'wrong parameter order: {top_kind.description} parameter before {kind.description} parameter')
                top_kind = kind
                if kind in (_POSITIONAL_ONLY, _POSITIONAL_OR_KEYWORD):
                    if param.default is not _empty:
                        seen_default = True
                    elif seen_default:
                        raise ValueError('non-default argument follows default argument')
                if name in params:
                    raise ValueError(f'duplicate parameter name: {name!r}')
                params[name] = param
        self._parameters = types.MappingProxyType(params)
        self._return_annotation = return_annotation

    @classmethod
    def from_callable(cls, obj, *, follow_wrapped=True, globals=None, locals=None, eval_str=False):
        """The signature of a callable."""
        return _signature_from_callable(obj, sigcls=cls, follow_wrapper_chains=follow_wrapped, globals=globals,
                                        locals=locals, eval_str=eval_str)

    parameters = property(attrgetter('_parameters'))
    return_annotation = property(attrgetter('_return_annotation'))

    def replace(self, *, parameters=_void, return_annotation=_void):
        """A changed copy of the signature."""
        return type(self)(self.parameters.values() if parameters is _void else parameters,
                          return_annotation=self._return_annotation if return_annotation is _void else return_annotation)

    __replace__ = replace

    def _hash_basis(self):
        params = tuple(param for param in self.parameters.values() if param.kind != _KEYWORD_ONLY)
        by_name = {param.name: param for param in self.parameters.values() if param.kind == _KEYWORD_ONLY}
        return params, by_name, self.return_annotation

    def __hash__(self):
        params, by_name, result = self._hash_basis()
        return hash((params, frozenset(by_name.values()), result))

    def __eq__(self, other):
        if not isinstance(other, Signature):
            return NotImplemented
        return self is other or self._hash_basis() == other._hash_basis()

    def _bind(self, args, kwargs, *, partial=False):
        """Gives the positional arguments to the first parameters, then those by name to the others."""
        bound = {}
        order = list(self._parameters.values())
        place = 0
        for given in range(len(args)):
            param = order[place] if place < len(order) else None
            if param is None or param.kind in (_KEYWORD_ONLY, _VAR_KEYWORD):
                raise TypeError('too many positional arguments') from None
            if param.kind is _VAR_POSITIONAL:
                bound[param.name] = tuple(args[given:])
                place += 1
                break
            if param.name in kwargs and param.kind is not _POSITIONAL_ONLY:
                raise TypeError(f'multiple values for argument {param.name!r}') from None
            bound[param.name] = args[given]
            place += 1
        rest = None
        misplaced = []
        # The message names the kind only where the positional arguments have just run out.
        is_next = place == 0 or order[place - 1].kind is not _VAR_POSITIONAL
        for param in order[place:]:
            name, kind = param.name, param.kind
            if kind is _POSITIONAL_ONLY and name in kwargs:
                misplaced.append(name)
                continue
            if kind is _VAR_KEYWORD:
                rest = name
            elif kind is not _VAR_POSITIONAL:
                if name in kwargs:
                    bound[name] = kwargs.pop(name)
                elif param.default is _empty and not partial:
                    how = ' keyword-only' if is_next and kind is _KEYWORD_ONLY else ''
                    raise TypeError(f'missing a required{how} argument: {name!r}') from None
            is_next = False
        if kwargs and rest is not None:
            bound[rest] = kwargs
        elif kwargs and misplaced:
            raise TypeError(f"got some positional-only arguments passed as keyword arguments: {', '.join(misplaced)!r}")
        elif kwargs:
            raise TypeError(f'got an unexpected keyword argument {[*kwargs][0]!r}')
        return self._bound_arguments_cls(self, bound)

    def bind(self, /, *args, **kwargs):
        """Binds arguments to parameters. Raises TypeError if they do not fit."""
        return self._bind(args, kwargs)

    def bind_partial(self, /, *args, **kwargs):
        """As bind(), but arguments may be missing."""
        return self._bind(args, kwargs, partial=True)

    def __reduce__(self):
        return type(self), (tuple(self._parameters.values()),), {'_return_annotation': self._return_annotation}

    def __setstate__(self, state):
        self._return_annotation = state['_return_annotation']

    def __repr__(self):
        return f'<{type(self).__name__} {self}>'

    def __str__(self):
        return self.format()

    def format(self, *, max_width=None, quote_annotation_strings=True):
        """The signature as text, on several lines if it is wider than `max_width`."""
        result = []
        pos_only_open = False
        need_star = True
        for param in self.parameters.values():
            formatted = param._format(quote_annotation_strings=quote_annotation_strings)
            kind = param.kind
            if kind == _POSITIONAL_ONLY:
                pos_only_open = True
            elif pos_only_open:
                result.append('/')
                pos_only_open = False
            if kind == _VAR_POSITIONAL:
                need_star = False
            elif kind == _KEYWORD_ONLY and need_star:
                result.append('*')
                need_star = False
            result.append(formatted)
        if pos_only_open:
            result.append('/')
        rendered = f"({', '.join(result)})"
        if max_width is not None and len(rendered) > max_width:
            rendered = '(\n    ' + ',\n    '.join(result) + '\n)'
        if self.return_annotation is not _empty:
            rendered += ' -> ' + formatannotation(self.return_annotation, quote_annotation_strings=quote_annotation_strings)
        return rendered


def _signature_is_functionlike(obj):
    if not callable(obj) or isclass(obj):
        return False
    defaults = getattr(obj, '__defaults__', _void)
    kwdefaults = getattr(obj, '__kwdefaults__', _void)
    return (isinstance(getattr(obj, '__name__', None), str) and isinstance(getattr(obj, '__code__', None), types.CodeType) and
            (defaults is None or isinstance(defaults, tuple)) and (kwdefaults is None or isinstance(kwdefaults, dict)))


def _signature_bound_method(sig):
    params = tuple(sig.parameters.values())
    if not params or params[0].kind in (_VAR_KEYWORD, _KEYWORD_ONLY):
        raise ValueError('invalid method signature')
    if params[0].kind in (_POSITIONAL_OR_KEYWORD, _POSITIONAL_ONLY):
        params = params[1:]
    elif params[0].kind is not _VAR_POSITIONAL:
        raise ValueError('invalid argument type')
    return sig.replace(parameters=params)


def _signature_from_function(cls, func, skip_bound_arg=True, globals=None, locals=None, eval_str=False):
    if not isfunction(func) and not _signature_is_functionlike(func):
        raise TypeError(f'{func!r} is not a Python function')
    if text := getattr(func, '__text_signature__', None):
        return _signature_from_text(cls, func, text, skip_bound_arg)
    make = cls._parameter_cls
    code = func.__code__
    names = code.co_varnames
    count, posonly, kwonly = code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount
    annotations = get_annotations(func, globals=globals, locals=locals, eval_str=eval_str)
    defaults, kwdefaults = func.__defaults__ or (), func.__kwdefaults__ or {}
    parameters = []
    required = count - len(defaults)
    for i, name in enumerate(names[:count]):
        parameters.append(make(name, kind=_POSITIONAL_ONLY if i < posonly else _POSITIONAL_OR_KEYWORD,
                               annotation=annotations.get(name, _empty),
                               default=_empty if i < required else defaults[i - required]))
    at = count + kwonly
    if code.co_flags & CO_VARARGS:
        name = names[at]
        at += 1
        parameters.append(make(name, kind=_VAR_POSITIONAL, annotation=annotations.get(name, _empty)))
    for name in names[count:count + kwonly]:
        parameters.append(make(name, kind=_KEYWORD_ONLY, annotation=annotations.get(name, _empty),
                               default=kwdefaults.get(name, _empty)))
    if code.co_flags & CO_VARKEYWORDS:
        name = names[at]
        parameters.append(make(name, kind=_VAR_KEYWORD, annotation=annotations.get(name, _empty)))
    return cls(parameters, return_annotation=annotations.get('return', _empty), __validate_parameters__=False)


# Builtin types whose calls can be written down.
_OF_BUILTIN_TYPES = {
    bool: '(object=False, /)', complex: '(real=0, imag=0)', enumerate: '(iterable, start=0)', float: '(x=0, /)',
    frozenset: '(iterable=(), /)', list: '(iterable=(), /)', map: '(function, iterable, /, *iterables)', memoryview: '(object)',
    property: '(fget=None, fset=None, fdel=None, doc=None)', set: '(iterable=(), /)', tuple: '(iterable=(), /)',
    zip: '(*iterables, strict=False)', classmethod: '(function, /)', staticmethod: '(function, /)',
    filter: '(function, iterable, /)', reversed: '(sequence, /)',
}


def _signature_from_text(cls, obj, text, skip_bound_arg=True):
    """A signature written as text, as native functions have it: `($self, x, /, y=None)`."""
    text = text.strip()
    if not (text.startswith('(') and text.endswith(')')):
        raise ValueError(f'{obj!r} has invalid signature')
    has_self = False
    cleaned = re.sub(r'\$(\w+)', r'\1', text)
    has_self = cleaned != text
    cleaned = re.sub(r'<[^<>]*>', '...', cleaned)
    namespace = {}
    module = sys.modules.get(getattr(obj, '__module__', None) or 'builtins')
    try:
        exec(f'def f{cleaned}: pass', dict(vars(module)) if module else {}, namespace)
    except Exception:
        raise ValueError(f'{obj!r} has invalid signature') from None
    sig = _signature_from_function(cls, namespace['f'])
    if has_self:
        params = list(sig.parameters.values())
        this = getattr(obj, '__self__', None)
        if skip_bound_arg and this is not None and not ismodule(this):
            params.pop(0)
        else:
            params[0] = params[0].replace(kind=_POSITIONAL_ONLY)
        sig = sig.replace(parameters=params)
    return sig


def _signature_of_native(cls, func, skip_bound_arg=True):
    text = getattr(func, '__text_signature__', None)
    if not text:
        raise ValueError(f'no signature found for builtin {func!r}')
    return _signature_from_text(cls, func, text, skip_bound_arg)


def _signature_of_partial(wrapped_sig, partial, extra_args=()):
    old = wrapped_sig.parameters
    new = OrderedDict(old.items())
    args = partial.args or ()
    keywords = partial.keywords or {}
    if extra_args:
        args = extra_args + args
    try:
        bound = wrapped_sig.bind_partial(*args, **keywords)
    except TypeError as ex:
        raise ValueError(f'partial object {partial!r} has incorrect arguments') from ex
    to_keyword_only = False
    for name, param in old.items():
        try:
            value = bound.arguments[name]
        except KeyError:
            pass
        else:
            if param.kind is _POSITIONAL_ONLY:
                new.pop(name)
                continue
            if param.kind is _POSITIONAL_OR_KEYWORD:
                if name in keywords:
                    to_keyword_only = True
                    new[name] = param.replace(default=value)
                else:
                    new.pop(name)
                    continue
            if param.kind is _KEYWORD_ONLY:
                new[name] = param.replace(default=value)
        if to_keyword_only:
            if param.kind is _POSITIONAL_OR_KEYWORD:
                new[name] = new[name].replace(kind=_KEYWORD_ONLY)
                new.move_to_end(name)
            elif param.kind in (_KEYWORD_ONLY, _VAR_KEYWORD):
                new.move_to_end(name)
            elif param.kind is _VAR_POSITIONAL:
                new.pop(name)
    return wrapped_sig.replace(parameters=new.values())


def _user_defined(cls, name):
    try:
        found = getattr_static(cls, name)
    except AttributeError:
        return None
    if isinstance(found, staticmethod):
        inner = found.__func__
    else:
        inner = found
    if isinstance(inner, (types.WrapperDescriptorType, types.MethodWrapperType, types.ClassMethodDescriptorType,
                          types.BuiltinFunctionType, types.MethodDescriptorType)):
        return None
    if hasattr(type(found), '__get__') and not isinstance(found, staticmethod):
        return found.__get__(None, cls) if name != '__new__' else found
    return inner


def _signature_from_callable(obj, *, follow_wrapper_chains=True, skip_bound_arg=True, globals=None, locals=None,
                             eval_str=False, sigcls):
    again = functools.partial(_signature_from_callable, follow_wrapper_chains=follow_wrapper_chains,
                              skip_bound_arg=skip_bound_arg, globals=globals, locals=locals, sigcls=sigcls, eval_str=eval_str)
    if not callable(obj):
        raise TypeError(f'{obj!r} is not a callable object')
    if isinstance(obj, types.MethodType):
        sig = again(obj.__func__)
        return _signature_bound_method(sig) if skip_bound_arg else sig
    if follow_wrapper_chains:
        obj = unwrap(obj, stop=lambda f: hasattr(f, '__signature__') or isinstance(f, types.MethodType))
        if isinstance(obj, types.MethodType):
            return again(obj)
    try:
        sig = obj.__signature__
    except AttributeError:
        pass
    else:
        if sig is not None:
            if not isinstance(sig, Signature) and callable(sig) and isinstance(obj, type):
                sig = sig()
            if isinstance(sig, str):
                return _signature_from_text(sigcls, obj, sig)
            if not isinstance(sig, Signature):
                raise TypeError(f'unexpected object {sig!r} in __signature__ attribute')
            return sig
    partialmethod = getattr(obj, '__partialmethod__', None) or getattr(obj, '_partialmethod', None)
    if isinstance(partialmethod, functools.partialmethod):
        wrapped = again(partialmethod.func)
        sig = _signature_of_partial(wrapped, partialmethod, (None,))
        first = tuple(wrapped.parameters.values())[0]
        if first.kind is _VAR_POSITIONAL:
            return sig
        return sig.replace(parameters=(first,) + tuple(sig.parameters.values()))
    if isfunction(obj) or _signature_is_functionlike(obj):
        return _signature_from_function(sigcls, obj, skip_bound_arg, globals, locals, eval_str)
    if isinstance(obj, functools.partial):
        return _signature_of_partial(again(obj.func), obj)
    if isinstance(obj, type):
        call = _user_defined(type(obj), '__call__')
        if call is not None:
            sig = again(call)
            return _signature_bound_method(sig) if skip_bound_arg else sig
        new = _user_defined(obj, '__new__')
        init = _user_defined(obj, '__init__')
        for base in obj.__mro__:
            if new is not None and '__new__' in base.__dict__:
                sig = again(new)
                return _signature_bound_method(sig) if skip_bound_arg else sig
            if init is not None and '__init__' in base.__dict__:
                sig = again(init)
                return _signature_bound_method(sig) if skip_bound_arg else sig
        for base in obj.__mro__[:-1]:
            text = base.__dict__.get('__text_signature__')
            if isinstance(text, str):
                return _signature_from_text(sigcls, obj, text)
        if obj in _OF_BUILTIN_TYPES:
            return _signature_from_text(sigcls, obj, _OF_BUILTIN_TYPES[obj])
        if type not in obj.__mro__:
            if obj.__init__ is object.__init__ and obj.__new__ is object.__new__:
                return sigcls()
            raise ValueError(f'no signature found for builtin type {obj!r}')
        raise ValueError(f'no signature found for builtin {obj!r}')
    if isinstance(obj, (types.BuiltinFunctionType, types.MethodWrapperType, types.WrapperDescriptorType,
                        types.MethodDescriptorType, types.ClassMethodDescriptorType)):
        return _signature_of_native(sigcls, obj, skip_bound_arg)
    call = getattr_static(type(obj), '__call__', None)
    if call is not None:
        if isinstance(call, (types.WrapperDescriptorType, types.BuiltinFunctionType)):
            text = getattr(obj, '__text_signature__', None)
            if text:
                return _signature_from_text(sigcls, obj, text)
        if hasattr(type(call), '__get__'):
            return again(call.__get__(obj, type(obj)))
        return again(call)
    raise ValueError(f'callable {obj!r} is not supported by signature')


def signature(obj, *, follow_wrapped=True, globals=None, locals=None, eval_str=False):
    """The signature of a callable."""
    return Signature.from_callable(obj, follow_wrapped=follow_wrapped, globals=globals, locals=locals, eval_str=eval_str)


class BufferFlags(enum.IntFlag):
    SIMPLE, WRITABLE, FORMAT, ND = 0x0, 0x1, 0x4, 0x8
    STRIDES = ND | 0x10
    C_CONTIGUOUS, F_CONTIGUOUS, ANY_CONTIGUOUS, INDIRECT = STRIDES | 0x20, STRIDES | 0x40, STRIDES | 0x80, STRIDES | 0x100
    CONTIG, CONTIG_RO = ND | WRITABLE, ND
    STRIDED, STRIDED_RO = STRIDES | WRITABLE, STRIDES
    RECORDS, RECORDS_RO = STRIDES | WRITABLE | FORMAT, STRIDES | FORMAT
    FULL, FULL_RO = INDIRECT | WRITABLE | FORMAT, INDIRECT | FORMAT
    READ = 0x100
    WRITE = 0x200


__all__ = [_name for _name, _value in globals().items() if _name[0] != '_' and (
    _name.isupper() and not isinstance(_value, _ParameterKind) or getattr(_value, '__module__', None) == __name__)]


def _main():
    """Shows the source of an object, or where it comes from."""
    import argparse
    import importlib
    parser = argparse.ArgumentParser()
    parser.add_argument('object', help="The object to be analysed. It supports the 'module:qualname' syntax")
    parser.add_argument('-d', '--details', action='store_true', help='Display info about the module rather than its source code')
    options = parser.parse_args()
    target = options.object
    module_name, has_attributes, attributes = target.partition(':')
    try:
        found = module = importlib.import_module(module_name)
    except Exception as error:
        print(f'Failed to import {module_name} ({type(error).__name__}: {error})', file=sys.stderr)
        sys.exit(2)
    for name in attributes.split('.') if has_attributes else ():
        found = getattr(found, name)
    if module.__name__ in sys.builtin_module_names:
        print("Can't get info for builtin modules.", file=sys.stderr)
        sys.exit(1)
    if not options.details:
        print(getsource(found))
        return
    print(f'Target: {target}')
    print(f'Origin: {getsourcefile(module)}')
    print(f"Cached: {getattr(module, '__cached__', None)}")
    if found is module:
        print(f"Loader: {getattr(module, '__loader__', None)!r}")
        if hasattr(module, '__path__'):
            print(f'Submodule search path: {module.__path__}')
    else:
        try:
            line = findsource(found)[1]
        except OSError:
            pass
        else:
            print(f'Line: {line}')
    print('\n')


if __name__ == '__main__':
    _main()
