# Threads that fail are reported; the program waits for threads that are not daemons.
import threading

go = threading.Event()


def fail():
    raise ValueError('from thread')


t = threading.Thread(target=fail, name='worker')
t.start()
t.join()


def late():
    go.wait()
    print('late')


threading.Thread(target=late).start()
threading.Thread(target=threading.Event().wait, daemon=True).start()
threading.Timer(0.02, go.set).start()
print('end of main')
