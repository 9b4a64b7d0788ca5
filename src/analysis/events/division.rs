//! How the rate of a failure mode divides among the instances that it hits at once (design rule 5).
//!
//! # Members
//! The members of a common cause are the instances of the mode's scope in one group: replicas, or zones. Where a cause
//! reaches everywhere and each group has one instance only, or the scope is the region, the members are the groups.
//! A cause that hits all members of a group hits every group when it reaches everywhere; one that hits some of them
//! stays in its group. Groups of different sizes that share a cause divide it as the largest does, so each instance
//! keeps its rate in all; where an event then hits instances that a smaller group does not have, it hits the others.
//!
//! # Models
//! Beta: `1 - beta` stays with each instance, `beta` hits all. Multiple Greek letters and alpha factors divide the
//! rate over sets of two, three and all members ([`common_cause`]). Practices act on *beta*: the share of occurrences
//! that hit several. In the Greek model that is its first letter; in the alpha model it is the sum of the factors from
//! two on, which then keep their proportions.
//!
//! # Limit
//! The sets of up to [`MAX_SHARING`] members are listed one by one. In larger groups what two or three would share
//! hits all: the share that stays with each is the model's own, the rest is one event. `model::check` says so.

use super::{RatePart, Split};
use crate::engine::common_cause;
use crate::model::limits::{MAX_REPLICAS, MAX_SHARING};
use crate::model::{FailureMode, Placement, Plan, Reach, Scope, Sharing, Target};
use crate::quantity::Quantity;

/// How many members an occurrence hits that hits several, as shares.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Sharers {
    /// All of them.
    All,
    /// Of what two share, the share that three do; of what three share, the share that four do.
    Greek([f64; 2]),
    /// Two, three, four or all: shares of all occurrences, before practices.
    Alpha([f64; 3]),
}

impl Sharers {
    /// What the plan says of a mode, its likely values.
    pub(crate) fn of(sharing: &Sharing) -> Self {
        match sharing {
            Sharing::Beta => Self::All,
            Sharing::Greek { gamma, delta } => Self::Greek([gamma.likely().get(), delta.likely().get()]),
            Sharing::Alpha { two, three, four } => {
                Self::Alpha([two.likely().get(), three.likely().get(), four.likely().get()])
            }
        }
    }

    /// The share of occurrences that hit several, `beta` being what the plan says of the other models. Factors that add
    /// up to more than one, which `check` names, count as one together.
    pub(crate) fn shared(self, beta: f64) -> f64 {
        match self {
            Self::All | Self::Greek(_) => beta,
            Self::Alpha([two, three, four]) => (two + three + four).min(1.0),
        }
    }

    /// The share of a mode's rate that an event has, when practices have left `beta` of the occurrences to several.
    ///
    /// # Formula
    /// `Q_k / Q` of the model for each set of k members, see [`common_cause::CommonCause::by_size`].
    pub(crate) fn of_rate(self, part: RatePart, beta: f64) -> f64 {
        match part {
            RatePart::Whole => 1.0,
            RatePart::Own => 1.0 - beta,
            RatePart::Common => beta,
            RatePart::Set { members, .. } if members < 2 => 1.0,
            RatePart::Set { size, members } if u32::from(members) > MAX_SHARING && size > 1 => {
                1.0 - self.share(1, members, beta)
            }
            RatePart::Set { size, members } => self.share(size, members, beta),
        }
    }

    fn share(self, size: u8, members: u8, beta: f64) -> f64 {
        let (size, n) = (usize::from(size), usize::from(members));
        match self {
            Self::All => match size {
                1 => 1.0 - beta,
                size if size == n => beta,
                _ => 0.0,
            },
            Self::Greek([gamma, delta]) => common_cause::greek_share(&[beta, gamma, delta], n, size),
            Self::Alpha(typed) => {
                let sum: f64 = typed.iter().sum();
                let scale = if sum > 0.0 { beta / sum } else { 0.0 };
                let mut alpha = [0.0; MAX_REPLICAS as usize + 1];
                alpha[0] = 1.0 - beta;
                for (more, factor) in typed.into_iter().enumerate() {
                    // The last is "four, or all of a larger group"; in a smaller one, more than all is all.
                    let hit = if more == 2 { n } else { (more + 2).min(n) };
                    alpha[hit - 1] += factor * scale;
                }
                common_cause::alpha_share(&alpha[..n], n, size)
            }
        }
    }
}

/// Whether a mode has a common cause: whether some of its occurrences hit several.
fn is_shared(m: &FailureMode) -> bool {
    Sharers::of(&m.sharing).shared(m.beta.likely().get()) > 0.0
}

/// How a mode's rate divides in one group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Division {
    split: Split,
    /// How many members there are, where sets of them count; `None` where all or one are hit.
    sets: Option<u8>,
    /// Whether the members are the groups themselves.
    across: bool,
}

impl Division {
    /// The division of a mode in a region's group, or in the only one.
    pub(super) fn of(plan: &Plan, m: &FailureMode, region: Option<usize>) -> Self {
        let split = split(plan, m);
        if m.sharing == Sharing::Beta || split == Split::Nothing {
            return Self { split, sets: None, across: false };
        }
        let across = is_across(plan, m);
        let groups = || groups(plan, m).into_iter();
        let members = match split {
            _ if across => groups().count(),
            Split::Everywhere => groups().map(|group| instances(plan, m, group)).max().unwrap_or(1),
            _ => instances(plan, m, region),
        };
        Self { split, sets: Some(members.min(MAX_REPLICAS as usize) as u8), across }
    }

    /// The part that stays with each member.
    pub(super) fn rest(self) -> RatePart {
        match (self.split, self.sets) {
            (Split::Nothing, _) => RatePart::Whole,
            (_, Some(members)) => RatePart::Set { size: 1, members },
            _ => RatePart::Own,
        }
    }

    /// The part that hits every member of every group; none where it does not reach that far.
    pub(super) fn everywhere(self) -> Option<RatePart> {
        self.all().filter(|_| self.split == Split::Everywhere)
    }

    /// The part that hits every member of a group, and stays there.
    pub(super) fn group(self) -> Option<RatePart> {
        self.all().filter(|_| self.split == Split::Group)
    }

    fn all(self) -> Option<RatePart> {
        match self.sets {
            None => Some(RatePart::Common),
            Some(members) => (members > 1).then_some(RatePart::Set { size: members, members }),
        }
    }

    /// The parts that hit some of the `present` instances of a group, and which as bits.
    pub(super) fn some(self, present: usize) -> Vec<(RatePart, u64)> {
        if self.across {
            return Vec::new();
        }
        let present = (1u64 << present.min(63)) - 1;
        let here = self.subsets().map(|(part, set)| (part, set & present));
        here.filter(|(_, set)| *set != 0).collect()
    }

    /// The parts that hit some of the groups of a mode, and the regions as bits.
    pub(super) fn some_groups(plan: &Plan, m: &FailureMode) -> Vec<(RatePart, u64)> {
        let division = Self::of(plan, m, None);
        if !division.across {
            return Vec::new();
        }
        let groups = groups(plan, m);
        let regions = |set: u64| {
            let hit = groups.iter().enumerate().filter(|(group, _)| set >> group & 1 == 1);
            hit.fold(0, |all, (_, region)| all | region.map_or(0, |region| 1 << region))
        };
        division.subsets().map(|(part, set)| (part, regions(set))).collect()
    }

    /// The sets of members that count beside one and all.
    fn subsets(self) -> impl Iterator<Item = (RatePart, u64)> {
        let members = self.sets.filter(|members| u32::from(*members) <= MAX_SHARING).unwrap_or(0);
        (1..1u64 << members).filter_map(move |set| {
            let size = set.count_ones() as u8;
            let counts = (2..=MOST_OF_SOME).contains(&size) && size < members;
            counts.then_some((RatePart::Set { size, members }, set))
        })
    }
}

/// The most members of a set that is not all of them: what four share, all share.
const MOST_OF_SOME: u8 = 3;

/// Whether the members of a mode's common cause are the groups themselves.
fn is_across(plan: &Plan, m: &FailureMode) -> bool {
    let alone = |group| instances(plan, m, group) <= 1;
    split(plan, m) == Split::Everywhere
        && (m.scope == Scope::Region || groups(plan, m).into_iter().all(alone))
}

/// The groups in which a mode has instances.
fn groups(plan: &Plan, m: &FailureMode) -> Vec<Option<usize>> {
    let regions = 0..plan.regions.len();
    match m.target {
        Target::Domain => regions.map(Some).collect(),
        Target::Region(id) => regions.filter(|r| plan.regions[*r].id == id).map(Some).collect(),
        Target::Component(id) => match plan.component(id) {
            Some(c) if c.placement != Placement::Global => {
                regions.filter(|r| c.stands_in(plan.regions[*r].id)).map(Some).collect()
            }
            _ => vec![None],
        },
    }
}

/// How many instances of a mode's scope stand in a group.
fn instances(plan: &Plan, m: &FailureMode, region: Option<usize>) -> usize {
    let zones = region.map_or(0, |region| plan.regions[region].zones.len());
    match m.target {
        Target::Domain | Target::Region(_) => zones,
        Target::Component(id) => plan.component(id).map_or(1, |c| {
            let replicas = c.replicas as usize;
            let by_zone = m.scope == Scope::Zone && c.placement == Placement::Zonal && zones > 0;
            if by_zone { replicas.min(zones) } else { replicas }
        }),
    }
}

/// How far the common cause of a mode reaches, when it has one that means something.
fn split(plan: &Plan, m: &FailureMode) -> Split {
    if m.scope == Scope::Global || !is_shared(m) {
        return Split::Nothing;
    }
    // How many instances stand in a group (zones in a region), and how many groups there are.
    let (members, groups) = match m.target {
        Target::Region(id) => (plan.region(id).map_or(1, |r| r.zones.len() as u32), 1),
        Target::Domain => {
            let zones = plan.regions.iter().map(|r| r.zones.len()).max().unwrap_or(1);
            (zones as u32, plan.regions.len())
        }
        Target::Component(id) => match plan.component(id) {
            Some(c) if c.placement == Placement::Global => (c.replicas, 1),
            Some(c) => (c.replicas, plan.regions.iter().filter(|r| c.stands_in(r.id)).count()),
            None => (1, 1),
        },
    };
    match (m.scope, m.reach) {
        (Scope::Region, Reach::Everywhere) if groups > 1 => Split::Everywhere,
        (Scope::Region, _) => Split::Nothing,
        (_, Reach::Everywhere) if groups > 1 => Split::Everywhere,
        _ if members > 1 => Split::Group,
        _ => Split::Nothing,
    }
}
