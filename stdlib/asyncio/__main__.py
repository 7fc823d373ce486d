"""`python -m asyncio`: an interactive session inside of a running event loop. Tasks go on while the user types."""

import ast
import asyncio
import contextvars
import sys
import traceback

_NAME = '<stdin>'
_FLAGS = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
_ALLOW_INCOMPLETE = 0x4000


class _Session:
    def __init__(self, loop, namespace):
        self.loop = loop
        self.namespace = namespace
        self.context = contextvars.copy_context()
        self.lines = []
        self.entry = None
        self.status = None

    def forget(self):
        """The user has interrupted: what was typed of an entry is dropped, what runs is cancelled."""
        self.lines.clear()
        if self.entry is not None and not self.entry.done():
            self.entry.cancel()
        else:
            print('\nKeyboardInterrupt', file=sys.stderr)

    async def talk(self):
        """Reads entries until the user leaves; gives the exit status."""
        while self.status is None:
            prompt = sys.ps2 if self.lines else sys.ps1
            try:
                line = await asyncio.to_thread(input, prompt)
            except EOFError:
                break
            self.lines.append(line)
            source = '\n'.join(self.lines) + '\n'
            try:
                code = compile(source, _NAME, 'single', _FLAGS | _ALLOW_INCOMPLETE)
            except SyntaxError as error:
                if error.msg == 'incomplete input':
                    continue
                code = None
                if not error.text:
                    # The compiler, which found it, does not know the text.
                    error.text = source.splitlines()[error.lineno - 1]
                traceback.print_exception(error.with_traceback(None))
            except (OverflowError, ValueError) as error:
                code = None
                traceback.print_exception(error.with_traceback(None))
            self.lines.clear()
            if code is not None:
                await self.run(code)
        return self.status or 0

    async def run(self, code):
        try:
            result = self.context.run(eval, code, self.namespace)
            if asyncio.iscoroutine(result):
                self.entry = self.loop.create_task(result, context=self.context)
                await asyncio.wait([self.entry])
                if self.entry.cancelled():
                    print('\nKeyboardInterrupt', file=sys.stderr)
                else:
                    self.entry.result()
        except SystemExit as error:
            self.status = error.code if isinstance(error.code, int) else int(error.code is not None)
            if error.code is not None and not isinstance(error.code, int):
                print(error.code, file=sys.stderr)
        except BaseException as error:
            self.show(error)
        finally:
            self.entry = None
            sys.stdout.flush()

    def show(self, error):
        """Prints an exception without the entries of the session's own calls."""
        entry = error.__traceback__
        while entry is not None and entry.tb_frame.f_code.co_filename != _NAME:
            entry = entry.tb_next
        sys.last_exc = error
        traceback.print_exception(error.with_traceback(entry or error.__traceback__))


def _main():
    if not hasattr(sys, 'ps1'):
        sys.ps1 = '>>> '
    if not hasattr(sys, 'ps2'):
        sys.ps2 = '... '
    import __main__
    namespace = {
        name: getattr(__main__, name) for name in ('__name__', '__package__', '__loader__', '__spec__', '__builtins__', '__file__')
        if hasattr(__main__, name)
    }
    namespace['asyncio'] = asyncio
    print(
        f'asyncio REPL {sys.version} on {sys.platform}\nUse "await" directly instead of "asyncio.run()".\n'
        f'Type "help", "copyright", "credits" or "license" for more information.\n{sys.ps1}import asyncio', file=sys.stderr,
    )
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    session = _Session(loop, namespace)
    talking = loop.create_task(session.talk())
    while True:
        try:
            status = loop.run_until_complete(talking)
            break
        except KeyboardInterrupt:
            session.forget()
    print('exiting asyncio REPL...', file=sys.stderr)
    left = asyncio.all_tasks(loop)
    for task in left:
        task.cancel()
    if left:
        loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
    loop.close()
    return status


if __name__ == '__main__':
    sys.exit(_main())
