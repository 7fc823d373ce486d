# Loops by hand: run_until_complete, run_forever, stop, close, Runner, threads.
import asyncio
import sys
import threading


async def give(value, delay=0):
    await asyncio.sleep(delay)
    return value


loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
print(loop.run_until_complete(give(1)), loop.is_running(), loop.is_closed())
print(asyncio.get_event_loop() is loop)
task = loop.create_task(give(2))
print(loop.run_until_complete(task), loop.run_until_complete(task))
future = loop.create_future()
loop.call_soon(future.set_result, 'set')
print(loop.run_until_complete(future))
loop.call_soon(print, 'one')
loop.call_soon(loop.stop)
loop.call_soon(print, 'two')
loop.run_forever()
print('stopped')
loop.stop()
loop.call_soon(print, 'once')
loop.run_forever()
try:
    loop.run_until_complete(loop.create_future() if loop.call_soon(loop.stop) else None)
except RuntimeError as error:
    print(error)


async def fails():
    raise KeyError('lost')


try:
    loop.run_until_complete(fails())
except KeyError as error:
    print(repr(error))


async def exits():
    sys.exit(3)


try:
    loop.run_until_complete(exits())
except SystemExit as error:
    print('exit', error.code)


async def again():
    for method in (lambda: loop.run_until_complete(loop.create_future()), loop.close):
        try:
            method()
        except RuntimeError as error:
            print(error)


loop.run_until_complete(again())

# Another thread hands work over.
result = []


def from_thread():
    result.append(asyncio.run_coroutine_threadsafe(give('threaded', 0.01), loop).result(5))
    loop.call_soon_threadsafe(loop.stop)


thread = threading.Thread(target=from_thread)
loop.call_soon(thread.start)
loop.run_forever()
thread.join()
print(result)


def blocking(n):
    return threading.current_thread() is threading.main_thread(), n * 2


async def executors():
    print(await loop.run_in_executor(None, blocking, 4))
    print(await asyncio.to_thread(blocking, n=5))
    try:
        await asyncio.to_thread(int, 'x')
    except ValueError as error:
        print(error)
    print(await asyncio.gather(*(asyncio.to_thread(lambda n=n: n * n) for n in range(5))))


loop.run_until_complete(executors())

# Reports.
seen = []
loop.set_exception_handler(lambda loop, context: seen.append((context['message'], repr(context.get('exception')))))


def bad():
    raise OSError('in a callback')


loop.call_soon(bad)
loop.run_until_complete(give(None))
print(seen[0][0][:22], seen[0][1])


async def forgotten():
    raise ValueError('nobody looks')


async def forgets():
    asyncio.create_task(forgotten())
    await asyncio.sleep(0.001)


loop.run_until_complete(forgets())
print(seen[1])
loop.set_exception_handler(None)
loop.run_until_complete(loop.shutdown_asyncgens())
loop.run_until_complete(loop.shutdown_default_executor())
loop.close()
loop.close()
print(loop.is_closed())
for method in (lambda: loop.call_soon(print), lambda: loop.run_forever(), lambda: loop.call_later(1, print)):
    try:
        method()
    except RuntimeError as error:
        print(error)

# Runner.
with asyncio.Runner() as runner:
    print(runner.run(give('runner')), runner.run(give('twice')))
    print(runner.get_loop().is_running())
try:
    runner.get_loop()
except RuntimeError as error:
    print(error)


async def leaves():
    async def forever():
        try:
            await asyncio.sleep(100)
        finally:
            print('cancelled at the end')

    asyncio.create_task(forever())
    await asyncio.sleep(0)


asyncio.run(leaves())


# Asynchronous generators are closed at the end.
async def numbers():
    try:
        for n in range(10):
            yield n
    finally:
        await asyncio.sleep(0)
        print('closed')


async def takes():
    generator = numbers()
    async for n in generator:
        if n == 2:
            break
    keep.append(generator)
    print('taken')


keep = []
asyncio.run(takes())


# Eager tasks begin at once.
async def eager():
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)

    async def part(n):
        print('eager', n)
        await asyncio.sleep(0)
        return n

    task = asyncio.create_task(part(1))
    print('after')
    print(await task)

    async def at_once():
        return 'at once'

    task = asyncio.create_task(at_once())
    print(task.done(), task.result())


asyncio.run(eager())

# Each thread may have a loop.
results = []


def in_thread(n):
    results.append(asyncio.run(give(n, 0.01)))


threads = [threading.Thread(target=in_thread, args=(n,)) for n in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(results))
