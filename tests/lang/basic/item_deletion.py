# Objects without items: what says so depends on the object and the key. Classes that can do only one of storing and deleting.
class Plain:
    pass


class Index:
    def __index__(self):
        return 0


class Reads:
    def __getitem__(self, key):
        return key


class Stores:
    def __setitem__(self, key, value):
        print('stored', type(key).__name__, value)


class Deletes:
    def __delitem__(self, key):
        print('deleted', type(key).__name__)


class Both(Stores, Deletes):
    pass


KEYS = 0, 'k', slice(1), Index(), None
for item in (1, 1.5, None, True, 2j, 'a', b'a', (), range(2), frozenset(), {1}, {}.keys(), {1: 1}.items(), {}.values(), Plain(), Reads(), Plain,
             len, lambda: 0, iter([]), slice(1), ..., (i for i in ()), Exception(), zip(), object(), Stores(), Deletes(), Both()):
    for key in KEYS:
        for statement in 'del item[key]', 'item[key] = 1':
            try:
                exec(statement)
            except Exception as error:
                print(type(item).__name__, type(key).__name__, statement, type(error).__name__, error)
