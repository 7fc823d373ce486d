"""`python -m json.tool`: reads JSON and writes it in a form that is easy to read."""

import argparse
import json
import sys


def _parser():
    parser = argparse.ArgumentParser(
        prog='python -m json.tool',
        description='A simple command line interface for json module to validate and pretty-print JSON objects.')
    parser.add_argument('infile', nargs='?', default='-', help='a JSON file to be validated or pretty-printed')
    parser.add_argument('outfile', nargs='?', help='write the output of infile to outfile')
    parser.add_argument('--sort-keys', action='store_true', help='sort the output of dictionaries alphabetically by key')
    parser.add_argument('--no-ensure-ascii', dest='ensure_ascii', action='store_false', help='disable escaping of non-ASCII characters')
    parser.add_argument('--json-lines', action='store_true', help='parse input using the JSON Lines format. Use with --no-indent or --compact to produce valid JSON Lines output.')
    space = parser.add_mutually_exclusive_group()
    space.add_argument('--indent', default=4, type=int, help='separate items with newlines and use this number of spaces for indentation')
    space.add_argument('--tab', action='store_const', dest='indent', const='\t',
                       help='separate items with newlines and use tabs for indentation')
    space.add_argument('--no-indent', action='store_const', dest='indent', const=None, help='separate items with spaces rather than newlines')
    space.add_argument('--compact', action='store_true', help='suppress all whitespace separation (most compact)')
    return parser


def main():
    options = _parser().parse_args()
    form = {'sort_keys': options.sort_keys, 'indent': options.indent, 'ensure_ascii': options.ensure_ascii}
    if options.compact:
        form.update(indent=None, separators=(',', ':'))
    try:
        source = sys.stdin if options.infile == '-' else open(options.infile, encoding='utf-8')
        with source:
            # All is read before anything is written: both may be one file.
            lines = source.readlines() if options.json_lines else [source.read()]
        values = [json.loads(line) for line in lines]
        if options.outfile is None:
            _write(values, sys.stdout, form)
        else:
            with open(options.outfile, 'w', encoding='utf-8') as target:
                _write(values, target, form)
    except ValueError as error:
        raise SystemExit(error)


def _write(values, target, form):
    for value in values:
        json.dump(value, target, **form)
        target.write('\n')


if __name__ == '__main__':
    try:
        main()
    except BrokenPipeError as error:
        sys.exit(error.errno)
