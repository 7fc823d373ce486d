"""The kinds of tokens by number."""

_KINDS = '''
    ENDMARKER NAME NUMBER STRING NEWLINE INDENT DEDENT LPAR:( RPAR:) LSQB:[ RSQB:] COLON:: COMMA:, SEMI:; PLUS:+ MINUS:- STAR:*
    SLASH:/ VBAR:| AMPER:& LESS:< GREATER:> EQUAL:= DOT:. PERCENT:% LBRACE:{ RBRACE:} EQEQUAL:== NOTEQUAL:!= LESSEQUAL:<=
    GREATEREQUAL:>= TILDE:~ CIRCUMFLEX:^ LEFTSHIFT:<< RIGHTSHIFT:>> DOUBLESTAR:** PLUSEQUAL:+= MINEQUAL:-= STAREQUAL:*=
    SLASHEQUAL:/= PERCENTEQUAL:%= AMPEREQUAL:&= VBAREQUAL:|= CIRCUMFLEXEQUAL:^= LEFTSHIFTEQUAL:<<= RIGHTSHIFTEQUAL:>>=
    DOUBLESTAREQUAL:**= DOUBLESLASH:// DOUBLESLASHEQUAL://= AT:@ ATEQUAL:@= RARROW:-> ELLIPSIS:... COLONEQUAL::= EXCLAMATION:!
    OP TYPE_IGNORE TYPE_COMMENT SOFT_KEYWORD FSTRING_START FSTRING_MIDDLE FSTRING_END COMMENT NL ERRORTOKEN ENCODING N_TOKENS
'''.split()

tok_name, EXACT_TOKEN_TYPES = {}, {}
for _number, _kind in enumerate(_KINDS):
    _name, _, _text = _kind.partition(':')
    tok_name[_number] = _name
    if _text:
        EXACT_TOKEN_TYPES[_text] = _number
EXACT_TOKEN_TYPES = dict(sorted(EXACT_TOKEN_TYPES.items()))
# From here on: what the grammar derives.
NT_OFFSET = 256
tok_name[NT_OFFSET] = 'NT_OFFSET'
globals().update({name: number for number, name in tok_name.items()})
del _KINDS, _number, _kind, _name, _text

__all__ = ['tok_name', 'ISTERMINAL', 'ISNONTERMINAL', 'ISEOF', *tok_name.values()]


def ISTERMINAL(x):
    """Whether a number is that of a token."""
    return x < NT_OFFSET


def ISNONTERMINAL(x):
    """Whether a number is that of something the grammar derives."""
    return x >= NT_OFFSET


def ISEOF(x):
    """Whether a number is that of the end."""
    return x == 0
