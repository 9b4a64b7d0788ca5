//! Single points of failure.

use super::diagram::{Diagram, Node, Var};

impl Diagram {
    /// The events that fail `root` alone, all others inactive, in order of place.
    ///
    /// Only decisions on the path of all-inactive events can matter: an event that is not on it
    /// changes nothing by itself.
    pub fn single_points(&self, root: Node) -> Vec<Var> {
        let mut found = Vec::new();
        let mut at = root.0;
        while at > Node::FAILS.0 {
            let decision = self.node(at);
            if self.quiet_end(decision.high) == Node::FAILS.0 {
                found.push(Var::new(decision.var));
            }
            at = decision.low;
        }
        found
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

    /// Where the path of all-inactive events from `number` ends.
    fn quiet_end(&self, mut number: u32) -> u32 {
        while number > Node::FAILS.0 {
            number = self.node(number).low;
        }
        number
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_fails_alone_is_a_single_point() {
        let mut d = Diagram::new(1_000);
        let [a, b, c] = [0, 1, 2].map(|place| d.event(Var::new(place)).unwrap());
        let pair = d.and(b, c).unwrap();
        let root = d.or(a, pair).unwrap();
        assert_eq!(d.single_points(root), [Var::new(0)]);
        assert!(d.single_points(pair).is_empty());
        let by_definition = |v| d.value(root, |e| e == v);
        assert!(by_definition(Var::new(0)) && !by_definition(Var::new(1)));
    }
}
