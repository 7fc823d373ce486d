import threading


class Counting(threading.Condition):
    waits = 0

    def wait(self, timeout=None):
        self.waits += 1
        return super().wait(timeout)


condition = Counting()
with condition:
    answers = iter([0, 0, 'yes'])

    def wake():
        for _ in range(50):
            with condition:
                condition.notify_all()
            if done.wait(.01):
                break
    done = threading.Event()
    thread = threading.Thread(target=wake)
    thread.start()
    print(condition.wait_for(lambda: next(answers)), condition.waits)
    done.set()
    condition.waits = 0
    print(condition.wait_for(lambda: False, timeout=.05), condition.waits >= 1)
thread.join()

before, threading.excepthook = threading.excepthook, None
try:
    threading.Thread()
except RuntimeError as error:
    print(error)
threading.excepthook = before
