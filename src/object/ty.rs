//! The type object: what classes are made of, and the static type objects of the builtin layouts. Knows slots, namespaces and
//! method resolution order; making a class from a namespace is in `class`, attribute access in `attr`.

use super::attrs::Shape;
use super::cx::Cx;
use super::dict::Dict;
use super::heirs::Derived;
use super::kinds::{Kind, Layout, alloc, object};
use super::native::{GetSet, NativeDef};
use super::slot::Slot;
use super::slots::Slots;
use super::static_types;
use super::str::{Name, Str};
use super::tuple::Tuple;
use super::value::{Object, Ref, Tag, Value};
use crate::memory::header::flag;
use crate::memory::{Header, grace};
use parking_lot::Mutex;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicPtr, AtomicU8, AtomicU32, Ordering::*};

/// What a builtin type is, written by its file.
pub(crate) struct TypeDef {
    pub(crate) name: &'static str,
    /// Value of `__module__`.
    pub(crate) module: &'static str,
    pub(crate) doc: &'static str,
    pub(crate) base: Option<&'static Type>,
    /// Further bases, of the same layout.
    pub(crate) extra_bases: &'static [&'static Type],
    /// Layout of the instances.
    pub(crate) kind: Kind,
    /// Whether classes can be derived from it.
    pub(crate) subclassable: bool,
    /// Whether instances take any attribute.
    pub(crate) has_dict: bool,
    /// What `case` takes instances for: SEQUENCE or MAPPING of `type_flag`, or 0.
    pub(crate) pattern: u32,
    pub(crate) slots: Slots,
    pub(crate) methods: &'static [NativeDef],
    pub(crate) getset: &'static [GetSet],
    /// What a call does with the items of its argument, if that is an iterable.
    pub(crate) fold: Option<super::feeding::Fold>,
    /// Of iterators: see `turns`. None: `next` may run script.
    pub(crate) runs_no_script: Option<super::turns::RunsNoScript>,
}

impl TypeDef {
    /// Value of `__doc__`.
    pub(crate) fn doc_value(&self) -> Value {
        let doc = if self.doc.is_empty() && self.module == "builtins" { super::docs::of_type(self.name) } else { self.doc };
        if doc.is_empty() { Value::NONE } else { Name::new(doc).value() }
    }

    pub(crate) const EMPTY: TypeDef = TypeDef {
        name: "",
        module: "builtins",
        doc: "",
        base: None,
        extra_bases: &[],
        kind: Kind::Native,
        subclassable: false,
        has_dict: false,
        pattern: 0,
        slots: Slots::NONE,
        methods: &[],
        getset: &[],
        fold: None,
        runs_no_script: None,
    };
}

/// Facts about a type, in `Type::flags`.
pub(crate) mod type_flag {
    /// Made at run time: counted, its namespace can be changed.
    pub(crate) const HEAP: u32 = 1;
    pub(crate) const SUBCLASSABLE: u32 = 2;
    /// Instances take any attribute (false with `__slots__`).
    pub(crate) const HAS_DICT: u32 = 4;
    /// Attribute reads follow the plain rules: no `__getattribute__` of its own.
    pub(crate) const PLAIN_GETATTR: u32 = 8;
    /// Attribute writes follow the plain rules: no `__setattr__` or `__delattr__` of its own.
    pub(crate) const PLAIN_SETATTR: u32 = 16;
    /// Has a `__getattr__`.
    pub(crate) const HAS_GETATTR: u32 = 32;
    pub(crate) const ABSTRACT: u32 = 64;
    /// `case` treats instances as sequences / mappings.
    pub(crate) const SEQUENCE: u32 = 128;
    pub(crate) const MAPPING: u32 = 256;
    /// `__slots__` of the class or a base name members.
    pub(crate) const MEMBERS: u32 = 512;
    /// Calling the class makes a plain instance and runs `__init__` on it, nothing else.
    pub(crate) const PLAIN_CALL: u32 = 2048;
    /// Attributes of instances can hold weak references (false with `__slots__` lacking `__weakref__`).
    pub(crate) const WEAKREFS: u32 = 1024;
    /// The class is listed with types that it does not derive from, see `Derived::follows`.
    pub(crate) const FOLLOWS: u32 = 4096;
}

#[repr(C)]
pub(crate) struct Type {
    pub(super) head: Header,
    pub(crate) def: Option<&'static TypeDef>,
    /// Immutable tables; a changed class gets a new one, the old one is kept as long as the class is (classes change rarely).
    slots: AtomicPtr<Table>,
    /// Names the present state of the type for caches; 0: none given since the type or a base changed.
    version: AtomicU32,
    /// Moves when data in the namespace, or in a base's, is replaced by data: caches of functions stay right then.
    data_version: AtomicU32,
    pub(super) flags: AtomicU32,
    kind: Kind,
    pub(super) root_shape: AtomicU32,
    inline_hint: AtomicU32,
    /// How far a static type has come, see `static_types`.
    pub(super) ready: AtomicU8,
    /// A dict: the namespace.
    pub(super) dict: Slot,
    /// A str each.
    pub(super) name: Slot,
    pub(super) qualname: Slot,
    /// Tuples of types.
    pub(super) bases: Slot,
    pub(super) mro: Slot,
    /// The type that decides the layout.
    pub(super) base: Slot,
    /// Live direct subclasses and followers, not counted: a dying class takes itself off.
    pub(super) heirs: Mutex<Vec<Derived>>,
}

/// What the objects of a type can do, and what they could before.
struct Table {
    slots: Slots,
    previous: AtomicPtr<Table>,
}

/// The table of a class that is being made.
static NO_SLOTS: Table = Table { slots: Slots::NONE, previous: AtomicPtr::new(std::ptr::null_mut()) };

/// The flag of a class that an object of it left for another.
const KEPT: u16 = flag::KIND_A;

object!(Type, Type, TYPE);

/// Held while a class gets other bases: its own list of them and the bases' lists belong together.
static CHANGING_BASES: Mutex<()> = Mutex::new(());

static NEXT_VERSION: AtomicU32 = AtomicU32::new(1);

/// The version of all types that ask for one when the numbers are used up: no cache may remember it.
pub(crate) const NO_VERSION: u32 = u32::MAX;

impl Layout for Type {
    const TRACKED: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        for slot in [&self.dict, &self.name, &self.qualname, &self.bases, &self.mro, &self.base] {
            // SAFETY: visiting happens on the owner strand or with all others stopped.
            visit(unsafe { slot.borrow() });
        }
    }
    fn clear(&self) {
        if let Some(dict) = self.dict.get(&self.head).get::<Dict>() {
            dict.clear();
        }
        self.unfollow(&self.mro());
        drop(self.mro.put(&self.head, Tuple::new(Vec::new()).into_value()));
    }
}

impl Drop for Type {
    fn drop(&mut self) {
        if let Some(bases) = self.bases.load().get::<Tuple>() {
            bases.items().iter().filter_map(|base| base.get::<Type>()).for_each(|base| base.remove_derived(self, false));
        }
        self.unfollow(&self.mro.load());
        let shapes = Shape::take_all(*self.root_shape.get_mut());
        if !self.head.is_local() {
            grace::retire_owned(Box::new(shapes));
        }
        let mut table = *self.slots.get_mut();
        while let Some(start) = NonNull::new(table).filter(|table| !std::ptr::eq(table.as_ptr(), &NO_SLOTS)) {
            // SAFETY: made by `set_slots`; who looks at it holds an object of the type or the type, or looks without holding one and
            // stops at its next safepoint.
            unsafe {
                table = start.as_ref().previous.load(Relaxed);
                let block = std::alloc::Layout::new::<Table>();
                if self.head.is_local() {
                    std::alloc::dealloc(start.as_ptr().cast(), block);
                } else {
                    grace::retire_buffer(start.cast(), block);
                }
            }
        }
    }
}

/// What a new class is made from.
pub(crate) struct NewType {
    pub(crate) metaclass: Ref<Type>,
    pub(crate) name: Value,
    pub(crate) qualname: Value,
    pub(crate) bases: Vec<Ref<Type>>,
    pub(crate) base: Ref<Type>,
    pub(crate) dict: Ref<Dict>,
    pub(crate) flags: u32,
}

impl Type {
    /// A static type; `Type::make_ready` fills it in before first use.
    pub(crate) const fn from_def(def: &'static TypeDef) -> Type {
        Type {
            head: Header::immortal(Kind::Type as u8, std::ptr::addr_of!(TYPE).cast()),
            def: Some(def),
            slots: AtomicPtr::new(std::ptr::null_mut()),
            version: AtomicU32::new(0),
            data_version: AtomicU32::new(1),
            flags: AtomicU32::new(0),
            kind: def.kind,
            root_shape: AtomicU32::new(0),
            inline_hint: AtomicU32::new(0),
            ready: AtomicU8::new(static_types::UNTOUCHED),
            dict: Slot::unset(),
            name: Slot::unset(),
            qualname: Slot::unset(),
            bases: Slot::unset(),
            mro: Slot::unset(),
            base: Slot::unset(),
            heirs: Mutex::new(Vec::new()),
        }
    }

    /// Makes a class object. The caller has checked the bases; `mro` is set afterwards.
    pub(crate) fn new(new: NewType) -> Ref<Type> {
        new.metaclass.header().inc();
        let kind = new.base.kind;
        let ty = alloc(Type {
            head: Header::new(Kind::Type as u8, new.metaclass.header(), flag::COUNTS_TYPE | flag::WEAK),
            def: None,
            slots: AtomicPtr::new((&raw const NO_SLOTS).cast_mut()),
            version: AtomicU32::new(0),
            data_version: AtomicU32::new(1),
            flags: AtomicU32::new(new.flags | type_flag::HEAP),
            kind,
            root_shape: AtomicU32::new(Shape::root().id),
            inline_hint: AtomicU32::new(new.base.inline_hint()),
            ready: AtomicU8::new(static_types::READY),
            dict: Slot::new(new.dict.into_value()),
            name: Slot::new(new.name),
            qualname: Slot::new(new.qualname),
            bases: Slot::new(Tuple::new(new.bases.iter().map(|base| base.value()).collect()).into_value()),
            mro: Slot::new(super::tuple::empty()),
            base: Slot::new(new.base.value()),
            heirs: Mutex::new(Vec::new()),
        });
        ty.enter_in(&new.bases);
        ty
    }

    /// Lays out a static type once: inherited slots, bases, resolution order. Whoever comes second waits until it is done.
    #[inline]
    pub(crate) fn make_ready(&'static self) {
        if self.ready.load(Acquire) < static_types::LAID_OUT {
            self.lay_out_once();
        }
    }

    #[inline(always)]
    pub(crate) fn slots(&self) -> &Slots {
        // SAFETY: set before the type is used; tables are never freed while the type lives.
        unsafe { &(*self.slots.load(Acquire)).slots }
    }

    /// For a class that an object of it has just left for another: whoever looked at the object's class, runs script now and looks at it
    /// again afterwards must find it. Once: the class stays, with one count that nobody gives back.
    pub(super) fn keep_for_ever(&self) {
        if self.head.set_once(KEPT) {
            self.head.inc();
        }
    }

    /// Puts a new table in place.
    pub(crate) fn set_slots(&self, slots: Slots) {
        let fresh = Box::into_raw(Box::new(Table { slots, previous: AtomicPtr::default() }));
        // The old table is kept: somebody may be calling through it. Classes that change their operators are few.
        let old = self.slots.swap(fresh, AcqRel);
        // SAFETY: freed with the type only.
        unsafe { (*fresh).previous.store(old, Relaxed) };
    }

    #[inline(always)]
    pub(crate) fn flags(&self) -> u32 {
        self.flags.load(Relaxed)
    }

    pub(crate) fn has(&self, flag: u32) -> bool {
        self.flags() & flag != 0
    }

    pub(crate) fn set_flag(&self, flag: u32, on: bool) {
        if on {
            self.flags.fetch_or(flag, AcqRel)
        } else {
            self.flags.fetch_and(!flag, AcqRel)
        };
    }

    pub(crate) fn kind(&self) -> Kind {
        self.kind
    }

    pub(crate) fn is_heap(&self) -> bool {
        self.has(type_flag::HEAP)
    }

    #[inline(always)]
    pub(crate) fn root_shape(&self) -> u32 {
        self.root_shape.load(Relaxed)
    }

    #[inline(always)]
    pub(crate) fn inline_hint(&self) -> u32 {
        self.inline_hint.load(Relaxed)
    }

    /// Tells that an instance came to need `room` attributes: later ones get them inline.
    pub(crate) fn learn_room(&self, room: u32) {
        if room <= 16 && room > self.inline_hint() {
            self.inline_hint.store(room, Relaxed);
        }
    }

    /// Header flags of a new plain instance.
    #[inline(always)]
    pub(crate) fn instance_flags(&self) -> u16 {
        flag::COUNTS_TYPE | if self.slots().finalize.is_some() { flag::HAS_FINALIZER } else { 0 }
    }

    /// Header flags of a new object with a builtin layout, and whether attributes precede it.
    #[inline(always)]
    pub(crate) fn builtin_instance_flags(&self) -> (u16, bool) {
        if self.def.is_some() {
            return if self.has(type_flag::HAS_DICT) { (flag::HAS_ATTRS, true) } else { (0, false) };
        }
        (self.instance_flags() | flag::HAS_ATTRS, true)
    }

    /// The namespace. That of a static type is filled when somebody first asks for it.
    pub(crate) fn dict(&self) -> Ref<Dict> {
        if self.ready.load(Acquire) != static_types::READY {
            self.fill_in_once();
        }
        // SAFETY: stored before the type was READY, and never replaced.
        let dict = unsafe { self.dict.borrow() }.clone();
        Ref::from_value(dict).unwrap_or_else(|_| Dict::new())
    }

    /// Makes the class one that is not counted once it is shared, with what every look into it touches: resolution order, bases,
    /// namespace, and the static and class methods and properties in there.
    pub(crate) fn pin(&self) {
        self.header().pin();
        let (dict, mro, bases) = (self.dict(), self.mro(), self.bases());
        [dict.as_value(), &mro, &bases].into_iter().filter_map(Value::header).for_each(Header::pin);
        for (_, value) in self.dict().snapshot() {
            if let Some(descriptor) = value.get::<super::descriptor::Descriptor>() {
                descriptor.header().pin();
            }
        }
    }

    /// The resolution order: a tuple of types.
    pub(crate) fn mro(&self) -> Value {
        self.mro.get(&self.head)
    }

    /// Replaces the resolution order. `is_given`: by a metaclass's own `mro()`, so that any class may be in it.
    pub(crate) fn set_mro(&self, mro: Value, is_given: bool) {
        let old = {
            let _one_at_a_time = CHANGING_BASES.lock();
            self.unfollow(&self.mro());
            let strangers = mro.get::<Tuple>().filter(|_| is_given).map(|order| self.strangers(order.items())).unwrap_or_default();
            if !strangers.is_empty() {
                self.set_flag(type_flag::FOLLOWS, true);
                // As in `enter_in`: who finds the class in a list must not find another strand's own.
                if strangers.iter().any(|ty| !ty.head.is_local()) {
                    self.value().publish();
                }
                strangers.iter().for_each(|ty| ty.add_derived(self, true));
            }
            self.mro.put(&self.head, mro)
        };
        drop(old);
    }

    /// The direct bases: a tuple of types.
    pub(crate) fn bases(&self) -> Value {
        self.bases.get(&self.head)
    }

    /// Replaces the bases; gives the tuple of them.
    pub(crate) fn set_bases(&self, bases: Vec<Ref<Type>>, base: Ref<Type>) -> Value {
        let fresh = Tuple::new(bases.iter().map(|b| b.value()).collect()).into_value();
        let given = fresh.clone();
        let old = {
            let _one_at_a_time = CHANGING_BASES.lock();
            if let Some(old) = self.bases().get::<Tuple>() {
                old.items().iter().filter_map(|base| base.get::<Type>()).for_each(|base| base.remove_derived(self, false));
            }
            self.enter_in(&bases);
            [self.bases.put(&self.head, fresh), self.base.put(&self.head, base.into_value())]
        };
        drop(old);
        given
    }

    /// The base that decides the layout; None for `object`.
    pub(crate) fn base(&self) -> Option<Ref<Type>> {
        Ref::from_value(self.base.get(&self.head)).ok()
    }

    pub(crate) fn name(&self) -> String {
        self.name.get(&self.head).get::<Str>().map_or_else(String::new, |name| name.to_str_lossy().into_owned())
    }

    pub(crate) fn name_value(&self) -> Value {
        self.name.get(&self.head)
    }

    pub(crate) fn set_name(&self, name: Value) {
        drop(self.name.put(&self.head, name));
    }

    pub(crate) fn qualname_value(&self) -> Value {
        self.qualname.get(&self.head)
    }

    pub(crate) fn qualname(&self) -> String {
        self.qualname_value().get::<Str>().map_or_else(|| self.name(), |name| name.to_str_lossy().into_owned())
    }

    pub(crate) fn set_qualname(&self, name: Value) {
        drop(self.qualname.put(&self.head, name));
    }

    /// The name as `repr` shows it: with the module unless that is `builtins`.
    pub(crate) fn full_name(&self) -> String {
        let qualname = self.qualname();
        // A builtin type's namespace may hold what computes its instances' `__module__`.
        let module = match self.def {
            Some(def) => Some(def.module.to_string()),
            None => self.dict().get_name(Name::new("__module__")).and_then(|module| Some(module.get::<Str>()?.to_str_lossy().into_owned())),
        };
        match module {
            Some(module) if module != "builtins" => format!("{module}.{qualname}"),
            _ => qualname,
        }
    }

    /// Whether this is `other` or derived from it.
    #[inline]
    pub(crate) fn is_subtype(&self, other: &Type) -> bool {
        if std::ptr::eq(self, other) || std::ptr::eq(other, &OBJECT) {
            return true;
        }
        match self.def {
            Some(def) => builtin_derives(def, other),
            None if self.head.is_local() => {
                // SAFETY: LOCAL, and nothing runs while borrowed.
                contains_type(unsafe { self.mro.borrow() }, other) || self.descends_unordered(other)
            }
            None => contains_type(&self.mro(), other) || self.descends_unordered(other),
        }
    }

    /// Whether a class that has no resolution order yet has `other` among its bases.
    fn descends_unordered(&self, other: &Type) -> bool {
        self.is_incomplete() && self.has_ancestor(other)
    }

    /// Whether the class is just being made, so that its resolution order is still open.
    pub(crate) fn is_incomplete(&self) -> bool {
        self.mro().get::<Tuple>().is_none_or(|order| order.len() == 0)
    }

    /// A number naming the present state of the type, for caches.
    #[inline(always)]
    pub(crate) fn version(&self) -> u32 {
        match self.version.load(Acquire) {
            0 => self.new_version(),
            version => version,
        }
    }

    #[cold]
    fn new_version(&self) -> u32 {
        let Ok(fresh) = NEXT_VERSION.fetch_update(Relaxed, Relaxed, |next| (next < NO_VERSION).then_some(next + 1)) else {
            return NO_VERSION;
        };
        match self.version.compare_exchange(0, fresh, AcqRel, Acquire) {
            Ok(_) => fresh,
            Err(other) => other,
        }
    }

    /// With [`Type::version`] names the present state of the type's data attributes. Never 0.
    #[inline(always)]
    pub(crate) fn data_version(&self) -> u32 {
        self.data_version.load(Acquire)
    }

    /// Invalidates caches of data found in this type and all derived ones.
    pub(crate) fn data_modified(&self) {
        self.each_heir(&mut |heir| {
            if heir.data_version.fetch_add(1, AcqRel) >= u32::MAX - 1 {
                // No number may come back while somebody remembers it.
                heir.modified();
                heir.data_version.store(1, Release);
            }
        });
    }

    /// Invalidates caches of this type and all derived ones.
    pub(crate) fn modified(&self) {
        self.each_heir(&mut |heir| heir.version.store(0, Release));
    }

    /// Finds a name along the resolution order, uncached.
    pub(crate) fn lookup_uncached(&self, name: Name) -> Option<Value> {
        let mro = self.mro();

        mro.get::<Tuple>()?.items().iter().find_map(|ty| ty.get::<Type>()?.dict().get_name(name))
    }

    /// Finds a name along the resolution order.
    #[inline(always)]
    pub(crate) fn lookup(&self, cx: &Cx, name: Name) -> Option<Value> {
        cx.lookup_in_type(self, name)
    }

    /// Stores into the namespace (None deletes) and invalidates caches; slots follow. False: nothing to delete.
    pub(crate) fn set_attr(&self, name: Name, value: Option<Value>) -> bool {
        let dict = self.dict();
        // Kept until caches that hold the old value uncounted are invalid.
        let old = dict.get_name(name);
        if let (Some(old), Some(value)) = (&old, &value)
            && is_data(old)
            && is_data(value)
            && !name.is_dunder()
        {
            self.data_modified();
            dict.set_name(name, value.clone());
            self.data_modified();
            return true;
        }
        // Instance attributes come before all but data descriptors; those, and hooks, make cached instance lookups wrong.
        let changes_slots = name.is_dunder() && super::dunder::changes_slots(name, old.as_ref(), value.as_ref());
        let hides_instances = name.is_dunder() || value.as_ref().is_some_and(|value| type_of(value).slots().descr_set.is_some());
        self.modified();
        let done = match value {
            Some(value) => {
                dict.set_name(name, value);
                true
            }
            None => dict.remove_name(name).is_some(),
        };
        self.modified();
        if hides_instances {
            super::attr::bump_epoch();
        }
        if changes_slots {
            super::dunder::update_slots(self);
        }
        done
    }
}

/// Whether a class attribute is given as it is: no function, property or other descriptor.
pub(crate) fn is_data(value: &Value) -> bool {
    let slots = type_of(value).slots();
    slots.descr_get.is_none() && slots.descr_set.is_none()
}

/// Whether a resolution order, without `object` and the type itself, contains the type.
#[inline(always)]
fn contains_type(mro: &Value, ty: &Type) -> bool {
    let ty = std::ptr::from_ref(ty.header());
    mro.get::<Tuple>().is_some_and(|mro| mro.items().iter().any(|base| base.header().is_some_and(|base| std::ptr::eq(base, ty))))
}

/// Whether a builtin type derives from `other`, which is not `object`.
fn builtin_derives(def: &TypeDef, other: &Type) -> bool {
    let mut def = def;
    loop {
        for extra in def.extra_bases {
            if std::ptr::eq(*extra, other) || extra.def.is_some_and(|def| builtin_derives(def, other)) {
                return true;
            }
        }
        let Some(base) = def.base else { return false };
        if std::ptr::eq(base, other) {
            return true;
        }
        let Some(base) = base.def else { return false };
        def = base;
    }
}

static TYPE_DEF: TypeDef = TypeDef {
    name: "type",
    kind: Kind::Type,
    subclassable: true,
    slots: super::class::TYPE_SLOTS,
    methods: super::class::TYPE_METHODS,
    getset: super::class::TYPE_GETSET,
    ..TypeDef::EMPTY
};
pub(crate) static TYPE: Type = Type::from_def(&TYPE_DEF);

static OBJECT_DEF: TypeDef = TypeDef {
    name: "object",
    doc: "The base class of the class hierarchy.",
    kind: Kind::Instance,
    subclassable: true,
    slots: super::base_object::SLOTS,
    methods: super::base_object::METHODS,
    getset: super::base_object::GETSET,
    ..TypeDef::EMPTY
};
pub(crate) static OBJECT: Type = Type::from_def(&OBJECT_DEF);

pub(crate) use super::bytearray::BYTEARRAY;
pub(crate) use super::bytes::BYTES;
pub(crate) use super::complex::COMPLEX;
pub(crate) use super::dict_methods::DICT;
pub(crate) use super::float::FLOAT;
pub(crate) use super::int::{BOOL, INT};
pub(crate) use super::list_methods::LIST;
pub(crate) use super::str_methods::STR;
pub(crate) use super::tuple_methods::TUPLE;

/// The type of any value.
#[inline(always)]
pub(crate) fn type_of(value: &Value) -> &Type {
    match value.header() {
        // SAFETY: every heap object's type pointer is a live Type; the object holds a count on it if it needs one.
        Some(header) => unsafe { &*header.ty().cast::<Type>() },
        None => IMMEDIATES[value.tag() as usize],
    }
}

/// Types of immediates, by tag: a load where a match would be an indirect jump.
static IMMEDIATES: [&Type; Tag::Obj as usize] = [
    &super::singletons::NONE_TYPE,
    &super::singletons::NONE_TYPE,
    &BOOL,
    &BOOL,
    &super::singletons::NOT_IMPLEMENTED_TYPE,
    &super::singletons::ELLIPSIS_TYPE,
    &INT,
    &FLOAT,
];
