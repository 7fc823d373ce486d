"""Media types by the ends of names, and the other way round."""

import os
import posixpath

__all__ = [
    'knownfiles', 'inited', 'MimeTypes', 'guess_type', 'guess_file_type', 'guess_all_extensions', 'guess_extension', 'add_type', 'init',
    'read_mime_types', 'suffix_map', 'encodings_map', 'types_map', 'common_types',
]

# Where systems keep such tables.
knownfiles = [
    '/etc/mime.types', '/etc/httpd/mime.types', '/etc/httpd/conf/mime.types', '/etc/apache/mime.types', '/etc/apache2/mime.types',
    '/usr/local/etc/httpd/conf/mime.types', '/usr/local/lib/netscape/mime.types', '/usr/local/etc/mime.types',
]
inited = False
_known = None

# By main type: each sub type with the ends of names it has, the usual one first.
_REGISTERED = {
    'text': '''javascript=js,mjs css=css csv=csv html=html,htm markdown=md,markdown n3=n3 plain=txt,bat,c,h,ksh,pl,srt richtext=rtx
        rtf=rtf tab-separated-values=tsv vtt=vtt x-python=py x-rst=rst x-setext=etx x-sgml=sgm,sgml x-vcard=vcf xml=xml''',
    'application': '''json=json manifest+json=webmanifest msword=doc,dot,wiz n-quads=nq n-triples=nt
        octet-stream=bin,a,dll,exe,o,obj,so oda=oda pdf=pdf pkcs7-mime=p7c postscript=ps,ai,eps trig=trig
        vnd.apple.mpegurl=m3u,m3u8 vnd.ms-excel=xls,xlb vnd.ms-powerpoint=ppt,pot,ppa,pps,pwz wasm=wasm x-bcpio=bcpio x-cpio=cpio
        x-csh=csh x-dvi=dvi x-gtar=gtar x-hdf=hdf x-hdf5=h5 x-latex=latex x-mif=mif x-netcdf=cdf,nc x-pkcs12=p12,pfx
        x-pn-realaudio=ram x-python-code=pyc,pyo x-sh=sh x-shar=shar x-shockwave-flash=swf x-sv4cpio=sv4cpio x-sv4crc=sv4crc
        x-tar=tar x-tcl=tcl x-tex=tex x-texinfo=texi,texinfo x-troff=roff,t,tr x-troff-man=man x-troff-me=me x-troff-ms=ms
        x-ustar=ustar x-wais-source=src xml=xsl,rdf,wsdl,xpdl zip=zip''',
    'audio': '''3gpp=3gp,3gpp 3gpp2=3g2,3gpp2 aac=aac,adts,loas,ass basic=au,snd mpeg=mp3,mp2 opus=opus x-aiff=aif,aifc,aiff
        x-pn-realaudio=ra x-wav=wav''',
    'image': '''avif=avif bmp=bmp gif=gif ief=ief jpeg=jpg,jpe,jpeg heic=heic heif=heif png=png svg+xml=svg tiff=tiff,tif
        vnd.microsoft.icon=ico webp=webp x-cmu-raster=ras x-portable-anymap=pnm x-portable-bitmap=pbm x-portable-graymap=pgm
        x-portable-pixmap=ppm x-rgb=rgb x-xbitmap=xbm x-xpixmap=xpm x-xwindowdump=xwd''',
    'message': 'rfc822=eml,mht,mhtml,nws',
    'video': 'mp4=mp4 mpeg=mpeg,m1v,mpa,mpe,mpg quicktime=mov,qt webm=webm x-msvideo=avi x-sgi-movie=movie',
}
_UNREGISTERED = {
    'application': 'rtf=rtf', 'audio': 'midi=midi,mid', 'image': 'jpg=jpg pict=pict,pct,pic', 'text': 'xul=xul',
}


def _read_table(table):
    return {
        f'.{end}': f'{main}/{sub}'
        for main, text in table.items()
        for sub, ends in (entry.split('=') for entry in text.split())
        for end in ends.split(',')
    }


def _defaults():
    suffixes = {
        '.svgz': '.svg.gz', '.tgz': '.tar.gz', '.taz': '.tar.gz', '.tz': '.tar.gz', '.tbz2': '.tar.bz2', '.txz': '.tar.xz',
    }
    encodings = {'.gz': 'gzip', '.Z': 'compress', '.bz2': 'bzip2', '.xz': 'xz', '.br': 'br'}
    return suffixes, encodings, _read_table(_REGISTERED), _read_table(_UNREGISTERED)


suffix_map, encodings_map, types_map, common_types = _defaults()


class MimeTypes:
    """A store of types. `types_map` holds two tables by end, of those that are not registered, and of those that are."""

    def __init__(self, filenames=(), strict=True):
        if not inited:
            init()
        self.suffix_map, self.encodings_map, registered, others = _defaults()
        self.types_map, self.types_map_inv = ({}, {}), ({}, {})
        for table, is_strict in (registered, True), (others, False):
            for end, kind in table.items():
                self.add_type(kind, end, is_strict)
        for name in filenames:
            self.read(name, strict)

    def add_type(self, type, ext, strict=True):
        """Names that end so are of the type, and it gets this end if it has none."""
        self.types_map[strict][ext] = type
        ends = self.types_map_inv[strict].setdefault(type, [])
        if ext not in ends:
            ends.append(ext)

    def guess_type(self, url, strict=True):
        """(type, encoding) of an address or a path; each is None if it is not known."""
        from urllib.parse import urlparse
        url = os.fspath(url)
        parts = urlparse(url)
        if parts.scheme and len(parts.scheme) > 1:
            scheme, path = parts.scheme, parts.path
        else:
            return self.guess_file_type(url, strict=strict)
        if scheme != 'data':
            return self._guess(path, strict, posixpath.splitext)
        kind = url.partition(':')[2].partition(',')
        if not kind[1]:
            return None, None
        said = kind[0].partition(';')[0]
        return said if '/' in said and '=' not in said else 'text/plain', None

    def guess_file_type(self, path, *, strict=True):
        """As guess_type(), of a path."""
        path = os.path.splitdrive(os.fsdecode(path))[1]
        return self._guess(path, strict, os.path.splitext)

    def _guess(self, path, strict, split):
        base, end = split(path)
        # Ends may stand for several: .tgz for .tar.gz.
        while (longer := self.suffix_map.get(end.lower())) is not None:
            base, end = split(base + longer)
        encoding = self.encodings_map.get(end)
        if encoding is not None:
            base, end = split(base)
        end = end.lower()
        for is_strict in (True,) if strict else (True, False):
            if end in self.types_map[is_strict]:
                return self.types_map[is_strict][end], encoding
        return None, encoding

    def guess_all_extensions(self, type, strict=True):
        """All ends that names of the type may have."""
        type = type.lower()
        ends = list(self.types_map_inv[True].get(type, ()))
        for end in () if strict else self.types_map_inv[False].get(type, ()):
            if end not in ends:
                ends.append(end)
        return ends

    def guess_extension(self, type, strict=True):
        """The usual end of names of the type; None if there is none."""
        return next(iter(self.guess_all_extensions(type, strict)), None)

    def read(self, filename, strict=True):
        """Adds the types that a file lists."""
        with open(filename, encoding='utf-8') as file:
            self.readfp(file, strict)

    def readfp(self, fp, strict=True):
        """Adds types from lines: a type, and the ends of names without their dots. `#` begins a comment."""
        for line in fp:
            words = []
            for word in line.split():
                if word.startswith('#'):
                    break
                words.append(word)
            for end in words[1:]:
                self.add_type(words[0], '.' + end, strict)


def init(files=None):
    """Makes the store that the functions of the module use, from the tables here and from files, those of the system by default."""
    global inited, suffix_map, encodings_map, types_map, common_types, _known
    inited = True
    if files is None or _known is None:
        suffix_map, encodings_map, types_map, common_types = _defaults()
        store = MimeTypes()
        files = knownfiles + list(files or ())
    else:
        store = _known
    for name in files:
        if os.path.isfile(name):
            store.read(name)
    suffix_map, encodings_map = store.suffix_map, store.encodings_map
    common_types, types_map = store.types_map
    _known = store


def read_mime_types(file):
    """The types that a file lists, by end; None if there is no such file."""
    try:
        lines = open(file, encoding='utf-8')
    except OSError:
        return None
    with lines:
        store = MimeTypes()
        store.readfp(lines, True)
        return store.types_map[True]


def _store():
    if _known is None:
        init()
    return _known


def guess_type(url, strict=True):
    return _store().guess_type(url, strict)


def guess_file_type(path, *, strict=True):
    return _store().guess_file_type(path, strict=strict)


def guess_all_extensions(type, strict=True):
    return _store().guess_all_extensions(type, strict)


def guess_extension(type, strict=True):
    return _store().guess_extension(type, strict)


def add_type(type, ext, strict=True):
    _store().add_type(type, ext, strict)


guess_type.__doc__ = MimeTypes.guess_type.__doc__
guess_file_type.__doc__ = MimeTypes.guess_file_type.__doc__
guess_all_extensions.__doc__ = MimeTypes.guess_all_extensions.__doc__
guess_extension.__doc__ = MimeTypes.guess_extension.__doc__
add_type.__doc__ = MimeTypes.add_type.__doc__
