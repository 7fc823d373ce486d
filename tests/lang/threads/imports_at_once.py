"""Threads that import at the same time: native modules, a module that starts threads which import, and modules that import each other."""
import importlib
import os
import sys
import tempfile
import threading

folder = tempfile.mkdtemp()
sys.path.insert(0, folder)


def write(name, text):
    with open(os.path.join(folder, name + '.py'), 'w') as file:
        file.write(text)


def at_once(count, work):
    gate, wrong = threading.Barrier(count), []

    def run(number):
        gate.wait()
        try:
            work(number)
        except BaseException as error:
            wrong.append(f'{type(error).__name__}: {error}')

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong


# Nobody sees a native module before it is filled in.
for name, attribute in [('cmath', 'sqrt'), ('binascii', 'hexlify'), ('array', 'array'), ('unicodedata', 'name'), ('atexit', 'register'),
                        ('_struct', 'pack'), ('_heapq', 'heappush'), ('_json', 'scanstring'), ('_pickle', 'dumps')]:
    def use(number):
        getattr(importlib.import_module(name), attribute)
    wrong = at_once(6, use)
    if wrong and name[0] != '_':
        print(name, wrong)
print('native modules')

# The threads that a module starts may import others while it is itself being imported.
write('lazy_one', 'value = 1\n')
write('lazy_two', 'value = 2\n')
write('lazy_three', 'value = 3\n')
write('starter', '''
import queue
import threading
from concurrent.futures import ThreadPoolExecutor

found = []


def work():
    import lazy_one
    found.append(lazy_one.value)


thread = threading.Thread(target=work)
thread.start()
thread.join()


def other():
    import lazy_two
    return lazy_two.value


with ThreadPoolExecutor(2) as pool:
    found += [pool.submit(other).result(), pool.submit(other).result()]

jobs, answers = queue.Queue(), queue.Queue()


def serve():
    while jobs.get() is not None:
        import lazy_three
        answers.put(lazy_three.value)


server = threading.Thread(target=serve)
server.start()
jobs.put(1)
found.append(answers.get())
jobs.put(None)
server.join()
''')
import starter
print(starter.found)

write('looping', '''
import asyncio


async def main():
    return await asyncio.gather(*(asyncio.to_thread(__import__, name) for name in ('lazy_four', 'lazy_five')))

modules = asyncio.run(main())
''')
write('lazy_four', 'value = 4\n')
write('lazy_five', 'value = 5\n')
import looping
print([module.value for module in looping.modules])

# A circle, begun from both ends: each is run once and both threads get through.
for turn in range(20):
    one, other = f'circle_a{turn}', f'circle_b{turn}'
    for name, needed in ((one, other), (other, one)):
        write(name, f'import builtins, time\nbuiltins.runs.append({name!r})\ntime.sleep(0.002)\nimport {needed}\nvalue = 1\n')
    import builtins
    builtins.runs = []
    wrong = at_once(2, lambda number: importlib.import_module((one, other)[number]))
    if wrong or sorted(builtins.runs) != [one, other] or not sys.modules[one].value == sys.modules[other].value == 1:
        print(turn, wrong, builtins.runs)
print('circles')

# A slow module is run once, and seen whole.
write('slow', 'import builtins, time\nbuiltins.runs.append("slow")\ntime.sleep(0.05)\nvalue = 1\n')
builtins.runs = []
seen = []


def look(number):
    import slow
    seen.append(slow.value)


print(at_once(8, look), builtins.runs, seen)

# One that fails is tried again by those who waited.
write('failing', 'import builtins, time\nbuiltins.runs.append(1)\ntime.sleep(0.01)\nif len(builtins.runs) < 3:\n    1 / 0\n')
builtins.runs = []
print(sorted(at_once(4, lambda number: importlib.import_module('failing'))), len(builtins.runs))
