# The command line of `calendar` with locales and encodings, and files without a name.
import calendar
import io
import os
import sys
import tempfile


class Out(io.StringIO):
    def __init__(self):
        super().__init__()
        self.buffer = io.BytesIO()


for args in [['-L', 'C', '-e', 'ascii', '2024', '2'], ['-L', 'C'], ['-e', 'utf-8', '2024', '1'], ['2024', '3'], ['-t', 'html', '-e', 'ascii', '2024']]:
    sys.stdout, stdout = Out(), sys.stdout
    sys.stderr, stderr = io.StringIO(), sys.stderr
    status = None
    try:
        calendar.main(args)
    except SystemExit as error:
        status = error.code
    finally:
        out, sys.stdout = sys.stdout, stdout
        err, sys.stderr = sys.stderr, stderr
    print(args, status, err.getvalue().splitlines()[-1:] and err.getvalue().split('error: ')[-1])
    print(out.getvalue() + out.buffer.getvalue()[:300].decode())

with tempfile.TemporaryDirectory() as folder:
    with tempfile.TemporaryFile(dir=folder) as file:
        print(type(file.name).__name__, file.name == file.fileno(), os.listdir(folder))
    with tempfile.TemporaryFile('w+', dir=folder) as file:
        print(type(file.name).__name__, file.name == file.fileno())
    with tempfile.SpooledTemporaryFile(10, dir=folder) as file:
        print(file.name)
        file.write(b'x' * 11)
        print(type(file.name).__name__, file.mode)
