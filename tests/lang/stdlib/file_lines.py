"""fileinput: the lines of several files; filecmp: what differs between files and folders."""
import filecmp
import fileinput
import io
import os
import sys
import tempfile

folder = tempfile.TemporaryDirectory()
base = folder.name


def write(name, text, time=1_000_000_000):
    path = os.path.join(base, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as file:
        file.write(text)
    os.utime(path, (time, time))
    return path


def attempt(function, *args, **options):
    try:
        print(function(*args, **options))
    except Exception as error:
        print(type(error).__name__, str(error).replace(base, "BASE"))


one, two, empty = write("one.txt", "a\nb\nc"), write("two.txt", "d\n\ne\n"), write("empty.txt", "")
with fileinput.input([one, empty, two]) as lines:
    print(fileinput.filename(), fileinput.lineno(), lines.fileno())
    for line in lines:
        print(repr(line), os.path.basename(fileinput.filename()), fileinput.lineno(), fileinput.filelineno(), fileinput.isfirstline(),
              fileinput.isstdin(), fileinput.fileno() > 0)
        if line == "d\n":
            attempt(fileinput.input, one)
            fileinput.nextfile()
attempt(fileinput.lineno)
sys.argv[1:] = [two]
print(list(fileinput.input()))
fileinput.close()
sys.stdin = io.StringIO("from\nstdin")
print([(line, fileinput.isstdin(), fileinput.filename()) for line in fileinput.input("-")], fileinput.lineno())
fileinput.close()
print(list(fileinput.FileInput(one, mode="rb")), list(fileinput.FileInput((one,), openhook=fileinput.hook_encoded("utf-8"))))
for options in (dict(mode="w"), dict(inplace=True, openhook=open), dict(openhook=5), dict(files=os.path.join(base, "missing"))):
    attempt(lambda: list(fileinput.FileInput(**{"files": one, **options})))
with fileinput.input(one, inplace=True) as lines:
    for line in lines:
        print(fileinput.lineno(), line.upper(), end="")
print(repr(open(one).read()), sorted(os.listdir(base)))
with fileinput.input([one, two], inplace=True, backup=".old", encoding="utf-8") as lines:
    for line in lines:
        sys.stdout.write(line.replace("\n", "|\n"))
print(repr(open(one).read()), repr(open(two).read()), sorted(os.listdir(base)), repr(open(one + ".old").read()))
lines = fileinput.FileInput(one)
print(repr(lines.readline()), repr(next(lines)), lines.lineno())
lines.close()
print(repr(lines.readline()), lines.filelineno(), fileinput.FileInput[str])

a, b = write("x/a", "same"), write("x/b", "same", 5)
c, d = write("x/c", "diff", 5), write("x/d", "other length")
for first, second in ((a, b), (b, c), (a, c), (a, d), (a, a), (a, base)):
    print(filecmp.cmp(first, second), filecmp.cmp(first, second, shallow=False))
filecmp.clear_cache()
attempt(filecmp.cmp, a, os.path.join(base, "missing"))
for side, texts in (("left", ("1", "2", "same")), ("right", ("1", "3", "same"))):
    for name, text in zip(("equal", "unequal", "deep/er/inner"), texts):
        write(f"{side}/{name}", text, 7 if side == "left" else 8)
write("left/only_left", "")
write("right/only_right", "")
write("left/funny", "")
write("right/funny/x", "")
write("left/__pycache__/x", "")
write("right/deep/more", "")
write("left/.git", "")
left, right = os.path.join(base, "left"), os.path.join(base, "right")
found = filecmp.dircmp(left, right)
for name in ("left_list", "right_list", "common", "left_only", "right_only", "common_dirs", "common_files", "common_funny", "same_files",
             "diff_files", "funny_files", "ignore", "hide", "shallow"):
    print(name, getattr(found, name))
print(list(found.subdirs), found.subdirs["deep"].right_only, list(found.subdirs["deep"].subdirs), found.subdirs["deep"].subdirs["er"].same_files)
attempt(lambda: found.nothing)
out, sys.stdout = sys.stdout, io.StringIO()
filecmp.dircmp(left, right, ignore=["equal"]).report()
filecmp.dircmp(left, right).report_partial_closure()
filecmp.dircmp(left, right).report_full_closure()
text, sys.stdout = sys.stdout.getvalue(), out
print(text.replace(base, "BASE"))
print(filecmp.cmpfiles(left, right, ["equal", "unequal", "missing", "deep"]), filecmp.DEFAULT_IGNORES)
folder.cleanup()
