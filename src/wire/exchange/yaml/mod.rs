//! The part of YAML that rule files and objectives need: a writer that quotes every text, and a strict reader.

mod flow;
mod read;
#[cfg(test)]
mod tests;
mod write;

pub use read::{MAX_YAML_BYTES, YamlError};
pub(super) use read::{Node, documents};
pub(super) use write::{Yaml, document};
