"""The event loop of an interactive session. It lives as long as the session does and runs while an entry awaits something; what
other entries make (tasks, futures) is its too."""

import asyncio
import contextvars

_runner = None
context = None


def _open():
    global _runner, context
    if _runner is None:
        _runner = asyncio.Runner()
        context = contextvars.copy_context()
        _runner.get_loop()
    return _runner


def begin():
    """An entry that awaits nothing is about to be run: the loop is the running one as far as it can tell."""
    if asyncio._get_running_loop() is None:
        asyncio._set_running_loop(_open().get_loop())
    return context


def end():
    loop = asyncio._get_running_loop()
    if loop is not None and not loop.is_running():
        asyncio._set_running_loop(None)


def run(coro):
    """Runs the coroutine of an entry to its end."""
    return _open().run(coro, context=context)


def close():
    """Cancels what is left when the session is over."""
    global _runner
    if _runner is not None:
        runner, _runner = _runner, None
        runner.close()
