//! Incidents that wait for people: by hand, and against the simulation's queue.

use super::sample::{id, plan, q};
use crate::analysis::{Compiled, Simulation, UncertainPlan, analyse, simulate};
use crate::model::templates::templates;
use crate::model::{FindingKind, Part, Placement, Plan, Scope, Severity, Target};
use crate::quantity::{MINUTES_PER_YEAR, Quantity, Spread};
use crate::slo::Period;

/// So many components, each with a journey of its own and one way to fail that people handle; all together they keep
/// `work` people busy.
fn shop(components: usize, work: f64, responders: Option<u32>) -> Plan {
    let mut p = plan(&[1]).tune(|p| p.responders = responders);
    let lengths = [30.0, 90.0, 240.0];
    for at in 0..components {
        let (name, mode) = (format!("c{at}"), format!("m{at}"));
        let hands = lengths[at % lengths.len()];
        let rate = work / components as f64 / hands * MINUTES_PER_YEAR;
        p = p
            .with_component(&name, Placement::Global, 1, 1)
            .with_mode(&mode, Target::Component(id(&name)), Scope::Instance, rate, 0.0)
            .tune(|p| {
                let mode = &mut p.modes[at];
                *mode.parts.get_mut(Part::Detect) = q(5.0);
                *mode.parts.get_mut(Part::Engage) = q(10.0);
                *mode.parts.get_mut(Part::Diagnose) = q(hands / 3.0);
                *mode.parts.get_mut(Part::Mitigate) = q(hands / 2.0);
                *mode.parts.get_mut(Part::Verify) = q(hands / 6.0);
                mode.spread = Spread::new(0.6 + 0.2 * (at % 3) as f64).unwrap();
            })
            .with_journey(&format!("j{at}"), &[(&name, None)]);
    }
    p
}

fn simulation(years: u64, responders: Option<u32>) -> Simulation {
    Simulation::new(years, 7, Period::Days30.length(), responders).unwrap()
}

/// U and its standard error, by simulation.
fn simulated(plan: &Plan, years: u64) -> (f64, f64) {
    let go_on = &mut |_: crate::analysis::SimulationProgress| core::ops::ControlFlow::Continue(());
    let service = simulate(plan, simulation(years, None), go_on).unwrap().service.unwrap();
    (service.unavailability.get(), service.standard_error.unwrap())
}

fn u(plan: &Plan) -> f64 {
    analyse(plan).service.unwrap().unavailability.get()
}

/// The bounds are what was measured with three standard errors of the simulation; see the module `responders`.
#[test]
fn waits_agree_with_the_simulated_queue() {
    for (responders, load, years, low, high) in
        [(1, 0.1, 300, 0.80, 1.05), (1, 0.3, 120, 1.05, 1.25), (2, 0.3, 80, 1.3, 1.85)]
    {
        let work = load * f64::from(responders);
        let (queued, free) = (shop(24, work, Some(responders)), shop(24, work, None));
        let (found, _) = simulated(&queued, years);
        let ratio = (u(&queued) - u(&free)) / (found - u(&free));
        assert!((low..high).contains(&ratio), "{responders} responders, {load}: {ratio}");
    }
}

#[test]
fn one_responder_is_waited_for_as_pollaczek_and_khinchine_say() {
    // Two sorts of incidents, each of many events, so that an incident meets nearly all others.
    let p = shop(48, 0.4, Some(1));
    let people = analyse(&p).people.unwrap();
    let (mut work, mut squares, mut arrivals, mut own) = (0.0, 0.0, 0.0, 0.0);
    for mode in &p.modes {
        let hands: f64 = [Part::Diagnose, Part::Mitigate, Part::Verify]
            .map(|p| mode.parts.get(p).likely().minutes())
            .iter()
            .sum();
        let rate = mode.rate.likely().per_year() / MINUTES_PER_YEAR;
        let often = rate / (1.0 + rate * (hands + 15.0));
        let sigma = mode.spread.get();
        arrivals += often;
        own += often * often;
        work += often * hands;
        squares += often * hands * hands * libm::exp(sigma * sigma);
    }
    let others = 1.0 - own / (arrivals * arrivals);
    // W = lambda E[S^2] / (2 (1 - rho)), of all but the incident's own event.
    let wait = squares * others / (2.0 * (1.0 - work * others));
    assert!((people.wait_minutes - wait).abs() < 1e-9 * wait, "{} for {wait}", people.wait_minutes);
    assert!((people.load - work).abs() < 1e-12, "{}", people.load);
}

#[test]
fn the_wait_is_a_part_of_engaging_where_people_are_asked() {
    let mut p = shop(6, 0.3, Some(1));
    // One mends itself, one takes nobody's hands.
    for part in [Part::Engage, Part::Diagnose] {
        *p.modes[0].parts.get_mut(part) = q(0.0);
    }
    for part in [Part::Diagnose, Part::Mitigate, Part::Verify] {
        *p.modes[1].parts.get_mut(part) = q(0.0);
    }
    let analysis = analyse(&p);
    let wait = analysis.people.unwrap().wait_minutes;
    assert!(wait > 1.0);
    for (at, mode) in analysis.modes.iter().enumerate() {
        let waits = if at < 2 { 0.0 } else { wait };
        let engage = p.modes[at].parts.engage.likely().minutes();
        assert_eq!((mode.waits_minutes, mode.parts.engage), (waits, engage + waits), "{at}");
    }
}

#[test]
fn an_incident_does_not_wait_for_itself() {
    let people = analyse(&shop(1, 0.3, Some(1))).people.unwrap();
    assert_eq!(people.wait_minutes, 0.0);
    assert!(people.load > 0.2);
}

#[test]
fn more_people_never_harm_and_enough_are_as_good_as_any_number() {
    let of = |responders| u(&shop(12, 0.8, responders));
    let rising: Vec<f64> = [Some(1000), Some(8), Some(4), Some(3), Some(2), Some(1)].map(of).to_vec();
    assert!(rising.is_sorted(), "{rising:?}");
    assert!(rising[5] > 1.5 * rising[0]);
    assert_eq!(rising[0], of(None));
    for template in templates() {
        let mut p = (template.build)();
        let free = u(&p);
        p.responders = Some(2);
        assert!((free..free * 1.001).contains(&u(&p)), "{}", template.key);
    }
}

#[test]
fn more_work_than_time_is_a_finding_and_no_number() {
    let p = shop(40, 2.3, Some(2));
    let analysis = analyse(&p);
    assert!(analysis.service.is_none() && analysis.journeys.iter().all(|j| j.answer.is_none()));
    let finding = &analysis.findings[0];
    assert_eq!((finding.code, finding.severity), (FindingKind::Overwhelmed, Severity::Error));
    assert!(analysis.journeys.iter().all(|j| j.blocked_by.contains(&0)));
    assert!(finding.what.contains("of the time of 2 responders"), "{}", finding.what);
    assert!(finding.advice.contains("at least 3 responders"), "{}", finding.advice);
    assert!(UncertainPlan::of(&p, &analysis).is_none());
    assert_eq!(Compiled::of(&p).unwrap().service_unavailability(&p), None);
    let go_on = &mut |_: crate::analysis::SimulationProgress| core::ops::ControlFlow::Continue(());
    assert!(simulate(&p, simulation(1, None), go_on).is_err());
    let enough = shop(40, 2.3, Some(3));
    assert!(analyse(&enough).people.unwrap().load < 1.0);
    assert!(u(&enough) > u(&shop(40, 2.3, None)));
}

#[test]
fn a_simulation_queues_for_the_plans_people_unless_told_otherwise() {
    let go_on = &mut |_: crate::analysis::SimulationProgress| core::ops::ControlFlow::Continue(());
    let mut run = |plan: &Plan, responders| {
        let answer = simulate(plan, simulation(20, responders), go_on).unwrap();
        let service = answer.service.unwrap();
        (service.unavailability.get().to_bits(), service.z.is_none())
    };
    let (queued, free) = (shop(8, 0.4, Some(1)), shop(8, 0.4, None));
    // The queue stands in place of the mean wait: with the same people both plans are simulated to the same bits.
    assert_eq!(run(&queued, None), run(&free, Some(1)));
    assert_eq!(run(&queued, Some(2)), run(&free, Some(2)));
    assert!(run(&queued, None).1 && !run(&free, None).1);
    assert!(f64::from_bits(run(&queued, None).0) > 1.05 * f64::from_bits(run(&free, None).0));
}
