//! Common causes whose sets of members are too many to tell apart.

use super::{FindingKind as Kind, Findings};
use crate::model::limits::MAX_SHARING;
use crate::model::{FailureMode, Place, Placement, Plan, Reach, Scope, Sharing, Target};

pub(super) fn check(plan: &Plan, findings: &mut Findings) {
    for mode in plan.modes.iter().filter(|mode| mode.sharing != Sharing::Beta) {
        let (members, what) = sharers(plan, mode);
        if members <= MAX_SHARING as usize {
            continue;
        }
        let found = format!(
            "{} hits some of {members} {what}, too many to tell two and three of them apart: what several share counts as \
             shared by all.",
            mode.name
        );
        let advice = format!(
            "Split the group into groups of at most {MAX_SHARING}, or take it as it is: where one of them is enough, it is \
             no better than this."
        );
        findings.add(Kind::SharedByMany, Place::Mode(mode.id), found, advice);
    }
}

/// How many share a mode's cause, at most, and what they are.
fn sharers(plan: &Plan, mode: &FailureMode) -> (usize, &'static str) {
    let regions = plan.regions.len();
    let across = mode.reach == Reach::Everywhere;
    match (mode.target, mode.scope) {
        (_, Scope::Global) => (1, "things"),
        (_, Scope::Region) => (if across { regions } else { 1 }, "regions"),
        (Target::Component(id), _) => match plan.component(id) {
            Some(c) if across && c.replicas == 1 && c.placement != Placement::Global => (regions, "regions"),
            Some(c) if mode.scope == Scope::Zone && c.placement == Placement::Zonal => {
                (plan.regions.iter().map(|r| r.zones.len()).max().unwrap_or(1), "zones")
            }
            component => (component.map_or(1, |c| c.replicas as usize), "replicas"),
        },
        (Target::Domain | Target::Region(_), _) => {
            let zones = plan.regions.iter().map(|r| r.zones.len()).max().unwrap_or(1);
            if across && zones == 1 { (regions, "regions") } else { (zones, "zones") }
        }
    }
}
