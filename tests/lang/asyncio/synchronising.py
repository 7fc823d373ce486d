# Locks, events, conditions, semaphores, barriers and queues between tasks.
import asyncio


async def main():
    lock = asyncio.Lock()
    order = []

    async def user(name):
        async with lock:
            order.append(name)
            await asyncio.sleep(0)
            order.append(name)

    await asyncio.gather(*(user(n) for n in 'abc'))
    print(order, lock.locked(), str(lock)[-10:])
    try:
        lock.release()
    except RuntimeError as error:
        print(error)
    # A cancelled waiter lets the next one in.
    await lock.acquire()
    first, second = asyncio.create_task(user('x')), asyncio.create_task(user('y'))
    await asyncio.sleep(0)
    first.cancel()
    lock.release()
    await asyncio.wait([first, second])
    print(order[-2:], lock.locked())

    event = asyncio.Event()

    async def waits(n):
        await event.wait()
        print('woken', n)

    tasks = [asyncio.create_task(waits(n)) for n in range(3)]
    await asyncio.sleep(0)
    print(event.is_set(), str(event)[-18:])
    event.set()
    event.clear()
    await asyncio.gather(*tasks)
    event.set()
    print(await event.wait())

    condition = asyncio.Condition()
    ready = []

    async def consumer(n):
        async with condition:
            await condition.wait_for(lambda: ready)
            print('consumer', n, ready.pop())

    tasks = [asyncio.create_task(consumer(n)) for n in range(3)]
    await asyncio.sleep(0)
    for n in range(3):
        async with condition:
            ready.append(n)
            condition.notify()
        await asyncio.sleep(0)
    await asyncio.gather(*tasks)
    try:
        condition.notify()
    except RuntimeError as error:
        print(error)
    try:
        await condition.wait()
    except RuntimeError as error:
        print(error)

    semaphore = asyncio.Semaphore(2)
    inside = most = 0

    async def limited(n):
        nonlocal inside, most
        async with semaphore:
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0.001)
            inside -= 1
            print('limited', n)

    await asyncio.gather(*(limited(n) for n in range(5)))
    print(most, semaphore.locked(), str(semaphore)[-19:])
    bounded = asyncio.BoundedSemaphore(1)
    try:
        bounded.release()
    except ValueError as error:
        print(error)
    try:
        asyncio.Semaphore(-1)
    except ValueError as error:
        print(error)

    barrier = asyncio.Barrier(3)

    async def meets(n):
        index = await barrier.wait()
        print('met', n, index)

    await asyncio.gather(*(meets(n) for n in range(6)))
    task = asyncio.create_task(meets('late'))
    await asyncio.sleep(0)
    await barrier.abort()
    print(repr((await asyncio.gather(task, return_exceptions=True))[0]), barrier.broken)

    queue = asyncio.Queue(2)

    async def producer():
        for n in range(5):
            await queue.put(n)
            print('put', n, queue.qsize())
        await queue.put(None)

    async def taker():
        while (item := await queue.get()) is not None:
            print('got', item)
            queue.task_done()
        queue.task_done()

    tasks = [asyncio.create_task(producer()), asyncio.create_task(taker())]
    await asyncio.gather(*tasks)
    await queue.join()
    print(queue.empty(), queue.full(), queue, queue.maxsize)
    try:
        queue.get_nowait()
    except asyncio.QueueEmpty as error:
        print(repr(error))
    queue.put_nowait(1)
    queue.put_nowait(2)
    print(queue)
    try:
        queue.put_nowait(3)
    except asyncio.QueueFull as error:
        print(repr(error))
    try:
        for _ in range(3):
            queue.task_done()
    except ValueError as error:
        print(error)
    for kind in (asyncio.LifoQueue, asyncio.PriorityQueue):
        kept = kind()
        for item in (3, 1, 2):
            kept.put_nowait(item)
        print([kept.get_nowait() for _ in range(3)])
    queue = asyncio.Queue()
    getter = asyncio.create_task(queue.get())
    await asyncio.sleep(0)
    queue.shutdown()
    print(repr((await asyncio.gather(getter, return_exceptions=True))[0]))
    try:
        queue.put_nowait(1)
    except asyncio.QueueShutDown as error:
        print(repr(error))
    # A getter that was cancelled loses nothing.
    queue = asyncio.Queue()
    one, two = asyncio.create_task(queue.get()), asyncio.create_task(queue.get())
    await asyncio.sleep(0)
    queue.put_nowait('item')
    one.cancel()
    await asyncio.wait([one, two])
    print(one.cancelled(), two.result())


asyncio.run(main())
