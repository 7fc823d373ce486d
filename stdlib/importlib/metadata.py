"""What installed distributions say of themselves: the folders `*.dist-info` and `*.egg-info` on `sys.path`."""

import abc
import csv
import email.message
import functools
import importlib
import os
import pathlib
import re
import sys

__all__ = ['Distribution', 'DistributionFinder', 'PackageMetadata', 'PackageNotFoundError', 'distribution', 'distributions', 'entry_points',
           'files', 'metadata', 'packages_distributions', 'requires', 'version']


class PackageNotFoundError(ModuleNotFoundError):
    """There is no distribution of that name."""

    def __str__(self):
        return f'No package metadata was found for {self.name}'

    @property
    def name(self):
        return self.args[0]


def _normalized(name):
    """Names that mean the same distribution become the same text."""
    return re.sub(r'[-_.]+', '-', name).lower().replace('-', '_')


@functools.total_ordering
class EntryPoint:
    """A name for an object in a module: `package.module:object.attribute [extras]`."""

    dist = None
    _PATTERN = re.compile(r'(?P<module>[\w.]+)\s*(:\s*(?P<attr>[\w.]+)\s*)?((?P<extras>\[.*\])\s*)?$')

    def __init__(self, name, value, group):
        vars(self).update(name=name, value=value, group=group)

    def __setattr__(self, name, value):
        raise AttributeError('EntryPoint objects are immutable.')

    def _key(self):
        return self.name, self.value, self.group

    def __eq__(self, other):
        return self._key() == other._key()

    def __lt__(self, other):
        return self._key() < other._key()

    def __hash__(self):
        return hash(self._key())

    def _of(self, dist):
        vars(self)['dist'] = dist
        return self

    def _parts(self):
        return self._PATTERN.match(self.value)

    def load(self):
        """The object."""
        parts = self._parts()
        module = importlib.import_module(parts['module'])
        return functools.reduce(getattr, filter(None, (parts['attr'] or '').split('.')), module)

    @property
    def module(self):
        return self._parts()['module']

    @property
    def attr(self):
        return self._parts()['attr'] or ''

    @property
    def extras(self):
        return re.findall(r'\w+', self._parts()['extras'] or '')

    def matches(self, **params):
        return all(getattr(self, name) == value for name, value in params.items())

    def __repr__(self):
        return f'EntryPoint(name={self.name!r}, value={self.value!r}, group={self.group!r})'


class EntryPoints(tuple):
    """Entry points, which can be chosen by what they are."""

    __slots__ = ()

    def __getitem__(self, name):
        try:
            return next(iter(self.select(name=name)))
        except StopIteration:
            raise KeyError(name) from None

    def __repr__(self):
        return f'{self.__class__.__name__}({tuple(self)!r})'

    def select(self, **params):
        return EntryPoints(each for each in self if each.matches(**params))

    @property
    def names(self):
        return {each.name for each in self}

    @property
    def groups(self):
        return {each.group for each in self}


class PackagePath(pathlib.PurePosixPath):
    """A file of a distribution, as its list has it."""

    hash = size = dist = None

    def locate(self):
        return self.dist.locate_file(self)

    def read_text(self, encoding='utf-8'):
        return self.locate().read_text(encoding=encoding)

    def read_binary(self):
        return self.locate().read_bytes()


class FileHash:
    def __init__(self, spec):
        self.mode, _, self.value = spec.partition('=')

    def __repr__(self):
        return f'<FileHash mode: {self.mode} value: {self.value}>'


class PackageMetadata(email.message.Message):
    """The header fields of a distribution."""

    def __getitem__(self, name):
        found = super().__getitem__(name)
        if found is None:
            import warnings
            warnings.warn('Implicit None on return values is deprecated and will raise KeyErrors.', DeprecationWarning, stacklevel=2)
        return found

    @property
    def json(self):
        """The fields as a dictionary, in the form of PEP 566."""
        several = {'classifier', 'obsoletes_dist', 'platform', 'project_url', 'provides_dist', 'provides_extra', 'requires_dist',
                   'requires_external', 'supported_platform', 'dynamic'}
        result = {}
        for key in dict.fromkeys(self):
            name = key.lower().replace('-', '_')
            result[name] = self.get_all(key) if name in several else self.get(key)
        if isinstance(result.get('keywords'), str):
            result['keywords'] = re.split(r'\s+', result['keywords'])
        return result


class Distribution(metaclass=abc.ABCMeta):
    """Something installed."""

    @abc.abstractmethod
    def read_text(self, filename):
        """A file of its own, or None."""

    @abc.abstractmethod
    def locate_file(self, path):
        """Where a file of it lies."""

    @classmethod
    def from_name(cls, name):
        if not name:
            raise ValueError('A distribution name is required.')
        for found in cls.discover(name=name):
            return found
        raise PackageNotFoundError(name)

    @classmethod
    def discover(cls, *, context=None, **kwargs):
        if context and kwargs:
            raise ValueError('cannot accept context and kwargs')
        context = context or DistributionFinder.Context(**kwargs)
        for finder in sys.meta_path:
            find = getattr(finder, 'find_distributions', None)
            if find is not None:
                yield from find(context)
        yield from _found(context)

    @staticmethod
    def at(path):
        return PathDistribution(pathlib.Path(path))

    @property
    def metadata(self):
        text = self.read_text('METADATA') or self.read_text('PKG-INFO') or self.read_text('')
        found = email.message_from_string(text or '', _class=PackageMetadata)
        if found.get('Description') is None and found.get_payload():
            found['Description'] = found.get_payload()
        return found

    @property
    def name(self):
        return self.metadata['Name']

    @property
    def version(self):
        return self.metadata['Version']

    @property
    def _normalized_name(self):
        return _normalized(self.name)

    @property
    def entry_points(self):
        return EntryPoints(self._entry_points())

    def _entry_points(self):
        group = None
        for line in (self.read_text('entry_points.txt') or '').splitlines():
            line = line.strip()
            if line.startswith('[') and line.endswith(']'):
                group = line[1:-1]
            elif line and not line.startswith('#') and group is not None:
                name, _, value = line.partition('=')
                yield EntryPoint(name.strip(), value.strip(), group)._of(self)

    @property
    def files(self):
        text = self.read_text('RECORD')
        if text is not None:
            rows = csv.reader(text.splitlines())
        elif (text := self.read_text('SOURCES.txt')) is not None:
            rows = ([line] for line in text.splitlines())
        else:
            return None
        found = []
        for name, *facts in rows:
            path = PackagePath(name)
            path.hash = FileHash(facts[0]) if facts and facts[0] else None
            path.size = int(facts[1]) if len(facts) > 1 and facts[1] else None
            path.dist = self
            if path.locate().exists():
                found.append(path)
        return found

    @property
    def requires(self):
        found = self.metadata.get_all('Requires-Dist')
        if found is None and (text := self.read_text('requires.txt')) is not None:
            found = list(_egg_requires(text))
        return list(found) if found else None


def _egg_requires(text):
    """The lines of requires.txt; what stands in a section is for an extra or a condition."""
    section = ''
    for line in filter(None, map(str.strip, text.splitlines())):
        if line.startswith('['):
            section = line[1:-1]
            continue
        extra, _, condition = section.partition(':')
        conditions = [f'({condition})' if extra and condition else condition] if condition else []
        if extra:
            conditions.append(f'extra == "{extra}"')
        yield f"{line}; {' and '.join(conditions)}" if conditions else line


class DistributionFinder(metaclass=abc.ABCMeta):
    """What finds distributions; those in `sys.meta_path` are asked."""

    class Context:
        name = None

        def __init__(self, **kwargs):
            vars(self).update(kwargs)

        @property
        def path(self):
            return vars(self).get('path', sys.path)

    @abc.abstractmethod
    def find_distributions(self, context=Context()):
        """The distributions that a context asks for."""


class PathDistribution(Distribution):
    """A distribution that is described in a folder."""

    def __init__(self, path):
        self._path = path

    def read_text(self, filename):
        try:
            return self._path.joinpath(filename).read_text(encoding='utf-8')
        except (FileNotFoundError, IsADirectoryError, KeyError, NotADirectoryError, PermissionError):
            return None

    def locate_file(self, path):
        return self._path.parent / path


def _found(context):
    """The distributions in the folders of a path; of several with one name the first counts for who asks for it."""
    wanted = _normalized(context.name) if context.name else None
    for folder in context.path:
        try:
            names = sorted(os.listdir(folder or '.'))
        except OSError:
            continue
        for name in names:
            stem, ending = os.path.splitext(name)
            if ending.lower() not in ('.dist-info', '.egg-info'):
                continue
            own = stem.partition('-')[0]
            if wanted is None or _normalized(own) == wanted:
                yield PathDistribution(pathlib.Path(folder or '.', name))


def distribution(distribution_name):
    """The distribution of a name."""
    return Distribution.from_name(distribution_name)


def distributions(**kwargs):
    """All distributions, or those that are asked for."""
    return Distribution.discover(**kwargs)


def metadata(distribution_name):
    """The header fields of a distribution."""
    return Distribution.from_name(distribution_name).metadata


def version(distribution_name):
    """The version of a distribution, as a text."""
    return distribution(distribution_name).version


def files(distribution_name):
    """The files of a distribution."""
    return distribution(distribution_name).files


def requires(distribution_name):
    """What a distribution needs."""
    return distribution(distribution_name).requires


def entry_points(**params):
    """The entry points of all distributions, each distribution once."""
    seen, found = set(), []
    for each in distributions():
        name = each._normalized_name
        if name not in seen:
            seen.add(name)
            found += each.entry_points
    return EntryPoints(found).select(**params)


def packages_distributions():
    """For the name of each package or module the distributions that it belongs to."""
    found = {}
    for each in distributions():
        declared = (each.read_text('top_level.txt') or '').split()
        names = declared or sorted({_top_level(path) for path in each.files or ()} - {None})
        for name in names:
            found.setdefault(name, []).append(each.metadata['Name'])
    return found


def _top_level(path):
    first, *rest = path.parts
    if rest:
        return first if first.isidentifier() else None
    stem = first.partition('.')[0]
    return stem if path.suffix == '.py' and stem.isidentifier() else None
