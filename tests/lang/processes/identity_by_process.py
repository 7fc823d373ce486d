# What only this implementation sends: functions that CPython cannot pickle. (Written by hand.)
SENTINEL = object()
table = [1, 2]
mirror = table


def make():
    inner = SENTINEL

    def check(x=SENTINEL, *, y=SENTINEL):
        return x is SENTINEL, y is SENTINEL, inner is SENTINEL, mirror is table
    return check


print(process(make()).join())
print(process(lambda x=SENTINEL: x is SENTINEL).join())
print(process(lambda given: given is table, mirror).join())

import multiprocessing as mp
with mp.Pool(1) as pool:
    print(pool.apply(make()), pool.apply(lambda x=SENTINEL: x is SENTINEL))
    returned = pool.apply(lambda: make)
    print(returned is make)
