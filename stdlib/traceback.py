"""Exceptions and stacks as text. `_traceback` is the native half."""

import collections.abc
import linecache
import sys
import types
import _colorize
import _traceback

__all__ = [
    "extract_stack", "extract_tb", "format_exception", "format_exception_only", "format_list", "format_stack", "format_tb", "print_exc",
    "format_exc", "print_exception", "print_last", "print_stack", "print_tb", "clear_frames", "FrameSummary", "StackSummary",
    "TracebackException", "walk_stack", "walk_tb",
]


class _Missing:
    def __repr__(self):
        return "<implicit>"


_missing = _Missing()


def _exception_of(exc, value, tb):
    """The exception that the first arguments of the functions below name."""
    if (value is _missing) != (tb is _missing):
        raise ValueError("Both or neither of value and tb must be given")
    if value is not _missing:
        if value is not None and tb is not value.__traceback__ and tb is not None:
            value = value.with_traceback(tb)
        return value
    if exc is not None and not isinstance(exc, BaseException):
        raise TypeError(f"Exception expected for value, {type(exc).__name__} found")
    return exc


def _limit(limit):
    """How many entries are shown; None: all. Without a limit of the caller's that of the program counts."""
    if limit is None:
        limit = getattr(sys, "tracebacklimit", None)
        if limit is not None and limit < 0:
            limit = 0
    return limit


def _limited(items, limit):
    limit = _limit(limit)
    if limit is None:
        return items
    return items[:limit] if limit >= 0 else items[limit:]


def _write(lines, file):
    file = sys.stderr if file is None else file
    file.write("".join(lines))


def print_list(extracted_list, file=None):
    _write(StackSummary.from_list(extracted_list).format(), file)


def format_list(extracted_list):
    return StackSummary.from_list(extracted_list).format()


def print_tb(tb, limit=None, file=None):
    _write(format_tb(tb, limit), file)


def format_tb(tb, limit=None):
    return extract_tb(tb, limit=limit).format()


def extract_tb(tb, limit=None):
    return _stack_of(tb, limit, True, False)


def print_exception(exc, /, value=_missing, tb=_missing, limit=None, file=None, chain=True, **kwargs):
    _write(format_exception(exc, value, tb, limit, chain, **kwargs), file)


def format_exception(exc, /, value=_missing, tb=_missing, limit=None, chain=True, **kwargs):
    colorize = kwargs.pop("colorize", False)
    exception = _exception_of(exc, value, tb)
    if tb is _missing:
        tb = None if exception is None else exception.__traceback__
    report = TracebackException(type(exception), exception, tb, limit=limit, compact=True, **kwargs)
    return list(report.format(chain=chain, colorize=colorize))


def format_exception_only(exc, /, value=_missing, *, show_group=False, **kwargs):
    exception = exc if value is _missing else value
    report = TracebackException(type(exception), exception, None, compact=True)
    return list(report.format_exception_only(show_group=show_group, colorize=kwargs.get("colorize", False)))


def print_exc(limit=None, file=None, chain=True):
    print_exception(sys.exception(), limit=limit, file=file, chain=chain)


def format_exc(limit=None, chain=True):
    return "".join(format_exception(sys.exception(), limit=limit, chain=chain))


def print_last(limit=None, file=None, chain=True):
    if not hasattr(sys, "last_exc") and not hasattr(sys, "last_type"):
        raise ValueError("no last exception")
    exception = getattr(sys, "last_exc", None) or sys.last_value
    print_exception(exception, limit=limit, file=file, chain=chain)


def print_stack(f=None, limit=None, file=None):
    if f is None:
        f = sys._getframe().f_back
    print_list(extract_stack(f, limit=limit), file=file)


def format_stack(f=None, limit=None):
    if f is None:
        f = sys._getframe().f_back
    return format_list(extract_stack(f, limit=limit))


def extract_stack(f=None, limit=None):
    if f is None:
        f = sys._getframe().f_back
    stack = StackSummary.extract(walk_stack(f), limit=limit)
    stack.reverse()
    return stack


def clear_frames(tb):
    while tb is not None:
        tb.tb_frame.clear()
        tb = tb.tb_next


def walk_stack(f):
    if f is None:
        # From where StackSummary.extract() was called; that stands three frames above what it asks for frames with.
        f = sys._getframe()
        for _ in range(4):
            f = f and f.f_back
    while f is not None:
        yield f, f.f_lineno
        f = f.f_back


def walk_tb(tb):
    while tb is not None:
        yield tb.tb_frame, tb.tb_lineno
        tb = tb.tb_next


def _safe_text(value, what, function=str):
    """`str(value)` or another text, or a note that there is none."""
    try:
        return function(value)
    except Exception:
        return f"<{what} {function.__name__}() failed>"


class FrameSummary:
    """One entry of a stack."""

    __slots__ = ("filename", "lineno", "name", "_lines", "locals", "end_lineno", "colno", "end_colno", "_text")

    def __init__(self, filename, lineno, name, *, lookup_line=True, locals=None, line=None, end_lineno=None, colno=None, end_colno=None, **kwargs):
        self.filename = filename
        self.lineno = lineno
        self.name = name
        self._lines = line
        self.locals = None if not locals else {key: _safe_text(value, "local", repr) for key, value in locals.items()}
        self.end_lineno = lineno if end_lineno is None else end_lineno
        self.colno = colno
        self.end_colno = end_colno
        # The entry with marks under the source, if the interpreter has made it.
        self._text = None
        if lookup_line:
            self.line

    @property
    def line(self):
        if self._lines is None:
            if self.lineno is None:
                return None
            self._lines = linecache.getline(self.filename, self.lineno)
        return self._lines.partition("\n")[0].strip()

    def __eq__(self, other):
        if isinstance(other, FrameSummary):
            return tuple(self) == tuple(other) and self.locals == other.locals
        if isinstance(other, tuple):
            return tuple(self) == other
        return NotImplemented

    def __getitem__(self, pos):
        return (self.filename, self.lineno, self.name, self.line)[pos]

    def __iter__(self):
        return iter([self.filename, self.lineno, self.name, self.line])

    def __repr__(self):
        return f"<FrameSummary file {self.filename}, line {self.lineno} in {self.name}>"

    def __len__(self):
        return 4


class StackSummary(list):
    """Entries of a stack, in the order that they were given."""

    @classmethod
    def extract(klass, frame_gen, *, limit=None, lookup_lines=True, capture_locals=False):
        return _summed_up(klass, frame_gen, limit, lookup_lines, capture_locals)

    @classmethod
    def from_list(klass, a_list):
        result = StackSummary()
        for entry in a_list:
            if isinstance(entry, FrameSummary):
                result.append(entry)
            else:
                filename, lineno, name, line = entry
                result.append(FrameSummary(filename, lineno, name, line=line))
        return result

    def format_frame_summary(self, frame_summary, **kwargs):
        if frame_summary._text is not None:
            head, _, source = frame_summary._text.partition("\n")
            head += "\n"
        else:
            head = f'  File "{frame_summary.filename}", line {frame_summary.lineno}, in {frame_summary.name}\n'
            source = f"    {frame_summary.line}\n" if frame_summary.line else ""
        if kwargs.get("colorize", False):
            magenta, reset = _colorize.ANSIColors.MAGENTA, _colorize.ANSIColors.RESET
            head = (
                f'  File {magenta}"{frame_summary.filename}"{reset}, line {magenta}{frame_summary.lineno}{reset}, '
                f"in {magenta}{frame_summary.name}{reset}\n"
            )
            source = _coloured(source)
        text = head + source
        for name, value in sorted((frame_summary.locals or {}).items()):
            text += f"    {name} = {value}\n"
        return text

    def format(self, **kwargs):
        # A program's own format_frame_summary() may know nothing of colours.
        options = {"colorize": True} if kwargs.get("colorize", False) else {}
        result = []
        last, count = None, 0
        for entry in self:
            text = self.format_frame_summary(entry, **options)
            if text is None:
                continue
            place = entry.filename, entry.lineno, entry.name
            if place != last:
                if count > 3:
                    result.append(_repeated(count - 3))
                last, count = place, 0
            count += 1
            if count <= 3:
                result.append(text)
        if count > 3:
            result.append(_repeated(count - 3))
        return result


def _repeated(count):
    return f"  [Previous line repeated {count} more time{'s' if count > 1 else ''}]\n"


def _summed_up(klass, frame_gen, limit, lookup_lines, capture_locals):
    """The entries of frames and lines. Text is looked up when all frames are known, each file's state checked once."""
    result = klass()
    files = set()
    for frame, line in _some_of(frame_gen, limit):
        filename = frame.f_code.co_filename
        files.add(filename)
        linecache.lazycache(filename, frame.f_globals)
        result.append(FrameSummary(
            filename, line, frame.f_code.co_name, lookup_line=False, locals=frame.f_locals if capture_locals else None
        ))
    for filename in files:
        linecache.checkcache(filename)
    if lookup_lines:
        for entry in result:
            entry.line
    return result


def _some_of(frame_gen, limit):
    """The frames up to a limit, or the last ones if it is negative."""
    limit = _limit(limit)
    if limit is not None and limit < 0:
        yield from collections.deque(frame_gen, maxlen=-limit)
        return
    count = 0
    for frame in frame_gen:
        if limit is not None and count >= limit:
            break
        yield frame
        count += 1


def _stack_of(tb, limit, lookup_lines, capture_locals):
    """The entries of a traceback, with the marks that the interpreter puts under them."""
    if not isinstance(tb, types.TracebackType):
        return StackSummary.extract(walk_tb(tb), limit=limit, lookup_lines=lookup_lines, capture_locals=capture_locals)
    result = StackSummary()
    rows = zip(_traceback.places(tb), _texts(tb), walk_tb(tb))
    for (filename, lineno, name, end_lineno, colno, end_colno, line), text, (frame, _) in _limited(list(rows), limit):
        entry = FrameSummary(
            filename, lineno, name, lookup_line=False, locals=frame.f_locals if capture_locals else None, line=line,
            end_lineno=end_lineno, colno=colno, end_colno=end_colno,
        )
        entry._text = text
        result.append(entry)
    return result


def _texts(tb):
    """The text of each entry of a traceback; an entry that was left out as a repetition is like the one before."""
    for text in _traceback.entries(tb):
        if text.startswith("  [Previous line repeated "):
            for _ in range(int(text.split()[3])):
                yield last
        else:
            last = text
            yield text


def _coloured(source):
    """Lines of source of which some have marks under them: what is marked is red, and bold where it matters."""
    lines = source.splitlines(keepends=True)
    out = []
    at = 0
    while at < len(lines):
        line = lines[at]
        marks = lines[at + 1] if at + 1 < len(lines) else ""
        if not marks.strip() or marks.strip(" ~^\n"):
            out.append(line)
            at += 1
            continue
        out.append(_painted(line, marks))
        out.append(_painted(marks, marks))
        at += 2
    return "".join(out)


def _painted(line, marks):
    colors = _colorize.ANSIColors
    paint = {"~": colors.RED, "^": colors.BOLD_RED}
    line, marks = line.rstrip("\n"), marks.rstrip("\n")
    out, last = [], ""
    for char, mark in zip(line, marks.ljust(len(line))):
        color = paint.get(mark, "")
        if color != last:
            out.append((colors.RESET if last else "") + color)
            last = color
        out.append(char)
    return "".join(out) + (colors.RESET if last else "") + "\n"


class TracebackException:
    """What is needed to print an exception, without holding its frames."""

    def __init__(self, exc_type, exc_value, exc_traceback, *, limit=None, lookup_lines=True, capture_locals=False, compact=False,
                 max_group_width=15, max_group_depth=10, save_exc_type=True, _seen=None):
        # Chains are as long as programs make them: one exception after the other, not one within the other.
        options = dict(
            limit=limit, lookup_lines=lookup_lines, capture_locals=capture_locals, max_group_width=max_group_width,
            max_group_depth=max_group_depth,
        )
        seen = set() if _seen is None else _seen
        seen.add(id(exc_value))
        self._take(exc_type, exc_value, exc_traceback, save_exc_type, options)
        if _seen is not None:
            return
        todo = [(self, exc_value)]
        while todo:
            report, exception = todo.pop()

            def made(other):
                if other is None or id(other) in seen:
                    return None
                result = TracebackException(type(other), other, other.__traceback__, _seen=seen, **options)
                todo.append((result, other))
                return result

            report.__cause__ = made(exception and exception.__cause__)
            # A context that will not be printed is left out if the report shall be small.
            unused = compact and exception is not None and (report.__cause__ is not None or exception.__suppress_context__)
            report.__context__ = None if unused else made(exception and exception.__context__)
            report.exceptions = None
            if isinstance(exception, BaseExceptionGroup):
                report.exceptions = []
                for member in exception.exceptions:
                    result = TracebackException(type(member), member, member.__traceback__, _seen=seen, **options)
                    report.exceptions.append(result)
                    todo.append((result, member))

    def _take(self, exc_type, exc_value, exc_traceback, save_exc_type, options):
        self.max_group_width = options["max_group_width"]
        self.max_group_depth = options["max_group_depth"]
        self.stack = _stack_of(exc_traceback, options["limit"], options["lookup_lines"], options["capture_locals"])
        self._exc_type = exc_type if save_exc_type else None
        self._has_type = exc_type is not None and exc_type is not type(None)
        self.exc_type_qualname = exc_type.__qualname__ if self._has_type else None
        self.exc_type_module = exc_type.__module__ if self._has_type else None
        self._str = _safe_text(exc_value, "exception")
        self.__suppress_context__ = exc_value.__suppress_context__ if exc_value is not None else False
        try:
            self.__notes__ = getattr(exc_value, "__notes__", None)
        except Exception as error:
            self.__notes__ = [f"Ignored error getting __notes__: {_safe_text(error, '__notes__', repr)}"]
        self._is_syntax_error = self._has_type and issubclass(exc_type, SyntaxError)
        if self._is_syntax_error:
            for field in ("filename", "text", "offset", "end_offset", "msg"):
                setattr(self, field, getattr(exc_value, field))
            for field in ("lineno", "end_lineno"):
                value = getattr(exc_value, field)
                setattr(self, field, None if value is None else str(value))
        elif isinstance(exc_value, (ImportError, NameError, AttributeError)):
            self._str += self._hint(exc_value, exc_traceback)

    def _hint(self, exception, tb):
        """What the interpreter adds to a message: another name that may have been meant."""
        if tb is None and isinstance(exception, NameError):
            # Without a frame nothing is known of other names.
            name = exception.name
            return f". Did you forget to import '{name}'?" if isinstance(name, str) and name in sys.stdlib_module_names else ""
        start = f"{self.exc_type_str}: {self._str}"
        try:
            text = _traceback.only(exception)
        except Exception:
            return ""
        return text[len(start):].partition("\n")[0] if text.startswith(start) else ""

    @classmethod
    def from_exception(cls, exc, *args, **kwargs):
        return cls(type(exc), exc, exc.__traceback__, *args, **kwargs)

    @property
    def exc_type(self):
        import warnings
        warnings.warn("Deprecated in 3.13. Use exc_type_str instead.", DeprecationWarning, stacklevel=2)
        return self._exc_type

    @property
    def exc_type_str(self):
        if not self._has_type:
            return None
        name, module = self.exc_type_qualname, self.exc_type_module
        if module in ("__main__", "builtins"):
            return name
        return f"{module if isinstance(module, str) else '<unknown>'}.{name}"

    def __str__(self):
        return self._str

    def __eq__(self, other):
        if isinstance(other, TracebackException):
            return self.__dict__ == other.__dict__
        return NotImplemented

    def format_exception_only(self, *, show_group=False, _depth=0, **kwargs):
        colorize = kwargs.get("colorize", False)
        indent = " " * 3 * _depth
        if not self._has_type:
            yield indent + _last_line(None, self._str, colorize)
            return
        if self._is_syntax_error:
            for line in self._format_syntax_error(colorize):
                yield indent + line
        elif _depth:
            # Within a group each line is one of its own.
            for line in _last_line(self.exc_type_str, self._str, colorize).removesuffix("\n").split("\n"):
                yield f"{indent}{line}\n"
        else:
            yield _last_line(self.exc_type_str, self._str, colorize)
        notes = self.__notes__
        if isinstance(notes, collections.abc.Sequence) and not isinstance(notes, (str, bytes)):
            for note in notes:
                for line in _safe_text(note, "note").split("\n"):
                    yield f"{indent}{line}\n"
        elif notes is not None:
            yield f"{indent}{_safe_text(notes, '__notes__', repr)}\n"
        if self.exceptions and show_group:
            for member in self.exceptions:
                yield from member.format_exception_only(show_group=show_group, _depth=_depth + 1, colorize=colorize)

    def _format_syntax_error(self, colorize):
        magenta = bold = reset = ""
        if colorize:
            magenta, bold, reset = _colorize.ANSIColors.MAGENTA, _colorize.ANSIColors.BOLD_RED, _colorize.ANSIColors.RESET
        suffix = ""
        if self.lineno is not None:
            name = self.filename or "<string>"
            yield f'  File {magenta}"{name}"{reset}, line {magenta}{self.lineno}{reset}\n'
        elif self.filename is not None:
            suffix = f" ({self.filename})"
        if self.text is not None:
            yield from self._marked_text(bold, reset)
        message = self.msg or "<no detail available>"
        yield _last_line(self.exc_type_str, message, colorize).removesuffix("\n") + f"{suffix}\n"

    def _marked_text(self, bold, reset):
        """The line and the marks from its offset to the end offset, both counted from 1 in the whole text."""
        whole = self.text.rstrip("\n")
        shown = whole.lstrip(" \n\f")
        cut = len(whole) - len(shown)
        if self.offset is None:
            yield f"    {shown}\n"
            return
        start = self.offset
        if self.lineno == self.end_lineno:
            end = self.end_offset if self.end_offset not in (None, 0) else start
        else:
            end = len(whole) + 1
        if self.text:
            start, end = min(start, len(whole) + 1), min(end, len(whole) + 1)
        if start >= end or end < 0:
            end = max(start + 1, end)
        start, end = start - 1 - cut, end - 1 - cut
        if start < 0:
            yield f"    {shown}\n"
            return
        # White space that is no blank is kept: tabs must line up.
        lead = "".join(char if char.isspace() else " " for char in shown[:start])
        if bold:
            shown = shown[:start] + bold + shown[start:end] + reset + shown[end:]
        yield f"    {shown}\n"
        yield f"    {lead}{bold}{'^' * (end - start)}{reset}\n"

    def format(self, *, chain=True, _margin=None, **kwargs):
        margin = _Margin() if _margin is None else _margin
        for link, report in reversed(self._chain() if chain else [(None, self)]):
            if link is not None:
                yield from margin.lines([link])
            if report.exceptions is not None:
                yield from report._format_group(margin, chain, kwargs)
                continue
            if report.stack:
                yield from margin.lines(["Traceback (most recent call last):\n"])
                yield from margin.lines(report.stack.format(**kwargs))
            yield from margin.lines(report.format_exception_only(**kwargs))

    def _chain(self):
        """This exception and those that led to it, each with what is said after the one before."""
        chain = []
        report = self
        while report is not None:
            if report.__cause__ is not None:
                link, before = "\nThe above exception was the direct cause of the following exception:\n\n", report.__cause__
            elif report.__context__ is not None and not report.__suppress_context__:
                link, before = "\nDuring handling of the above exception, another exception occurred:\n\n", report.__context__
            else:
                link, before = None, None
            chain.append((link, report))
            report = before
        return chain

    def _format_group(self, margin, chain, options):
        if margin.depth > self.max_group_depth:
            yield from margin.lines([f"... (max_group_depth is {self.max_group_depth})\n"])
            return
        is_outermost = margin.depth == 0
        if is_outermost:
            margin.depth = 1
        if self.stack:
            yield from margin.lines(["Exception Group Traceback (most recent call last):\n"], "+" if is_outermost else "|")
            yield from margin.lines(self.stack.format(**options))
        yield from margin.lines(self.format_exception_only(**options))
        hidden = len(self.exceptions) - self.max_group_width
        members = self.exceptions[: self.max_group_width]
        titles = [str(number) for number in range(1, len(members) + 1)] + (["..."] if hidden > 0 else [])
        margin.is_open = False
        for position, title in enumerate(titles):
            margin.is_open = position == len(titles) - 1
            yield f"{margin.indent()}{'+-' if position == 0 else '  '}+---------------- {title} ----------------\n"
            margin.depth += 1
            if position < len(members):
                yield from members[position].format(chain=chain, _margin=margin, **options)
            else:
                yield from margin.lines([f"and {hidden} more exception{'s' if hidden > 1 else ''}\n"])
            if margin.is_open:
                # A group within that ended here has drawn the line already.
                yield f"{margin.indent()}+------------------------------------\n"
                margin.is_open = False
            margin.depth -= 1
        if is_outermost:
            margin.depth = 0

    def print(self, *, file=None, chain=True, **kwargs):
        _write(self.format(chain=chain, **kwargs), file)


class _Margin:
    """Where the text of a group's members stands."""

    def __init__(self):
        self.depth = 0
        # Whether the last member still has to draw the line that closes its group.
        self.is_open = False

    def indent(self):
        return " " * (2 * self.depth)

    def lines(self, texts, char="|"):
        for text in texts:
            if self.depth:
                start = f"{self.indent()}{char} "
                text = "".join(start + line for line in text.splitlines(keepends=True))
            yield text


def _last_line(name, value, colorize):
    """The class of an exception and its message."""
    text = _safe_text(value, "exception")
    bold = magenta = reset = ""
    if colorize:
        bold, magenta, reset = _colorize.ANSIColors.BOLD_MAGENTA, _colorize.ANSIColors.MAGENTA, _colorize.ANSIColors.RESET
    if name is None:
        name = "NoneType"
    return f"{bold}{name}{reset}: {magenta}{text}{reset}\n" if text else f"{bold}{name}{reset}\n"
