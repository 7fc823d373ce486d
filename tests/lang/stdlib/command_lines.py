# Modules as programs: `python -m NAME`.
import os
import re
import subprocess
import sys
import tempfile

SOURCE = '''"""Doc.

>>> 1 + 1
3
>>> f(2)
4
"""


def f(x):
    """
    >>> f(1)
    2
    """
    return x * 2
'''


def run(command, text=''):
    print('###', command)
    done = subprocess.run([sys.executable, '-m', *command.split()], input=text, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    said = done.stdout.replace(os.path.realpath(os.getcwd()), 'HERE')
    said = re.sub(r'Traceback[^\0]*\n(?=\w)', '', said)
    print(re.sub(r'usage: \S*base64.py', 'usage: base64.py', said), done.returncode)


with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    for name, text in {'f.py': SOURCE, 't.txt': 'Text\n>>> 1 + 2\n3\n', 'hi.txt': 'hi\n', 'bad.py': 'x = (\n'}.items():
        with open(name, 'w') as file:
            file.write(text)
    for command in ('base64 -h', 'base64 -t', 'base64 -e hi.txt', 'base64', 'base64 -d nofile', 'base64 -d -',
                    'doctest f.py', 'doctest -o ELLIPSIS -f t.txt f.py', 'doctest t.txt',
                    'ast f.py', 'ast -a -i 2 hi.txt', 'ast -m eval hi.txt', 'ast bad.py', 'ast -m nothing',
                    'uuid -u uuid3 -n @dns -N python.org', 'uuid -u uuid5 -n 6ba7b810-9dad-11d1-80b4-00c04fd430c8 -N python.org',
                    'uuid -u uuid5', 'uuid -u bad', 'uuid -u uuid3 -n zz -N x', 'random -h', 'random -c a', 'random 1',
                    'inspect f', 'inspect f:f', 'inspect sys', 'inspect nomod', 'tokenize -e hi.txt', 'tokenize nofile',
                    'calendar 2024 2', 'calendar -f 6 2024 1', 'calendar -t html 2024 2', 'calendar -L C 2024 1',
                    'timeit -u min', 'timeit --bad', 'code -z'):
        run(command, 'eCA9IDEK\n')
    # What is measured is not ours to say.
    for command in ('timeit -n 3 -r 2 -v -u sec pass', 'timeit -n 1 -r 0 -s x=1 x', 'timeit -n 1 1/0'):
        done = subprocess.run([sys.executable, '-W', 'ignore', '-m', *command.split()], capture_output=True, text=True)
        print(re.sub(r'[\d.]+(e-\d+)? (n|u|m|)sec', 'TIME', done.stdout), done.stderr.splitlines()[-1:], done.returncode)
    os.chdir('/')
