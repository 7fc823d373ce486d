# Options of the command line, what they change, and what is said of wrong ones.
import os
import subprocess
import sys
import tempfile


def show(*args, **env):
    run = subprocess.run([sys.executable, *args], capture_output=True, text=True, cwd=folder, env={**os.environ, **env})
    lines = run.stderr.splitlines()
    # Only the messages of warnings, not their places.
    said = lines[-1:] if "-bb" in args else [line for line in lines if not line.startswith("  ")]
    error = "\n".join(said).replace(sys.executable, "EXE").replace("Try `pyc", "Try `python").replace(folder, "FOLDER")
    print(args, env, run.returncode, run.stdout.replace(folder, "FOLDER"), error)


FLAGS = "import sys; print({name: getattr(sys.flags, name) for name in '%s'.split()})"

with tempfile.TemporaryDirectory() as folder:
    folder = os.path.realpath(folder)
    with open(os.path.join(folder, "x.py"), "w") as file:
        file.write("junk ((\nimport sys\nprint(sys.argv, sys._getframe().f_lineno)\n")
    for wrong in "-z", "--foo", "-J", "-c", "-m", "-W", "-X":
        show(wrong)
    show("-x", "x.py", "1")
    show("-bb", "-dI", "-S", "-c", FLAGS % "debug bytes_warning no_site no_user_site isolated ignore_environment safe_path")
    show("-E", "-s", "-t", "-c", FLAGS % "debug bytes_warning no_site no_user_site isolated ignore_environment safe_path")
    show("-b", "-c", "print(b'a' == 'a', 'a' != b'a', bytearray() == '', b'a' == 97, str(b'x'), f'{bytearray()}', repr(b''), b'' in [''])")
    show("-bb", "-c", "b'a' == 'a'")
    show("-bb", "-c", "print(b'a')")
    show("-bb", "-Wonce", "-c", "import sys; print(sys.warnoptions)")
    for option in "bogus", "error::Foo", "a:b:c:d:e:f", "error:::x:abc", "ignore", "error::SyntaxWarning":
        show("-W", option, "-c", "1")
    show("-c", "1", PYTHONWARNINGS="bogus")
    PRINT = "import sys; print(sys.stdout.encoding, sys.stdout.errors, sys.stderr.errors, sys.stdin.encoding, ascii('é'), 'é')"
    show("-c", PRINT, PYTHONIOENCODING="ascii:replace")
    show("-c", PRINT, PYTHONIOENCODING=":ignore")
    show("-c", "print('é')", PYTHONIOENCODING="ascii")
    show("-E", "-c", "import sys; print(sys.stdout.encoding)", PYTHONIOENCODING="ascii")
    DIGITS = "import sys; print(sys.get_int_max_str_digits(), sys.flags.int_max_str_digits); print(len(str(10 ** 700)))"
    show("-X", "int_max_str_digits=650", "-c", DIGITS)
    show("-X", "int_max_str_digits=0", "-c", DIGITS, PYTHONINTMAXSTRDIGITS="700")
    show("-c", DIGITS, PYTHONINTMAXSTRDIGITS="700")
