"""http.client and urllib.request against a server in a thread of this process."""
import io
import os
import tempfile
import threading

os.environ["no_proxy"] = "*"
import http.client
import http.server
import urllib.error
import urllib.request
import urllib.response


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def answer(self, code, body, **fields):
        self.send_response(code)
        for name, value in fields.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def body(self):
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        data = b""
        while size := int(self.rfile.readline(), 16):
            data += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return data

    def start(self, *field):
        self.send_response(200)
        self.send_header(*field)
        self.end_headers()

    def do_GET(self):
        if self.path == "/chunks":
            self.start("Transfer-Encoding", "chunked")
            for part in (b"hello ", b"world", b"!" * 20):
                self.wfile.write(b"%x;ext=1\r\n%s\r\n" % (len(part), part))
            self.wfile.write(b"0\r\nTrailer: x\r\n\r\n")
        elif self.path == "/close":
            self.start("Connection", "close")
            self.wfile.write(b"until the end\nof it")
        elif self.path == "/short":
            self.send_response(200)
            self.send_header("Connection", "close")
            self.send_header("Content-Length", "50")
            self.end_headers()
            self.wfile.write(b"short")
        elif self.path == "/moved":
            self.answer(302, b"gone", Location="/plain?q=1")
        elif self.path == "/loop":
            self.answer(301, b"", Location="/loop")
        elif self.path == "/odd":
            self.answer(302, b"", Location="gopher://x/")
        elif self.path == "/missing":
            self.answer(404, b"nothing here")
        elif self.path == "/nobody":
            self.send_response(204)
            self.end_headers()
        elif self.path == "/secret":
            if self.headers.get("Authorization") == "Basic bWU6cGFzcw==":
                self.answer(200, b"hidden")
            else:
                self.answer(401, b"no", WWW_Authenticate='Basic realm="vault"')
        elif self.path == "/bad":
            self.wfile.write(b"nonsense\r\n\r\n")
            self.close_connection = True
        elif self.path == "/gone":
            self.close_connection = True
        else:
            text = f"{self.command} {self.path}\n{self.headers.get('X-A', '-')}\n"
            self.answer(200, text.encode(), Content_Type='text/html; charset="UTF-8"', X_Two="1")

    do_HEAD = do_GET

    def do_POST(self):
        data = self.body()
        names = sorted(self.headers.keys())
        self.answer(200, repr((self.command, self.path, data, names, self.headers.get("Content-Type"))).encode())

    do_PUT = do_POST


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
# Clients that fail leave connections behind.
server.handle_error = lambda *args: None
port = server.server_port
threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()


def attempt(function, *args, **options):
    try:
        print("  ", repr(function(*args, **options)).replace(str(port), "PORT"))
    except Exception as error:
        print("  !", type(error).__name__, ascii(str(error)).replace(str(port), "PORT"))


def show(answer):
    print(answer.status, answer.reason, answer.version, answer.length, answer.chunked, answer.will_close, answer.closed, answer.isclosed())


# ---- http.client: answers ----

connection = http.client.HTTPConnection("127.0.0.1", port)
for path in ("/plain", "/chunks", "/close", "/nobody", "/missing", "/plain"):
    connection.request("GET", path, headers={"X-A": "b"})
    answer = connection.getresponse()
    show(answer)
    print(answer.getheader("content-type"), answer.getheader("nope"), answer.getheader("nope", "d"))
    print(answer.headers.get_content_charset(), "X-Two" in answer.headers)
    attempt(answer.read, 4)
    attempt(answer.read)
    attempt(answer.read)
    show(answer)


def ask(path, method="GET"):
    connection.request(method, path)
    return connection.getresponse()


answer = ask("/plain", "HEAD")
show(answer)
attempt(answer.read)
show(answer)
answer = ask("/chunks")
attempt(answer.readline, 3)
attempt(answer.read1, 2)
attempt(answer.peek)
buffer = bytearray(8)
attempt(answer.readinto, buffer)
print(buffer)
attempt(answer.read, 100)
attempt(answer.read1)
attempt(answer.readline)
print(list(ask("/close")))
answer = ask("/close")
attempt(answer.readinto, bytearray(5))
attempt(answer.read1, 3)
attempt(answer.readlines)
attempt(answer.read)
attempt(ask("/short").read)
attempt(ask, "/bad")
connection.close()
attempt(ask, "/gone")
connection.close()

# ---- requests ----

for body in (b"bytes", "text", "latin \xe9", io.BytesIO(b"of file"), io.StringIO("text file"), [b"a", b"", b"bc"],
             (part for part in [b"gen"]), bytearray(b"ba"), None):
    connection.request("POST", "/p", body)
    attempt(connection.getresponse().read)


def fail(*args, **options):
    attempt(connection.request, *args, **options)
    connection.close()


fail("POST", "/", "snow \u2603")
fail("POST", "/", 5)
fail("GET", "/a b")
fail("G\nT", "/")
fail("GET", "/", headers={"a b:": "1"})
fail("GET", "/", headers={"a": "1\n2"})
attempt(connection.putheader, "a", "b")
attempt(connection.endheaders)
attempt(connection.getresponse)
connection.request("GET", "/plain")
attempt(connection.request, "GET", "/plain")
answer = connection.getresponse()
attempt(connection.getresponse)
connection.close()
attempt(answer.read)
connection.auto_open = 0
fail("GET", "/")
connection.auto_open = 1
connection.putrequest("PUT", "/x", skip_accept_encoding=True)
connection.putheader("A", "x", "y")
connection.putheader("Content-Length", 3)
connection.endheaders(b"abc")
print(connection.getresponse().read())
connection.close()
for host in ("a:b", "a b", "[::1]:80", "[::1]", "h:", "h:8x", "host:8080"):
    try:
        other = http.client.HTTPConnection(host)
        print(other.host, other.port)
    except Exception as error:
        print(type(error).__name__, error)
print(http.client.responses[404], http.client.OK, repr(http.client.NOT_FOUND), http.client.HTTP_PORT)
print(repr(http.client.IncompleteRead(b"abc")), http.client.IncompleteRead(b"abc", 4), http.client.LineTooLong("x"))
print(repr(http.client.BadStatusLine("")), http.client.RemoteDisconnected("y"), repr(http.client.UnknownProtocol("z")))
fields = http.client.parse_headers(io.BytesIO(b"A: 1\r\nb:2\r\n c\r\nA: 3\r\n\r\nrest"))
print(fields.items(), fields["a"], fields.get_all("A"), fields.keys(), len(fields), "B" in fields, fields.get("zz", 5))
del fields["a"]
fields["N"] = "v"
fields.add_header("Content-Disposition", "attachment", filename="x y")
print(fields.items(), fields.get_filename(), fields.get_content_type(), fields.get_content_disposition())
try:
    http.client.parse_headers(io.BytesIO(b"a: b\r\n" * 200 + b"\r\n"))
except http.client.HTTPException as error:
    print(error)

# ---- urllib.request ----

base = f"http://127.0.0.1:{port}"


def fetch(path, *args, opener=urllib.request.urlopen, **options):
    try:
        with opener(base + path if isinstance(path, str) else path, *args, **options) as answer:
            print(answer.status, answer.code, answer.getcode(), answer.reason, answer.msg, answer.geturl().replace(str(port), "PORT"),
                  answer.headers["content-length"], answer.info() is answer.headers, answer.read())
    except Exception as error:
        print(type(error).__name__, str(error).replace(str(port), "PORT"), getattr(error, "code", None), getattr(error, "reason", None))
        return error


fetch("/plain")
fetch("/chunks")
fetch("/moved")
fetch("/loop").close()
fetch("/odd").close()
error = fetch("/missing")
print(error.read(), error.headers["content-length"], error.filename == error.url == base + "/missing", repr(error))
error.close()
fetch("/p", b"a=1")
fetch("/p", [b"x", b"y"])
fetch("/p", "text")
Request = urllib.request.Request
fetch(Request(base + "/plain", headers={"X-a": "head"}))
fetch(Request(base + "/q", method="PUT", data=b"1", headers={"content-type": "x/y"}))
fetch(Request(base + "/plain#frag"))
fetch(Request(base + "?q"))
request = Request("HTTP://u@ex.org:80/a;b?c#d", b"x", {"x-One-two": "1"})
print(request.type, request.host, request.selector, request.full_url, request.fragment, request.get_method(), request.headers)
print(request.header_items(), request.has_header("X-one-two"), request.get_header("X-one-two"), request.origin_req_host)
print(request.unverifiable, request.data, request.has_proxy())
request.data = b"z"
request.remove_header("X-one-two")
request.full_url = "http://h/"
print(request.full_url, request.headers, request.get_full_url(), request.selector)
for address in ("nope", "", "foo:bar", "foo://bar/", "http:///x", "http:x", "file:///nonexistent/x", "data:,a%20b",
                "data:text/html;base64,aGk=", "data:x"):
    try:
        with urllib.request.urlopen(address) as answer:
            print(address, answer.read(), answer.headers.items(), answer.url, answer.status)
    except Exception as error:
        print(address, type(error).__name__, error)
passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
passwords.add_password(None, base, "me", "pass")
fetch("/secret", opener=urllib.request.build_opener(urllib.request.HTTPBasicAuthHandler(passwords)).open)
passwords = urllib.request.HTTPPasswordMgr()
passwords.add_password("vault", base + "/elsewhere", "me", "pass")
fetch("/secret", opener=urllib.request.build_opener(urllib.request.HTTPBasicAuthHandler(passwords)).open).close()


class Stays(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


fetch("/moved", opener=urllib.request.build_opener(Stays).open).close()


class Counts(urllib.request.BaseHandler):
    handler_order = 1

    def http_request(self, request):
        request.add_header("X-A", "counted")
        return request

    def http_response(self, request, answer):
        print("answered", answer.code)
        return answer


opener = urllib.request.build_opener(Counts())
opener.addheaders = [("User-agent", "mine")]
fetch("/plain", opener=opener.open)
urllib.request.install_opener(opener)
fetch("/chunks")
urllib.request.install_opener(None)

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "a b.txt")
    name, fields = urllib.request.urlretrieve(base + "/plain", path, reporthook=lambda *numbers: print(numbers))
    print(name == path, open(name).read(), fields["x-two"])
    with urllib.request.urlopen("file://" + urllib.request.pathname2url(path)) as answer:
        print(answer.read(), answer.headers["content-type"], answer.headers["content-length"], answer.url.endswith("a%20b.txt"))
    try:
        urllib.request.urlretrieve(base + "/short", path)
    except Exception as error:
        print(type(error).__name__, error)
print(urllib.request.pathname2url("/a b/c"), urllib.request.url2pathname("/a%20b"))
error = urllib.error.URLError("why", "f")
print(error, repr(error), error.args, error.filename, error.reason, isinstance(error, OSError))
error = urllib.error.HTTPError("u", 500, "msg", None, None)
print(error, repr(error), error.read(), error.reason)
answer = urllib.response.addinfourl(io.BytesIO(b"x\ny"), {"a": 1}, "u", 7)
print(answer.status, list(answer), answer.info())
answer.close()
os.environ["http_proxy"] = "http://proxy:3128"
os.environ["no_proxy"] = "localhost,.local"
hosts = "localhost", "a.local", "local", "b.c", "LOCALHOST:80"
print(urllib.request.getproxies()["http"], [urllib.request.proxy_bypass(host) for host in hosts])
server.shutdown()
server.server_close()
