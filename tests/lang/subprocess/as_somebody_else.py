"""Children that run as other users, with other groups and file masks. Who may not do that sees what is refused."""

import asyncio
import os
import subprocess
import sys

may = os.geteuid() == 0
SHOW_IDS = ['sh', '-c', 'umask; id -u; id -g; id -ru; id -rg; id -G']


def tried(args=SHOW_IDS, **options):
    try:
        return subprocess.run(args, capture_output=True, text=True, **options).stdout.split()
    except Exception as error:
        return type(error).__name__, str(error), getattr(error, 'filename', '-')


def check(expected, **options):
    got = tried(**options)
    if not may and (options.keys() - {'umask'}):
        expected = 'PermissionError', '[Errno 1] Operation not permitted', None
    assert got == expected, (options, got, expected)


for bad in 'no such', -1, 1.5, b'root', 1 << 32, 1 << 70, '', [1]:
    print('user', bad, tried(user=bad))
    print('group', bad, tried(group=bad))
    print('extra', bad, tried(extra_groups=[bad]))
print(tried(extra_groups='daemon'), tried(extra_groups=5))
for bad in 'a', 1.5, 1 << 40, None:
    print('umask', bad, tried(umask=bad))

mine = tried()
for mask in 0, 0o27, 0o77, 0o7777777:
    check([f'{mask & 0o777:04o}', *mine[1:]], umask=mask)
check(mine, umask=-5)
mask = mine[0]
check([mask, '65534', *mine[2:3], '65534', *mine[4:]], user=65534)
check([mask, '0', '0', '0', '0', '0', '7', '9'], user=0, group='root', extra_groups=[7, 9])
check(['0027', '65534', '12', '65534', '12', '12', '7'], user=65534, group=12, extra_groups=(7,), umask=0o27)
check([mask, '65534', '12', '65534', '12', '12'], user=65534, group=12, extra_groups=[])

# Who is somebody else may not become another; nor is another program looked for then.
refused = '''
import subprocess
for options in {'user': 1}, {'group': 1}, {'extra_groups': [1]}, {'extra_groups': []}, {'user': 1, 'cwd': '/no/such'}:
    for program in 'true', '/no/such', 'no such':
        try:
            print('started', options, subprocess.call([program], **options))
        except OSError as error:
            number = 2 if 'cwd' in options else 1
            assert (error.errno, error.filename) == (number, options.get('cwd')), (options, program, error, error.filename)
'''
if may:
    command = [sys.executable, '-c', refused]
    try:
        subprocess.run(command, user=65534, group=65534, extra_groups=[], check=True)
    except PermissionError as error:
        # The interpreter is where only we can get at it.
        assert error.filename == sys.executable
else:
    exec(refused)


async def main():
    try:
        await asyncio.create_subprocess_exec('true', user='no such')
    except KeyError as error:
        print(error)
    child = await asyncio.create_subprocess_exec('sh', '-c', 'umask', umask=0o31, stdout=subprocess.PIPE)
    print(await child.communicate())

asyncio.run(main())
