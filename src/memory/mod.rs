//! Memory of the runtime: counting, sharing, grace periods and cycle collection. Knows object headers, never values.
//!
//! Every heap object starts with a [`Header`]. Its count word says who may reach it:
//!
//! * LOCAL: one strand only. Counts are plain loads and stores, nothing is locked.
//! * SHARED: several strands. Counts are atomic and seldom touched (see [`credits`]), writers hold the object's version lock, readers write nothing.
//! * IMMORTAL: never counted, never freed.
//!
//! Invariant: **a SHARED object never points to a LOCAL one**. The only door from LOCAL to SHARED is [`publish`], called by the
//! strand that owns the object before the store that lets it escape.
//!
//! Memory of SHARED objects, and buffers that readers of SHARED objects may still be looking at, is freed through [`grace`]:
//! only after every strand has passed a safepoint.

pub(crate) mod collect;
pub(crate) mod credits;
pub(crate) mod grace;
pub(crate) mod header;
pub(crate) mod kinds;
pub(crate) mod local;
pub(crate) mod publish;

pub(crate) use header::Header;
pub(crate) use publish::publish;
