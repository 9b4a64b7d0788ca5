//! From a fault-tree model to a file.

use crate::analysis::fault_tree::FaultTreeModel;

/// Writes.
pub fn write(_model: &FaultTreeModel) -> String {
    String::new()
}
