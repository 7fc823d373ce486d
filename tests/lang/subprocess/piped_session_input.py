# An entry of a session whose lines come from a pipe and that asks for a line gets the one behind it; what that leaves is the next entry.
import subprocess
import sys

session = '''x = input()
hello
print(x)
for i in range(2):
    print(i, input('? '))

one
two
import sys
print(repr(sys.stdin.readline()))
a line
print(sys.stdin.buffer.name)
1/0
print('after')
print(input())
last'''
done = subprocess.run([sys.executable, '-q', '-i'], input=session, capture_output=True, text=True)
print(done.stdout, done.stderr.count('>>> '), 'ZeroDivisionError' in done.stderr, done.returncode)
done = subprocess.run([sys.executable, '-q', '-i', '-c', 'first = input()'], input='1\nprint(first, input())\n2\nexit(3)', capture_output=True, text=True)
print(done.stdout, done.returncode)
