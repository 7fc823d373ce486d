"""`-i`: the session after a program, fed by a pipe; prompts and tracebacks go to standard error, `SystemExit` of the program does not end it."""
import os
import subprocess
import sys
import tempfile


def run(typed, *args):
    done = subprocess.run([sys.executable, '-q', '-i', *args], input=typed, capture_output=True, text=True)
    print(repr(done.stdout))
    for line in done.stderr.splitlines():
        print('   ', line.replace(folder, '...'))
    print('status', done.returncode)


with tempfile.TemporaryDirectory() as folder:
    file = os.path.join(folder, 'program.py')
    with open(file, 'w') as program:
        program.write('import sys\nkept = [1, 2]\nsys.exit(3)\n')
    run('kept\nfor n in kept:\n    print(n)\n\n1/0\n', file)
    run('x = 5\nx\nraise SystemExit(4)\nprint("not any more")\n', '-c', 'x = 1')
    run('print(x)\n', '-c', 'x = 1; y = 1/0')
    run('def f():\n    return 7\n\nf()\n')
# Exceptions of async generators that are closed, or were never begun.
import asyncio


async def numbers():
    try:
        yield 1
        yield 2
    finally:
        print('closed')


async def tell(awaitable):
    try:
        print('returned', await awaitable)
    except BaseException as error:
        print(type(error).__name__, error)


async def main():
    one = numbers()
    await tell(one.__anext__())
    await tell(one.aclose())
    for again in one.athrow(ValueError('x')), one.aclose(), one.asend(None), one.__anext__():
        await tell(again)
    other = numbers()
    await tell(other.athrow(ValueError('x')))
    await tell(other.athrow(KeyError('y')))
    await tell(other.__anext__())
    third = numbers()
    await tell(third.__anext__())
    await tell(third.athrow(ValueError('z')))
    await tell(third.athrow(ValueError('z')))


asyncio.run(main())
print(len.__self__, sys.exit.__self__, [].append.__self__, dict.fromkeys.__self__)
