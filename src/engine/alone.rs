//! What single events do while nothing else is active.

use super::diagram::{Diagram, EngineError, Node, Var};

/// What is known of the functions of one diagram while no event is active, to be used for many roots.
#[derive(Clone, Debug, Default)]
pub struct Quiet {
    /// By decision what remains of it, once it is known.
    known: Vec<Option<Node>>,
}

impl Diagram {
    /// What becomes of `root` while exactly one event is active, for every event that matters then, in order of
    /// place: [`Node::FAILS`] for a single point of failure, else a function of draws. An event that is not told
    /// changes nothing by itself.
    ///
    /// `is_draw` tells the draws; they keep their chance. While no event is active, `root` has to work.
    ///
    /// Only decisions on the ways of all-inactive events can matter: an event that stands on none of them changes
    /// nothing by itself. These ways part at draws only; each decision on them is met once, with the condition on
    /// draws under which it is met.
    pub fn alone(
        &mut self,
        root: Node,
        is_draw: impl Fn(Var) -> bool,
        quiet: &mut Quiet,
    ) -> Result<Vec<(Var, Node)>, EngineError> {
        let mut found: Vec<(Var, Node)> = Vec::new();
        // What is met, in rising order: parents are newer than their children, so the last comes first.
        let mut met = vec![(root, Node::FAILS)];
        while let Some((at, condition)) = met.pop() {
            if at <= Node::FAILS {
                continue;
            }
            let decision = self.node(at.0);
            let var = Var::new(decision.var);
            let (low, high) = (Node(decision.low), Node(decision.high));
            if is_draw(var) {
                let drawn = self.event(var)?;
                let active = self.and(condition, drawn)?;
                let inactive = self.ite(drawn, Node::WORKS, condition)?;
                self.meet(&mut met, low, inactive)?;
                self.meet(&mut met, high, active)?;
                continue;
            }
            let remains = self.quiet(high, &is_draw, quiet)?;
            let fails = self.and(condition, remains)?;
            if fails > Node::WORKS {
                match found.binary_search_by_key(&var, |(known, _)| *known) {
                    Ok(place) => found[place].1 = self.or(found[place].1, fails)?,
                    Err(place) => found.insert(place, (var, fails)),
                }
            }
            self.meet(&mut met, low, condition)?;
        }
        Ok(found)
    }

    fn meet(&mut self, met: &mut Vec<(Node, Node)>, at: Node, condition: Node) -> Result<(), EngineError> {
        match met.binary_search_by_key(&at, |(at, _)| *at) {
            Ok(place) => met[place].1 = self.or(met[place].1, condition)?,
            Err(place) => met.insert(place, (at, condition)),
        }
        Ok(())
    }

    /// What remains of a function while no event is active: a function of draws.
    fn quiet(
        &mut self,
        root: Node,
        is_draw: &impl Fn(Var) -> bool,
        quiet: &mut Quiet,
    ) -> Result<Node, EngineError> {
        let newest = root.0.max(Node::FAILS.0) as usize;
        if quiet.known.len() <= newest {
            quiet.known.resize(newest + 1, None);
            quiet.known[..2].copy_from_slice(&[Some(Node::WORKS), Some(Node::FAILS)]);
        }
        let mut open = vec![root];
        while let Some(&at) = open.last() {
            if quiet.known[at.0 as usize].is_some() {
                open.pop();
                continue;
            }
            let decision = self.node(at.0);
            let Some(low) = quiet.known[decision.low as usize] else {
                open.push(Node(decision.low));
                continue;
            };
            let remains = if is_draw(Var::new(decision.var)) {
                let Some(high) = quiet.known[decision.high as usize] else {
                    open.push(Node(decision.high));
                    continue;
                };
                Node(self.decision(decision.var, low.0, high.0)?)
            } else {
                low
            };
            quiet.known[at.0 as usize] = Some(remains);
            open.pop();
        }
        Ok(quiet.known[root.0 as usize].unwrap_or(Node::WORKS))
    }

    /// What remains of a function when some of its events are known.
    pub fn given(&mut self, root: Node, known: &[(Var, bool)]) -> Result<Node, EngineError> {
        if known.is_empty() || root <= Node::FAILS {
            return Ok(root);
        }
        let mut met = vec![root.0];
        let mut next = 0;
        while let Some(&number) = met.get(next) {
            let decision = self.node(number);
            for branch in [decision.low, decision.high] {
                if branch > Node::FAILS.0 && !met.contains(&branch) {
                    met.push(branch);
                }
            }
            next += 1;
        }
        // Children are older than their parents, so they come first.
        crate::quantity::order::sort(&mut met);
        let mut remains: Vec<u32> = Vec::with_capacity(met.len());
        for at in 0..met.len() {
            let decision = self.node(met[at]);
            let [low, high] = [decision.low, decision.high]
                .map(|branch| met[..at].binary_search(&branch).map_or(branch, |place| remains[place]));
            let is_known = known.iter().find(|(var, _)| var.index() == decision.var as usize);
            remains.push(match is_known {
                Some((_, true)) => high,
                Some((_, false)) => low,
                None => self.decision(decision.var, low, high)?,
            });
        }
        Ok(Node(remains.last().copied().unwrap_or(root.0)))
    }

    /// The events that `root` depends on, in order of place.
    pub fn support(&self, root: Node) -> Vec<Var> {
        let mut seen = vec![false; root.0 as usize + 1];
        let mut open = vec![root.0];
        let deepest = self.node(root.0).deepest as usize;
        let mut used = vec![false; deepest + 1];
        while let Some(number) = open.pop() {
            if number > Node::FAILS.0 && !seen[number as usize] {
                seen[number as usize] = true;
                let decision = self.node(number);
                used[decision.var as usize] = true;
                open.extend([decision.low, decision.high]);
            }
        }
        (0..=deepest).filter(|&place| used[place]).map(|place| Var::new(place as u32)).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::engine::{Program, Scratch};

    #[test]
    fn only_what_fails_alone_is_a_single_point() {
        let mut d = Diagram::new(1_000);
        let [a, b, c] = [0, 1, 2].map(|place| d.event(Var::new(place)).unwrap());
        let pair = d.and(b, c).unwrap();
        let root = d.or(a, pair).unwrap();
        let alone = |d: &mut Diagram, root| d.alone(root, |_| false, &mut Quiet::default()).unwrap();
        assert_eq!(alone(&mut d, root), [(Var::new(0), Node::FAILS)]);
        assert!(alone(&mut d, pair).is_empty());
        let by_definition = |v| d.value(root, |e| e == v);
        assert!(by_definition(Var::new(0)) && !by_definition(Var::new(1)));
    }

    proptest! {
        #[test]
        fn one_event_alone_is_the_derivative_while_nothing_is_active(
            clauses in prop::collection::vec((0u32..8, prop::collection::vec(0u32..8, 0..3)), 1..8),
            chances in prop::collection::vec(0.0..1.0f64, 8),
        ) {
            // Events stand at even places, draws at odd ones; every clause holds an event, so that nothing fails
            // while none is active.
            let is_draw = |var: Var| var.index() % 2 == 1;
            let mut d = Diagram::new(10_000);
            let mut root = Node::WORKS;
            for (first, rest) in clauses {
                let mut clause = d.event(Var::new(first / 2 * 2)).unwrap();
                for place in rest {
                    let event = d.event(Var::new(place)).unwrap();
                    clause = d.and(clause, event).unwrap();
                }
                root = d.or(root, clause).unwrap();
            }
            let alone = d.alone(root, is_draw, &mut Quiet::default()).unwrap();
            let p: Vec<f64> =
                (0..8).map(|place| if is_draw(Var::new(place)) { chances[place as usize] } else { 0.0 }).collect();
            let mut scratch = Scratch::default();
            let program = Program::compile(&d, &[root]);
            let mut padded = p.clone();
            padded.resize(program.events().max(8), 0.0);
            let derivatives = program.derivatives(&padded, &[1.0], &mut scratch);
            for place in (0..8).step_by(2) {
                let node = alone.iter().find(|(var, _)| var.index() == place).map_or(Node::WORKS, |(_, node)| *node);
                let found = Program::compile(&d, &[node]).probabilities(&p, &mut scratch)[0];
                prop_assert!((found - derivatives[place]).abs() < 1e-14, "{place}: {found} {}", derivatives[place]);
            }
        }
    }
}
