# examples/crawler.py over the example server, and over one that misbehaves.
import _setting
import asyncio
import os
import tempfile

import crawler
import httpserver


def page(*links):
    return ('<html><body>' + ''.join(f'<a class="x" href="{link}">to {link}</a>' for link in links) + '</body></html>').encode()


PAGES = {
    'index.html': page('a.html', '/b.html', 'sub', 'missing.html', 'http://elsewhere.example/', 'mailto:x@y', '#top', 'a.html?x=1&amp;y=2'),
    'a.html': page('index.html', './b.html', 'sub/deep.html'),
    'b.html': page('../b.html', 'text.txt', 'b.html'),
    'sub/index.html': page('deep.html', '../index.html', 'gone/'),
    'sub/deep.html': page('/index.html'),
    'text.txt': b'<a href="never.html">no HTML</a>',
}


async def misbehaving(reader, writer):
    """Closes after each answer, cuts one short, says nonsense, never answers."""
    target = (await reader.readuntil(b'\r\n\r\n')).split()[1].decode()
    body = page('/short', '/nonsense', '/never', '/close')
    if target == '/short':
        writer.write(b'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc')
    elif target == '/nonsense':
        writer.write(b'hello\r\n\r\n')
    elif target == '/never':
        await reader.read()
    elif target == '/close':
        pass
    else:
        writer.write(b'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n' % len(body) + body)
    await writer.drain()
    writer.close()


async def crawl(port, path, workers, patience=30):
    spider = crawler.Crawler(f'http://127.0.0.1:{port}{path}', workers)
    spider.connections.patience = patience
    await spider.run()
    return spider


async def main(folder):
    async with await httpserver.Server(folder).start() as server:
        port = server.sockets[0].getsockname()[1]
        spider = await crawl(port, '/', 3)
        for line in spider.report():
            print(line)
        print(spider.bytes, 1 <= spider.connections.opened <= 3)
        alone = await crawl(port, '/', 1)
        print(alone.pages == spider.pages, alone.connections.opened)
    async with await asyncio.start_server(misbehaving, '127.0.0.1', 0) as server:
        port = server.sockets[0].getsockname()[1]
        for line in (await crawl(port, '/start', 2, 2)).report():
            print(line)
    # Nobody is there any more.
    for line in (await crawl(port, '/start', 2)).report():
        print(line)
    try:
        crawler.Crawler('ftp://x/')
    except ValueError as error:
        print(error)


with tempfile.TemporaryDirectory() as folder:
    os.mkdir(os.path.join(folder, 'sub'))
    for name, content in PAGES.items():
        with open(os.path.join(folder, name), 'wb') as file:
            file.write(content)
    asyncio.run(main(folder))
