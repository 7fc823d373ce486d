"""Files that read from one raw file and write to another; and those over sockets."""
import io
import os
import socket


def shown(what, call):
    try:
        print(what, call())
    except Exception as error:
        print(what, type(error).__name__, error)


a, b = socket.socketpair()
with a, b, a.makefile('rw') as text, b.makefile('rwb') as data:
    text.write('one\ntwo\n')
    text.flush()
    print(data.readline(), data.peek(1)[:3], data.read1(10))
    data.write(b'three\nfour\nfive')
    data.flush()
    print(text.readline(), text.mode, data.readable(), data.writable(), data.seekable(), data.isatty())
    b.shutdown(socket.SHUT_WR)
    print(text.read())
    shown('detach', data.detach)
    shown('seek', lambda: data.seek(0))
print(text.closed, data.closed, a.fileno())


class Failing(io.RawIOBase):
    def __init__(self, name):
        self.name = name

    def writable(self):
        return True

    readable = writable

    def close(self):
        if not self.closed:
            print('close', self.name)
            super().close()
            raise OSError(self.name)


reading, writing = os.pipe()
reader, writer = open(reading, 'rb', 0), open(writing, 'wb', 0)
pair = io.BufferedRWPair(reader, writer, 4)
print(isinstance(pair, io.BufferedIOBase), pair.write(b'ab'), pair.flush(), pair.read(2), pair.write(b'abcdefgh'), pair.flush())
place = bytearray(3)
print(pair.readinto(place), place, pair.readinto1(place), place, pair.read1())
shown('reader', lambda: io.BufferedRWPair(writer, writer))
shown('writer', lambda: io.BufferedRWPair(reader, reader))
shown('size', lambda: io.BufferedRWPair(reader, writer, 0))
shown('size', lambda: io.BufferedRWPair(reader, writer, -1))
pair.close()
print(pair.closed, reader.closed, writer.closed)
shown('closed', lambda: pair.write(b'a'))
failing = io.BufferedRWPair(Failing('reader'), Failing('writer'))
try:
    failing.close()
except OSError as error:
    print(error, 'after', error.__context__)


# A line server writes between the lines that it reads from one text file.
import socket
import threading


def serve(listener):
    connection, _ = listener.accept()
    with connection, connection.makefile('rw') as file:
        for line in file:
            file.write(line.upper())
            file.flush()
        file.write('end\n')


with socket.create_server(('127.0.0.1', 0)) as listener:
    server = threading.Thread(target=serve, args=(listener,))
    server.start()
    with socket.create_connection(listener.getsockname()) as client, client.makefile('rw') as file:
        client.sendall('a\nb\nç\n'.encode())
        print(file.readline(), file.readline(), end='')
        file.write('d\n')
        file.flush()
        print(file.readline(), file.readline(), end='')
        client.shutdown(socket.SHUT_WR)
        print(file.read(), end='')
    server.join()
