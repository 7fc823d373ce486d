# Rarer calls of the system: special files, copying in the kernel, programs run and replaced, limits, locks, users.
import fcntl
import grp
import os
import pwd
import resource
import stat
import sys
import tempfile

folder = tempfile.mkdtemp()
os.chdir(folder)
os.mkfifo('fifo', 0o600)
print(stat.S_ISFIFO(os.stat('fifo').st_mode), oct(stat.S_IMODE(os.stat('fifo').st_mode)))
try:
    os.mkfifo('fifo')
except FileExistsError as error:
    print(error)
with open('a', 'wb') as file:
    file.write(b'0123456789' * 100)
with open('a', 'rb') as source, open('b', 'w+b') as target:
    print(os.sendfile(target.fileno(), source.fileno(), 5, 10), os.lseek(source.fileno(), 0, 1))
    print(os.copy_file_range(source.fileno(), target.fileno(), 7, offset_src=3), os.pread(target.fileno(), 100, 0))
    reader, writer = os.pipe()
    print(os.splice(source.fileno(), writer, 4, offset_src=2), os.read(reader, 10))
    os.close(reader), os.close(writer)
try:
    os.sendfile(-1, -1, 0, 1)
except OSError as error:
    print(error)
import shutil
shutil.copyfile('a', 'c')
print(open('c', 'rb').read() == open('a', 'rb').read())

event = os.eventfd(3)
os.eventfd_write(event, 4)
print(os.eventfd_read(event))
os.close(event)
memory = os.memfd_create('name')
print(os.write(memory, b'abc'), len(os.getrandom(8)), os.getpriority(os.PRIO_PROCESS, 0) == os.nice(0))
os.close(memory)
print(os.sched_getaffinity(0) <= set(range(1024)), all(isinstance(group, int) for group in os.getgroups()))
os.sched_setaffinity(0, os.sched_getaffinity(0))

print(os.spawnv(os.P_WAIT, '/bin/sh', ['sh', '-c', 'exit 3']), os.spawnlp(os.P_WAIT, 'sh', 'sh', '-c', 'exit 4'),
      os.spawnve(os.P_WAIT, '/bin/sh', ['sh', '-c', 'exit $CODE'], {'CODE': '5'}))
pid = os.spawnl(os.P_NOWAIT, '/bin/sh', 'sh', '-c', 'exit 6')
waited, status, usage = os.wait4(pid, 0)
print(waited == pid, os.waitstatus_to_exitcode(status), usage.ru_utime >= 0, type(usage).__name__)
pid = os.spawnl(os.P_NOWAIT, '/bin/sh', 'sh', '-c', 'exit 7')
print(os.waitstatus_to_exitcode(os.wait()[1]))
for wrong in (lambda: os.spawnv(os.P_WAIT, '/bin/sh', []), lambda: os.execv('/bin/sh', []), lambda: os.execv('/bin/sh', ['']),
              lambda: os.execv('/nope', ['a']), lambda: os.execvp('no-such-program', ['a']), lambda: os.execve('/bin/sh', ['a'], 1)):
    try:
        wrong()
    except Exception as error:
        print(type(error).__name__, error)
import subprocess
code = "import os; os.execve('/bin/sh', ['sh', '-c', 'echo $WORD'], {'WORD': 'replaced'})"
print(subprocess.run([sys.executable, '-c', code], stdout=subprocess.PIPE).stdout)

soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
print(resource.getrlimit(resource.RLIMIT_NOFILE) == (soft, hard), resource.getpagesize() % 1024, resource.RLIM_INFINITY)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > 0, len(resource.getrusage(resource.RUSAGE_CHILDREN)))
for wrong in lambda: resource.getrlimit(99), lambda: resource.setrlimit(0, (1,)), lambda: resource.getrusage(99), lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (hard, soft - 1)):
    try:
        wrong()
    except (ValueError, OSError) as error:
        print(error)

with open('a') as one, open('a', 'r+') as other:
    print(fcntl.fcntl(one, fcntl.F_GETFD), fcntl.fcntl(one.fileno(), fcntl.F_SETFD, 0), fcntl.fcntl(one, fcntl.F_GETFD))
    fcntl.flock(one, fcntl.LOCK_EX)
    try:
        fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        print(error)
    fcntl.flock(one, fcntl.LOCK_UN)
    fcntl.flock(other, fcntl.LOCK_SH | fcntl.LOCK_NB)
    fcntl.lockf(other, fcntl.LOCK_EX, 10)
    fcntl.lockf(other, fcntl.LOCK_UN)
for wrong in lambda: fcntl.fcntl(-1, 1), lambda: fcntl.lockf(0, 0), lambda: fcntl.fcntl(10 ** 5, fcntl.F_GETFD):
    try:
        wrong()
    except (ValueError, OSError) as error:
        print(error)

root = pwd.getpwuid(0)
print(root.pw_name, root.pw_uid, pwd.getpwnam('root') == root, root[2:4], grp.getgrgid(0).gr_name, grp.getgrnam('root').gr_gid)
for wrong in (lambda: pwd.getpwnam('no such user'), lambda: pwd.getpwuid(987654), lambda: pwd.getpwuid('x'), lambda: grp.getgrnam('no such group'),
              lambda: grp.getgrgid(987654), lambda: pwd.getpwnam(1)):
    try:
        wrong()
    except (KeyError, TypeError) as error:
        print(type(error).__name__, error)
os.chdir('/')
shutil.rmtree(folder)
