# What is no context manager is named as its type names itself.
import collections
import types


class Plain:
    pass


class Enters:
    def __enter__(self):
        pass


for manager in 1, Plain(), Enters(), types.SimpleNamespace(), collections.deque(), Plain, None:
    try:
        with manager:
            pass
    except TypeError as error:
        print(error)
