"""Managers: objects that live in a process of their own, and proxies through which others use them.

Each thread that uses a manager has a connection of its own to it, served there by a thread of its own; a proxy carries the line on
which connections are asked for, so it works wherever it is sent. Objects live as long as their manager.
"""

import _process
import _shipping
import os
import queue
import threading
import time
import types
from . import get_context, process, util
from .connection import Connection, Pipe
from _worker import ExceptionWithTraceback

__all__ = ['BaseManager', 'SyncManager', 'BaseProxy', 'Token']


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


def public_methods(obj):
    return [name for name in all_methods(obj) if name[0] != '_']


def all_methods(obj):
    return [name for name in dir(obj) if callable(getattr(obj, name, None))]


# ---- in the manager's process ----

class _Server:
    def __init__(self, registry, line):
        self.registry = registry
        self.line = line
        self.objects = {}
        self.lock = threading.Lock()
        self.number = 0
        self.maps = {}     # number -> which of its methods give proxies

    def run(self):
        """Takes connections until the line ends."""
        while True:
            try:
                connection = self.line.recv()
            except EOFError:
                return
            if connection is None:
                return
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        while True:
            try:
                request = connection.recv()
            except EOFError:
                return
            except Exception as error:
                reply = False, ExceptionWithTraceback(error)
            else:
                try:
                    reply = True, self.answer(*request)
                except BaseException as error:
                    reply = False, ExceptionWithTraceback(error)
            try:
                connection.send(reply)
            except (BrokenPipeError, ConnectionResetError):
                return
            except Exception as error:
                connection.send((False, ExceptionWithTraceback(error)))

    def answer(self, what, *args):
        return getattr(self, 'do_' + what)(*args)

    def do_create(self, typeid, args, kwds):
        callable, exposed, method_to_typeid = self.registry[typeid]
        obj = args[0] if callable is None else callable(*args, **kwds)
        return self.keep(obj), exposed or public_methods(obj)

    def keep(self, obj):
        with self.lock:
            self.number += 1
            self.objects[self.number] = obj
            return self.number

    def do_call(self, number, name, args, kwds):
        obj = self.objects[number]
        if name == '#GETVALUE':
            return 'value', obj
        if name == '#STR':
            return 'value', str(obj)
        if name == '#REPR':
            return 'value', repr(obj)
        result = getattr(obj, name)(*args, **kwds)
        typeid = self.maps.get(number, {}).get(name)
        if typeid:
            return 'proxy', (typeid, self.keep(result), self.registry[typeid][1] or public_methods(result))
        return 'value', result

    def do_map(self, number, typeid):
        self.maps[number] = self.registry[typeid][2]

    def do_info(self):
        return '\n'.join('  %s: %s' % (number, str(obj)[:75]) for number, obj in self.objects.items())

    def do_number(self):
        return len(self.objects)


def _serve(registry, line, ready, initializer, initargs):
    import signal
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if initializer is not None:
        initializer(*initargs)
    ready.send(os.getpid())
    ready.close()
    _Server(registry, line).run()


# ---- in the others ----

class _Link:
    """The line to a manager, and this process's connections over it."""

    def __init__(self, line):
        self.line = line
        self.local = threading.local()

    def __reduce__(self):
        return _link_of, (self.line, )

    def connection(self):
        connection = getattr(self.local, 'connection', None)
        if connection is None:
            ours, theirs = Pipe()
            self.line.send(theirs)
            theirs.close()
            connection = self.local.connection = ours
        return connection

    def ask(self, *request):
        connection = self.connection()
        connection.send(request)
        ok, value = connection.recv()
        if ok:
            return value
        raise value


def _link_of(line):
    return _Link(line)


class State:
    __slots__ = ['value']
    INITIAL = 0
    STARTED = 1
    SHUTDOWN = 2


class BaseManager:
    """Starts a process that holds objects, and gives proxies for them."""

    _registry = {}

    def __init__(self, address=None, authkey=None, serializer='pickle', ctx=None, *, shutdown_timeout=1.0):
        if address is not None:
            raise NotImplementedError('managers of other machines are not available')
        self._address = address
        self._authkey = authkey
        self._state = State()
        self._state.value = State.INITIAL
        self._ctx = ctx or get_context()
        self._shutdown_timeout = shutdown_timeout
        self._process = None

    def start(self, initializer=None, initargs=()):
        """Start the manager's process."""
        if self._state.value != State.INITIAL:
            if self._state.value == State.STARTED:
                from . import ProcessError
                raise ProcessError('Already started server')
            from . import ProcessError
            raise ProcessError('Manager has shut down')
        if initializer is not None and not callable(initializer):
            raise TypeError('initializer must be a callable')
        ours, theirs = Pipe()
        reader, writer = Pipe(duplex=False)
        registry = {typeid: (row[0], row[1], row[2]) for typeid, row in self._registry.items()}
        self._process = self._ctx.Process(target=_serve, args=(registry, theirs, writer, initializer, initargs), daemon=True)
        self._process.name = type(self).__name__ + '-' + self._process.name.rpartition('-')[2]
        self._process.start()
        theirs.close()
        writer.close()
        reader.recv()
        self._link = _Link(ours)
        self._state.value = State.STARTED
        self._address = 'manager-%d' % self._process.pid
        self.shutdown = util.Finalize(self, type(self)._finalize, args=(self._process, ours, self._state, self._shutdown_timeout), exitpriority=0)

    @staticmethod
    def _finalize(process, line, state, timeout):
        if process.is_alive():
            try:
                line.send(None)
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

    def connect(self):
        raise NotImplementedError('managers of other machines are not available')

    get_server = connect

    def _create(self, typeid, /, *args, **kwds):
        assert self._state.value == State.STARTED, 'server not yet started'
        number, exposed = self._link.ask('create', typeid, args, kwds)
        if self._registry[typeid][2]:
            self._link.ask('map', number, typeid)
        return Token(typeid, self._address, number), exposed

    def join(self, timeout=None):
        if self._process is not None:
            self._process.join(timeout)

    def _debug_info(self):
        return self._link.ask('info')

    def _number_of_objects(self):
        return self._link.ask('number')

    def __enter__(self):
        if self._state.value == State.INITIAL:
            self.start()
        assert self._state.value == State.STARTED
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
        exposed = exposed or getattr(proxytype, '_exposed_', None)
        method_to_typeid = method_to_typeid or getattr(proxytype, '_method_to_typeid_', None)
        _proxy_types[typeid] = proxytype
        cls._registry[typeid] = (callable, exposed, method_to_typeid, proxytype)
        if create_method:
            def temp(self, /, *args, **kwds):
                token, exposed = self._create(typeid, *args, **kwds)
                return _make_proxy(token, self._link, exposed, self._registry[typeid][3])
            temp.__name__ = typeid
            setattr(cls, typeid, temp)


_proxy_types = {}


def _make_proxy(token, link, exposed, proxytype):
    if proxytype is None:
        proxytype = MakeProxyType('AutoProxy[%s]' % token.typeid, tuple(exposed))
    return proxytype(token, link)


class BaseProxy:
    """Stands for an object of a manager."""

    def __init__(self, token, link):
        self._token = token
        self._link = link
        self._id = token.id

    def _callmethod(self, methodname, args=(), kwds={}):
        """Call a method of the object; gives its result."""
        kind, value = self._link.ask('call', self._id, methodname, args, kwds)
        if kind == 'proxy':
            typeid, number, exposed = value
            return _make_proxy(Token(typeid, self._token.address, number), self._link, exposed, _proxy_types.get(typeid))
        return value

    def _getvalue(self):
        """A copy of the object."""
        return self._callmethod('#GETVALUE')

    def __reduce__(self):
        if not _shipping.is_shipping():
            raise RuntimeError('Proxy objects can only be sent to other processes')
        exposed = getattr(self, '_exposed_', ())
        auto = type(self).__name__.startswith('AutoProxy[')
        return _rebuild, (None if auto else type(self), self._token, self._link, tuple(exposed))

    def __deepcopy__(self, memo):
        return self._getvalue()

    def __repr__(self):
        return '<%s object, typeid %r at %#x>' % (type(self).__name__, self._token.typeid, id(self))

    def __str__(self):
        try:
            return self._callmethod('#REPR')
        except Exception:
            return repr(self)[:-1] + "; '__str__()' failed>"


def _rebuild(proxytype, token, link, exposed):
    return _make_proxy(token, link, exposed, proxytype)


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
        ('Condition', threading.Condition, ConditionProxy), ('Barrier', threading.Barrier, BarrierProxy), ('Pool', pool.ThreadPool, PoolProxy),
        ('list', list, ListProxy), ('dict', dict, DictProxy), ('Value', Value, ValueProxy), ('Array', Array, ArrayProxy),
        ('Namespace', Namespace, NamespaceProxy),
    ):
        SyncManager.register(typeid, callable, proxytype)
    SyncManager.register('Iterator', proxytype=IteratorProxy, create_method=False)
    SyncManager.register('AsyncResult', create_method=False)


_register()
