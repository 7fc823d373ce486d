# Classes of the library that may be written with arguments in annotations.
import dataclasses, difflib, multiprocessing.pool, multiprocessing.queues, multiprocessing.shared_memory, os, queue, typing, unittest.case, weakref
from concurrent.futures import ThreadPoolExecutor

for cls in (queue.Queue, queue.PriorityQueue, queue.LifoQueue, weakref.WeakSet, weakref.WeakMethod, weakref.KeyedRef, os.PathLike,
            multiprocessing.pool.AsyncResult, multiprocessing.pool.MapResult, multiprocessing.queues.Queue,
            multiprocessing.shared_memory.ShareableList, difflib.SequenceMatcher, dataclasses.Field, unittest.case._AssertRaisesContext):
    alias = cls[int]
    print(alias, type(alias).__name__, alias.__args__, typing.get_origin(alias) is cls)

jobs: queue.Queue[int | None] = queue.Queue[int | None](2)
jobs.put(1)
print(jobs.get(), type(jobs) is queue.Queue, isinstance('', os.PathLike))


class Work[T](queue.Queue[T]):
    """A queue of one's own."""


print(Work[str], Work.__mro__[1] is queue.Queue, Work.__orig_bases__)
work = Work()
work.put('x')
print(work.get())


class Place(os.PathLike[str]):
    def __fspath__(self):
        return '/p'


print(os.fspath(Place()), issubclass(Place, os.PathLike))
for cls in (ThreadPoolExecutor, os._Environ):
    try:
        print(cls[int, int])
    except TypeError as error:
        print(error)
