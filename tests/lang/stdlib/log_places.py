"""logging.handlers and logging.config: files that are turned over, memory, queues, sockets; and setting all that up."""
import copy
import io
import logging
import logging.config
import logging.handlers
import os
import pickle
import queue
import socket
import struct
import sys
import tempfile
import threading
import time
from datetime import time as Time

logging.raiseExceptions = True
handlers = logging.handlers
folder = tempfile.TemporaryDirectory()
log = logging.getLogger("test")
log.setLevel(logging.DEBUG)
log.propagate = False


def with_handler(handler, *messages, level=logging.INFO):
    log.addHandler(handler)
    for message in messages:
        log.log(level, message)
    log.removeHandler(handler)
    handler.close()


def listing():
    for name in sorted(os.listdir(folder.name)):
        path = os.path.join(folder.name, name)
        print("  ", name, repr(open(path).read()))
        os.remove(path)


def attempt(function, *args, **options):
    try:
        print(function(*args, **options))
    except Exception as error:
        print(type(error).__name__, error, "|", repr(error.__cause__), "|", repr(getattr(error.__cause__, "__cause__", None)))


path = os.path.join(folder.name, "a.log")
print("by size")
for options in (dict(maxBytes=20, backupCount=2), dict(maxBytes=20, backupCount=0), dict(), dict(maxBytes=1, backupCount=1, delay=True)):
    with_handler(handlers.RotatingFileHandler(path, **options), "first", "second one", "third message", "fourth", "fifth and last")
    listing()
handler = handlers.RotatingFileHandler(path, maxBytes=10, backupCount=3)
handler.namer = lambda name: name + ".old"
handler.rotator = lambda source, target: os.rename(source, target) or print("turned over", os.path.basename(target))
with_handler(handler, "one", "two two", "three three", "four")
listing()

print("by time")
for when in ("s", "M", "H", "D", "midnight", "W0", "W6"):
    handler = handlers.TimedRotatingFileHandler(path, when, interval=2, utc=True)
    print(handler.when, handler.interval, handler.suffix, handler.computeRollover(1_000_000_000) - 1_000_000_000)
    handler.close()
handler = handlers.TimedRotatingFileHandler(path, "midnight", utc=True, atTime=Time(3, 30, 15), delay=True)
print(handler.computeRollover(1_000_000_000) - 1_000_000_000, handler.computeRollover(1_000_000_000 + 20_000) - 1_000_000_000)
handler.close()
for when in ("x", "W7", "W", "W12", "secs"):
    attempt(handlers.TimedRotatingFileHandler, path, when)
listing()
for day in range(1, 6):
    open(os.path.join(folder.name, f"a.log.2001-01-0{day}"), "w").close()
open(os.path.join(folder.name, "a.log.other"), "w").close()
handler = handlers.TimedRotatingFileHandler(path, "D", backupCount=3, utc=True)
handler.rolloverAt = 1_000_000_000
log.addHandler(handler)
log.info("new")
print(handler.rolloverAt > time.time(), sorted(map(os.path.basename, handler.getFilesToDelete())))
log.info("newer")
log.removeHandler(handler)
handler.close()
listing()

print("watched")
handler = handlers.WatchedFileHandler(path)
log.addHandler(handler)
log.info("before")
os.rename(path, path + ".moved")
log.info("after")
os.remove(path)
log.info("last")
log.removeHandler(handler)
handler.close()
listing()

print("memory")
stream = io.StringIO()
target = logging.StreamHandler(stream)
handler = handlers.MemoryHandler(3, target=target)
log.addHandler(handler)
for number in range(4):
    log.info("number %d", number)
print(repr(stream.getvalue()), len(handler.buffer))
log.error("bad")
print(repr(stream.getvalue()), len(handler.buffer))
log.info("left")
handler.close()
print(repr(stream.getvalue()), handler.target)
log.removeHandler(handler)
handler = handlers.MemoryHandler(10, flushOnClose=False)
with_handler(handler, "lost")
print(len(handler.buffer))
handler = handlers.BufferingHandler(2)
log.addHandler(handler)
log.info("1")
print(len(handler.buffer))
log.info("2")
print(len(handler.buffer))
log.removeHandler(handler)

print("queues")
stream = io.StringIO()
target = logging.StreamHandler(stream)
target.setFormatter(logging.Formatter("%(levelname)s:%(message)s"))
quiet = logging.StreamHandler(io.StringIO())
quiet.setLevel(logging.ERROR)
line = queue.Queue()
listener = handlers.QueueListener(line, target, quiet, respect_handler_level=True)
listener.start()
with_handler(handlers.QueueHandler(line), "through", "a queue")
try:
    raise KeyError("inside")
except KeyError:
    handler = handlers.QueueHandler(line)
    log.addHandler(handler)
    log.exception("failed with %s", "arguments")
    log.removeHandler(handler)
listener.stop()
lines = stream.getvalue().splitlines()
print(lines[:3], lines[-1], len(quiet.stream.getvalue().splitlines()) > 1)
record = logging.makeLogRecord(dict(msg="a %d", args=(1,), exc_info=(ValueError, ValueError("x"), None)))
ready = handlers.QueueHandler(None).prepare(record)
print(ready.msg, ready.message, ready.args, ready.exc_info, ready.exc_text, record.args, ready is record)

print("sockets")
receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
receiver.bind(("127.0.0.1", 0))
receiver.settimeout(30)
port = receiver.getsockname()[1]


def show(data):
    size = struct.unpack(">L", data[:4])[0]
    fields = pickle.loads(data[4:])
    print(size == len(data) - 4, fields["msg"], fields["args"], fields["exc_info"], fields["levelname"], "message" in fields)


with_handler(handlers.DatagramHandler("127.0.0.1", port), "by %s")
show(receiver.recv(65536))
for facility, message in ((handlers.SysLogHandler.LOG_USER, "to the log"), ("local3", "\u00e9")):
    handler = handlers.SysLogHandler(("127.0.0.1", port), facility=facility)
    with_handler(handler, message, level=logging.ERROR)
    print(receiver.recv(65536))
handler = handlers.SysLogHandler(("127.0.0.1", port))
handler.ident, handler.append_nul = "me: ", False
with_handler(handler, "named")
print(receiver.recv(65536), handler.mapPriority("DEBUG"), handler.mapPriority("OTHER"), handler.encodePriority("mail", "alert"))
receiver.close()
server = socket.create_server(("127.0.0.1", 0))
server.settimeout(30)
with_handler(handlers.SocketHandler("127.0.0.1", server.getsockname()[1]), "over a connection")
connection, _ = server.accept()
connection.settimeout(30)
with connection.makefile("rb") as file:
    show(file.read())
connection.close()
server.close()
handler = handlers.SocketHandler("127.0.0.1", 1)
with_handler(handler, "nobody listens")
print(handler.sock, handler.retryPeriod)
for wrong in (dict(method="PUT"), dict(context=1)):
    attempt(handlers.HTTPHandler, "h", "/", **wrong)
print(handlers.HTTPHandler("h", "/x", "post").method)

print("set up by dictionaries")
for config in (
    {}, {"version": 2}, {"version": 1}, {"version": 1, "handlers": {"h": {"class": "nope.X"}}},
    {"version": 1, "handlers": {"h": {"class": "logging.Nope"}}}, {"version": 1, "handlers": {"h": {}}},
    {"version": 1, "handlers": {"h": {"class": "logging.StreamHandler", "level": "NOPE"}}},
    {"version": 1, "handlers": {"h": {"class": "logging.StreamHandler", "formatter": "f"}}},
    {"version": 1, "loggers": {"a": {"handlers": ["x"]}}}, {"version": 1, "root": {"handlers": ["x"]}},
    {"version": 1, "root": {"level": "BAD"}}, {"version": 1, "formatters": {"f": {"format": "%(x"}}},
    {"version": 1, "formatters": {"f": {"()": "nope"}}}, {"version": 1, "filters": {"f": {"()": "logging.Nope"}}},
    {"version": 1, "loggers": {"a": {"filters": ["x"]}}},
    {"version": 1, "handlers": {"h": {"class": "logging.handlers.MemoryHandler", "capacity": 1, "target": "x"}}},
    {"version": 1, "incremental": True, "handlers": {"h": {"level": "INFO"}}},
    {"version": 1, "handlers": {"h": {"class": "logging.StreamHandler", "bad": 1}}},
    {"version": 1, "handlers": {"h": {"class": "logging.StreamHandler", "a b": 1}}},
    {"version": 1, "handlers": {"h": {"class": "logging.StreamHandler", "stream": "cfg://nope"}}},
):
    attempt(logging.config.dictConfig, config)


class Only:
    def __init__(self, word, extra=None):
        self.word, self.extra = word, extra

    def filter(self, record):
        return self.word in record.getMessage()


class Listed(logging.Handler):
    def __init__(self, into, tag="-"):
        super().__init__()
        self.into, self.tag = into, tag

    def emit(self, record):
        self.into.append((self.tag, self.format(record)))


OUT = []
before = logging.getLogger("old")
child = logging.getLogger("app.child")
child.setLevel(logging.CRITICAL)
config = {
    "version": 1,
    "formatters": {
        "plain": {"format": "%(name)s %(levelname)s %(message)s"},
        "braces": {"format": "{levelname}|{message}|{user}", "style": "{", "defaults": {"user": "nobody"}},
        "made": {"()": logging.Formatter, "format": "made %(message)s"},
    },
    "filters": {"word": {"()": Only, "word": "cat", ".": {"extra": 5}}, "named": {"name": "app.x"}},
    "handlers": {
        "z": {"()": Listed, "into": "cfg://lists.main", "formatter": "plain", "tag": "z", ".": {"mark": [1, 2]}},
        "b": {"()": Listed, "into": "cfg://lists[main]", "formatter": "braces", "level": "WARNING", "tag": "b", "filters": ["word"]},
        "a_memory": {"class": "logging.handlers.MemoryHandler", "capacity": 2, "flushLevel": "ERROR", "target": "z"},
        "out": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "made", "level": "ERROR"},
    },
    "loggers": {"app": {"level": "DEBUG", "handlers": ["a_memory", "b"], "propagate": False}, "app.x": {"filters": ["word"]}},
    "root": {"level": "WARNING", "handlers": ["out"]},
    "lists": {"main": OUT},
}
logging.config.dictConfig(copy.copy(config))
app = logging.getLogger("app")
app.info("one")
app.warning("a cat")
app.warning("a dog")
app.error("bad cat")
logging.getLogger("app.x").error("no match")
logging.getLogger("app.x").error("cat of x")
logging.getLogger("other").error("to root")
logging.getLogger("other").info("not to root")
print(type(app.handlers[0]).__name__, app.handlers[0].target.into is OUT, *(OUT if app.handlers[0].target.into is OUT else app.handlers[0].target.into),
      sep="\n  ")
print(before.disabled, child.disabled, child.level, logging.getHandlerNames() >= {"z", "b", "out"}, logging.getHandlerByName("z").mark)
logging.config.dictConfig({"version": 1, "incremental": True, "handlers": {"out": {"level": "CRITICAL"}}, "loggers": {"app": {"level": "ERROR"}},
                           "root": {"level": "INFO"}})
print(logging.getHandlerByName("out").level, app.level, len(app.handlers), logging.root.level)
logging.config.dictConfig({"version": 1, "disable_existing_loggers": False})
print(app.disabled, len(app.handlers))
config = {"version": 1, "handlers": {"q": {"class": "logging.handlers.QueueHandler", "handlers": ["s"], "respect_handler_level": True},
                                     "s": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout"}},
          "root": {"handlers": ["q"], "level": "INFO"}}
logging.config.dictConfig(config)
handler = logging.root.handlers[0]
print(type(handler).__name__, type(handler.queue).__name__, handler.listener.handlers == (logging.getHandlerByName("s"),),
      handler.listener.respect_handler_level)
handler.listener.start()
logging.warning("through the queue of the configuration")
handler.listener.stop()

print("set up by files")
text = """
[loggers]
keys=root,app
[handlers]
keys=out,memory
[formatters]
keys=plain
[logger_root]
level=WARNING
handlers=out
[logger_app]
level=DEBUG
handlers=memory
qualname=app
propagate=0
[handler_out]
class=StreamHandler
args=(sys.stdout,)
formatter=plain
level=INFO
[handler_memory]
class=logging.handlers.MemoryHandler
args=(2,)
target=out
[formatter_plain]
format=%(name)s-%(message)s
"""
logging.config.fileConfig(io.StringIO(text))
app.info("one")
print("two come together")
app.info("two")
logging.warning("root")
with open(path, "w") as file:
    file.write("[nothing")
open(path + ".empty", "w").close()
for name in ("/nonexistent/x.ini", path + ".empty"):
    try:
        logging.config.fileConfig(name)
    except Exception as error:
        print(type(error).__name__, str(error).replace(folder.name, "FOLDER"))
attempt(logging.config.valid_ident, "a b")
print(logging.config.valid_ident("a_b"))
logging.shutdown()
folder.cleanup()
