"""Copies of methods: another method of the same object. Builtin ones are their own copies."""
import copy


class A:
    def m(self):
        return self, 1

    @classmethod
    def c(cls):
        return cls, 2


a = A()
for method in a.m, A.c, a.c:
    twin = copy.copy(method)
    print(type(twin).__name__, twin is method, twin == method, twin() == method(), twin.__self__ is method.__self__)
for method in [].append, {}.get, dict.fromkeys, ''.join, len, A.m:
    print(copy.copy(method) is method)
print(copy.copy((1).__add__) == (1).__add__, copy.deepcopy(a.m).__self__ is a)
