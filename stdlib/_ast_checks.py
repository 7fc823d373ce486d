"""Whether a tree that a program made can be compiled: all fields are there and have their types, and what they say is sense."""

import ast

_CONSTANTS = (type(None), type(...), bool, int, float, complex, str, bytes)
# Kinds whose nodes say where they end, or may leave that out.
_ENDS_NEEDED = ('pattern', 'type_param')
_KEPT_NAMES = ('None', 'True', 'False')


def check(tree):
    """Raises what CPython raises for a tree that cannot be compiled."""
    _convert_fields(tree)
    _Meaning().mod(tree)


# -- fields and types: https://docs.python.org/3/library/ast.html#abstract-grammar --


def _convert_fields(node, cls=None):
    cls = type(node) if cls is None else cls
    for field, kind in cls._field_types.items():
        _convert_field(node, cls.__name__, field, kind)


def _convert_field(node, owner, field, kind):
    if kind.endswith('*'):
        items = getattr(node, field, [])
        if type(items) is not list and not isinstance(items, list):
            raise TypeError(f'{owner} field "{field}" must be a list, not a {type(items).__name__}')
        for item in items:
            # None is let through: some lists may hold it.
            if item is not None:
                _convert(item, kind.rstrip('?*'))
        return
    is_optional = kind.endswith('?')
    try:
        value = getattr(node, field)
    except AttributeError:
        if is_optional:
            return
        raise TypeError(f'required field "{field}" missing from {owner}') from None
    if kind == 'constant':
        return
    if value is None:
        if is_optional:
            return
        if kind == 'int':
            raise ValueError(f'invalid integer value: {value!r}')
        raise ValueError(f"field '{field}' is required for {owner}")
    _convert(value, kind.rstrip('?'))


def _convert(value, kind):
    if kind == 'identifier':
        if not isinstance(value, str):
            raise TypeError('AST identifier must be of type str')
    elif kind == 'string':
        if not isinstance(value, (str, bytes)):
            raise TypeError('AST string must be of type str')
    elif kind == 'int':
        if not isinstance(value, int):
            raise ValueError(f'invalid integer value: {value!r}')
    else:
        cls = getattr(ast, kind)
        if cls._field_types:
            # One of a kind: anything with its attributes will do.
            _convert_fields(value, cls)
            _convert_place(value, kind, cls)
            return
        _convert_place(value, kind, cls)
        if not isinstance(value, cls):
            raise TypeError(f'expected some sort of {kind}, but got {value!r}')
        _convert_fields(value)


def _convert_place(node, kind, cls):
    for name in cls._attributes:
        value = getattr(node, name, None)
        if value is None:
            if name.startswith('end_') and kind not in _ENDS_NEEDED:
                continue
            if value is None and not hasattr(node, name) or name.startswith('end_'):
                raise TypeError(f'required field "{name}" missing from {kind}')
        if not isinstance(value, int):
            raise ValueError(f'invalid integer value: {value!r}')


# -- meaning --


def _not_empty(items, field, node):
    if not items:
        raise ValueError(f'empty {field} on {type(node).__name__}')


def _place(node):
    line, column = node.lineno, node.col_offset
    end_line, end_column = getattr(node, 'end_lineno', None), getattr(node, 'end_col_offset', None)
    end_line = line if end_line is None else end_line
    end_column = column if end_column is None else end_column
    if line > end_line:
        raise ValueError(f'AST node line range ({line}, {end_line}) is not valid')
    if line < 0 and end_line != line or column < 0 and column != end_column:
        raise ValueError(f'AST node column range ({column}, {end_column}) for line range ({line}, {end_line}) is not valid')
    if line == end_line and column > end_column:
        raise ValueError(f'line {line}, column {column}-{end_column} is not a valid range')


def _name(name):
    if name in _KEPT_NAMES:
        raise ValueError(f"identifier field can't represent '{name}' constant")


def _constant(value):
    if type(value) in (tuple, frozenset):
        for item in value:
            _constant(item)
    elif type(value) not in _CONSTANTS:
        raise TypeError(f'got an invalid type in Constant: {type(value).__name__}')


class _Meaning:
    """What no field says by its type."""

    def mod(self, node):
        match node:
            case ast.Expression():
                self.expr(node.body)
            case ast.FunctionType():
                self.exprs(node.argtypes)
                self.expr(node.returns)
            case _:
                self.stmts(node.body)

    def stmts(self, stmts):
        for stmt in stmts:
            if stmt is None:
                raise ValueError('None disallowed in statement list')
            self.stmt(stmt)

    def body(self, node):
        _not_empty(node.body, 'body', node)
        self.stmts(node.body)

    def exprs(self, exprs, context='Load', may_lack=False):
        for expr in exprs:
            if expr is not None:
                self.expr(expr, context)
            elif not may_lack:
                raise ValueError('None disallowed in expression list')

    def maybe(self, expr):
        if expr is not None:
            self.expr(expr)

    # -- statements --

    def stmt(self, node):
        _place(node)
        kind = type(node).__name__
        # Derived classes mean what their base means.
        for cls in type(node).__mro__:
            method = getattr(self, '_' + cls.__name__, None)
            if method is not None:
                method(node)
                return
        raise SystemError(f'unexpected statement {kind}')

    def _FunctionDef(self, node):
        self.body(node)
        self.type_params(node.type_params)
        self.arguments(node.args)
        self.exprs(node.decorator_list)
        self.maybe(getattr(node, 'returns', None))

    _AsyncFunctionDef = _FunctionDef

    def _ClassDef(self, node):
        self.body(node)
        self.type_params(node.type_params)
        self.exprs(node.bases)
        self.keywords(node.keywords)
        self.exprs(node.decorator_list)

    def _Return(self, node):
        self.maybe(node.value)

    def _Delete(self, node):
        _not_empty(node.targets, 'targets', node)
        self.exprs(node.targets, 'Del')

    def _Assign(self, node):
        _not_empty(node.targets, 'targets', node)
        self.exprs(node.targets, 'Store')
        self.expr(node.value)

    def _AugAssign(self, node):
        self.expr(node.target, 'Store')
        self.expr(node.value)

    def _AnnAssign(self, node):
        if not isinstance(node.target, ast.Name) and node.simple:
            raise TypeError('AnnAssign with simple non-Name target')
        self.expr(node.target, 'Store')
        self.maybe(node.value)
        self.expr(node.annotation)

    def _TypeAlias(self, node):
        if not isinstance(node.name, ast.Name):
            raise TypeError('TypeAlias with non-Name name')
        self.expr(node.name, 'Store')
        self.type_params(node.type_params)
        self.expr(node.value)

    def _For(self, node):
        self.expr(node.target, 'Store')
        self.expr(node.iter)
        self.body(node)
        self.stmts(node.orelse)

    _AsyncFor = _For

    def _While(self, node):
        self.expr(node.test)
        self.body(node)
        self.stmts(node.orelse)

    _If = _While

    def _With(self, node):
        _not_empty(node.items, 'items', node)
        for item in node.items:
            self.expr(item.context_expr)
            if item.optional_vars is not None:
                self.expr(item.optional_vars, 'Store')
        self.body(node)

    _AsyncWith = _With

    def _Match(self, node):
        self.expr(node.subject)
        _not_empty(node.cases, 'cases', node)
        for case in node.cases:
            self.pattern(case.pattern)
            self.maybe(case.guard)
            self.body(case)

    def _Raise(self, node):
        if node.exc is not None:
            self.expr(node.exc)
            self.maybe(node.cause)
        elif node.cause is not None:
            raise ValueError('Raise with cause but no exception')

    def _Try(self, node):
        kind = type(node).__name__
        self.body(node)
        if not node.handlers and not node.finalbody:
            raise ValueError(f'{kind} has neither except handlers nor finalbody')
        if not node.handlers and node.orelse:
            raise ValueError(f'{kind} has orelse but no except handlers')
        for handler in node.handlers:
            _place(handler)
            self.maybe(handler.type)
            self.body(handler)
        self.stmts(node.finalbody)
        self.stmts(node.orelse)

    _TryStar = _Try

    def _Assert(self, node):
        self.expr(node.test)
        self.maybe(node.msg)

    def _Import(self, node):
        _not_empty(node.names, 'names', node)

    _Global = _Nonlocal = _Import

    def _ImportFrom(self, node):
        if (node.level or 0) < 0:
            raise ValueError('Negative ImportFrom level')
        _not_empty(node.names, 'names', node)

    def _Expr(self, node):
        self.expr(node.value)

    def _Pass(self, node):
        """Nothing can be wrong with it."""

    _Break = _Continue = _Pass

    # -- parts of statements --

    def arguments(self, args):
        self.args(args.posonlyargs)
        self.args(args.args)
        if args.vararg is not None:
            self.args([args.vararg])
        self.args(args.kwonlyargs)
        if args.kwarg is not None:
            self.args([args.kwarg])
        if len(args.defaults) > len(args.posonlyargs) + len(args.args):
            raise ValueError('more positional defaults than args on arguments')
        if len(args.kw_defaults) != len(args.kwonlyargs):
            raise ValueError('length of kwonlyargs is not the same as kw_defaults on arguments')
        self.exprs(args.defaults)
        self.exprs(args.kw_defaults, may_lack=True)

    def args(self, args):
        for arg in args:
            _place(arg)
            self.maybe(arg.annotation)

    def keywords(self, keywords):
        for keyword in keywords:
            self.expr(keyword.value)

    def type_params(self, params):
        for param in params:
            _place(param)
            _name(param.name)
            self.maybe(getattr(param, 'bound', None))
            self.maybe(getattr(param, 'default_value', None))

    def generators(self, generators):
        if not generators:
            raise ValueError('comprehension with no generators')
        for each in generators:
            self.expr(each.target, 'Store')
            self.expr(each.iter)
            self.exprs(each.ifs)

    # -- expressions --

    def expr(self, node, context='Load'):
        _place(node)
        own = getattr(node, 'ctx', None)
        if own is not None and isinstance(node, (ast.Attribute, ast.Subscript, ast.Starred, ast.Name, ast.List, ast.Tuple)):
            if isinstance(node, ast.Name):
                _name(node.id)
            if not isinstance(own, getattr(ast, context)):
                raise ValueError(f'expression must have {context} context but has {type(own).__name__} instead')
        elif context != 'Load':
            raise ValueError(f"expression which can't be assigned to in {context} context")
        match node:
            case ast.BoolOp():
                if len(node.values) < 2:
                    raise ValueError('BoolOp with less than 2 values')
                self.exprs(node.values)
            case ast.Dict():
                if len(node.keys) != len(node.values):
                    raise ValueError("Dict doesn't have the same number of keys as values")
                self.exprs(node.keys, may_lack=True)
                self.exprs(node.values)
            case ast.ListComp() | ast.SetComp() | ast.GeneratorExp():
                self.generators(node.generators)
                self.expr(node.elt)
            case ast.DictComp():
                self.generators(node.generators)
                self.expr(node.key)
                self.expr(node.value)
            case ast.Compare():
                if not node.comparators:
                    raise ValueError('Compare with no comparators')
                if len(node.comparators) != len(node.ops):
                    raise ValueError('Compare has a different number of comparators and operands')
                self.exprs(node.comparators)
                self.expr(node.left)
            case ast.Call():
                self.expr(node.func)
                self.exprs(node.args)
                self.keywords(node.keywords)
            case ast.Constant():
                _constant(node.value)
            case ast.FormattedValue():
                self.expr(node.value)
                if node.conversion not in (-1, 97, 114, 115):
                    raise SystemError(f'Unrecognized conversion character {node.conversion}')
                self.maybe(node.format_spec)
            case ast.Starred() | ast.Name():
                if isinstance(node, ast.Starred):
                    self.expr(node.value, context)
            case ast.List() | ast.Tuple():
                self.exprs(node.elts, context)
            case ast.NamedExpr():
                if not isinstance(node.target, ast.Name):
                    raise TypeError('NamedExpr target must be a Name')
                self.expr(node.target, 'Store')
                self.expr(node.value)
            case ast.Lambda():
                self.arguments(node.args)
                self.expr(node.body)
            case _:
                # All else has expressions that are read, and nothing that could be said wrongly.
                for child in ast.iter_child_nodes(node):
                    if isinstance(child, ast.expr):
                        self.expr(child)
                for field in ('elts', 'values'):
                    self.exprs(getattr(node, field, ()))

    # -- patterns --

    def patterns(self, patterns, star_ok=False):
        for pattern in patterns:
            self.pattern(pattern, star_ok)

    def target(self, name):
        if name is not None:
            _name(name)
            if name == '_':
                raise ValueError("can't capture name '_' in patterns")

    def pattern(self, node, star_ok=False):
        _place(node)
        match node:
            case ast.MatchValue():
                self.expr(node.value)
                self.pattern_value(node.value)
            case ast.MatchSingleton():
                if node.value is not None and not isinstance(node.value, bool):
                    raise ValueError('MatchSingleton can only contain True, False and None')
            case ast.MatchSequence():
                self.patterns(node.patterns, True)
            case ast.MatchMapping():
                if len(node.keys) != len(node.patterns):
                    raise ValueError("MatchMapping doesn't have the same number of keys as patterns")
                self.target(node.rest)
                for key in node.keys:
                    if not isinstance(key, ast.Constant) or key.value is not None and not isinstance(key.value, bool):
                        self.expr(key)
                        self.pattern_value(key)
                self.patterns(node.patterns)
            case ast.MatchClass():
                if len(node.kwd_attrs) != len(node.kwd_patterns):
                    raise ValueError("MatchClass doesn't have the same number of keyword attributes as patterns")
                self.expr(node.cls)
                cls = node.cls
                while isinstance(cls, ast.Attribute):
                    cls = cls.value
                if not isinstance(cls, ast.Name):
                    raise ValueError('MatchClass cls field can only contain Name or Attribute nodes.')
                for name in node.kwd_attrs:
                    _name(name)
                self.patterns(node.patterns)
                self.patterns(node.kwd_patterns)
            case ast.MatchStar():
                if not star_ok:
                    raise ValueError("can't use MatchStar here")
                self.target(node.name)
            case ast.MatchAs():
                self.target(node.name)
                if node.pattern is not None:
                    if node.name is None:
                        raise ValueError('MatchAs must specify a target name if a pattern is given')
                    self.pattern(node.pattern)
            case ast.MatchOr():
                if len(node.patterns) < 2:
                    raise ValueError('MatchOr requires at least 2 patterns')
                self.patterns(node.patterns)

    def pattern_value(self, node):
        match node:
            case ast.Constant(value=value) if type(value) in (int, float, complex, str, bytes):
                return
            case ast.Attribute() | ast.JoinedStr():
                return
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=value)) if type(value) in (int, float, complex):
                return
            case ast.BinOp(op=ast.Add() | ast.Sub(), right=ast.Constant(value=complex())):
                return
        raise ValueError('patterns may only match literals and attribute lookups')
