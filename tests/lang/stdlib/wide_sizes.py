"""Sizes and numbers that no C integer holds."""
import os
import socket
import sys
import time

HUGE = 10**400


def shown(what, call):
    try:
        print(what, call())
    except Exception as error:
        print(what, type(error).__name__, error)


shown('os.read', lambda: os.read(0, HUGE))
shown('os.pread', lambda: os.pread(0, HUGE, 0))
shown('os.urandom', lambda: os.urandom(HUGE))
shown('os.lseek', lambda: os.lseek(0, HUGE, 0))
shown('os.ftruncate', lambda: os.ftruncate(0, HUGE))
shown('os.truncate', lambda: os.truncate('/dev/null', HUGE))
shown('recv', lambda: socket.socket().recv(HUGE))
shown('htons', lambda: socket.htons(HUGE))
shown('htonl', lambda: socket.htonl(HUGE))
shown('to_bytes', lambda: (5).to_bytes(HUGE))
shown('digits', lambda: sys.set_int_max_str_digits(HUGE))
shown('digits', lambda: sys.set_int_max_str_digits(10**10))
shown('recursion', lambda: sys.setrecursionlimit(HUGE))
shown('recursion', lambda: sys.setrecursionlimit(-10**10))
shown('gmtime', lambda: time.gmtime(HUGE))
shown('index', lambda: 'a'[HUGE])
shown('index', lambda: [1][HUGE])
