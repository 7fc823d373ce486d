# Module sys: facts and functions.
import sys, io
print(sys.version_info[:3], sys.version_info.major, sys.version_info >= (3, 13), sys.maxsize, sys.maxunicode, sys.byteorder, sys.float_info, sys.int_info)
print(sys.hash_info.width, sys.hash_info.modulus, type(sys.flags).__name__, sys.flags.optimize, sys.getrecursionlimit(), sys.getdefaultencoding())
print(sys.modules["sys"] is sys, "builtins" in sys.modules, type(sys.modules["__main__"]).__name__, sys.argv[1:], isinstance(sys.path, list))
print(sys.intern("abc") is sys.intern("ab" + "c"), sys.exc_info(), sys.exception(), sys.is_finalizing(), sys.getswitchinterval())
try: 1/0
except ZeroDivisionError as e: print(sys.exc_info()[:2], sys.exception() is e, sys.exc_info()[2] is e.__traceback__)
for call in (lambda: sys.exit(), lambda: sys.exit(3), lambda: sys.exit("bye"), lambda: sys.exit((1, 2))):
    try: call()
    except SystemExit as e: print(repr(e), e.code)
for call in (lambda: sys.setrecursionlimit(0), lambda: sys.setrecursionlimit("a"), lambda: sys.intern(1), lambda: sys.setswitchinterval(-1), lambda: sys.set_int_max_str_digits(5), lambda: sys._getframe(1000)):
    try: call(); print("fine")
    except Exception as e: print(type(e).__name__, e)
def f(x):
    y = 2; fr = sys._getframe(); return fr.f_code.co_name, sorted(fr.f_locals)[-2:], fr.f_lineno, fr.f_back.f_code.co_name, fr.f_globals is globals()
print(f(1))
sys.displayhook(5); sys.displayhook(None); print(_)
print(sys.getsizeof(1), sys.getsizeof(1.5), sys.getsizeof(""), sys.getsizeof("abc"), sys.getsizeof([]), sys.getsizeof((1,)), sys.getsizeof(b"ab"), sys.getsizeof(None))
old = sys.stdout; sys.stdout = io.StringIO(); print("caught"); text = sys.stdout.getvalue(); sys.stdout = old; print(repr(text))
sys.stdout = None; print("lost"); sys.stdout = old
print(sys.stdout.name, sys.stdin.name, sys.stderr.mode, sys.__stdout__ is sys.stdout, sys.stdout.encoding, sys.stderr.errors)
print(sys._is_gil_enabled() in (True, False), "os" in sys.stdlib_module_names, "sys" in sys.builtin_module_names, sys.gettrace(), sys.settrace(None))
