"""Pickles taken apart, without what nobody asks for, and of names and arrays as CPython keeps them."""

import _compat_pickle
import array
import io
import pickle
import pickletools


def report(action):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__ + ':', error)


class A:
    pass


data = [1, 2.5, 'abc', b'xx', (1,), (1, 2, 3), {'a': None, 'b': [True, False]}, 10 ** 30, 300, 70000, -5, {1}, A()]
data.append(data[2:4])
data.append(data)
for protocol in range(6):
    text = pickle.dumps(data, protocol)
    pickletools.dis(text)
    best = pickletools.optimize(text)
    print(best)
    print(len(pickle.loads(best)), best == pickletools.optimize(best))
long = pickle.dumps(['x' * 70000, ['y'] * 3], 4)
print([op.name for op, arg, pos in pickletools.genops(pickletools.optimize(long))])
pickletools.dis(pickle.dumps([1, [2]], 2), indentlevel=2)
memo = {}
pickletools.dis(pickle.dumps([1], 0), memo=memo)
print(memo, pickletools.code2op['K'].name, pickletools.code2op['K'].arg.name, pickletools.code2op['e'].stack_before)
for bad in [b'(', b'(.', b'0.', b't.', b'NN.', b'h\x00.', b'Nq\x00Nq\x00.', b'(q\x00.', b'q\x00.']:
    report(lambda: pickletools.dis(bad))
for bad in [b'N', b'I123', b'J\x12\x34', b'N\xff', b'S12\n', b"S'12\n", b'U\x05ab', b'X\x05\0\0\0ab', b'\x8a\x05ab',
            b'T\xff\xff\xff\xffab', b'\x8e\xff\xff\xff\xff\xff\xff\xff\xffab', b'']:
    report(lambda: list(pickletools.genops(bad)))
stream = io.BytesIO(b'I01\nL12L\nF1.5\nG\x3f\xf0\0\0\0\0\0\0S"ab"\nVa\\u1234\ncmod\nname\nP12\n.rest')
print([(op.name, arg, pos) for op, arg, pos in pickletools.genops(stream)], stream.read())

# Names of Python 2.
print(_compat_pickle.IMPORT_MAPPING['__builtin__'], _compat_pickle.REVERSE_IMPORT_MAPPING['copyreg'],
      _compat_pickle.NAME_MAPPING['__builtin__', 'xrange'], _compat_pickle.NAME_MAPPING['exceptions', 'KeyError'],
      _compat_pickle.REVERSE_NAME_MAPPING['builtins', 'KeyError'], 'ValueError' in _compat_pickle.PYTHON2_EXCEPTIONS)

# Arrays.
rebuild = array._array_reconstructor


class Own(array.array):
    pass


for code in 'bBhHiIlLqQfd':
    made = array.array(code, [1, 2])
    print(code, made.__reduce_ex__(4)[1][2], pickle.loads(pickle.dumps(made)) == made, made.__reduce_ex__(2))
text = array.array('w', 'h\u00e9\U0001d120')
print(pickle.loads(pickle.dumps(text)), text.__reduce_ex__(2))
own = Own('d', [1.5])
own.x = 3
print(own.__reduce_ex__(3), vars(pickle.loads(pickle.dumps([own], 3).replace(b'Own', b'Own'))[0]))
for args in [(array.array, 'i', 2, b'abcd'), (array.array, 'b', 5, b'abcd'), (array.array, 'f', 17, b'abcdefgh'),
             (array.array, 'L', 11, bytes(range(240, 248))), (array.array, 'q', 13, bytes(range(240, 248))),
             (array.array, 'w', 19, 'h\u00e9'.encode('utf-16-be')), (array.array, 'w', 21, 'hi'.encode('utf-32-be')),
             ('', 'b', 0, b''), (str, 'b', 0, b''), (array.array, 'b', '', b''), (array.array, 'b', 0, ''), (array.array, '?', 0, b''),
             (array.array, 'b', -1, b''), (array.array, 'b', 22, b''), (array.array, 'd', 16, b'a'), (array.array, 'i', 2, b'abc'),
             (array.array, 'b', 19, 'hi'.encode('utf-16-be'))]:
    report(lambda: rebuild(*args))
