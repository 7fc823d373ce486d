"""Racing coroutines that are started one after the other."""

from . import events, exceptions, locks, tasks

__all__ = 'staggered_race',


async def staggered_race(coro_fns, delay, *, loop=None):
    """Starts each of `coro_fns` when the one before has failed or has had `delay` seconds; the first to succeed wins.

    Gives (result, its index, what each raised), with None for result and index if all fail.
    """
    loop = loop or events.get_running_loop()
    functions = list(coro_fns)
    winner = None, None
    errors = []
    running = []

    async def run(index, before):
        nonlocal winner
        if before is not None:
            # The one before has failed, or has had its time.
            try:
                await tasks.wait_for(before.wait(), delay)
            except TimeoutError:
                pass
        errors.append(None)
        failed = locks.Event()
        if index + 1 < len(functions):
            running.append(loop.create_task(run(index + 1, failed)))
        try:
            result = await functions[index]()
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:
            errors[index] = error
            failed.set()
        else:
            winner = result, index
            for other, task in enumerate(running):
                if other != index:
                    task.cancel()

    if functions:
        running.append(loop.create_task(run(0, None)))
    try:
        while any(not task.done() for task in running):
            await tasks.wait([task for task in running if not task.done()])
        for task in running:
            if not task.cancelled() and task.exception() is not None:
                raise task.exception()
        return *winner, errors
    finally:
        for task in running:
            task.cancel()
