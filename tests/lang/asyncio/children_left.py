# A loop that ends while a child process still runs leaves no descriptor open, whatever pipes there were, once nobody has the process
# any more; nor does one whose process the program keeps for longer.
import asyncio
import gc
import os
import sys
import warnings

warnings.simplefilter('ignore')
# That a loop is closed when its transports are closed is no news here.
sys.unraisablehook = lambda _: None
PIPE = asyncio.subprocess.PIPE
kept = []


async def leave(keep, options):
    process = await asyncio.create_subprocess_exec('sleep', '0.2', **options)
    if keep:
        kept.append(process)


def descriptors():
    gc.collect()
    return len(os.listdir('/proc/self/fd')) if os.path.isdir('/proc/self/fd') else 0


asyncio.run(leave(False, {}))
for options in ({}, {'stdin': PIPE}, {'stdout': PIPE}, {'stdin': PIPE, 'stdout': PIPE, 'stderr': PIPE}):
    for keep in (False, True):
        before = descriptors()
        for _ in range(3):
            asyncio.run(leave(keep, options))
        kept.clear()
        print(sorted(options), keep, descriptors() - before)
