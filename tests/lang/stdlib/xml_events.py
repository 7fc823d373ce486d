"""xml.parsers.expat, xml.sax: documents told by events."""
import io
import xml.sax
from xml.parsers import expat
from xml.sax import handler, saxutils, xmlreader

print('--- escapes')
print(saxutils.escape('a < b & c > "d"'), saxutils.escape('a"b', {'"': '&quot;'}), saxutils.unescape('&lt;a&gt; &amp;amp; &quot;', {'&quot;': '"'}))
print(saxutils.quoteattr('plain'), saxutils.quoteattr('a"b'), saxutils.quoteattr('a"b\'c'), saxutils.quoteattr('a\n\t<&>'))


def run(doc, separator=None, chunk=None, **settings):
    print(repr(doc))
    parser = expat.ParserCreate(None, separator)
    for name, value in settings.items():
        setattr(parser, name, value)
    for name in ('StartElementHandler', 'EndElementHandler', 'CharacterDataHandler', 'ProcessingInstructionHandler', 'CommentHandler',
                 'StartCdataSectionHandler', 'EndCdataSectionHandler', 'StartNamespaceDeclHandler', 'EndNamespaceDeclHandler', 'XmlDeclHandler',
                 'StartDoctypeDeclHandler', 'EndDoctypeDeclHandler', 'ElementDeclHandler', 'AttlistDeclHandler', 'EntityDeclHandler',
                 'UnparsedEntityDeclHandler', 'NotationDeclHandler'):
        setattr(parser, name, lambda *about, name=name: print('  ', name[:-7], *about))
    try:
        if chunk:
            for at in range(0, len(doc), chunk):
                parser.Parse(doc[at:at + chunk])
            parser.Parse(b'', True)
        else:
            parser.Parse(doc, True)
    except expat.ExpatError as e:
        print('  ', e, e.code, e.lineno, e.offset)
    return parser


print('--- expat')
run('<?xml version="1.0" encoding="utf-8" standalone="yes"?><a x="1" y=\'&lt;2\'>one\ntwo<!-- c --><?p  d ?><![CDATA[<&]]>&#65;</a>')
run('<p:a xmlns:p="u" xmlns="d" p:x="1" y="2"><b xmlns=""/></p:a>', ' ')
run('<p:a xmlns:p="u" p:x="1"/>', ' ', namespace_prefixes=True, ordered_attributes=True)
run('<a>one\ntwo&amp;three</a>', buffer_text=True)
run('<a b="1"><c/><d></d></a>'.encode(), chunk=1, buffer_text=False)
run('''<!DOCTYPE a PUBLIC "-//x//y" "x.dtd" [
<!ELEMENT a (b,c?,(d|e)*)+>
<!ELEMENT b (#PCDATA)><!ELEMENT c EMPTY><!ELEMENT d ANY><!ELEMENT e (#PCDATA|b)*>
<!ATTLIST a x CDATA "usual" y (p|q) 'p' z ID #REQUIRED w NMTOKENS #IMPLIED v CDATA #FIXED "f">
<!NOTATION gif PUBLIC "viewer"><!ENTITY e "v&#65;l"><!ENTITY f SYSTEM "f.xml"><!ENTITY g SYSTEM "g.gif" NDATA gif>
<!ENTITY h "<b>&e;</b>">
]><a z="1" w=" p  q ">&e;&h;</a>''')
run('<a>\xe9</a>'.encode('latin-1'))
run(b'<?xml version="1.0" encoding="iso-8859-1"?><a>\xe9</a>')
run(b'\xff\xfe' + '<a>\u20ac</a>'.encode('utf-16-le'))
for bad in ('', '<a>', '<a></b>', '<a/><b/>', 'x', '<a', '<a b>', '<a b=1>', '<a b="<"/>', '<a b="1"c="2"/>', '<a b="1" b="2"/>', '<a>]]></a>',
            '<a>&b;</a>', '<a>&#0;</a>', '<a>& </a>', '<1/>', '<a><!-- -- --></a>', '<a><![CDATA[x', '<?xml version="1.0" x?><a/>', ' <?xml version="1.0"?><a/>',
            '<!DOCTYPE a [<!ENTITY e "&e;">]><a>&e;</a>', '<!DOCTYPE a [<!ENTITY e "<b>">]><a>&e;</a>', '<a x:b="1"/>', '<a>\n\n  <b></c></a>'):
    parser = expat.ParserCreate(None, '}')
    try:
        parser.Parse(bad, True)
        print(repr(bad), 'is well-formed')
    except expat.ExpatError as e:
        print(repr(bad), e, e.code, (e.lineno, e.offset), parser.ErrorByteIndex)
lines = ''.join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
parser = expat.ParserCreate()
try:
    parser.Parse(f'<!DOCTYPE a [<!ENTITY e0 "0123456789">{lines}]><a>&e9;</a>', True)
except expat.ExpatError as e:
    print(expat.ErrorString(e.code))
print(expat.errors.XML_ERROR_TAG_MISMATCH, expat.errors.codes['mismatched tag'], expat.errors.messages[3], expat.model.XML_CTYPE_SEQ)
try:
    expat.ParserCreate(None, 'ab')
except ValueError as e:
    print(e)

print('--- sax')


class Teller(handler.ContentHandler):
    def startDocument(self):
        print('start of document')

    def endDocument(self):
        print('end of document')

    def startElement(self, name, attrs):
        print('start', name, attrs.getNames(), dict(attrs.items()), len(attrs), attrs.get('no'), 'x' in attrs, self._locator.getLineNumber())

    def endElement(self, name):
        print('end', name)

    def startElementNS(self, name, qname, attrs):
        print('start', name, qname, attrs.items(), attrs.getQNames())

    def endElementNS(self, name, qname):
        print('end', name, qname)

    def startPrefixMapping(self, prefix, uri):
        print('prefix', prefix, uri)

    def endPrefixMapping(self, prefix):
        print('no prefix', prefix)

    def characters(self, content):
        print('characters', repr(content))

    def processingInstruction(self, target, data):
        print('instruction', target, data)


xml.sax.parseString('<a x="1">text\n<b/><?p d?></a>', Teller())
xml.sax.parse(io.BytesIO(b'<a>\xc3\xa9</a>'), Teller())
reader = xml.sax.make_parser()
reader.setFeature(handler.feature_namespaces, True)
reader.setContentHandler(Teller())
reader.parse(io.StringIO('<p:a xmlns:p="u" p:x="1" y="2"/>'))
print(reader.getFeature(handler.feature_namespaces), reader.getFeature(handler.feature_validation))
try:
    xml.sax.parseString('<a><b></a>', handler.ContentHandler())
except xml.sax.SAXParseException as e:
    print(e, e.getMessage(), e.getLineNumber(), e.getColumnNumber(), e.getSystemId())
for action in (lambda: reader.getFeature('x'), lambda: reader.setFeature(handler.feature_validation, 1), lambda: reader.setProperty('y', 1)):
    try:
        action()
    except xml.sax.SAXException as e:
        print(type(e).__name__, e)
out = io.StringIO()
writer = saxutils.XMLGenerator(out, 'utf-8', short_empty_elements=True)
writer.startDocument()
writer.startElement('a', xmlreader.AttributesImpl({'k': 'v"<'}))
writer.characters('x < y')
writer.startElement('b', {})
writer.endElement('b')
writer.processingInstruction('p', 'd')
writer.ignorableWhitespace(' ')
writer.startPrefixMapping('p', 'u')
writer.startElementNS(('u', 'c'), None, {('u', 'd'): 'e'})
writer.endElementNS(('u', 'c'), None)
writer.endPrefixMapping('p')
writer.endElement('a')
writer.endDocument()
print(out.getvalue())
binary = io.BytesIO()
xml.sax.parseString('<a>\u20ac\xe9</a>', saxutils.XMLGenerator(binary))
print(binary.getvalue())


class Upper(saxutils.XMLFilterBase):
    def startElement(self, name, attrs):
        super().startElement(name.upper(), attrs)

    def endElement(self, name):
        super().endElement(name.upper())


out = io.StringIO()
upper = Upper(xml.sax.make_parser())
upper.setContentHandler(saxutils.XMLGenerator(out))
upper.parse(io.StringIO('<a><b>x</b></a>'))
print(out.getvalue())
