"""A wait that a signal handler ends is no deadlock; once there is no handler it is one."""
import asyncio
import os
import queue
import signal
import subprocess
import sys
import threading


def alarm_soon():
    signal.setitimer(signal.ITIMER_REAL, 0.1)


stop = threading.Event()
signal.signal(signal.SIGALRM, lambda *_: stop.set())
alarm_soon()
print("event", stop.wait())

items = queue.Queue()
signal.signal(signal.SIGALRM, lambda *_: items.put("item"))
alarm_soon()
print("queue", items.get())

done = []
ready = threading.Condition()


def tell(*_):
    done.append(1)
    threading.Thread(target=wake).start()


def wake():
    with ready:
        ready.notify()


signal.signal(signal.SIGALRM, tell)
alarm_soon()
with ready:
    print("condition", ready.wait_for(lambda: done))


async def main():
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    signal.signal(signal.SIGALRM, lambda *_: loop.call_soon_threadsafe(stop.set))
    alarm_soon()
    print("asyncio", await stop.wait())


asyncio.run(main())
worker = threading.Thread(target=items.get)
worker.start()
signal.signal(signal.SIGALRM, lambda *_: items.put(None))
alarm_soon()
worker.join()
print("join")

child = """
import signal, threading
stop = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: stop.set())
print("ready", flush=True)
stop.wait()
print("stopped")
"""
process = subprocess.Popen([sys.executable, "-c", child], stdout=subprocess.PIPE, text=True)
print(process.stdout.readline().strip())
process.terminate()
print(process.communicate()[0].strip(), process.returncode)
