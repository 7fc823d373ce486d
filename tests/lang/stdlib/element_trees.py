"""xml.etree: reading, looking for elements, changing, writing."""
import copy
import io
import os
import pickle
import tempfile
import warnings
import xml.etree.ElementTree as ET

SOURCE = '''<?xml version="1.0"?>
<data>
    <country name="Liechtenstein" code="li">
        <rank updated="yes">2</rank>
        <year>2008</year>
        <neighbor name="Austria" direction="E"/>
        <neighbor name="Switzerland" direction="W"/>
    </country>
    <country name="Singapore">
        <rank updated="no">5</rank>
        <year>2011</year>
        <neighbor name="Malaysia" direction="N"/>
    </country>
    <!-- a remark --><?target some data?>
    <empty></empty>
    <mixed>one<b>two</b>three &lt;&amp;&gt; &#8364;<![CDATA[<raw>&]]>end</mixed>
</data>
'''
root = ET.fromstring(SOURCE)
print(root.tag, root.attrib, len(root), [child.tag for child in root])
print(ascii(root.find('mixed').text), ascii(root.find('mixed/b').tail), ''.join(root.find('mixed').itertext()))
print(root[0].get('name'), root[0].get('nothing'), root[0].get('nothing', 5), root[0].keys(), root[0].items())

print('--- paths')
for path in ('country', './country', './/neighbor', 'country/neighbor', '*', '.', 'country/*', ".//neighbor[@name='Austria']", 'country[@code]',
             "country[@code!='li']", 'country[rank]', "country[rank='5']", "country[rank!='5']", 'country[1]', 'country[2]/year',
             'country[last()]', 'country[last()-1]', 'country[9]', './/year/..', './/rank[.="2"]', './/*[@direction="N"]', 'country/neighbor[2]',
             './/neighbor/..', 'country//rank', './/country/neighbor[@name="Malaysia"]/../year', 'nothing', './/b', 'mixed/', './/{*}b', '{}b'):
    print(path, [element.get('name') or element.tag for element in root.findall(path)])
print(root.findtext('country/year'), root.findtext('nothing'), root.findtext('nothing', 'd'), repr(root.findtext('empty')))
for path in ('/country', 'country[0]', 'country[last()+1]', 'country[last()-x]'):
    try:
        root.find(path)
    except SyntaxError as e:
        print(path, type(e).__name__, e)
spaced = ET.XML('<a xmlns="u" xmlns:p="v"><b/><p:b x="1"/><p:c p:x="2"/></a>')
print([element.tag for element in spaced.iter()], spaced[2].attrib)
for path, names in (('{u}b', None), ('p:b', {'p': 'v'}), ('b', {'': 'u'}), ('{*}b', None), ('{v}*', None), ('q:*', {'q': 'u'}),
                    ("p:c[@p:x='2']", {'p': 'v'})):
    print(path, [element.tag for element in spaced.findall(path, names)])
try:
    spaced.find('q:b', {'p': 'v'})
except SyntaxError as e:
    print(e)

print('--- making')
a = ET.Element('a', {'x': '1'}, y='2')
b = ET.SubElement(a, 'b', z='<"&\n\t>')
b.text, b.tail = 'text <&> "quoted"', 'tail'
a.append(ET.Comment('a <comment>'))
a.insert(0, ET.PI('do', 'this & that'))
a.extend([ET.Element('c'), ET.Element('d')])
print(ET.tostring(a), ET.tostring(a, encoding='unicode'))
a.remove(b)
a[0] = ET.Element('first')
del a[1]
a[1:] = [ET.Element('e'), ET.Element('f')]
print(ET.tostring(a), a[-1].tag, [e.tag for e in a[::2]], a.find('f') is a[2])
for element in list(a):
    a.remove(element)
print(len(a), ET.tostring(a))
a.clear()
print(a.attrib, a.text, repr(a)[:13])
q = ET.Element(ET.QName('u', 'a'), {ET.QName('u', 'k'): 'v', 'plain': ET.QName('w', 'n')})
q.text = ET.QName('u', 'text')
q.text = 'x'
print(ET.tostring(q), ET.QName('u', 'a'), repr(ET.QName('{u}b')), ET.QName('a') == 'a', ET.QName('a') < ET.QName('b'))
for action in (lambda: a.append(1), lambda: a.insert(0, 'x'), lambda: a.extend([None]), lambda: a.extend(5), lambda: a.remove(b), lambda: a[0],
               lambda: a['x'], lambda: a.__setitem__(0, b), lambda: a.__delitem__(3), lambda: ET.Element('a', 1), lambda: ET.SubElement(1, 'b'),
               lambda: a.__setitem__(slice(0, 1), [5])):
    try:
        action()
    except Exception as e:
        print(type(e).__name__, e)
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter('always')
    print(bool(a), caught[0].category.__name__)

print('--- copies')
twin = copy.deepcopy(root)
print(ET.tostring(twin) == ET.tostring(root), twin[0] is root[0], copy.copy(root)[0] is root[0])
print(ET.tostring(pickle.loads(pickle.dumps(root))) == ET.tostring(root))

print('--- writing')
text = ET.XML('<a><b>ä€</b><c/></a>')
print(ET.tostring(text), ET.tostring(text, 'unicode'), ET.tostring(text, 'utf-8'), ET.tostring(text, 'iso-8859-1'), sep='\n')
print(ET.tostring(text, 'utf-8', xml_declaration=True), ET.tostring(text, short_empty_elements=False), ET.tostring(text, 'us-ascii', 'text'))
print(b''.join(ET.tostringlist(text)))
page = ET.XML('<html><head><script>a &lt; b &amp;&amp; c</script></head><body><p class="x&quot;&lt;y">1 &lt; 2<br/>e</p><hr/></body></html>')
print(ET.tostring(page, 'unicode', 'html'))
print(ET.tostring(spaced))
print(ET.tostring(ET.XML('<a xmlns="u"><b/></a>'), default_namespace='u'))
ET.register_namespace('pre', 'u')
print(ET.tostring(spaced))
print(ET.tostring(ET.XML('<h:p xmlns:h="http://www.w3.org/1999/xhtml" xml:lang="en"/>')))
for action in (lambda: ET.tostring(ET.Element(5)), lambda: ET.tostring(ET.Element('a', {'b': 5})), lambda: ET.tostring(text, method='x'),
               lambda: ET.register_namespace('ns1', 'x'), lambda: ET.tostring(ET.XML('<a/>'), default_namespace='u'),
               lambda: ET.indent(text, level=-1)):
    try:
        action()
    except Exception as e:
        print(type(e).__name__, e)
ET.dump(text)
ET.indent(text)
print(ET.tostring(text, 'unicode'))
ET.indent(twin, '\t')
print(ET.tostring(twin, 'unicode'))
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, 'x.xml')
    ET.ElementTree(text).write(path, 'utf-8', xml_declaration=True)
    print(open(path, 'rb').read())
    tree = ET.parse(path)
    print(tree.getroot().tag, tree.find('b').text, [e.tag for e in tree.iter()], tree.findall('.//b')[0].tag, tree.findtext('b'))
    for event, element in ET.iterparse(path, ['start', 'end']):
        print(event, element.tag, end='; ')
    events = ET.iterparse(path)
    print([event for event, _ in events], events.root.tag)
    out = io.StringIO()
    tree.write(out, 'unicode')
    print(out.getvalue())

print('--- errors')
for bad in ('', '<a>', '<a></b>', '<a><b></a>', 'text', '<a/>x', '<a b=1/>', '<a b="1" b="2"/>', '<a>&foo;</a>', '<a>&</a>', '<a', '<a>\x01</a>',
            '<p:a/>', '<a>&#0;</a>', '<!DOCTYPE a SYSTEM "x"><a>&foo;</a>', '\n<?xml version="1.0"?><a/>', '<a><![CDATA[x</a>', '<a><!-- -- --></a>'):
    try:
        ET.fromstring(bad)
    except ET.ParseError as e:
        print(repr(bad), e, e.code, e.position)
print(ET.XML('<!DOCTYPE a [<!ENTITY e "<b>in</b>"><!ATTLIST a k CDATA "usual">]><a>&e;</a>').attrib)

print('--- as it comes in')
pull = ET.XMLPullParser(['start', 'end', 'start-ns', 'end-ns', 'comment', 'pi'])
for piece in ('<a xmlns:p="u"', '><p:b>te', 'xt</p:b><!--c', '--><?pi x?></a>'):
    pull.feed(piece)
    pull.flush()
    print([(event, getattr(about, 'tag', about)) if event in ('start', 'end') else (event, getattr(about, 'text', about))
           for event, about in pull.read_events()])
pull.close()


class Target:
    def start(self, tag, attributes):
        print('start', tag, attributes)

    def end(self, tag):
        print('end', tag)

    def data(self, data):
        print('data', repr(data))

    def comment(self, text):
        print('comment', text)

    def pi(self, target, data):
        print('pi', target, data)

    def doctype(self, name, public, system):
        print('doctype', name, public, system)

    def start_ns(self, prefix, uri):
        print('start_ns', repr(prefix), uri)

    def end_ns(self, prefix):
        print('end_ns', repr(prefix))

    def close(self):
        return 'closed'


parser = ET.XMLParser(target=Target())
parser.feed('<!DOCTYPE a PUBLIC "p" "s"><a xmlns="u" k="v">x\n<!-- c -->y<?p d?><b/></a>')
print(parser.close())
builder = ET.TreeBuilder(insert_comments=True, insert_pis=True)
print(ET.tostring(ET.XML('<a>1<!--c-->2<?p x?>3</a>', ET.XMLParser(target=builder))))
builder = ET.TreeBuilder()
builder.start('a', {'k': 'v'})
builder.data('x')
builder.start('b', {})
builder.end('b')
builder.data('y')
builder.end('a')
print(ET.tostring(builder.close()))
tree, ids = ET.XMLID('<a id="1"><b id="2"/></a>')
print(ids['2'].tag, sorted(ids), ET.iselement(tree), ET.fromstringlist(['<a>', '<b/>', '</a>'])[0].tag)
entities = ET.XMLParser()
entities.entity['nbsp'] = '_'
entities.feed('<!DOCTYPE a SYSTEM "s"><a>x&nbsp;y</a>')
print(entities.close().text)

print('--- canonical')
for doc in ('<a  z="1"  b=\'2\'/>', '<a xmlns="u" xmlns:p="v" xmlns:q="w"><p:b q:x="1" y="2"/></a>', '<a>&lt;&#13;&gt;&quot;</a>',
            '<!DOCTYPE a><!-- out --><a><!-- in --><?p  x ?></a><?after?>', '<a><b xmlns="u"><c xmlns=""/></b></a>', '<a k="&#10;&#9;&quot;&lt;"/>'):
    print(ET.canonicalize(doc), ET.canonicalize(doc, with_comments=True), sep='\n')
print(ET.canonicalize('<a> <b> x </b> </a>', strip_text=True), ET.canonicalize('<a k="1" l="2"><b/><c/></a>', exclude_attrs=['k'], exclude_tags=['b']))
