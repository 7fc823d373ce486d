"""sendmsg and recvmsg: data in pieces, and descriptors beside it."""
import array
import os
import socket


def shown(what, call):
    try:
        print(what, call())
    except Exception as error:
        print(what, type(error).__name__, error)


a, b = socket.socketpair()
print(a.sendmsg([b'ab', bytearray(b'cd'), memoryview(b'ef')]))
print(b.recvmsg(10))
reading, writing = os.pipe()
fds = array.array('i', [reading, writing])
print(a.sendmsg([b'x'], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, fds)]))
data, control, flags, address = b.recvmsg(10, socket.CMSG_SPACE(8))
print(data, [(level == socket.SOL_SOCKET, kind == socket.SCM_RIGHTS, len(content)) for level, kind, content in control], flags, address)
got = array.array('i', control[0][2])
os.write(writing, b'through')
print(os.read(got[0], 10), os.get_inheritable(got[0]))
[os.close(fd) for fd in got]

print(socket.send_fds(a, [b'hello'], [reading, writing]))
data, got, flags, address = socket.recv_fds(b, 100, 2)
print(data, len(got), flags, address)
os.write(got[1], b'again')
print(os.read(reading, 10))
[os.close(fd) for fd in got]

first, second = bytearray(3), bytearray(5)
a.send(b'abcdef')
print(b.recvmsg_into([first, second]), first, second)
print(socket.CMSG_LEN(4) - socket.CMSG_LEN(0), socket.CMSG_SPACE(4) - socket.CMSG_SPACE(0))
b.setblocking(False)
shown('nothing', lambda: b.recvmsg(10))
shown('size', lambda: b.recvmsg(-1))
shown('control', lambda: b.recvmsg(1, -1))
shown('control', lambda: a.sendmsg([b'a'], [(1, 2)]))
shown('piece', lambda: a.sendmsg(['a']))
shown('length', lambda: socket.CMSG_LEN(-1))
c, d = socket.socketpair(type=socket.SOCK_DGRAM)
c.sendmsg([b'one', b'two'])
data, control, flags, address = d.recvmsg(4)
print(data, control, bool(flags & socket.MSG_TRUNC), address)
