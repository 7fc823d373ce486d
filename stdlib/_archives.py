"""Archives of folders, for `shutil`: which formats there are, making and unpacking them."""

import os
import sys


class RegistryError(Exception):
    """A registry of archive formats went wrong."""


class ReadError(OSError):
    """An archive cannot be read."""


def _owner(owner, group):
    """What gives the members of a tar archive another owner."""
    uid = gid = None
    if owner is not None:
        import pwd
        try:
            uid = pwd.getpwnam(owner)[2]
        except KeyError:
            pass
    if group is not None:
        import grp
        try:
            gid = grp.getgrnam(group)[2]
        except KeyError:
            pass

    def change(info):
        if gid is not None:
            info.gid, info.gname = gid, group
        if uid is not None:
            info.uid, info.uname = uid, owner
        return info
    return change


def _make_folder(path, dry_run, logger):
    if path and not os.path.exists(path):
        if logger is not None:
            logger.info('creating %s', path)
        if not dry_run:
            os.makedirs(path)


def _make_tarball(base_name, base_dir, compress='gzip', verbose=0, dry_run=0, owner=None, group=None, logger=None, root_dir=None):
    kinds = {None: ('', ''), 'gzip': ('gz', '.gz'), 'bzip2': ('bz2', '.bz2'), 'xz': ('xz', '.xz')}
    if compress not in kinds:
        raise ValueError(f"bad value for 'compress', or compression format not supported : {compress}")
    import tarfile
    mode, suffix = kinds[compress]
    name = f'{base_name}.tar{suffix}'
    _make_folder(os.path.dirname(name), dry_run, logger)
    if logger is not None:
        logger.info('Creating tar archive')
    if not dry_run:
        arcname = base_dir
        if root_dir is not None:
            base_dir = os.path.join(root_dir, base_dir)
        with tarfile.open(name, f'w|{mode}') as archive:
            archive.add(base_dir, arcname, filter=_owner(owner, group))
    return os.path.abspath(name) if root_dir is not None else name


def _make_zipfile(base_name, base_dir, verbose=0, dry_run=0, logger=None, owner=None, group=None, root_dir=None):
    import zipfile
    name = base_name + '.zip'
    _make_folder(os.path.dirname(base_name), dry_run, logger)
    if logger is not None:
        logger.info("creating '%s' and adding '%s' to it", name, base_dir)
    if not dry_run:
        with zipfile.ZipFile(name, 'w', zipfile.ZIP_DEFLATED) as archive:
            top = os.path.normpath(base_dir)
            if root_dir is not None:
                base_dir = os.path.join(root_dir, base_dir)
            base_dir = os.path.normpath(base_dir)
            if top != os.curdir:
                archive.write(base_dir, top)
            for folder, folders, files in os.walk(base_dir):
                place = os.path.relpath(folder, root_dir) if root_dir is not None else folder
                place = os.path.normpath(place)
                for each in sorted(folders):
                    archive.write(os.path.join(folder, each), os.path.join(place, each))
                for each in files:
                    path = os.path.join(folder, each)
                    if os.path.isfile(path):
                        archive.write(path, os.path.join(place, each))
    return os.path.abspath(name) if root_dir is not None else name


_make_tarball.supports_root_dir = _make_zipfile.supports_root_dir = True

# Format: function, arguments for it, description.
_ARCHIVE_FORMATS = {
    'tar': (_make_tarball, [('compress', None)], 'uncompressed tar file'),
    'gztar': (_make_tarball, [('compress', 'gzip')], "gzip'ed tar-file"),
    'zip': (_make_zipfile, [], 'ZIP file'),
    'bztar': (_make_tarball, [('compress', 'bzip2')], "bzip2'ed tar-file"),
}


def get_archive_formats():
    """The formats that archives can be made in, and what they are."""
    return sorted((name, registered[2]) for name, registered in _ARCHIVE_FORMATS.items())


def register_archive_format(name, function, extra_args=None, description=''):
    """Adds a format, which a function makes."""
    extra_args = [] if extra_args is None else extra_args
    if not callable(function):
        raise TypeError('The %s object is not callable' % function)
    if not isinstance(extra_args, (tuple, list)):
        raise TypeError('extra_args needs to be a sequence')
    for element in extra_args:
        if not isinstance(element, (tuple, list)) or len(element) != 2:
            raise TypeError('extra_args elements are : (arg_name, value)')
    _ARCHIVE_FORMATS[name] = (function, extra_args, description)


def unregister_archive_format(name):
    del _ARCHIVE_FORMATS[name]


def make_archive(base_name, format, root_dir=None, base_dir=None, verbose=0, dry_run=0, owner=None, group=None, logger=None):
    """Makes an archive of a folder, with names as they are below `root_dir`; its path."""
    sys.audit('shutil.make_archive', base_name, format, root_dir, base_dir)
    if format not in _ARCHIVE_FORMATS:
        raise ValueError("unknown archive format '%s'" % format)
    function, extra, _ = _ARCHIVE_FORMATS[format]
    options = {'dry_run': dry_run, 'logger': logger, 'owner': owner, 'group': group, **dict(extra)}
    base_name = os.fspath(base_name)
    base_dir = os.curdir if base_dir is None else base_dir
    cwd = None
    if root_dir is not None:
        root_dir = os.fspath(root_dir)
        if not os.path.isdir(root_dir):
            error = NotADirectoryError if os.path.exists(root_dir) else FileNotFoundError
            number = 20 if os.path.exists(root_dir) else 2
            raise error(number, os.strerror(number), root_dir)
        if getattr(function, 'supports_root_dir', False):
            options['root_dir'] = root_dir
        else:
            # The function writes what is in the current folder.
            cwd = os.getcwd()
            base_name = os.path.abspath(base_name)
            if logger is not None:
                logger.debug("changing into '%s'", root_dir)
            if not dry_run:
                os.chdir(root_dir)
    try:
        return function(base_name, base_dir, **options)
    finally:
        if cwd is not None:
            if logger is not None:
                logger.debug("changing back to '%s'", cwd)
            os.chdir(cwd)


def get_unpack_formats():
    """The formats that can be unpacked: name, suffixes, what they are."""
    return sorted((name, registered[0], registered[3]) for name, registered in _UNPACK_FORMATS.items())


def register_unpack_format(name, extensions, function, extra_args=None, description=''):
    """Adds a format that is known by suffixes and unpacked by a function."""
    taken = {extension: known for known, registered in _UNPACK_FORMATS.items() for extension in registered[0]}
    for extension in extensions:
        if extension in taken:
            raise RegistryError('%s is already registered for "%s"' % (extension, taken[extension]))
    if not callable(function):
        raise TypeError('The registered function must be a callable')
    _UNPACK_FORMATS[name] = extensions, function, [] if extra_args is None else extra_args, description


def unregister_unpack_format(name):
    del _UNPACK_FORMATS[name]


def _unpack_zipfile(filename, extract_dir):
    import shutil
    import zipfile
    if not zipfile.is_zipfile(filename):
        raise ReadError('%s is not a zip file' % filename)
    with zipfile.ZipFile(filename) as archive:
        for info in archive.infolist():
            # Nothing is written outside of the folder.
            if info.filename.startswith('/') or '..' in info.filename:
                continue
            target = os.path.join(extract_dir, *info.filename.split('/'))
            if not os.path.isdir(os.path.dirname(target)):
                os.makedirs(os.path.dirname(target))
            if not info.filename.endswith('/'):
                with archive.open(info.filename) as source, open(target, 'wb') as out:
                    shutil.copyfileobj(source, out)


def _unpack_tarfile(filename, extract_dir, *, filter=None):
    import tarfile
    try:
        archive = tarfile.open(filename)
    except tarfile.TarError:
        raise ReadError('%s is not a compressed or uncompressed tar file' % filename) from None
    with archive:
        archive.extractall(extract_dir, filter=filter)


# Format: suffixes, function, arguments for it, description.
_UNPACK_FORMATS = {
    'tar': (['.tar'], _unpack_tarfile, [], 'uncompressed tar file'),
    'zip': (['.zip'], _unpack_zipfile, [], 'ZIP file'),
    'gztar': (['.tar.gz', '.tgz'], _unpack_tarfile, [], "gzip'ed tar-file"),
    'bztar': (['.tar.bz2', '.tbz2'], _unpack_tarfile, [], "bzip2'ed tar-file"),
}


def unpack_archive(filename, extract_dir=None, format=None, *, filter=None):
    """Unpacks an archive, whose format its name tells unless it is given."""
    sys.audit('shutil.unpack_archive', filename, extract_dir, format)
    extract_dir = os.fspath(os.getcwd() if extract_dir is None else extract_dir)
    filename = os.fspath(filename)
    options = {} if filter is None else {'filter': filter}
    if format is None:
        format = next((name for name, registered in _UNPACK_FORMATS.items() for extension in registered[0]
                       if filename.endswith(extension)), None)
        if format is None:
            raise ReadError("Unknown archive format '{0}'".format(filename))
    elif format not in _UNPACK_FORMATS:
        raise ValueError("Unknown unpack format '{0}'".format(format))
    _, function, extra, _ = _UNPACK_FORMATS[format]
    function(filename, extract_dir, **dict(extra), **options)


for _each in RegistryError, ReadError:
    _each.__module__ = 'shutil'
del _each
