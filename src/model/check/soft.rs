//! What softens an outage, and who works on it: drills, riding out, retries, shared failures, responders.

use super::numbers::percent;
use super::{FindingKind as Kind, Findings};
use crate::model::limits::{MAX_RESPONDERS, MAX_RETRIES};
use crate::model::{Dependency, Failover, FailureMode, Place, Plan, Sharing};
use crate::quantity::{Duration, MINUTES_PER_YEAR, Quantity};

/// The longest time that a need may ride out without a question: thirty days, a whole window of most promises.
const LONGEST_RIDE: f64 = 30.0 * 24.0 * 60.0;

/// How far the sum of factors may pass 1 by rounding.
const ROUNDING: f64 = 1e-12;

pub(super) fn check(plan: &Plan, findings: &mut Findings) {
    if let Some(found) = plan.responders.filter(|n| !(1..=MAX_RESPONDERS).contains(n)) {
        let what = format!("The plan has {found} responders.");
        let advice = format!("Have 1 to {MAX_RESPONDERS}, or leave it open for any number.");
        findings.add(Kind::Responders, Place::Plan, what, advice);
    }
    failover(Place::Routing, "The move between regions", &plan.routing.failover, findings);
    for component in &plan.components {
        let place = Place::Component(component.id);
        failover(place, &format!("The takeover of {}", component.name), &component.failover, findings);
        needs(plan, place, &component.name, &component.dependencies, findings);
    }
    plan.modes.iter().for_each(|mode| sharing(mode, findings));
    for journey in &plan.journeys {
        needs(plan, Place::Journey(journey.id), &journey.name, &journey.needs, findings);
    }
}

fn failover(place: Place, name: &str, failover: &Failover, findings: &mut Findings) {
    let Some(drill) = &failover.drill else { return };
    let mut no_time = |what: &str, time: Duration, advice: &str| {
        if time <= Duration::ZERO {
            findings.add(Kind::NoTime, place, format!("{name} {what} 0 minutes."), advice);
        }
    };
    no_time(
        "is exercised every",
        drill.every.likely(),
        "Write how long it is from one drill to the next, or take the drills away.",
    );
    no_time(
        "is half forgotten after",
        drill.half_life.likely(),
        "Write how long it takes until half of what a drill brought is gone, or take the drills away.",
    );
    let (untested, coverage) = (drill.untested.likely(), failover.coverage.likely());
    if untested > coverage {
        let what = format!(
            "{name} works in {} of cases when never exercised, but in {} right after a drill.",
            percent(untested.get()),
            percent(coverage.get())
        );
        let advice = "Make the first at most as large as the second: a drill leaves it no worse.";
        findings.add(Kind::DrillHarms, place, what, advice);
    }
}

fn needs(plan: &Plan, place: Place, name: &str, needs: &[Dependency], findings: &mut Findings) {
    for need in needs {
        let on = plan.component(need.on).map_or(need.on.as_str(), |c| c.name.as_str());
        if need.retries > MAX_RETRIES {
            let what = format!("{name} tries {on} again {} times.", need.retries);
            let advice =
                format!("Retry at most {MAX_RETRIES} times: more only adds load to what already fails.");
            findings.add(Kind::TooManyRetries, place, what, advice);
        }
        let Some(rides_out) = &need.rides_out else { continue };
        if rides_out.likely().minutes() > LONGEST_RIDE {
            let days = rides_out.likely().minutes() / (24.0 * 60.0);
            let years = rides_out.likely().minutes() / MINUTES_PER_YEAR;
            let long = if years >= 1.0 { format!("{years:.0} years") } else { format!("{days:.0} days") };
            let what = format!("{name} rides out an outage of {on} for {long}.");
            let advice =
                "Write how long a cache, a queue or a grace period carries it: rarely more than 30 days.";
            findings.add(Kind::RidesOutTooLong, place, what, advice);
        }
    }
}

fn sharing(mode: &FailureMode, findings: &mut Findings) {
    let Sharing::Alpha { two, three, four } = &mode.sharing else { return };
    let sum: f64 = [two, three, four].iter().map(|factor| factor.likely().get()).sum();
    if sum > 1.0 + ROUNDING {
        let what = format!("The alpha factors of {} add to {} of its occurrences.", mode.name, percent(sum));
        let advice = "Make them add to at most 100 per cent: what is left of it hits a single replica.";
        findings.add(Kind::FactorsOff, Place::Mode(mode.id), what, advice);
    }
}
