"""The classes of `datetime` under the name that programs use who want them apart from any accelerator. Here they are the same."""

import datetime as _datetime
from datetime import *
from datetime import _divide_and_round

__all__ = _datetime.__all__
