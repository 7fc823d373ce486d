"""Addresses, networks and interfaces of the internet protocol, versions 4 and 6."""

import re
from functools import cache, cached_property, total_ordering

IPV4LENGTH, IPV6LENGTH = 32, 128

# Special ranges, as the registries of IANA list them.
_RANGES = {
    4: {
        'private': '0.0.0.0/8 10.0.0.0/8 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.0.170/31 192.0.2.0/24'
                   ' 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 240.0.0.0/4 255.255.255.255/32',
        'not private': '192.0.0.9/32 192.0.0.10/32',
        'neither': '100.64.0.0/10',
        'reserved': '240.0.0.0/4', 'loopback': '127.0.0.0/8', 'multicast': '224.0.0.0/4', 'link_local': '169.254.0.0/16',
        'unspecified': '0.0.0.0/32',
    },
    6: {
        'private': '::1/128 ::/128 ::ffff:0:0/96 64:ff9b:1::/48 100::/64 2001::/23 2001:db8::/32 2002::/16 fc00::/7 fe80::/10',
        'not private': '2001:1::1/128 2001:1::2/128 2001:3::/32 2001:4:112::/48 2001:20::/28 2001:30::/28',
        'neither': '',
        'reserved': '::/8 100::/8 200::/7 400::/6 800::/5 1000::/4 4000::/3 6000::/3 8000::/3 a000::/3 c000::/3 e000::/4 f000::/5'
                    ' f800::/6 fe00::/9',
        'loopback': '::1/128', 'multicast': 'ff00::/8', 'link_local': 'fe80::/10', 'unspecified': '::/128', 'site_local': 'fec0::/10',
    },
}


class AddressValueError(ValueError):
    """No address."""


class NetmaskValueError(ValueError):
    """No mask of a network."""


# ---- from texts and numbers ----

def _first_that_fits(classes, what, value, *args):
    for cls in classes:
        try:
            return cls(value, *args)
        except (AddressValueError, NetmaskValueError):
            continue
    raise ValueError(f'{value!r} does not appear to be an IPv4 or IPv6 {what}')


def ip_address(address):
    """An address, of the version that fits."""
    return _first_that_fits((IPv4Address, IPv6Address), 'address', address)


def ip_network(address, strict=True):
    """A network. If it is not to be `strict`, bits behind the mask are dropped."""
    return _first_that_fits((IPv4Network, IPv6Network), 'network', address, strict)


def ip_interface(address):
    """An address together with the network it is in."""
    return _first_that_fits((IPv4Interface, IPv6Interface), 'interface', address)


def _octet(text):
    if not text:
        raise ValueError('Empty octet not permitted')
    if not (text.isascii() and text.isdigit()):
        raise ValueError(f'Only decimal digits permitted in {text!r}')
    if len(text) > 3:
        raise ValueError(f'At most 3 characters permitted in {text!r}')
    if text != '0' and text[0] == '0':
        raise ValueError(f'Leading zeros are not permitted in {text!r}')
    number = int(text)
    if number > 255:
        raise ValueError(f'Octet {number} (> 255) not permitted')
    return number


def _read_v4(text):
    if not text:
        raise AddressValueError('Address cannot be empty')
    octets = text.split('.')
    if len(octets) != 4:
        raise AddressValueError(f'Expected 4 octets in {text!r}')
    try:
        return int.from_bytes(map(_octet, octets))
    except ValueError as error:
        raise AddressValueError(f'{error} in {text!r}') from None


def _sixteen_bits(text):
    if not re.fullmatch('[0-9A-Fa-f]*', text):
        raise ValueError(f'Only hex digits permitted in {text!r}')
    if len(text) > 4:
        raise ValueError(f'At most 4 characters permitted in {text!r}')
    return int(text, 16)


def _read_v6(text):
    if not text:
        raise AddressValueError('Address cannot be empty')

    def wrong(message):
        return AddressValueError(f'{message} in {text!r}')

    parts = text.split(':')
    if len(parts) < 3:
        raise wrong('At least 3 parts expected')
    if '.' in parts[-1]:
        # The last 32 bits are written as those of version 4.
        try:
            number = _read_v4(parts.pop())
        except AddressValueError as error:
            raise wrong(error) from None
        parts += f'{number >> 16:x}', f'{number & 0xffff:x}'
    if len(parts) > 9:
        raise wrong('At most 9 colons permitted')
    gaps = [at for at in range(1, len(parts) - 1) if not parts[at]]
    if len(gaps) > 1:
        raise wrong("At most one '::' permitted")
    if not gaps:
        if len(parts) != 8:
            raise wrong("Exactly 8 parts expected without '::'")
        for is_wrong, place in (not parts[0], 'Leading'), (not parts[-1], 'Trailing'):
            if is_wrong:
                raise wrong(f"{place} ':' only permitted as part of '::'")
        groups = parts
    else:
        before, after = parts[:gaps[0]], parts[gaps[0] + 1:]
        for half, end, place in (before, 0, 'Leading'), (after, -1, 'Trailing'):
            if not half[end]:
                # The colon at an end is one of two.
                if len(half) > 1:
                    raise wrong(f"{place} ':' only permitted as part of '::'")
                half.clear()
        left_out = 8 - len(before) - len(after)
        if left_out < 1:
            raise wrong("Expected at most 7 other parts with '::'")
        groups = [*before, *['0'] * left_out, *after]
    try:
        number = 0
        for group in groups:
            number = number << 16 | _sixteen_bits(group)
        return number
    except ValueError as error:
        raise wrong(error) from None


def _show_v4(number):
    return '.'.join(map(str, number.to_bytes(4)))


def _show_v6(number):
    if number >> 32 == 0xffff:
        # One that stands for an address of version 4.
        return f'::ffff:{_show_v4(number & 0xffffffff)}'
    groups = [number >> shift & 0xffff for shift in range(112, -1, -16)]
    # The longest run of zeros, the first of several, if it is longer than one.
    best, length, run = 0, 1, 0
    for at, group in enumerate(groups):
        run = 0 if group else run + 1
        if run > length:
            best, length = at - run + 1, run
    texts = [f'{group:x}' for group in groups]
    if length == 1:
        return ':'.join(texts)
    return ':'.join(texts[:best]) + '::' + ':'.join(texts[best + length:])


@cache
def _ranges(version, name):
    """A special range as pairs: the bits that addresses in it begin with, and how many they are."""
    width, read = (32, _read_v4) if version == 4 else (128, _read_v6)
    pairs = []
    for text in _RANGES[version][name].split():
        first, _, bits = text.partition('/')
        pairs.append((read(first) >> width - int(bits), int(bits)))
    return pairs


def v4_int_to_packed(address):
    """The four bytes of a number."""
    try:
        return address.to_bytes(4)
    except OverflowError:
        raise ValueError('Address negative or too large for IPv4') from None


def v6_int_to_packed(address):
    """The sixteen bytes of a number."""
    try:
        return address.to_bytes(16)
    except OverflowError:
        raise ValueError('Address negative or too large for IPv6') from None


# ---- what addresses and networks have in common ----

class _Special:
    """Whether something lies in a range: all addresses from `_first` to `_last` do."""

    __slots__ = ()

    def _is_in(self, name):
        first, last, width = *self._ends(), self.max_prefixlen
        return any(first >> width - bits == start == last >> width - bits for start, bits in _ranges(self.version, name))

    is_multicast = property(lambda self: self._is_in('multicast'))
    is_reserved = property(lambda self: self._is_in('reserved'))
    is_loopback = property(lambda self: self._is_in('loopback'))
    is_link_local = property(lambda self: self._is_in('link_local'))
    is_unspecified = property(lambda self: self._is_in('unspecified'))

    @property
    def is_private(self):
        """Whether it is not for the internet at large."""
        return self._is_in('private') and not self._is_in('not private')

    @property
    def is_global(self):
        """Whether it is for the internet at large."""
        return not self.is_private and not self._is_in('neither')

    @property
    def exploded(self):
        """With all digits."""
        return self._exploded()

    @property
    def compressed(self):
        """As short as can be."""
        return str(self)

    def __repr__(self):
        return f'{type(self).__name__}({str(self)!r})'


class _V4:
    __slots__ = ()
    version, max_prefixlen = 4, IPV4LENGTH

    @staticmethod
    def _show(number):
        return _show_v4(number)

    @staticmethod
    def _explode(number):
        return _show_v4(number)


class _V6:
    __slots__ = ()
    version, max_prefixlen = 6, IPV6LENGTH
    is_site_local = property(lambda self: self._is_in('site_local'), doc='Whether it is of a kind that is not used any more.')

    @staticmethod
    def _show(number):
        return _show_v6(number)

    @staticmethod
    def _explode(number):
        groups = [f'{number >> shift & 0xffff:04x}' for shift in range(112, -1, -16)]
        if number >> 32 == 0xffff:
            groups[6:] = [_show_v4(number & 0xffffffff)]
        return ':'.join(groups)


def _check_version(one, other):
    if one.version != other.version:
        raise TypeError(f'{one} and {other} are not of the same version')


# ---- addresses ----

_FORMAT = re.compile('(#?)(_?)([bnxX])')


@total_ordering
class _Address(_Special):
    __slots__ = ()

    def __init__(self, address):
        width = self.max_prefixlen
        if isinstance(address, int):
            if address < 0:
                raise AddressValueError(f'{address} (< 0) is not permitted as an IPv{self.version} address')
            if address >> width:
                raise AddressValueError(f'{address} (>= 2**{width}) is not permitted as an IPv{self.version} address')
            self._ip = int(address)
        elif isinstance(address, bytes):
            if len(address) != width // 8:
                what = f'{address!r} (len {len(address)} != {width // 8})'
                raise AddressValueError(f'{what} is not permitted as an IPv{self.version} address')
            self._ip = int.from_bytes(address)
        else:
            text = str(address)
            if '/' in text:
                raise AddressValueError(f"Unexpected '/' in {text!r}")
            self._ip = self._read(text)

    def _ends(self):
        return self._ip, self._ip

    def _exploded(self):
        return self._explode(self._ip)

    def __str__(self):
        return self._show(self._ip)

    def __int__(self):
        return self._ip

    def __hash__(self):
        return hash(hex(self._ip))

    def __eq__(self, other):
        if not isinstance(other, _Address):
            return NotImplemented
        return self._ip == other._ip and self.version == other.version

    def __lt__(self, other):
        if not isinstance(other, _Address):
            return NotImplemented
        _check_version(self, other)
        return self._ip < other._ip

    def __add__(self, other):
        return type(self)(self._ip + other) if isinstance(other, int) else NotImplemented

    def __sub__(self, other):
        return type(self)(self._ip - other) if isinstance(other, int) else NotImplemented

    def __format__(self, spec):
        """As text, or with b, x, X or n as a number with all its digits: # shows the base, _ parts it into fours."""
        if not spec or spec[-1] == 's':
            return format(str(self), spec)
        found = _FORMAT.fullmatch(spec)
        if found is None:
            return super().__format__(spec)
        sign, parts, kind = found.groups()
        if kind == 'n':
            kind = 'b' if self.version == 4 else 'x'
        width = self.max_prefixlen if kind == 'b' else self.max_prefixlen // 4
        if parts:
            width += width // 4 - 1
        return ('0' + kind if sign else '') + f'{self._ip:0{width}{parts}{kind}}'

    def __reduce__(self):
        return type(self), (self._ip,)

    @property
    def packed(self):
        """The bytes of the address."""
        return self._ip.to_bytes(self.max_prefixlen // 8)

    @property
    def reverse_pointer(self):
        """The name under which the name system tells whose it is."""
        return self._pointer(self._explode(self._ip) if self.version == 4 else f'{self._ip:032x}')

    def _get_address_key(self):
        return self.version, self


class IPv4Address(_V4, _Address):
    """An address of 32 bits, from a text, a number or bytes."""

    __slots__ = ('_ip', '__weakref__')

    @staticmethod
    def _read(text):
        return _read_v4(text)

    @staticmethod
    def _pointer(text):
        return '.'.join(reversed(text.split('.'))) + '.in-addr.arpa'

    @property
    def ipv6_mapped(self):
        """The address of version 6 that stands for it."""
        return IPv6Address(f'::ffff:{_show_v4(self._ip)}')


class IPv6Address(_V6, _Address):
    """An address of 128 bits, from a text, a number or bytes. A text may name a zone after a percent sign."""

    __slots__ = ('_ip', '_scope_id', '__weakref__')

    def __init__(self, address):
        self._scope_id = None
        super().__init__(address)

    def _read(self, text):
        address, is_scoped, scope = text.partition('%')
        if is_scoped:
            if not scope or '%' in scope:
                raise AddressValueError(f'Invalid IPv6 address: "{text!r}"')
            self._scope_id = scope
        return _read_v6(address)

    @staticmethod
    def _pointer(text):
        return '.'.join(reversed(text)) + '.ip6.arpa'

    def __str__(self):
        text = _show_v6(self._ip)
        return text if self._scope_id is None else f'{text}%{self._scope_id}'

    def __eq__(self, other):
        same = super().__eq__(other)
        if same is NotImplemented or not same:
            return same
        return self._scope_id == getattr(other, '_scope_id', None)

    def __hash__(self):
        return hash((self._ip, self._scope_id))

    def __reduce__(self):
        return type(self), (str(self) if self._scope_id is not None else self._ip,)

    @property
    def scope_id(self):
        """The zone, or None."""
        return self._scope_id

    @property
    def ipv4_mapped(self):
        """The address of version 4 that it stands for, or None."""
        return IPv4Address(self._ip & 0xffffffff) if self._ip >> 32 == 0xffff else None

    @property
    def sixtofour(self):
        """The address of version 4 in one of 6to4 (RFC 3056), or None."""
        return IPv4Address(self._ip >> 80 & 0xffffffff) if self._ip >> 112 == 0x2002 else None

    @property
    def teredo(self):
        """Server and client in an address of Teredo (RFC 4380), or None."""
        if self._ip >> 96 != 0x20010000:
            return None
        return IPv4Address(self._ip >> 64 & 0xffffffff), IPv4Address(~self._ip & 0xffffffff)

    def _is_in(self, name):
        # One that stands for an address of version 4 is what that is.
        mapped = self.ipv4_mapped if name not in ('reserved', 'site_local', 'unspecified') or self._ip >> 32 == 0 else None
        return super()._is_in(name) if mapped is None else mapped._is_in(name)


# ---- networks ----

def _bits_of_mask(number, width):
    """How many bits a mask has set, all of them leading; None if it is no mask."""
    rest = number ^ (1 << width) - 1
    return None if rest & rest + 1 else width - rest.bit_length()


@total_ordering
class _Network(_Special):
    def __init__(self, address, strict=True):
        base, mask = _parted(address, self.max_prefixlen)
        self.network_address = self._of_address(base)
        self._prefixlen = self._read_mask(mask)
        behind = int(self.network_address) & self._host_bits()
        if behind and strict:
            raise ValueError(f'{self} has host bits set')
        if behind:
            self.network_address = self._of_address(int(self.network_address) - behind)

    @classmethod
    def _read_mask(cls, mask):
        """The number of leading bits: from a number of them, or, in version 4, a mask or its opposite."""
        width = cls.max_prefixlen
        if isinstance(mask, int):
            bits = mask if 0 <= mask <= width else None
        elif isinstance(mask, str) and mask.isascii() and mask.isdigit():
            bits = int(mask) if int(mask) <= width else None
        else:
            bits = None
            if width == IPV4LENGTH:
                try:
                    number = _read_v4(mask)
                except (AddressValueError, AttributeError):
                    number = None
                if number is not None:
                    bits = _bits_of_mask(number, width)
                    if bits is None:
                        bits = _bits_of_mask(number ^ 0xffffffff, width)
        if bits is None:
            raise NetmaskValueError(f'{mask!r} is not a valid netmask')
        return bits

    def _host_bits(self):
        return (1 << self.max_prefixlen - self._prefixlen) - 1

    def _ends(self):
        first = int(self.network_address)
        return first, first | self._host_bits()

    def _exploded(self):
        return f'{self.network_address.exploded}/{self._prefixlen}'

    def _of(self, number, prefixlen):
        return type(self)((number, prefixlen))

    def __str__(self):
        return f'{self.network_address}/{self._prefixlen}'

    def __reduce__(self):
        return type(self), (str(self),)

    def __hash__(self):
        return hash((int(self.network_address), self._prefixlen))

    def __eq__(self, other):
        if not isinstance(other, _Network):
            return NotImplemented
        return (self.version, *self._key()) == (other.version, *other._key())

    def __lt__(self, other):
        if not isinstance(other, _Network):
            return NotImplemented
        _check_version(self, other)
        return self._key() < other._key()

    def _key(self):
        return int(self.network_address), self._prefixlen

    def _get_networks_key(self):
        return self.version, self.network_address, self.netmask

    def compare_networks(self, other):
        """-1, 0 or 1: which one comes first."""
        if self.version != other.version:
            raise TypeError(f'{self} and {other} are not of the same type')
        return (self._key() > other._key()) - (self._key() < other._key())

    # ---- its addresses ----

    @property
    def prefixlen(self):
        return self._prefixlen

    @cached_property
    def broadcast_address(self):
        return self._of_address(self._ends()[1])

    @cached_property
    def hostmask(self):
        return self._of_address(self._host_bits())

    @cached_property
    def netmask(self):
        return self._of_address((1 << self.max_prefixlen) - 1 - self._host_bits())

    @property
    def num_addresses(self):
        return self._host_bits() + 1

    @property
    def with_prefixlen(self):
        return f'{self.network_address}/{self._prefixlen}'

    @property
    def with_netmask(self):
        return f'{self.network_address}/{self.netmask}'

    @property
    def with_hostmask(self):
        return f'{self.network_address}/{self.hostmask}'

    @property
    def reverse_pointer(self):
        return self._of_address._pointer(self._exploded().replace(':', ''))

    def __iter__(self):
        first, last = self._ends()
        for number in range(first, last + 1):
            yield self._of_address(number)

    def __getitem__(self, n):
        first, last = self._ends()
        number = first + n if n >= 0 else last + n + 1
        if not first <= number <= last:
            raise IndexError('address out of range')
        return self._of_address(number)

    def hosts(self):
        """The addresses that machines may have."""
        first, last = self._ends()
        if last - first <= 1:
            return iter([self._of_address(number) for number in range(first, last + 1)])
        # The first address is the network's; version 4 has the last one for broadcasts.
        end = last if self.version == 4 else last + 1
        return (self._of_address(number) for number in range(first + 1, end))

    def __contains__(self, other):
        if isinstance(other, _Network) or self.version != other.version:
            return False
        first, last = self._ends()
        return first <= other._ip <= last

    # ---- other networks ----

    def overlaps(self, other):
        """Whether they have an address in common."""
        first, last = self._ends()
        others_first, others_last = other._ends()
        return self.version == other.version and first <= others_last and others_first <= last

    def _is_within(self, other):
        if not isinstance(other, _Network):
            raise TypeError(f'Unable to test subnet containment between {self} and {other}')
        _check_version(self, other)
        first, last = self._ends()
        others_first, others_last = other._ends()
        return others_first <= first and last <= others_last

    def subnet_of(self, other):
        """Whether it is a part of another network."""
        return self._is_within(other)

    def supernet_of(self, other):
        """Whether another network is a part of it."""
        if not isinstance(other, _Network):
            raise TypeError(f'Unable to test subnet containment between {self} and {other}')
        _check_version(self, other)
        return other._is_within(self)

    def subnets(self, prefixlen_diff=1, new_prefix=None):
        """Its parts, of prefixes so much longer, or of this length."""
        if self._prefixlen == self.max_prefixlen:
            yield self
            return
        if new_prefix is not None:
            if new_prefix < self._prefixlen:
                raise ValueError('new prefix must be longer')
            if prefixlen_diff != 1:
                raise ValueError('cannot set prefixlen_diff and new_prefix')
            prefixlen_diff = new_prefix - self._prefixlen
        if prefixlen_diff < 0:
            raise ValueError('prefix length diff must be > 0')
        length = self._prefixlen + prefixlen_diff
        if length > self.max_prefixlen:
            raise ValueError(f'prefix length diff {length} is invalid for netblock {self}')
        first, last = self._ends()
        for number in range(first, last + 1, 1 << self.max_prefixlen - length):
            yield self._of(number, length)

    def supernet(self, prefixlen_diff=1, new_prefix=None):
        """The network it is part of, of a prefix so much shorter, or of this length."""
        if self._prefixlen == 0:
            return self
        if new_prefix is not None:
            if new_prefix > self._prefixlen:
                raise ValueError('new prefix must be shorter')
            if prefixlen_diff != 1:
                raise ValueError('cannot set prefixlen_diff and new_prefix')
            prefixlen_diff = self._prefixlen - new_prefix
        length = self._prefixlen - prefixlen_diff
        if length < 0:
            raise ValueError(f'current prefixlen is {self._prefixlen}, cannot have a prefixlen_diff of {prefixlen_diff}')
        if prefixlen_diff < 0:
            raise ValueError('negative shift count')
        shift = self.max_prefixlen - length
        return self._of(int(self.network_address) >> shift << shift, length)

    def address_exclude(self, other):
        """What is left when a part is taken out: halves of halves, until the part is one."""
        _check_version(self, other)
        if not other._is_within(self):
            raise ValueError(f'{other} not contained in {self}')
        part = self
        while part._prefixlen < other._prefixlen:
            lower, upper = part.subnets()
            part, left = (lower, upper) if other._is_within(lower) else (upper, lower)
            yield left


def _parted(address, width):
    """The address and the mask in what a network or an interface is made of."""
    if isinstance(address, (int, bytes)):
        return address, width
    if isinstance(address, tuple):
        if len(address) == 1:
            return address[0], width
        base, mask = address
        return base, mask
    base, is_given, mask = str(address).partition('/')
    if '/' in mask:
        raise AddressValueError(f"Only one '/' permitted in {address!r}")
    return base, mask if is_given else width


class IPv4Network(_V4, _Network):
    """A network of version 4: the addresses that begin with the same bits."""

    _of_address = IPv4Address


class IPv6Network(_V6, _Network):
    """A network of version 6."""

    _of_address = IPv6Address


# ---- interfaces ----

class _Interface:
    def __init__(self, address):
        base, mask = _parted(address, self.max_prefixlen)
        super().__init__(base)
        self._prefixlen = self._of_network._read_mask(mask)

    @cached_property
    def network(self):
        return self._of_network((self._ip, self._prefixlen), strict=False)

    @property
    def netmask(self):
        return self.network.netmask

    @property
    def hostmask(self):
        return self.network.hostmask

    @property
    def ip(self):
        """The address alone."""
        return self._of_network._of_address(self._ip)

    def __str__(self):
        return f'{super().__str__()}/{self._prefixlen}'

    def _exploded(self):
        return f'{self._explode(self._ip)}/{self._prefixlen}'

    @property
    def reverse_pointer(self):
        return self.ip.reverse_pointer

    with_prefixlen = property(lambda self: str(self))
    with_netmask = property(lambda self: f'{self.ip}/{self.netmask}')
    with_hostmask = property(lambda self: f'{self.ip}/{self.hostmask}')

    def __eq__(self, other):
        same = super().__eq__(other)
        if same is NotImplemented or not same:
            return same
        return isinstance(other, _Interface) and self.network == other.network

    def __lt__(self, other):
        if not isinstance(other, _Address):
            return NotImplemented
        if not isinstance(other, _Interface):
            _check_version(self, other)
            return False
        if self.version == other.version and self.network != other.network:
            return self.network < other.network
        return super().__lt__(other)

    def __hash__(self):
        return hash((self._ip, self._prefixlen, int(self.network.network_address)))

    def __reduce__(self):
        return type(self), (str(self),)


class IPv4Interface(_Interface, IPv4Address):
    """An address of version 4 with its network."""

    _of_network = IPv4Network


class IPv6Interface(_Interface, IPv6Address):
    """An address of version 6 with its network."""

    _of_network = IPv6Network
    # That of a network is another thing than that of its address.
    is_unspecified = property(lambda self: self._is_in('unspecified') and self.network.is_unspecified)
    is_loopback = property(lambda self: self._is_in('loopback') and self.network.is_loopback)


# ---- ranges ----

def summarize_address_range(first, last):
    """The networks that a range of addresses consists of."""
    if not (isinstance(first, _Address) and isinstance(last, _Address)):
        raise TypeError('first and last must be IP addresses, not networks')
    _check_version(first, last)
    if first > last:
        raise ValueError('last IP address must be greater than first')
    network = IPv4Network if first.version == 4 else IPv6Network
    width, at, end = first.max_prefixlen, first._ip, last._ip + 1
    while at < end:
        # As many addresses as it is a multiple of, and as are left.
        zeros = (at & -at).bit_length() - 1 if at else width
        bits = min(zeros, (end - at).bit_length() - 1)
        yield network((at, width - bits))
        at += 1 << bits


def collapse_addresses(addresses):
    """The fewest networks that hold the same addresses as these addresses and networks."""
    ranges = []
    before = None
    for each in addresses:
        if before is not None and before.version != each.version:
            raise TypeError(f'{each} and {before} are not of the same version')
        before = each
        if isinstance(each, _Interface):
            each = each.ip if each._prefixlen == each.max_prefixlen else each.network
        ranges.append(each._ends())
    if not ranges:
        return iter(())
    address = IPv4Address if before.version == 4 else IPv6Address
    joined = []
    for first, last in sorted(ranges):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = joined[-1][0], max(joined[-1][1], last)
        else:
            joined.append((first, last))
    return (network for first, last in joined for network in summarize_address_range(address(first), address(last)))


def get_mixed_type_key(obj):
    """A key for sorting addresses and networks together."""
    if isinstance(obj, _Network):
        return obj._get_networks_key()
    return obj._get_address_key() if isinstance(obj, _Address) else NotImplemented
