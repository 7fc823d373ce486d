"""Async generators that nobody goes on with are closed by the loop."""
import asyncio


async def numbers(name):
    try:
        for number in range(3):
            yield number
    finally:
        await asyncio.sleep(0)
        print("closed", name)


async def main():
    async for number in numbers("left"):
        print(number)
        break
    await asyncio.sleep(0.01)
    print("next")
    kept = numbers("kept")
    print(await anext(kept))
    try:
        asyncio.create_task(3)
    except TypeError as error:
        print(error)
    print("end", asyncio.iscoroutine(kept.asend(None)))
    await kept.aclose()
    waiting = numbers("by shutdown")
    print(await anext(waiting))
    return waiting


asyncio.run(main())
