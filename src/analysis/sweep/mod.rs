//! One structure swept over many settings of the practices that keep it: exact results, and proven lower bounds of
//! many results at once.
//!
//! # The bound
//! [`LevelRanges`] leave each lever some of its levels. Let every event have the least probability `p` and
//! the least frequency that any setting of the region gives it, every outage its least length and every takeover its
//! quickest. The structure function is coherent and linear in each event's probability, so U there is a lower bound
//! of the whole region: its **floor**.
//!
//! From there a single setting is bounded by its gains. With `B_e` the derivative of U at the floor, raising event
//! `e` by `d_e = p_e' - p_e` adds at least `B_e d_e`, as far as other raised events do not fail the request
//! anyway: for an event `f` that rises from `p` to `p'`, `B_e` falls at most by `(1 - p') / (1 - p)`. This is so
//! because `B_e = (1 - p_f) B_e|f works + p_f B_e|f fails` and both are not negative. So, with
//! `m = sum of d_e / (1 - p_e)` (the masked share, by Weierstrass' product inequality),
//!
//! `U(setting) >= S + (1 - m) (F + sum of B_e d_e + failover gains)`
//!
//! with S the structure's and F the failovers' part of the floor. What failovers of an event cost is proportional to
//! its frequency and rises with its length (rule 6); where users move between regions it is proportional to `B_e` or
//! more (concave in the share), hence the factor. Gains of takeovers are taken at the floor of the modes; both act as
//! a product, so together they gain at least as much as apart.
//!
//! The gains of a setting are sums over classes of modes that the same levers change, so the bounds of all settings of
//! a region come from a few short tables.

mod bound;
mod tables;

use std::rc::Rc;

use super::analyse::{reserve, traffic, with_reserve};
use super::measure::{Numbers, listed_unavailability};
use super::operations::Operations;
use super::responders::let_wait;
use super::structure::{Structure, compile};
use crate::engine::Scratch;
use crate::engine::numeric::sum;
use crate::model::{Plan, Practice, Severity, Sharing, check};

pub use bound::{Bound, Gains};
use tables::{Tables, set_levels};

/// The practices that are levers, each with its allowed levels in rising order.
pub type Levers = [(Practice, Vec<u8>)];

/// For each lever the first and the last allowed level, as places in its list.
pub type LevelRanges = Vec<(u8, u8)>;

/// What depends on the modes and takeovers alone, to be shared by structures that have the same.
#[derive(Clone, Debug)]
pub struct Swept {
    tables: Rc<Tables>,
    modes: Vec<crate::model::FailureMode>,
    failovers: Vec<crate::model::Failover>,
    routing: crate::model::Routing,
    others: Vec<(Practice, u8)>,
}

/// A compiled structure with the numbers that every setting of its levers gives.
#[derive(Debug)]
pub struct Sweep {
    plan: Plan,
    structure: Structure,
    tables: Rc<Tables>,
    levers: Vec<(Practice, Vec<u8>)>,
    weights: Vec<f64>,
    reserve: f64,
    operations: Operations,
    scratch: Scratch,
    groups: Vec<bound::Group>,
    classes: Vec<bound::Class>,
    /// The most that any journey's listed U can be.
    most: f64,
}

impl Swept {
    fn of(plan: &Plan, levers: &Levers) -> Self {
        Self {
            tables: Rc::new(Tables::of(plan, levers)),
            modes: plan.modes.clone(),
            failovers: plan.components.iter().map(|c| c.failover.clone()).collect(),
            routing: plan.routing.clone(),
            others: others(plan, levers),
        }
    }

    fn fits(&self, plan: &Plan, levers: &Levers) -> bool {
        self.modes == plan.modes
            && self.routing == plan.routing
            && self.failovers.len() == plan.components.len()
            && self.failovers.iter().zip(&plan.components).all(|(own, c)| *own == c.failover)
            && self.others == others(plan, levers)
    }
}

fn others(plan: &Plan, levers: &Levers) -> Vec<(Practice, u8)> {
    let is_lever = |practice: &Practice| levers.iter().any(|(own, _)| own == practice);
    plan.practices.iter().filter(|(p, _)| !is_lever(p)).map(|(p, own)| (*p, own.level)).collect()
}

impl Sweep {
    /// Compiles a plan for its levers; `None` when a finding prevents an answer or the plan is too large.
    ///
    /// `swept` keeps what structures share: give the same list for every structure of a search.
    pub fn of(plan: &Plan, levers: &Levers, swept: &mut Vec<Swept>) -> Option<Self> {
        let prevented = check(plan).iter().any(|finding| finding.severity == Severity::Error);
        if prevented || plan.journeys.is_empty() {
            return None;
        }
        let mut plan = plan.clone();
        set_levels(&mut plan, levers, &vec![0; levers.len()]);
        let all: Vec<usize> = (0..plan.journeys.len()).collect();
        let mut operations = Operations::of(&plan);
        // What changed which number is told to people; nobody reads it here.
        operations.modes.iter_mut().for_each(|mode| mode.changes = Vec::new());
        let structure = compile(&plan, operations.sheds, &all).ok()?;
        let known = swept.iter().position(|swept| swept.fits(&plan, levers)).unwrap_or_else(|| {
            swept.push(Swept::of(&plan, levers));
            swept.len() - 1
        });
        let tables = Rc::clone(&swept[known].tables);
        let (weights, reserve) = (traffic(&plan), reserve(&plan));
        let mut sweep = Self {
            plan,
            structure,
            tables,
            levers: levers.to_vec(),
            weights,
            reserve,
            operations,
            scratch: Scratch::default(),
            groups: Vec::new(),
            classes: Vec::new(),
            most: 1.0,
        };
        if sweep.tables.fits {
            sweep.group();
            sweep.most = sweep.most_listed();
        }
        Some(sweep)
    }

    /// Whether bounds are proven: every number falls with the levels of its levers, and depends on nothing else.
    pub fn is_proven(&self) -> bool {
        // Where members take turns, or an event is seen by its age, chances of draws depend on those of events, and the
        // bound's argument does not reach that far.
        // Nor is it shown for causes that hit some of a group.
        let all_or_one = self.plan.modes.iter().all(|mode| mode.sharing == Sharing::Beta);
        let plain = all_or_one && self.structure.waiting.is_empty() && self.structure.views.is_empty();
        plain && self.tables.falls && self.tables.holds && self.most < 1.0
    }

    /// Whether bounds are near the truth at least, where they are not proven.
    pub fn estimates(&self) -> bool {
        self.tables.falls && self.tables.fits
    }

    /// All settings.
    pub fn everything(&self) -> LevelRanges {
        self.levers.iter().map(|(_, levels)| (0, levels.len() as u8 - 1)).collect()
    }

    /// Whether a lever changes anything here.
    pub fn matters(&self, lever: usize) -> bool {
        self.tables.moves_takeovers(lever) || self.classes.iter().any(|class| class.levers.contains(&lever))
    }

    /// The free levers in the smallest lists such that no class of modes, nor a takeover, depends on two lists.
    pub fn blocks(&self, ranges: &LevelRanges) -> Vec<Vec<usize>> {
        let free = |lever: &usize| ranges[*lever].0 < ranges[*lever].1;
        let takeovers = (0..self.levers.len()).filter(|lever| self.tables.moves_takeovers(*lever)).collect();
        let lists = self.classes.iter().map(|class| &class.levers).chain([&takeovers]);
        let mut blocks: Vec<Vec<usize>> = Vec::new();
        for list in lists {
            let mut joined: Vec<usize> = list.iter().copied().filter(free).collect();
            if joined.is_empty() {
                continue;
            }
            blocks.retain(|block| {
                let apart = block.iter().all(|lever| !joined.contains(lever));
                if !apart {
                    joined.extend(block);
                }
                apart
            });
            crate::quantity::order::sort(&mut joined);
            joined.dedup();
            blocks.push(joined);
        }
        blocks
    }

    /// How many classes of modes a lever changes.
    pub fn reach(&self, lever: usize) -> usize {
        self.classes.iter().filter(|class| class.levers.contains(&lever)).count()
    }

    /// The service's U at a setting (a place in each lever's list), to the bit what `analyse` gives.
    pub fn unavailability(&mut self, setting: &[u8]) -> f64 {
        if !self.tables.holds {
            set_levels(&mut self.plan, &self.levers, setting);
            self.operations = Operations::of(&self.plan);
        } else {
            self.tables.fill(setting, &mut self.operations);
        }
        if let_wait(&self.plan, &self.structure, &mut self.operations).is_err() {
            // Incidents come faster than people can work on them: nobody gets anything for long.
            return 1.0;
        }
        let numbers = Numbers::of(&self.structure, &self.operations);
        let listed = listed_unavailability(&self.structure, &self.plan, &self.operations, &numbers);
        let total = listed.iter().map(|(j, u)| self.weights[*j] * with_reserve(*u, self.reserve));
        sum(total).clamp(0.0, 1.0)
    }

    /// Work of one evaluation, in decisions and events.
    pub fn work(&self) -> u64 {
        (self.structure.program.len() + 10 * self.structure.events.len()) as u64
    }
}

#[cfg(test)]
mod tests;
