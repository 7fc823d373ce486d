# Identifiers of 128 bits: what is refused, pickles, machines, the command line, and that threads get different ones.
import io
import pickle
import sys
import threading
import uuid
from contextlib import redirect_stderr, redirect_stdout


def attempt(function, *args, **kwargs):
    try:
        return repr(function(*args, **kwargs))
    except Exception as error:
        return f'{type(error).__name__}: {error}'


for text in ['', 'abc', '123456781234567812345678z2345678', '{12345678-1234-5678-1234-567812345678}', 'urn:uuid:12345678-1234-5678-1234-567812345678']:
    print(attempt(uuid.UUID, text))
for options in [dict(int=1 << 128), dict(bytes=b'abc'), dict(bytes_le=b'abc'), dict(fields=(0,) * 5), dict(fields=(0, 1 << 16, 0, 0, 0, 0)),
                dict(fields=(0, 0, 0, 256, 0, 0)), dict(hex='0' * 32, version=6), dict(hex='0' * 32, bytes=b'0' * 16)]:
    print(options, attempt(uuid.UUID, **options))
for safe in uuid.SafeUUID:
    made = uuid.UUID(int=5, is_safe=safe)
    print(made.__getstate__(), pickle.loads(pickle.dumps(made)).is_safe)
node = uuid.getnode()
print(0 <= node < 1 << 48, node == uuid.getnode(), uuid.uuid1().node == node, uuid.uuid1(node=7, clock_seq=9).clock_seq)

made = []


def make():
    made.extend([uuid.uuid1(clock_seq=0) for _ in range(300)])


threads = [threading.Thread(target=make) for _ in range(6)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(set(made)))

for args in [[], ['-u', 'uuid5', '-n', '@dns', '-N', 'python.org'], ['-u', 'uuid3', '-n', str(uuid.NAMESPACE_URL), '-N', 'x'], ['-u', 'uuid3', '-n', '@dns']]:
    sys.argv = ['uuid', *args]
    out, err = io.StringIO(), io.StringIO()
    try:
        with redirect_stdout(out), redirect_stderr(err):
            uuid.main()
    except SystemExit as e:
        print('exit', e.code, err.getvalue().splitlines()[-1])
    text = out.getvalue().strip()
    print(text if args else uuid.UUID(text).version)
