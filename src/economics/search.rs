//! The search for the cheapest design that reaches a limit.
//!
//! Every structure (topology, and the practices that change the structure function) is compiled once and then
//! evaluated for many settings of the other practices. A setting grows practice by practice. Of the settings
//! grown so far, each with the practices still to come at level 0, these go on:
//!
//! - *Bound:* those that can still beat the cheapest design known for some limit. A setting costs at least what it
//!   costs now, and reaches at best the U that it has with everything to come at its highest level.
//! - *Dominance:* those that no other setting beats at once in cost, in U now, and in U at best.
//! - *Beam:* at most [`BEAM`] of them, spread evenly over the cost.
//!
//! Then each of the cheapest designs is improved step by step: one practice at another level, two practices at
//! others, another structure. The bound loses nothing as long as practices do not raise U; dominance and beam can
//! lose the cheapest design, so the result is the cheapest *found*. Plain enumeration of small spaces is the
//! check, in the tests.

use super::cost::{practice_cost, running_cost};
use super::ladder::{Flow, Progress};
use super::levers::Space;
use crate::analysis::Compiled;
use crate::model::catalogue::Affects;
use crate::model::{Edit, Plan, Practice, Practised};
use crate::quantity::order;

/// The most settings of a structure that are carried from one practice to the next.
const BEAM: usize = 192;

/// Work, counted in decision nodes and events of evaluated designs, between two reports of progress: a few
/// milliseconds natively.
const WORK_PER_REPORT: u64 = 50_000;

/// A design that may be the cheapest for some limit.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Candidate {
    /// Index into [`Space::topologies`].
    pub topology: usize,
    /// The level of each practice of [`Space::practices`].
    pub levels: Vec<u8>,
}

/// What a search found.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Found {
    /// The cheapest design found for each limit that is reached.
    pub candidates: Vec<Candidate>,
    /// The least U found.
    pub reach: f64,
    /// Designs evaluated.
    pub designs_tried: u64,
}

/// Looks for the cheapest design for each limit of U. `Err` when `progress` stops it.
pub(super) fn search(
    plan: &Plan,
    space: &Space,
    limits: &[f64],
    progress: &mut dyn FnMut(Progress) -> Flow,
) -> Result<Found, ()> {
    let mut limits = limits.to_vec();
    order::sort_by(&mut limits, |a, b| b.total_cmp(a));
    let best = vec![None; limits.len()];
    let meter = Meter { progress, work: 0, designs_tried: 0, share_done: 0.0 };
    let mut search = Search { plan, space, limits, best, reach: 1.0, meter };
    let mut structures = search.structures()?;
    let count = structures.len() as f64;
    for (index, structure) in structures.iter().enumerate() {
        search.offer_ends(structure, index);
    }
    for index in 0..structures.len() {
        search.meter.share_done = 0.1 + 0.8 * index as f64 / count;
        search.grow(&mut structures, index)?;
    }
    search.meter.share_done = 0.9;
    search.improve(&mut structures)?;
    let mut candidates: Vec<Candidate> = Vec::new();
    for best in search.best.iter().flatten() {
        let candidate =
            Candidate { topology: structures[best.structure].topology, levels: best.levels.clone() };
        if !candidates.contains(&candidate) {
            candidates.push(candidate);
        }
    }
    search.meter.share_done = 1.0;
    search.meter.report()?;
    Ok(Found { candidates, reach: search.reach, designs_tried: search.meter.designs_tried })
}

/// Counts work and asks whether to go on.
struct Meter<'a> {
    progress: &'a mut dyn FnMut(Progress) -> Flow,
    work: u64,
    designs_tried: u64,
    share_done: f64,
}

impl Meter<'_> {
    fn report(&mut self) -> Result<(), ()> {
        self.work = 0;
        let progress = Progress { designs_tried: self.designs_tried, share_done: self.share_done };
        if (self.progress)(progress).is_break() { Err(()) } else { Ok(()) }
    }

    fn spend(&mut self, work: u64) -> Result<(), ()> {
        self.work += work;
        if self.work < WORK_PER_REPORT { Ok(()) } else { self.report() }
    }
}

/// A compiled structure with what stays the same in it.
struct Structure {
    /// Index into the topologies.
    topology: usize,
    /// The plan there; its practices are overwritten by every evaluation.
    plan: Plan,
    compiled: Compiled,
    /// The levels of the practices that change the structure, 0 for the others.
    levels: Vec<u8>,
    /// What a design costs without the practices that are still to be chosen.
    cost: f64,
    /// What each practice costs at each level.
    prices: Vec<Vec<f64>>,
    /// The indices of the practices to choose, those with the largest effect first.
    order: Vec<usize>,
    /// U with no practice to choose done, and with all of them.
    ends: (f64, f64),
}

/// The best design known for a limit.
#[derive(Clone, Debug, PartialEq)]
struct Best {
    cost: f64,
    u: f64,
    structure: usize,
    levels: Vec<u8>,
}

/// A setting grown so far.
#[derive(Clone, Debug)]
struct Setting {
    levels: Vec<u8>,
    cost: f64,
    /// U with everything to come at level 0.
    now: f64,
    /// U with everything to come at its highest level.
    at_best: f64,
}

struct Search<'a> {
    plan: &'a Plan,
    space: &'a Space,
    /// Largest first.
    limits: Vec<f64>,
    best: Vec<Option<Best>>,
    reach: f64,
    meter: Meter<'a>,
}

/// Whether a practice changes the structure function at some level.
fn is_structural(practice: Practice) -> bool {
    practice.info().levels.iter().flat_map(|level| level.effects).any(|e| e.affects == Affects::Overload)
}

impl Search<'_> {
    /// Compiles every structure, the cheapest first; those that another one beats everywhere are left out.
    fn structures(&mut self) -> Result<Vec<Structure>, ()> {
        let practices = &self.space.practices;
        let (structural, chosen): (Vec<usize>, Vec<usize>) =
            (0..practices.len()).partition(|index| is_structural(practices[*index].0));
        let mut settings = vec![vec![0u8; practices.len()]];
        for index in structural {
            let with = |levels: &Vec<u8>, level: &u8| {
                let mut levels = levels.clone();
                levels[index] = *level;
                levels
            };
            settings =
                settings.iter().flat_map(|s| practices[index].1.iter().map(move |l| with(s, l))).collect();
        }
        let mut structures = Vec::new();
        let count = self.space.topologies.len() as f64;
        for (topology, edits) in self.space.topologies.iter().map(|t| t.edits(self.plan)).enumerate() {
            self.meter.share_done = 0.1 * topology as f64 / count;
            let Ok(plan) = self.plan.apply(&Edit::Batch(edits)) else { continue };
            for levels in &settings {
                self.meter.report()?;
                structures.extend(self.structure(topology, &plan, levels, &chosen)?);
            }
        }
        order::sort_by(&mut structures, |a, b| a.cost.total_cmp(&b.cost));
        let beats =
            |a: &Structure, b: &Structure| a.cost <= b.cost && a.ends.0 <= b.ends.0 && a.ends.1 <= b.ends.1;
        let ends: Vec<bool> = (0..structures.len())
            .map(|i| {
                let beaten = |j: usize| {
                    beats(&structures[j], &structures[i]) && (j < i || !beats(&structures[i], &structures[j]))
                };
                !(0..structures.len()).any(|j| j != i && beaten(j))
            })
            .collect();
        let mut keep = ends.iter();
        structures.retain(|_| keep.next().copied().unwrap_or(true));
        Ok(structures)
    }

    /// One structure; `None` when it has no answer, as a topology too large to compute.
    fn structure(
        &mut self,
        topology: usize,
        plan: &Plan,
        levels: &[u8],
        chosen: &[usize],
    ) -> Result<Option<Structure>, ()> {
        let practices = &self.space.practices;
        // The plan's own prices belong to its own levels, so prices come from the plan as it is.
        let price = |index: usize, level: u8| practice_cost(self.plan, practices[index].0, level);
        let prices: Vec<Vec<f64>> = (0..practices.len())
            .map(|index| practices[index].1.iter().map(|level| price(index, *level)).collect())
            .collect();
        let mut bare = plan.clone();
        // Practices outside the space stay as they are.
        bare.practices.retain(|practice, _| practices.iter().all(|(own, _)| own != practice));
        let mut cost = running_cost(&bare).per_month;
        for (index, level) in levels.iter().enumerate().filter(|(_, level)| **level > 0) {
            cost += price(index, *level);
        }
        set_practices(&mut bare, practices, levels);
        let Some(compiled) = Compiled::of(&bare) else { return Ok(None) };
        let mut structure = Structure {
            topology,
            plan: bare,
            compiled,
            levels: levels.to_vec(),
            cost,
            prices,
            order: Vec::new(),
            ends: (1.0, 1.0),
        };
        let none = self.unavailability(&mut structure, levels)?;
        let mut all = levels.to_vec();
        chosen.iter().for_each(|index| all[*index] = highest(&practices[*index].1));
        let most = self.unavailability(&mut structure, &all)?;
        structure.ends = (none, most);
        let mut effects: Vec<(usize, f64)> = Vec::new();
        for index in chosen {
            let mut alone = levels.to_vec();
            alone[*index] = highest(&practices[*index].1);
            let alone = self.unavailability(&mut structure, &alone)?;
            let mut without = all.clone();
            without[*index] = 0;
            let without = self.unavailability(&mut structure, &without)?;
            // What changes nothing, alone or with all the others, need not be chosen.
            if alone != none || without != most {
                effects.push((*index, alone / none));
            }
        }
        order::sort_by(&mut effects, |a, b| a.1.total_cmp(&b.1));
        structure.order = effects.into_iter().map(|(index, _)| index).collect();
        Ok(Some(structure))
    }

    /// U of a setting of a structure.
    fn unavailability(&mut self, structure: &mut Structure, levels: &[u8]) -> Result<f64, ()> {
        set_practices(&mut structure.plan, &self.space.practices, levels);
        self.meter.designs_tried += 1;
        let size = structure.compiled.size();
        self.meter.spend((size.nodes + 10 * size.events) as u64)?;
        // A setting that needs another structure never comes up: structural practices stay as compiled.
        let u = structure.compiled.service_unavailability(&structure.plan).map_or(1.0, |u| u.get());
        self.reach = self.reach.min(u);
        Ok(u)
    }

    /// Remembers a design for every limit that it is the cheapest for.
    fn offer(&mut self, structure: usize, levels: &[u8], cost: f64, u: f64) -> bool {
        let mut taken = false;
        for (best, limit) in self.best.iter_mut().zip(&self.limits) {
            if u <= *limit && best.as_ref().is_none_or(|best| (cost, u) < (best.cost, best.u)) {
                *best = Some(Best { cost, u, structure, levels: levels.to_vec() });
                taken = true;
            }
        }
        taken
    }

    /// Offers a structure with no practice to choose, and with all of them.
    fn offer_ends(&mut self, structure: &Structure, index: usize) {
        self.offer(index, &structure.levels, structure.cost, structure.ends.0);
        let mut levels = structure.levels.clone();
        let mut cost = structure.cost;
        for practice in &structure.order {
            levels[*practice] = highest(&self.space.practices[*practice].1);
            cost += structure.prices[*practice].last().copied().unwrap_or(0.0);
        }
        self.offer(index, &levels, cost, structure.ends.1);
    }

    /// Whether a setting that costs at least `cost` and reaches at best `at_best` may be the cheapest for some limit.
    fn may_win(&self, setting: &Setting, least_price: f64) -> bool {
        self.best.iter().zip(&self.limits).any(|(best, limit)| {
            let cost = if setting.now <= *limit { setting.cost } else { setting.cost + least_price };
            setting.at_best <= *limit && best.as_ref().is_none_or(|best| cost < best.cost)
        })
    }

    /// Grows the settings of a structure practice by practice.
    fn grow(&mut self, structures: &mut [Structure], index: usize) -> Result<(), ()> {
        let practices = &self.space.practices;
        let structure = &mut structures[index];
        let order = structure.order.clone();
        let (now, at_best) = structure.ends;
        let first = Setting { levels: structure.levels.clone(), cost: structure.cost, now, at_best };
        let mut settings = vec![first];
        for (place, practice) in order.iter().enumerate() {
            let to_come = &order[place + 1..];
            let prices = |i: usize| structure.prices[i].iter().copied().filter(|price| *price > 0.0);
            let least_price = to_come.iter().flat_map(|i| prices(*i)).fold(f64::INFINITY, f64::min);
            let least_price = if least_price.is_finite() { least_price } else { 0.0 };
            let top = highest(&practices[*practice].1);
            let mut grown = Vec::new();
            for setting in settings {
                for (level, price) in practices[*practice].1.iter().zip(structure.prices[*practice].clone()) {
                    let mut next = setting.clone();
                    next.levels[*practice] = *level;
                    next.cost += price;
                    if *level != top {
                        let mut full = next.levels.clone();
                        to_come.iter().for_each(|i| full[*i] = highest(&practices[*i].1));
                        next.at_best = self.unavailability(structure, &full)?;
                    }
                    if !self.may_win(&next, 0.0) {
                        continue;
                    }
                    if *level != 0 {
                        next.now = self.unavailability(structure, &next.levels)?;
                        self.offer(index, &next.levels, next.cost, next.now);
                    }
                    grown.push((next, least_price));
                }
            }
            grown.retain(|(setting, least_price)| self.may_win(setting, *least_price));
            settings = thin(undominated(grown.into_iter().map(|(setting, _)| setting).collect()));
        }
        Ok(())
    }

    /// Improves the best designs step by step until no step helps.
    fn improve(&mut self, structures: &mut [Structure]) -> Result<(), ()> {
        for _ in 0..6 {
            let before = self.best.clone();
            for place in 0..self.best.len() {
                let Some(best) = self.best[place].clone() else { continue };
                if self.best[..place].contains(&Some(best.clone())) {
                    continue;
                }
                for index in 0..structures.len() {
                    self.try_nearby(structures, index, &best, index == best.structure)?;
                }
            }
            if self.best == before {
                break;
            }
        }
        Ok(())
    }

    /// Tries a design's neighbours in a structure: itself, one practice at another level and, where `pairs`, two.
    fn try_nearby(
        &mut self,
        structures: &mut [Structure],
        index: usize,
        best: &Best,
        pairs: bool,
    ) -> Result<(), ()> {
        let practices = &self.space.practices;
        let structure = &mut structures[index];
        let order = structure.order.clone();
        let mut base = structure.levels.clone();
        order.iter().for_each(|i| base[*i] = best.levels[*i]);
        let mut nearby = vec![base.clone()];
        for (place, a) in order.iter().enumerate() {
            for level in practices[*a].1.iter().filter(|level| **level != base[*a]) {
                let mut one = base.clone();
                one[*a] = *level;
                for b in order[place + 1..].iter().filter(|_| pairs) {
                    for level in practices[*b].1.iter().filter(|level| **level != base[*b]) {
                        let mut two = one.clone();
                        two[*b] = *level;
                        nearby.push(two);
                    }
                }
                nearby.push(one);
            }
        }
        for levels in nearby {
            let price = |i: &usize| {
                let at = practices[*i].1.iter().position(|level| *level == levels[*i]);
                at.map_or(0.0, |at| structure.prices[*i][at])
            };
            let cost = structure.cost + order.iter().map(price).sum::<f64>();
            // Only what is cheaper than the best for some limit is worth evaluating.
            if self.best.iter().any(|best| best.as_ref().is_none_or(|best| cost < best.cost)) {
                let u = self.unavailability(structure, &levels)?;
                self.offer(index, &levels, cost, u);
            }
        }
        Ok(())
    }
}

fn highest(levels: &[u8]) -> u8 {
    levels.iter().copied().max().unwrap_or(0)
}

fn set_practices(plan: &mut Plan, practices: &[(Practice, Vec<u8>)], levels: &[u8]) {
    for ((practice, _), level) in practices.iter().zip(levels) {
        if *level == 0 {
            plan.practices.remove(practice);
        } else {
            plan.practices.insert(*practice, Practised { level: *level, monthly: None });
        }
    }
}

/// The settings that no other one beats at once in cost, in U now and in U at best; cheapest first.
fn undominated(mut settings: Vec<Setting>) -> Vec<Setting> {
    let key = |s: &Setting| (s.cost, s.now, s.at_best);
    let by_key = |a: &Setting, b: &Setting| key(a).partial_cmp(&key(b)).unwrap_or(core::cmp::Ordering::Equal);
    order::sort_by(&mut settings, by_key);
    let mut kept: Vec<Setting> = Vec::new();
    for setting in settings {
        if !kept.iter().any(|better| better.now <= setting.now && better.at_best <= setting.at_best) {
            kept.push(setting);
        }
    }
    kept
}

/// At most [`BEAM`] settings, spread evenly over their order.
fn thin(settings: Vec<Setting>) -> Vec<Setting> {
    let count = settings.len();
    if count <= BEAM {
        return settings;
    }
    let keep: Vec<usize> = (0..BEAM).map(|i| i * (count - 1) / (BEAM - 1)).collect();
    settings.into_iter().enumerate().filter(|(i, _)| keep.binary_search(i).is_ok()).map(|(_, s)| s).collect()
}
