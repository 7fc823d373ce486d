"""Ctrl-C is for the command while os.system() waits, and for the program again afterwards."""
import os
import signal

print(os.system('kill -INT $PPID; kill -QUIT $PPID; exit 3') >> 8)
print(os.system('kill -INT $$; exit 3'))
print(signal.getsignal(signal.SIGINT) is signal.default_int_handler)
try:
    os.kill(os.getpid(), signal.SIGINT)
    print('not interrupted')
except KeyboardInterrupt:
    print('interrupted')
