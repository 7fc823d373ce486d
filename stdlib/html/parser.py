"""Reading HTML piece by piece: a parser calls a method for each tag, text and comment, however wrong the page is."""

import re
from html import unescape

__all__ = ['HTMLParser']

_TAG_NAME = re.compile(r'[a-zA-Z][^\t\n\r\f />\x00]*')
# A name, and what follows a sign of equality: quoted, or up to the next blank.
_ATTRIBUTE = re.compile(r'''
    (?P<name> [^\s/>=] [^\s/>=]* | = [^\s/>=]*)
    (?: (?P<equals> \s* =+ \s*) (?: '(?P<single>[^']*)' | "(?P<double>[^"]*)" | (?P<bare> [^>\s'"][^>\s]* | (?=>|\s|$) ) ) )?
''', re.VERBOSE)
# The rest of a start tag: quoted values may hide its end.
_TAG_END = re.compile(r'''(?: [^>=] | =\s*'[^']*' | =\s*"[^"]*" | =(?!\s*["']) )*? >''', re.VERBOSE)
_REFERENCE = re.compile(r'&#(?:[0-9]+|[xX][0-9a-fA-F]+)|&[a-zA-Z][-.a-zA-Z0-9]*')
_COMMENT_END = re.compile(r'--\s*>')


class HTMLParser:
    """feed() it text; override the handle_ methods."""

    CDATA_CONTENT_ELEMENTS = ('script', 'style')

    def __init__(self, *, convert_charrefs=True):
        self.convert_charrefs = convert_charrefs
        self.reset()

    def reset(self):
        """Forgets what has been read."""
        self.rawdata = ''
        self.lasttag = '???'
        self.lineno, self.offset = 1, 0
        # The element whose content is text up to its end tag.
        self.cdata_elem = None
        self._start_text = None

    def feed(self, data):
        """Reads more. What is not complete waits for what follows."""
        self.rawdata += data
        self._read(is_last=False)

    def close(self):
        """That was all: what waits is read as it is."""
        self._read(is_last=True)

    def getpos(self):
        """(line, column) of what is being handled."""
        return self.lineno, self.offset

    def get_starttag_text(self):
        """The start tag that was read last, as it was written."""
        return self._start_text

    # ---- what is found ----

    def handle_starttag(self, tag, attrs):
        """A start tag; its attributes as pairs."""

    def handle_startendtag(self, tag, attrs):
        """A tag such as <br/>."""
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag):
        """An end tag."""

    def handle_data(self, data):
        """Text; it may come in several pieces."""

    def handle_charref(self, name):
        """&#name; if references are not converted."""

    def handle_entityref(self, name):
        """&name; if references are not converted."""

    def handle_comment(self, data):
        """What is between <!-- and -->, or another thing that is to be read as a comment."""

    def handle_decl(self, decl):
        """<!decl>."""

    def handle_pi(self, data):
        """<?data>."""

    def unknown_decl(self, data):
        """<![data]>."""

    # ---- reading ----

    def _move(self, text):
        """The position goes on over a text."""
        lines = text.count('\n')
        if lines:
            self.lineno += lines
            self.offset = len(text) - 1 - text.rindex('\n')
        else:
            self.offset += len(text)

    def _read(self, is_last):
        at = 0
        while at < len(self.rawdata):
            end = self._read_text(at, is_last)
            if end is None:
                break
            self._move(self.rawdata[at:end])
            at = end
            if at == len(self.rawdata):
                break
            end = self._read_mark(at, is_last)
            if end is None:
                break
            self._move(self.rawdata[at:end])
            at = end
        self.rawdata = self.rawdata[at:]

    def _read_text(self, at, is_last):
        """Handles the text before the next mark; where that is, or None if it is not sure yet where the text ends."""
        raw = self.rawdata
        if self.cdata_elem is not None:
            end = re.compile(rf'</{self.cdata_elem}(?=[\t\n\r\f />])', re.I).search(raw, at)
            if end is not None:
                stop = end.start()
            elif is_last:
                stop = len(raw)
            else:
                # The end tag may have begun.
                stop = raw.rfind('<', at)
                if stop < 0:
                    stop = len(raw)
            if stop > at:
                self.handle_data(raw[at:stop])
            return stop
        stop = raw.find('<', at)
        if stop < 0:
            stop = len(raw)
            if not is_last and self.convert_charrefs:
                # A reference at the end may not be complete.
                begun = raw.rfind('&', max(at, stop - 34))
                if begun >= 0 and not re.search(r'[\s;]', raw[begun:]):
                    return None
                if stop == at:
                    return stop
        if self.convert_charrefs:
            if stop > at:
                self.handle_data(unescape(raw[at:stop]))
            return stop
        # References are handled by themselves.
        begun = raw.find('&', at, stop)
        if begun < 0:
            begun = stop
        if begun > at:
            self.handle_data(raw[at:begun])
        return begun

    def _read_mark(self, at, is_last):
        """Handles a tag, a reference or the like; where it ends, or None if it is not complete."""
        raw = self.rawdata
        if raw[at] == '&':
            return self._read_reference(at, is_last)
        if self.cdata_elem is not None and not re.compile(rf'</{self.cdata_elem}(?=[\t\n\r\f />])', re.I).match(raw, at):
            if is_last:
                self.handle_data(raw[at:])
                return len(raw)
            return None
        if raw.startswith('<!--', at):
            end = self._read_comment(at)
        elif raw.startswith('<!', at):
            end = self._read_declaration(at)
        elif raw.startswith('<?', at):
            stop = raw.find('>', at)
            end = None if stop < 0 else stop + 1
            if end:
                self.handle_pi(raw[at + 2:stop])
        elif raw.startswith('</', at):
            end = self._read_end_tag(at)
        elif _TAG_NAME.match(raw, at + 1):
            end = self._read_start_tag(at)
        elif at + 1 < len(raw) or is_last:
            # Nothing that a tag begins with.
            self.handle_data('<')
            return at + 1
        else:
            end = None
        if end is None and is_last:
            return self._give_up(at)
        return end

    def _give_up(self, at):
        """What begins at the mark never ends: it is text, up to where something else may begin."""
        raw = self.rawdata
        end = raw.find('>', at + 1) + 1 or raw.find('<', at + 1)
        end = end if end > 0 else at + 1
        self.handle_data(unescape(raw[at:end]) if self.convert_charrefs else raw[at:end])
        return end

    def _read_reference(self, at, is_last):
        raw = self.rawdata
        found = _REFERENCE.match(raw, at)
        if found is None:
            if not is_last and raw[at:] in ('&', '&#', '&#x', '&#X'):
                return None
            self.handle_data('&')
            return at + 1
        end, text = found.end(), found.group()
        if end == len(raw):
            # It may go on.
            return self._give_up(at) if is_last else None
        if text[1] == '#':
            self.handle_charref(text[2:])
        else:
            self.handle_entityref(text[1:])
        return end + raw.startswith(';', end)

    def _read_comment(self, at):
        raw = self.rawdata
        end = _COMMENT_END.search(raw, at + 4)
        if end is None:
            return None
        self.handle_comment(raw[at + 4:end.start()])
        return end.end()

    def _read_declaration(self, at):
        raw = self.rawdata
        if raw.startswith('<![', at):
            end = raw.find(']]>', at) if raw.startswith('<![CDATA[', at) else raw.find('>', at)
            if end < 0:
                return None
            if raw.startswith('<![CDATA[', at):
                self.unknown_decl(raw[at + 3:end])
                return end + 3
            text = raw[at + 3:end]
            self.unknown_decl(text.removesuffix(']')) if text.endswith(']') else self.handle_comment(raw[at + 2:end])
            return end + 1
        end = raw.find('>', at)
        if end < 0:
            return None
        if raw[at:at + 9].lower() == '<!doctype':
            self.handle_decl(raw[at + 2:end])
        else:
            self.handle_comment(raw[at + 2:end])
        return end + 1

    def _read_start_tag(self, at):
        raw = self.rawdata
        name = _TAG_NAME.match(raw, at + 1)
        whole = _TAG_END.match(raw, name.end())
        if whole is None:
            return None
        end = whole.end()
        self._start_text = raw[at:end]
        self.lasttag = tag = name.group().lower()
        attributes, place, last = [], name.end(), 0
        while place < end - 1:
            found = _ATTRIBUTE.match(raw, place, end - 1)
            if found is None:
                place += 1
                continue
            place = last = found.end()
            value = None
            if found['equals'] is not None:
                value = unescape(next(each for each in (found['single'], found['double'], found['bare'], '') if each is not None))
            attributes.append((found['name'].lower(), value))
        # A slash at the end may belong to a value.
        if raw[end - 2] == '/' and last < end - 1:
            self.handle_startendtag(tag, attributes)
        else:
            self.handle_starttag(tag, attributes)
            if tag in self.CDATA_CONTENT_ELEMENTS:
                self.set_cdata_mode(tag)
        return end

    def _read_end_tag(self, at):
        raw = self.rawdata
        end = raw.find('>', at + 1)
        if end < 0:
            return None
        name = re.compile(r'\s*(%s)' % _TAG_NAME.pattern).match(raw, at + 2)
        if name is None:
            if end > at + 2:
                self.handle_comment(raw[at + 2:end])
            return end + 1
        self.handle_endtag(name[1].lower())
        self.clear_cdata_mode()
        return end + 1

    def set_cdata_mode(self, elem):
        """From here on all is text up to the end tag of the element."""
        self.cdata_elem = elem.lower()

    def clear_cdata_mode(self):
        self.cdata_elem = None
