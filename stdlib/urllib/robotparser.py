"""What a site's robots.txt lets programs fetch (https://www.robotstxt.org/norobots-rfc.txt)."""

import collections
import urllib.error
import urllib.parse
import urllib.request

__all__ = ['RobotFileParser']

RequestRate = collections.namedtuple('RequestRate', 'requests seconds')


class _Rule:
    """A line that allows or forbids the paths that begin with its own."""

    def __init__(self, path, allowance):
        # To forbid nothing is to allow everything.
        self.allowance = True if path == '' and not allowance else allowance
        self.path = urllib.parse.quote(urllib.parse.urlunparse(urllib.parse.urlparse(path)))

    def applies_to(self, path):
        return self.path == '*' or path.startswith(self.path)

    def __str__(self):
        return ('Allow' if self.allowance else 'Disallow') + ': ' + self.path


class _Entry:
    """The rules for some programs."""

    def __init__(self):
        self.useragents, self.rules = [], []
        self.delay = self.req_rate = None

    def applies_to(self, useragent):
        name = useragent.split('/')[0].lower()
        return any(agent == '*' or agent.lower() in name for agent in self.useragents)

    def allows(self, path):
        return next((rule.allowance for rule in self.rules if rule.applies_to(path)), True)

    def __str__(self):
        lines = [f'User-agent: {agent}' for agent in self.useragents]
        if self.delay is not None:
            lines.append(f'Crawl-delay: {self.delay}')
        if self.req_rate is not None:
            lines.append(f'Request-rate: {self.req_rate.requests}/{self.req_rate.seconds}')
        return '\n'.join(lines + list(map(str, self.rules)))


class RobotFileParser:
    """Reads a robots.txt and answers questions about it."""

    def __init__(self, url=''):
        self.entries, self.sitemaps = [], []
        self.default_entry = None
        self.disallow_all = self.allow_all = False
        self.set_url(url)
        self.last_checked = 0

    def mtime(self):
        """When it was last read, for programs that run long."""
        return self.last_checked

    def modified(self):
        """It was read now."""
        import time
        self.last_checked = time.time()

    def set_url(self, url):
        self.url = url
        self.host, self.path = urllib.parse.urlparse(url)[1:3]

    def read(self):
        """Fetches the file. Where that is forbidden all is, where there is none nothing is."""
        try:
            file = urllib.request.urlopen(self.url)
        except urllib.error.HTTPError as error:
            if error.code in (401, 403):
                self.disallow_all = True
            elif 400 <= error.code < 500:
                self.allow_all = True
            error.close()
        else:
            with file:
                self.parse(file.read().decode('utf-8').splitlines())

    def _add(self, entry):
        if '*' not in entry.useragents:
            self.entries.append(entry)
        elif self.default_entry is None:
            # The first one counts.
            self.default_entry = entry

    def parse(self, lines):
        """Takes the lines of a file. Unknown ones mean nothing; an empty line ends the rules for a program."""
        entry, has_rules = _Entry(), False
        self.modified()
        for line in lines:
            if not line:
                if entry.useragents and has_rules:
                    self._add(entry)
                entry, has_rules = _Entry(), False
                continue
            field, colon, value = line.partition('#')[0].strip().partition(':')
            if not colon:
                continue
            field, value = field.strip().lower(), urllib.parse.unquote(value.strip())
            if field == 'user-agent':
                if has_rules:
                    self._add(entry)
                    entry, has_rules = _Entry(), False
                entry.useragents.append(value)
            elif field == 'sitemap':
                # For all programs, wherever it stands.
                self.sitemaps.append(value)
            elif entry.useragents and field in ('allow', 'disallow', 'crawl-delay', 'request-rate'):
                has_rules = True
                self._rule(entry, field, value)
        if entry.useragents and has_rules:
            self._add(entry)

    @staticmethod
    def _rule(entry, field, value):
        if field in ('allow', 'disallow'):
            entry.rules.append(_Rule(value, field == 'allow'))
        elif field == 'crawl-delay':
            if value.isdigit():
                entry.delay = int(value)
        else:
            numbers = value.split('/')
            if len(numbers) == 2 and all(number.strip().isdigit() for number in numbers):
                entry.req_rate = RequestRate(*map(int, numbers))

    def _entry_for(self, useragent):
        return next((entry for entry in self.entries if entry.applies_to(useragent)), self.default_entry)

    def can_fetch(self, useragent, url):
        """Whether a program may fetch an address."""
        if self.disallow_all:
            return False
        if self.allow_all:
            return True
        if not self.last_checked:
            # Nothing is known yet: better ask first.
            return False
        parts = urllib.parse.urlparse(urllib.parse.unquote(url))
        path = urllib.parse.quote(urllib.parse.urlunparse(('', '', parts.path, parts.params, parts.query, parts.fragment))) or '/'
        entry = self._entry_for(useragent)
        return entry is None or entry.allows(path)

    def crawl_delay(self, useragent):
        """How many seconds a program is to wait between two requests, or None."""
        entry = self._entry_for(useragent) if self.mtime() else None
        return entry and entry.delay

    def request_rate(self, useragent):
        """How many requests a program may make in how many seconds, or None."""
        entry = self._entry_for(useragent) if self.mtime() else None
        return entry and entry.req_rate

    def site_maps(self):
        """The addresses of the site's maps, or None."""
        return self.sitemaps or None

    def __str__(self):
        entries = self.entries if self.default_entry is None else [*self.entries, self.default_entry]
        return '\n\n'.join(map(str, entries))
