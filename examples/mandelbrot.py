"""Draws the Mandelbrot set into a PGM picture, rows shared out among threads.

    pyc examples/mandelbrot.py OUT.pgm [WIDTH [THREADS]]
"""
import sys

LIMIT = 100


def row(y, width, height):
    """The grey values of one row."""
    greys = bytearray(width)
    ci = (y * 2 / height - 1) * 1.2
    for x in range(width):
        cr = x * 3.2 / width - 2.2
        zr = zi = 0.0
        steps = 0
        while steps < LIMIT and zr * zr + zi * zi < 4.0:
            zr, zi = zr * zr - zi * zi + cr, 2 * zr * zi + ci
            steps += 1
        greys[x] = 255 * (LIMIT - steps) // LIMIT
    return greys


def draw(width, height, threads):
    """All rows, top first. Each thread takes every so-manieth row, so that all have their share of the slow ones."""
    rows = [None] * height

    def work(first):
        for y in range(first, height, threads):
            rows[y] = row(y, width, height)

    workers = [thread(work, first) for first in range(threads)]
    for worker in workers:
        worker.join()
    return rows


def main(out, width="640", threads="4"):
    width = int(width)
    height = width * 3 // 4
    rows = draw(width, height, int(threads))
    with open(out, "wb") as file:
        file.write(b"P5 %d %d 255\n" % (width, height))
        for greys in rows:
            file.write(greys)
    print(f"{out}: {width} x {height}")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("usage: mandelbrot.py OUT.pgm [WIDTH [THREADS]]")
    main(*sys.argv[1:4])
