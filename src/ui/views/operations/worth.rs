//! What each practice is worth, computed a little at a time so that no task holds up the page.

use core::time::Duration;
use std::sync::Arc;

use leptos::prelude::*;

use crate::analysis::Compiled;
use crate::model::{Choice, Plan, Practice};
use crate::report::{Worth, worth};
use crate::ui::browser::element::follow_later;
use crate::ui::workspace::Workspace;

/// How long the plan must rest before the work begins, so that typing is never slowed down.
const REST: Duration = Duration::from_millis(150);

/// What each practice is worth against the plan as it is.
#[derive(Clone, Copy)]
pub struct WorthBoard {
    values: RwSignal<Vec<Option<Worth>>>,
    fresh: RwSignal<Vec<bool>>,
    turn: StoredValue<u32>,
}

impl WorthBoard {
    /// A board that follows a plan while its owner lives.
    pub fn follow(ws: Workspace) -> Self {
        let count = Practice::ALL.len();
        let board = Self {
            values: RwSignal::new(vec![None; count]),
            fresh: RwSignal::new(vec![false; count]),
            turn: StoredValue::new(0),
        };
        // An effect at the rim: it posts work, as a job would be posted to a worker.
        follow_later(move || {
            let plan = Arc::new(ws.plan().get());
            let Some(turn) = board.turn.try_get_value() else { return };
            let turn = turn.wrapping_add(1);
            board.turn.set_value(turn);
            board.fresh.update(|fresh| fresh.fill(false));
            set_timeout(move || board.compile(turn, plan), REST);
        });
        board
    }

    /// What a practice is worth, once it is known.
    pub fn of(self, practice: Practice) -> Option<Worth> {
        self.values.with(|values| values.get(practice as usize).cloned().flatten())
    }

    /// Whether that is about the plan as it is now.
    pub fn is_fresh(self, practice: Practice) -> bool {
        self.fresh.with(|fresh| fresh.get(practice as usize).copied().unwrap_or(false))
    }

    fn is_turn(self, turn: u32) -> bool {
        self.turn.try_get_value() == Some(turn)
    }

    fn compile(self, turn: u32, plan: Arc<Plan>) {
        if !self.is_turn(turn) {
            return;
        }
        if let Some(compiled) = Compiled::of(&plan) {
            self.step(turn, plan, Arc::new(compiled), 0);
        } else {
            let count = Practice::ALL.len();
            self.values.try_set(vec![None; count]);
        }
    }

    /// One practice at a time, each in a task of its own.
    fn step(self, turn: u32, plan: Arc<Plan>, compiled: Arc<Compiled>, next: usize) {
        set_timeout(
            move || {
                let Some(practice) = Practice::ALL.get(next).filter(|_| self.is_turn(turn)) else { return };
                let value = worth(&plan, &compiled, *practice);
                self.values.try_update(|values| values[next] = value);
                self.fresh.try_update(|fresh| fresh[next] = true);
                self.step(turn, plan, compiled, next + 1);
            },
            Duration::ZERO,
        );
    }
}
