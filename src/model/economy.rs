//! What belongs to money: the terms on which things are paid, and what a search for designs may change.

use std::collections::BTreeMap;

use super::limits::{MAX_REGIONS, MAX_REPLICAS, MAX_ZONES};
use super::{Edit, EditError, Id, Place, Plan, Practice, limits};
use crate::quantity::{Estimate, Money, Probability};

/// The most months over which what is paid once may be spread.
pub const MAX_TERM_MONTHS: u32 = 120;
/// The most levers of one's own; each doubles the structures.
pub const MAX_OWN_LEVERS: usize = 6;
/// The most edits that a lever of one's own makes.
pub const MAX_LEVER_EDITS: usize = 20;

/// The terms of payment and the levers of a plan.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Economy {
    /// On which terms things are paid.
    pub terms: Terms,
    /// What a search for designs may change, and what it must keep to.
    pub levers: Levers,
}

/// On which terms things are paid.
#[derive(Clone, Debug, PartialEq)]
pub struct Terms {
    /// What a commitment takes off the price of replicas.
    pub commitment_discount: Estimate<Probability>,
    /// Months over which what is paid once is spread.
    pub spread_months: u32,
}

/// What a search for designs may change, and what it must keep to.
///
/// What a lever that is off concerns stays as in the plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Levers {
    /// How many regions there may be, from and to; `None` when the lever is off.
    pub regions: Option<(u32, u32)>,
    /// How many zones in each region.
    pub zones: Option<(u32, u32)>,
    /// How many replicas beyond the needed ones, where they are ours to add.
    pub spare: Option<(u32, u32)>,
    /// Whether zonal components may change between all serving and standing by.
    pub redundancy: bool,
    /// Whether users of a region that is down may be moved by people, or by health checks.
    pub routing: bool,
    /// The levels that a practice may have, from and to; all of them when absent. Equal ends pin it.
    pub practices: BTreeMap<Practice, (u8, u8)>,
    /// Levers of one's own.
    pub own: Vec<OwnLever>,
    /// The most that a design may cost a month.
    pub budget: Option<Money>,
    /// Whether no rota may have more places than the plan's.
    pub no_new_hires: bool,
    /// The only regions that a design may have; empty for any.
    pub stay_in: Vec<Id>,
}

/// A lever of one's own: a change that a design may have or not.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnLever {
    /// What people call it.
    pub name: String,
    /// What it changes.
    pub edits: Vec<Edit>,
    /// What it costs a month beyond what the changed plan costs.
    pub monthly: Money,
}

impl Default for Terms {
    fn default() -> Self {
        Self { commitment_discount: Estimate::assumed(Probability::ZERO), spread_months: 36 }
    }
}

impl Default for Levers {
    fn default() -> Self {
        Self {
            regions: Some((1, 3)),
            zones: Some((1, 3)),
            spare: Some((0, 2)),
            redundancy: false,
            routing: false,
            practices: BTreeMap::new(),
            own: Vec::new(),
            budget: None,
            no_new_hires: false,
            stay_in: Vec::new(),
        }
    }
}

impl Levers {
    /// The levels that a practice may have.
    pub fn levels(&self, practice: Practice) -> (u8, u8) {
        self.practices.get(&practice).copied().unwrap_or((0, practice.highest()))
    }

    fn check(&self, plan: &Plan) -> Result<(), EditError> {
        let ranges = [
            ("regions for the search", self.regions, 1, MAX_REGIONS as u32),
            ("zones for the search", self.zones, 1, MAX_ZONES as u32),
            ("spare replicas for the search", self.spare, 0, MAX_REPLICAS - 1),
        ];
        for (what, range, min, max) in ranges {
            let Some((from, to)) = range else { continue };
            limits::count(Place::Plan, what, from as usize, min as usize, max as usize)?;
            limits::count(Place::Plan, what, to as usize, from as usize, max as usize)?;
        }
        for (practice, (from, to)) in &self.practices {
            let place = Place::Practice(*practice);
            limits::count(
                place,
                "levels for the search",
                usize::from(*to),
                usize::from(*from),
                usize::from(practice.highest()),
            )?;
        }
        limits::count(Place::Plan, "levers of its own", self.own.len(), 0, MAX_OWN_LEVERS)?;
        for own in &self.own {
            limits::name(Place::Plan, &own.name)?;
            limits::count(Place::Plan, "edits of a lever", own.edits.len(), 1, MAX_LEVER_EDITS)?;
        }
        let known = |id: &Id| match plan.region(*id) {
            Some(_) => Ok(()),
            None => Err(EditError::Unknown(Place::Region(*id))),
        };
        self.stay_in.iter().try_for_each(known)
    }
}

impl Economy {
    /// Whether it fits a plan: known regions, levels and counts that are possible.
    pub(super) fn check(&self, plan: &Plan) -> Result<(), EditError> {
        let months = self.terms.spread_months as usize;
        limits::count(Place::Prices, "months to spread over", months, 1, MAX_TERM_MONTHS as usize)?;
        self.levers.check(plan)
    }

    /// Whether nothing differs from what a plan without it means.
    pub fn is_neutral(&self) -> bool {
        *self == Self::default()
    }
}

/// Random economies for tests.
#[cfg(test)]
pub(crate) mod arbitrary {
    use proptest::collection::{btree_map, vec};
    use proptest::option;
    use proptest::prelude::*;

    use super::*;
    use crate::model::arbitrary::{choice, estimate, value};
    use crate::model::{Redundancy, RoutingKind};

    fn range(least: u32, most: u32) -> BoxedStrategy<Option<(u32, u32)>> {
        option::of((least..=most, least..=most).prop_map(|(a, b)| (a.min(b), a.max(b)))).boxed()
    }

    /// A change that a lever can make.
    fn edit() -> BoxedStrategy<Edit> {
        let id = Id::new("c0").unwrap();
        prop_oneof![
            (1u32..9).prop_map(Edit::ScaleRegions),
            (1u32..7).prop_map(Edit::ScaleZones),
            (1u32..65).prop_map(move |n| Edit::SetReplicas(id, n)),
            choice::<RoutingKind>().prop_map(Edit::SetRoutingKind),
            choice::<Redundancy>().prop_map(move |kind| Edit::SetRedundancy(id, kind)),
            Just(Edit::RemoveDependency(Place::Journey(id), id)),
        ]
        .boxed()
    }

    /// Any economy; most plans have the usual one.
    pub(crate) fn economy() -> BoxedStrategy<Economy> {
        let terms = (estimate(), 1..=MAX_TERM_MONTHS)
            .prop_map(|(commitment_discount, spread_months)| Terms { commitment_discount, spread_months });
        let counts = (range(1, 8), range(1, 6), range(0, 63));
        let practices = btree_map(choice::<Practice>(), (0u8..=255, 0u8..=255), 0..4).prop_map(|map| {
            let within = |(practice, (a, b)): (Practice, (u8, u8))| {
                let (a, b) = (a % (practice.highest() + 1), b % (practice.highest() + 1));
                (practice, (a.min(b), a.max(b)))
            };
            map.into_iter().map(within).collect()
        });
        let own =
            vec(("[A-Z][a-z ]{0,20}[a-z]", vec(edit(), 1..4), value::<Money>()), 0..3).prop_map(|own| {
                own.into_iter().map(|(name, edits, monthly)| OwnLever { name, edits, monthly }).collect()
            });
        let flags = (any::<bool>(), any::<bool>(), any::<bool>());
        let any = (terms, counts, practices, own, option::of(value::<Money>()), flags).prop_map(
            |(terms, (regions, zones, spare), practices, own, budget, flags)| Economy {
                terms,
                levers: Levers {
                    regions,
                    zones,
                    spare,
                    redundancy: flags.0,
                    routing: flags.1,
                    no_new_hires: flags.2,
                    practices,
                    own,
                    budget,
                    stay_in: Vec::new(),
                },
            },
        );
        prop_oneof![Just(Economy::default()), any].boxed()
    }
}
