"""Heap queues: lists whose first item is the smallest."""

__all__ = ['heappush', 'heappop', 'heapify', 'heapreplace', 'merge', 'nlargest', 'nsmallest', 'heappushpop']

try:
    from _heapq import heappush, heappop, heapify, heapreplace, heappushpop, _heappop_max, _heapreplace_max, _heapify_max
except ImportError:
    from _pyheapq import heappush, heappop, heapify, heapreplace, heappushpop, _heappop_max, _heapreplace_max, _heapify_max


def merge(*iterables, key=None, reverse=False):
    """Goes through several sorted iterables in one order, without reading more of them than it must."""
    heap = []
    if reverse:
        make, pop, replace, direction = _heapify_max, _heappop_max, _heapreplace_max, -1
    else:
        make, pop, replace, direction = heapify, heappop, heapreplace, 1
    for order, it in enumerate(map(iter, iterables)):
        try:
            value = next(it)
        except StopIteration:
            continue
        heap.append([value if key is None else key(value), order * direction, value, it])
    make(heap)
    while len(heap) > 1:
        entry = heap[0]
        it = entry[3]
        try:
            while True:
                yield entry[2]
                value = next(it)
                entry[0] = value if key is None else key(value)
                entry[2] = value
                replace(heap, entry)
                entry = heap[0]
                it = entry[3]
        except StopIteration:
            pop(heap)
    if heap:
        entry = heap[0]
        yield entry[2]
        yield from entry[3]


def _extreme(n, iterable, key, pick, is_greatest):
    """The answer where no heap is needed for it, or None."""
    if n == 1:
        found = pick(iterable, default=_nothing, key=key)
        return [] if found is _nothing else [found]
    if hasattr(iterable, '__len__') and n >= len(iterable):
        return sorted(iterable, key=key, reverse=is_greatest)[:n]
    return None


_nothing = object()


def nsmallest(n, iterable, key=None):
    """The n smallest elements, in order."""
    answer = _extreme(n, iterable, key, min, False)
    if answer is not None:
        return answer
    items = iter(iterable)
    # A heap whose first entry is the greatest of the smallest so far. The number keeps equal ones in their order.
    heap = [(item if key is None else key(item), number, item) for number, item in zip(range(n), items)]
    if not heap:
        return []
    _heapify_max(heap)
    limit, number = heap[0][0], n
    for item in items:
        value = item if key is None else key(item)
        if value < limit:
            _heapreplace_max(heap, (value, number, item))
            limit = heap[0][0]
            number += 1
    heap.sort()
    return [entry[2] for entry in heap]


def nlargest(n, iterable, key=None):
    """The n greatest elements, the greatest first."""
    answer = _extreme(n, iterable, key, max, True)
    if answer is not None:
        return answer
    items = iter(iterable)
    heap = [(item if key is None else key(item), -number, item) for number, item in zip(range(n), items)]
    if not heap:
        return []
    heapify(heap)
    limit, number = heap[0][0], n
    for item in items:
        value = item if key is None else key(item)
        if limit < value:
            heapreplace(heap, (value, -number, item))
            limit = heap[0][0]
            number += 1
    heap.sort(reverse=True)
    return [entry[2] for entry in heap]
