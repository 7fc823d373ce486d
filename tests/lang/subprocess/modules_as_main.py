# Modules, folders and files that cannot be run, and what their frames and messages look like.
import os
import subprocess
import sys
import tempfile

FILES = {
    "m.py": "1/0\n",
    "p/__init__.py": "from . import a\n",
    "p/a.py": "import sys\nif __name__ == '__main__': print(sys.argv, __spec__.name, __package__, sys._getframe(1).f_code.co_name)\n",
    "q/__init__.py": "",
    "q/__main__.py": "def f(): [][1]\nf()\n",
    "ns/x.py": "print(__spec__.name, type(__loader__).__name__)\n",
    "empty/x": "",
    "folder/__main__.py": "def f():\n    return 1/0\nf()\n",
    "ok.py": "import sys\nprint(sys.argv, __name__, __spec__, type(__loader__).__name__, __file__, __package__)\n",
}


def show(*args):
    run = subprocess.run([sys.executable, *args], capture_output=True, text=True, cwd=folder)
    error = run.stderr.replace(sys.executable, "EXE").replace(folder, "FOLDER")
    print(args, run.returncode, run.stdout.replace(folder, "FOLDER"), error)


with tempfile.TemporaryDirectory() as folder:
    folder = os.path.realpath(folder)
    for name, text in FILES.items():
        os.makedirs(os.path.dirname(os.path.join(folder, name)), exist_ok=True)
        with open(os.path.join(folder, name), "w") as file:
            file.write(text)
    for name in "m", "p", "p.a", "p.b", "q", "ns", "ns.x", "nope", "json.nope", "json", "os.path.x", ".", "a..b", "p.a.py":
        show("-m", name, "one", "-two")
    show("folder")
    show("empty")
    show("nofile")
    show("ok.py", "a")
