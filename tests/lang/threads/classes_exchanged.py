"""Objects whose class another thread exchanges: attributes are there all the time."""
import collections
import threading


class S1:
    __slots__ = ('a',)


class S2:
    __slots__ = ('a',)


class A:
    def m(self):
        return 1

    p = property(lambda self: 1)


class B:
    def m(self):
        return 1

    p = 1


class C(A):
    pass


class D(B):
    pass


slotted, plain = S1(), C()
slotted.a = 1
plain.v = 1
errors = collections.Counter()
changing = True


def change():
    global changing
    for _ in range(20000):
        slotted.__class__ = S2
        plain.__class__ = D
        slotted.__class__ = S1
        plain.__class__ = C
    changing = False


def use():
    reads = [lambda: slotted.a, lambda: plain.m(), lambda: plain.p, lambda: plain.v, lambda: plain.__dict__['v'], lambda: vars(plain)['v']]
    while changing:
        for read in reads:
            try:
                assert read() == 1
                slotted.a = 1
            except Exception as error:
                errors[type(error).__name__, str(error)] += 1


threads = [threading.Thread(target=function) for function in (change, use, use)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(dict(errors))

# A descriptor that is asked itself is for objects of its class.
other = S2()
other.a = 3
for action in (lambda: S1.a.__get__(other), lambda: S1.a.__set__(other, 1), lambda: S1.a.__delete__(other), lambda: S2.a.__get__(other)):
    try:
        print(action())
    except TypeError as error:
        print(error)
