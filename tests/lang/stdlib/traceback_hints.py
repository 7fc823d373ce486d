# Hints of other names need a frame; those of modules and attributes do not.
import io
import traceback


def report(source, namespace=None):
    try:
        exec(source, {} if namespace is None else namespace)
    except Exception as error:
        print(traceback.format_exception_only(error), traceback.format_exception_only(type(error), error))
        print(traceback.format_exception(error)[-1], end='')
        print(traceback.TracebackException(type(error), error, None), '|', traceback.TracebackException.from_exception(error))
        print(''.join(traceback.format_exception(type(error), error, None)), end='')
        file = io.StringIO()
        traceback.print_exception(error.with_traceback(None), file=file)
        print(file.getvalue(), end='')


report('prnt(1)')
report('x = coun', {'count': 1})
report('math.pi')
report('jsn', {'json': 1})
report('json', {'jsom': 1})
report('nothing_like_it')
report('"".uper()')
report('from sys import pathh')
report('raise NameError("made by hand")')
report('raise NameError("made by hand", name="sys")')
report('class A:\n def f(self): return val\n val = 1\nA().f()')
