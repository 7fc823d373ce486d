"""A handler that runs while one builtin takes long: the builtin ends with what the handler raises, or goes on as if nothing had been."""
import hashlib
import signal
import sys
import time

sys.set_int_max_str_digits(0)


class Boom(Exception):
    pass


calls = 0


def count(number, frame):
    global calls
    calls += 1


def boom(number, frame):
    raise Boom


def with_handler(handler, work, after=0.01):
    """What `work()` gives, or None if `handler` ended it. The handler has run once."""
    results = []
    signal.signal(signal.SIGALRM, handler)
    before = calls
    try:
        signal.setitimer(signal.ITIMER_REAL, after)
        results.append(work())
        while calls == before:
            time.sleep(0.001)
    except Boom:
        pass
    return results[0] if results else None


text = 'one two ' * 200_000
data = text.encode()
large = bytes(40_000_000)
known = hashlib.sha256(large).hexdigest()
works = {
    'split': (lambda: text.split(), lambda found: found == ['one', 'two'] * 200_000),
    'rsplit': (lambda: text.rsplit('e'), lambda found: len(found) == 200_001),
    'splitlines': (lambda: text.replace(' ', '\n').splitlines(), lambda found: len(found) == 400_000),
    'bytes': (lambda: data.split(), lambda found: found == [b'one', b'two'] * 200_000),
    'int': (lambda: int('7' * 300_000), lambda found: found % 10**20 == int('7' * 20)),
    'hex': (lambda: large.hex(), lambda found: found == '00' * len(large)),
    'tolist': (lambda: memoryview(data).tolist(), lambda found: bytes(found) == data),
    'percent': (lambda: '%s,' * 200_000 % tuple(range(200_000)), lambda found: found.endswith('199998,199999,')),
    'sha256': (lambda: hashlib.sha256(large).hexdigest(), lambda found: found == known),
}
for name, (work, is_right) in works.items():
    calls = 0
    print(name, is_right(with_handler(count, work)), calls, end=' ')
    ended = with_handler(boom, work)
    print(ended is None or is_right(ended))

# A hash takes all of what it is given, or nothing.
for make in hashlib.md5, hashlib.sha512, hashlib.blake2b:
    whole = make(b'before')
    whole.update(large)
    digest = make(b'before')
    calls = 0
    with_handler(count, lambda: digest.update(large))
    print(digest.digest() == whole.digest(), calls, end=' ')
    digest = make(b'before')
    with_handler(boom, lambda: digest.update(large))
    print(digest.digest() in (make(b'before').digest(), whole.digest()))
