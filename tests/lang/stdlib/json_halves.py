"""json with its native half and without: the same results, the same errors, the same names."""

import json
import sys


def report(action):
    try:
        print(action())
    except RecursionError:
        print('RecursionError')
    except Exception as error:
        print(type(error).__name__ + ':', error)


def fresh(blocked):
    for name in [name for name in sys.modules if name == '_json' or name.split('.')[0] == 'json']:
        del sys.modules[name]
    if blocked:
        sys.modules['_json'] = None
    import json as made
    return made


class Falsy:
    def __bool__(self):
        raise ZeroDivisionError('no truth')


class Odd(dict):
    pass


for module in fresh(False), fresh(True):
    native = module.encoder.c_make_encoder is not None
    print(native, module.scanner.make_scanner.__module__, module.decoder.scanstring.__module__,
          module.encoder.encode_basestring_ascii.__module__, module.decoder.py_scanstring.__module__)
    print((module.decoder.c_scanstring is None, module.encoder.c_encode_basestring is None) == (not native, not native))
    for text in ['[1, 2.5, -1e3, "a\\u00e9\\n", null, true, false, {"a": {}}]', '{"a": 1, "a": 2}', ' [ ] ', '"\ud834\udd20"',
                 '[1,]', '[1 2]', '{"a" 1}', '{"a": }', '{1: 2}', '{"a": 1,}', '"abc', '"\\u12"', '[1] x', '', 'nul',
                 'NaN', '-Infinity', '{"a":1', '[', '01', '-', '1.', '"\\ud834\\udd20"', '\u00e9']:
        report(lambda: module.loads(text))
    report(lambda: module.loads('{"a": [1.5, 2]}', parse_float=str, parse_int=hex))
    report(lambda: module.loads('{"a": {"b": 1}}', object_hook=sorted))
    report(lambda: module.loads('{"a": {"b": 1}}', object_pairs_hook=tuple))
    report(lambda: module.loads('[NaN]', parse_constant=repr))
    report(lambda: module.loads('"a\nb"', strict=False))
    report(lambda: module.loads('[' * 100000))
    decoder = module.JSONDecoder()
    report(lambda: decoder.raw_decode('{"a": 1} rest'))
    report(lambda: decoder.raw_decode('xx [1] rest', 3))
    report(lambda: decoder.raw_decode('  1'))
    report(lambda: decoder.scan_once('[1, [2]]', 4))
    report(lambda: decoder.parse_array(('[1, 2]', 1), decoder.scan_once))
    report(lambda: decoder.parse_object(('{"a": 2}', 1), True, decoder.scan_once, None, None))
    report(lambda: decoder.parse_string('"ab\\"c" d', 1, True))
    report(lambda: module.scanner.py_make_scanner(decoder)('[1, {"a": "b"}]', 0))
    decoder.scan_once = lambda s, idx: ('scanned', len(s))
    report(lambda: decoder.decode('[1]'))
    report(lambda: module.JSONDecoder(strict=Falsy()).decode('""'))
    for value in [{'b': [1, 2.5, None, True, 'x"y\u00e9\U0001d120'], 1: 2, None: 3, 1.5: 4, True: 5}, [], {}, (1, (2,)), Odd(a=Odd()),
                  float('nan'), '\x00\x7f', {(1, 2): 3}, {1, 2}, object]:
        report(lambda: module.dumps(value))
        report(lambda: module.dumps(value, indent=2, ensure_ascii=False))
        report(lambda: ''.join(module.JSONEncoder(skipkeys=True, allow_nan=False).iterencode(value)))
    report(lambda: module.dumps({'b': 1, 'a': 2}, sort_keys=True, separators=(',', ':')))
    report(lambda: module.dumps({'a': 1, 1: 'a'}, sort_keys=True))
    report(lambda: module.dumps([{3}], default=sorted))
    for name in 'skipkeys', 'ensure_ascii', 'check_circular', 'allow_nan', 'sort_keys':
        report(lambda: module.JSONEncoder(**{name: Falsy()}).encode({'a': 1}))
    circle = []
    circle.append({'a': circle})
    report(lambda: module.dumps(circle))
    report(lambda: module.dumps(circle, check_circular=False))

module = fresh(False)
make, scan = module.encoder.c_make_encoder, module.scanner.c_make_scanner
report(lambda: make(1, None, None, None, ': ', ', ', False, False, False))
encode = make(None, str, lambda text: None, None, ': ', ', ', False, False, False)
report(lambda: encode('spam', 4))
report(lambda: encode({'spam': 42}, 4))
encode = make({}, str, module.encoder.c_encode_basestring_ascii, None, ': ', ', ', True, True, False)
report(lambda: encode({'b': [1, 'q', object], 'a': (), (1, 2): 3}, 0)[0][:20])
report(lambda: encode(float('inf'), 0))
report(lambda: scan(1))
report(lambda: scan(json.JSONDecoder())(3, 0))
report(lambda: scan(json.JSONDecoder())('[1] x', 0))
report(lambda: module.decoder.scanstring(3, 1))
report(lambda: module.decoder.scanstring('abc', 10))
report(lambda: module.encoder.encode_basestring(3))
report(lambda: module.encoder.encode_basestring_ascii(b'3'))
