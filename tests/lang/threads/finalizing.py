"""The end of the interpreter, as finalizers see it: it is told, and no thread begins any more."""
import sys, atexit
class A:
    def __del__(self, f=sys.is_finalizing): print(f(), flush=True)
a=A()
atexit.register(lambda: print('atexit', sys.is_finalizing(), flush=True))
import threading
class B:
    def __del__(self, T=threading.Thread):
        try:
            t=T(target=print, args=('ran',)); t.start(); t.join()
        except Exception as e: print(type(e).__name__, e)
b=B()
