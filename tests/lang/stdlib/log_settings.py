# Loggers set up by dictionaries and by what other programs send.
import json
import logging
import logging.config
import logging.handlers
import os
import queue
import socket
import sys
import tempfile


def attempt(function, *args):
    try:
        return function(*args)
    except Exception as error:
        return f'{type(error).__name__}: {error} <- {error.__cause__!r}'


values = logging.config.BaseConfigurator({'a': {'': 1, 'x': {'b c': 3}, 'k [': 5}, 'l': [1, [2]]})
for place in ['a[]', 'a[x][b c]', 'l[1][0]', 'a.x', 'a[x]y', 'l[9]', '', '!', 'a[', 'a[k []', 'l.0', 'a..x', 'a[x] [b c]']:
    print(place, attempt(values.convert, 'cfg://' + place))


class HalfQueue:
    def __init__(self):
        self.own = queue.Queue()
        self.full = None

    def __getattr__(self, name):
        return getattr(self.own, name)


def settings(**options):
    return {'version': 1, 'handlers': {'h': {'class': 'logging.handlers.QueueHandler', **options}}}


for options in [{'queue': 3}, {'queue': 'nowhere.x'}, {'listener': 3}, {'listener': 'queue.Queue'}, {'queue': {'()': 'queue.Queue', 'maxsize': 3}}]:
    print(options, attempt(logging.config.dictConfig, settings(**options)))
print(attempt(logging.config.dictConfig, settings(queue=HalfQueue()))[:34])
print(logging.getHandlerByName('h') is None)

with tempfile.TemporaryDirectory() as folder:
    name = os.path.join(folder, 'bytes.log')
    logging.basicConfig(filename=name, filemode='wb', force=True)
    print(logging.root.handlers[0].stream.mode, logging.root.handlers[0].encoding)
    logging.basicConfig(handlers=[logging.NullHandler()], force=True)

told = {
    'version': 1,
    'formatters': {'f': {'format': '%(levelname)s/%(processName)s/%(message)s'}},
    'handlers': {'out': {'class': 'logging.StreamHandler', 'stream': 'ext://sys.stdout', 'formatter': 'f'}},
    'loggers': {'sent': {'handlers': ['out'], 'level': 'INFO', 'propagate': False}},
}


def send(data, verify=None):
    thread = logging.config.listen(0, verify)
    thread.start()
    thread.ready.wait(60)
    thread.ready.clear()
    with socket.create_connection(('localhost', thread.port)) as connection:
        connection.sendall(len(data).to_bytes(4) + data)
    thread.ready.wait(60)
    logging.config.stopListening()
    thread.join(60)
    return thread.is_alive()


data = json.dumps(told).encode()
print(send(data, lambda data: None), logging.getLogger('sent').level)
print(send(data[::-1], lambda data: data[::-1]), logging.getLogger('sent').level)
logging.getLogger('sent').warning('taken')
text = b'''[loggers]
keys=root
[handlers]
keys=h
[formatters]
keys=
[logger_root]
level=ERROR
handlers=h
[handler_h]
class=StreamHandler
args=(sys.stdout,)
'''
print(send(text), logging.root.level)
logging.error('by a file')
print(logging.config.stopListening(), logging.makeLogRecord({}).processName, type(logging.config.listen(0)).__name__)
