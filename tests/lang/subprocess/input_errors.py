import subprocess
import sys

PIPE = subprocess.PIPE
for given in (5, 'text', [1], b'bytes', bytearray(b'array'), memoryview(b'view')):
    for text in (False, True):
        try:
            print(subprocess.run(['cat'], stdout=PIPE, input=given, text=text).stdout)
        except (TypeError, AttributeError) as error:
            print(type(error).__name__, error)
        process = subprocess.Popen(['cat'], stdin=PIPE, stdout=PIPE, stderr=subprocess.DEVNULL, text=text)
        try:
            print(process.communicate(given)[0])
        except (TypeError, AttributeError) as error:
            print(type(error).__name__, error)
            process.kill()
            process.wait()
        process = subprocess.Popen(['cat'], stdin=PIPE, stdout=subprocess.DEVNULL, text=text)
        try:
            print(process.communicate(given), process.returncode)
        except (TypeError, AttributeError) as error:
            print(type(error).__name__, error)
            process.kill()
            process.wait()

for call in (
    lambda: subprocess.run(['false'], check=True), lambda: subprocess.check_call(['false']), lambda: subprocess.check_output(['false']),
    lambda: subprocess.run(['sh', '-c', 'echo o; echo e >&2; exit 3'], check=True, capture_output=True),
    lambda: subprocess.run(['false']).check_returncode(),
):
    try:
        call()
    except subprocess.CalledProcessError as error:
        print(error.args, error.output, error.stderr, error)
