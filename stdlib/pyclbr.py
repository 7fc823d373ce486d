"""The classes and functions of a module, read from its text: the module is not run."""

import ast
import sys
from importlib.machinery import PathFinder

__all__ = ['readmodule', 'readmodule_ex', 'Class', 'Function']

# What was read, by the names of the modules.
_modules = {}


class _Object:
    """Something that a module defines, and what is defined in it."""

    def __init__(self, module, name, file, lineno, end_lineno, parent):
        self.module, self.name, self.file = module, name, file
        self.lineno, self.end_lineno, self.parent, self.children = lineno, end_lineno, parent, {}
        if parent is not None:
            parent.children[name] = self


class Function(_Object):
    """A function or method."""

    def __init__(self, module, name, file, lineno, parent=None, is_async=False, *, end_lineno=None):
        super().__init__(module, name, file, lineno, end_lineno, parent)
        self.is_async = is_async
        if isinstance(parent, Class):
            parent.methods[name] = lineno


class Class(_Object):
    """A class. Its bases are Class objects where they are known, else names."""

    def __init__(self, module, name, super_, file, lineno, parent=None, *, end_lineno=None):
        super().__init__(module, name, file, lineno, end_lineno, parent)
        self.super, self.methods = super_ or [], {}


def readmodule(module, path=None):
    """The classes of a module, by name; `path` is searched before `sys.path`."""
    return {name: value for name, value in _read(module, path or []).items() if isinstance(value, Class)}


def readmodule_ex(module, path=None):
    """The classes and functions of a module, by name."""
    return _read(module, path or [])


def _read(module, path, package=None):
    full = module if package is None else f'{package}.{module}'
    if full in _modules:
        return _modules[full]
    if package is None and module in sys.builtin_module_names:
        return _modules.setdefault(module, {})
    if not module:
        # What stands before the first dot of a relative name.
        raise ModuleNotFoundError(f'no module named {full!r}', name=full)
    outer, dot, inner = module.rpartition('.')
    if dot:
        parent = _read(outer, path, package)
        outer = outer if package is None else f'{package}.{outer}'
        if '__path__' not in parent:
            raise ImportError(f'No package named {outer}')
        return _read(inner, parent['__path__'], outer)
    spec = PathFinder.find_spec(full, path + sys.path if package is None else path)
    if spec is None:
        raise ModuleNotFoundError(f'no module named {full!r}', name=full)
    # It is there before it is read, for modules that import each other.
    tree = _modules[full] = {}
    if spec.submodule_search_locations is not None:
        tree['__path__'] = spec.submodule_search_locations
    try:
        source = spec.loader.get_source(full)
    except (AttributeError, ImportError):
        source = None
    if source is not None:
        _Browser(full, path, spec.loader.get_filename(full), tree, package).visit(ast.parse(source))
    return tree


class _Browser(ast.NodeVisitor):
    def __init__(self, module, path, file, tree, package):
        self.module, self.path, self.file, self.tree, self.package = module, path, file, tree, package
        # The definitions that the visitor is in.
        self.stack = []

    def _base(self, node):
        """A base of a class, in a list; nothing if its module is known, but not read."""
        name = ast.unparse(node)
        if name in self.tree:
            return [self.tree[name]]
        *_, module, last = ['', *name.split('.')]
        if not module:
            return [name]
        return [_modules[module].get(last, name)] if module in _modules else []

    def _enter(self, node, made):
        if not self.stack:
            self.tree[node.name] = made
        self.stack.append(made)
        self.generic_visit(node)
        self.stack.pop()

    def _parent(self):
        return self.stack[-1] if self.stack else None

    def visit_ClassDef(self, node):
        bases = [base for each in node.bases for base in self._base(each)]
        self._enter(node, Class(self.module, node.name, bases, self.file, node.lineno, self._parent(), end_lineno=node.end_lineno))

    def visit_FunctionDef(self, node):
        is_async = isinstance(node, ast.AsyncFunctionDef)
        self._enter(node, Function(self.module, node.name, self.file, node.lineno, self._parent(), is_async, end_lineno=node.end_lineno))

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_Import(self, node):
        if node.col_offset:
            return
        for each in node.names:
            try:
                try:
                    _read(each.name, self.path, self.package)
                except ImportError:
                    _read(each.name, [])
            except (ImportError, SyntaxError):
                # What cannot be read has nothing that could be a base.
                continue

    def visit_ImportFrom(self, node):
        if node.col_offset:
            return
        try:
            found = _read('.' * node.level + (node.module or ''), self.path, self.package)
        except (ImportError, SyntaxError):
            return
        for each in node.names:
            if each.name in found:
                self.tree[each.asname or each.name] = found[each.name]
            elif each.name == '*':
                self.tree.update({name: value for name, value in found.items() if not name.startswith('_')})


def _show(values, indent):
    for each in sorted((each for each in values if isinstance(each, _Object)), key=lambda each: each.lineno):
        if isinstance(each, Class):
            print(f"{' ' * indent}class {each.name} {each.super} {each.lineno}")
        else:
            print(f"{' ' * indent}def {each.name} {each.lineno}")
        _show(each.children.values(), indent + 2)


def _main():
    """Prints what a module defines."""
    import os
    name, path = sys.argv[1] if len(sys.argv) > 1 else __file__, []
    if os.path.exists(name):
        path = [os.path.dirname(name)]
        name = os.path.basename(name).removesuffix('.py')
    _show(readmodule_ex(name, path).values(), 0)


if __name__ == '__main__':
    _main()
