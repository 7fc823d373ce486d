# Exceptions keep to their thread; one object may travel through several.
import threading

shared = ValueError('shared')
log = []


def raise_it(depth):
    if depth:
        raise_it(depth - 1)
    raise shared


def work(n):
    for i in range(60):
        try:
            raise_it(i % 5)
        except ValueError as error:
            assert error is shared
            try:
                raise KeyError(n)
            except KeyError as inner:
                assert inner.__context__ is shared
                assert inner.args == (n,)
    log.append(n)


threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(sorted(log))


def recurse(n):
    return recurse(n + 1)


def deep():
    try:
        recurse(0)
    except RecursionError as error:
        log.append(type(error).__name__)


log.clear()
threads = [threading.Thread(target=deep) for _ in range(3)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(log)


def generate():
    n = 0
    while n < 300:
        yield [n]
        n += 1


numbers = generate()
got = []
clashes = []


def pull():
    while True:
        try:
            got.append(next(numbers)[0])
        except StopIteration:
            break
        except ValueError as error:
            clashes.append(str(error))


threads = [threading.Thread(target=pull) for _ in range(4)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(sorted(got) == list(range(300)), set(clashes) <= {'generator already executing'})
