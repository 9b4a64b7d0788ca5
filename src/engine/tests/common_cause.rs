//! Common-cause models: published systems, and the laws between the models.

use proptest::prelude::*;

use super::super::common_cause::{CommonCause, CommonCauseError};
use super::*;

/// Columns: id; model; its factors; U of three trains of a valve or a pump, all needed to fail, both kinds a group of
/// three with Q = 0.1; tolerance; source.
const TABLE: &str = include_str!("../../../tests/golden/common_cause.csv");

fn model(name: &str, factors: &[f64]) -> CommonCause {
    match name {
        "beta" => CommonCause::Beta(factors[0]),
        "greek" => CommonCause::Greek(factors.to_vec()),
        _ => CommonCause::Alpha(factors.to_vec()),
    }
}

#[test]
fn three_trains_of_valves_and_pumps_give_the_published_figures() {
    let mut rows = 0;
    for row in TABLE.lines().skip(1) {
        let [id, name, factors, expected, tolerance, ..] = row.split(';').collect::<Vec<_>>()[..] else {
            panic!("six columns: {row}")
        };
        let factors: Vec<f64> = factors.split(' ').map(|f| f.parse().unwrap()).collect();
        let group = model(name, &factors).events(3, 0.1).unwrap();
        let mut d = diagram();
        let e = events(&mut d, 2 * group.len() as u32);
        let p: Vec<f64> = group.iter().chain(&group).map(|(_, p)| *p).collect();
        let trains: Vec<Node> = (0..3)
            .map(|member| {
                let hits = |at: &usize| group[*at % group.len()].0.contains(&member);
                let hit: Vec<Node> = (0..e.len()).filter(hits).map(|at| e[at]).collect();
                d.any_of(&hit).unwrap()
            })
            .collect();
        let all = d.all_of(&trains).unwrap();
        let (found, expected): (f64, f64) = (probability(&d, all, &p), expected.parse().unwrap());
        assert!((found - expected).abs() <= tolerance.parse().unwrap(), "{id}: {found}, expected {expected}");
        rows += 1;
    }
    assert_eq!(rows, 6);
}

fn ways(n: usize, k: usize) -> f64 {
    (0..k).fold(1.0, |ways, i| ways * (n - i) as f64 / (i + 1) as f64)
}

/// A model of any kind for this many members.
fn any_model(members: usize) -> impl Strategy<Value = CommonCause> {
    (0usize..3, prop::collection::vec(0.01f64..1.0, members)).prop_map(|(which, mut factors)| match which {
        0 => CommonCause::Beta(factors[0]),
        1 => {
            factors.pop();
            CommonCause::Greek(factors)
        }
        _ => {
            let sum: f64 = factors.iter().sum();
            CommonCause::Alpha(factors.iter().map(|alpha| alpha / sum).collect())
        }
    })
}

proptest! {
    #[test]
    fn what_a_member_suffers_adds_up_to_its_total(
        (members, model) in (1usize..9).prop_flat_map(|n| (Just(n), any_model(n))),
        total in 1e-9f64..100.0,
    ) {
        let by_size = model.by_size(members, total).unwrap();
        let sum: f64 = by_size.iter().enumerate().map(|(k, q)| ways(members - 1, k) * q).sum();
        assert_close(sum, total, 1e-13);
        // The same, event by event, for every member.
        let listed = model.events(members, total).unwrap();
        for member in 0..members {
            let sum: f64 = listed.iter().filter(|(set, _)| set.contains(&member)).map(|(_, q)| q).sum();
            assert_close(sum, total, 1e-13);
        }
    }

    #[test]
    fn greek_letters_of_one_beyond_beta_are_beta(members in 2usize..9, beta in 0.0f64..=1.0, total in 0.0f64..1.0) {
        let mut rho = vec![1.0; members - 1];
        rho[0] = beta;
        let greek = CommonCause::Greek(rho).by_size(members, total).unwrap();
        prop_assert_eq!(greek, CommonCause::Beta(beta).by_size(members, total).unwrap());
    }

    #[test]
    fn alpha_with_everything_on_one_is_independence(members in 1usize..9, total in 0.0f64..1.0) {
        let mut alpha = vec![0.0; members];
        alpha[0] = 1.0;
        let parts = CommonCause::Alpha(alpha).by_size(members, total).unwrap();
        prop_assert_eq!(&parts, &CommonCause::Beta(0.0).by_size(members, total).unwrap());
        prop_assert_eq!(parts[0], total);
        prop_assert!(parts[1..].iter().all(|part| *part == 0.0));
    }
}

#[test]
fn two_members_have_one_model_in_three_guises() {
    // beta = rho_2, and alpha_2 = beta / (2 - beta).
    let beta = 0.3;
    let expected = CommonCause::Beta(beta).by_size(2, 0.01).unwrap();
    let shared = beta / (2.0 - beta);
    let guises = [CommonCause::Greek(vec![beta]), CommonCause::Alpha(vec![1.0 - shared, shared])];
    for guise in guises {
        for (found, expected) in guise.by_size(2, 0.01).unwrap().into_iter().zip(&expected) {
            assert_close(found, *expected, 1e-15);
        }
    }
}

#[test]
fn what_is_wrong_is_named() {
    use CommonCauseError as E;
    let refused = |model: CommonCause, members: usize, total: f64| model.by_size(members, total).unwrap_err();
    assert_eq!(refused(CommonCause::Beta(0.1), 0, 0.1), E::NoMembers);
    assert_eq!(refused(CommonCause::Beta(1.1), 2, 0.1), E::Beta { found: 1.1 });
    assert!(matches!(refused(CommonCause::Beta(f64::NAN), 2, 0.1), E::Beta { .. }));
    assert_eq!(refused(CommonCause::Greek(vec![0.1, -0.5]), 3, 0.1), E::Greek { place: 3, found: -0.5 });
    let count = E::Factors { members: 3, found: 3, needed: 2 };
    assert_eq!(refused(CommonCause::Greek(vec![0.1; 3]), 3, 0.1), count);
    assert_eq!(refused(CommonCause::Alpha(vec![0.5, 0.4]), 2, 0.1), E::Sum { found: 0.9 });
    assert_eq!(refused(CommonCause::Alpha(vec![1.5, -0.5]), 2, 0.1), E::Alpha { place: 1, found: 1.5 });
    assert_eq!(refused(CommonCause::Beta(0.1), 2, -1.0), E::Total { found: -1.0 });
    assert_eq!(refused(CommonCause::Beta(0.1), 2, f64::INFINITY), E::Total { found: f64::INFINITY });
    let many = CommonCause::Beta(0.1).events(17, 0.1).unwrap_err();
    assert_eq!(many, E::TooManyMembers { found: 17, limit: 16 });
    assert_eq!(
        CommonCause::Alpha(vec![0.5, 0.4]).by_size(2, 0.1).unwrap_err().to_string(),
        "the alpha factors add up to 0.9; 1 is needed"
    );
}
