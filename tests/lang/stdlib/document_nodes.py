"""xml.dom.minidom: documents as trees of nodes."""
from xml.dom import minidom, Node
import xml.dom
d = minidom.parseString('<?xml version="1.0" encoding="utf-8"?><!DOCTYPE r SYSTEM "x"><!-- c --><r a="1" b="&lt;&quot;"><i>text</i>mixed<e/><![CDATA[<raw>]]><?p data?><n:x xmlns:n="u" n:k="v"/></r>')
print(d.toxml())
print(d.toprettyxml())
print(d.toprettyxml(indent='  ', encoding='utf-8', standalone=True))
print(d.toxml('latin-1'))
r = d.documentElement
print(r.tagName, r.nodeName, r.getAttribute('a'), repr(r.getAttribute('z')), r.hasAttribute('b'), r.attributes.keys(),
    r.attributes['b'].value, r.attributes.length, [n.nodeType for n in r.childNodes],
    [n.nodeName for n in r.childNodes])
print(repr(d.getElementsByTagName('i')[0].firstChild), d.getElementsByTagName('*').length,
    d.getElementsByTagNameNS('u', 'x')[0].getAttributeNS('u', 'k'), d.getElementsByTagName('n:x')[0].prefix,
    d.getElementsByTagName('n:x')[0].localName, d.getElementsByTagName('n:x')[0].namespaceURI,
    r.firstChild.nextSibling.data, r.lastChild.previousSibling.target, r.parentNode is d, r.ownerDocument is d,
    d.doctype.systemId, d.encoding)
e = d.createElement('new')
e.setAttribute('k', 'v"&\n')
e.appendChild(d.createTextNode('t<&>'))
r.insertBefore(e, r.firstChild)
r.appendChild(d.createComment(' x '))
r.removeChild(r.getElementsByTagName('e')[0])
print(r.toxml())
r.replaceChild(d.createTextNode('rep'), e)
r.normalize()
print(r.toxml(), e.parentNode)
c = r.cloneNode(True)
print(c.toxml() == r.toxml(), c.parentNode, r.cloneNode(False).toxml())
f = d.createDocumentFragment()
f.appendChild(d.createElement('f1'))
f.appendChild(d.createElement('f2'))
r.appendChild(f)
print(r.toxml()[-40:], f.childNodes)
t = d.createTextNode('hello world')
r.appendChild(t)
t2 = t.splitText(5)
print(repr(t.data), repr(t2.data), t.wholeText, t2.substringData(1, 3))
t.appendData('!')
t.insertData(0, '>')
t.deleteData(1, 2)
t.replaceData(0, 1, '<')
print(t.data, t.length, t.nodeValue, repr(t))
impl = minidom.getDOMImplementation()
n = impl.createDocument('u', 'p:root', impl.createDocumentType('root', 'pub', 'sys'))
n.documentElement.setAttributeNS('v', 'q:z', '1')
print(n.toxml(), n.toprettyxml())
imp = n.importNode(r, True)
n.documentElement.appendChild(imp)
print(n.documentElement.firstChild.tagName, n.documentElement.firstChild.ownerDocument is n)
for g in (lambda: d.appendChild(d.createElement('two')), lambda: r.removeChild(e),
    lambda: r.insertBefore(d.createElement('q'), e), lambda: t.appendChild(e), lambda: d.createTextNode(5),
    lambda: d.createComment('--').toxml(), lambda: d.createCDATASection(']]>').toxml(), lambda: r.attributes['nope'],
    lambda: r.removeAttribute('nope'), lambda: r.attributes.removeNamedItem('nope'),
    lambda: minidom.parseString('<a>'), lambda: xml.dom.DOMException(), lambda: t.substringData(-1, 1),
    lambda: t.insertData(100, 'x'), lambda: r.setAttributeNode(e.attributes['k']),
    lambda: impl.createDocument(None, 'p:a', None), lambda: d.appendChild(d.createTextNode('x'))):
    try:
        print('ok', g())
    except Exception as x:
        print(type(x).__name__, str(x).split(' at ')[0], getattr(x, 'code', None))
a = r.getAttributeNode('a')
print(a.name, a.value, a.nodeType, a.ownerElement is r)
r.removeAttribute('a')
print(r.hasAttribute('a'))
r.attributes['w'] = '5'
del r.attributes['b']
print(r.attributes.items(), 'w' in r.attributes, r.hasAttributes(), r.hasChildNodes())
r.setAttribute('id', 'I')
r.setIdAttribute('id')
print(d.getElementById('I') is r, d.getElementById('zz'), r.isSameNode(r), bool(d))
with minidom.parseString(b'<a>x</a>') as q:
    print(q.documentElement.firstChild.data)
print(q.childNodes, Node.TEXT_NODE, xml.dom.NOT_FOUND_ERR, xml.dom.getDOMImplementation() is not None, r.nodeValue,
    t.attributes)
import io, tempfile, os
print(minidom.parse(io.BytesIO(b'<a><b/></a>')).toprettyxml(indent=' '))
w = io.StringIO()
d.writexml(w, '', '  ', '\n')
print(w.getvalue()[:60])
print(minidom.parseString('<a>\n <b/>\n</a>').toprettyxml())
