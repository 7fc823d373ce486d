# select.epoll: what it registers, its errors, its flags.
import os
import select
import socket


def show(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)


with select.epoll() as e:
    print(e.fileno() >= 0, e.closed, os.get_inheritable(e.fileno()))
    reading, writing = os.pipe()
    names = {reading: 'reading', writing: 'writing'}

    def found(*args, of=e):
        return [(names.get(fd, '?'), events) for fd, events in of.poll(*args)]

    show(lambda: e.register(reading, select.EPOLLIN))
    show(lambda: e.register(reading, select.EPOLLIN))
    show(lambda: e.modify(writing, select.EPOLLOUT))
    show(lambda: e.unregister(writing))
    show(lambda: e.register(e.fileno()))
    for wrong in ('x', 1.5, -1, 2 ** 40, object()):
        show(lambda: e.register(wrong))
    show(lambda: e.register(reading, 'x'))
    show(lambda: e.register())
    for args in (('x',), (1e30,), (2 ** 70,), (float('nan'),), (0, 0), (0, -2), (0, 1.5)):
        show(lambda: e.poll(*args))
    print(found(0))
    os.write(writing, b'ab')
    print(found(), found(-1), found(None, 1))
    # Only what is new.
    e.modify(reading, select.EPOLLIN | select.EPOLLET)
    print(found(0), found(0))
    os.write(writing, b'c')
    print(found(0), found(0))
    # Once, until it is asked for again.
    e.modify(reading, eventmask=select.EPOLLIN | select.EPOLLONESHOT)
    print(found(0), found(0))
    e.modify(reading, select.EPOLLIN)
    print(found(timeout := 0))
    e.register(writing, select.EPOLLOUT | select.EPOLLEXCLUSIVE)
    print(sorted(found(0)), len(e.poll(0, maxevents=1)))
    show(lambda: e.modify(writing, select.EPOLLOUT))
    # The same set by its number.
    other = select.epoll.fromfd(e.fileno())
    print(sorted(found(0, of=other)), other.fileno() == e.fileno())
    # A set can be watched as other descriptors are.
    with select.epoll() as outer:
        outer.register(e, select.EPOLLIN)
        names[e.fileno()] = 'inner'
        print(found(0, of=outer))
    e.unregister(reading)
    os.close(reading)
    show(lambda: e.unregister(reading))
    print([(name, bool(events & select.EPOLLERR)) for name, events in found(0)])

print(e.closed)
for call in (e.fileno, lambda: e.poll(0), lambda: e.register(0), lambda: e.modify(0, 1), lambda: e.unregister(0), e.__enter__, e.close):
    show(call)
for args in ((-2,), (0,), (1, 2), ('x',)):
    show(lambda: select.epoll(*args))
show(lambda: select.epoll(16, select.EPOLL_CLOEXEC).closed)
show(lambda: type('Derived', (select.epoll,), {}))
one, two = socket.socketpair()
with select.epoll() as e:
    e.register(one)
    print([(fd == one.fileno(), events == select.EPOLLOUT) for fd, events in e.poll()])
    two.close()
    print([events & (select.EPOLLHUP | select.EPOLLIN) for _, events in e.poll()])
one.close()
