"""Namespaces are copied and pickled with what is in them."""
import copy
import pickle
import types


class Named(types.SimpleNamespace):
    def hello(self):
        return f'hello {self.name}'


one = types.SimpleNamespace(a=1, b=[1, 2])
one.me = one
for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
    again = pickle.loads(pickle.dumps(one, protocol))
    print(again, again.me is again, again.b is one.b)
shallow, deep = copy.copy(one), copy.deepcopy(one)
print(shallow.b is one.b, shallow.me is one, deep.b == one.b, deep.b is one.b, deep.me is deep)
named = pickle.loads(pickle.dumps(Named(name='you')))
print(type(named).__name__, named.hello(), copy.copy(named) == named)
print(types.SimpleNamespace(a=1).__reduce__())
