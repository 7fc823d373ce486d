"""An ordered dictionary that is changed while it is iterated over."""
from collections import OrderedDict


class Derived(OrderedDict):
    pass


def shown(kind, view, change):
    ordered = kind.fromkeys('abc')
    try:
        for key in view(ordered):
            change(ordered, key)
        print('nothing')
    except RuntimeError as error:
        print(error)


for kind in (OrderedDict, Derived, dict):
    for view in (iter, kind.keys, kind.values, kind.items, reversed):
        shown(kind, view, lambda ordered, key: ordered.update(z=1))
        shown(kind, view, lambda ordered, key: ordered.clear())
