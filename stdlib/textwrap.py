"""Text wrapping and filling."""

import re

__all__ = ['TextWrapper', 'wrap', 'fill', 'dedent', 'indent', 'shorten']

_whitespace = '\t\n\x0b\x0c\r '
_TO_SPACES = dict.fromkeys(map(ord, _whitespace), ' ')


# A word goes up to a blank, to a dash, or past a hyphen with two letters before and after it, between which may be another one.
_LETTER = r'[^\W\d_]'
_DASH = r'(?<=[\w!"\'&.,?])-{2,}(?=\w)'
_HYPHEN = rf'(?:(?<={_LETTER}{_LETTER}-)|(?<={_LETTER}-{_LETTER}-))(?={_LETTER}-?{_LETTER})'
_PIECE = rf'([{_whitespace}]+|{_DASH}|[^{_whitespace}]+?(?:(?=[{_whitespace}]|\Z)|(?={_DASH})|{_HYPHEN}))'


class TextWrapper:
    """Wraps or fills text; the attributes are those of the constructor."""

    _words = re.compile(_PIECE)
    _spaces = re.compile(r'([\t\n\x0b\x0c\r ]+)')
    _sentence_end = re.compile(r'[a-z][\.\!\?][\"\']?\Z')

    def __init__(self, width=70, initial_indent='', subsequent_indent='', expand_tabs=True, replace_whitespace=True,
                 fix_sentence_endings=False, break_long_words=True, drop_whitespace=True, break_on_hyphens=True,
                 tabsize=8, *, max_lines=None, placeholder=' [...]'):
        self.width, self.max_lines, self.placeholder = width, max_lines, placeholder
        self.initial_indent, self.subsequent_indent = initial_indent, subsequent_indent
        self.expand_tabs, self.tabsize = expand_tabs, tabsize
        self.replace_whitespace, self.drop_whitespace = replace_whitespace, drop_whitespace
        self.fix_sentence_endings = fix_sentence_endings
        self.break_long_words, self.break_on_hyphens = break_long_words, break_on_hyphens

    def _split(self, text):
        """The pieces of a text that stay together: words, their parts up to hyphens, and what is between."""
        pattern = self._words if self.break_on_hyphens else self._spaces
        return [*filter(None, pattern.split(text))]

    def _munge_whitespace(self, text):
        text = text.expandtabs(self.tabsize) if self.expand_tabs else text
        return text.translate(_TO_SPACES) if self.replace_whitespace else text

    def _split_chunks(self, text):
        return self._split(self._munge_whitespace(text))

    def _fix_sentence_endings(self, chunks):
        """Makes the space after the end of a sentence two."""
        for place in range(1, len(chunks)):
            if chunks[place] == ' ' and self._sentence_end.search(chunks[place - 1]):
                chunks[place] = '  '

    def _handle_long_word(self, chunks, line, used, width):
        """Puts as much of the last chunk, which fits on no line, on the line as there is room for."""
        room = width - used if width >= 1 else 1
        if not self.break_long_words:
            # It gets a line for itself.
            if not line:
                line.append(chunks.pop())
            return
        word = chunks.pop()
        cut = room
        if self.break_on_hyphens and len(word) > room:
            hyphen = word.rfind('-', 0, room)
            if hyphen > 0 and word[:hyphen].strip('-'):
                cut = hyphen + 1
        line.append(word[:cut])
        chunks.append(word[cut:])

    def _wrap_chunks(self, chunks):
        if self.width <= 0:
            raise ValueError(f'invalid width {self.width!r} (must be > 0)')
        limit = self.max_lines
        if limit is not None:
            last_indent = self.subsequent_indent if limit > 1 else self.initial_indent
            if len(last_indent) + len(self.placeholder.lstrip()) > self.width:
                raise ValueError('placeholder too large for max width')
        lines = []
        # Taken from the end.
        chunks.reverse()
        while chunks:
            if lines and self._is_dropped(chunks[-1]):
                chunks.pop()
            indent = self.subsequent_indent if lines else self.initial_indent
            width = self.width - len(indent)
            line = self._take_line(chunks, width)
            if not line:
                continue
            is_end = not chunks or len(chunks) == 1 and self._is_dropped(chunks[0])
            if limit is None or len(lines) + 1 < limit or is_end and sum(map(len, line)) <= width:
                lines.append(indent + ''.join(line))
                continue
            self._break_off(lines, line, indent, width)
            break
        return lines

    def _is_dropped(self, chunk):
        return self.drop_whitespace and not chunk.strip()

    def _take_line(self, chunks, width):
        line, used = [], 0
        while chunks and used + len(chunks[-1]) <= width:
            used += len(chunks[-1])
            line.append(chunks.pop())
        if chunks and len(chunks[-1]) > width:
            self._handle_long_word(chunks, line, used, width)
        if line and self._is_dropped(line[-1]):
            line.pop()
        return line

    def _break_off(self, lines, line, indent, width):
        """Ends the last line that may be with the placeholder, after the last word that leaves room for it."""
        mark = self.placeholder
        used = sum(map(len, line))
        while line:
            if line[-1].strip() and used + len(mark) <= width:
                lines.append(indent + ''.join(line) + mark)
                return
            used -= len(line.pop())
        before = lines[-1].rstrip() if lines else None
        if before is not None and len(before) + len(mark) <= self.width:
            lines[-1] = before + mark
        else:
            lines.append(indent + mark.lstrip())

    def wrap(self, text):
        """The lines of a paragraph, none wider than `width`."""
        chunks = self._split_chunks(text)
        if self.fix_sentence_endings:
            self._fix_sentence_endings(chunks)
        return self._wrap_chunks(chunks)

    def fill(self, text):
        """The lines of a paragraph as one text."""
        return '\n'.join(self.wrap(text))


def wrap(text, width=70, **kwargs):
    """The lines of a paragraph, none wider than `width`. Takes what the attributes of TextWrapper are set to."""
    return TextWrapper(width=width, **kwargs).wrap(text)


def fill(text, width=70, **kwargs):
    """The lines of a paragraph, none wider than `width`, as one text."""
    return TextWrapper(width=width, **kwargs).fill(text)


def shorten(text, width, **kwargs):
    """A text on one line, blanks made one and words left out at the end where it is wider than `width`."""
    one_line = ' '.join(text.split())
    return fill(one_line, width, max_lines=1, **kwargs)


def dedent(text):
    """Takes the blanks that all lines begin with from them; lines of nothing but blanks do not count."""
    lines = [line if line.strip(' \t') else '' for line in text.split('\n')]
    margin = None
    for line in lines:
        if not line:
            continue
        own = line[:len(line) - len(line.lstrip(' \t'))]
        if margin is None:
            margin = own
            continue
        same = 0
        for a, b in zip(margin, own):
            if a != b:
                break
            same += 1
        margin = margin[:same]
    if margin:
        lines = [line[len(margin):] if line else line for line in lines]
    return '\n'.join(lines)


def indent(text, prefix, predicate=None):
    """Puts a prefix in front of the lines for which the predicate is true, by default those with more than blanks."""
    is_chosen = predicate or str.strip
    lines = text.splitlines(True)
    return ''.join([(prefix if is_chosen(line) else '') + line for line in lines])
