"""Setting up loggers, handlers, formatters and filters as a dictionary or a file says."""

import logging
import re

DEFAULT_LOGGING_CONFIG_PORT = 9030
IDENTIFIER = re.compile('[a-z_][a-z0-9_]*$', re.IGNORECASE)


def valid_ident(s):
    """True for what can be a name in a program. Errors: ValueError."""
    if IDENTIFIER.match(s):
        return True
    raise ValueError('Not a valid Python identifier: %r' % s)


# ---- values ----

class ConvertingMixin:
    """A container of a configuration: what is taken out of it is converted first, and stays so."""

    def convert_with_key(self, key, value, replace=True):
        result = self.configurator.convert(value)
        if value is not result:
            if replace:
                self[key] = result
            if isinstance(result, (ConvertingDict, ConvertingList, ConvertingTuple)):
                result.parent, result.key = self, key
        return result

    def convert(self, value):
        result = self.configurator.convert(value)
        if value is not result and isinstance(result, (ConvertingDict, ConvertingList, ConvertingTuple)):
            result.parent = self
        return result


class ConvertingDict(dict, ConvertingMixin):
    def __getitem__(self, key):
        return self.convert_with_key(key, dict.__getitem__(self, key))

    def get(self, key, default=None):
        return self.convert_with_key(key, dict.get(self, key, default))

    def pop(self, key, default=None):
        return self.convert_with_key(key, dict.pop(self, key, default), replace=False)


class ConvertingList(list, ConvertingMixin):
    def __getitem__(self, key):
        return self.convert_with_key(key, list.__getitem__(self, key))

    def pop(self, idx=-1):
        return self.convert(list.pop(self, idx))


class ConvertingTuple(tuple, ConvertingMixin):
    def __getitem__(self, key):
        # A tuple cannot keep what was converted.
        return self.convert_with_key(key, tuple.__getitem__(self, key), replace=False)


_PREFIXED = re.compile('(?P<prefix>[a-z]+)://(?P<suffix>.*)$')
_STEPS = re.compile(r'\.(\w+)|\[([^\[\]]*)\]\s*')


class BaseConfigurator:
    """Gives texts such as ext://sys.stderr and cfg://handlers.file their meaning."""

    value_converters = {'ext': 'ext_convert', 'cfg': 'cfg_convert'}
    importer = staticmethod(__import__)

    def __init__(self, config):
        self.config = ConvertingDict(config)
        self.config.configurator = self

    def resolve(self, s):
        """What a dotted name means: modules are imported as far as they must be."""
        first, *rest = s.split('.')
        try:
            found, path = self.importer(first), first
            for name in rest:
                path += '.' + name
                try:
                    found = getattr(found, name)
                except AttributeError:
                    self.importer(path)
                    found = getattr(found, name)
            return found
        except ImportError as error:
            raise ValueError(f'Cannot resolve {s!r}: {error}') from error

    def ext_convert(self, value):
        """Something of a module."""
        return self.resolve(value)

    def cfg_convert(self, value):
        """Another place of the configuration: `handlers.file`, `handlers[file]`, `list[0]`."""
        start = re.match(r'\w+', value)
        if start is None:
            raise ValueError('Unable to convert %r' % value)
        found, at = self.config[start.group()], start.end()
        while at < len(value):
            step = _STEPS.match(value, at)
            if step is None:
                raise ValueError('Unable to convert %r at %r' % (value, value[at:]))
            name, index = step.groups()
            if name is None and index.isdecimal():
                try:
                    found = found[int(index)]
                except (TypeError, KeyError):
                    found = found[index]
            else:
                found = found[index if name is None else name]
            at = step.end()
        return found

    def convert(self, value):
        """A value as it is meant: containers so that what is in them is converted when it is taken out."""
        for plain, converting in (dict, ConvertingDict), (list, ConvertingList), (tuple, ConvertingTuple):
            if isinstance(value, plain):
                if isinstance(value, converting) or plain is tuple and hasattr(value, '_fields'):
                    return value
                value = converting(value)
                value.configurator = self
                return value
        if isinstance(value, str):
            found = _PREFIXED.match(value)
            converter = found and self.value_converters.get(found['prefix'])
            if converter:
                return getattr(self, converter)(found['suffix'])
        return value

    def configure_custom(self, config):
        """What a factory under '()' makes of the other entries; those under '.' become attributes."""
        factory = config.pop('()')
        if not callable(factory):
            factory = self.resolve(factory)
        made = factory(**{key: config[key] for key in config if key != '.' and valid_ident(key)})
        for name, value in (config.pop('.', None) or {}).items():
            setattr(made, name, value)
        return made

    def as_tuple(self, value):
        return tuple(value) if isinstance(value, list) else value


# ---- dictionaries ----

# What a queue handler's queue can do; a queue of another process cannot do all that a thread's can.
_QUEUE_METHODS = ('empty', 'full', 'get', 'get_nowait', 'put', 'put_nowait')


class DictConfigurator(BaseConfigurator):
    """Does what a dictionary says."""

    def configure(self):
        config = self.config
        version = config.get('version', None)
        if version != 1:
            known = 'version' in config
            raise ValueError(f'Unsupported version: {version}' if known else "dictionary doesn't specify a version")
        with logging._lock:
            if config.pop('incremental', False):
                self._change(config)
            else:
                self._set_up(config)

    @staticmethod
    def _try(what, call, *args):
        try:
            return call(*args)
        except Exception as error:
            raise ValueError(f'Unable to configure {what}') from error

    def _change(self, config):
        """Levels, and whether records go on to parents, of what is there."""
        handlers = config.get('handlers', {})
        for name in handlers:
            handler = logging._handlers.get(name)
            if handler is None:
                raise ValueError('No handler found with name %r' % name)
            level = handlers[name].get('level', None)
            if level:
                self._try(f'handler {name!r}', handler.setLevel, logging._checkLevel(level))
        loggers = config.get('loggers', {})
        for name in loggers:
            self._try(f'logger {name!r}', self.configure_logger, name, loggers[name], True)
        root = config.get('root', None)
        if root:
            self._try('root logger', self.configure_root, root, True)

    def _set_up(self, config):
        is_disabling = config.pop('disable_existing_loggers', True)
        _clear_handlers()
        for kind, configure in ('formatter', self.configure_formatter), ('filter', self.configure_filter):
            entries = config.get(kind + 's', {})
            for name in entries:
                entries[name] = self._try(f'{kind} {name!r}', configure, entries[name])
        self._set_up_handlers(config.get('handlers', {}))
        root = logging.root
        before = sorted(root.manager.loggerDict)
        wanted = config.get('loggers', {})
        for name in wanted:
            self._try(f'logger {name!r}', self.configure_logger, name, wanted[name])
        _handle_existing_loggers(before, wanted, is_disabling)
        found = config.get('root', None)
        if found:
            self._try('root logger', self.configure_root, found)

    def _set_up_handlers(self, handlers):
        """One after the other by name; those that need others wait until these are there."""
        waiting = sorted(handlers)
        while waiting:
            deferred = []
            for name in waiting:
                try:
                    handler = self.configure_handler(handlers[name])
                    handler.name = name
                    handlers[name] = handler
                except Exception as error:
                    if ' not configured yet' in str(error.__cause__) and len(waiting) > 1:
                        deferred.append(name)
                    else:
                        raise ValueError(f'Unable to configure handler {name!r}') from error
            if len(deferred) == len(waiting):
                raise ValueError(f'Unable to configure handler {deferred[0]!r}')
            waiting = deferred

    def configure_formatter(self, config):
        """A formatter."""
        if '()' in config:
            factory = config['()']
            try:
                return self.configure_custom(config)
            except TypeError as error:
                if "'format'" not in str(error):
                    raise
                # Formatters call it `fmt`.
                config['fmt'] = config.pop('format')
                config['()'] = factory
                return self.configure_custom(config)
        cls = config.get('class', None)
        cls = self.resolve(cls) if cls else logging.Formatter
        options = {}
        if 'defaults' in config:
            options['defaults'] = config['defaults']
        if 'validate' in config:
            options['validate'] = config['validate']
        return cls(config.get('format', None), config.get('datefmt', None), config.get('style', '%'), **options)

    def configure_filter(self, config):
        """A filter."""
        return self.configure_custom(config) if '()' in config else logging.Filter(config.get('name', ''))

    def add_filters(self, filterer, filters):
        for each in filters:
            try:
                is_filter = callable(each) or callable(getattr(each, 'filter', None))
                filterer.addFilter(each if is_filter else self.config['filters'][each])
            except Exception as error:
                raise ValueError('Unable to add filter %r' % each) from error

    def configure_handler(self, config):
        """A handler."""
        whole = dict(config)
        formatter = config.pop('formatter', None)
        if formatter:
            try:
                formatter = self.config['formatters'][formatter]
            except Exception as error:
                raise ValueError('Unable to set formatter %r' % formatter) from error
        level, filters = config.pop('level', None), config.pop('filters', None)
        listener = None
        if '()' in config:
            factory = config.pop('()')
            factory = factory if callable(factory) else self.resolve(factory)
        else:
            name = config.pop('class')
            factory = name if callable(name) else self.resolve(name)
            listener = self._find_others(factory, config, whole)
        attributes = config.pop('.', None)
        handler = factory(**{key: config[key] for key in list(config) if valid_ident(key)})
        if listener:
            handler.listener = listener(handler.queue)
        if formatter:
            handler.setFormatter(formatter)
        if level is not None:
            handler.setLevel(logging._checkLevel(level))
        if filters:
            self.add_filters(handler, filters)
        for name, value in (attributes or {}).items():
            setattr(handler, name, value)
        return handler

    def _find_others(self, factory, config, whole):
        """Names of other handlers become these, and lists tuples where a file format has none. Gives what makes a queue's listener."""
        import logging.handlers as known
        if not isinstance(factory, type):
            return None
        if issubclass(factory, known.MemoryHandler):
            if 'flushLevel' in config:
                config['flushLevel'] = logging._checkLevel(config['flushLevel'])
            if 'target' in config:
                try:
                    target = self.config['handlers'][config['target']]
                    if not isinstance(target, logging.Handler):
                        config.update(whole)
                        raise TypeError('target not configured yet')
                    config['target'] = target
                except Exception as error:
                    raise ValueError('Unable to set target handler %r' % config['target']) from error
        elif issubclass(factory, known.QueueHandler):
            return self._listener_of(config, whole)
        elif issubclass(factory, known.SysLogHandler) and 'address' in config:
            config['address'] = self.as_tuple(config['address'])
        return None

    def _listener_of(self, config, whole):
        import queue
        from logging.handlers import QueueListener
        own = config.get('queue', None)
        if isinstance(own, str):
            own = self.resolve(own)
            config['queue'] = own() if callable(own) else own
        elif isinstance(own, dict) and '()' in own:
            config['queue'] = self.configure_custom(dict(own))
        elif own is None:
            config['queue'] = queue.Queue()
        if not all(callable(getattr(config['queue'], name, None)) for name in _QUEUE_METHODS):
            raise TypeError(f'Invalid queue specifier {own!r}')
        names = config.pop('handlers', ())
        targets = []
        for name in names:
            target = self.config['handlers'].get(name)
            if not isinstance(target, logging.Handler):
                config.update(whole)
                raise ValueError('Unable to set required handler %r' % name) from TypeError(
                    'Required handler %r is not configured yet' % name)
            targets.append(target)
        kind = config.pop('listener', None) or QueueListener
        named, kind = kind, self.resolve(kind) if isinstance(kind, str) else kind
        if not (issubclass(kind, QueueListener) if isinstance(kind, type) else callable(kind)):
            raise TypeError(f'Invalid listener specifier {named!r}')
        respects = config.pop('respect_handler_level', False)
        if not targets:
            return None
        return lambda own: kind(own, *targets, respect_handler_level=respects)

    def add_handlers(self, logger, handlers):
        for each in handlers:
            try:
                logger.addHandler(self.config['handlers'][each])
            except Exception as error:
                raise ValueError('Unable to add handler %r' % each) from error

    def common_logger_config(self, logger, config, incremental=False):
        level = config.get('level', None)
        if level is not None:
            logger.setLevel(logging._checkLevel(level))
        if incremental:
            return
        for handler in logger.handlers[:]:
            logger.removeHandler(handler)
        handlers, filters = config.get('handlers', None), config.get('filters', None)
        if handlers:
            self.add_handlers(logger, handlers)
        if filters:
            self.add_filters(logger, filters)

    def configure_logger(self, name, config, incremental=False):
        wanted, logger = config.get('propagate', None), logging.getLogger(name)
        self.common_logger_config(logger, config, incremental)
        logger.propagate = logger.propagate if wanted is None else wanted
        logger.disabled = False

    def configure_root(self, config, incremental=False):
        self.common_logger_config(logging.getLogger(), config, incremental)


dictConfigClass = DictConfigurator


def dictConfig(config):
    """Sets up logging as a dictionary says. Errors: ValueError, with the reason as its cause."""
    dictConfigClass(config).configure()


# ---- files ----

def fileConfig(fname, defaults=None, disable_existing_loggers=True, encoding=None):
    """Sets up logging as a file in the format of configparser says."""
    import configparser
    import os
    if isinstance(fname, str):
        if not os.path.exists(fname):
            raise FileNotFoundError(f"{fname} doesn't exist")
        if not os.path.getsize(fname):
            raise RuntimeError(f'{fname} is an empty file')
    if isinstance(fname, configparser.RawConfigParser):
        parser = fname
    else:
        try:
            parser = configparser.ConfigParser(defaults)
            if hasattr(fname, 'readline'):
                parser.read_file(fname)
            else:
                parser.read(fname, encoding=encoding)
        except configparser.ParsingError as error:
            raise RuntimeError(f'{fname} is invalid: {error}')
    formatters = _formatters_of(parser)
    with logging._lock:
        _clear_handlers()
        _set_up_loggers(parser, _handlers_of(parser, formatters), disable_existing_loggers)


def _names(text):
    return [name.strip() for name in text.split(',')] if text else []


def _resolve(name):
    return BaseConfigurator({}).resolve(name)


def _formatters_of(parser):
    made = {}
    for name in _names(parser['formatters']['keys']):
        section = 'formatter_' + name
        found = parser[section]
        options = {'style': parser.get(section, 'style', raw=True, fallback='%')}
        defaults = parser.get(section, 'defaults', raw=True, fallback=None)
        if defaults is not None:
            options['defaults'] = eval(defaults, vars(logging))
        cls = _resolve(found['class']) if found.get('class') else logging.Formatter
        texts = [parser.get(section, key, raw=True, fallback=None) for key in ('format', 'datefmt')]
        made[name] = cls(*texts, **options)
    return made


def _handlers_of(parser, formatters):
    made, targets = {}, {}
    for name in _names(parser['handlers']['keys']):
        section = parser['handler_' + name]
        try:
            cls = eval(section['class'], vars(logging))
        except (AttributeError, NameError):
            cls = _resolve(section['class'])
        args = eval(section.get('args', '()'), vars(logging))
        options = eval(section.get('kwargs', '{}'), vars(logging))
        handler = cls(*args, **options)
        handler.name = name
        if 'level' in section:
            handler.setLevel(section['level'])
        formatter = section.get('formatter', '')
        if formatter:
            handler.setFormatter(formatters[formatter])
        if section.get('target', '') and hasattr(handler, 'setTarget'):
            targets[name] = section['target']
        made[name] = handler
    for name, target in targets.items():
        made[name].setTarget(made[target])
    return made


def _set_up_loggers(parser, handlers, is_disabling):
    names = _names(parser['loggers']['keys'])
    names.remove('root')
    _set_up_logger(logging.root, parser['logger_root'], handlers)
    before = sorted(logging.root.manager.loggerDict)
    configured = {}
    for name in names:
        section = parser[f'logger_{name}']
        configured[section['qualname']] = None
        logger = logging.getLogger(section['qualname'])
        logger.propagate = section.getint('propagate', fallback=1)
        logger.disabled = 0
        _set_up_logger(logger, section, handlers)
    _handle_existing_loggers(before, configured, is_disabling)


def _set_up_logger(logger, section, handlers):
    if 'level' in section:
        logger.setLevel(section['level'])
    for handler in logger.handlers[:]:
        logger.removeHandler(handler)
    for name in _names(section['handlers']):
        logger.addHandler(handlers[name])


# ---- what was there ----

def _handle_existing_loggers(before, wanted, is_disabling):
    """Loggers that are not named are disabled, unless they lie below one that is: those start anew."""
    known = logging.root.manager.loggerDict
    for name in before:
        if name in wanted:
            continue
        logger = known[name]
        if any(name.startswith(parent + '.') for parent in wanted):
            if not isinstance(logger, logging.PlaceHolder):
                logger.setLevel(logging.NOTSET)
                logger.handlers = []
                logger.propagate = True
        else:
            logger.disabled = is_disabling


def _clear_handlers():
    """Forgets all handlers; their streams are closed."""
    logging._handlers.clear()
    logging.shutdown(logging._handlerList[:])
    del logging._handlerList[:]


# ---- configurations that other programs send ----

# The thread that takes configurations, if there is one. `logging._lock` protects it.
_listener = None


def listen(port=DEFAULT_LOGGING_CONFIG_PORT, verify=None):
    """A thread, to be started, that takes configurations from a socket of this machine: the length in four bytes, then a dictionary as JSON
    or a file's text. `verify` gets the bytes and returns those to use, or None if there are none. Ended by stopListening().
    """
    import threading
    from socketserver import StreamRequestHandler, ThreadingTCPServer

    class Receiver(ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True

    class Request(StreamRequestHandler):
        def handle(self):
            head = self.rfile.read(4)
            if len(head) == 4:
                data = self.rfile.read(int.from_bytes(head))
                if verify is not None:
                    data = verify(data)
                if data is not None:
                    _configure_from(data.decode('utf-8'))
            self.server.thread.ready.set()

    class Server(threading.Thread):
        def __init__(self):
            super().__init__()
            # Set when the port is known, and again after each configuration.
            self.ready = threading.Event()
            self.port = port
            self._receiver = None

        def run(self):
            global _listener
            receiver = Receiver(('localhost', self.port), Request)
            receiver.thread = self
            self.port = receiver.server_address[1]
            self._receiver = receiver
            with logging._lock:
                _listener = self
            self.ready.set()
            receiver.serve_forever(0.1)
            receiver.server_close()

        def _stop_receiving(self):
            self._receiver.shutdown()

    return Server()


def _configure_from(text):
    """Does what a text says; an error is shown, for those who sent it will not hear of it."""
    import io
    import json
    import traceback
    try:
        try:
            config = json.loads(text)
        except ValueError:
            fileConfig(io.StringIO(text))
        else:
            dictConfig(config)
    except Exception:
        traceback.print_exc()


def stopListening():
    """Ends the thread that takes configurations, if there is one."""
    global _listener
    with logging._lock:
        listener, _listener = _listener, None
    if listener is not None:
        listener._stop_receiving()
