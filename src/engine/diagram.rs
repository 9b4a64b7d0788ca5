//! Structure functions as a reduced ordered binary decision diagram.
//!
//! # Source
//! R. E. Bryant, "Graph-Based Algorithms for Boolean Function Manipulation", IEEE Transactions on Computers C-35(8),
//! 1986; K. S. Brace, R. L. Rudell, R. E. Bryant, "Efficient Implementation of a BDD Package", DAC 1990
//! (if-then-else with a cache).

use super::table::{Decision, OperationCache, UniqueTable};

/// An event, by its place in the order: 0 stands at the top of every diagram.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Var(u32);

impl Var {
    /// The event at this place in the order.
    pub const fn new(place: u32) -> Self {
        Self(place)
    }

    /// The place as an index into a vector of probabilities.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A function in a [`Diagram`]. Two handles of one diagram are equal exactly when their functions are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Node(pub(super) u32);

impl Node {
    /// The function that never fails.
    pub const WORKS: Self = Self(0);
    /// The function that always fails.
    pub const FAILS: Self = Self(1);
}

/// Why the engine gave no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EngineError {
    /// The diagram would outgrow its limit.
    #[error(
        "the structure needs more than {limit} decisions: use fewer components or share less between them"
    )]
    TooLarge {
        /// The most decisions allowed.
        limit: usize,
    },
    /// A selection by count was given the wrong number of cases.
    #[error("{members} members can fail in {} numbers, but {found} cases were given", members + 1)]
    CasesPerCount {
        /// Number of members.
        members: usize,
        /// Number of cases given; one more than there are members is right.
        found: usize,
    },
    /// The event is further down the order than a diagram can hold.
    #[error("an event's place must be below {limit}, found {place}")]
    EventOutOfRange {
        /// The place given.
        place: u32,
        /// The first place that is too far.
        limit: u32,
    },
}

/// Functions of events, each stored once, in one owned vector.
#[derive(Clone, Debug)]
pub struct Diagram {
    nodes: Vec<Decision>,
    unique: UniqueTable,
    cache: OperationCache,
    limit: usize,
    // Work space of `ite`, kept to save allocations.
    open: Vec<Open>,
}

/// A question of if-then-else that waits for its halves, on an explicit stack instead of the machine's.
#[derive(Clone, Copy, Debug)]
struct Open {
    key: [u32; 3],
    var: u32,
    /// The half where `var` is active, to be asked second.
    high: [u32; 3],
    /// The answer to the half where `var` is inactive, once it is known.
    low: Option<u32>,
}

/// The place of the two constants: below every event.
const BOTTOM: u32 = u32::MAX;

impl Diagram {
    /// An empty diagram that refuses to grow beyond `node_limit` decisions (made ever, not only those in use).
    pub fn new(node_limit: usize) -> Self {
        let constant = Decision { var: BOTTOM, low: 0, high: 0, deepest: 0 };
        let mut nodes = Vec::with_capacity(1 << 13);
        nodes.extend([constant, Decision { low: 1, high: 1, ..constant }]);
        Self {
            nodes,
            unique: UniqueTable::new(),
            cache: OperationCache::new(),
            limit: node_limit.min(BOTTOM as usize - 2),
            open: Vec::new(),
        }
    }

    /// Fails when event `var` is active.
    pub fn event(&mut self, var: Var) -> Result<Node, EngineError> {
        if var.0 == BOTTOM {
            return Err(EngineError::EventOutOfRange { place: var.0, limit: BOTTOM });
        }
        self.decision(var.0, Node::WORKS.0, Node::FAILS.0).map(Node)
    }

    /// Fails when `a` or `b` does.
    pub fn or(&mut self, a: Node, b: Node) -> Result<Node, EngineError> {
        self.ite(a, Node::FAILS, b)
    }

    /// Fails when `a` and `b` both do.
    pub fn and(&mut self, a: Node, b: Node) -> Result<Node, EngineError> {
        self.ite(a, b, Node::WORKS)
    }

    /// Fails when `a` does not.
    pub fn not(&mut self, a: Node) -> Result<Node, EngineError> {
        self.ite(a, Node::WORKS, Node::FAILS)
    }

    /// If-then-else: is `then` where `condition` fails and `otherwise` where it does not.
    pub fn ite(&mut self, condition: Node, then: Node, otherwise: Node) -> Result<Node, EngineError> {
        self.open.clear();
        let mut question = [condition.0, then.0, otherwise.0];
        loop {
            let mut answer = match self.known(question) {
                Ok(answer) => answer,
                Err(key) => {
                    let var =
                        key.map(|node| self.nodes[node as usize].var).into_iter().min().unwrap_or(BOTTOM);
                    let halves = key.map(|node| self.branch(node, var));
                    self.open.push(Open { key, var, high: halves.map(|(_, high)| high), low: None });
                    question = halves.map(|(low, _)| low);
                    continue;
                }
            };
            // Hands the answer to the question that waits for it, until one has another half to ask.
            question = loop {
                let Some(waiting) = self.open.last_mut() else { return Ok(Node(answer)) };
                let Open { key, var, high, low } = *waiting;
                let Some(low) = low else {
                    waiting.low = Some(answer);
                    break high;
                };
                self.open.pop();
                answer = self.decision(var, low, answer)?;
                self.cache.insert(key, answer);
            };
        }
    }

    /// The answer where a rule or the cache has it, else the question in the form under which it is cached.
    fn known(&self, question: [u32; 3]) -> Result<u32, [u32; 3]> {
        let key = match simplify(question) {
            Ok(answer) => return Ok(answer),
            Err(key) => key,
        };
        self.cache.find(key).ok_or(key)
    }

    /// What remains of a function when event `var`, which is not below its top, is known: (inactive, active).
    fn branch(&self, node: u32, var: u32) -> (u32, u32) {
        let found = self.nodes[node as usize];
        if found.var == var { (found.low, found.high) } else { (node, node) }
    }

    /// The one node for this decision.
    pub(super) fn decision(&mut self, var: u32, low: u32, high: u32) -> Result<u32, EngineError> {
        if low == high {
            return Ok(low);
        }
        let free = match self.unique.find(&self.nodes, [var, low, high]) {
            Ok(number) => return Ok(number),
            Err(free) => free,
        };
        if self.nodes.len() - 2 >= self.limit {
            return Err(EngineError::TooLarge { limit: self.limit });
        }
        let number = self.nodes.len() as u32;
        let deepest = var.max(self.nodes[low as usize].deepest).max(self.nodes[high as usize].deepest);
        self.nodes.push(Decision { var, low, high, deepest });
        self.unique.insert(free, number, &self.nodes);
        self.cache.fit(self.nodes.len());
        Ok(number)
    }

    /// Whether `root` fails when exactly the events that `active` names are active.
    pub fn value(&self, root: Node, active: impl Fn(Var) -> bool) -> bool {
        let mut at = root;
        while at > Node::FAILS {
            let decision = self.nodes[at.0 as usize];
            at = Node(if active(Var(decision.var)) { decision.high } else { decision.low });
        }
        at == Node::FAILS
    }

    /// The decision at the top of a function: its event, the rest where that is inactive, and where it is active. None for
    /// a constant.
    pub fn parts(&self, root: Node) -> Option<(Var, Node, Node)> {
        let Decision { var, low, high, .. } = self.nodes[root.0 as usize];
        (root > Node::FAILS).then_some((Var(var), Node(low), Node(high)))
    }

    /// Number of decisions in use by `roots`, shared ones counted once.
    pub fn size(&self, roots: &[Node]) -> usize {
        self.reachable(roots).into_iter().skip(2).filter(|&used| used).count()
    }

    /// Number of decisions ever made.
    pub fn decisions(&self) -> usize {
        self.nodes.len() - 2
    }

    /// For every node up to the newest root whether some root needs it. A child is always older than its parent, so that one sweep from
    /// the newest to the oldest is enough.
    pub(super) fn reachable(&self, roots: &[Node]) -> Vec<bool> {
        let newest = roots.iter().map(|root| root.0).max().unwrap_or(0).max(Node::FAILS.0);
        let mut used = vec![false; newest as usize + 1];
        for root in roots {
            used[root.0 as usize] = true;
        }
        for number in (2..used.len()).rev() {
            if used[number] {
                used[self.nodes[number].low as usize] = true;
                used[self.nodes[number].high as usize] = true;
            }
        }
        used
    }

    pub(super) fn node(&self, number: u32) -> Decision {
        self.nodes[number as usize]
    }
}

/// The result where a rule of Boolean algebra gives it, else the question in the form under which it is cached.
fn simplify([f, g, h]: [u32; 3]) -> Result<u32, [u32; 3]> {
    const WORKS: u32 = Node::WORKS.0;
    const FAILS: u32 = Node::FAILS.0;
    let g = if g == f { FAILS } else { g };
    let h = if h == f { WORKS } else { h };
    match (f, g, h) {
        (FAILS, _, _) => Ok(g),
        (WORKS, _, _) => Ok(h),
        _ if g == h => Ok(g),
        (_, FAILS, WORKS) => Ok(f),
        // "Or" and "and" do not mind the order of their sides.
        (_, FAILS, _) => Err([f.min(h), FAILS, f.max(h)]),
        (_, _, WORKS) => Err([f.min(g), f.max(g), WORKS]),
        _ => Err([f, g, h]),
    }
}
