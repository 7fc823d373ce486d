"""The asyncio package: coroutines run by an event loop. The loop, futures and tasks are native (`_asyncio`); here is what surrounds them."""

from . import exceptions, events, coroutines, format_helpers, base_futures, base_tasks
from .exceptions import *
from .events import *
from .coroutines import *
from .futures import *
from .tasks import *
from .locks import *
from .queues import *
from .timeouts import *
from .taskgroups import *
from .threads import *
from .protocols import *
from .transports import *
from .streams import *
from .base_events import *
from .runners import *
from .unix_events import *

__all__ = (
    exceptions.__all__ + events.__all__ + coroutines.__all__ + futures.__all__ + tasks.__all__ + locks.__all__ + queues.__all__
    + timeouts.__all__ + taskgroups.__all__ + threads.__all__ + protocols.__all__ + transports.__all__ + streams.__all__
    + base_events.__all__ + runners.__all__ + unix_events.__all__ + ('create_subprocess_exec', 'create_subprocess_shell')
)


_LATE = 'subprocess', 'create_subprocess_exec', 'create_subprocess_shell'


def __dir__():
    return [*globals(), *_LATE]


def __getattr__(name):
    if name in _LATE:
        import asyncio.subprocess as subprocess
        for function in subprocess.__all__:
            globals()[function] = getattr(subprocess, function)
        return globals()[name]
    if name in unix_events._WATCHERS:
        return getattr(unix_events, name)
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
