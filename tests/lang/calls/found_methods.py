"""Which function a method call finds: in the object itself or in its class, for objects that are looked at in ways of their own."""
import types

# Objects of a class made from a builtin one, with attributes of their own and without.
class Items(list):
    def first(self, default=None):
        return self[0] if self else default


plain, own = Items([1]), Items([2])
own.append = lambda item: print('own append', item)
own.first = lambda default=None: 'own first'
for turn in range(3):
    for items in (plain, own):
        items.append(3)
        print(items, items.first(), items.first(default=4))
del own.append, own.first
for items in (plain, own):
    items.append(5)
    print(items, items.first())
plain.__dict__['append'] = print
plain.append('from the dict')
print(plain)


# Classes and modules look into themselves first, also if their class has `__getattr__`.

class Meta(type):
    def __getattr__(cls, name):
        return lambda: 'missing ' + name

    def method(cls):
        return 'of the metaclass'


class Own(metaclass=Meta):
    def method():
        return 'its own'


class Bare(metaclass=Meta):
    pass


for cls in (Own, Bare, Own, Bare):
    print(cls.method(), cls.other())


class Module(types.ModuleType):
    def __getattr__(self, name):
        return lambda: 'missing ' + name

    def method(self):
        return 'of the class'


bare, own = Module('bare'), Module('own')
own.method = lambda: 'its own'
for module in (bare, own, bare, own):
    print(module.method(), module.other())


class Hooked(dict):
    def __getattribute__(self, name):
        return lambda *args: ('hook', name, *args)


class Missing(dict):
    def __getattr__(self, name):
        return lambda *args: ('missing', name, *args)


for table in (Hooked(a=1), Missing(a=1), Hooked(a=1), Missing(a=1)):
    print(table.get('a'), table.other('a'))
