"""Processes in the way of threads. Every start method is accepted, and there is one: a worker process of our own, to which functions
and data are sent, so that programs need no `if __name__ == '__main__'`."""

import sys
from . import context, util

# What the default context has are the functions and classes of the package.
_offered = {name: getattr(context._default_context, name) for name in dir(context._default_context) if name[0] != '_'}
globals().update(_offered)
__all__ = [*_offered]

SUBDEBUG, SUBWARNING = 5, 25

if '__main__' in sys.modules:
    sys.modules['__mp_main__'] = sys.modules['__main__']
