//! The simulation against the exact engine and against what it promises of itself.

use proptest::prelude::prop;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

use super::brute::{patient_plan, small_plan};
use super::sample::{failover, id, plan, q};
use crate::analysis::simulate::{clustered_95, student_975, wilson_95};
use crate::analysis::{
    Hours, Ranges, Simulation, SimulationAnswer, SimulationError, Simulator, UncertainPlan, analyse, simulate,
};
use crate::engine::failover::mean_capped;
use crate::engine::random::Stream;
use crate::engine::renewal::steady_state;
use crate::engine::simulate::{Tally, WindowTally};
use crate::model::templates::templates;
use crate::model::{
    Dependency, Drill, Part, Placement, Plan, Redundancy, RoutingKind, Scope, Sharing, Target, arbitrary,
};
use crate::quantity::{Duration, Estimate, MINUTES_PER_YEAR, Quantity};
use crate::slo::Period;

fn simulation(years: u64, seed: u64) -> Simulation {
    Simulation::new(years, seed, Period::Days30.length(), None).unwrap()
}

pub(super) fn run(plan: &Plan, years: u64, seed: u64) -> SimulationAnswer {
    simulate(plan, simulation(years, seed), &mut |_| core::ops::ControlFlow::Continue(())).unwrap()
}

const GO: core::ops::ControlFlow<()> = core::ops::ControlFlow::Continue(());

/// Every z of an answer, with whose it is.
pub(super) fn scores(answer: &SimulationAnswer) -> Vec<(String, f64)> {
    let journeys = answer.journeys.iter().map(|j| (j.name.clone(), j.simulated.z));
    let service = answer.service.iter().map(|s| ("the service".to_owned(), s.z));
    journeys.chain(service).filter_map(|(name, z)| z.map(|z| (name, z))).collect()
}

#[test]
fn every_template_agrees_with_the_exact_engine() {
    for template in templates() {
        let scores = scores(&run(&(template.build)(), 1_000, 1));
        assert!(!scores.is_empty());
        for (name, z) in scores {
            assert!(z.abs() < 4.0, "{}: {name}: z = {z}", template.key);
        }
    }
}

/// Simulates for as long as it takes to meet this many outages, in 40 chunks; `None` when that would be too long: when
/// each comes with more than this many failures.
fn long_enough(plan: &Plan, outages: f64, failures: f64, seed: u64) -> Option<SimulationAnswer> {
    let service = analyse(plan).service?;
    let mut simulator = Simulator::of(plan, simulation(40, seed)).ok()?;
    let years = outages / service.outages_per_year;
    if simulator.failures_per_year() * years >= failures * outages || years > 1e9 {
        return None;
    }
    let mut tally = Tally::default();
    for chunk in 0..40 {
        tally.merge(&simulator.run_minutes(chunk, years * MINUTES_PER_YEAR / 40.0));
    }
    Some(simulator.answer(&tally))
}

/// Whether the first `count` plans of a kind that can be simulated agree with the exact engine.
///
/// Of some hundred scores of so many outages each, whose lengths are skew, one or the other is beyond four by chance. So
/// what stands out is looked at again with other noise and twenty times as long: a difference of the engines would
/// then stand out more than four times as far.
fn all_agree(kind: impl Strategy<Value = Plan>, count: usize, outages: f64, failures: f64) {
    let mut runner = TestRunner::deterministic();
    let (mut done, mut wrong) = (0, Vec::new());
    let stands_out = |answer: &SimulationAnswer| scores(answer).iter().any(|(_, z)| z.abs() >= 4.0);
    for _ in 0..20 * count {
        if done == count {
            break;
        }
        let plan = kind.new_tree(&mut runner).unwrap().current();
        let Some(mut answer) = long_enough(&plan, outages, failures, 1) else { continue };
        done += 1;
        if stands_out(&answer) {
            let Some(longer) = long_enough(&plan, 20.0 * outages, failures, 2) else { continue };
            answer = longer;
        }
        wrong.extend(scores(&answer).into_iter().filter(|(_, z)| z.abs() >= 4.0).map(|(n, z)| (done, n, z)));
    }
    assert_eq!(done, count);
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn two_hundred_random_plans_agree_in_what_is_exact() {
    all_agree(small_plan(), 200, 400.0, 100.0);
}

#[test]
fn a_hundred_random_plans_with_patience_agree() {
    all_agree(patient_plan(), 100, 400.0, 100.0);
}

/// A number from 0 to 1 made of the bits of any other.
fn part<Q: Quantity>(estimate: &Estimate<Q>) -> f64 {
    ((estimate.likely().get().to_bits().wrapping_mul(0x9E37_79B9_7F4A_7C15)) >> 40) as f64
        / (1u64 << 24) as f64
}

/// Any plan with its numbers brought to what services have, so that terms of second order are below the noise.
fn tamed(mut p: Plan) -> Plan {
    fn tame(f: &mut crate::model::Failover) {
        let days = |n: f64| q(n * 24.0 * 60.0);
        let drill = f.drill.as_ref().map(|drill| Drill {
            every: days(1.0 + 364.0 * part(&drill.every)),
            untested: q(0.7 * part(&drill.untested)),
            half_life: days(1.0 + 364.0 * part(&drill.half_life)),
        });
        *f = failover(5.0 * part(&f.time), 0.7 + 0.3 * part(&f.coverage), 10.0 + 40.0 * part(&f.manual));
        f.drill = drill;
    }
    p.responders = None;
    fn tame_need(need: &mut Dependency) {
        if let Some(share) = &mut need.degraded {
            *share = q(part(share));
        }
        if let Some(length) = &mut need.rides_out {
            *length = q(30.0 * part(length));
        }
    }
    tame(&mut p.routing.failover);
    for region in &mut p.regions {
        region.traffic = q(0.1 + 0.9 * part(&region.traffic));
        region.capacity = q(0.3 + 0.7 * part(&region.capacity));
    }
    for (index, c) in p.components.iter_mut().enumerate() {
        tame(&mut c.failover);
        c.replicas = 1 + c.replicas % 4;
        c.needed = 1 + c.needed % c.replicas;
        c.dormancy = q(part(&c.dormancy));
        let earlier: Vec<_> = (0..index).map(|earlier| id(&format!("c-{earlier}"))).collect();
        c.dependencies.retain(|need| earlier.contains(&need.on));
        c.dependencies.iter_mut().for_each(tame_need);
    }
    for journey in &mut p.journeys {
        journey.traffic = q(0.1 + 0.9 * part(&journey.traffic));
        journey.needs.iter_mut().for_each(tame_need);
    }
    for mode in &mut p.modes {
        mode.rate = q(0.1 + 1.9 * part(&mode.rate));
        for part_of in [Part::Detect, Part::Engage, Part::Diagnose, Part::Mitigate, Part::Verify] {
            let minutes = 15.0 * part(mode.parts.get(part_of));
            *mode.parts.get_mut(part_of) = q(minutes);
        }
        mode.spread = Quantity::clamped(mode.spread.get().min(1.0));
        mode.share = q(if mode.share.likely().get() < 1.0 { part(&mode.share) } else { 1.0 });
        mode.beta = q(if mode.beta.likely().get() > 0.0 { 0.3 * part(&mode.beta) } else { 0.0 });
        match &mut mode.sharing {
            Sharing::Beta => {}
            Sharing::Greek { gamma, delta } => (*gamma, *delta) = (q(part(gamma)), q(part(delta))),
            Sharing::Alpha { two, three, four } => {
                [two, three, four].into_iter().for_each(|factor| *factor = q(0.1 * part(factor)));
            }
        }
    }
    p.reserve = q(0.6 * part(&p.reserve));
    p
}

#[test]
fn two_hundred_random_plans_agree_with_every_feature() {
    all_agree(arbitrary::plan().prop_map(tamed), 200, 400.0, 100.0);
}

/// A small plan in which overlaps of what stands by decide, by all four modes of redundancy, so rare that terms of the
/// next order are below the noise.
fn standing_by() -> impl Strategy<Value = Plan> {
    (small_plan(), prop::collection::vec(0.0..1.0f64, 2), 0usize..16).prop_map(|(mut p, n, c)| {
        let modes =
            [Redundancy::ActiveActive, Redundancy::Standby, Redundancy::WarmStandby, Redundancy::ColdStandby];
        for (index, component) in p.components.iter_mut().enumerate().take(2) {
            component.redundancy = modes[(c >> (2 * index)) % 4];
            component.dormancy = q(n[index]);
            component.replicas = component.replicas.max(2);
            // Failovers are outages, too, and by far the most: without them the others are counted.
            component.failover = failover(0.0, 1.0, 0.0);
        }
        for (mode, rarer) in p.modes.iter_mut().zip([0.1, 0.1, 1e-4, 0.1]) {
            mode.rate = q(rarer * mode.rate.likely().get());
        }
        // What takes everybody down at once hides the overlaps.
        p.modes[0].beta = q(0.002 * p.modes[0].beta.likely().get());
        if let Sharing::Alpha { two, three, four } = &mut p.modes[0].sharing {
            [two, three, four].into_iter().for_each(|factor| *factor = q(0.002 * factor.likely().get()));
        }
        if p.modes[3].scope != Scope::Zone || p.regions.iter().any(|region| region.zones.len() == 1) {
            p.modes[3].rate = q(1e-3 * p.modes[3].rate.likely().get());
        }
        p
    })
}

#[test]
fn random_plans_that_stand_by_agree() {
    all_agree(standing_by(), 40, 2_000.0, 500.0);
}

#[test]
fn a_request_fails_only_once() {
    // All users live in a region whose loss takes what they need, and half of them lose an optional need with it. While
    // the move runs everything fails, afterwards the half: E[min(D, T)] costs the other half only.
    let (rate, minutes, time) = (2.0, 30.0, 10.0);
    let p = plan(&[1, 1])
        .with_component("web", Placement::Regional, 1, 1)
        .with_component("rec", Placement::Regional, 1, 1)
        .tune(|p| p.regions[1].traffic = q(0.0))
        .tune(|p| p.routing.kind = RoutingKind::Automatic)
        .tune(|p| p.routing.failover = failover(time, 1.0, time))
        .with_mode("region", Target::Domain, Scope::Region, rate, minutes)
        .with_journey("j", &[("web", None), ("rec", Some(0.5))]);
    let state = steady_state(rate / MINUTES_PER_YEAR, minutes);
    let (u, capped) = (state.unavailability, mean_capped(minutes, 1.0, time));
    let by_hand = 0.5 * u + 0.5 * u * u + state.frequency_per_minute * 0.5 * capped;
    let service = run(&p, 20_000, 1).service.unwrap();
    let z = (service.unavailability.get() - by_hand) / service.standard_error.unwrap();
    assert!(z.abs() < 4.0, "{z}");
    let exact = analyse(&p).service.unwrap().unavailability.get();
    assert!((exact / by_hand - 1.0).abs() < 1e-12, "{exact:e} {by_hand:e}");
}

#[test]
fn the_reserve_has_its_exact_mean() {
    let p = plan(&[1])
        .with_component("web", Placement::Regional, 1, 1)
        .with_component("db", Placement::Regional, 1, 1)
        .with_mode("loss", Target::Component(id("web")), Scope::Instance, 20.0, 60.0)
        .with_mode("db-loss", Target::Component(id("db")), Scope::Instance, 60.0, 60.0)
        .with_journey("read", &[("web", None)])
        .with_journey("write", &[("web", None), ("db", None)])
        .tune(|p| p.reserve = q(0.9));
    for (name, z) in scores(&run(&p, 2_000, 1)) {
        assert!(z.abs() < 4.0, "{name}: {z}");
    }
}

#[test]
fn one_user_home_moves_as_a_primary_does() {
    // Scenario D between regions.
    let p = plan(&[1, 1])
        .with_component("db", Placement::Regional, 1, 1)
        .tune(|p| p.regions[1].traffic = q(0.0))
        .tune(|p| p.routing.kind = RoutingKind::Automatic)
        .tune(|p| p.routing.failover = failover(1.0, 0.95, 45.0))
        .with_mode("loss", Target::Component(id("db")), Scope::Instance, 4.0, 60.0)
        .with_journey("j", &[("db", None)]);
    let answer = run(&p, 40_000, 1);
    assert!(scores(&answer).iter().all(|(_, z)| z.abs() < 4.0), "{:?}", scores(&answer));
}

#[test]
fn the_same_seed_gives_the_same_answer_and_another_another() {
    let p = (templates()[1].build)();
    assert_eq!(run(&p, 120, 3), run(&p, 120, 3));
    assert_ne!(run(&p, 120, 3).service, run(&p, 120, 4).service);
    // Chunks in any order, by clones that have seen different things before.
    let mut one = Simulator::of(&p, simulation(120, 3)).unwrap();
    let mut other = one.clone();
    let mut tally = Tally::default();
    for chunk in (0..simulation(120, 3).chunks()).rev() {
        let worker = if chunk % 3 == 0 { &mut one } else { &mut other };
        tally.merge(&worker.run_chunk(chunk));
    }
    assert_eq!(one.answer(&tally), run(&p, 120, 3));
}

#[test]
fn a_longer_window_and_fewer_people_are_seen() {
    let p = (templates()[1].build)();
    let window = Duration::new(2.0 * MINUTES_PER_YEAR).unwrap();
    let simulation = Simulation::new(1_000, 1, window, Some(1)).unwrap();
    let answer = simulate(&p, simulation, &mut |_| core::ops::ControlFlow::Continue(())).unwrap();
    let service = answer.service.unwrap();
    assert_eq!((service.asked, service.windows.len(), service.windows[4].count), (4, 5, 500));
    assert_eq!(service.z, None);
    let free = run(&p, 1_000, 1).service.unwrap();
    assert!(service.unavailability > free.unavailability);
    assert_eq!(answer.years, 1_000.0);
}

#[test]
fn nonsense_is_refused_by_name() {
    let new = |years, minutes, responders| {
        Simulation::new(years, 1, Duration::new(minutes).unwrap(), responders).unwrap_err().to_string()
    };
    assert!(new(0, 1e4, None).starts_with("years: found 0;"));
    assert!(new(1_000_000_000_000, 1e4, None).starts_with("years: found 1000000000000;"));
    assert!(new(10, 0.0, None).starts_with("window: found 0 minutes;"));
    assert!(new(1, 525_961.0, None).starts_with("window:"));
    assert!(new(1_000, 1e8, None).starts_with("window:"));
    assert!(new(10, 1e4, Some(0)).starts_with("responders: found 0;"));
    let busy = plan(&[1])
        .with_component("web", Placement::Regional, 1, 1)
        .with_mode("loss", Target::Component(id("web")), Scope::Instance, 1e6, 1.0)
        .with_journey("j", &[("web", None)]);
    let error = Simulator::of(&busy, simulation(10_000_000, 1)).unwrap_err();
    assert!(matches!(error, SimulationError::TooManyFailures { most: 20_000, .. }), "{error}");
    let broken =
        plan(&[1]).with_component("web", Placement::Regional, 1, 2).with_journey("j", &[("web", None)]);
    assert!(
        matches!(Simulator::of(&broken, simulation(10, 1)), Err(SimulationError::NoAnswer(list)) if !list.is_empty())
    );
}

#[test]
fn a_job_stops_when_it_is_told() {
    let p = (templates()[0].build)();
    let mut told = 0;
    let result = simulate(&p, simulation(10_000, 1), &mut |news| {
        told += 1;
        assert_eq!(news.chunks_done, told);
        if told == 2 { core::ops::ControlFlow::Break(()) } else { core::ops::ControlFlow::Continue(()) }
    });
    assert_eq!((result, told), (Err(SimulationError::Stopped), 2));
}

#[test]
fn points_of_students_distribution_are_the_tables() {
    for (degrees, expected) in [(5.0, 2.570_58), (10.0, 2.228_14), (39.0, 2.022_69), (120.0, 1.979_93)] {
        assert!((student_975(degrees) / expected - 1.0).abs() < 1e-3, "{degrees}: {}", student_975(degrees));
    }
}

#[test]
fn the_interval_of_a_share_is_the_books() {
    // E. B. Wilson's formula for 10 of 100, computed by hand: 0.05523 to 0.17437.
    let (low, high) = wilson_95(10, 100);
    assert!((low.get() - 0.055_23).abs() < 1e-5 && (high.get() - 0.174_37).abs() < 1e-5);
    assert_eq!(wilson_95(0, 0).1.get(), 1.0);
}

#[test]
fn where_every_range_is_a_point_nothing_is_mixed_in() {
    for template in templates() {
        let plan = (template.build)();
        // One draw of a plan has no range left.
        let plan = UncertainPlan::of(&plan, &analyse(&plan)).unwrap().drawn(7, 1);
        let mixed = simulate(&plan, simulation(60, 3).with_ranges(Ranges::Mixed), &mut |_| GO).unwrap();
        let likely = run(&plan, 60, 3);
        assert_eq!((mixed.service, mixed.journeys), (likely.service, likely.journeys), "{}", template.key);
    }
}

#[test]
fn every_chunk_of_a_mixture_is_that_of_its_own_draw() {
    for template in templates() {
        let plan = (template.build)();
        let uncertain = UncertainPlan::of(&plan, &analyse(&plan)).unwrap();
        let mut mixed = Simulator::of(&plan, simulation(200, 5).with_ranges(Ranges::Mixed)).unwrap();
        let mut other = mixed.clone();
        for chunk in [3, 0, 99] {
            let mut drawn = Simulator::of(&uncertain.drawn(chunk, 5), simulation(200, 5)).unwrap();
            let found = mixed.run_chunk(chunk.into());
            assert_eq!(found, drawn.run_chunk(chunk.into()), "{} {chunk}", template.key);
            // Whatever was simulated before.
            assert_eq!(found, other.run_chunk(chunk.into()));
        }
    }
}

#[test]
fn a_mixture_agrees_with_the_exact_mean_over_its_draws() {
    let plan = (templates()[0].build)();
    let uncertain = UncertainPlan::of(&plan, &analyse(&plan)).unwrap();
    let mixed = simulation(1_000, 1).with_ranges(Ranges::Mixed);
    let answer = simulate(&plan, mixed, &mut |_| GO).unwrap();
    for (name, z) in scores(&answer) {
        assert!(z.abs() < 4.0, "{name}: {z}");
    }
    let mean = |draws: u32| {
        let u = |draw| analyse(&uncertain.drawn(draw, 1)).service.unwrap().unavailability.get();
        (0..draws).map(u).sum::<f64>() / f64::from(draws)
    };
    let service = answer.service.unwrap();
    // Sums are of whole units of 2^-50 minutes.
    assert!((service.exact.get() / mean(100) - 1.0).abs() < 1e-9, "{service:?}");
    // A hundred draws, evenly spread, have nearly the mean of all.
    assert!(
        (service.exact.get() / mean(1_024) - 1.0).abs() < 0.03,
        "{} {}",
        service.exact.get(),
        mean(1_024)
    );
    let likely = run(&plan, 1_000, 1).service.unwrap();
    assert!(service.exact > likely.exact, "ranges reach further up than down");
    // What is not known differs more than luck does, and intervals say so.
    let width = |window: &crate::analysis::SimulatedWindow| window.interval.1.get() - window.interval.0.get();
    assert!(width(&service.windows[1]) > 1.5 * width(&likely.windows[1]));
    assert!(service.standard_error > likely.standard_error);
}

#[test]
fn working_hours_change_chances_and_minutes_but_not_the_share_that_fails() {
    let plan = (templates()[0].build)();
    let all = run(&plan, 2_000, 1);
    let working = simulation(2_000, 1).with_hours(Hours::Working).unwrap();
    let working = simulate(&plan, working, &mut |_| GO).unwrap();
    assert!(scores(&working).iter().all(|(_, z)| z.abs() < 4.0), "{:?}", scores(&working));
    assert_eq!((all.years, all.failures), (working.years, working.failures));
    let (all, working) = (all.service.unwrap(), working.service.unwrap());
    assert_eq!(all.exact, working.exact);
    for (all, working) in all.windows.iter().zip(&working.windows) {
        assert_eq!(all.count, working.count);
        assert_ne!(all.kept, working.kept);
        let expected = all.mean_minutes * Hours::Working.share();
        assert!((working.mean_minutes / expected - 1.0).abs() < 0.1, "{working:?}");
    }
    let refused = Simulation::new(10, 1, Duration::new(2_880.0).unwrap(), None).unwrap();
    let refused = refused.with_hours(Hours::Working).unwrap_err().to_string();
    assert!(refused.starts_with("window: found 2880 minutes; with working hours"), "{refused}");
}

#[test]
fn intervals_cover_what_they_say() {
    // 2,000 small runs of one event whose exact answers are known: U, and the chance that 28 days pass without it,
    // (1 - u) exp(-lambda w), which with a budget of (nearly) nothing is the chance of keeping the objective.
    let (rate, minutes) = (6.0, 30.0);
    let p = plan(&[1])
        .with_component("web", Placement::Regional, 1, 1)
        .with_mode("loss", Target::Component(id("web")), Scope::Instance, rate, minutes)
        .with_journey("j", &[("web", None)])
        .tune(|p| p.modes[0].spread = Quantity::clamped(0.5))
        .tune(|p| p.journeys[0].objective = crate::slo::Objective::read("99.9999999%").unwrap());
    let exact = analyse(&p).service.unwrap().unavailability;
    let window = Period::Days28.length().minutes();
    let chance = (1.0 - exact.get()) * libm::exp(-rate / MINUTES_PER_YEAR * window);
    let (mut means, mut chances) = (0u32, 0u32);
    let mut simulator = Simulator::of(&p, simulation(200, 1)).unwrap();
    for run in 0..2_000u64 {
        let mut tally = Tally::default();
        for chunk in 0..10 {
            tally.merge(&simulator.run_minutes(10 * run + chunk, 10.0 * MINUTES_PER_YEAR));
        }
        let service = simulator.answer(&tally).service.unwrap();
        let (low, high) = service.interval.unwrap();
        means += u32::from(low <= exact && exact <= high);
        let (low, high) = service.windows[0].interval;
        chances += u32::from(low.get() <= chance && chance <= high.get());
    }
    let covered = [means, chances].map(|count| f64::from(count) / 2_000.0);
    assert!(covered.iter().all(|share| (0.94..=0.96).contains(share)), "{covered:?}");
}

#[test]
fn intervals_of_windows_that_have_something_in_common_cover_what_they_say() {
    // 2,000 runs of 100 chunks of 20 windows; each chunk draws how likely its windows are to keep, from 0.3 to 0.9.
    // Windows taken as independent would be covered far less often.
    let mut stream = Stream::new(11, 0);
    let (mut covered, mut naive) = (0u32, 0u32);
    for _ in 0..2_000 {
        let mut all = WindowTally::default();
        for _ in 0..100 {
            let chance = 0.3 + 0.6 * stream.uniform();
            let kept = (0..20).filter(|_| stream.uniform() < chance).count() as u64;
            all.kept += kept;
            all.kept_squares += kept * kept;
            all.kept_times_windows += kept * 20;
            all.windows_squares += 400;
            all.histogram.none += 20;
        }
        let holds = |(low, high): (crate::quantity::Probability, crate::quantity::Probability)| {
            u32::from(low.get() <= 0.6 && 0.6 <= high.get())
        };
        covered += holds(clustered_95(&all, 100));
        naive += holds(wilson_95(all.kept, 2_000));
    }
    let [covered, naive] = [covered, naive].map(|count| f64::from(count) / 2_000.0);
    assert!((0.94..=0.96).contains(&covered) && naive < 0.85, "{covered} {naive}");
}
