//! Floors and gains: the lower bounds of a region of settings.

use super::super::events::Event;
use super::super::measure::{Numbers, event_state, failovers_by_event, listed_unavailability};
use super::super::operations::{Operations, Takeover};
use super::super::structure::Path;
use super::tables::{Kind, Takeovers};
use super::{LevelRanges, Sweep};
use crate::engine::numeric::{Sum, sum};
use crate::quantity::order;

/// The share of a floor below which what slower takeovers add is left out of its bound.
const NEGLIGIBLE: f64 = 5e-4;

/// Events of a mode with the same numbers under every setting.
#[derive(Clone, Debug)]
pub(super) struct Group {
    mode: usize,
    event: Event,
    /// All of them, as indices of events.
    events: Vec<usize>,
}

/// Modes that the same levers change.
#[derive(Clone, Debug)]
pub(super) struct Class {
    /// Places among the sweep's groups.
    groups: Vec<usize>,
    /// Places among the levers.
    pub levers: Vec<usize>,
}

/// Lower bounds of U for a region of settings.
#[derive(Clone, Debug)]
pub struct Bound {
    structure: f64,
    failover: f64,
    /// What the reserve makes of a listed U, at least.
    reserve: f64,
    /// What single settings add.
    pub gains: Vec<Gains>,
}

/// What the settings of some levers add to a floor.
#[derive(Clone, Debug)]
pub struct Gains {
    /// The levers, the first one counting fastest.
    pub levers: Vec<usize>,
    /// By setting: what it adds at least, and which share of what others add it may mask.
    pub rows: Vec<(f64, f64)>,
}

impl Bound {
    /// The lower bound of all settings.
    pub fn floor(&self) -> f64 {
        self.at(0.0, 0.0)
    }

    /// The lower bound of a setting, from the sums over its rows of all gains.
    pub fn at(&self, gain: f64, masked: f64) -> f64 {
        // Rounding: sums of some hundred terms of one sign are off by less than 1e-12 of themselves.
        (1.0 - 1e-11) * self.reserve * (self.structure + (1.0 - masked).max(0.0) * (self.failover + gain))
    }

    /// The bound of a single setting.
    pub fn of(&self, region: &LevelRanges, setting: &[u8]) -> f64 {
        let (mut gain, mut masked) = (0.0, 0.0);
        for gains in &self.gains {
            let row = gains.rows[gains.row(region, setting)];
            gain += row.0;
            masked += row.1;
        }
        self.at(gain, masked)
    }
}

impl Gains {
    /// The row of a setting.
    pub fn row(&self, region: &LevelRanges, setting: &[u8]) -> usize {
        let (mut row, mut stride) = (0, 1);
        for lever in &self.levers {
            let (low, high) = region[*lever];
            row += stride * usize::from(setting[*lever] - low);
            stride *= usize::from(high - low) + 1;
        }
        row
    }
}

impl Sweep {
    /// Sorts the events by what changes them.
    pub(super) fn group(&mut self) {
        let levers = self.levers.len();
        let highest: Vec<u8> = self.levers.iter().map(|(_, levels)| levels.len() as u8 - 1).collect();
        let middle: Vec<u8> =
            highest.iter().enumerate().map(|(i, top)| if i % 2 == 0 { *top } else { 0 }).collect();
        let mut operations = self.operations.clone();
        let numbers = [vec![0; levers], middle, highest].map(|setting| {
            self.tables.fill(&setting, &mut operations);
            Numbers::of(&self.structure, &operations)
        });
        let key = |numbers: &[Numbers; 3], event: usize| {
            let bits =
                |n: &Numbers| (n.event_probability[event].to_bits(), n.event_frequency[event].to_bits());
            (self.structure.events[event].mode, bits(&numbers[0]), bits(&numbers[1]), bits(&numbers[2]))
        };
        let mut events: Vec<usize> = (0..self.structure.events.len()).collect();
        order::sort_by(&mut events, |a, b| key(&numbers, *a).cmp(&key(&numbers, *b)));
        let groups: Vec<Group> = events
            .chunk_by(|a, b| key(&numbers, *a) == key(&numbers, *b))
            .map(|events| Group {
                mode: self.structure.events[events[0]].mode,
                event: self.structure.events[events[0]],
                events: events.to_vec(),
            })
            .collect();
        let mut classes: Vec<Class> = Vec::new();
        for (place, group) in groups.iter().enumerate() {
            let own: Vec<usize> =
                (0..levers).filter(|lever| self.tables.changes(*lever, group.mode, &self.levers)).collect();
            if own.is_empty() {
                continue;
            }
            match classes.iter_mut().find(|class| class.levers == own) {
                Some(class) => class.groups.push(place),
                None => classes.push(Class { groups: vec![place], levers: own }),
            }
        }
        self.groups = groups;
        self.classes = classes;
    }

    /// The least numbers of a region, and the takeovers that are quickest there.
    fn least(&mut self, region: &LevelRanges) -> Numbers {
        let best: Vec<u8> = region.iter().map(|(_, high)| *high).collect();
        let worst: Vec<u8> = region.iter().map(|(low, _)| *low).collect();
        let tables = std::rc::Rc::clone(&self.tables);
        tables.fill(&best, &mut self.operations);
        (self.operations.takeovers, self.operations.routing) = self.quickest(region);
        let mut other = self.operations.clone();
        let betas = [&best, &worst].map(|setting| tables.row(Kind::Beta, setting));
        let minutes = [&best, &worst].map(|setting| tables.row(Kind::Minutes, setting));
        let count = self.structure.events.len();
        let (mut probability, mut frequency) = (vec![0.0; count], vec![0.0; count]);
        for group in &self.groups {
            let mode = group.mode;
            let share = other.modes[mode].share;
            let mut state = |beta: f64, minutes: f64| {
                (other.modes[mode].beta, other.modes[mode].minutes) = (beta, minutes);
                event_state(&group.event, &other)
            };
            // What a shared cause no longer hits, single ones do: each has its least at one end of the range. Longer
            // outages are more of the time, and leave less time for the next.
            let [one, two] = betas.map(|beta| state(beta[mode], minutes[0][mode]).unavailability);
            let least = one.min(two) * share;
            let [one, two] = betas.map(|beta| state(beta[mode], minutes[1][mode]).frequency_per_minute);
            let often = one.min(two) * share;
            for event in &group.events {
                (probability[*event], frequency[*event]) = (least, often);
            }
        }
        Numbers::of_events(&self.structure, &self.operations, probability, frequency)
    }

    /// For each takeover the quickest of a region: it lets no more requests fail, at any time, than any other.
    fn quickest(&self, region: &LevelRanges) -> Takeovers {
        let best: Vec<u8> = region.iter().map(|(_, high)| *high).collect();
        let worst: Vec<u8> = region.iter().map(|(low, _)| *low).collect();
        let (best, worst) = (self.tables.takeovers(&best), self.tables.takeovers(&worst));
        // Where the automatic way is slower than people, it had better not work.
        let both = |(best, worst): (&Takeover, &Takeover)| Takeover {
            coverage: if best.minutes <= best.manual_minutes { best.coverage } else { worst.coverage },
            ..*best
        };
        let routing = best.1.as_ref().zip(worst.1.as_ref()).map(both);
        (best.0.iter().zip(&worst.0).map(both).collect(), routing)
    }

    /// A lower bound of U over a region, without what failovers cost; much cheaper than [`bound`](Self::bound).
    pub fn floor(&mut self, region: &LevelRanges) -> f64 {
        let numbers = self.least(region);
        self.structure.program.forward(&numbers.probability, &mut self.scratch);
        self.floor_of_structure().floor()
    }

    /// The structure's part of the floor, after a forward pass.
    fn floor_of_structure(&self) -> Bound {
        let mut structure = Sum::default();
        for path in &self.structure.paths {
            let root = self.structure.program.root_probability(path.root, &self.scratch);
            structure.add(self.weights[path.journey] * path.users * root);
        }
        let reserve = 1.0 + self.reserve * (1.0 - self.most);
        Bound { structure: structure.value(), failover: 0.0, reserve, gains: Vec::new() }
    }

    /// The bounds of a region: its floor, and what every setting adds.
    pub fn bound(&mut self, region: &LevelRanges) -> Bound {
        let numbers = self.least(region);
        self.structure.program.forward(&numbers.probability, &mut self.scratch);
        let mut bound = self.floor_of_structure();
        let free: Vec<usize> = (0..self.levers.len())
            .filter(|lever| region[*lever].0 < region[*lever].1 && self.tables.moves_takeovers(*lever))
            .collect();
        let costs = self.takeover_costs(region, &free, &numbers);
        let failovers = &costs[0];
        bound.failover = sum(failovers.iter().copied());
        let roots: Vec<(usize, f64)> = self
            .structure
            .paths
            .iter()
            .map(|path| (path.root, self.weights[path.journey] * path.users))
            .collect();
        let slope = self.structure.program.backward(&numbers.probability, &roots, &mut self.scratch);
        let mut by_event = vec![0.0; self.structure.events.len()];
        for (place, derivative) in slope.iter().enumerate() {
            for event in self.structure.atom(place) {
                by_event[event] = derivative.max(0.0) * numbers.others_quiet[event];
            }
        }
        for class in &self.classes {
            let free: Vec<usize> =
                class.levers.iter().copied().filter(|lever| region[*lever].0 < region[*lever].1).collect();
            bound.gains.push(self.gains(region, class, free, &numbers, &by_event, failovers));
        }
        if !free.is_empty() && costs.len() == 1 {
            // A gain of nothing is a bound too.
            let settings = free.iter().map(|lever| usize::from(region[*lever].1 - region[*lever].0) + 1);
            bound.gains.push(Gains { rows: vec![(0.0, 0.0); settings.product()], levers: free });
        } else if !free.is_empty() {
            let more = |costs: &Vec<f64>| ((sum(costs.iter().copied()) - bound.failover).max(0.0), 0.0);
            let rows = costs[1..].iter().map(more).collect();
            bound.gains.push(Gains { levers: free, rows });
        }
        bound
    }

    fn gains(
        &self,
        region: &LevelRanges,
        class: &Class,
        free: Vec<usize>,
        numbers: &Numbers,
        by_event: &[f64],
        failovers: &[f64],
    ) -> Gains {
        // All that is summed over the events of a group beforehand.
        struct Own {
            mode: usize,
            event: Event,
            probability: f64,
            frequency: f64,
            slope: f64,
            failover: f64,
            count: f64,
        }
        let own: Vec<Own> = class
            .groups
            .iter()
            .map(|place| {
                let group = &self.groups[*place];
                let all = |values: &[f64]| group.events.iter().map(|event| values[*event]).sum::<f64>();
                Own {
                    mode: group.mode,
                    event: group.event,
                    probability: numbers.event_probability[group.events[0]],
                    frequency: numbers.event_frequency[group.events[0]],
                    slope: all(by_event),
                    failover: all(failovers),
                    count: group.events.len() as f64,
                }
            })
            .collect();
        let mut operations = self.operations.clone();
        let mut setting: Vec<u8> = region.iter().map(|(low, _)| *low).collect();
        let mut rows = Vec::new();
        loop {
            let [rate, minutes, share, beta] = Kind::ALL.map(|kind| self.tables.row(kind, &setting));
            let (mut gain, mut masked) = (0.0, 0.0);
            for own in &own {
                let mode = &mut operations.modes[own.mode];
                mode.rate_per_year = rate[own.mode];
                mode.minutes = minutes[own.mode];
                mode.share = share[own.mode];
                mode.beta = beta[own.mode];
                let state = event_state(&own.event, &operations);
                let share = share[own.mode];
                let more = (state.unavailability * share - own.probability).max(0.0);
                gain += own.slope * more;
                if own.frequency > 0.0 {
                    let ratio = state.frequency_per_minute * share / own.frequency - 1.0;
                    gain += own.failover * ratio.max(0.0);
                }
                masked += own.count * more / (1.0 - own.probability);
            }
            rows.push((gain, masked));
            if !step(&mut setting, &free, region) {
                return Gains { levers: free, rows };
            }
        }
    }

    /// What failovers cost by event: with the quickest takeovers, and under every setting of the free levers; nothing
    /// for these where it hardly matters.
    fn takeover_costs(&mut self, region: &LevelRanges, free: &[usize], numbers: &Numbers) -> Vec<Vec<f64>> {
        let with = |sweep: &Self, setting: &[u8]| {
            let mut operations = sweep.operations.clone();
            (operations.takeovers, operations.routing) = sweep.tables.takeovers(setting).clone();
            operations
        };
        let mut setting: Vec<u8> = region.iter().map(|(low, _)| *low).collect();
        let mut variants = vec![self.operations.clone()];
        if !free.is_empty() {
            variants.push(with(self, &setting));
        }
        let costs = self.failovers(&variants, numbers);
        let total = |costs: &Vec<f64>| sum(costs.iter().copied());
        let slowest = costs.get(1).map_or(0.0, |slowest| total(slowest) - total(&costs[0]));
        if slowest <= NEGLIGIBLE * (self.floor_of_structure().structure + total(&costs[0])) {
            return costs.into_iter().take(1).collect();
        }
        variants.truncate(1);
        loop {
            variants.push(with(self, &setting));
            if !step(&mut setting, free, region) {
                return self.failovers(&variants, numbers);
            }
        }
    }

    fn failovers(&mut self, variants: &[Operations], numbers: &Numbers) -> Vec<Vec<f64>> {
        let weights = &self.weights;
        let weight = |path: &Path| weights[path.journey] * path.users;
        failovers_by_event(&self.structure, &self.plan, variants, numbers, &mut self.scratch, weight)
    }

    /// The most that any journey's listed U can be: with every number at its worst.
    pub(super) fn most_listed(&mut self) -> f64 {
        let worst = vec![0; self.levers.len()];
        let best: Vec<u8> = self.levers.iter().map(|(_, levels)| levels.len() as u8 - 1).collect();
        let tables = std::rc::Rc::clone(&self.tables);
        tables.fill(&worst, &mut self.operations);
        // Where the automatic way is slower than people, it had better not work.
        let (at_best, at_worst) = (tables.takeovers(&best), tables.takeovers(&worst));
        let slowest = |(best, worst): (&Takeover, &Takeover)| Takeover {
            coverage: if worst.minutes <= worst.manual_minutes { worst.coverage } else { best.coverage },
            ..*worst
        };
        self.operations.takeovers = at_best.0.iter().zip(&at_worst.0).map(slowest).collect();
        self.operations.routing = at_best.1.as_ref().zip(at_worst.1.as_ref()).map(slowest);
        let mut most = Numbers::of(&self.structure, &self.operations);
        let mut other = self.operations.clone();
        let betas = tables.row(Kind::Beta, &best);
        other.modes.iter_mut().zip(betas).for_each(|(mode, beta)| mode.beta = *beta);
        let own = Numbers::of(&self.structure, &other).event_probability;
        most.event_probability.iter_mut().zip(own).for_each(|(most, own)| *most = most.max(own));
        let minutes = tables.row(Kind::Minutes, &best);
        for betas in [&best, &worst].map(|setting| tables.row(Kind::Beta, setting)) {
            for (mode, (beta, minutes)) in other.modes.iter_mut().zip(betas.iter().zip(minutes)) {
                (mode.beta, mode.minutes) = (*beta, *minutes);
            }
            let own = Numbers::of(&self.structure, &other).event_frequency;
            most.event_frequency.iter_mut().zip(own).for_each(|(most, own)| *most = most.max(own));
        }
        let most = Numbers::of_events(
            &self.structure,
            &self.operations,
            most.event_probability,
            most.event_frequency,
        );
        let listed = listed_unavailability(&self.structure, &self.plan, &self.operations, &most);
        listed.iter().fold(0.0, |most, (_, u)| u.max(most))
    }
}

/// The next setting of the free levers; `false` after the last.
fn step(setting: &mut [u8], free: &[usize], region: &LevelRanges) -> bool {
    for lever in free {
        let (low, high) = region[*lever];
        if setting[*lever] < high {
            setting[*lever] += 1;
            return true;
        }
        setting[*lever] = low;
    }
    false
}
