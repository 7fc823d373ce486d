"""Old protocols name things as Python 2 did, and what they name is found."""
import collections
import http.cookies
import itertools
import pickle
import urllib.error
import urllib.parse

things = [
    FileNotFoundError, TimeoutError, BlockingIOError, ModuleNotFoundError, RecursionError, ValueError, StopIteration, UserWarning,
    ResourceWarning, GeneratorExit, OSError, Exception, int, str, range, map, len, collections.UserDict, collections.UserList,
    collections.OrderedDict, http.cookies.SimpleCookie, itertools.zip_longest, urllib.parse.quote, urllib.parse.urlsplit,
    urllib.error.URLError,
]
for thing in things:
    for protocol in range(3):
        data = pickle.dumps(thing, protocol)
        print(protocol, data, pickle.loads(data) is thing)
for protocol in range(6):
    error = pickle.loads(pickle.dumps(FileNotFoundError(2, 'gone', 'x'), protocol))
    cookie = http.cookies.SimpleCookie('a=1; b=2')
    print(repr(error), pickle.loads(pickle.dumps(collections.UserDict(a=1), protocol)), pickle.loads(pickle.dumps(cookie, protocol)).output(sep=' '))
for old in b'cUserDict\nUserDict\n.', b'cexceptions\nIOError\n.', b'c__builtin__\nbasestring\n.', b'cSimpleHTTPServer\nSimpleHTTPRequestHandler\n.', b'cStringIO\nStringIO\n.', b'ccStringIO\nStringIO\n.':
    print(pickle.loads(old))
