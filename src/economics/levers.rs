//! The levers: what the search may change, and the edits that change it.
//!
//! Three levers change the structure (regions, zones, spare replicas), the others are the levels of the
//! practices. A lever set as in the plan makes no edit, so that the plan as it is belongs to the space.

use crate::model::catalogue::{Family, KINDS};
use crate::model::{Choice, Component, Edit, Placement, Plan, Practice, limits::MAX_REPLICAS};

/// Regions and zones that the search tries.
const COUNTS: [u32; 3] = [1, 2, 3];

/// Spare replicas, beyond the needed ones, that the search tries.
const SPARES: [u32; 3] = [0, 1, 2];

/// Where the levers that change the structure stand; `None`: as in the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Topology {
    /// How many regions.
    pub regions: Option<u32>,
    /// How many zones in each region.
    pub zones: Option<u32>,
    /// How many replicas beyond the needed ones, for each component that can have spare ones.
    pub spare: Option<u32>,
}

/// Everything that the search may choose from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Space {
    /// The structures.
    pub topologies: Vec<Topology>,
    /// The practices, each with the levels it may have.
    pub practices: Vec<(Practice, Vec<u8>)>,
}

impl Space {
    /// The space around a plan: 1 to 3 regions, 1 to 3 zones, 0 to 2 spare replicas, every practice at every
    /// level, and all of these as they are in the plan.
    pub fn of(plan: &Plan) -> Self {
        let mut topologies: Vec<Topology> = Vec::new();
        let mut known: Vec<Vec<Edit>> = Vec::new();
        let options = |counts: [u32; 3]| [None].into_iter().chain(counts.map(Some));
        for regions in options(COUNTS) {
            for zones in options(COUNTS) {
                for spare in options(SPARES) {
                    let topology = Topology { regions, zones, spare };
                    let edits = topology.edits(plan);
                    if !known.contains(&edits) {
                        known.push(edits);
                        topologies.push(topology);
                    }
                }
            }
        }
        let levels = |practice: &Practice| (*practice, (0..=practice.highest()).collect());
        Self { topologies, practices: Practice::ALL.iter().map(levels).collect() }
    }

    /// How many designs there are.
    pub fn size(&self) -> u64 {
        let practices = self.practices.iter().map(|(_, levels)| levels.len() as u64).product::<u64>();
        practices * self.topologies.len() as u64
    }
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
fn can_have_spares(component: &Component) -> bool {
    if component.placement != Placement::Zonal {
        return false;
    }
    let kind = KINDS.iter().find(|kind| kind.key == component.kind);
    kind.is_none_or(|kind| !matches!(kind.family, Family::ThirdParty | Family::Dns | Family::Cdn))
}
