# Cancellation: where it arrives, what becomes of messages, requests and tasks that refuse.
import asyncio


async def sleeper(name, seconds=10):
    try:
        await asyncio.sleep(seconds)
        return name
    except asyncio.CancelledError as error:
        print(name, 'cancelled', error.args)
        raise


async def stubborn():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print('not me')
    await asyncio.sleep(0)
    return 'done anyway'


async def replaces():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        raise ValueError('instead')


async def cleanup():
    try:
        await asyncio.sleep(10)
    finally:
        await asyncio.sleep(0)
        print('cleaned up')


async def inner():
    await sleeper('inner')


async def outer():
    try:
        await inner()
    finally:
        print('outer leaves')


async def main():
    task = asyncio.create_task(sleeper('a'))
    await asyncio.sleep(0)
    print(task.cancel('why'), task.cancelling(), task.cancelled(), task.done())
    try:
        await task
    except asyncio.CancelledError as error:
        print('caught', error.args)
    print(task.cancelled(), task.cancel(), task.cancelling(), task)
    try:
        task.result()
    except asyncio.CancelledError as error:
        print('result', error.args)
    try:
        task.exception()
    except asyncio.CancelledError as error:
        print('exception', error.args)

    # Before it ever ran.
    task = asyncio.create_task(sleeper('never'))
    task.cancel()
    try:
        await task
    except asyncio.CancelledError as error:
        print('caught', error.args)

    task = asyncio.create_task(stubborn())
    await asyncio.sleep(0)
    task.cancel()
    print(await task, task.cancelled(), task.cancelling(), task.uncancel(), task.uncancel())

    task = asyncio.create_task(replaces())
    await asyncio.sleep(0)
    task.cancel()
    try:
        await task
    except ValueError as error:
        print(repr(error), repr(error.__context__), task.cancelled())

    task = asyncio.create_task(cleanup())
    await asyncio.sleep(0)
    task.cancel()
    print((await asyncio.gather(task, return_exceptions=True)))

    task = asyncio.create_task(outer())
    await asyncio.sleep(0)
    task.cancel('deep')
    try:
        await task
    except asyncio.CancelledError as error:
        print('caught', error.args)

    # A task that waits for another one cancels it too.
    child = asyncio.create_task(sleeper('child'))

    async def waits():
        await child

    task = asyncio.create_task(waits())
    await asyncio.sleep(0)
    task.cancel('through')
    await asyncio.wait([task])
    print(child.cancelled(), task.cancelled())

    # Shielded: the child goes on.
    child = asyncio.create_task(sleeper('shielded', 0.02))

    async def shields():
        return await asyncio.shield(child)

    task = asyncio.create_task(shields())
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])
    print(task.cancelled(), child.cancelled(), await child)

    # A future cancelled by itself.
    future = asyncio.get_running_loop().create_future()
    print(future.cancel('gone'), future.cancel(), future.cancelled(), future)
    try:
        await future
    except asyncio.CancelledError as error:
        print(error.args, asyncio.current_task().cancelling())

    # gather is cancelled with its children, and a child alone.
    children = [asyncio.create_task(sleeper(f'g{i}')) for i in range(2)]
    together = asyncio.gather(*children)
    await asyncio.sleep(0)
    print(together.cancel('all'))
    try:
        await together
    except asyncio.CancelledError as error:
        print('gather', error.args, [c.cancelled() for c in children])
    children = [asyncio.create_task(sleeper(f'h{i}', 0.01 * i)) for i in range(1, 3)]
    together = asyncio.gather(*children, return_exceptions=True)
    await asyncio.sleep(0)
    children[0].cancel('one')
    print(await together)

    # Cancelling oneself arrives at the next await.
    async def suicidal():
        asyncio.current_task().cancel('self')
        print('still here')
        await asyncio.sleep(0)
        print('not here')

    task = asyncio.create_task(suicidal())
    try:
        await task
    except asyncio.CancelledError as error:
        print(error.args)

    async def returns_first():
        asyncio.current_task().cancel('late')
        return 1

    task = asyncio.create_task(returns_first())
    await asyncio.wait([task])
    print(task.cancelled(), task)


asyncio.run(main())
