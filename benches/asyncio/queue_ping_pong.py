"""Two tasks that hand an item to each other through two queues: CPU per round. Runs on any Python; the argument is the number of rounds."""

import asyncio
import sys
import time


async def player(own, other, rounds):
    for _ in range(rounds):
        await other.put(await own.get())


async def main(rounds):
    first, second = asyncio.Queue(), asyncio.Queue()
    first.put_nowait(0)
    await asyncio.gather(player(first, second, rounds), player(second, first, rounds))


rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
began = time.process_time()
asyncio.run(main(rounds))
print(f'{rounds} rounds: {(time.process_time() - began) / rounds * 1e6:.2f} us of CPU each')
