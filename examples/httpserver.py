"""An HTTP/1.1 server for static files, on asyncio's streams: keep-alive, HEAD, ranges of one part, and errors told as HTTP wants them.

    pyc examples/httpserver.py [FOLDER [PORT]]
"""
import asyncio
import os
import sys
import time
import urllib.parse

REASONS = {
    200: 'OK', 206: 'Partial Content', 301: 'Moved Permanently', 304: 'Not Modified', 400: 'Bad Request', 403: 'Forbidden', 404: 'Not Found',
    405: 'Method Not Allowed', 408: 'Request Timeout', 413: 'Content Too Large', 416: 'Range Not Satisfiable',
    431: 'Request Header Fields Too Large', 501: 'Not Implemented', 505: 'HTTP Version Not Supported',
}
TYPES = {
    '.html': 'text/html; charset=utf-8', '.txt': 'text/plain; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript',
    '.json': 'application/json', '.png': 'image/png', '.jpg': 'image/jpeg', '.svg': 'image/svg+xml', '.py': 'text/plain; charset=utf-8',
}
LONGEST_HEAD = 16 * 1024
LONGEST_BODY = 1024 * 1024
BLOCK = 64 * 1024


def date(seconds):
    return time.strftime('%a, %d %b %Y %H:%M:%S GMT', time.gmtime(seconds))


class HTTPError(Exception):
    """A request that is answered with an error. After some of them the connection cannot be used any more."""

    def __init__(self, status, detail='', closes=False, **fields):
        super().__init__(status, detail)
        self.status = status
        self.detail = detail
        self.closes = closes
        self.fields = fields


class Request:
    def __init__(self, method, target, version, fields):
        self.method = method
        self.target = target
        self.fields = fields
        wants = {word.strip().lower() for word in fields.get('connection', '').split(',')}
        self.keeps_alive = 'close' not in wants if version == 'HTTP/1.1' else 'keep-alive' in wants


async def read_request(reader):
    """The next request of a connection, its body read and dropped; None if the client has gone."""
    try:
        head = await reader.readuntil(b'\r\n\r\n')
    except asyncio.IncompleteReadError as error:
        if error.partial.strip():
            raise HTTPError(400, 'the request ends too early', closes=True) from None
        return None
    except asyncio.LimitOverrunError:
        raise HTTPError(431, closes=True) from None
    first, *lines = head.decode('latin-1').lstrip('\r\n').split('\r\n')[:-2]
    words = first.split(' ')
    if len(words) != 3 or not words[0].isalpha() or not words[2].startswith('HTTP/'):
        raise HTTPError(400, 'no request line', closes=True)
    if words[2] not in ('HTTP/1.0', 'HTTP/1.1'):
        raise HTTPError(505, closes=True)
    fields = {}
    for line in lines:
        name, colon, value = line.partition(':')
        if not colon or not name or name != name.strip():
            raise HTTPError(400, 'no header field', closes=True)
        fields[name.lower()] = value.strip()
    if words[2] == 'HTTP/1.1' and 'host' not in fields:
        raise HTTPError(400, 'no host', closes=True)
    request = Request(*words, fields)
    await skip_body(reader, fields)
    return request


async def skip_body(reader, fields):
    if 'transfer-encoding' in fields:
        if fields['transfer-encoding'].lower() != 'chunked':
            raise HTTPError(501, closes=True)
        total = 0
        while True:
            try:
                size = int((await reader.readline()).split(b';')[0], 16)
            except ValueError:
                raise HTTPError(400, 'no chunk', closes=True) from None
            total += size
            if total > LONGEST_BODY:
                raise HTTPError(413, closes=True)
            if size == 0:
                break
            await reader.readexactly(size + 2)
        while (await reader.readline()).strip():
            pass
        return
    length = fields.get('content-length', '0')
    if not length.isdecimal():
        raise HTTPError(400, 'no length', closes=True)
    if int(length) > LONGEST_BODY:
        raise HTTPError(413, closes=True)
    await reader.readexactly(int(length))


class Server:
    def __init__(self, folder, patience=30):
        self.folder = os.path.realpath(folder)
        # How long a client may take for its next request.
        self.patience = patience
        self.requests = 0
        self.log = []

    async def start(self, host='127.0.0.1', port=0):
        return await asyncio.start_server(self.connected, host, port, limit=LONGEST_HEAD)

    async def connected(self, reader, writer):
        try:
            while True:
                if not await self.answer_next(reader, writer):
                    break
        except (ConnectionError, asyncio.IncompleteReadError):
            # The client has gone in the middle of something.
            pass
        finally:
            writer.close()

    async def answer_next(self, reader, writer):
        """Reads and answers one request; whether there may be another one."""
        request = None
        try:
            try:
                async with asyncio.timeout(self.patience):
                    request = await read_request(reader)
            except TimeoutError:
                raise HTTPError(408, closes=True) from None
            if request is None:
                return False
            self.requests += 1
            await self.answer(request, writer)
            return request.keeps_alive
        except HTTPError as error:
            body = f'{error.status} {REASONS[error.status]}\n{error.detail}'.rstrip() + '\n'
            keeps_alive = request is not None and request.keeps_alive and not error.closes
            fields = {'Content-Type': TYPES['.txt'], **{name.replace('_', '-'): value for name, value in error.fields.items()}}
            self.send_head(writer, request, error.status, len(body), keeps_alive, fields)
            if request is None or request.method != 'HEAD':
                writer.write(body.encode())
            await writer.drain()
            return keeps_alive

    def send_head(self, writer, request, status, length, keeps_alive, fields):
        self.log.append((request.method if request else '-', request.target if request else '-', status))
        lines = [f'HTTP/1.1 {status} {REASONS[status]}', f'Date: {date(time.time())}', 'Server: pyc-example']
        if status != 304:
            lines.append(f'Content-Length: {length}')
        lines += [f'{name}: {value}' for name, value in fields.items()]
        lines.append(f'Connection: {"keep-alive" if keeps_alive else "close"}')
        writer.write('\r\n'.join(lines).encode('latin-1') + b'\r\n\r\n')

    async def answer(self, request, writer):
        if request.method not in ('GET', 'HEAD'):
            raise HTTPError(405, Allow='GET, HEAD')
        path = self.path_of(request.target)
        if os.path.isdir(path):
            if not urllib.parse.urlsplit(request.target).path.endswith('/'):
                raise HTTPError(301, Location=urllib.parse.urlsplit(request.target).path + '/')
            path = os.path.join(path, 'index.html')
        try:
            file = open(path, 'rb')
        except FileNotFoundError:
            raise HTTPError(404, request.target) from None
        except OSError:
            raise HTTPError(403) from None
        with file:
            info = os.fstat(file.fileno())
            tag = f'"{info.st_mtime_ns:x}-{info.st_size:x}"'
            fields = {
                'Content-Type': TYPES.get(os.path.splitext(path)[1], 'application/octet-stream'),
                'Last-Modified': date(info.st_mtime), 'ETag': tag, 'Accept-Ranges': 'bytes',
            }
            if request.fields.get('if-none-match') == tag:
                return self.send_head(writer, request, 304, 0, request.keeps_alive, fields)
            begin, end = range_of(request.fields.get('range'), info.st_size)
            status = 200
            if (begin, end) != (0, info.st_size):
                status = 206
                fields['Content-Range'] = f'bytes {begin}-{end - 1}/{info.st_size}'
            self.send_head(writer, request, status, end - begin, request.keeps_alive, fields)
            if request.method == 'HEAD':
                return await writer.drain()
            file.seek(begin)
            left = end - begin
            while left and (block := file.read(min(BLOCK, left))):
                left -= len(block)
                writer.write(block)
                # No faster than the client takes it.
                await writer.drain()

    def path_of(self, target):
        path = urllib.parse.unquote(urllib.parse.urlsplit(target).path)
        if not path.startswith('/') or '\0' in path:
            raise HTTPError(400, 'no path')
        full = os.path.realpath(os.path.join(self.folder, path.lstrip('/')))
        if full != self.folder and not full.startswith(self.folder + os.sep):
            # Outside of the folder there is nothing.
            raise HTTPError(404, target)
        return full


def range_of(field, size):
    """The bytes that a Range field asks for, as begin and end; all of them if there is none or several parts."""
    if field is None or not field.startswith('bytes=') or ',' in field:
        return 0, size
    first, dash, last = field[6:].strip().partition('-')
    if not dash or not (first or last) or not (first + last).isdecimal():
        return 0, size
    begin, end = (int(first), min(int(last) + 1, size) if last else size) if first else (max(size - int(last), 0), size)
    if begin >= end:
        raise HTTPError(416, Content_Range=f'bytes */{size}')
    return begin, end


async def main():
    folder = sys.argv[1] if len(sys.argv) > 1 else '.'
    server = await Server(folder).start(port=int(sys.argv[2]) if len(sys.argv) > 2 else 8000)
    async with server:
        print(f'serving {folder} at http://{"%s:%s" % server.sockets[0].getsockname()[:2]}/', flush=True)
        await server.serve_forever()


if __name__ == '__main__':
    try:
        asyncio.run(main())
    except KeyboardInterrupt:
        print('bye')
