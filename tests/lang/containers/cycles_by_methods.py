# Cycles through bound methods of builtin types are collected.
import gc
import threading
import weakref


class Plain:
    pass


class Items(list):
    pass


def by_attribute():
    obj = Plain()
    obj.show = obj.__repr__
    return weakref.ref(obj)


def by_item():
    items = Items()
    items.append(items.append)
    return weakref.ref(items)


def by_dict():
    items = Items()
    items.by_name = {'pop': items.pop, 'more': [items.__len__]}
    return weakref.ref(items)


def by_class_method():
    class Derived(dict):
        pass

    Derived.make = Derived.fromkeys
    return weakref.ref(Derived)


gc.disable()
for make in (by_attribute, by_item, by_dict, by_class_method):
    ref = make()
    is_there = ref() is not None
    gc.collect()
    print(make.__name__, is_there, ref() is None)

# Of a thread's, and shared ones.
refs = []
thread = threading.Thread(target=lambda: refs.extend(make() for make in (by_attribute, by_item, by_dict)))
thread.start()
thread.join()
gc.collect()
print([ref() is None for ref in refs])
items = Items()
items.append(items.append)
thread = threading.Thread(target=lambda: items[0](1))
thread.start()
thread.join()
print(items[1])
ref = weakref.ref(items)
del items, thread
gc.collect()
print(ref() is None)
