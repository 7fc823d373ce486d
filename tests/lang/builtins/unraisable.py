# What is printed of exceptions that nobody can catch: neither marks nor chains.
import atexit
import os
import re
import sys


class Out:
    """Addresses are different each time."""

    def write(self, text):
        return os.write(1, re.sub(r" at 0x[0-9a-f]+", "", text).encode())

    def flush(self):
        pass


sys.stderr = Out()


class A:
    def __del__(self):
        try: 1/0
        except ZeroDivisionError: return [][1]


A()


def g():
    try: yield
    finally: print(1/0)


x = g()
next(x)
del x


class E(Exception):
    def __str__(self): 1/0


class B:
    def __del__(self): raise E

    def __repr__(self): 1/0


B()


class C:
    def __init__(self, function):
        self.function = function

    def __del__(self):
        self.function()


def group():
    raise ExceptionGroup("g", [ValueError(1), TypeError(2)])


def notes():
    error = ValueError(1)
    error.add_note("a note")
    raise error from KeyError(2)


def text():
    compile("1 +", "fff", "exec")


def hint():
    coun


def deep(n=20):
    if n: deep(n - 1)
    1/0


def bare():
    raise KeyError


for function in group, notes, text, hint, deep, bare:
    C(function)


class Hook:
    def __call__(self, unraisable):
        print(type(unraisable).__name__, unraisable.exc_type, unraisable.err_msg)
        global Arguments
        Arguments = type(unraisable)
        try: raise ValueError
        except ValueError: 1/0


sys.unraisablehook = Hook()
A()
sys.unraisablehook = sys.__unraisablehook__
for fields in (ValueError, ValueError("x"), None, None, None), (ValueError, None, None, "hi", None), (ValueError, ValueError("x"), None, "hi", A):
    sys.unraisablehook(Arguments(fields))
try:
    sys.unraisablehook(5)
except TypeError as e:
    print(e)


@atexit.register
def last():
    1/0
