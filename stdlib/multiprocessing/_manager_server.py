"""The side of managers that holds the objects: `multiprocessing.managers` runs it in a process of its own, or wherever a program asks for
`get_server()`.

What goes over a connection is what CPython's managers say, so that programs of both kinds can use each other's. A request is (id, name,
args, kwds), with None for the id if it is the server that is asked; a reply is ('#RETURN', value), ('#PROXY', (exposed, token)),
('#ERROR', exception), or a text behind '#TRACEBACK' or '#UNSERIALIZABLE'. Processes of one program have connections that carry
functions and classes too; these are handed over on a line and need no key.
"""

import collections
import os
import sys
import threading
import time
from . import connection, process, util
from _worker import ExceptionWithTraceback


class RemoteError(Exception):
    def __str__(self):
        return '\n' + '-' * 75 + '\n' + str(self.args[0]) + '-' * 75


class Token:
    """What a proxy refers to."""

    __slots__ = ('typeid', 'address', 'id')

    def __init__(self, typeid, address, id):
        self.typeid, self.address, self.id = typeid, address, id

    def __getstate__(self):
        return self.typeid, self.address, self.id

    def __setstate__(self, state):
        self.typeid, self.address, self.id = state

    def __repr__(self):
        return '%s(typeid=%r, address=%r, id=%r)' % (type(self).__name__, self.typeid, self.address, self.id)


for _public in RemoteError, Token:
    _public.__module__ = 'multiprocessing.managers'

# How connections are made, by the name of a serializer.
listener_client = {'pickle': (connection.Listener, connection.Client)}


def dispatch(c, id, methodname, args=(), kwds={}):
    """Ask for something over a connection; gives the result or raises."""
    c.send((id, methodname, args, kwds))
    kind, result = c.recv()
    if kind == '#RETURN':
        return result
    raise convert_to_error(kind, result)


def convert_to_error(kind, result):
    if kind == '#ERROR':
        return result
    if kind not in ('#TRACEBACK', '#UNSERIALIZABLE'):
        return ValueError('Unrecognized message type {!r}'.format(kind))
    if not isinstance(result, str):
        raise TypeError("Result {0!r} (kind '{1}') type is {2}, not str".format(result, kind, type(result)))
    return RemoteError(result if kind == '#TRACEBACK' else 'Unserializable message: %s\n' % result)


def all_methods(obj):
    return [name for name in dir(obj) if callable(getattr(obj, name, None))]


def public_methods(obj):
    return [name for name in all_methods(obj) if name[0] != '_']


class _Held:
    """An object of the server's, and how many proxies refer to it."""

    __slots__ = ('obj', 'exposed', 'typeids', 'count')

    def __init__(self, obj, exposed, typeids):
        self.obj, self.exposed, self.typeids, self.count = obj, exposed, typeids, 0

    # For whoever takes it for CPython's tuple.
    def __getitem__(self, index):
        return (self.obj, self.exposed, self.typeids)[index]


class Server:
    """Holds objects and serves those who have proxies of them."""

    public = ['shutdown', 'create', 'accept_connection', 'get_methods', 'debug_info', 'number_of_objects', 'dummy', 'incref', 'decref']

    def __init__(self, registry, address, authkey, serializer):
        if not isinstance(authkey, bytes):
            raise TypeError('Authkey {0!r} is type {1!s}, not bytes'.format(authkey, type(authkey)))
        self.registry, self.authkey = registry, process.AuthenticationString(authkey)
        self.listener = listener_client[serializer][0](address=address, backlog=128)
        self.address = self.listener.address
        self.id_to_obj = {}
        self.mutex = threading.Lock()               # protects `id_to_obj` and its counts
        self.dropped = collections.deque()          # ids whose proxies died in this process, see `drop`
        self.replying = threading.local()           # `on` while the thread sends a reply
        self.stop_event = threading.Event()

    # ---- who asks ----

    def serve_forever(self):
        """Serve until somebody asks for shutdown(); then the process ends."""
        self.serve()
        sys.exit(0)

    def serve(self):
        process.current_process()._manager_server = self
        threading.Thread(target=self._accept, daemon=True).start()
        try:
            self.stop_event.wait()
        except (KeyboardInterrupt, SystemExit):
            pass
        finally:
            self.listener.close()

    def take_from(self, line):
        """Serve the connections that are handed over on a line until it ends, and then stop."""
        while True:
            try:
                given = line.recv()
            except (EOFError, OSError):
                given = None
            if given is None:
                break
            threading.Thread(target=self.serve_client, args=(given,), daemon=True).start()
        self.stop_event.set()

    def _accept(self):
        while True:
            try:
                c = self.listener.accept()
            except OSError:
                if self.stop_event.is_set() or self.listener._listener is None:
                    return
                # Out of descriptors, perhaps: some are given back soon.
                time.sleep(0.05)
                continue
            threading.Thread(target=self.handle_request, args=(c,), daemon=True).start()

    def handle_request(self, c):
        """The first request over a connection, if whoever makes it knows the key."""
        try:
            connection.deliver_challenge(c, self.authkey)
            connection.answer_challenge(c, self.authkey)
            request = c.recv()
        except (OSError, EOFError, connection.AuthenticationError) as error:
            util.debug('a connection was not accepted: %r', error)
            c.close()
            return
        stays = request[1] == 'accept_connection'
        self._reply(c, self._serve_request(c, *request))
        if stays:
            self.serve_client(c)
        c.close()

    def serve_client(self, c):
        """Requests over a connection, one after the other, until it ends."""
        while not self.stop_event.is_set():
            try:
                request = c.recv()
            except (EOFError, OSError):
                return
            except Exception as error:
                reply = '#ERROR', error
            else:
                reply = self._serve_request(c, *request)
            if not self._reply(c, reply):
                return

    def _reply(self, c, reply):
        kind, value = reply
        self.replying.on = True
        try:
            local = c._transport is connection._Packets
            c.send((kind, ExceptionWithTraceback(value)) if kind == '#ERROR' and local else reply)
        except (BrokenPipeError, ConnectionResetError):
            return False
        except Exception:
            c.send(('#UNSERIALIZABLE', repr(value)))
        finally:
            self.replying.on = False
        return True

    def _serve_request(self, c, ident, name, args, kwds):
        self._count_dropped()
        if ident is None:
            return self._serve_own(c, name, args, kwds)
        try:
            held = self._held(ident)
            if name not in held.exposed:
                return '#RETURN', _FALLBACKS[name](held.obj)
        except Exception:
            return '#TRACEBACK', _format_exc()
        try:
            result = getattr(held.obj, name)(*args, **kwds)
        except BaseException as error:
            return '#ERROR', error
        typeid = (held.typeids or {}).get(name)
        if not typeid:
            return '#RETURN', result
        try:
            made, exposed = self.create(c, typeid, result)
        except Exception:
            return '#TRACEBACK', _format_exc()
        return '#PROXY', (exposed, Token(typeid, self.address, made))

    def _serve_own(self, c, name, args, kwds):
        try:
            if name not in self.public:
                raise AssertionError('%r unrecognized' % name)
            return '#RETURN', getattr(self, name)(c, *args, **kwds)
        except Exception:
            return '#TRACEBACK', _format_exc()

    # ---- what the server itself is asked ----

    def dummy(self, c):
        """Whether there is a server."""

    def accept_connection(self, c, name):
        """The connection will be used for objects, by the thread of this name."""
        threading.current_thread().name = name

    def create(self, c, typeid, /, *args, **kwds):
        """Make an object, which is referred to once: its id and the names of its methods."""
        callable, exposed, typeids, proxytype = self.registry[typeid]
        if callable is not None:
            obj = callable(*args, **kwds)
        elif kwds or len(args) != 1:
            raise ValueError('Without callable, must have one non-keyword argument')
        else:
            obj, = args
        exposed = exposed or public_methods(obj)
        if typeids is not None:
            if not isinstance(typeids, dict):
                raise TypeError('Method_to_typeid {0!r}: type {1!s}, not dict'.format(typeids, type(typeids)))
            exposed = list(exposed) + list(typeids)
        ident = '%x' % id(obj)
        with self.mutex:
            # It may be there already: a method gave it.
            self.id_to_obj.setdefault(ident, _Held(obj, set(exposed), typeids)).count += 1
        return ident, tuple(exposed)

    def get_methods(self, c, token):
        return tuple(self._held(token.id).exposed)

    def incref(self, c, ident):
        with self.mutex:
            self._held(ident).count += 1

    def decref(self, c, ident):
        with self.mutex:
            held = self._held(ident)
            held.count -= 1
            if held.count <= 0:
                del self.id_to_obj[ident]
        # What that takes away goes here, with the lock given back.
        del held

    def drop(self, ident):
        """A proxy in this process died, in whatever thread and state: the next request finds out."""
        self.dropped.append(ident)

    def _count_dropped(self):
        while True:
            try:
                ident = self.dropped.popleft()
            except IndexError:
                # Other threads do this too: whether there is one is known only by taking it.
                return
            try:
                self.decref(None, ident)
            except KeyError:
                # Somebody gave up more than was theirs.
                pass

    def number_of_objects(self, c):
        return len(self.id_to_obj)

    def debug_info(self, c):
        with self.mutex:
            rows = sorted(self.id_to_obj.items())
        return '\n'.join('  %s:       refcount=%s\n    %s' % (ident, held.count, str(held.obj)[:75]) for ident, held in rows)

    def shutdown(self, c):
        """Stop serving. The answer is sent before."""
        try:
            c.send(('#RETURN', None))
        except OSError:
            pass
        self.stop_event.set()

    def _held(self, ident):
        try:
            return self.id_to_obj[ident]
        except KeyError:
            raise KeyError(ident) from None


# What every object can be asked.
_FALLBACKS = {'__str__': str, '__repr__': repr, '#GETVALUE': lambda obj: obj}


class SharedMemoryServer(Server):
    """Remembers blocks of shared memory, which go when it stops."""

    public = [*Server.public, 'track_segment', 'release_segment', 'list_segments']

    def __init__(self, *args, **kwds):
        super().__init__(*args, **kwds)
        self.segments = []

    def track_segment(self, c, name):
        with self.mutex:
            self.segments.append(name)

    def release_segment(self, c, name):
        self._unlink(name)
        with self.mutex:
            self.segments.remove(name)

    def list_segments(self, c):
        return list(self.segments)

    def serve(self):
        try:
            super().serve()
        finally:
            for name in self.segments:
                self._unlink(name)

    @staticmethod
    def _unlink(name):
        from .shared_memory import SharedMemory
        try:
            block = SharedMemory(name)
        except FileNotFoundError:
            return
        block.close()
        block.unlink()


def _format_exc():
    import traceback
    return traceback.format_exc()


def run(cls, registry, address, authkey, serializer, line, ready, initializer, initargs):
    """The life of a manager's process, for the program that holds the other end of the line."""
    import signal
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if initializer is not None:
        initializer(*initargs)
    try:
        server = cls(registry, address, authkey, serializer)
    except Exception as error:
        ready.send(ExceptionWithTraceback(error))
        return
    ready.send(server.address)
    ready.close()
    threading.Thread(target=server.take_from, args=(line,), daemon=True).start()
    server.serve()
