"""Running modules as programs."""

import importlib
import importlib.util
import os
import sys
from types import ModuleType

__all__ = ['run_module', 'run_path']


def _spec_of(name, error=ImportError):
    """The spec of the module that is to be run: of a package, that of its `__main__`."""
    if name.startswith('.'):
        raise error('Relative module names not supported')
    parent = name.rpartition('.')[0]
    if parent:
        try:
            __import__(parent)
        except ImportError as e:
            if e.name is None or e.name != parent and not parent.startswith(e.name + '.'):
                raise
        found = sys.modules.get(name)
        if found is not None and not hasattr(found, '__path__'):
            import warnings
            warnings.warn(f'{name!r} found in sys.modules after import of package {parent!r}, but prior to execution of {name!r}; '
                          'this may result in unpredictable behaviour', RuntimeWarning)
    try:
        spec = importlib.util.find_spec(name)
    except (ImportError, AttributeError, TypeError, ValueError) as e:
        raise error(f'Error while finding module specification for {name!r} ({type(e).__name__}: {e})') from e
    if spec is None:
        raise error(f'No module named {name}')
    if spec.submodule_search_locations is not None:
        if name == '__main__' or name.endswith('.__main__'):
            raise error('Cannot use package as __main__ module')
        try:
            return _spec_of(name + '.__main__', error)
        except error as e:
            if name not in sys.modules:
                raise
            raise error(f'{e}; {name!r} is a package and cannot be directly executed') from None
    if spec.loader is None:
        raise error(f'{name!r} is a namespace package and cannot be executed')
    return spec


def _code_of(spec, error=ImportError):
    loader = spec.loader
    if hasattr(loader, 'get_code'):
        try:
            text = loader.get_source(spec.name)
        except OSError as e:
            raise error(f'{type(e).__name__}: {e}') from e
        if text is not None:
            return compile(text, spec.origin, 'exec', dont_inherit=True)
    raise error(f'No code object available for {spec.name}')


class _InPlace:
    """While it is entered, `sys.modules` has a module under a name, and `sys.argv` begins with another word."""

    def __init__(self, name, first):
        self.module = ModuleType(name)
        self._name, self._first = name, first
        self._before = []

    def __enter__(self):
        self._before.append((sys.modules.get(self._name), sys.argv[0]))
        sys.modules[self._name] = self.module
        sys.argv[0] = self._first
        return self.module

    def __exit__(self, *about):
        module, sys.argv[0] = self._before.pop()
        if module is None:
            sys.modules.pop(self._name, None)
        else:
            sys.modules[self._name] = module


def _globals_of(code, init_globals, name, spec, file, package, globals):
    globals.update(init_globals or {})
    globals.update(__name__=name, __file__=file, __cached__=spec.cached if spec is not None else None, __doc__=None,
                   __loader__=spec.loader if spec is not None else None, __package__=package, __spec__=spec)
    exec(code, globals)
    return globals


def _run_apart(code, init_globals, name, spec, file, package):
    """Runs code in a module of its own, which `sys.modules` has as long as that takes; gives a copy of its variables."""
    with _InPlace(name, file) as module:
        return _globals_of(code, init_globals, name, spec, file, package, module.__dict__).copy()


def run_module(mod_name, init_globals=None, run_name=None, alter_sys=False):
    """Runs a module and gives its variables. With `alter_sys`, `sys` looks as if it were the program."""
    spec = _spec_of(mod_name)
    code = _code_of(spec)
    name = run_name or spec.name
    if alter_sys:
        return _run_apart(code, init_globals, name, spec, spec.origin, spec.parent)
    return _globals_of(code, init_globals, name, spec, spec.origin, spec.parent, {})


def _is_archive(path):
    from zipfile import is_zipfile
    return os.path.isfile(path) and is_zipfile(path)


def run_path(path_name, init_globals=None, run_name=None):
    """Runs a file, or the `__main__` of a folder, and gives its variables."""
    name = '<run_path>' if run_name is None else run_name
    path = os.fsdecode(path_name)
    if not os.path.isdir(path) and not _is_archive(path):
        with open(os.path.abspath(path), 'rb') as file:
            code = compile(file.read(), path, 'exec', dont_inherit=True)
        return _run_apart(code, init_globals, name, None, path, name.rpartition('.')[0])
    sys.path.insert(0, path)
    # The folder's is meant, not the program's own.
    own = sys.modules.pop('__main__', None)
    try:
        spec = importlib.machinery.PathFinder.find_spec('__main__', [path])
        if spec is None:
            raise ImportError(f"can't find '__main__' module in {path!r}")
        return _run_apart(_code_of(spec), init_globals, name, spec, spec.origin, '')
    finally:
        if own is not None:
            sys.modules['__main__'] = own
        if path in sys.path:
            sys.path.remove(path)


if __name__ == '__main__':
    if len(sys.argv) < 2:
        print('No module specified for execution', file=sys.stderr)
    else:
        del sys.argv[0]
        run_module(sys.argv[0], run_name='__main__', alter_sys=True)
