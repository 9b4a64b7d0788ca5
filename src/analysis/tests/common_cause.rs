//! Greek letters and alpha factors in plans: published figures, laws between the models.

use proptest::prelude::*;

use super::sample::{id, plan, q};
use crate::analysis::events::{RatePart, Sharers};
use crate::analysis::{Sharing as Told, analyse, importances, shared_fate};
use crate::engine::common_cause::CommonCause;
use crate::model::limits::MAX_SHARING;
use crate::model::{Edit, FindingKind, Placement, Plan, Practice, Reach, Scope, Sharing, Target};
use crate::quantity::{MINUTES_PER_YEAR, Probability, Quantity};

fn u(plan: &Plan) -> f64 {
    analyse(plan).service.unwrap().unavailability.get()
}

/// Columns: id; model; its factors; U of three trains of a valve or a pump, all needed to fail, both kinds a group of
/// three with Q = 0.1; tolerance; source.
const TABLE: &str = include_str!("../../../tests/golden/common_cause.csv");

/// A model of three members whose events have the odds that these probabilities have: sets of one, two and three.
///
/// A plan divides rates and the sources divide probabilities, `Q_k`; an event of rate r and length D has the odds r D.
fn by_odds(model: &str, by_size: &[f64]) -> (f64, f64, Sharing) {
    let odds: Vec<f64> = by_size.iter().map(|p| p / (1.0 - p)).collect();
    // What a member suffers from sets of each size: it is in one, two and one of them.
    let [one, two, three] = [odds[0], 2.0 * odds[1], odds[2]];
    let all = one + two + three;
    let beta = (two + three) / all;
    let sharing = match model {
        "beta" => Sharing::Beta,
        "greek" => Sharing::Greek { gamma: q(three / (two + three)), delta: q(0.5) },
        _ => {
            let occurrences = one + two / 2.0 + three / 3.0;
            let (two, three) = (two / 2.0 / occurrences, three / 3.0 / occurrences);
            // In a group of three, what would hit four hits all.
            Sharing::Alpha { two: q(two), three: q(0.75 * three), four: q(0.25 * three) }
        }
    };
    (all, beta, sharing)
}

#[test]
fn published_trains_come_out_of_a_plan() {
    let mut rows = 0;
    for row in TABLE.lines().skip(1) {
        let [name, model, factors, expected, tolerance, ..] = row.split(';').collect::<Vec<_>>()[..] else {
            panic!("{row}")
        };
        let factors: Vec<f64> = factors.split(' ').map(|f| f.parse().unwrap()).collect();
        let engine = match model {
            "beta" => CommonCause::Beta(factors[0]),
            "greek" => CommonCause::Greek(factors),
            _ => CommonCause::Alpha(factors),
        };
        let (odds, beta, sharing) = by_odds(model, &engine.by_size(3, 0.1).unwrap());
        // A train is a replica; valves and pumps are two ways in which it fails.
        let p = plan(&[1])
            .with_component("train", Placement::Regional, 3, 1)
            .with_mode("valve", Target::Component(id("train")), Scope::Instance, MINUTES_PER_YEAR, odds)
            .with_mode("pump", Target::Component(id("train")), Scope::Instance, MINUTES_PER_YEAR, odds)
            .tune(|p| {
                p.modes.iter_mut().for_each(|mode| (mode.beta, mode.sharing) = (q(beta), sharing.clone()))
            })
            .with_journey("j", &[("train", None)]);
        let (found, expected): (f64, f64) = (u(&p), expected.parse().unwrap());
        let tolerance: f64 = tolerance.parse().unwrap();
        assert!((found - expected).abs() <= tolerance.max(2e-15), "{name}: {found}, expected {expected}");
        rows += 1;
    }
    assert_eq!(rows, 6);
}

/// A group of which one is needed, failing 20 times a year for an hour.
fn group(replicas: u32, beta: f64, sharing: Sharing) -> Plan {
    plan(&[1])
        .with_component("web", Placement::Regional, replicas, 1)
        .with_mode("loss", Target::Component(id("web")), Scope::Instance, 20.0, 60.0)
        .tune(|p| (p.modes[0].beta, p.modes[0].sharing) = (q(beta), sharing))
        .with_journey("j", &[("web", None)])
}

fn greek(gamma: f64, delta: f64) -> Sharing {
    Sharing::Greek { gamma: q(gamma), delta: q(delta) }
}

fn alpha(two: f64, three: f64, four: f64) -> Sharing {
    Sharing::Alpha { two: q(two), three: q(three), four: q(four) }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(80))]

    #[test]
    fn models_that_say_what_beta_says_give_its_numbers(
        replicas in 2u32..10,
        needed in 1u32..10,
        beta in 0.001..1.0f64,
        everywhere in any::<bool>(),
        regions in 1usize..3,
    ) {
        let of = |beta, sharing| {
            let p = group(replicas, beta, sharing)
                .tune(|p| p.regions = plan(&vec![1; regions]).regions)
                .tune(|p| p.components[0].needed = needed.min(replicas))
                .tune(|p| if everywhere { p.modes[0].reach = Reach::Everywhere });
            u(&p)
        };
        let expected = of(beta, Sharing::Beta);
        // beta of a member's failures hit all n: of the occurrences, a for which n a / (1 - a + n a) = beta.
        let n = f64::from(replicas);
        let all = beta / (n - (n - 1.0) * beta);
        for found in [of(beta, greek(1.0, 1.0)), of(0.5, alpha(0.0, 0.0, all))] {
            prop_assert!((found / expected - 1.0).abs() < 1e-12, "{found} {expected}");
        }
    }

    #[test]
    fn of_several_of_which_one_will_do_more_sharing_never_helps(
        replicas in 2u32..7,
        letters in prop::array::uniform3(0.0..1.0f64),
        which in 0usize..3,
        more in 0.0..1.0f64,
    ) {
        let of = |[beta, gamma, delta]: [f64; 3]| u(&group(replicas, beta, greek(gamma, delta)));
        let mut raised = letters;
        raised[which] += (1.0 - raised[which]) * more;
        prop_assert!(of(raised) >= of(letters) * (1.0 - 1e-12));
    }

    #[test]
    fn every_member_keeps_its_rate(
        members in 1u8..65,
        beta in 0.0..1.0f64,
        factors in prop::array::uniform3(0.0..0.33f64),
    ) {
        for sharers in [Sharers::Greek([factors[0] * 3.0, factors[1] * 3.0]), Sharers::Alpha(factors)] {
            let beta = sharers.shared(beta);
            let sum: f64 = if u32::from(members) > MAX_SHARING {
                [1, members].iter().map(|size| sharers.of_rate(RatePart::Set { size: *size, members }, beta)).sum()
            } else {
                let ways = |size: u8| (0..size - 1).map(|i| f64::from(members - 1 - i) / f64::from(i + 1)).product::<f64>();
                (1..=members).map(|size| ways(size) * sharers.of_rate(RatePart::Set { size, members }, beta)).sum()
            };
            prop_assert!((sum - 1.0).abs() < 1e-13, "{sharers:?} {members}: {sum}");
        }
    }

    #[test]
    fn what_is_shared_by_many_is_what_practices_lower(replicas in 2u32..7, factors in prop::array::uniform3(0.0..0.3f64)) {
        for sharing in [greek(factors[0], factors[1]), alpha(factors[0], factors[1], factors[2])] {
            let p = group(replicas, 0.3, sharing);
            let better = p.apply(&Edit::SetPractice(Practice::FailureDomainIsolation, 1)).unwrap();
            let shares = |p: &Plan| {
                let mode = &analyse(p).modes[0];
                let part = |size| mode.sharers.of_rate(RatePart::Set { size, members: replicas as u8 }, mode.beta);
                (1..=replicas as u8).map(part).collect::<Vec<f64>>()
            };
            let (before, after) = (shares(&p), shares(&better));
            prop_assert!(after[0] >= before[0]);
            prop_assert!(after[1..].iter().zip(&before[1..]).all(|(after, before)| after <= before));
        }
    }
}

#[test]
fn four_members_by_hand() {
    // 2 of 4 needed: three down are one too many. By the published formulas for n = 4.
    let (beta, gamma, delta) = (0.2, 0.4, 0.3);
    let p = group(4, beta, greek(gamma, delta)).tune(|p| p.components[0].needed = 2);
    let odds = |share: f64| 20.0 * 60.0 / MINUTES_PER_YEAR * share;
    let by_size = [
        odds(1.0 - beta),
        odds(beta * (1.0 - gamma) / 3.0),
        odds(beta * gamma * (1.0 - delta) / 3.0),
        odds(beta * gamma * delta),
    ];
    let found = (0..1u32 << 15)
        .filter(|state| {
            let down = (1..16u32).filter(|set| state >> (set - 1) & 1 == 1).fold(0, |down, set| down | set);
            down.count_ones() > 2
        })
        .map(|state| {
            let p = |set: u32| {
                let odds = by_size[set.count_ones() as usize - 1];
                if state >> (set - 1) & 1 == 1 { odds / (1.0 + odds) } else { 1.0 / (1.0 + odds) }
            };
            (1..16).map(p).product::<f64>()
        })
        .sum::<f64>();
    assert!((u(&p) / found - 1.0).abs() < 1e-12, "{} {found}", u(&p));
}

#[test]
fn zones_and_regions_share_by_sets_too() {
    // Three regions; a cause hits two of them or all. Users of a region fail with it: u of what it suffers in all.
    let regions = |reach| {
        plan(&[1, 1, 1])
            .with_component("web", Placement::Regional, 1, 1)
            .with_mode("cut", Target::Domain, Scope::Region, 2.0, 60.0)
            .tune(|p| (p.modes[0].beta, p.modes[0].sharing) = (q(0.5), greek(0.25, 0.0)))
            .tune(|p| p.modes[0].reach = reach)
            .with_journey("j", &[("web", None)])
    };
    let odds = |share: f64| 2.0 * 60.0 / MINUTES_PER_YEAR * share;
    let up = |shares: &[f64]| shares.iter().map(|share| 1.0 / (1.0 + odds(*share))).product::<f64>();
    // One own event, two pairs, one of all.
    let expected = 1.0 - up(&[0.5, 0.1875, 0.1875, 0.125]);
    assert!((u(&regions(Reach::Everywhere)) / expected - 1.0).abs() < 1e-10);
    let expected = 1.0 - up(&[1.0]);
    assert!((u(&regions(Reach::Group)) / expected - 1.0).abs() < 1e-10);
    // Zones: two of three needed, so any pair is too many; three pairs and all of them beside the own ones.
    let zones = plan(&[3])
        .with_component("web", Placement::Zonal, 3, 2)
        .with_mode("cut", Target::Domain, Scope::Zone, 2.0, 60.0)
        .tune(|p| (p.modes[0].beta, p.modes[0].sharing) = (q(0.5), greek(0.25, 0.0)))
        .with_journey("j", &[("web", None)]);
    let own = odds(0.5) / (1.0 + odds(0.5));
    let too_many = 3.0 * own * own * (1.0 - own) + own * own * own;
    let expected = 1.0 - (1.0 - too_many) * up(&[0.1875, 0.1875, 0.1875, 0.125]);
    assert!((u(&zones) / expected - 1.0).abs() < 1e-10, "{} {expected}", u(&zones));
}

#[test]
fn replicas_alone_in_their_regions_share_across_them() {
    let p = plan(&[1, 1, 1])
        .with_component("web", Placement::Regional, 1, 1)
        .with_mode("push", Target::Component(id("web")), Scope::Instance, 2.0, 60.0)
        .tune(|p| (p.modes[0].beta, p.modes[0].sharing) = (q(0.5), alpha(0.2, 0.0, 0.1)))
        .tune(|p| p.modes[0].reach = Reach::Everywhere)
        .with_journey("j", &[("web", None)]);
    let names: Vec<String> =
        importances(&p).unwrap().service.unwrap().events.into_iter().map(|event| event.name).collect();
    assert!(names.contains(&"push (Region 0 and Region 2 at once)".to_owned()), "{names:?}");
    assert_eq!(names.len(), 7);
}

#[test]
fn what_hits_some_is_told_as_such() {
    let p = group(3, 0.2, greek(0.25, 0.0)).tune(|p| p.components[0].needed = 2);
    let service = analyse(&p).service.unwrap();
    let pair = service.cut_sets.iter().find(|set| set.events[0].contains("replicas 1 and 3")).unwrap();
    assert_eq!(pair.events, ["loss, Region 0 (replicas 1 and 3 at once)"]);
    let told: Vec<String> = service.causes.iter().map(|cause| cause.sentence.to_string()).collect();
    assert!(told.iter().any(|told| told.contains("hits several replicas at once")), "{told:?}");
    let fate = shared_fate(&p).unwrap();
    assert!(matches!(fate.groups[0].sharing, Told::Greek(beta) if beta == Probability::new(0.2).unwrap()));
    // Nothing shared: what the same plan is without its beta.
    let alone = u(&group(3, 0.0, Sharing::Beta).tune(|p| p.components[0].needed = 2));
    assert!((fate.service.unwrap().independent.get() / alone - 1.0).abs() < 1e-12);
    let alpha = shared_fate(&group(3, 0.0, alpha(0.1, 0.1, 0.0))).unwrap();
    assert!(matches!(alpha.groups[0].sharing, Told::Alpha(share) if (share.get() - 0.2).abs() < 1e-15));
}

#[test]
fn a_group_too_large_to_list_shares_with_all_and_says_so() {
    let large = MAX_SHARING + 1;
    let p = group(large, 0.3, greek(0.2, 0.1));
    assert!((u(&p) / u(&group(large, 0.3, Sharing::Beta)) - 1.0).abs() < 1e-12);
    let findings = analyse(&p).findings;
    let found = findings.iter().find(|finding| finding.code == FindingKind::SharedByMany).unwrap();
    assert!(found.what.contains('7') && found.advice.contains('6'), "{found:?}");
    assert!(analyse(&group(MAX_SHARING, 0.3, greek(0.2, 0.1))).findings.is_empty());
}
