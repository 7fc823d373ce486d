"""Making trees of what is read, at once or as it comes in."""

from xml.parsers import expat

from . import ElementTree as _tree


class TreeBuilder:
    """Makes elements of calls; close() gives the root."""

    def __init__(self, element_factory=None, *, comment_factory=None, pi_factory=None, insert_comments=False, insert_pis=False):
        self._make = element_factory or _tree.Element
        self._is_plain = self._make is _tree.Element
        self._make_comment = comment_factory or _tree.Comment
        self._make_pi = pi_factory or _tree.ProcessingInstruction
        self._inserts_comments, self._inserts_pis = insert_comments, insert_pis
        self._root = self._last = None
        self._is_after = False
        self._open, self._data = [], []

    def close(self):
        """The root element."""
        self._flush()
        return self._root

    def _flush(self):
        """Puts the characters that have come where they belong: into the last element, or behind it."""
        if not self._data:
            return
        text = ''.join(self._data) if len(self._data) > 1 else self._data[0]
        self._data = []
        if self._last is None:
            return
        name = 'tail' if self._is_after else 'text'
        setattr(self._last, name, (getattr(self._last, name) or '') + text)

    def data(self, data, /):
        """Characters."""
        if self._last is not None:
            self._data.append(data)

    def start(self, tag, attrs, /):
        """An element begins."""
        if not isinstance(attrs, dict):
            raise TypeError(f'start() argument 2 must be dict, not {type(attrs).__name__}')
        if self._data:
            self._flush()
        self._last = element = self._make(tag, attrs)
        if self._open:
            self._open[-1].append(element)
        elif self._root is None:
            self._root = element
        self._open.append(element)
        self._is_after = False
        return element

    def end(self, tag, /):
        """An element ends."""
        if self._data:
            self._flush()
        if not self._open:
            raise IndexError('pop from empty stack')
        self._last = self._open.pop()
        self._is_after = True
        return self._last

    def comment(self, text, /):
        """A comment."""
        return self._extra(self._make_comment(text), self._inserts_comments)

    def pi(self, target, text=None, /):
        """A processing instruction."""
        return self._extra(self._make_pi(target, text), self._inserts_pis)

    def _extra(self, element, is_inserted):
        if is_inserted:
            self._flush()
            self._last = element
            if self._open:
                self._open[-1].append(element)
            self._is_after = True
        return element


class XMLParser:
    """Reads a document and tells its target what there is."""

    def __init__(self, *, target=None, encoding=None):
        self._expat = parser = expat.ParserCreate(encoding, '}')
        if target is None:
            target = TreeBuilder()
        self.target = target
        self.entity = {}
        self.version = 'Expat %d.%d.%d' % expat.version_info
        self._names = {}
        self._start_target = getattr(target, 'start', None)
        self._end_target = getattr(target, 'end', None)
        self._data_target = getattr(target, 'data', None)
        parser.DefaultHandlerExpand = self._rest
        if self._start_target is not None:
            parser.StartElementHandler = self._start
        if self._end_target is not None:
            parser.EndElementHandler = self._end
        if self._data_target is not None:
            parser.CharacterDataHandler = self._data_target
        if hasattr(target, 'start_ns'):
            parser.StartNamespaceDeclHandler = lambda prefix, uri: target.start_ns(prefix or '', uri or '')
        if hasattr(target, 'end_ns'):
            parser.EndNamespaceDeclHandler = lambda prefix: target.end_ns(prefix or '')
        if hasattr(target, 'comment'):
            parser.CommentHandler = target.comment
        if hasattr(target, 'pi'):
            parser.ProcessingInstructionHandler = target.pi
        if hasattr(target, 'doctype'):
            parser.StartDoctypeDeclHandler = lambda name, system, public, has_subset: target.doctype(name, public, system)
        # A builder puts pieces together anyway; others see them as they come.
        parser.buffer_text = type(target) is TreeBuilder

    def _full(self, name):
        """A name as trees write it."""
        found = self._names[name] = '{' + name if '}' in name else name
        return found

    def _start(self, tag, attributes):
        names = self._names
        if attributes:
            for key in attributes:
                if '}' in key:
                    attributes = {names.get(key) or self._full(key): value for key, value in attributes.items()}
                    break
        return self._start_target(names.get(tag) or self._full(tag), attributes)

    def _end(self, tag):
        return self._end_target(self._names.get(tag) or self._full(tag))

    def _rest(self, text):
        """What nobody else is told: of interest are references to entities that are not known to the document."""
        if not text.startswith('&') or not text.endswith(';'):
            return
        value = self.entity.get(text[1:-1])
        if value is not None:
            if self._data_target is not None:
                self._data_target(value)
            return
        line, column = self._expat.ErrorLineNumber, self._expat.ErrorColumnNumber
        self._raise(f'undefined entity {text}: line {line}, column {column}', 11, line, column)

    @staticmethod
    def _raise(message, code, line, column):
        raised = _tree.ParseError(message)
        raised.code, raised.position = code, (line, column)
        raise raised

    def _read(self, data, is_final):
        try:
            self._expat.Parse(data, is_final)
        except expat.ExpatError as e:
            error = e
        else:
            return
        self._raise(str(error), error.code, error.lineno, error.offset)

    def feed(self, data, /):
        """Reads more."""
        self._read(data, False)

    def flush(self):
        """Tells the target all that can be told."""
        self._read(b'', False)

    def close(self):
        """The document is at its end: gives what the target's close() gives."""
        self._read(b'', True)
        close = getattr(self.target, 'close', None)
        result = close() if close is not None else None
        self._expat = None
        return result

    # ---- what XMLPullParser needs ----

    def _setevents(self, queue, events):
        parser, target, append = self._expat, self.target, queue.append
        for name in events:
            if name == 'start':
                parser.StartElementHandler = lambda tag, attributes: append(('start', self._start(tag, attributes)))
            elif name == 'end':
                parser.EndElementHandler = lambda tag: append(('end', self._end(tag)))
            elif name == 'start-ns':
                before = parser.StartNamespaceDeclHandler
                parser.StartNamespaceDeclHandler = lambda prefix, uri: append(
                    ('start-ns', before(prefix, uri) if before else (prefix or '', uri or '')))
            elif name == 'end-ns':
                ended = parser.EndNamespaceDeclHandler
                parser.EndNamespaceDeclHandler = lambda prefix: append(('end-ns', ended(prefix) if ended else None))
            elif name == 'comment':
                parser.CommentHandler = lambda text: append(('comment', target.comment(text)))
            elif name == 'pi':
                parser.ProcessingInstructionHandler = lambda name, text: append(('pi', target.pi(name, text)))
            else:
                raise ValueError(f'unknown event {name!r}')


class XMLPullParser:
    """Reads a document as it comes in; read_events() gives what has happened since."""

    def __init__(self, events=None, *, _parser=None):
        self._events = []
        self._parser = _parser or XMLParser(target=TreeBuilder())
        self._parser._setevents(self._events, ('end',) if events is None else events)

    def feed(self, data):
        """Reads more."""
        if self._parser is None:
            raise ValueError('feed() called after end of stream')
        if data:
            try:
                self._parser.feed(data)
            except SyntaxError as e:
                self._events.append(e)

    def flush(self):
        """Makes events of all that has come in."""
        if self._parser is None:
            raise ValueError('flush() called after end of stream')
        self._parser.flush()

    def _close_and_return_root(self):
        root = self._parser.close()
        self._parser = None
        return root

    def close(self):
        """The document is at its end."""
        self._close_and_return_root()

    def read_events(self):
        """The events that nobody has taken yet."""
        events = self._events
        while events:
            event = events.pop(0)
            if isinstance(event, Exception):
                raise event
            yield event


class _Events:
    """The events of a file; at the end `root` is the document's root."""

    def __init__(self, source, events, parser):
        self._puller = XMLPullParser(events=events, _parser=parser)
        self._is_ours = not hasattr(source, 'read')
        self._file = open(source, 'rb') if self._is_ours else source
        self._found = self._read()
        self.root = None

    def _read(self):
        try:
            while True:
                yield from self._puller.read_events()
                data = self._file.read(16 * 1024)
                if not data:
                    break
                self._puller.feed(data)
            root = self._puller._close_and_return_root()
            yield from self._puller.read_events()
            self.root = root
        finally:
            self.close()

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._found)

    def close(self):
        """Closes the file if it was opened here."""
        if self._is_ours:
            self._file.close()


_Events.__name__ = _Events.__qualname__ = 'IterParseIterator'


def iterparse(source, events=None, parser=None):
    """Reads a file piece by piece: gives pairs of an event's name and an element."""
    return _Events(source, events, parser)
