"""A crawler: pages are fetched by a few workers, their links are followed within the site, and what is broken is reported.

    pyc examples/crawler.py URL [WORKERS]         URL begins with http://
"""
import asyncio
import html
import re
import sys
import urllib.parse

LINK = re.compile(r'<a\s[^>]*?href\s*=\s*["\']([^"\']*)["\']', re.IGNORECASE)
LONGEST_PAGE = 1024 * 1024


class Failure(Exception):
    """A page that cannot be had."""


class Connections:
    """Connections to one server, used again and again."""

    def __init__(self, host, port, patience=10):
        self.host = host
        self.port = port
        self.patience = patience
        self.idle = []
        self.opened = 0

    async def get(self, target):
        """(status, fields, body) of a page. Errors: Failure."""
        try:
            async with asyncio.timeout(self.patience):
                while self.idle:
                    try:
                        return await self.ask(*self.idle.pop(), target)
                    except (OSError, EOFError):
                        # Closed by the server while it was idle.
                        continue
                self.opened += 1
                return await self.ask(*await asyncio.open_connection(self.host, self.port), target)
        except TimeoutError:
            raise Failure('no answer in time') from None
        except (OSError, EOFError) as error:
            raise Failure(f'{type(error).__name__}') from error

    async def ask(self, reader, writer, target):
        try:
            writer.write(f'GET {target} HTTP/1.1\r\nHost: {self.host}:{self.port}\r\n\r\n'.encode('ascii', 'replace'))
            await writer.drain()
            status, fields = self.head((await reader.readuntil(b'\r\n\r\n')).decode('latin-1'))
            length = int(fields.get('content-length', 0))
            if length > LONGEST_PAGE:
                raise Failure('too long')
            body = await reader.readexactly(length)
        except BaseException:
            writer.close()
            raise
        if fields.get('connection', '').lower() == 'close':
            writer.close()
        else:
            self.idle.append((reader, writer))
        return status, fields, body

    @staticmethod
    def head(text):
        first, *lines = text.split('\r\n')[:-2]
        words = first.split(' ', 2)
        if len(words) < 2 or not words[1].isdecimal():
            raise Failure('no HTTP')
        pairs = (line.partition(':')[::2] for line in lines)
        return int(words[1]), {name.lower(): value.strip() for name, value in pairs}

    def close(self):
        for _, writer in self.idle:
            writer.close()


class Crawler:
    def __init__(self, start, workers=4):
        parts = urllib.parse.urlsplit(start)
        if parts.scheme != 'http' or not parts.hostname:
            raise ValueError(f'no http URL: {start!r}')
        self.site = parts.netloc
        self.connections = Connections(parts.hostname, parts.port or 80)
        self.workers = workers
        self.waiting = asyncio.Queue()
        # What is known of each page: its status or failure, and where it was seen first.
        self.pages = {}
        self.found_at = {}
        self.bytes = 0
        self.found(parts.path or '/', None)

    def found(self, target, at):
        if target not in self.found_at:
            self.found_at[target] = at
            self.waiting.put_nowait(target)

    async def run(self):
        """Visits everything that can be reached."""
        async with asyncio.TaskGroup() as group:
            for number in range(self.workers):
                group.create_task(self.work(), name=f'worker {number}')
            await self.waiting.join()
            self.waiting.shutdown()
        self.connections.close()

    async def work(self):
        while True:
            try:
                target = await self.waiting.get()
            except asyncio.QueueShutDown:
                return
            try:
                await self.visit(target)
            finally:
                self.waiting.task_done()

    async def visit(self, target):
        try:
            status, fields, body = await self.connections.get(target)
        except Failure as failure:
            self.pages[target] = str(failure)
            return
        self.pages[target] = status
        self.bytes += len(body)
        if status in (301, 302, 307, 308) and 'location' in fields:
            self.follow(target, fields['location'])
        elif status == 200 and fields.get('content-type', '').startswith('text/html'):
            for link in LINK.findall(body.decode('utf-8', 'replace')):
                self.follow(target, html.unescape(link))

    def follow(self, target, link):
        """Notes a link if it stays at the site."""
        parts = urllib.parse.urlsplit(urllib.parse.urljoin(f'http://{self.site}{target}', link))
        if parts.scheme == 'http' and parts.netloc == self.site:
            self.found((parts.path or '/') + (f'?{parts.query}' if parts.query else ''), target)

    def report(self):
        for target in sorted(self.pages):
            state = self.pages[target]
            at = f'  (seen at {self.found_at[target]})' if state != 200 and self.found_at[target] else ''
            yield f'{state}  {target}{at}'


async def main():
    crawler = Crawler(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 4)
    await crawler.run()
    for line in crawler.report():
        print(line)
    print(f'{len(crawler.pages)} pages, {crawler.bytes} bytes, {crawler.connections.opened} connections')


if __name__ == '__main__':
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    asyncio.run(main())
