"""Names with namespaces: what prefixes mean where, and names written in full."""

from . import _syntax as syntax


class Names:
    """`_meanings` holds the prefixes in force; an element that declares some keeps what was before."""

    __slots__ = ('_reader', '_separator', 'with_prefixes', '_meanings', '_known', '_before')

    def __init__(self, reader, separator):
        self._reader, self._separator = reader, separator
        self.with_prefixes = False
        self._meanings = {'xml': syntax.XML}
        # Full names of elements as written, as long as the prefixes mean the same.
        self._known = {}
        self._before = []

    def enter(self, name, attributes, at):
        """The full names of an element and its attributes, and how many prefixes it declares."""
        declared = 0
        has_prefixes = False
        for key in attributes:
            if key.startswith('xmlns') and (len(key) == 5 or key[5] == ':'):
                declared += 1
            elif ':' in key:
                has_prefixes = True
        if declared:
            self._declare(attributes, at)
        if declared or has_prefixes:
            attributes = self._attributes(attributes, at)
        full = self._known.get(name)
        if full is None:
            full = self._known[name] = self._full(name, self._meanings.get(''), at)
        return full, attributes, declared

    def _declare(self, attributes, at):
        prefixes = []
        self._before.append((self._meanings, self._known, prefixes))
        meanings = dict(self._meanings)
        for key, uri in attributes.items():
            if key == 'xmlns':
                prefix = ''
            elif key.startswith('xmlns:'):
                prefix = key[6:]
            else:
                continue
            self._check(prefix, uri, at)
            meanings[prefix] = uri
            prefixes.append(prefix)
            if self._reader.StartNamespaceDeclHandler is not None:
                self._reader._tell(self._reader.StartNamespaceDeclHandler, prefix or None, uri or None)
        self._meanings, self._known = meanings, {}

    def _check(self, prefix, uri, at):
        fail = self._reader._fail
        if prefix == 'xmlns':
            fail(syntax.RESERVED_PREFIX_XMLNS, at)
        if (prefix == 'xml') != (uri == syntax.XML):
            fail(syntax.RESERVED_PREFIX_XML if prefix == 'xml' else syntax.RESERVED_NAMESPACE_URI, at)
        if uri == syntax.XMLNS:
            fail(syntax.RESERVED_NAMESPACE_URI, at)
        if prefix and not uri:
            fail(syntax.UNDECLARING_PREFIX, at)
        if self._separator and self._separator in uri and self._separator not in "-._~:/?#[]@!$&'()*+,;=%" and not self._separator.isalnum():
            fail(syntax.SYNTAX, at)

    def _attributes(self, attributes, at):
        found = {}
        for key, value in attributes.items():
            if key.startswith('xmlns') and (len(key) == 5 or key[5] == ':'):
                continue
            full = self._full(key, None, at) if ':' in key else key
            if full in found:
                self._reader._fail(syntax.DUPLICATE_ATTRIBUTE, at)
            found[full] = value
        return found

    def _full(self, name, usual, at):
        prefix, colon, local = name.partition(':')
        if not colon:
            return f'{usual}{self._separator}{name}' if usual else name
        if not prefix or not local or ':' in local:
            self._reader._fail(syntax.INVALID_TOKEN, at + 1 if not prefix else at + len(prefix) + 2 if not local else at + name.rindex(':') + 1)
        uri = self._meanings.get(prefix)
        if uri is None:
            self._reader._fail(syntax.UNBOUND_PREFIX, at)
        full = f'{uri}{self._separator}{local}'
        return f'{full}{self._separator}{prefix}' if self.with_prefixes and self._separator else full

    def leave(self):
        """Ends the last element that declared prefixes."""
        self._meanings, self._known, prefixes = self._before.pop()
        if self._reader.EndNamespaceDeclHandler is not None:
            for prefix in reversed(prefixes):
                self._reader._tell(self._reader.EndNamespaceDeclHandler, prefix or None)
