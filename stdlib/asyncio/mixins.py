"""What synchronisation objects have in common: they belong to the loop that first waits on them."""

import threading

from . import events

_lock = threading.Lock()


class _LoopBoundMixin:
    _loop = None

    def _get_loop(self):
        running = events._get_running_loop()
        if self._loop is None:
            # Two loops of two threads may come at once.
            with _lock:
                self._loop = running if self._loop is None else self._loop
        if self._loop is running:
            return running
        raise RuntimeError(f'{self!r} is bound to a different event loop')
