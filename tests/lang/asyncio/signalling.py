# Signals in a loop, and Ctrl-C in the middle of asyncio.run().
import asyncio
import os
import signal


async def main():
    loop = asyncio.get_running_loop()
    came = asyncio.Event()

    def handler(word):
        print(word)
        came.set()

    loop.add_signal_handler(signal.SIGUSR1, handler, 'usr1')
    os.kill(os.getpid(), signal.SIGUSR1)
    await came.wait()
    print(loop.remove_signal_handler(signal.SIGUSR1), loop.remove_signal_handler(signal.SIGUSR1))
    for wrong in ('x', 1000):
        try:
            loop.add_signal_handler(wrong, print)
        except (TypeError, ValueError) as error:
            print(type(error).__name__, error)
    try:
        loop.add_signal_handler(signal.SIGKILL, print)
    except (RuntimeError, OSError) as error:
        print(type(error).__name__)


asyncio.run(main())


async def interrupted():
    asyncio.get_running_loop().call_later(0.01, os.kill, os.getpid(), signal.SIGINT)
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print('cancelled by Ctrl-C')
        raise
    finally:
        await asyncio.sleep(0)
        print('cleaned up')


try:
    asyncio.run(interrupted())
except KeyboardInterrupt:
    print('KeyboardInterrupt')
print(signal.getsignal(signal.SIGINT) is signal.default_int_handler)
