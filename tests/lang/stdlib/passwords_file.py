"""netrc: names and passwords by machine; getpass: who somebody is, and asking without echo."""
import getpass
import netrc
import os
import subprocess
import sys
import tempfile

TEXTS = [
    'machine a login b password c\n',
    'machine a login b account d password c default login x password y',
    'machine a\n\tlogin b\n\tpassword "c d\\"e"\n# comment\nmachine q password p # c\nlogin l\n',
    'macdef m\nline1\n line2\n\nmachine a login b password c',
    'macdef m\nline1',
    'bad',
    'machine',
    'machine a foo b',
    'machine a login "x y" password \\#z',
    'default',
    '',
    '#only\n',
    'machine a login b password #pass\n',
    'machine h login # x\n password y',
    'machine a login a login b password c',
    'machine x user u password p',
    'macdef a\n\n',
    'machine a login b\nmachine a login c password d',
    '#a b c\nmachine x login y password z',
    'machine a login b password c#d',
]
folder = tempfile.TemporaryDirectory()
path = os.path.join(folder.name, ".netrc")
for text in TEXTS:
    with open(path, "w") as file:
        file.write(text)
    try:
        found = netrc.netrc(path)
        print(repr(text), found.hosts, found.macros, found.authenticators("a"), found.authenticators("other"), repr(str(found)), sep="\n  ")
    except netrc.NetrcParseError as error:
        print(repr(text), str(error).replace(path, "FILE"), error.lineno, error.msg)
os.environ["HOME"] = folder.name
with open(path, "w") as file:
    file.write("machine a login b password c")
for mode in (0o600, 0o644, 0o700):
    os.chmod(path, mode)
    try:
        print(netrc.netrc().hosts)
    except netrc.NetrcParseError as error:
        print(error)
os.remove(path)
try:
    netrc.netrc()
except FileNotFoundError as error:
    print(error.strerror)
folder.cleanup()

for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
    os.environ.pop(name, None)
os.environ["USERNAME"] = "last"
print(getpass.getuser())
os.environ["LNAME"] = "third"
print(getpass.getuser())
os.environ["LOGNAME"] = ""
os.environ["USER"] = "second"
print(getpass.getuser())

# A terminal of its own, for a process that has no other.
CHILD = """
import getpass, os, sys
os.setsid()
terminal = os.open(sys.argv[1], os.O_RDWR)
print(repr(getpass.getpass("Secret? ")))
try:
    print(repr(getpass.getpass()))
except EOFError:
    print("EOF")
"""
main, other = os.openpty()
child = subprocess.Popen([sys.executable, "-c", CHILD, os.ttyname(other)] if hasattr(os, "ttyname") else
                         [sys.executable, "-c", CHILD, os.readlink(f"/proc/self/fd/{other}")], stdout=subprocess.PIPE, stdin=subprocess.DEVNULL)
seen = b""
while not seen.endswith(b"Secret? "):
    seen += os.read(main, 100)
os.write(main, b"hush hush\n")
while not seen.endswith(b"Password: "):
    seen += os.read(main, 100)
os.write(main, b"\x04")
print(child.communicate(timeout=60)[0].decode())
print(b"hush" in seen, seen.split())
# Without any terminal the line is read openly.
CHILD = """
import getpass, os
os.setsid()
print(repr(getpass.getpass("Openly? ")))
"""
done = subprocess.run([sys.executable, "-c", CHILD], input="seen\n", capture_output=True, text=True)
print(done.stdout, "GetPassWarning" in done.stderr, "Openly? " in done.stderr, done.returncode)
