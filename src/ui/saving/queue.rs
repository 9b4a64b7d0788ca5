//! What waits to be saved, one state of each working copy, and when a refused write is tried again.

use core::time::Duration;

use crate::model::Plan;
use crate::ui::workspace::Document;

/// The longest pause between two tries.
const LONGEST: u64 = 60;

/// Waiting documents with their plans; at most one write is under way.
#[derive(Default)]
pub struct Queue {
    waiting: Vec<(Document, Plan)>,
    writing: bool,
    /// How many writes were refused since the last that went through.
    refused: u32,
    /// Counts the pauses: only the newest ends in a try.
    pub round: u32,
}

impl Queue {
    /// Lets a plan wait, in the place of an older state of the same working copy.
    pub fn put(&mut self, mut document: Document, plan: Plan) {
        if let Some(at) = self.waiting.iter().position(|(other, _)| other.work == document.work) {
            let (older, _) = self.waiting.remove(at);
            document.key = document.key.or(older.key);
        }
        self.waiting.push((document, plan));
    }

    /// The next to write, unless a write is under way: what came last goes first.
    pub fn take(&mut self) -> Option<(Document, Plan)> {
        if self.writing {
            return None;
        }
        let next = self.waiting.pop();
        self.writing = next.is_some();
        next
    }

    /// The write went through: where this working copy stands now.
    pub fn wrote(&mut self, work: u32, key: &str, generation: u64) {
        (self.writing, self.refused) = (false, 0);
        for (document, _) in self.waiting.iter_mut().filter(|(document, _)| document.work == work) {
            (document.key, document.generation) = (Some(key.to_owned()), generation);
        }
    }

    /// The write was refused: the plan waits again, behind all others, unless a newer state waits already.
    /// Gives the pause before the next try, and its round.
    pub fn refuse(&mut self, document: Document, plan: Plan) -> (Duration, u32) {
        self.writing = false;
        if !self.holds(document.work) {
            self.waiting.insert(0, (document, plan));
        }
        let seconds = 1 << self.refused.min(6);
        self.refused = self.refused.saturating_add(1);
        self.round = self.round.wrapping_add(1);
        (Duration::from_secs(LONGEST.min(seconds)), self.round)
    }

    /// Whether a state of this working copy waits.
    pub fn holds(&self, work: u32) -> bool {
        self.waiting.iter().any(|(document, _)| document.work == work)
    }

    /// Whether nothing waits.
    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// Whether a write is under way.
    pub fn is_writing(&self) -> bool {
        self.writing
    }

    /// Whether the last write was refused, so that something is kept nowhere but here.
    pub fn is_stuck(&self) -> bool {
        self.refused > 0
    }
}

#[cfg(test)]
mod tests {
    use super::Queue;
    use crate::model::Plan;
    use crate::model::templates::worked_example;
    use crate::ui::workspace::Document;

    fn document(work: u32) -> Document {
        Document { opening: work, work, key: None, generation: 0, newer: None }
    }

    fn named(name: &str) -> Plan {
        Plan { name: name.into(), ..worked_example() }
    }

    fn taken(queue: &mut Queue) -> Option<(u32, String)> {
        queue.take().map(|(document, plan)| (document.work, plan.name))
    }

    #[test]
    fn pauses_double_up_to_a_minute_and_begin_anew_after_a_success() {
        let mut queue = Queue::default();
        queue.put(document(1), named("a"));
        let mut pauses = Vec::new();
        for _ in 0..9 {
            let (document, plan) = queue.take().unwrap();
            pauses.push(queue.refuse(document, plan).0.as_secs());
        }
        assert_eq!(pauses, [1, 2, 4, 8, 16, 32, 60, 60, 60]);
        assert!(queue.is_stuck());
        let (document, plan) = queue.take().unwrap();
        queue.wrote(document.work, "k", 1);
        assert!(!queue.is_stuck() && queue.is_empty());
        queue.put(document, plan);
        let (document, plan) = queue.take().unwrap();
        assert_eq!(queue.refuse(document, plan).0.as_secs(), 1);
    }

    #[test]
    fn a_refused_plan_waits_again_unless_a_newer_state_does() {
        let mut queue = Queue::default();
        queue.put(document(1), named("old"));
        let (first, plan) = queue.take().unwrap();
        assert!(queue.take().is_none(), "one write at a time");
        queue.put(document(1), named("new"));
        queue.refuse(first, plan);
        assert_eq!(taken(&mut queue), Some((1, "new".into())));
        assert!(queue.is_empty());
    }

    #[test]
    fn two_plans_wait_side_by_side_and_neither_bars_the_other() {
        let mut queue = Queue::default();
        queue.put(document(1), named("left"));
        queue.put(document(2), named("open"));
        let (open, plan) = queue.take().unwrap();
        assert_eq!(open.work, 2);
        queue.refuse(open, plan);
        assert_eq!(taken(&mut queue), Some((1, "left".into())));
        queue.wrote(1, "k", 1);
        assert_eq!(taken(&mut queue), Some((2, "open".into())));
    }

    #[test]
    fn what_waits_learns_where_the_write_before_it_went() {
        let mut queue = Queue::default();
        queue.put(document(1), named("a"));
        queue.take();
        queue.put(document(1), named("b"));
        queue.wrote(1, "k", 4);
        let (next, _) = queue.take().unwrap();
        assert_eq!((next.key.as_deref(), next.generation), (Some("k"), 4));
    }
}
