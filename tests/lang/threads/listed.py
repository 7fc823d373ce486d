"""A thread is on the list of threads from the moment start() returns, and from its own first statement, until join() returns."""
import threading

wrong = []


def look(me, depth):
    current = threading.current_thread()
    if current is not me[0] or current not in threading.enumerate() or current.ident != threading.get_ident():
        wrong.append('itself')
    if current.native_id != threading.get_native_id() or not current.is_alive():
        wrong.append('alive')
    if depth:
        start(depth - 1)


def start(depth):
    me = []
    thread = threading.Thread(target=look, args=(me, depth))
    if thread.ident is not None or thread in threading.enumerate():
        wrong.append('before')
    me.append(thread)
    thread.start()
    ident = thread.ident
    if ident is None or thread.name not in repr(thread) or str(ident) not in repr(thread):
        wrong.append('started')
    thread.join()
    if thread in threading.enumerate() or thread.is_alive() or thread.ident != ident or 'stopped' not in repr(thread):
        wrong.append('after')


def many():
    for _ in range(60):
        start(2)


threads = [threading.Thread(target=many) for _ in range(4)]
[thread.start() for thread in threads]
print(all(thread in threading.enumerate() or not thread.is_alive() for thread in threads))
[thread.join() for thread in threads]
print(wrong, threading.active_count(), threading.enumerate() == [threading.main_thread()])


class Own(threading.Thread):
    def run(self):
        self.seen = self in threading.enumerate(), threading.current_thread() is self
        super().run()


held = []
own = Own(target=held.append, args=(1,))
own.start()
own.join()
print(own.seen, held)
for call in (own.start, threading.Thread.join, lambda: threading.Thread.start(threading.Thread.__new__(threading.Thread))):
    try:
        call(threading.Thread()) if call is threading.Thread.join else call()
    except RuntimeError as error:
        print(error)
