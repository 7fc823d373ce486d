"""What code objects say of themselves. Trees of nodes are run here: there is no bytecode to show instruction by instruction."""

import io
import sys
import types

__all__ = ['code_info', 'dis', 'disassemble', 'distb', 'disco', 'findlinestarts', 'findlabels', 'show_code', 'get_instructions',
           'Instruction', 'Bytecode', 'COMPILER_FLAG_NAMES', 'pretty_flags', 'stack_effect']

opmap = {}
opname = []

COMPILER_FLAG_NAMES = {
    1: 'OPTIMIZED', 2: 'NEWLOCALS', 4: 'VARARGS', 8: 'VARKEYWORDS', 16: 'NESTED', 32: 'GENERATOR', 64: 'NOFREE',
    128: 'COROUTINE', 256: 'ITERABLE_COROUTINE', 512: 'ASYNC_GENERATOR',
}


class Instruction:
    """An instruction of bytecode; there are none."""

    def __init__(self, **fields):
        self.__dict__.update(fields)


def pretty_flags(flags):
    """The names of the flags of a code object."""
    names = []
    for bit in range(32):
        flag = 1 << bit
        if flags & flag:
            names.append(COMPILER_FLAG_NAMES.get(flag, hex(flag)))
            flags ^= flag
    return ', '.join(names) or hex(flags)


def _get_code_object(x):
    x = getattr(x, '__func__', x)
    for name in ('__code__', 'gi_code', 'ag_code', 'cr_code'):
        if hasattr(x, name):
            x = getattr(x, name)
            break
    if isinstance(x, str):
        try:
            return compile(x, '<disassembly>', 'eval')
        except SyntaxError:
            return compile(x, '<disassembly>', 'exec')
    if hasattr(x, 'co_name'):
        return x
    raise TypeError(f"don't know how to disassemble {type(x).__name__} objects")


def code_info(x):
    """What is known of a function, method, generator, code object or text."""
    co = _get_code_object(x)
    lines = [f'Name:              {co.co_name}', f'Filename:          {co.co_filename}', f'Argument count:    {co.co_argcount}',
             f'Positional-only arguments: {co.co_posonlyargcount}', f'Kw-only arguments: {co.co_kwonlyargcount}',
             f'Number of locals:  {co.co_nlocals}', f'Stack size:        {co.co_stacksize}', f'Flags:             {pretty_flags(co.co_flags)}']
    for title, names in (('Variable names', co.co_varnames), ('Free variables', co.co_freevars), ('Cell variables', co.co_cellvars)):
        if names:
            lines.append(title + ':')
            lines.extend(f'{i:4}: {name}' for i, name in enumerate(names))
    return '\n'.join(lines)


def show_code(co, *, file=None):
    """Prints what code_info() tells."""
    print(code_info(co), file=file)


def dis(x=None, *, file=None, depth=None, show_caches=False, adaptive=False, show_offsets=False):
    """Shows the code of a function, a class's functions, a module or a text."""
    if x is None:
        return distb(file=file)
    if isinstance(x, (type, types.ModuleType)):
        for name, value in sorted(vars(x).items()):
            value = getattr(value, '__func__', value)
            if isinstance(value, (types.FunctionType, types.CodeType)):
                print(f'Disassembly of {name}:', file=file)
                show_code(value, file=file)
                print(file=file)
        return
    show_code(x, file=file)


def distb(tb=None, *, file=None, show_caches=False, adaptive=False, show_offsets=False):
    """Shows the code where an exception was raised."""
    if tb is None:
        exc = getattr(sys, 'last_exc', None) or sys.exception()
        if exc is None:
            raise RuntimeError('no last traceback to disassemble')
        tb = exc.__traceback__
    while tb.tb_next:
        tb = tb.tb_next
    show_code(tb.tb_frame.f_code, file=file)


def disassemble(co, lasti=-1, *, file=None, **options):
    """Shows a code object."""
    show_code(co, file=file)


disco = disassemble


def get_instructions(x, *, first_line=None, show_caches=None, adaptive=False, **options):
    """The instructions of the bytecode: none."""
    _get_code_object(x)
    return iter(())


def findlinestarts(code):
    """Where lines start in the bytecode: (0, first line) alone."""
    yield 0, code.co_firstlineno


def findlabels(code):
    return []


def stack_effect(opcode, oparg=None, *, jump=None):
    raise ValueError('invalid opcode or oparg')


class Bytecode:
    """A code object to look at."""

    def __init__(self, x, *, first_line=None, current_offset=None, show_caches=False, adaptive=False, show_offsets=False):
        self.codeobj = _get_code_object(x)
        self.first_line = self.codeobj.co_firstlineno if first_line is None else first_line

    def __iter__(self):
        return iter(())

    def __repr__(self):
        return f'{self.__class__.__name__}({self.codeobj!r})'

    def info(self):
        return code_info(self.codeobj)

    def dis(self):
        out = io.StringIO()
        show_code(self.codeobj, file=out)
        return out.getvalue()
