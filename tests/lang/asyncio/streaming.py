# Streams, servers and protocols over TCP and Unix sockets.
import asyncio
import os


async def main():
    loop = asyncio.get_running_loop()
    seen = []

    async def handle(reader, writer):
        seen.append(writer.get_extra_info('peername') is not None)
        while line := await reader.readline():
            if line == b'quit\n':
                break
            writer.write(b'<' + line.strip() + b'>\n')
            await writer.drain()
        writer.write_eof()
        writer.close()

    server = await asyncio.start_server(handle, '127.0.0.1', 0)
    host, port = server.sockets[0].getsockname()
    print(host, server.is_serving(), len(server.sockets))
    reader, writer = await asyncio.open_connection('127.0.0.1', port)
    writer.write(b'one\ntwo\n')
    await writer.drain()
    print(await reader.readline(), await reader.readuntil(b'>'), await reader.readexactly(1))
    writer.writelines([b'thr', b'ee\n'])
    print(await reader.read(3), await reader.read(100))
    writer.write(b'quit\n')
    print(await reader.read(), reader.at_eof(), await reader.read(5), await reader.readline())
    writer.close()
    await writer.wait_closed()
    print(writer.is_closing(), seen)

    # Many at once, more than a socket takes.
    async def echo(reader, writer):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
        writer.close()

    big = bytes(range(256)) * 4096
    echo_server = await asyncio.start_server(echo, '127.0.0.1', 0)

    async def client(n):
        reader, writer = await asyncio.open_connection(*echo_server.sockets[0].getsockname())

        async def send():
            writer.write(big)
            await writer.drain()
            writer.write_eof()

        sender = asyncio.create_task(send())
        data = await reader.read()
        await sender
        writer.close()
        await writer.wait_closed()
        return data == big

    print(await asyncio.gather(*(client(n) for n in range(5))))

    # Ends that come too soon, lines too long.
    async def stingy(reader, writer):
        writer.write(b'abc')
        writer.close()

    stingy_server = await asyncio.start_server(stingy, '127.0.0.1', 0)
    address = stingy_server.sockets[0].getsockname()
    reader, writer = await asyncio.open_connection(*address)
    try:
        await reader.readexactly(10)
    except asyncio.IncompleteReadError as error:
        print(error, error.partial, error.expected)
    writer.close()
    reader, writer = await asyncio.open_connection(*address)
    try:
        await reader.readuntil(b'z')
    except asyncio.IncompleteReadError as error:
        print(error)
    writer.close()
    reader = asyncio.StreamReader(limit=8)
    reader.feed_data(b'0123456789abcdefghij\nshort\n')
    try:
        await reader.readuntil(b'\n')
    except asyncio.LimitOverrunError as error:
        print(error, error.consumed)
    try:
        await reader.readline()
    except ValueError as error:
        print(error)
    print(await reader.readline())
    reader.feed_data(b'x' * 30)
    try:
        await reader.readuntil()
    except asyncio.LimitOverrunError as error:
        print(error, error.consumed)
    print(reader, len(await reader.read(40)))
    reader.feed_data(b'a;b,c')
    reader.feed_eof()
    print(await reader.readuntil((b',', b';')), await reader.readuntil((b',', b';')), [line async for line in reader])
    reader = asyncio.StreamReader()
    waiting = asyncio.create_task(reader.readline())
    await asyncio.sleep(0)
    try:
        await reader.readline()
    except RuntimeError as error:
        print(error)
    reader.set_exception(OSError('broken'))
    print(repr((await asyncio.gather(waiting, return_exceptions=True))[0]), repr(reader.exception()))
    for wrong in (lambda: reader.readexactly(-1), lambda: asyncio.StreamReader(limit=0)):
        try:
            await wrong()
        except ValueError as error:
            print(error)

    # Protocols.
    class Upper(asyncio.Protocol):
        def connection_made(self, transport):
            self.transport = transport
            print('made', transport.is_closing(), transport.is_reading())

        def data_received(self, data):
            self.transport.write(data.upper())

        def eof_received(self):
            print('eof')

        def connection_lost(self, exc):
            print('lost', exc)
            over.set_result(None)

    class Client(asyncio.Protocol):
        def connection_made(self, transport):
            transport.write(b'shout')

        def data_received(self, data):
            print(data)
            answer.set_result(None)

    over, answer = loop.create_future(), loop.create_future()
    upper = await loop.create_server(Upper, '127.0.0.1', 0)
    transport, protocol = await loop.create_connection(Client, *upper.sockets[0].getsockname())
    print(type(protocol).__name__, transport.get_protocol() is protocol, transport.get_write_buffer_size())
    print(transport.get_write_buffer_limits(), transport.set_write_buffer_limits(high=100), transport.get_write_buffer_limits())
    await answer
    transport.close()
    transport.close()
    await over
    print(transport.is_closing())
    for wrong in (lambda: transport.set_write_buffer_limits(1, 2), lambda: transport.write('text')):
        try:
            wrong()
        except (ValueError, TypeError) as error:
            print(error)
    for one in (server, echo_server, stingy_server, upper):
        one.close()
        await one.wait_closed()
    print(server.sockets, server.is_serving())
    try:
        await asyncio.open_connection('127.0.0.1', port)
    except ConnectionRefusedError as error:
        print('refused')

    path = f'/tmp/streaming-test-{os.getpid()}'
    async with await asyncio.start_unix_server(handle, path) as local:
        reader, writer = await asyncio.open_unix_connection(path)
        writer.write(b'local\nquit\n')
        print(await reader.read(), local.sockets[0].getsockname() == path)
        writer.close()
    print(os.path.exists(path))

    # Descriptors.
    reading, writing = os.pipe()
    got = loop.create_future()
    loop.add_reader(reading, lambda: got.set_result(os.read(reading, 100)) if not got.done() else None)
    loop.call_later(0.005, os.write, writing, b'through a pipe')
    print(await got, loop.remove_reader(reading), loop.remove_reader(reading), loop.remove_writer(writing))
    can_write = loop.create_future()
    loop.add_writer(writing, lambda: can_write.done() or can_write.set_result(True))
    print(await can_write, loop.remove_writer(writing))
    os.close(reading)
    os.close(writing)
    # Cancelled in the middle of waiting for bytes.
    async def keeps_quiet(reader, writer):
        await reader.read()
        writer.close()

    quiet = await asyncio.start_server(keeps_quiet, '127.0.0.1', 0)
    reader, writer = await asyncio.open_connection(*quiet.sockets[0].getsockname())
    try:
        async with asyncio.timeout(0.01):
            await reader.read(1)
    except TimeoutError:
        print('nothing came')
    writer.close()
    quiet.close()


asyncio.run(main())
