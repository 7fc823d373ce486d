"""subprocess: output, input, status, errors, time limits, environment, folders, pipes between processes."""
import os
import signal
import subprocess
import sys
import time
from subprocess import DEVNULL, PIPE, STDOUT, Popen, run

print(run(['echo', 'hello'], capture_output=True))
print(run('echo out; echo err >&2; exit 3', shell=True, capture_output=True, text=True))
print(subprocess.check_output(['cat'], input=b'some input'))
print(subprocess.check_output(['tr', 'a-z', 'A-Z'], input='text ü', text=True))
print(subprocess.call(['true']), subprocess.call(['false']))
try:
    subprocess.check_call('exit 7', shell=True)
except subprocess.CalledProcessError as e:
    print(e, e.returncode, e.cmd)
try:
    run(['sh', '-c', 'echo partial; exit 2'], check=True, stdout=PIPE)
except subprocess.CalledProcessError as e:
    print(e, e.stdout)
try:
    run(['sh', '-c', 'echo partial; exec sleep 5'], timeout=0.1, stdout=PIPE)
except subprocess.TimeoutExpired as e:
    print(e, e.output)
for bad in ('/no/such/program', 'nosuchprogramanywhere'):
    try:
        run([bad])
    except FileNotFoundError as e:
        print(e)
try:
    run(['true'], cwd='/no/such/folder')
except FileNotFoundError as e:
    print(e)
print(run(['pwd'], cwd='/', capture_output=True, text=True).stdout)
print(run('echo $NAME', shell=True, env={'NAME': 'value'}, capture_output=True).stdout)
p = Popen(['sleep', '10'])
print(p.poll(), p.returncode)
p.terminate()
print(p.wait(), p.returncode)
p = Popen(['sleep', '10'])
p.send_signal(signal.SIGKILL)
print(p.wait(5))
try:
    Popen(['sleep', '1']).wait(timeout=0.01)
except subprocess.TimeoutExpired as e:
    print(e)
with Popen(['cat'], stdin=PIPE, stdout=PIPE, text=True, bufsize=1) as p:
    p.stdin.write('line 1\n')
    print(p.stdout.readline())
    p.stdin.write('line 2\n')
    p.stdin.close()
    print(p.stdout.read(), p.wait())
big = os.urandom(1 << 20)
p = Popen(['cat'], stdin=PIPE, stdout=PIPE)
out, err = p.communicate(big)
print(out == big, err)
print(run('echo a; echo b >&2', shell=True, stdout=PIPE, stderr=STDOUT).stdout)
print(run(['echo', 'x'], stdout=DEVNULL).stdout)
print(run(['cat'], stdin=DEVNULL, capture_output=True).stdout)
p1 = Popen(['printf', 'b\\na\\nc\\n'], stdout=PIPE)
p2 = Popen(['sort'], stdin=p1.stdout, stdout=PIPE)
p1.stdout.close()
print(p2.communicate()[0])
p1.wait()
print(subprocess.getoutput('echo shell'), subprocess.getstatusoutput('exit 4'))
r, w = os.pipe()
p = Popen(['sh', '-c', 'echo passed >&%d' % w], pass_fds=[w])
p.wait()
os.close(w)
print(os.read(r, 100))
os.close(r)
print(run(['sh', '-c', 'kill -9 $$']).returncode)
try:
    subprocess.check_call(['sh', '-c', 'kill -15 $$'])
except subprocess.CalledProcessError as e:
    print(e)
for wrong in (lambda: run(['x'], capture_output=True, stdout=PIPE), lambda: run(['x'], input=b'', stdin=PIPE), lambda: Popen([], bufsize='x')):
    try:
        wrong()
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
start = time.monotonic()
ps = [Popen(['sleep', '0.2']) for _ in range(5)]
print([p.wait() for p in ps], time.monotonic() - start < 0.9)
print(repr(Popen(['true'])).startswith("<Popen: returncode: None args: ['true']>"))
