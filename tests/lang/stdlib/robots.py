# What robots.txt says.
import urllib.robotparser

TEXT = '''\
# comment
User-agent: Alpha
User-agent: beta/2.0   # two
Crawl-delay: 3
Request-rate: 9/30
Disallow: /tmp/a b
Disallow: /cgi-bin/%7Ejoe?x=1
Allow: /tmp/
Disallow: /tmp

Sitemap: http://x.example/map.xml
User-agent: *
Crawl-delay: pears
Request-rate: 9/banana
Disallow: /private
nonsense
Unknown: field

User-agent: gamma
Disallow:

User-agent: *
Disallow: /

User-agent: delta
User-agent: epsilon
Allow: /ok
Disallow: *
User-agent: zeta
Disallow: /z
Sitemap: http://x.example/two.xml
'''
parser = urllib.robotparser.RobotFileParser('http://x.example/robots.txt')
print(parser.host, parser.path, parser.mtime(), parser.can_fetch('Alpha', '/'), parser.crawl_delay('Alpha'), parser.site_maps())
parser.parse(TEXT.splitlines())
print(parser)
for agent in 'alpha', 'ALPHA/1.0 (x)', 'Beta', 'beta/2.0', 'gamma', 'delta', 'epsilon', 'zeta', 'other', 'Alphabet':
    print(agent, [parser.can_fetch(agent, url) for url in ('/', 'http://x.example', '/tmp', '/tmp/', '/tmp/a%20b', '/tmp/a b/c', '/private/x',
                                                            '/cgi-bin/~joe?x=1&y', '/ok', '/okay', '/z', '/z?q#f', '')],
          parser.crawl_delay(agent), parser.request_rate(agent))
print(parser.site_maps(), parser.mtime() > 0)
for flag in 'allow_all', 'disallow_all':
    parser = urllib.robotparser.RobotFileParser()
    setattr(parser, flag, True)
    print(flag, parser.can_fetch('x', '/'), repr(str(parser)), parser.request_rate('x'))
parser = urllib.robotparser.RobotFileParser()
parser.parse([])
print(parser.can_fetch('x', '/y'), parser.crawl_delay('x'))
