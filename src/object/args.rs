//! Arguments of a call, and binding them to the parameters a native function's signature text declares. Knows no function bodies.
//!
//! A signature reads like Python: `"sorted(iterable, /, *, key=None, reverse=False)"`. The bound function gets one value per
//! parameter; a parameter without a default that was left out with `=?` is `Value::UNSET`. `*args` arrives as a tuple, `**kwargs` as a dict.

use super::cx::Cx;
use super::str::{Name, Str};
use super::tuple::Tuple;
use super::value::{R, Value};

/// Arguments as the caller passed them: positional values, then one value per name in `names`.
#[derive(Clone, Copy)]
pub(crate) struct Args<'a> {
    pub(crate) values: &'a [Value],
    pub(crate) names: &'a [Name],
}

impl<'a> Args<'a> {
    pub(crate) const NONE: Args<'static> = Args { values: &[], names: &[] };

    pub(crate) fn positional(values: &'a [Value]) -> Args<'a> {
        Args { values, names: &[] }
    }

    /// The positional values.
    pub(crate) fn pos(&self) -> &'a [Value] {
        &self.values[..self.values.len() - self.names.len()]
    }

    /// Keyword arguments in the order written.
    pub(crate) fn keywords(&self) -> impl Iterator<Item = (Name, &'a Value)> + 'a {
        let start = self.values.len() - self.names.len();
        self.names.iter().copied().zip(&self.values[start..])
    }

    /// Without the first `n` positional values.
    pub(crate) fn skip(&self, n: usize) -> Args<'a> {
        Args { values: &self.values[n..], names: self.names }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.values.is_empty()
    }
}

/// How a parameter may be passed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum ParamKind {
    PositionalOnly,
    Any,
    KeywordOnly,
    VarArgs,
    VarKeywords,
}

#[derive(Debug)]
pub(crate) struct Param {
    pub(crate) name: Name,
    pub(crate) kind: ParamKind,
    /// None: required. Unset: optional without a value of its own (`=?`).
    pub(crate) default: Option<Value>,
}

/// A parsed signature.
#[derive(Debug)]
pub(crate) struct Signature {
    pub(crate) name: String,
    pub(crate) params: Vec<Param>,
    /// Leading parameters that can be given by position.
    positional: usize,
    /// Of these, how many are required.
    required: usize,
    /// Only positional parameters: binding is copying and filling in.
    simple: bool,
    /// Of a slot's wrapper: CPython's count their arguments without saying whose.
    pub(super) is_slot: bool,
}

/// What a slot's wrapper says. CPython's unpack two arguments and more as those of a function without a name.
fn slot_arity(least: usize, most: usize, bound: usize, given: usize) -> String {
    let how = if least == most {
        ""
    } else if bound == least {
        "at least "
    } else {
        "at most "
    };
    let no_name = if most > 1 { " " } else { "" };
    format!("{no_name}expected {how}{bound} argument{}, got {given}", plural(bound))
}

impl Signature {
    /// Parses `"name(parameters)"`. Signature texts are part of the program: a wrong one is a bug, shown by every test.
    pub(crate) fn parse(text: &str) -> Signature {
        let (name, rest) = text.split_once('(').expect("a signature has parentheses");
        let list = rest.strip_suffix(')').expect("a signature ends with a parenthesis");
        let mut params: Vec<Param> = Vec::new();
        let mut keyword_only = false;
        for part in split_params(list) {
            match part {
                "/" => params.iter_mut().for_each(|p| p.kind = ParamKind::PositionalOnly),
                "*" => keyword_only = true,
                _ => params.push(Signature::param(part, &mut keyword_only)),
            }
        }
        let by_position = |p: &&Param| matches!(p.kind, ParamKind::PositionalOnly | ParamKind::Any);
        let positional = params.iter().take_while(by_position).count();
        let required = params[..positional].iter().take_while(|p| p.default.is_none()).count();
        let simple = positional == params.len();
        Signature { name: name.to_string(), params, positional, required, simple, is_slot: false }
    }

    fn param(part: &str, keyword_only: &mut bool) -> Param {
        if let Some(name) = part.strip_prefix("**") {
            return Param { name: Name::new(name), kind: ParamKind::VarKeywords, default: None };
        }
        if let Some(name) = part.strip_prefix('*') {
            *keyword_only = true;
            return Param { name: Name::new(name), kind: ParamKind::VarArgs, default: None };
        }
        let (name, default) = match part.split_once('=') {
            Some((name, text)) => (name, Some(default_value(text))),
            None => (part, None),
        };
        let kind = if *keyword_only { ParamKind::KeywordOnly } else { ParamKind::Any };
        Param { name: Name::new(name), kind, default }
    }

    /// Most values a fast positional call may have, or None if binding needs the general way.
    #[inline(always)]
    pub(crate) fn fast_range(&self) -> Option<(usize, usize)> {
        if self.simple { Some((self.required, self.positional)) } else { None }
    }

    /// The parameters after the first `count` if a call with so many values leaves them all to their defaults.
    pub(crate) fn defaults_after(&self, count: usize) -> Option<&[Param]> {
        let rest = self.params.get(count..)?;
        let is_enough = (self.required..=self.positional).contains(&count);
        (is_enough && rest.iter().all(|param| param.default.is_some())).then_some(rest)
    }

    /// Binds arguments. `bound` gets one value per parameter. `skip_self` hides the first parameter from messages about counts.
    /// Errors: TypeError as CPython words it.
    pub(crate) fn bind(&self, cx: &Cx, args: Args<'_>, is_method: bool, bound: &mut Vec<Value>) -> R<()> {
        let given = args.pos();
        let hidden = usize::from(is_method);
        let has_varargs = self.params.get(self.positional).is_some_and(|p| p.kind == ParamKind::VarArgs);
        if given.len() > self.positional && !has_varargs {
            return Err(self.too_many(cx, given.len() - hidden.min(given.len()), hidden, args.names.len()));
        }
        bound.extend(given.iter().take(self.positional).cloned());
        bound.resize(self.params.len(), Value::UNSET);
        if has_varargs {
            let rest = given.get(self.positional..).unwrap_or(&[]);
            bound[self.positional] = Tuple::from_slice(rest).into_value();
        }
        let mut extra: Option<Vec<(Name, Value)>> = self.params.last().filter(|p| p.kind == ParamKind::VarKeywords).map(|_| Vec::new());
        for (name, value) in args.keywords() {
            let found = self.params.iter().position(|p| p.name == name && matches!(p.kind, ParamKind::Any | ParamKind::KeywordOnly));
            match (found, &mut extra) {
                (Some(index), _) if index < given.len().min(self.positional) => {
                    return Err(cx.type_error(format!(
                        "argument for {}() given by name ('{name}') and position ({})",
                        self.short_name(),
                        index + 1 - hidden
                    )));
                }
                (Some(index), _) => bound[index] = value.clone(),
                (None, Some(extra)) => extra.push((name, value.clone())),
                (None, None) => return Err(self.unexpected_keyword(cx, name)),
            }
        }
        if let Some(extra) = extra {
            let dict = super::dict::Dict::new();
            for (name, value) in extra {
                dict.set_name(name, value);
            }
            bound[self.params.len() - 1] = dict.into_value();
        }
        for (index, param) in self.params.iter().enumerate() {
            if bound[index].is_unset() && matches!(param.kind, ParamKind::PositionalOnly | ParamKind::Any | ParamKind::KeywordOnly) {
                match &param.default {
                    Some(default) => bound[index] = default.clone(),
                    None => {
                        return Err(self.missing(cx, index, given.len(), hidden, args.names.is_empty()));
                    }
                }
            }
        }
        Ok(())
    }

    /// The name without a leading class.
    fn short_name(&self) -> &str {
        self.name.rsplit('.').next().unwrap_or(&self.name)
    }

    fn too_many(&self, cx: &Cx, given: usize, hidden: usize, keywords: usize) -> super::value::Raised {
        let most = self.positional - hidden.min(self.positional);
        let least = self.required.saturating_sub(hidden);
        let name = &self.name;
        let only_positional = self.params.iter().all(|p| p.kind == ParamKind::PositionalOnly);
        let total = given + keywords;
        cx.type_error(match (most, least) {
            (most, least) if self.is_slot && self.simple => slot_arity(least, most, most, given),
            (0, _) if self.simple => format!("{name}() takes no arguments ({total} given)"),
            (0, _) => format!("{}() takes no positional arguments", self.short_name()),
            (1, 1) if only_positional => {
                format!("{name}() takes exactly one argument ({total} given)")
            }
            (most, least) if only_positional && most == least => {
                format!("{} expected {most} argument{}, got {given}", self.short_name(), plural(most))
            }
            (most, _) if only_positional => format!("{} expected at most {most} argument{}, got {given}", self.short_name(), plural(most)),
            (most, least) => format!(
                "{}() takes {} {most} {}argument{} ({total} given)",
                self.short_name(),
                if most == least { "exactly" } else { "at most" },
                if self.simple { "" } else { "positional " },
                plural(most)
            ),
        })
    }

    fn missing(&self, cx: &Cx, index: usize, given: usize, hidden: usize, no_keywords: bool) -> super::value::Raised {
        let given = given.saturating_sub(hidden);
        let least = self.required.saturating_sub(hidden);
        let most = self.positional.saturating_sub(hidden);
        let param = &self.params[index];
        if hidden == 1 && index == 0 {
            return cx.type_error(format!("unbound method {}() needs an argument", self.name));
        }
        cx.type_error(match param.kind {
            _ if self.is_slot && self.simple => slot_arity(least, most, least, given),
            ParamKind::PositionalOnly if no_keywords && least == 1 && most == 1 => {
                format!("{}() takes exactly one argument ({given} given)", self.name)
            }
            ParamKind::PositionalOnly if self.params.iter().any(|p| p.kind != ParamKind::PositionalOnly) => {
                // Of those that are positional only, the ones without a default.
                let least = self.params.iter().filter(|p| p.kind == ParamKind::PositionalOnly && p.default.is_none()).count() - hidden;
                format!(
                    "{}() takes {} {least} positional argument{} ({given} given)",
                    self.short_name(),
                    if least == most { "exactly" } else { "at least" },
                    plural(least)
                )
            }
            ParamKind::PositionalOnly => format!(
                "{} expected {}{least} argument{}, got {given}",
                self.short_name(),
                if least == most { "" } else { "at least " },
                plural(least)
            ),
            ParamKind::KeywordOnly => format!("{}() missing required keyword-only argument '{}'", self.short_name(), param.name),
            _ => format!("{}() missing required argument '{}' (pos {})", self.short_name(), param.name, index + 1 - hidden),
        })
    }

    fn unexpected_keyword(&self, cx: &Cx, name: Name) -> super::value::Raised {
        let takes_keywords = self.params.iter().any(|p| matches!(p.kind, ParamKind::Any | ParamKind::KeywordOnly));
        if !takes_keywords || self.params.iter().all(|p| p.kind == ParamKind::PositionalOnly) {
            return cx.type_error(format!("{}() takes no keyword arguments", self.name));
        }
        cx.type_error(format!("{}() got an unexpected keyword argument '{name}'", self.short_name()))
    }
}

fn plural(n: usize) -> &'static str {
    if n == 1 { "" } else { "s" }
}

/// A value's class as messages about arguments name it.
pub(crate) fn kind_of(value: &Value) -> String {
    if value.is_none() { "None".to_string() } else { super::ty::type_of(value).message_name() }
}

/// Splits at commas outside quotes.
fn split_params(list: &str) -> impl Iterator<Item = &str> {
    let mut in_quotes = false;
    list.split(move |c: char| {
        in_quotes ^= c == '\'';
        c == ',' && !in_quotes
    })
    .map(str::trim)
    .filter(|part| !part.is_empty())
}

fn default_value(text: &str) -> Value {
    match text {
        "?" => Value::UNSET,
        "None" => Value::NONE,
        "True" => Value::TRUE,
        "False" => Value::FALSE,
        "()" => super::tuple::empty(),
        _ => {
            if let Some(quoted) = text.strip_prefix('\'').and_then(|t| t.strip_suffix('\'')) {
                let quoted = quoted.replace("\\n", "\n");
                return Name::of(&Str::from_str(&quoted)).value();
            }
            match (text.parse::<i64>(), text.parse::<f64>()) {
                (Ok(int), _) => Value::int(int),
                (_, Ok(float)) => Value::float(float),
                _ => unreachable!("a signature's default is a simple literal: {text}"),
            }
        }
    }
}

/// Binds the arguments of a constructor, which come without the class, to the parameters of `def`.
pub(crate) fn bind_new(cx: &Cx, def: &'static super::native::NativeDef, args: Args<'_>) -> R<Vec<Value>> {
    let signature = def.signature();
    let mut bound = Vec::with_capacity(signature.params.len());
    signature.bind(cx, args, false, &mut bound)?;
    Ok(bound)
}
