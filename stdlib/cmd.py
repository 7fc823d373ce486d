"""Programs that are told what to do line by line: the first word of a line names a method."""

import string
import sys

__all__ = ['Cmd']


class Cmd:
    """Each method do_x() is a command x; its docstring, or help_x(), is its help."""

    prompt = '(Cmd) '
    identchars = string.ascii_letters + string.digits + '_'
    ruler = '='
    lastcmd = ''
    intro = None
    doc_leader = ''
    doc_header = 'Documented commands (type help <topic>):'
    misc_header = 'Miscellaneous help topics:'
    undoc_header = 'Undocumented commands:'
    nohelp = '*** No help on %s'
    use_rawinput = 1

    def __init__(self, completekey='tab', stdin=None, stdout=None):
        self.stdin, self.stdout = stdin or sys.stdin, stdout or sys.stdout
        self.cmdqueue = []
        self.completekey = completekey

    def _write(self, *lines):
        for line in lines:
            self.stdout.write(f'{line}\n')

    # ---- the loop ----

    def cmdloop(self, intro=None):
        """Asks for lines and does what they say, until one says that it is enough."""
        self.preloop()
        if intro is not None:
            self.intro = intro
        if self.intro:
            self._write(self.intro)
        stop = None
        while not stop:
            line = self.precmd(self.cmdqueue.pop(0) if self.cmdqueue else self._ask())
            stop = self.postcmd(self.onecmd(line), line)
        self.postloop()

    def _ask(self):
        """The next line; 'EOF' at the end."""
        if self.use_rawinput:
            try:
                return input(self.prompt)
            except EOFError:
                return 'EOF'
        self.stdout.write(self.prompt)
        self.stdout.flush()
        line = self.stdin.readline()
        return line.rstrip('\r\n') if line else 'EOF'

    def preloop(self):
        """Called before the first line."""

    def postloop(self):
        """Called after the last line."""

    def precmd(self, line):
        """May change a line before it is looked at."""
        return line

    def postcmd(self, stop, line):
        """May change whether it is enough."""
        return stop

    # ---- a line ----

    def parseline(self, line):
        """(command, arguments, the line); no command if none can be told. `?x` is `help x`, `!x` is `shell x`."""
        line = line.strip()
        if not line:
            return None, None, line
        if line[0] == '?':
            line = 'help ' + line[1:]
        elif line[0] == '!':
            if not hasattr(self, 'do_shell'):
                return None, None, line
            line = 'shell ' + line[1:]
        end = 0
        while end < len(line) and line[end] in self.identchars:
            end += 1
        return line[:end], line[end:].strip(), line

    def onecmd(self, line):
        """Does what a line says. True: it is enough."""
        command, arguments, line = self.parseline(line)
        if not line:
            return self.emptyline()
        if command is None:
            return self.default(line)
        self.lastcmd = '' if line == 'EOF' else line
        method = getattr(self, 'do_' + command, None) if command else None
        return self.default(line) if method is None else method(arguments)

    def emptyline(self):
        """An empty line does again what the last one did."""
        if self.lastcmd:
            return self.onecmd(self.lastcmd)

    def default(self, line):
        """A line that begins with no command."""
        self._write(f'*** Unknown syntax: {line}')

    # ---- what a line may go on with ----

    def completedefault(self, *ignored):
        """What may follow a command that has no complete_x()."""
        return []

    def completenames(self, text, *ignored):
        """The commands that begin so."""
        return [name[3:] for name in self.get_names() if name.startswith('do_' + text)]

    def complete(self, text, state):
        """Called with 0, 1, 2...: one way to go on after the other, None after the last."""
        if state == 0:
            import readline
            whole = readline.get_line_buffer()
            line = whole.lstrip()
            shift = len(whole) - len(line)
            begin, end = readline.get_begidx() - shift, readline.get_endidx() - shift
            find = self.completenames
            if begin > 0:
                command = self.parseline(line)[0]
                find = getattr(self, f'complete_{command}', self.completedefault) if command else self.completedefault
            self.completion_matches = find(text, line, begin, end)
        try:
            return self.completion_matches[state]
        except IndexError:
            return None

    def get_names(self):
        return dir(type(self))

    def complete_help(self, *args):
        commands = set(self.completenames(*args))
        return list(commands | {name[5:] for name in self.get_names() if name.startswith('help_' + args[0])})

    # ---- help ----

    def do_help(self, arg):
        'List available commands with "help" or detailed help with "help cmd".'
        if arg:
            return self._help_on(arg)
        names = self.get_names()
        topics = {name[5:] for name in names if name.startswith('help_')}
        documented, others = [], []
        for name in sorted(set(names)):
            if not name.startswith('do_'):
                continue
            command = name[3:]
            is_documented = command in topics or getattr(self, name).__doc__
            topics.discard(command)
            (documented if is_documented else others).append(command)
        self._write(self.doc_leader)
        self.print_topics(self.doc_header, documented, 15, 80)
        self.print_topics(self.misc_header, sorted(topics), 15, 80)
        self.print_topics(self.undoc_header, others, 15, 80)

    def _help_on(self, topic):
        helper = getattr(self, 'help_' + topic, None)
        if helper is not None:
            helper()
            return
        from inspect import cleandoc
        command = getattr(self, 'do_' + topic, None)
        text = None if command is None else command.__doc__
        self._write(cleandoc(text) if text else self.nohelp % (topic,))

    def print_topics(self, header, cmds, cmdlen, maxcol):
        """Prints names below a header, if there are any."""
        if cmds:
            self._write(header)
            if self.ruler:
                self._write(self.ruler * len(header))
            self.columnize(cmds, maxcol - 1)
            self._write('')

    def columnize(self, list, displaywidth=80):
        """Prints texts in columns, as few lines as they fit into; they go down the columns."""
        if not list:
            self._write('<empty>')
            return
        wrong = [at for at, text in enumerate(list) if not isinstance(text, str)]
        if wrong:
            raise TypeError('list[i] not a string for i in %s' % ', '.join(map(str, wrong)))
        for rows in range(1, len(list) + 1):
            columns = [list[start:start + rows] for start in range(0, len(list), rows)]
            widths = [max(map(len, column)) for column in columns]
            if sum(widths) + 2 * (len(widths) - 1) <= displaywidth:
                break
        for row in range(rows):
            texts = [(column[row], width) for column, width in zip(columns, widths) if row < len(column)]
            self._write('  '.join([text.ljust(width) for text, width in texts]) if len(columns) > 1 else columns[0][row])
