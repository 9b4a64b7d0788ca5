//! Small systems with known answers, laws of counting, and intervals that cover what they say.

use super::*;
use crate::engine::failover::Failover;
use crate::engine::renewal::steady_state;
use crate::engine::{Diagram, Node, Program, Scratch, Var};

const YEAR: f64 = 525_960.0;

/// An event on its own place: rate a year, mean minutes, share.
fn event(rate: f64, minutes: f64, share: f64) -> (f64, f64, f64) {
    (rate, minutes, share)
}

/// A process with one path, one measure and the year as its window; the events stand at the first places, draws after.
fn process(
    events: &[(f64, f64, f64)],
    draws: &[f64],
    build: impl Fn(&mut Diagram, &[Node]) -> Node,
) -> (Process, f64) {
    let mut diagram = Diagram::new(100_000);
    let places = events.len() + draws.len();
    let nodes: Vec<Node> = (0..places).map(|place| diagram.event(Var::new(place as u32)).unwrap()).collect();
    let root = build(&mut diagram, &nodes);
    let program = Program::compile(&diagram, &[root]);
    let state =
        |(rate, minutes, share): &(f64, f64, f64)| steady_state(rate / YEAR, *minutes).unavailability * share;
    let probability: Vec<f64> = events.iter().map(state).chain(draws.iter().copied()).collect();
    let exact = program.probabilities(&probability, &mut Scratch::default())[0];
    let mut quiet = vec![0.0; events.len()];
    quiet.extend(draws);
    let effect = |(place, (_, _, share)): (usize, &(f64, f64, f64))| Effect::OnRequests {
        var: Var::new(place as u32),
        share: *share,
        also: Vec::new(),
        failovers: Vec::new(),
    };
    let of = |(effect, (rate, minutes, _)): (usize, &(f64, f64, f64))| Event {
        rate_per_minute: rate / YEAR,
        mean_minutes: *minutes,
        sigma: 1.0,
        unattended: 0.0,
        effect,
        later: (0, 0),
        waits: None,
    };
    let process = Process {
        program,
        quiet,
        paths: vec![Path { root: 0, home: None }],
        events: events.iter().enumerate().map(of).collect(),
        effects: events.iter().enumerate().map(effect).collect(),
        measures: vec![Measure { weights: vec![(0, 1.0)], budget: 0.001, expected: exact }],
        windows_minutes: vec![YEAR],
        responders: None,
        later: Vec::new(),
        waiting: Vec::new(),
        hours: Hours::All,
    };
    (process, exact)
}

fn simulated(process: Process, seed: u64, chunks: u64, years: f64) -> Tally {
    let mut simulator = Simulator::new(process);
    let mut all = Tally::default();
    (0..chunks).for_each(|chunk| all.merge(&simulator.run(seed, chunk, years * YEAR)));
    all
}

/// The exact answer is within four standard errors of the simulated one.
fn agrees(process: Process, exact: f64, years: f64) {
    let tally = simulated(process, 1, 40, years / 40.0);
    let (mean, error) = tally.mean(0);
    let z = (mean - exact) / error.unwrap();
    assert!(z.abs() < 4.0, "simulated {mean:e}, exact {exact:e}, z {z}");
    let (expected, apart, own_error) = tally.apart(0);
    if (expected / exact - 1.0).abs() < 1e-9 {
        // All chunks expect the same, so both ways to tell the error are one.
        assert!((apart / own_error.unwrap() - z).abs() < 1e-6, "{apart:e} and {z}");
    }
}

/// Minutes that make `u = lambda D / (1 + lambda D)` exactly `u`.
fn minutes(u: f64, rate: f64) -> f64 {
    YEAR * u / (1.0 - u) / rate
}

#[test]
fn scenario_a_a_database_under_two_stacks() {
    let stack = event(2.0, minutes(0.0005, 2.0), 1.0);
    let (p, exact) = process(&[event(4.0, minutes(0.001, 4.0), 1.0), stack, stack], &[], |d, e| {
        let both = d.and(e[1], e[2]).unwrap();
        d.or(e[0], both).unwrap()
    });
    assert!((exact / 1.000249750e-3 - 1.0).abs() < 1e-9);
    agrees(p, exact, 20_000.0);
}

#[test]
fn scenario_b_zones_and_a_push_that_touches_a_fifth() {
    let events: Vec<(f64, f64, f64)> = [[event(6.0, 30.0, 1.0); 3], [event(0.2, 180.0, 1.0); 3]]
        .concat()
        .into_iter()
        .chain([event(12.0, 40.0, 0.2)])
        .collect();
    let (p, exact) = process(&events, &[], |d, e| {
        let members: Vec<Node> = (0..3).map(|zone| d.or(e[zone], e[3 + zone]).unwrap()).collect();
        let group = d.at_least(2, &members).unwrap();
        d.or(group, e[6]).unwrap()
    });
    assert!((exact / 1.828623438e-4 - 1.0).abs() < 1e-9);
    agrees(p, exact, 10_000.0);
}

#[test]
fn scenario_c_a_pair_with_common_cause() {
    let d = minutes(0.001, 8.0);
    for (beta, expected) in [(0.0, 1.000000000e-6), (0.05, 5.095009025e-5), (0.1, 1.009001620e-4)] {
        let own = event(8.0 * (1.0 - beta), d, 1.0);
        let (p, exact) = process(&[own, own, event(8.0 * beta, d, 1.0)], &[], |d, e| {
            let pair = d.and(e[0], e[1]).unwrap();
            d.or(pair, e[2]).unwrap()
        });
        assert!((exact / expected - 1.0).abs() < 1e-9);
        agrees(p, exact, 20_000.0);
    }
}

/// Scenario D: a primary and its hot standby, and the first-order answer.
fn primary_and_standby() -> (Process, f64) {
    let (mut p, pair) = process(&[event(4.0, 60.0, 1.0); 2], &[], |d, e| d.and(e[0], e[1]).unwrap());
    let switch = Switchover {
        coverage: 0.95,
        automatic_minutes: 1.0,
        manual_minutes: 45.0,
        moves: false,
        costs: vec![Cost { path: 0, group: 0, from_minutes: 0.0, share: 1.0 }],
    };
    p.effects[0] =
        Effect::OnRequests { var: Var::new(0), share: 1.0, also: Vec::new(), failovers: vec![switch] };
    let cost = Failover { share: 1.0, coverage: 0.95, automatic_minutes: 1.0, manual_minutes: 45.0 };
    let nu = steady_state(4.0 / YEAR, 60.0).frequency_per_minute;
    (p, pair + cost.unavailability(nu, 60.0, 1.0))
}

#[test]
fn scenario_d_a_failover() {
    let (p, exact) = primary_and_standby();
    assert!((exact / 1.945648572e-5 - 1.0).abs() < 1e-9);
    agrees(p, exact, 40_000.0);
}

#[test]
fn scenario_g_an_optional_dependency() {
    let (p, exact) = process(&[event(2.0, 60.0, 1.0), event(10.0, 90.0, 1.0)], &[0.1], |d, e| {
        let degraded = d.and(e[1], e[2]).unwrap();
        d.or(e[0], degraded).unwrap()
    });
    assert!((exact / 3.988865932e-4 - 1.0).abs() < 1e-9);
    agrees(p, exact, 10_000.0);
}

#[test]
fn scenario_h_two_of_three() {
    let (p, exact) = process(&[event(6.0, 30.0, 1.0); 3], &[], |d, e| d.at_least(2, e).unwrap());
    assert!((exact / 3.510464297e-7 - 1.0).abs() < 1e-9);
    agrees(p, exact, 20_000.0);
}

#[test]
fn three_regions_of_three_zones_of_three_replicas() {
    let of = |mtbf: f64, mttr: f64| event(8_766.0 / mtbf, mttr * 60.0, 1.0);
    let mut events = Vec::new();
    for _ in 0..3 {
        events.push(of(20_000.0, 48.0));
        for _ in 0..3 {
            events.extend([of(5_000.0, 24.0), of(1_000.0, 10.0), of(1_000.0, 10.0), of(1_000.0, 10.0)]);
        }
    }
    let (p, exact) = process(&events, &[], |d, e| {
        let regions: Vec<Node> = e
            .chunks(13)
            .map(|region| {
                let zone = |zone: &[Node], d: &mut Diagram| {
                    let group = d.at_least(2, &zone[1..]).unwrap();
                    d.or(zone[0], group).unwrap()
                };
                let zones: Vec<Node> = region[1..].chunks(4).map(|z| zone(z, d)).collect();
                let group = d.at_least(2, &zones).unwrap();
                d.or(region[0], group).unwrap()
            })
            .collect();
        d.at_least(2, &regions).unwrap()
    });
    assert!((exact / 1.828524925e-5 - 1.0).abs() < 1e-9);
    // Two regions are down together once in 160 years: fewer years would meet too few outages for a normal z.
    agrees(p, exact, 20_000.0);
}

#[test]
fn the_same_seed_gives_the_same_bits_however_the_work_is_shared() {
    let (p, _) = primary_and_standby();
    let whole = simulated(p.clone(), 7, 24, 20.0);
    for workers in 1..=8u64 {
        // Each worker has its own simulator and does every nth chunk, the last worker is merged first.
        let mut all = Tally::default();
        for worker in (0..workers).rev() {
            let mut simulator = Simulator::new(p.clone());
            let mut own = Tally::default();
            for chunk in (worker..24).step_by(workers as usize) {
                own.merge(&simulator.run(7, chunk, 20.0 * YEAR));
            }
            all.merge(&own);
        }
        assert_eq!(all, whole, "{workers} workers");
    }
    assert_ne!(simulated(p, 8, 24, 20.0), whole);
}

#[test]
fn a_known_run_gives_known_bits() {
    // What this program gave first, on x86-64: any machine has to give it again.
    let (p, _) = primary_and_standby();
    let tally = simulated(p, 1, 2, 10.0);
    assert_eq!((tally.failures, tally.measures[0].bad.0), KNOWN);
}

const KNOWN: (u64, u128) = (170, 151_694_928_376_889_344);

#[test]
fn windows_add_up_to_the_total() {
    let (mut p, _) =
        process(&[event(40.0, 600.0, 1.0), event(3.0, 9_000.0, 0.5)], &[], |d, e| d.or(e[0], e[1]).unwrap());
    p.windows_minutes = vec![YEAR / 4.0, YEAR, 60.0, 40_320.0];
    let tally = simulated(p, 1, 3, 20.0);
    let all = tally.measures[0].bad.value();
    for (window, count) in tally.measures[0].windows.iter().zip([240, 60, 525_960, 780]) {
        assert_eq!(window.histogram.windows(), count);
        let (sum, most) = (window.bad.value(), window.worst_minutes);
        assert!(most > 0.0 && window.histogram.percentile(1.0) >= most * 0.99);
        if count == 780 {
            // 28 days do not part 20 years: what is left over, 35 days at most a chunk, is in the total alone.
            assert!(sum <= all && all - sum < 3.0 * 40_320.0);
        } else {
            // Sums of some thousand doubles each.
            assert!((sum / all - 1.0).abs() < 1e-10, "{sum} of {all}");
        }
    }
    // No hour has more than an hour.
    assert!(tally.measures[0].windows[2].worst_minutes <= 60.0 + 1e-6);
}

#[test]
fn an_event_that_is_nearly_always_active_is_simulated_too() {
    let (p, exact) = process(&[event(100.0, 100_000.0, 1.0)], &[], |_, e| e[0]);
    agrees(p, exact, 400.0);
}

#[test]
fn percentiles_keep_their_error() {
    let mut histogram = Histogram::default();
    let measure = Measure { weights: Vec::new(), budget: 0.5, expected: 0.0 };
    let mut tally = tally::Windows::new(&[1.0], &[measure], Hours::All);
    // The window number i has (i + 1) / 1000 bad minutes.
    for i in 0..1000 {
        let start = f64::from(i);
        tally.add(start, start + f64::from(i + 1) / 1001.0, &[1.0]);
    }
    histogram.clone_from(&tally.finish(1000.0, 0).measures[0].windows[0].histogram);
    for percent in 1..=99 {
        let share = f64::from(percent) / 100.0;
        let expected = share * 1000.0 / 1001.0;
        let found = histogram.percentile(share);
        // Half a bin, 1/128 of the value.
        assert!((found / expected - 1.0).abs() < 1.0 / 128.0, "{percent}: {found} for {expected}");
    }
    let points = histogram.exceedance();
    assert_eq!(points[0], (0.0, 1.0));
    assert!(points.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1 >= pair[1].1));
    assert_eq!(points[points.len() - 1].1, 0.0);
}

#[test]
fn people_who_are_too_few_make_outages_longer() {
    // Ten events, each a quarter of an hour of work, 200 a year each: a queue with one server.
    let (mut p, _) = process(&[event(2_000.0, 15.0, 1.0); 10], &[], |d, e| d.any_of(e).unwrap());
    let unavailability = |p: &Process| simulated(p.clone(), 1, 8, 1.0).mean(0).0;
    let free = unavailability(&p);
    p.responders = Some(1_000);
    let many = unavailability(&p);
    p.responders = Some(2);
    let two = unavailability(&p);
    p.responders = Some(1);
    let one = unavailability(&p);
    assert!((many / free - 1.0).abs() < 0.05, "{many} and {free}");
    assert!(free < two && two < one, "{free} {two} {one}");
}

#[test]
fn one_repairer_is_the_machine_repair_model() {
    // Four machines, exponential up-times, one repairer who takes each for exactly 60 minutes of mean work. With
    // exponential repairs the stationary distribution is known; with log-normal ones only the share of time in which
    // the repairer is idle is bounded, so the check is by the balance: failures = repairs, which holds for any law.
    let rate = 1_000.0;
    let (mut p, _) = process(&[event(rate, 60.0, 1.0); 4], &[], |d, e| d.all_of(e).unwrap());
    p.responders = Some(1);
    // Measures: the share of each machine down, summed: root of the first alone stands for all by symmetry.
    let mut diagram = Diagram::new(100);
    let first = diagram.event(Var::new(0)).unwrap();
    p.program = Program::compile(&diagram, &[first]);
    let tally = simulated(p, 3, 20, 5.0);
    let (down, error) = tally.mean(0);
    // Each machine begins to fail `rate (1 - down)` times a year of its own up-time.
    let begun = tally.failures as f64 / 4.0 / 100.0;
    let expected = rate * (1.0 - down);
    let noise = 4.0 * (libm::sqrt(begun / 400.0) + rate * error.unwrap());
    assert!((begun - expected).abs() < noise, "{begun} and {expected}");
    // And the repairer cannot work more than all the time.
    assert!(begun * 4.0 * 60.0 <= YEAR * 1.001, "{begun}");
    // Alone each machine would be down for 10 % of the time.
    assert!(down > 0.11, "{down}");
}

#[test]
fn in_working_hours_the_same_share_fails_and_windows_part_their_own_minutes() {
    let (mut p, exact) =
        process(&[event(40.0, 600.0, 1.0), event(3.0, 9_000.0, 0.5)], &[], |d, e| d.or(e[0], e[1]).unwrap());
    p.windows_minutes = vec![4.0 * 10_080.0, YEAR];
    let all = simulated(p.clone(), 1, 40, 20.0);
    p.hours = Hours::Working;
    let working = simulated(p, 1, 40, 20.0);
    // Chunks are of 20 years, 1,043 weeks and 4 days: each has 1,043 * 3,000 + 4 * 600 minutes that count.
    assert_eq!(working.counted.value(), 40.0 * (1_043.0 * 3_000.0 + 2_400.0));
    assert_eq!((working.minutes, working.failures), (all.minutes, all.failures));
    let (mean, error) = working.mean(0);
    assert!(((mean - exact) / error.unwrap()).abs() < 4.0, "{mean} {exact}");
    let (_, apart, error) = working.apart(0);
    assert!((apart / error.unwrap()).abs() < 4.0);
    // Fewer of the minutes count, so what a window has to spend and what it spends are less, with more luck in it.
    let [four_weeks, years] = [0, 1].map(|kind| &working.measures[0].windows[kind]);
    assert_eq!((four_weeks.histogram.windows(), years.histogram.windows()), (40 * 260, 40 * 20));
    assert!(
        years.worst_minutes <= 262.0 * 600.0
            && years.worst_minutes < all.measures[0].windows[1].worst_minutes
    );
    assert!(four_weeks.bad.value() <= working.measures[0].bad.value());
}
