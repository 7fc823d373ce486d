# examples/chat.py with a few talkers, then with many.
import _setting
import asyncio

import chat


class Client:
    @classmethod
    async def join(cls, port, name):
        self = cls()
        self.reader, self.writer = await asyncio.open_connection('127.0.0.1', port)
        await self.say(name)
        return self

    async def say(self, line):
        self.writer.write(line.encode() + b'\n')
        await self.writer.drain()

    async def hear(self, count=1):
        lines = [(await self.reader.readline()).decode().strip().removeprefix('your name? ') for _ in range(count)]
        return lines[0] if count == 1 else lines

    async def leave(self):
        self.writer.close()
        await self.writer.wait_closed()


async def few(port, room):
    ann = await Client.join(port, 'ann')
    print(await ann.hear())
    bob = await Client.join(port, 'ann')
    print(await bob.hear())
    await bob.say('not a name!')
    print(await bob.hear())
    await bob.say('bob')
    print(await bob.hear(), '|', await ann.hear())
    await ann.say('hello everybody')
    print(await ann.hear(), '|', await bob.hear())
    await bob.say('/to ann are you there?')
    print(await ann.hear())
    await bob.say('/to eve psst')
    print(await bob.hear())
    await bob.say('/who')
    print(await bob.hear())
    await ann.say('/quit')
    print(await bob.hear(), '|', await ann.reader.read())
    await bob.say('x' * 5000)
    print(await bob.reader.read(100))
    await bob.leave()
    await ann.leave()
    while room.talkers:
        await asyncio.sleep(0.01)


async def many(port, room, count=60, lines=5):
    clients = []
    for number in range(count):
        client = await Client.join(port, f'c{number}')
        assert await client.hear() == f'* c{number} is here'
        clients.append(client)
    assert len(room.talkers) == count
    # Everybody hears of those who came later, then everything that is said, each speaker's lines in order.
    for number, client in enumerate(clients):
        assert await client.hear(count - number - 1 or 1) if number < count - 1 else True
    gate = asyncio.Semaphore(4)

    async def speak(client):
        async with gate:
            for number in range(lines):
                await client.say(f'line {number}')
                await asyncio.sleep(0.001)

    async def listen(client):
        heard = {}
        for line in await client.hear(count * lines):
            name, _, text = line.partition(': ')
            heard.setdefault(name, []).append(text)
        return all(said == [f'line {number}' for number in range(lines)] for said in heard.values()) and len(heard) == count

    *_, ok = await asyncio.gather(*map(speak, clients), asyncio.gather(*map(listen, clients)))
    print(all(ok), len(ok))
    await asyncio.gather(*[client.leave() for client in clients])
    while room.talkers:
        await asyncio.sleep(0.01)


async def slow_reader(port, room):
    """One who does not listen is put out, and the others notice nothing."""
    slow, quick = await Client.join(port, 'slow'), await Client.join(port, 'quick')
    await slow.hear()
    await quick.hear()
    room.talkers['slow'].writer.transport.set_write_buffer_limits(0)
    for number in range(20000):
        room.tell_all('x' * 500)
        if number % 50 == 49:
            await asyncio.sleep(0)
            await quick.hear(50)
        if 'slow' not in room.talkers:
            break
    while 'slow' in room.talkers:
        await asyncio.sleep(0.01)
    print(sorted(room.talkers))
    await quick.leave()
    slow.writer.close()


async def main():
    room = chat.Room()
    async with await room.start() as server:
        port = server.sockets[0].getsockname()[1]
        await few(port, room)
        await many(port, room)
        await slow_reader(port, room)


asyncio.run(main())
