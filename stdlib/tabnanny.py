"""Finds lines whose indentation depends on how wide a tab is."""

import os
import sys
import tokenize

__all__ = ['check', 'NannyNag', 'process_tokens']

verbose = filename_only = 0


def errprint(*args):
    sys.stderr.write(' '.join(map(str, args)) + '\n')
    sys.exit(1)


class NannyNag(Exception):
    """A line's indentation is not the same for all widths of tabs."""

    def __init__(self, lineno, msg, line):
        self.lineno, self.msg, self.line = lineno, msg, line

    def get_lineno(self):
        return self.lineno

    def get_msg(self):
        return self.msg

    def get_line(self):
        return self.line


def check(file):
    """Reports the first doubtful line of a file, or of each module below a folder."""
    if os.path.isdir(file) and not os.path.islink(file):
        if verbose:
            print(f'{file!r}: listing directory')
        for name in os.listdir(file):
            inner = os.path.join(file, name)
            if os.path.isdir(inner) and not os.path.islink(inner) or name.endswith('.py'):
                check(inner)
        return
    try:
        source = tokenize.open(file)
    except OSError as error:
        errprint(f'{file!r}: I/O Error: {error}')
    if verbose > 1:
        print(f'checking {file!r} ...')
    with source:
        try:
            process_tokens(tokenize.generate_tokens(source.readline))
        except tokenize.TokenError as error:
            errprint(f'{file!r}: Token Error: {error}')
        except IndentationError as error:
            errprint(f'{file!r}: Indentation Error: {error}')
        except SyntaxError as error:
            errprint(f'{file!r}: Syntax Error: {error}')
        except NannyNag as nag:
            _report(file, nag)
            return
    if verbose:
        print(f'{file!r}: Clean bill of health.')


def _report(file, nag):
    if verbose:
        print(f'{file!r}: *** Line {nag.get_lineno()}: trouble in tab city! ***')
        print(f'offending line: {nag.get_line()!r}')
        print(nag.get_msg())
        return
    if ' ' in file:
        file = f'"{file}"'
    print(file) if filename_only else print(file, nag.get_lineno(), repr(nag.get_line()))


def _widths(blank, sizes):
    """How wide an indentation is for each size of tabs."""
    return [len(blank.expandtabs(size)) for size in sizes]


def _blank(line):
    return line[:len(line) - len(line.lstrip(' \t'))]


def _longest_run(blank):
    return max(map(len, blank.split('\t')))


def _witnesses(inner, outer, is_bad):
    """The sizes of tabs that something is wrong for; beyond the longest run of spaces nothing changes any more."""
    sizes = range(1, max(_longest_run(inner), _longest_run(outer)) + 2)
    return [size for size, *widths in zip(sizes, _widths(inner, sizes), _widths(outer, sizes)) if is_bad(*widths)]


def _text(what, sizes):
    return f"indent not {what} e.g. at tab size{'s' if len(sizes) > 1 else ''} {', '.join(map(str, sizes))}"


def process_tokens(tokens):
    """Looks at the indentations of a file. Errors: NannyNag."""
    try:
        _look_at(tokens)
    except TabError as error:
        raise NannyNag(error.lineno, error.msg, error.text)


def _look_at(tokens):
    indents, starts_line = [''], False
    for kind, text, start, _, line in tokens:
        if kind == tokenize.NEWLINE:
            starts_line = True
        elif kind == tokenize.INDENT:
            starts_line = False
            bad = _witnesses(indents[-1], _blank(text), lambda outer, inner: outer >= inner)
            if bad:
                raise NannyNag(start[0], _text('greater', bad), line)
            indents.append(_blank(text))
        elif kind == tokenize.DEDENT:
            starts_line = True
            indents.pop()
        elif starts_line and kind not in (tokenize.COMMENT, tokenize.NL):
            starts_line = False
            bad = _witnesses(indents[-1], _blank(line), lambda wanted, found: wanted != found)
            if bad:
                raise NannyNag(start[0], _text('equal', bad), line)


def main():
    import getopt
    global verbose, filename_only
    try:
        options, files = getopt.getopt(sys.argv[1:], 'qv')
    except getopt.error as error:
        errprint(error)
    for option, _ in options:
        if option == '-q':
            filename_only += 1
        else:
            verbose += 1
    if not files:
        errprint('Usage:', sys.argv[0], '[-v] file_or_directory ...')
    for file in files:
        check(file)


if __name__ == '__main__':
    main()
