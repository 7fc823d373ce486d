"""mimetypes: types of names, without what the system may list."""
import io
import mimetypes

types = mimetypes.MimeTypes(filenames=())
print(sorted(types.types_map[True].items()), sorted(types.types_map[False].items()), types.encodings_map, types.suffix_map)
print(mimetypes.__all__)
for name in ("a.txt", "a.tar.gz", "a.tgz", "http://x/y.html?q", "data:text/plain;charset=u,abc", "data:,x", "data:a=b,c", "data:x",
             "data:image/png;base64,x", "x.unknown", "A.HTML", "a.TGZ", ".txt", "dir.txt/file", "a.svgz", "a.webp", "b.jpg", "a.md", "x.js",
             "x.gz", "http://x.com", "http://x.com/", "a.b.c.json", b"a.txt", "c:\\a.txt", "x.py;a", "f.rtf", "f.xul"):
    for guess in (types.guess_type, types.guess_file_type):
        try:
            print(name, guess(name), guess(name, strict=False))
        except Exception as error:
            print(name, type(error).__name__, error)
for kind in ("text/html", "image/jpeg", "IMAGE/JPEG", "application/octet-stream", "nope/x", "image/jpg", "text/plain"):
    print(kind, types.guess_extension(kind), types.guess_all_extensions(kind), types.guess_all_extensions(kind, False))
types.readfp(io.StringIO("a/b  x y # z\n# c\nq/r\nt/u .v\n"))
print(types.guess_type("f.x"), types.guess_type("f.z"), types.guess_all_extensions("a/b"))
types.add_type("n/m", ".nm")
print(types.guess_type("a.nm"), types.guess_extension("n/m"), mimetypes.read_mime_types("/nonexistent"))
mimetypes.add_type("my/own", ".own")
print(mimetypes.guess_type("x.own"), mimetypes.guess_type("x.html"), mimetypes.guess_extension("text/html"), mimetypes.inited)
