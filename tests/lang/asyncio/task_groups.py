# Task groups and timeouts.
import asyncio


async def give(value, delay=0):
    await asyncio.sleep(delay)
    return value


async def fail(error, delay=0):
    try:
        await asyncio.sleep(delay)
    except asyncio.CancelledError:
        print('cancelled', error)
        raise
    raise error


async def main():
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(give(n, n / 1000)) for n in range(3)]
        print(group)
    print([t.result() for t in tasks], group)

    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fail(ValueError('one')))
            group.create_task(fail(KeyError('two')))
            group.create_task(fail(TypeError('never'), 10))
            await asyncio.sleep(10)
            print('not reached')
    except* ValueError as errors:
        print('values', errors.exceptions)
    except* KeyError as errors:
        print('keys', errors.exceptions)
    print(asyncio.current_task().cancelling())

    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fail(OSError('x'), 10))
            await asyncio.sleep(0)
            raise RuntimeError('from the body')
    except ExceptionGroup as error:
        print(error, error.exceptions)

    # A base exception ends the group as it is.
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(give(1, 10))
            raise KeyboardInterrupt('stop')
    except KeyboardInterrupt as error:
        print(repr(error))

    # Tasks made in tasks of the group.
    async def parent(group, depth):
        if depth:
            group.create_task(parent(group, depth - 1))
            await asyncio.sleep(0)
        print('depth', depth)

    async with asyncio.TaskGroup() as group:
        group.create_task(parent(group, 3))
    try:
        group.create_task(give(1))
    except RuntimeError as error:
        print(error)
    try:
        asyncio.TaskGroup().create_task(give(1))
    except RuntimeError as error:
        print(error)

    # Cancelled from outside.
    async def guarded():
        async with asyncio.TaskGroup() as group:
            group.create_task(fail(ValueError('inside'), 10))
            await asyncio.sleep(10)

    task = asyncio.create_task(guarded())
    await asyncio.sleep(0.001)
    task.cancel('outside')
    try:
        await task
    except asyncio.CancelledError as error:
        print('group cancelled', error.args)

    try:
        async with asyncio.timeout(0.01) as limit:
            print(limit.expired(), limit.when() is not None)
            await asyncio.sleep(10)
    except TimeoutError as error:
        print(repr(error), repr(error.__cause__), limit.expired(), limit)
    async with asyncio.timeout(None) as limit:
        print(limit)
        limit.reschedule(asyncio.get_running_loop().time() + 10)
        await asyncio.sleep(0)
    print(limit.expired(), limit)
    async with asyncio.timeout_at(asyncio.get_running_loop().time() + 5):
        print('enough time')
    # The inner limit is not the outer one.
    try:
        async with asyncio.timeout(0.01) as outer:
            try:
                async with asyncio.timeout(10) as inner:
                    await asyncio.sleep(20)
            except TimeoutError:
                print('wrong')
    except TimeoutError:
        print('outer', outer.expired(), inner.expired())
    try:
        async with asyncio.timeout(0.01):
            try:
                await asyncio.sleep(10)
            except asyncio.CancelledError:
                raise ValueError('meanwhile')
    except ValueError as error:
        print(repr(error), repr(error.__context__), asyncio.current_task().cancelling())
    try:
        async with asyncio.timeout(-1):
            print('starts')
            await asyncio.sleep(0)
            print('goes on')
            await asyncio.sleep(0)
            print('not here')
    except TimeoutError:
        print('over')


asyncio.run(main())
