"""Interactive sessions inside of programs."""

import builtins
import sys
from codeop import CommandCompiler, compile_command

__all__ = ['InteractiveInterpreter', 'InteractiveConsole', 'interact', 'compile_command']


class InteractiveInterpreter:
    """Runs pieces of text with names of their own."""

    def __init__(self, locals=None):
        self.locals = {'__name__': '__console__', '__doc__': None} if locals is None else locals
        self.compile = CommandCompiler()

    def runsource(self, source, filename='<input>', symbol='single'):
        """Runs a text. True: it is a beginning, nothing has been run."""
        try:
            found = self.compile(source, filename, symbol)
        except (OverflowError, SyntaxError, ValueError):
            self.showsyntaxerror(filename, source=source)
            return False
        if found is None:
            return True
        self.runcode(found)
        return False

    def runcode(self, code):
        """Runs code. What it raises is shown, but for SystemExit."""
        try:
            exec(code, self.locals)
        except SystemExit:
            raise
        except:
            self.showtraceback()

    def showsyntaxerror(self, filename=None, **kwargs):
        """Shows the SyntaxError that is being handled."""
        error = sys.exception()
        if filename and isinstance(error, SyntaxError):
            error.filename = filename
        lines = kwargs.get('source', '').splitlines()
        if type(error) is SyntaxError and not error.text and lines:
            # The compiler, which found it, does not know the text.
            error.text = lines[error.lineno - 1]
        self._show(error.with_traceback(None))

    def showtraceback(self):
        """Shows the exception that is being handled, without the frame that ran the code."""
        error = sys.exception()
        entry = error.__traceback__
        self._show(error.with_traceback(entry.tb_next if entry else None))

    def _show(self, error):
        sys.last_type, sys.last_value, sys.last_traceback = type(error), error, error.__traceback__
        sys.last_exc = error
        if sys.excepthook is not sys.__excepthook__:
            # Somebody wants to see what is raised.
            sys.excepthook(type(error), error, error.__traceback__)
            return
        import traceback
        self.write(''.join(traceback.format_exception(error)))

    def write(self, data):
        """Where errors are shown."""
        sys.stderr.write(data)


class InteractiveConsole(InteractiveInterpreter):
    """Asks for lines and runs them."""

    def __init__(self, locals=None, filename='<console>', *, local_exit=False):
        super().__init__(locals)
        self.filename, self.local_exit = filename, local_exit
        self.resetbuffer()

    def resetbuffer(self):
        """Forgets what has not been run."""
        self.buffer = []

    def interact(self, banner=None, exitmsg=None):
        """A session, up to the end of the lines. `exitmsg` is shown afterwards, if it is not empty."""
        for name, prompt in ('ps1', '>>> '), ('ps2', '... '):
            if not hasattr(sys, name):
                setattr(sys, name, prompt)
        if banner is None:
            self.write(f'Python {sys.version} on {sys.platform}\n'
                       'Type "help", "copyright", "credits" or "license" for more information.\n'
                       f'({type(self).__name__})\n')
        elif banner:
            self.write(f'{banner}\n')
        try:
            with _LocalExit(self.local_exit):
                self._loop()
        finally:
            if exitmsg is None:
                self.write(f'now exiting {type(self).__name__}...\n')
            elif exitmsg:
                self.write(f'{exitmsg}\n')

    def _loop(self):
        is_open = False
        while True:
            try:
                try:
                    line = self.raw_input(str(sys.ps2 if is_open else sys.ps1))
                except EOFError:
                    self.write('\n')
                    return
                is_open = self.push(line)
            except KeyboardInterrupt:
                self.write('\nKeyboardInterrupt\n')
                self.resetbuffer()
                is_open = False
            except SystemExit:
                if not self.local_exit:
                    raise
                self.write('\n')
                return

    def push(self, line, filename=None, _symbol='single'):
        """Adds a line, and runs what there is if that is complete. True: it is not."""
        self.buffer.append(line)
        is_open = self.runsource('\n'.join(self.buffer), self.filename if filename is None else filename, symbol=_symbol)
        if not is_open:
            self.resetbuffer()
        return is_open

    def raw_input(self, prompt=''):
        """Asks for a line."""
        return input(prompt)


class _Quitter:
    def __init__(self, name):
        self.name = name
        self.eof = 'Ctrl-D (i.e. EOF)'

    def __repr__(self):
        return f'Use {self.name} or {self.eof} to exit'

    def __call__(self, code=None):
        raise SystemExit(code)


class _LocalExit:
    """For as long as a session lasts, exit() and quit() end it and not the program."""

    def __init__(self, is_wanted):
        self._names = ('exit', 'quit') if is_wanted else ()

    def __enter__(self):
        self._old = {name: getattr(builtins, name) for name in self._names if hasattr(builtins, name)}
        for name in self._names:
            setattr(builtins, name, _Quitter(name))

    def __exit__(self, *details):
        for name in self._names:
            if name in self._old:
                setattr(builtins, name, self._old[name])
            else:
                delattr(builtins, name)


def interact(banner=None, readfunc=None, local=None, exitmsg=None, local_exit=False):
    """A session; `readfunc` asks for lines if it is given."""
    console = InteractiveConsole(local, local_exit=local_exit)
    if readfunc is not None:
        console.raw_input = readfunc
    console.interact(banner, exitmsg)


if __name__ == '__main__':
    import argparse
    parser = argparse.ArgumentParser()
    parser.add_argument('-q', action='store_true', help="don't print version and copyright messages")
    interact('' if parser.parse_args().q else None)
