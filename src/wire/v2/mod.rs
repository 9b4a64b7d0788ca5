//! Version 2 of the plan file, which reads version 1 too: all that version 2 added may be absent.
//!
//! *Frozen once released:* a released shape never changes; a change that is more than an addition gets a folder of its
//! own, with a step from this one to it.
//!
//! Field names carry units; closed choices are their keys; what is absent has its neutral value.
//! `read` and `write` are its reader and writer; `shapes` declares the same for the schema, and
//! `tests/schema.rs` holds them to each other.

mod economy;
mod monitor;
mod read;
mod register;
#[cfg(feature = "schema")]
mod shapes;
mod words;
mod write;

pub(super) use read::{file as read, limited};
#[cfg(feature = "schema")]
pub(super) use shapes::File;
#[cfg(feature = "schema")]
pub(super) use words::BASES;
pub(super) use words::choice;
pub(super) use write::file as write;
