# A fault's signal that somebody sends ends the process, as it would by itself.
import os
import signal
import subprocess
import sys

for number in (signal.SIGSEGV, signal.SIGBUS, signal.SIGFPE, signal.SIGILL, signal.SIGABRT):
    code = f'import os, time; os.kill(os.getpid(), {int(number)}); time.sleep(5); print("alive")'
    print(number.name, subprocess.run([sys.executable, '-c', code], capture_output=True).returncode)
process = subprocess.Popen([sys.executable, '-c', 'import time; print(1, flush=True); time.sleep(60)'], stdout=subprocess.PIPE)
process.stdout.read(1)
process.send_signal(signal.SIGSEGV)
print(process.wait())
code = 'import os, signal, threading; threading.Thread(target=os.kill, args=(os.getpid(), 11)).start(); import time; time.sleep(5)'
print(subprocess.run([sys.executable, '-c', code], capture_output=True).returncode)
code = 'import os, signal; signal.signal(11, lambda *a: print("caught", a[0])); os.kill(os.getpid(), 11); signal.signal(11, signal.SIG_IGN); os.kill(os.getpid(), 11)'
print(subprocess.run([sys.executable, '-c', code], capture_output=True, text=True).stdout)
print(signal.getsignal(signal.SIGSEGV), signal.signal(signal.SIGBUS, signal.SIG_IGN), signal.getsignal(signal.SIGBUS))
