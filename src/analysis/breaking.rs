//! "Break this": what users get while something is down, how often that happens, and for how long at a time.
//!
//! An element is a set of instances. While it is down, all of them are; everything else fails as it does in the
//! plan, and users have been moved as far as routing and failover move them. So the time that moving takes is not in
//! these numbers: it is in those of the whole plan; and no cache rides out what is down for good. What failovers of the
//! rest cost is told in `analysis::study`.
//!
//! *How often*: the events that take down exactly this element. A region outage takes its zones down, too, but is
//! the region's, not theirs; where several elements are down at once, they coincide by chance, or an event takes
//! down exactly all of them. What nobody listed stays at the size that it has in the plan as it is.

use std::collections::{BTreeMap, BTreeSet};

use super::analyse::{reserve, with_reserve};
use super::events::Event;
use super::instances::{self, Instance, Instances};
use super::measure::{JourneyMeasure, event_state};
use super::operations::Operations;
use super::outcome::{Sentence, Words};
use super::study::Study;
use crate::engine::Scratch;
use crate::engine::numeric;
use crate::model::{Id, Plan, Target};
use crate::quantity::order;
use crate::quantity::{Duration, MINUTES_PER_YEAR, Probability, Quantity, Unavailability, text};

/// The smallest share of requests that is worth a word.
const NOTICED: f64 = 5e-4;

/// How near to all requests counts as all: no event leaves this little on purpose.
const ALL: f64 = 1.0 - 1e-9;

/// Something that can be taken down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Element {
    /// A region with everything in it.
    Region(Id),
    /// A zone with everything in it.
    Zone {
        /// Its region.
        region: Id,
        /// The zone.
        zone: Id,
    },
    /// A component, everywhere: a shared service is one.
    Component(Id),
    /// A component in one region.
    Group {
        /// The component.
        component: Id,
        /// The region.
        region: Id,
    },
    /// One replica.
    Instance {
        /// The component.
        component: Id,
        /// The region; `None` when the component has one group for the whole world.
        region: Option<Id>,
        /// Its index in the group, from 0.
        replica: u32,
    },
}

/// A plan that is ready to be broken.
#[derive(Clone, Debug)]
pub struct Breaking<'a> {
    study: Study<'a>,
    instances: Instances,
    /// The events that hit exactly these instances, by the instances' sorted indices.
    events: BTreeMap<Vec<usize>, Vec<EventState>>,
    /// Every element with its instances, as sorted indices.
    elements: BTreeMap<Element, Vec<usize>>,
    weights: Vec<f64>,
}

/// What users get while something is down.
#[derive(Clone, Debug, PartialEq)]
pub struct Broken {
    /// What is down, in the plan's own names: "Zone B of Frankfurt".
    pub name: String,
    /// The share of all requests that fails meanwhile: its blast radius.
    pub fails: Unavailability,
    /// How much more that is than in the plan as it is.
    pub adds: f64,
    /// Each journey that has an answer, in the plan's order.
    pub journeys: Vec<BrokenJourney>,
    /// How often this happens and for how long at a time; `None` when no listed failure takes down exactly this.
    pub happens: Option<Happening>,
    /// The same as a sentence.
    pub sentence: Sentence,
}

/// What users get of a journey while something is down.
#[derive(Clone, Debug, PartialEq)]
pub struct BrokenJourney {
    /// The journey.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// The share of its requests that fails meanwhile.
    pub unavailability: Unavailability,
    /// How much more that is than in the plan as it is.
    pub adds: f64,
    /// Whether it stops for everybody.
    pub stops: bool,
}

/// How often something is down, and for how long.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Happening {
    /// Times a year.
    pub per_year: f64,
    /// How long at a time.
    pub mean: Duration,
    /// The share of users for whom it is down, on average.
    pub touches: Probability,
}

/// An element and what its loss does.
#[derive(Clone, Debug, PartialEq)]
pub struct Blast {
    /// The element.
    pub element: Element,
    /// Its name.
    pub name: String,
    /// The share of all requests that fails while it is down: its blast radius.
    pub fails: Unavailability,
    /// How much more that is than in the plan as it is.
    pub adds: f64,
    /// How often that happens; `None` when no listed failure takes down exactly this.
    pub happens: Option<Happening>,
}

/// A failure mode of a region or of everything, and what it does while it is active in one place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ModeBlast {
    /// The mode.
    pub mode: Id,
    /// The share of all requests that fails meanwhile; where its places differ, in the worst of them.
    pub fails: Unavailability,
    /// How much more that is than in the plan as it is.
    pub adds: f64,
}

/// Whether what is added to the share of requests that fails is worth a word.
pub fn is_noticed(adds: f64) -> bool {
    adds >= NOTICED
}

/// What cannot be broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BreakingError {
    /// Nothing was named.
    #[error("nothing was named; name at least one element of the plan")]
    Nothing,
    /// The plan does not hold it, or nothing stands in it.
    #[error("{0:?} is nothing in this plan that can be down")]
    Unknown(Element),
}

impl<'a> Breaking<'a> {
    /// Makes a plan ready; `None` when no journey has an answer, or the plan is too large.
    pub fn of(plan: &'a Plan) -> Option<Self> {
        let (study, instances) = instances::study(plan)?;
        let weights = study.weights();
        let total: f64 = weights.iter().sum();
        let even = 1.0 / weights.len().max(1) as f64;
        let weights = weights.iter().map(|weight| if total > 0.0 { weight / total } else { even }).collect();
        let elements = elements(&study.plan, &instances.list);
        let mut events: BTreeMap<Vec<usize>, Vec<EventState>> = BTreeMap::new();
        for event in &study.structure.events {
            let state = EventState::of(event, &study.operations);
            if state.frequency > 0.0 {
                events.entry(instances.hit(event, &study.plan)).or_default().push(state);
            }
        }
        Some(Self { study, instances, events, elements, weights })
    }

    /// Everything that can be taken down: regions, zones, components, groups, replicas.
    pub fn elements(&self) -> impl Iterator<Item = Element> {
        self.elements.keys().copied()
    }

    /// What users get while all of these are down.
    pub fn without(&self, down: &[Element]) -> Result<Broken, BreakingError> {
        let mut parts = Vec::with_capacity(down.len());
        for element in down.iter().copied().collect::<BTreeSet<_>>() {
            let hit = self.elements.get(&element).ok_or(BreakingError::Unknown(element))?;
            parts.push((element, hit.as_slice()));
        }
        if parts.is_empty() {
            return Err(BreakingError::Nothing);
        }
        // What lies within another one is no further condition.
        let lies_within = |(element, hit): &(Element, &[usize])| {
            parts.iter().any(|(other, larger)| {
                other != element
                    && (larger.len() > hit.len() || (larger.len() == hit.len() && other < element))
                    && hit.iter().all(|instance| larger.binary_search(instance).is_ok())
            })
        };
        let apart: Vec<_> = parts.iter().filter(|part| !lies_within(part)).copied().collect();
        let all: BTreeSet<usize> = apart.iter().flat_map(|(_, hit)| hit.iter().copied()).collect();
        let all: Vec<usize> = all.into_iter().collect();
        let listed =
            self.while_down(&all, &mut self.study.numbers.probability.clone(), &mut Scratch::default());
        let names: Vec<String> = apart.iter().map(|(element, _)| self.name(*element)).collect();
        let name = listing(&names);
        let happens = match apart.as_slice() {
            [(_, hit)] => self.happens(hit),
            several => self.coincide(several.iter().map(|(_, hit)| *hit), &all),
        };
        let journeys = self.journeys(&listed);
        let fails = self.of_all(&listed);
        let sentence = sentence(&name, &journeys, happens);
        let adds = fails - self.of_all(&self.as_it_is());
        Ok(Broken { name, fails: Unavailability::clamped(fails), adds, journeys, happens, sentence })
    }

    /// The blast radius of every element, the largest first.
    pub fn blast_radii(&self) -> Vec<Blast> {
        let before = self.of_all(&self.as_it_is());
        let mut probability = self.study.numbers.probability.clone();
        let mut scratch = Scratch::default();
        // Replicas of one group in one zone are alike.
        let mut alike: BTreeMap<(usize, Option<usize>, Option<usize>), f64> = BTreeMap::new();
        let mut blasts = Vec::with_capacity(self.elements.len());
        for (element, hit) in &self.elements {
            let mut evaluate = || self.of_all(&self.while_down(hit, &mut probability, &mut scratch));
            let fails = match (element, hit.as_slice()) {
                (Element::Instance { .. }, [one]) => {
                    let Instance { component, region, zone, .. } = self.instances.list[*one];
                    *alike.entry((component, region, zone)).or_insert_with(evaluate)
                }
                _ => evaluate(),
            };
            blasts.push(Blast {
                element: *element,
                name: self.name(*element),
                fails: Unavailability::clamped(fails),
                adds: fails - before,
                happens: self.happens(hit),
            });
        }
        order::sort_by(&mut blasts, |a, b| b.fails.get().total_cmp(&a.fails.get()));
        blasts
    }

    /// What the failure modes of regions and of everything do while they are active, in the plan's order.
    ///
    /// # Formula
    /// Of the share s of users that the mode touches, all requests fail as with its instances down:
    /// s U(down) + (1 - s) U.
    pub fn mode_radii(&self) -> Vec<ModeBlast> {
        let plan: &Plan = &self.study.plan;
        let before = self.of_all(&self.as_it_is());
        let mut probability = self.study.numbers.probability.clone();
        let mut scratch = Scratch::default();
        let mut down: BTreeMap<Vec<usize>, f64> = BTreeMap::new();
        let mut adds: Vec<Option<f64>> = vec![None; plan.modes.len()];
        for event in &self.study.structure.events {
            if matches!(plan.modes[event.mode].target, Target::Component(_)) {
                continue;
            }
            let hit = self.instances.hit(event, plan);
            let fails = match down.get(&hit) {
                Some(fails) => *fails,
                None => {
                    let fails = self.of_all(&self.while_down(&hit, &mut probability, &mut scratch));
                    *down.entry(hit).or_insert(fails)
                }
            };
            let more = self.study.operations.modes[event.mode].share * (fails - before);
            let most = &mut adds[event.mode];
            *most = Some(most.map_or(more, |most| most.max(more)));
        }
        let blast = |(mode, adds): (usize, Option<f64>)| {
            let adds = adds?;
            Some(ModeBlast { mode: plan.modes[mode].id, fails: Unavailability::clamped(before + adds), adds })
        };
        adds.into_iter().enumerate().filter_map(blast).collect()
    }

    /// What an element is called.
    pub fn name(&self, element: Element) -> String {
        let plan: &Plan = &self.study.plan;
        let region_name =
            |id: Id| plan.region(id).map_or_else(|| id.to_string(), |region| region.name.clone());
        let component_name = |id: Id| plan.component(id).map_or_else(|| id.to_string(), |c| c.name.clone());
        match element {
            Element::Region(id) => region_name(id),
            Element::Zone { region, zone } => {
                let zones = plan.region(region).map(|region| region.zones.as_slice()).unwrap_or_default();
                let found = zones.iter().find(|own| own.id == zone);
                let name = found.map_or_else(|| zone.to_string(), |zone| zone.name.clone());
                format!("{name} of {}", region_name(region))
            }
            Element::Component(id) => component_name(id),
            Element::Group { component, region } => {
                format!("{} in {}", component_name(component), region_name(region))
            }
            Element::Instance { component, region, replica } => {
                let place = region.map_or_else(String::new, |region| format!(" in {}", region_name(region)));
                format!("replica {} of {}{place}", replica + 1, component_name(component))
            }
        }
    }

    /// U of every measured journey in the plan as it is.
    fn as_it_is(&self) -> Vec<f64> {
        let reserve = reserve(&self.study.plan);
        self.study.measures.iter().map(|measure| with_reserve(measure.listed(), reserve)).collect()
    }

    /// U of every measured journey while these instances are down; leaves `probability` as it was.
    fn while_down(&self, hit: &[usize], probability: &mut [f64], scratch: &mut Scratch) -> Vec<f64> {
        let places = || {
            let each = hit.iter().map(|instance| self.instances.list[*instance].place);
            each.flat_map(|place| self.study.structure.for_good(place))
        };
        places().for_each(|place| probability[place] = 1.0);
        let listed = self.study.while_down(probability, scratch);
        places().for_each(|place| probability[place] = self.study.numbers.probability[place]);
        let reserve = reserve(&self.study.plan);
        // What nobody listed is as large as before, and independent.
        let with = |(now, measure): (&f64, &JourneyMeasure)| now + (1.0 - now) * reserve * measure.listed();
        listed.iter().zip(&self.study.measures).map(with).collect()
    }

    fn of_all(&self, journeys: &[f64]) -> f64 {
        numeric::sum(journeys.iter().zip(&self.weights).map(|(u, weight)| u * weight))
    }

    fn journeys(&self, now: &[f64]) -> Vec<BrokenJourney> {
        let before = self.as_it_is();
        let measures = self.study.measures.iter().zip(now.iter().zip(before));
        let journey = |(measure, (now, before)): (&JourneyMeasure, (&f64, f64))| {
            let journey = &self.study.plan.journeys[measure.journey];
            BrokenJourney {
                id: journey.id,
                name: journey.name.clone(),
                unavailability: Unavailability::clamped(*now),
                adds: now - before,
                stops: *now >= ALL,
            }
        };
        measures.map(journey).collect()
    }

    /// How often exactly these instances are down: the events that hit all of them and nothing else.
    fn happens(&self, hit: &[usize]) -> Option<Happening> {
        let states = self.events.get(hit).map(Vec::as_slice).unwrap_or_default();
        let any = numeric::any(states.iter().map(|state| state.u));
        let frequency = numeric::sum(states.iter().enumerate().map(|(index, state)| {
            let others = states.iter().enumerate().filter(|(other, _)| *other != index);
            state.frequency * others.map(|(_, other)| 1.0 - other.u).product::<f64>()
        }));
        happening(any, frequency, states.iter().map(|state| (state.frequency, state.share)))
    }

    /// How often several elements are down at once: by chance, or by an event that hits exactly all of them.
    fn coincide<'b>(&self, elements: impl Iterator<Item = &'b [usize]>, all: &[usize]) -> Option<Happening> {
        let together = self.happens(all);
        let each: Option<Vec<Happening>> = elements.map(|hit| self.happens(hit)).collect();
        let by_chance = each.and_then(|each| {
            let u = |one: &Happening| one.per_year * one.mean.minutes() / MINUTES_PER_YEAR;
            let frequency = numeric::sum(each.iter().enumerate().map(|(index, one)| {
                let others = each.iter().enumerate().filter(|(other, _)| *other != index);
                one.per_year / MINUTES_PER_YEAR * others.map(|(_, other)| u(other)).product::<f64>()
            }));
            let touches = each.iter().map(|one| one.touches.get()).product();
            happening(each.iter().map(u).product(), frequency, core::iter::once((1.0, touches)))
        });
        match (together, by_chance) {
            (Some(a), Some(b)) => {
                let per_year = a.per_year + b.per_year;
                let mean =
                    |of: &dyn Fn(&Happening) -> f64| (of(&a) * a.per_year + of(&b) * b.per_year) / per_year;
                Some(Happening {
                    per_year,
                    mean: Duration::clamped(mean(&|one| one.mean.minutes())),
                    touches: Probability::clamped(mean(&|one| one.touches.get())),
                })
            }
            (one, other) => one.or(other),
        }
    }
}

/// An event in the long run: u, its frequency per minute, the share of users that it touches.
#[derive(Clone, Copy, Debug)]
struct EventState {
    u: f64,
    frequency: f64,
    share: f64,
}

impl EventState {
    fn of(event: &Event, operations: &Operations) -> Self {
        let state = event_state(event, operations);
        let share = operations.modes[event.mode].share;
        Self { u: state.unavailability, frequency: state.frequency_per_minute, share }
    }
}

fn happening(u: f64, per_minute: f64, shares: impl Iterator<Item = (f64, f64)>) -> Option<Happening> {
    if per_minute <= 0.0 {
        return None;
    }
    let (weights, touched) = shares
        .fold((0.0, 0.0), |(weights, touched), (weight, share)| (weights + weight, touched + weight * share));
    Some(Happening {
        per_year: per_minute * MINUTES_PER_YEAR,
        mean: Duration::clamped(u / per_minute),
        touches: Probability::clamped(touched / weights),
    })
}

fn elements(plan: &Plan, instances: &[Instance]) -> BTreeMap<Element, Vec<usize>> {
    let mut elements: BTreeMap<Element, Vec<usize>> = BTreeMap::new();
    for (index, instance) in instances.iter().enumerate() {
        let component = &plan.components[instance.component];
        let region = instance.region.map(|region| &plan.regions[region]);
        let id = region.map(|region| region.id);
        let mut add = |element| elements.entry(element).or_default().push(index);
        add(Element::Component(component.id));
        add(Element::Instance { component: component.id, region: id, replica: instance.replica });
        if let Some(region) = region {
            add(Element::Region(region.id));
            add(Element::Group { component: component.id, region: region.id });
            if let Some(zone) = instance.zone {
                add(Element::Zone { region: region.id, zone: region.zones[zone].id });
            }
        }
    }
    // A group that is all of its component, and a replica that is all of its group, are no elements of their own.
    let sizes: BTreeMap<Element, usize> =
        elements.iter().map(|(element, hit)| (*element, hit.len())).collect();
    elements.retain(|element, hit| match *element {
        Element::Group { component, .. } => sizes.get(&Element::Component(component)) != Some(&hit.len()),
        Element::Instance { component, region, .. } => {
            let group = region.map(|region| Element::Group { component, region });
            let group = group.and_then(|group| sizes.get(&group));
            group.or_else(|| sizes.get(&Element::Component(component))) != Some(&1)
        }
        _ => true,
    });
    elements
}

/// Names in a row: "A, B and C".
pub(super) fn listing(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

/// How often, as an adverb: "every 5 years", "2 times a year".
fn times(per_year: f64) -> String {
    let said = text::rate(per_year);
    if said.starts_with(|c: char| c.is_ascii_digit()) { said.replacen(" a ", " times a ", 1) } else { said }
}

/// What happens while something is down.
fn sentence(name: &str, journeys: &[BrokenJourney], happens: Option<Happening>) -> Sentence {
    let mut words =
        vec![Words::Plain("With ".into()), Words::Strong(name.to_owned()), Words::Plain(" down, ".into())];
    let stopped: Vec<String> = journeys.iter().filter(|j| j.stops).map(|j| j.name.clone()).collect();
    let hit: Vec<&BrokenJourney> = journeys.iter().filter(|j| !j.stops && is_noticed(j.adds)).collect();
    let share = |j: &BrokenJourney| text::share(Probability::clamped(j.unavailability.get()));
    let mut said = Vec::new();
    if !stopped.is_empty() && stopped.len() == journeys.len() {
        said.push("everything stops".to_owned());
    } else {
        match stopped.len() {
            0 => {}
            1 => said.push(format!("{} stops", stopped[0])),
            _ => said.push(format!("{} stop", listing(&stopped))),
        }
        said.extend(hit.iter().map(|j| format!("{} fails {} of requests", j.name, share(j))));
    }
    if said.is_empty() {
        said.push("the rest carries on and hardly anybody notices".to_owned());
    }
    words.push(Words::Strong(listing(&said)));
    words.push(Words::Plain(match happens {
        None => "; no listed failure takes down exactly this".to_owned(),
        Some(Happening { per_year, mean, touches }) => {
            let users = match touches.get() {
                1.0 => String::new(),
                _ => format!(", for {} of users", text::share(touches)),
            };
            format!(
                "; that happens {}, for {} at a time{users}",
                times(per_year),
                text::duration(mean.minutes())
            )
        }
    }));
    Sentence(words)
}
