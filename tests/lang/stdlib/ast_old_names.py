# Names for constants in trees that are to go: what they do, and what they warn of.
import ast
import locale
import os
import warnings

warnings.simplefilter('always')
warnings.showwarning = lambda message, category, *rest: print(category.__name__, message)
print('Num' in vars(ast), ast.Num, 'Num' in vars(ast), ast.Num.__module__, issubclass(ast.Num, ast.Constant))
from ast import Bytes, Ellipsis, NameConstant, Str

print(ast.dump(ast.Num(3)), ast.dump(Str('x')), ast.dump(Bytes(b'')), ast.dump(NameConstant(None)), ast.dump(Ellipsis()))
for value in (3, 2j, True, 'x', b'x', None, ...):
    node = ast.Constant(value)
    print([kind.__name__ for kind in (ast.Num, Str, Bytes, NameConstant, Ellipsis) if isinstance(node, kind)])
print(isinstance(ast.Name('x'), Str), isinstance(ast.Constant(), ast.Num))
node = ast.Constant(3)
print(node.n)
node.s = 4
print(node.value, ast.dump(node))
for call in (lambda: ast.Num('a', 'b', 'c'), lambda: ast.Num(1, n=2), lambda: ast.Missing):
    try:
        print(call())
    except (TypeError, AttributeError) as error:
        print(error)


class Visitor(ast.NodeVisitor):
    def visit_Num(self, node):
        print('number', node.value)

    def visit_NameConstant(self, node):
        print('name', node.value)

    def generic_visit(self, node):
        if isinstance(node, ast.Constant):
            print('other', node.value)
        super().generic_visit(node)


class Doubling(ast.NodeTransformer):
    def visit_Str(self, node):
        return ast.Constant(node.value * 2)


class Newer(Visitor):
    def visit_Constant(self, node):
        print('constant', node.value)


tree = ast.parse("f(1, 'x', None, b'', 2.5, ..., True)", mode='eval')
Visitor().visit(tree)
Newer().visit(tree)
print(ast.unparse(Doubling().visit(tree)))
print(ast.Index(3), ast.dump(ast.ExtSlice([ast.Name('x')])), ast.ExtSlice().dims, ast.slice, ast.Suite, ast.Param, ast.AugLoad, ast.AugStore)
for name in ('LC_ALL', 'LC_CTYPE', 'LANGUAGE'):
    os.environ.pop(name, None)
os.environ['LANG'] = 'C.UTF-8'
print(locale.getdefaultlocale(), locale.getlocale(locale.LC_TIME))
os.environ['LC_ALL'] = 'en_US.utf8'
print(locale.getdefaultlocale())
