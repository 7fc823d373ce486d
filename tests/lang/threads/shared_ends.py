"""Objects that several threads used die as soon as the last of them lets go, however often they were used."""
import asyncio
import queue
import threading
import weakref


class Noisy:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


class Holder:
    """Leads to something whose end is seen, without having a finalizer itself."""

    def __init__(self, name):
        self.noisy = Noisy(name)
        self.value = 1

    def get(self):
        return self.value


def use(holder, times=200):
    total = 0
    for _ in range(times):
        other = holder
        total += other.get() + holder.value
    return total


def in_thread(fn, *args):
    thread = threading.Thread(target=fn, args=args)
    thread.start()
    thread.join()


def worker_has_ended():
    holder = Holder("a: worker has ended")
    in_thread(use, holder)
    use(holder)
    print("a: used")
    del holder
    print("a: dropped")


def worker_waits():
    box = [Holder("b: worker waits")]
    used, go_on = threading.Event(), threading.Event()

    def work():
        use(box[0])
        used.set()
        go_on.wait()

    thread = threading.Thread(target=work)
    thread.start()
    used.wait()
    use(box[0])
    print("b: used")
    box.clear()
    print("b: dropped")
    go_on.set()
    thread.join()


def worker_is_last():
    box = [Holder("c: worker is last")]
    has_it, go_on = threading.Event(), threading.Event()

    def work():
        mine = box[0]
        use(mine)
        has_it.set()
        go_on.wait()
        print("c: worker goes on")
        use(mine)
        del mine
        print("c: worker dropped it")

    thread = threading.Thread(target=work)
    thread.start()
    has_it.wait()
    use(box[0])
    box.clear()
    print("c: main dropped it")
    go_on.set()
    thread.join()


def both_use_it_at_once():
    """Who is last is not known; it is gone when both are through."""
    box = [Holder("d: both at once")]
    ready = threading.Barrier(2)

    def work():
        ready.wait()
        mine = box[0]
        use(mine, 2000)

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    box.clear()
    print("d: dropped")


def handed_on():
    """A chain of threads: each passes on what it got."""
    current = [Holder(f"e: item {n}") for n in range(3)]

    def work():
        for holder in current:
            use(holder)

    for _ in range(3):
        in_thread(work)
        use(current.pop(0))
        print("e: one less")


def weak_ends():
    holder = Holder("f: weakly known")
    in_thread(use, holder)
    use(holder)
    known = weakref.ref(holder, lambda _: print("f: callback"))
    in_thread(lambda: use(known()))
    print("f:", known() is holder)
    del holder
    print("f:", known())


def cycles():
    """A SHARED cycle that threads used is garbage like any other."""
    import gc

    gc.collect()
    holder = Holder("g: in a cycle")
    holder.itself = holder
    in_thread(use, holder)
    use(holder)
    del holder
    print("g: dropped")
    gc.collect()
    print("g: collected")


def released_by_lock():
    """What was used before a lock was given up, or an item was put, is used no more by whoever learns of that."""
    lock = threading.Lock()
    told = queue.Queue()
    boxes = [[Holder(f"i: round {n}")] for n in range(4)]
    done = []

    def work():
        for box in boxes:
            use(box[0])
            with lock:
                done.append(box)
            told.put(len(done))
            use(spare)

    spare = Holder("i: spare")
    thread = threading.Thread(target=work)
    thread.start()
    for box in boxes:
        told.get()
        use(box[0])
        box.clear()
        print("i: cleared")
    thread.join()


def loops():
    """Work in threads that a loop waits for."""

    async def main():
        holder = Holder("k: loop")
        use(holder)
        print("k:", await asyncio.to_thread(use, holder))
        use(holder)
        return "k: over"

    print(asyncio.run(main()))


def many():
    """More objects than a thread keeps in hand."""
    made = [Holder("") for _ in range(3000)]
    for holder in made:
        holder.noisy.name = None
    ends = []

    class Counted:
        def __del__(self):
            ends.append(1)

    for holder in made:
        holder.noisy = [Counted()]

    def work():
        for _ in range(3):
            for holder in made:
                use(holder, 2)

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    work()
    for thread in threads:
        thread.join()
    print("h:", len(ends))
    del made[1000:], holder
    print("h:", len(ends))
    made.clear()
    print("h:", len(ends))


worker_has_ended()
worker_waits()
worker_is_last()
both_use_it_at_once()
handed_on()
weak_ends()
cycles()
released_by_lock()
loops()


def quiet_del(self):
    if self.name:
        print("del", self.name)


Noisy.__del__ = quiet_del
many()
