"""multiprocessing and ProcessPoolExecutor, without a guard: processes, queues, locks, shared numbers, pools; a worker that dies."""
import multiprocessing as mp, os, time
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
def sq(x): return x*x
def worker(q, lock, v, arr, ev, n):
    ev.wait()
    for i in range(n):
        with lock: v.value += 1
    arr[0] = 7
    q.put((mp.current_process().name, n))
class MyProc(mp.Process):
    def __init__(self, c): super().__init__(); self.c = c
    def run(self):
        self.c.send(['hi', os.getpid() != os.getppid()]); self.c.close()
def boom(x):
    if x == 3: os.kill(os.getpid(), 9)
    return x
def raises(): raise ValueError('inside')
q = mp.Queue(); lock = mp.Lock(); v = mp.Value('i', 0); arr = mp.Array('d', 3); ev = mp.Event()
ps = [mp.Process(target=worker, args=(q, lock, v, arr, ev, 100), name=f'P{i}') for i in range(3)]
for p in ps: p.start()
ev.set()
print(sorted(q.get() for _ in ps))
for p in ps: p.join()
print(v.value, arr[:], [p.exitcode for p in ps])
a, b = mp.Pipe()
p = MyProc(b); p.start(); b.close()
print(a.recv(), p.join(), p.exitcode)
try: a.recv()
except EOFError: print('EOF')
with mp.Pool(3) as pool:
    print(pool.map(sq, range(10)), pool.apply(sq, (3,)), pool.starmap(pow, [(2,3),(3,2)]))
    print(list(pool.imap(sq, range(5))), sorted(pool.imap_unordered(sq, range(5))))
    r = pool.apply_async(raises)
    try: r.get(5)
    except ValueError as e: print(e, type(e.__cause__).__name__)
with ProcessPoolExecutor(2) as ex:
    print(list(ex.map(sq, range(6), chunksize=2)))
    fs = [ex.submit(sq, i) for i in range(4)]
    print(sorted(f.result() for f in as_completed(fs)))
ex = ProcessPoolExecutor(2)
fs = [ex.submit(boom, i) for i in range(5)]
t = time.monotonic()
out = []
for f in fs:
    try: out.append(f.result(5))
    except BrokenProcessPool as e: out.append('broken')
print('broken' in out, time.monotonic()-t < 20)
ex.shutdown()
p = mp.Process(target=time.sleep, args=(30,), daemon=True); p.start()
print(p.is_alive(), p.daemon)
p2 = mp.Process(target=raises); p2.start(); p2.join(); print(p2.exitcode)
print(mp.active_children() == [p])
