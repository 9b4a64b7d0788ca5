//! Shim.
use super::{Place, Plan};
/// Severity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "shim")]
pub enum Severity {
    Error,
    Warning,
}
/// Kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "shim")]
pub enum FindingKind {
    TooLarge,
}
/// Finding.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "shim")]
pub struct Finding {
    pub severity: Severity,
    pub place: Place,
    pub kind: FindingKind,
    pub what: String,
    pub advice: String,
}
/// Shim.
pub fn check(_: &Plan) -> Vec<Finding> {
    Vec::new()
}
