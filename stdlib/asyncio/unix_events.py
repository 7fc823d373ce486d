"""The event loop of this system, and the policy that gives each thread one."""

from . import base_events, events

__all__ = 'SelectorEventLoop', 'DefaultEventLoopPolicy', 'EventLoop'


class _UnixSelectorEventLoop(base_events.BaseEventLoop):
    """An event loop that waits for descriptors and signals too."""


class _UnixDefaultEventLoopPolicy(events.BaseDefaultEventLoopPolicy):
    """A loop per thread; the main thread gets one when it first asks."""

    _loop_factory = _UnixSelectorEventLoop


SelectorEventLoop = _UnixSelectorEventLoop
EventLoop = SelectorEventLoop
DefaultEventLoopPolicy = _UnixDefaultEventLoopPolicy
