"""Files that hold names and passwords by machine."""

import os
import stat

__all__ = ['netrc', 'NetrcParseError']


class NetrcParseError(Exception):
    """The file is not written as one should be."""

    def __init__(self, msg, filename=None, lineno=None):
        self.msg, self.filename, self.lineno = msg, filename, lineno
        Exception.__init__(self, msg)

    def __str__(self):
        return f'{self.msg} ({self.filename}, line {self.lineno})'


class _Words:
    """The words of a text: what is between blanks, or in quotes. A backslash takes the next character as it is."""

    def __init__(self, text):
        self.text, self.at, self.lineno = text, 0, 1
        self._last = None

    def _next(self):
        c = self.text[self.at:self.at + 1]
        self.at += 1
        self.lineno += c == '\n'
        return c

    def word(self):
        """The next word; empty at the end."""
        c = self._next()
        while c and c in '\n\t\r ':
            c = self._next()
        if c == '"':
            found = ''
            while (c := self._next()) not in ('"', ''):
                found += self._next() if c == '\\' else c
            return found
        found = ''
        while c and c not in '\n\t\r ':
            found += self._next() if c == '\\' else c
            c = self._next()
        return found

    def line(self):
        """The rest of the line, its end included."""
        end = self.text.find('\n', self.at) + 1 or len(self.text)
        found = self.text[self.at:end]
        self.at = end
        self.lineno += found.endswith('\n')
        return found


class netrc:
    """`hosts` holds (login, account, password) by machine, `macros` lists of lines by name."""

    def __init__(self, file=None):
        is_usual = file is None
        if is_usual:
            file = os.path.join(os.path.expanduser('~'), '.netrc')
        self.hosts, self.macros = {}, {}
        try:
            with open(file, encoding='utf-8') as source:
                text = source.read()
                about = os.fstat(source.fileno())
        except UnicodeDecodeError:
            with open(file, encoding='locale') as source:
                text = source.read()
                about = os.fstat(source.fileno())
        self._read(file, _Words(text), about if is_usual else None)

    def _read(self, file, words, about):
        while True:
            lineno = words.lineno
            word = words.word()
            if not word:
                break
            if word[0] == '#':
                # Alone it makes the rest of the line a comment, else it is a comment of one word.
                if words.lineno == lineno and len(word) == 1:
                    words.line()
            elif word == 'machine':
                name = words.word()
                if not name:
                    raise NetrcParseError(f'missing {word!r} name', file, words.lineno)
                self._read_entry(file, words, name, about)
            elif word == 'default':
                self._read_entry(file, words, 'default', about)
            elif word == 'macdef':
                name = words.word()
                lines = self.macros[name] = []
                while True:
                    line = words.line()
                    if not line:
                        raise NetrcParseError('Macro definition missing null line terminator.', file, words.lineno)
                    if line == '\n':
                        break
                    lines.append(line)
            else:
                raise NetrcParseError(f'bad toplevel token {word!r}', file, words.lineno)

    def _read_entry(self, file, words, name, about):
        found = {'login': '', 'account': '', 'password': ''}
        while True:
            at, lineno = words.at, words.lineno
            word = words.word()
            if word.startswith('#'):
                if words.lineno == lineno:
                    words.line()
            elif word in ('', 'machine', 'default', 'macdef'):
                # The next entry begins.
                words.at, words.lineno = at, lineno
                break
            elif word in ('login', 'user'):
                found['login'] = words.word()
            elif word in ('account', 'password'):
                found[word] = words.word()
            else:
                raise NetrcParseError(f'bad follower token {word!r}', file, words.lineno)
        self.hosts[name] = found['login'], found['account'], found['password']
        if about is not None:
            self._check_safety(about, found['login'])

    def _check_safety(self, about, login):
        """A file with passwords in the home folder is to be nobody else's business."""
        if login in ('', 'anonymous'):
            return
        if about.st_uid != os.getuid():
            raise NetrcParseError(f'~/.netrc file owner (uid {about.st_uid}) does not match current user (uid {os.getuid()})')
        if about.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise NetrcParseError('~/.netrc access too permissive: access permissions must restrict access to only the owner')

    def authenticators(self, host):
        """(login, account, password) of a machine, or the default, or None."""
        return self.hosts.get(host, self.hosts.get('default'))

    def __repr__(self):
        """As a file."""
        lines = []
        for host, (login, account, password) in self.hosts.items():
            lines.append(f'machine {host}\n\tlogin {login}\n')
            if account:
                lines.append(f'\taccount {account}\n')
            lines.append(f'\tpassword {password}\n')
        for name, macro in self.macros.items():
            lines += [f'macdef {name}\n', *macro, '\n']
        return ''.join(lines)
