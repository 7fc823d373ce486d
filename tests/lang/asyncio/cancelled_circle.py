"""Tasks that wait for each other: cancelling one of them is a RecursionError, and the program goes on."""
import asyncio


async def wait_for(name):
    await tasks[name]


async def wait_for_all(names):
    await asyncio.gather(*(tasks[name] for name in names))


async def main():
    global tasks
    tasks = {}
    tasks["a"] = asyncio.create_task(wait_for("b"))
    tasks["b"] = asyncio.create_task(wait_for("a"))
    tasks["c"] = asyncio.create_task(wait_for_all("de"))
    tasks["d"] = asyncio.create_task(wait_for_all("ce"))
    tasks["e"] = asyncio.create_task(asyncio.sleep(0.01))
    await asyncio.sleep(0)
    for name in "ab":
        try:
            tasks[name].cancel()
        except RecursionError:
            print("RecursionError", name)
    try:
        tasks["c"].cancel()
    except RecursionError:
        print("RecursionError c")
    await asyncio.sleep(0.02)
    print(tasks["e"].cancelled(), tasks["e"].done())


loop = asyncio.new_event_loop()
loop.run_until_complete(main())
print("goes on")
# Nobody else can end them.
for task in tasks.values():
    task._log_destroy_pending = False
