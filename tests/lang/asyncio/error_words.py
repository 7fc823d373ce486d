"""The words of errors of asyncio."""
import asyncio


async def waiting(what, timeout):
    return await asyncio.wait_for(what, timeout)


async def managed(kind):
    with kind():
        pass


def shown(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)


for parties in (0, -1):
    shown(lambda: asyncio.Barrier(parties))
for what, timeout in ((5, 1), (None, 1), ([], None), ('a', 0)):
    shown(lambda: asyncio.run(waiting(what, timeout)))
for kind in (asyncio.Lock, asyncio.Semaphore, asyncio.Condition):
    shown(lambda: asyncio.run(managed(kind)))
