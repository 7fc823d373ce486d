# Two megabytes of log, read in parts by examples/loganalyser.py.
from _setting import Folder, numbers
import loganalyser

PATHS = [f'/shop/item{number}' for number in range(40)] + ['/', '/about', '/login']

with Folder() as folder:
    choice = numbers(2)
    lines = []
    for index in range(40000):
        n = next(choice)
        path = PATHS[n % len(PATHS)]
        status = ['200', '200', '200', '304', '404', '500'][n // 64 % 6]
        when = f'2026-03-01T{index // 1800 % 24:02}:{index // 30 % 60:02}:{index % 60:02}'
        lines.append(f'{when} 10.0.{n % 7}.{n % 200} GET {path} {status} {n // 512 % 400 + len(path)}')
    lines[123] = 'cut off in the mid'
    path = folder.write('access.log', '\n'.join(lines) + '\n')
    for threads in '1', '3', '8':
        loganalyser.main(path, threads)
