"""Texts that no machine can hold are refused before memory is taken."""
big = 10**15
for name, make in {
    'ljust': lambda: 'a'.ljust(big),
    'center': lambda: 'a'.center(big),
    'zfill': lambda: 'a'.zfill(big),
    'bytes.ljust': lambda: b'a'.ljust(big),
    'bytes.zfill': lambda: b'a'.zfill(big),
    '*': lambda: 'a' * big,
    'bytes *': lambda: b'a' * big,
    'bytearray *': lambda: bytearray(b'x') * big,
    '%': lambda: '%1000000000000000d' % 1,
    '%*': lambda: '%*s' % (big, ''),
    'format': lambda: format(1, '1000000000000000d'),
    'f-string': lambda: f'{1.5:1000000000000000}',
    'join': lambda: ('a' * 10**7).join(['a'] * 10**8),
    'replace': lambda: ('a' * 10**8).replace('a', 'b' * 10**7),
    'bytes.replace': lambda: (b'a' * 10**8).replace(b'a', b'b' * 10**7),
}.items():
    try:
        make()
        print(name, 'made')
    except MemoryError as error:
        print(name, type(error).__name__, error)
