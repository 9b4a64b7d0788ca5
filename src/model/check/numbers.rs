//! Numbers that prevent an answer or probably mean something else.

use super::{FindingKind as Kind, Findings};
use crate::model::limits::MAX_REPLICAS;
use crate::model::{
    Choice, Component, FailureMode, Part, Place, Placement, Plan, RoutingKind, Scope, Target,
};
use crate::quantity::{MINUTES_PER_YEAR, Quantity};

/// How far from 1 the sum of shares may be: half a per cent, so that three times 33.3 % passes.
const TOLERANCE: f64 = 0.005;

/// What the third gate earns: an objective above it has no practice to support it.
const HIGHEST_GATE: f64 = 0.999_99;

pub(super) fn check(plan: &Plan, findings: &mut Findings) {
    let regions: Vec<f64> = plan.regions.iter().map(|r| r.traffic.likely().get()).collect();
    shares(&regions, "regions", "users", findings);
    let journeys: Vec<f64> = plan.journeys.iter().map(|j| j.traffic.likely().get()).collect();
    shares(&journeys, "journeys", "traffic", findings);
    routing(plan, findings);
    plan.components.iter().for_each(|c| component(c, findings));
    plan.modes.iter().for_each(|m| mode(plan, m, findings));
    for journey in plan.journeys.iter().filter(|j| j.objective.share().get() > HIGHEST_GATE) {
        findings.add(
            Kind::ObjectiveAboveGates,
            Place::Journey(journey.id),
            format!("The objective of {} is above 99.999 %, more than the third gate earns.", journey.name),
            "Promise 99.999 % or less: above it no known practice supports the claim.",
        );
    }
}

fn shares(shares: &[f64], what: &str, of: &str, findings: &mut Findings) {
    if shares.is_empty() {
        return;
    }
    let sum: f64 = shares.iter().sum();
    if sum <= 0.0 {
        let sentence = format!("The shares of {of} of all {what} are zero.");
        let advice = format!("Give at least one of the {what} a share of {of}.");
        findings.add(Kind::NoUsers, Place::Plan, sentence, advice);
    } else if !((1.0 - TOLERANCE)..=(1.0 + TOLERANCE)).contains(&sum) {
        let sentence = format!(
            "The shares of {of} of the {what} add to {}; they are counted in proportion.",
            percent(sum)
        );
        findings.add(Kind::SharesOff, Place::Plan, sentence, "Make them add to 100 per cent.");
    }
}

/// A share in words, with at most one digit after the point.
pub(super) fn percent(share: f64) -> String {
    format!("{} %", (share * 1000.0).round() / 10.0)
}

fn routing(plan: &Plan, findings: &mut Findings) {
    if plan.routing.kind == RoutingKind::Stay {
        return;
    }
    if plan.regions.len() < 2 {
        findings.add(
            Kind::NothingToRoute,
            Place::Routing,
            "Users are to move to another region, but there is only one.",
            "Add a region, or let users wait for their region.",
        );
        return;
    }
    for region in plan.regions.iter().filter(|r| r.traffic.likely().get() > 0.0) {
        let others = plan.regions.iter().filter(|r| r.id != region.id);
        let room: f64 = others.map(|r| r.capacity.likely().get()).sum();
        if room < 1.0 - TOLERANCE {
            findings.add(
                Kind::TooLittleCapacity,
                Place::Region(region.id),
                format!(
                    "When {} is down, the other regions can carry {} of all users.",
                    region.name,
                    percent(room)
                ),
                "Give the others more capacity, or let the plan show the overload this brings.",
            );
        }
    }
}

fn component(component: &Component, findings: &mut Findings) {
    let place = Place::Component(component.id);
    let (name, replicas, needed) = (&component.name, component.replicas, component.needed);
    if replicas == 0 || needed == 0 || needed > replicas || replicas > MAX_REPLICAS {
        let what = format!("{name} has {replicas} replicas and needs {needed} of them.");
        let advice = format!(
            "Have 1 to {MAX_REPLICAS} replicas, and need at least one and at most as many as there are."
        );
        findings.add(Kind::Replicas, place, what, advice);
        return;
    }
    if component.redundancy.stands_by() && needed == replicas {
        let what = format!("{name} has a {}, but nothing stands by.", component.redundancy.name());
        let advice = "Add a replica, need one less, or let all serve.";
        findings.add(Kind::NoSpare, place, what, advice);
    }
}

fn mode(plan: &Plan, mode: &FailureMode, findings: &mut Findings) {
    let place = Place::Mode(mode.id);
    if let Some(why) = scope_cannot_apply(plan, mode) {
        let what = format!("{} takes down {}, but {why}.", mode.name, scope_words(mode.scope));
        findings.add(Kind::ScopeCannotApply, place, what, "Choose a scope that its target has.");
    }
    let rate = mode.rate.likely().per_year();
    let minutes: f64 = PARTS.iter().map(|part| mode.parts.get(*part).likely().minutes()).sum();
    let nothing = if rate <= 0.0 {
        "never happens"
    } else if minutes <= 0.0 {
        "takes no time"
    } else if mode.share.likely().get() <= 0.0 {
        "touches nobody"
    } else {
        if rate * minutes > MINUTES_PER_YEAR {
            let what = format!("{} is active more than half of the time.", mode.name);
            let advice = "Check its rate (occurrences a year) and the parts of its length (minutes).";
            findings.add(Kind::MostlyDown, place, what, advice);
        }
        return;
    };
    let what = format!("{} {nothing}, so it never counts.", mode.name);
    findings.add(Kind::NeverCounts, place, what, "Give it a rate, a length and users, or remove it.");
}

const PARTS: [Part; 5] = [Part::Detect, Part::Engage, Part::Diagnose, Part::Mitigate, Part::Verify];

fn scope_words(scope: Scope) -> &'static str {
    match scope {
        Scope::Instance => "one replica",
        Scope::Zone => "a zone",
        Scope::Region => "a region",
        Scope::Global => "everything at once",
    }
}

/// Why a mode's scope means nothing for its target.
fn scope_cannot_apply(plan: &Plan, mode: &FailureMode) -> Option<String> {
    let component = match mode.target {
        Target::Domain => {
            return (mode.scope == Scope::Instance).then(|| "it is not attached to a component".into());
        }
        Target::Region(_) => {
            let fits = matches!(mode.scope, Scope::Zone | Scope::Region);
            return (!fits).then(|| "it is attached to a region".into());
        }
        Target::Component(id) => plan.component(id)?,
    };
    match (component.placement, mode.scope) {
        (Placement::Global, Scope::Zone | Scope::Region) => {
            Some(format!("{} stands outside regions and zones", component.name))
        }
        (Placement::Regional, Scope::Zone) => Some(format!("{} is not tied to zones", component.name)),
        _ => None,
    }
}
