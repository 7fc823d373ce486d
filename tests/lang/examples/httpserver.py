# examples/httpserver.py with clients that ask properly and others.
import _setting
import asyncio
import os
import tempfile

import httpserver


def shown(head):
    """What does not change from run to run."""
    lines = head.decode('latin-1').split('\r\n')
    return [line for line in lines if line and not line.startswith(('Date', 'Last-Modified', 'ETag', 'Server'))]


async def response(reader, has_body=True):
    head = await reader.readuntil(b'\r\n\r\n')
    fields = dict(line.split(': ', 1) for line in head.decode().split('\r\n')[1:] if line)
    body = b''
    if has_body and 'Content-Length' in fields:
        body = await reader.readexactly(int(fields['Content-Length']))
    return head, fields, body


async def ask(port, raw, answers=1, has_body=True):
    reader, writer = await asyncio.open_connection('127.0.0.1', port)
    writer.write(raw)
    for _ in range(answers):
        head, fields, body = await response(reader, has_body)
        print(shown(head), body[:40])
    if fields.get('Connection') == 'close':
        print('closed', await reader.read())
    writer.close()
    await writer.wait_closed()
    return fields


def get(path, method='GET', version='1.1', **fields):
    lines = [f'{method} {path} HTTP/{version}', *([] if version == '1.0' else ['Host: test'])]
    lines += [f'{name.replace("_", "-")}: {value}' for name, value in fields.items()]
    return '\r\n'.join(lines).encode() + b'\r\n\r\n'


async def main(folder):
    server = httpserver.Server(folder)
    async with await server.start() as listening:
        port = listening.sockets[0].getsockname()[1]
        print('-- files')
        fields = await ask(port, get('/'))
        await ask(port, get('/a%20b.txt?query#fragment'))
        await ask(port, get('/', 'HEAD'), has_body=False)
        await ask(port, get('/', If_None_Match=fields['ETag']))
        await ask(port, get('/sub'))
        await ask(port, get('/sub/'))
        await ask(port, get('/nothing'))
        await ask(port, get('/../../etc/passwd'))
        await ask(port, get('/%2e%2e/secret'))
        print('-- ranges')
        for part in 'bytes=2-5', 'bytes=-4', 'bytes=7-', 'bytes=100-', 'bytes=x', 'lines=1-2', 'bytes=0-1,3-4':
            await ask(port, get('/digits.bin', Range=part))
        print('-- keeping the connection')
        await ask(port, get('/') * 3, 3)
        await ask(port, get('/') + get('/nothing') + get('/', Connection='close'), 3)
        await ask(port, get('/', version='1.0'))
        await ask(port, get('/', version='1.0', Connection='Keep-Alive'))
        await ask(port, get('/', 'POST', Content_Length=5) [:-4] + b'\r\n\r\nhello' + get('/'), 2)
        chunked = get('/', 'PUT', Transfer_Encoding='chunked') + b'5\r\nhello\r\n3;x=y\r\nabc\r\n0\r\nTrailer: t\r\n\r\n'
        await ask(port, chunked + get('/digits.bin'), 2)
        print('-- bad requests')
        for raw in (
            b'nonsense\r\n\r\n', b'GET / HTTP/3.0\r\n\r\n', b'GET / HTTP/1.1\r\n\r\n', get('/', 'POST', Content_Length='many'),
            get('/', 'POST', Content_Length=10 ** 9), get('/', 'POST', Transfer_Encoding='gzip'), b'GET / HTTP/1.1\r\nHost test\r\n\r\n',
            b'GET / HTTP/1.1\r\nX: ' + b'x' * 17000 + b'\r\n\r\n', get('/', 'POST', Transfer_Encoding='chunked') + b'zz\r\n',
        ):
            await ask(port, raw)
        print('-- a large file, slowly')
        reader, writer = await asyncio.open_connection('127.0.0.1', port, limit=1000)
        writer.write(get('/large.bin'))
        head = await reader.readuntil(b'\r\n\r\n')
        total = 0
        while total < 5_000_000:
            block = await reader.read(100_000)
            assert block and block == b'L' * len(block)
            total += len(block)
        print(total)
        writer.close()
        print('-- many clients')
        before = server.requests

        async def client(number):
            reader, writer = await asyncio.open_connection('127.0.0.1', port)
            for _ in range(5):
                writer.write(get(f'/number{number % 3}.txt'))
                _, _, body = await response(reader)
                assert body == b'%d' % (number % 3) * 1000
            writer.close()
            return 5

        print(sum(await asyncio.gather(*[client(number) for number in range(50)])), server.requests - before)
        print('-- silence')
        server.patience = 0.05
        await ask(port, b'GET /')
        reader, writer = await asyncio.open_connection('127.0.0.1', port)
        writer.write_eof()
        print(await reader.read())
        writer.close()


with tempfile.TemporaryDirectory() as folder:
    os.mkdir(os.path.join(folder, 'root'))
    os.mkdir(os.path.join(folder, 'root', 'sub'))
    for name, content in {
        'secret': b'secret', 'root/index.html': b'<h1>hello</h1>', 'root/a b.txt': b'text', 'root/sub/index.html': b'inner',
        'root/digits.bin': b'0123456789', 'root/large.bin': b'L' * 5_000_000,
        **{f'root/number{number}.txt': b'%d' % number * 1000 for number in range(3)},
    }.items():
        with open(os.path.join(folder, name), 'wb') as file:
            file.write(content)
    asyncio.run(main(os.path.join(folder, 'root')))
