"""Sockets that were never closed are told of where warnings are wanted."""
import re
import socket
import warnings

warnings.simplefilter('always')


def told(make):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter('always')
        made = make()
        del made
    for warning in caught:
        print(warning.category.__name__, re.sub(r'\d+', 'N', str(warning.message)))
    print(len(caught))


class Own(socket.socket):
    pass


def closed():
    with socket.socket() as made:
        pass
    return made


def detached():
    made = socket.socket()
    socket.close(made.detach())
    return made


for make in socket.socket, Own, closed, detached, socket.socketpair, lambda: socket.socket(fileno=socket.socket().detach()):
    told(make)

# However many threads leave theirs: each is told of once, and its descriptor is free again.
import threading


def leave():
    for _ in range(50):
        socket.socket()


with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter('always')
    threads = [threading.Thread(target=leave) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
print(len(caught))
