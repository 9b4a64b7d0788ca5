//! The search for all designs that no other one beats in both money and bad minutes.
//!
//! Every structure is compiled once and [swept](crate::analysis::Sweep) over the levels of its practices, in boxes: a
//! box leaves each practice a range of levels. A box is left out where a known design costs no more than its
//! cheapest design and has no more U than its floor. Otherwise it is split by the practice that most modes depend
//! on, until the practices that are left fall into small blocks which share no mode; then every design of it is
//! bounded by sums over short tables, and what no known design beats is evaluated.
//!
//! What is left out is beaten for certain, since floors and bounds are proven (see `analysis::sweep`); so a
//! search that comes to its end has found every non-dominated design: all designs are *covered*, few are evaluated.
//! A first pass takes bounds for results, to have good designs to beat others with; the second one proves.
//!
//! Costs add up: what a structure costs without the practices, and what each practice costs at its level.
//!
//! *Monotone levers:* a higher level of a practice never lowers the cost; it never raises rate, length, share of
//! users, common-cause share and takeovers of any mode (tested where tables are made). That U falls with it is *not*
//! taken for granted: what a common cause no longer hits, single failures do, and the floor counts both.

use super::front::{Front, ticks};
use super::ladder::{Flow, Progress};
use super::levers::Space;
use super::price::Prices;
use crate::analysis::{Bound, Gains, LevelRanges, Sweep, Swept};
use crate::model::{Edit, Plan};
use crate::quantity::order;

/// Work, counted in decisions and events of evaluated designs, between two reports of progress: a few
/// milliseconds natively.
const WORK_PER_REPORT: u64 = 200_000;

/// The most settings of a block of practices that share a mode.
const BLOCK: u64 = 256;

/// A design: a structure of the space, and a level of each of its practices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Index into [`Space::structures`].
    pub structure: usize,
    /// The level of each practice of [`Space::practices`].
    pub levels: Vec<u8>,
}

/// What a search found.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub front: Front,
    pub evaluated: u64,
    pub covered: u64,
    /// What is not covered: cost at least, U at least.
    pub open: Vec<(f64, f64)>,
    /// What the cheapest design costs, whatever the budget.
    pub least_cost: f64,
}

/// How much a search may do, in decisions and events of evaluated designs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effort(pub u64);

impl Default for Effort {
    /// Some ten seconds natively.
    fn default() -> Self {
        Self(4_000_000_000)
    }
}

/// Looks for all non-dominated designs. `Err` when `progress` stops it.
pub(super) fn search(
    plan: &Plan,
    space: &Space,
    effort: Effort,
    progress: &mut dyn FnMut(Progress) -> Flow,
) -> Result<Found, ()> {
    let meter = Meter {
        progress,
        work: 0,
        reported: 0,
        most: effort.0,
        evaluated: 0,
        covered: 0,
        designs: space.size(),
        share: (0.0, 0.0),
        told: 0,
    };
    let mut search = Search { plan, space, prices: Prices::of(plan, space), front: Front::default(), meter };
    let mut structures = search.structures()?;
    search.offer_ends(&mut structures);
    let cheapest = |s: &Structure| s.cheapest(&Search::whole(s));
    let least_cost = structures.iter().map(cheapest).fold(f64::INFINITY, f64::min);
    // First bounds are taken for results ...
    let mut guess = search.front.clone();
    search.pass(&mut structures, Some(&mut guess), (0.2, 0.5), &mut Vec::new())?;
    search.settle(&mut structures, &guess)?;
    // ... then everything is proven.
    let mut open = Vec::new();
    search.meter.covered = search.meter.designs - structures.iter().map(|s| s.designs).sum::<u64>();
    search.pass(&mut structures, None, (0.5, 1.0), &mut open)?;
    search.meter.share = (1.0, 1.0);
    search.meter.report(&search.front)?;
    let Meter { evaluated, covered, .. } = search.meter;
    Ok(Found { front: search.front, evaluated, covered, open, least_cost })
}

/// Counts work and asks whether to go on.
struct Meter<'a> {
    progress: &'a mut dyn FnMut(Progress) -> Flow,
    work: u64,
    reported: u64,
    most: u64,
    evaluated: u64,
    covered: u64,
    designs: u64,
    /// The share that is done, and the share of the whole pass.
    share: (f64, f64),
    told: usize,
}

impl Meter<'_> {
    fn report(&mut self, front: &Front) -> Result<(), ()> {
        self.reported = self.work;
        // Points are told when there are more of them, and at the end.
        let news = front.len() != self.told || self.share.0 >= 1.0;
        self.told = front.len();
        let progress = Progress {
            designs_tried: self.evaluated,
            designs_covered: self.covered,
            designs: self.designs,
            share_done: self.share.0,
            frontier: if news { front.points().collect() } else { Vec::new() },
        };
        if (self.progress)(progress).is_break() { Err(()) } else { Ok(()) }
    }

    fn spend(&mut self, work: u64, front: &Front) -> Result<(), ()> {
        self.work += work;
        if self.work - self.reported < WORK_PER_REPORT { Ok(()) } else { self.report(front) }
    }

    fn is_spent(&self) -> bool {
        self.work >= self.most
    }
}

/// A compiled structure.
struct Structure {
    /// Index into the space's structures.
    index: usize,
    sweep: Sweep,
    /// The levels of the practices that change the structure; `None` for those that are swept.
    fixed: Vec<Option<u8>>,
    /// The swept practices, as indices of the space's.
    levers: Vec<usize>,
    /// What a design costs without the swept practices.
    cost: f64,
    /// What each swept practice costs at each of its levels.
    prices: Vec<Vec<f64>>,
    /// The levers in the order in which boxes are split.
    order: Vec<usize>,
    /// How many designs of the space it stands for.
    designs: u64,
    proven: bool,
    /// Whether bounds are near the truth, proven or not.
    estimated: bool,
    /// The boxes that were looked at, the whole one first: what the first pass has found out serves the second.
    boxes: Vec<Patch>,
}

/// A box of settings with what is known of it.
struct Patch {
    ranges: LevelRanges,
    /// What its cheapest design costs.
    cost: f64,
    /// How many designs it stands for.
    size: u64,
    floor: Option<f64>,
    /// For a box that is not split: its blocks and its bound.
    leaf: Option<(Vec<Vec<usize>>, Bound)>,
    /// Its parts.
    parts: core::ops::Range<usize>,
}

impl Structure {
    fn holds(&self, setting: &Setting) -> bool {
        self.fixed.iter().zip(&setting.levels).all(|(fixed, level)| fixed.is_none_or(|fixed| fixed == *level))
    }

    fn places(&self, space: &Space, levels: &[u8]) -> Vec<u8> {
        let place = |lever: &usize| {
            space.practices[*lever].1.iter().position(|level| *level == levels[*lever]).unwrap_or(0) as u8
        };
        self.levers.iter().map(place).collect()
    }

    fn setting(&self, space: &Space, places: &[u8]) -> Setting {
        let mut levels: Vec<u8> = self.fixed.iter().map(|level| level.unwrap_or_default()).collect();
        for (lever, place) in self.levers.iter().zip(places) {
            levels[*lever] = space.practices[*lever].1[usize::from(*place)];
        }
        Setting { structure: self.index, levels }
    }

    /// What a setting costs.
    fn price(&self, places: &[u8]) -> f64 {
        self.prices
            .iter()
            .zip(places)
            .fold(self.cost, |sum, (prices, place)| sum + prices[usize::from(*place)])
    }

    /// What the cheapest setting of a box costs.
    fn cheapest(&self, ranges: &LevelRanges) -> f64 {
        self.prices.iter().zip(ranges).fold(self.cost, |sum, (prices, range)| sum + least(prices, *range))
    }

    /// How many designs a box stands for: a practice that changes nothing counts with all its levels.
    fn size(&self, ranges: &LevelRanges) -> u64 {
        let all = self.sweep.everything();
        let part = ranges.iter().zip(&all).enumerate().map(|(lever, (range, all))| {
            let range = if self.sweep.matters(lever) { range } else { all };
            u64::from(range.1 - range.0) + 1
        });
        part.product()
    }
}

impl Structure {
    fn new_box(&self, ranges: LevelRanges) -> Patch {
        let (cost, size) = (self.cheapest(&ranges), self.size(&ranges));
        Patch { ranges, cost, size, floor: None, leaf: None, parts: 0..0 }
    }

    /// Finds a box's floor and, where it need not be split, its bound; what that took.
    fn look(&mut self, number: usize) -> u64 {
        let ranges = self.boxes[number].ranges.clone();
        let blocks = self.sweep.blocks(&ranges);
        let large = |block: &Vec<usize>| {
            let settings = block.iter().map(|lever| u64::from(ranges[*lever].1 - ranges[*lever].0) + 1);
            settings.product::<u64>() > BLOCK
        };
        if blocks.iter().any(large) {
            self.boxes[number].floor = Some(self.sweep.floor(&ranges));
            return self.sweep.work();
        }
        let bound = self.sweep.bound(&ranges);
        self.boxes[number].floor = Some(bound.floor());
        self.boxes[number].leaf = Some((blocks, bound));
        6 * self.sweep.work()
    }

    /// The parts of a box, by the practice that most modes depend on.
    fn split(&mut self, number: usize) -> core::ops::Range<usize> {
        let ranges = self.boxes[number].ranges.clone();
        let splits = |lever: &&usize| ranges[**lever].0 < ranges[**lever].1;
        if self.boxes[number].parts.is_empty()
            && let Some(&lever) = self.order.iter().find(splits)
        {
            let first = self.boxes.len();
            for place in ranges[lever].0..=ranges[lever].1 {
                let mut part = ranges.clone();
                part[lever] = (place, place);
                self.boxes.push(self.new_box(part));
            }
            self.boxes[number].parts = first..self.boxes.len();
        }
        self.boxes[number].parts.clone()
    }
}

fn least(prices: &[f64], (low, high): (u8, u8)) -> f64 {
    prices[usize::from(low)..=usize::from(high)].iter().copied().fold(f64::INFINITY, f64::min)
}

struct Search<'a> {
    plan: &'a Plan,
    space: &'a Space,
    prices: Prices,
    front: Front,
    meter: Meter<'a>,
}

/// What the settings of a block of levers cost and add.
struct Block {
    levers: Vec<usize>,
    /// Cost, gain, masked share and the places of the levers.
    rows: Vec<(f64, f64, f64, Vec<u8>)>,
    /// What the blocks after this one cost at least, and mask at most.
    rest: (f64, f64),
}

impl Search<'_> {
    /// Compiles every structure, the cheapest first.
    fn structures(&mut self) -> Result<Vec<Structure>, ()> {
        let practices = &self.space.practices;
        let mut settings: Vec<Vec<Option<u8>>> = vec![vec![None; practices.len()]];
        for (index, (practice, levels)) in practices.iter().enumerate() {
            if super::levers::is_structural(*practice) {
                let with = |s: &Vec<Option<u8>>, level: u8| {
                    let mut s = s.clone();
                    s[index] = Some(level);
                    s
                };
                settings = settings.iter().flat_map(|s| levels.iter().map(move |l| with(s, *l))).collect();
            }
        }
        let mut structures = Vec::new();
        let mut swept: Vec<Swept> = Vec::new();
        let count = self.space.structures.len() as f64;
        for (index, structural) in self.space.structures.iter().enumerate() {
            self.meter.share = (0.2 * index as f64 / count, 0.2);
            let Ok(plan) = self.plan.apply(&Edit::Batch(structural.edits.clone())) else { continue };
            for fixed in &settings {
                self.meter.report(&self.front)?;
                structures.extend(self.structure(index, &plan, fixed, &mut swept));
            }
        }
        order::sort_by(&mut structures, |a: &Structure, b: &Structure| a.cost.total_cmp(&b.cost));
        Ok(structures)
    }

    /// One structure; `None` when it has no answer, as one too large to compute.
    fn structure(
        &mut self,
        index: usize,
        plan: &Plan,
        fixed: &[Option<u8>],
        swept: &mut Vec<Swept>,
    ) -> Option<Structure> {
        let practices = &self.space.practices;
        let mut bare = plan.clone();
        // Practices outside the space stay as they are.
        bare.practices.retain(|practice, _| practices.iter().all(|(own, _)| own != practice));
        let mut cost = self.prices.structure(&bare, index);
        for (lever, level) in fixed.iter().enumerate() {
            if let Some(level) = level {
                super::levers::set_level(&mut bare, practices[lever].0, *level);
                cost += self.prices.practice(lever, *level);
            }
        }
        let levers: Vec<usize> = (0..practices.len()).filter(|lever| fixed[*lever].is_none()).collect();
        let own: Vec<_> = levers.iter().map(|lever| practices[*lever].clone()).collect();
        let sweep = Sweep::of(&bare, &own, swept)?;
        let prices: Vec<Vec<f64>> = levers
            .iter()
            .map(|lever| {
                practices[*lever].1.iter().map(|level| self.prices.practice(*lever, *level)).collect()
            })
            .collect();
        let mut order: Vec<usize> = (0..levers.len()).filter(|lever| sweep.matters(*lever)).collect();
        order::sort_by(&mut order, |a, b| sweep.reach(*b).cmp(&sweep.reach(*a)));
        let designs = own.iter().map(|(_, levels)| levels.len() as u64).product();
        let (proven, estimated) = (sweep.is_proven(), sweep.estimates());
        Some(Structure {
            index,
            sweep,
            fixed: fixed.to_vec(),
            levers,
            cost,
            prices,
            order,
            designs,
            proven,
            estimated,
            boxes: Vec::new(),
        })
    }

    /// The box of everything that matters: what changes nothing stands where it is cheapest.
    fn whole(structure: &Structure) -> LevelRanges {
        let mut ranges = structure.sweep.everything();
        for (lever, range) in ranges.iter_mut().enumerate() {
            if structure.estimated && !structure.sweep.matters(lever) {
                let prices = &structure.prices[lever];
                let cheapest = (0..prices.len()).rev().min_by(|a, b| prices[*a].total_cmp(&prices[*b]));
                let place = cheapest.unwrap_or(0) as u8;
                *range = (place, place);
            }
        }
        ranges
    }

    /// The plan as it is, where it belongs to the space; and every structure with no practice and with all of them.
    fn offer_ends(&mut self, structures: &mut [Structure]) {
        let own: Vec<u8> =
            self.space.practices.iter().map(|(practice, _)| self.plan.level(*practice)).collect();
        let allowed =
            own.iter().zip(&self.space.practices).all(|(level, (_, levels))| levels.contains(level));
        let here = Setting { structure: 0, levels: own };
        for structure in structures.iter_mut() {
            if allowed && structure.index == 0 && structure.holds(&here) {
                let places = structure.places(self.space, &here.levels);
                self.evaluated(structure, &places);
            }
        }
        for structure in structures {
            let whole = Self::whole(structure);
            for places in
                [whole.iter().map(|r| r.0).collect(), whole.iter().map(|r| r.1).collect::<Vec<u8>>()]
            {
                self.evaluated(structure, &places);
            }
        }
    }

    fn evaluated(&mut self, structure: &mut Structure, places: &[u8]) -> f64 {
        self.meter.evaluated += 1;
        let u = structure.sweep.unavailability(places);
        let cost = structure.price(places);
        if self.space.affords(cost) {
            self.front.offer(ticks(cost), u, || structure.setting(self.space, places));
        }
        u
    }

    fn evaluate(&mut self, structure: &mut Structure, places: &[u8]) -> Result<f64, ()> {
        self.meter.spend(structure.sweep.work(), &self.front)?;
        Ok(self.evaluated(structure, places))
    }

    /// Evaluates what a guess holds.
    fn settle(&mut self, structures: &mut [Structure], guess: &Front) -> Result<(), ()> {
        for setting in guess.settings() {
            if self.front.settings().contains(setting) {
                continue;
            }
            let own = |s: &&mut Structure| s.index == setting.structure && s.holds(setting);
            if let Some(structure) = structures.iter_mut().find(own) {
                let places = structure.places(self.space, &setting.levels);
                self.evaluate(structure, &places)?;
            }
        }
        Ok(())
    }

    /// Goes through all structures. With a `guess`, bounds count as results and enter it.
    fn pass(
        &mut self,
        structures: &mut [Structure],
        mut guess: Option<&mut Front>,
        (from, to): (f64, f64),
        open: &mut Vec<(f64, f64)>,
    ) -> Result<(), ()> {
        let count = structures.len().max(1) as f64;
        for index in 0..structures.len() {
            let structure = &mut structures[index];
            let part = (to - from) / count;
            self.meter.share = (from + part * index as f64, part);
            let ranges = Self::whole(structure);
            // Where bounds are estimates they guess, and prove nothing.
            if structure.proven || structure.estimated && guess.is_some() {
                if structure.boxes.is_empty() {
                    structure.boxes.push(structure.new_box(ranges));
                }
                self.explore(structure, 0, guess.as_deref_mut(), open)?;
            } else if guess.is_none() {
                self.climb(structure)?;
                open.push((structure.cheapest(&ranges), 0.0));
            }
            // The frontier that people see grow is made of results.
            if let Some(guess) = guess.as_deref().filter(|_| (index + 1).is_power_of_two()) {
                self.settle(structures, guess)?;
            }
        }
        Ok(())
    }

    fn explore(
        &mut self,
        structure: &mut Structure,
        number: usize,
        mut guess: Option<&mut Front>,
        open: &mut Vec<(f64, f64)>,
    ) -> Result<(), ()> {
        let Patch { cost, size, floor, .. } = structure.boxes[number];
        let beaten = |search: &Self, guess: &Option<&mut Front>, floor: f64| {
            guess.as_deref().unwrap_or(&search.front).beats(ticks(cost), floor)
        };
        if !self.space.affords(cost) || floor.is_some_and(|floor| beaten(self, &guess, floor)) {
            self.meter.covered += size;
            return Ok(());
        }
        if floor.is_none() {
            let work = structure.look(number);
            self.meter.spend(work, &self.front)?;
            let floor = structure.boxes[number].floor.unwrap_or_default();
            if beaten(self, &guess, floor) {
                self.meter.covered += size;
                return Ok(());
            }
        }
        if self.meter.is_spent() && guess.is_none() {
            open.push((cost, structure.boxes[number].floor.unwrap_or_default()));
            return self.meter.report(&self.front);
        }
        if let Some((blocks, bound)) = structure.boxes[number].leaf.take() {
            let ranges = structure.boxes[number].ranges.clone();
            self.leaf(structure, &ranges, &blocks, &bound, guess)?;
            self.meter.covered += size;
            structure.boxes[number].leaf = Some((blocks, bound));
            return Ok(());
        }
        for part in structure.split(number) {
            self.explore(structure, part, guess.as_deref_mut(), open)?;
        }
        Ok(())
    }

    /// Every design of a box, by its own bound; what no known design beats is evaluated.
    fn leaf(
        &mut self,
        structure: &mut Structure,
        ranges: &LevelRanges,
        lists: &[Vec<usize>],
        bound: &Bound,
        mut guess: Option<&mut Front>,
    ) -> Result<(), ()> {
        let mut blocks: Vec<Block> =
            lists.iter().map(|levers| block(structure, ranges, levers, bound)).collect();
        // What gains most comes first: it leaves out most.
        let most = |block: &Block| block.rows.iter().map(|row| row.1).fold(0.0, f64::max);
        order::sort_by(&mut blocks, |a, b| most(b).total_cmp(&most(a)));
        let mut rest = (0.0, 0.0);
        for block in blocks.iter_mut().rev() {
            block.rest = rest;
            rest.0 += block.rows.iter().map(|row| row.0).fold(f64::INFINITY, f64::min);
            rest.1 += block.rows.iter().map(|row| row.2).fold(0.0, f64::max);
        }
        let fixed = structure.prices.iter().zip(ranges).filter(|(_, range)| range.0 == range.1);
        let cost = fixed.fold(structure.cost, |sum, (prices, range)| sum + prices[usize::from(range.0)]);
        let mut places: Vec<u8> = ranges.iter().map(|range| range.0).collect();
        self.merge(structure, &blocks, bound, (cost, 0.0, 0.0), &mut places, &mut guess)
    }

    fn merge(
        &mut self,
        structure: &mut Structure,
        blocks: &[Block],
        bound: &Bound,
        (cost, gain, masked): (f64, f64, f64),
        places: &mut Vec<u8>,
        guess: &mut Option<&mut Front>,
    ) -> Result<(), ()> {
        let Some((block, others)) = blocks.split_first() else {
            let least = bound.at(gain, masked);
            if let Some(guess) = guess {
                guess.offer(ticks(cost), least, || structure.setting(self.space, places));
            } else if !self.front.beats(ticks(cost), least) {
                self.evaluate(structure, places)?;
            }
            return Ok(());
        };
        self.meter.work += block.rows.len() as u64;
        for (price, more, hides, own) in &block.rows {
            let sums = (cost + price, gain + more, masked + hides);
            let least_cost = sums.0 + block.rest.0;
            let least = bound.at(sums.1, sums.2 + block.rest.1);
            let front = guess.as_deref().unwrap_or(&self.front);
            if !self.space.affords(least_cost) || front.beats(ticks(least_cost), least) {
                continue;
            }
            block.levers.iter().zip(own).for_each(|(lever, place)| places[*lever] = *place);
            self.merge(structure, others, bound, sums, places, guess)?;
        }
        Ok(())
    }

    /// Where nothing is proven: from no practice upward, always by the step that takes most from U for its price.
    fn climb(&mut self, structure: &mut Structure) -> Result<(), ()> {
        let all = structure.sweep.everything();
        let mut places: Vec<u8> = all.iter().map(|range| range.0).collect();
        let mut u = self.evaluate(structure, &places)?;
        loop {
            let mut best: Option<(f64, Vec<u8>, f64)> = None;
            for lever in 0..places.len() {
                for place in places[lever] + 1..=all[lever].1 {
                    let mut next = places.clone();
                    next[lever] = place;
                    let price = structure.price(&next) - structure.price(&places);
                    let then = self.evaluate(structure, &next)?;
                    let worth = (libm::log(u) - libm::log(then)) / price.max(1e-9);
                    if then < u && best.as_ref().is_none_or(|(most, ..)| worth > *most) {
                        best = Some((worth, next, then));
                    }
                }
            }
            let Some((_, next, then)) = best else { return Ok(()) };
            (places, u) = (next, then);
        }
    }
}

/// The settings of a block, with what they cost and add.
fn block(structure: &Structure, ranges: &LevelRanges, levers: &[usize], bound: &Bound) -> Block {
    let own: Vec<&Gains> =
        bound.gains.iter().filter(|gains| gains.levers.iter().any(|lever| levers.contains(lever))).collect();
    let mut places: Vec<u8> = ranges.iter().map(|range| range.0).collect();
    let mut rows = Vec::new();
    loop {
        let (mut gain, mut masked) = (0.0, 0.0);
        for gains in &own {
            let row = gains.rows[gains.row(ranges, &places)];
            gain += row.0;
            masked += row.1;
        }
        let price = levers.iter().map(|lever| structure.prices[*lever][usize::from(places[*lever])]).sum();
        rows.push((price, gain, masked, levers.iter().map(|lever| places[*lever]).collect()));
        let next = levers.iter().find(|lever| places[**lever] < ranges[**lever].1);
        let Some(&next) = next else { break };
        for lever in levers.iter().take_while(|lever| **lever != next) {
            places[*lever] = ranges[*lever].0;
        }
        places[next] += 1;
    }
    Block { levers: levers.to_vec(), rows, rest: (0.0, 0.0) }
}
