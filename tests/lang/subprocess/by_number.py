# Child processes by their numbers: waitpid, statuses, descriptors, and asyncio's watchers.
import asyncio
import os
import select
import signal
import subprocess
import warnings

warnings.simplefilter('ignore')


started = []


def start(script):
    # The object must not reap it before us, nor when it goes.
    process = subprocess.Popen(['sh', '-c', script])
    process.returncode = 0
    started.append(process)
    return process.pid


for script in 'exit 0', 'exit 7', 'kill -9 $$', 'kill -TERM $$':
    pid = start(script)
    found, status = os.waitpid(pid, 0)
    print(found == pid, os.WIFEXITED(status), os.WIFSIGNALED(status), os.waitstatus_to_exitcode(status), end=' ')
    print(os.WEXITSTATUS(status) if os.WIFEXITED(status) else os.WTERMSIG(status), os.WIFSTOPPED(status), os.WIFCONTINUED(status))
pid = start('exec sleep 1000')
print(os.waitpid(pid, os.WNOHANG))
descriptor = os.pidfd_open(pid)
print(select.select([descriptor], [], [], 0)[0], os.get_inheritable(descriptor))
os.kill(pid, signal.SIGKILL)
print(select.select([descriptor], [], [], 30)[0] == [descriptor], os.waitpid(pid, 0) == (pid, 9))
os.close(descriptor)
for attempt in lambda: os.waitpid(pid, 0), lambda: os.pidfd_open(pid), lambda: os.waitpid(-1, os.WNOHANG):
    try:
        attempt()
    except OSError as error:
        print(type(error).__name__)


async def watched(watcher):
    loop = asyncio.get_running_loop()
    watcher.attach_loop(loop)
    over = loop.create_future()
    with watcher:
        pid = start('exit 3')
        watcher.add_child_handler(pid, lambda *args: over.set_result(args), 'argument')
        ended, status, argument = await asyncio.wait_for(over, 30)
        print(type(watcher).__name__, ended == pid, status, argument, watcher.is_active(), watcher.remove_child_handler(pid) in (True, False))
    watcher.close()


for name in 'PidfdChildWatcher', 'ThreadedChildWatcher', 'SafeChildWatcher':
    asyncio.run(watched(getattr(asyncio.unix_events, name)()))
print(isinstance(asyncio.get_event_loop_policy().get_child_watcher(), asyncio.AbstractChildWatcher), asyncio.unix_events.can_use_pidfd())
