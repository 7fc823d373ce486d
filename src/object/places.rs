//! Where the arguments of a call with names go: found once for a call and a function, and remembered by the call's node.

use super::code::NOT_DIRECT;
use super::dict::Dict;
use super::entries::Entries;
use super::function::Function;
use super::str::Name;
use super::tuple::Tuple;
use super::value::Value;

/// The most parameters, and places, of what is called this way.
pub(crate) const MOST_PLACES: usize = 16;

/// Which parameters of a function the arguments of a call go to, and which are left to their defaults.
pub(crate) struct Places {
    /// Serial number of the function's code.
    code: u64,
    /// Parameters of all kinds.
    pub(crate) count: usize,
    /// The parameter of each argument.
    pub(crate) given: Box<[u8]>,
    /// The parameters that get none.
    missing: Box<[u8]>,
}

impl Places {
    /// Finds the places for `positional` arguments and those named. None: the function takes them another way, has no such parameter,
    /// or gets one twice.
    fn find(function: &Function, positional: usize, names: &[Name]) -> Option<Places> {
        let code = &*function.code;
        let (count, info) = (code.direct_args as usize, &code.info);
        if code.direct_args == NOT_DIRECT || count > MOST_PLACES || positional > info.arg_count as usize {
            return None;
        }
        let mut given: Vec<u8> = (0..positional as u8).collect();
        let first = positional.max(info.posonly_count as usize);
        let candidates = info.varnames.get(first..count)?;
        for name in names {
            let place = (first + candidates.iter().position(|candidate| candidate == name)?) as u8;
            if given.contains(&place) {
                return None;
            }
            given.push(place);
        }
        let missing = (0..count as u8).filter(|place| !given.contains(place)).collect();
        Some(Places { code: code.serial, count, given: given.into(), missing })
    }

    /// Gives the default of each parameter that gets no argument to `put`. False: there is one without.
    #[inline]
    pub(crate) fn fill(&self, function: &Function, mut put: impl FnMut(usize, Value)) -> bool {
        if self.missing.is_empty() {
            return true;
        }
        let positional = function.code.info.arg_count as usize;
        let defaults = function.defaults();
        let defaults = defaults.get::<Tuple>().map_or(&[][..], Tuple::items);
        for place in &self.missing {
            let place = usize::from(*place);
            let value = match positional.checked_sub(place).filter(|from_end| *from_end > 0) {
                Some(from_end) => defaults.len().checked_sub(from_end).and_then(|at| defaults.get(at)).cloned(),
                None => function.kw_defaults().get::<Dict>().and_then(|dict| dict.get_name(function.code.info.varnames[place])),
            };
            match value {
                Some(value) => put(place, value),
                None => return false,
            }
        }
        true
    }
}

/// The places found by a call.
#[derive(Default)]
pub(crate) struct PlacesCache(Entries<Places>);

/// A call of more functions than this finds the places each time.
const MOST_ENTRIES: u32 = 4;

impl PlacesCache {
    /// Calls `with` with the places of a call of `function`; None if there are none.
    #[inline(always)]
    pub(crate) fn with<T>(&self, function: &Function, positional: usize, names: &[Name], with: impl FnOnce(&Places) -> T) -> Option<T> {
        // One function may be called with its first argument before the others, and without: as a method or `__init__`, and as it is.
        let is_for = |places: &Places| places.code == function.code.serial && places.given.len() == positional + names.len();
        if let Some(places) = self.0.find(is_for) {
            return Some(with(places));
        }
        match self.look(function, positional, names)? {
            Ok(places) => Some(with(places)),
            Err(places) => Some(with(&places)),
        }
    }

    /// Finds the places and keeps them if there is room.
    #[inline(never)]
    fn look(&self, function: &Function, positional: usize, names: &[Name]) -> Option<Result<&Places, Places>> {
        Some(self.0.push(Places::find(function, positional, names)?, MOST_ENTRIES))
    }
}
