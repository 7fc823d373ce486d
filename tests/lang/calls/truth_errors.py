"""Where a truth value cannot be had: the frame that asked and the text that it asked of are in the traceback."""
import traceback


class Moody:
    items = [1]

    def __bool__(self):
        raise RuntimeError("no opinion")

    def __call__(self):
        return self

    def __getitem__(self, key):
        return self

    def __add__(self, other):
        return self

    def __lt__(self, other):
        return self

    @property
    def other(self):
        return self

    def method(self):
        return self


moody = Moody()


def ask(case, m):
    match case:
        case 0:
            if m: pass
        case 1:
            while m: pass
        case 2: return not m
        case 3: return m and 1
        case 4: return 0 or m or 1
        case 5: return 1 if m else 2
        case 6: assert m
        case 7: return [x for x in (1, 2) if m]
        case 8:
            if case == 0: pass
            elif m: pass
        case 9:
            if m(): pass
        case 10:
            if m.other: pass
        case 11:
            if m[0]: pass
        case 12:
            if m + 1: pass
        case 13:
            if m < 1: pass
        case 14:
            if m < 1 < 2: pass
        case 15:
            if m.method(): pass
        case 16:
            if (n := m): pass
        case 17:
            if moody: pass
        case 18:
            if not m: pass
        case 19:
            if case and m: pass
        case 20:
            if case < 0 or not m: pass
        case 21: return not (m < 1)
        case 22: return lambda: m
        case 23: return any(x for x in (1,) if m)
        case 24: return bool(m)
        case 25: return (yes := m) and not yes
        case 26: return list(filter(None, [m]))
        case 27:
            match 1:
                case 1 if m: pass
        case 28:
            if m.method(*()): pass
        case 29:
            if m.__add__(other=1): pass
        case 30: return not not m
        case 31: return (m < 1) and 1


class Sized:
    def __len__(self):
        return -1


def walk():
    if moody:
        yield 1


def walk_more():
    x = yield 1
    while not x:
        x = yield 2


for case in range(32):
    try:
        ask(case, moody)
        print(case, "no error")
    except Exception as error:
        frames = traceback.extract_tb(error.__traceback__)[1:]
        print(case, [frame.name for frame in frames], type(error).__name__)
        print("\n".join(traceback.format_exc().splitlines()[5:7]))
for generator in walk(), walk_more():
    try:
        next(generator)
        generator.send(moody)
    except RuntimeError:
        print("\n".join(line for line in traceback.format_exc().splitlines() if "File" not in line))
try:
    print("empty" if not Sized() else "full")
except ValueError:
    print("\n".join(line for line in traceback.format_exc().splitlines() if "File" not in line))
