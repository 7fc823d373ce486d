"""The functions of `_heapq` in Python, for where the native ones are kept out."""


def _before(a, b):
    return a < b


def _after(a, b):
    return b < a


def _rise(heap, root, at, before):
    """Moves the item at `at` up until its parent stands before it, not past `root`."""
    item = heap[at]
    while at > root:
        parent = (at - 1) >> 1
        if not before(item, heap[parent]):
            break
        heap[at] = heap[parent]
        at = parent
    heap[at] = item


def _sink(heap, at, before):
    """Moves the item at `at` down to a leaf along the foremost children, then up to its place."""
    end, root, item = len(heap), at, heap[at]
    child = 2 * at + 1
    while child < end:
        if child + 1 < end and not before(heap[child], heap[child + 1]):
            child += 1
        heap[at] = heap[child]
        at = child
        child = 2 * at + 1
    heap[at] = item
    _rise(heap, root, at, before)


def _pop(heap, before):
    last = heap.pop()
    if not heap:
        return last
    first, heap[0] = heap[0], last
    _sink(heap, 0, before)
    return first


def _replace(heap, item, before):
    first, heap[0] = heap[0], item
    _sink(heap, 0, before)
    return first


def _order(heap, before):
    for at in reversed(range(len(heap) // 2)):
        _sink(heap, at, before)


def heappush(heap, item):
    """Push item onto heap, maintaining the heap invariant."""
    heap.append(item)
    _rise(heap, 0, len(heap) - 1, _before)


def heappop(heap):
    """Pop the smallest item off the heap, maintaining the heap invariant."""
    return _pop(heap, _before)


def heapreplace(heap, item):
    """Pop and return the current smallest value, and add the new item."""
    return _replace(heap, item, _before)


def heappushpop(heap, item):
    """Push item on the heap, then pop and return the smallest item from the heap."""
    if heap and heap[0] < item:
        return _replace(heap, item, _before)
    return item


def heapify(x):
    """Transform list into a heap, in-place, in O(len(heap)) time."""
    _order(x, _before)


def _heappop_max(heap):
    return _pop(heap, _after)


def _heapreplace_max(heap, item):
    return _replace(heap, item, _after)


def _heapify_max(x):
    _order(x, _after)
