import os, signal
assert os.getpgrp() == os.getpgid(0)
assert os.getpgid(os.getpid()) == os.getpgrp()
assert os.getsid(0) == os.getsid(os.getpid())
for call in [lambda: os.getpgid(2**22 + 5), lambda: os.getsid(2**22 + 5), lambda: os.kill(2**22 + 5, 0), lambda: os.kill(os.getpid(), 1000),
             lambda: os.killpg(-3, 0), lambda: os.setpgid(-1, 0), lambda: os.waitpid(os.getpid(), os.WNOHANG), lambda: os.waitpid(-2**22 - 5, os.WNOHANG), lambda: os.kill('1', 0)]:
    try:
        print(call())
    except (OSError, TypeError, OverflowError) as error:
        print(type(error).__name__, error)
print(os.kill(os.getpid(), 0))
signal.signal(signal.SIGUSR1, lambda number, frame: print('got', signal.Signals(number).name))
os.kill(os.getpid(), signal.SIGUSR1)
read, write = os.pipe()
try:
    os.tcgetpgrp(read)
except OSError as error:
    print(type(error).__name__, error)
import subprocess, sys
child = subprocess.Popen(['sh', '-c', 'exec sleep 20'], start_new_session=True)
print(os.getpgid(child.pid) == child.pid, os.getsid(child.pid) == child.pid)
os.killpg(child.pid, signal.SIGTERM)
print(child.wait())
