"""`python -m unittest` and `unittest.main()`."""

import sys

from . import loader, runner

__unittest = True


class TestProgram:
    """Loads and runs the tests that a command line names."""

    def __init__(self, module='__main__', defaultTest=None, argv=None, testRunner=None, testLoader=loader.defaultTestLoader, exit=True,
                 verbosity=1, failfast=None, catchbreak=None, buffer=None, warnings=None, *, tb_locals=False, durations=None):
        import argparse
        import os
        self.module = __import__(module, fromlist=['*']) if isinstance(module, str) else module
        argv = sys.argv if argv is None else argv
        parser = argparse.ArgumentParser(prog=os.path.basename(argv[0]))
        parser.add_argument('-v', '--verbose', dest='verbosity', action='store_const', const=2, default=verbosity, help='Verbose output')
        parser.add_argument('-q', '--quiet', dest='verbosity', action='store_const', const=0, help='Quiet output')
        parser.add_argument('-f', '--failfast', action='store_true', default=failfast, help='Stop on first fail or error')
        parser.add_argument('-b', '--buffer', action='store_true', default=buffer, help='Buffer stdout and stderr during tests')
        parser.add_argument('-k', dest='patterns', action='append', help='Only run tests which match the given substring')
        parser.add_argument('tests', nargs='*', help='a list of any number of test modules, classes and test methods.')
        options = parser.parse_args(argv[1:])
        if options.patterns:
            testLoader.testNamePatterns = [p if '*' in p else f'*{p}*' for p in options.patterns]
        names = options.tests or ([defaultTest] if isinstance(defaultTest, str) else list(defaultTest or ()))
        if names:
            in_module = None if module is None else self.module
            self.test = testLoader.loadTestsFromNames(names, in_module)
        elif module is None:
            self.test = testLoader.discover('.')
        else:
            self.test = testLoader.loadTestsFromModule(self.module)
        make = testRunner or runner.TextTestRunner
        if isinstance(make, type):
            make = make(verbosity=options.verbosity, failfast=options.failfast, buffer=options.buffer, warnings=warnings, tb_locals=tb_locals)
        self.result = make.run(self.test)
        if exit:
            if self.result.testsRun == 0 and not self.result.skipped:
                sys.exit(5)
            sys.exit(not self.result.wasSuccessful())


main = TestProgram
