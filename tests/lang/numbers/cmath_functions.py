import cmath


def t(text, f):
    try:
        print(text, '->', repr(f()))
    except Exception as error:
        print(text, '->', type(error).__name__, error.args)


t('cmath.sqrt(-1)', lambda: cmath.sqrt(-1))
t('cmath.exp(1j)', lambda: cmath.exp(1j))
t('cmath.log(0)', lambda: cmath.log(0))
t('cmath.log(1j,2)', lambda: cmath.log(1j,2))
t('cmath.log(1j,0)', lambda: cmath.log(1j,0))
t('cmath.log(-1,1)', lambda: cmath.log(-1,1))
t('cmath.exp(1000)', lambda: cmath.exp(1000))
t('cmath.acos(2)', lambda: cmath.acos(2))
t("cmath.sqrt('a')", lambda: cmath.sqrt('a'))
t('cmath.phase(-1)', lambda: cmath.phase(-1))
t('cmath.polar(1j)', lambda: cmath.polar(1j))
t('cmath.rect(1,2)', lambda: cmath.rect(1,2))
t('cmath.isclose(1,1j)', lambda: cmath.isclose(1,1j))
t('cmath.isnan(1j)', lambda: cmath.isnan(1j))
t('cmath.infj', lambda: cmath.infj)
t('cmath.nanj', lambda: cmath.nanj)
t('cmath.cosh(1000)', lambda: cmath.cosh(1000))
t('cmath.tanh(1000+1j)', lambda: cmath.tanh(1000+1j))
t('cmath.atanh(1)', lambda: cmath.atanh(1))
t('cmath.log10(0)', lambda: cmath.log10(0))
t('cmath.log10(100j)', lambda: cmath.log10(100j))
t("cmath.sin(complex('inf'))", lambda: cmath.sin(complex('inf')))
t("cmath.rect(float('inf'),float('nan'))", lambda: cmath.rect(float('inf'),float('nan')))
t("cmath.rect(1,float('inf'))", lambda: cmath.rect(1,float('inf')))
t("complex('inf')/1", lambda: complex('inf')/1)
t("(1+1j)/complex('inf')", lambda: (1+1j)/complex('inf'))
t("complex('inf+infj')*(1+1j)", lambda: complex('inf+infj')*(1+1j))
t("complex('nan')/complex('inf')", lambda: complex('nan')/complex('inf'))
t("complex(1,2)/complex('inf+nanj')", lambda: complex(1,2)/complex('inf+nanj'))
