"""Syntax trees of programs: parsing, walking, changing, and writing them as text."""

import re
import sys
from enum import IntEnum, auto

PyCF_ONLY_AST = 0x400
PyCF_TYPE_COMMENTS = 0x1000
PyCF_ALLOW_TOP_LEVEL_AWAIT = 0x2000
PyCF_OPTIMIZED_AST = 0x8400


class AST:
    """A node."""

    _fields = ()
    _attributes = ()
    _field_types = {}
    __match_args__ = ()

    def __init__(self, *args, **kwargs):
        cls = type(self)
        if len(args) > len(self._fields):
            raise TypeError(f'{cls.__name__} constructor takes at most {len(self._fields)} positional argument'
                            f"{'' if len(self._fields) == 1 else 's'}")
        given = set()
        for name, value in zip(self._fields, args):
            setattr(self, name, value)
            given.add(name)
        for name, value in kwargs.items():
            if name in given:
                raise TypeError(f"{cls.__name__} got multiple values for argument '{name}'")
            if name not in self._fields and name not in self._attributes:
                import warnings
                warnings.warn(f"{cls.__name__}.__init__ got an unexpected keyword argument '{name}'. "
                              'Support for arbitrary keyword arguments is deprecated and will be removed in Python 3.15.',
                              DeprecationWarning, stacklevel=2)
            setattr(self, name, value)
            given.add(name)
        for name in self._fields:
            if name in given:
                continue
            kind = self._field_types.get(name, '')
            if kind.endswith('*'):
                setattr(self, name, [])
            elif kind.endswith('?'):
                pass
            elif kind == 'expr_context':
                setattr(self, name, Load())
            elif kind:
                import warnings
                warnings.warn(f"{cls.__name__}.__init__ missing 1 required positional argument: '{name}'. "
                              'This will become an error in Python 3.15.', DeprecationWarning, stacklevel=2)

    def __reduce__(self):
        return _rebuild, (type(self), dict(self.__dict__))

    def __replace__(self, /, **changes):
        fields = {**{n: getattr(self, n) for n in (*self._fields, *self._attributes) if hasattr(self, n)}, **changes}
        return type(self)(**fields)


def _rebuild(cls, fields):
    node = cls.__new__(cls)
    node.__dict__.update(fields)
    return node


AST.__module__ = 'ast'

# Kinds and their nodes: name, then fields with their types (`*` list, `?` optional).
_GRAMMAR = '''
mod: Module(stmt* body, type_ignore* type_ignores) Interactive(stmt* body) Expression(expr body) FunctionType(expr* argtypes, expr returns)
stmt! FunctionDef(identifier name, arguments args, stmt* body, expr* decorator_list, expr? returns, string? type_comment, type_param* type_params)
 AsyncFunctionDef(identifier name, arguments args, stmt* body, expr* decorator_list, expr? returns, string? type_comment, type_param* type_params)
 ClassDef(identifier name, expr* bases, keyword* keywords, stmt* body, expr* decorator_list, type_param* type_params)
 Return(expr? value) Delete(expr* targets) Assign(expr* targets, expr value, string? type_comment)
 TypeAlias(expr name, type_param* type_params, expr value) AugAssign(expr target, operator op, expr value)
 AnnAssign(expr target, expr annotation, expr? value, int simple)
 For(expr target, expr iter, stmt* body, stmt* orelse, string? type_comment)
 AsyncFor(expr target, expr iter, stmt* body, stmt* orelse, string? type_comment)
 While(expr test, stmt* body, stmt* orelse) If(expr test, stmt* body, stmt* orelse)
 With(withitem* items, stmt* body, string? type_comment) AsyncWith(withitem* items, stmt* body, string? type_comment)
 Match(expr subject, match_case* cases) Raise(expr? exc, expr? cause)
 Try(stmt* body, excepthandler* handlers, stmt* orelse, stmt* finalbody) TryStar(stmt* body, excepthandler* handlers, stmt* orelse, stmt* finalbody)
 Assert(expr test, expr? msg) Import(alias* names) ImportFrom(identifier? module, alias* names, int? level)
 Global(identifier* names) Nonlocal(identifier* names) Expr(expr value) Pass() Break() Continue()
expr! BoolOp(boolop op, expr* values) NamedExpr(expr target, expr value) BinOp(expr left, operator op, expr right)
 UnaryOp(unaryop op, expr operand) Lambda(arguments args, expr body) IfExp(expr test, expr body, expr orelse)
 Dict(expr?* keys, expr* values) Set(expr* elts) ListComp(expr elt, comprehension* generators) SetComp(expr elt, comprehension* generators)
 DictComp(expr key, expr value, comprehension* generators) GeneratorExp(expr elt, comprehension* generators)
 Await(expr value) Yield(expr? value) YieldFrom(expr value) Compare(expr left, cmpop* ops, expr* comparators)
 Call(expr func, expr* args, keyword* keywords) FormattedValue(expr value, int conversion, expr? format_spec) JoinedStr(expr* values)
 Constant(constant value, string? kind) Attribute(expr value, identifier attr, expr_context ctx) Subscript(expr value, expr slice, expr_context ctx)
 Starred(expr value, expr_context ctx) Name(identifier id, expr_context ctx) List(expr* elts, expr_context ctx) Tuple(expr* elts, expr_context ctx)
 Slice(expr? lower, expr? upper, expr? step)
expr_context: Load() Store() Del()
boolop: And() Or()
operator: Add() Sub() Mult() MatMult() Div() Mod() Pow() LShift() RShift() BitOr() BitXor() BitAnd() FloorDiv()
unaryop: Invert() Not() UAdd() USub()
cmpop: Eq() NotEq() Lt() LtE() Gt() GtE() Is() IsNot() In() NotIn()
excepthandler! ExceptHandler(expr? type, identifier? name, stmt* body)
pattern! MatchValue(expr value) MatchSingleton(constant value) MatchSequence(pattern* patterns)
 MatchMapping(expr* keys, pattern* patterns, identifier? rest)
 MatchClass(expr cls, pattern* patterns, identifier* kwd_attrs, pattern* kwd_patterns) MatchStar(identifier? name)
 MatchAs(pattern? pattern, identifier? name) MatchOr(pattern* patterns)
type_ignore: TypeIgnore(int lineno, string tag)
type_param! TypeVar(identifier name, expr? bound, expr? default_value) ParamSpec(identifier name, expr? default_value)
 TypeVarTuple(identifier name, expr? default_value)
'''
_ALONE = '''
comprehension(expr target, expr iter, expr* ifs, int is_async)
arguments(arg* posonlyargs, arg* args, arg? vararg, arg* kwonlyargs, expr?* kw_defaults, arg? kwarg, expr* defaults)
!arg(identifier arg, expr? annotation, string? type_comment)
!keyword(identifier? arg, expr value)
!alias(identifier name, identifier? asname)
withitem(expr context_expr, expr? optional_vars)
match_case(pattern pattern, expr? guard, stmt* body)
'''
_PLACE = ('lineno', 'col_offset', 'end_lineno', 'end_col_offset')


def _define():
    def node(name, base, fields, has_place):
        pairs = [field.split() for field in fields.split(',') if field.strip()]
        names = tuple(pair[1] for pair in pairs)
        namespace = {'_fields': names, '__match_args__': names, '_field_types': {pair[1]: pair[0] for pair in pairs},
                     '__module__': 'ast', '__doc__': f'{name}({fields.strip()})' if fields.strip() else name}
        for pair in pairs:
            if pair[0].endswith('?'):
                namespace[pair[1]] = None
        if has_place:
            namespace['_attributes'] = _PLACE
            if name in ('arg', 'keyword', 'alias') or base is not AST:
                namespace.setdefault('end_lineno', None)
                namespace.setdefault('end_col_offset', None)
        globals()[name] = type(name, (base,), namespace)

    pattern = re.compile(r'(\w+)\(([^()]*)\)')
    for line in _GRAMMAR.strip().replace('\n ', ' ').split('\n'):
        kind, mark, nodes = re.match(r'(\w+)([:!])(.*)', line).groups()
        node(kind, AST, '', mark == '!')
        for name, fields in pattern.findall(nodes):
            node(name, globals()[kind], fields, mark == '!')
    for line in _ALONE.strip().split('\n'):
        name, fields = pattern.search(line).groups()
        node(name, AST, fields, line.startswith('!'))


_define()
Load, Store, Del, Constant, Module, Expression, Interactive, Tuple, List, Name, Dict, Set, UnaryOp, BinOp, Call, Starred = (
    globals()[name] for name in ('Load', 'Store', 'Del', 'Constant', 'Module', 'Expression', 'Interactive', 'Tuple', 'List', 'Name',
                                 'Dict', 'Set', 'UnaryOp', 'BinOp', 'Call', 'Starred'))
# Operators and contexts are the same object wherever they stand.
_singletons = {}


def _build(raw):
    """The nodes of a tree as the parser gives it."""
    if type(raw) is tuple:
        name, place, *fields = raw
        if not fields and place is None:
            found = _singletons.get(name)
            if found is None:
                found = _singletons[name] = globals()[name]()
            return found
        cls = globals()[name]
        node = cls.__new__(cls)
        if place is not None:
            node.lineno, node.col_offset, node.end_lineno, node.end_col_offset = place
        for field, value in zip(cls._fields, fields):
            setattr(node, field, _build(value))
        return node
    if type(raw) is list:
        return [_build(item) for item in raw]
    return raw


def _source_of(tree, mode):
    """The text that is compiled for a tree."""
    expected = {'exec': Module, 'eval': Expression, 'single': Interactive}[mode]
    if not isinstance(tree, expected):
        raise TypeError(f'expected {expected.__name__} node, got {type(tree).__name__}')
    from _ast_checks import check
    check(tree)
    return unparse(tree) + ('' if mode == 'eval' else '\n')


def parse(source, filename='<unknown>', mode='exec', *, type_comments=False, feature_version=None, optimize=-1):
    """Parse the source into an AST node."""
    if optimize > 0:
        flags = PyCF_OPTIMIZED_AST
    else:
        flags = PyCF_ONLY_AST
    return compile(source, filename, mode, flags)


def literal_eval(node_or_string):
    """Evaluate a text or node that holds only literals: strings, bytes, numbers, tuples, lists, dicts, sets, booleans, None."""
    if isinstance(node_or_string, str):
        node_or_string = parse(node_or_string.lstrip(' \t'), mode='eval')
    if isinstance(node_or_string, Expression):
        node_or_string = node_or_string.body

    def wrong(node):
        msg = 'malformed node or string'
        if lno := getattr(node, 'lineno', None):
            msg += f' on line {lno}'
        raise ValueError(msg + f': {node!r}')

    def number(node):
        if not isinstance(node, Constant) or type(node.value) not in (int, float, complex):
            wrong(node)
        return node.value

    def signed(node):
        if isinstance(node, UnaryOp) and isinstance(node.op, (UAdd, USub)):
            operand = number(node.operand)
            return +operand if isinstance(node.op, UAdd) else -operand
        return number(node)

    def convert(node):
        if isinstance(node, Constant):
            return node.value
        if isinstance(node, Tuple):
            return tuple(map(convert, node.elts))
        if isinstance(node, List):
            return list(map(convert, node.elts))
        if isinstance(node, Set):
            return set(map(convert, node.elts))
        if isinstance(node, Call) and isinstance(node.func, Name) and node.func.id == 'set' and node.args == node.keywords == []:
            return set()
        if isinstance(node, Dict):
            if len(node.keys) != len(node.values):
                wrong(node)
            return dict(zip(map(convert, node.keys), map(convert, node.values)))
        if isinstance(node, BinOp) and isinstance(node.op, (Add, Sub)):
            left, right = signed(node.left), number(node.right)
            if isinstance(left, (int, float)) and isinstance(right, complex):
                return left + right if isinstance(node.op, Add) else left - right
        return signed(node)
    return convert(node_or_string)


def dump(node, annotate_fields=True, include_attributes=False, *, indent=None, show_empty=False):
    """A tree as text."""
    if not isinstance(node, AST):
        raise TypeError('expected AST, got %r' % node.__class__.__name__)
    if indent is not None and not isinstance(indent, str):
        indent = ' ' * indent

    def show(node, level=0):
        if indent is not None:
            level += 1
            prefix, sep = '\n' + indent * level, ',\n' + indent * level
        else:
            prefix, sep = '', ', '
        if isinstance(node, AST):
            cls = type(node)
            args, skipped, simple = [], [], True
            # Behind a field that is left out the others need their names.
            keywords = annotate_fields
            for name in node._fields:
                try:
                    value = getattr(node, name)
                except AttributeError:
                    keywords = True
                    continue
                if value is None and getattr(cls, name, ...) is None:
                    keywords = True
                    continue
                if value == [] and not show_empty:
                    skipped.append('[]')
                    continue
                if not keywords:
                    # Fields without names are told by their place.
                    args += skipped
                skipped.clear()
                text, is_simple = show(value, level)
                simple = simple and is_simple
                args.append(f'{name}={text}' if keywords else text)
            if include_attributes and node._attributes:
                for name in node._attributes:
                    try:
                        value = getattr(node, name)
                    except AttributeError:
                        continue
                    if value is None and getattr(cls, name, ...) is None:
                        continue
                    text, is_simple = show(value, level)
                    simple = simple and is_simple
                    args.append(f'{name}={text}')
            if simple and len(args) <= 3:
                return f"{cls.__name__}({', '.join(args)})", not args
            return f'{cls.__name__}({prefix}{sep.join(args)})', False
        if isinstance(node, list):
            if not node:
                return '[]', True
            return f'[{prefix}{sep.join(show(item, level)[0] for item in node)}]', False
        return repr(node), True
    return show(node)[0]


def copy_location(new_node, old_node):
    """Gives a node the place of another one."""
    for attr in _PLACE:
        if attr in old_node._attributes and attr in new_node._attributes:
            value = getattr(old_node, attr, None)
            if value is not None or hasattr(old_node, attr) and attr.startswith('end_'):
                setattr(new_node, attr, value)
    return new_node


def fix_missing_locations(node):
    """Gives nodes without a place that of their parents."""
    def fix(node, place):
        place = list(place)
        for at, attr in enumerate(_PLACE):
            if attr in node._attributes:
                if not hasattr(node, attr) or attr.startswith('end_') and getattr(node, attr) is None:
                    setattr(node, attr, place[at])
                else:
                    place[at] = getattr(node, attr)
        for child in iter_child_nodes(node):
            fix(child, place)
    fix(node, [1, 0, 1, 0])
    return node


def increment_lineno(node, n=1):
    """Moves a tree down by `n` lines."""
    for child in walk(node):
        # Of a TypeIgnore the line is a field, not an attribute.
        for name in ('lineno',) if isinstance(child, TypeIgnore) else {'lineno', 'end_lineno'}.intersection(child._attributes):
            line = getattr(child, name, 0)
            if line is not None:
                setattr(child, name, line + n)
    return node


def iter_fields(node):
    """The fields of a node that are there, as (name, value)."""
    for field in node._fields:
        try:
            yield field, getattr(node, field)
        except AttributeError:
            pass


def iter_child_nodes(node):
    """The nodes directly below a node."""
    for _, value in iter_fields(node):
        for item in value if isinstance(value, list) else (value,):
            if isinstance(item, AST):
                yield item


def walk(node):
    """All nodes of a tree, in no particular order."""
    from collections import deque
    queue = deque((node,))
    while queue:
        each = queue.popleft()
        # Before it is given away, when its children may be replaced.
        queue.extend(iter_child_nodes(each))
        yield each


def get_docstring(node, clean=True):
    """The docstring of a function, class or module, or None."""
    if not isinstance(node, (AsyncFunctionDef, FunctionDef, ClassDef, Module)):
        raise TypeError('%r can\'t have docstrings' % node.__class__.__name__)
    if not (node.body and isinstance(node.body[0], Expr)):
        return None
    value = node.body[0].value
    if not (isinstance(value, Constant) and isinstance(value.value, str)):
        return None
    if clean:
        import inspect
        return inspect.cleandoc(value.value)
    return value.value


def get_source_segment(source, node, *, padded=False):
    """The text of a node in its source."""
    try:
        if node.end_lineno is None or node.end_col_offset is None:
            return None
        lineno, end_lineno = node.lineno - 1, node.end_lineno - 1
        start, end = node.col_offset, node.end_col_offset
    except AttributeError:
        return None
    lines = re.findall(r'[^\r\n\f]*(?:\r\n|\r|\n|\f[^\r\n\f]*(?:\r\n|\r|\n)?)|[^\r\n]+$', source)
    lines = source.splitlines(keepends=True) if len(lines) <= end_lineno else lines
    if lineno == end_lineno:
        return lines[lineno].encode()[start:end].decode()
    head = lines[lineno].encode()
    first = head[start:].decode()
    if padded:
        first = re.sub(r'[^\f\t]', ' ', head[:start].decode()) + first
    return ''.join([first, *lines[lineno + 1:end_lineno], lines[end_lineno].encode()[:end].decode()])


class NodeVisitor:
    """Calls `visit_X` for each node of class X."""

    def visit(self, node):
        return getattr(self, 'visit_' + node.__class__.__name__, self.generic_visit)(node)

    def generic_visit(self, node):
        for _, value in iter_fields(node):
            for item in value if isinstance(value, list) else (value,):
                if isinstance(item, AST):
                    self.visit(item)

    def visit_Constant(self, node):
        """Visitors for older versions have a method for each type of constants."""
        name = next((name for kind, name in _CONSTANTS if isinstance(node.value, kind)), None)
        method = getattr(self, f'visit_{name}', None)
        if method is None:
            return self.generic_visit(node)
        import warnings
        warnings.warn(f'visit_{name} is deprecated; add visit_Constant', DeprecationWarning, 2)
        return method(node)


_CONSTANTS = (((bool, type(None)), 'NameConstant'), ((int, float, complex), 'Num'), (str, 'Str'), (bytes, 'Bytes'), (type(...), 'Ellipsis'))


class NodeTransformer(NodeVisitor):
    """Replaces each node by what its visitor gives; None removes it."""

    def generic_visit(self, node):
        for field, old in iter_fields(node):
            if isinstance(old, list):
                new = []
                for value in old:
                    if isinstance(value, AST):
                        value = self.visit(value)
                        if value is None:
                            continue
                        if not isinstance(value, AST):
                            new.extend(value)
                            continue
                    new.append(value)
                old[:] = new
            elif isinstance(old, AST):
                value = self.visit(old)
                if value is None:
                    delattr(node, field)
                else:
                    setattr(node, field, value)
        return node


class _Level(IntEnum):
    """How tightly expressions bind."""

    NAMED = auto()
    TUPLE = auto()
    YIELD = auto()
    TEST = auto()
    OR = auto()
    AND = auto()
    NOT = auto()
    CMP = auto()
    EXPR = auto()
    BOR = EXPR
    BXOR = auto()
    BAND = auto()
    SHIFT = auto()
    ARITH = auto()
    TERM = auto()
    FACTOR = auto()
    POWER = auto()
    AWAIT = auto()
    ATOM = auto()

    def up(self):
        return _Level(min(self + 1, _Level.ATOM))


_BINARY = {'Add': ('+', _Level.ARITH), 'Sub': ('-', _Level.ARITH), 'Mult': ('*', _Level.TERM), 'MatMult': ('@', _Level.TERM),
           'Div': ('/', _Level.TERM), 'Mod': ('%', _Level.TERM), 'LShift': ('<<', _Level.SHIFT), 'RShift': ('>>', _Level.SHIFT),
           'BitOr': ('|', _Level.BOR), 'BitXor': ('^', _Level.BXOR), 'BitAnd': ('&', _Level.BAND), 'FloorDiv': ('//', _Level.TERM),
           'Pow': ('**', _Level.POWER)}
_UNARY = {'Invert': ('~', _Level.FACTOR), 'Not': ('not ', _Level.NOT), 'UAdd': ('+', _Level.FACTOR), 'USub': ('-', _Level.FACTOR)}
_COMPARE = {'Eq': '==', 'NotEq': '!=', 'Lt': '<', 'LtE': '<=', 'Gt': '>', 'GtE': '>=', 'Is': 'is', 'IsNot': 'is not', 'In': 'in',
            'NotIn': 'not in'}
# Written instead of infinity: a literal too large for a float.
_INFINITY = '1e' + str(sys.float_info.max_10_exp + 1)


class _Unparser(NodeVisitor):
    """Writes a tree as text."""

    def __init__(self):
        self.lines = []
        self.indent = 0

    # -- statements --

    def line(self, text):
        self.lines.append('    ' * self.indent + text)

    def block(self, head, body, doc=False):
        self.line(head + ':')
        self.body(body, doc)

    def body(self, stmts, doc=False):
        self.indent += 1
        if doc:
            self.docstring(stmts)
            stmts = stmts[1:] if self.has_doc(stmts) else stmts
        for stmt in stmts:
            self.visit(stmt)
        self.indent -= 1

    def has_doc(self, stmts):
        return bool(stmts) and isinstance(stmts[0], Expr) and isinstance(stmts[0].value, Constant) and isinstance(stmts[0].value.value, str)

    def docstring(self, stmts):
        if self.has_doc(stmts):
            text = stmts[0].value.value
            # Line ends and tabs stay as they are, all else is escaped.
            shown = ''.join(c if c in '\n\t' or c.isprintable() and c != '\\' else c.encode('unicode_escape').decode() for c in text)
            for quote in ('"""', "'''"):
                if quote not in shown and not shown.endswith(quote[0]):
                    break
            else:
                shown, quote = shown.replace('"""', '\\"\\"\\"'), '"""'
                if shown.endswith('"'):
                    shown = shown[:-1] + '\\"'
            prefix = 'u' if getattr(stmts[0].value, 'kind', None) == 'u' else ''
            self.lines.append('    ' * self.indent + prefix + quote + shown + quote)

    def visit_Module(self, node):
        self.docstring(node.body)
        for stmt in node.body[1:] if self.has_doc(node.body) else node.body:
            self.visit(stmt)

    def visit_Interactive(self, node):
        for stmt in node.body:
            self.visit(stmt)

    def visit_Expression(self, node):
        self.line(self.expr(node.body))

    def visit_FunctionType(self, node):
        self.line(f"({', '.join(map(self.expr, node.argtypes))}) -> {self.expr(node.returns)}")

    def visit_Expr(self, node):
        self.line(self.expr(node.value, _Level.YIELD))

    def function(self, node, word):
        self.decorators(node)
        returns = f' -> {self.expr(node.returns)}' if getattr(node, 'returns', None) is not None else ''
        self.block(f'{word} {node.name}{self.type_params(node)}({self.args(node.args)}){returns}', node.body, True)

    def decorators(self, node):
        if self.lines:
            self.lines.append('')
        for decorator in getattr(node, 'decorator_list', []):
            self.line('@' + self.expr(decorator))

    def type_params(self, node):
        params = getattr(node, 'type_params', [])
        if not params:
            return ''
        shown = []
        for param in params:
            text = {'TypeVarTuple': '*', 'ParamSpec': '**'}.get(type(param).__name__, '') + param.name
            if getattr(param, 'bound', None):
                text += ': ' + self.expr(param.bound)
            if getattr(param, 'default_value', None):
                text += ' = ' + self.expr(param.default_value)
            shown.append(text)
        return f"[{', '.join(shown)}]"

    def visit_FunctionDef(self, node):
        self.function(node, 'def')

    def visit_AsyncFunctionDef(self, node):
        self.function(node, 'async def')

    def visit_ClassDef(self, node):
        self.decorators(node)
        parts = [self.expr(base) for base in node.bases] + [self.keyword(keyword) for keyword in node.keywords]
        self.block(f"class {node.name}{self.type_params(node)}" + (f"({', '.join(parts)})" if parts else ''), node.body, True)

    def visit_Return(self, node):
        self.line('return' + (' ' + self.expr(node.value) if node.value else ''))

    def visit_Delete(self, node):
        self.line('del ' + ', '.join(self.expr(target) for target in node.targets))

    def visit_Assign(self, node):
        self.line(''.join(self.expr(target, _Level.TUPLE) + ' = ' for target in node.targets) + self.expr(node.value)
                  + self.comment(node))

    def comment(self, node):
        comment = getattr(node, 'type_comment', None)
        return f' # type: {comment}' if comment else ''

    def visit_TypeAlias(self, node):
        self.line(f'type {self.expr(node.name)}{self.type_params(node)} = {self.expr(node.value)}')

    def visit_AugAssign(self, node):
        self.line(f'{self.expr(node.target)} {_BINARY[type(node.op).__name__][0]}= {self.expr(node.value)}')

    def visit_AnnAssign(self, node):
        target = self.expr(node.target)
        if not node.simple and isinstance(node.target, Name):
            target = f'({target})'
        self.line(f'{target}: {self.expr(node.annotation)}' + (f' = {self.expr(node.value)}' if node.value else ''))

    def loop(self, node, word):
        self.block(f'{word} {self.expr(node.target, _Level.TUPLE)} in {self.expr(node.iter)}', node.body)
        self.orelse(node)

    def orelse(self, node):
        if node.orelse:
            self.block('else', node.orelse)

    def visit_For(self, node):
        self.loop(node, 'for')

    def visit_AsyncFor(self, node):
        self.loop(node, 'async for')

    def visit_While(self, node):
        self.block(f'while {self.expr(node.test)}', node.body)
        self.orelse(node)

    def visit_If(self, node):
        self.block(f'if {self.expr(node.test)}', node.body)
        while len(node.orelse) == 1 and isinstance(node.orelse[0], If):
            node = node.orelse[0]
            self.block(f'elif {self.expr(node.test)}', node.body)
        self.orelse(node)

    def with_(self, node, word):
        items = [self.expr(item.context_expr) + (f' as {self.expr(item.optional_vars)}' if item.optional_vars else '') for item in node.items]
        self.block(f"{word} {', '.join(items)}", node.body)

    def visit_With(self, node):
        self.with_(node, 'with')

    def visit_AsyncWith(self, node):
        self.with_(node, 'async with')

    def visit_Match(self, node):
        self.line(f'match {self.expr(node.subject)}:')
        self.indent += 1
        for case in node.cases:
            guard = f' if {self.expr(case.guard)}' if case.guard else ''
            self.block(f'case {self.pattern(case.pattern)}{guard}', case.body)
        self.indent -= 1

    def visit_Raise(self, node):
        if not node.exc:
            if node.cause:
                raise ValueError('Node can\'t be used without a value attribute.')
            self.line('raise')
            return
        self.line(f'raise {self.expr(node.exc)}' + (f' from {self.expr(node.cause)}' if node.cause else ''))

    def try_(self, node, star):
        self.block('try', node.body)
        for handler in node.handlers:
            head = 'except' + star
            if handler.type:
                head += f' {self.expr(handler.type)}'
            if handler.name:
                head += f' as {handler.name}'
            self.block(head, handler.body)
        self.orelse(node)
        if node.finalbody:
            self.block('finally', node.finalbody)

    def visit_Try(self, node):
        self.try_(node, '')

    def visit_TryStar(self, node):
        self.try_(node, '*')

    def visit_Assert(self, node):
        self.line(f'assert {self.expr(node.test)}' + (f', {self.expr(node.msg)}' if node.msg else ''))

    def aliases(self, names):
        return ', '.join(alias.name + (f' as {alias.asname}' if alias.asname else '') for alias in names)

    def visit_Import(self, node):
        self.line('import ' + self.aliases(node.names))

    def visit_ImportFrom(self, node):
        self.line(f"from {'.' * (node.level or 0)}{node.module or ''} import {self.aliases(node.names)}")

    def visit_Global(self, node):
        self.line('global ' + ', '.join(node.names))

    def visit_Nonlocal(self, node):
        self.line('nonlocal ' + ', '.join(node.names))

    def visit_Pass(self, node):
        self.line('pass')

    def visit_Break(self, node):
        self.line('break')

    def visit_Continue(self, node):
        self.line('continue')

    def generic_visit(self, node):
        if isinstance(node, expr):
            self.line(self.expr(node))
        elif isinstance(node, pattern):
            self.line(self.pattern(node))
        elif isinstance(node, arguments):
            self.line(self.args(node))
        elif isinstance(node, operator):
            self.line(_BINARY[type(node).__name__][0])
        else:
            super().generic_visit(node)

    # -- patterns --

    def pattern(self, node, level=_Level.TEST):
        kind = type(node).__name__
        if kind == 'MatchValue':
            return self.expr(node.value)
        if kind == 'MatchSingleton':
            return repr(node.value)
        if kind == 'MatchSequence':
            return f"[{', '.join(map(self.pattern, node.patterns))}]"
        if kind == 'MatchStar':
            return '*' + (node.name or '_')
        if kind == 'MatchMapping':
            parts = [f'{self.expr(key)}: {self.pattern(value)}' for key, value in zip(node.keys, node.patterns)]
            if node.rest:
                parts.append('**' + node.rest)
            return f"{{{', '.join(parts)}}}"
        if kind == 'MatchClass':
            parts = [*map(self.pattern, node.patterns), *(f'{name}={self.pattern(value)}' for name, value in zip(node.kwd_attrs, node.kwd_patterns))]
            return f"{self.expr(node.cls)}({', '.join(parts)})"
        if kind == 'MatchOr':
            shown, own = ' | '.join(self.pattern(each, _Level.BOR.up()) for each in node.patterns), _Level.BOR
        elif node.pattern is None:
            return node.name or '_'
        else:
            shown, own = f'{self.pattern(node.pattern, _Level.BOR)} as {node.name}', _Level.TEST
        return f'({shown})' if own < level else shown

    # -- expressions --

    def args(self, args):
        parts = []
        plain = args.posonlyargs + args.args
        first = len(plain) - len(args.defaults)
        for at, arg in enumerate(plain):
            text = self.arg(arg)
            if at >= first:
                text += '=' + self.expr(args.defaults[at - first])
            parts.append(text)
            if at + 1 == len(args.posonlyargs):
                parts.append('/')
        if args.vararg or args.kwonlyargs:
            parts.append('*' + (self.arg(args.vararg) if args.vararg else ''))
        for arg, default in zip(args.kwonlyargs, args.kw_defaults):
            parts.append(self.arg(arg) + ('=' + self.expr(default) if default else ''))
        if args.kwarg:
            parts.append('**' + self.arg(args.kwarg))
        return ', '.join(parts)

    def arg(self, arg):
        return arg.arg + (f': {self.expr(arg.annotation)}' if arg.annotation else '')

    def keyword(self, keyword):
        return '**' + self.expr(keyword.value) if keyword.arg is None else f'{keyword.arg}={self.expr(keyword.value)}'

    def expr(self, node, level=_Level.TEST):
        text, own = getattr(self, '_' + type(node).__name__)(node)
        return f'({text})' if own < level else text

    def _NamedExpr(self, node):
        return f'{self.expr(node.target, _Level.ATOM)} := {self.expr(node.value, _Level.ATOM)}', _Level.NAMED

    def _BoolOp(self, node):
        word, level = (' and ', _Level.AND) if isinstance(node.op, And) else (' or ', _Level.OR)
        # Each operand is taken to bind more tightly than the one before it.
        own, shown = level, []
        for value in node.values:
            own = own.up()
            shown.append(self.expr(value, own))
        return word.join(shown), level

    def _BinOp(self, node):
        sign, level = _BINARY[type(node.op).__name__]
        if sign == '**':
            return f'{self.expr(node.left, level.up())} ** {self.expr(node.right, level)}', level
        return f'{self.expr(node.left, level)} {sign} {self.expr(node.right, level.up())}', level

    def _UnaryOp(self, node):
        sign, level = _UNARY[type(node.op).__name__]
        return sign + self.expr(node.operand, level), level

    def _Lambda(self, node):
        args = self.args(node.args)
        return f"lambda{' ' + args if args else ''}: {self.expr(node.body)}", _Level.TEST

    def _IfExp(self, node):
        return f'{self.expr(node.body, _Level.OR)} if {self.expr(node.test, _Level.OR)} else {self.expr(node.orelse)}', _Level.TEST

    def _Dict(self, node):
        def pair(key, value):
            return '**' + self.expr(value, _Level.EXPR) if key is None else f'{self.expr(key)}: {self.expr(value)}'
        return f"{{{', '.join(map(pair, node.keys, node.values))}}}", _Level.ATOM

    def _Set(self, node):
        return f"{{{', '.join(map(self.expr, node.elts))}}}" if node.elts else '{*()}', _Level.ATOM

    def generators(self, node):
        text = ''
        for each in node.generators:
            text += f" {'async ' if each.is_async else ''}for {self.expr(each.target, _Level.TUPLE)} in {self.expr(each.iter, _Level.OR)}"
            text += ''.join(f' if {self.expr(test, _Level.OR)}' for test in each.ifs)
        return text

    def _ListComp(self, node):
        return f'[{self.expr(node.elt)}{self.generators(node)}]', _Level.ATOM

    def _SetComp(self, node):
        return f'{{{self.expr(node.elt)}{self.generators(node)}}}', _Level.ATOM

    def _GeneratorExp(self, node):
        return f'({self.expr(node.elt)}{self.generators(node)})', _Level.ATOM

    def _DictComp(self, node):
        return f'{{{self.expr(node.key)}: {self.expr(node.value)}{self.generators(node)}}}', _Level.ATOM

    def _Await(self, node):
        return f'await {self.expr(node.value, _Level.ATOM)}', _Level.AWAIT

    def _Yield(self, node):
        return 'yield' + (f' {self.expr(node.value, _Level.ATOM)}' if node.value else ''), _Level.YIELD

    def _YieldFrom(self, node):
        return f'yield from {self.expr(node.value, _Level.ATOM)}', _Level.YIELD

    def _Compare(self, node):
        text = self.expr(node.left, _Level.CMP.up())
        for op, value in zip(node.ops, node.comparators):
            text += f' {_COMPARE[type(op).__name__]} {self.expr(value, _Level.CMP.up())}'
        return text, _Level.CMP

    def _Call(self, node):
        func = self.expr(node.func, _Level.ATOM)
        return f"{func}({', '.join([*map(self.expr, node.args), *map(self.keyword, node.keywords)])})", _Level.ATOM

    def _Attribute(self, node):
        value = self.expr(node.value, _Level.ATOM)
        if isinstance(node.value, Constant) and isinstance(node.value.value, int):
            value += ' '
        return f'{value}.{node.attr}', _Level.ATOM

    def _Subscript(self, node):
        part = node.slice
        if isinstance(part, Tuple) and part.elts:
            inner = ', '.join(map(self.expr, part.elts)) + (',' if len(part.elts) == 1 else '')
        else:
            inner = self.expr(part)
        return f'{self.expr(node.value, _Level.ATOM)}[{inner}]', _Level.ATOM

    def _Starred(self, node):
        return '*' + self.expr(node.value, _Level.EXPR), _Level.ATOM

    def _Name(self, node):
        return node.id, _Level.ATOM

    def _List(self, node):
        return f"[{', '.join(map(self.expr, node.elts))}]", _Level.ATOM

    def _Tuple(self, node):
        if not node.elts:
            return '()', _Level.ATOM
        return ', '.join(map(self.expr, node.elts)) + (',' if len(node.elts) == 1 else ''), _Level.TUPLE

    def _Slice(self, node):
        part = lambda value: self.expr(value) if value else ''
        return f'{part(node.lower)}:{part(node.upper)}' + (f':{part(node.step)}' if node.step else ''), _Level.ATOM

    def _Constant(self, node):
        value = node.value
        if value is ...:
            return '...', _Level.ATOM
        if isinstance(value, tuple):
            return '(' + ', '.join(repr(v) for v in value) + (',)' if len(value) == 1 else ')'), _Level.ATOM
        text = repr(value)
        if isinstance(value, (float, complex)):
            text = text.replace('inf', _INFINITY).replace('nan', f'({_INFINITY}-{_INFINITY})')
        if getattr(node, 'kind', None) == 'u':
            text = 'u' + text
        return text, _Level.ATOM

    def _FormattedValue(self, node):
        return self._JoinedStr(JoinedStr([node]))

    def _JoinedStr(self, node):
        # Quotes matter for the texts only: in a hole all of them may stand.
        quotes = ["'", '"', '"""', "'''"]
        pieces = []
        for value in node.values:
            if not isinstance(value, Constant):
                pieces.append((False, self.hole(value)))
                continue
            text = self.string_text(value, '\t')
            # A quote is better whose first character does not follow itself.
            quotes = sorted((quote for quote in quotes if quote not in text), key=lambda quote: text.endswith(quote[0]))
            if quotes and text.endswith(quotes[0][0]):
                text = f'{text[:-1]}\\{text[-1]}'
            pieces.append((True, text))
        if quotes:
            return f"f{quotes[0]}{''.join(piece for _, piece in pieces)}{quotes[0]}", _Level.ATOM
        shown = ''.join(piece.replace("'", "\\'") if is_text else piece for is_text, piece in pieces)
        return f"f'{shown}'", _Level.ATOM

    @staticmethod
    def string_text(node, escaped=''):
        """What stands between the holes of an f-string."""
        shown = ''.join(c if c == '\t' and c not in escaped or c.isprintable() and c != '\\' else c.encode('unicode_escape').decode() for c in node.value)
        return shown.replace('{', '{{').replace('}', '}}')

    def hole(self, value):
        inner = self.expr(value.value, _Level.TEST.up())
        shown = ('{ ' if inner.startswith('{') else '{') + inner
        if value.conversion != -1:
            shown += '!' + chr(value.conversion)
        spec = value.format_spec
        if isinstance(spec, JoinedStr):
            shown += ':' + ''.join(self.string_text(part) if isinstance(part, Constant) else self.hole(part) for part in spec.values)
        elif spec is not None:
            shown += ':' + self.expr(spec)
        return shown + '}'


def unparse(ast_obj):
    """The source text of a tree."""
    unparser = _Unparser()
    if isinstance(ast_obj, list):
        for node in ast_obj:
            unparser.visit(node)
    else:
        unparser.visit(ast_obj)
    return '\n'.join(unparser.lines)


# Older names, some of which a first use warns of.
_OLD = ('Num', 'Str', 'Bytes', 'NameConstant', 'Ellipsis', 'slice', 'Index', 'ExtSlice', 'Suite', 'AugLoad', 'AugStore', 'Param')


def __getattr__(name):
    if name not in _OLD:
        raise AttributeError(f"module 'ast' has no attribute '{name}'")
    import _ast_old
    found = globals()[name] = getattr(_ast_old, name)
    if name in _OLD[:5]:
        import warnings
        warnings._deprecated(
            f'ast.{name}', '{name} is deprecated and will be removed in Python {remove}; use ast.Constant instead', remove=(3, 14))
    return found


def _old_value(name):
    """A property of constants under an older name."""
    def warn():
        import warnings
        warnings.warn(
            f'Attribute {name} is deprecated and will be removed in Python 3.14; use value instead', DeprecationWarning, stacklevel=3)

    def get(self):
        """Deprecated. Use value instead."""
        warn()
        return self.value

    def put(self, value):
        warn()
        self.value = value
    return property(get, put)


Constant.n, Constant.s = _old_value('n'), _old_value('s')


def _dims_of(self):
    """Deprecated. Use elts instead."""
    return self.elts


def _put_dims(self, value):
    self.elts = value


Tuple.dims = property(_dims_of, _put_dims)


def main(args=None):
    """Prints the tree of a file."""
    import argparse
    parser = argparse.ArgumentParser(prog='python -m ast')
    parser.add_argument('infile', nargs='?', default='-', help='the file to parse; defaults to stdin')
    parser.add_argument('-m', '--mode', default='exec', choices=('exec', 'single', 'eval', 'func_type'),
                        help='specify what kind of code must be parsed')
    parser.add_argument('--no-type-comments', default=True, action='store_false', help="don't add information about type comments")
    parser.add_argument('-a', '--include-attributes', action='store_true',
                        help='include attributes such as line numbers and column offsets')
    parser.add_argument('-i', '--indent', type=int, default=3, help='indentation of nodes (number of spaces)')
    options = parser.parse_args(args)
    if options.infile == '-':
        name, source = '<stdin>', sys.stdin.buffer.read()
    else:
        name = options.infile
        with open(name, 'rb') as file:
            source = file.read()
    tree = parse(source, name, options.mode, type_comments=options.no_type_comments)
    print(dump(tree, include_attributes=options.include_attributes, indent=options.indent))


if __name__ == '__main__':
    # Trees are made of the classes of the module that is imported, not of those of this copy.
    from ast import main
    main()
