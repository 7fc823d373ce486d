"""Completes names and attributes at a prompt."""

import builtins
import inspect
import keyword
import re
import warnings

__all__ = ['Completer']


class Completer:
    """Finds what a beginning of a name can become in a namespace, or in `__main__` as it is then."""

    def __init__(self, namespace=None):
        if namespace and not isinstance(namespace, dict):
            raise TypeError('namespace must be a dictionary')
        self.use_main_ns = namespace is None
        if namespace is not None:
            self.namespace = namespace

    def complete(self, text, state):
        """The match of a number; None when there are no more."""
        if self.use_main_ns:
            import __main__
            self.namespace = __main__.__dict__
        if not text.strip():
            return '\t' if state == 0 else None
        if state == 0:
            with warnings.catch_warnings(action='ignore'):
                self.matches = self.attr_matches(text) if '.' in text else self.global_matches(text)
        return self.matches[state] if state < len(self.matches) else None

    def _callable_postfix(self, val, word):
        """A name that can be called, with what a call needs."""
        if not callable(val):
            return word
        try:
            return word + ('(' if inspect.signature(val).parameters else '()')
        except ValueError:
            return word + '('

    def global_matches(self, text):
        """Keywords and names that begin so."""
        found, seen = [], {'__builtins__'}
        for word in keyword.kwlist + keyword.softkwlist:
            if word.startswith(text):
                seen.add(word)
                if word in {'finally', 'try'}:
                    word += ':'
                elif word not in {'False', 'None', 'True', 'break', 'continue', 'pass', 'else', '_'}:
                    word += ' '
                found.append(word)
        for namespace in (self.namespace, builtins.__dict__):
            for word, value in namespace.items():
                if word.startswith(text) and word not in seen:
                    seen.add(word)
                    found.append(self._callable_postfix(value, word))
        return found

    def attr_matches(self, text):
        """Attributes that begin so of what stands before the last dot. That is evaluated."""
        split = re.match(r'(\w+(\.\w+)*)\.(\w*)', text)
        if split is None:
            return []
        expression, start = split.group(1, 3)
        try:
            thing = eval(expression, self.namespace)
        except Exception:
            return []
        words = set(dir(thing)) - {'__builtins__'}
        if hasattr(thing, '__class__'):
            words |= {'__class__', *get_class_members(thing.__class__)}
        # Without an underscore at the beginning, those with one come only if there are no others.
        for hidden in {'': ('_', None), '_': ('__', None)}.get(start, (None,)):
            found = sorted(self._attribute(thing, expression, word) for word in words
                           if word.startswith(start) and not (hidden and word.startswith(hidden)))
            if found:
                return found
        return []

    def _attribute(self, thing, expression, word):
        match = f'{expression}.{word}'
        # A property is not asked for.
        if isinstance(getattr(type(thing), word, None), property):
            return match
        value = getattr(thing, word, None)
        return match if value is None else self._callable_postfix(value, match)


def get_class_members(klass):
    """The names of a class and its bases."""
    names = dir(klass)
    for base in getattr(klass, '__bases__', ()):
        names = names + get_class_members(base)
    return names


try:
    import readline
except ImportError:
    pass
else:
    readline.set_completer(Completer().complete)
