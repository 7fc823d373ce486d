"""--trace: what the file holds, and that it is complete however the program ends."""
import json
import os
import signal
import subprocess
import sys
import tempfile

PROGRAM = '''
import asyncio, queue, threading, time
lock = threading.Lock()
ready, over = threading.Event(), threading.Event()
q = queue.Queue(1)

def holder():
    with lock:
        ready.set()
        over.wait()

def waiter():
    ready.wait()
    with lock:
        pass

def producer():
    time.sleep(0.02)
    for i in range(50):
        q.put(i)
    q.put(None)

def consumer():
    while q.get() is not None:
        time.sleep(0.0005)

async def work(n):
    for _ in range(n):
        await asyncio.sleep(0)
    await asyncio.sleep(0.01)

async def main():
    await asyncio.gather(*[asyncio.create_task(work(3), name='job-%d' % i) for i in range(3)])

threads = [threading.Thread(target=f, name=f.__name__) for f in (holder, waiter, producer, consumer)]
for t in threads: t.start()
asyncio.run(main())
spawn(work(2), name='part "one"').join()
time.sleep(0.05)
over.set()
for t in threads: t.join()
'''

folder = tempfile.TemporaryDirectory()
path = os.path.join(folder.name, 'trace.json')


def run(program, *, kill=None):
    if os.path.exists(path):
        os.unlink(path)
    child = subprocess.Popen([sys.executable, '--trace', path, '-c', program], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if kill is not None:
        child.stdout.readline()
        child.send_signal(kill)
    child.communicate()
    with open(path) as file:
        return child.returncode, json.load(file)['traceEvents']


def check(events):
    """What holds for every trace."""
    lanes = {}
    starts, ends = {}, []
    for event in events:
        assert event['pid'] == 1, event
        if event['ph'] == 'X':
            assert event['ts'] >= 0 and event['dur'] >= 0, event
            lanes.setdefault(event['tid'], []).append((event['ts'], event['ts'] + event['dur'], event['name']))
        elif event['ph'] == 's':
            assert event['id'] not in starts, event
            starts[event['id']] = event['ts']
        elif event['ph'] == 'f':
            ends.append(event)
        elif event['ph'] == 'C':
            assert event['args']['length'] >= 0, event
        else:
            assert event['ph'] == 'M', event
    for lane in lanes.values():
        lane.sort(key=lambda slice: (slice[0], -slice[1]))
        stack = []
        for start, end, name in lane:
            while stack and stack[-1] <= start + 0.0005:
                stack.pop()
            assert not stack or end <= stack[-1] + 0.0015, ('slices nest', lane, start, name)
            stack.append(end)
    for end in ends:
        assert end['id'] in starts, ('an arrow begins where it ends', end)
        assert starts[end['id']] <= end['ts'], ('and before', end)
    assert len({end['id'] for end in ends}) == len(ends)
    names = {e['tid']: e['args']['name'] for e in events if e['name'] == 'thread_name'}
    assert set(lanes) <= set(names), 'every lane has a name'
    return names, lanes, ends


status, events = run(PROGRAM)
names, lanes, ends = check(events)
print(status, len(ends) > 50)
of = {}
for tid, name in names.items():
    of.setdefault(name, set()).update(slice[2] for slice in lanes.get(tid, []))
for name in 'MainThread', 'holder', 'waiter', 'producer', 'consumer':
    print(name, 'running' in of[name], sorted(n for n in of[name] if n in (
        {'MainThread': ('wait: sleep',), 'holder': ('wait: event',), 'waiter': ('wait: lock',),
         'producer': ('wait: queue',), 'consumer': ('wait: sleep', 'wait: queue')}[name])))
print(sorted(n for n in of['tasks of MainThread'] if n.startswith('job')))
print('part "one"' in of['tasks of pyc-worker'])
counters = {e['name'].split(' 0x')[0] for e in events if e['ph'] == 'C'}
print(sorted(counters))
holders = [e for e in events if e['name'] == 'wait: lock']
print([names[e['args']['held by']] for e in holders], all(e['dur'] > 20000 for e in holders))
# The arrow that ends the wait for the lock comes from its holder.
(wait,) = holders
(end,) = [e for e in ends if e['tid'] == wait['tid'] and wait['ts'] <= e['ts'] <= wait['ts'] + wait['dur'] + 1]
(start,) = [e for e in events if e['ph'] == 's' and e['id'] == end['id']]
print(names[start['tid']], '->', names[end['tid']])

# However it ends.
for program in ('1/0', 'import sys; sys.exit(3)', 'import os; os._exit(4)'):
    status, events = run('import threading, time\nt = threading.Thread(target=time.sleep, args=(0.5,)); t.start(); t.join()\n' + program)
    check(events)
    print(status, any(e['name'] == 'wait: join' for e in events))
LONG = 'import time, threading\nthreading.Thread(target=time.sleep, args=(100,), daemon=True).start()\nprint(1, flush=True)\ntime.sleep(100)'
# The thread is told when the main thread is about to sleep, and has slept itself before it interrupts it.
INTERRUPTED = '''
import os, signal, threading, time
ready = threading.Event()
def interrupt():
    ready.wait()
    time.sleep(0.3)
    os.kill(os.getpid(), signal.SIGINT)
threading.Thread(target=interrupt, daemon=True).start()
ready.set()
time.sleep(100)
'''
status, events = run(INTERRUPTED)
names, lanes, _ = check(events)
(main,) = [tid for tid, name in names.items() if name == 'MainThread']
print(status, [name for _, _, name in lanes[main] if name.startswith('wait: sleep')], sum(e['name'] == 'wait: sleep' for e in events))
status, events = run('import time\nfor i in range(3000): time.sleep(0.00005)\n' + LONG, kill=signal.SIGKILL)
check(events)
print(status, len(events) > 1000)

# Many events go to the file in pieces.
status, events = run('import time\nfor i in range(3000): time.sleep(0.00005)')
check(events)
print(status, sum(e['name'] == 'wait: sleep' for e in events))

# A file that cannot be written.
child = subprocess.run([sys.executable, '--trace', '/nowhere/at/all', '-c', 'print(1)'], capture_output=True, text=True)
print(child.returncode, repr(child.stdout), child.stderr.strip())
folder.cleanup()
