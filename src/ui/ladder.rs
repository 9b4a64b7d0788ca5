//! The ladder of the open plan: looked for when asked, kept until the next one, marked when the plan moves on.

use std::sync::Arc;

use leptos::prelude::*;

use super::runner::{News, Runner};
use super::workspace::Workspace;
use crate::economics::{Ladder, Progress};
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
    /// Designs covered, designs there are, designs evaluated.
    pub counts: RwSignal<Option<(u64, u64, u64)>>,
    /// The frontier so far: cost and U.
    pub so_far: RwSignal<Vec<(f64, f64)>>,
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
        let (counts, so_far) = (RwSignal::new(None), RwSignal::new(Vec::new()));
        Self { found, progress, counts, so_far, failed, begin, stop }
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
            Reply::Progress(news) => return self.goes_on(news),
            Reply::Ladder(ladder) => {
                self.found.set(Some(Arc::new(Found { plan: plan.clone(), ladder: *ladder })));
            }
            Reply::Failed(why) => self.failed.set(Some(why)),
            // Replies to other jobs.
            Reply::Share(_) | Reply::Part(_) | Reply::Drivers(_) | Reply::TakesPart(_) => return,
        }
        self.progress.set(None);
    }

    fn goes_on(self, news: Progress) {
        self.progress.set(Some(news.share_done));
        self.counts.set(Some((news.designs_covered, news.designs, news.designs_tried)));
        // News without points are news of other things; and a drawing for every tenth of the points is enough.
        let shown = self.so_far.with_untracked(Vec::len);
        if !news.frontier.is_empty() && news.frontier.len().abs_diff(shown) * 10 > shown {
            self.so_far.set(news.frontier);
        }
    }

    /// Looks for the ladder of the plan as it is.
    pub fn find(self, ws: Workspace) {
        self.failed.set(None);
        self.counts.set(None);
        self.so_far.set(Vec::new());
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
