"""Where this installation keeps what, and what it was made for. There is no C interface, so there are few variables."""

import os
import sys

__all__ = [
    'get_config_h_filename', 'get_config_var', 'get_config_vars', 'get_makefile_filename', 'get_path', 'get_path_names', 'get_paths',
    'get_platform', 'get_python_version', 'get_scheme_names', 'parse_config_h',
]

_VERSION = '%d.%d' % sys.version_info[:2]
_PATHS = {
    'posix_prefix': {
        'stdlib': '{installed_base}/lib/python{py_version_short}', 'platstdlib': '{platbase}/lib/python{py_version_short}',
        'purelib': '{base}/lib/python{py_version_short}/site-packages', 'platlib': '{platbase}/lib/python{py_version_short}/site-packages',
        'include': '{installed_base}/include/python{py_version_short}', 'platinclude': '{installed_platbase}/include/python{py_version_short}',
        'scripts': '{base}/bin', 'data': '{base}',
    },
    'posix_home': {
        'stdlib': '{installed_base}/lib/python', 'platstdlib': '{base}/lib/python', 'purelib': '{base}/lib/python',
        'platlib': '{base}/lib/python', 'include': '{installed_base}/include/python', 'platinclude': '{installed_base}/include/python',
        'scripts': '{base}/bin', 'data': '{base}',
    },
    'posix_user': {
        'stdlib': '{userbase}/lib/python{py_version_short}', 'platstdlib': '{userbase}/lib/python{py_version_short}',
        'purelib': '{userbase}/lib/python{py_version_short}/site-packages',
        'platlib': '{userbase}/lib/python{py_version_short}/site-packages', 'include': '{userbase}/include/python{py_version_short}',
        'scripts': '{userbase}/bin', 'data': '{userbase}',
    },
}
_NAMES = 'stdlib', 'platstdlib', 'purelib', 'platlib', 'include', 'scripts', 'data'
_variables = None


def get_config_vars(*args):
    """All variables, or the values of some."""
    global _variables
    if _variables is None:
        prefix, exec_prefix = sys.prefix, sys.exec_prefix
        _variables = {
            'prefix': prefix, 'exec_prefix': exec_prefix, 'base': prefix, 'platbase': exec_prefix, 'installed_base': sys.base_prefix,
            'installed_platbase': sys.base_exec_prefix, 'py_version': '%d.%d.%d' % sys.version_info[:3], 'py_version_short': _VERSION,
            'py_version_nodot': _VERSION.replace('.', ''), 'platlibdir': sys.platlibdir, 'projectbase': os.path.dirname(sys.executable),
            'userbase': os.path.expanduser('~/.local'), 'abiflags': getattr(sys, 'abiflags', ''), 'EXT_SUFFIX': '', 'EXE': '', 'SO': '',
            'Py_DEBUG': 0, 'Py_GIL_DISABLED': 1, 'LIBDIR': f'{prefix}/lib', 'BINDIR': f'{exec_prefix}/bin', 'VERSION': _VERSION,
        }
    return [_variables.get(name) for name in args] if args else _variables


def get_config_var(name):
    """A variable, or None."""
    return get_config_vars().get(name)


def get_scheme_names():
    return tuple(sorted(_PATHS))


def get_path_names():
    return _NAMES


def get_default_scheme():
    return 'posix_prefix'


def get_preferred_scheme(key):
    """The scheme for 'prefix', 'home' or 'user'."""
    schemes = {'prefix': 'posix_prefix', 'home': 'posix_home', 'user': 'posix_user'}
    if key not in schemes:
        raise ValueError(f'{key!r} returned by get_preferred_scheme() is not a valid scheme')
    return schemes[key]


def get_paths(scheme='posix_prefix', vars=None, expand=True):
    """All folders of a scheme by name."""
    if not expand:
        return _PATHS[scheme]
    values = {**get_config_vars(), **(vars or {})}
    return {name: os.path.normpath(path.format_map(values)) for name, path in _PATHS[scheme].items()}


def get_path(name, scheme='posix_prefix', vars=None, expand=True):
    """A folder of a scheme."""
    return get_paths(scheme, vars, expand)[name]


def get_platform():
    """System and machine: 'linux-x86_64'."""
    about = os.uname()
    return f'{about.sysname.lower()}-{about.machine}'


def get_python_version():
    return _VERSION


def is_python_build(check_home=None):
    return False


def get_makefile_filename():
    return os.path.join(get_path('stdlib'), 'config', 'Makefile')


def get_config_h_filename():
    return os.path.join(get_path('include'), 'pyconfig.h')


def parse_config_h(fp, vars=None):
    """The definitions of a C header by name: numbers where they are numbers."""
    import re
    found = {} if vars is None else vars
    for line in fp:
        defined = re.match(r'#define ([A-Z][A-Za-z0-9_]+) (.*)\n', line)
        missing = re.match(r'/[*] #undef ([A-Z][A-Za-z0-9_]+) [*]/\n', line)
        if defined:
            name, value = defined.groups()
            try:
                found[name] = int(value)
            except ValueError:
                found[name] = value
        elif missing:
            found[missing[1]] = 0
    return found


def _main():
    print(f'Platform: "{get_platform()}"')
    print(f'Python version: "{get_python_version()}"')
    print(f'Current installation scheme: "{get_default_scheme()}"')
    for title, values in ('Paths', get_paths()), ('Variables', get_config_vars()):
        print(f'\n{title}:')
        for name, value in sorted(values.items()):
            print(f'\t{name} = "{value}"')


if __name__ == '__main__':
    _main()
