"""Reads and writes configuration files made of sections, keys and values."""

import functools
import io
import itertools
import os
import re
from collections import ChainMap
from collections.abc import MutableMapping

__all__ = ("NoSectionError", "DuplicateOptionError", "DuplicateSectionError", "NoOptionError",
           "InterpolationError", "InterpolationDepthError", "InterpolationMissingOptionError",
           "InterpolationSyntaxError", "ParsingError", "MissingSectionHeaderError",
           "MultilineContinuationError", "ConfigParser", "RawConfigParser", "Interpolation",
           "BasicInterpolation", "ExtendedInterpolation", "SectionProxy", "ConverterMapping",
           "DEFAULTSECT", "MAX_INTERPOLATION_DEPTH", "UNNAMED_SECTION")

DEFAULTSECT = "DEFAULT"
MAX_INTERPOLATION_DEPTH = 10


class Error(Exception):
    """What goes wrong with configurations."""

    def __init__(self, msg=""):
        super().__init__(msg)
        self.message = msg

    def __repr__(self):
        return self.message

    __str__ = __repr__

    def _keep(self, **facts):
        """Makes facts attributes, and the arguments, by which the exception is pickled."""
        vars(self).update(facts)
        self.args = tuple(facts.values())


def _where(source, lineno):
    """The beginning of a message about something that was read."""
    if source is None:
        return ""
    return f"While reading from {source!r}{'' if lineno is None else f' [line {lineno:2d}]'}: "


def _sentence(source, text):
    return text if source is not None else text[0].upper() + text[1:]


class NoSectionError(Error):
    def __init__(self, section):
        super().__init__(f"No section: {section!r}")
        self._keep(section=section)


class NoOptionError(Error):
    def __init__(self, option, section):
        super().__init__(f"No option {option!r} in section: {section!r}")
        self._keep(option=option, section=section)


class DuplicateSectionError(Error):
    def __init__(self, section, source=None, lineno=None):
        super().__init__(_where(source, lineno) + _sentence(source, f"section {section!r} already exists"))
        self._keep(section=section, source=source, lineno=lineno)


class DuplicateOptionError(Error):
    def __init__(self, section, option, source=None, lineno=None):
        text = f"option {option!r} in section {section!r} already exists"
        super().__init__(_where(source, lineno) + _sentence(source, text))
        self._keep(section=section, option=option, source=source, lineno=lineno)


class InterpolationError(Error):
    def __init__(self, option, section, msg):
        super().__init__(msg)
        self._keep(option=option, section=section, msg=msg)
        del self.msg


class InterpolationMissingOptionError(InterpolationError):
    def __init__(self, option, section, rawval, reference):
        super().__init__(option, section, (
            f"Bad value substitution: option {option!r} in section {section!r} contains an "
            f"interpolation key {reference!r} which is not a valid option name. Raw value: {rawval!r}"))
        self.reference = reference
        self.args = option, section, rawval, reference


class InterpolationSyntaxError(InterpolationError):
    pass


class InterpolationDepthError(InterpolationError):
    def __init__(self, option, section, rawval):
        super().__init__(option, section, (
            f"Recursion limit exceeded in value substitution: option {option!r} in section {section!r} "
            f"contains an interpolation key which cannot be substituted in {MAX_INTERPOLATION_DEPTH} "
            f"steps. Raw value: {rawval!r}"))
        self.args = option, section, rawval


class ParsingError(Error):
    def __init__(self, source, *args):
        super().__init__(f"Source contains parsing errors: {source!r}")
        self._keep(source=source)
        self.errors = []
        if args:
            self.append(*args)

    def append(self, lineno, line):
        self.errors.append((lineno, line))
        self.message += f"\n\t[line {lineno:2d}]: {line!r}"

    def combine(self, others):
        for lineno, line in itertools.chain.from_iterable(other.errors for other in others):
            self.append(lineno, line)
        return self

    @staticmethod
    def _raise_all(exceptions):
        exceptions = iter(exceptions)
        for first in exceptions:
            raise first.combine(exceptions)


class _LineError(ParsingError):
    """One line is wrong in a way that ends the reading."""

    def __init__(self, filename, lineno, line):
        Error.__init__(self, f"{self._FAULT}\nfile: {filename!r}, line: {lineno}\n{line!r}")
        self.source, self.lineno, self.line = self.args = filename, lineno, line


class MissingSectionHeaderError(_LineError):
    _FAULT = "File contains no section headers."


class MultilineContinuationError(_LineError):
    _FAULT = "Key without value continued with an indented line."


class _UnnamedSection:
    def __repr__(self):
        return "<UNNAMED_SECTION>"


UNNAMED_SECTION = _UnnamedSection()
_default_dict = dict
_UNSET = object()


class Interpolation:
    """Leaves values as they are; what others override."""

    def before_get(self, parser, section, option, value, defaults):
        return value

    def before_set(self, parser, section, option, value):
        return value

    def before_read(self, parser, section, option, value):
        return value

    def before_write(self, parser, section, option, value):
        return value


class _Expanding(Interpolation):
    """Expands references that begin with a sign; the doubled sign stands for itself."""

    def before_get(self, parser, section, option, value, defaults):
        parts = []
        self._expand(parser, option, parts, value, section, defaults, 1)
        return "".join(parts)

    def before_set(self, parser, section, option, value):
        left = self._KEYCRE.sub("", value.replace(self._SIGN * 2, ""))
        if self._SIGN in left:
            raise ValueError(f"invalid interpolation syntax in {value!r} at position {left.find(self._SIGN)}")
        return value

    def _expand(self, parser, option, parts, rest, section, map, depth):
        raw = parser.get(section, option, raw=True, fallback=rest)
        if depth > MAX_INTERPOLATION_DEPTH:
            raise InterpolationDepthError(option, section, raw)
        own, opening = self._SIGN, self._OPENING
        while rest:
            text, sign, tail = rest.partition(own)
            parts.append(text)
            if not sign:
                return
            rest = sign + tail
            if tail[:1] == own:
                parts.append(own)
                rest = tail[1:]
                continue
            if tail[:1] != opening:
                raise InterpolationSyntaxError(
                    option, section, f"'{own}' must be followed by '{own}' or '{opening}', found: {rest!r}")
            found = self._KEYCRE.match(rest)
            if found is None:
                raise InterpolationSyntaxError(option, section, f"bad interpolation variable reference {rest!r}")
            rest = rest[found.end():]
            where, name, value = self._look_up(parser, section, option, found[1], map, raw, rest)
            if value is None:
                continue
            if own in value:
                values = map if where is None else dict(parser.items(where, raw=True))
                inner = (option, section) if where is None else (name, where)
                self._expand(parser, inner[0], parts, value, inner[1], values, depth + 1)
            else:
                parts.append(value)


class BasicInterpolation(_Expanding):
    """%(name)s stands for another value of the section; %% for a percent sign."""

    _KEYCRE = re.compile(r"%\(([^)]+)\)s")
    _SIGN = "%"
    _OPENING = "("

    def _look_up(self, parser, section, option, reference, map, raw, rest):
        name = parser.optionxform(reference)
        try:
            return None, option, map[name]
        except KeyError:
            raise InterpolationMissingOptionError(option, section, raw, name) from None


class ExtendedInterpolation(_Expanding):
    """${name} and ${section:name} stand for other values; $$ for a dollar sign."""

    _KEYCRE = re.compile(r"\$\{([^}]+)\}")
    _SIGN = "$"
    _OPENING = "{"

    def _look_up(self, parser, section, option, reference, map, raw, rest):
        path = reference.split(":")
        if len(path) > 2:
            raise InterpolationSyntaxError(option, section, f"More than one ':' found: {rest!r}")
        name = parser.optionxform(path[-1])
        try:
            if len(path) == 1:
                return section, name, map[name]
            return path[0], name, parser.get(path[0], name, raw=True)
        except (KeyError, NoSectionError, NoOptionError):
            raise InterpolationMissingOptionError(option, section, raw, reference) from None


class _Reading:
    """Where in a source the parser is."""

    def __init__(self, name):
        self.name = name
        self.section = None
        self.values = None
        self.option = None
        self.indent = 0
        self.seen = set()
        self.errors = []


class RawConfigParser(MutableMapping):
    """Sections of keys and values, without interpolation."""

    _DEFAULT_INTERPOLATION = Interpolation()
    _SECTION = r"\[(?P<header>.+)\]"
    SECTCRE = re.compile(_SECTION)
    NONSPACECRE = re.compile(r"\S")
    BOOLEAN_STATES = {"1": True, "yes": True, "true": True, "on": True,
                      "0": False, "no": False, "false": False, "off": False}

    def __init__(self, defaults=None, dict_type=_default_dict, allow_no_value=False, *, delimiters=("=", ":"),
                 comment_prefixes=("#", ";"), inline_comment_prefixes=None, strict=True,
                 empty_lines_in_values=True, default_section=DEFAULTSECT, interpolation=_UNSET,
                 converters=_UNSET, allow_unnamed_section=False):
        self._dict = dict_type
        self._sections = dict_type()
        self._defaults = dict_type()
        self._converters = ConverterMapping(self)
        self._proxies = dict_type()
        self._proxies[default_section] = SectionProxy(self, default_section)
        self._delimiters = tuple(delimiters)
        key = "|".join(map(re.escape, self._delimiters))
        if allow_no_value:
            pattern = rf"(?P<option>.*?)\s*(?:(?P<vi>{key})\s*(?P<value>.*))?$"
        else:
            pattern = rf"(?P<option>.*?)\s*(?P<vi>{key})\s*(?P<value>.*)$"
        self._optcre = self.OPTCRE = re.compile(pattern)
        self._comment_prefixes = tuple(comment_prefixes or ())
        self._inline_comment_prefixes = tuple(inline_comment_prefixes or ())
        self.default_section = default_section
        self._strict, self._allow_no_value = strict, allow_no_value
        self._empty_lines_in_values, self._allow_unnamed_section = empty_lines_in_values, allow_unnamed_section
        if interpolation is _UNSET:
            interpolation = self._DEFAULT_INTERPOLATION
        if interpolation is None:
            interpolation = Interpolation()
        elif not isinstance(interpolation, Interpolation):
            raise TypeError("interpolation= must be None or an instance of Interpolation; "
                            f"got an object of type {type(interpolation)}")
        self._interpolation = interpolation
        self._converters.update({} if converters is _UNSET else converters)
        if defaults:
            self._read_defaults(defaults)

    def defaults(self):
        return self._defaults

    def sections(self):
        """The names of the sections, without the default one."""
        return list(self._sections.keys())

    def add_section(self, section):
        if section in self._sections:
            raise DuplicateSectionError(section)
        if section == self.default_section:
            raise ValueError(f"Invalid section name: {section!r}")
        self._new_section(section)

    def _new_section(self, section):
        values = self._sections[section] = self._dict()
        self._proxies[section] = SectionProxy(self, section)
        return values

    def has_section(self, section):
        return section in self._sections

    def options(self, section):
        try:
            names = self._sections[section].copy()
        except KeyError:
            raise NoSectionError(section) from None
        names.update(self._defaults)
        return list(names.keys())

    def read(self, filenames, encoding=None):
        """Reads the files that can be opened; gives their names."""
        is_one = isinstance(filenames, (os.PathLike, str, bytes))
        filenames = [filenames] if is_one else filenames
        encoding = io.text_encoding(encoding)
        done = []
        for filename in filenames:
            try:
                with open(filename, encoding=encoding) as file:
                    self._read(file, filename)
            except OSError:
                continue
            done.append(os.fspath(filename))
        return done

    def read_file(self, f, source=None):
        """Reads lines of text."""
        if source is None:
            source = getattr(f, "name", "<???>")
        self._read(f, source)

    def read_string(self, string, source="<string>"):
        self.read_file(io.StringIO(string), source)

    def read_dict(self, dictionary, source="<dict>"):
        """Takes over sections from a dictionary of dictionaries."""
        seen = set()
        for section, values in dictionary.items():
            section = str(section)
            try:
                self.add_section(section)
            except (DuplicateSectionError, ValueError):
                if self._strict and section in seen:
                    raise
            seen.add(section)
            for key, value in values.items():
                key, value = self.optionxform(str(key)), value if value is None else str(value)
                if self._strict and (section, key) in seen:
                    raise DuplicateOptionError(section, key, source)
                seen.add((section, key))
                self.set(section, key, value)

    def get(self, section, option, *, raw=False, vars=None, fallback=_UNSET):
        """The value, from vars, the section or the defaults."""
        try:
            values = self._values_of(section, vars)
        except NoSectionError:
            if fallback is _UNSET:
                raise
            return fallback
        option = self.optionxform(option)
        try:
            value = values[option]
        except KeyError:
            if fallback is not _UNSET:
                return fallback
            raise NoOptionError(option, section)
        if raw or value is None:
            return value
        return self._interpolation.before_get(self, section, option, value, values)

    def _get_conv(self, section, option, conv, *, raw=False, vars=None, fallback=_UNSET, **kwargs):
        try:
            return conv(self.get(section, option, raw=raw, vars=vars, **kwargs))
        except (NoSectionError, NoOptionError):
            if fallback is _UNSET:
                raise
            return fallback

    def getint(self, section, option, *, raw=False, vars=None, fallback=_UNSET, **kwargs):
        return self._get_conv(section, option, int, raw=raw, vars=vars, fallback=fallback, **kwargs)

    def getfloat(self, section, option, *, raw=False, vars=None, fallback=_UNSET, **kwargs):
        return self._get_conv(section, option, float, raw=raw, vars=vars, fallback=fallback, **kwargs)

    def getboolean(self, section, option, *, raw=False, vars=None, fallback=_UNSET, **kwargs):
        return self._get_conv(section, option, self._convert_to_boolean, raw=raw, vars=vars,
                              fallback=fallback, **kwargs)

    def _convert_to_boolean(self, value):
        try:
            return self.BOOLEAN_STATES[value.lower()]
        except KeyError:
            raise ValueError(f"Not a boolean: {value}") from None

    def items(self, section=_UNSET, raw=False, vars=None):
        """Names and proxies of all sections, or names and values of one."""
        if section is _UNSET:
            return super().items()
        values = self._defaults.copy()
        try:
            values.update(self._sections[section])
        except KeyError:
            if section != self.default_section:
                raise NoSectionError(section)
        names = list(values.keys())
        if vars:
            for key, value in vars.items():
                values[self.optionxform(key)] = value
        if raw:
            return [(name, values[name]) for name in names]
        return [(name, None if values[name] is None else
                 self._interpolation.before_get(self, section, name, values[name], values)) for name in names]

    def popitem(self):
        """Takes the first section out and returns its name and its proxy."""
        name = next(iter(self._sections), _UNSET)
        if name is _UNSET:
            raise KeyError
        proxy = self._proxies[name]
        self.remove_section(name)
        return name, proxy

    def optionxform(self, optionstr):
        """The form in which names of options are kept."""
        return optionstr.lower()

    def has_option(self, section, option):
        if not section or section == self.default_section:
            return self.optionxform(option) in self._defaults
        if section not in self._sections:
            return False
        option = self.optionxform(option)
        return option in self._sections[section] or option in self._defaults

    def set(self, section, option, value=None):
        if value:
            value = self._interpolation.before_set(self, section, option, value)
        self._own_values(section)[self.optionxform(option)] = value

    def _own_values(self, section):
        if not section or section == self.default_section:
            return self._defaults
        try:
            return self._sections[section]
        except KeyError:
            raise NoSectionError(section) from None

    def write(self, fp, space_around_delimiters=True):
        """Writes all sections to a text file."""
        delimiter = f" {self._delimiters[0]} " if space_around_delimiters else self._delimiters[0]
        if self._defaults:
            self._write_section(fp, self.default_section, self._defaults.items(), delimiter)
        if UNNAMED_SECTION in self._sections:
            self._write_section(fp, UNNAMED_SECTION, self._sections[UNNAMED_SECTION].items(), delimiter, True)
        for section, values in self._sections.items():
            if section is not UNNAMED_SECTION:
                self._write_section(fp, section, values.items(), delimiter)

    def _write_section(self, fp, section_name, section_items, delimiter, unnamed=False):
        if not unnamed:
            fp.write(f"[{section_name}]\n")
        for key, value in section_items:
            value = self._interpolation.before_write(self, section_name, key, value)
            if value is None and self._allow_no_value:
                fp.write(f"{key}\n")
            else:
                fp.write(f"{key}{delimiter}" + str(value).replace("\n", "\n\t") + "\n")
        fp.write("\n")

    def remove_option(self, section, option):
        values = self._own_values(section)
        option = self.optionxform(option)
        existed = option in values
        if existed:
            del values[option]
        return existed

    def remove_section(self, section):
        if section not in self._sections:
            return False
        del self._sections[section], self._proxies[section]
        return True

    def __contains__(self, key):
        return self.has_section(key) or key == self.default_section

    def __getitem__(self, key):
        if key in self:
            return self._proxies[key]
        raise KeyError(key)

    def __setitem__(self, key, value):
        is_default = key == self.default_section
        if is_default or key in self._sections:
            # Not before looking whether it is the section itself, which would be lost.
            if self._proxies[key] is value:
                return
            (self._defaults if is_default else self._sections[key]).clear()
        self.read_dict({key: value})

    def __delitem__(self, key):
        if key == self.default_section:
            raise ValueError("Cannot remove the default section.")
        if not self.remove_section(key):
            raise KeyError(key)

    def __len__(self):
        return len(self._sections) + 1

    def __iter__(self):
        return itertools.chain((self.default_section,), self._sections.keys())

    def _read(self, fp, fpname):
        state = _Reading(fpname)
        if self._allow_unnamed_section:
            self._enter_section(state, UNNAMED_SECTION, 0)
        try:
            for lineno, line in enumerate(fp, 1):
                self._read_line(state, lineno, line)
        finally:
            self._join_lines()
        ParsingError._raise_all(state.errors)

    def _without_comments(self, line):
        """The line without its comments, and whether something stood in their place only."""
        text = line.strip()
        if text.startswith(self._comment_prefixes):
            return "", True
        end = len(line)
        for prefix in self._inline_comment_prefixes:
            place = line.find(prefix)
            # A comment begins the line or follows white space.
            while 0 <= place < end:
                if place == 0 or line[place - 1].isspace():
                    end = place
                    break
                place = line.find(prefix, place + 1)
        return line[:end].strip(), end < len(line)

    def _read_line(self, state, lineno, line):
        text, commented = self._without_comments(line)
        if not text:
            if not self._empty_lines_in_values:
                # Such a line ends the value before it.
                state.indent = float("inf")
            elif not commented and state.values is not None and state.option:
                if state.values[state.option] is not None:
                    state.values[state.option].append("")
            return
        first = self.NONSPACECRE.search(line)
        indent = first.start() if first else 0
        if state.values is not None and state.option and indent > state.indent:
            if state.values[state.option] is None:
                raise MultilineContinuationError(state.name, lineno, line)
            state.values[state.option].append(text)
            return
        state.indent = indent
        header = self.SECTCRE.match(text)
        if header:
            self._enter_section(state, header["header"], lineno)
        elif state.values is None:
            raise MissingSectionHeaderError(state.name, lineno, line)
        else:
            self._read_option(state, lineno, line, text)

    def _enter_section(self, state, name, lineno):
        if name in self._sections:
            if self._strict and name in state.seen:
                raise DuplicateSectionError(name, state.name, lineno)
            state.values = self._sections[name]
            state.seen.add(name)
        elif name == self.default_section:
            state.values = self._defaults
        else:
            state.values = self._new_section(name)
            state.seen.add(name)
        state.section = name
        state.option = None

    def _read_option(self, state, lineno, line, text):
        found = self._optcre.match(text)
        if not found:
            state.errors.append(ParsingError(state.name, lineno, line))
            return
        name, value = found["option"], found["value"]
        if not name:
            state.errors.append(ParsingError(state.name, lineno, line))
        state.option = self.optionxform(name.rstrip())
        if self._strict and (state.section, state.option) in state.seen:
            raise DuplicateOptionError(state.section, state.option, state.name, lineno)
        state.seen.add((state.section, state.option))
        state.values[state.option] = None if value is None else [value.strip()]

    def _join_lines(self):
        """Makes texts of the lines that were collected for each value."""
        for section, values in itertools.chain(((self.default_section, self._defaults),), self._sections.items()):
            for name, value in values.items():
                if isinstance(value, list):
                    value = "\n".join(value).rstrip()
                values[name] = self._interpolation.before_read(self, section, name, value)

    def _read_defaults(self, defaults):
        for key, value in defaults.items():
            self._defaults[self.optionxform(key)] = value

    def _values_of(self, section, vars):
        own = {}
        try:
            own = self._sections[section]
        except KeyError:
            if section != self.default_section:
                raise NoSectionError(section) from None
        given = {}
        for key, value in (vars or {}).items():
            given[self.optionxform(key)] = value if value is None else str(value)
        return ChainMap(given, own, self._defaults)

    def _validate_value_types(self, *, section="", option="", value=""):
        may_lack_value = self._allow_no_value and not value
        for name, given in (("section names", section), ("option keys", option), ("option values", "" if may_lack_value else value)):
            if not isinstance(given, str):
                raise TypeError(f"{name} must be strings")

    @property
    def converters(self):
        return self._converters


class ConfigParser(RawConfigParser):
    """Sections of keys and values, with interpolation."""

    _DEFAULT_INTERPOLATION = BasicInterpolation()

    def set(self, section, option, value=None):
        self._validate_value_types(option=option, value=value)
        super().set(section, option, value)

    def add_section(self, section):
        self._validate_value_types(section=section)
        super().add_section(section)

    def _read_defaults(self, defaults):
        # Defaults are no sections: what a value may hold is not looked at.
        kept, self._interpolation = self._interpolation, Interpolation()
        try:
            self.read_dict({self.default_section: defaults})
        finally:
            self._interpolation = kept


class SectionProxy(MutableMapping):
    """One section of a parser as a mapping."""

    def __init__(self, parser, name):
        self._name, self._parser = name, parser
        for getter in ["get" + name for name in parser.converters]:
            setattr(self, getter, functools.partial(self.get, _impl=getattr(parser, getter)))

    def __repr__(self):
        return f"<Section: {self._name}>"

    def __getitem__(self, key):
        if key in self:
            return self._parser.get(self._name, key)
        raise KeyError(key)

    def __setitem__(self, key, value):
        self._parser._validate_value_types(option=key, value=value)
        return self._parser.set(self._name, key, value)

    def __delitem__(self, key):
        if key not in self or not self._parser.remove_option(self._name, key):
            raise KeyError(key)

    def __contains__(self, key):
        return self._parser.has_option(self._name, key)

    def _options(self):
        if self._name != self._parser.default_section:
            return self._parser.options(self._name)
        return self._parser.defaults()

    def __len__(self):
        return len(self._options())

    def __iter__(self):
        return iter(self._options())

    @property
    def parser(self):
        return self._parser

    @property
    def name(self):
        return self._name

    def get(self, option, fallback=None, *, raw=False, vars=None, _impl=None, **kwargs):
        return (_impl or self._parser.get)(self._name, option, raw=raw, vars=vars, fallback=fallback, **kwargs)


class ConverterMapping(MutableMapping):
    """The converters of a parser by name; each is a get method of the parser and its sections."""

    GETTERCRE = re.compile(r"get(?P<name>.+)$")

    def __init__(self, parser):
        self._parser = parser
        self._data = {}
        for getter in dir(parser):
            found = self.GETTERCRE.match(getter)
            if found and callable(getattr(parser, getter)):
                self._data[found["name"]] = None

    def __getitem__(self, key):
        return self._data[key]

    def __setitem__(self, key, value):
        try:
            name = "get" + key
        except TypeError:
            raise ValueError(f"Incompatible key: {key} (type: {type(key)})")
        if name == "get":
            raise ValueError('Incompatible key: cannot use "" as a name')
        self._data[key] = value
        getter = functools.partial(self._parser._get_conv, conv=value)
        getter.converter = value
        setattr(self._parser, name, getter)
        for proxy in self._parser.values():
            setattr(proxy, name, functools.partial(proxy.get, _impl=getter))

    def __delitem__(self, key):
        name = "get" + (key or "")
        if name == "get" or key not in self._data:
            raise KeyError(key)
        del self._data[key]
        for holder in itertools.chain((self._parser,), self._parser.values()):
            try:
                delattr(holder, name)
            except AttributeError:
                # The parser's own class has the getter.
                continue

    def __iter__(self):
        return iter(self._data)

    def __len__(self):
        return len(self._data)
