# XML-RPC: texts of calls and answers, a server and its clients.
import datetime
import threading
import xmlrpc.client as client
import xmlrpc.server as server


def tried(call, *args, **kwargs):
    try:
        return call(*args, **kwargs)
    except client.Fault as fault:
        return repr(fault)
    except Exception as error:
        return type(error).__name__, str(error) if not isinstance(error, client.Error) else repr(error).split(' at ')[0]


class Thing:
    def __init__(self):
        self.a, self.b = 1, 'x'


values = (1, -5, True, False, 1.5, 'te<x>&t', '', b'bytes' * 20, [1, [2, 'three'], ()], {'a': 1, 'b<': [{}]}, datetime.datetime(2024, 2, 3, 4, 5, 6),
          client.DateTime('20240203T04:05:06'), client.Binary(b'bin'), Thing(), '\xe4\u20ac')
text = client.dumps(values, 'the.method')
print(text)
found, name = client.loads(text)
print(name, found[:7], found[7].data == b'bytes' * 20, found[8:10], [str(each) for each in found[10:13]], found[13:])
print(client.loads(text, use_builtin_types=True)[0][7:13])
print(client.dumps((None,), methodresponse=True, allow_none=True, encoding='latin-1'))
print(client.dumps(client.Fault(4, 'too <much>')), client.dumps((1,)))
for bad in (None,), (2 ** 31,), ({1: 2},), (object(),), ({1},), (1j,), [1], (1, 2):
    print(tried(client.dumps, bad, 'm', methodresponse=bad == (1, 2)))
ring = []
ring.append(ring)
print(tried(client.dumps, (ring,)))
HEAD = '<methodResponse><params><param>'
END = '</param></params></methodResponse>'
for inner in ('plain', ' <nil/> ', '<i8>9</i8>', '<int>x</int>', '<boolean>2</boolean>', '<what/>', '<string/>', '<array><data/></array>', '<struct/>',
              '<dateTime.iso8601>20240101T00:00:00</dateTime.iso8601>', '<base64>YWJj</base64>', '<double>1e3</double>', '<bigdecimal>1.50</bigdecimal>'):
    print(inner, tried(lambda: client.loads(f'{HEAD}<value>{inner}</value>{END}', use_builtin_types=True)))
print(tried(client.loads, client.dumps(client.Fault(4, 'too much'))), tried(client.loads, '<methodCall><methodName>x</methodName></methodCall>'))
when = client.DateTime((2024, 2, 3, 4, 5, 6, 0, 0, 0))
print(when, when == '20240203T04:05:06', when < client.DateTime('20250101T00:00:00'), when == datetime.datetime(2024, 2, 3, 4, 5, 6),
      when.timetuple()[:6], tried(lambda: when < 5), tried(client.Binary, 'text'), client.Binary(b'a') == b'a', str(client.Binary(b'abc')))


class Methods:
    """Offered."""

    def add(self, a, b):
        "Adds."
        return a + b

    def _hidden(self):
        return 1

    class inner:
        @staticmethod
        def twice(x):
            return 2 * x


def fails():
    raise ValueError('on purpose')


def faults():
    raise client.Fault(42, 'told')


with server.SimpleXMLRPCServer(('127.0.0.1', 0), logRequests=False, allow_none=True) as offered:
    offered.register_function(pow)
    offered.register_function(fails)
    offered.register_function(faults, 'other.name')

    @offered.register_function(name='echo')
    def _(*args):
        "Gives back."
        return args
    offered.register_instance(Methods(), allow_dotted_names=True)
    offered.register_introspection_functions()
    offered.register_multicall_functions()
    thread = threading.Thread(target=offered.serve_forever, args=(.02,))
    thread.start()
    url = 'http://127.0.0.1:%d' % offered.server_address[1]
    with client.ServerProxy(url, allow_none=True, use_builtin_types=True) as proxy:
        print(proxy.pow(2, 9), proxy.add('a', 'b'), proxy.inner.twice(4), proxy.echo(None, b'x', [1.5], datetime.datetime(2020, 1, 1)))
        for method in 'fails', 'other.name', '_hidden', 'missing', 'inner._x':
            print(method, tried(getattr(proxy, method)))
        print(tried(proxy.add, 1), tried(proxy.pow, object()))
        print(proxy.system.listMethods(), proxy.system.methodHelp('add'), repr(proxy.system.methodHelp('echo')), proxy.system.methodSignature('add'))
        long = 'x' * 5000
        print(proxy.echo(long) == [long])
        calls = client.MultiCall(proxy)
        calls.pow(2, 3)
        calls.fails()
        calls.inner.twice('ab')
        answers = calls()
        print(answers[0], tried(lambda: answers[1]), answers[2])
        print(repr(proxy).replace(url[7:], 'HOST'), tried(proxy, 'nothing'), proxy('transport').user_agent[:13])
    lost = client.ServerProxy(url + '/elsewhere')
    try:
        lost.add(1, 2)
    except client.ProtocolError as error:
        print(repr(error).replace(url[7:], 'HOST'), error.errcode, error.errmsg)
    print(tried(client.ServerProxy, 'ftp://x'))
    offered.shutdown()
    thread.join()
print(server.list_public_methods(Methods()), tried(server.resolve_dotted_attribute, Methods(), 'add._x'))
