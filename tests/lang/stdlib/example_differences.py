# How doctest shows what differs.
import doctest
import re
def f():
    """
    >>> print('one\\ntwo\\nthree')
    one
    too
    three
    four
    >>> print(1)
    2
    >>> 2
    3
    4
    """
for flags in (0, doctest.REPORT_NDIFF, doctest.REPORT_UDIFF, doctest.REPORT_CDIFF, doctest.REPORT_ONLY_FIRST_FAILURE, doctest.REPORT_NDIFF|doctest.NORMALIZE_WHITESPACE, doctest.FAIL_FAST):
    runner=doctest.DocTestRunner(optionflags=flags, verbose=False)
    for t in doctest.DocTestFinder().find(f, 'f', globs={}):
        print(runner.run(t, out=lambda text: print(re.sub('File ".*?"', 'File', text), end='')))
    print(runner.summarize())
