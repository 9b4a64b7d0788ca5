//! Makes a graph smaller without changing what its tops mean.

use super::graph::Graph;

/// The same tops with fewer gates and arguments.
pub(super) fn simplify(graph: Graph) -> Graph {
    graph
}
