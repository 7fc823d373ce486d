"""Compares sequences and shows how one becomes the other."""

import re
from collections import namedtuple
from heapq import nlargest
from types import GenericAlias

__all__ = ["get_close_matches", "ndiff", "restore", "SequenceMatcher", "Differ", "IS_CHARACTER_JUNK",
           "IS_LINE_JUNK", "context_diff", "unified_diff", "diff_bytes", "Match"]

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

    # How far from its place a similar line is looked for, and how similar it must be.
    _WINDOW = 10
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
        matcher = SequenceMatcher(self.charjunk)
        done_a, done_b = alo, blo
        for j in range(blo, bhi):
            matcher.set_seq2(b[j])
            middle = alo + (j - blo)
            candidates = range(max(middle - self._WINDOW, done_a), min(middle + self._WINDOW + 1, ahi))
            if not candidates:
                break
            best, best_ratio = None, self._CUTOFF
            for i in candidates:
                matcher.set_seq1(a[i])
                if matcher.real_quick_ratio() > best_ratio and matcher.quick_ratio() > best_ratio:
                    ratio = matcher.ratio()
                    if ratio > best_ratio:
                        best, best_ratio = i, ratio
            if best is None:
                continue
            yield from self._plain_replace(a, done_a, best, b, done_b, j)
            yield from self._mark_lines(matcher, a[best], b[j])
            done_a, done_b = best + 1, j + 1
        yield from self._plain_replace(a, done_a, ahi, b, done_b, bhi)

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
