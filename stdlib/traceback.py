"""Exceptions and stacks as text. `_traceback` is the native half."""

import sys
import linecache
import _traceback

__all__ = [
    "extract_stack", "extract_tb", "format_exception", "format_exception_only", "format_list", "format_stack", "format_tb", "print_exc",
    "format_exc", "print_exception", "print_last", "print_stack", "print_tb", "clear_frames", "FrameSummary", "StackSummary",
    "TracebackException", "walk_stack", "walk_tb", "print_list",
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


def _limited(items, limit):
    if limit is None:
        limit = getattr(sys, "tracebacklimit", None)
        if limit is not None and limit < 0:
            limit = 0
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
    rows = _limited(list(zip(_traceback.places(tb), _each_entry(tb))), limit)
    return StackSummary(FrameSummary._made(row, text=text) for row, text in rows)


def _each_entry(tb):
    """The text of each entry by itself, repetitions included."""
    while tb is not None:
        yield _traceback.entries(tb)[0]
        tb = tb.tb_next


def print_exception(exc, /, value=_missing, tb=_missing, limit=None, file=None, chain=True, **kwargs):
    _write(format_exception(exc, value, tb, limit, chain), file)


def format_exception(exc, /, value=_missing, tb=_missing, limit=None, chain=True, **kwargs):
    exception = _exception_of(exc, value, tb)
    if exception is None:
        return ["NoneType: None\n"]
    if tb is _missing:
        tb = exception.__traceback__
    return list(TracebackException(type(exception), exception, tb, limit=limit, **kwargs).format(chain=chain))


def format_exception_only(exc, /, value=_missing, *, show_group=False, **kwargs):
    exception = exc if value is _missing else value
    if exception is None:
        return ["NoneType: None\n"]
    return _entries(exception, _traceback.only(exception))


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
    frames = [(frame, line) for frame, line in walk_stack(f)]
    frames.reverse()
    if limit is None:
        limit = getattr(sys, "tracebacklimit", None)
    if limit is not None:
        frames = frames[-limit:] if limit >= 0 else frames[: -limit]
        if limit == 0:
            frames = []
    return StackSummary(FrameSummary(frame.f_code.co_filename, line, frame.f_code.co_name) for frame, line in frames)


def clear_frames(tb):
    while tb is not None:
        tb.tb_frame.clear()
        tb = tb.tb_next


def walk_stack(f):
    if f is None:
        f = sys._getframe().f_back.f_back
    while f is not None:
        yield f, f.f_lineno
        f = f.f_back


def walk_tb(tb):
    while tb is not None:
        yield tb.tb_frame, tb.tb_lineno
        tb = tb.tb_next


def _lines(text):
    return text.splitlines(keepends=True)


def _entries(exception, text):
    """The last lines of a report as a list: a message, of however many lines, is one entry."""
    if isinstance(exception, SyntaxError):
        return _lines(text)
    notes = getattr(exception, "__notes__", None)
    first = text.removesuffix(_notes_text(notes)) if notes else text
    return [first, *_lines(text[len(first):])]


def _notes_text(notes):
    if not isinstance(notes, (list, tuple)):
        return f"{notes!r}\n"
    return "".join(f"{note}\n" for note in notes)


class FrameSummary:
    """One entry of a stack."""

    __slots__ = ("filename", "lineno", "name", "_line", "locals", "end_lineno", "colno", "end_colno", "_text")

    def __init__(self, filename, lineno, name, *, lookup_line=True, locals=None, line=None, end_lineno=None, colno=None, end_colno=None, **kwargs):
        self.filename = filename
        self.lineno = lineno
        self.name = name
        self._line = line
        self.locals = None if locals is None else {key: repr(value) for key, value in locals.items()}
        self.end_lineno = lineno if end_lineno is None else end_lineno
        self.colno = colno
        self.end_colno = end_colno
        self._text = None

    @classmethod
    def _made(cls, row, *, text):
        filename, lineno, name, end_lineno, colno, end_colno, line = row
        entry = cls(filename, lineno, name, line=line, end_lineno=end_lineno, colno=colno, end_colno=end_colno)
        entry._text = text
        return entry

    @property
    def line(self):
        if self._line is None:
            if self.lineno is None:
                return None
            self._line = linecache.getline(self.filename, self.lineno)
        return self._line.strip()

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
    """Entries of a stack, outermost first."""

    @classmethod
    def extract(klass, frame_gen, *, limit=None, lookup_lines=True, capture_locals=False):
        frames = _limited(list(frame_gen), limit)
        return klass(
            FrameSummary(frame.f_code.co_filename, line, frame.f_code.co_name, locals=frame.f_locals if capture_locals else None)
            for frame, line in frames
        )

    @classmethod
    def from_list(klass, a_list):
        result = klass()
        for entry in a_list:
            if isinstance(entry, FrameSummary):
                result.append(entry)
            else:
                filename, lineno, name, line = entry
                result.append(FrameSummary(filename, lineno, name, line=line))
        return result

    def format_frame_summary(self, frame_summary, **kwargs):
        if frame_summary._text is not None:
            text = frame_summary._text
        else:
            text = f'  File "{frame_summary.filename}", line {frame_summary.lineno}, in {frame_summary.name}\n'
            if frame_summary.line:
                text += f"    {frame_summary.line}\n"
        for name, value in sorted((frame_summary.locals or {}).items()):
            text += f"    {name} = {value}\n"
        return text

    def format(self, **kwargs):
        result = []
        last, count = None, 0
        for entry in self:
            text = self.format_frame_summary(entry)
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


class TracebackException:
    """What is needed to print an exception, without holding its frames."""

    def __init__(self, exc_type, exc_value, exc_traceback, *, limit=None, lookup_lines=True, capture_locals=False, compact=False,
                 max_group_width=15, max_group_depth=10, save_exc_type=True, _seen=None):
        self.exc_type = exc_type
        self._limit = limit
        self.stack = extract_tb(exc_traceback, limit=limit)
        seen = {id(exc_value)} if _seen is None else _seen | {id(exc_value)}
        self._last = _entries(exc_value, _traceback.only(exc_value))
        self._alone = _traceback.report(exc_value, False) if limit is None else None
        self._str = str(exc_value)
        self.__notes__ = getattr(exc_value, "__notes__", None)
        self.__suppress_context__ = exc_value.__suppress_context__

        def other(exception):
            if exception is None or id(exception) in seen:
                return None
            return TracebackException(type(exception), exception, exception.__traceback__, limit=limit, _seen=seen)

        self.__cause__ = other(exc_value.__cause__)
        self.__context__ = other(exc_value.__context__)
        self.exceptions = None
        if isinstance(exc_value, BaseExceptionGroup):
            self.exceptions = [TracebackException(type(e), e, e.__traceback__, limit=limit, _seen=seen) for e in exc_value.exceptions]
        if isinstance(exc_value, SyntaxError):
            for field in ("filename", "lineno", "end_lineno", "text", "offset", "end_offset", "msg"):
                setattr(self, field, getattr(exc_value, field))

    @classmethod
    def from_exception(cls, exc, *args, **kwargs):
        return cls(type(exc), exc, exc.__traceback__, *args, **kwargs)

    @property
    def exc_type_str(self):
        name, module = self.exc_type.__qualname__, self.exc_type.__module__
        return name if module in ("__main__", "builtins") else f"{module}.{name}"

    def __str__(self):
        return self._str

    def __eq__(self, other):
        if isinstance(other, TracebackException):
            return self.__dict__ == other.__dict__
        return NotImplemented

    def format_exception_only(self, *, show_group=False, **kwargs):
        yield from self._last

    def format(self, *, chain=True, **kwargs):
        if chain:
            if self.__cause__ is not None:
                yield from self.__cause__.format(chain=chain)
                yield "\nThe above exception was the direct cause of the following exception:\n\n"
            elif self.__context__ is not None and not self.__suppress_context__:
                yield from self.__context__.format(chain=chain)
                yield "\nDuring handling of the above exception, another exception occurred:\n\n"
        if self.exceptions is not None and self._alone is not None:
            yield from _lines(self._alone)
            return
        if self.stack:
            yield "Traceback (most recent call last):\n"
            yield from self.stack.format()
        yield from self.format_exception_only()

    def print(self, *, file=None, chain=True, **kwargs):
        _write(self.format(chain=chain), file)
