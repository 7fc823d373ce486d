"""Whether what has been typed so far is complete."""

import __future__
import warnings

__all__ = ['compile_command', 'Compile', 'CommandCompiler']

_FEATURES = [getattr(__future__, name) for name in __future__.all_feature_names]


def compile_command(source, filename='<input>', symbol='single'):
    """Code; None if it is the beginning of something. Errors: SyntaxError, ValueError, OverflowError if nothing can make it right."""
    return _try(Compile(), source, filename, symbol)


_INCOMPLETE = 0x4000


def _try(compiler, source, filename, symbol):
    if not any(line.strip() and line.strip()[0] != '#' for line in source.split('\n')):
        # Nothing at all does nothing, but is no expression.
        if symbol == 'eval':
            return None
        source = 'pass'
    with warnings.catch_warnings():
        # They are given when the code is complete.
        warnings.simplefilter('ignore', (SyntaxWarning, DeprecationWarning))
        if symbol == 'single':
            if _is_beginning(source, filename):
                return None
        else:
            try:
                compiler(source, filename, symbol)
            except SyntaxError:
                # As an expression, it must be able to stand where only one can.
                if _is_beginning(f'assert {source.lstrip()}' if symbol == 'eval' else source, filename):
                    return None
                raise
    return compiler(source, filename, symbol)


def _is_beginning(source, filename):
    """Whether an interactive session would ask for more lines."""
    # A backslash at the end waits for another line, not for an empty one.
    end = '' if source.endswith('\\\n') else '\n'
    try:
        compile(source + end, filename, 'single', _INCOMPLETE)
    except SyntaxError as error:
        return error.msg == 'incomplete input'
    return False


class Compile:
    """Compiles one text after the other; what they import from __future__ goes on to hold."""

    def __init__(self):
        self.flags = 0

    def __call__(self, source, filename, symbol, **kwargs):
        code = compile(source, filename, symbol, self.flags, True)
        for feature in _FEATURES:
            if code.co_flags & feature.compiler_flag:
                self.flags |= feature.compiler_flag
        return code


class CommandCompiler:
    """As compile_command(), with a memory for what is imported from __future__."""

    def __init__(self):
        self.compiler = Compile()

    def __call__(self, source, filename='<input>', symbol='single'):
        return _try(self.compiler, source, filename, symbol)
