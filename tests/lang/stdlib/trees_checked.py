# compile() looks at trees that programs made: fields, their types, and what makes no sense.
import ast
import warnings

warnings.simplefilter('ignore')
L=dict(lineno=1,col_offset=0)
N=lambda n='x',c=None: ast.Name(n,c or ast.Load(),**L)
def M(*b): return ast.Module(list(b),[])
def E(e): return ast.Expression(e)
C=lambda v: ast.Constant(v,**L)
cases = {
 'noline': lambda: M(ast.Expr(N())),
 'nocol': lambda: E(ast.Name('x', ast.Load(), lineno=1)),
 'exprnoline': lambda: E(ast.Name('x', ast.Load())),
 'constlist': lambda: E(C([1])),
 'consttuple': lambda: E(C((1,'a',None,(2,)))),
 'consttuplebad': lambda: E(C((1,[2]))),
 'constfs': lambda: E(C(frozenset({1}))),
 'constobj': lambda: E(C(object())),
 'exprint': lambda: E(5),
 'bodyint': lambda: ast.Module([5],[]),
 'bodynotlist': lambda: ast.Module(5,[]),
 'bodytuple': lambda: ast.Module((),[]),
 'wrongctx': lambda: E(ast.Name('x', ast.Store(), **L)),
 'assignload': lambda: M(ast.Assign([N()], C(1), **L)),
 'assignnone': lambda: M(ast.Assign([], C(1), **L)),
 'delload': lambda: M(ast.Delete([N()], **L)),
 'delempty': lambda: M(ast.Delete([], **L)),
 'ifempty': lambda: M(ast.If(C(1), [], [], **L)),
 'forempty': lambda: M(ast.For(N('x',ast.Store()), N(), [], [], **L)),
 'whileempty': lambda: M(ast.While(C(1), [], [], **L)),
 'withempty': lambda: M(ast.With([], [ast.Pass(**L)], **L)),
 'withbody': lambda: M(ast.With([ast.withitem(N())], [], **L)),
 'tryempty': lambda: M(ast.Try([ast.Pass(**L)], [], [], [], **L)),
 'tryelse': lambda: M(ast.Try([ast.Pass(**L)], [], [ast.Pass(**L)], [ast.Pass(**L)], **L)),
 'trybody': lambda: M(ast.Try([], [], [], [ast.Pass(**L)], **L)),
 'handlerbody': lambda: M(ast.Try([ast.Pass(**L)], [ast.ExceptHandler(None,None,[],**L)], [], [], **L)),
 'funcempty': lambda: M(ast.FunctionDef('f', ast.arguments([],[],None,[],[],None,[]), [], [], **L)),
 'classempty': lambda: M(ast.ClassDef('f', [],[], [], [], **L)),
 'funcname': lambda: M(ast.FunctionDef(5, ast.arguments([],[],None,[],[],None,[]), [ast.Pass(**L)], [], **L)),
 'moredefaults': lambda: M(ast.FunctionDef('f', ast.arguments([],[],None,[],[],None,[C(1)]), [ast.Pass(**L)], [], **L)),
 'kwdefaults': lambda: M(ast.FunctionDef('f', ast.arguments([],[],None,[],[C(1)],None,[]), [ast.Pass(**L)], [], **L)),
 'boolop1': lambda: E(ast.BoolOp(ast.And(), [N()], **L)),
 'compare0': lambda: E(ast.Compare(N(), [], [], **L)),
 'compare1': lambda: E(ast.Compare(N(), [ast.Lt()], [], **L)),
 'dictlen': lambda: E(ast.Dict([N()], [], **L)),
 'setempty': lambda: E(ast.Set([], **L)),
 'listcomp0': lambda: E(ast.ListComp(N(), [], **L)),
 'nameNone': lambda: E(ast.Name('None', ast.Load(), **L)),
 'nameTrueS': lambda: M(ast.Assign([ast.Name('True', ast.Store(), **L)], C(1), **L)),
 'nameint': lambda: E(ast.Name(5, ast.Load(), **L)),
 'missing left': lambda: E(ast.BinOp(op=ast.Add(), right=N(), **L)),
 'missing id': lambda: E(ast.Name(ctx=ast.Load(), **L)),
 'opwrong': lambda: E(ast.BinOp(N(), ast.And(), N(), **L)),
 'opstr': lambda: E(ast.BinOp(N(), '+', N(), **L)),
 'none value': lambda: E(ast.BinOp(None, ast.Add(), N(), **L)),
 'none in list': lambda: E(ast.List([None], ast.Load(), **L)),
 'importempty': lambda: M(ast.Import([], **L)),
 'importfromneg': lambda: M(ast.ImportFrom('a', [ast.alias('b', **L)], -1, **L)),
 'globalempty': lambda: M(ast.Global([], **L)),
 'nonlocalempty': lambda: M(ast.Nonlocal([], **L)),
 'raise': lambda: M(ast.Raise(None, N(), **L)),
 'importlevel': lambda: M(ast.ImportFrom('a', [ast.alias('b', **L)], 'x', **L)),
 'posrange': lambda: E(ast.Name('x', ast.Load(), lineno=5, col_offset=3, end_lineno=4, end_col_offset=0)),
 'posrange2': lambda: E(ast.Name('x', ast.Load(), lineno=5, col_offset=3, end_lineno=5, end_col_offset=0)),
 'posneg': lambda: E(ast.Name('x', ast.Load(), lineno=-5, col_offset=3, end_lineno=-4, end_col_offset=0)),
 'linestr': lambda: E(ast.Name('x', ast.Load(), lineno='a', col_offset=3)),
 'wrongmode': lambda: M(),
 'notexpr': lambda: E(ast.Pass(**L)),
 'stmtexpr': lambda: M(N()),
 'annsimple': lambda: M(ast.AnnAssign(ast.Attribute(N(),'a',ast.Store(),**L), N(), None, 1, **L)),
 'yieldout': lambda: E(ast.Yield(None, **L)),
 'matchempty': lambda: M(ast.Match(N(), [], **L)),
 'matchwild': lambda: M(ast.Match(N(), [ast.match_case(ast.MatchAs(N(),None,**L), None, [ast.Pass(**L)])], **L)),
 'matchval': lambda: M(ast.Match(N(), [ast.match_case(ast.MatchValue(N(),**L), None, [ast.Pass(**L)])], **L)),
 'matchsing': lambda: M(ast.Match(N(), [ast.match_case(ast.MatchSingleton(5,**L), None, [ast.Pass(**L)])], **L)),
 'matchor1': lambda: M(ast.Match(N(), [ast.match_case(ast.MatchOr([ast.MatchAs(**L)],**L), None, [ast.Pass(**L)])], **L)),
 'dictcompnone': lambda: E(ast.DictComp(N(), N(), [], **L)),
 'comp ctx': lambda: E(ast.ListComp(N(), [ast.comprehension(N(), N(), [], 0)], **L)),
 'attr store': lambda: E(ast.Attribute(N('x', ast.Store()), 'a', ast.Load(), **L)),
 'starred': lambda: M(ast.Assign([ast.Starred(N(), ast.Store(), **L)], C(1), **L)),
 'fv conv': lambda: E(ast.JoinedStr([ast.FormattedValue(N(), 5, None, **L)], **L)),
 'kwarg': lambda: E(ast.Call(N(), [], [5], **L)),
 'kwargnone': lambda: E(ast.Call(N(), None, [], **L)),
 'ok': lambda: E(ast.Call(N('print'), [C('hi')], [], **L)),
 'badbody': lambda: M(ast.Expr(value=None, **L)),
 'interactive': lambda: ast.Interactive([]),
 'identifierNone': lambda: M(ast.FunctionDef(None, ast.arguments([],[],None,[],[],None,[]), [ast.Pass(**L)], [], **L)),
}
def rec():
    n = N()
    n2 = ast.UnaryOp(ast.Not(), n, **L); 
    for _ in range(50): n2 = ast.UnaryOp(ast.Not(), n2, **L)
    return E(n2)
cases['deep'] = rec
for name, f in cases.items():
    for mode in ('exec', 'eval', 'single'):
        try: t = f()
        except Exception as e: print(name, 'MAKE', type(e).__name__, e); break
        want = {'Module': 'exec', 'Expression': 'eval', 'Interactive': 'single'}[type(t).__name__]
        if mode != want and name != 'wrongmode': continue
        try: r = compile(t, 'f', mode); print(name, mode, type(r).__name__)
        except BaseException as e: print(name, mode, type(e).__name__, str(e).split(' object at')[0])
try: compile(ast.Name('x', ast.Load()), '', 'eval')
except Exception as e: print(type(e).__name__, e)
try: compile(ast.AST(), '', 'eval')
except Exception as e: print(type(e).__name__, e)
# A text in an f-string that begins with u has no prefix.
print(ast.dump(ast.parse("f'u{x}u'", mode='eval')))
