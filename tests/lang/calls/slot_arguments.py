# Special methods of builtin types, called with too few and too many arguments.
class Plain:
    pass


SKIPPED = {'__class__', '__new__', '__init__', '__init_subclass__', '__subclasshook__', '__dir__', '__getstate__', '__sizeof__', '__format__',
           '__reduce__', '__reduce_ex__', '__doc__', '__module__', '__dict__', '__weakref__', '__firstlineno__', '__static_attributes__',
           '__class_getitem__', '__getnewargs__', '__round__', '__trunc__', '__ceil__', '__floor__', '__int__', '__call__', '__buffer__', '__getattribute__',
           '__release_buffer__'}
for item in (1, Plain(), iter([]), slice(1)):
    for name in sorted(dir(item)):
        if name.startswith('__') and name not in SKIPPED and getattr(item, name) is not None:
            for args in (), (1, 2, 3, 4):
                for function in getattr(item, name), getattr(type(item), name):
                    try:
                        function(*args)
                    except TypeError as error:
                        print(type(item).__name__, name, len(args), error)
                    except StopIteration:
                        pass
