"""Compares sequences and shows how one becomes the other."""

import html
import re
from collections import namedtuple
from heapq import nlargest
from types import GenericAlias

__all__ = ["get_close_matches", "ndiff", "restore", "SequenceMatcher", "Differ", "IS_CHARACTER_JUNK",
           "IS_LINE_JUNK", "context_diff", "unified_diff", "diff_bytes", "HtmlDiff", "Match"]

Match = namedtuple("Match", "a b size")


def _ratio(matches, length):
    return 2.0 * matches / length if length else 1.0


class SequenceMatcher:
    """Finds the longest blocks that two sequences of hashable items have in common."""

    def __init__(self, isjunk=None, a="", b="", autojunk=True):
        self.isjunk = isjunk
        self.a = self.b = None
        self.autojunk = autojunk
        self.set_seqs(a, b)

    def set_seqs(self, a, b):
        self.set_seq1(a)
        self.set_seq2(b)

    def set_seq1(self, a):
        if a is self.a:
            return
        self.a = a
        self.matching_blocks = self.opcodes = None

    def set_seq2(self, b):
        if b is self.b:
            return
        self.b = b
        self.matching_blocks = self.opcodes = None
        self.fullbcount = None
        self._index_b()

    def _index_b(self):
        """Learns where each item of b is; leaves out what is junk or all too common."""
        places = {}
        for place, item in enumerate(self.b):
            places.setdefault(item, []).append(place)
        self.b2j = places
        self.bjunk = {item for item in places if self.isjunk(item)} if self.isjunk else set()
        for item in self.bjunk:
            del places[item]
        self.bpopular = set()
        count = len(self.b)
        if self.autojunk and count >= 200:
            limit = count // 100 + 1
            self.bpopular = {item for item, found in places.items() if len(found) > limit}
            for item in self.bpopular:
                del places[item]

    def find_longest_match(self, alo=0, ahi=None, blo=0, bhi=None):
        """The longest common block in the ranges; the first in a, then in b, if there are many."""
        a, b, places, junk = self.a, self.b, self.b2j, self.bjunk
        if ahi is None:
            ahi = len(a)
        if bhi is None:
            bhi = len(b)
        start_a, start_b, size = alo, blo, 0
        # How long the common run is that ends with the item before, by its end in b.
        runs = {}
        for i in range(alo, ahi):
            longer = {}
            for j in places.get(a[i], ()):
                if j < blo:
                    continue
                if j >= bhi:
                    break
                run = longer[j] = runs.get(j - 1, 0) + 1
                if run > size:
                    start_a, start_b, size = i - run + 1, j - run + 1, run
            runs = longer
        # Common items do not begin a match but may be part of one; so may junk beside a match.
        for wanted in (False, True):
            while (start_a > alo and start_b > blo and (b[start_b - 1] in junk) == wanted
                   and a[start_a - 1] == b[start_b - 1]):
                start_a, start_b, size = start_a - 1, start_b - 1, size + 1
            while (start_a + size < ahi and start_b + size < bhi and (b[start_b + size] in junk) == wanted
                   and a[start_a + size] == b[start_b + size]):
                size += 1
        return Match(start_a, start_b, size)

    def get_matching_blocks(self):
        """All common blocks in order; the last is empty and stands at the ends."""
        if self.matching_blocks is not None:
            return self.matching_blocks
        len_a, len_b = len(self.a), len(self.b)
        waiting = [(0, len_a, 0, len_b)]
        found = []
        while waiting:
            alo, ahi, blo, bhi = waiting.pop()
            match = i, j, size = self.find_longest_match(alo, ahi, blo, bhi)
            if size:
                found.append(match)
                if alo < i and blo < j:
                    waiting.append((alo, i, blo, j))
                if i + size < ahi and j + size < bhi:
                    waiting.append((i + size, ahi, j + size, bhi))
        found.sort()
        blocks = []
        for match in found:
            if blocks:
                i, j, size = blocks[-1]
                if i + size == match.a and j + size == match.b:
                    blocks[-1] = Match(i, j, size + match.size)
                    continue
            blocks.append(match)
        blocks.append(Match(len_a, len_b, 0))
        self.matching_blocks = blocks
        return blocks

    def get_opcodes(self):
        """What to do with which ranges to make b of a."""
        if self.opcodes is not None:
            return self.opcodes
        i = j = 0
        self.opcodes = codes = []
        for next_i, next_j, size in self.get_matching_blocks():
            if i < next_i and j < next_j:
                codes.append(("replace", i, next_i, j, next_j))
            elif i < next_i:
                codes.append(("delete", i, next_i, j, next_j))
            elif j < next_j:
                codes.append(("insert", i, next_i, j, next_j))
            i, j = next_i + size, next_j + size
            if size:
                codes.append(("equal", next_i, i, next_j, j))
        return codes

    def get_grouped_opcodes(self, n=3):
        """The operations in groups with up to n equal items around them."""
        codes = list(self.get_opcodes()) or [("equal", 0, 1, 0, 1)]
        tag, i1, i2, j1, j2 = codes[0]
        if tag == "equal":
            codes[0] = tag, max(i1, i2 - n), i2, max(j1, j2 - n), j2
        tag, i1, i2, j1, j2 = codes[-1]
        if tag == "equal":
            codes[-1] = tag, i1, min(i2, i1 + n), j1, min(j2, j1 + n)
        group = []
        for tag, i1, i2, j1, j2 in codes:
            if tag == "equal" and i2 - i1 > 2 * n:
                group.append((tag, i1, min(i2, i1 + n), j1, min(j2, j1 + n)))
                yield group
                group = []
                i1, j1 = max(i1, i2 - n), max(j1, j2 - n)
            group.append((tag, i1, i2, j1, j2))
        if group and not (len(group) == 1 and group[0][0] == "equal"):
            yield group

    def ratio(self):
        """How alike the sequences are, from 0 to 1."""
        return _ratio(sum(block.size for block in self.get_matching_blocks()), len(self.a) + len(self.b))

    def quick_ratio(self):
        """An upper bound of ratio() that disregards order."""
        if self.fullbcount is None:
            self.fullbcount = {}
            for item in self.b:
                self.fullbcount[item] = self.fullbcount.get(item, 0) + 1
        left = {}
        matches = 0
        for item in self.a:
            count = left[item] if item in left else self.fullbcount.get(item, 0)
            left[item] = count - 1
            if count > 0:
                matches += 1
        return _ratio(matches, len(self.a) + len(self.b))

    def real_quick_ratio(self):
        """An upper bound of ratio() that looks at the lengths only."""
        return _ratio(min(len(self.a), len(self.b)), len(self.a) + len(self.b))

    __class_getitem__ = classmethod(GenericAlias)


def get_close_matches(word, possibilities, n=3, cutoff=0.6):
    """The n possibilities most like the word, best first."""
    if not n > 0:
        raise ValueError(f"n must be > 0: {n!r}")
    if not 0.0 <= cutoff <= 1.0:
        raise ValueError(f"cutoff must be in [0.0, 1.0]: {cutoff!r}")
    matcher = SequenceMatcher()
    matcher.set_seq2(word)
    close = []
    for possibility in possibilities:
        matcher.set_seq1(possibility)
        if matcher.real_quick_ratio() >= cutoff and matcher.quick_ratio() >= cutoff:
            ratio = matcher.ratio()
            if ratio >= cutoff:
                close.append((ratio, possibility))
    return [possibility for _, possibility in nlargest(n, close)]


def _marks(line, tags):
    """The tags below a line, with the line's own white space where nothing is marked."""
    return "".join(character if tag == " " and character.isspace() else tag
                   for character, tag in zip(line, tags)).rstrip()


class Differ:
    """Shows differences of texts line by line, with marks where similar lines differ."""

    # How alike lines must be to be shown together.
    _CUTOFF = 0.74999

    def __init__(self, linejunk=None, charjunk=None):
        self.linejunk = linejunk
        self.charjunk = charjunk

    def compare(self, a, b):
        """The lines of the difference."""
        for tag, alo, ahi, blo, bhi in SequenceMatcher(self.linejunk, a, b).get_opcodes():
            if tag == "replace":
                yield from self._fancy_replace(a, alo, ahi, b, blo, bhi)
            elif tag == "delete":
                yield from self._dump("-", a, alo, ahi)
            elif tag == "insert":
                yield from self._dump("+", b, blo, bhi)
            else:
                yield from self._dump(" ", a, alo, ahi)

    def _dump(self, tag, lines, low, high):
        for place in range(low, high):
            yield f"{tag} {lines[place]}"

    def _plain_replace(self, a, alo, ahi, b, blo, bhi):
        # The shorter block comes first.
        removed, added = self._dump("-", a, alo, ahi), self._dump("+", b, blo, bhi)
        first, second = (added, removed) if bhi - blo < ahi - alo else (removed, added)
        yield from first
        yield from second

    def _fancy_replace(self, a, alo, ahi, b, blo, bhi):
        """Around the two lines that are most alike the rest is compared in the same way."""
        # What is still to be shown, the first last: ranges of lines, and pairs of lines that stand together.
        todo = [(alo, ahi, blo, bhi)]
        while todo:
            item = todo.pop()
            if len(item) == 2:
                yield from self._mark_lines(SequenceMatcher(self.charjunk), a[item[0]], b[item[1]])
                continue
            alo, ahi, blo, bhi = item
            pair = self._most_alike(a, alo, ahi, b, blo, bhi) if alo < ahi and blo < bhi else None
            if pair is None:
                yield from self._plain_replace(a, alo, ahi, b, blo, bhi)
                continue
            i, j = pair
            todo += (i + 1, ahi, j + 1, bhi), pair, (alo, i, blo, j)

    def _most_alike(self, a, alo, ahi, b, blo, bhi):
        """The lines that are most alike but not the same; else the first two that are the same; None if there are none."""
        matcher = SequenceMatcher(self.charjunk)
        best, best_ratio, same = None, self._CUTOFF, None
        for j in range(blo, bhi):
            matcher.set_seq2(b[j])
            for i in range(alo, ahi):
                if a[i] == b[j]:
                    same = same or (i, j)
                    continue
                matcher.set_seq1(a[i])
                # The cheap bounds come first.
                if all(bound() > best_ratio for bound in (matcher.real_quick_ratio, matcher.quick_ratio, matcher.ratio)):
                    best, best_ratio = (i, j), matcher.ratio()
        return best or same

    def _mark_lines(self, matcher, old, new):
        if old == new:
            yield "  " + old
            return
        old_tags = new_tags = ""
        matcher.set_seqs(old, new)
        for tag, i1, i2, j1, j2 in matcher.get_opcodes():
            old_tags += {"replace": "^", "delete": "-", "insert": "", "equal": " "}[tag] * (i2 - i1)
            new_tags += {"replace": "^", "delete": "", "insert": "+", "equal": " "}[tag] * (j2 - j1)
        yield from self._qformat(old, new, old_tags, new_tags)

    def _qformat(self, aline, bline, atags, btags):
        for sign, line, tags in (("- ", aline, atags), ("+ ", bline, btags)):
            yield sign + line
            marks = _marks(line, tags)
            if marks:
                yield f"? {marks}\n"


def IS_LINE_JUNK(line, pat=re.compile(r"\s*(?:#\s*)?$").match):
    """Whether the line is blank or holds but a #."""
    return pat(line) is not None


def IS_CHARACTER_JUNK(ch, ws=" \t"):
    """Whether the character is a space or a tab."""
    return ch in ws


def _check_types(a, b, *args):
    for lines in (a, b):
        if lines and not isinstance(lines[0], str):
            raise TypeError(f"lines to compare must be str, not {type(lines[0]).__name__} ({lines[0]!r})")
    for arg in args:
        if not isinstance(arg, str):
            raise TypeError(f"all arguments must be str, not: {arg!r}")


def _header(sign, name, date, lineterm):
    return f"{sign} {name}" + (f"\t{date}" if date else "") + lineterm


def _format_range_unified(start, stop):
    length = stop - start
    if length == 1:
        return str(start + 1)
    # An empty range stands at the line before it.
    return f"{start + 1 if length else start},{length}"


def unified_diff(a, b, fromfile="", tofile="", fromfiledate="", tofiledate="", n=3, lineterm="\n"):
    """The lines of the difference in the unified format."""
    _check_types(a, b, fromfile, tofile, fromfiledate, tofiledate, lineterm)
    started = False
    for group in SequenceMatcher(None, a, b).get_grouped_opcodes(n):
        if not started:
            started = True
            yield _header("---", fromfile, fromfiledate, lineterm)
            yield _header("+++", tofile, tofiledate, lineterm)
        old = _format_range_unified(group[0][1], group[-1][2])
        new = _format_range_unified(group[0][3], group[-1][4])
        yield f"@@ -{old} +{new} @@{lineterm}"
        for tag, i1, i2, j1, j2 in group:
            if tag == "equal":
                for line in a[i1:i2]:
                    yield " " + line
                continue
            if tag != "insert":
                for line in a[i1:i2]:
                    yield "-" + line
            if tag != "delete":
                for line in b[j1:j2]:
                    yield "+" + line


def _format_range_context(start, stop):
    length = stop - start
    if length <= 1:
        return str(start + length)
    return f"{start + 1},{stop}"


_CONTEXT_SIGNS = {"insert": "+ ", "delete": "- ", "replace": "! ", "equal": "  "}


def context_diff(a, b, fromfile="", tofile="", fromfiledate="", tofiledate="", n=3, lineterm="\n"):
    """The lines of the difference in the context format."""
    _check_types(a, b, fromfile, tofile, fromfiledate, tofiledate, lineterm)
    started = False
    for group in SequenceMatcher(None, a, b).get_grouped_opcodes(n):
        if not started:
            started = True
            yield _header("***", fromfile, fromfiledate, lineterm)
            yield _header("---", tofile, tofiledate, lineterm)
        tags = {code[0] for code in group}
        yield "***************" + lineterm
        yield f"*** {_format_range_context(group[0][1], group[-1][2])} ****{lineterm}"
        if tags & {"replace", "delete"}:
            for tag, i1, i2, _, _ in group:
                if tag != "insert":
                    for line in a[i1:i2]:
                        yield _CONTEXT_SIGNS[tag] + line
        yield f"--- {_format_range_context(group[0][3], group[-1][4])} ----{lineterm}"
        if tags & {"replace", "insert"}:
            for tag, _, _, j1, j2 in group:
                if tag != "delete":
                    for line in b[j1:j2]:
                        yield _CONTEXT_SIGNS[tag] + line


def diff_bytes(dfunc, a, b, fromfile=b"", tofile=b"", fromfiledate=b"", tofiledate=b"", n=3, lineterm=b"\n"):
    """The difference of lines of bytes whose encoding is not known, made by a function for text."""

    def text(data):
        try:
            return data.decode("ascii", "surrogateescape")
        except AttributeError as err:
            raise TypeError(f"all arguments must be bytes, not {type(data).__name__} ({data!r})") from err

    a, b = list(map(text, a)), list(map(text, b))
    names = map(text, (fromfile, tofile, fromfiledate, tofiledate))
    for line in dfunc(a, b, *names, n, text(lineterm)):
        yield line.encode("ascii", "surrogateescape")


def ndiff(a, b, linejunk=None, charjunk=IS_CHARACTER_JUNK):
    """The lines of a difference as Differ shows it."""
    return Differ(linejunk, charjunk).compare(a, b)


def restore(delta, which):
    """The lines of the first or the second text of a difference."""
    try:
        tag = {1: "- ", 2: "+ "}[int(which)]
    except KeyError:
        raise ValueError(f"unknown delta choice (must be 1 or 2): {which!r}") from None
    for line in delta:
        if line[:2] in ("  ", tag):
            yield line[2:]


# ---- side by side ----

_MARK = re.compile(r"(\^+|\++|-+)")
_BLANK = "", "\n"


def _marked(line, marks):
    """A line in which what the marks below it show stands between NUL, a sign and \\x01; a whole line if there are none."""
    sign, text = line[0], line[2:]
    if marks is None:
        return f"\0{sign}{text or ' '}\1"
    out, last = [], 0
    for run in _MARK.finditer(marks, 2):
        start, end = run.start() - 2, run.end() - 2
        out.append(f"{text[last:start]}\0{run[0][0]}{text[start:end]}\1")
        last = end
    return "".join(out) + text[last:]


def _changes(delta):
    """The lines of a difference, each with the marks below it or None."""
    line = None
    for following in delta:
        if following[0] == "?":
            yield line, following
            line = None
            continue
        if line is not None:
            yield line, None
        line = following
    if line is not None:
        yield line, None


def _rows(delta):
    """The rows of two columns: (number, text) on the left and on the right, and whether they differ."""
    left = right = 0
    block = []

    def flush():
        nonlocal left, right
        at = 0
        while at < len(block):
            pair = block[at:at + 2]
            if len(pair) == 2 and [line[0] for line, _ in pair] == ["-", "+"] and any(marks for _, marks in pair):
                # Similar lines: only parts of them are marked.
                left, right = left + 1, right + 1
                old, new = (_marked(line, marks or "") for line, marks in pair)
                yield (left, old), (right, new), True
                at += 2
                continue
            # Up to the next similar lines, what was removed stands beside what was added.
            end = at
            while end < len(block) and not block[end][1] and not (end + 1 < len(block) and block[end + 1][1]):
                end += 1
            plain = block[at:max(end, at + 1)]
            at = max(end, at + 1)
            removed = [line for line, _ in plain if line[0] == "-"]
            added = [line for line, _ in plain if line[0] == "+"]
            for place in range(max(len(removed), len(added))):
                old = new = _BLANK
                if place < len(removed):
                    left += 1
                    old = left, _marked(removed[place], None)
                if place < len(added):
                    right += 1
                    new = right, _marked(added[place], None)
                yield old, new, True
        block.clear()

    for line, marks in _changes(delta):
        if line[0] != " ":
            block.append((line, marks))
            continue
        yield from flush()
        left, right = left + 1, right + 1
        yield (left, line[2:]), (right, line[2:]), False
    yield from flush()


def _mdiff(fromlines, tolines, context=None, linejunk=None, charjunk=IS_CHARACTER_JUNK):
    """The rows of two columns; only those near a difference if there is a context, a row of None before each part that begins later."""
    rows = _rows(ndiff(fromlines, tolines, linejunk, charjunk))
    if context is None:
        yield from rows
        return
    context = max(context, 0)
    waiting, skipped, after = [], False, 0
    for row in rows:
        if row[2]:
            if skipped:
                yield None, None, None
            yield from waiting
            yield row
            waiting, skipped, after = [], False, context
        elif after:
            yield row
            after -= 1
        else:
            waiting.append(row)
            if len(waiting) > context:
                del waiting[0]
                skipped = True


# Blanks in a row are shown as they are, and lines are not broken at them.
_NO_BREAKS = {ord(" "): "&nbsp;", ord("\t"): "&nbsp;"}


class HtmlDiff:
    """Shows differences of texts side by side, as a page or a table of HTML."""

    _STYLE = """
        table.diff {font-family: monospace; border-collapse: collapse; margin: 1em 0}
        table.diff td, table.diff th {padding: 0 0.4em; vertical-align: top}
        .diff_header {background-color: #e8e8f0; text-align: right}
        .diff_next {border-left: thin solid #8080a0}
        .diff_add {background-color: #c8f0c8}
        .diff_chg {background-color: #f8f0a0}
        .diff_sub {background-color: #f8c8c8}"""
    _CLASSES = {"+": "diff_add", "^": "diff_chg", "-": "diff_sub"}
    # Tables of one page have different names for their places.
    _default_prefix = 0

    def __init__(self, tabsize=8, wrapcolumn=None, linejunk=None, charjunk=IS_CHARACTER_JUNK):
        self._tabsize = tabsize
        self._wrapcolumn = wrapcolumn
        self._linejunk = linejunk
        self._charjunk = charjunk

    def make_file(self, fromlines, tolines, fromdesc="", todesc="", context=False, numlines=5, *, charset="utf-8"):
        """A page with the table and what its colours mean."""
        table = self.make_table(fromlines, tolines, fromdesc, todesc, context=context, numlines=numlines)
        legend = " ".join(
            f'<span class="{name}">{what}</span>'
            for name, what in (("diff_add", "added"), ("diff_chg", "changed"), ("diff_sub", "deleted"))
        )
        page = (
            "<!DOCTYPE html>\n<html>\n<head>\n"
            f'    <meta http-equiv="Content-Type" content="text/html; charset={charset}">\n'
            f"    <title>Differences</title>\n    <style>{self._STYLE}\n    </style>\n</head>\n<body>\n"
            f"{table}\n    <p>{legend}</p>\n</body>\n</html>\n"
        )
        return page.encode(charset, "xmlcharrefreplace").decode(charset)

    def make_table(self, fromlines, tolines, fromdesc="", todesc="", context=False, numlines=5):
        """The table alone."""
        prefix = HtmlDiff._default_prefix
        HtmlDiff._default_prefix += 1
        rows = _mdiff(
            self._untabbed(fromlines), self._untabbed(tolines), numlines if context else None, self._linejunk, self._charjunk
        )
        body, change = [], 0
        is_inside = False
        for old, new, differs in rows:
            if differs is None:
                # Something is left out before what comes.
                if body:
                    body.append("        </tbody>\n        <tbody>\n")
                continue
            anchor = ""
            if differs and not is_inside:
                anchor = f' id="change{prefix}_{change}"'
                change += 1
            is_inside = differs
            for left, right in self._wrapped(old, new):
                cells = self._cells("from", prefix, left) + self._cells("to", prefix, right)
                body.append(f'            <tr><td class="diff_next"{anchor}></td>{cells}</tr>\n')
                anchor = ""
        if not change:
            text = "No Differences Found" if context else "Empty File" if not body else ""
            if text:
                body.append(f'            <tr><td class="diff_next"></td><td></td><td>&nbsp;{text}&nbsp;</td></tr>\n')
        head = ""
        if fromdesc or todesc:
            names = "".join(f'<th colspan="2" class="diff_header">{name}</th>' for name in (fromdesc, todesc))
            head = f'        <thead><tr><th class="diff_next"></th>{names}</tr></thead>\n'
        return (
            f'    <table class="diff" id="changes{prefix}">\n'
            f"{head}        <tbody>\n{''.join(body)}        </tbody>\n    </table>"
        )

    def _untabbed(self, lines):
        """The lines without ends; a tab becomes fillers up to its stop, which are no blanks: a tab and blanks are different."""
        untabbed = []
        for line in lines:
            out = ""
            for char in line.rstrip("\n"):
                out += "\t" * (self._tabsize - len(out) % self._tabsize) if char == "\t" else char
            untabbed.append(out)
        return untabbed

    def _wrapped(self, old, new):
        """The rows that a row becomes if lines may not be longer than `wrapcolumn`; marks end with a line and begin anew."""
        sides = [self._wrapped_line(*side) for side in (old, new)]
        for place in range(max(map(len, sides))):
            yield [side[place] if place < len(side) else ("", "") for side in sides]

    def _wrapped_line(self, number, text):
        width = self._wrapcolumn
        pieces, piece, count, mark = [], "", 0, ""
        at = 0
        while at < len(text):
            if text[at] == "\0":
                mark = text[at:at + 2]
                piece += mark
                at += 2
                continue
            if text[at] == "\1":
                mark = ""
            elif width and count == width:
                pieces.append(piece + ("\1" if mark else ""))
                piece, count = mark, 0
            count += text[at] != "\1"
            piece += text[at]
            at += 1
        pieces.append(piece)
        return [(number if place == 0 else ">", piece) for place, piece in enumerate(pieces)]

    def _cells(self, side, prefix, line):
        number, text = line
        name = f' id="{side}{prefix}_{number}"' if isinstance(number, int) else ""
        text = html.escape(text.rstrip("\n"), quote=False).translate(_NO_BREAKS)
        text = re.sub("\0([-+^])", lambda mark: f'<span class="{self._CLASSES[mark[1]]}">', text)
        text = text.replace("\1", "</span>")
        return f'<td class="diff_header"{name}>{number}</td><td>{text}</td>'
