//! The ladder of nines: the cheapest design for each half nine, out of the frontier of all designs.
//!
//! Every design is built again as a plan with its edits applied, and priced; its U has the bits of that plan's
//! analysis. So the numbers are those that a person gets who applies the edits.

use core::ops::ControlFlow;

use thiserror::Error;

use super::cost::running_cost;
use super::levers::{Contradiction, Space};
use super::next::{NextStep, next_steps};
use super::search::{Effort, Found, Setting, search};
use super::stop::{stop_line, value_per_hour};
use super::takes::differences;
use crate::analysis::{Gates, analyse, gates};
use crate::model::{Edit, Finding, Plan, Severity};
use crate::quantity::{Nines, Unavailability};

/// The half nines that the ladder asks for.
pub const TARGETS: [f64; 9] = [2.0, 2.5, 3.0, 3.5, 4.0, 4.5, 5.0, 5.5, 6.0];

/// Whether the search goes on.
pub type Flow = ControlFlow<()>;

/// How far the search is.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Progress {
    /// Designs evaluated so far.
    pub designs_tried: u64,
    /// Designs evaluated, or left out for certain.
    pub designs_covered: u64,
    /// Designs there are.
    pub designs: u64,
    /// The share of the work that is done, from 0 to 1; it never falls.
    pub share_done: f64,
    /// The frontier so far, when it has changed: cost a month and U, the cheapest first.
    pub frontier: Vec<(f64, f64)>,
}

/// Why there is no ladder.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum LadderError {
    /// The plan has findings that prevent an answer.
    #[error("the plan has no answer yet: {}", first(.0))]
    NoAnswer(Vec<Finding>),
    /// The levers and constraints leave no design.
    #[error("{0}")]
    NoDesign(#[from] Contradiction),
    /// Every design costs more than the budget.
    #[error(
        "the budget of {budget:.0} a month cannot be met: the cheapest design costs {least:.0}; raise the budget to that, or allow fewer regions, zones or replicas"
    )]
    Budget {
        /// The budget.
        budget: f64,
        /// What the cheapest design costs a month.
        least: f64,
    },
    /// Whoever asked has stopped the search.
    #[error("the search was stopped")]
    Stopped,
}

/// The cheapest designs found, step by step.
#[derive(Clone, Debug, PartialEq)]
pub struct Ladder {
    /// The plan as it is.
    pub here: Design,
    /// The cheapest design found that is no worse than the plan as it is: its costs are at most the plan's.
    pub no_worse: Step,
    /// For each half nine that some design reaches, the cheapest one, lowest first. Consecutive steps are the same
    /// design where the cheapest reaches further than asked: see [`Ladder::designs`].
    pub steps: Vec<Step>,
    /// The least U found at any price: half nines beyond it have no step.
    pub reach: Unavailability,
    /// Every design that no other one beats in both money and bad minutes, the cheapest first.
    pub frontier: Vec<Point>,
    /// What single levers save from here, the largest saving for the money first.
    pub next_steps: Vec<NextStep>,
    /// Designs evaluated.
    pub designs_tried: u64,
    /// Designs evaluated, or left out for certain because a known one beats them.
    pub designs_covered: u64,
    /// Designs there are.
    pub designs: u64,
    /// What an hour of full outage costs, when the plan says so.
    pub value_per_hour: Option<f64>,
    /// The last step worth its money (index into `steps`); `None` without a value per hour. When it is the last of
    /// all, the stop line lies beyond what was found.
    pub stop: Option<usize>,
}

/// A design on the frontier.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// The service's U.
    pub unavailability: Unavailability,
    /// What it costs a month.
    pub cost_per_month: f64,
    /// Which design of the space it is: [`Space::apply`] gives the way there.
    pub setting: Setting,
}

/// What a design gives, costs and earns.
#[derive(Clone, Debug, PartialEq)]
pub struct Design {
    /// The service's U.
    pub unavailability: Unavailability,
    /// What it costs a month, in the plan's currency.
    pub cost_per_month: f64,
    /// How it stands to the gates: what they earn, which one binds, whether U claims more.
    pub gates: Gates,
}

/// A step of the ladder.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The nines asked for.
    pub target_nines: f64,
    /// What the design gives, costs and earns: the same bits as for the plan with the edits applied.
    pub design: Design,
    /// Its cost over that of the step below; `None` for the first, and after one that costs nothing.
    pub ratio: Option<f64>,
    /// The same for a whole nine, from the nines that both designs reach: the rule of thumb says 10.
    ///
    /// See [`Design::ratio_per_nine`].
    pub ratio_per_nine: Option<f64>,
    /// The edits that lead from the plan to it.
    pub edits: Vec<Edit>,
    /// What the edits mean in words: "2 regions", "canary: 5 % of users", "no drills". Empty for the plan as it is.
    pub takes: Vec<String>,
    /// What changes from the step below, in words; for the first step, from the plan.
    pub beyond_below: Vec<String>,
    /// What no design that reaches this can cost less than: its cost, unless the search ended early.
    pub at_least: f64,
}

impl Design {
    /// Its cost over that of another; `None` when that costs nothing.
    pub fn ratio(&self, below: &Self) -> Option<f64> {
        (below.cost_per_month > 0.0).then(|| self.cost_per_month / below.cost_per_month)
    }

    /// The nines that it gives beyond another; `None` where one of them never fails.
    pub fn gain(&self, below: &Self) -> Option<f64> {
        Some(self.unavailability.nines()?.get() - below.unavailability.nines()?.get())
    }

    /// Its cost over that of another for a whole nine, from the nines that both reach: the rule of thumb says 10.
    ///
    /// # Formula
    /// ratio ^ (1 / gain in nines); `None` where there is no gain
    pub fn ratio_per_nine(&self, below: &Self) -> Option<f64> {
        let gain = self.gain(below).filter(|gain| *gain > 0.0)?;
        Some(libm::pow(self.ratio(below)?, 1.0 / gain)).filter(|ratio| ratio.is_finite())
    }
}

impl Ladder {
    /// Whether every design is covered, so that nothing can beat the frontier.
    pub fn is_proven(&self) -> bool {
        self.designs_covered >= self.designs
    }

    /// The cheapest design of the frontier with at most this U, as a step from the plan; `None` beyond its reach.
    /// `space` is the space that the ladder was found in.
    pub fn cheapest_at(&self, plan: &Plan, space: &Space, limit: Unavailability) -> Option<Step> {
        let point = self.frontier.iter().find(|point| point.unavailability <= limit)?;
        let target = limit.nines().map_or(12.0, Nines::get);
        build(plan, space, point).map(|built| built.step(target, None, plan))
    }

    /// How far the plan is from the frontier: what the cheapest design that is no worse saves a month, and the least
    /// U for the plan's money.
    pub fn distance(&self) -> (f64, Unavailability) {
        let saved = self.here.cost_per_month - self.no_worse.design.cost_per_month;
        let for_the_money =
            self.frontier.iter().rev().find(|point| point.cost_per_month <= self.here.cost_per_month);
        let least = for_the_money.map_or(self.here.unavailability, |point| point.unavailability);
        let least = if least < self.here.unavailability { least } else { self.here.unavailability };
        (saved.max(0.0), least)
    }
    /// The steps that are different designs: of several steps with the same design the highest, with the ratios to
    /// the design below; each with its index in `steps`.
    pub fn designs(&self) -> Vec<(usize, Step)> {
        let mut designs: Vec<(usize, Step)> = Vec::new();
        for (index, step) in self.steps.iter().enumerate() {
            match designs.last_mut() {
                Some((last, below)) if below.edits == step.edits => {
                    *last = index;
                    below.target_nines = step.target_nines;
                }
                _ => designs.push((index, step.clone())),
            }
        }
        designs
    }

    /// The index of the first step whose half nine the plan as it is does not reach.
    pub fn next(&self) -> Option<usize> {
        let here = self.here.unavailability.nines().map_or(f64::INFINITY, Nines::get);
        self.steps.iter().position(|step| step.target_nines > here)
    }
}

/// The cheapest design for each half nine from 2 to 6, and the whole frontier, around a plan.
///
/// `progress` is told often and decides whether the search goes on.
pub fn ladder(plan: &Plan, progress: &mut dyn FnMut(Progress) -> Flow) -> Result<Ladder, LadderError> {
    here(plan)?;
    ladder_within(plan, &Space::of(plan)?, Effort::default(), progress)
}

/// The plan as a design.
fn here(plan: &Plan) -> Result<Design, LadderError> {
    let analysis = analyse(plan);
    let Some(service) = &analysis.service else {
        let prevents = |finding: &Finding| finding.severity == Severity::Error;
        return Err(LadderError::NoAnswer(analysis.findings.into_iter().filter(prevents).collect()));
    };
    let cost_per_month = running_cost(plan).per_month;
    Ok(Design { unavailability: service.unavailability, cost_per_month, gates: analysis.gates })
}

/// The same over a given space, with a given effort.
pub fn ladder_within(
    plan: &Plan,
    space: &Space,
    effort: Effort,
    progress: &mut dyn FnMut(Progress) -> Flow,
) -> Result<Ladder, LadderError> {
    let here = here(plan)?;
    let found = search(plan, space, effort, progress).map_err(|()| LadderError::Stopped)?;
    if found.front.len() == 0 {
        return Err(LadderError::Budget {
            budget: space.budget.unwrap_or_default(),
            least: found.least_cost,
        });
    }
    let frontier: Vec<Point> = found
        .front
        .points()
        .zip(found.front.settings())
        .filter_map(|((_, u), setting)| {
            let (_, to) = space.apply(plan, setting)?;
            let cost_per_month = running_cost(&to).per_month + space.structures[setting.structure].monthly;
            let unavailability = Unavailability::clamped(u);
            Some(Point { unavailability, cost_per_month, setting: setting.clone() })
        })
        .collect();
    let ladder = Builder { plan, space, found: &found, frontier: &frontier };
    let own = (here.unavailability.nines().map_or(12.0, Nines::get), here.unavailability);
    let as_it_is = || Built {
        design: here.clone(),
        edits: Vec::new(),
        plan: plan.clone(),
        at_least: here.cost_per_month,
    };
    let no_worse = ladder.cheapest(own.1).filter(|b| b.design.cost_per_month <= here.cost_per_month);
    let no_worse = no_worse.unwrap_or_else(as_it_is).step(own.0, None, plan);
    let mut steps: Vec<Step> = Vec::new();
    let mut below: Option<Built> = None;
    for nines in TARGETS {
        let Some(cheapest) = ladder.cheapest(limit(nines)) else { break };
        steps.push(cheapest.step(nines, below.as_ref(), plan));
        below = Some(cheapest);
    }
    let reach = found.front.reach().unwrap_or(1.0);
    let value_per_hour = value_per_hour(plan);
    let stop = value_per_hour.and_then(|value| {
        stop_line(steps.iter().map(|s| (s.design.unavailability, s.design.cost_per_month)), value)
    });
    Ok(Ladder {
        here,
        no_worse,
        steps,
        reach: Unavailability::clamped(reach),
        frontier,
        next_steps: next_steps(plan, space),
        designs_tried: found.evaluated,
        designs_covered: found.covered,
        designs: space.size(),
        value_per_hour,
        stop,
    })
}

fn limit(nines: f64) -> Unavailability {
    Nines::new(nines).map_or(Unavailability::clamped(1.0), Nines::unavailability)
}

/// Makes steps of what a search found.
struct Builder<'a> {
    plan: &'a Plan,
    space: &'a Space,
    found: &'a Found,
    frontier: &'a [Point],
}

impl Builder<'_> {
    /// The cheapest design with at most this U, as a plan.
    fn cheapest(&self, limit: Unavailability) -> Option<Built> {
        let point = self.frontier.iter().find(|point| point.unavailability <= limit)?;
        let open = self.found.open.iter().filter(|(_, floor)| *floor <= limit.get()).map(|(cost, _)| *cost);
        let at_least = open.fold(point.cost_per_month, f64::min);
        build(self.plan, self.space, point).map(|built| Built { at_least, ..built })
    }
}

/// A design as a plan.
struct Built {
    design: Design,
    edits: Vec<Edit>,
    plan: Plan,
    at_least: f64,
}

/// A point of the frontier as a plan with its edits applied.
fn build(plan: &Plan, space: &Space, point: &Point) -> Option<Built> {
    let (edits, plan) = space.apply(plan, &point.setting)?;
    let Point { unavailability, cost_per_month, .. } = *point;
    let gates = gates(&plan, Some(unavailability));
    let design = Design { unavailability, cost_per_month, gates };
    Some(Built { design, edits, plan, at_least: cost_per_month })
}

impl Built {
    fn step(&self, target_nines: f64, below: Option<&Self>, plan: &Plan) -> Step {
        Step {
            target_nines,
            design: self.design.clone(),
            ratio: below.and_then(|below| self.design.ratio(&below.design)),
            ratio_per_nine: below.and_then(|below| self.design.ratio_per_nine(&below.design)),
            edits: self.edits.clone(),
            takes: differences(plan, &self.plan),
            beyond_below: differences(below.map_or(plan, |below| &below.plan), &self.plan),
            at_least: self.at_least,
        }
    }
}

fn first(findings: &[Finding]) -> &str {
    findings.first().map_or("a journey has none", |finding| finding.what.as_str())
}
