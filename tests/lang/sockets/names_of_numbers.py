"""Interfaces and services by number."""
import socket

for number, name in socket.if_nameindex():
    assert socket.if_nametoindex(name) == number and socket.if_indextoname(number) == name
for call, *args in (
    (socket.if_nametoindex, 'no such one'), (socket.if_indextoname, 1 << 30), (socket.getservbyport, 1 << 17),
    (socket.getservbyport, -1), (socket.getservbyport, 4, 'no such'), (socket.if_nametoindex, 5), (socket.if_indextoname, 'x'),
):
    try:
        print(call(*args))
    except (OSError, TypeError, OverflowError) as error:
        print(type(error).__name__)
try:
    port = socket.getservbyname('http')
except OSError:
    pass
else:
    assert socket.getservbyport(port) == socket.getservbyport(port, 'tcp') == 'http'
