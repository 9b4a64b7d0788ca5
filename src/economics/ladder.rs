//! The ladder of nines: the cheapest design found for each half nine.
//!
//! What the search finds is only a candidate: every step is built again as a plan with its edits applied,
//! analysed and priced, so that its numbers are those that a person gets who applies the edits.

use core::ops::ControlFlow;

use thiserror::Error;

use super::cost::running_cost;
use super::levers::Space;
use super::search::{Candidate, search};
use super::stop::{stop_line, value_per_hour};
use super::takes::differences;
use crate::analysis::{Gates, analyse};
use crate::model::{Edit, Finding, Plan, Severity};
use crate::quantity::{Nines, Unavailability};

/// The half nines that the ladder asks for.
pub const TARGETS: [f64; 9] = [2.0, 2.5, 3.0, 3.5, 4.0, 4.5, 5.0, 5.5, 6.0];

/// Whether the search goes on.
pub type Flow = ControlFlow<()>;

/// How far the search is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Progress {
    /// Designs evaluated so far.
    pub designs_tried: u64,
    /// The share of the work that is done, from 0 to 1; it never falls.
    pub share_done: f64,
}

/// Why there is no ladder.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum LadderError {
    /// The plan has findings that prevent an answer.
    #[error("the plan has no answer yet: {}", first(.0))]
    NoAnswer(Vec<Finding>),
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
    /// Designs evaluated.
    pub designs_tried: u64,
    /// Designs there are.
    pub designs: u64,
    /// What an hour of full outage costs, when the plan says so.
    pub value_per_hour: Option<f64>,
    /// The last step worth its money (index into `steps`); `None` without a value per hour. When it is the last of
    /// all, the stop line lies beyond what was found.
    pub stop: Option<usize>,
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

/// The cheapest design found for each half nine from 2 to 6, around a plan.
///
/// `progress` is told often and decides whether the search goes on.
pub fn ladder(plan: &Plan, progress: &mut dyn FnMut(Progress) -> Flow) -> Result<Ladder, LadderError> {
    ladder_within(plan, &Space::of(plan), progress)
}

/// The same over a given space.
pub fn ladder_within(
    plan: &Plan,
    space: &Space,
    progress: &mut dyn FnMut(Progress) -> Flow,
) -> Result<Ladder, LadderError> {
    let analysis = analyse(plan);
    let Some(service) = &analysis.service else {
        let prevents = |finding: &Finding| finding.severity == Severity::Error;
        return Err(LadderError::NoAnswer(analysis.findings.into_iter().filter(prevents).collect()));
    };
    let here = Design {
        unavailability: service.unavailability,
        cost_per_month: running_cost(plan).per_month,
        gates: analysis.gates,
    };
    let asked = TARGETS.map(|nines| (nines, limit(nines)));
    let own = (here.unavailability.nines().map_or(12.0, Nines::get), here.unavailability);
    let limits: Vec<f64> = asked.iter().chain([&own]).map(|(_, limit)| limit.get()).collect();
    let found = search(plan, space, &limits, progress).map_err(|()| LadderError::Stopped)?;

    let mut built = vec![Built { design: here.clone(), edits: Vec::new(), plan: plan.clone() }];
    built.extend(found.candidates.iter().filter_map(|candidate| build(plan, space, candidate)));
    let cheapest = |limit: Unavailability| {
        let reaches = built.iter().filter(|built| built.design.unavailability <= limit);
        reaches.min_by(|a, b| a.rank().partial_cmp(&b.rank()).unwrap_or(core::cmp::Ordering::Equal))
    };
    let no_worse = cheapest(own.1).unwrap_or(&built[0]).step(own.0, None, plan);
    let mut steps: Vec<Step> = Vec::new();
    let mut below: Option<&Built> = None;
    for (nines, limit) in asked {
        let Some(cheapest) = cheapest(limit) else { break };
        steps.push(cheapest.step(nines, below, plan));
        below = Some(cheapest);
    }
    let reach = built.iter().map(|built| built.design.unavailability.get()).fold(found.reach, f64::min);
    let value_per_hour = value_per_hour(plan);
    let stop = value_per_hour.and_then(|value| {
        stop_line(steps.iter().map(|s| (s.design.unavailability, s.design.cost_per_month)), value)
    });
    Ok(Ladder {
        here,
        no_worse,
        steps,
        reach: Unavailability::clamped(reach),
        designs_tried: found.designs_tried,
        designs: space.size(),
        value_per_hour,
        stop,
    })
}

fn limit(nines: f64) -> Unavailability {
    Nines::new(nines).map_or(Unavailability::clamped(1.0), Nines::unavailability)
}

/// A design as a plan.
struct Built {
    design: Design,
    edits: Vec<Edit>,
    plan: Plan,
}

/// A candidate as a plan with its edits applied.
fn build(plan: &Plan, space: &Space, candidate: &Candidate) -> Option<Built> {
    let mut edits = space.topologies.get(candidate.topology)?.edits(plan);
    for ((practice, _), level) in space.practices.iter().zip(&candidate.levels) {
        if plan.level(*practice) != *level {
            edits.push(Edit::SetPractice(*practice, *level));
        }
    }
    let plan = plan.apply(&Edit::Batch(edits.clone())).ok()?;
    let analysis = analyse(&plan);
    let design = Design {
        unavailability: analysis.service?.unavailability,
        cost_per_month: running_cost(&plan).per_month,
        gates: analysis.gates,
    };
    Some(Built { design, edits, plan })
}

impl Built {
    /// What comes first: less money, then less U, then fewer edits.
    fn rank(&self) -> (f64, f64, usize) {
        (self.design.cost_per_month, self.design.unavailability.get(), self.edits.len())
    }

    fn step(&self, target_nines: f64, below: Option<&Self>, plan: &Plan) -> Step {
        Step {
            target_nines,
            design: self.design.clone(),
            ratio: below.and_then(|below| self.design.ratio(&below.design)),
            ratio_per_nine: below.and_then(|below| self.design.ratio_per_nine(&below.design)),
            edits: self.edits.clone(),
            takes: differences(plan, &self.plan),
            beyond_below: differences(below.map_or(plan, |below| &below.plan), &self.plan),
        }
    }
}

fn first(findings: &[Finding]) -> &str {
    findings.first().map_or("a journey has none", |finding| finding.what.as_str())
}
