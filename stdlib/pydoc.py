"""What `help()` shows: documentation of live objects as text."""

import builtins
import inspect
import pkgutil  # noqa: F401
import re
import sys
from collections import deque

__all__ = ['help']


def getdoc(object):
    """The doc string or the comments before an object."""
    result = inspect.getdoc(object) or inspect.getcomments(object)
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
    if name in {'__author__', '__builtins__', '__credits__', '__date__', '__doc__', '__docformat__', '__file__', '__loader__',
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


class TextDoc:
    """Documentation as plain text."""

    def bold(self, text):
        return text

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
            return self.docroutine(object, name)
        if inspect.isdatadescriptor(object):
            return self.docdata(object, name)
        return self.docother(object, name)

    def docmodule(self, object, name=None, mod=None):
        short, rest = splitdoc(getdoc(object))
        name = object.__name__
        result = self.section('NAME', name + (short and ' - ' + short))
        if rest:
            result += self.section('DESCRIPTION', rest)
        names = getattr(object, '__all__', None)
        shown = lambda n: visiblename(n, names, object)
        classes = [(n, v) for n, v in inspect.getmembers(object, inspect.isclass) if shown(n) and (names or v.__module__ == name)]
        functions = [(n, v) for n, v in inspect.getmembers(object, inspect.isroutine) if shown(n)]
        data = [(n, v) for n, v in inspect.getmembers(object, lambda v: not (
            inspect.ismodule(v) or inspect.isclass(v) or inspect.isroutine(v))) if shown(n)]
        if classes:
            result += self.section('CLASSES', '\n'.join(self.document(v, n, name) for n, v in classes))
        if functions:
            result += self.section('FUNCTIONS', '\n'.join(self.document(v, n) for n, v in functions))
        if data:
            result += self.section('DATA', '\n'.join(self.docother(v, n, maxlen=70) for n, v in data))
        return result + self.section('FILE', getattr(object, '__file__', None) or '(built-in)')

    def docclass(self, object, name=None, mod=None, *ignored):
        realname = object.__name__
        name = name or realname
        bases = [classname(base, object.__module__) for base in object.__bases__]
        title = 'class ' + (realname if name == realname else f'{name} = class {realname}')
        if bases:
            title += f"({', '.join(bases)})"
        contents = []
        push = contents.append
        try:
            signature = str(inspect.signature(object))
        except (ValueError, TypeError):
            signature = None
        if signature and signature != '()':
            push(name + signature + '\n')
        doc = getdoc(object)
        if doc:
            push(doc + '\n')
        mro = deque(inspect.getmro(object))
        if len(mro) > 2:
            push('Method resolution order:')
            for base in mro:
                push('    ' + classname(base, object.__module__))
            push('')
        subclasses = sorted((str(c.__name__) for c in type.__subclasses__(object) if not c.__name__.startswith('_') and c.__module__ == 'builtins'),
                            key=str.lower)
        if subclasses and object.__module__ == 'builtins':
            push('Built-in subclasses:')
            for subclass in subclasses[:4]:
                push('    ' + subclass)
            if len(subclasses) > 4:
                push(f'    ... and {len(subclasses) - 4} other subclasses')
            push('')
        attrs = [a for a in inspect.classify_class_attrs(object) if visiblename(a.name, obj=object)]
        while attrs:
            this = mro.popleft() if mro else attrs[0].defining_class
            mine = [a for a in attrs if a.defining_class is this]
            attrs = [a for a in attrs if a.defining_class is not this]
            if this is not builtins.object or object is builtins.object:
                where = 'defined here' if this is object else 'inherited from ' + classname(this, object.__module__)
                for kind, head in (('method', f'Methods {where}:\n'), ('class method', f'Class methods {where}:\n'),
                                   ('static method', f'Static methods {where}:\n'), ('property', f'Readonly properties {where}:\n'),
                                   ('data', f'Data and other attributes {where}:\n')):
                    some = sorted((a for a in mine if a.kind == kind), key=lambda a: a.name)
                    if some:
                        push('-' * 70)
                        push(head)
                        for a in some:
                            value = a.object
                            if kind in ('method', 'class method', 'static method'):
                                push(self.document(getattr(object, a.name, value), a.name))
                            elif kind == 'property' or inspect.isdatadescriptor(value):
                                push(self.docdata(value, a.name))
                            else:
                                push(self.docother(getattr(object, a.name, value), a.name, maxlen=70) + '\n')
            if not mro and not mine:
                break
        return title + '\n' + self.indent('\n'.join(contents).rstrip(), ' |  ') + '\n'

    def docroutine(self, object, name=None, mod=None, cl=None):
        realname = getattr(object, '__name__', name or '?')
        name = name or realname
        try:
            signature = str(inspect.signature(object))
        except (ValueError, TypeError):
            signature = '(...)'
        prefix = 'async ' if inspect.iscoroutinefunction(object) or inspect.isasyncgenfunction(object) else ''
        title = prefix + (name if name == realname else f'{name} = {realname}')
        if realname == '<lambda>':
            title, signature = f'{name} lambda ', signature[1:-1]
        doc = getdoc(object)
        return title + signature + '\n' + (self.indent(doc).rstrip() + '\n' if doc else '')

    def docdata(self, object, name=None, mod=None, cl=None):
        doc = getdoc(object)
        return (name or getattr(object, '__name__', '')) + '\n' + (self.indent(doc) + '\n' if doc else '')

    docproperty = docdata

    def docother(self, object, name=None, mod=None, parent=None, *ignored, maxlen=None, doc=None):
        shown = repr(object)
        if maxlen:
            room = maxlen - len(name + ' = ' if name else '')
            if len(shown) > room > 3:
                shown = shown[:room - 3] + '...'
        return (f'{name} = ' if name else '') + shown


text = plaintext = TextDoc()


def render_doc(thing, title='Python Library Documentation: %s', forceload=0, renderer=None):
    """The documentation of an object, with a title."""
    object, name = resolve(thing, forceload)
    home, module = (name or '').rpartition('.')[0], inspect.getmodule(object)
    where = f' in {home}' if home else f' in module {module.__name__}' if module and module is not object else ''
    desc = describe(object) + where
    renderer = renderer or text
    if not (inspect.ismodule(object) or inspect.isclass(object) or inspect.isroutine(object) or inspect.isdatadescriptor(object) or
            getdoc(object)):
        object = type(object) if hasattr(object, '__origin__') is False else object
        desc += ' object'
    return title % desc + '\n\n' + renderer.document(object, name)


def doc(thing, title='Python Library Documentation: %s', forceload=0, output=None, is_cli=False):
    """Prints the documentation of an object."""
    try:
        shown = render_doc(thing, title, forceload, plaintext)
    except ImportError as exc:
        print(exc)
        return
    (output or sys.stdout).write(shown + '\n')


def pager(text, title=''):
    print(text)


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
            self.output.write('Type help(object) for help about object.\n')
        else:
            self.help(request)

    def help(self, request, is_cli=False):
        doc(request, 'Help on %s:', output=self._output)


help = Helper()


class HTMLDoc(TextDoc):
    """Documentation as a page: the text between <pre> tags."""

    def page(self, title, contents):
        return f'<html><head><title>{title}</title></head><body><pre>{contents}</pre></body></html>'


html = HTMLDoc()
