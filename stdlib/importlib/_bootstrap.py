"""What programs look for here: specs, and the loaders of modules that are part of the interpreter."""

import sys
from .machinery import BuiltinImporter, FrozenImporter, ModuleSpec
from .util import _load, module_from_spec, resolve_name, spec_from_loader


def _call_with_frames_removed(f, *args, **kwds):
    return f(*args, **kwds)


def _resolve_name(name, package, level):
    """The absolute name of a relative import."""
    bits = package.rsplit('.', level - 1)
    if len(bits) < level:
        raise ImportError('attempted relative import beyond top-level package')
    return f'{bits[0]}.{name}' if name else bits[0]


def _find_spec(name, path, target=None):
    """What the finders of `sys.meta_path` know of a module."""
    for finder in sys.meta_path:
        find_spec = getattr(finder, 'find_spec', None)
        spec = find_spec(name, path, target) if find_spec is not None else None
        if spec is not None:
            return spec
    return None
