//! Undo and redo over whole values.

use std::collections::VecDeque;

/// A value with the values before and after it, each step with a label.
///
/// A value that equals the present records nothing. The oldest of more than
/// [`LIMIT`](Self::LIMIT) steps is forgotten.
#[derive(Clone, Debug, PartialEq)]
pub struct History<T> {
    past: VecDeque<Step<T>>,
    present: T,
    future: Vec<Step<T>>,
}

/// What one step leads to, and its label.
#[derive(Clone, Debug, PartialEq)]
struct Step<T> {
    value: T,
    label: String,
}

impl<T: Clone + PartialEq> History<T> {
    /// How many steps can be undone.
    pub const LIMIT: usize = 200;

    /// A history that starts here.
    pub fn new(present: T) -> Self {
        Self { past: VecDeque::new(), present, future: Vec::new() }
    }

    /// The present value.
    pub fn present(&self) -> &T {
        &self.present
    }

    /// Makes `next` the present; says whether that is a step. Steps that were undone are forgotten.
    pub fn record(&mut self, label: impl Into<String>, next: T) -> bool {
        if next == self.present {
            return false;
        }
        if self.past.len() >= Self::LIMIT {
            self.past.pop_front();
        }
        let value = core::mem::replace(&mut self.present, next);
        self.past.push_back(Step { value, label: label.into() });
        self.future.clear();
        true
    }

    /// The value before the newest step.
    pub fn previous(&self) -> Option<&T> {
        self.past.back().map(|step| &step.value)
    }

    /// Makes `next` what the newest step leads to; says whether it is still a step.
    ///
    /// A `next` that equals the value before the step takes the step away, and nothing can redo it.
    pub fn amend(&mut self, label: impl Into<String>, next: T) -> bool {
        let Some(step) = self.past.back_mut() else { return self.record(label, next) };
        self.present = next;
        self.future.clear();
        if step.value == self.present {
            self.past.pop_back();
            return false;
        }
        step.label = label.into();
        true
    }

    /// Goes one step back; says whether there was one.
    pub fn undo(&mut self) -> bool {
        let Some(Step { value, label }) = self.past.pop_back() else { return false };
        let value = core::mem::replace(&mut self.present, value);
        self.future.push(Step { value, label });
        true
    }

    /// Goes one undone step forward; says whether there was one.
    pub fn redo(&mut self) -> bool {
        let Some(Step { value, label }) = self.future.pop() else { return false };
        let value = core::mem::replace(&mut self.present, value);
        self.past.push_back(Step { value, label });
        true
    }

    /// Whether there is a step to undo.
    pub fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    /// The label of the step that undo takes back.
    pub fn undo_label(&self) -> Option<&str> {
        self.past.back().map(|step| step.label.as_str())
    }

    /// The label of the step that redo repeats.
    pub fn redo_label(&self) -> Option<&str> {
        self.future.last().map(|step| step.label.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_equal_value_records_nothing() {
        let mut history = History::new(1);
        assert!(!history.record("same", 1));
        assert!(!history.can_undo());
    }

    #[test]
    fn undo_and_redo_name_the_step_they_take() {
        let mut history = History::new(1);
        history.record("two", 2);
        assert_eq!((history.undo_label(), history.redo_label()), (Some("two"), None));
        assert!(history.undo() && *history.present() == 1);
        assert_eq!((history.undo_label(), history.redo_label()), (None, Some("two")));
        assert!(history.redo() && *history.present() == 2);
    }

    #[test]
    fn an_amended_step_is_one_step() {
        let mut history = History::new(1);
        history.record("two", 2);
        assert!(history.amend("three", 3));
        assert_eq!((*history.present(), history.previous()), (3, Some(&1)));
        assert_eq!(history.undo_label(), Some("three"));
        assert!(history.undo() && *history.present() == 1 && !history.can_undo());
    }

    #[test]
    fn a_step_amended_to_where_it_began_leaves_nothing() {
        let mut history = History::new(1);
        history.record("two", 2);
        assert!(!history.amend("one", 1));
        assert_eq!(history, History::new(1));
    }

    #[test]
    fn a_new_step_forgets_what_was_undone() {
        let mut history = History::new(1);
        history.record("two", 2);
        history.undo();
        history.record("three", 3);
        assert!(!history.redo());
    }

    #[test]
    fn the_oldest_steps_are_forgotten() {
        let mut history = History::new(0);
        for i in 1..=250 {
            history.record("step", i);
        }
        let steps = core::iter::from_fn(|| history.undo().then_some(())).count();
        assert_eq!(steps, History::<i32>::LIMIT);
        assert_eq!(*history.present(), 50);
    }
}
