# gather, wait, as_completed, wait_for.
import asyncio


async def give(value, delay=0):
    await asyncio.sleep(delay)
    return value


async def fail(error, delay=0):
    await asyncio.sleep(delay)
    raise error


async def main():
    loop = asyncio.get_running_loop()
    print(await asyncio.gather())
    print(await asyncio.gather(give(1, 0.02), give(2, 0.01), give(3)))
    coroutine = give(7)
    print(await asyncio.gather(coroutine, coroutine, give(8)))
    future = loop.create_future()
    future.set_result('ready')
    print(await asyncio.gather(future, give('x')))
    try:
        await asyncio.gather(give(1, 0.01), fail(ValueError('first')), fail(KeyError('second'), 0.005))
    except ValueError as error:
        print('raised', repr(error))
    print(await asyncio.gather(give(1), fail(ValueError('kept')), return_exceptions=True))
    try:
        asyncio.gather(give(1), flag=True)
    except TypeError as error:
        print('TypeError')
    try:
        await asyncio.gather(1)
    except TypeError as error:
        print(error)

    # Awaitables of any kind.
    class Awaitable:
        def __await__(self):
            yield from asyncio.sleep(0).__await__()
            return 'awaited'

    print(await Awaitable(), await asyncio.gather(Awaitable()), await asyncio.ensure_future(Awaitable()))

    # Each ends when its gate opens, so that it does not matter how fast the machine is.
    gates = {n: asyncio.Event() for n in range(5)}
    tasks = [asyncio.create_task(gates[n].wait(), name=f't{n}') for n in (3, 1, 2)]
    gates[1].set()
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    print(sorted(t.get_name() for t in done), sorted(t.get_name() for t in pending))
    gates[2].set()
    done, pending = await asyncio.wait(tasks, timeout=0.05)
    print(sorted(t.get_name() for t in done), sorted(t.get_name() for t in pending))
    gates[3].set()
    done, pending = await asyncio.wait(tasks)
    print(len(done), len(pending))
    tasks = [asyncio.create_task(gates[4].wait()), asyncio.create_task(fail(OSError('bad'), 0.001))]
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    gates[4].set()
    print([t.exception() for t in done], len(pending), await pending.pop())
    for wrong in ([], give(1), [give(2)]):
        try:
            await asyncio.wait(wrong)
        except (TypeError, ValueError) as error:
            print(type(error).__name__, error)
        if asyncio.iscoroutine(wrong):
            wrong.close()
        elif wrong:
            wrong[0].close()
    try:
        await asyncio.wait([asyncio.create_task(give(1))], return_when='sometimes')
    except ValueError as error:
        print(error)

    for awaitable in asyncio.as_completed([give('slow', 0.02), give('fast'), give('middle', 0.01)]):
        print(await awaitable)
    async for task in asyncio.as_completed([asyncio.create_task(give(n, n / 100)) for n in (2, 1)]):
        print('task', task.result())
    try:
        for awaitable in asyncio.as_completed([give('a'), give('b', 60)], timeout=0.2):
            print(await awaitable)
    except TimeoutError:
        print('as_completed timed out')

    print(await asyncio.wait_for(give('in time'), 30))
    print(await asyncio.wait_for(give('no limit'), None))
    try:
        await asyncio.wait_for(give('late', 5), 0.01)
    except TimeoutError as error:
        print(repr(error), repr(error.__cause__))
    task = asyncio.create_task(give('late', 5))
    try:
        await asyncio.wait_for(task, 0)
    except TimeoutError:
        print('no time', task.cancelled())
    print(await asyncio.sleep(0.001, 'result'), await asyncio.sleep(-1, 'negative'))
    print(asyncio.iscoroutine(coroutine), asyncio.isfuture(task), asyncio.iscoroutinefunction(give))


asyncio.run(main())
