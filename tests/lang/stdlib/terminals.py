# termios and tty over a terminal made for the purpose.
import os
import termios
import tty

driver, terminal = os.openpty()
print(os.isatty(driver), os.isatty(terminal), os.get_inheritable(terminal))
modes = termios.tcgetattr(terminal)
print(len(modes), len(modes[6]) == termios.NCCS, bool(modes[3] & termios.ECHO), bool(modes[3] & termios.ICANON), modes[6][termios.VEOF])
os.write(driver, b'typed\n')
print(os.read(terminal, 100), os.read(driver, 100))
before = tty.setcbreak(terminal)
print(before == modes, termios.tcgetattr(terminal)[6][termios.VMIN], termios.tcgetattr(terminal)[3] & (termios.ECHO | termios.ICANON))
os.write(driver, b'k')
print(os.read(terminal, 100))
tty.setraw(terminal)
os.write(driver, b'\x03\r')
print(os.read(terminal, 100), bool(termios.tcgetattr(terminal)[1] & termios.OPOST))
os.write(terminal, b'a\n')
print(os.read(driver, 100))
termios.tcsetattr(terminal, termios.TCSADRAIN, modes)
print(termios.tcgetattr(terminal) == modes)
os.write(driver, b'lost')
termios.tcflush(terminal, termios.TCIFLUSH)
os.write(driver, b'kept\n')
print(os.read(terminal, 100))
termios.tcdrain(terminal)
reading, writing = os.pipe()
for attempt in (
    lambda: termios.tcgetattr(reading), lambda: termios.tcgetattr('x'), lambda: termios.tcgetattr(-1),
    lambda: termios.tcsetattr(terminal, termios.TCSANOW, [1, 2]), lambda: termios.tcsetattr(terminal, termios.TCSANOW, modes[:6] + [[1]]),
):
    try:
        attempt()
    except Exception as error:
        print(type(error).__module__, type(error).__name__, error)
for descriptor in driver, terminal, reading, writing:
    os.close(descriptor)
