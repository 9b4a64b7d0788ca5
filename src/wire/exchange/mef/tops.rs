//! What is asked of a file, and whether it can be.

use super::error::Fault;
use super::read::Reading;
use crate::analysis::fault_tree::TopEvent;
use crate::engine::fault_tree::{Arg, FaultTreeError, Source};

impl Reading<'_> {
    /// The tops: of each tree the gates that no gate of the tree refers to.
    pub(super) fn find_tops(&mut self) {
        let gates = &self.model.tree.gates;
        let tree_of =
            |gate: usize| self.gates[self.owners[gate] as usize].as_ref().map(|defined| defined.tree);
        let mut referred = vec![false; gates.len()];
        for (number, gate) in gates.iter().enumerate() {
            for arg in &gate.args {
                if let Source::Gate(other) = arg.of {
                    referred[other as usize] |= tree_of(number) == tree_of(other as usize);
                }
            }
        }
        for (number, defined) in self.gates.iter().enumerate() {
            let Some(defined) = defined.as_ref().filter(|_| !referred[number]) else { continue };
            let (tree, tree_label) = self.trees[defined.tree].clone();
            self.model.tops.push(TopEvent { tree, tree_label, name: defined.name.clone() });
            self.model.tree.tops.push(Arg::gate(number as u32));
        }
    }

    /// Whether there is something to answer, and no gate depends on itself.
    pub(super) fn check(&self) -> Result<(), Fault> {
        if let Err(error) = self.model.tree.check() {
            return Err(match error {
                FaultTreeError::Cycle { gate } => self.about_gate(
                    self.owners[gate as usize],
                    "it depends on itself, directly or through others; a tree without circles is needed",
                ),
                other => Fault::at(0, other),
            });
        }
        if self.model.tops.is_empty() {
            return Err(self
                .document
                .fault(self.document.root(), "no gate was found; a fault tree with one is needed"));
        }
        Ok(())
    }

    fn about_gate(&self, gate: u32, what: &str) -> Fault {
        match &self.gates[gate as usize] {
            Some(defined) => self.document.fault(defined.element, what).about("gate", &defined.name),
            None => Fault::at(0, what),
        }
    }
}
