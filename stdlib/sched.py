"""Events at times: `scheduler` calls functions in the order of their times and priorities."""

import heapq
import itertools
import threading
import time
from collections import namedtuple
from time import monotonic as _time

__all__ = ['scheduler']

Event = namedtuple('Event', 'time, priority, sequence, action, argument, kwargs')
Event.time.__doc__ = 'When the action is to be called, in the scheduler\'s own time.'
Event.priority.__doc__ = 'Of events at the same time, lower numbers come first.'

_sentinel = object()


class scheduler:
    def __init__(self, timefunc=_time, delayfunc=time.sleep):
        self.timefunc, self.delayfunc = timefunc, delayfunc
        # A heap, guarded by the lock. Events of one time and priority come in the order of their numbers.
        self._queue, self._lock, self._numbers = [], threading.RLock(), itertools.count()

    def enterabs(self, time, priority, action, argument=(), kwargs=_sentinel):
        """Have `action` called at `time`; gives an event, with which it can be cancelled."""
        if kwargs is _sentinel:
            kwargs = {}
        with self._lock:
            event = Event(time, priority, next(self._numbers), action, argument, kwargs)
            heapq.heappush(self._queue, event)
        return event

    def enter(self, delay, priority, action, argument=(), kwargs=_sentinel):
        return self.enterabs(self.timefunc() + delay, priority, action, argument, kwargs)

    def cancel(self, event):
        """Take an event out of the queue. Errors: ValueError if it is not there."""
        with self._lock:
            left = self._queue
            left.remove(event)
            # What took its place in the middle may belong elsewhere.
            heapq.heapify(left)

    def empty(self):
        with self._lock:
            return not self._queue

    def run(self, blocking=True):
        """Call what is due, waiting for each event; without `blocking`, tell how long the next one is off."""
        while True:
            with self._lock:
                if not self._queue:
                    break
                event = self._queue[0]
                now = self.timefunc()
                is_due = event.time <= now
                if is_due:
                    heapq.heappop(self._queue)
            if is_due:
                event.action(*event.argument, **event.kwargs)
                self.delayfunc(0)
            elif blocking:
                self.delayfunc(event.time - now)
            else:
                return event.time - now

    @property
    def queue(self):
        """The events to come, in order."""
        with self._lock:
            return sorted(self._queue)
