"""Many tasks that each give way once, gathered: CPU and memory per task. Runs on any Python; the argument is their number."""

import asyncio
import sys
import time


async def work(number):
    await asyncio.sleep(0)
    return number


async def main(count):
    results = await asyncio.gather(*[work(number) for number in range(count)])
    assert sum(results) == count * (count - 1) // 2


count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
began = time.process_time()
asyncio.run(main(count))
spent = time.process_time() - began
with open('/proc/self/status') as status:
    peak = next(int(line.split()[1]) * 1024 for line in status if line.startswith('VmHWM'))
print(f'{count} tasks: {spent / count * 1e9:.0f} ns of CPU each, peak {peak / count:.0f} bytes each')
