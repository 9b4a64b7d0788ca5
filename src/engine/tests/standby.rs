//! Standby: the order of failures, the factor of first order and the chain, each by a second way.

use proptest::prelude::*;

use super::super::markov::Chain;
use super::super::random::Stream;
use super::super::standby::{
    Before, Length, StandbyGroup, began_first, draws, first_order_factor, overtaken,
};
use super::*;

/// A group's U by a chain whose states say which units are down: the first k that work serve.
fn by_units(group: &StandbyGroup) -> f64 {
    let n = group.units;
    let mut transitions = Vec::new();
    for state in 0..1usize << n {
        let mut working = 0;
        for unit in 0..n {
            if state >> unit & 1 == 1 {
                transitions.push((state, state & !(1 << unit), group.repair_rate));
                continue;
            }
            let dormancy = if working < group.needed { 1.0 } else { group.dormancy };
            working += 1;
            transitions.push((state, state | 1 << unit, group.failure_rate * dormancy));
        }
    }
    let p = reachable(1 << n, transitions);
    let fails = |state: &usize| n - (state.count_ones() as usize) < group.needed;
    numeric_sum((0..1usize << n).filter(fails).map(|state| p[state]))
}

fn numeric_sum(parts: impl Iterator<Item = f64>) -> f64 {
    super::super::numeric::sum(parts)
}

/// Long-run probabilities; states that are never entered have none.
fn reachable(states: usize, transitions: Vec<(usize, usize, f64)>) -> Vec<f64> {
    let mut seen = vec![false; states];
    let mut open = vec![0];
    seen[0] = true;
    while let Some(state) = open.pop() {
        for (_, to, _) in transitions.iter().filter(|(from, _, rate)| *from == state && *rate > 0.0) {
            if !seen[*to] {
                seen[*to] = true;
                open.push(*to);
            }
        }
    }
    let kept: Vec<usize> = (0..states).filter(|state| seen[*state]).collect();
    let place = |state: usize| kept.binary_search(&state).unwrap();
    let inside = transitions.into_iter().filter(|(from, ..)| seen[*from]);
    let chain = Chain::new(kept.len(), inside.map(|(a, b, rate)| (place(a), place(b), rate))).unwrap();
    let found = chain.eliminate().unwrap();
    let mut all = vec![0.0; states];
    kept.iter().zip(found).for_each(|(state, p)| all[*state] = p);
    all
}

fn groups() -> impl Strategy<Value = StandbyGroup> {
    let units = (1usize..6).prop_flat_map(|units| (Just(units), 1..=units));
    let dormancy = prop_oneof![Just(0.0), Just(1.0), 0.0..1.0f64];
    (units, dormancy, -5.0..0.5f64).prop_map(|((units, needed), dormancy, exponent)| StandbyGroup {
        units,
        needed,
        dormancy,
        failure_rate: libm::pow(10.0, exponent),
        repair_rate: 1.0,
    })
}

proptest! {
    #[test]
    fn counting_units_is_as_good_as_telling_them_apart(group in groups()) {
        assert_close(group.unavailability().unwrap(), by_units(&group), 1e-11);
    }

    #[test]
    fn hot_units_are_independent(mut group in groups()) {
        group.dormancy = 1.0;
        let u = group.failure_rate / (group.failure_rate + group.repair_rate);
        let tail = super::super::numeric::binomial_tail(group.units - group.needed + 1, group.units, u);
        assert_close(group.unavailability().unwrap(), tail, 1e-12);
    }

    #[test]
    fn the_factor_is_the_chain_in_first_order(mut group in groups()) {
        // The rest is of relative order u: at most twice as many u as there are units.
        for rate in [1e-3, 1e-5, 1e-7] {
            group.failure_rate = rate;
            let u = rate / (1.0 + rate);
            let tail = super::super::numeric::binomial_tail(group.units - group.needed + 1, group.units, u);
            let factor = first_order_factor(group.units, group.needed, group.dormancy);
            let error = group.unavailability().unwrap() / (factor * tail) - 1.0;
            prop_assert!(error.abs() <= 2.0 * group.units as f64 * u, "{group:?}: {error}");
        }
    }

    #[test]
    fn a_longer_wait_at_full_rate_never_helps(group in groups(), more in 0.0..1.0f64) {
        let hotter = StandbyGroup { dormancy: group.dormancy + (1.0 - group.dormancy) * more, ..group };
        let (before, after) = (group.unavailability().unwrap(), hotter.unavailability().unwrap());
        prop_assert!(after >= before * (1.0 - 1e-12));
    }

    #[test]
    fn one_of_two_outages_began_first(
        means in (1.0..300.0f64, 1.0..300.0f64),
        sigmas in (0.0..1.5f64, 0.0..1.5f64),
    ) {
        let (a, b) = (Length { mean: means.0, sigma: sigmas.0 }, Length { mean: means.1, sigma: sigmas.1 });
        assert_close(began_first(a, b) + began_first(b, a), 1.0, 1e-12);
        assert_close(began_first(a, a), 0.5, 1e-12);
    }

    #[test]
    fn draws_give_the_chance_for_every_number(dormancy in 0.0..1.0f64, mut wanted in prop::collection::vec(0.0..1.0f64, 1..5)) {
        crate::quantity::order::sort_by(&mut wanted, f64::total_cmp);
        let mut left = 1.0;
        for (draw, wanted) in draws(dormancy, &wanted).into_iter().zip(&wanted) {
            left *= 1.0 - draw;
            assert_close(1.0 - left, dormancy + (1.0 - dormancy) * wanted, 1e-12);
        }
    }
}

/// A length by the standard normal number `z`.
fn length(of: Length, z: f64) -> f64 {
    of.mean * libm::exp(of.sigma * (z - 0.5 * of.sigma))
}

#[test]
fn which_of_two_outages_began_first_is_counted() {
    // The mean of the overlap formula over two million pairs of lengths.
    let mut stream = Stream::new(7, 0);
    let ziggurat = super::super::random::Ziggurat::default();
    for (a, b) in [((60.0, 1.0), (60.0, 1.0)), ((180.0, 0.5), (30.0, 1.0)), ((20.0, 1.2), (90.0, 0.3))] {
        let (a, b) = (Length { mean: a.0, sigma: a.1 }, Length { mean: b.0, sigma: b.1 });
        let mut sum = 0.0;
        let count = 2_000_000;
        for _ in 0..count {
            let (f, s) = (length(a, ziggurat.normal(&mut stream)), length(b, ziggurat.normal(&mut stream)));
            sum += if f <= s { 0.5 * f * f } else { f * s - 0.5 * s * s };
        }
        let counted = sum / f64::from(count) / (a.mean * b.mean);
        assert!((counted - began_first(a, b)).abs() < 0.01, "{a:?} {b:?}: {counted}");
    }
}

#[test]
fn fixed_lengths_have_their_shares_by_hand() {
    // 30 and 10 minutes: of the 40 in which the two can begin around each other, in steps by hand: the second begins in
    // the first with min(30 - x, 10): 20 * 10 + 50 = 250 of 300.
    let fixed = |mean| Length { mean, sigma: 0.0 };
    assert_close(began_first(fixed(30.0), fixed(10.0)), 250.0 / 300.0, 1e-15);
    assert_close(began_first(fixed(10.0), fixed(30.0)), 50.0 / 300.0, 1e-15);
    assert_eq!(began_first(fixed(10.0), fixed(10.0)), 0.5);
    assert_eq!(began_first(fixed(0.0), fixed(10.0)), 0.5);
}

#[test]
fn outages_alike_come_in_any_order() {
    let one = |member: u32| Before { weight: 0.01, odds: 1.0, members: 1u64 << member };
    let three: Vec<Before> = (0..3).map(one).collect();
    for least in 1..=3 {
        for (q, found) in (least..=3).zip(overtaken(&three, least, least..=3)) {
            assert_close(found, 1.0 - least as f64 / (q + 1) as f64, 1e-14);
        }
    }
    // More than are told one by one.
    let many: Vec<Before> = (0..20).map(one).collect();
    assert_close(overtaken(&many, 4, 5..=5)[0], 1.0 - 4.0 / 6.0, 1e-14);
}

#[test]
fn exponential_outages_race() {
    // Lengths with rates 1 (the waiting member's own), 2 and 5: it is the youngest of three with chance 1 / 8; with one
    // of the two older at least, 1 less the chance of being the oldest: 1 - (2/8 * 5/6 + 5/8 * 2/3).
    let pair = [(2.0, 1), (5.0, 2)].map(|(odds, members)| Before { weight: 0.5, odds, members });
    assert_close(overtaken(&pair, 2, 2..=2)[0], 1.0 / 8.0, 1e-14);
    assert_close(overtaken(&pair, 1, 2..=2)[0], 1.0 - 5.0 / 24.0 - 10.0 / 24.0, 1e-14);
    // One outage that takes both down counts once, and is by far the more probable way.
    let zone = Before { weight: 0.5, odds: 0.25, members: 3 };
    assert_close(overtaken(&[zone], 2, 2..=2)[0], 0.8, 1e-14);
    // Nothing that is never met, and what surely began later.
    let never = Before { weight: 0.0, ..zone };
    assert_close(overtaken(&[never, zone], 2, 2..=2)[0], 0.8, 1e-14);
    let later = Before { odds: f64::INFINITY, members: 1, ..zone };
    assert_eq!(overtaken(&[later], 1, 1..=1)[0], 0.0);
}

#[test]
fn nonsense_is_refused_by_name() {
    let group = StandbyGroup { units: 3, needed: 2, dormancy: 0.5, failure_rate: 1.0, repair_rate: 1.0 };
    let refused = |group: StandbyGroup| group.unavailability().unwrap_err().to_string();
    assert!(refused(StandbyGroup { needed: 0, ..group }).contains("needed units"));
    assert!(refused(StandbyGroup { needed: 4, ..group }).contains("needed units"));
    assert!(refused(StandbyGroup { dormancy: 1.5, ..group }).contains("dormancy"));
    assert!(refused(StandbyGroup { failure_rate: f64::NAN, ..group }).contains("failure rate"));
    assert!(refused(StandbyGroup { repair_rate: 0.0, ..group }).contains("repair rate"));
}
