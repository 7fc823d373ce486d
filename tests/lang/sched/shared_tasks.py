"""Reports of tasks that other threads know too: a picture of them, and a deadlock that spans a loop and a thread."""
import asyncio
import os
import signal
import sys
import tempfile
import threading


def picture():
    """What SIGQUIT shows while a thread holds the task that runs, and tasks wait for each other."""
    kept, told = threading.Event(), threading.Event()

    async def wait_for(task):
        await task

    async def main():
        me = asyncio.current_task()
        first = asyncio.create_task(asyncio.sleep(60), name="first")
        second = asyncio.create_task(wait_for(first), name="second")
        third = asyncio.create_task(wait_for(second), name="third")
        holder = threading.Thread(target=lambda: (me, first, second, third, kept.set(), told.wait()), name="holder")
        holder.start()
        await asyncio.to_thread(kept.wait)
        with tempfile.TemporaryFile() as file:
            error = os.dup(2)
            os.dup2(file.fileno(), 2)
            os.kill(os.getpid(), signal.SIGQUIT)
            while b"holder" not in (text := os.pread(file.fileno(), 100_000, 0)) or b"third" not in text:
                await asyncio.sleep(0.01)
            os.dup2(error, 2)
        for line in sorted(line.strip() for line in text.decode().splitlines() if "task " in line):
            print(line)
        told.set()
        holder.join()
        first.cancel()
        await asyncio.wait([third])

    asyncio.run(main())


def deadlock():
    """A thread waits for the loop, which waits for the thread."""
    async def main():
        loop = asyncio.get_running_loop()
        me = asyncio.current_task()
        thread = threading.Thread(target=lambda: (me, asyncio.run_coroutine_threadsafe(asyncio.sleep(0), loop).result()))
        thread.start()
        thread.join()

    try:
        asyncio.run(main())
    except BaseException as error:
        print(type(error).__name__)


def after_handlers():
    """With a handler somebody may come; without one nobody will."""
    stop = threading.Event()
    signal.signal(signal.SIGALRM, lambda *_: stop.set())
    signal.setitimer(signal.ITIMER_REAL, 0.05)
    print(stop.wait())
    for back in signal.SIG_DFL, signal.SIG_IGN:
        signal.signal(signal.SIGALRM, back)
        try:
            threading.Event().wait()
        except BaseException as error:
            print(type(error).__name__)
        signal.signal(signal.SIGALRM, lambda *_: None)
    # Locks in a circle are one whatever comes.
    first, second = threading.Lock(), threading.Lock()
    both = threading.Barrier(2)

    def other():
        with second:
            both.wait()
            try:
                with first:
                    pass
            except BaseException as error:
                ends.append(type(error).__name__)

    ends = []
    thread = threading.Thread(target=other)
    thread.start()
    try:
        with first:
            both.wait()
            with second:
                pass
    except BaseException as error:
        ends.append(type(error).__name__)
    thread.join()
    print(ends)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)


picture()
deadlock()
after_handlers()
