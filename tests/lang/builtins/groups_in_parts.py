# Parts of a group hide the context, as CPython's do.
from contextlib import suppress

group = ExceptionGroup("g", [TypeError(1), KeyError(2)])
for part in (group.subgroup(TypeError), *group.split(TypeError)):
    print(part.__suppress_context__, part.__cause__, part.__context__)
try:
    with suppress(TypeError):
        raise ExceptionGroup("g", [TypeError(1), KeyError(2)])
except ExceptionGroup as rest:
    print(repr(rest), rest.__suppress_context__)
try:
    try:
        raise group
    except* KeyError as part:
        print(part.__suppress_context__)
except ExceptionGroup as rest:
    print(rest.__suppress_context__, rest.__context__)
