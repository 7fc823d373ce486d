//! Functions of the embedded library, lowered when they are first called: importing a module then costs what its own statements cost.

use super::*;
use crate::object::code::Body;
use crate::object::cx::{Cx, with_native_stack};
use crate::object::stack::Fp;
use crate::object::value::R;
use crate::syntax::parse_part;
use crate::tree::scope::ScopeKind;
use std::sync::OnceLock;

/// Stands for the body of a function, and knows how to make its code.
pub(super) struct Outline {
    source: Arc<Source>,
    /// The `def` statement without decorators; a comment may follow on its last line.
    span: Span,
    /// Where the function begins, decorators included.
    start: u32,
    /// The innermost class around it; whether the function stands directly in the class.
    class: Option<Name>,
    /// Prefix of qualified names around it.
    prefix: String,
    depth: usize,
    in_loop: bool,
    future_annotations: bool,
    optimize: Optimize,
    /// Made by whoever needs it first, the others wait: making it runs no script and waits for nobody.
    made: OnceLock<Ref<Code>>,
}

impl Lowerer {
    /// The outline of a function that is defined in the scope `outer`.
    pub(super) fn outline(&self, span: Span, start: u32, outer: ScopeId) -> Outline {
        let outer = self.scopes.host(outer);
        Outline {
            source: self.source.clone(),
            span,
            start,
            class: (self.scopes.all[outer].kind == ScopeKind::Class).then(|| self.scopes.all[outer].class).flatten(),
            prefix: self.blocks.last().map_or_else(String::new, |block| block.qualname.clone()),
            depth: self.blocks.len(),
            in_loop: self.blocks.iter().any(|block| block.loops > 0),
            future_annotations: self.future_annotations,
            optimize: self.optimize,
            made: OnceLock::new(),
        }
    }
}

impl Outline {
    fn lower(&self) -> Ref<Code> {
        let module = parse_part(&self.source, self.span).expect("the embedded library is right");
        let ast::Body::Stmts(stmts) = &module.body else { unreachable!("modules are statements") };
        let (def, span) = match &stmts[..] {
            [ast::Stmt { kind: ast::StmtKind::FunctionDef(def) | ast::StmtKind::AsyncFunctionDef(def), span }] => (def, *span),
            _ => unreachable!("the span is that of one function"),
        };
        let (scopes, around) = Scopes::analyse_function(&module, self.class);
        let mut lowerer = Lowerer::new(scopes, self.source.clone(), Mode::Exec, self.future_annotations);
        lowerer.optimize = self.optimize;
        lowerer.scope = around;
        lowerer.blocks.resize_with(self.depth, || BlockState::new(self.prefix.clone()));
        lowerer.block_state().loops = u32::from(self.in_loop);
        lowerer.function_code(def, span, self.start, around).0
    }
}

impl Body for Outline {
    fn run(&self, _: &Cx, _: Fp) -> R {
        unreachable!("calls complete an outline first")
    }

    fn is_outline(&self) -> bool {
        true
    }

    fn whole(&self, outline: &Code) -> Option<&Ref<Code>> {
        Some(self.made.get_or_init(|| {
            let code = with_native_stack(|| self.lower());
            // What is SHARED points to nothing LOCAL.
            if !outline.header().is_local() {
                code.as_value().publish();
            }
            code
        }))
    }

    fn made(&self) -> Option<&Ref<Code>> {
        self.made.get()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{parse_module, parse_outline};
    use std::collections::BTreeMap;
    use std::path::Path;

    /// All code below `code`, completed, by what it is called and where it begins.
    fn collect(code: &Code, into: &mut BTreeMap<(String, u32), String>, outlines: &mut usize) {
        for inner in code.info.consts.iter().filter_map(Value::get_ref::<Code>) {
            *outlines += usize::from(inner.is_outline);
            let whole = inner.body.whole(&inner).cloned().unwrap_or_else(|| inner.clone());
            let info = &whole.info;
            assert!(!whole.is_outline && info.flags == inner.info.flags, "{} of {}", info.qualname, info.source.name());
            assert_eq!(info.freevars, inner.info.freevars, "{} of {}", info.qualname, info.source.name());
            let counts = (info.arg_count, info.posonly_count, info.kwonly_count, info.frame_size, info.pinned);
            let facts = format!(
                "{} {} {counts:?} {:?} {:?} {:?} {:?} {:?}",
                info.flags,
                info.span.end,
                info.varnames,
                info.cells,
                info.freevars,
                info.names,
                info.doc.is_none()
            );
            into.insert((info.qualname.to_string(), info.span.start), facts);
            collect(&whole, into, outlines);
        }
    }

    fn modules(folder: &Path, found: &mut Vec<std::path::PathBuf>) {
        for entry in std::fs::read_dir(folder).expect("the library is there").flatten() {
            match entry.path() {
                path if path.is_dir() => modules(&path, found),
                path if path.extension().is_some_and(|extension| extension == "py") => found.push(path),
                _ => {}
            }
        }
    }

    #[test]
    fn the_library_is_the_same_by_outlines() {
        crate::object::init::init();
        let mut paths = Vec::new();
        modules(&Path::new(env!("CARGO_MANIFEST_DIR")).join("stdlib"), &mut paths);
        let mut outlines = 0;
        for path in paths {
            let text = std::fs::read_to_string(&path).expect("the library is UTF-8");
            let source = Arc::new(Source::new(path.display().to_string(), text));
            let whole = parse_module(&source, crate::syntax::Mode::Exec).expect("the library is right");
            let outline =
                parse_outline(&source).unwrap_or_else(|error| panic!("{}: a line of a body stands left of it: {error:?}", path.display()));
            let (mut expected, mut found) = (BTreeMap::new(), BTreeMap::new());
            collect(&lower_module(&whole, source.clone(), Mode::Exec, false, false, Optimize::Nothing), &mut expected, &mut 0);
            collect(&lower_module(&outline, source, Mode::Exec, false, false, Optimize::Nothing), &mut found, &mut outlines);
            assert_eq!(found, expected, "{}", path.display());
        }
        assert!(outlines > 1000, "only {outlines} functions were left out");
    }
}
