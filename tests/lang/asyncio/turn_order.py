# The order in which tasks, callbacks and timers run.
import asyncio

log = []


async def worker(name, steps):
    for step in range(steps):
        print(name, step)
        await asyncio.sleep(0)
    return name


async def nested(depth):
    if depth:
        print('down', depth)
        result = await nested(depth - 1)
        print('up', depth)
        return result + 1
    await asyncio.sleep(0)
    return 0


async def main():
    loop = asyncio.get_running_loop()
    loop.call_soon(print, 'soon 1')
    tasks = [asyncio.create_task(worker(n, s)) for n, s in (('a', 3), ('b', 1), ('c', 2))]
    loop.call_soon(print, 'soon 2')
    print('made')
    print(await asyncio.gather(*tasks, nested(3), worker('d', 2)))

    # Callbacks of futures run in the turn after, in the order they were added.
    future = loop.create_future()
    future.add_done_callback(lambda f: print('first', f.result()))
    future.add_done_callback(lambda f: print('second', f.result()))

    async def waiter(name):
        print(name, 'got', await future)

    waiting = [asyncio.create_task(waiter(f'w{i}')) for i in range(3)]
    await asyncio.sleep(0)
    loop.call_soon(print, 'before')
    future.set_result('value')
    loop.call_soon(print, 'after')
    future.add_done_callback(lambda f: print('late', f.result()))
    print('set')
    await asyncio.wait(waiting)

    # A task that finishes at once still takes its turns.
    async def quick(n):
        return n

    one = asyncio.create_task(quick(1))
    two = asyncio.ensure_future(quick(2))
    loop.call_soon(print, 'between')
    print(await two, one.done(), one.result())

    # Timers come by time.
    for delay in (0.03, 0.01, 0.02):
        loop.call_later(delay, print, 'timer', delay)
    base = loop.time()
    for n in range(4):
        loop.call_at(base + 0.04, print, 'same', n)
    await asyncio.sleep(0.06)

    # Cancelled handles do not run.
    handle = loop.call_soon(print, 'never')
    timer = loop.call_later(0.001, print, 'never')
    handle.cancel()
    timer.cancel()
    print(handle.cancelled(), timer.cancelled(), handle)
    await asyncio.sleep(0.01)

    # What a callback makes ready runs in the next turn.
    def chain(n):
        print('chain', n)
        if n:
            loop.call_soon(chain, n - 1)

    loop.call_soon(chain, 3)
    loop.call_soon(print, 'beside 1')
    await asyncio.sleep(0)
    loop.call_soon(print, 'beside 2')
    for _ in range(4):
        await asyncio.sleep(0)
        print('turn')


asyncio.run(main())
