"""Help for those who import in their own way."""

import os
import sys
from types import ModuleType

from . import machinery
from .machinery import ModuleSpec, SourceFileLoader

MAGIC_NUMBER = b'pyc\r\n\0\0\0'


def resolve_name(name, package):
    """A relative module name made absolute."""
    if not name.startswith('.'):
        return name
    if not package:
        raise ImportError(f'no package specified for {repr(name)} (required for relative module names)')
    level = len(name) - len(name.lstrip('.'))
    base = package.rsplit('.', level - 1)
    if len(base) < level:
        raise ImportError('attempted relative import beyond top-level package')
    rest = name[level:]
    return f'{base[0]}.{rest}' if rest else base[0]


def spec_from_loader(name, loader, *, origin=None, is_package=None):
    """The spec of a module that a loader loads."""
    if is_package is None and hasattr(loader, 'is_package'):
        try:
            is_package = loader.is_package(name)
        except ImportError:
            is_package = None
    if origin is None and hasattr(loader, 'get_filename'):
        return spec_from_file_location(name, loader=loader)
    return ModuleSpec(name, loader, origin=origin, is_package=bool(is_package))


def spec_from_file_location(name, location=None, *, loader=None, submodule_search_locations=None):
    """The spec of a module in a file."""
    if location is None:
        location = loader.get_filename(name) if hasattr(loader, 'get_filename') else '<unknown>'
    else:
        location = os.path.abspath(os.fspath(location))
    if loader is None:
        if not location.endswith('.py'):
            return None
        loader = SourceFileLoader(name, location)
    spec = ModuleSpec(name, loader, origin=location)
    spec.has_location = True
    if submodule_search_locations is not None:
        spec.submodule_search_locations = list(submodule_search_locations) or [os.path.dirname(location)]
    elif hasattr(loader, 'is_package') and loader.is_package(name):
        spec.submodule_search_locations = [os.path.dirname(location)]
    return spec


def module_from_spec(spec):
    """A new module, not yet run."""
    loader = spec.loader
    if hasattr(loader, 'create_module'):
        module = loader.create_module(spec)
    elif hasattr(loader, 'exec_module'):
        raise ImportError('loaders that define exec_module() must also define create_module()')
    else:
        module = None
    if module is None:
        module = ModuleType(spec.name)
    _fill(module, spec)
    return module


def _fill(module, spec):
    """What a module knows of itself before it is run."""
    facts = {'__name__': spec.name, '__loader__': spec.loader, '__package__': spec.parent, '__spec__': spec}
    if spec.submodule_search_locations is not None:
        facts['__path__'] = spec.submodule_search_locations
    if spec.has_location:
        facts['__file__'] = spec.origin
    for name, value in facts.items():
        if getattr(module, name, None) is None or name == '__spec__':
            try:
                setattr(module, name, value)
            except AttributeError:
                # A stand-in that takes no attributes.
                pass


def _load(spec):
    """Makes and runs the module of a spec that a finder of the program has given."""
    name = spec.name
    loader = spec.loader
    if loader is not None and not hasattr(loader, 'exec_module'):
        if not hasattr(loader, 'load_module'):
            raise ImportError(f'{loader!r} has neither exec_module() nor load_module()', name=name)
        loader.load_module(name)
        return sys.modules[name]
    module = module_from_spec(spec)
    sys.modules[name] = module
    try:
        if loader is not None:
            loader.exec_module(module)
        elif spec.submodule_search_locations is None:
            raise ImportError('missing loader', name=name)
        # The module may have put something else in its place.
        return sys.modules[name]
    except BaseException:
        sys.modules.pop(name, None)
        raise


def find_spec(name, package=None):
    """The spec of a module, or None if there is none."""
    fullname = resolve_name(name, package) if name.startswith('.') else name
    if fullname in sys.modules:
        module = sys.modules[fullname]
        if module is None:
            return None
        try:
            spec = module.__spec__
        except AttributeError:
            raise ValueError(f'{name}.__spec__ is not set') from None
        if spec is None:
            # Those that are there before anything is imported.
            spec = machinery.BuiltinImporter.find_spec(fullname)
        if spec is None:
            raise ValueError(f'{name}.__spec__ is None')
        return spec
    parent = fullname.rpartition('.')[0]
    path = None
    if parent:
        try:
            path = __import__(parent, fromlist=['__path__']).__path__
        except AttributeError as e:
            raise ModuleNotFoundError(f'__path__ attribute not found on {parent!r} while trying to find {fullname!r}',
                                      name=fullname) from e
    for finder in sys.meta_path:
        find = getattr(finder, 'find_spec', None)
        spec = find(fullname, path, None) if find is not None else None
        if spec is not None:
            return spec
    return None


def _tell_origin(module):
    """Gives an imported module `__spec__` and `__loader__`."""
    spec = _spec_of(module, module.__name__)
    names = module.__dict__
    for name, value in ('__loader__', spec.loader), ('__spec__', spec):
        if names.get(name) is None:
            names[name] = value


def _spec_of(module, fullname):
    names = module.__dict__
    file, path = names.get('__file__'), names.get('__path__')
    if file is None:
        if path is not None:
            return machinery.namespace_spec(fullname, path)
        return ModuleSpec(fullname, machinery.BuiltinImporter, origin='built-in')
    spec = _spec_of_file(fullname, file)
    if path is not None:
        spec.submodule_search_locations = path
    return spec


def _spec_of_file(fullname, file):
    """The spec of a module, no package, whose text is in a file or in the embedded library."""
    loader = machinery.EmbeddedLoader if file.startswith('<') else SourceFileLoader
    spec = ModuleSpec(fullname, loader(fullname, file), origin=file)
    spec.has_location = True
    return spec


# Where compiled files would be. None is ever written.
_CACHE, _TAG = '__pycache__', f'cpython-{sys.version_info[0]}{sys.version_info[1]}'


def cache_from_source(path, debug_override=None, *, optimization=None):
    """Where the compiled form of a file would be."""
    if debug_override is not None:
        import warnings
        warnings.warn("the debug_override parameter is deprecated; use 'optimization' instead", DeprecationWarning, stacklevel=2)
        if optimization is not None:
            raise TypeError('debug_override or optimization must be set to None')
        optimization = '' if debug_override else 1
    folder, file = os.path.split(os.fspath(path))
    if optimization is None:
        optimization = sys.flags.optimize or ''
    level = str(optimization)
    if level and not level.isalnum():
        raise ValueError(f'{level!r} is not alphanumeric')
    base, dot, rest = file.rpartition('.')
    name = f"{base or rest}{dot}{_TAG}{'.opt-' + level if level else ''}.pyc"
    if sys.pycache_prefix is not None:
        return os.path.join(sys.pycache_prefix, os.path.abspath(folder).lstrip('/'), name)
    return os.path.join(folder, _CACHE, name)


def source_from_cache(path):
    """Which file a compiled form would be of."""
    path = os.fspath(path)
    folder, file = os.path.split(path)
    outer, cache = os.path.split(folder)
    if sys.pycache_prefix is not None and folder.startswith(sys.pycache_prefix.rstrip('/') + '/'):
        outer = folder[len(sys.pycache_prefix.rstrip('/')):]
    elif cache != _CACHE:
        raise ValueError(f'{_CACHE} not bottom-level directory in {path!r}')
    dots = file.count('.')
    if dots not in (2, 3):
        raise ValueError(f'expected only 2 or 3 dots in {file!r}')
    if dots == 3:
        level = file.rsplit('.', 2)[-2]
        if not level.startswith('opt-'):
            raise ValueError("optimization portion of filename does not start with 'opt-'")
        if not level[4:].isalnum():
            raise ValueError(f'optimization level {level!r} is not an alphanumeric value')
    return os.path.join(outer, file.partition('.')[0] + '.py')


def decode_source(source_bytes):
    """Source text from bytes, in the encoding that it declares."""
    encoding = 'utf-8-sig'
    if b'coding' in source_bytes[:1000]:
        from io import BytesIO
        from tokenize import detect_encoding
        encoding, _ = detect_encoding(BytesIO(source_bytes).readline)
    return bytes(source_bytes).decode(encoding).replace('\r\n', '\n').replace('\r', '\n')


class _LazyModule(ModuleType):
    """A module that is run when it is first looked at."""

    __dict__ = property(ModuleType.__dict__['__dict__'].__get__, doc='The namespace of the module.')

    def __getattribute__(self, name):
        if name not in _KNOWN_BEFORE:
            _run_lazy(self)
        return ModuleType.__getattribute__(self, name)

    def __setattr__(self, name, value):
        ModuleType.__setattr__(self, name, value)

    def __delattr__(self, name):
        _run_lazy(self)
        ModuleType.__delattr__(self, name)


# What is asked of a module without a wish to use it.
_KNOWN_BEFORE = ('__class__', '__dict__', '__spec__', '__loader__', '__name__', '__path__', '__package__', '__file__')


def _run_lazy(module):
    spec = ModuleType.__getattribute__(module, '__spec__')
    state = getattr(spec, 'loader_state', None)
    if not isinstance(state, _LazyState):
        return
    with state.lock:
        # By its own code, or by another thread in the meantime.
        if state.is_running or spec.loader_state is not state:
            return
        state.is_running = True
        names = module.__dict__
        # What was set from outside stays.
        changed = {key: value for key, value in names.items() if key not in state.names or state.names[key] is not value}
        spec.loader.exec_module(module)
        if spec.name in sys.modules and sys.modules[spec.name] is not module:
            raise ValueError(f'module object for {spec.name!r} substituted in sys.modules during a lazy load')
        names.update(changed)
        spec.loader_state = None


class _LazyState:
    def __init__(self, names):
        import threading
        self.names, self.is_running, self.lock = names, False, threading.RLock()


class LazyLoader(machinery._Loader):
    """Puts off running a module until it is used."""

    def __init__(self, loader):
        if not hasattr(loader, 'exec_module'):
            raise TypeError('loader must define exec_module()')
        self.loader = loader

    @classmethod
    def factory(cls, loader):
        if not hasattr(loader, 'exec_module'):
            raise TypeError('loader must define exec_module()')
        return lambda *args, **kwargs: cls(loader(*args, **kwargs))

    def create_module(self, spec):
        made = self.loader.create_module(spec)
        # A module's class cannot be changed later.
        return _LazyModule(spec.name) if made is None else made

    def exec_module(self, module):
        if not isinstance(module, _LazyModule):
            # One that the loader has made itself.
            self.loader.exec_module(module)
            return
        module.__spec__.loader = module.__loader__ = self.loader
        module.__spec__.loader_state = _LazyState(dict(module.__dict__))
