# A generator that is closed while an exception passes leaves that exception's traceback whole.
import traceback


def numbers(n):
    try:
        for i in range(n):
            yield i
    finally:
        len([])
        str(traceback)


class Closes:
    def __del__(self):
        str(self.__class__)


def stops():
    for x in numbers(2):
        next(iter(()))


def divides():
    for x in numbers(2):
        d = Closes()
        1 / 0


for run in stops, divides:
    try:
        run()
    except Exception as error:
        for entry in traceback.extract_tb(error.__traceback__):
            print(entry.name, entry.line)
