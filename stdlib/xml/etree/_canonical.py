"""The canonical form of documents (C14N 2.0): what means the same is written the same."""

import io
import re

from . import ElementTree as _tree


def canonicalize(xml_data=None, *, out=None, from_file=None, **options):
    """The canonical form of a text or a file: written to `out`, or given as a text."""
    if xml_data is None and from_file is None:
        raise ValueError("Either 'xml_data' or 'from_file' must be provided as input")
    text = io.StringIO() if out is None else None
    parser = _tree.XMLParser(target=C14NWriterTarget((text or out).write, **options))
    if xml_data is not None:
        parser.feed(xml_data)
        parser.close()
    else:
        _tree.parse(from_file, parser=parser)
    return text.getvalue() if text is not None else None


_LOOKS_LIKE_NAME = re.compile(r'^\w+:\w+$')


def _escape(text, also):
    text = text.replace('&', '&amp;').replace('<', '&lt;')
    for c, written in also:
        if c in text:
            text = text.replace(c, written)
    return text


def _text(text):
    return _escape(text, (('>', '&gt;'), ('\r', '&#xD;')))


def _value(text):
    return _escape(text, (('"', '&quot;'), ('\t', '&#x9;'), ('\n', '&#xA;'), ('\r', '&#xD;')))


class C14NWriterTarget:
    """A target of XMLParser that writes what it is told in canonical form."""

    def __init__(self, write, *, with_comments=False, strip_text=False, rewrite_prefixes=False, qname_aware_tags=None,
                 qname_aware_attrs=None, exclude_attrs=None, exclude_tags=None):
        self._write = write
        self._with_comments, self._strips, self._rewrites = with_comments, strip_text, rewrite_prefixes
        self._name_tags = set(qname_aware_tags) if qname_aware_tags else None
        self._name_attributes = set(qname_aware_attrs) if qname_aware_attrs else None
        self._hidden_attributes = set(exclude_attrs) if exclude_attrs else set()
        self._hidden_tags = set(exclude_tags) if exclude_tags else None
        # Prefixes declared by the document and those written so far: a list of (uri, prefix) per open element.
        self._declared = [[('http://www.w3.org/XML/1998/namespace', 'xml')]]
        self._written = [[]]
        self._new = []
        self._data = []
        self._keeps_space = [False]
        self._waiting = None
        self._root_seen = self._root_done = False
        self._hidden = 0
        self._numbers = {}

    # ---- names ----

    def _prefixes_of(self, uri):
        seen = set()
        for level in reversed(self._declared):
            for known, prefix in reversed(level):
                if prefix not in seen:
                    seen.add(prefix)
                    if known == uri:
                        yield prefix

    def _uri_of(self, prefix):
        for level in reversed(self._declared):
            for uri, known in level:
                if known == prefix:
                    return uri
        if not prefix:
            return ''
        raise ValueError(f'Namespace prefix "{prefix}" is not declared in scope')

    def _is_written(self, uri, prefix):
        """Whether the prefix means this already in what has been written."""
        for level in reversed(self._written):
            for known, own in level:
                if own == prefix:
                    return known == uri
        return not uri and not prefix

    def _prefix(self, uri, is_attribute, new):
        """The prefix to write a namespace with; one that has not been declared is added to `new`."""
        if not uri:
            if not is_attribute and not self._is_written('', '') and not self._rewrites:
                new[''] = ''
            return ''
        if uri == 'http://www.w3.org/XML/1998/namespace':
            return 'xml'
        if self._rewrites:
            prefix = self._numbers.setdefault(uri, f'n{len(self._numbers)}')
        else:
            own = [prefix for prefix in self._prefixes_of(uri) if prefix or not is_attribute]
            prefix = next((prefix for prefix in own if self._is_written(uri, prefix)), None)
            if prefix is None:
                prefix = own[0] if own else f'ns{len(self._numbers)}'
        if not self._is_written(uri, prefix):
            new[prefix] = uri
        return prefix

    @staticmethod
    def _split(name):
        uri, brace, local = name[1:].rpartition('}') if name[:1] == '{' else ('', '', name)
        return uri, local

    def _resolve(self, value):
        """A name in a text or a value, in full."""
        prefix, _, local = value.rpartition(':')
        uri = self._uri_of(prefix)
        return f'{{{uri}}}{local}' if uri else local

    # ---- what the parser tells ----

    def start_ns(self, prefix, uri):
        if self._hidden:
            return
        if self._data:
            self._flush()
        self._new.append((uri, prefix or ''))

    def data(self, data):
        if not self._hidden:
            self._data.append(data)

    def _flush(self):
        data = ''.join(self._data)
        self._data.clear()
        if self._strips and not self._keeps_space[-1]:
            data = data.strip()
        if self._waiting is not None:
            waiting, self._waiting = self._waiting, None
            is_name = bool(data) and _LOOKS_LIKE_NAME.match(data) is not None
            data = self._start(*waiting, data if is_name else None) if is_name else self._start(*waiting, None) or data
        if data and self._root_seen:
            self._write(_text(data))

    def start(self, tag, attrs):
        if self._hidden or self._hidden_tags is not None and tag in self._hidden_tags:
            self._hidden += 1
            return
        if self._data:
            self._flush()
        self._declared.append(self._new)
        self._new = []
        if self._name_tags is not None and tag in self._name_tags:
            # Its text may be a name, and then its prefix is to be declared here.
            self._waiting = tag, attrs
            self._push_space(attrs)
            return
        self._start(tag, attrs, None)
        self._push_space(attrs)

    def _push_space(self, attrs):
        space = attrs.get('{http://www.w3.org/XML/1998/namespace}space')
        self._keeps_space.append(space == 'preserve' if space else self._keeps_space[-1])

    def _start(self, tag, attrs, name_text):
        """Writes a start tag; gives the text that is a name with the prefix it is written with."""
        attrs = {key: value for key, value in attrs.items() if key not in self._hidden_attributes}
        names = {key for key, value in attrs.items()
                 if self._name_attributes is not None and key in self._name_attributes and _LOOKS_LIKE_NAME.match(value)}
        new = {}
        everything = sorted({tag, *attrs} | {self._resolve(attrs[key]) for key in names} |
                            ({self._resolve(name_text)} if name_text else set()), key=self._split)
        written = {}
        if self._rewrites:
            for name in everything:
                self._prefix(self._split(name)[0], name in attrs, new)

        def in_full(name, is_attribute):
            uri, local = self._split(name)
            prefix = self._prefix(uri, is_attribute, new)
            return f'{prefix}:{local}' if prefix else local

        own = in_full(tag, False)
        for key in sorted(attrs, key=self._split):
            value = in_full(self._resolve(attrs[key]), False) if key in names else attrs[key]
            written[in_full(key, True)] = value
        text = in_full(self._resolve(name_text), False) if name_text else None
        self._written.append([(uri, prefix) for prefix, uri in new.items()])
        self._write('<' + own)
        for prefix in sorted(new):
            self._write(f' xmlns{":" + prefix if prefix else ""}="{_value(new[prefix])}"')
        for key, value in written.items():
            self._write(f' {key}="{_value(value)}"')
        self._write('>')
        self._tags = getattr(self, '_tags', [])
        self._tags.append(own)
        self._root_seen = True
        return text

    def end(self, tag):
        if self._hidden:
            self._hidden -= 1
            return
        if self._data or self._waiting is not None:
            self._flush()
        self._write(f'</{self._tags.pop()}>')
        self._keeps_space.pop()
        self._root_done = not self._tags
        self._declared.pop()
        self._written.pop()

    def comment(self, text):
        if self._with_comments:
            self._aside(f'<!--{_text(text)}-->')

    def pi(self, target, data):
        self._aside(f'<?{target} {_text(data)}?>' if data else f'<?{target}?>')

    def _aside(self, text):
        """What stands outside of the root gets a line of its own."""
        if self._hidden:
            return
        if self._root_done:
            self._write('\n')
        elif self._root_seen and (self._data or self._waiting is not None):
            self._flush()
        self._write(text)
        if not self._root_seen:
            self._write('\n')
