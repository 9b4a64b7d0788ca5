//! A compiled plan as the process that the engine simulates.

use std::collections::BTreeMap;

use super::Simulation;
use crate::analysis::analyse::traffic;
use crate::analysis::events::{GroupKey, Slot, Waiting};
use crate::analysis::lens::{View, power};
use crate::analysis::operations::Operations;
use crate::analysis::outcome::Answer;
use crate::analysis::responders::hands_on;
use crate::analysis::structure::{Origin, Path, Source, Structure};
use crate::engine::simulate as engine;
use crate::engine::{Scratch, Var};
use crate::model::{Parts, Plan};
use crate::quantity::{Duration, MINUTES_PER_YEAR, Quantity};

/// A compiled plan as the engine simulates it.
pub(super) fn process(
    plan: &Plan,
    simulation: Simulation,
    structure: &Structure,
    operations: &Operations,
    answers: &[(usize, &Answer)],
    service: Option<&Answer>,
) -> engine::Process {
    let responders = simulation.responders.or(plan.responders);
    let failovers = failovers(structure, operations);
    let matters = places_that_matter(structure);
    let mut effects: Vec<engine::Effect> = Vec::new();
    let mut known: BTreeMap<(usize, u64), usize> = BTreeMap::new();
    let mut events = Vec::new();
    let stands_by: BTreeMap<usize, usize> = structure
        .waiting
        .iter()
        .enumerate()
        .flat_map(|(index, waiting)| waiting.own.iter().map(move |own| (own.index(), index)))
        .collect();
    let mut later = Vec::new();
    for (place, matters) in matters.into_iter().enumerate() {
        let failovers = failovers.get(&place);
        // What touches no request may still take people.
        if !matters && failovers.is_none() && responders.is_none() {
            continue;
        }
        for index in structure.atom(place) {
            let event = &structure.events[index];
            let mode = &operations.modes[event.mode];
            let rate_per_minute =
                mode.rate_per_year * mode.sharers.of_rate(event.part, mode.beta) / MINUTES_PER_YEAR;
            if mode.share <= 0.0 || rate_per_minute <= 0.0 || mode.minutes <= 0.0 {
                continue;
            }
            let from = later.len();
            if let Some(view) = structure.views.get(&Var::new(place as u32)) {
                later.extend(stages(view, mode.share, place, &mut effects));
            }
            let effect = *known.entry((place, mode.share.to_bits())).or_insert_with(|| {
                effects.push(engine::Effect::OnRequests {
                    var: Var::new(place as u32),
                    share: mode.share,
                    also: Vec::new(),
                    failovers: failovers.cloned().unwrap_or_default(),
                });
                effects.len() - 1
            });
            events.push(engine::Event {
                rate_per_minute,
                mean_minutes: mode.minutes,
                sigma: plan.modes[event.mode].spread.get(),
                unattended: unattended(&mode.parts, mode.minutes),
                effect,
                later: (from, later.len()),
                waits: stands_by.get(&place).copied(),
            });
        }
    }
    let waiting = waiting(plan, structure, operations, &effects);
    let paths = structure.paths.iter().map(|path| engine::Path { root: path.root, home: path.region_root });
    if let Some((event, effect)) = reserve(plan, structure, answers, service, effects.len()) {
        effects.push(effect);
        events.push(event);
    }
    let quiet = structure.slots.iter().map(|slot| match slot {
        Slot::Draw(probability) => *probability,
        // Draws for age are told by what events do.
        Slot::Atom { .. } | Slot::Aged { .. } => 0.0,
        Slot::Again { event, more } => power(operations.modes[structure.events[*event].mode].share, *more),
        // Whether a member that stands by fails is decided when it would: what has begun counts.
        Slot::Turn(_) => 1.0,
    });
    let (windows, _) = simulation.windows();
    engine::Process {
        program: structure.program.clone(),
        quiet: quiet.collect(),
        paths: paths.collect(),
        events,
        effects,
        measures: measures(plan, structure, answers, service),
        windows_minutes: windows.into_iter().map(Duration::minutes).collect(),
        responders,
        later,
        waiting,
        hours: simulation.hours,
    }
}

/// The members that stand by, with the effects that take those before them down.
fn waiting(
    plan: &Plan,
    structure: &Structure,
    operations: &Operations,
    effects: &[engine::Effect],
) -> Vec<engine::Waiting> {
    let at = |place: Var| {
        let here = move |effect: &engine::Effect| match effect {
            engine::Effect::OnRequests { var, .. } => *var == place,
            engine::Effect::Apart { .. } => false,
        };
        effects.iter().enumerate().filter(move |(_, effect)| here(effect)).map(|(index, _)| index as u32)
    };
    let member = |waiting: &Waiting| {
        let serving = plan.components[waiting.component].needed as usize;
        let before = 0..waiting.least + serving - 1;
        let rivals =
            |member: usize| waiting.before.iter().filter(move |rival| rival.members >> member & 1 == 1);
        engine::Waiting {
            dormancy: operations.dormancy[waiting.component],
            serving,
            before: before.map(|member| rivals(member).flat_map(|rival| at(rival.var)).collect()).collect(),
        }
    };
    structure.waiting.iter().map(member).collect()
}

/// What an event that is seen through caches does from the age on at which each of its waits has passed.
fn stages(view: &View, share: f64, place: usize, effects: &mut Vec<engine::Effect>) -> Vec<(f64, usize)> {
    let mut also = Vec::new();
    let mut stages = Vec::new();
    for (wait, passed, draw) in &view.ages {
        also.push(*draw);
        effects.push(engine::Effect::OnRequests {
            var: Var::new(place as u32),
            share,
            also: also.clone(),
            failovers: Vec::new(),
        });
        debug_assert_eq!(*passed, (1 << wait) - 1, "waits rise");
        stages.push((view.waits[*wait].fixed_minutes(), effects.len() - 1));
    }
    stages
}

/// The share of an outage's length that passes without anybody's hands: all of it where nobody is asked.
fn unattended(parts: &Parts<f64>, minutes: f64) -> f64 {
    hands_on(parts).map_or(1.0, |hands| (1.0 - hands / minutes).clamp(0.0, 1.0))
}

/// The places on which some root depends: where its derivative is not 0, which for functions that only rise holds
/// wherever each place is possible and none is certain.
fn places_that_matter(structure: &Structure) -> Vec<bool> {
    let even = vec![0.5; structure.slots.len()];
    let roots = structure.paths.iter().flat_map(|path| [Some(path.root), path.region_root]);
    let weights: Vec<(usize, f64)> = roots.flatten().map(|root| (root, 1.0)).collect();
    let mut scratch = Scratch::default();
    structure.program.forward(&even, &mut scratch);
    let derivatives = structure.program.backward(&even, &weights, &mut scratch);
    derivatives.into_iter().map(|derivative| derivative != 0.0).collect()
}

/// Whose failover it is: one is drawn for all paths it concerns.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Whose {
    Component(usize),
    /// The users of a region.
    Home(usize),
}

/// The failovers that the events at each place set off.
fn failovers(structure: &Structure, operations: &Operations) -> BTreeMap<usize, Vec<engine::Switchover>> {
    let mut by_place: BTreeMap<usize, BTreeMap<Whose, engine::Switchover>> = BTreeMap::new();
    let mut groups: BTreeMap<GroupKey, usize> = BTreeMap::new();
    for (index, path) in structure.paths.iter().enumerate() {
        for (place, source) in sources(path) {
            let (whose, takeover) = match (source.component, operations.routing) {
                (Some(component), _) => (Whose::Component(component), operations.takeovers[component]),
                (None, Some(routing)) => (Whose::Home(path.region), routing),
                (None, None) => continue,
            };
            let of_place = by_place.entry(place).or_default();
            let failover = of_place.entry(whose).or_insert_with(|| engine::Switchover {
                coverage: takeover.coverage,
                automatic_minutes: takeover.minutes,
                manual_minutes: takeover.manual_minutes,
                moves: source.component.is_none(),
                costs: Vec::new(),
            });
            let group = match source.origin {
                Origin::Group(key, _) => {
                    let next = groups.len() + 1;
                    *groups.entry(key).or_insert(next)
                }
                Origin::Working(..) => 0,
            };
            let (from_minutes, again) = through(structure, place, source.lens);
            let share =
                source.share * again.map_or(1.0, |(f, times)| power(operations.modes[f].share, times));
            failover.costs.push(engine::Cost { path: index, group, from_minutes, share });
        }
    }
    by_place.into_iter().map(|(place, failovers)| (place, failovers.into_values().collect())).collect()
}

/// From which age on an atom is felt through a lens, and whose share of requests is met how many times more.
fn through(structure: &Structure, place: usize, lens: u32) -> (f64, Option<(usize, u32)>) {
    let Some(view) = structure.views.get(&Var::new(place as u32)) else { return (0.0, None) };
    let lens = structure.lenses.get(lens);
    let event = structure.atom(place).next().filter(|_| !view.tries.is_empty());
    (lens.wait.fixed_minutes(), event.map(|event| (structure.events[event].mode, lens.tries - 1)))
}

fn sources(path: &Path) -> impl Iterator<Item = (usize, Source)> {
    path.failovers
        .iter()
        .flat_map(|failovers| failovers.sources.iter().map(|source| (failovers.atom.index(), *source)))
}

/// The journeys that have an answer, then the service when all have.
fn measures(
    plan: &Plan,
    structure: &Structure,
    answers: &[(usize, &Answer)],
    service: Option<&Answer>,
) -> Vec<engine::Measure> {
    let traffic = traffic(plan);
    let weights = |factor: &dyn Fn(usize) -> f64| -> Vec<(usize, f64)> {
        let weight = |(index, path): (usize, &Path)| (index, path.users * factor(path.journey));
        structure.paths.iter().enumerate().map(weight).filter(|(_, weight)| *weight > 0.0).collect()
    };
    let budget = |answer: &Answer| answer.objective.unavailability().get();
    let journey = |(index, answer): &(usize, &Answer)| engine::Measure {
        weights: weights(&|journey| f64::from(u8::from(journey == *index))),
        budget: budget(answer),
        expected: answer.unavailability.get(),
    };
    let all = service.map(|answer| engine::Measure {
        weights: weights(&|journey| traffic[journey]),
        budget: budget(answer),
        expected: answer.unavailability.get(),
    });
    answers.iter().map(journey).chain(all).collect()
}

/// The reserve as an event and what it does, its effect having this index; `None` when there is nothing to reserve for.
fn reserve(
    plan: &Plan,
    structure: &Structure,
    answers: &[(usize, &Answer)],
    service: Option<&Answer>,
    index: usize,
) -> Option<(engine::Event, engine::Effect)> {
    let listed = |answer: &Answer| answer.anatomy.structure + answer.anatomy.failover;
    let most = answers.iter().map(|(_, answer)| listed(answer)).fold(0.0, f64::max);
    let active = (plan.reserve.likely().get() * most).min(MOST_ACTIVE);
    if active <= 0.0 {
        return None;
    }
    let lengths = service.into_iter().chain(answers.iter().map(|(_, answer)| *answer));
    let mean_minutes = lengths.filter_map(|answer| answer.mean_outage).map(Duration::minutes).next()?;
    let by_journey: BTreeMap<usize, f64> =
        answers.iter().map(|(journey, answer)| (*journey, listed(answer) / most)).collect();
    let share = |path: &Path| by_journey.get(&path.journey).copied().unwrap_or(0.0);
    let event = engine::Event {
        rate_per_minute: active / (1.0 - active) / mean_minutes,
        mean_minutes,
        sigma: 1.0,
        // It is as long as outages are, waits and all, and takes nobody beside them.
        unattended: 1.0,
        effect: index,
        later: (0, 0),
        waits: None,
    };
    (mean_minutes > 0.0)
        .then(|| (event, engine::Effect::Apart { shares: structure.paths.iter().map(share).collect() }))
}

/// The most of the time that the reserve is active: what is always down needs no reserve.
const MOST_ACTIVE: f64 = 0.999_999;
