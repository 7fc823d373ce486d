# Differences side by side: the rows, and that pages and tables of HTML hold them.
import difflib
import html.parser


def rows(a, b, **options):
    print(*difflib._mdiff(a, b, **options), sep='\n')
    print('--')


rows('one\ntwo\nthree\nfour\n'.splitlines(True), 'ore\ntree\nemu\nfour\n'.splitlines(True))
rows(['x1\n', 'x2\n'], ['1y\n', '2z\n', '3w\n'])
rows(['abc def\n', 'p q r s t\n'], ['abc  def\n', 'p q x s t u\n'])
rows([f'{n}\n' for n in range(20)], [f'{n if n not in (3, 15) else "new"}\n' for n in range(20)], context=2)
rows(['a\n'], [], context=1)
rows(['a\n'], ['a\n'], context=1)


class Cells(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.rows, self.open = [], []

    def handle_starttag(self, tag, attrs):
        if tag in ('link', 'meta'):
            return
        self.open.append(tag)
        if tag == 'tr':
            self.rows.append([])
        elif tag in ('td', 'th'):
            self.rows[-1].append('')
        elif tag == 'span' and 'tr' in self.open:
            self.rows[-1][-1] += {'diff_add': '+', 'diff_chg': '^', 'diff_sub': '-'}[dict(attrs)['class']]

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, tag

    def handle_data(self, data):
        if 'tr' in self.open and ('td' in self.open or 'th' in self.open):
            self.rows[-1][-1] += data.replace('\xa0', ' ')


def cells(text):
    reader = Cells()
    reader.feed(text)
    reader.close()
    assert not reader.open
    # Rows that hold a number, without the cells for places and links.
    return [[cell for cell in row if cell.strip() not in ('', 'n', 't')] for row in reader.rows if any(cell.strip().isdigit() for cell in row)]


maker = difflib.HtmlDiff(tabsize=4, wrapcolumn=6)
print(*cells(maker.make_table(['a\tb <&>\n', 'same\n', 'long line of text\n'], ['a\tc <&>\n', 'same\n', 'long line of words\n'], 'left', 'right')), sep='\n')
page = difflib.HtmlDiff().make_file(['ü\n'], ['é\n'], charset='us-ascii', context=True)
print('charset=us-ascii' in page, '&#252;' in page, cells(page))
print('No Differences Found' in difflib.HtmlDiff().make_table(['a'], ['a'], context=True).replace('&nbsp;', ' '), 'HtmlDiff' in difflib.__all__)
