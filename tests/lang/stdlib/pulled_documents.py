# A document as events, a part of it as a tree.
import io
import xml.sax
from xml.dom import pulldom

TEXT = '''<!-- before --><?target data?><list xmlns="urn:a" xmlns:b="urn:b" kind="short"><item n="1">one<b:x b:y="2"/></item>
<!-- within --><item n="2"><deep><deeper>two</deeper></deep></item><?end it?></list><!-- after -->'''
for event, node in pulldom.parseString(TEXT):
    print(event, node.nodeType, node.nodeName, repr(node.nodeValue), node.namespaceURI, sorted(node.attributes.items()) if node.attributes else '')
stream = pulldom.parse(io.BytesIO(TEXT.encode()), bufsize=16)
for event, node in stream:
    if event == pulldom.START_ELEMENT and node.tagName == 'item':
        stream.expandNode(node)
        print(node.toxml(), node.getAttribute('n'))
stream.clear()
handler = pulldom.SAX2DOM()
parser = xml.sax.make_parser()
parser.setFeature(xml.sax.handler.feature_namespaces, 0)
parser.setContentHandler(handler)
parser.parse(io.StringIO('<a x="1">text<b/>tail</a>'))
print(handler.document.toxml(), handler.document.documentElement.childNodes.length)
try:
    list(pulldom.parseString('<a><b></a>'))
except xml.sax.SAXParseException as error:
    print(type(error).__name__)
