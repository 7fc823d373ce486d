"""graphlib: orders in which things come after what they depend on."""
import random
from graphlib import CycleError, TopologicalSorter


def attempt(function, *args):
    try:
        print(function(*args))
    except Exception as error:
        print(type(error).__name__, error.args)


print(*TopologicalSorter({"D": ["B", "C"], "C": ["A"], "B": ["A"]}).static_order())
sorter = TopologicalSorter({"D": ["B", "C"], "C": ["A"], "B": ["A"]})
attempt(sorter.get_ready)
attempt(sorter.is_active)
attempt(sorter.done, "A")
sorter.prepare()
attempt(sorter.prepare)
attempt(sorter.add, "x")
attempt(sorter.done, "x")
attempt(sorter.done, "B")
attempt(sorter.get_ready)
attempt(sorter.get_ready)
attempt(sorter.is_active)
attempt(sorter.done, "A")
attempt(sorter.done, "A")
attempt(bool, sorter)
attempt(sorter.get_ready)
sorter.done("B")
attempt(sorter.get_ready)
sorter.done("C")
attempt(sorter.get_ready)
attempt(sorter.done, "D")
attempt(sorter.is_active)

for graph in ({1: [2], 2: [3], 3: [1]}, {1: [1]}, {1: [2], 2: [1], 3: [4]}, {0: [1], 1: [2], 2: [3], 3: [1]}):
    attempt(list, TopologicalSorter(graph).static_order())
# What is in no circle can be had all the same.
sorter = TopologicalSorter({1: [2], 2: [1], 3: [4]})
attempt(sorter.prepare)
print(sorter.get_ready())
# Saying something twice makes no difference but to how often it is counted down.
sorter = TopologicalSorter()
sorter.add("a", "b", "b")
sorter.add("a", "b")
sorter.prepare()
print(sorter.get_ready(), sorter.done("b"), sorter.get_ready())
attempt(TopologicalSorter, {1: [[]]})
print(list(TopologicalSorter({1: ()}).static_order()), TopologicalSorter[int], CycleError.__mro__[1])

source = random.Random(1)
for turn in range(60):
    count = source.randint(1, 12)
    graph = {}
    for node in source.sample(range(count), count):
        # Now and then a node depends on itself.
        most = node + (source.random() < 0.05)
        graph[node] = [source.randrange(most) for _ in range(source.randint(0, 3)) if most]
    attempt(list, TopologicalSorter(graph).static_order())
