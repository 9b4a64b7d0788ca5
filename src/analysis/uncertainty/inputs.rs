//! The numbers of a plan that are known only as ranges, and which of them are one and the same unknown.
//!
//! # One unknown
//! Where nobody measured anything, a plan holds figures of the catalogue, and several modes or components hold the
//! same one. If it is wrong, it is wrong for all of them. So numbers count as one input, with one draw, when all of
//! this holds:
//! - they answer the same question: the rate, the same part of the length, the share, the common cause; the time,
//!   coverage or manual time of a takeover, or the same number of its drills;
//! - their low, likely and high are the same, and so are basis, date and note; the note is not empty and the basis is
//!   published, a vendor's SLA or an assumption: what was measured or judged for one thing says nothing of another;
//! - they belong to things of one sort: modes of the same scope, cause and owner; components of the same kind.
//!
//! Every other number is an input of its own.

use std::collections::BTreeMap;

use crate::engine::lanes::{self, Lanes};
use crate::model::{
    Component, Dependency, Drill, DurationField, FailureMode, Id, Number, Part, Place, Plan,
    ProbabilityField, Sharing, get_rate,
};
use crate::quantity::order;
use crate::quantity::{Basis, Distribution, Estimate, Probability, Provenance, Quantity};

/// An unknown that a plan's answers depend on.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    /// The numbers that stand for it; never empty, in a fixed order.
    pub numbers: Vec<Number>,
    /// What is known of it.
    pub distribution: Distribution,
}

impl Input {
    /// The number that it is called by.
    pub fn number(&self) -> Number {
        self.numbers[0]
    }

    /// Its value at each of several standard normal numbers: the quantile, to a rounding of the exponential.
    pub(crate) fn values(&self, z: &Lanes) -> Lanes {
        let factors = lanes::exp(&z.map(|z| self.distribution.exponent(z)));
        core::array::from_fn(|i| self.distribution.along(z[i], factors[i]))
    }

    /// What distinguishes it in a run: it stays the same whatever else the plan has.
    pub(crate) fn key(&self) -> String {
        format!("{:?}", self.number())
    }
}

/// A number without its unit, as far as uncertainty goes.
pub(super) struct Known<'a> {
    pub distribution: Distribution,
    values: [f64; 3],
    provenance: &'a Provenance,
}

impl Known<'_> {
    pub(super) fn likely(&self) -> f64 {
        self.values[1]
    }

    pub(super) fn high(&self) -> f64 {
        self.values[2]
    }
}

/// A number of a plan; nothing when it is not there, or is none of those that results depend on.
pub(super) fn known(plan: &Plan, number: Number) -> Option<Known<'_>> {
    fn of<Q: Quantity>(estimate: &Estimate<Q>) -> Known<'_> {
        Known {
            distribution: estimate.distribution(),
            values: [estimate.low().get(), estimate.likely().get(), estimate.high().get()],
            provenance: &estimate.provenance,
        }
    }
    match number {
        Number::Probability(field) => field.get(plan).map(of),
        Number::Duration(field) => field.get(plan).map(of),
        Number::Rate(id) => get_rate(plan, id).map(of),
        _ => None,
    }
}

/// Writes a number as a point; a number that is not there stays so.
pub(super) fn set(plan: &mut Plan, number: Number, value: f64) {
    fn to<Q: Quantity>(slot: Option<&mut Estimate<Q>>, value: f64) {
        if let Some(slot) = slot {
            *slot = Estimate::assumed(Q::clamped(value));
        }
    }
    match number {
        Number::Rate(id) => to(plan.modes.iter_mut().find(|m| m.id == id).map(|m| &mut m.rate), value),
        Number::Duration(field) => to(
            match field {
                DurationField::RoutingTime => Some(&mut plan.routing.failover.time),
                DurationField::RoutingManual => Some(&mut plan.routing.failover.manual),
                DurationField::ComponentTime(id) => {
                    plan.components.iter_mut().find(|c| c.id == id).map(|c| &mut c.failover.time)
                }
                DurationField::ComponentManual(id) => {
                    plan.components.iter_mut().find(|c| c.id == id).map(|c| &mut c.failover.manual)
                }
                DurationField::DrillEvery(place) => drill(plan, place).map(|d| &mut d.every),
                DurationField::DrillHalfLife(place) => drill(plan, place).map(|d| &mut d.half_life),
                DurationField::RidesOut(place, on) => {
                    need(plan, place, on).and_then(|n| n.rides_out.as_mut())
                }
                DurationField::ModePart(id, part) => {
                    plan.modes.iter_mut().find(|m| m.id == id).map(|m| m.parts.get_mut(part))
                }
            },
            value,
        ),
        Number::Probability(field) => to(
            match field {
                ProbabilityField::RegionTraffic(id) => {
                    plan.regions.iter_mut().find(|r| r.id == id).map(|r| &mut r.traffic)
                }
                ProbabilityField::RegionCapacity(id) => {
                    plan.regions.iter_mut().find(|r| r.id == id).map(|r| &mut r.capacity)
                }
                ProbabilityField::RoutingCoverage => Some(&mut plan.routing.failover.coverage),
                ProbabilityField::ComponentCoverage(id) => {
                    plan.components.iter_mut().find(|c| c.id == id).map(|c| &mut c.failover.coverage)
                }
                ProbabilityField::ComponentDormancy(id) => {
                    plan.components.iter_mut().find(|c| c.id == id).map(|c| &mut c.dormancy)
                }
                ProbabilityField::DrillUntested(place) => drill(plan, place).map(|d| &mut d.untested),
                ProbabilityField::ModeShare(id) => {
                    plan.modes.iter_mut().find(|m| m.id == id).map(|m| &mut m.share)
                }
                ProbabilityField::ModeBeta(id) => {
                    plan.modes.iter_mut().find(|m| m.id == id).map(|m| &mut m.beta)
                }
                ProbabilityField::JourneyTraffic(id) => {
                    plan.journeys.iter_mut().find(|j| j.id == id).map(|j| &mut j.traffic)
                }
                ProbabilityField::ModeGamma(id)
                | ProbabilityField::ModeDelta(id)
                | ProbabilityField::ModeAlphaTwo(id)
                | ProbabilityField::ModeAlphaThree(id)
                | ProbabilityField::ModeAlphaFour(id) => {
                    let mode = plan.modes.iter_mut().find(|m| m.id == id);
                    mode.and_then(|mode| factor(&mut mode.sharing, field))
                }
                ProbabilityField::Degraded(place, on) => {
                    need(plan, place, on).and_then(|need| need.degraded.as_mut())
                }
                ProbabilityField::Reserve => Some(&mut plan.reserve),
                ProbabilityField::OnCallShare => None,
            },
            value,
        ),
        _ => {}
    }
}

fn drill(plan: &mut Plan, place: Place) -> Option<&mut Drill> {
    let failover = match place {
        Place::Routing => Some(&mut plan.routing.failover),
        Place::Component(id) => plan.components.iter_mut().find(|c| c.id == id).map(|c| &mut c.failover),
        _ => None,
    };
    failover.and_then(|failover| failover.drill.as_mut())
}

fn need(plan: &mut Plan, place: Place, on: Id) -> Option<&mut Dependency> {
    let needs = match place {
        Place::Component(id) => plan.components.iter_mut().find(|c| c.id == id).map(|c| &mut c.dependencies),
        Place::Journey(id) => plan.journeys.iter_mut().find(|j| j.id == id).map(|j| &mut j.needs),
        _ => None,
    };
    needs.and_then(|needs| needs.iter_mut().find(|need| need.on == on))
}

fn factor(sharing: &mut Sharing, field: ProbabilityField) -> Option<&mut Estimate<Probability>> {
    match (field, sharing) {
        (ProbabilityField::ModeGamma(_), Sharing::Greek { gamma, .. }) => Some(gamma),
        (ProbabilityField::ModeDelta(_), Sharing::Greek { delta, .. }) => Some(delta),
        (ProbabilityField::ModeAlphaTwo(_), Sharing::Alpha { two, .. }) => Some(two),
        (ProbabilityField::ModeAlphaThree(_), Sharing::Alpha { three, .. }) => Some(three),
        (ProbabilityField::ModeAlphaFour(_), Sharing::Alpha { four, .. }) => Some(four),
        _ => None,
    }
}

/// The inputs behind some numbers, and for each number its input. The order does not depend on the plan's order.
pub(super) fn inputs_of(plan: &Plan, numbers: &[Number]) -> (Vec<Input>, Vec<usize>) {
    let mut sorted: Vec<Number> = numbers.to_vec();
    order::sort(&mut sorted);
    sorted.dedup();
    let mut inputs: Vec<Input> = Vec::new();
    let mut shared: BTreeMap<String, usize> = BTreeMap::new();
    let mut input_of: BTreeMap<Number, usize> = BTreeMap::new();
    for number in sorted {
        let Some(known) = known(plan, number) else { continue };
        let own = inputs.len();
        let input = match same_unknown(plan, number, &known) {
            Some(key) => *shared.entry(key).or_insert(own),
            None => own,
        };
        if input == own {
            inputs.push(Input { numbers: Vec::new(), distribution: known.distribution });
        }
        inputs[input].numbers.push(number);
        input_of.insert(number, input);
    }
    (inputs, numbers.iter().map(|number| input_of.get(number).copied().unwrap_or_default()).collect())
}

/// What is the same for numbers that stand for one unknown; nothing for a number that stands for itself.
fn same_unknown(plan: &Plan, number: Number, known: &Known) -> Option<String> {
    let Provenance { basis, date, note } = known.provenance;
    if matches!(basis, Basis::Measured | Basis::Expert) || note.trim().is_empty() {
        return None;
    }
    let of_mode = |mode: &FailureMode| format!("{:?} {:?} {:?}", mode.scope, mode.cause, mode.owner);
    let of_component = |component: &Component| component.kind.clone();
    let (question, sort) = match number {
        Number::Rate(id) => ("rate", of_mode(plan.mode(id)?)),
        Number::Duration(DurationField::ModePart(id, part)) => (part_name(part), of_mode(plan.mode(id)?)),
        Number::Probability(ProbabilityField::ModeShare(id)) => ("share", of_mode(plan.mode(id)?)),
        Number::Probability(ProbabilityField::ModeBeta(id)) => ("beta", of_mode(plan.mode(id)?)),
        Number::Duration(DurationField::ComponentTime(id)) => ("time", of_component(plan.component(id)?)),
        Number::Duration(DurationField::DrillEvery(Place::Component(id))) => {
            ("drills", of_component(plan.component(id)?))
        }
        Number::Duration(DurationField::DrillHalfLife(Place::Component(id))) => {
            ("half life", of_component(plan.component(id)?))
        }
        Number::Probability(ProbabilityField::DrillUntested(Place::Component(id))) => {
            ("untested", of_component(plan.component(id)?))
        }
        Number::Duration(DurationField::ComponentManual(id)) => ("manual", of_component(plan.component(id)?)),
        Number::Probability(ProbabilityField::ComponentCoverage(id)) => {
            ("coverage", of_component(plan.component(id)?))
        }
        _ => return None,
    };
    Some(format!("{question}|{sort}|{:?}|{basis:?}|{date:?}|{note}", known.values.map(f64::to_bits)))
}

fn part_name(part: Part) -> &'static str {
    match part {
        Part::Detect => "detect",
        Part::Engage => "engage",
        Part::Diagnose => "diagnose",
        Part::Mitigate => "mitigate",
        Part::Verify => "verify",
    }
}
