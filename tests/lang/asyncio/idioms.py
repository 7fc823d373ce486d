# What tutorials show.
import asyncio
import concurrent.futures
import contextvars
import functools
import socket
import threading
import time


def part(function):
    print(f'-- {function.__name__}')
    return function


@part
async def sleepers():
    async def say_after(delay, what):
        await asyncio.sleep(delay)
        print(what)
        return what

    began = time.monotonic()
    print(await asyncio.gather(say_after(0.15, 'world'), say_after(0.05, 'hello'), say_after(0.1, 'there')))
    assert 0.14 < time.monotonic() - began < 5


asyncio.run(sleepers())


@part
def old_style():
    async def answer():
        await asyncio.sleep(0)
        return 42

    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    try:
        print(loop.run_until_complete(answer()), loop.is_running(), loop.is_closed())
        future = loop.create_future()
        loop.call_later(0.01, future.set_result, 'later')
        print(loop.run_until_complete(future))
        print(loop.run_until_complete(asyncio.wait_for(answer(), 10)))
        loop.call_soon(print, 'soon')
        loop.call_soon(loop.stop)
        loop.run_forever()
    finally:
        loop.close()
        asyncio.set_event_loop(None)
    try:
        loop.run_until_complete(asyncio.sleep(0))
    except RuntimeError as error:
        print(error)


old_style()


@part
async def blocking_sockets():
    """Sockets that block in threads, served by the loop of this one."""
    async def upper(reader, writer):
        writer.write((await reader.readline()).upper())
        await writer.drain()
        writer.close()
        await writer.wait_closed()

    def ask(port, text):
        with socket.create_connection(('127.0.0.1', port)) as connection:
            connection.sendall(text)
            with connection.makefile('rb') as answers:
                return answers.readline()

    async with await asyncio.start_server(upper, '127.0.0.1', 0) as server:
        port = server.sockets[0].getsockname()[1]
        print(await asyncio.gather(*[asyncio.to_thread(ask, port, b'line %d\n' % number) for number in range(3)]))
        # A pair, one end of which a coroutine blocks on for a moment.
        here, there = socket.socketpair()
        there.sendall(b'ready')
        print(here.recv(10))
        here.setblocking(False)
        loop = asyncio.get_running_loop()
        loop.call_soon(there.sendall, b'more')
        print(await loop.sock_recv(here, 10))
        here.close()
        there.close()


asyncio.run(blocking_sockets())


def square(n):
    return n * n


@part
async def executors():
    loop = asyncio.get_running_loop()
    print(await loop.run_in_executor(None, square, 5))
    with concurrent.futures.ThreadPoolExecutor(2, thread_name_prefix='own') as pool:
        print(await asyncio.gather(*[loop.run_in_executor(pool, square, n) for n in range(4)]))
        print((await loop.run_in_executor(pool, lambda: threading.current_thread().name))[:3])
    print(await loop.run_in_executor(None, functools.partial(sorted, [3, 1, 2], reverse=True)))
    try:
        await asyncio.to_thread(int, 'no number')
    except ValueError as error:
        print(error)
    future = asyncio.run_coroutine_threadsafe
    print(await asyncio.to_thread(lambda: future(asyncio.sleep(0, 'from a thread'), loop).result()))


asyncio.run(executors())


@part
async def as_they_complete():
    async def after(delay, value):
        await asyncio.sleep(delay)
        if value is None:
            raise LookupError('nothing')
        return value

    for next_one in asyncio.as_completed([after(0.1, 'b'), after(0.05, 'a'), after(0.15, 'c')]):
        print(await next_one, end=' ')
    tasks = [asyncio.create_task(after(delay / 20, value), name=f'{value}') for delay, value in ((3, 'z'), (1, 'x'), (2, None))]
    async for task in asyncio.as_completed(tasks):
        print(task in tasks, task.get_name(), type(task.exception()).__name__ if task.exception() else task.result(), end=' ')
    print()
    try:
        async for task in asyncio.as_completed([after(0, 'at once'), after(1000, 'never')], timeout=0.2):
            print(await task)
    except TimeoutError as error:
        print('TimeoutError', error)


asyncio.run(as_they_complete())


@part
async def queue_shutdown():
    queue = asyncio.Queue(2)

    async def produce():
        for number in range(5):
            await queue.put(number)
        queue.shutdown()
        try:
            await queue.put(99)
        except asyncio.QueueShutDown as error:
            print('producer', type(error).__name__)

    async def consume(name):
        taken = 0
        while True:
            try:
                await queue.get()
            except asyncio.QueueShutDown:
                return taken
            taken += 1
            queue.task_done()
            await asyncio.sleep(0)

    _, *taken = await asyncio.gather(produce(), consume('a'), consume('b'))
    print(sum(taken))
    await queue.join()
    queue = asyncio.Queue()
    queue.put_nowait(1)
    waiting = asyncio.create_task(queue.join())
    await asyncio.sleep(0)
    queue.shutdown(immediate=True)
    await waiting
    for call in queue.get_nowait, lambda: queue.put_nowait(1):
        try:
            call()
        except asyncio.QueueShutDown as error:
            print(type(error).__name__, queue.qsize())


asyncio.run(queue_shutdown())


@part
async def eager():
    loop = asyncio.get_running_loop()
    loop.set_task_factory(asyncio.eager_task_factory)
    cache = {'a': 1}

    async def look(key):
        print('looks for', key)
        if key in cache:
            return cache[key]
        await asyncio.sleep(0)
        return 'fetched ' + key

    hit, miss = asyncio.create_task(look('a')), asyncio.create_task(look('b'))
    print(hit.done(), hit.result(), miss.done())
    print(await asyncio.gather(hit, miss, look('c')))
    loop.set_task_factory(None)
    task = asyncio.Task(look('a'), loop=loop, eager_start=True)
    print(task.done(), asyncio.current_task() is not task)


asyncio.run(eager())


@part
def runner():
    variable = contextvars.ContextVar('variable', default='unset')

    async def set_it(value):
        variable.set(value)
        return asyncio.get_running_loop()

    async def get_it():
        return variable.get(), asyncio.get_running_loop()

    with asyncio.Runner() as runner:
        first = runner.run(set_it('first'))
        value, second = runner.run(get_it())
        print(value, first is second is runner.get_loop())
        context = contextvars.copy_context()
        runner.run(set_it('other'), context=context)
        print(context[variable], runner.run(get_it())[0], variable.get())
    for attempt in lambda: runner.run(get_it()), runner.get_loop:
        try:
            coro = attempt()
        except RuntimeError as error:
            print(error)
    try:
        asyncio.run(square(3))
    except ValueError as error:
        print(error)


import warnings
warnings.simplefilter('ignore')
runner()


@part
async def contexts():
    user = contextvars.ContextVar('user')

    async def greet():
        await asyncio.sleep(0)
        return f'hello {user.get()}'

    async def handle(name):
        user.set(name)
        # A thread sees the task's own variables.
        return await greet(), await asyncio.to_thread(user.get)

    print(await asyncio.gather(handle('ann'), handle('bob')))
    try:
        user.get()
    except LookupError:
        print('not here')
    context = contextvars.copy_context()
    await asyncio.create_task(handle('eve'), context=context)
    print(context[user])
    asyncio.get_running_loop().call_soon(lambda: print('callback', user.get()), context=context)
    await asyncio.sleep(0)


asyncio.run(contexts())


@part
async def groups():
    async def fail(error, delay=0):
        await asyncio.sleep(delay)
        raise error

    async def forever():
        try:
            await asyncio.sleep(1000)
        finally:
            print('stopped')

    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fail(ValueError('v')))
            group.create_task(fail(KeyError('k')))
            group.create_task(forever())
    except* ValueError as errors:
        print('values', errors.exceptions)
    except* KeyError as errors:
        print('keys', errors.exceptions)
    try:
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(fail(OSError(5, 'io')))
                group.create_task(fail(TypeError('t')))
        except* OSError:
            print('io handled')
    except ExceptionGroup as errors:
        print('left:', errors, errors.exceptions)
    try:
        async with asyncio.timeout(0.05):
            async with asyncio.TaskGroup() as group:
                group.create_task(forever())
    except TimeoutError:
        print('time is over')


asyncio.run(groups())
