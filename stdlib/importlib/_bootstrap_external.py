"""What programs look for here: finders and loaders of files, and names of files that hold compiled modules, which are never written."""

import os
import sys
from .machinery import (BYTECODE_SUFFIXES, EXTENSION_SUFFIXES, SOURCE_SUFFIXES, ExtensionFileLoader, FileFinder, FileLoader,
                        NamespaceLoader, PathFinder, SourceFileLoader, SourcelessFileLoader, WindowsRegistryFinder)
from .util import MAGIC_NUMBER, cache_from_source, decode_source, source_from_cache, spec_from_file_location

path_sep, path_separators = os.sep, os.sep
path_sep_tuple = path_sep,


def _path_join(*parts):
    return os.path.join(*parts) if parts else ''


def _path_split(path):
    head, _, tail = path.rpartition(path_sep)
    return head, tail


def _path_isfile(path):
    return os.path.isfile(path)


def _path_isdir(path):
    return os.path.isdir(path or os.getcwd())


def _path_isabs(path):
    return os.path.isabs(path)


def _path_stat(path):
    return os.stat(path)


def _get_sourcefile(bytecode_path):
    """The file that compiled code comes from; the path itself if that is not there."""
    if not bytecode_path:
        return None
    rest, _, extension = bytecode_path.rpartition('.')
    if not rest or extension.lower()[-3:-1] != 'py':
        return bytecode_path
    try:
        source = source_from_cache(bytecode_path)
    except (NotImplementedError, ValueError):
        source = bytecode_path[:-1]
    return source if os.path.isfile(source) else bytecode_path


def _write_atomic(path, data, mode=0o666):
    """Write a file that is there as a whole or not at all."""
    name = f'{path}.{id(path)}'
    fd = os.open(name, os.O_EXCL | os.O_CREAT | os.O_WRONLY, mode & 0o666)
    try:
        with open(fd, 'wb') as file:
            file.write(data)
        os.replace(name, path)
    except OSError:
        try:
            os.unlink(name)
        except OSError:
            pass
        raise
