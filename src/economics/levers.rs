//! The levers: what the search may change, and the edits that change it.
//!
//! Structures come from regions, zones, spare replicas, redundancy, routing and levers of one's own; everything else
//! is a practice's level. A lever set as in the plan makes no edit, so that the plan as it is belongs to the
//! space wherever its constraints allow that.

use thiserror::Error;

use crate::model::catalogue::{Affects, Family, KINDS};
use crate::model::limits::MAX_REPLICAS;
use crate::model::{Choice, Component, Edit, Placement, Plan, Practice, Practised, Redundancy, RoutingKind};
use crate::quantity::{Money, Quantity};

/// The most structures of a space: what the levers leave beyond them is not looked at, and said.
const MAX_STRUCTURES: usize = 4096;

/// Where the levers that change the counts stand; `None`: as in the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Topology {
    /// How many regions.
    pub regions: Option<u32>,
    /// How many zones in each region.
    pub zones: Option<u32>,
    /// How many replicas beyond the needed ones, for each component that can have spare ones.
    pub spare: Option<u32>,
}

/// A structure that the search may choose.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Structural {
    /// Where its counts stand.
    pub topology: Topology,
    /// The edits that lead from the plan to it.
    pub edits: Vec<Edit>,
    /// The levers of one's own that it has, by index.
    pub own: Vec<usize>,
    /// What these cost a month.
    pub monthly: f64,
}

/// Everything that the search may choose from.
#[derive(Clone, Debug, PartialEq)]
pub struct Space {
    /// The structures; the plan's own comes first where it is allowed.
    pub structures: Vec<Structural>,
    /// The practices, each with the levels it may have, rising.
    pub practices: Vec<(Practice, Vec<u8>)>,
    /// The most that a design may cost a month.
    pub budget: Option<f64>,
    /// Structures that were left out because there are too many.
    pub left_out: usize,
}

/// Constraints that no design can meet together.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum Contradiction {
    /// The plan stands in a region where no design may stand.
    #[error(
        "no design stays in the given regions: {0} would have to go first; allow it, or take it out of the plan"
    )]
    Regions(String),
    /// Levers, each possible, that break the plan together.
    #[error(
        "no combination of the levers gives a plan that can be computed; allow the plan's own number of regions, zones or replicas"
    )]
    Structures,
    /// A pinned practice needs more people than there may be.
    #[error(
        "{0} is pinned to a level that needs a larger rota than the plan's; allow new hires or another level"
    )]
    Hires(&'static str),
}

impl Space {
    /// The space around a plan, as its levers and constraints say.
    ///
    /// By default 1 to 3 regions, 1 to 3 zones, 0 to 2 spare replicas, every practice at every level, and all of
    /// these as they are in the plan.
    pub fn of(plan: &Plan) -> Result<Self, Contradiction> {
        let levers = &plan.economy.levers;
        let mut space = Self { structures: Vec::new(), practices: Vec::new(), budget: None, left_out: 0 };
        space.budget = levers.budget.map(Money::get);
        for practice in Practice::ALL {
            space.practices.push((*practice, levels(plan, *practice)?));
        }
        let allowed = |to: &Plan| {
            to.regions.iter().all(|r| levers.stay_in.is_empty() || levers.stay_in.contains(&r.id))
        };
        let mut any = false;
        let options = |range: Option<(u32, u32)>| -> Vec<Option<u32>> {
            let counts = range.into_iter().flat_map(|(from, to)| from..=to).map(Some);
            core::iter::once(None).chain(counts).collect()
        };
        let within =
            |range: Option<(u32, u32)>, own: u32| range.is_none_or(|(from, to)| (from..=to).contains(&own));
        let usual = crate::model::Levers::default();
        // Bounds that a person has set hold for the plan as it is as well.
        let keeps = |range: Option<(u32, u32)>, usual: Option<(u32, u32)>, own: u32| {
            range == usual || within(range, own)
        };
        let zones = |to: &Plan| to.regions.iter().map(|r| r.zones.len() as u32).max().unwrap_or(0);
        for regions in options(levers.regions) {
            for zones_each in options(levers.zones) {
                for spare in options(levers.spare) {
                    let topology = Topology { regions, zones: zones_each, spare };
                    for more in variants(plan) {
                        let mut edits = topology.edits(plan);
                        edits.extend(more.edits);
                        let Ok(to) = plan.apply(&Edit::Batch(edits.clone())) else { continue };
                        any = true;
                        let fits = keeps(levers.regions, usual.regions, to.regions.len() as u32)
                            && keeps(levers.zones, usual.zones, zones(&to));
                        if !fits || !allowed(&to) || space.structures.iter().any(|s| s.edits == edits) {
                            continue;
                        }
                        if space.structures.len() == MAX_STRUCTURES {
                            space.left_out += 1;
                            continue;
                        }
                        space.structures.push(Structural { topology, edits, ..more });
                    }
                }
            }
        }
        match plan.regions.iter().find(|r| !levers.stay_in.is_empty() && !levers.stay_in.contains(&r.id)) {
            _ if !space.structures.is_empty() => Ok(space),
            Some(outside) if any => Err(Contradiction::Regions(outside.name.clone())),
            _ => Err(Contradiction::Structures),
        }
    }

    /// How many designs there are.
    pub fn size(&self) -> u64 {
        let practices = self.practices.iter().map(|(_, levels)| levels.len() as u64).product::<u64>();
        practices * self.structures.len() as u64
    }

    /// The edits that lead from the plan to a design, and the plan there.
    pub fn apply(&self, plan: &Plan, setting: &super::Setting) -> Option<(Vec<Edit>, Plan)> {
        let mut edits = self.structures.get(setting.structure)?.edits.clone();
        for ((practice, _), level) in self.practices.iter().zip(&setting.levels) {
            if plan.level(*practice) != *level {
                edits.push(Edit::SetPractice(*practice, *level));
            }
        }
        let to = plan.apply(&Edit::Batch(edits.clone())).ok()?;
        Some((edits, to))
    }

    /// Whether a design with this cost keeps to the budget.
    pub fn affords(&self, cost_per_month: f64) -> bool {
        // What adds up to the budget in another order still keeps to it.
        self.budget.is_none_or(|budget| cost_per_month <= budget * (1.0 + 1e-9))
    }
}

/// The levels that a practice may have under a plan's levers.
fn levels(plan: &Plan, practice: Practice) -> Result<Vec<u8>, Contradiction> {
    let levers = &plan.economy.levers;
    let (from, to) = levers.levels(practice);
    let rota = |level: u8| practice.info().level(level).map_or(0, |info| info.rota);
    let most = rota(plan.level(practice));
    let levels: Vec<u8> = (from..=to).filter(|level| !levers.no_new_hires || rota(*level) <= most).collect();
    if levels.is_empty() { Err(Contradiction::Hires(practice.name())) } else { Ok(levels) }
}

/// Every combination of redundancy, routing and levers of one's own.
fn variants(plan: &Plan) -> Vec<Structural> {
    let levers = &plan.economy.levers;
    let mut found = vec![Structural::default()];
    let mut also = |choices: Vec<Structural>| {
        let with = |base: &Structural, more: &Structural| Structural {
            topology: Topology::default(),
            edits: base.edits.iter().chain(&more.edits).cloned().collect(),
            own: base.own.iter().chain(&more.own).copied().collect(),
            monthly: base.monthly + more.monthly,
        };
        found = found.iter().flat_map(|base| choices.iter().map(move |more| with(base, more))).collect();
    };
    let edits = |edits: Vec<Edit>| Structural { edits, ..Structural::default() };
    if levers.redundancy {
        let all = |to: Redundancy| {
            let zonal = plan.components.iter().filter(|c| can_have_spares(c) && c.redundancy != to);
            edits(zonal.map(|c| Edit::SetRedundancy(c.id, to)).collect())
        };
        also(vec![edits(Vec::new()), all(Redundancy::ActiveActive), all(Redundancy::Standby)]);
    }
    if levers.routing {
        let kinds =
            [RoutingKind::Manual, RoutingKind::Automatic].into_iter().filter(|k| *k != plan.routing.kind);
        let kinds = kinds.map(|kind| edits(vec![Edit::SetRoutingKind(kind)]));
        also(core::iter::once(edits(Vec::new())).chain(kinds).collect());
    }
    for (index, own) in levers.own.iter().enumerate() {
        let (edits_of, monthly) = (own.edits.clone(), own.monthly.get());
        let with = Structural { own: vec![index], monthly, ..edits(edits_of) };
        also(vec![edits(Vec::new()), with]);
    }
    found
}

impl Topology {
    /// The edits that bring a plan there; a lever that stands there already makes none.
    pub fn edits(&self, plan: &Plan) -> Vec<Edit> {
        let mut edits = Vec::new();
        if let Some(n) = self.regions.filter(|n| plan.regions.len() != *n as usize) {
            edits.push(Edit::ScaleRegions(n));
        }
        if let Some(n) = self.zones.filter(|n| plan.regions.iter().any(|r| r.zones.len() != *n as usize)) {
            edits.push(Edit::ScaleZones(n));
        }
        for component in plan.components.iter().filter(|c| self.spare.is_some() && can_have_spares(c)) {
            let replicas = (component.needed + self.spare.unwrap_or_default()).min(MAX_REPLICAS);
            if replicas != component.replicas {
                edits.push(Edit::SetReplicas(component.id, replicas));
            }
        }
        edits
    }
}

/// Whether a component's replicas are ours to add: they stand in zones (what is regional or global comes as one
/// unit, redundant inside) and are not somebody else's.
pub(super) fn can_have_spares(component: &Component) -> bool {
    if component.placement != Placement::Zonal {
        return false;
    }
    let kind = KINDS.iter().find(|kind| kind.key == component.kind);
    kind.is_none_or(|kind| !matches!(kind.family, Family::ThirdParty | Family::Dns | Family::Cdn))
}

/// Whether a practice changes the structure function at some level.
pub(super) fn is_structural(practice: Practice) -> bool {
    practice.info().levels.iter().flat_map(|level| level.effects).any(|e| e.affects == Affects::Overload)
}

pub(super) fn set_level(plan: &mut Plan, practice: Practice, level: u8) {
    if level == 0 {
        plan.practices.remove(&practice);
    } else {
        plan.practices.insert(practice, Practised { level, monthly: None });
    }
}
