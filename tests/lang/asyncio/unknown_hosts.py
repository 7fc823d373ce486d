"""Hosts and services that there are not: the resolver's errors."""
import asyncio
import socket

HOST = 'no-such-host.invalid'


async def main():
    loop = asyncio.get_running_loop()
    calls = [
        lambda: asyncio.open_connection(HOST, 80),
        lambda: asyncio.start_server(lambda r, w: None, HOST, 0),
        lambda: loop.create_datagram_endpoint(asyncio.DatagramProtocol, remote_addr=(HOST, 80)),
        lambda: loop.create_datagram_endpoint(asyncio.DatagramProtocol, local_addr=(HOST, 80)),
        lambda: loop.create_connection(asyncio.Protocol, '127.0.0.1', 80, local_addr=(HOST, 0)),
        lambda: loop.getaddrinfo(HOST, 80),
        lambda: asyncio.open_connection('127.0.0.1', 'no-such-service'),
    ]
    for call in calls:
        try:
            await call()
        except OSError as error:
            print(type(error).__name__, error.errno < 0, bool(error.strerror), isinstance(error, socket.gaierror))

asyncio.run(main())
print({'create_subprocess_exec', 'create_subprocess_shell', 'subprocess', 'run'} <= set(dir(asyncio)))
