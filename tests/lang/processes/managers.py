"""Managers, shared memory, barriers, joinable queues, semaphores and their like between processes."""
import multiprocessing as mp
from multiprocessing import shared_memory
from multiprocessing.managers import BaseManager
def work(d, l, lock, ns, v):
    with lock:
        d['k'] = d.get('k', 0) + 1
        l.append(d['k'])
        v.value += 1
    ns.x = 5
class Maths:
    def __init__(self, b=0): self.b = b
    def add(self, x, y): return x + y + self.b
    def bad(self): raise ValueError('remote')
class My(BaseManager): pass
My.register('Maths', Maths)
def shm_work(name):
    s = shared_memory.SharedMemory(name=name)
    s.buf[0:5] = b'child'
    s.close()
def barrier_work(b, q):
    q.put(b.wait())
if __name__ == '__main__':
    with mp.Manager() as m:
        d, l, lock, ns, v = m.dict(a=1), m.list([0]), m.Lock(), m.Namespace(), m.Value('i', 3)
        ps = [mp.Process(target=work, args=(d, l, lock, ns, v)) for _ in range(3)]
        for p in ps: p.start()
        for p in ps: p.join()
        print(d, l, ns.x, sorted(d.items()), len(l), l[1:], 'k' in d, v.value)
        q = m.Queue()
        q.put([1, 2]); print(q.get(), q.qsize(), q.empty())
        e = m.Event(); print(e.is_set(), e.wait(0.01)); e.set(); print(e.is_set())
        l.extend([9, 8]); l.sort(); print(l, list(l))
        try: d['missing']
        except KeyError as err: print('KeyError', err)
    with My() as my:
        maths = my.Maths(b=10)
        print(maths.add(1, 2))
        try: maths.bad()
        except ValueError as err: print(err)
    s = shared_memory.SharedMemory(create=True, size=16)
    p = mp.Process(target=shm_work, args=(s.name,)); p.start(); p.join()
    print(bytes(s.buf[:5]), s.size >= 16)
    s.close(); s.unlink()
    sl = shared_memory.ShareableList([1, 'two', 3.5, None, True, b'x'])
    print(list(sl), len(sl), sl[1]); sl[0] = 42; print(sl[0]); sl.shm.close(); sl.shm.unlink()
    b = mp.Barrier(3); q = mp.Queue()
    ps = [mp.Process(target=barrier_work, args=(b, q)) for _ in range(3)]
    for p in ps: p.start()
    print(sorted(q.get() for _ in ps))
    for p in ps: p.join()
    jq = mp.JoinableQueue()
    for i in range(3): jq.put(i)
    for i in range(3): jq.get(); jq.task_done()
    jq.join()
    try: jq.task_done()
    except ValueError as err: print(err)
    c = mp.Condition()
    with c: print(c.wait(0.01))
    s = mp.Semaphore(2); print(s.acquire(), s.acquire(), s.acquire(False), s.get_value()); s.release()
    bs = mp.BoundedSemaphore(1)
    try: bs.release()
    except ValueError as err: print(err)
    r = mp.RLock(); print(r.acquire(), r.acquire()); r.release(); r.release()
    try: r.release()
    except AssertionError as err: print(err)
    print(mp.get_start_method() in ('fork','spawn','forkserver'), mp.get_context('spawn').Process.__name__)
    with mp.get_context('spawn').Pool(2) as pool: print(pool.map(abs, [-1, 2]))
