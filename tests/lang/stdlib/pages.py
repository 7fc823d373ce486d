"""html: references by name and number; html.parser: what a parser makes of pages, however wrong."""
import html
import html.entities
from html.parser import HTMLParser

for text in ("&lt;|&lt|&ltx|&notit;|&notin;|&nope|&#0;|&#x80;|&#129;|&#xd800;|&#x110000;|&#11;|&#xfdd0;|&#xffff;|&#13;|&#x0d|&#65|&AMP|&amp;amp;"
             "|& b|&&lt;|&#;|&#x;|&Aacute|&acE;|&NotEqualTilde;|&#99999999999;|&#127;|&#159;|&#xfdd0|no reference").split("|"):
    print(text, ascii(html.unescape(text)))
names = html.entities
print(len(names.html5), sorted(names.html5.items())[:5], sum(map(ord, "".join(names.html5.values()))))
print(list(names.name2codepoint.items())[:9], sorted(names.codepoint2name.items())[-5:], ascii(names.entitydefs["lang"]))
print(sum(number * place for place, number in enumerate(names.name2codepoint.values())))


class Lister(HTMLParser):
    def __init__(self, **options):
        super().__init__(**options)
        self.seen = []

    def handle_starttag(self, tag, attrs):
        self.seen.append(("start", tag, attrs, self.getpos(), self.get_starttag_text()))

    def handle_endtag(self, tag):
        self.seen.append(("end", tag, self.getpos()))

    def handle_startendtag(self, tag, attrs):
        self.seen.append(("startend", tag, attrs))

    def handle_data(self, data):
        # Into how many pieces a text falls is open.
        if self.seen and self.seen[-1][0] == "data":
            data = self.seen.pop()[1] + data
        self.seen.append(("data", data))

    def handle_charref(self, name):
        self.seen.append(("charref", name))

    def handle_entityref(self, name):
        self.seen.append(("entityref", name))

    def handle_comment(self, data):
        self.seen.append(("comment", data))

    def handle_decl(self, decl):
        self.seen.append(("decl", decl))

    def handle_pi(self, data):
        self.seen.append(("pi", data))

    def unknown_decl(self, data):
        self.seen.append(("unknown", data))


PAGES = [
    '<!DOCTYPE html>\n<html lang="en"><head><title>Hi &amp; ho</title></head>\n<body class=x id=\'y z\' checked>text<br/>more<img src=a.png alt="">\n</body></html>',
    '<p>a &lt; b &#65;&#x42; &copy x &nope; & &',
    '<a href="x>y" b=\'<\'>q</a>',
    '<script>if (a < b && c) "</p>"</script>after',
    '<STYLE>a{}</STYLE >',
    '<!-- c -- c --><!--><!-->',
    '<!-- open',
    '<![CDATA[x]]>y',
    '<!ELEMENT br EMPTY>',
    '<?php echo 1 ?>',
    '<?xml version="1.0"?>',
    'a < b',
    'a <b',
    'a<',
    '</',
    '</ x>',
    '</>',
    '</p',
    '<p x',
    '<p x="',
    '<a b=c/>',
    '<a b/>',
    '<a / b>',
    '<a b = c d= "e" f =g>',
    '<a b="1"c="2">',
    '<A HREF=X>',
    '<a\nb\n=\n"c\nd">\n<b>',
    '<p>1<p>2',
    '<x:y z:w="1">',
    '<a-b_c.d e-f="g">',
    '&#',
    '&',
    '&am',
    '&amp',
    'x&lt',
    '<div><span>t</span></div>',
    '<img src=/a/b.png/>',
    '<br />',
    '<br/ >',
    '<a b=\'"\' c="\'">',
    '<a b=&amp;x>',
    '<td nowrap width=>',
    '<a =b>',
    '<a b==c>',
    '&#38;&#x26;',
    '&ltx',
    '<3',
    '<ahref="x">',
    '<!doctype HTML PUBLIC "-//W3C">',
    '<!>',
    '<title>a<b>c</title>',
    '<a b="x" b="y">',
    'text only',
    '',
    'é<p>☃</p>',
]
for converts in (True, False):
    for page in PAGES:
        parser = Lister(convert_charrefs=converts)
        parser.feed(page)
        parser.close()
        print(converts, ascii(page), *map(ascii, parser.seen), parser.getpos(), sep="\n  ")
    for page in PAGES[:6] + PAGES[33:37]:
        parser = Lister(convert_charrefs=converts)
        for character in page:
            parser.feed(character)
        parser.close()
        print(page, "by characters", *map(ascii, parser.seen), sep="\n  ")
parser = HTMLParser()
parser.feed("<p>x")
parser.reset()
print(parser.rawdata, parser.getpos(), parser.lasttag, HTMLParser.CDATA_CONTENT_ELEMENTS)


class Plain(HTMLParser):
    def handle_starttag(self, tag, attrs):
        print("<", tag)

    def handle_endtag(self, tag):
        print(">", tag)


Plain().feed("<br/><hr>")
