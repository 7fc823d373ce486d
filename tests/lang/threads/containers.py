# Shared containers hammered by several threads keep every single operation whole.
import threading

WORKERS = 4
N = 1500


def run(*targets):
    threads = [threading.Thread(target=target, args=(w,)) for w in range(WORKERS) for target in targets]
    for t in threads:
        t.start()
    for t in threads:
        t.join()


lst = []
run(lambda w: [lst.append((w, i)) for i in range(N)])
print(len(lst), sorted(lst) == [(w, i) for w in range(WORKERS) for i in range(N)])
# Each thread's own items come in its own order.
print(all([i for v, i in lst if v == w] == list(range(N)) for w in range(WORKERS)))

taken = []


def take(w):
    mine = []
    while True:
        try:
            mine.append(lst.pop())
        except IndexError:
            break
    taken.extend(mine)


run(take)
print(len(taken), len(set(taken)), lst)

d = {}


def fill(w):
    for i in range(N):
        d[w, i] = str(i)
        if i % 3 == 0:
            del d[w, i]
        d.setdefault('first', w)


def read(w):
    for i in range(N):
        d.get((w, i))
        for key in list(d)[:5]:
            d.get(key)
        len(d)


run(fill, read)
print(len(d), all(d[w, i] == str(i) for w in range(WORKERS) for i in range(N) if i % 3))

s = set()


def toggle(w):
    for i in range(N):
        s.add(i)
        s.discard(i - 1)
        (i in s, len(s))


run(toggle)
print(N - 1 in s, len(s) < N)

whole = [0] * 8


def replace(w):
    for i in range(N):
        whole[:] = [w] * 8


torn = []


def look(w):
    for i in range(N):
        seen = list(whole)
        if len(seen) != 8 or len(set(seen)) != 1:
            torn.append(seen)


run(replace, look)
print(torn)


class Node:
    pass


node = Node()


def attributes(w):
    for i in range(N // 5):
        setattr(node, 'a%d' % (i % 40), [w, i])
        getattr(node, 'a%d' % ((i * 7) % 40), None)
        if i % 11 == 0:
            try:
                delattr(node, 'a%d' % (i % 40))
            except AttributeError:
                pass
        node.__dict__.get('a1')


run(attributes)
print(all(len(value) == 2 for value in vars(node).values()))

it = iter(range(N))
got = []


def drain(w):
    mine = []
    for x in it:
        mine.append(x)
    got.extend(mine)


run(drain)
print(sorted(got) == list(range(N)))
