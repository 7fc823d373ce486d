"""What `help()` shows: documentation of live objects as text."""

import builtins
import inspect
import pkgutil
import re
import reprlib
import sys
from collections import deque

__all__ = ['help']


def getdoc(object):
    """The doc string or the comments before an object."""
    if isinstance(object, type):
        # A class is not what its base is.
        own = object.__dict__.get('__doc__')
        result = inspect.cleandoc(own) if isinstance(own, str) else None
    else:
        result = inspect.getdoc(object)
    result = result or inspect.getcomments(object)
    return result and re.sub('^ *\n', '', result.rstrip()) or ''


def splitdoc(doc):
    """The first line of a text, and the rest."""
    first, _, rest = doc.strip().partition('\n')
    second, _, others = rest.partition('\n')
    # What is not followed by an empty line is no headline.
    return ('', doc.strip()) if second.strip() else (first, others)


def classname(object, modname):
    """The name of a class, with its module unless that is `modname`."""
    module = object.__module__
    return object.__name__ if module == modname else f'{module}.{object.__name__}'


def plain(text):
    """Text without overstriking."""
    return re.sub('.\b', '', text)


def stripid(text):
    """Text without the addresses in default reprs."""
    return re.sub(r' at 0x[0-9a-f]{6,16}(>+)$', r'\1', text, flags=re.IGNORECASE)


def allmethods(cl):
    """The methods of a class and its bases by name."""
    own = [name for name, _ in inspect.getmembers(cl, inspect.isroutine)]
    inherited = [name for base in cl.__bases__ for name in allmethods(base)]
    return {name: getattr(cl, name) for name in own + inherited}


def visiblename(name, all=None, obj=None):
    """Whether a name is shown."""
    if name in {'__author__', '__builtins__', '__cached__', '__credits__', '__date__', '__doc__', '__docformat__', '__file__', '__loader__',
                '__module__', '__name__', '__package__', '__path__', '__qualname__', '__slots__', '__spec__', '__version__',
                '__static_attributes__', '__firstlineno__'}:
        return 0
    if name.startswith('__') and name.endswith('__'):
        return 1
    if name.startswith('_') and hasattr(obj, '_fields'):
        return True
    return name in all if all is not None else not name.startswith('_')


def describe(thing):
    """What kind of thing it is, in short."""
    if inspect.ismodule(thing):
        if thing.__name__ in sys.builtin_module_names:
            return 'built-in module ' + thing.__name__
        return ('package ' if hasattr(thing, '__path__') else 'module ') + thing.__name__
    if inspect.isbuiltin(thing):
        return 'built-in function ' + thing.__name__
    for test, kind in ((inspect.isgetsetdescriptor, 'getset descriptor'), (inspect.ismemberdescriptor, 'member descriptor')):
        if test(thing):
            return f'{kind} {thing.__objclass__.__module__}.{thing.__objclass__.__name__}.{thing.__name__}'
    for test, kind in ((inspect.isclass, 'class '), (inspect.isfunction, 'function '), (inspect.ismethod, 'method ')):
        if test(thing):
            return kind + thing.__name__
    return type(thing).__name__


def locate(path, forceload=0):
    """The object that a dotted path names, or None."""
    parts = [part for part in path.split('.') if part]
    module, n = None, 0
    while n < len(parts):
        try:
            found = __import__('.'.join(parts[:n + 1]), fromlist=['*'])
        except ImportError:
            break
        module, n = found, n + 1
    object = module if module else builtins
    for part in parts[n:]:
        try:
            object = getattr(object, part)
        except AttributeError:
            return None
    return object


def resolve(thing, forceload=0):
    """The object and its name, for an object or the name of one."""
    if isinstance(thing, str):
        object = locate(thing, forceload)
        if object is None:
            raise ImportError(f'No Python documentation found for {thing!r}.\nUse help() to get the interactive help utility.\n'
                              'Use help(str) for help on the str class.')
        return object, thing
    name = getattr(thing, '__name__', None)
    return thing, name if isinstance(name, str) else None


class _Short(reprlib.Repr):
    """Values in one line, without the addresses of objects."""

    def __init__(self):
        super().__init__()
        self.maxlist = self.maxtuple = 20
        self.maxdict = 10
        self.maxstring = self.maxother = 100

    def repr1(self, x, level):
        method = getattr(self, 'repr_' + '_'.join(type(x).__name__.split()), None)
        return method(x, level) if method is not None else _cram(stripid(repr(x)), self.maxother)

    def repr_instance(self, x, level):
        try:
            return _cram(stripid(repr(x)), self.maxstring)
        except Exception:
            return f'<{x.__class__.__name__} instance>'


def _cram(text, size):
    """A text without its middle, where it is longer."""
    if len(text) <= size:
        return text
    head = max(0, (size - 3) // 2)
    tail = max(0, size - 3 - head)
    return f'{text[:head]}...{text[len(text) - tail:]}'


# Sections of a class: the kinds of `inspect.classify_class_attrs`, in the order in which they are shown.
_SECTIONS = ('method', 'Methods'), ('class method', 'Class methods'), ('static method', 'Static methods'), \
    ('readonly', 'Readonly properties'), ('descriptor', 'Data descriptors'), ('data', 'Data and other attributes')


def _kind(attribute):
    """The section of an attribute of a class."""
    value = attribute.object
    if isinstance(value, property):
        return 'readonly' if value.fset is None else 'descriptor'
    if attribute.kind in ('method', 'class method', 'static method'):
        return attribute.kind
    return 'descriptor' if inspect.isdatadescriptor(value) else 'data'


_INSTANCE_PARTS = {'__dict__': 'dictionary for instance variables', '__weakref__': 'list of weak references to the object'}


def _owner(function):
    """The full name of the class that a function was written in, or its module."""
    module, path = getattr(function, '__module__', None), getattr(function, '__qualname__', '')
    within = path.rpartition('.')[0].rpartition('<locals>.')[2]
    return '.'.join(part for part in (module, within) if part and '<' not in part)


class TextDoc:
    """Documentation as plain text."""

    repr = staticmethod(_Short().repr)

    def bold(self, text):
        """Struck twice, as terminals of old showed it."""
        return ''.join(f'{c}\b{c}' for c in text)

    def indent(self, text, prefix='    '):
        return '\n'.join((prefix + line).rstrip() for line in text.split('\n')) if text else ''

    def section(self, title, contents):
        return self.bold(title) + '\n' + self.indent(contents).rstrip() + '\n\n'

    def document(self, object, name=None, *args):
        if inspect.ismodule(object):
            return self.docmodule(object, name)
        if inspect.isclass(object):
            return self.docclass(object, name, *args)
        if inspect.isroutine(object):
            return self.docroutine(object, name, *args)
        if inspect.isdatadescriptor(object):
            return self.docdata(object, name, *args)
        return self.docother(object, name, *args)

    # -- modules --

    def docmodule(self, object, name=None, mod=None):
        name = object.__name__
        short, rest = splitdoc(getdoc(object))
        result = self.section('NAME', name + (short and ' - ' + short))
        if rest:
            result += self.section('DESCRIPTION', rest)
        names = getattr(object, '__all__', None)

        def members(test):
            return [(n, v) for n, v in inspect.getmembers(object, test) if visiblename(n, names, object)]
        own = lambda value: (inspect.getmodule(value) or object) is object
        classes = [pair for pair in members(inspect.isclass) if names is not None or own(pair[1])]
        functions = [pair for pair in members(inspect.isroutine) if names is not None or inspect.isbuiltin(pair[1]) or own(pair[1])]
        data = members(lambda value: not (inspect.ismodule(value) or inspect.isclass(value) or inspect.isroutine(value) or
                                          inspect.isframe(value) or inspect.istraceback(value) or inspect.iscode(value)))
        result += self.packages(object, name)
        if classes:
            tree = inspect.getclasstree([value for _, value in classes], True)
            result += self.section('CLASSES', '\n'.join([self.formattree(tree, name), *(self.document(v, n, name) for n, v in classes)]))
        if functions:
            result += self.section('FUNCTIONS', '\n'.join(self.document(v, n, name) for n, v in functions))
        if data:
            result += self.section('DATA', '\n'.join(self.docother(v, n, name, maxlen=70) for n, v in data))
        for attribute in 'version', 'date', 'author', 'credits':
            if hasattr(object, f'__{attribute}__'):
                result += self.section(attribute.upper(), str(getattr(object, f'__{attribute}__')))
        return result + self.section('FILE', getattr(object, '__file__', None) or '(built-in)')

    def packages(self, object, name):
        if not hasattr(object, '__path__'):
            return ''
        inside = sorted(n + (' (package)' if is_package else '') for _, n, is_package in pkgutil.iter_modules(object.__path__))
        result = self.section('PACKAGE CONTENTS', '\n'.join(inside)) if inside else ''
        other = sorted(n for n, v in inspect.getmembers(object, inspect.ismodule) if v.__name__.startswith(name + '.') and n not in inside)
        return result + (self.section('SUBMODULES', '\n'.join(other)) if other else '')

    def formattree(self, tree, modname, parent=None, prefix=''):
        """Classes below the ones they are derived from."""
        result = ''
        for entry in tree:
            if isinstance(entry, list):
                result += self.formattree(entry, modname, last, prefix + '    ')
                continue
            last, bases = entry
            result += prefix + classname(last, modname)
            if bases and bases != (parent,):
                result += f"({', '.join(classname(base, modname) for base in bases)})"
            result += '\n'
        return result

    # -- classes --

    def docclass(self, object, name=None, mod=None, *ignored):
        realname = object.__name__
        name = name or realname
        title = 'class ' + self.bold(realname) if name == realname else f'{self.bold(name)} = class {realname}'
        if object.__bases__:
            title += f"({', '.join(classname(base, object.__module__) for base in object.__bases__)})"
        contents = self.class_head(object, name)
        attrs = [a for a in inspect.classify_class_attrs(object) if visiblename(a.name, obj=object)]
        # What instances have for the sake of a base is told there.
        attrs = [a if a.name not in _INSTANCE_PARTS else a._replace(defining_class=next(
            (base for base in reversed(object.__mro__) if a.name in base.__dict__), a.defining_class)) for a in attrs]
        mro = deque(inspect.getmro(object))
        is_first = True
        while attrs:
            this = mro.popleft() if mro else attrs[0].defining_class
            mine, attrs = [a for a in attrs if a.defining_class is this], [a for a in attrs if a.defining_class is not this]
            if this is builtins.object and object is not builtins.object:
                continue
            where = 'defined here' if this is object else 'inherited from ' + classname(this, object.__module__)
            for kind, head in _SECTIONS:
                some = [a for a in mine if _kind(a) == kind]
                if not some:
                    continue
                if not is_first:
                    contents.append('-' * 70)
                is_first = False
                contents.append(f'{head} {where}:\n')
                for attribute in self.in_order(some, object):
                    contents.append(self.attribute(attribute, kind, object, mod))
        return title + '\n' + self.indent('\n'.join(contents).rstrip(), ' |  ') + '\n'

    def class_head(self, object, name):
        """What is told of a class before its attributes."""
        contents = []
        try:
            signature = str(inspect.signature(object))
        except (ValueError, TypeError):
            signature = None
        if signature and signature != '()':
            contents.append(name + signature + '\n')
        doc = getdoc(object)
        if doc:
            contents.append(doc + '\n')
        mro = inspect.getmro(object)
        if len(mro) > 2:
            contents.append('Method resolution order:')
            contents += ['    ' + classname(base, object.__module__) for base in mro]
            contents.append('')
        if object.__module__ == 'builtins':
            subclasses = sorted((c.__name__ for c in type.__subclasses__(object) if not c.__name__.startswith('_') and
                                 c.__module__ == 'builtins'), key=str.lower)
            if subclasses:
                contents.append('Built-in subclasses:')
                contents += ['    ' + each for each in subclasses[:4]]
                if len(subclasses) > 4:
                    contents.append(f'    ... and {len(subclasses) - 4} other subclasses')
                contents.append('')
        return contents

    def in_order(self, attributes, object):
        """By name; the fields of a named tuple come first, as they stand in it."""
        fields = getattr(object, '_fields', ())
        fields = list(fields) if isinstance(fields, tuple) else []
        return sorted(attributes, key=lambda a: (fields.index(a.name) - len(fields) if a.name in fields else 0, a.name))

    def attribute(self, attribute, kind, object, mod):
        name, value = attribute.name, attribute.object
        if kind in ('readonly', 'descriptor'):
            return self.docdata(value, name, mod)
        if kind == 'data':
            doc = getdoc(value) if callable(value) or inspect.isdatadescriptor(value) else None
            return self.docother(getattr(object, name, value), name, mod, maxlen=70, doc=doc) + '\n'
        try:
            value = getattr(object, name)
        except Exception:
            return self.docdata(value, name, mod)
        return self.document(value, name, mod, object)

    # -- the rest --

    def docroutine(self, object, name=None, mod=None, cl=None, *ignored):
        realname = getattr(object, '__name__', name or '?')
        name = name or realname
        note, shows_doc = self.origin(object, mod, cl), True
        if name == realname:
            title = self.bold(realname)
        else:
            # What has a name of its own in the class is described there.
            shows_doc = not (cl is not None and inspect.getattr_static(cl, realname, None) is object)
            title = f'{self.bold(name)} = {realname}'
            note = note if shows_doc else ''
        try:
            signature = str(inspect.signature(object))
        except (ValueError, TypeError):
            signature = '(...)'
        if realname == '<lambda>':
            title, signature = self.bold(name) + ' lambda ', signature[1:-1]
        is_async = inspect.iscoroutinefunction(object) or inspect.isasyncgenfunction(object)
        doc = getdoc(object) if shows_doc else ''
        return f"{'async ' if is_async else ''}{title}{signature}{note}\n" + (self.indent(doc).rstrip() + '\n' if doc else '')

    def origin(self, object, mod, cl):
        """Of what a method is one, or where a function of a class was written, if that is elsewhere."""
        this = getattr(object, '__self__', None)
        if inspect.isclass(this) and not inspect.isbuiltin(object):
            if cl is None:
                return f' class method of {classname(this, mod)}'
            object = object.__func__
        elif this is not None and not inspect.ismodule(this) and cl is None:
            return f' method of {classname(type(this), mod)} instance'
        if cl is None or not inspect.isfunction(object):
            return ''
        if object.__module__ == 'dataclasses':
            # Written for the class.
            return ''
        owner = _owner(object)
        known = {f'{base.__module__}.{base.__qualname__}' for base in cl.__mro__}
        known |= {f'{base.__module__}.{base.__qualname__}'.rpartition('<locals>.')[2] for base in cl.__mro__}
        known |= {f"{base.__module__}.{base.__qualname__.rpartition('<locals>.')[2]}" for base in cl.__mro__}
        return '' if owner in known or owner == cl.__module__ else f' from {owner}'

    def docdata(self, object, name=None, mod=None, cl=None, *ignored):
        name = name or getattr(object, '__name__', '')
        doc = _INSTANCE_PARTS.get(name) if inspect.isgetsetdescriptor(object) and name in _INSTANCE_PARTS else getdoc(object)
        return (self.bold(name) + '\n' if name else '') + (self.indent(doc) + '\n' if doc else '')

    docproperty = docdata

    def docother(self, object, name=None, mod=None, parent=None, *ignored, maxlen=None, doc=None):
        shown = self.repr(object)
        if maxlen:
            room = maxlen - len((name + ' = ' if name else '') + shown)
            if room < 0:
                shown = shown[:room] + '...'
        line = (self.bold(name) + ' = ' if name else '') + shown
        doc = doc or getdoc(object) if inspect.isroutine(object) else doc
        return line + ('\n' + self.indent(str(doc)) + '\n' if doc else '')


class _PlainTextDoc(TextDoc):
    """Documentation without bold letters."""

    def bold(self, text):
        return text


text = TextDoc()
plaintext = _PlainTextDoc()


def render_doc(thing, title='Python Library Documentation: %s', forceload=0, renderer=None):
    """The documentation of an object, with a title."""
    object, name = resolve(thing, forceload)
    home = (name or '').rpartition('.')[0]
    # Properties and their like belong to no module.
    is_value = type(object).__module__ == 'builtins' and not (inspect.ismodule(object) or inspect.isclass(object) or inspect.isroutine(object))
    module = None if is_value or inspect.isdatadescriptor(object) else inspect.getmodule(getattr(object, '__func__', object))
    where = f' in {home}' if home else f' in module {module.__name__}' if module and module is not object else ''
    desc = describe(object) + where
    renderer = renderer or text
    has_own_doc = getattr(object, '__doc__', None) not in (None, getattr(type(object), '__doc__', None))
    if not (inspect.ismodule(object) or inspect.isclass(object) or inspect.isroutine(object) or inspect.isdatadescriptor(object) or
            has_own_doc):
        object = type(object) if hasattr(object, '__origin__') is False else object
        desc += ' object'
    return title % desc + '\n\n' + renderer.document(object, name)


def doc(thing, title='Python Library Documentation: %s', forceload=0, output=None, is_cli=False):
    """Prints the documentation of an object."""
    try:
        shown = render_doc(thing, title, forceload, plaintext)
    except ImportError as exc:
        if is_cli:
            raise
        (output or sys.stdout).write(f'{exc}\n\n')
        return
    (output or sys.stdout).write(shown + '\n')


def pager(text, title=''):
    print(plain(text))


class Helper:
    """What `help` is."""

    def __init__(self, input=None, output=None):
        self._input, self._output = input, output

    @property
    def output(self):
        return self._output or sys.stdout

    def __repr__(self):
        return 'Type help() for interactive help, or help(object) for help about object.'

    def __call__(self, request=...):
        if request is ...:
            self.interact()
        else:
            self.help(request)

    def help(self, request, is_cli=False):
        doc(request, 'Help on %s:', output=self._output, is_cli=is_cli)

    def interact(self):
        """Asks what is to be told of until that is nothing more."""
        self.output.write('Names of objects, modules and their members are told of; an empty line or "quit" ends this.\n')
        while True:
            try:
                request = self.getline('help> ').strip()
            except (KeyboardInterrupt, EOFError):
                break
            if not request or request.lower() in ('q', 'quit', 'exit'):
                break
            self.help(request.strip('\'"'))

    def getline(self, prompt):
        if self._input is None or self._input is sys.stdin:
            return input(prompt)
        self.output.write(prompt)
        self.output.flush()
        return self._input.readline()


help = Helper()


class HTMLDoc(_PlainTextDoc):
    """Documentation as a page: the text between <pre> tags."""

    def page(self, title, contents):
        return f'<html><head><title>{title}</title></head><body><pre>{contents}</pre></body></html>'


html = HTMLDoc()


def cli():
    """`python -m pydoc NAME ...`: tells of objects, modules and files."""
    import os
    names = sys.argv[1:]
    # Modules of the folder that the program was started in are meant too.
    if '' not in sys.path and os.getcwd() not in sys.path:
        sys.path.insert(0, os.getcwd())
    if not names or names[0].startswith('-') and names[0] != '-k':
        print("pydoc NAME ...: tells of modules, classes, functions and files\npydoc -k WORD: modules whose first line has a word")
        return
    if names[0] == '-k':
        for _, name, _ in pkgutil.iter_modules():
            try:
                first = splitdoc(getdoc(__import__(name, fromlist=['*'])))[0]
            except Exception:
                continue
            if any(word.lower() in f'{name} - {first}'.lower() for word in names[1:]):
                print(name, '-', first)
        return
    for name in names:
        try:
            if os.path.sep in name or name.endswith('.py') and os.path.exists(name):
                if not os.path.exists(name):
                    print(f'file {name!r} does not exist')
                    sys.exit(1)
                folder, file = os.path.split(os.path.abspath(name))
                sys.path.insert(0, folder)
                name = __import__(os.path.splitext(file)[0])
            help.help(name, is_cli=True)
        except ImportError as error:
            print(error)
            sys.exit(1)


if __name__ == '__main__':
    cli()
