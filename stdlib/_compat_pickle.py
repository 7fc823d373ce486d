"""Where Python 2 had what modules of today hold, as pickles of protocols before 3 name it."""

import builtins as _builtins
from _pickle import _moved

PYTHON3_OSERROR_EXCEPTIONS = (
    'BrokenPipeError', 'ChildProcessError', 'ConnectionAbortedError', 'ConnectionError', 'ConnectionRefusedError',
    'ConnectionResetError', 'FileExistsError', 'FileNotFoundError', 'InterruptedError', 'IsADirectoryError', 'NotADirectoryError',
    'PermissionError', 'ProcessLookupError', 'TimeoutError',
)
PYTHON3_IMPORTERROR_EXCEPTIONS = 'ModuleNotFoundError',
_newer = {
    *PYTHON3_OSERROR_EXCEPTIONS, *PYTHON3_IMPORTERROR_EXCEPTIONS, 'BaseExceptionGroup', 'BlockingIOError', 'DeadlockError',
    'EncodingWarning', 'ExceptionGroup', '_IncompleteInputError', 'PythonFinalizationError', 'RecursionError', 'ResourceWarning', 'StopAsyncIteration',
}
PYTHON2_EXCEPTIONS = tuple(sorted(
    name for name, value in vars(_builtins).items()
    if isinstance(value, type) and issubclass(value, BaseException) and name not in _newer
))

# Old to new: modules as wholes, and single names. The ways back are not the exact reverse, since several old places can lead to one.
IMPORT_MAPPING, NAME_MAPPING, REVERSE_IMPORT_MAPPING, REVERSE_NAME_MAPPING = {}, {}, {}, {}
for _old, _name, _new, _new_name in _moved():
    if _name:
        NAME_MAPPING[_old, _name] = _new, _new_name
        REVERSE_NAME_MAPPING.setdefault((_new, _new_name), (_old, _name))
    else:
        IMPORT_MAPPING[_old] = _new
        REVERSE_IMPORT_MAPPING.setdefault(_new, _old)
for _new in 'collections', 'io', 'pickle', 'xml.etree.ElementTree':
    # These had the name in Python 2 already, or several old modules went into them.
    del REVERSE_IMPORT_MAPPING[_new]
for _name in PYTHON2_EXCEPTIONS:
    NAME_MAPPING['exceptions', _name] = 'builtins', _name
    REVERSE_NAME_MAPPING['builtins', _name] = 'exceptions', _name
for _name in PYTHON3_OSERROR_EXCEPTIONS:
    REVERSE_NAME_MAPPING['builtins', _name] = 'exceptions', 'OSError'
for _name in PYTHON3_IMPORTERROR_EXCEPTIONS:
    REVERSE_NAME_MAPPING['builtins', _name] = 'exceptions', 'ImportError'
