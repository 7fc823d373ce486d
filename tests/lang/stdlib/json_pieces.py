# The pieces that json writes, with and without indentation, and up to an error.
import io
import json

samples = [[1], [], {}, [[]], [{}], {'a': 1}, {'a': []}, {'a': {}}, [1, 'x', None, True, 2.5, [3, [4]], {'b': (5, 6)}], 'text', 1.0, None,
           {'z': 1, 'a': {'y': [], 'x': [None, {}]}, 3: False}, {1, 2}, [{1}], {'k': {3}}]
for options in ({}, {'indent': 1}, {'indent': 0}, {'indent': '\t', 'separators': (';', '=')}, {'sort_keys': True, 'skipkeys': True}):
    encoder = json.JSONEncoder(default=list, **options)
    for sample in samples:
        try:
            print(list(encoder.iterencode(sample)))
        except TypeError as error:
            print(error)

circle = [1]
circle.append(circle)
for bad in ([1, {'a': object}], {'a': [1, 2j]}, circle, [float('nan')]):
    file = io.StringIO()
    try:
        json.dump(bad, file, indent=2, allow_nan=False)
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error, repr(file.getvalue()))
print(type(json.JSONEncoder().iterencode([])).__name__)
