"""ipaddress: addresses, networks and interfaces of both versions."""
import copy
import ipaddress
import pickle
from ipaddress import *

ADDRESSES = [
    '1.2.3.4', '0.0.0.0', '255.255.255.255', '127.0.0.1', '10.1.2.3', '192.168.0.1', '169.254.1.1', '224.0.0.1',
    '240.0.0.1', '100.64.0.1', '192.0.0.8', '198.18.0.1', '8.8.8.8', '172.16.5.4', '203.0.113.7', '192.0.0.9', '::',
    '::1', 'fe80::1', '2001:db8::1', 'ff02::1', '::ffff:1.2.3.4', '2002:102:304::1',
    '2001:0:4136:e378:8000:63bf:3fff:fdd2', 'fc00::1', 'fec0::1', '64:ff9b::1.2.3.4', '100::1', '2001:4860::8888',
    '1:2:3:4:5:6:7:8', '1::8', '::1:0:0:0', '2001:db8:0:0:1:0:0:1', '1:0:0:2:0:0:0:3', '64:ff9b:1::1', '3fff::1',
]
WRONG = [
    '', '1.2.3', '1.2.3.4.5', '1.2.3.256', '01.2.3.4', '1.2.3.a', '1.2.3.-1', '1.2.3.1000', ' 1.2.3.4', '1.2.3.4/24',
    '1.2.3.', '::1::', '1:2:3:4:5:6:7', '1:2:3:4:5:6:7:8:9', '12345::', ':1', '1:', ':::', 'g::', '::1.2.3',
    '1.2.3.4::', '::1%', '::1%a%b', '1:2:3:4:5:6:7::8', '::/0', 'fe80::1%/64', '1::2::3', 'x',
]


def attempt(text):
    try:
        result = eval(text)
        print(text, "->", list(result) if hasattr(result, "__next__") else repr(result))
    except Exception as error:
        print(text, "!", type(error).__name__, error)


KINDS = "multicast", "private", "global", "unspecified", "reserved", "loopback", "link_local"
for text in ADDRESSES:
    address = ip_address(text)
    print(text, repr(address), str(address), int(address), address.packed, address.version, address.max_prefixlen)
    print("  ", address.exploded, address.compressed, address.reverse_pointer, [kind for kind in KINDS if getattr(address, "is_" + kind)])
    print("  ", *[getattr(address, name, None) for name in ("ipv4_mapped", "sixtofour", "teredo", "scope_id", "is_site_local", "ipv6_mapped")])
for text in WRONG:
    for name in ("ip_address", "IPv4Address", "IPv6Address", "ip_network", "ip_interface"):
        attempt(f"{name}({text!r})")
for text in r"""
ip_address(1)
ip_address(2**32)
ip_address(-1)
ip_address(2**128)
IPv4Address(2**32)
IPv6Address(-1)
ip_address(b'abcd')
ip_address(b'abc')
IPv4Address(b'abc')
IPv6Address(b'a'*16)
ip_address(None)
ip_address(1.5)
IPv4Address('1.2.3.4')+5
IPv4Address('1.2.3.4')-5
IPv4Address('255.255.255.255')+1
IPv4Address('0.0.0.0')-1
IPv4Address('1.2.3.4')<IPv4Address('1.2.3.5')
IPv4Address('1.2.3.4')<IPv6Address('::1')
IPv4Address('1.2.3.4')==IPv6Address('::1')
IPv4Address('1.2.3.4')<5
IPv4Address('1.2.3.4')=='1.2.3.4'
sorted([IPv4Address('9.2.3.4'),IPv4Address('1.2.3.5')])
hash(IPv4Address('1.2.3.4'))==hash(IPv4Address('1.2.3.4'))
f"{IPv4Address('1.2.3.4'):b} {IPv4Address('1.2.3.4'):#_x} {IPv4Address('1.2.3.4'):n} {IPv4Address('1.2.3.4'):X} {IPv4Address('1.2.3.4'):>20} {IPv4Address('1.2.3.4'):s} {IPv6Address('::1'):#x}"
f"{IPv4Address('1.2.3.4'):d}"
f"{IPv4Address('1.2.3.4'):zz}"
ip_network('192.168.0.0/24')
ip_network('192.168.0.1/24')
ip_network('192.168.0.1/24',strict=False)
ip_network('192.168.0.0/255.255.255.0')
ip_network('192.168.0.0/0.0.0.255')
ip_network('192.168.0.0/255.0.255.0')
ip_network('192.168.0.0/33')
ip_network('192.168.0.0/-1')
ip_network('192.168.0.0/a')
ip_network('192.168.0.0/')
ip_network('192.168.0.0/24/5')
ip_network('192.168.0.0/24 ')
ip_network('192.168.0.0')
ip_network(('192.168.0.0',24))
ip_network(('192.168.0.0','255.255.255.0'))
ip_network((3232235520,16))
ip_network((3232235521,16))
ip_network(5)
ip_network(b'abcd')
ip_network('2001:db8::/32')
ip_network('2001:db8::/129')
ip_network('2001:db8::1/32')
ip_network('2001:db8::/ffff::')
ip_network('x/24')
IPv4Network('1.2.3.0/24')==IPv4Network('1.2.3.0/255.255.255.0')
list(ip_network('10.0.0.0/30'))
list(ip_network('10.0.0.0/30').hosts())
list(ip_network('10.0.0.0/31').hosts())
list(ip_network('10.0.0.1/32').hosts())
list(ip_network('::/126').hosts())
list(ip_network('::/127').hosts())
list(ip_network('::1/128').hosts())
ip_network('10.0.0.0/30')[1]
ip_network('10.0.0.0/30')[-1]
ip_network('10.0.0.0/30')[4]
ip_network('10.0.0.0/30')[-5]
ip_network('10.0.0.0/8').num_addresses
ip_network('10.0.0.0/8').netmask
ip_network('10.0.0.0/8').hostmask
ip_network('10.0.0.0/8').broadcast_address
ip_network('10.0.0.0/8').network_address
ip_network('10.0.0.0/8').with_prefixlen
ip_network('10.0.0.0/8').with_netmask
ip_network('10.0.0.0/8').with_hostmask
ip_network('2001:db8::/32').with_netmask
ip_network('2001:db8::/32').exploded
ip_network('2001:db8::/32').compressed
ip_network('10.0.0.0/8').reverse_pointer
ip_network('2001:db8::/32').reverse_pointer
ip_address('10.1.1.1') in ip_network('10.0.0.0/8')
ip_address('::1') in ip_network('10.0.0.0/8')
ip_network('10.1.0.0/16') in ip_network('10.0.0.0/8')
ip_network('10.1.0.0/16').subnet_of(ip_network('10.0.0.0/8'))
ip_network('10.0.0.0/8').supernet_of(ip_network('10.1.0.0/16'))
ip_network('10.0.0.0/8').supernet_of(ip_network('11.1.0.0/16'))
ip_network('10.0.0.0/8').subnet_of(ip_network('::/0'))
ip_network('10.0.0.0/8').subnet_of(5)
ip_network('10.0.0.0/8').overlaps(ip_network('10.5.0.0/16'))
ip_network('10.0.0.0/8').overlaps(ip_network('11.0.0.0/8'))
list(ip_network('10.0.0.0/24').subnets())
list(ip_network('10.0.0.0/24').subnets(2))
list(ip_network('10.0.0.0/24').subnets(new_prefix=26))
list(ip_network('10.0.0.0/24').subnets(new_prefix=23))
list(ip_network('10.0.0.0/24').subnets(2,new_prefix=27))
list(ip_network('10.0.0.0/24').subnets(9))
list(ip_network('10.0.0.0/24').subnets(-1))
list(ip_network('10.0.0.1/32').subnets())
ip_network('10.0.1.0/24').supernet()
ip_network('10.0.1.0/24').supernet(3)
ip_network('10.0.1.0/24').supernet(new_prefix=20)
ip_network('10.0.1.0/24').supernet(new_prefix=25)
ip_network('10.0.1.0/24').supernet(25)
ip_network('10.0.1.0/24').supernet(2,new_prefix=20)
ip_network('0.0.0.0/0').supernet()
list(ip_network('10.0.0.0/28').address_exclude(ip_network('10.0.0.4/30')))
list(ip_network('10.0.0.0/28').address_exclude(ip_network('10.0.0.0/28')))
list(ip_network('10.0.0.0/28').address_exclude(ip_network('11.0.0.4/30')))
list(ip_network('10.0.0.0/28').address_exclude(ip_network('::/30')))
ip_network('10.0.0.0/24')<ip_network('10.0.0.0/25')
ip_network('10.0.0.0/24')<ip_network('9.0.0.0/25')
ip_network('10.0.0.0/24')<ip_network('::/25')
ip_network('10.0.0.0/24').compare_networks(ip_network('10.0.0.0/25'))
ip_network('10.0.0.0/24').compare_networks(ip_network('10.0.0.0/24'))
ip_network('10.0.0.0/24').compare_networks(ip_network('::/24'))
ip_network('10.0.0.0/24').is_private
ip_network('10.0.0.0/7').is_private
ip_network('8.0.0.0/8').is_global
ip_network('100.64.0.0/10').is_global
ip_network('100.64.0.0/10').is_private
ip_network('224.0.0.0/4').is_multicast
ip_network('fe80::/10').is_link_local
ip_network('::/0').is_unspecified
ip_network('::1/128').is_loopback
ip_network('127.0.0.0/8').is_loopback
ip_network('fec0::/10').is_site_local
hash(ip_network('10.0.0.0/8'))==hash(ip_network('10.0.0.0/8'))
ip_interface('10.1.2.3/8')
ip_interface('10.1.2.3/8').network
ip_interface('10.1.2.3/8').ip
ip_interface('10.1.2.3/8').netmask
ip_interface('10.1.2.3/8').hostmask
ip_interface('10.1.2.3/8').with_prefixlen
ip_interface('10.1.2.3/8').with_netmask
ip_interface('10.1.2.3/8').with_hostmask
ip_interface('10.1.2.3')
str(ip_interface('2001:db8::1/32'))
ip_interface('2001:db8::1/32').exploded
ip_interface('fe80::1%eth0/64')
ip_interface('fe80::1%eth0/64').network
ip_interface('10.1.2.3/8')==ip_interface('10.1.2.3/9')
ip_interface('10.1.2.3/8')==ip_address('10.1.2.3')
ip_interface('10.1.2.3/8')<ip_interface('10.1.2.3/9')
ip_interface('10.1.2.3/8')<ip_interface('10.1.2.4/8')
ip_interface('10.1.2.3/8')<ip_address('10.1.2.4')
ip_interface('10.1.2.3/8')+1
ip_interface(('10.1.2.3',8))
hash(ip_interface('10.1.2.3/8'))==hash(ip_interface('10.1.2.3/8'))
ip_interface('10.1.2.3/8').packed
ip_interface('10.1.2.3/8').is_private
ip_interface('::1/64').is_loopback
ip_interface('x')
list(summarize_address_range(ip_address('10.0.0.1'),ip_address('10.0.0.10')))
list(summarize_address_range(ip_address('10.0.0.10'),ip_address('10.0.0.1')))
list(summarize_address_range(ip_address('10.0.0.10'),ip_address('::1')))
list(summarize_address_range(5,6))
list(summarize_address_range(ip_address('::'),ip_address('::5')))
list(summarize_address_range(ip_address('0.0.0.0'),ip_address('255.255.255.255')))
list(collapse_addresses([ip_network('10.0.0.0/25'),ip_network('10.0.0.128/25')]))
list(collapse_addresses([ip_address('10.0.0.0'),ip_address('10.0.0.1'),ip_network('10.0.0.2/31'),ip_network('9.0.0.0/8')]))
list(collapse_addresses([ip_address('10.0.0.0'),ip_address('::1')]))
list(collapse_addresses([ip_network('10.0.0.0/8'),ip_network('10.1.0.0/16'),ip_network('11.0.0.0/8')]))
list(collapse_addresses([]))
sorted([ip_network('10.0.0.0/8'),ip_address('10.0.0.0'),ip_address('::'),ip_network('9.0.0.0/8')],key=get_mixed_type_key)
v4_int_to_packed(5)
v4_int_to_packed(2**32)
v6_int_to_packed(5)
v6_int_to_packed(-1)
pickle.loads(pickle.dumps([ip_address('1.2.3.4'),ip_network('10.0.0.0/8'),ip_interface('::1/64')]))
copy.copy(ip_network('10.0.0.0/8'))
AddressValueError.__mro__[1],NetmaskValueError.__mro__[1]
IPV4LENGTH,IPV6LENGTH
IPv4Address('1.2.3.4').x
ip_address('1.2.3.4').__format__('')
IPv6Address('::1%eth0')==IPv6Address('::1')
IPv6Address('::1%eth0')<IPv6Address('::1')
str(IPv6Address('::1%eth0')+1)
iter(ip_network('::/127'))
ip_network('1.2.3.4/32').prefixlen
IPv4Address('1.2.3.4').is_site_local
IPv6Address('::ffff:10.0.0.1').is_private
IPv6Address('::ffff:127.0.0.1').is_loopback
IPv6Address('::ffff:8.8.8.8').is_global
IPv4Network('192.168.0.0/255.0.255.0')
IPv4Network('192.168.0.0/33')
IPv4Network('192.168.0.0/a')
IPv4Network('192.168.0.0/')
IPv4Network('192.168.0.0/24/5')
IPv4Network('x/24')
IPv4Network('1.2.3.4/0.0.0.0')
IPv4Network('0.0.0.0/0.0.0.0')
IPv4Network('1.2.3.4/255.255.255.255')
IPv4Network(('1.2.3.0',33))
IPv4Network(('1.2.3.0',))
IPv4Network(('1.2.3.0','x'))
IPv4Network(('1.2.3.0',24,1))
IPv6Network('::/129')
IPv6Network('::/x')
IPv6Network('::/-1')
IPv6Network('::/ 1')
IPv6Network('::/+1')
IPv6Network('::1%a/64')
IPv6Network('::%a/64')
IPv6Interface('::1/129')
IPv4Interface('1.2.3.4/33')
IPv4Interface('1.2.3.4/255.255.0.0')
IPv4Interface(('1.2.3.4','0.0.255.255'))
IPv4Interface(5)
IPv4Interface(5).with_prefixlen
IPv4Address(True)
IPv4Address(1.0)
IPv4Address(None)
IPv4Address(IPv4Address('1.2.3.4'))
IPv4Network(IPv4Network('1.2.3.0/24'))
IPv4Network(IPv4Address('1.2.3.0'))
IPv4Network((IPv4Address('1.2.3.0'),24))
IPv4Interface('1.2.3.4/8') in IPv4Network('1.2.3.0/24')
IPv4Network('1.2.3.0/24').hosts()
IPv4Address('1.2.3.4')+'a'
IPv4Address('1.2.3.4')-IPv4Address('1.2.3.1')
IPv4Address('1.2.3.4')==None
IPv4Network('1.2.3.0/24')==None
IPv4Network('1.2.3.0/24')<5
IPv4Network('1.2.3.0/24')<=IPv4Network('1.2.3.0/24')
IPv4Interface('1.2.3.4/24')<IPv4Network('1.2.3.0/24')
IPv4Interface('1.2.3.4/24')==IPv4Network('1.2.3.0/24')
IPv4Address('1.2.3.4')<IPv4Network('1.2.3.0/24')
IPv4Address('1.2.3.4')<IPv4Interface('1.2.3.0/24')
list(IPv4Network('10.0.0.0/24').subnets(0))
IPv6Address('::1%eth0').scope_id
repr(IPv6Address('::1%eth0'))
hash(IPv6Address('::1%eth0'))!=hash(IPv6Address('::1'))
f"{IPv4Address('1.2.3.4'):b}"
f"{IPv4Address('1.2.3.4'):#b}"
f"{IPv4Address('1.2.3.4'):#_b}"
f"{IPv4Address('1.2.3.4'):n}"
f"{IPv4Address('1.2.3.4'):#_n}"
f"{IPv4Address('1.2.3.4'):x}"
f"{IPv4Address('1.2.3.4'):#X}"
f"{IPv6Address('::1'):n}"
f"{IPv6Address('::1'):#_x}"
f"{IPv4Address('1.2.3.4'):s}"
f"{IPv4Address('1.2.3.4'):20}"
f"{IPv4Address('1.2.3.4'):>20s}"
f"{IPv4Address('1.2.3.4'):10b}"
f"{IPv4Network('1.2.3.0/24')!s:>20}"
f"{IPv4Network('1.2.3.0/24'):>20}"
IPv4Network('1.2.3.0/24').is_global
IPv6Network('fe80::/10').is_private
IPv6Network('::/0').is_reserved
IPv4Network('0.0.0.0/0').is_private
IPv4Network('10.0.0.0/8').is_reserved
IPv4Interface('1.2.3.4/8').exploded
IPv6Interface('::1%e/8').exploded
IPv6Interface('::1%e/8').with_netmask
IPv6Interface('::1/8').is_unspecified
IPv6Interface('::/128').is_unspecified
IPv6Interface('::1/128').is_loopback
IPv6Network('2001::/23').is_private
IPv6Address('2001:1::1').is_private
IPv6Address('2001:20::1').is_global
IPv6Address('::ffff:1.2.3.4').ipv6_mapped
IPv4Network('10.0.0.0/30').supernet(0)
IPv4Network('10.0.0.0/30').supernet(-1)
isinstance(IPv4Interface('1.2.3.4/8'), IPv4Address)
IPv4Address('1.2.3.4').__reduce__()
IPv4Network('1.2.3.0/24').__reduce__()
IPv4Interface('1.2.3.4/24').__reduce__()
len(list(IPv4Network('10.0.0.0/29')))
IPv4Network('10.0.0.0/8') in IPv4Network('10.0.0.0/8')
reversed(IPv4Network('10.0.0.0/30'))
""".strip().split("\n"):
    attempt(text)
