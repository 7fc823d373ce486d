"""Checks that all modules of a folder can be compiled. As with `py_compile`, nothing is written."""

import os
import py_compile
import sys

__all__ = ['compile_dir', 'compile_file', 'compile_path']


def _files_in(folder, levels, quiet):
    if quiet < 2:
        folder = os.fspath(folder)
    if not quiet:
        print(f'Listing {folder!r}...')
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        if quiet < 2:
            print(f"Can't list {folder!r}")
        names = []
    for name in names:
        path = os.path.join(folder, name)
        if name == '__pycache__':
            continue
        if not os.path.isdir(path):
            yield path
        elif levels > 0 and not os.path.islink(path):
            yield from _files_in(path, levels - 1, quiet)


def _check_places(ddir, stripdir, prependdir):
    if ddir is not None and (stripdir is not None or prependdir is not None):
        raise ValueError('Destination dir (ddir) cannot be used in combination with stripdir or prependdir')


def compile_dir(dir, maxlevels=None, ddir=None, force=False, rx=None, quiet=0, legacy=False, optimize=-1, workers=1,
                invalidation_mode=None, *, stripdir=None, prependdir=None, limit_sl_dest=None, hardlink_dupes=False):
    """Compiles all modules below a folder: whether that went well."""
    _check_places(ddir, stripdir, prependdir)
    if ddir is not None:
        stripdir, prependdir = dir, ddir
    if workers < 0:
        raise ValueError('workers must be greater or equal to 0')
    levels = sys.getrecursionlimit() if maxlevels is None else maxlevels

    def compiled(file):
        return compile_file(file, None, force, rx, quiet, legacy, optimize, invalidation_mode, stripdir=stripdir, prependdir=prependdir,
                            limit_sl_dest=limit_sl_dest, hardlink_dupes=hardlink_dupes)

    files = _files_in(dir, levels, quiet)
    if workers == 1:
        return all([compiled(file) for file in files])
    from concurrent.futures import ThreadPoolExecutor
    with ThreadPoolExecutor(workers or None) as executor:
        return all(list(executor.map(compiled, files)))


def _shown_name(path, ddir, stripdir, prependdir, quiet):
    """What a file is called in messages; None if that is its name."""
    shown = None if ddir is None else os.path.join(ddir, os.path.basename(path))
    if stripdir is not None:
        parts, start = path.split(os.sep), os.fspath(stripdir).split(os.sep)
        if parts[:len(start)] == start:
            shown = os.path.join(*parts[len(start):])
        elif quiet < 2:
            print(f'The stripdir path {os.fspath(stripdir)!r} is not a valid prefix for source path {path!r}; ignoring')
    return shown if prependdir is None else os.path.join(prependdir, path if shown is None else shown)


def compile_file(fullname, ddir=None, force=False, rx=None, quiet=0, legacy=False, optimize=-1, invalidation_mode=None, *,
                 stripdir=None, prependdir=None, limit_sl_dest=None, hardlink_dupes=False):
    """Compiles a file if it is a module: whether that went well."""
    _check_places(ddir, stripdir, prependdir)
    path = os.fspath(fullname)
    shown = _shown_name(path, ddir, stripdir, prependdir, quiet)
    levels = sorted({optimize} if isinstance(optimize, int) else set(optimize))
    if hardlink_dupes and len(levels) < 2:
        raise ValueError('Hardlinking of duplicated bytecode makes sense only for more than one optimization level')
    if rx is not None and rx.search(path) or not path.endswith('.py') or not os.path.isfile(path):
        return True
    if limit_sl_dest is not None and os.path.islink(path):
        from pathlib import Path
        if Path(limit_sl_dest).resolve() not in Path(path).resolve().parents:
            return True
    if not quiet:
        print(f'Compiling {path!r}...')
    try:
        return all([py_compile.compile(path, None, shown, True, optimize=level, invalidation_mode=invalidation_mode) for level in levels])
    except py_compile.PyCompileError as error:
        encoding = sys.stdout.encoding or sys.getdefaultencoding()
        message = error.msg.encode(encoding, 'backslashreplace').decode(encoding)
    except (SyntaxError, UnicodeError, OSError) as error:
        message = f'{type(error).__name__}: {error}'
    if quiet < 2:
        print(f'*** Error compiling {path!r}...\n{message}' if quiet else f'*** {message}')
    return False


def compile_path(skip_curdir=1, maxlevels=0, force=False, quiet=0, legacy=False, optimize=-1, invalidation_mode=None):
    """Compiles all modules that `sys.path` leads to: whether that went well."""
    is_fine = True
    for folder in sys.path:
        if (not folder or folder == os.curdir) and skip_curdir:
            if quiet < 2:
                print('Skipping current directory')
        else:
            is_fine = is_fine and compile_dir(folder, maxlevels, None, force, quiet=quiet, legacy=legacy, optimize=optimize,
                                              invalidation_mode=invalidation_mode)
    return is_fine


def _parser():
    import argparse
    parser = argparse.ArgumentParser(description='Utilities to support installing Python libraries.')
    parser.add_argument('-l', action='store_const', const=0, default=None, dest='maxlevels', help="don't recurse into subdirectories")
    parser.add_argument('-r', type=int, dest='recursion', help='control the maximum recursion level. if `-l` and `-r` options are '
                        'specified, then `-r` takes precedence.')
    parser.add_argument('-f', action='store_true', dest='force', help='force rebuild even if timestamps are up to date')
    parser.add_argument('-q', action='count', dest='quiet', default=0, help='output only error messages; -qq will suppress the error '
                        'messages as well.')
    parser.add_argument('-b', action='store_true', dest='legacy', help='use legacy (pre-PEP3147) compiled file locations')
    parser.add_argument('-d', metavar='DESTDIR', dest='ddir', help='directory to prepend to file paths in messages')
    parser.add_argument('-s', metavar='STRIPDIR', dest='stripdir', help='part of path to left-strip from path to source file')
    parser.add_argument('-p', metavar='PREPENDDIR', dest='prependdir', help='path to add as prefix to path to source file')
    parser.add_argument('-x', metavar='REGEXP', dest='rx', help='skip files matching the regular expression; the regexp is searched for '
                        'in the full path of each file considered for compilation')
    parser.add_argument('-i', metavar='FILE', dest='flist', help='add all the files and directories listed in FILE to the list '
                        'considered for compilation; if "-", names are read from stdin')
    parser.add_argument('compile_dest', metavar='FILE|DIR', nargs='*', help='zero or more file and directory names to compile; if no '
                        'arguments given, defaults to the equivalent of -l sys.path')
    parser.add_argument('-j', '--workers', default=1, type=int, help='Run compileall concurrently')
    parser.add_argument('--invalidation-mode', choices=['checked-hash', 'timestamp', 'unchecked-hash'], help='of no effect')
    parser.add_argument('-o', action='append', type=int, dest='opt_levels', help='Optimization levels to run compilation with.')
    parser.add_argument('-e', metavar='DIR', dest='limit_sl_dest', help='Ignore symlinks pointing outsite of the DIR')
    parser.add_argument('--hardlink-dupes', action='store_true', dest='hardlink_dupes', help='of no effect')
    return parser


def main():
    """Compiles what the command line names: whether that went well."""
    parser = _parser()
    args = parser.parse_args()
    if args.ddir is not None and (args.stripdir is not None or args.prependdir is not None):
        parser.error('-d cannot be used in combination with -s or -p')
    if args.rx:
        import re
        args.rx = re.compile(args.rx)
    levels = args.opt_levels or [-1]
    depth = args.maxlevels if args.recursion is None else args.recursion
    places = args.compile_dest
    if args.flist:
        try:
            with sys.stdin if args.flist == '-' else open(args.flist, encoding='utf-8') as file:
                places += [line.strip() for line in file]
        except OSError:
            if args.quiet < 2:
                print(f'Error reading file list {args.flist}')
            return False
    if not places:
        return compile_path(legacy=args.legacy, force=args.force, quiet=args.quiet)
    more = {'optimize': levels, 'stripdir': args.stripdir, 'prependdir': args.prependdir, 'limit_sl_dest': args.limit_sl_dest or None}
    is_fine = True
    for place in places:
        if os.path.isfile(place):
            is_fine &= compile_file(place, args.ddir, args.force, args.rx, args.quiet, args.legacy, **more)
        else:
            is_fine &= compile_dir(place, depth, args.ddir, args.force, args.rx, args.quiet, args.legacy, workers=args.workers, **more)
    return is_fine


if __name__ == '__main__':
    sys.exit(int(not main()))
