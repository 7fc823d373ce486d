"""Sockets: TCP, UDP, local ones, time limits, files over them, names, errors; select and selectors."""
import os
import select
import selectors
import socket
import threading
import time

server = socket.create_server(('127.0.0.1', 0))
port = server.getsockname()[1]
print(server.family, server.type, server.proto, server.timeout, server.getblocking())


def echo():
    while True:
        conn, addr = server.accept()
        with conn:
            first = conn.recv(1000)
            if first == b'quit':
                break
            while first:
                conn.sendall(first.upper())
                first = conn.recv(1000)


thread = threading.Thread(target=echo)
thread.start()
with socket.create_connection(('127.0.0.1', port)) as s:
    s.sendall(b'hello')
    print(s.recv(100), s.getpeername() == ('127.0.0.1', port))
    buf = bytearray(10)
    s.send(b'abc')
    print(s.recv_into(buf), buf)
    s.settimeout(0.02)
    try:
        s.recv(1)
    except TimeoutError as e:
        print(type(e).__name__, e, e.errno, socket.timeout is TimeoutError)
    s.setblocking(False)
    try:
        s.recv(1)
    except BlockingIOError as e:
        print(e)
    s.settimeout(None)
    big = b'x' * 3_000_000
    got = []

    def reader():
        n = 0
        while n < len(big):
            n += len(s.recv(65536))
        got.append(n)

    r = threading.Thread(target=reader)
    r.start()
    s.sendall(big)
    r.join()
    print(got)
    s.shutdown(socket.SHUT_WR)
    print(s.recv(10))
    print(s.getsockopt(socket.SOL_SOCKET, socket.SO_TYPE) == socket.SOCK_STREAM)
    s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    print(s.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0)
print(s.fileno(), s._closed)
try:
    s.recv(1)
except OSError as e:
    print(e)
with socket.socket() as s:
    s.connect(('127.0.0.1', port))
    s.send(b'quit')
thread.join()
server.close()
try:
    socket.create_connection(('127.0.0.1', port), timeout=1)
except ConnectionRefusedError as e:
    print(e)
with socket.socket() as s:
    print(s.connect_ex(('127.0.0.1', port)) != 0)

a, b = socket.socketpair()
print(a.family, a.type)
f = a.makefile('w')
g = b.makefile('r', newline='\n')
print('line one', file=f)
print('zwei ü', file=f, flush=True)
print(repr(g.readline()), repr(g.readline()))
f.close()
rb, wb = a.makefile('rb'), b.makefile('wb')
wb.write(b'12345')
wb.flush()
print(rb.read(5))
a.close()
wb.close()
b.close()
g.close()
print(rb.closed)
rb.close()

u1 = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
u1.bind(('127.0.0.1', 0))
u2 = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
u2.bind(('localhost', 0))
print(u2.sendto(b'datagram', u1.getsockname()))
data, addr = u1.recvfrom(100)
print(data, addr == u2.getsockname())
u2.close()
path = '/tmp/pyc-test-%d.sock' % os.getpid()
l = socket.socket(socket.AF_UNIX)
l.bind(path)
l.listen(1)
c = socket.socket(socket.AF_UNIX)
c.connect(path)
d, who = l.accept()
c.send(b'local')
print(d.recv(9), repr(who), l.getsockname() == path)
for x in (l, c, d):
    x.close()
os.unlink(path)

r, w, x = select.select([u1], [u1], [], 0.01)
print(r == [], w == [u1], x)
print(select.select([u1], [], [], 0.01))
p = select.poll()
p.register(u1, select.POLLIN)
print(p.poll(10))
u1.close()
a, b = socket.socketpair()
with selectors.DefaultSelector() as sel:
    sel.register(a, selectors.EVENT_READ, 'data a')
    print(sel.select(0.01))
    b.send(b'x')
    [(key, events)] = sel.select()
    print(key.data, events == selectors.EVENT_READ, key.fileobj is a)
    try:
        sel.register(a, selectors.EVENT_READ)
    except KeyError:
        print('KeyError')
    sel.unregister(a)
    print(len(sel.get_map()))
t = threading.Timer(0.02, lambda: b.send(b'later'))
t.start()
a.recv(1)
print(select.select([a], [], [])[0] == [a], a.recv(10))
b.close()
print(a.recv(10))
try:
    a.send(b'x')
    a.send(b'x')
except BrokenPipeError as e:
    print(e)
a.close()
print(socket.inet_aton('1.2.3.4'), socket.inet_ntoa(b'\x7f\0\0\1'), socket.inet_pton(socket.AF_INET6, '::1'))
print(socket.inet_ntop(socket.AF_INET6, bytes(15) + b'\1'), socket.htons(1), socket.ntohl(1), socket.gethostbyname('127.0.0.1'))
print(socket.getaddrinfo('127.0.0.1', 80, type=socket.SOCK_STREAM))
try:
    socket.getaddrinfo('no.such.host.invalid', 80)
except socket.gaierror as e:
    print(type(e).__name__, isinstance(e, OSError), e.errno == e.args[0])
for bad in (lambda: socket.socket().bind('x'), lambda: socket.socket().bind(('a', 70000)), lambda: socket.inet_aton('x'),
            lambda: socket.socket().settimeout(-1), lambda: socket.socket(fileno=-1), lambda: socket.socket().bind((1, 2, 3))):
    try:
        bad()
    except Exception as e:
        print(type(e).__name__, e)
