# What a server of files answers: pages of folders, types, redirections, errors, and conditions.
import functools
import http.server
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading


class Handler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format, *args):
        print('log:', (format % args)[:80])


def exchange(address, text):
    with socket.create_connection(address) as connection:
        connection.sendall(text.encode('latin-1'))
        connection.shutdown(socket.SHUT_WR)
        data = b''.join(iter(lambda: connection.recv(65536), b''))
    return re.sub('(Date|Server): .*', r'\1: X', data.decode().replace('\r\n', '\n'))


def ask(text):
    answer = exchange(server.server_address, text)
    print('>>>', ascii(text[:60]))
    print(ascii(answer).replace('\\n', '\n') if not answer.isascii() else answer)


folder = tempfile.TemporaryDirectory()
os.chdir(folder.name)
os.makedirs('sub')
os.makedirs('idx')
for name, text in {'a.txt': 'hello\n', 'idx/index.htm': '<p>', 'sp ace&<>.html': '', 'x.tar.gz': '', 'js.js': '', '.hidden': '', 'UP.TXT': '',
                   '\xfc.txt': 'u'}.items():
    with open(name, 'w') as file:
        file.write(text)
    os.utime(name, (1700000000.5, 1700000000.5))
os.symlink('a.txt', 'link')
os.symlink('sub', 'folder')
with http.server.ThreadingHTTPServer(('127.0.0.1', 0), functools.partial(Handler, directory=folder.name)) as server:
    thread = threading.Thread(target=server.serve_forever, args=(.02,))
    thread.start()
    for path in ('/', '/a.txt', '/sub', '/sub/', '/sub?x=1&y', '/idx/', '/nope', '/a.txt/', '/../a.txt', '//a.txt', '/%2e%2e/a.txt',
                 '/sp%20ace&<>.html', '/x.tar.gz', '/js.js', '/link', '/a.txt?q', '/%C3%BC.txt', '/UP.TXT', '/sub/../a.txt', '/%'):
        ask(f'GET {path} HTTP/1.0\r\n\r\n')
    ask('HEAD /a.txt HTTP/1.1\r\nHost: x\r\n\r\n')
    ask('HEAD /nope HTTP/1.1\r\nHost: x\r\n\r\n')
    ask('POST / HTTP/1.1\r\nHost: x\r\n\r\n')
    for since in ('Tue, 14 Nov 2023 22:13:20 GMT', 'Tue, 14 Nov 2023 22:13:19 GMT', 'Tue, 14 Nov 2023 22:13:20 GMT\r\nIf-None-Match: "x"', 'once'):
        ask(f'GET /a.txt HTTP/1.1\r\nIf-Modified-Since: {since}\r\n\r\n')
    for request in ('GET /a.txt\r\n', 'POST /a.txt\r\n', 'GARBAGE\r\n', 'GET / HTTP/x\r\n\r\n', 'GET / HTTP/3.0\r\n\r\n', 'GET a b c\r\n\r\n',
                    'GET /' + 'a' * 70000 + ' HTTP/1.0\r\n\r\n', 'GET / HTTP/1.0\r\nX: ' + 'a' * 70000 + '\r\n\r\n',
                    'GET / HTTP/1.0\r\n' + 'X: a\r\n' * 150 + '\r\n', '<a> /x HTTP/1.0\r\n\r\n'):
        ask(request)
    server.shutdown()
    thread.join()

handler = Handler.__new__(Handler)
handler.directory = '/base'
print([handler.translate_path(path) for path in ('/', '/a/b', '/a/../../b', '/a//b/', '?x', '/%7euser', '/x/./y/', '/a%2fb')])
print([handler.guess_type(path) for path in ('a.txt', 'b.TAR.GZ', 'c.Z', 'd.bz2', 'e.xz', 'f', 'h.json', 'i.svg', 'j.WASM')])

# The same as a program.
command = [sys.executable, '-m', 'http.server', '-b', '127.0.0.1', '-d', 'idx', '0']
with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
    line = process.stdout.readline()
    port = int(re.fullmatch(r'Serving HTTP on 127\.0\.0\.1 port (\d+) \(http://127\.0\.0\.1:\1/\) \.\.\.\n', line)[1])
    print(exchange(('127.0.0.1', port), 'GET / HTTP/1.0\r\n\r\n'))
    process.send_signal(signal.SIGINT)
    out, err = process.communicate()
    print(repr(out), re.sub(r'\[.*\]', '[TIME]', err), process.returncode)
os.chdir('/')
folder.cleanup()
