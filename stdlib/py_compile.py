"""Checks that files can be compiled. Compiled files are not kept: the interpreter compiles what it imports each time."""

import enum
import importlib.util
import os
import sys
import traceback

__all__ = ['compile', 'main', 'PyCompileError', 'PycInvalidationMode']


class PyCompileError(Exception):
    """A file cannot be compiled; `msg` says why, with the line."""

    def __init__(self, exc_type, exc_value, file, msg=''):
        text = ''.join(traceback.format_exception_only(exc_type, exc_value))
        if exc_type is SyntaxError:
            text = text.replace('File "<string>"', f'File "{file}"')
        else:
            text = f'Sorry: {exc_type.__name__}: {exc_value}'
        Exception.__init__(self, msg or text, exc_type.__name__, exc_value, file)
        self.exc_type_name, self.exc_value, self.file, self.msg = exc_type.__name__, exc_value, file, msg or text

    def __str__(self):
        return self.msg


class PycInvalidationMode(enum.Enum):
    TIMESTAMP = 1
    CHECKED_HASH = 2
    UNCHECKED_HASH = 3


def _get_default_invalidation_mode():
    return PycInvalidationMode.CHECKED_HASH if os.environ.get('SOURCE_DATE_EPOCH') else PycInvalidationMode.TIMESTAMP


def compile(file, cfile=None, dfile=None, doraise=False, optimize=-1, invalidation_mode=None, quiet=0):
    """Compiles a file: the name that the compiled file would have, None if it cannot be compiled."""
    if cfile is None:
        cfile = importlib.util.cache_from_source(file, **{} if optimize < 0 else {'optimization': optimize or ''})
    if os.path.islink(cfile):
        raise FileExistsError(f'{cfile} is a symlink and will be changed into a regular file if import writes a byte-compiled file to it')
    if os.path.exists(cfile) and not os.path.isfile(cfile):
        raise FileExistsError(
            f'{cfile} is a non-regular file and will be changed into a regular one if import writes a byte-compiled file to it')
    with open(file, 'rb') as source:
        data = source.read()
    try:
        import builtins
        builtins.compile(data, dfile or file, 'exec', dont_inherit=True, optimize=optimize)
    except Exception as error:
        wrapped = PyCompileError(type(error), error, dfile or file)
        if quiet < 2:
            if doraise:
                raise wrapped
            sys.stderr.write(wrapped.msg + '\n')
        return None
    return cfile


def main():
    import argparse
    parser = argparse.ArgumentParser(description='A simple command-line interface for py_compile module.')
    parser.add_argument('-q', '--quiet', action='store_true', help='Suppress error output')
    parser.add_argument('filenames', nargs='+', help='Files to compile')
    args = parser.parse_args()
    names = [line.rstrip('\n') for line in sys.stdin] if args.filenames == ['-'] else args.filenames
    for name in names:
        try:
            compile(name, doraise=True)
        except (PyCompileError, OSError) as error:
            parser.exit(1, None if args.quiet else str(error))


if __name__ == '__main__':
    main()
