"""A DeadlockError comes with the stacks of the others."""
import threading

locks = [threading.Lock(), threading.Lock()]
both = threading.Barrier(2)
told = []


def take_other(index):
    with locks[1 - index]:
        pass


def work(index):
    with locks[index]:
        both.wait()
        try:
            take_other(index)
        except threading.DeadlockError as error:
            told.append((index, str(error), error.__notes__))


threads = [threading.Thread(target=work, args=(i,), name='AB'[i]) for i in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
((index, text, (note,)),) = told
me, other = 'AB'[index], 'BA'[index]
print(text.replace(me, 'me').replace(other, 'other') in ('deadlock: me waits for lock held by other; other waits for lock held by me',
                                                         'deadlock: other waits for lock held by me; me waits for lock held by other'))
first, *stack = note.splitlines()
print(first.replace(me, 'me').replace(other, 'other'))
print([line.rsplit(' in ', 1)[1] for line in stack[:2]])
