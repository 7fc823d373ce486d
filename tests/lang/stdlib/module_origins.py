"""Where modules come from is told when somebody asks; their namespaces do not change meanwhile."""
import decimal
import json
import math
import sys

for module in (decimal, json, math):
    for name, value in vars(module).items():
        module.__spec__, module.__loader__
    print(module.__name__, module.__spec__.name, module.__loader__ is not None, vars(module)['__spec__'] is module.__spec__)
main = sys.modules['__main__']
print(main.__spec__, __spec__, type(math)('new').__spec__, type(math)('new').__loader__)
decimal.__spec__ = 'mine'
print(decimal.__spec__)
