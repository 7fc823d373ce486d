"""Showing addresses in browsers."""

import os
import shlex
import shutil
import subprocess
import sys
import threading

__all__ = ['Error', 'open', 'open_new', 'open_new_tab', 'get', 'register']


class Error(Exception):
    """There is no browser to control."""


class BaseBrowser:
    """A browser: open() shows an address and says whether it could be started."""

    args = ['%s']

    def __init__(self, name=''):
        self.name = name
        self.basename = os.path.basename(name)

    def open(self, url, new=0, autoraise=True):
        """`new`: 0 the same window if that can be, 1 a new window, 2 a new tab."""
        raise NotImplementedError

    def open_new(self, url):
        """Shows an address in a new window."""
        return self.open(url, 1)

    def open_new_tab(self, url):
        """Shows an address in a new tab."""
        return self.open(url, 2)


class GenericBrowser(BaseBrowser):
    """A command that shows an address, and ends when the user is done."""

    def __init__(self, name):
        if isinstance(name, str):
            name = [name, '%s']
        super().__init__(name[0])
        self.args = list(name[1:])

    def _command(self, url):
        return [self.name] + [word.replace('%s', url) for word in self.args]

    def open(self, url, new=0, autoraise=True):
        try:
            return not subprocess.Popen(self._command(url)).wait()
        except OSError:
            return False


class BackgroundBrowser(GenericBrowser):
    """A command that shows an address, and that nobody waits for."""

    def open(self, url, new=0, autoraise=True):
        try:
            started = subprocess.Popen(self._command(url), start_new_session=True)
        except OSError:
            return False
        return started.poll() in (None, 0)


# Classes and makers of browsers by name, and the names in the order in which they are tried.
_lock = threading.RLock()
_browsers = {}
_tryorder = None
# Commands that show addresses, the desktop's own first; those of the second line need a terminal.
_GRAPHICAL = ('xdg-open', 'gvfs-open', 'x-www-browser', 'firefox', 'google-chrome', 'chromium', 'chromium-browser', 'opera', 'open')
_TEXTUAL = ('www-browser', 'links', 'elinks', 'lynx', 'w3m')


def _add(name, klass, instance, preferred):
    _browsers[name.lower()] = [klass, instance]
    if preferred:
        _tryorder.insert(0, name)
    else:
        _tryorder.append(name)


def register(name, constructor, instance=None, *, preferred=False):
    """Adds a browser: a function that makes it, or one that is made."""
    with _lock:
        _find_browsers()
        _add(name, constructor, instance, preferred)


def _find_browsers():
    """What there is on this machine; found out once. The lock is held."""
    global _tryorder
    if _tryorder is not None:
        return
    _tryorder = []
    if sys.platform == 'darwin' or os.environ.get('DISPLAY') or os.environ.get('WAYLAND_DISPLAY'):
        for name in _GRAPHICAL:
            if shutil.which(name):
                _add(name, None, BackgroundBrowser(name), False)
    if os.environ.get('TERM'):
        for name in _TEXTUAL:
            if shutil.which(name):
                _add(name, None, GenericBrowser(name), False)
    wanted = os.environ.get('BROWSER', '')
    for command in reversed([part for part in wanted.split(os.pathsep) if part]):
        # A command line is made a browser when it is asked for.
        if command.lower() in _browsers:
            _tryorder.insert(0, command)
        else:
            _add(command, None, _of_command(command), True)


def _of_command(command):
    words = shlex.split(command)
    if words[-1] == '&':
        return BackgroundBrowser(words[:-1] if len(words) > 2 else words[0])
    return GenericBrowser(words if '%s' in command else words + ['%s'])


def get(using=None):
    """A browser: the one of a name or a command line, or the best there is."""
    with _lock:
        _find_browsers()
        for name in [using] if using is not None else list(_tryorder):
            if '%s' in name:
                return _of_command(name)
            entry = _browsers.get(name.lower())
            if entry is None and shutil.which(name):
                entry = [None, GenericBrowser(name)]
            if entry is not None:
                return entry[1] if entry[1] is not None else entry[0]()
    raise Error('could not locate runnable browser')


def open(url, new=0, autoraise=True):
    """Shows an address in the first browser that can be started; says whether one could."""
    with _lock:
        _find_browsers()
        names = list(_tryorder)
    return any(get(name).open(url, new, autoraise) for name in names)


def open_new(url):
    """Shows an address in a new window."""
    return open(url, 1)


def open_new_tab(url):
    """Shows an address in a new tab."""
    return open(url, 2)
