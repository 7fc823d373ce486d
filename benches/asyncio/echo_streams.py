"""An echo server on streams with many connections at once: CPU of the server per request. The clients are another process.

Arguments: connections, requests of each. Runs on any Python."""

import asyncio
import subprocess
import sys
import time

LINE = b'x' * 63 + b'\n'


async def client(port, requests):
    reader, writer = await asyncio.open_connection('127.0.0.1', port)
    for _ in range(requests):
        writer.write(LINE)
        await writer.drain()
        assert await reader.readline() == LINE
    writer.close()
    await writer.wait_closed()


async def clients(port, connections, requests):
    await asyncio.gather(*[client(port, requests) for _ in range(connections)])


async def serve(connections, requests):
    left = connections
    over = asyncio.Event()

    async def echo(reader, writer):
        nonlocal left
        while line := await reader.readline():
            writer.write(line)
            await writer.drain()
        writer.close()
        left -= 1
        if not left:
            over.set()

    server = await asyncio.start_server(echo, '127.0.0.1', 0)
    port = server.sockets[0].getsockname()[1]
    process = subprocess.Popen([sys.executable, __file__, 'clients', str(port), str(connections), str(requests)])
    began, clock = time.process_time(), time.monotonic()
    await over.wait()
    spent, took = time.process_time() - began, time.monotonic() - clock
    process.wait()
    server.close()
    total = connections * requests
    print(f'{connections} connections, {total} requests: {spent / total * 1e6:.2f} us of CPU each, {total / took:.0f} requests/s')


if sys.argv[1:2] == ['clients']:
    asyncio.run(clients(*map(int, sys.argv[2:])))
else:
    asyncio.run(serve(int(sys.argv[1]) if len(sys.argv) > 1 else 100, int(sys.argv[2]) if len(sys.argv) > 2 else 200))
