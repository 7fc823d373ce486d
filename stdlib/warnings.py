"""Issuing and filtering warnings.

A warning goes to the first filter that matches it, which says what becomes of it. Where it was shown already, its place's
registry notes; a registry counts for one state of the filters only.
"""

import sys

__all__ = [
    'warn', 'warn_explicit', 'showwarning', 'formatwarning', 'filterwarnings', 'simplefilter', 'resetwarnings',
    'catch_warnings', 'deprecated',
]

# Action, pattern of the message, category, pattern of the module, line (0: any).
filters = [
    ('default', None, DeprecationWarning, '__main__', 0),
    ('ignore', None, DeprecationWarning, None, 0),
    ('ignore', None, PendingDeprecationWarning, None, 0),
    ('ignore', None, ImportWarning, None, 0),
    ('ignore', None, ResourceWarning, None, 0),
]
_ACTIONS = ('error', 'ignore', 'always', 'default', 'module', 'once')
defaultaction = _defaultaction = 'default'
onceregistry = _onceregistry = {}
_filters_version = 1


class WarningMessage:
    """A warning that was issued and what is known of it."""

    _WARNING_DETAILS = ('message', 'category', 'filename', 'lineno', 'file', 'line', 'source')

    def __init__(self, message, category, filename, lineno, file=None, line=None, source=None):
        self.message, self.category, self.source = message, category, source
        self.filename, self.lineno, self.file, self.line = filename, lineno, file, line
        self._category_name = category.__name__ if category else None

    def __str__(self):
        shown = {
            'message': repr(self.message), 'category': repr(self._category_name), 'filename': repr(self.filename),
            'lineno': self.lineno, 'line': repr(self.line),
        }
        return '{' + ', '.join([f'{name} : {value}' for name, value in shown.items()]) + '}'


# Showing. A program may put functions of its own in the place of showwarning() and formatwarning(); what issues warnings
# goes through _showwarnmsg(), which calls them if it has.

def showwarning(message, category, filename, lineno, file=None, line=None):
    """Writes a warning to a file, by default sys.stderr. A program may replace it."""
    _showwarnmsg_impl(WarningMessage(message, category, filename, lineno, file, line))


def formatwarning(message, category, filename, lineno, line=None):
    """The text of a warning as it is written. A program may replace it."""
    return _formatwarnmsg_impl(WarningMessage(message, category, filename, lineno, None, line))


_showwarning_orig, _formatwarning_orig = showwarning, formatwarning


def _showwarnmsg(msg):
    show = showwarning
    if show is _showwarning_orig:
        _showwarnmsg_impl(msg)
    elif callable(show):
        show(msg.message, msg.category, msg.filename, msg.lineno, msg.file, msg.line)
    else:
        raise TypeError('warnings.showwarning() must be set to a function or method')


def _showwarnmsg_impl(msg):
    target = sys.stderr if msg.file is None else msg.file
    if target is not None:
        text = _formatwarnmsg(msg)
        try:
            target.write(text)
        except OSError:
            # There is nobody left to tell.
            return


def _formatwarnmsg(msg):
    form = formatwarning
    if form is _formatwarning_orig:
        return _formatwarnmsg_impl(msg)
    return form(msg.message, msg.category, msg.filename, msg.lineno, msg.line)


def _formatwarnmsg_impl(msg):
    kind = msg.category.__name__
    lines = [f'{msg.filename}:{msg.lineno}: {kind}: {msg.message}\n']
    source_line = _source_line(msg.filename, msg.lineno) if msg.line is None else msg.line
    if source_line:
        lines.append(f'  {source_line.strip()}\n')
    if msg.source is not None:
        lines.append(f'{kind}: Enable tracemalloc to get the object allocation traceback\n')
    return ''.join(lines)


def _source_line(filename, lineno):
    # At exit there may be no imports any more.
    try:
        import linecache
        return linecache.getline(filename, lineno)
    except Exception:
        return None


# Filters.

def filterwarnings(action, message='', category=Warning, module='', lineno=0, append=False):
    """Puts a filter in front of the others, or behind them.

    message and module are regular expressions that must match the beginning; empty ones match all.
    """
    _check_action(action)
    _check_type('message', message, str, 'a string')
    if not _is_category(category):
        raise TypeError('category must be a Warning subclass')
    _check_type('module', module, str, 'a string')
    _check_line(lineno)
    message_pattern = module_pattern = None
    if message or module:
        import re
        message_pattern = re.compile(message, re.I) if message else None
        module_pattern = re.compile(module) if module else None
    _add_filter(action, message_pattern, category, module_pattern, lineno, append=append)


def simplefilter(action, category=Warning, lineno=0, append=False):
    """Puts a filter for all messages of all modules in front of the others, or behind them."""
    _check_action(action)
    _check_line(lineno)
    _add_filter(action, None, category, None, lineno, append=append)


def _check_action(action):
    if action not in _ACTIONS:
        raise ValueError(f'invalid action: {action!r}')


def _check_type(name, value, wanted, described):
    if not isinstance(value, wanted):
        raise TypeError(f'{name} must be {described}')


def _check_line(lineno):
    _check_type('lineno', lineno, int, 'an int')
    if lineno < 0:
        raise ValueError('lineno must be an int >= 0')


def _is_category(category):
    return isinstance(category, type) and issubclass(category, Warning)


def _add_filter(*item, append):
    if not append:
        if item in filters:
            filters.remove(item)
        filters.insert(0, item)
    elif item not in filters:
        filters.append(item)
    _filters_mutated()


def resetwarnings():
    """Removes all filters: every warning is treated by the default action."""
    filters[:] = []
    _filters_mutated()


def _filters_mutated():
    global _filters_version
    _filters_version += 1


def _action_for(category, text, module, lineno):
    """The action of the first filter that matches, and the filter."""
    for each in filters:
        action, message_pattern, wanted, module_pattern, line = each
        if (issubclass(category, wanted) and (line == 0 or line == lineno)
                and (message_pattern is None or _matches(message_pattern, text))
                and (module_pattern is None or _matches(module_pattern, module))):
            return action, each
    return defaultaction, None


def _matches(pattern, text):
    return pattern == text if isinstance(pattern, str) else pattern.match(text) is not None


# Issuing.

def warn(message, category=None, stacklevel=1, source=None, *, skip_file_prefixes=()):
    """Issues a warning, as if by the caller, or by its caller with stacklevel 2, and so on.

    Frames of files that begin with one of the prefixes do not count.
    """
    if isinstance(message, Warning):
        category = message.__class__
    elif category is None:
        category = UserWarning
    if not _is_category(category):
        raise TypeError(f"category must be a Warning subclass, not '{type(category).__name__}'")
    if not isinstance(skip_file_prefixes, tuple):
        raise TypeError(f"warn() argument 'skip_file_prefixes' must be tuple, not {type(skip_file_prefixes).__name__}")
    for prefix in skip_file_prefixes:
        if not isinstance(prefix, str):
            raise TypeError(f"Found non-str '{type(prefix).__name__}' in skip_file_prefixes.")
    frame = sys._getframe().f_back
    if stacklevel > 1 or skip_file_prefixes:
        frame = _blamed_frame(frame, stacklevel, skip_file_prefixes)
    if frame is None:
        filename, lineno, module_globals = '<sys>', 0, sys.__dict__
    else:
        filename, lineno, module_globals = frame.f_code.co_filename, frame.f_lineno, frame.f_globals
    warn_explicit(message, category, filename, lineno, module_globals.get('__name__', '<string>'),
                  module_globals.setdefault('__warningregistry__', {}), module_globals, source)


def _blamed_frame(frame, stacklevel, skipped):
    """The frame so many levels up, or None above the last."""
    levels = max(stacklevel, 2) if skipped else stacklevel
    while levels > 1 and frame is not None:
        levels -= 1
        frame = frame.f_back
        while skipped and frame is not None and frame.f_code.co_filename.startswith(skipped):
            frame = frame.f_back
    return frame


def warn_explicit(message, category, filename, lineno, module=None, registry=None, module_globals=None, source=None):
    """Issues a warning as if by a line of a file. The registry notes what was shown there."""
    lineno = int(lineno)
    if module is None:
        module = filename or '<unknown>'
        if module.lower().endswith('.py'):
            module = module[:-3]
    if isinstance(message, Warning):
        text, category = str(message), message.__class__
    else:
        text, message = message, category(message)
    if registry is None:
        registry = {}
    if registry.get('version') != _filters_version:
        # What it notes was decided by other filters.
        registry.clear()
        registry['version'] = _filters_version
    key = text, category, lineno
    if registry.get(key):
        return
    action, by = _action_for(category, text, module, lineno)
    if action == 'error':
        raise message
    if action == 'ignore':
        return
    if action not in _ACTIONS:
        raise RuntimeError(f'Unrecognized action ({action!r}) in warnings.filters:\n {by}')
    if action != 'always':
        registry[key] = 1
        # Where else it must not have been shown.
        if action == 'once' and _seen(onceregistry, (text, category)):
            return
        if action == 'module' and _seen(registry, (text, category, 0)):
            return
    _showwarnmsg(WarningMessage(message, category, filename, lineno, source=source))


def _seen(registry, key):
    """Whether a registry has the key; afterwards it has."""
    if registry.get(key):
        return True
    registry[key] = 1
    return False


class catch_warnings:
    """A context manager that restores filters and showwarning() at the end of the block.

    With record=True it gives a list to which the warnings of the block are added instead of being shown. The filter that
    simplefilter() would add with action, category, lineno and append is active in the block.
    """

    def __init__(self, *, record=False, module=None, action=None, category=Warning, lineno=0, append=False):
        self._record = record
        self._module = sys.modules['warnings'] if module is None else module
        self._filter = None if action is None else (action, category, lineno, append)
        self._entered = False

    def __repr__(self):
        given = ['record=True'] * bool(self._record)
        if self._module is not sys.modules['warnings']:
            given.append(f'module={self._module!r}')
        return f'{type(self).__name__}({", ".join(given)})'

    def __enter__(self):
        if self._entered:
            raise RuntimeError(f'Cannot enter {self!r} twice')
        self._entered = True
        module = self._module
        self._before = module.filters, module.showwarning, module._showwarnmsg_impl
        module.filters = [*module.filters]
        module._filters_mutated()
        caught = [] if self._record else None
        if caught is not None:
            module._showwarnmsg_impl = caught.append
            # One that was replaced would be called first.
            module.showwarning = module._showwarning_orig
        if self._filter is not None:
            module.simplefilter(*self._filter)
        return caught

    def __exit__(self, *details):
        if not self._entered:
            raise RuntimeError(f'Cannot exit {self!r} without entering first')
        module = self._module
        module.filters, module.showwarning, module._showwarnmsg_impl = self._before
        module._filters_mutated()


class deprecated:
    """Decorator: calls of a function, and making instances of a class or deriving from it, issue a warning.

    The message is also kept as __deprecated__. With category=None that is all.
    """

    def __init__(self, message, /, *, category=DeprecationWarning, stacklevel=1):
        if not isinstance(message, str):
            raise TypeError(f"Expected an object of type str for 'message', not {type(message).__name__!r}")
        self.message, self.category, self.stacklevel = message, category, stacklevel

    def __call__(self, arg, /):
        if self.category is None:
            arg.__deprecated__ = self.message
            return arg
        # What is made must not keep this instance alive.
        notice = {'message': self.message, 'category': self.category, 'stacklevel': self.stacklevel + 1}
        if isinstance(arg, type):
            decorated = _deprecated_class(arg, notice)
        elif callable(arg):
            decorated = _warning_first(arg, notice)
        else:
            raise TypeError(
                f'@deprecated decorator with non-None category must be applied to a class or callable, not {arg!r}')
        arg.__deprecated__ = decorated.__deprecated__ = self.message
        return decorated


_COROUTINE_FUNCTION = 0x80


def _warning_first(func, notice):
    """A function that warns, then does as another one."""
    import functools

    @functools.wraps(func)
    def call(*args, **kwargs):
        warn(**notice)
        return func(*args, **kwargs)

    if getattr(getattr(func, '__code__', None), 'co_flags', 0) & _COROUTINE_FUNCTION:
        import inspect
        inspect.markcoroutinefunction(call)
    return call


def _deprecated_class(cls, notice):
    """Has making instances of exactly this class warn, and deriving from it."""
    import functools
    from types import MethodType
    make, derive = cls.__new__, cls.__init_subclass__

    @functools.wraps(make)
    def __new__(own, /, *args, **kwargs):
        if own is cls:
            warn(**notice)
        if make is not object.__new__:
            return make(own, *args, **kwargs)
        if (args or kwargs) and own.__init__ is object.__init__:
            raise TypeError(f'{own.__name__}() takes no arguments')
        return make(own)

    is_method = isinstance(derive, MethodType)
    announce = _warning_first(derive.__func__ if is_method else derive, notice)
    __new__.__deprecated__ = announce.__deprecated__ = notice['message']
    cls.__new__ = staticmethod(__new__)
    cls.__init_subclass__ = classmethod(announce) if is_method else announce
    return cls


_DEPRECATED_MSG = '{name!r} is deprecated and slated for removal in Python {remove}'


def _deprecated(name, message=_DEPRECATED_MSG, *, remove, _version=sys.version_info):
    """Warns that something of the library is deprecated; an error once the version is there in which it should be gone."""
    release = '.'.join(map(str, remove))
    is_due = _version[:2] > remove or _version[:2] == remove and _version[3] != 'alpha'
    if is_due:
        raise RuntimeError(f'{name!r} was slated for removal after Python {release} alpha')
    warn(message.format(name=name, remove=release), DeprecationWarning, stacklevel=3)


class _OptionError(Exception):
    """An option names no filter."""


def _filters_of_the_user():
    """`-W` and PYTHONWARNINGS: each is action:message:category:module:line, or the first fields of it."""
    for option in sys.warnoptions:
        try:
            _setoption(option)
        except _OptionError as error:
            print('Invalid -W option ignored:', error, file=sys.stderr)


def _setoption(option):
    parts = option.split(':')
    if len(parts) > 5:
        raise _OptionError(f'too many fields (max 5): {option!r}')
    action, message, category, module, line = (part.strip() for part in parts + [''] * (5 - len(parts)))
    actions = [name for name in ('default', 'always', 'ignore', 'module', 'once', 'error') if name.startswith(action)]
    if action == 'all':
        actions = ['always']
    if action and not actions:
        raise _OptionError(f'invalid action: {action!r}')
    try:
        line = int(line or 0)
    except ValueError:
        line = -1
    if line < 0:
        raise _OptionError(f'invalid lineno {parts[4].strip()!r}')
    import re
    filterwarnings(
        actions[0], re.escape(message), _category_named(category), re.escape(module) + r'\Z' if module else '', line,
    )


def _category_named(name):
    if not name:
        return Warning
    module, _, last = name.rpartition('.')
    try:
        category = getattr(__import__(module or 'builtins', fromlist=[last]), last)
    except ImportError:
        raise _OptionError(f'invalid module name: {module!r}') from None
    except AttributeError:
        raise _OptionError(f'unknown warning category: {name!r}') from None
    if not _is_category(category):
        raise _OptionError(f'invalid warning category: {name!r}')
    return category


_filters_of_the_user()
