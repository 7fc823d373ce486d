import threading


class Mine(threading.local):
    kind = 'mine'

    def __init__(self, n=0):
        self.n = n


class Slotted(threading.local):
    __slots__ = ('x',)


for local in (threading.local(), Mine(3)):
    local.a = 1
    print(local.__dict__, vars(local), vars(local) is local.__dict__)
    local.__dict__['b'] = 2
    print(local.b, sorted(vars(local)))
    seen = []

    def look():
        local.c = 5
        seen.append(dict(local.__dict__))
    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    print(seen, sorted(local.__dict__))
    del local.a
    print(sorted(vars(local)), [name for name in dir(local) if not name.startswith('__')])
    try:
        local.__dict__ = {}
    except AttributeError as error:
        print(error)
