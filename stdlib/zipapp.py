"""Makes one file of a program in a folder: a zip file with a `__main__`, after a line that names the interpreter."""

import contextlib
import os
import pathlib
import shutil
import stat
import sys
import zipfile

__all__ = ['ZipAppError', 'create_archive', 'get_interpreter']

MAIN_TEMPLATE = '# -*- coding: utf-8 -*-\nimport {module}\n{module}.{fn}()\n'


class ZipAppError(ValueError):
    """A folder cannot be made into a program."""


@contextlib.contextmanager
def _opened(archive, mode):
    """A file that is given open or by its name."""
    if not isinstance(archive, (str, os.PathLike)):
        yield archive
        return
    with open(archive, mode) as file:
        yield file


def _write_first_line(file, interpreter):
    if interpreter:
        file.write(b'#!' + os.fsencode(interpreter) + b'\n')


def _make_runnable(path):
    os.chmod(path, os.stat(path).st_mode | stat.S_IEXEC)


def _copy_archive(archive, new_archive, interpreter):
    """Copies an archive and has it name another interpreter, or none."""
    with _opened(archive, 'rb') as source:
        start = source.read(2)
        if start == b'#!':
            start = b''
            source.readline()
        with _opened(new_archive, 'wb') as target:
            _write_first_line(target, interpreter)
            target.write(start)
            shutil.copyfileobj(source, target)
    if interpreter and isinstance(new_archive, str):
        _make_runnable(new_archive)


def _main_text(main):
    module, colon, function = main.partition(':')
    if not colon or not all(part.isidentifier() for name in (module, function) for part in name.split('.')):
        raise ZipAppError('Invalid entry point: ' + main)
    return MAIN_TEMPLATE.format(module=module, fn=function)


def create_archive(source, target=None, interpreter=None, main=None, filter=None, compressed=False):
    """Makes an archive of a folder, or copies one. `main` is module:function; `filter` says which files belong to it."""
    if hasattr(source, 'read') and hasattr(source, 'readline') or pathlib.Path(source).is_file():
        _copy_archive(source if hasattr(source, 'read') else pathlib.Path(source), target, interpreter)
        return
    source = pathlib.Path(source)
    if not source.exists():
        raise ZipAppError('Source does not exist')
    has_main = (source / '__main__.py').is_file()
    if main and has_main:
        raise ZipAppError('Cannot specify entry point if the source has __main__.py')
    if not main and not has_main:
        raise ZipAppError('Archive has no entry point')
    text = _main_text(main) if main else None
    is_file = hasattr(target, 'write')
    if not is_file:
        target = source.with_suffix('.pyz') if target is None else pathlib.Path(target)
    with _opened(target, 'wb') as file:
        _write_first_line(file, interpreter)
        with zipfile.ZipFile(file, 'w', zipfile.ZIP_DEFLATED if compressed else zipfile.ZIP_STORED) as archive:
            for child in sorted(source.rglob('*')):
                name = child.relative_to(source)
                if filter is None or filter(name) and child.resolve() != name.resolve():
                    archive.write(child, name.as_posix())
            if text:
                archive.writestr('__main__.py', text.encode('utf-8'))
    if interpreter and not is_file:
        _make_runnable(target)


def get_interpreter(archive):
    """The interpreter that an archive names; None for none."""
    with _opened(archive, 'rb') as file:
        return os.fsdecode(file.readline().strip()) if file.read(2) == b'#!' else None


def main(args=None):
    import argparse
    parser = argparse.ArgumentParser()
    parser.add_argument('--output', '-o', default=None, help='The name of the output archive. Required if SOURCE is an archive.')
    parser.add_argument('--python', '-p', default=None, help='The name of the Python interpreter to use (default: no shebang line).')
    parser.add_argument('--main', '-m', default=None,
                        help='The main function of the application (default: use an existing __main__.py).')
    parser.add_argument('--compress', '-c', action='store_true',
                        help='Compress files with the deflate method. Files are stored uncompressed by default.')
    parser.add_argument('--info', default=False, action='store_true', help='Display the interpreter from the archive.')
    parser.add_argument('source', help='Source directory (or existing archive).')
    args = parser.parse_args(args)
    is_archive = os.path.isfile(args.source)
    if args.info:
        if not is_archive:
            raise SystemExit('Can only get info for an archive file')
        print(f"Interpreter: {get_interpreter(args.source) or '<none>'}")
        sys.exit(0)
    if is_archive:
        if args.output is None or os.path.exists(args.output) and os.path.samefile(args.source, args.output):
            raise SystemExit('In-place editing of archives is not supported')
        if args.main:
            raise SystemExit('Cannot change the main function when copying')
    create_archive(args.source, args.output, interpreter=args.python, main=args.main, compressed=args.compress)


if __name__ == '__main__':
    main()
