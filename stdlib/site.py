"""Folders of installed packages. The interpreter itself adds none: a program, or `main()`, has them added."""

import os
import sys

PREFIXES = [sys.prefix, sys.exec_prefix]
# Whether the folder of the user is used: None stands for no, for reasons of security. Told by main().
ENABLE_USER_SITE = None
USER_SITE = USER_BASE = None


def makepath(*paths):
    """A path in full, and as it is compared."""
    path = os.path.abspath(os.path.join(*paths))
    return path, os.path.normcase(path)


def abs_paths():
    """Files of modules are known in full already."""


def removeduppaths():
    """Makes the entries of `sys.path` full and leaves each once; gives those that are known."""
    known, kept = set(), []
    for entry in sys.path:
        path, shown = makepath(entry) if isinstance(entry, str) and not entry.startswith('<') else (entry, entry)
        if shown not in known:
            known.add(shown)
            kept.append(path)
    sys.path[:] = kept
    return known


def _known_paths():
    return {makepath(entry)[1] for entry in sys.path if isinstance(entry, str) and os.path.exists(entry)}


def addpackage(sitedir, name, known_paths):
    """Does what a `.pth` file says: adds folders, runs lines that begin with `import`."""
    is_known = known_paths is not None
    known = known_paths if is_known else _known_paths()
    path = os.path.join(sitedir, name)
    try:
        with open(path, 'rb') as file:
            text = file.read().decode('utf-8-sig', 'surrogateescape')
    except OSError:
        return None
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith('#') or not line.strip():
            continue
        try:
            if line.startswith(('import ', 'import\t')):
                exec(line)
                continue
            folder, shown = makepath(sitedir, line.rstrip())
            if shown not in known and os.path.exists(folder):
                sys.path.append(folder)
                known.add(shown)
        except Exception as error:
            import traceback
            print(f'Error processing line {number} of {path}:\n', file=sys.stderr)
            for part in ''.join(traceback.format_exception(error)).splitlines():
                print('  ' + part, file=sys.stderr)
            print('\nRemainder of file ignored', file=sys.stderr)
            break
    return known if is_known else None


def addsitedir(sitedir, known_paths=None):
    """Adds a folder to `sys.path` and does what its `.pth` files say."""
    known = _known_paths() if known_paths is None else known_paths
    sitedir, shown = makepath(sitedir)
    if shown not in known:
        sys.path.append(sitedir)
        known.add(shown)
    try:
        names = sorted(os.listdir(sitedir))
    except OSError:
        return None
    for name in names:
        if name.endswith('.pth') and not name.startswith('.'):
            addpackage(sitedir, name, known)
    return known if known_paths is not None else None


def check_enableusersite():
    """Whether the folder of the user may be used: False by an option, None if the process has others' rights."""
    if sys.flags.no_user_site:
        return False
    return True if os.geteuid() == os.getuid() and os.getegid() == os.getgid() else None


def getuserbase():
    """The folder below which a user has packages of his own."""
    global USER_BASE
    if USER_BASE is None:
        USER_BASE = os.environ.get('PYTHONUSERBASE') or os.path.expanduser(os.path.join('~', '.local'))
    return USER_BASE


def _get_path(userbase):
    return f'{userbase}/lib/python{sys.version_info[0]}.{sys.version_info[1]}/site-packages'


def getusersitepackages():
    """The folder of packages of the user."""
    global USER_SITE
    base = getuserbase()
    if USER_SITE is None:
        USER_SITE = _get_path(base)
    return USER_SITE


def addusersitepackages(known_paths):
    folder = getusersitepackages()
    if ENABLE_USER_SITE and os.path.isdir(folder):
        addsitedir(folder, known_paths)
    return known_paths


def getsitepackages(prefixes=None):
    """The folders of packages below places of installation."""
    prefixes = dict.fromkeys(filter(None, PREFIXES if prefixes is None else prefixes))
    libraries = dict.fromkeys([sys.platlibdir, 'lib'])
    folder = 'python%d.%d' % sys.version_info[:2]
    return [os.path.join(prefix, library, folder, 'site-packages') for prefix in prefixes for library in libraries]


def addsitepackages(known_paths, prefixes=None):
    for folder in getsitepackages(prefixes):
        if os.path.isdir(folder):
            addsitedir(folder, known_paths)
    return known_paths


def setquit():
    """`exit` and `quit` are builtins from the beginning, as are the next."""


setcopyright = sethelper = enablerlcompleter = register_readline = setquit


def gethistoryfile():
    return os.environ.get('PYTHON_HISTORY') or os.path.join(os.path.expanduser('~'), '.python_history')


def venv(known_paths):
    return known_paths


def _run(name):
    try:
        __import__(name)
    except ImportError as error:
        if error.name != name:
            raise


def execsitecustomize():
    """Imports `sitecustomize`, if there is one."""
    _run('sitecustomize')


def execusercustomize():
    """Imports `usercustomize`, if there is one."""
    _run('usercustomize')


def main():
    """Adds the folders of packages that there are."""
    global ENABLE_USER_SITE
    known = removeduppaths()
    if ENABLE_USER_SITE is None:
        ENABLE_USER_SITE = check_enableusersite()
    addsitepackages(addusersitepackages(known))
    execsitecustomize()
    if ENABLE_USER_SITE:
        execusercustomize()


# What main() would tell.
ENABLE_USER_SITE = check_enableusersite()
getusersitepackages()


def _script():
    args = sys.argv[1:]
    if not args:
        exists = lambda path: 'exists' if os.path.isdir(path) else "doesn't exist"
        print('sys.path = [', *[f'    {entry!r},' for entry in sys.path], ']', sep='\n')
        print(f'USER_BASE: {USER_BASE!r} ({exists(USER_BASE)})')
        print(f'USER_SITE: {USER_SITE!r} ({exists(USER_SITE)})')
        print(f'ENABLE_USER_SITE: {ENABLE_USER_SITE!r}')
        sys.exit(0)
    asked = [value for option, value in (('--user-base', USER_BASE), ('--user-site', USER_SITE)) if option in args]
    if not asked:
        print(f"{sys.argv[0]} [--user-base] [--user-site]\n\nWithout arguments print some useful information\nWith arguments print the "
              f"value of USER_BASE and/or USER_SITE separated\nby '{os.pathsep}'.")
        sys.exit(10)
    print(os.pathsep.join(asked))
    sys.exit(0 if ENABLE_USER_SITE else 1 if ENABLE_USER_SITE is False else 2)


if __name__ == '__main__':
    _script()
