"""Writing trees: as XML, as HTML, as text."""

import contextlib
import io

from . import ElementTree as _tree

# Namespaces that are written with prefixes everybody knows; register_namespace() adds more.
prefixes = {
    'http://www.w3.org/XML/1998/namespace': 'xml',
    'http://www.w3.org/1999/xhtml': 'html',
    'http://www.w3.org/1999/02/22-rdf-syntax-ns#': 'rdf',
    'http://schemas.xmlsoap.org/wsdl/': 'wsdl',
    'http://www.w3.org/2001/XMLSchema': 'xs',
    'http://www.w3.org/2001/XMLSchema-instance': 'xsi',
    'http://purl.org/dc/elements/1.1/': 'dc',
}

VOID = {'area', 'base', 'basefont', 'br', 'col', 'embed', 'frame', 'hr', 'img', 'input', 'isindex', 'link', 'meta', 'param', 'source',
        'track', 'wbr'}


def _refuse(text):
    raise TypeError(f'cannot serialize {text!r} (type {type(text).__name__})')


def escape_text(text):
    """Text between tags."""
    try:
        if '&' in text:
            text = text.replace('&', '&amp;')
        if '<' in text:
            text = text.replace('<', '&lt;')
        return text.replace('>', '&gt;') if '>' in text else text
    except (TypeError, AttributeError):
        _refuse(text)


def _escape_value(text):
    text = escape_text(text)
    for c, written in (('"', '&quot;'), ('\r', '&#13;'), ('\n', '&#10;'), ('\t', '&#09;')):
        if c in text:
            text = text.replace(c, written)
    return text


def _escape_html_value(text):
    try:
        return text.replace('&', '&amp;').replace('>', '&gt;').replace('"', '&quot;')
    except (TypeError, AttributeError):
        _refuse(text)


class _Names:
    """How the tree's names are written: `written` by full name, `used` prefixes by namespace."""

    def __init__(self, root, usual):
        self.written, self.used = {None: None}, {usual: ''} if usual else {}
        self._usual = usual
        for element in root.iter():
            tag = element.tag
            if isinstance(tag, _tree.QName):
                self._add(tag.text)
            elif isinstance(tag, str):
                self._add(tag)
            elif tag is not None and tag is not _tree.Comment and tag is not _tree.PI:
                _refuse(tag)
            for key, value in element.items():
                self._add(key.text if isinstance(key, _tree.QName) else key)
                if isinstance(value, _tree.QName):
                    self._add(value.text)
            if isinstance(element.text, _tree.QName):
                self._add(element.text.text)

    def _add(self, name):
        if name in self.written:
            return
        if not isinstance(name, str):
            _refuse(name)
        if name[:1] != '{':
            if self._usual:
                raise ValueError('cannot use non-qualified names with default_namespace option')
            self.written[name] = name
            return
        uri, brace, local = name[1:].rpartition('}')
        if not brace:
            _refuse(name)
        prefix = self.used.get(uri)
        if prefix is None:
            prefix = prefixes.get(uri) or f'ns{len(self.used)}'
            if prefix != 'xml':
                self.used[uri] = prefix
        self.written[name] = f'{prefix}:{local}' if prefix else local


class _Writer:
    """Writes elements; `is_html` asks for the rules of HTML."""

    def __init__(self, out, names, is_html, short_empty):
        self._out, self._names = out, names.written
        self._namespaces = names.used
        self._is_html, self._short_empty = is_html, short_empty

    def element(self, element, namespaces=None):
        out, tag = self._out, element.tag
        if tag is _tree.Comment:
            # HTML's readers expect comments' characters as they are as little as XML's do.
            out(f'<!--{escape_text(element.text) if self._is_html else element.text}-->')
        elif tag is _tree.ProcessingInstruction:
            out(f'<?{escape_text(element.text) if self._is_html else element.text}?>')
        else:
            tag = self._names[tag.text if isinstance(tag, _tree.QName) else tag]
            if tag is None:
                self._inside(element)
            else:
                self._tagged(element, tag, namespaces)
        if element.tail:
            out(escape_text(element.tail))

    def _inside(self, element):
        if element.text:
            self._out(escape_text(element.text))
        for child in element:
            self.element(child)

    def _tagged(self, element, tag, namespaces):
        out = self._out
        out('<' + tag)
        if namespaces:
            for uri, prefix in sorted(namespaces.items(), key=lambda pair: pair[1]):
                value = _escape_html_value(uri) if self._is_html else _escape_value(uri)
                out(f' xmlns{":" + prefix if prefix else ""}="{value}"')
        for key, value in element.items():
            if isinstance(key, _tree.QName):
                key = key.text
            if isinstance(value, _tree.QName):
                value = self._names[value.text]
            else:
                value = _escape_html_value(value) if self._is_html else _escape_value(value)
            out(f' {self._names[key]}="{value}"')
        if self._is_html:
            self._html_content(element, tag)
        elif element.text or len(element) or not self._short_empty:
            out('>')
            self._inside(element)
            out(f'</{tag}>')
        else:
            out(' />')

    def _html_content(self, element, tag):
        out, name = self._out, tag.lower()
        out('>')
        if element.text:
            out(element.text if name in ('script', 'style') else escape_text(element.text))
        for child in element:
            self.element(child)
        if name not in VOID:
            out(f'</{tag}>')


def write(root, target, encoding, declares, usual, method, short_empty):
    """Writes a tree to a file or a name."""
    if method not in ('xml', 'html', 'text', 'c14n'):
        raise ValueError(f'unknown method {method!r}')
    if not encoding:
        encoding = 'utf-8' if method == 'c14n' else 'us-ascii'
    with _opened(target, encoding) as (out, real_encoding):
        if method == 'xml' and (declares or declares is None and encoding.lower() != 'unicode'
                                and real_encoding.lower() not in ('utf-8', 'us-ascii')):
            out(f"<?xml version='1.0' encoding='{real_encoding}'?>\n")
        if method == 'text':
            for text in root.itertext():
                out(text)
            if root.tail:
                out(root.tail)
            return
        names = _Names(root, usual)
        _Writer(out, names, method == 'html', short_empty).element(root, names.used)


@contextlib.contextmanager
def _opened(target, encoding):
    """A function that writes text to the target, and the encoding that it has at the end."""
    write_there = getattr(target, 'write', None)
    if write_there is None:
        file = open(target, 'w', encoding=None if encoding.lower() == 'unicode' else encoding, errors='xmlcharrefreplace')
        with file:
            yield file.write, file.encoding
    elif encoding.lower() == 'unicode':
        yield write_there, getattr(target, 'encoding', None) or 'utf-8'
    else:
        text = io.StringIO(newline='')
        ''.encode(encoding)
        yield text.write, encoding
        data = text.getvalue().encode(encoding, 'xmlcharrefreplace')
        if data:
            write_there(data)
