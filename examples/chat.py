"""A chat server: lines of text, one room, names that are taken once. Slow readers are dropped rather than waited for.

    pyc examples/chat.py [PORT]          then, for each talker: nc 127.0.0.1 PORT
"""
import asyncio
import sys

LONGEST_LINE = 1000
MOST_WAITING = 100


class Talker:
    """A connection with a name. What it is to be told waits in a queue of its own, so nobody waits for anybody."""

    def __init__(self, name, writer):
        self.name = name
        self.writer = writer
        self.waiting = asyncio.Queue(MOST_WAITING)

    def tell(self, text):
        try:
            self.waiting.put_nowait(text)
        except asyncio.QueueFull:
            self.waiting.shutdown(immediate=True)
            self.writer.transport.abort()
        except asyncio.QueueShutDown:
            pass

    async def deliver(self):
        """Writes what waits until the queue is shut down."""
        try:
            while True:
                self.writer.write(f'{await self.waiting.get()}\n'.encode())
                await self.writer.drain()
        except (asyncio.QueueShutDown, ConnectionError):
            self.writer.close()


class Room:
    def __init__(self):
        self.talkers = {}

    async def connected(self, reader, writer):
        try:
            name = await self.ask_name(reader, writer)
            if name is not None:
                await self.take_part(Talker(name, writer), reader)
        except ConnectionError:
            pass
        finally:
            writer.close()

    async def ask_name(self, reader, writer):
        while True:
            writer.write(b'your name? ')
            await writer.drain()
            line = await read_line(reader)
            if line is None:
                return None
            if line.isalnum() and line not in self.talkers:
                return line
            writer.write(b'taken\n' if line in self.talkers else b'letters and digits, please\n')

    async def take_part(self, talker, reader):
        self.talkers[talker.name] = talker
        self.tell_all(f'* {talker.name} is here')
        delivering = asyncio.create_task(talker.deliver())
        try:
            while (line := await read_line(reader)) is not None:
                if line == '/quit':
                    break
                if line == '/who':
                    talker.tell('* ' + ' '.join(sorted(self.talkers)))
                elif line.startswith('/to '):
                    _, name, text = (line + '  ').split(' ', 2)
                    self.tell_one(talker, name, text.strip())
                elif line:
                    self.tell_all(f'{talker.name}: {line}')
        except ConnectionError:
            pass
        finally:
            del self.talkers[talker.name]
            self.tell_all(f'* {talker.name} has left')
            talker.waiting.shutdown()
            await delivering

    def tell_all(self, text):
        for talker in self.talkers.values():
            talker.tell(text)

    def tell_one(self, talker, name, text):
        other = self.talkers.get(name)
        if other is None:
            talker.tell(f'* no {name} here')
        else:
            other.tell(f'{talker.name} whispers: {text}')

    async def start(self, host='127.0.0.1', port=0):
        return await asyncio.start_server(self.connected, host, port, limit=LONGEST_LINE)


async def read_line(reader):
    """A line without its end; None at the end of all, or if it is too long."""
    try:
        line = await reader.readline()
    except ValueError:
        return None
    return line.decode(errors='replace').strip() if line else None


async def main():
    server = await Room().start(port=int(sys.argv[1]) if len(sys.argv) > 1 else 8888)
    async with server:
        print('talk at %s port %d' % server.sockets[0].getsockname()[:2], flush=True)
        await server.serve_forever()


if __name__ == '__main__':
    try:
        asyncio.run(main())
    except KeyboardInterrupt:
        print('bye')
