//! Which computed attributes of builtin types are members: plain places in the object, as CPython declares them. Programs see it in the
//! descriptor's type (`inspect.ismemberdescriptor`) and in what is said of an assignment. Knows names only.

/// Type and names, sorted by type.
static MEMBERS: &[(&str, &[&str])] = &[
    ("AttributeError", &["name", "obj"]),
    ("BaseException", &["__suppress_context__"]),
    ("BaseExceptionGroup", &["exceptions", "message"]),
    ("Dialect", &["doublequote", "skipinitialspace", "strict"]),
    ("ImportError", &["msg", "name", "name_from", "path"]),
    ("NameError", &["name"]),
    ("OSError", &["errno", "filename", "filename2", "strerror"]),
    ("StopIteration", &["value"]),
    ("SyntaxError", &["end_lineno", "end_offset", "filename", "lineno", "msg", "offset", "print_file_and_line", "text"]),
    ("SystemExit", &["code"]),
    ("UnicodeDecodeError", &["encoding", "end", "object", "reason", "start"]),
    ("UnicodeEncodeError", &["encoding", "end", "object", "reason", "start"]),
    ("UnicodeTranslateError", &["encoding", "end", "object", "reason", "start"]),
    ("async_generator", &["ag_running"]),
    ("builtin_function_or_method", &["__module__"]),
    ("classmethod", &["__func__", "__wrapped__"]),
    (
        "code",
        &[
            "co_argcount",
            "co_consts",
            "co_exceptiontable",
            "co_filename",
            "co_firstlineno",
            "co_flags",
            "co_kwonlyargcount",
            "co_linetable",
            "co_name",
            "co_names",
            "co_nlocals",
            "co_posonlyargcount",
            "co_qualname",
            "co_stacksize",
        ],
    ),
    ("complex", &["imag", "real"]),
    ("coroutine", &["cr_origin"]),
    ("frame", &["f_trace_lines"]),
    ("function", &["__builtins__", "__closure__", "__doc__", "__globals__", "__module__"]),
    ("getset_descriptor", &["__name__", "__objclass__"]),
    ("member_descriptor", &["__name__", "__objclass__"]),
    ("method", &["__func__", "__self__"]),
    ("method-wrapper", &["__self__"]),
    ("method_descriptor", &["__name__", "__objclass__"]),
    ("module", &["__dict__"]),
    ("property", &["__doc__", "fdel", "fget", "fset"]),
    ("range", &["start", "step", "stop"]),
    ("reader", &["dialect", "line_num"]),
    ("slice", &["start", "step", "stop"]),
    ("staticmethod", &["__func__", "__wrapped__"]),
    ("super", &["__self__", "__self_class__", "__thisclass__"]),
    ("traceback", &["tb_frame", "tb_lasti"]),
    ("type", &["__base__", "__basicsize__", "__dictoffset__", "__flags__", "__itemsize__", "__weakrefoffset__"]),
    ("wrapper_descriptor", &["__name__", "__objclass__"]),
    ("writer", &["dialect"]),
];

/// Whether attribute `name` of builtin type `ty` is a member.
pub(super) fn is_member(ty: &str, name: &str) -> bool {
    MEMBERS.binary_search_by_key(&ty, |(ty, _)| ty).is_ok_and(|at| MEMBERS[at].1.contains(&name))
}

#[cfg(test)]
mod tests {
    #[test]
    fn types_are_sorted() {
        assert!(super::MEMBERS.is_sorted_by_key(|(ty, _)| *ty));
        assert!(super::is_member("complex", "real") && !super::is_member("float", "real"));
    }
}
