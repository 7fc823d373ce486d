"""Tests as methods of classes: cases, suites, and running them."""

from .case import (AsyncCase as IsolatedAsyncioTestCase, FunctionTestCase, SkipTest, TestCase, addModuleCleanup, doModuleCleanups,
                   enterModuleContext, expectedFailure, skip, skipIf, skipUnless)
from .result import TestResult
from .suite import BaseTestSuite, TestSuite
from .loader import TestLoader, defaultTestLoader
from .runner import TextTestResult, TextTestRunner
from .main import TestProgram, main
from .signals import installHandler, registerResult, removeHandler, removeResult

__all__ = ['TestResult', 'TestCase', 'IsolatedAsyncioTestCase', 'TestSuite', 'TextTestRunner', 'TestLoader', 'FunctionTestCase', 'main',
           'defaultTestLoader', 'SkipTest', 'skip', 'skipIf', 'skipUnless', 'expectedFailure', 'TextTestResult', 'addModuleCleanup',
           'doModuleCleanups', 'enterModuleContext', 'installHandler', 'registerResult', 'removeHandler', 'removeResult']

IsolatedAsyncioTestCase.__name__ = IsolatedAsyncioTestCase.__qualname__ = 'IsolatedAsyncioTestCase'
