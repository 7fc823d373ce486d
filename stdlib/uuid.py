"""Identifiers of 128 bits (RFC 9562)."""

import enum
import os
import threading
import time

NAMESPACE_TEXT = '6ba7b81%d-9dad-11d1-80b4-00c04fd430c8'
RESERVED_NCS, RFC_4122, RESERVED_MICROSOFT, RESERVED_FUTURE = (
    'reserved for NCS compatibility', 'specified in RFC 4122', 'reserved for Microsoft compatibility', 'reserved for future definition')


class SafeUUID(enum.Enum):
    safe = 0
    unsafe = -1
    unknown = None


class UUID:
    """An identifier; never changes."""

    __slots__ = ('int', 'is_safe', '__weakref__')

    def __init__(self, hex=None, bytes=None, bytes_le=None, fields=None, int=None, version=None, *, is_safe=SafeUUID.unknown):
        if [hex, bytes, bytes_le, fields, int].count(None) != 4:
            raise TypeError('one of the hex, bytes, bytes_le, fields, or int arguments must be given')
        if bytes is not None:
            int = _number_of(bytes, 'bytes')
        elif hex is not None:
            int = _read(hex)
        elif fields is not None:
            int = _join(fields)
        elif bytes_le is not None:
            int = _number_of(bytes_le, 'bytes_le', _swap)
        if not 0 <= int < 1 << 128:
            raise ValueError('int is out of range (need a 128-bit value)')
        if version is not None:
            if not 1 <= version <= 5:
                raise ValueError('illegal version number')
            int = int & ~(0xc000 << 48) | 0x8000 << 48
            int = int & ~(0xf000 << 64) | version << 76
        object.__setattr__(self, 'int', int)
        object.__setattr__(self, 'is_safe', is_safe)

    def __getstate__(self):
        state = {'int': self.int}
        if self.is_safe is not SafeUUID.unknown:
            state['is_safe'] = self.is_safe.value
        return state

    def __setstate__(self, state):
        object.__setattr__(self, 'int', state['int'])
        object.__setattr__(self, 'is_safe', SafeUUID(state.get('is_safe')))

    def __eq__(self, other):
        return self.int == other.int if isinstance(other, UUID) else NotImplemented

    def __lt__(self, other):
        return self.int < other.int if isinstance(other, UUID) else NotImplemented

    def __gt__(self, other):
        return self.int > other.int if isinstance(other, UUID) else NotImplemented

    def __le__(self, other):
        return self.int <= other.int if isinstance(other, UUID) else NotImplemented

    def __ge__(self, other):
        return self.int >= other.int if isinstance(other, UUID) else NotImplemented

    def __hash__(self):
        return hash(self.int)

    def __int__(self):
        return self.int

    def __repr__(self):
        return f'{self.__class__.__name__}({str(self)!r})'

    def __setattr__(self, name, value):
        raise TypeError('UUID objects are immutable')

    def __str__(self):
        h = self.hex
        return f'{h[:8]}-{h[8:12]}-{h[12:16]}-{h[16:20]}-{h[20:]}'

    @property
    def hex(self):
        return '%032x' % self.int

    @property
    def bytes(self):
        return self.int.to_bytes(16)

    @property
    def bytes_le(self):
        return _swap(self.bytes)

    @property
    def fields(self):
        return self.time_low, self.time_mid, self.time_hi_version, self.clock_seq_hi_variant, self.clock_seq_low, self.node

    @property
    def time_low(self):
        return self.int >> 96

    @property
    def time_mid(self):
        return self.int >> 80 & 0xffff

    @property
    def time_hi_version(self):
        return self.int >> 64 & 0xffff

    @property
    def clock_seq_hi_variant(self):
        return self.int >> 56 & 0xff

    @property
    def clock_seq_low(self):
        return self.int >> 48 & 0xff

    @property
    def time(self):
        return (self.time_hi_version & 0x0fff) << 48 | self.time_mid << 32 | self.time_low

    @property
    def clock_seq(self):
        return (self.clock_seq_hi_variant & 0x3f) << 8 | self.clock_seq_low

    @property
    def node(self):
        return self.int & 0xffffffffffff

    @property
    def urn(self):
        return 'urn:uuid:' + str(self)

    @property
    def variant(self):
        if not self.int & 0x8000 << 48:
            return RESERVED_NCS
        if not self.int & 0x4000 << 48:
            return RFC_4122
        return RESERVED_FUTURE if self.int & 0x2000 << 48 else RESERVED_MICROSOFT

    @property
    def version(self):
        return self.int >> 76 & 0xf if self.variant == RFC_4122 else None


_int = int


def _read(text):
    digits = text.replace('urn:', '').replace('uuid:', '').strip('{}').replace('-', '')
    if len(digits) == 32:
        return _int(digits, 16)
    raise ValueError('badly formed hexadecimal UUID string')


def _number_of(data, what, order=bytes):
    if len(data) == 16:
        return _int.from_bytes(order(data))
    raise ValueError(f'{what} is not a 16-char string')


def _swap(data):
    """The first three fields from the other end."""
    return data[3::-1] + data[5:3:-1] + data[7:5:-1] + data[8:]


def _join(fields):
    """The number whose parts, of these many bits each, the fields are."""
    widths = 32, 16, 16, 8, 8, 48
    if len(fields) != len(widths):
        raise ValueError('fields is not a 6-tuple')
    number = 0
    for at, (value, bits) in enumerate(zip(fields, widths), 1):
        if not 0 <= value < 1 << bits:
            raise ValueError(f'field {at} out of range (need a{'n' if bits == 8 else ''} {bits}-bit value)')
        number = number << bits | value
    return number


# ---- the machine ----

_node = None
# The time of the last identifier made from the time: no other may have it. The lock protects it.
_last_timestamp = None
_lock = threading.Lock()
# There is no function of the system that makes identifiers and says whether others can have the same.
_generate_time_safe = None


def _best_address(text):
    """The hardware address in a text that is most likely unique: one that a maker gave, else the first that was given locally."""
    import re
    local = None
    for found in re.findall(r'(?<![\w:])[0-9a-fA-F]{1,2}(?:[:.-][0-9a-fA-F]{1,2}){5}(?![\w:.])', text):
        number = _int.from_bytes(bytes(_int(part, 16) for part in re.split('[:.-]', found)))
        # A bit of the first byte says that an address is of many machines, another that no maker gave it.
        if number in (0, (1 << 48) - 1) or number & 1 << 40:
            continue
        if not number & 1 << 41:
            return number
        local = local or number
    return local


def _output_of(program, *args):
    """What a program writes that shows the network's devices; nothing if there is no such program."""
    import shutil
    import subprocess
    places = os.pathsep.join([os.environ.get('PATH', os.defpath), '/sbin', '/usr/sbin'])
    found = shutil.which(program, path=places)
    if found is None:
        return ''
    try:
        done = subprocess.run(
            [found, *args], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={**os.environ, 'LC_ALL': 'C'},
        )
    except OSError:
        return ''
    return done.stdout.decode('ascii', 'replace')


def _unix_getnode():
    """The address as the system's files say."""
    folder = '/sys/class/net'
    texts = []
    try:
        for device in sorted(os.listdir(folder)):
            with open(os.path.join(folder, device, 'address')) as file:
                texts.append(file.read())
    except OSError:
        pass
    return _best_address('\n'.join(texts))


def _ifconfig_getnode():
    return _best_address(_output_of('ifconfig', '-a'))


def _ip_getnode():
    return _best_address(_output_of('ip', 'link'))


def _arp_getnode():
    return _best_address(_output_of('arp', '-an'))


def _lanscan_getnode():
    return _best_address(_output_of('lanscan', '-ai'))


def _netstat_getnode():
    return _best_address(_output_of('netstat', '-ian'))


def _random_getnode():
    """A number that no device has: its bit for addresses of many machines is set."""
    return _int.from_bytes(os.urandom(6)) | 1 << 40


_GETTERS = [_unix_getnode, _ip_getnode, _ifconfig_getnode]


def getnode():
    """The hardware address of this machine as a number, or a random one if there is none to be found. Found out once."""
    global _node
    if _node is None:
        for getter in [*_GETTERS, _random_getnode]:
            node = getter()
            if node is not None and 0 <= node < 1 << 48:
                _node = node
                break
    return _node


def uuid1(node=None, clock_seq=None):
    """An identifier from the time and the machine."""
    global _last_timestamp
    with _lock:
        # In steps of 100 ns since the calendar's reform in 1582.
        stamp = time.time_ns() // 100 + 0x01b21dd213814000
        if _last_timestamp is not None and stamp <= _last_timestamp:
            stamp = _last_timestamp + 1
        _last_timestamp = stamp
    if clock_seq is None:
        import random
        clock_seq = random.getrandbits(14)
    return UUID(fields=(stamp & 0xffffffff, stamp >> 32 & 0xffff, stamp >> 48 & 0x0fff, clock_seq >> 8 & 0x3f, clock_seq & 0xff,
                        getnode() if node is None else node), version=1)


def uuid3(namespace, name):
    """An identifier from a name, by MD5."""
    import hashlib
    return UUID(bytes=hashlib.md5(namespace.bytes + (name.encode() if isinstance(name, str) else name)).digest(), version=3)


def uuid4():
    """A random identifier."""
    return UUID(bytes=os.urandom(16), version=4)


def uuid5(namespace, name):
    """An identifier from a name, by SHA-1."""
    import hashlib
    return UUID(bytes=hashlib.sha1(namespace.bytes + (name.encode() if isinstance(name, str) else name)).digest()[:16], version=5)


NAMESPACE_DNS, NAMESPACE_URL, NAMESPACE_OID, NAMESPACE_X500 = (UUID(NAMESPACE_TEXT % n) for n in (0, 1, 2, 4))


def main():
    """`python -m uuid`."""
    import argparse
    functions = {'uuid1': uuid1, 'uuid3': uuid3, 'uuid4': uuid4, 'uuid5': uuid5}
    namespaces = {'@dns': NAMESPACE_DNS, '@url': NAMESPACE_URL, '@oid': NAMESPACE_OID, '@x500': NAMESPACE_X500}
    parser = argparse.ArgumentParser(description='Makes an identifier.')
    parser.add_argument('-u', '--uuid', choices=functions, default='uuid4', help='what makes it (default: uuid4)')
    parser.add_argument('-n', '--namespace', help='for uuid3 and uuid5: an identifier, or one of @dns, @url, @oid and @x500')
    parser.add_argument('-N', '--name', help='for uuid3 and uuid5: the name to make it of')
    args = parser.parse_args()
    if args.uuid in ('uuid1', 'uuid4'):
        print(functions[args.uuid]())
        return
    if not args.namespace or not args.name:
        parser.error(
            f"Incorrect number of arguments. {args.uuid} requires a namespace and a name. Run 'python -m uuid -h' for more information."
        )
    namespace = namespaces[args.namespace] if args.namespace in namespaces else UUID(args.namespace)
    print(functions[args.uuid](namespace, args.name))


if __name__ == '__main__':
    main()
