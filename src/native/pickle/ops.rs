//! The opcodes of the pickle format, and the names that modules had in Python 2. Knows no values.

pub(super) const MARK: u8 = b'(';
pub(super) const STOP: u8 = b'.';
pub(super) const POP: u8 = b'0';
pub(super) const POP_MARK: u8 = b'1';
pub(super) const DUP: u8 = b'2';
pub(super) const FLOAT: u8 = b'F';
pub(super) const INT: u8 = b'I';
pub(super) const BININT: u8 = b'J';
pub(super) const BININT1: u8 = b'K';
pub(super) const LONG: u8 = b'L';
pub(super) const BININT2: u8 = b'M';
pub(super) const NONE: u8 = b'N';
pub(super) const PERSID: u8 = b'P';
pub(super) const BINPERSID: u8 = b'Q';
pub(super) const REDUCE: u8 = b'R';
pub(super) const STRING: u8 = b'S';
pub(super) const BINSTRING: u8 = b'T';
pub(super) const SHORT_BINSTRING: u8 = b'U';
pub(super) const UNICODE: u8 = b'V';
pub(super) const BINUNICODE: u8 = b'X';
pub(super) const APPEND: u8 = b'a';
pub(super) const BUILD: u8 = b'b';
pub(super) const GLOBAL: u8 = b'c';
pub(super) const DICT: u8 = b'd';
pub(super) const EMPTY_DICT: u8 = b'}';
pub(super) const APPENDS: u8 = b'e';
pub(super) const GET: u8 = b'g';
pub(super) const BINGET: u8 = b'h';
pub(super) const INST: u8 = b'i';
pub(super) const LONG_BINGET: u8 = b'j';
pub(super) const LIST: u8 = b'l';
pub(super) const EMPTY_LIST: u8 = b']';
pub(super) const OBJ: u8 = b'o';
pub(super) const PUT: u8 = b'p';
pub(super) const BINPUT: u8 = b'q';
pub(super) const LONG_BINPUT: u8 = b'r';
pub(super) const SETITEM: u8 = b's';
pub(super) const TUPLE: u8 = b't';
pub(super) const EMPTY_TUPLE: u8 = b')';
pub(super) const SETITEMS: u8 = b'u';
pub(super) const BINFLOAT: u8 = b'G';
pub(super) const PROTO: u8 = 0x80;
pub(super) const NEWOBJ: u8 = 0x81;
pub(super) const EXT1: u8 = 0x82;
pub(super) const EXT2: u8 = 0x83;
pub(super) const EXT4: u8 = 0x84;
pub(super) const TUPLE1: u8 = 0x85;
pub(super) const TUPLE2: u8 = 0x86;
pub(super) const TUPLE3: u8 = 0x87;
pub(super) const NEWTRUE: u8 = 0x88;
pub(super) const NEWFALSE: u8 = 0x89;
pub(super) const LONG1: u8 = 0x8a;
pub(super) const LONG4: u8 = 0x8b;
pub(super) const BINBYTES: u8 = b'B';
pub(super) const SHORT_BINBYTES: u8 = b'C';
pub(super) const SHORT_BINUNICODE: u8 = 0x8c;
pub(super) const BINUNICODE8: u8 = 0x8d;
pub(super) const BINBYTES8: u8 = 0x8e;
pub(super) const EMPTY_SET: u8 = 0x8f;
pub(super) const ADDITEMS: u8 = 0x90;
pub(super) const FROZENSET: u8 = 0x91;
pub(super) const NEWOBJ_EX: u8 = 0x92;
pub(super) const STACK_GLOBAL: u8 = 0x93;
pub(super) const MEMOIZE: u8 = 0x94;
pub(super) const FRAME: u8 = 0x95;
pub(super) const BYTEARRAY8: u8 = 0x96;
pub(super) const NEXT_BUFFER: u8 = 0x97;
pub(super) const READONLY_BUFFER: u8 = 0x98;

pub(super) const HIGHEST_PROTOCOL: i64 = 5;
pub(super) const DEFAULT_PROTOCOL: i64 = 4;

/// (module, name) in Python 2 and in Python 3, where a name moved. An empty name: the whole module. The first row that fits counts.
pub(super) const MOVED: &[(&str, &str, &str, &str)] = &[
    ("__builtin__", "xrange", "builtins", "range"),
    ("__builtin__", "reduce", "functools", "reduce"),
    ("__builtin__", "intern", "sys", "intern"),
    ("__builtin__", "unichr", "builtins", "chr"),
    ("__builtin__", "unicode", "builtins", "str"),
    ("__builtin__", "long", "builtins", "int"),
    ("itertools", "izip", "builtins", "zip"),
    ("itertools", "imap", "builtins", "map"),
    ("itertools", "ifilter", "builtins", "filter"),
    ("__builtin__", "basestring", "builtins", "str"),
    ("itertools", "ifilterfalse", "itertools", "filterfalse"),
    ("itertools", "izip_longest", "itertools", "zip_longest"),
    ("UserDict", "IterableUserDict", "collections", "UserDict"),
    ("UserDict", "UserDict", "collections", "UserDict"),
    ("UserList", "UserList", "collections", "UserList"),
    ("UserString", "UserString", "collections", "UserString"),
    ("exceptions", "StandardError", "builtins", "Exception"),
    ("SimpleHTTPServer", "SimpleHTTPRequestHandler", "http.server", "SimpleHTTPRequestHandler"),
    ("CGIHTTPServer", "CGIHTTPRequestHandler", "http.server", "CGIHTTPRequestHandler"),
    ("DocXMLRPCServer", "DocCGIXMLRPCRequestHandler", "xmlrpc.server", "DocCGIXMLRPCRequestHandler"),
    ("DocXMLRPCServer", "DocXMLRPCRequestHandler", "xmlrpc.server", "DocXMLRPCRequestHandler"),
    ("DocXMLRPCServer", "DocXMLRPCServer", "xmlrpc.server", "DocXMLRPCServer"),
    ("DocXMLRPCServer", "ServerHTMLDoc", "xmlrpc.server", "ServerHTMLDoc"),
    ("DocXMLRPCServer", "XMLRPCDocGenerator", "xmlrpc.server", "XMLRPCDocGenerator"),
    ("_multiprocessing", "Connection", "multiprocessing.connection", "Connection"),
    ("multiprocessing", "AuthenticationError", "multiprocessing.context", "AuthenticationError"),
    ("multiprocessing", "BufferTooShort", "multiprocessing.context", "BufferTooShort"),
    ("multiprocessing", "ProcessError", "multiprocessing.context", "ProcessError"),
    ("multiprocessing", "TimeoutError", "multiprocessing.context", "TimeoutError"),
    ("multiprocessing.process", "Process", "multiprocessing.context", "Process"),
    ("multiprocessing.forking", "Popen", "multiprocessing.popen_fork", "Popen"),
    ("socket", "_socketobject", "socket", "SocketType"),
    ("_socket", "fromfd", "socket", "fromfd"),
    ("urllib2", "HTTPError", "urllib.error", "HTTPError"),
    ("urllib2", "URLError", "urllib.error", "URLError"),
    ("urllib", "ContentTooShortError", "urllib.error", "ContentTooShortError"),
    ("urllib", "quote", "urllib.parse", "quote"),
    ("urllib", "quote_plus", "urllib.parse", "quote_plus"),
    ("urllib", "unquote", "urllib.parse", "unquote"),
    ("urllib", "unquote_plus", "urllib.parse", "unquote_plus"),
    ("urllib", "urlencode", "urllib.parse", "urlencode"),
    ("urllib", "getproxies", "urllib.request", "getproxies"),
    ("urllib", "pathname2url", "urllib.request", "pathname2url"),
    ("urllib", "url2pathname", "urllib.request", "url2pathname"),
    ("urllib", "urlcleanup", "urllib.request", "urlcleanup"),
    ("urllib", "urlopen", "urllib.request", "urlopen"),
    ("urllib", "urlretrieve", "urllib.request", "urlretrieve"),
    ("whichdb", "whichdb", "dbm", "whichdb"),
    ("__builtin__", "", "builtins", ""),
    ("copy_reg", "", "copyreg", ""),
    ("Queue", "", "queue", ""),
    ("SocketServer", "", "socketserver", ""),
    ("ConfigParser", "", "configparser", ""),
    ("repr", "", "reprlib", ""),
    ("cPickle", "", "pickle", ""),
    ("thread", "", "_thread", ""),
    ("exceptions", "", "builtins", ""),
    ("StringIO", "", "io", ""),
    ("BaseHTTPServer", "", "http.server", ""),
    ("CGIHTTPServer", "", "http.server", ""),
    ("SimpleHTTPServer", "", "http.server", ""),
    ("Cookie", "", "http.cookies", ""),
    ("SimpleXMLRPCServer", "", "xmlrpc.server", ""),
    ("DocXMLRPCServer", "", "xmlrpc.server", ""),
    ("HTMLParser", "", "html.parser", ""),
    ("UserDict", "", "collections", ""),
    ("UserList", "", "collections", ""),
    ("UserString", "", "collections", ""),
    ("_abcoll", "", "collections.abc", ""),
    ("_elementtree", "", "xml.etree.ElementTree", ""),
    ("anydbm", "", "dbm", ""),
    ("commands", "", "subprocess", ""),
    ("cookielib", "", "http.cookiejar", ""),
    ("cStringIO", "", "io", ""),
    ("dbhash", "", "dbm.bsd", ""),
    ("dbm", "", "dbm.ndbm", ""),
    ("dumbdbm", "", "dbm.dumb", ""),
    ("gdbm", "", "dbm.gnu", ""),
    ("htmlentitydefs", "", "html.entities", ""),
    ("httplib", "", "http.client", ""),
    ("robotparser", "", "urllib.robotparser", ""),
    ("urllib2", "", "urllib.request", ""),
    ("urlparse", "", "urllib.parse", ""),
    ("whichdb", "", "dbm", ""),
    ("xmlrpclib", "", "xmlrpc.client", ""),
];

/// What is not called by its old name again: what several old things have become, and what Python 2 has by the new name too.
fn is_one_way(row: &(&str, &str, &str, &str)) -> bool {
    matches!(row.0, "StringIO" | "cStringIO" | "cPickle" | "_elementtree")
        || matches!(row.1, "StandardError" | "basestring")
        || matches!((row.0, row.1), ("UserDict" | "UserList" | "UserString", ""))
}

const NEW_OS_ERRORS: &[&str] = &[
    "BrokenPipeError",
    "ChildProcessError",
    "ConnectionAbortedError",
    "ConnectionError",
    "ConnectionRefusedError",
    "ConnectionResetError",
    "FileExistsError",
    "FileNotFoundError",
    "InterruptedError",
    "IsADirectoryError",
    "NotADirectoryError",
    "PermissionError",
    "ProcessLookupError",
    "TimeoutError",
];

/// What Python 2 called an exception in its module `exceptions`; None if it had nothing like it.
fn old_exception(name: &str) -> Option<&str> {
    match name {
        _ if NEW_OS_ERRORS.contains(&name) => Some("OSError"),
        "ModuleNotFoundError" => Some("ImportError"),
        "BlockingIOError" | "DeadlockError" | "PythonFinalizationError" | "RecursionError" | "_IncompleteInputError" => None,
        "EncodingWarning" | "ResourceWarning" => None,
        "Exception" | "BaseException" | "GeneratorExit" | "KeyboardInterrupt" | "SystemExit" | "StopIteration" => Some(name),
        _ => Some(name).filter(|name| name.ends_with("Error") || name.ends_with("Warning")),
    }
}

/// Where Python 3 has what Python 2 called (module, name).
pub(super) fn to_new<'a>(module: &'a str, name: &'a str) -> (&'a str, &'a str) {
    match MOVED.iter().find(|row| row.0 == module && (row.1 == name || row.1.is_empty())) {
        Some((.., new, "")) => (new, name),
        Some((.., new, new_name)) => (new, new_name),
        None => (module, name),
    }
}

/// Where Python 2 had what Python 3 calls (module, name).
pub(super) fn to_old<'a>(module: &'a str, name: &'a str) -> (&'a str, &'a str) {
    if module == "builtins"
        && let Some(name) = old_exception(name)
    {
        return ("exceptions", name);
    }
    match MOVED.iter().find(|row| row.2 == module && (row.3 == name || row.3.is_empty()) && !is_one_way(row)) {
        Some((old, "", ..)) => (old, name),
        Some((old, old_name, ..)) => (old, old_name),
        None => (module, name),
    }
}
