//! Cut sets and causes, told as people would.

use std::collections::BTreeMap;

use super::breaking::listing;
use super::events::{Event, Hits, Several};
use super::measure::{JourneyMeasure, Numbers};
use super::operations::Operations;
use super::outcome::{CutSetAnswer, Sentence, TopCause, Words};
use super::structure::Structure;
use crate::engine::{CutSetLimits, CutSetSearch, Scratch, Var};
use crate::model::{FailureMode, Id, Plan, Scope, Target};
use crate::quantity::{Probability, Quantity, order, text};

/// The most events in a cut set.
const ORDER: usize = 3;

/// How far to look: order three, down to a hundred-thousandth of U, at most this many sets a path.
pub(crate) const LIMITS: CutSetLimits =
    CutSetLimits { order: ORDER, cutoff: 1e-5, sets: 400, steps: 200_000 };

/// The most sets of events that sets of atoms are spelled out to, for one journey. The sets of atoms come most
/// probable first, so what is left out weighs least.
const SPELLED: usize = 5_000;

/// The most cut sets that an answer lists.
const LISTED: usize = 100;

/// The cut sets of some journeys, each path with a weight: its journey's traffic times its users.
#[derive(Clone, Debug, Default)]
pub(crate) struct CutSets {
    /// The sets, most probable first.
    sets: Vec<(Few, Felt)>,
    /// Whether a limit cut the list short.
    truncated: bool,
}

impl CutSets {
    /// The cut sets of one journey, after a forward pass.
    pub(crate) fn of(
        structure: &Structure,
        numbers: &Numbers,
        forward: &Scratch,
        search: &CutSetSearch,
        journey: usize,
    ) -> Self {
        let mut merged: Merged = BTreeMap::new();
        let mut truncated = false;
        // Whether a member that stands by has failed, and how old an outage is, are no matter of requests.
        let is_plain = structure.waiting.is_empty() && structure.views.is_empty();
        let all_turns = (!is_plain).then(|| {
            let mut certain = numbers.probability.clone();
            let turns = structure.waiting.iter().flat_map(|waiting| waiting.draws.iter().copied());
            let ages = structure.views.values().flat_map(|view| view.ages.iter().map(|(.., draw)| *draw));
            turns.chain(ages).for_each(|draw| certain[draw.index()] = 1.0);
            certain
        });
        for path in structure.paths.iter().filter(|path| path.journey == journey) {
            let found = search.of_root(path.root, structure.program.root_probability(path.root, forward));
            truncated |= found.truncated;
            for set in found.sets.into_iter().filter(|set| !set.events.is_empty()) {
                let felt = Felt {
                    probability: path.users * set.weight,
                    journeys: 1 << (journey as u64 % 64),
                    weight: all_turns
                        .as_ref()
                        .map_or(set.weight, |certain| search.weight(path.root, &set.events, certain)),
                    from: all_turns.as_ref().map_or([0.0; ORDER], |certain| {
                        felt_from(structure, search, path.root, &set.events, certain)
                    }),
                };
                spell_out(structure, numbers, &set.events, felt, Few::default(), &mut merged);
            }
        }
        truncated |= merged.len() >= SPELLED;
        Self::sorted(merged, truncated)
    }

    /// The sum of several journeys' cut sets, each with its share of the traffic.
    pub(crate) fn merged<'a>(parts: impl Iterator<Item = (&'a Self, f64)>) -> Self {
        let mut merged: Merged = BTreeMap::new();
        let mut truncated = false;
        for (part, weight) in parts {
            truncated |= part.truncated;
            for (events, felt) in &part.sets {
                let felt = Felt { probability: weight * felt.probability, ..*felt };
                merged.entry(*events).or_default().add(felt);
            }
        }
        Self::sorted(merged, truncated)
    }

    fn sorted(merged: Merged, truncated: bool) -> Self {
        let mut sets: Vec<_> = merged.into_iter().filter(|(_, felt)| felt.probability > 0.0).collect();
        order::sort_by(&mut sets, |a, b| {
            b.1.probability.total_cmp(&a.1.probability).then_with(|| a.0.cmp(&b.0))
        });
        Self { sets, truncated }
    }

    fn total(&self) -> f64 {
        self.sets.iter().map(|(_, felt)| felt.probability).sum()
    }
}

/// What users feel of a set of events.
#[derive(Clone, Copy, Debug, Default)]
struct Felt {
    /// Its probability, times the shares of users and traffic that it concerns.
    probability: f64,
    /// The journeys concerned, a bit each.
    journeys: u64,
    /// The largest share of requests that it fails once its events do: 1 unless draws are involved.
    weight: f64,
    /// For each event, in order, from which age on it is felt in it, minutes; the shortest of all who feel it.
    from: [f64; ORDER],
}

impl Felt {
    fn add(&mut self, other: Self) {
        self.from = match self.journeys {
            0 => other.from,
            _ => core::array::from_fn(|event| self.from[event].min(other.from[event])),
        };
        self.probability += other.probability;
        self.journeys |= other.journeys;
        self.weight = self.weight.max(other.weight);
    }
}

/// A list of at most [`ORDER`] indices that is cheap to copy and compares as lists do: each index plus one, then
/// zeros.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Few([u32; ORDER]);

impl Few {
    /// The list with one more at its end; there is no place for a fourth.
    fn with(mut self, index: usize) -> Self {
        if let Some(free) = self.0.iter_mut().find(|place| **place == 0) {
            *free = index as u32 + 1;
        }
        self
    }

    /// The indices in rising order.
    fn rising(indices: impl Iterator<Item = usize>) -> Self {
        let mut list = Self::default();
        for index in indices {
            let mut carried = index as u32 + 1;
            for place in &mut list.0 {
                if *place == 0 || *place > carried {
                    core::mem::swap(place, &mut carried);
                }
            }
        }
        list
    }

    fn iter(&self) -> impl Iterator<Item = usize> {
        self.0.iter().take_while(|place| **place > 0).map(|place| *place as usize - 1)
    }
}

/// Lists of indices, of events or of kinds of them, and what users feel of them.
type Merged = BTreeMap<Few, Felt>;

/// From which age on each event of a set is felt in it, the others being as old as may be: `certain` has all draws for
/// ages at one.
fn felt_from(
    structure: &Structure,
    search: &CutSetSearch,
    root: usize,
    events: &[Var],
    certain: &[f64],
) -> [f64; ORDER] {
    let mut from = [0.0; ORDER];
    let views = events.iter().map(|var| structure.views.get(var));
    for (from, view) in from.iter_mut().zip(views) {
        let Some(view) = view.filter(|view| !view.waits.is_empty()) else { continue };
        let mut p = certain.to_vec();
        let lengths = core::iter::once(0.0).chain(view.waits.iter().map(|wait| wait.fixed_minutes()));
        for (passed, minutes) in view.sets().zip(lengths) {
            view.given(passed).into_iter().for_each(|(draw, yes)| p[draw.index()] = f64::from(u8::from(yes)));
            *from = minutes;
            if search.weight(root, events, &p) > 0.0 {
                break;
            }
        }
    }
    from
}

/// Replaces atoms by each of their events in turn: a cut set of atoms is one of events for every choice.
fn spell_out(
    structure: &Structure,
    numbers: &Numbers,
    atoms: &[Var],
    felt: Felt,
    chosen: Few,
    merged: &mut Merged,
) {
    if merged.len() >= SPELLED || felt.probability <= 0.0 {
        return;
    }
    let Some((atom, rest)) = atoms.split_first() else {
        merged.entry(chosen).or_default().add(felt);
        return;
    };
    for event in structure.atom(atom.index()) {
        let next = Felt { probability: felt.probability * numbers.event_probability[event], ..felt };
        spell_out(structure, numbers, rest, next, chosen.with(event), merged);
    }
}

/// Tells events and causes in a plan's own names.
pub(crate) struct Teller<'a> {
    pub plan: &'a Plan,
    pub structure: &'a Structure,
    pub operations: &'a Operations,
    /// The journeys that are looked at, a bit each.
    pub journeys: u64,
}

impl Teller<'_> {
    fn event(&self, index: usize) -> &Event {
        &self.structure.events[index]
    }

    fn mode(&self, event: &Event) -> &FailureMode {
        &self.plan.modes[event.mode]
    }

    /// An event's name: the mode, and where.
    pub(crate) fn event_name(&self, event: &Event) -> String {
        let region = event.region.and_then(|region| self.plan.regions.get(region));
        let zone = event.zone.zip(region).and_then(|(zone, region)| region.zones.get(zone));
        let replica = event.replica.map(|replica| format!(", replica {}", replica + 1));
        let name = &self.mode(event).name;
        let region = region.map_or(["", ""], |region| [", ", &region.name]);
        let zone = zone.map_or(["", ""], |zone| [" ", &zone.name]);
        let common = match event.part.hits() {
            Hits::All => " (every replica at once)".to_owned(),
            Hits::Several => self.some_name(event),
            Hits::One => String::new(),
        };
        [name, region[0], region[1], zone[0], zone[1], replica.as_deref().unwrap_or_default(), &common]
            .concat()
    }

    /// An event's name, and from which age on it is felt.
    fn aged_name(&self, event: &Event, from: f64) -> String {
        let name = self.event_name(event);
        if from > 0.0 { format!("{name}, longer than {}", text::duration(from)) } else { name }
    }

    /// The instances that an event hits which hits some: " (replicas 1 and 3 at once)".
    fn some_name(&self, event: &Event) -> String {
        let hit = |set: u64| (0..64usize).filter(move |instance| set >> instance & 1 == 1);
        let number = |replica: usize| (replica + 1).to_string();
        let zones =
            || event.region.and_then(|region| self.plan.regions.get(region)).map(|region| &region.zones);
        let zone =
            |zone: usize| zones().and_then(|zones| zones.get(zone)).map_or(number(zone), |z| z.name.clone());
        let region = |region: usize| {
            self.plan.regions.get(region).map_or_else(|| number(region), |region| region.name.clone())
        };
        let (what, names): (&str, Vec<String>) = match event.some {
            Some(Several::Replicas(set)) => ("replicas ", hit(set).map(number).collect()),
            Some(Several::Zones(set)) => ("", hit(set).map(zone).collect()),
            Some(Several::Regions(set)) => ("", hit(set).map(region).collect()),
            // What hits several of a larger group, and here everybody.
            None => ("", vec!["every replica".to_owned()]),
        };
        format!(" ({what}{} at once)", listing(&names))
    }

    /// The cut sets as answers, the most probable first, and whether there are more.
    pub(crate) fn cut_sets(&self, cut_sets: &CutSets) -> (Vec<CutSetAnswer>, bool) {
        let total = cut_sets.total();
        let answer = |(set, felt): &(Few, Felt)| {
            let events: Vec<&Event> = set.iter().map(|event| self.event(event)).collect();
            CutSetAnswer {
                modes: events.iter().map(|event| self.mode(event).id).collect(),
                events: events.iter().zip(felt.from).map(|(e, from)| self.aged_name(e, from)).collect(),
                probability: felt.probability,
                share: if total > 0.0 { felt.probability / total } else { 0.0 },
                whom: self.whom_of(events.iter().map(|event| event.mode), "users", felt),
            }
        };
        let listed = cut_sets.sets.iter().take(LISTED).map(answer).collect();
        (listed, cut_sets.truncated || cut_sets.sets.len() > LISTED)
    }

    /// Whom some modes together fail: all, or a share; of which journeys, when not of all that are looked at.
    fn whom_of(&self, modes: impl Iterator<Item = usize>, all: &str, felt: &Felt) -> String {
        let journeys = felt.journeys;
        let share = felt.weight * modes.map(|mode| self.operations.modes[mode].share).product::<f64>();
        let mut whom = if share >= 1.0 {
            all.to_owned()
        } else {
            format!("{} of users", text::share(Probability::clamped(share)))
        };
        if journeys != self.journeys {
            let concerned = |index: &usize| journeys & (1 << (*index % 64)) != 0;
            let names: Vec<&str> = (0..self.plan.journeys.len())
                .filter(concerned)
                .map(|i| self.plan.journeys[i].name.as_str())
                .collect();
            if let [first, rest @ ..] = names.as_slice() {
                whom.push_str(if whom == "everyone" { " in " } else { " of " });
                whom.push_str(first);
                for (position, name) in rest.iter().enumerate() {
                    whom.push_str(if position + 1 == rest.len() { " and " } else { ", " });
                    whom.push_str(name);
                }
            }
        }
        whom
    }

    /// What spends the budget, largest first: kinds of cut sets, then failovers, then the reserve.
    ///
    /// The structure's U is divided among kinds of cut sets (those with the same modes) in proportion to
    /// their probabilities; failovers and the reserve have their own parts. So all parts add up to U.
    pub(crate) fn causes(&self, cut_sets: &CutSets, measure: &JourneyMeasure, reserve: f64) -> Vec<TopCause> {
        let mut kinds: Merged = BTreeMap::new();
        for (set, felt) in &cut_sets.sets {
            let mut parts: Vec<(usize, f64)> =
                set.iter().zip(felt.from).map(|(event, from)| (kind_of(self.event(event)), from)).collect();
            order::sort_by(&mut parts, |a, b| a.0.cmp(&b.0));
            let kind = Few::rising(parts.iter().map(|(kind, _)| *kind));
            let from = core::array::from_fn(|part| parts.get(part).map_or(0.0, |(_, from)| *from));
            kinds.entry(kind).or_default().add(Felt { from, ..*felt });
        }
        let total: f64 = kinds.values().map(|felt| felt.probability).sum();
        let unavailability = measure.listed() + reserve;
        let share_of = |part: f64| if unavailability > 0.0 { part / unavailability } else { 0.0 };
        // Where failovers and structure together pass one, both give way alike.
        let cut = if measure.structure + measure.failover > 0.0 {
            measure.listed() / (measure.structure + measure.failover)
        } else {
            0.0
        };
        let mut causes: Vec<TopCause> = Vec::new();
        if kinds.is_empty() && measure.structure > 0.0 {
            let part = cut * measure.structure;
            let sentence = Sentence::of("", "More than three failures", " at the same time fail users");
            causes.push(self.cause(sentence, part, share_of(part), core::iter::empty()));
        }
        for (kind, felt) in kinds {
            let kind: Vec<(usize, Hits)> = kind.iter().map(mode_and_hits).collect();
            let part = cut * measure.structure * felt.probability / total;
            causes.push(self.cause(
                self.kind_sentence(&kind, &felt),
                part,
                share_of(part),
                kind.iter().map(|(m, _)| *m),
            ));
        }
        let mut failovers = vec![0.0; self.plan.modes.len()];
        for (event, part) in measure.failover_by_event.iter().enumerate() {
            failovers[self.event(event).mode] += part;
        }
        for (mode, part) in failovers.into_iter().enumerate().filter(|(_, part)| *part > 0.0) {
            let name = self.plan.modes[mode].name.clone();
            let sentence = Sentence::of(
                "The rest takes over too slowly, or not at all, after ",
                with_article(&name),
                "",
            );
            causes.push(self.cause(sentence, cut * part, share_of(cut * part), core::iter::once(mode)));
        }
        if reserve > 0.0 {
            let sentence = Sentence::of("", "What nobody listed", " (the reserve)");
            let reserve = self.cause(sentence, reserve, share_of(reserve), core::iter::empty());
            causes.push(TopCause { is_reserve: true, ..reserve });
        }
        order::sort_by(&mut causes, |a, b| b.unavailability.total_cmp(&a.unavailability));
        causes
    }

    fn cause(
        &self,
        sentence: Sentence,
        part: f64,
        share: f64,
        modes: impl Iterator<Item = usize>,
    ) -> TopCause {
        let mut modes: Vec<usize> = modes.collect();
        modes.dedup();
        let modes: Vec<&FailureMode> = modes.into_iter().map(|mode| &self.plan.modes[mode]).collect();
        let first = modes.first();
        TopCause {
            sentence,
            share,
            unavailability: part,
            owner: first.map(|m| m.owner).filter(|owner| modes.iter().all(|m| m.owner == *owner)),
            cause: first.map(|m| m.cause).filter(|cause| modes.iter().all(|m| m.cause == *cause)),
            modes: modes.iter().map(|m| m.id).collect::<Vec<Id>>(),
            is_reserve: false,
        }
    }

    /// What a kind of cut set does, in one sentence.
    fn kind_sentence(&self, kind: &[(usize, Hits)], felt: &Felt) -> Sentence {
        let whom = |all: &str| self.whom_of(kind.iter().map(|(mode, _)| *mode), all, felt);
        if let [(mode, hits)] = kind {
            let m = &self.plan.modes[*mode];
            let after = match (m.target, m.scope) {
                (Target::Domain, Scope::Global) => format!(" alone takes {} down", whom("everyone")),
                (Target::Domain | Target::Region(_), _) => {
                    format!(" alone takes {} there down", whom("everyone"))
                }
                (Target::Component(_), _) if *hits == Hits::All => {
                    format!(" hits every replica at once and fails {}", whom("users"))
                }
                (Target::Component(_), _) if *hits == Hits::Several => {
                    format!(" hits several replicas at once and fails {}", whom("users"))
                }
                (Target::Component(_), _) => format!(" alone fails {}", whom("users")),
            };
            let lasts = lasting(felt.from[0]);
            return Sentence::of("", capital(&with_article(&m.name)), format!("{lasts}{after}"));
        }
        let mut counted: Vec<(usize, Hits, usize, f64)> = Vec::new();
        for ((mode, hits), from) in kind.iter().zip(felt.from) {
            match counted.iter_mut().find(|(m, h, ..)| m == mode && h == hits) {
                Some((_, _, count, least)) => (*count, *least) = (*count + 1, least.min(from)),
                None => counted.push((*mode, *hits, 1, from)),
            }
        }
        let mut words = Vec::new();
        for (position, (mode, hits, count, from)) in counted.iter().enumerate() {
            let name = &self.plan.modes[*mode].name;
            let mut said = match count {
                1 => with_article(name),
                2 => format!("{name} in two places"),
                _ => format!("{name} in three places"),
            };
            match hits {
                Hits::One => {}
                Hits::Several => said.push_str(" on several replicas"),
                Hits::All => said.push_str(" everywhere"),
            }
            if position > 0 {
                words.push(Words::Plain(" together with ".into()));
            }
            words.push(Words::Strong(if position == 0 { capital(&said) } else { said }));
            words.extend(Some(lasting(*from)).filter(|lasts| !lasts.is_empty()).map(Words::Plain));
        }
        words.push(Words::Plain(format!(" at the same time fails {}", whom("users"))));
        Sentence(words)
    }
}

/// An event's mode and how many instances it hits, as one number.
fn kind_of(event: &Event) -> usize {
    3 * event.mode + event.part.hits() as usize
}

fn mode_and_hits(kind: usize) -> (usize, Hits) {
    (kind / 3, [Hits::One, Hits::Several, Hits::All][kind % 3])
}

/// From which age on something is felt, as a clause; nothing when at once.
fn lasting(from: f64) -> String {
    if from > 0.0 { format!(" that lasts longer than {}", text::duration(from)) } else { String::new() }
}

fn with_article(name: &str) -> String {
    let article =
        if name.starts_with(['a', 'e', 'i', 'o', 'u', 'A', 'E', 'I', 'O', 'U']) { "an" } else { "a" };
    format!("{article} {name}")
}

fn capital(words: &str) -> String {
    let mut chars = words.chars();
    let mut capital: String = chars.next().into_iter().flat_map(char::to_uppercase).collect();
    capital.push_str(chars.as_str());
    capital
}
