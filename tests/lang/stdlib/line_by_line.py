"""cmd, code and codeop: programs that are told what to do line by line."""
import cmd
import code
import codeop
import io
import sys
import warnings


class Turtle(cmd.Cmd):
    intro = "Welcome."
    prompt = "(turtle) "

    def do_forward(self, arg):
        """Move forward:

            forward 10
        """
        print("forward", repr(arg))

    def do_bye(self, arg):
        "Stop."
        print("bye")
        return True

    def do_secret(self, arg):
        print("secret", repr(arg))

    def do_shell(self, arg):
        print("shell", repr(arg))

    def help_topic(self):
        print("about the topic")

    def help_secret(self):
        print("about the secret")

    def precmd(self, line):
        return line.lower()

    def preloop(self):
        print("preloop")

    def postloop(self):
        print("postloop")

    def do_EOF(self, arg):
        print("end")
        return True

    def complete_forward(self, *args):
        return ["10", "20"]


def session(lines, kind=Turtle, **attributes):
    program = kind(stdin=io.StringIO(lines), stdout=sys.stdout)
    program.use_rawinput = False
    for name, value in attributes.items():
        setattr(program, name, value)
    program.cmdloop()
    return program


session("FORWARD 10\nforward\n\n?\nhelp forward\nhelp secret\n? topic\nhelp nothing\n!ls -l\nbad line\n?bye\nbye\nforward 3\n")
session("forward", cmdqueue=["forward queued"], intro="", do_eof=lambda arg: True)
session("x\n", intro=None, ruler="", do_eof=lambda arg: True)
program = Turtle()
for line in ("", "  ", "a", "a b  c ", "?x", "!y z", "a.b", "1a", "-x", "?", "!", "  a  b"):
    print(repr(line), program.parseline(line), cmd.Cmd().parseline(line))
print(program.completenames("f"), program.completenames(""), sorted(program.complete_help("")), program.completedefault(1))
for names, width in (([], 80), (["one"], 80), ([f"item{number}" for number in range(30)], 40), (["a" * number for number in range(1, 12)], 30),
                     (["long" * 10, "b"], 10), (["x", "yy"] * 20, 79)):
    cmd.Cmd(stdout=sys.stdout).columnize(names, width)
    print("--")
try:
    cmd.Cmd(stdout=sys.stdout).columnize(["a", 1, "b", None])
except TypeError as error:
    print(error)
cmd.Cmd(stdout=sys.stdout).print_topics("Header", ["a", "b"], 15, 80)
cmd.Cmd(stdout=sys.stdout).onecmd("help")

warnings.simplefilter("ignore")
for text in (
    'a=1', '', '\n', '# c', 'if x:', 'if x:\n  y', 'if x:\n  y\n', 'if x:\n  y\n\n', '(', '(1,', '(1))', '"abc',
    '"""abc', '"""a\n', 'a b', 'def f():', 'def f(): pass', 'def f():\n  return 1\n', 'x = (\n1', 'class A:',
    'class A:\n  pass\n', 'try:', 'try:\n  a\n', 'try:\n a\nexcept:\n b\n', '@d', '@d\n', 'for x in y', 'for x in y:',
    'while 1:\n  pass\nelse:', 'a\\', 'a \\\n', 'return', '1+', '1 +', 'lambda:', '[1,2', '{', '}', 'f"{', 'f"{x',
    'f"{x}', 'f"""{x}', '1\n2', 'a;b', 'import', 'from x', 'if x: y', 'if x: y\nelse:', 'if x: y\nelse: z', 'else:',
    '\tx', '  x', '0xz', '$', 'with a:', 'with a as b:\n c\n', 'match x:', 'match x:\n case 1:\n', 'async def f():',
    'del', 'not', 'a = ', 'a +=', 'print(', 'print("a"', 'f(', 'f(a,\n', 'f(a)\n', '"a" "b', '# c\nif x:',
    'if 1:\n  if 2:', '\n\nif x:\n  y\n', 'from __future__ import annotations', 'yield', 'raise ', 'x = yield',
    'global x', 'nonlocal x', 'break', '?', 'a?', '\x00', 'é=1', 'l = [\n', '"\\N{x}"', 'b"é"',
    'def f(x):\n    def g():\n', 'try:\n  a\nfinally:\n', 'if True: pass; x', 'class A: pass', 'while True: break',
):
    for symbol in ("single", "exec", "eval"):
        try:
            found = codeop.compile_command(text, "<i>", symbol)
            print(ascii(text), symbol, "code" if found else found)
        except Exception as error:
            print(ascii(text), symbol, type(error).__name__)


class Console(code.InteractiveConsole):
    def __init__(self, lines, *args, **options):
        super().__init__(*args, **options)
        self.lines, self.written = iter(lines), []

    def raw_input(self, prompt=""):
        self.written.append(("prompt", prompt))
        try:
            return next(self.lines)
        except StopIteration:
            raise EOFError

    def write(self, data):
        # Whether tracebacks show the lines is open.
        is_traceback = data.startswith("Traceback")
        self.written.append(data.splitlines()[-1] if is_traceback else data)


def console(lines, *args, **options):
    made = Console(lines, **options)
    try:
        made.interact(*args)
    except SystemExit as error:
        print("exit", error.code)
    print(*map(repr, made.written), sep="\n  ")
    print(sorted(name for name in made.locals if name != "__builtins__"))


console(["x=1", "print(x)", "if x:", "  print(2)", "", "1/0", "a b", "x", "raise SystemExit(3)"], "Begin")
console(["def f():", "  return 5", "", "f()", '"abc', "f(", "1)"], "Begin")
console(["("], "Begin")
console(["1/0"], "Begin", "bye")
console([], "", "")
console(["exit()", "2"], "", local_exit=True)
console(["quit(4)"], "x", local_exit=True)
interpreter = code.InteractiveInterpreter({"a": 2})
print(interpreter.runsource("a+1"), interpreter.runsource("if a:"), interpreter.runsource("print(a)\n", "<f>", "exec"))


def hook(kind, error, traceback):
    print("hook", kind.__name__, error)


sys.excepthook = hook
interpreter.runsource("1/0")
interpreter.runsource("a b")
sys.excepthook = sys.__excepthook__
made = code.InteractiveConsole()
print(made.push("if 1:"), made.buffer, made.push("  pass"), made.push(""), made.buffer, made.filename)
made.push("if 1:")
made.resetbuffer()
print(made.buffer)
