"""Connections between processes that are not related: Listener and Client, with and without a key; what comes over them and what fails."""
import os
import threading
from multiprocessing import AuthenticationError, Process
from multiprocessing.connection import Client, Listener, answer_challenge, deliver_challenge, Pipe


class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __eq__(self, other):
        return (self.x, self.y) == (other.x, other.y)


def echo(connection):
    with connection:
        while True:
            try:
                connection.send(connection.recv())
            except EOFError:
                return


def talk(address, key):
    with Client(address, authkey=key) as client:
        for item in (None, 'text', [1, [2.5, {}]], Point(1, 2), b'x' * 300_000):
            client.send(item)
            assert client.recv() == item
        client.send_bytes(b'abc')


def refused(action):
    try:
        action()
    except Exception as error:
        print(type(error).__name__, str(error)[:60])
    else:
        print('no error')


if __name__ == '__main__':
    for address in (None, ('127.0.0.1', 0)):
        for key in (None, b'the key'):
            with Listener(address, authkey=key) as listener:
                path = listener.address
                client = Process(target=talk, args=(path, key))
                client.start()
                with listener.accept() as connection:
                    for _ in range(5):
                        connection.send(connection.recv())
                    print(type(path).__name__, connection.recv_bytes(), listener.last_accepted is None)
                    try:
                        connection.recv()
                    except EOFError:
                        print('end')
                client.join()
                print(client.exitcode)
            if type(path) is str:
                print(os.path.exists(path))

    # The wrong key is told to both sides.
    with Listener(('127.0.0.1', 0), authkey=b'one') as listener:
        said = []

        def accept():
            try:
                listener.accept()
            except AuthenticationError as error:
                said.append(str(error))

        thread = threading.Thread(target=accept)
        thread.start()
        refused(lambda: Client(listener.address, authkey=b'other'))
        thread.join()
        print(said)

    # A limit on the length.
    with Listener() as listener:
        thread = threading.Thread(target=lambda: echo(listener.accept()))
        thread.start()
        client = Client(listener.address)
        client.send_bytes(b'')
        # The echo has no object in that, and ends.
        thread.join()
        refused(client.recv)
        client.close()

    closed = Listener()
    closed.close()
    refused(closed.accept)
    refused(lambda: Client('/no/such/folder/name'))
    refused(lambda: Client(5))
    refused(lambda: Listener(authkey='text'))
    refused(lambda: Client('\\\\.\\pipe\\name'))
    one, other = Pipe()
    refused(lambda: deliver_challenge(one, 'text'))
    other.send_bytes(b'nonsense')
    refused(lambda: answer_challenge(one, b'key'))
    one.close()
    refused(one.fileno)
