//! The ladder of the open plan: looked for when asked, kept until the next one, marked when the plan moves on.

use std::sync::Arc;

use leptos::prelude::*;

use super::runner::{News, Runner};
use super::workspace::Workspace;
use crate::economics::Ladder;
use crate::jobs::{Reply, Request, run_text};
use crate::model::Plan;

/// A ladder with the plan that it was found for.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The plan.
    pub plan: Plan,
    /// Its ladder.
    pub ladder: Ladder,
}

/// The handle of the ladder; get it with [`use_ladder`].
///
/// Whoever runs the search gives [`LadderDesk::new`] a way to begin and a way to stop, and writes
/// `progress`, `found` and `failed` as reports come in.
#[derive(Clone, Copy)]
pub struct LadderDesk {
    /// The last ladder that was found.
    pub found: RwSignal<Option<Arc<Found>>>,
    /// The share of the search that is done; none while nothing is looked for.
    pub progress: RwSignal<Option<f64>>,
    /// Why there is no ladder.
    pub failed: RwSignal<Option<String>>,
    /// Begins a search for a plan.
    pub begin: Callback<Plan>,
    /// Stops the search.
    pub stop: Callback<()>,
}

/// The handle of the ladder, from context.
pub fn use_ladder() -> LadderDesk {
    expect_context()
}

impl LadderDesk {
    /// A desk with nothing on it.
    pub fn new(begin: Callback<Plan>, stop: Callback<()>) -> Self {
        let (found, progress, failed) = (RwSignal::new(None), RwSignal::new(None), RwSignal::new(None));
        Self { found, progress, failed, begin, stop }
    }

    /// A desk whose search runs in the worker, or on the page where there is none.
    pub fn supervised() -> Self {
        let runner = StoredValue::new_local(Runner::new(run_text));
        let desk =
            Self::new(Callback::new(|_| ()), Callback::new(move |()| runner.with_value(Runner::cancel)));
        let begin = move |plan: Plan| {
            let request = Request::Ladder(Box::new(plan.clone())).to_text();
            runner.with_value(|runner| runner.start(request, move |news| desk.hear(news, &plan)));
        };
        Self { begin: Callback::new(begin), ..desk }
    }

    fn hear(self, news: News, plan: &Plan) {
        let reply = match news {
            News::Progress(text) | News::Reply(text) => {
                Reply::from_text(&text, plan).unwrap_or_else(|error| Reply::Failed(error.to_string()))
            }
            News::Failed(why) => Reply::Failed(why),
        };
        match reply {
            Reply::Progress(progress) => return self.progress.set(Some(progress.share_done)),
            Reply::Ladder(ladder) => {
                self.found.set(Some(Arc::new(Found { plan: plan.clone(), ladder: *ladder })));
            }
            Reply::Failed(why) => self.failed.set(Some(why)),
            // Replies to other jobs.
            Reply::Share(_) | Reply::Part(_) | Reply::Drivers(_) | Reply::TakesPart(_) => return,
        }
        self.progress.set(None);
    }

    /// Looks for the ladder of the plan as it is.
    pub fn find(self, ws: Workspace) {
        self.failed.set(None);
        self.progress.set(Some(0.0));
        self.begin.run(ws.peek(Plan::clone));
    }

    /// Stops looking; what was found before stays.
    pub fn cancel(self) {
        self.progress.set(None);
        self.stop.run(());
    }

    /// Whether the ladder is about another state of the plan.
    pub fn is_stale(self, ws: Workspace) -> bool {
        self.found
            .with(|found| found.as_ref().is_some_and(|found| ws.plan().with(|plan| *plan != found.plan)))
    }

    /// The last ladder, when it is about the plan as it is.
    pub fn fresh(self, ws: Workspace) -> Option<Arc<Found>> {
        if self.is_stale(ws) { None } else { self.found.get() }
    }
}
