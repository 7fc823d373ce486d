"""The declaration of a document's type: its entities, and what attributes are by default."""

from . import _syntax as syntax


class Entity:
    """`value` is None where it lies outside of the document."""

    __slots__ = ('value', 'base', 'system', 'public', 'notation')

    def __init__(self, value, base=None, system=None, public=None, notation=None):
        self.value, self.base, self.system, self.public, self.notation = value, base, system, public, notation


class Doctype:
    """`attributes` holds (name, type, default) by element."""

    __slots__ = ('_reader', 'entities', 'parameters', 'attributes', 'is_read', 'base', '_has_external', '_has_parameters', '_text', '_at',
                 '_end', '_start')

    def __init__(self, reader):
        self._reader = reader
        self.entities, self.parameters, self.attributes = {}, {}, {}
        self.is_read = self._has_external = self._has_parameters = False
        self.base = None

    def must_declare(self):
        """Whether an entity that is not declared is an error: there is nothing unread that could declare it."""
        return not (self._has_external or self._has_parameters) or self._reader._declared

    def complete(self, element, attributes, reader):
        """Adds what was declared and not given, and trims values that are names."""
        for name, kind, default in self.attributes.get(element, ()):
            if name in attributes:
                if kind != 'CDATA':
                    attributes[name] = ' '.join(word for word in attributes[name].split(' ') if word)
            elif default is not None:
                attributes[name] = default

    @staticmethod
    def end_of(text, at):
        """The place after the declaration that starts there, or -1."""
        depth, place = 0, at
        while place < len(text):
            c = text[place]
            if c in '"\'':
                place = text.find(c, place + 1)
            elif text.startswith('<!--', place):
                place = text.find('-->', place + 4)
            elif text.startswith('<?', place):
                place = text.find('?>', place)
            elif c == '[':
                depth += 1
            elif c == ']':
                depth -= 1
            elif c == '>' and not depth:
                return place + 1
            if place < 0:
                return -1
            place += 1
        return -1

    # ---- words ----

    def _fail(self, code, at=None):
        self._reader._at = self._at
        if at is None:
            at = self._at
        self._reader._fail(code, at)

    def _misfit(self, code=None):
        """What stands here does not belong here."""
        if self._at >= len(self._text):
            self._fail(syntax.UNCLOSED_TOKEN if self._start < len(self._text) and self._text[self._start] in '"\'' else syntax.NO_ELEMENTS)
        c = self._text[self._at]
        is_token = syntax.name_token.match(c) or c in '[]()>,|#"\'<' and not syntax.forbidden.match(c)
        self._fail(code or (syntax.SYNTAX if is_token else syntax.INVALID_TOKEN))

    def _skip(self):
        place = self._at
        self._at = syntax.blanks.match(self._text, place).end()
        return self._at > place

    def _need_blanks(self):
        if not self._skip():
            self._misfit(syntax.INVALID_TOKEN if self._at < len(self._text) and self._text[self._at] in '"\'<' else None)

    def _try(self, word):
        if self._text.startswith(word, self._at):
            self._at += len(word)
            return True
        return False

    def _need(self, word):
        self._reader._event = self._at
        if not self._try(word):
            self._misfit()

    def _name(self, pattern=syntax.name):
        found = pattern.match(self._text, self._at)
        if found is None:
            self._misfit()
        self._reader._event, self._at = self._at, found.end()
        return found[0]

    def _quoted(self):
        start = self._start = self._at
        quote = self._text[start:start + 1]
        if quote not in ('"', "'"):
            self._misfit()
        end = self._text.find(quote, start + 1)
        if end < 0:
            self._fail(syntax.UNCLOSED_TOKEN)
        bad = syntax.forbidden.search(self._text, start, end)
        if bad:
            self._fail(syntax.INVALID_TOKEN, bad.start())
        self._reader._event, self._at = start, end + 1
        return self._text[start + 1:end]

    def _outside(self, needs_system):
        """SYSTEM or PUBLIC and what follows: (system, public); None where there is none."""
        if self._try('SYSTEM'):
            self._need_blanks()
            return self._quoted(), None
        if not self._try('PUBLIC'):
            return None
        self._need_blanks()
        start = self._at
        public = self._quoted()
        if not syntax.public_id.fullmatch(public):
            self._fail(syntax.PUBLICID, start + 1 + syntax.public_id.match(public).end())
        public = ' '.join(public.split())
        had_blanks = self._skip()
        if self._text[self._at:self._at + 1] in ('"', "'"):
            if not had_blanks:
                self._fail(syntax.INVALID_TOKEN)
            return self._quoted(), public
        if needs_system:
            self._misfit()
        return None, public

    # ---- the declaration ----

    def read(self, text, at):
        reader = self._reader
        self._text, self._at, self._start = text, at + 9, at
        self.is_read = True
        self._need_blanks()
        name = self._name()
        self._skip()
        system, public = self._outside(True) or (None, None)
        self._has_external = system is not None
        if self._has_external and not reader._declared and reader.NotStandaloneHandler is not None and not reader.NotStandaloneHandler():
            reader._fail(syntax.NOT_STANDALONE)
        self._skip()
        reader._event = self._at
        has_subset = self._try('[')
        if not has_subset and text[self._at:self._at + 1] != '>':
            self._misfit()
        if reader.StartDoctypeDeclHandler is not None:
            reader.StartDoctypeDeclHandler(name, system, public, int(has_subset))
        if has_subset:
            self._subset()
            self._need(']')
            self._skip()
        self._need('>')
        reader._at = self._at
        if reader.StartDoctypeDeclHandler is None:
            reader._default(text[at:self._at])
        if reader.EndDoctypeDeclHandler is not None:
            reader.EndDoctypeDeclHandler()

    def _subset(self):
        text, reader = self._text, self._reader
        kinds = {'<!ENTITY': self._entity, '<!ELEMENT': self._element, '<!ATTLIST': self._attlist, '<!NOTATION': self._notation}
        while True:
            self._skip()
            c = text[self._at:self._at + 1]
            if c in ('', ']'):
                return
            reader._event = start = self._start = self._at
            if c == '%':
                self._at += 1
                name = self._name()
                self._need(';')
                if not self._has_parameters and not reader._declared and not self._has_external:
                    reader._event = start
                    if reader.NotStandaloneHandler is not None and not reader.NotStandaloneHandler():
                        reader._fail(syntax.NOT_STANDALONE)
                self._has_parameters = True
                if reader.SkippedEntityHandler is not None and name not in self.parameters:
                    reader.SkippedEntityHandler(name, 1)
            elif text.startswith('<!--', start) or text.startswith('<?', start):
                reader._at = start
                reader._seen_any = True
                step = reader._comment if text.startswith('<!--', start) else reader._instruction
                if step() is False:
                    self._fail(syntax.UNCLOSED_TOKEN, start)
                self._at = reader._at
            else:
                found = syntax.name.match(text, start + 2)
                kind = kinds.get(text[start:found.end()]) if found and text.startswith('<!', start) else None
                if kind is None:
                    if c == '<' and not found:
                        self._fail(syntax.INVALID_TOKEN, min(start + 1 + text.startswith('!', start + 1), len(text)))
                    self._misfit()
                self._at = found.end()
                self._need_blanks()
                kind()
                self._skip()
                self._need('>')

    def _is_heeded(self):
        """What stands after a parameter entity that was not read may have another meaning."""
        return not self._has_parameters or self._reader._declared

    def _entity(self):
        reader = self._reader
        is_parameter = self._try('%')
        if is_parameter:
            self._need_blanks()
        name = self._name()
        self._need_blanks()
        outside = self._outside(True)
        notation = None
        if outside is None:
            start = self._at + 1
            value = self._entity_value(self._quoted(), start)
            entity = Entity(value)
        else:
            value, (system, public) = None, outside
            if self._skip() and not is_parameter and self._try('NDATA'):
                self._need_blanks()
                notation = self._name()
            entity = Entity(None, self.base, system, public, notation)
        table = self.parameters if is_parameter else self.entities
        if name in table or not self._is_heeded() or name in syntax.predefined and not is_parameter:
            return
        table[name] = entity
        if notation is not None and reader.UnparsedEntityDeclHandler is not None:
            reader.UnparsedEntityDeclHandler(name, self.base, entity.system, entity.public, notation)
        elif reader.EntityDeclHandler is not None:
            reader.EntityDeclHandler(name, int(is_parameter), value, self.base, entity.system, entity.public, notation)

    def _entity_value(self, raw, start):
        """References to characters are replaced, those to entities stay."""
        if '\r' in raw:
            raw = raw.replace('\r\n', '\n').replace('\r', '\n')
        if '%' in raw:
            place = raw.index('%')
            is_reference = syntax.name.match(raw, place + 1)
            self._fail(syntax.PARAM_ENTITY_REF if is_reference else syntax.INVALID_TOKEN, start + place + (not is_reference))
        pieces, place = [], 0
        while (at := raw.find('&', place)) >= 0:
            found = syntax.reference.match(raw, at)
            if found is None:
                self._fail(syntax.INVALID_TOKEN, start + syntax.begun_reference.match(raw, at).end())
            pieces.append(raw[place:at])
            pieces.append(found[0] if found[1] is not None else self._reader._character(found, start + at))
            place = found.end()
        return ''.join(pieces) + raw[place:]

    def _notation(self):
        name = self._name()
        self._need_blanks()
        found = self._outside(False)
        if found is None:
            self._misfit()
        if self._reader.NotationDeclHandler is not None and self._is_heeded():
            self._reader.NotationDeclHandler(name, self.base, *found)

    # ---- elements and attributes ----

    def _element(self):
        name = self._name()
        self._need_blanks()
        if self._try('EMPTY'):
            model = (1, 0, None, ())
        elif self._try('ANY'):
            model = (2, 0, None, ())
        else:
            self._need('(')
            self._skip()
            model = self._mixed() if self._try('#PCDATA') else self._group()
        if self._reader.ElementDeclHandler is not None:
            self._reader.ElementDeclHandler(name, model)

    def _mixed(self):
        names = []
        self._skip()
        while self._try('|'):
            self._skip()
            names.append((4, 0, self._name(), ()))
            self._skip()
        self._need(')')
        if names:
            self._need('*')
            return (3, 2, None, tuple(names))
        return (3, 2 if self._try('*') else 0, None, ())

    def _group(self):
        """Parts in a sequence, or to choose from."""
        parts, separator = [self._part()], ''
        self._skip()
        while not self._try(')'):
            c = self._text[self._at:self._at + 1]
            if c not in (',', '|') or separator not in ('', c):
                self._misfit()
            separator = c
            self._at += 1
            self._skip()
            parts.append(self._part())
            self._skip()
        return (5 if separator == '|' else 6, self._quantity(), None, tuple(parts))

    def _part(self):
        if self._try('('):
            self._skip()
            return self._group()
        name = self._name()
        return (4, self._quantity(), name, ())

    def _quantity(self):
        for sign, number in (('?', 1), ('*', 2), ('+', 3)):
            if self._try(sign):
                return number
        return 0

    def _attlist(self):
        element = self._name()
        while True:
            had_blanks = self._skip()
            if self._text[self._at:self._at + 1] in ('>', ''):
                return
            if not had_blanks:
                self._misfit()
            name = self._name()
            self._need_blanks()
            kind = self._kind()
            self._need_blanks()
            default, is_required = self._usual(kind)
            known = self.attributes.setdefault(element, [])
            if any(name == other for other, *_ in known) or not self._is_heeded():
                continue
            known.append((name, kind, default))
            if self._reader.AttlistDeclHandler is not None:
                self._reader.AttlistDeclHandler(element, name, kind, default, is_required)

    def _kind(self):
        if self._text.startswith('(', self._at):
            return self._choices(syntax.name_token)
        start = self._at
        kind = self._name()
        if kind == 'NOTATION':
            self._need_blanks()
            return kind + self._choices(syntax.name)
        if kind not in ('CDATA', 'ID', 'IDREF', 'IDREFS', 'ENTITY', 'ENTITIES', 'NMTOKEN', 'NMTOKENS'):
            self._fail(syntax.SYNTAX, start)
        return kind

    def _choices(self, pattern):
        self._need('(')
        names = []
        while not names or self._try('|'):
            self._skip()
            names.append(self._name(pattern))
            self._skip()
        self._need(')')
        return '(' + '|'.join(names) + ')'

    def _usual(self, kind):
        """The default, and whether the attribute has to stand there, or to be the default."""
        if self._try('#REQUIRED'):
            return None, 1
        if self._try('#IMPLIED'):
            return None, 0
        is_fixed = self._try('#FIXED')
        if is_fixed:
            self._need_blanks()
        at = self._at
        raw = self._quoted()
        if '<' in raw:
            self._fail(syntax.INVALID_TOKEN, at + 1 + raw.index('<'))
        value = self._reader._value(raw, at)
        if kind != 'CDATA':
            value = ' '.join(word for word in value.split(' ') if word)
        return value, int(is_fixed)
