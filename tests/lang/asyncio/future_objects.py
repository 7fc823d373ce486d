# Futures and tasks as objects: states, results, errors, names, mistakes.
import asyncio
import contextvars

variable = contextvars.ContextVar('variable', default='none')


async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    print(future, future.done(), future.cancelled(), future.get_loop() is loop)
    for method in (future.result, future.exception):
        try:
            method()
        except asyncio.InvalidStateError as error:
            print(repr(error))
    future.set_result(42)
    print(future, future.result(), future.exception())
    try:
        future.set_result(43)
    except asyncio.InvalidStateError as error:
        print(error)
    future = loop.create_future()
    for wrong in (1, StopIteration):
        try:
            future.set_exception(wrong)
        except TypeError as error:
            print(error)
    print(repr(future.exception()))
    future = loop.create_future()
    future.set_exception(ValueError)
    print(future, repr(future.exception()))
    called = []
    future = asyncio.Future()
    future.add_done_callback(called.append)
    future.add_done_callback(called.append)
    print(future.remove_done_callback(called.append), future.remove_done_callback(print))
    future.add_done_callback(called.append)
    future.set_result(None)
    await asyncio.sleep(0)
    print(len(called), called[0] is future)

    async def named():
        task = asyncio.current_task()
        print(task.get_name(), task.get_coro().__name__)
        variable.set('in task')
        return variable.get()

    task = asyncio.create_task(named(), name='mine')
    print(await task, variable.get(), task.get_context()[variable])
    task.set_name(5)
    print(repr(task.get_name()))
    variable.set('outer')
    seen = []
    loop.call_soon(lambda: seen.append(variable.get()))
    context = contextvars.copy_context()
    context.run(variable.set, 'other')
    loop.call_soon(lambda: seen.append(variable.get()), context=context)
    variable.set('changed')

    async def looks():
        seen.append(variable.get())
        variable.set('looked')

    await asyncio.create_task(looks())
    await asyncio.create_task(looks(), context=context)
    print(seen, variable.get(), context[variable])

    for wrong in (1, print):
        try:
            asyncio.create_task(wrong)
        except TypeError as error:
            print(error)

    class Weird:
        def __await__(self):
            yield 'odd'

    async def bad():
        await Weird()

    try:
        await bad_task(bad())
    except RuntimeError as error:
        print(error)

    class Direct:
        def __await__(self):
            yield loop.create_future()

    async def direct():
        await Direct()

    try:
        await bad_task(direct())
    except RuntimeError as error:
        print(str(error)[:52])

    async def itself():
        await asyncio.current_task()

    try:
        await bad_task(itself())
    except RuntimeError as error:
        print(str(error)[:27])
    other = asyncio.new_event_loop()

    async def foreign():
        await other.create_future()

    try:
        await bad_task(foreign())
    except RuntimeError as error:
        print(str(error).rpartition('>')[2])
    other.close()
    print(len(asyncio.all_tasks()), asyncio.current_task() in asyncio.all_tasks())
    coroutine = named()
    coroutine.close()
    task = asyncio.create_task(named())
    await task
    try:
        await task.get_coro()
    except RuntimeError as error:
        print(error)
    try:
        task.set_result(1)
    except RuntimeError as error:
        print(error)
    try:
        asyncio.run(main())
    except RuntimeError as error:
        print(error)
    print(type(task).__module__, asyncio.Task.__name__, asyncio.CancelledError.__mro__[1].__name__)


def bad_task(coroutine):
    return asyncio.create_task(coroutine)


runner = main()
asyncio.run(runner)
for function in (asyncio.get_running_loop, asyncio.current_task, lambda: asyncio.create_task(1)):
    try:
        function()
    except RuntimeError as error:
        print(error)
try:
    asyncio.run(5)
except ValueError as error:
    print(error)
