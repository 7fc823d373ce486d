"""Managers: objects that live in a process of their own, and proxies through which others use them.

In the program that started the manager each thread has a connection of its own to it, handed over on a line; a proxy carries that line, so
it works wherever it is sent. Everybody else connects to the manager's address, with its key. An object lives as long as there are proxies.
"""

import _shipping
import collections
import itertools
import os
import queue
import threading
import time
import types
from . import get_context, process, shared_memory, util
from ._manager_server import (RemoteError, Server, SharedMemoryServer, Token, all_methods, convert_to_error, dispatch, listener_client,
                              public_methods, run as _run_server)
from .connection import Pipe
from .context import ProcessError

__all__ = ['BaseManager', 'SyncManager', 'BaseProxy', 'Token', 'SharedMemoryManager']

HAS_SHMEM = True


# ---- ways to a manager ----

class _Link:
    """This process's way to a manager. Errors: those of connections."""

    def __init__(self):
        self._local = threading.local()
        self._dropped = collections.deque()     # ids whose proxies died: told with the next request

    def connection(self):
        """The thread's connection, for requests to objects."""
        found = getattr(self._local, 'connection', None)
        if found is None:
            found = self._local.connection = self._connect()
        return found

    def call(self, ident, name, args, kwds):
        """Ask an object: (kind, result)."""
        if self._dropped:
            self._tell_dropped()
        connection = self.connection()
        connection.send((ident, name, args, kwds))
        return connection.recv()

    def drop(self, ident):
        # In whatever thread, in the middle of anything: nothing is sent now, unless there will be no other time.
        self._dropped.append(ident)
        if util.is_exiting():
            self._tell_dropped()

    def _tell_dropped(self):
        while self._dropped:
            try:
                self.ask('decref', self._dropped.popleft())
            except (IndexError, OSError, EOFError):
                return
            except RemoteError:
                pass


class _Line(_Link):
    """The line to a manager that this program started."""

    def __init__(self, line, address):
        super().__init__()
        self.line, self.address = line, address

    def __reduce__(self):
        return _line_to, (self.line, self.address)

    def _connect(self):
        ours, theirs = Pipe()
        self.line.send(theirs)
        theirs.close()
        return ours

    def ask(self, name, /, *args, **kwds):
        """Ask the server itself."""
        return dispatch(self.connection(), None, name, args, kwds)


_lines = {}         # address -> the line there, in this process


def _line_to(line, address):
    """The line that came with a proxy, or the one that is there already."""
    return _lines.setdefault(address, _Line(line, address))


class _Address(_Link):
    """Where a manager listens that somebody else started."""

    def __init__(self, address, authkey, serializer):
        super().__init__()
        self.address, self.authkey, self.client = address, authkey, listener_client[serializer][1]

    def _connect(self):
        made = self.client(self.address, authkey=self.authkey)
        dispatch(made, None, 'accept_connection', (f'{process.current_process().name}|{threading.current_thread().name}',))
        return made

    def ask(self, name, /, *args, **kwds):
        """Ask the server itself, which takes one such request per connection."""
        with self.client(self.address, authkey=self.authkey) as made:
            return dispatch(made, None, name, args, kwds)


class _Inside:
    """The way to the manager that runs in this process."""

    def __init__(self, server):
        self.server = server

    def call(self, ident, name, args, kwds):
        return self.server._serve_request(None, ident, name, args, kwds)

    def ask(self, name, /, *args, **kwds):
        return getattr(self.server, name)(None, *args, **kwds)

    def is_replying(self):
        return getattr(self.server.replying, 'on', False)

    def drop(self, ident):
        self.server.drop(ident)


_addresses = {}     # (address, authkey) -> the way there


def _link_to(address, authkey, serializer):
    server = getattr(process.current_process(), '_manager_server', None)
    if server is not None and server.address == address:
        return _Inside(server)
    if address in _lines:
        return _lines[address]
    authkey = process.current_process().authkey if authkey is None else process.AuthenticationString(authkey)
    return _addresses.setdefault((address, authkey), _Address(address, authkey, serializer))


class State:
    __slots__ = ['value']
    INITIAL = 0
    STARTED = 1
    SHUTDOWN = 2


_number = itertools.count()


class BaseManager:
    """Starts a process that holds objects, or connects to one, and gives proxies for them."""

    _registry = {}
    _Server = Server

    def __init__(self, address=None, authkey=None, serializer='pickle', ctx=None, *, shutdown_timeout=1.0):
        self._address = address
        self._authkey = process.current_process().authkey if authkey is None else process.AuthenticationString(authkey)
        self._state = State()
        self._state.value = State.INITIAL
        self._serializer = serializer
        self._Listener, self._Client = listener_client[serializer]
        self._ctx = ctx or get_context()
        self._shutdown_timeout = shutdown_timeout
        self._process = self._link = None

    def _check_initial(self):
        if self._state.value == State.STARTED:
            raise ProcessError('Already started server')
        if self._state.value == State.SHUTDOWN:
            raise ProcessError('Manager has shut down')
        if self._state.value != State.INITIAL:
            raise ProcessError('Unknown state {!r}'.format(self._state.value))

    def get_server(self):
        """A server to be run here, by its serve_forever()."""
        self._check_initial()
        return self._Server(self._registry, self._address, self._authkey, self._serializer)

    def connect(self):
        """Use the manager that listens at the address."""
        link = _Address(self._address, self._authkey, self._serializer)
        link.ask('dummy')
        self._link = _addresses.setdefault((self._address, self._authkey), link)
        self._state.value = State.STARTED

    def start(self, initializer=None, initargs=()):
        """Start the manager's process."""
        self._check_initial()
        if initializer is not None and not callable(initializer):
            raise TypeError('initializer must be a callable')
        # One that is not asked for leaves no file behind, however the process ends.
        address = self._address or f'\0pyc-manager-{os.getpid()}-{next(_number)}'
        ours, theirs = Pipe()
        reader, writer = Pipe(duplex=False)
        self._process = self._ctx.Process(target=_run_server, args=(
            self._Server, self._registry, address, bytes(self._authkey), self._serializer, theirs, writer, initializer, initargs))
        self._process.name = type(self).__name__ + '-' + self._process.name.rpartition('-')[2]
        self._process.start()
        theirs.close()
        writer.close()
        self._address = reader.recv()
        reader.close()
        if isinstance(self._address, Exception):
            error, self._address = self._address, address
            self._process.join()
            raise error
        self._link = _lines[self._address] = _Line(ours, self._address)
        self._state.value = State.STARTED
        self.shutdown = util.Finalize(self, type(self)._finalize_manager, args=(self._process, self._link, self._state, self._shutdown_timeout),
                                      exitpriority=0)

    @staticmethod
    def _finalize_manager(process, link, state, timeout):
        if process.is_alive():
            try:
                link.line.send(None)
            except OSError:
                pass
            process.join(timeout)
            if process.is_alive():
                process.terminate()
                process.join(timeout)
                if process.is_alive():
                    process.kill()
                    process.join()
        state.value = State.SHUTDOWN
        _lines.pop(link.address, None)

    def _create(self, typeid, /, *args, **kwds):
        assert self._state.value == State.STARTED, 'server not yet started'
        ident, exposed = self._link.ask('create', typeid, *args, **kwds)
        return Token(typeid, self._address, ident), exposed

    def join(self, timeout=None):
        if self._process is not None:
            self._process.join(timeout)
            if not self._process.is_alive():
                self._process = None

    def _debug_info(self):
        self._link._tell_dropped()
        return self._link.ask('debug_info')

    def _number_of_objects(self):
        self._link._tell_dropped()
        return self._link.ask('number_of_objects')

    def __enter__(self):
        if self._state.value == State.INITIAL:
            self.start()
        if self._state.value != State.STARTED:
            raise ProcessError('Unable to start server' if self._state.value == State.INITIAL else 'Manager has shut down')
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        self.shutdown()

    @property
    def address(self):
        return self._address

    @classmethod
    def register(cls, typeid, callable=None, proxytype=None, exposed=None, method_to_typeid=None, create_method=True):
        """Make a type known to the manager."""
        if '_registry' not in cls.__dict__:
            cls._registry = cls._registry.copy()
        proxytype = proxytype or AutoProxy
        exposed = exposed or getattr(proxytype, '_exposed_', None)
        method_to_typeid = method_to_typeid or getattr(proxytype, '_method_to_typeid_', None)
        if method_to_typeid:
            for key, value in method_to_typeid.items():
                assert type(key) is str, '%r is not a string' % key
                assert type(value) is str, '%r is not a string' % value
        _proxy_types[typeid] = proxytype
        cls._registry[typeid] = (callable, exposed, method_to_typeid, proxytype)
        if create_method:
            def temp(self, /, *args, **kwds):
                token, exposed = self._create(typeid, *args, **kwds)
                return _adopted(self._registry[typeid][-1], token, self._serializer, self, self._authkey, exposed)
            temp.__name__ = typeid
            setattr(cls, typeid, temp)


_proxy_types = {}


def _adopted(proxytype, token, serializer, manager, authkey, exposed):
    """A proxy of an object that has just been made: it takes over the reference that its maker counted."""
    return proxytype(token, serializer, manager=manager, authkey=authkey, exposed=exposed, incref=False)


class BaseProxy:
    """Stands for an object of a manager."""

    def __init__(self, token, serializer, manager=None, authkey=None, exposed=None, incref=True, manager_owned=False):
        self._token, self._id = token, token.id
        self._manager, self._serializer, self._authkey = manager, serializer, authkey
        link = manager._link if manager is not None and manager._link is not None else _link_to(token.address, authkey, serializer)
        self._link = link
        if incref:
            self._incref()
        self._close = util.Finalize(self, link.drop, args=(token.id,), exitpriority=10)

    def _incref(self):
        self._link.ask('incref', self._id)

    def _callmethod(self, methodname, args=(), kwds={}):
        """Call a method of the object; gives its result."""
        kind, result = self._link.call(self._id, methodname, args, kwds)
        if kind == '#RETURN':
            return result
        if kind != '#PROXY':
            raise convert_to_error(kind, result)
        exposed, token = result
        proxytype = _proxy_types[token.typeid] if self._manager is None else self._manager._registry[token.typeid][-1]
        token.address = self._token.address
        return _adopted(proxytype, token, self._serializer, self._manager, self._authkey, exposed)

    def _getvalue(self):
        """A copy of the object."""
        return self._callmethod('#GETVALUE')

    def __reduce__(self):
        kwds = {'exposed': self._exposed_} if getattr(self, '_isauto', False) else {}
        if isinstance(self._link, _Inside) and self._link.is_replying():
            # Our own reference may be the last one and go before the other side counts its: it takes over one that is counted here.
            self._incref()
            kwds['incref'] = False
        if _shipping.is_shipping():
            # Workers of this program have the key, and the way.
            link = self._link if isinstance(self._link, _Line) else None
            kwds['authkey'] = None if self._authkey is None else bytes(self._authkey)
            return _received_proxy, (link, self._maker(), self._token, self._serializer, kwds)
        return RebuildProxy, (self._maker(), self._token, self._serializer, kwds)

    def _maker(self):
        return AutoProxy if getattr(self, '_isauto', False) else type(self)

    def __deepcopy__(self, memo):
        return self._getvalue()

    def __repr__(self):
        return '<%s object, typeid %r at %#x>' % (type(self).__name__, self._token.typeid, id(self))

    def __str__(self):
        try:
            return self._callmethod('__repr__')
        except Exception:
            return repr(self)[:-1] + "; '__str__()' failed>"


def RebuildProxy(func, token, serializer, kwds):
    """A proxy that was pickled."""
    return func(token, serializer, **kwds)


def _received_proxy(link, func, token, serializer, kwds):
    # The line, if there is one, is known by its address now.
    return RebuildProxy(func, token, serializer, kwds)


def MakeProxyType(name, exposed, _cache={}):
    """A type of proxies with these methods."""
    exposed = tuple(exposed)
    try:
        return _cache[name, exposed]
    except KeyError:
        pass
    space = {'_exposed_': exposed}
    for method in exposed:
        space[method] = _forwarding(method)
    made = _cache[name, exposed] = type(name, (BaseProxy,), space)
    return made


def AutoProxy(token, serializer, manager=None, authkey=None, exposed=None, incref=True, manager_owned=False):
    """A proxy of a type of its own, with the methods that are public."""
    if exposed is None:
        link = manager._link if manager is not None else _link_to(token.address, authkey, serializer)
        exposed = link.ask('get_methods', token)
    proxytype = MakeProxyType('AutoProxy[%s]' % token.typeid, exposed)
    proxy = proxytype(token, serializer, manager=manager, authkey=authkey, incref=incref, manager_owned=manager_owned)
    proxy._isauto = True
    return proxy


def _forwarding(name):
    def method(self, /, *args, **kwds):
        return self._callmethod(name, args, kwds)
    method.__name__ = name
    return method


class IteratorProxy(BaseProxy):
    _exposed_ = ('__next__', 'send', 'throw', 'close')

    def __iter__(self):
        return self

    def __next__(self, *args):
        return self._callmethod('__next__', args)

    def send(self, *args):
        return self._callmethod('send', args)

    def throw(self, *args):
        return self._callmethod('throw', args)

    def close(self, *args):
        return self._callmethod('close', args)


class AcquirerProxy(BaseProxy):
    _exposed_ = ('acquire', 'release', 'locked')

    def acquire(self, blocking=True, timeout=None):
        args = (blocking,) if timeout is None else (blocking, timeout)
        return self._callmethod('acquire', args)

    def release(self):
        return self._callmethod('release')

    def locked(self):
        return self._callmethod('locked')

    def __enter__(self):
        return self._callmethod('acquire')

    def __exit__(self, exc_type, exc_val, exc_tb):
        return self._callmethod('release')


class ConditionProxy(AcquirerProxy):
    _exposed_ = ('acquire', 'release', 'locked', 'wait', 'notify', 'notify_all')

    def wait(self, timeout=None):
        return self._callmethod('wait', (timeout,))

    def notify(self, n=1):
        return self._callmethod('notify', (n,))

    def notify_all(self):
        return self._callmethod('notify_all')

    def wait_for(self, predicate, timeout=None):
        result = predicate()
        end = None if timeout is None else time.monotonic() + timeout
        while not result:
            left = None if end is None else end - time.monotonic()
            if left is not None and left <= 0:
                break
            self.wait(left)
            result = predicate()
        return result


class EventProxy(BaseProxy):
    _exposed_ = ('is_set', 'set', 'clear', 'wait')

    def is_set(self):
        return self._callmethod('is_set')

    def set(self):
        return self._callmethod('set')

    def clear(self):
        return self._callmethod('clear')

    def wait(self, timeout=None):
        return self._callmethod('wait', (timeout,))


class BarrierProxy(BaseProxy):
    _exposed_ = ('__getattribute__', 'wait', 'abort', 'reset')

    def wait(self, timeout=None):
        return self._callmethod('wait', (timeout,))

    def abort(self):
        return self._callmethod('abort')

    def reset(self):
        return self._callmethod('reset')

    parties = property(lambda self: self._callmethod('__getattribute__', ('parties',)))
    n_waiting = property(lambda self: self._callmethod('__getattribute__', ('n_waiting',)))
    broken = property(lambda self: self._callmethod('__getattribute__', ('broken',)))


class NamespaceProxy(BaseProxy):
    _exposed_ = ('__getattribute__', '__setattr__', '__delattr__')

    def __getattr__(self, key):
        if key[0] == '_':
            return object.__getattribute__(self, key)
        return object.__getattribute__(self, '_callmethod')('__getattribute__', (key,))

    def __setattr__(self, key, value):
        if key[0] == '_':
            return object.__setattr__(self, key, value)
        return object.__getattribute__(self, '_callmethod')('__setattr__', (key, value))

    def __delattr__(self, key):
        if key[0] == '_':
            return object.__delattr__(self, key)
        return object.__getattribute__(self, '_callmethod')('__delattr__', (key,))


class ValueProxy(BaseProxy):
    _exposed_ = ('get', 'set')

    def get(self):
        return self._callmethod('get')

    def set(self, value):
        return self._callmethod('set', (value,))

    value = property(get, set)
    __class_getitem__ = classmethod(types.GenericAlias)


BaseListProxy = MakeProxyType('BaseListProxy', (
    '__add__', '__contains__', '__delitem__', '__getitem__', '__len__', '__mul__', '__reversed__', '__rmul__', '__setitem__', 'append',
    'count', 'extend', 'index', 'insert', 'pop', 'remove', 'reverse', 'sort', '__imul__', 'copy', 'clear'))


class ListProxy(BaseListProxy):
    def __iadd__(self, value):
        self._callmethod('extend', (value,))
        return self

    def __imul__(self, value):
        self._callmethod('__imul__', (value,))
        return self

    __class_getitem__ = classmethod(types.GenericAlias)


_BaseDictProxy = MakeProxyType('_BaseDictProxy', (
    '__contains__', '__delitem__', '__getitem__', '__len__', '__setitem__', 'clear', 'copy', 'get', 'pop', 'popitem', 'setdefault',
    'update', '__or__', '__ror__'))


class DictProxy(_BaseDictProxy):
    def __iter__(self):
        return iter(self._getvalue())

    def keys(self):
        return list(self._getvalue().keys())

    def values(self):
        return list(self._getvalue().values())

    def items(self):
        return list(self._getvalue().items())

    def __ior__(self, value):
        self._callmethod('update', (value,))
        return self

    __class_getitem__ = classmethod(types.GenericAlias)


ArrayProxy = MakeProxyType('ArrayProxy', ('__len__', '__getitem__', '__setitem__'))
BasePoolProxy = MakeProxyType('PoolProxy', (
    'apply', 'apply_async', 'close', 'imap', 'imap_unordered', 'join', 'map', 'map_async', 'starmap', 'starmap_async', 'terminate'))
BasePoolProxy._method_to_typeid_ = {
    'apply_async': 'AsyncResult', 'map_async': 'AsyncResult', 'starmap_async': 'AsyncResult', 'imap': 'Iterator',
    'imap_unordered': 'Iterator',
}


class PoolProxy(BasePoolProxy):
    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        self.terminate()


class Namespace:
    def __init__(self, /, **kwds):
        self.__dict__.update(kwds)

    def __repr__(self):
        items = ['%s=%r' % (name, value) for name, value in self.__dict__.items() if not name.startswith('_')]
        return '%s(%s)' % (self.__class__.__name__, ', '.join(sorted(items)))


class Value:
    def __init__(self, typecode, value, lock=True):
        self._typecode = typecode
        self._value = value

    def get(self):
        return self._value

    def set(self, value):
        self._value = value

    def __repr__(self):
        return '%s(%r, %r)' % (type(self).__name__, self._typecode, self._value)

    value = property(get, set)


def Array(typecode, sequence, lock=True):
    return list(sequence)


class SyncManager(BaseManager):
    """A manager of the usual types."""


def _register():
    from . import pool
    for typeid, callable, proxytype in (
        ('Queue', queue.Queue, None), ('JoinableQueue', queue.Queue, None), ('Event', threading.Event, EventProxy),
        ('Lock', threading.Lock, AcquirerProxy), ('RLock', threading.RLock, AcquirerProxy),
        ('Semaphore', threading.Semaphore, AcquirerProxy), ('BoundedSemaphore', threading.BoundedSemaphore, AcquirerProxy),
        ('Condition', threading.Condition, ConditionProxy), ('Barrier', threading.Barrier, BarrierProxy), ('Pool', pool.Pool, PoolProxy),
        ('list', list, ListProxy), ('dict', dict, DictProxy), ('Value', Value, ValueProxy), ('Array', Array, ArrayProxy),
        ('Namespace', Namespace, NamespaceProxy),
    ):
        SyncManager.register(typeid, callable, proxytype)
    SyncManager.register('Iterator', proxytype=IteratorProxy, create_method=False)
    SyncManager.register('AsyncResult', create_method=False)


_register()


class SharedMemoryManager(BaseManager):
    """A manager of blocks of shared memory, which go when it is shut down."""

    _Server = SharedMemoryServer

    def __del__(self):
        util.debug('%s.__del__() was called', type(self).__name__)

    def SharedMemory(self, size):
        """A new block."""
        block = shared_memory.SharedMemory(None, create=True, size=size)
        return self._tracked(block, block)

    def ShareableList(self, sequence):
        """A new list in a block of its own."""
        made = shared_memory.ShareableList(sequence)
        return self._tracked(made, made.shm)

    def _tracked(self, made, block):
        try:
            if self._link is None:
                raise ValueError('server not yet started')
            self._link.ask('track_segment', block.name)
        except BaseException:
            block.unlink()
            raise
        return made
