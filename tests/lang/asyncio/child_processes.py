# Child processes: streams, ends, signals, errors, cancellation; nothing is left of them.
import asyncio
import os
import random
import signal
from asyncio.subprocess import DEVNULL, PIPE, STDOUT


async def talking():
    process = await asyncio.create_subprocess_exec('cat', stdin=PIPE, stdout=PIPE)
    process.stdin.write(b'one\ntwo\n')
    await process.stdin.drain()
    print(await process.stdout.readline(), await process.stdout.readline(), process.returncode)
    process.stdin.write_eof()
    print(await process.stdout.read(), await process.wait(), process.returncode)
    print(process.stdout.at_eof(), process.stdin.is_closing(), process.stderr)
    await process.stdin.wait_closed()


async def communicating():
    big = bytes(range(256)) * 4000
    process = await asyncio.create_subprocess_exec('cat', stdin=PIPE, stdout=PIPE, stderr=PIPE)
    out, err = await process.communicate(big)
    print(out == big, err, process.returncode)
    process = await asyncio.create_subprocess_shell('echo out; echo err >&2; exit 3', stdout=PIPE, stderr=STDOUT)
    print(await process.communicate(), process.returncode)
    process = await asyncio.create_subprocess_shell('echo out; echo err >&2', stdout=DEVNULL, stderr=PIPE)
    print(await process.communicate(), process.returncode)
    process = await asyncio.create_subprocess_exec('true', stdin=PIPE)
    print(await process.communicate(b'x' * 1_000_000), process.returncode)
    process = await asyncio.create_subprocess_exec('true', stdin=PIPE)
    await process.wait()
    try:
        while True:
            process.stdin.write(b'x' * 100_000)
            await process.stdin.drain()
    except (BrokenPipeError, ConnectionResetError):
        print('nobody reads')


async def options():
    process = await asyncio.create_subprocess_exec('sh', '-c', 'echo $X $PWD', stdout=PIPE, env={'X': 'y', 'PATH': os.environ['PATH']}, cwd='/')
    print(await process.communicate())
    reading, writing = os.pipe()
    process = await asyncio.create_subprocess_exec('sh', '-c', f'echo inherited >&{writing}', pass_fds=[writing])
    os.close(writing)
    print(await process.wait(), os.read(reading, 100))
    os.close(reading)
    process = await asyncio.create_subprocess_shell('head -c 200000 /dev/zero', stdout=PIPE, limit=1000)
    data = await process.stdout.readexactly(200000)
    print(len(data), await process.wait())


async def signalling():
    for send, number in (
        (lambda p: p.terminate(), signal.SIGTERM),
        (lambda p: p.kill(), signal.SIGKILL),
        (lambda p: p.send_signal(signal.SIGUSR1), signal.SIGUSR1),
    ):
        process = await asyncio.create_subprocess_exec('sleep', '1000')
        send(process)
        print(await process.wait() == -number)
    for act in process.terminate, process.kill, lambda: process.send_signal(1):
        try:
            act()
        except ProcessLookupError:
            print('it is over')


async def mistakes():
    for args, options in (
        (('/nonexistent/program',), {}), (('',), {}), ((5,), {}), (('true',), {'text': True}), (('true',), {'universal_newlines': True}),
        (('true',), {'shell': True}), (('true',), {'bufsize': 3}), (('true',), {'encoding': 'utf-8'}), (('true',), {'errors': 'x'}),
        (('true',), {'cwd': '/nonexistent'}),
    ):
        try:
            await asyncio.create_subprocess_exec(*args, **options)
        except Exception as error:
            print(type(error).__name__, error)
    for command, options in ((4, {}), ('true', {'shell': False}), ('true', {'text': True})):
        try:
            await asyncio.create_subprocess_shell(command, **options)
        except Exception as error:
            print(type(error).__name__, error)


async def cancelling():
    process = await asyncio.create_subprocess_exec('sleep', '1000', stdout=PIPE)
    waiting = asyncio.create_task(process.wait())
    await asyncio.sleep(0)
    waiting.cancel()
    try:
        await waiting
    except asyncio.CancelledError:
        print('waiting was cancelled,', process.returncode)
    try:
        await asyncio.wait_for(process.communicate(), 0.05)
    except TimeoutError:
        print('took too long,', process.returncode)
    process.kill()
    print(await process.wait())
    async with asyncio.timeout(None):
        starting = asyncio.create_task(asyncio.create_subprocess_exec('sleep', '1000'))
        await asyncio.sleep(0)
        starting.cancel()
        try:
            await starting
        except asyncio.CancelledError:
            print('starting was cancelled')


class Recorder(asyncio.SubprocessProtocol):
    def __init__(self):
        self.out = b''
        self.events = []
        self.over = asyncio.get_running_loop().create_future()

    def connection_made(self, transport):
        self.events.append('made')
        self.transport = transport

    def pipe_data_received(self, fd, data):
        assert fd == 1
        self.out += data

    def pipe_connection_lost(self, fd, exc):
        self.events.append(f'pipe {fd} {exc}')

    def process_exited(self):
        self.events.append(f'exited {self.transport.get_returncode()}')

    def connection_lost(self, exc):
        self.events.append(f'lost {exc}')
        self.over.set_result(None)


async def protocols():
    loop = asyncio.get_running_loop()
    transport, protocol = await loop.subprocess_shell(Recorder, 'cat; exit 5')
    print(transport.get_pid() > 0, transport.get_returncode(), transport.get_protocol() is protocol, transport.is_closing())
    pipe = transport.get_pipe_transport(0)
    print(transport.get_pipe_transport(7), pipe.get_write_buffer_size(), transport.get_extra_info('subprocess').pid == transport.get_pid())
    pipe.write(b'abc')
    pipe.close()
    await protocol.over
    print(protocol.out, protocol.events[0], sorted(protocol.events[1:-1]), protocol.events[-1])
    transport.close()
    transport, protocol = await loop.subprocess_exec(Recorder, 'sleep', '1000', stdin=None, stdout=None, stderr=None)
    transport.close()
    transport.close()
    await protocol.over
    print(protocol.events, transport.is_closing(), transport.get_returncode())


async def storm(seed):
    """Many at once, some of them cut short."""
    chance = random.Random(seed)

    async def one(number):
        process = await asyncio.create_subprocess_exec('cat', stdin=PIPE, stdout=PIPE)
        fate = number % 3
        if fate == 0:
            out, _ = await process.communicate(b'%d' % number)
            return int(out) == number and process.returncode == 0
        task = asyncio.create_task(process.communicate() if fate == 1 else process.wait())
        await asyncio.sleep(chance.random() / 100)
        task.cancel()
        await asyncio.wait([task])
        if process.returncode is None:
            process.kill()
        await process.wait()
        return True

    return all(await asyncio.gather(*[one(number) for number in range(30)]))


async def main():
    for part in talking, communicating, options, signalling, mistakes, cancelling, protocols:
        print(f'-- {part.__name__}')
        await part()
    await asyncio.sleep(0)
    before = len(os.listdir('/proc/self/fd'))
    print('-- storm', await storm(7), await storm(8))
    after = len(os.listdir('/proc/self/fd'))
    print('descriptors left:', after <= before + 2 or (before, after))


asyncio.run(main())
with open(f'/proc/{os.getpid()}/task/{os.getpid()}/children') as children:
    print('children left:', children.read().split())
