# Standard output that cannot be flushed at the end, and what was put in its place.
import subprocess
import sys

PROGRAMS = """
import sys
class W:
    def write(self, text): return len(text)
    def flush(self): raise OSError("no")
sys.stdout = W()
""", """
import sys
class W:
    def write(self, text): sys.__stdout__.write('<' + text + '>'); return len(text)
    def flush(self): pass
class D:
    def __del__(self): print('end')
d = D()
print('begin')
sys.stdout = W()
print('between')
"""
for program in PROGRAMS:
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    print(run.returncode, run.stdout, run.stderr)
