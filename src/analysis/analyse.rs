//! The whole way from a plan to its answers.

use super::causes::{CutSets, LIMITS, Teller};
use super::gates::gates;
use super::measure::{JourneyMeasure, Numbers, listed_unavailability, measure};
use super::operations::Operations;
use super::outcome::{Analysis, Anatomy, Answer, Contribution, JourneyAnswer, Size};
use super::responders::let_wait;
use super::structure::{Structure, compile};
use crate::engine::{CutSetSearch, EngineError, Scratch};
use crate::model::{Finding, FindingKind, Id, Place, Plan, Severity, Target, check};
use crate::quantity::{Duration, MINUTES_PER_YEAR, Probability, Quantity, Unavailability, order};
use crate::slo::Objective;

/// Everything that follows from a plan. It always answers: for the parts that it can, and with findings for the rest.
pub fn analyse(plan: &Plan) -> Analysis {
    analysed(plan, true).0
}

/// The same without cut sets and causes, which take most of the time, and with what the plan was compiled to.
pub(super) fn answers_alone(plan: &Plan) -> (Analysis, Option<Structure>, Operations) {
    analysed(plan, false)
}

fn analysed(plan: &Plan, with_causes: bool) -> (Analysis, Option<Structure>, Operations) {
    let mut findings = check(plan);
    let mut blocked: Vec<Vec<usize>> =
        plan.journeys.iter().map(|j| blockers(plan, &findings, j.id)).collect();
    let answerable: Vec<usize> = (0..plan.journeys.len()).filter(|j| blocked[*j].is_empty()).collect();
    let mut operations = Operations::of(plan);
    let compiled = match compile(plan, operations.sheds, &answerable) {
        Ok(structure) => {
            let_wait(plan, &structure, &mut operations).map(|()| structure).map_err(|e| e.finding())
        }
        Err(error) => Err(too_large(&error)),
    };
    let mut answers: Vec<Option<Answer>> = vec![None; plan.journeys.len()];
    let mut service = None;
    let mut regions = Vec::new();
    let mut size = Size::default();
    match &compiled {
        Ok(structure) => {
            size = Size { events: structure.events.len(), nodes: structure.program.len() };
            operations.count_occurrences(structure);
            let analyst = Analyst {
                plan,
                structure,
                operations: &operations,
                numbers: Numbers::of(structure, &operations),
            };
            let mut forward = Scratch::default();
            let measures = measure(structure, plan, &operations, &analyst.numbers, &mut forward);
            let cut_sets = match with_causes {
                true => analyst.cut_sets(&measures, &forward),
                false => vec![CutSets::default(); measures.len()],
            };
            for (measure, cut_sets) in measures.iter().zip(&cut_sets) {
                let objective = plan.journeys[measure.journey].objective;
                answers[measure.journey] = Some(analyst.answer(measure, cut_sets, objective));
            }
            let all = !measures.is_empty() && measures.len() == plan.journeys.len();
            if all {
                service = Some(analyst.service(&measures, &cut_sets));
                regions = analyst.regions(&measures);
            }
        }
        Err(finding) => {
            findings.push(finding.clone());
            // Errors come first: the other indices move up by one.
            findings.rotate_right(1);
            for list in &mut blocked {
                list.iter_mut().for_each(|index| *index += 1);
                list.push(0);
            }
        }
    }
    let journeys: Vec<JourneyAnswer> = plan
        .journeys
        .iter()
        .zip(answers.into_iter().zip(blocked))
        .map(|(j, (answer, blocked_by))| JourneyAnswer { id: j.id, name: j.name.clone(), answer, blocked_by })
        .collect();
    let spent = |journey: &JourneyAnswer| journey.answer.as_ref().map(|answer| answer.budget_spent);
    let worst = (0..journeys.len())
        .filter_map(|i| spent(&journeys[i]).map(|spent| (i, spent)))
        .reduce(|worst, next| if next.1 > worst.1 { next } else { worst })
        .map(|(i, _)| i);
    let gates = gates(plan, service.as_ref().map(|s: &Answer| s.unavailability));
    let (modes, people) = (operations.modes.clone(), operations.people);
    let analysis = Analysis { findings, service, journeys, worst, regions, modes, people, gates, size };
    (analysis, compiled.ok(), operations)
}

fn too_large(error: &EngineError) -> Finding {
    Finding {
        severity: Severity::Error,
        place: Place::Plan,
        code: FindingKind::TooLarge,
        what: format!("The plan is too large to compute: {error}."),
        advice: "Use fewer regions, zones or replicas, or fewer components that share optional needs.".into(),
    }
}

/// A compiled plan for evaluating many settings of practices and numbers.
///
/// It gives the same bits as [`analyse`], as long as only practices (other than load shedding), rates,
/// lengths, shares of users and common-cause shares that stay above zero differ from the compiled plan.
#[derive(Clone, Debug)]
pub struct Compiled {
    structure: Structure,
    sheds: bool,
}

impl Compiled {
    /// Compiles a plan; `None` when a finding prevents an answer.
    pub fn of(plan: &Plan) -> Option<Self> {
        let prevented = check(plan).iter().any(|finding| finding.severity == Severity::Error);
        if prevented || plan.journeys.is_empty() {
            return None;
        }
        let sheds = Operations::of(plan).sheds;
        let all: Vec<usize> = (0..plan.journeys.len()).collect();
        compile(plan, sheds, &all).ok().map(|structure| Self { structure, sheds })
    }

    /// How large the compiled plan is.
    pub fn size(&self) -> Size {
        Size { events: self.structure.events.len(), nodes: self.structure.program.len() }
    }

    /// The service's U under another setting of the same structure; `None` when the setting needs another structure,
    /// or has more incidents than its people can work on.
    pub fn service_unavailability(&self, plan: &Plan) -> Option<Unavailability> {
        let mut operations = Operations::of(plan);
        if operations.sheds != self.sheds {
            return None;
        }
        let_wait(plan, &self.structure, &mut operations).ok()?;
        let numbers = Numbers::of(&self.structure, &operations);
        let listed = listed_unavailability(&self.structure, plan, &operations, &numbers);
        let weights = traffic(plan);
        let total = listed.iter().map(|(journey, u)| weights[*journey] * with_reserve(*u, reserve(plan)));
        Some(Unavailability::clamped(crate::engine::numeric::sum(total)))
    }
}

/// The findings that prevent a journey's answer: those on the plan as a whole, on the journey, and on
/// whatever it needs.
pub(super) fn blockers(plan: &Plan, findings: &[Finding], journey: Id) -> Vec<usize> {
    let mut needed: Vec<Id> = Vec::new();
    let mut open: Vec<Id> = plan.journey(journey).iter().flat_map(|j| j.needs.iter().map(|n| n.on)).collect();
    while let Some(id) = open.pop() {
        if !needed.contains(&id) {
            needed.push(id);
            open.extend(plan.component(id).iter().flat_map(|c| c.dependencies.iter().map(|n| n.on)));
        }
    }
    let concerns = |place: &Place| match place {
        Place::Component(id) => needed.contains(id),
        Place::Mode(id) => match plan.mode(*id).map(|mode| mode.target) {
            Some(Target::Component(component)) => {
                needed.contains(&component) || plan.component(component).is_none()
            }
            _ => true,
        },
        Place::Journey(id) => *id == journey,
        _ => true,
    };
    let prevents = |finding: &Finding| finding.severity == Severity::Error && concerns(&finding.place);
    (0..findings.len()).filter(|i| prevents(&findings[*i])).collect()
}

/// The journeys' shares of traffic, which add up to one.
pub(super) fn traffic(plan: &Plan) -> Vec<f64> {
    let shares: Vec<f64> = plan.journeys.iter().map(|j| j.traffic.likely().get()).collect();
    let total: f64 = shares.iter().sum();
    let even = 1.0 / shares.len().max(1) as f64;
    shares.iter().map(|share| if total > 0.0 { share / total } else { even }).collect()
}

pub(super) fn reserve(plan: &Plan) -> f64 {
    plan.reserve.likely().get()
}

/// `L + (1 - L) * reserve * L`.
pub(super) fn with_reserve(listed: f64, reserve: f64) -> f64 {
    listed + (1.0 - listed) * reserve * listed
}

struct Analyst<'a> {
    plan: &'a Plan,
    structure: &'a Structure,
    operations: &'a Operations,
    numbers: Numbers,
}

impl Analyst<'_> {
    /// The cut sets of each journey, after a forward pass.
    fn cut_sets(&self, measures: &[JourneyMeasure], forward: &Scratch) -> Vec<CutSets> {
        let Numbers { probability, draws, .. } = &self.numbers;
        let search = CutSetSearch::new(&self.structure.program, probability, draws, LIMITS);
        let of = |m: &JourneyMeasure| CutSets::of(self.structure, &self.numbers, forward, &search, m.journey);
        measures.iter().map(of).collect()
    }

    /// The answer to one journey.
    fn answer(&self, measure: &JourneyMeasure, cut_sets: &CutSets, objective: Objective) -> Answer {
        let listed = measure.listed();
        let total = with_reserve(listed, reserve(self.plan));
        let reserved = (1.0 - listed) * reserve(self.plan) * listed;
        self.told(measure, cut_sets, objective, [total, reserved], 1 << (measure.journey % 64))
    }

    /// The answer to the whole service: journeys weighted by traffic.
    fn service(&self, measures: &[JourneyMeasure], cut_sets: &[CutSets]) -> Answer {
        let weights = traffic(self.plan);
        let sum = |f: &dyn Fn(&JourneyMeasure) -> f64| {
            crate::engine::numeric::sum(measures.iter().map(|m| weights[m.journey] * f(m)))
        };
        // Where a journey's failovers and structure together pass one, both give way alike.
        let cut = |m: &JourneyMeasure| {
            let all = m.structure + m.failover;
            if all > 1.0 { 1.0 / all } else { 1.0 }
        };
        let by_event = |f: &dyn Fn(&JourneyMeasure) -> &Vec<f64>| {
            let mut parts = vec![0.0; self.structure.events.len()];
            for m in measures {
                for (part, own) in parts.iter_mut().zip(f(m)) {
                    *part += weights[m.journey] * cut(m) * own;
                }
            }
            parts
        };
        let all = JourneyMeasure {
            journey: 0,
            structure: sum(&|m| cut(m) * m.structure),
            failover: sum(&|m| cut(m) * m.failover),
            frequency: sum(&|m| m.frequency),
            structure_by_event: by_event(&|m| &m.structure_by_event),
            failover_by_event: by_event(&|m| &m.failover_by_event),
            by_path: Vec::new(),
        };
        let total = sum(&|m| with_reserve(m.listed(), reserve(self.plan)));
        let budget = sum(&|m| self.plan.journeys[m.journey].objective.share().complement().get());
        let objective = Objective::new(Probability::clamped(1.0 - budget));
        let objective = objective.unwrap_or(self.plan.journeys[measures[0].journey].objective);
        let merged =
            CutSets::merged(cut_sets.iter().zip(measures).map(|(sets, m)| (sets, weights[m.journey])));
        let reserved = sum(&|m| (1.0 - m.listed()) * reserve(self.plan) * m.listed());
        let journeys = measures.iter().fold(0, |all, m| all | 1 << (m.journey % 64));
        self.told(&all, &merged, objective, [total, reserved], journeys)
    }

    fn told(
        &self,
        measure: &JourneyMeasure,
        cut_sets: &CutSets,
        objective: Objective,
        [total, reserved]: [f64; 2],
        journeys: u64,
    ) -> Answer {
        let teller =
            Teller { plan: self.plan, structure: self.structure, operations: self.operations, journeys };
        let listed = measure.listed();
        let raw = measure.structure + measure.failover;
        let cut = if raw > 0.0 { listed / raw } else { 0.0 };
        // The reserve comes as often as it adds bad minutes, so the mean length stays what is listed.
        let frequency = measure.frequency * if listed > 0.0 { total / listed } else { 1.0 };
        let unavailability = Unavailability::clamped(total);
        let (answers, cut_sets_truncated) = teller.cut_sets(cut_sets);
        let own = |event: usize| cut * (measure.structure_by_event[event] + measure.failover_by_event[event]);
        let mut parts = vec![0.0; self.plan.modes.len()];
        for (index, event) in self.structure.events.iter().enumerate() {
            parts[event.mode] += own(index);
        }
        let component_of = |mode: usize| match self.plan.modes[mode].target {
            Target::Component(id) => Some(id),
            Target::Domain | Target::Region(_) => None,
        };
        let mode_id = |mode: usize| Some(self.plan.modes[mode].id);
        Answer {
            unavailability,
            outages_per_year: frequency * MINUTES_PER_YEAR,
            mean_outage: (frequency > 0.0).then(|| Duration::clamped(total / frequency)),
            objective,
            budget_spent: total / objective.share().complement().get(),
            anatomy: Anatomy {
                structure: cut * measure.structure,
                failover: cut * measure.failover,
                reserve: reserved,
            },
            causes: teller.causes(cut_sets, measure, reserved),
            cut_sets: answers,
            cut_sets_truncated,
            by_cause: contributions(&parts, reserved, |m| Some(self.plan.modes[m].cause)),
            by_owner: contributions(&parts, reserved, |m| Some(self.plan.modes[m].owner)),
            by_component: contributions(&parts, reserved, component_of),
            by_mode: contributions(&parts, reserved, mode_id),
        }
    }

    /// What users of each region get, all journeys together.
    fn regions(&self, measures: &[JourneyMeasure]) -> Vec<(Id, Unavailability)> {
        let weights = traffic(self.plan);
        let mut regions = Vec::new();
        for (index, region) in self.plan.regions.iter().enumerate() {
            let of_region = |m: &JourneyMeasure| {
                let path = m.by_path.iter().find(|(region, _)| *region == index);
                path.map(|(_, u)| weights[m.journey] * with_reserve(*u, reserve(self.plan)))
            };
            let parts: Vec<f64> = measures.iter().filter_map(of_region).collect();
            if !parts.is_empty() {
                regions.push((region.id, Unavailability::clamped(crate::engine::numeric::sum(parts))));
            }
        }
        regions
    }
}

/// The parts of U that the modes and the reserve have, added up by what they belong to.
fn contributions<K: Ord + Copy>(
    by_mode: &[f64],
    reserved: f64,
    key: impl Fn(usize) -> Option<K>,
) -> Vec<Contribution<Option<K>>> {
    // In rising order of keys.
    let mut sums = vec![(None, reserved)];
    for (mode, part) in by_mode.iter().enumerate() {
        let key = key(mode);
        match sums.binary_search_by(|(known, _)| known.cmp(&key)) {
            Ok(place) => sums[place].1 += part,
            Err(place) => sums.insert(place, (key, *part)),
        }
    }
    let total: f64 = sums.iter().map(|(_, part)| part).sum();
    let mut list: Vec<_> = sums
        .into_iter()
        .filter(|(_, part)| *part > 0.0)
        .map(|(key, part)| Contribution { key, unavailability: part, share: part / total })
        .collect();
    order::sort_by(&mut list, |a, b| b.unavailability.total_cmp(&a.unavailability));
    list
}
