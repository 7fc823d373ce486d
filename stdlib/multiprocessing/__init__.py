"""Processes in the way of threads. Every start method is accepted, and there is one: a worker process of our own, to which functions
and data are sent, so that programs need no `if __name__ == '__main__'`."""

import sys
from . import context, util

__all__ = [x for x in dir(context._default_context) if not x.startswith('_')]
globals().update((name, getattr(context._default_context, name)) for name in __all__)

SUBDEBUG = 5
SUBWARNING = 25

if '__main__' in sys.modules:
    sys.modules['__mp_main__'] = sys.modules['__main__']
