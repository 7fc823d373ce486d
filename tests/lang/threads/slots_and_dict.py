# Threads read and write members of __slots__ while others ask for the dict, which turns the object from a shape to a dict.
import threading

class Base:
    __slots__ = ('a', 'b')

class Both(Base):
    def __init__(self, n):
        self.a = n
        self.x = -n

ROUNDS, THREADS = 60, 6
problems = []

def work(objects, barrier, mine):
    for n, o in enumerate(objects):
        barrier.wait()
        if mine == n % THREADS:
            names = vars(o)
            if 'a' in names or 'b' in names:
                problems.append(('member in dict', sorted(names)))
        elif mine == (n + 1) % THREADS:
            o.b = n
            if o.b != n:
                problems.append(('b', o.b))
        elif mine == (n + 2) % THREADS:
            setattr(o, f'own{mine}', mine)
        for _ in range(20):
            if o.a != n or o.x != -n:
                problems.append(('read', n, o.a, o.x))
            o.a = n
        barrier.wait()
        if o.b != n or o.a != n or len(vars(o)) != 2:
            problems.append(('after', n, o.b, vars(o)))

objects = [Both(n) for n in range(ROUNDS)]
barrier = threading.Barrier(THREADS)
threads = [threading.Thread(target=work, args=(objects, barrier, mine)) for mine in range(THREADS)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(problems[:5], sum(o.a + o.b for o in objects), {len(vars(o)) for o in objects}, any('a' in vars(o) for o in objects))
