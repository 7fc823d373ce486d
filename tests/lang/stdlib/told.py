"""What help() tells of functions, classes and modules."""
import pydoc
import sys

# Named as when it is imported.
__version__ = '1.2'
__all__ = ['Base', 'Child', 'Plain', 'Slots', 'function', 'shown']


class Base:
    """Doc of Base.

    Second line.
    """
    x = 5
    y: int = 3
    _private = 1

    def __init__(self, v=3):
        "init doc"

    def method(self, a, /, b: int = 1, *c, d=2, **e) -> str:
        """method doc
        more"""

    @classmethod
    def of_class(cls, q):
        "class method doc"

    @staticmethod
    def static(q):
        "static doc"

    @property
    def read(self):
        "read doc"

    @property
    def written(self):
        "written doc"

    @written.setter
    def written(self, value):
        pass

    async def co(self):
        "co doc"

    def _hidden(self):
        pass

    alias = method


class Child(Base):
    def method(self):
        "Child.method"
    other = Base.co
    z = list(range(40))


class Plain:
    pass


class Slots:
    __slots__ = {'a': 'doc of a', 'b': None}


def function(a, b=1, *c, d: int = 3, **e) -> int:
    "Doc of function."


shown = {'a': 1}

for thing in (function, Base, Child, Plain, Slots, Base.method, Base().method, Base.of_class, Base.static, Base.read, Base.alias, Base.co,
              Base(), Slots.a, len, 'nope_zz', 'sys.nope', lambda x, y=2: x):
    print('#####', thing if isinstance(thing, str) else type(thing).__name__)
    help(thing)
text = pydoc.plain(pydoc.render_doc(sys.modules['__main__'], 'Told: %s'))
print(text[:text.index('FILE')])
print(pydoc.plain(pydoc.render_doc(function)))
print(type(help), help)
