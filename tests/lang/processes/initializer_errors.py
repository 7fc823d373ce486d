# An initializer that raises is written down by the logger of concurrent.futures.
import subprocess
import sys

PROGRAM = '''
import logging
import sys
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
logging.basicConfig(stream=sys.stdout, format='%(levelname)s %(name)s %(message)s')
def begin(n):
    raise LookupError('no ' + str(n))
with ProcessPoolExecutor(1, initializer=begin, initargs=(3,)) as executor:
    future = executor.submit(abs, -1)
    try:
        future.result()
    except BrokenProcessPool as error:
        print(type(error).__name__, error, flush=True)
'''

found = subprocess.run([sys.executable, '-c', PROGRAM], capture_output=True, text=True)
lines = found.stdout.splitlines()
print([line for line in lines if 'File' not in line and '~' not in line and '^' not in line and not line.startswith('    ')])
print('Exception in initializer' in found.stdout + found.stderr)
