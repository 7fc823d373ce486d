"""Putting things in an order in which each comes after what it depends on."""

from types import GenericAlias

__all__ = ['TopologicalSorter', 'CycleError']


class CycleError(ValueError):
    """Things depend on each other in a circle: the second argument lists one, its first member again at the end."""


class _Node:
    __slots__ = ('waits_for', 'followers', 'state')

    def __init__(self):
        # How many things it depends on are not done.
        self.waits_for = 0
        self.followers = []
        self.state = _WAITING


_WAITING, _GIVEN_OUT, _DONE = range(3)


class TopologicalSorter:
    """A graph as a mapping: things, and what each depends on. Either static_order(), or prepare(), then get_ready() and done()."""

    def __init__(self, graph=None):
        self._nodes = {}
        # None before prepare(), else what can be given out.
        self._ready = None
        self._given_out = self._finished = 0
        for node, predecessors in (graph or {}).items():
            self.add(node, *predecessors)

    __class_getitem__ = classmethod(GenericAlias)

    def _node(self, name):
        return self._nodes.get(name) or self._nodes.setdefault(name, _Node())

    def add(self, node, *predecessors):
        """Adds a thing, or more things that it depends on."""
        if self._ready is not None:
            raise ValueError('Nodes cannot be added after a call to prepare()')
        self._node(node).waits_for += len(predecessors)
        for predecessor in predecessors:
            self._node(predecessor).followers.append(node)

    def prepare(self):
        """The graph is complete. Errors: CycleError."""
        if self._ready is not None:
            raise ValueError('cannot prepare() more than once')
        self._ready = [name for name, node in self._nodes.items() if not node.waits_for]
        cycle = self._find_cycle()
        if cycle:
            raise CycleError('nodes are in a cycle', cycle)

    def _find_cycle(self):
        """A circle, walked along the followers: one stack holds the way, the other what each step has still to look at."""
        seen = set()
        for start in self._nodes:
            way, places, ahead = [], {}, [iter((start,))]
            while ahead:
                for name in ahead[-1]:
                    if name in places:
                        return way[places[name]:] + [name]
                    if name not in seen:
                        seen.add(name)
                        places[name] = len(way)
                        way.append(name)
                        ahead.append(iter(self._nodes[name].followers))
                        break
                else:
                    ahead.pop()
                    if way:
                        del places[way.pop()]
        return None

    def _check_prepared(self):
        if self._ready is None:
            raise ValueError('prepare() must be called first')

    def get_ready(self):
        """The things all of whose dependencies are done, each given out once."""
        self._check_prepared()
        ready = tuple(self._ready)
        self._ready.clear()
        for name in ready:
            self._nodes[name].state = _GIVEN_OUT
        self._given_out += len(ready)
        return ready

    def is_active(self):
        """Whether there is something to give out or to be done."""
        self._check_prepared()
        return self._finished < self._given_out or bool(self._ready)

    def __bool__(self):
        return self.is_active()

    def done(self, *nodes):
        """These are done, and what waits for them may be ready."""
        self._check_prepared()
        for name in nodes:
            node = self._nodes.get(name)
            if node is None:
                raise ValueError(f'node {name!r} was not added using add()')
            if node.state == _WAITING:
                raise ValueError(f'node {name!r} was not passed out (still not ready)')
            if node.state == _DONE:
                raise ValueError(f'node {name!r} was already marked done')
            node.state = _DONE
            self._finished += 1
            for follower in node.followers:
                other = self._nodes[follower]
                other.waits_for -= 1
                if not other.waits_for:
                    self._ready.append(follower)

    def static_order(self):
        """Goes through all things in such an order."""
        self.prepare()
        while self.is_active():
            ready = self.get_ready()
            yield from ready
            self.done(*ready)
