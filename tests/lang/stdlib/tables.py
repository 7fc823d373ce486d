import csv, io, html, timeit, uuid
print(list(csv.reader(['a,b,"c,d"\r\n', '1,,"x ""y"""\n', '\n', '"multi\n', 'line",2'])))
o = io.StringIO(); w = csv.writer(o); w.writerow([1, 'a b', 'c,d', 'q"r', None, 1.5, '']); w.writerow(['']); print(repr(o.getvalue()))
print(list(csv.DictReader(io.StringIO('a,b\n1,2\n3,4,5\n6\n'))))
o = io.StringIO(); w = csv.DictWriter(o, ['x', 'y'], quoting=csv.QUOTE_ALL, lineterminator='\n'); w.writeheader(); w.writerow({'x': 1}); print(o.getvalue())
print(list(csv.reader(['a\tb'], 'excel-tab')), list(csv.reader(['a;b c'], delimiter=';')), list(csv.reader(['1,"2"'], quoting=csv.QUOTE_NONNUMERIC)))
print(html.escape('<a href="x">&\'</a>'), html.unescape('&lt;&#65;&amp;&eacute;&#x41;&nope;'))
print(timeit.timeit('x=1', number=10) >= 0)
u = uuid.UUID('12345678-1234-5678-1234-567812345678'); print(u, u.fields, u.version, u.variant, repr(u), u.urn, uuid.uuid4().version)
