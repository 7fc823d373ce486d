class E(int):
    def __repr__(self): return 'R'
print(int.__repr__(E(2)), '__str__' in int.__dict__, int.__str__(E(2)))
class F(int):
    def __repr__(self): return 'R'
F.__str__ = int.__repr__
print(str(F(2)), F.__str__)
class G(int):
    def __repr__(self): return 'R'
    __str__ = int.__repr__
print(str(G(2)), f'{G(2)}', G(3))
