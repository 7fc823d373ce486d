# What a program from standard input, or text that is no file, shows of itself in reports.
import os
import subprocess
import sys
import tempfile


def show(*args, text=""):
    run = subprocess.run([sys.executable, *args], input=text, capture_output=True, text=True, cwd=folder)
    print(args, run.returncode, run.stdout, run.stderr.replace(folder + os.sep, ""))


with tempfile.TemporaryDirectory() as folder:
    folder = os.path.realpath(folder)
    for text in "def f():\n    1/0\nf()\n", "def f():\n  1 1\n", "return\n", "f(x, x\n", "x = 1\ny = '\0'\n":
        show("-", text=text)
        show(text=text)
    with open(os.path.join(folder, "null.py"), "w") as file:
        file.write("x = 1\ny = '\0'\n")
    with open(os.path.join(folder, "late.py"), "w") as file:
        file.write("x = 1\n\ndef f(a, a): return 1\n")
    show("null.py")
    show("late.py")
    show("-c", "import null")
    show("-c", "import late")
    show("-c", "eval(bytes([49, 0]))")
    show("-c", "return 1")
    show("-c", "exec(compile('1/0', '<x>', 'exec'))")
    show("-c", "import linecache; linecache.cache['<x>'] = 3, None, ['1/0'], '<x>'; exec(compile('1/0', '<x>', 'exec'))")
