import threading

print(threading.current_thread() is threading.main_thread(), threading.main_thread().name, threading.active_count())


def show(tag, extra=None):
    me = threading.current_thread()
    print(tag, extra, me.name, me.daemon, me.is_alive(), me.ident == threading.get_ident(), me in threading.enumerate())


t = threading.Thread(target=show, args=('a',), kwargs={'extra': 1})
print(t.name, t.ident, t.is_alive(), t.daemon, repr(t))
t.start()
t.join()
print(t.is_alive(), t.ident is not None, repr(t).startswith('<Thread(Thread-1 (show), stopped'))
t = threading.Thread(target=show, args=('b',), name='custom', daemon=True)
t.start()
t.join()
print(repr(t).startswith('<Thread(custom, stopped daemon'), t.daemon)


class Job(threading.Thread):
    def __init__(self, n):
        super().__init__()
        self.n = n

    def run(self):
        self.answer = self.n * 2


jobs = [Job(i) for i in range(5)]
for job in jobs:
    job.start()
for job in jobs:
    job.join()
print([job.answer for job in jobs], jobs[0].name, jobs[4].name)


def attempt(what, call):
    try:
        call()
    except Exception as error:
        print(what, type(error).__name__, error)


attempt('twice', jobs[0].start)
attempt('before', threading.Thread().join)
attempt('self', threading.current_thread().join)
attempt('group', lambda: threading.Thread(1))
attempt('daemon', lambda: setattr(jobs[0], 'daemon', True))


class Bad(threading.Thread):
    def __init__(self):
        pass


attempt('bad', Bad().start)
blocked = threading.Lock()
blocked.acquire()
t = threading.Thread(target=blocked.acquire)
t.start()
t.join(0.01)
t.join(-1)
print(t.is_alive())
blocked.release()
t.join()
print(t.is_alive())

# The hook of uncaught exceptions.
seen = []


def hook(args):
    seen.append((args.exc_type.__name__, str(args.exc_value), args.exc_traceback is not None, args.thread.name))


threading.excepthook = hook


def fail():
    raise ValueError('in thread')


t = threading.Thread(target=fail, name='failing')
t.start()
t.join()
print(seen)
threading.excepthook = threading.__excepthook__

t = threading.Thread(target=lambda: [].missing, name='quiet')


def leave():
    raise SystemExit(3)


t = threading.Thread(target=leave)
t.start()
t.join()

local = threading.local()
local.x = 'main'


def own():
    seen.append(hasattr(local, 'x'))
    local.x = 'thread'
    seen.append(local.__dict__)


seen.clear()
t = threading.Thread(target=own)
t.start()
t.join()
print(seen, local.x, local.__dict__)


class Counted(threading.local):
    start = 5

    def __init__(self, n):
        self.n = n

    def bump(self):
        self.n += 1
        return self.n


counted = Counted(10)
counted.bump()
out = []
t = threading.Thread(target=lambda: out.append((counted.bump(), counted.start)))
t.start()
t.join()
print(counted.n, out)
attempt('local', lambda: threading.local(1))
attempt('attribute', lambda: local.nothing)
del local.x
attempt('deleted', lambda: local.x)

timer_ran = threading.Event()
timer = threading.Timer(0.01, timer_ran.set)
timer.start()
print(timer_ran.wait(5))
timer = threading.Timer(100, print, ['never'])
timer.start()
timer.cancel()
timer.join()
print(threading.TIMEOUT_MAX, threading.stack_size(), threading.ThreadError)
