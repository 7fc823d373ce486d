# A small picture by examples/mandelbrot.py, shown coarsely.
import os
from _setting import Folder
import mandelbrot

with Folder() as folder:
    out = os.path.join(folder.path, 'out.pgm')
    folder.files.append(out)
    os.chdir(folder.path)
    mandelbrot.main('out.pgm', '96', '3')
    with open(out, 'rb') as file:
        data = file.read()
    print(len(data), data[:13], sum(data))
    greys = data[data.index(b'\n') + 1:]
    for y in range(0, 72, 4):
        print(''.join(' .:-=+*#%@'[9 - greys[y * 96 + x] * 9 // 255] for x in range(0, 96, 2)).rstrip())
