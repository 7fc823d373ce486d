import codecs

print('aé\u20acz\U0001f600'.encode('ascii', 'namereplace'))
print('\x80'.encode('ascii', 'namereplace'), 'é\udc80'.encode('latin-1', 'namereplace'))
codecs.register_error('here.marks', lambda e: ('<%d>' % (e.end - e.start), e.end))
print('aéèz'.encode('ascii', 'here.marks'), b'a\xff\xfez'.decode('ascii', 'here.marks'), b'a\xffz'.decode('utf-8', 'here.marks'))
print(codecs.lookup_error('here.marks') is codecs.lookup_error('here.marks'))
codecs.register_error('here.bytes', lambda e: (b'\xff', e.end))
print('aéz'.encode('ascii', 'here.bytes'))
for errors in ('here.none', 'here.wrong'):
    codecs.register_error('here.wrong', lambda e: 5)
    for work in (lambda: 'é'.encode('ascii', errors), lambda: b'\xff'.decode('ascii', errors), lambda: codecs.lookup_error(errors)):
        try:
            print(type(work()).__name__)
        except (LookupError, TypeError) as e:
            print(type(e).__name__, e)
print('plain'.encode('ascii', 'here.none'))
