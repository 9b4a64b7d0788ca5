//! Functions of many functions: any, all, at least k, and a choice by count.
//!
//! All of them are symmetric in their members, so they take the members in the order that costs least: from the
//! bottom of the event order to its top. Then each step only puts new decisions above finished ones, and building
//! n components costs time in proportion to n.

use super::diagram::{Diagram, EngineError, Node, Var};
use crate::quantity::order;

impl Diagram {
    /// Fails when any of `functions` does; never, when there are none.
    pub fn any_of(&mut self, functions: &[Node]) -> Result<Node, EngineError> {
        self.fold(functions, Node::FAILS)
    }

    /// Fails when all of `functions` do; always, when there are none.
    pub fn all_of(&mut self, functions: &[Node]) -> Result<Node, EngineError> {
        self.fold(functions, Node::WORKS)
    }

    /// Joins `functions` by the connective that `absorbing` decides alone: "any" for FAILS, "all" for WORKS.
    ///
    /// Events that decide a member alone are taken off its top first ("x or rest"). Joined as they are, a hundred
    /// components with a push event each would carry the growing chain of pushes through every step, in quadratic
    /// time; taken off, each is put back once.
    fn fold(&mut self, functions: &[Node], absorbing: Node) -> Result<Node, EngineError> {
        let any = absorbing == Node::FAILS;
        let neutral = if any { Node::WORKS } else { Node::FAILS };
        let mut deciders = Vec::new();
        let mut members = Vec::with_capacity(functions.len());
        for &function in functions {
            if function == absorbing {
                return Ok(absorbing);
            }
            let mut rest = function;
            while rest > Node::FAILS {
                let decision = self.node(rest.0);
                let (decided, other) =
                    if any { (decision.high, decision.low) } else { (decision.low, decision.high) };
                if decided != absorbing.0 {
                    members.push(rest);
                    break;
                }
                deciders.push(Var::new(decision.var));
                rest = Node(other);
            }
        }
        order::sort(&mut deciders);
        deciders.dedup();
        for var in deciders {
            members.push(self.event(var)?);
        }
        self.sort_by_depth(&mut members);
        let mut joined = neutral;
        for &member in members.iter().rev() {
            joined = if any { self.or(member, joined)? } else { self.and(member, joined)? };
        }
        Ok(joined)
    }

    /// Fails when at least `k` of `functions` do: always for `k` = 0, never for more than there are.
    ///
    /// # Formula
    /// need(j, members) = if the first fails then need(j - 1, rest) else need(j, rest); at most k n decisions when
    /// the members are single events.
    pub fn at_least(&mut self, k: usize, functions: &[Node]) -> Result<Node, EngineError> {
        if k > functions.len() {
            return Ok(Node::WORKS);
        }
        let mut members = functions.to_vec();
        self.sort_by_depth(&mut members);
        // need[j] fails when at least j of the members seen so far, from the last on, do.
        let mut need = vec![Node::WORKS; k + 1];
        need[0] = Node::FAILS;
        for (before, &member) in members.iter().enumerate().rev() {
            // The members still to come can lower the need by one each: smaller needs are never asked for.
            for j in (k.saturating_sub(before).max(1)..=k).rev() {
                need[j] = self.ite(member, need[j - 1], need[j])?;
            }
        }
        Ok(need[k])
    }

    /// Chooses by count: is `cases[j]` where exactly `j` of `members` fail. There is one case more than members.
    ///
    /// This is how a group that sheds load is told: with j of n members down, the request fails when the draw "in
    /// the shed share for j" is active.
    pub fn select_by_count(&mut self, members: &[Node], cases: &[Node]) -> Result<Node, EngineError> {
        if cases.len() != members.len() + 1 {
            return Err(EngineError::CasesPerCount { members: members.len(), found: cases.len() });
        }
        let mut members = members.to_vec();
        self.sort_by_depth(&mut members);
        // chosen[j] applies when j of the members before the current one have failed.
        let mut chosen = cases.to_vec();
        for (before, &member) in members.iter().enumerate().rev() {
            for j in 0..=before {
                chosen[j] = self.ite(member, chosen[j + 1], chosen[j])?;
            }
        }
        Ok(chosen[0])
    }

    /// Sorts by the last event each depends on, then by the first.
    ///
    /// By the last, because components that share their zones all begin with the same events.
    fn sort_by_depth(&self, functions: &mut [Node]) {
        let depth = |&Node(number): &Node| {
            let decision = self.node(number);
            (decision.deepest, decision.var)
        };
        order::sort_by(functions, |a, b| depth(a).cmp(&depth(b)));
    }
}
