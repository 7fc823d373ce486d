# JSON documents of all sorts, read and written: the short ways and the general ones must not differ.
import json
import math
from collections import OrderedDict, namedtuple
from enum import IntEnum


def read(text, **options):
    try:
        value = json.loads(text, **options)
        print(repr(value), type(value).__name__)
    except (ValueError, RecursionError) as error:
        print(type(error).__name__, error)


GOOD = ['null', ' true ', '\n\tfalse\r', '0', '-0', '-0.0', '12', '-7', '1.5', '1e3', '1E-3', '2.5e+10', '123456789012345678',
        '9223372036854775807', '9223372036854775808', '-9223372036854775809', '1' * 60, '1e400', '-1e400', '1e-400', '0.1', '[]', '{}', '[ ]', '{ }',
        '[1, 2,3 ,4]', '{"a":1,"b":[{}],"c":{"d":null}}', '{"a":1,"a":2,"b":3,"a":4}', '""', '"a"', '"\u00e9\u4e2d\U0001F600"',
        '"\\u00e9 \\ud83d\\ude00 \\uD83D\\uDE00 \\n\\r\\t\\b\\f\\/\\\\\\""', '"\\ud800"', '"\\udc00\\ud800"', '"\\ud800x"', '"\\ud800\\u0041"', '"\\u0000"', '"\x7f"',
        '[[[[["deep"]]]]]', '["\u00e9", "e", "\\u00e9"]', '{"\u4e2d":"\u6587","\\u4e2d":1}', '[NaN, Infinity, -Infinity]', 'NaN', '{"k": -Infinity}']
BAD = ['', ' ', 'nul', 'truex', 'True', '01', '-01', '-', '+1', '1.', '.5', '1e', '1e+', '0x10', '1 2', '[1 2]', '[1,]', '[,1]', '[', '[1', '[1,', ']', '{', '{"a"', '{"a":',
       '{"a":1', '{"a":1,', '{"a":1,}', '{a:1}', "{'a':1}", '{1:2}', '{"a" 1}', '{"a":1 "b":2}', '"', '"abc', '"\\x"', '"\\u12"', '"\\u12g4"', '"\\', '"\\u', '"a\nb"', '"a\tb"', '"\x01"',
       '[1]]', '{}x', '\ufeff1', '[1, 2, {"a": tru}]', '"a" "b"', '\u00a01', '1_000', '"\\ud83d\\u12"', '[1,\n2,\n3\n4]', '--1', '-Inf', 'Nan', '1e5.5', '[1}', '{"a":1]', '\u0661']
for text in GOOD + BAD:
    read(text)
read(b'{"a": [1, "\xc3\xa9"]}')
read('[1]'.encode('utf-16'))
read('"a\nb"', strict=False)
read('{"a":1,"b":{"c":2}}', object_hook=lambda d: sorted(d.items()))
read('{"a":1,"a":2}', object_pairs_hook=tuple)
read('[1,2.5,NaN]', parse_int=str, parse_float=lambda t: 'f' + t, parse_constant=lambda t: 'c' + t)
read('[1.5, 2]', parse_float=float, parse_int=int)
for depth in (100, 1500, 100_000):
    for opening, closing in ('[]', ('{"k":', '}')):
        text = opening * depth + ('1' if closing == '}' else '') + closing * depth
        try:
            value, count = json.loads(text), 0
            while isinstance(value, (list, dict)) and value:
                value, count = (value[0] if isinstance(value, list) else value['k']), count + 1
            print(depth, count)
        except RecursionError as error:
            print(depth, error)

rows = json.loads('[{"name": "x", "id": 1}, {"name": "y", "id": 2}]')
print([a is b for a, b in zip(rows[0], rows[1])])


class Loud(json.JSONDecoder):
    def raw_decode(self, s, idx=0):
        print('raw', idx)
        return super().raw_decode(s, idx)


print(Loud().decode(' [1]'), json.JSONDecoder().raw_decode('[1] rest'), json.loads('[1]', cls=Loud))


def write(value, **options):
    try:
        print(json.dumps(value, **options))
    except (TypeError, ValueError, RecursionError) as error:
        print(type(error).__name__, error, getattr(error, '__notes__', None))


class Level(IntEnum):
    LOW = 1


class Words(str):
    pass


Point = namedtuple('Point', 'x y')
VALUES = [None, True, False, 0, -1, 2 ** 63 - 1, -2 ** 63, 2 ** 64, 1.0, 0.1, 1e16, 1e-7, -0.0, 5e-324, math.inf, -math.inf, math.nan, '', 'abc', 'q"\\/\b\f\n\r\t\x00\x1f\x7f',
          '\u00e9\u4e2d\U0001F600\ud800\u2028', [], {}, (), [[]], [{}], {'a': []}, (1, (2,)), [1, 'a', None, [True, {'b': 2.5}]], {'b': 1, 'a': {'d': [], 'c': ()}},
          {1: 'a', 2.5: 'b', True: 'c', None: 'd', math.nan: 'e'}, {(1, 2): 3}, {'s': {1, 2}}, [1, object], b'x', 1j, OrderedDict(z=1, a=2), Point(1, [2]),
          Level.LOW, {Level.LOW: Level.LOW}, Words('w'), {Words('k'): 1}, {'a': 1, 3: 2}]
for value in VALUES:
    write(value)
    write(value, ensure_ascii=False, separators=(',', ':'))
    write(value, indent=2, sort_keys=True)
for value in VALUES[14:17] + [[math.nan], {'a': math.inf}, {math.inf: 1}]:
    write(value, allow_nan=False)
write([1, {'a': (2, 3)}], indent='--')
write([1, {'a': (2, 3)}], indent=0)
write([1, {'a': (2, 3)}], indent=True, separators=(' , ', ' : '))
write({(1, 2): 3, 'a': 1}, skipkeys=True)
write([{1, 2}, 3j], default=lambda o: sorted(o) if isinstance(o, set) else [o.real, o.imag])
ring = []
ring.append(ring)
write(ring)
loop = {'a': [1]}
loop['a'].append(loop)
write(loop)
nested = []
for _ in range(3000):
    nested = [nested]
print(len(json.dumps(nested)))


class Own(json.JSONEncoder):
    def iterencode(self, o, _one_shot=False):
        return iter(['own'])


class Sets(json.JSONEncoder):
    def default(self, o):
        return sorted(o)


print(json.dumps([1], cls=Own), json.dumps([{3, 1}, {'a': {2}}], cls=Sets), json.dumps([1, 2], cls=Sets))
print(''.join(json.JSONEncoder(indent=1).iterencode({'a': [1, 2]})))
for value in VALUES[:14] + VALUES[17:30]:
    assert json.loads(json.dumps(value)) == json.loads(json.dumps(value, indent=3)), value
