//! Decision diagrams with complement edges.
//!
//! An edge is twice the number of a decision, plus one where the opposite is meant. A low edge is never negated, so a
//! decision itself is false where every event is inactive, every function has one form, and negation is free. What
//! can only get worse when events occur never has a negated edge but the one to "true".
//!
//! # Source
//! K. S. Brace, R. L. Rudell, R. E. Bryant, "Efficient Implementation of a BDD Package", DAC 1990.

use super::table::{Cache, Unique};

/// A function.
pub(super) type Edge = u32;

pub(super) const FALSE: Edge = 0;
pub(super) const TRUE: Edge = 1;

/// The level of the constant: below every event.
pub(super) const BOTTOM: u32 = u32::MAX;

/// A question about an event and where to go when the event is inactive or active.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Decision {
    pub(super) level: u32,
    pub(super) low: Edge,
    pub(super) high: Edge,
}

/// The decisions would outgrow the budget.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Full;

#[derive(Clone, Debug)]
pub(super) struct Diagram {
    nodes: Vec<Decision>,
    unique: Unique,
    cache: Cache,
    budget: usize,
    // Work space of `ite`.
    open: Vec<Open>,
}

/// A question of if-then-else that waits for its halves, on an explicit stack instead of the machine's.
#[derive(Clone, Copy, Debug)]
struct Open {
    key: [Edge; 3],
    level: u32,
    high: [Edge; 3],
    /// The answer to the half where the event is inactive; `WAITING` until then.
    low: Edge,
    /// Whether the opposite of the answer is wanted.
    negate: u32,
}

const WAITING: Edge = u32::MAX;

impl Diagram {
    /// An empty diagram that refuses to hold more than `budget` decisions.
    pub(super) fn new(budget: usize) -> Self {
        let mut nodes = Vec::with_capacity(1 << 10);
        nodes.push(Decision { level: BOTTOM, low: FALSE, high: FALSE });
        let (unique, cache) = (Unique::new(), Cache::new());
        let mut diagram = Self { nodes, unique, cache, budget: 0, open: Vec::new() };
        diagram.set_budget(budget);
        diagram
    }

    /// How many decisions it may hold from now on.
    pub(super) fn set_budget(&mut self, budget: usize) {
        self.budget = budget.min((BOTTOM >> 1) as usize - 2);
    }

    /// How many decisions were made.
    pub(super) fn len(&self) -> usize {
        self.nodes.len() - 1
    }

    /// Forgets all but the oldest `len` decisions.
    pub(super) fn truncate(&mut self, len: usize) {
        self.nodes.truncate(len + 1);
        self.unique.rebuild(&self.nodes);
        self.cache.clear();
    }

    pub(super) fn node(&self, edge: Edge) -> Decision {
        self.nodes[(edge >> 1) as usize]
    }

    pub(super) fn level(&self, edge: Edge) -> u32 {
        self.nodes[(edge >> 1) as usize].level
    }

    /// What remains of a function when the event at `level`, which is not below its top, is known: (inactive, active).
    fn halves(&self, edge: Edge, level: u32) -> (Edge, Edge) {
        let found = self.nodes[(edge >> 1) as usize];
        let negate = edge & 1;
        if found.level == level { (found.low ^ negate, found.high ^ negate) } else { (edge, edge) }
    }

    /// The one decision.
    pub(super) fn decision(&mut self, level: u32, low: Edge, high: Edge) -> Result<Edge, Full> {
        if low == high {
            return Ok(low);
        }
        let negate = low & 1;
        let wanted = Decision { level, low: low ^ negate, high: high ^ negate };
        let free = match self.unique.find(&self.nodes, wanted) {
            Ok(number) => return Ok(number << 1 | negate),
            Err(free) => free,
        };
        if self.nodes.len() > self.budget {
            return Err(Full);
        }
        let number = self.nodes.len() as u32;
        self.nodes.try_reserve(1).map_err(|_| Full)?;
        self.nodes.push(wanted);
        self.unique.insert(free, number, &self.nodes)?;
        self.cache.fit(self.nodes.len());
        Ok(number << 1 | negate)
    }

    /// Both: what [`ite`](Self::ite) gives with "false" for the third. Most work is this; written out it saves a seventh.
    pub(super) fn and(&mut self, a: Edge, b: Edge) -> Result<Edge, Full> {
        self.open.clear();
        let mut question = [a, b];
        loop {
            let [a, b] = question;
            let (a, b) = (a.min(b), a.max(b));
            let key = [a, b, FALSE];
            let mut answer = if a == FALSE || a == b ^ 1 {
                FALSE
            } else if a == TRUE || a == b {
                b
            } else if let Some(answer) = self.cache.find(key) {
                answer
            } else {
                let level = self.level(a).min(self.level(b));
                let (a, b) = (self.halves(a, level), self.halves(b, level));
                self.open.push(Open { key, level, high: [a.1, b.1, FALSE], low: WAITING, negate: 0 });
                question = [a.0, b.0];
                continue;
            };
            // Hands the answer on as `ite` does.
            question = loop {
                let Some(waiting) = self.open.last_mut() else { return Ok(answer) };
                if waiting.low == WAITING {
                    waiting.low = answer;
                    break [waiting.high[0], waiting.high[1]];
                }
                let Open { key, level, low, .. } = *waiting;
                self.open.pop();
                answer = self.decision(level, low, answer)?;
                self.cache.insert(key, answer);
            };
        }
    }

    pub(super) fn xor(&mut self, a: Edge, b: Edge) -> Result<Edge, Full> {
        self.ite(a, b ^ 1, b)
    }

    /// If-then-else: is `then` where `condition` holds and `otherwise` where it does not.
    pub(super) fn ite(&mut self, condition: Edge, then: Edge, otherwise: Edge) -> Result<Edge, Full> {
        self.open.clear();
        let mut question = [condition, then, otherwise];
        loop {
            let mut answer = match self.known(question) {
                Ok(answer) => answer,
                Err(Question { key, negate }) => {
                    let level = key.map(|edge| self.level(edge));
                    let level = level[0].min(level[1]).min(level[2]);
                    let halves = key.map(|edge| self.halves(edge, level));
                    let high = halves.map(|(_, high)| high);
                    self.open.push(Open { key, level, high, low: WAITING, negate });
                    question = halves.map(|(low, _)| low);
                    continue;
                }
            };
            // Hands the answer to the question that waits for it, until one has another half to ask.
            question = loop {
                let Some(waiting) = self.open.last_mut() else { return Ok(answer) };
                let Open { key, level, high, low, negate } = *waiting;
                if low == WAITING {
                    waiting.low = answer;
                    break high;
                }
                self.open.pop();
                answer = self.decision(level, low, answer)?;
                self.cache.insert(key, answer);
                answer ^= negate;
            };
        }
    }

    /// The answer where a rule or the cache has it, else the question in the form under which it is cached.
    fn known(&self, question: [Edge; 3]) -> Result<Edge, Question> {
        let question = match simplify(question) {
            Ok(answer) => return Ok(answer),
            Err(question) => question,
        };
        self.cache.find(question.key).map(|answer| answer ^ question.negate).ok_or(question)
    }
}

/// A question of if-then-else in the form under which it is cached.
struct Question {
    key: [Edge; 3],
    /// One where the opposite of the answer is wanted.
    negate: u32,
}

/// The answer where a rule of Boolean algebra gives it.
fn simplify([f, g, h]: [Edge; 3]) -> Result<Edge, Question> {
    match f {
        TRUE => return Ok(g),
        FALSE => return Ok(h),
        _ => {}
    }
    let g = constant_where(f, g, TRUE);
    let h = constant_where(f, h, FALSE);
    match (g, h) {
        _ if g == h => Ok(g),
        (TRUE, FALSE) => Ok(f),
        (FALSE, TRUE) => Ok(f ^ 1),
        (_, FALSE) => both(f, g, 0),
        (FALSE, _) => both(f ^ 1, h, 0),
        (TRUE, _) => both(f ^ 1, h ^ 1, 1),
        (_, TRUE) => both(f, g ^ 1, 1),
        _ if g == h ^ 1 => {
            // A parity: neither the order of its sides nor the place of a negation matters.
            let (a, b) = (f & !1, h & !1);
            Err(Question { key: [a.min(b), a.max(b) ^ 1, a.max(b)], negate: (f ^ h) & 1 })
        }
        _ => {
            let (f, g, h) = if f & 1 == 1 { (f ^ 1, h, g) } else { (f, g, h) };
            let negate = g & 1;
            Err(Question { key: [f, g ^ negate, h ^ negate], negate })
        }
    }
}

/// What a branch is, given that the condition has this value there.
fn constant_where(condition: Edge, branch: Edge, value: Edge) -> Edge {
    match branch ^ condition {
        0 => value,
        1 => value ^ 1,
        _ => branch,
    }
}

/// "And", whose sides may change places.
fn both(a: Edge, b: Edge, negate: u32) -> Result<Edge, Question> {
    if a == b ^ 1 { Ok(FALSE ^ negate) } else { Err(Question { key: [a.min(b), a.max(b), FALSE], negate }) }
}
