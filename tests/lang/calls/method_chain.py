"""A method of a method of a method: each adds an argument in front."""
import types


def given(*args, **kwargs):
    return len(args), args[:3], args[-2:], kwargs


method = given
for number in range(4):
    method = types.MethodType(method, number)
print(method('a', key=1))
for number in range(10000):
    method = types.MethodType(method, number)
print(method('a', key=1))
