# Interactive sessions await: the loop is the session's, and lives from one entry to the next.
import re
import subprocess
import sys

ENTRIES = '''\
import asyncio
async def double(x):
    await asyncio.sleep(0)
    return x * 2

await double(21)
x = await double(2); x
for i in range(2):
    await double(i)

[await double(i) for i in range(3)]
async def some():
    for i in range(2):
        yield await double(i)

async for item in some():
    print('item', item)

[item async for item in some()]
async with asyncio.timeout(10):
    print(await double(3))

task = asyncio.create_task(double(50))
task.done()
await task
await double()
async def failing():
    1 / 0

await failing()
async def ticking():
    for i in range(3):
        print('tick', i)
        await asyncio.sleep(0)
    over.set()

over = asyncio.Event()
ticker = asyncio.create_task(ticking(), name='ticker')
await over.wait()
import contextvars
variable = contextvars.ContextVar('variable', default=0)
_ = variable.set(5)
await asyncio.sleep(0, variable.get())
async def change():
    _ = variable.set(6)

await change()
variable.get()
def plain():
    await double(1)

async def cleaning():
    try:
        await asyncio.sleep(1000)
    finally:
        print('cleaned up')

left = asyncio.create_task(cleaning())
await asyncio.sleep(0)
'''


def session(*args, entries=ENTRIES):
    done = subprocess.run([sys.executable, *args], input=entries, capture_output=True, text=True, timeout=60)
    print('status', done.returncode)
    said = re.sub(r'(?m)^(>>> |\.\.\. )+', '', done.stderr) if '-i' in args else done.stderr
    print(done.stdout.replace('>>> ', '').replace('... ', ''))
    print('\n'.join(line for line in said.splitlines() if not line.startswith(('asyncio REPL', 'Use "await', 'Type "help'))))


session('-i', '-q')
# A loop of one's own while the session's stands still.
session('-i', '-q', entries='import asyncio\nawait asyncio.sleep(0, 1)\nasyncio.run(asyncio.sleep(0, 2))\nawait asyncio.sleep(0, 3)\n')
session('-i', '-q', entries='import asyncio\nraise SystemExit(3)\n')
session('-m', 'asyncio')
session('-m', 'asyncio', entries='asyncio.get_running_loop().is_running()\nawait asyncio.sleep(0, 1)\nexit(3)\n')
