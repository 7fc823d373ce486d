"""Loops that are told of the end of operations. They need completion ports, which this system does not have."""

from .base_events import BaseEventLoop

__all__ = 'BaseProactorEventLoop',


class BaseProactorEventLoop(BaseEventLoop):
    def __init__(self, proactor):
        raise NotImplementedError('completion ports are of Windows only')
