import importlib, importlib.util, os, sys, tempfile

with tempfile.TemporaryDirectory() as folder:
    folder = os.path.realpath(folder)
    def write(name, text=''):
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'w') as file:
            file.write(text)
    write('one/spread/sub/m.py', 'print(__name__, __package__, __file__[-20:])\n')
    write('two/spread/other/n.py', 'from ..sub import m\nx = m.__name__\n')
    write('two/spread/direct.py', 'y = 2\n')
    write('one/late/a.py')
    write('two/late/__init__.py', 'whole = True\n')
    write('one/single/a.py')
    write('two/single.py', 'file = True\n')
    write('one/json/not_here.py')
    sys.path[:0] = [os.path.join(folder, 'one'), os.path.join(folder, 'two')]
    import spread.sub.m
    import spread.other.n, spread.direct
    from spread import sub
    print(spread.other.n.x, spread.direct.y, sub is spread.sub)
    shown = lambda thing: repr(thing).replace(folder, '/folder')
    print(shown(spread).replace('_NamespacePath(', '').replace(')]', ']'))
    print(shown(list(spread.__path__)), spread.__file__, spread.__name__, spread.__package__, spread.__doc__)
    print(hasattr(spread, '__file__'), shown(spread.sub), spread.sub.__package__)
    for code in ('import spread.absent', 'from spread import absent', 'import spread.sub.m.deep', 'import absent.spread'):
        try:
            exec(code)
        except ImportError as e:
            print(type(e).__name__, e, e.name)
    import late, single, json
    print(late.whole, single.file, hasattr(json, 'dumps'))
    spec = importlib.util.find_spec('spread')
    print(spec.name, spec.origin, spec.has_location, shown(list(spec.submodule_search_locations)), type(spec.loader).__name__)
    print(importlib.import_module('spread.direct') is spread.direct)

    write('two/lazy.py', "def __dir__():\n    return ['b', 'a']\ndef __getattr__(name):\n    return name\n")
    import lazy
    print(dir(lazy), lazy.anything)
    import types
    made = types.ModuleType('made')
    made.__dir__ = lambda: 5
    try:
        dir(made)
    except TypeError as e:
        print(e)
    del made.__dir__
    print(dir(made))
