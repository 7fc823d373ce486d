# Random trees of tasks over all that asyncio offers, cancelled at random points. The order of what happens is part of what is compared.
import asyncio
import random
from binascii import crc32

TICKS = 80


class Numbered(asyncio.Task):
    """Sets of tasks are iterated over in the same order everywhere."""

    count = 0

    def __init__(self, *args, **kwargs):
        Numbered.count += 1
        self.number = Numbered.count
        super().__init__(*args, **kwargs)

    def __hash__(self):
        return self.number


class Forest:
    def __init__(self, seed, is_plain):
        self.chance = random.Random(seed)
        self.log = []
        self.tasks = []
        self.is_plain = is_plain
        self.lock = asyncio.Lock()
        self.turns = asyncio.Semaphore(2)
        self.queue = asyncio.Queue(3)
        self.condition = asyncio.Condition()
        self.event = asyncio.Event()
        self.inside = self.holders = 0
        self.put = self.got = 0

    def say(self, path, *what):
        self.log.append(f'{path} {" ".join(map(str, what))}')

    def start(self, coro, path):
        task = asyncio.get_running_loop().create_task(coro, name=path)
        self.tasks.append(task)
        return task

    # ---- leaves ----

    async def pause(self, path):
        for _ in range(self.chance.randrange(4)):
            await asyncio.sleep(0)

    async def locking(self, path):
        async with self.lock:
            self.holders += 1
            assert self.holders == 1
            try:
                await self.pause(path)
            finally:
                self.holders -= 1
        self.say(path, 'had the lock')

    async def taking_turns(self, path):
        async with self.turns:
            self.inside += 1
            assert self.inside <= 2
            try:
                await self.pause(path)
            finally:
                self.inside -= 1
        self.say(path, 'had a turn')

    async def putting(self, path):
        await self.queue.put(path)
        self.put += 1
        self.say(path, 'put')

    async def getting(self, path):
        item = await self.queue.get()
        self.got += 1
        self.say(path, 'got', item)

    async def notified(self, path):
        async with self.condition:
            self.say(path, 'waits')
            await self.condition.wait()
            assert self.condition.locked()
        self.say(path, 'was notified')

    async def notifying(self, path):
        async with self.condition:
            self.condition.notify(self.chance.randrange(1, 3))
        self.say(path, 'notified')

    async def waiting(self, path):
        await self.event.wait()
        self.say(path, 'saw the event')

    async def setting(self, path):
        self.event.set()
        await asyncio.sleep(0)
        self.event.clear()
        self.say(path, 'set and cleared')

    async def failing(self, path):
        await self.pause(path)
        raise ValueError(path)

    async def stubborn(self, path):
        try:
            await asyncio.sleep(0)
            await self.event.wait()
        except asyncio.CancelledError:
            self.say(path, 'does not want to')
            await self.pause(path)
            if self.chance.random() < 0.5:
                raise

    async def cleaning(self, path):
        try:
            await self.pause(path)
            await self.event.wait()
        finally:
            await self.pause(path)
            self.say(path, 'cleaned')

    # ---- inner nodes ----

    async def gathered(self, path, depth):
        returns = self.chance.random() < 0.5
        children = [self.node(f'{path}.{i}', depth - 1) for i in range(self.chance.randrange(1, 4))]
        if self.chance.random() < 0.5:
            children = [self.start(child, f'{path}.{i}') for i, child in enumerate(children)]
        results = await asyncio.gather(*children, return_exceptions=returns)
        self.say(path, 'gathered', [shown(result) for result in results])

    async def grouped(self, path, depth):
        try:
            async with asyncio.TaskGroup() as group:
                for i in range(self.chance.randrange(1, 4)):
                    self.tasks.append(group.create_task(self.node(f'{path}.{i}', depth - 1), name=f'{path}.{i}'))
                await self.pause(path)
                if self.chance.random() < 0.2:
                    raise KeyError(path)
        except* ValueError as errors:
            self.say(path, 'group of', sorted(shown(error) for error in leaves(errors)))
        except* KeyError as errors:
            self.say(path, 'own', sorted(shown(error) for error in leaves(errors)))

    async def shielded(self, path, depth):
        inner = self.start(self.node(f'{path}.s', depth - 1), f'{path}.s')
        try:
            await asyncio.shield(inner)
        except asyncio.CancelledError:
            self.say(path, 'shield left', inner.done())
            raise

    async def limited(self, path, depth):
        try:
            async with asyncio.timeout(1000) as limit:
                if self.chance.random() < 0.4:
                    await self.pause(path)
                    limit.reschedule(asyncio.get_running_loop().time() - 1)
                await self.node(f'{path}.t', depth - 1)
        except TimeoutError:
            self.say(path, 'took too long', limit.expired())

    async def awaited(self, path, depth):
        timeout = self.chance.choice([1000, None, 0])
        try:
            await asyncio.wait_for(self.node(f'{path}.w', depth - 1), timeout)
        except TimeoutError:
            self.say(path, 'waited too long')

    async def first(self, path, depth):
        children = [self.start(self.node(f'{path}.{i}', depth - 1), f'{path}.{i}') for i in range(self.chance.randrange(1, 4))]
        when = self.chance.choice([asyncio.FIRST_COMPLETED, asyncio.FIRST_EXCEPTION, asyncio.ALL_COMPLETED])
        done, pending = await asyncio.wait(children, return_when=when)
        self.say(path, when, sorted(task.get_name() for task in done), sorted(task.get_name() for task in pending))
        for task in children:
            if task.done() and not task.cancelled():
                task.exception()

    async def node(self, path, depth):
        self.say(path, 'begins')
        inner = [self.gathered, self.shielded, self.limited, self.awaited, self.first]
        outer = [
            self.pause, self.locking, self.taking_turns, self.putting, self.getting, self.notified, self.notifying, self.waiting,
            self.setting, self.failing, self.stubborn, self.cleaning,
        ]
        if not self.is_plain:
            inner.append(self.grouped)
        try:
            if depth and self.chance.random() < 0.8:
                await self.chance.choice(inner)(path, depth)
            else:
                for _ in range(self.chance.randrange(1, 4)):
                    await self.chance.choice(outer)(path)
        except asyncio.CancelledError:
            self.say(path, 'cancelled', asyncio.current_task().cancelling())
            raise
        except BaseException as error:
            self.say(path, 'failed', shown(error))
            raise
        else:
            self.say(path, 'ends')
        return path

    def left(self):
        """What is not done: the tasks started here, and those that gather() has made."""
        own = [task for task in self.tasks if not task.done()]
        others = asyncio.all_tasks() - set(own) - {asyncio.current_task()}
        return own + sorted(others, key=lambda task: getattr(task, 'number', 0) or int(task.get_name()[5:]))

    async def run(self):
        roots = [self.start(self.node(str(i), 4), str(i)) for i in range(8)]
        for _ in range(TICKS):
            await asyncio.sleep(0)
            if self.chance.random() < 0.3:
                task = self.chance.choice(self.tasks)
                self.say('!', task.get_name(), task.cancel(f'no {task.get_name()}'))
        while left := self.left():
            self.say('!', 'left', len(left))
            for task in left:
                task.cancel()
            for _ in range(5):
                await asyncio.sleep(0)
        for task in self.tasks:
            self.say('=', task.get_name(), 'cancelled' if task.cancelled() else shown(task.exception() or task.result()))
        assert all(root.done() for root in roots)
        assert not self.lock.locked() and not self.condition.locked() and self.holders == self.inside == 0
        assert not self.turns.locked() and self.turns._value == 2
        assert self.put - self.got == self.queue.qsize()
        assert len(asyncio.all_tasks()) == 1, asyncio.all_tasks()


def leaves(group):
    for error in group.exceptions:
        if isinstance(error, BaseExceptionGroup):
            yield from leaves(error)
        else:
            yield error


def shown(value):
    if isinstance(value, BaseExceptionGroup):
        return f'{type(value).__name__}[{", ".join(sorted(shown(error) for error in value.exceptions))}]'
    return f'{type(value).__name__}({", ".join(map(str, value.args))})' if isinstance(value, BaseException) else str(value)


async def plant(seed, is_plain):
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda loop, context: None)
    if not is_plain:
        loop.set_task_factory(lambda loop, coro, **options: Numbered(coro, loop=loop, **options))
    forest = Forest(seed, is_plain)
    await forest.run()
    return forest.log


for line in asyncio.run(plant(1, False)):
    print(line)
for is_plain in True, False:
    for seed in range(100):
        log = asyncio.run(plant(seed, is_plain))
        print(is_plain, seed, len(log), crc32('\n'.join(log).encode()))
