"""The fields of an answer."""

import re

# What has to stand in quotes as the value of a parameter.
tspecials = re.compile(r'[ ()<>@,;:\\"/\[\]?=]')


def _formatparam(param, value=None, quote=1):
    if not value:
        return param
    if not quote and not tspecials.search(value):
        return f'{param}={value}'
    value = value.replace('\\', '\\\\').replace('"', '\\"')
    return f'{param}="{value}"'


class Headers:
    """A list of names and values, looked at as a mapping in which case does not count and what is missing is None."""

    def __init__(self, headers=None):
        headers = [] if headers is None else headers
        if type(headers) is not list:
            raise TypeError('Headers must be a list of name/value tuples')
        self._headers = headers
        for pair in headers:
            name, value = map(self._convert_string_type, pair)

    def _convert_string_type(self, value):
        if type(value) is not str:
            raise AssertionError(f'Header names/values must be of type str (got {value!r})')
        return value

    def _values(self, name):
        name = self._convert_string_type(name.lower())
        return (value for key, value in self._headers if key.lower() == name)

    def _append(self, name, value):
        self._headers.append((self._convert_string_type(name), self._convert_string_type(value)))

    def __len__(self):
        return len(self._headers)

    def __setitem__(self, name, val):
        del self[name]
        self._append(name, val)

    def __delitem__(self, name):
        name = self._convert_string_type(name.lower())
        self._headers[:] = [pair for pair in self._headers if pair[0].lower() != name]

    def __getitem__(self, name):
        return self.get(name)

    def __contains__(self, name):
        return self.get(name) is not None

    def get_all(self, name):
        """All values of a name."""
        return list(self._values(name))

    def get(self, name, default=None):
        return next(self._values(name), default)

    def keys(self):
        return [name for name, _ in self._headers]

    def values(self):
        return [value for _, value in self._headers]

    def items(self):
        return self._headers[:]

    def __repr__(self):
        return f'{type(self).__name__}({self._headers!r})'

    def __str__(self):
        return ''.join([f'{name}: {value}\r\n' for name, value in self._headers]) + '\r\n'

    def __bytes__(self):
        return str(self).encode('iso-8859-1')

    def setdefault(self, name, value):
        found = self.get(name)
        if found is None:
            self._append(name, value)
            return value
        return found

    def add_header(self, _name, _value, **_params):
        """Adds a field with parameters, in whose names underscores stand for dashes."""
        parts = [] if _value is None else [self._convert_string_type(_value)]
        for name, value in _params.items():
            name = name.replace('_', '-')
            parts.append(name if value is None else _formatparam(name, self._convert_string_type(value)))
        self._append(_name, '; '.join(parts))
