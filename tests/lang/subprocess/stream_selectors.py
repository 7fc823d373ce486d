# communicate() waits for the streams with a selector, whichever there is.
import selectors
import subprocess
import sys

child = 'import sys; data = sys.stdin.read(); sys.stdout.write(data.upper()); sys.stderr.write(str(len(data)))'
text = 'some words ' * 30000
for selector in (subprocess._PopenSelector, selectors.SelectSelector, selectors.DefaultSelector):
    subprocess._PopenSelector = selector
    done = subprocess.run([sys.executable, '-c', child], input=text, capture_output=True, text=True)
    print(done.stdout == text.upper(), done.stderr, done.returncode)
try:
    subprocess.run([sys.executable, '-c', 'import time; print("begun", flush=True); time.sleep(60)'], capture_output=True, timeout=3)
except subprocess.TimeoutExpired as error:
    print(type(error).__name__, error.timeout)
