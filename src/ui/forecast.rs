//! How sure the answers of the open plan are: worked out by itself when the plan has stood still for a moment,
//! in as many workers as there are processors to spare; the last result stays, marked as stale, until the next is there.

use core::cell::RefCell;
use core::time::Duration;
use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;

use super::browser::element::follow_later;
use super::browser::worker;
use super::results::{Results, use_results};
use super::runner::{News, Runner};
use super::workspace::Workspace;
use crate::analysis::{Forecast, Gathering, Sensitivity, Share, Simulation, SimulationAnswer, Uncertainty};
use crate::jobs::{Reply, Request, run_text};
use crate::model::{Id, Plan};
use crate::slo::Period;

/// How long a plan stands still before it is forecast.
const STILL: Duration = Duration::from_millis(400);

/// The years of a simulation, unless told otherwise.
pub const YEARS: u64 = 10_000;

/// A result with the plan that it is about.
#[derive(Clone, Debug, PartialEq)]
pub struct About<T> {
    /// The plan.
    pub plan: Plan,
    /// What was found.
    pub found: T,
}

/// A result that is kept until the next one.
pub type Kept<T> = RwSignal<Option<Arc<About<T>>>>;

/// What drives the range, and whose range.
#[derive(Clone, Debug, PartialEq)]
pub struct Drivers {
    /// The journey; none for all together.
    pub journey: Option<Id>,
    /// What drives its range.
    pub sensitivity: Sensitivity,
}

/// How a result stands to the open plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It is about the plan as it is.
    Fresh,
    /// It is about the plan as it is, and still grows.
    Growing,
    /// It is about the plan before the last change.
    Stale,
}

impl State {
    /// The word in the `data-state` attribute.
    pub fn key(self) -> &'static str {
        match self {
            Self::Fresh => "fresh",
            Self::Growing => "growing",
            Self::Stale => "stale",
        }
    }
}

/// The handle of the forecast; get it with [`use_forecast`].
#[derive(Clone, Copy)]
pub struct ForecastDesk {
    /// The last bands.
    pub bands: Kept<Uncertainty>,
    /// The last simulation, perhaps of some of its years only.
    pub simulation: Kept<SimulationAnswer>,
    /// What to simulate.
    pub settings: RwSignal<Simulation>,
    /// The share of the forecast that is done; none while nothing is worked out.
    pub progress: RwSignal<Option<f64>>,
    /// Why there is no forecast, or half of one.
    pub failed: RwSignal<Option<String>>,
    /// What drives the range, when it was asked for.
    pub drivers: Kept<Drivers>,
    /// The share of that work that is done; none while nobody asks.
    pub drivers_progress: RwSignal<Option<f64>>,
    /// Why it is not known what drives the range.
    pub drivers_failed: RwSignal<Option<String>>,
    /// One for each part of a forecast.
    forecasters: StoredValue<Vec<Runner>, LocalStorage>,
    searcher: StoredValue<Runner, LocalStorage>,
    turn: StoredValue<u32>,
    /// What the forecast under way is about.
    under_way: StoredValue<Option<(Plan, Simulation)>>,
    results: Results,
}

/// The handle of the forecast, from context.
pub fn use_forecast() -> ForecastDesk {
    expect_context()
}

/// What is simulated unless told otherwise: 10,000 years, windows of 30 days, seed 1, as many responders as the plan has.
pub fn usual() -> Simulation {
    let usual = Simulation::new(YEARS, 1, Period::Days30.length(), None);
    usual.unwrap_or_else(|_| unreachable!("the usual simulation is within its own limits"))
}

impl ForecastDesk {
    /// A desk that follows the open plan.
    pub fn following(ws: Workspace) -> Self {
        let desk = Self {
            bands: RwSignal::new(None),
            simulation: RwSignal::new(None),
            settings: RwSignal::new(usual()),
            progress: RwSignal::new(None),
            failed: RwSignal::new(None),
            drivers: RwSignal::new(None),
            drivers_progress: RwSignal::new(None),
            drivers_failed: RwSignal::new(None),
            forecasters: StoredValue::new_local(
                (0..worker::how_many(Share::MOST)).map(|_| Runner::new(run_text)).collect(),
            ),
            searcher: StoredValue::new_local(Runner::new(run_text)),
            turn: StoredValue::new(0),
            under_way: StoredValue::new(None),
            results: use_results(),
        };
        follow_later(move || {
            ws.plan().track();
            desk.settings.track();
            untrack(|| desk.begin_soon(ws));
        });
        desk
    }

    /// Forecasts when nothing has changed for a moment. What runs until then is about another plan.
    fn begin_soon(self, ws: Workspace) {
        let asked = (ws.peek(Plan::clone), self.settings.get_untracked());
        if self.under_way.with_value(|under_way| under_way.as_ref() == Some(&asked)) {
            return;
        }
        self.stop();
        let turn = self.turn.get_value();
        if self.is_done(ws) {
            return self.failed.set(None);
        }
        let begin = move || {
            if self.turn.get_value() == turn {
                self.run(ws);
            }
        };
        set_timeout(begin, STILL);
    }

    /// Forecasts the plan as it is, now.
    pub fn run(self, ws: Workspace) {
        self.stop();
        self.failed.set(None);
        self.progress.set(Some(0.0));
        let (plan, settings) = (ws.peek(Plan::clone), self.settings.get_untracked());
        self.under_way.set_value(Some((plan.clone(), settings)));
        let analysis = self.results.analysis.get_untracked();
        let workers = self.forecasters.with_value(Vec::len) as u32;
        let gathering = match Gathering::of(&plan, &analysis, settings, workers) {
            Ok(gathering) => gathering,
            Err(error) => return self.fail(error.to_string()),
        };
        let shares: Vec<Share> = gathering.shares().collect();
        let gathering = Rc::new(RefCell::new(gathering));
        for (share, runner) in shares.into_iter().zip(self.forecasters.get_value()) {
            let request = Request::Forecast(Box::new(plan.clone()), settings, share).to_text();
            let (plan, gathering) = (plan.clone(), gathering.clone());
            let hear = move |news| match said(news, &plan) {
                Reply::Share(done) => self.progress.set(Some(gathering.borrow_mut().hear(share, done))),
                Reply::Part(part) => {
                    let found = gathering.borrow_mut().take(share, *part);
                    self.keep(&plan, found);
                }
                Reply::Failed(why) => self.fail(why),
                // Replies to other jobs.
                Reply::Progress(_) | Reply::Ladder(_) | Reply::Drivers(_) | Reply::TakesPart(_) => {}
            };
            runner.start(request, hear);
        }
    }

    /// One part has failed: so has all of it.
    fn fail(self, why: String) {
        self.stop();
        self.failed.set(Some(why));
    }

    fn keep(self, plan: &Plan, found: Forecast) {
        let about = |found| Some(Arc::new(About { plan: plan.clone(), found }));
        if let Some(bands) = found.bands {
            let known = self.bands.with_untracked(|known| {
                known.as_ref().is_some_and(|known| known.found == bands && known.plan == *plan)
            });
            if !known {
                self.bands.set(Some(Arc::new(About { plan: plan.clone(), found: bands })));
            }
        }
        let done = found.share_done >= 1.0;
        if let Some(answer) = found.simulation {
            // Each of many workers tells often: what is shown grows by a half at least.
            let shown = self.simulation.with_untracked(|kept| {
                let kept = kept.as_ref().filter(|kept| kept.plan == *plan)?;
                (kept.found.simulation == answer.simulation).then_some(kept.found.years)
            });
            if done || shown.is_none_or(|shown| shown > answer.years || answer.years >= 1.5 * shown) {
                self.simulation.set(about(answer));
            }
        }
        if done {
            self.under_way.set_value(None);
        }
        self.progress.set((!done).then_some(found.share_done));
    }

    /// Stops the forecast, under way or to come; what was found stays.
    pub fn stop(self) {
        self.turn.update_value(|turn| *turn = turn.wrapping_add(1));
        self.under_way.set_value(None);
        if self.progress.with_untracked(Option::is_some) {
            self.forecasters.with_value(|runners| runners.iter().for_each(Runner::cancel));
            self.progress.set(None);
        }
    }

    /// Looks for what drives the range of the service, or of a journey.
    pub fn find_drivers(self, ws: Workspace, journey: Option<Id>) {
        self.drivers_failed.set(None);
        self.drivers_progress.set(Some(0.0));
        let plan = ws.peek(Plan::clone);
        let request = Request::Drivers(Box::new(plan.clone()), journey).to_text();
        let hear = move |news| {
            match said(news, &plan) {
                Reply::Share(share) => return self.drivers_progress.set(Some(share)),
                Reply::Drivers(found) => {
                    let found = Drivers { journey, sensitivity: *found };
                    self.drivers.set(Some(Arc::new(About { plan: plan.clone(), found })));
                }
                Reply::Failed(why) => self.drivers_failed.set(Some(why)),
                // Replies to other jobs.
                Reply::Progress(_) | Reply::Ladder(_) | Reply::Part(_) | Reply::TakesPart(_) => return,
            }
            self.drivers_progress.set(None);
        };
        self.searcher.with_value(|runner| runner.start(request, hear));
    }

    /// Stops looking; what was found before stays.
    pub fn stop_drivers(self) {
        self.searcher.with_value(Runner::cancel);
        self.drivers_progress.set(None);
    }

    /// How the last bands stand to the plan.
    pub fn bands_state(self, ws: Workspace) -> Option<State> {
        self.bands.with(|bands| Some(state(ws, &bands.as_ref()?.plan, true, true)))
    }

    /// How the last simulation stands to the plan and to what is asked.
    pub fn simulation_state(self, ws: Workspace) -> Option<State> {
        self.simulation.with(|kept| {
            let About { plan, found } = &**kept.as_ref()?;
            let asked = found.simulation == self.settings.get();
            Some(state(ws, plan, asked, is_whole(found)))
        })
    }

    /// How what drives the range stands to the plan.
    pub fn drivers_state(self, ws: Workspace) -> Option<State> {
        self.drivers.with(|drivers| Some(state(ws, &drivers.as_ref()?.plan, true, true)))
    }

    fn is_done(self, ws: Workspace) -> bool {
        self.bands_state(ws) == Some(State::Fresh) && self.simulation_state(ws) == Some(State::Fresh)
    }
}

/// Whether all years that were asked for are simulated.
pub fn is_whole(answer: &SimulationAnswer) -> bool {
    answer.years > answer.simulation.years() as f64 - 0.5
}

fn state(ws: Workspace, plan: &Plan, asked: bool, whole: bool) -> State {
    match (asked && ws.plan().with(|now| now == plan), whole) {
        (false, _) => State::Stale,
        (true, false) => State::Growing,
        (true, true) => State::Fresh,
    }
}

fn said(news: News, plan: &Plan) -> Reply {
    match news {
        News::Progress(text) | News::Reply(text) => {
            Reply::from_text(&text, plan).unwrap_or_else(|error| Reply::Failed(error.to_string()))
        }
        News::Failed(why) => Reply::Failed(why),
    }
}
