# The start of a text as an address, as protocols that carry mail read it.
from email._header_value_parser import get_addr_spec as s, get_angle_addr as a
for v in ['a@b rest','me','<me> size=3','<>','<> x','<a@b>','<@x,@y:a@b> z','"q r"@d e','','@x','a.b@c.d(comment) e','<a@[1.2.3.4]>x']:
    for f in (s,a):
        try: r,rest=f(v); print(repr(v), f.__name__, r.addr_spec, repr(rest))
        except Exception as e: print(repr(v), f.__name__, type(e).__name__)
