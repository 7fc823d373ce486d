# Debug mode: slow callbacks, where things were made, calls from the wrong thread; and what is reported without it.
import asyncio
import gc
import logging
import os
import re
import sys
import time
import warnings


class Shown(logging.Handler):
    def emit(self, record):
        text = self.format(record)
        text = re.sub(r'\S*/asyncio/\w+\.py:\d+', 'asyncio', text)
        text = text.replace(os.path.abspath(__file__), 'this').replace(__file__, 'this')
        text = re.sub(r'\d\.\d{3} seconds', 'N seconds', text)
        text = re.sub(r"'Task-\d+'", "'Task-N'", text)
        lines, inside = [], False
        for line in text.splitlines():
            # The stack before the program's own part is the interpreter's affair.
            if '/asyncio/' in line:
                inside = True
                continue
            if inside and line.startswith('    '):
                continue
            inside = False
            lines.append(line)
        print(record.levelname, '\n  '.join(lines))


logger = logging.getLogger('asyncio')
logger.addHandler(Shown())
logger.propagate = False


def shown(value):
    text = re.sub(r'\S*/asyncio/\w+\.py:\d+', 'asyncio', repr(value)).replace(__file__, 'this')
    return re.sub(r'when=[\d.]+', 'when=N', text)


async def slow():
    time.sleep(0.15)
    await asyncio.sleep(0)


def callback(*args):
    time.sleep(0.15)


async def slow_ones():
    loop = asyncio.get_running_loop()
    print(loop.get_debug(), loop.slow_callback_duration)
    time.sleep(0.15)
    await asyncio.sleep(0)
    await asyncio.create_task(slow(), name='slowly')
    handle = loop.call_soon(callback, 5, 'x')
    print(shown(handle))
    await asyncio.sleep(0.01)
    timer = loop.call_later(1000, callback, [1])
    print(shown(timer))
    timer.cancel()
    print(shown(timer))
    loop.slow_callback_duration = 10
    time.sleep(0.15)
    await asyncio.sleep(0)
    print(shown(asyncio.create_task(slow(), name='t')))


asyncio.run(slow_ones(), debug=True)


async def wrong_calls():
    loop = asyncio.get_running_loop()

    def attempt(function, *args):
        try:
            function(*args)
        except Exception as error:
            print(type(error).__name__, error)

    def other_thread():
        attempt(loop.call_soon, print)
        attempt(loop.call_later, 1, print)
        attempt(loop.call_at, 1, print)
        attempt(loop.call_soon_threadsafe, lambda: None)

    await asyncio.to_thread(other_thread)
    for method in loop.call_soon, loop.call_soon_threadsafe:
        attempt(method, slow)
        attempt(method, None)
    attempt(loop.call_later, 1, slow)
    attempt(loop.call_at, 1, slow)
    attempt(loop.run_in_executor, None, slow)


asyncio.run(wrong_calls(), debug=True)


async def failing():
    raise ValueError('nobody asks')


async def forgotten():
    task = asyncio.create_task(failing())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    del task
    gc.collect()
    future = asyncio.get_running_loop().create_future()
    future.set_exception(KeyError('k'))
    del future
    gc.collect()


def broken():
    1 / 0


async def raising():
    asyncio.get_running_loop().call_soon(broken)
    await asyncio.sleep(0)


for debug in False, True:
    print('-- debug', debug)
    asyncio.run(forgotten(), debug=debug)
    asyncio.run(raising(), debug=debug)


def abandoned():
    loop = asyncio.new_event_loop()

    async def waiting(future):
        await future

    loop.create_task(waiting(loop.create_future()), name='waiting')
    loop.run_until_complete(asyncio.sleep(0))
    loop.close()
    del loop
    gc.collect()


abandoned()

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter('always')

    async def never():
        slow()
        asyncio.sleep(1)

    asyncio.run(never())
    slow()
for warning in caught:
    print(warning.category.__name__, warning.message, type(warning.source).__name__)
