//! Who has to hear when a type changes: the classes derived from it, and those whose metaclass has put it into their resolution order.

use super::cx::Cx;
use super::tuple::Tuple;
use super::ty::{Type, type_flag};
use super::value::{Object, Ref, Value};
use crate::sched::strand::StrandId;
use std::ptr::NonNull;
use std::sync::Arc;

/// A class in the list of one of its bases.
pub(super) struct Derived {
    class: NonNull<Type>,
    /// The strand that made it: while it is LOCAL nobody else may touch it.
    maker: Option<Here>,
    /// It does not derive from the type, but its metaclass has put the type into its resolution order: it has to hear of changes.
    follows: bool,
}

/// An interpreter, by its address, and one of its strands.
type Here = (usize, StrandId);

// SAFETY: the class is only looked at under the list's mutex, which a dying class takes before it is freed.
unsafe impl Send for Derived {}

impl Derived {
    /// The class if it lives, is of the same interpreter and not another strand's own.
    fn visible(&self, here: Option<Here>) -> Option<Value> {
        // SAFETY: see above; one whose count is already zero is passed over.
        unsafe {
            let class = self.class.as_ref();
            let is_same = |maker: Here, here: Here| maker.0 == here.0 && (!class.head.is_local() || maker.1 == here.1);
            let is_visible = !class.is_heap() || self.maker.zip(here).is_some_and(|(maker, here)| is_same(maker, here));
            (is_visible && class.head.try_inc()).then(|| Value::from_owned(self.class.cast()))
        }
    }
}

impl Type {
    /// Enters a class in the lists of its bases. Other strands find it there from bases that they share, which is why it becomes SHARED
    /// then; and a class that becomes SHARED later makes those derived from it so (`flag::WEAK`). The builtin bases, which all classes
    /// have, do not count: they never change, and who asks them for their subclasses is not shown other strands' own.
    pub(super) fn enter_in(&self, bases: &[Ref<Type>]) {
        if bases.iter().any(|base| base.is_heap() && !base.head.is_local()) {
            self.value().publish();
        }
        bases.iter().for_each(|base| base.add_derived(self, false));
    }

    pub(super) fn add_derived(&self, class: &Type, follows: bool) {
        let maker = Cx::with_current(|cx| (Arc::as_ptr(&cx.interp).addr(), cx.strand.id()));
        self.heirs.lock().push(Derived { class: NonNull::from(class), maker, follows });
    }

    pub(super) fn remove_derived(&self, class: &Type, follows: bool) {
        self.heirs.lock().retain(|derived| derived.class != NonNull::from(class) || derived.follows != follows);
    }

    /// The classes in a resolution order that the class does not derive from. They are there because a metaclass says so.
    pub(super) fn strangers(&self, order: &[Value]) -> Vec<Ref<Type>> {
        let changing = order.iter().filter_map(|ty| ty.get_ref::<Type>()).filter(|ty| ty.is_heap() && !std::ptr::eq(&**ty, self));
        changing.filter(|ty| !self.has_ancestor(ty)).collect()
    }

    /// Whether `other` is found going from base to base.
    pub(super) fn has_ancestor(&self, other: &Type) -> bool {
        let bases = self.bases();
        let bases = bases.get::<Tuple>().map(Tuple::items).unwrap_or_default();
        bases.iter().filter_map(|base| base.get::<Type>()).any(|base| std::ptr::eq(base, other) || base.has_ancestor(other))
    }

    /// Takes the class off the lists of strangers.
    pub(super) fn unfollow(&self, order: &Value) {
        if self.has(type_flag::FOLLOWS) {
            let order = order.get::<Tuple>().map(Tuple::items).unwrap_or_default();
            order.iter().filter_map(|ty| ty.get::<Type>()).for_each(|ty| ty.remove_derived(self, true));
        }
    }

    /// Live direct subclasses, but for those that are other strands' own.
    pub(crate) fn derived(&self) -> Vec<Value> {
        self.listed(false)
    }

    /// Classes that do not derive from the type but have it in their resolution order.
    pub(super) fn followers(&self) -> Vec<Value> {
        self.listed(true)
    }

    fn listed(&self, follows: bool) -> Vec<Value> {
        let here = Cx::with_current(|cx| (Arc::as_ptr(&cx.interp).addr(), cx.strand.id()));
        self.heirs.lock().iter().filter(|derived| derived.follows == follows).filter_map(|derived| derived.visible(here)).collect()
    }

    /// Shows the type and all that find its attributes to `visit`.
    pub(super) fn each_heir(&self, visit: &mut dyn FnMut(&Type)) {
        self.each_descendant(visit);
        // What derives from a follower follows by itself; what follows a subclass of this type need not have this type too.
        self.followers().iter().filter_map(|follower| follower.get::<Type>()).for_each(|follower| follower.each_descendant(visit));
    }

    fn each_descendant(&self, visit: &mut dyn FnMut(&Type)) {
        visit(self);
        self.derived().iter().filter_map(|subclass| subclass.get::<Type>()).for_each(|subclass| subclass.each_descendant(visit));
    }

    /// [`Type::derived`] for script.
    pub(crate) fn shown_subclasses(&self, cx: &Cx) -> Vec<Value> {
        // A class that a strand is just publishing, and what it leads to, may be half SHARED; but no strand stands still then.
        let _stopped = (!self.is_heap()).then(|| cx.interp.runtime.stop_others(&cx.strand));
        self.derived()
    }
}
