"""Managers that others connect to: a server at an address, its key, proxies that are sent about, and what their counts say."""
import queue
import time
from multiprocessing import AuthenticationError, Pipe, Process
from multiprocessing.managers import BaseManager, RemoteError, SyncManager, Token


class Account:
    def __init__(self, owner, balance=0):
        self.owner, self.balance = owner, balance

    def deposit(self, amount):
        if amount <= 0:
            raise ValueError(f'{amount} is not an amount')
        self.balance += amount
        return self.balance

    def _secret(self):
        return 42

    def parts(self):
        return iter([self.owner, self.balance])


class Bank(SyncManager):
    pass


Bank.register('Account', Account, method_to_typeid={'parts': 'Iterator'})
shared = queue.Queue()
Bank.register('jobs', callable=lambda: shared)


def serve(connection):
    server = Bank(('127.0.0.1', 0), authkey=b'key').get_server()
    connection.send(server.address)
    server.serve_forever()


def work(address):
    manager = Bank(address, authkey=b'key')
    manager.connect()
    jobs = manager.jobs()
    done = 0
    while (job := jobs.get()) is not None:
        account, amount = job
        account.deposit(amount)
        done += 1
        jobs.task_done()
    jobs.task_done()


def told(action):
    try:
        print(action())
    except RemoteError as error:
        print('RemoteError', str(error).rstrip('-').rstrip().splitlines()[-1][:50])
    except Exception as error:
        print(type(error).__name__, error)


if __name__ == '__main__':
    from multiprocessing import current_process
    current_process().authkey = b'key'
    ours, theirs = Pipe()
    server = Process(target=serve, args=(theirs,), daemon=True)
    server.start()
    address = ours.recv()

    manager = Bank(address, authkey=b'key')
    manager.connect()
    account = manager.Account('Ann', balance=5)
    told(lambda: account.deposit(10))
    told(lambda: account.deposit(0))
    told(lambda: account._callmethod('_secret'))
    told(lambda: list(account.parts()))
    told(lambda: type(account).__name__)

    workers = [Process(target=work, args=(address,)) for _ in range(2)]
    for worker in workers:
        worker.start()
    jobs = manager.jobs()
    for amount in range(1, 21):
        jobs.put((account, amount))
    for _ in workers:
        jobs.put(None)
    jobs.join()
    for worker in workers:
        worker.join()
    told(lambda: account.deposit(1))

    # Data of the usual kinds.
    numbers, table = manager.list([3, 1, 2]), manager.dict(a=1)
    numbers.sort()
    table.update(b=2)
    print(numbers, table, numbers[-1], len(table), sorted(table.keys()), numbers + [4])
    with manager.Lock():
        value = manager.Value('i', 7)
        value.value += 1
    print(value.value, manager.Namespace(x=1).x)

    before = manager._number_of_objects()
    extra = [manager.list() for _ in range(3)]
    print(manager._number_of_objects() - before)
    del extra
    time.sleep(0.3)
    print(manager._number_of_objects() - before)

    told(lambda: Bank(address, authkey=b'wrong').connect())
    told(lambda: Bank().list())
    told(lambda: Token('list', 'here', 'id'))
    server.terminate()
    server.join()
    told(lambda: type(account).__name__)
    try:
        account.deposit(1)
    except (ConnectionError, EOFError):
        print('gone')

    # One that this program starts, at an address that others may use.
    with Bank(('127.0.0.1', 0), authkey=b'key') as started:
        items = started.list(['x'])
        other = Bank(started.address, authkey=b'key')
        other.connect()
        told(lambda: started.address[0])
        told(lambda: other.list([items])[0])
        told(lambda: started.start())
    told(lambda: started.start())
