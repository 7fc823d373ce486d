"""Reads a document piece by piece and calls what was set as handlers. `_doctype` reads the document's declaration."""

import codecs

from . import _syntax as syntax
from ._doctype import Doctype
from ._names import Names


class Malformed(Exception):
    """The document has an error: its number, and the place in the text at hand."""

    def __init__(self, code, at):
        self.code, self.at = code, at


# The text of entities may be so many times the document's, once it is longer than so many characters.
_AMPLIFICATION, _UNSUSPICIOUS = 100, 8 * 1024 * 1024

HANDLERS = ('StartElementHandler', 'EndElementHandler', 'CharacterDataHandler', 'ProcessingInstructionHandler', 'CommentHandler',
             'StartCdataSectionHandler', 'EndCdataSectionHandler', 'StartNamespaceDeclHandler', 'EndNamespaceDeclHandler',
             'XmlDeclHandler', 'StartDoctypeDeclHandler', 'EndDoctypeDeclHandler', 'ElementDeclHandler', 'AttlistDeclHandler',
             'EntityDeclHandler', 'UnparsedEntityDeclHandler', 'NotationDeclHandler', 'NotStandaloneHandler',
             'ExternalEntityRefHandler', 'SkippedEntityHandler', 'DefaultHandler', 'DefaultHandlerExpand')


class Reader:
    """`_text` is what has not been read yet, `_at` the place in it. Where a step needs more text than there is, it says False."""

    __slots__ = HANDLERS + (
        'ordered_attributes', 'specified_attributes', 'buffer_text', '_buffer', '_names', '_text', '_at', '_event', '_line', '_column', '_byte', '_stage',
        '_open', '_decoder', '_encoding', '_head', '_is_final', '_main', '_entity_depth', '_open_entities', '_expanded', '_read', '_doctype',
        '_declared', '_error', '_seen_any', '_fragment', '_is_told')

    def __init__(self, encoding, separator):
        for handler in HANDLERS:
            setattr(self, handler, None)
        self.ordered_attributes = self.specified_attributes = self.buffer_text = False
        self._buffer = []
        self._names = None if separator is None else Names(self, separator)
        self._text, self._at, self._event = '', 0, 0
        self._line, self._column, self._byte = 1, 0, 0
        self._stage = self._prolog
        self._open = []
        self._encoding, self._decoder, self._head = encoding, None, b''
        self._is_final = self._seen_any = self._fragment = False
        self._main, self._entity_depth, self._open_entities = '', 0, []
        self._expanded = self._read = 0
        self._doctype = Doctype(self)
        self._declared = False
        self._error = 0

    def _be_fragment(self):
        """What is read is the text of an entity."""
        self._fragment = True
        self._stage = self._content

    # ---- bytes to text ----

    def _take(self, data, is_final):
        """The text of more bytes. The encoding is known from the first of them."""
        if self._decoder is None:
            self._head += data
            if not is_final and len(self._head) < 4 or not is_final and self._encoding is None and self._head.startswith(b'<?xml') \
                    and b'>' not in self._head:
                return ''
            data, self._head = self._head, b''
            data = self._choose_decoder(data)
        try:
            text = self._decoder.decode(data, is_final)
        except UnicodeDecodeError as e:
            text = data[:e.start].decode(self._encoding, 'replace')
            self._text += text
            at = len(self._text)
            self._is_final = False
            self._run()
            is_cut = e.end == len(data) and 'unexpected end' in e.reason
            raise Malformed(syntax.PARTIAL_CHAR if is_cut else syntax.INVALID_TOKEN, at) from None
        self._read += len(text)
        return text

    def _choose_decoder(self, data):
        given = self._encoding
        self._is_told = given is not None
        if data.startswith(codecs.BOM_UTF8):
            found, skip = 'utf-8', 3
        elif data.startswith(codecs.BOM_UTF16_LE) or data[1:2] == b'\0':
            found, skip = 'utf-16-le', 2 if data.startswith(codecs.BOM_UTF16_LE) else 0
        elif data.startswith(codecs.BOM_UTF16_BE) or data[:1] == b'\0':
            found, skip = 'utf-16-be', 2 if data.startswith(codecs.BOM_UTF16_BE) else 0
        else:
            found, skip = 'utf-8', 0
        self._byte += skip
        self._column += skip > 0
        declared = syntax.declared_encoding.match(data, skip)
        if given is None and declared is not None:
            given = declared[1].decode()
        if given is not None and not given.lower().startswith('utf-16') and found == 'utf-8':
            found = given
        elif given is not None and given.lower().startswith('utf-16') and found == 'utf-8':
            raise Malformed(syntax.INCORRECT_ENCODING, declared.start(1) if declared else 0)
        self._encoding = found
        self._decoder = codecs.getincrementaldecoder(found)()
        return data[skip:]

    # ---- steps ----

    def _run(self):
        """Reads as much as there is."""
        while self._at < len(self._text):
            if not self._entity_depth:
                self._event = self._at
            if self._stage() is False:
                break

    def _feed(self, text, is_final):
        self._text += text
        self._is_final = is_final
        self._run()
        if is_final:
            self._finish()
        self._forget()

    def _finish(self):
        self._event = self._at
        if self._at < len(self._text):
            # A step wants more, and there is none.
            starts_cdata = self._text.startswith('<![CDATA[', self._at)
            self._fail(syntax.UNCLOSED_CDATA_SECTION if starts_cdata else syntax.UNCLOSED_TOKEN,
                       len(self._text) if starts_cdata else self._at)
        if self._fragment:
            if self._open:
                self._fail(syntax.ASYNC_ENTITY)
        elif self._stage != self._epilog:
            self._fail(syntax.NO_ELEMENTS)

    def _forget(self):
        """What was read is dropped, after its lines and bytes are counted."""
        self._line, self._column, self._byte = self._place(self._at)
        self._text = self._text[self._at:]
        self._at = self._event = 0

    def _place(self, at):
        """Line, column and byte of a place in the text at hand."""
        read = (self._main if self._entity_depth else self._text)[:at]
        last = max(read.rfind('\n'), read.rfind('\r'))
        lines = read.count('\n') + (read.count('\r') - read.count('\r\n') if '\r' in read else 0)
        column = self._column + at if last < 0 else at - last - 1
        encoding = self._encoding or 'utf-8'
        size = len(read) if read.isascii() and not encoding.startswith('utf-16') else len(read.encode(encoding, 'surrogatepass'))
        return self._line + lines, column, self._byte + size

    def _fail(self, code, at=None):
        if self._entity_depth or at is None:
            at = self._event
        raise Malformed(code, at)

    def _wants_more(self, at=None):
        """Says False where more text may come, else the token is not closed."""
        if self._is_final or self._entity_depth:
            self._fail(syntax.UNCLOSED_TOKEN, at)
        return False

    # ---- reports ----

    def _flush(self):
        """Reports the characters that were kept together."""
        if self._buffer:
            data = ''.join(self._buffer)
            self._buffer.clear()
            if self.CharacterDataHandler is not None:
                self.CharacterDataHandler(data)

    def _tell(self, handler, *about):
        if self._buffer:
            self._flush()
        return handler(*about)

    def _default(self, raw):
        handler = self.DefaultHandlerExpand or self.DefaultHandler
        if handler is not None and raw:
            self._tell(handler, raw)

    def _characters(self, data):
        """Data: kept, or reported line by line."""
        handler = self.CharacterDataHandler
        if handler is None:
            return self._default(data)
        if self.buffer_text:
            self._buffer.append(data)
            if len(self._buffer) > 100 and sum(map(len, self._buffer)) > 8192:
                self._flush()
            return
        if '\n' not in data:
            return handler(data)
        while True:
            line, newline, data = data.partition('\n')
            if line:
                handler(line)
            if newline:
                handler(newline)
            if not data:
                return

    # ---- before and after the document's element ----

    def _prolog(self):
        return self._between(is_before=True)

    def _epilog(self):
        return self._between(is_before=False)

    def _between(self, is_before):
        text, at = self._text, self._at
        c = text[at]
        if c in ' \t\r\n':
            self._seen_any = True
            end = syntax.blanks.match(text, at).end()
            if end == len(text) and text[end - 1] == '\r' and not self._is_final:
                end -= 1
                if end == at:
                    return False
            self._at = end
            self._default(_lines(text[at:end]))
            return True
        if c == '<':
            follows = text[at + 1:at + 2]
            if follows == '?':
                return self._instruction()
            if follows == '!':
                return self._declaration(is_before)
            if not follows:
                return self._wants_more()
            if syntax.name.match(follows):
                if not is_before:
                    self._fail(syntax.JUNK_AFTER_DOC_ELEMENT)
                self._stage = self._content
                return True
            self._fail(syntax.INVALID_TOKEN, at + 1)
        if syntax.name_token.match(c) or c in '[]()>,|#"\'':
            self._fail(syntax.SYNTAX if is_before else syntax.JUNK_AFTER_DOC_ELEMENT)
        self._fail(syntax.INVALID_TOKEN)

    def _declaration(self, is_before):
        """What starts with `<!` outside of the element."""
        text, at = self._text, self._at
        rest = text[at:at + 9]
        if rest.startswith('<!--'):
            return self._comment()
        if rest == '<!DOCTYPE' and is_before:
            end = self._doctype.end_of(text, at)
            if end < 0 and not self._is_final:
                return False
            if self._doctype.is_read:
                self._fail(syntax.SYNTAX)
            self._seen_any = True
            self._doctype.read(text, at)
            return True
        for start in ('<!--', '<!DOCTYPE' if is_before else '<!--'):
            if start.startswith(rest):
                return self._wants_more()
        if text[at + 2] == '-':
            self._fail(syntax.INVALID_TOKEN, at + 3)
        end = at + 2
        while text[end:end + 1].isalpha():
            end += 1
        if end == len(text):
            return self._wants_more()
        if end == at + 2 or text[end] not in ' \t\r\n%':
            self._fail(syntax.INVALID_TOKEN, end)
        self._fail(syntax.SYNTAX if is_before else syntax.JUNK_AFTER_DOC_ELEMENT)

    # ---- comments, instructions ----

    def _comment(self):
        text, at = self._text, self._at
        end = text.find('--', at + 4)
        bad = syntax.forbidden.search(text, at + 4, end if end >= 0 else len(text))
        if bad:
            self._fail(syntax.INVALID_TOKEN, bad.start())
        if end < 0 or end + 2 >= len(text):
            return self._wants_more()
        if text[end + 2] != '>':
            self._fail(syntax.INVALID_TOKEN, end + 2)
        self._at = end + 3
        self._seen_any = True
        if self.CommentHandler is not None:
            self._tell(self.CommentHandler, _lines(text[at + 4:end]))
        else:
            self._default(text[at:end + 3])
        return True

    def _instruction(self):
        text, at = self._text, self._at
        name = syntax.name.match(text, at + 2)
        if name is None:
            return self._wants_more() if at + 2 >= len(text) else self._fail(syntax.INVALID_TOKEN, at + 2)
        end = text.find('?>', name.end())
        bad = syntax.forbidden.search(text, at + 2, end if end >= 0 else len(text))
        if bad:
            self._fail(syntax.INVALID_TOKEN, bad.start())
        after = text[name.end():name.end() + 1]
        if after and after not in ' \t\r\n' and end != name.end():
            if after != '?' or name.end() + 1 < len(text):
                self._fail(syntax.INVALID_TOKEN, name.end() + (after == '?'))
        if end < 0:
            return self._wants_more()
        target = name[0]
        if target.lower() == 'xml':
            if target != 'xml':
                self._fail(syntax.INVALID_TOKEN, name.end())
            if self._seen_any or self._entity_depth or self._stage != self._prolog and not self._fragment:
                self._fail(syntax.MISPLACED_XML_PI)
            self._xml_declaration(name.end(), end)
        self._at = end + 2
        self._seen_any = True
        if target == 'xml':
            self._default(text[at:end + 2] if self.XmlDeclHandler is None else '')
        elif self.ProcessingInstructionHandler is not None:
            self._tell(self.ProcessingInstructionHandler, target, _lines(text[name.end():end]).lstrip(' \t\n'))
        else:
            self._default(text[at:end + 2])
        return True

    def _xml_declaration(self, start, end):
        text = self._text
        found = syntax.xml_declaration.match(text, start, end)
        if found is None or found.end() != end:
            if self._fragment and text.startswith('encoding', start + 1):
                return
            self._fail(syntax.XML_DECL, _first_misfit(text, start, end))
        standalone = found['standalone']
        self._declared = standalone == 'yes'
        if self.XmlDeclHandler is not None:
            self._tell(self.XmlDeclHandler, found['version'], found['encoding'], -1 if standalone is None else int(standalone == 'yes'))
        if found['encoding'] is not None and not self._is_told:
            is_wide, says_wide = self._encoding.startswith('utf-16'), found['encoding'].lower().startswith('utf-16')
            if says_wide and not is_wide or is_wide and not says_wide:
                self._fail(syntax.INCORRECT_ENCODING, found.start('encoding'))

    # ---- inside the element ----

    def _content(self):
        text, at = self._text, self._at
        c = text[at]
        if c == '<':
            tag = syntax.start_tag.match(text, at)
            if tag is not None:
                self._at = tag.end()
                return self._start(tag, at)
            follows = text[at + 1:at + 2]
            if follows == '/':
                return self._end(syntax.end_tag.match(text, at))
            if follows == '!':
                return self._marked()
            if follows == '?':
                return self._instruction()
            if not follows:
                return self._wants_more()
            return self._misfit_in_tag(at)
        if c == '&':
            return self._reference()
        found = syntax.text.match(text, at)
        if found is None:
            self._fail(syntax.INVALID_TOKEN)
        end = found.end()
        data = found[0]
        if ']]>' in data:
            self._fail(syntax.INVALID_TOKEN, at + data.index(']]>') + 2)
        if end == len(text) and not self._is_final and not self._entity_depth and data[-1] in '\r]':
            # What it is is seen by what comes next.
            end -= 2 if data.endswith(']]') else 1
            if end == at:
                return False
            data = text[at:end]
        self._at = end
        if self.CharacterDataHandler is not None:
            self._characters(_lines(data))
        elif self.DefaultHandlerExpand is not None or self.DefaultHandler is not None:
            for line in syntax.data_lines.findall(data):
                self._default(line)
        return True

    def _start(self, tag, at):
        name, inside, slash = tag.groups()
        attributes = {}
        if inside:
            values = syntax.attribute.findall(inside)
            for key, double, single in values:
                attributes[key] = double or single
            if len(attributes) != len(values):
                self._repeated(tag, at)
            if '&' in inside or '\t' in inside or '\n' in inside or '\r' in inside:
                for key, value in attributes.items():
                    attributes[key] = self._value(value, at)
        given = len(attributes)
        if self._doctype.attributes:
            self._doctype.complete(name, attributes, self)
        declared = 0
        if self._names is not None:
            full, attributes, declared = self._names.enter(name, attributes, at)
        else:
            full = name
        if self._entity_depth == 0:
            self._event = at
        handler = self.StartElementHandler
        if handler is not None:
            if self.specified_attributes and given < len(attributes):
                attributes = dict(list(attributes.items())[:given])
            if self.ordered_attributes:
                flat = []
                for pair in attributes.items():
                    flat += pair
                attributes = flat
            if self._buffer:
                self._flush()
            handler(full, attributes)
        else:
            self._default(self._text[at:tag.end()])
        if not slash:
            self._open.append((name, full, declared))
        else:
            if not self._entity_depth:
                self._event = self._at
            if self.EndElementHandler is not None:
                self._tell(self.EndElementHandler, full)
            if declared:
                self._names.leave()
            if not self._open and not self._entity_depth and not self._fragment:
                self._stage = self._epilog
        return True

    def _repeated(self, tag, at):
        seen, place = set(), tag.start(2)
        for found in syntax.attribute.finditer(self._text, place, tag.end(2)):
            if found[1] in seen:
                self._fail(syntax.DUPLICATE_ATTRIBUTE, found.start())
            seen.add(found[1])

    def _end(self, tag):
        text, at = self._text, self._at
        if tag is None:
            return self._misfit_in_end_tag(at)
        if not self._open or self._entity_depth and len(self._open) <= self._open_entities[-1][1]:
            self._fail(syntax.ASYNC_ENTITY)
        name, full, declared = self._open[-1]
        if name != tag[1]:
            self._fail(syntax.TAG_MISMATCH, at + 2)
        self._open.pop()
        self._at = tag.end()
        if self.EndElementHandler is not None:
            if self._buffer:
                self._flush()
            self.EndElementHandler(full)
        else:
            self._default(tag[0])
        if declared:
            self._names.leave()
        if not self._open and not self._entity_depth and not self._fragment:
            self._stage = self._epilog
        return True

    def _marked(self):
        """A comment, or a section of characters."""
        text, at = self._text, self._at
        if text.startswith('<!--', at):
            return self._comment()
        if not text.startswith('<![CDATA[', at):
            rest = text[at:at + 9]
            if '<!--'.startswith(rest) or '<![CDATA['.startswith(rest):
                return self._wants_more()
            wanted = '<!--' if rest.startswith('<!-') else '<![CDATA['
            place = next(i for i, (x, y) in enumerate(zip(rest, wanted)) if x != y)
            self._fail(syntax.INVALID_TOKEN, at + place)
        start = at + 9
        end = text.find(']]>', start)
        bad = syntax.forbidden.search(text, start, end if end >= 0 else len(text))
        if bad:
            self._fail(syntax.INVALID_TOKEN, bad.start())
        if end < 0 and not self._is_final:
            return False
        self._at = end + 3
        if self.StartCdataSectionHandler is not None:
            self._tell(self.StartCdataSectionHandler)
        else:
            self._default('<![CDATA[' if self.CharacterDataHandler is None else '')
        if end < 0:
            self._characters(_lines(text[start:]))
            self._fail(syntax.UNCLOSED_CDATA_SECTION, len(text))
        if end > start:
            self._characters(_lines(text[start:end]))
        if not self._entity_depth:
            self._event = end
        if self.EndCdataSectionHandler is not None:
            self._tell(self.EndCdataSectionHandler)
        else:
            self._default(']]>' if self.CharacterDataHandler is None else '')
        return True

    # ---- references ----

    def _reference(self):
        text, at = self._text, self._at
        found = syntax.reference.match(text, at)
        if found is None:
            begun = syntax.begun_reference.match(text, at)
            if begun.end() == len(text):
                return self._wants_more()
            self._fail(syntax.INVALID_TOKEN, begun.end())
        self._at = found.end()
        name = found[1]
        if name is None:
            self._characters_of(self._character(found, max(self._text.find(found[0], at), at)))
        elif name in syntax.predefined:
            self._characters_of(syntax.predefined[name])
        else:
            self._entity(name, found[0])
        return True

    def _characters_of(self, c):
        if self.CharacterDataHandler is not None:
            self._characters(c)
        else:
            self._default(self._text[self._event:self._at] if not self._entity_depth else c)

    def _character(self, found, at):
        """The character of a numeric reference."""
        number = int(found[2]) if found[2] is not None else int(found[3], 16)
        if number > 0x10ffff or syntax.forbidden.match(chr(number)):
            self._fail(syntax.BAD_CHAR_REF, at)
        return chr(number)

    def _entity(self, name, raw):
        entity = self._doctype.entities.get(name)
        if entity is None:
            if self._doctype.must_declare():
                self._fail(syntax.UNDEFINED_ENTITY)
            if self.SkippedEntityHandler is not None:
                self._tell(self.SkippedEntityHandler, name, 0)
            else:
                self._default(raw)
            return
        if any(open == name for open, _ in self._open_entities):
            self._fail(syntax.RECURSIVE_ENTITY_REF)
        if entity.notation is not None:
            self._fail(syntax.BINARY_ENTITY_REF)
        if entity.value is None:
            if self.ExternalEntityRefHandler is None:
                return self._default(raw)
            if not self._tell(self.ExternalEntityRefHandler, name, entity.base, entity.system, entity.public):
                self._fail(syntax.EXTERNAL_ENTITY_HANDLING)
            return
        if self.DefaultHandler is not None and self.DefaultHandlerExpand is None:
            # Who wants to see everything unread sees references.
            if self.SkippedEntityHandler is not None:
                return self._tell(self.SkippedEntityHandler, name, 0)
            return self._default(raw)
        self._expand(name, entity.value)

    def _expand(self, name, value):
        self._count(value)
        saved = self._text, self._at
        self._open_entities.append((name, len(self._open)))
        if not self._entity_depth:
            self._main = self._text
        self._entity_depth += 1
        self._text, self._at = value, 0
        try:
            self._run()
            if len(self._open) != self._open_entities[-1][1] or self._at < len(value):
                self._fail(syntax.ASYNC_ENTITY)
        finally:
            self._text, self._at = saved
            self._entity_depth -= 1
            self._open_entities.pop()

    def _count(self, value):
        self._expanded += len(value)
        if self._expanded > _UNSUSPICIOUS and self._expanded > _AMPLIFICATION * max(self._read, 1):
            self._fail(syntax.AMPLIFICATION_LIMIT_BREACH)

    def _value(self, raw, at):
        """An attribute's value: blanks are spaces, references are replaced."""
        if '\r' in raw:
            raw = raw.replace('\r\n', ' ')
        raw = raw.translate(_BLANKS)
        if '&' not in raw:
            return raw
        pieces, place = [], 0
        while True:
            ampersand = raw.find('&', place)
            if ampersand < 0:
                pieces.append(raw[place:])
                return ''.join(pieces)
            pieces.append(raw[place:ampersand])
            found = syntax.reference.match(raw, ampersand)
            if found is None:
                self._misfit_in_tag(at)
                self._fail(syntax.INVALID_TOKEN, at)
            name = found[1]
            if name is None:
                pieces.append(self._character(found, max(self._text.find(found[0], at), at)))
            elif name in syntax.predefined:
                pieces.append(syntax.predefined[name])
            else:
                pieces.append(self._entity_in_value(name, at))
            place = found.end()

    def _entity_in_value(self, name, at):
        entity = self._doctype.entities.get(name)
        if entity is None:
            if self._doctype.must_declare():
                self._fail(syntax.UNDEFINED_ENTITY, at)
            return ''
        if any(open == name for open, _ in self._open_entities):
            self._fail(syntax.RECURSIVE_ENTITY_REF, at)
        if entity.notation is not None:
            self._fail(syntax.BINARY_ENTITY_REF, at)
        if entity.value is None:
            self._fail(syntax.ATTRIBUTE_EXTERNAL_ENTITY_REF, max(self._text.find(f'&{name};', at), at))
        if '<' in entity.value:
            self._fail(syntax.INVALID_TOKEN, at)
        self._count(entity.value)
        self._open_entities.append((name, len(self._open)))
        try:
            return self._value(entity.value, at)
        finally:
            self._open_entities.pop()

    # ---- what is wrong with a tag ----

    def _misfit_in_tag(self, at):
        text, end = self._text, len(self._text)
        name = syntax.name.match(text, at + 1)
        if name is None:
            self._fail(syntax.INVALID_TOKEN, at + 1)
        i = name.end()
        while True:
            start, i = i, syntax.blanks.match(text, i).end()
            if i == end:
                return self._wants_more()
            if text[i] == '>':
                return True
            if text[i] == '/':
                if i + 1 == end:
                    return self._wants_more()
                if text[i + 1] != '>':
                    self._fail(syntax.INVALID_TOKEN, i + 1)
                return True
            name = syntax.name.match(text, i) if i > start else None
            if name is None:
                self._fail(syntax.INVALID_TOKEN, i)
            i = syntax.blanks.match(text, name.end()).end()
            if i < end and text[i] != '=':
                self._fail(syntax.INVALID_TOKEN, i)
            i = syntax.blanks.match(text, i + 1).end() if i < end else i
            if i < end and text[i] not in '"\'':
                self._fail(syntax.INVALID_TOKEN, i)
            if i >= end:
                return self._wants_more()
            i = self._misfit_in_value(i)
            if i is False:
                return False

    def _misfit_in_value(self, i):
        """The place after a value, unless it has an error or no end."""
        text, quote = self._text, self._text[i]
        close = text.find(quote, i + 1)
        stop = close if close >= 0 else len(text)
        place = i + 1
        while place < stop:
            c = text[place]
            if c == '<' or syntax.forbidden.match(c):
                self._fail(syntax.INVALID_TOKEN, place)
            if c == '&':
                found = syntax.reference.match(text, place)
                if found is None:
                    begun = syntax.begun_reference.match(text, place).end()
                    if begun == len(text):
                        return self._wants_more()
                    self._fail(syntax.INVALID_TOKEN, begun)
            place += 1
        return close + 1 if close >= 0 else self._wants_more()

    def _misfit_in_end_tag(self, at):
        text, end = self._text, len(self._text)
        name = syntax.name.match(text, at + 2)
        if name is None:
            return self._wants_more() if at + 2 >= end else self._fail(syntax.INVALID_TOKEN, at + 2)
        i = syntax.blanks.match(text, name.end()).end()
        return self._wants_more() if i == end else self._fail(syntax.INVALID_TOKEN, i)


_BLANKS = {9: ' ', 10: ' ', 13: ' '}


def _lines(text):
    """Text whose lines end in one way."""
    return text.replace('\r\n', '\n').replace('\r', '\n') if '\r' in text else text


def _first_misfit(text, start, end):
    """Where an XML declaration stops being one."""
    wanted = ['version', 'encoding', 'standalone']
    while (part := syntax.declared_part.match(text, start, end)) is not None:
        name = part['name']
        if name not in wanted or name != 'version' and 'version' in wanted:
            return part.end('name') if name not in ('version', 'encoding', 'standalone') else part.start('name')
        if part['value'] is None:
            return part.end('name')
        if name == 'standalone' and part['value'] not in ('yes', 'no') or not syntax.name_token.fullmatch(part['value']):
            return part.start('value')
        del wanted[:wanted.index(name) + 1]
        start = part.end()
    return start
