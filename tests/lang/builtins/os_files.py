# Module os: files, folders, paths, descriptors, environment.
import os, stat
base = "/tmp/pyc_os_test_%d" % os.getpid()
os.mkdir(base)
try:
    os.makedirs(base + "/a/b/c"); os.makedirs(base + "/a/b", exist_ok=True)
    for call in (lambda: os.makedirs(base + "/a"), lambda: os.mkdir(base), lambda: os.rmdir(base), lambda: os.remove(base + "/none"), lambda: os.listdir(base + "/none"),
                 lambda: os.stat(base + "/none"), lambda: os.rename(base + "/x", base + "/y"), lambda: os.stat(1.5), lambda: os.chdir("/none"), lambda: os.open("/none", 0), lambda: os.close(9999), lambda: os.fspath(1)):
        try: call(); print("fine")
        except Exception as e: print(type(e).__name__, str(e).replace(base, "BASE"))
    with open(base + "/f", "w") as f: f.write("12345")
    st = os.stat(base + "/f"); print(st.st_size, stat.S_ISREG(st.st_mode), st[6], st.st_mtime == st.st_mtime_ns / 1e9 or abs(st.st_mtime - st.st_mtime_ns / 1e9) < 1e-6, st.st_mtime >= st[8], type(st).__name__, len(st))
    os.symlink("f", base + "/link"); print(os.readlink(base + "/link"), os.path.islink(base + "/link"), stat.S_ISLNK(os.lstat(base + "/link").st_mode))
    os.link(base + "/f", base + "/hard"); print(os.stat(base + "/f").st_nlink, os.path.samefile(base + "/f", base + "/hard"))
    os.chmod(base + "/f", 0o640); print(oct(os.stat(base + "/f").st_mode), stat.filemode(os.stat(base + "/f").st_mode), os.access(base + "/f", os.R_OK))
    os.utime(base + "/f", (1000, 2000.5)); print(os.path.getmtime(base + "/f"), os.stat(base + "/f").st_atime_ns)
    os.truncate(base + "/f", 2); print(open(base + "/f").read())
    os.rename(base + "/hard", base + "/moved"); os.replace(base + "/moved", base + "/f2")
    print(sorted(os.listdir(base)), sorted(os.listdir(base.encode())))
    print(sorted((e.name, e.is_dir(), e.is_file(), e.is_symlink(), e.path == base + "/" + e.name, e.stat().st_size if e.is_file() else None) for e in os.scandir(base)))
    with os.scandir(base) as it: print(sorted(repr(e) for e in it))
    for top, dirs, files in os.walk(base): dirs.sort(); print(top.replace(base, "BASE"), dirs, sorted(files))
    print([t.replace(base, "BASE") for t, _, _ in os.walk(base, topdown=False)])
    here = os.getcwd(); os.chdir(base); print(os.getcwd() == os.path.realpath(base), os.path.abspath("x") == os.path.realpath(base) + "/x", os.path.relpath(base + "/a/b", base)); os.chdir(here)
    fd = os.open(base + "/raw", os.O_RDWR | os.O_CREAT, 0o600); print(os.write(fd, b"hello"), os.lseek(fd, 1, 0), os.read(fd, 10), os.fstat(fd).st_size, os.isatty(fd)); d = os.dup(fd); os.close(fd); os.close(d)
    r, w = os.pipe(); os.write(w, b"ping"); print(os.read(r, 10)); os.close(w); print(os.read(r, 10)); os.close(r)
    os.removedirs(base + "/a/b/c"); print(os.path.exists(base + "/a"))
finally:
    for top, dirs, files in os.walk(base, topdown=False):
        for name in files: os.remove(os.path.join(top, name))
        for name in dirs:
            (os.remove if os.path.islink(os.path.join(top, name)) else os.rmdir)(os.path.join(top, name))
    os.rmdir(base)
os.environ["PYC_TEST"] = "é"; print(os.environ["PYC_TEST"], os.getenv("PYC_TEST"), os.environb[b"PYC_TEST"], os.getenv("NOPE", "d"), "PYC_TEST" in os.environ)
del os.environ["PYC_TEST"]
for call in (lambda: os.environ["PYC_TEST"], lambda: os.environ.__setitem__("a", 1), lambda: os.environ.__delitem__("PYC_TEST")):
    try: call()
    except Exception as e: print(type(e).__name__, e)
print(os.sep, os.linesep == "\n", os.name, os.curdir, os.pardir, os.pathsep, os.devnull, os.extsep)
print(os.strerror(2), len(os.urandom(5)), os.getpid() > 0, os.cpu_count() > 0, os.system("exit 3") >> 8, os.waitstatus_to_exitcode(256))
print(os.fsencode("a\udcff"), ascii(os.fsdecode(b"a\xff")))
p = os.path
for path in ("", "a", "/a/b", "a/b/", "//a", "///a", "a.txt", ".hid", "a/.hid.x", "..", "/", "a//b/../c/./d", "../../x", "/..", "a/b.c/d"):
    print(repr(path), p.split(path), p.splitext(path), p.basename(path), p.dirname(path), p.normpath(path), p.isabs(path), p.splitroot(path))
print(p.join("a", "b", "/c", "d"), p.join("a/", "b"), p.join("", "x"), p.join("a", ""), p.commonprefix(["/ab/c", "/ab/d"]), p.commonpath(["/a/b", "/a/c/d"]), p.expandvars("$NOPE/${NOPE}x$"))
for call in (lambda: p.join("a", b"b"), lambda: p.join("a", 1), lambda: p.commonpath([]), lambda: p.commonpath(["a", "/b"]), lambda: p.relpath("")):
    try: print(call())
    except Exception as e: print(type(e).__name__, e)
class P:
    def __fspath__(self): return "/tmp"
print(os.fspath(P()), p.isdir(P()), isinstance(P(), os.PathLike), issubclass(int, os.PathLike), p.exists(P()), p.join(P(), "x"))
