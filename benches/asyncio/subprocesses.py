"""Child processes that end at once, some at a time: wall time per process. Runs on any Python; the argument is their number."""

import asyncio
import sys
import time


async def main(count, at_once=8):
    turns = asyncio.Semaphore(at_once)

    async def one():
        async with turns:
            process = await asyncio.create_subprocess_exec('true')
            assert await process.wait() == 0

    await asyncio.gather(*[one() for _ in range(count)])


count = int(sys.argv[1]) if len(sys.argv) > 1 else 300
began, cpu = time.monotonic(), time.process_time()
asyncio.run(main(count))
print(f'{count} processes: {(time.monotonic() - began) / count * 1e3:.2f} ms each, {(time.process_time() - cpu) / count * 1e3:.2f} ms of own CPU')
