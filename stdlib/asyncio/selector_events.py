"""The event loop by the name of what it was built on: descriptors and readiness."""

from _asyncio import _SelectorSocketTransport
from .base_events import BaseEventLoop as BaseSelectorEventLoop
from .datagrams import DatagramTransport as _SelectorDatagramTransport

__all__ = 'BaseSelectorEventLoop',

_SelectorTransport = _SelectorSocketTransport
