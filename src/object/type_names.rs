//! Names of types in error messages. CPython says there what `tp_name` holds: a type written in C is named with its module
//! (`'datetime.date' object has no attribute ...`), a builtin one and a class written in Python without.

use super::str::{Name, Str};
use super::ty::Type;

/// Modules of ours whose native types are classes written in Python there.
const WRITTEN_IN_PYTHON: &[&str] = &["asyncio", "concurrent", "queue", "socket", "threading", "_sitebuiltins"];

/// Classes of our library that are written in C there, by module.
const WRITTEN_IN_C: &[(&str, &[&str])] = &[
    ("_hashlib", &["HASH", "HMAC"]),
    ("collections", &["OrderedDict", "defaultdict"]),
    ("datetime", &["date", "datetime", "time", "timedelta", "timezone", "tzinfo"]),
    ("decimal", &["Context", "Decimal"]),
    ("functools", &["partial"]),
    ("itertools", &["chain", "count", "cycle", "groupby", "product"]),
    ("types", &["SimpleNamespace"]),
    ("typing", &["TypeVar", "ParamSpec", "TypeVarTuple", "TypeAliasType"]),
    ("xml.etree.ElementTree", &["Element", "TreeBuilder", "XMLParser"]),
    ("zoneinfo", &["ZoneInfo"]),
];

impl Type {
    /// The name in error messages.
    #[cold]
    pub(crate) fn message_name(&self) -> String {
        let name = self.name();
        match self.def {
            Some(def) => {
                let package = def.module.split('.').next().unwrap_or_default();
                if package == "builtins" || WRITTEN_IN_PYTHON.contains(&package) { name } else { format!("{}.{name}", def.module) }
            }
            None => {
                let module = self.dict().get_name(Name::new("__module__"));
                let module = module.as_ref().and_then(|module| module.get::<Str>()).map(Str::to_str_lossy).unwrap_or_default();
                let is_in_c = WRITTEN_IN_C.iter().any(|(own, names)| *own == module && names.contains(&name.as_str()));
                if is_in_c { format!("{module}.{name}") } else { name }
            }
        }
    }
}
