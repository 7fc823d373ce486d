# The program's own sockets: a descriptor that changes hands, writers that nobody closes, sockets that are not what is wanted.
import asyncio
import gc
import os
import socket
import tempfile


async def racing():
    """A cancelled wait does not take the descriptor from the one that follows."""
    loop = asyncio.get_running_loop()
    here, there = socket.socketpair()
    here.setblocking(False)
    first = asyncio.create_task(loop.sock_recv(here, 10))
    await asyncio.sleep(0)
    first.cancel()
    second = asyncio.create_task(loop.sock_recv(here, 10))
    await asyncio.sleep(0.01)
    there.send(b'for the second')
    print(await asyncio.wait_for(second, 30), first.cancelled())
    listener, client = socket.socket(), socket.socket()
    with listener, client:
        listener.bind(('127.0.0.1', 0))
        listener.listen()
        client.setblocking(False)
        task = asyncio.create_task(loop.sock_connect(client, listener.getsockname()))
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait_for(loop.sock_connect(client, listener.getsockname()), 30)
        print(client.getpeername() == listener.getsockname())
    here.close()
    there.close()


async def forgotten_writer():
    """A connection whose writer is gone is closed."""
    heard = asyncio.Event()

    async def serve(reader, writer):
        print('heard', await reader.read())
        writer.close()
        heard.set()

    async with await asyncio.start_server(serve, '127.0.0.1', 0) as server:
        async def ask():
            _, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            writer.write(b'and gone')

        await ask()
        gc.collect()
        await asyncio.wait_for(heard.wait(), 30)


async def refused():
    loop = asyncio.get_running_loop()
    stream, datagram = socket.socket(), socket.socket(type=socket.SOCK_DGRAM)
    with stream, datagram:
        for attempt in (
            lambda: loop.create_datagram_endpoint(asyncio.DatagramProtocol, sock=stream),
            lambda: loop.create_datagram_endpoint(asyncio.DatagramProtocol, local_addr=('127.0.0.1', 0), sock=datagram),
            lambda: loop.create_unix_server(asyncio.Protocol, sock=stream),
            lambda: loop.create_unix_server(asyncio.Protocol, 'x', ssl_handshake_timeout=1),
            lambda: loop.create_unix_connection(asyncio.Protocol, sock=stream),
            lambda: loop.create_unix_connection(asyncio.Protocol, 'x', server_hostname='x'),
            lambda: loop.connect_accepted_socket(asyncio.Protocol, stream, ssl_shutdown_timeout=1),
            lambda: loop.sock_sendfile(stream, open(__file__)),
            lambda: loop.sock_sendfile(stream, open(__file__, 'rb'), count=0),
            lambda: loop.sock_sendfile(stream, open(__file__, 'rb'), offset=-1),
            lambda: loop.sock_sendfile(stream, open(__file__, 'rb'), offset='x'),
        ):
            try:
                stream.setblocking(False)
                await attempt()
            except Exception as error:
                text = str(error)
                print(type(error).__name__, text[:text.find('<')] if '<' in text else text.partition(' (')[0])
        stream.setblocking(True)
        loop.set_debug(True)
        for attempt in (
            lambda: loop.sock_recv(stream, 1), lambda: loop.sock_sendall(stream, b''), lambda: loop.sock_connect(stream, ('127.0.0.1', 1)),
            lambda: loop.sock_accept(stream), lambda: loop.sock_recv_into(stream, bytearray(1)),
        ):
            try:
                await attempt()
            except ValueError as error:
                print(error)
        loop.set_debug(False)


async def paths():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 's')
        with socket.socket(socket.AF_UNIX) as own:
            own.bind(path)
            server = await asyncio.start_unix_server(lambda reader, writer: writer.close(), sock=own)
            reader, writer = await asyncio.open_unix_connection(path)
            print(await reader.read(), os.path.exists(path))
            writer.close()
            server.close()
            await server.wait_closed()
            print(os.path.exists(path))


for part in racing, forgotten_writer, refused, paths:
    asyncio.run(part())
