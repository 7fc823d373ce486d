//! Module `itertools`. Each iterator guards its own state and runs no user code under its lock, so that several strands may share one.

use crate::object::cx::Cx;
use crate::object::module::Module;
use crate::object::ty::Type;
use crate::object::value::R;

mod combine;
mod endless;
mod group;
mod join;
mod pick;
mod reduce;
mod tee;

static TYPES: &[&Type] = &[
    &endless::COUNT,
    &endless::CYCLE,
    &endless::REPEAT,
    &join::CHAIN,
    &join::ZIP_LONGEST,
    &join::PAIRWISE,
    &join::BATCHED,
    &pick::ISLICE,
    &pick::TAKEWHILE,
    &pick::DROPWHILE,
    &pick::FILTERFALSE,
    &pick::COMPRESS,
    &pick::STARMAP,
    &pick::ACCUMULATE,
    &group::GROUPBY,
    &group::GROUPER,
    &tee::TEE,
    &tee::TEE_DATA,
    &combine::PRODUCT,
    &combine::PERMUTATIONS,
    &combine::COMBINATIONS,
    &combine::COMBINATIONS_WITH_REPLACEMENT,
];

/// Fills the namespace of `itertools`.
pub(super) fn fill(_: &Cx, module: &Module) -> R<()> {
    for ty in TYPES {
        module.add_type(ty);
    }
    // The type is called `_tee`; `tee` is a function that makes several.
    module.add_functions(tee::FUNCTIONS);
    Ok(())
}
