use super::*;
use crate::model::catalogue::gates::GATES;

fn numbers() -> Vec<Affects> {
    let parts = Part::ALL.iter().map(|&part| Affects::Part(part));
    let others = [
        Affects::Rate,
        Affects::Share,
        Affects::Beta,
        Affects::FailoverTime,
        Affects::ManualTime,
        Affects::Uncovered,
        Affects::Overload,
    ];
    parts.chain(others).collect()
}

/// The meaning of a level: products first, then the tightest cap.
fn changed(effects: &[Effect], mode: (Cause, Scope, Owner), affects: Affects, value: f64) -> f64 {
    let acting =
        || effects.iter().filter(|e| e.affects == affects && e.select.matches(mode.0, mode.1, mode.2));
    let factor = |e: &Effect| if let How::Times(factor) = e.how { factor } else { 1.0 };
    let cap = |e: &Effect| if let How::AtMost(cap) = e.how { cap } else { f64::INFINITY };
    let product = acting().map(factor).product::<f64>() * value;
    acting().map(cap).fold(product, f64::min)
}

#[test]
fn every_practice_stands_at_its_own_place_with_its_own_key() {
    assert_eq!(PRACTICES.len(), 16);
    assert_eq!(PRACTICES.len(), Practice::ALL.len());
    for (i, practice) in Practice::ALL.iter().enumerate() {
        assert_eq!(practice.info().practice, *practice);
        assert_eq!(Practice::from_key(practice.key()), Some(*practice));
        assert_eq!(PRACTICES.iter().position(|p| p.key == practice.key()), Some(i));
        assert_eq!(PRACTICES.iter().position(|p| p.name == practice.name()), Some(i));
        assert!((1..=9).contains(&practice.highest()), "{practice:?}");
        assert!(practice.effects(0).is_empty() && practice.effects(practice.highest() + 1).is_empty());
    }
}

#[test]
fn every_effect_has_a_source_and_none_makes_anything_worse() {
    for practice in PRACTICES {
        for level in practice.levels {
            assert!(!level.effects.is_empty(), "{} {}", practice.key, level.name);
            for effect in level.effects {
                assert!(effect.source.len() > 20, "{}", practice.key);
                match effect.how {
                    How::Times(factor) => assert!((0.0..=1.0).contains(&factor), "{}", practice.key),
                    How::AtMost(cap) => assert!(cap > 0.0 && cap.is_finite(), "{}", practice.key),
                }
                let assumed =
                    effect.source.starts_with("assumption") || effect.source.contains("(assumption)");
                assert!(assumed || effect.mark != Mark::Judgement, "{}: {}", practice.key, effect.source);
            }
        }
    }
}

#[test]
fn a_higher_level_is_never_worse_than_a_lower_one() {
    let values = [0.001, 0.1, 0.9, 1.0, 4.0, 6.0, 9.0, 12.0, 20.0, 60.0, 500.0, 3000.0];
    for practice in PRACTICES {
        let mut better = 0;
        for &cause in Cause::ALL {
            for &scope in Scope::ALL {
                for &owner in Owner::ALL {
                    for affects in numbers() {
                        for value in values {
                            let mut before = value;
                            for level in practice.levels {
                                let now = changed(level.effects, (cause, scope, owner), affects, value);
                                assert!(
                                    now <= before,
                                    "{} {}: {affects:?} {value}",
                                    practice.key,
                                    level.name
                                );
                                better += usize::from(now < before);
                                before = now;
                            }
                        }
                    }
                }
            }
        }
        assert!(better > 0, "{} changes something", practice.key);
    }
}

#[test]
fn every_practice_is_asked_for_by_the_gate_it_belongs_to() {
    for practice in PRACTICES {
        let gate = &GATES[practice.gate as usize];
        assert!(gate.asks.iter().any(|(p, _)| *p == practice.practice), "{}", practice.key);
    }
}

#[test]
fn costs_are_in_order_dated_and_grow_with_the_level() {
    for practice in PRACTICES {
        for level in practice.levels {
            for figure in [&level.engineers, &level.engineer_months_once, &level.tools] {
                let Figure { low, likely, high, .. } = *figure;
                assert!(0.0 <= low && low <= likely && likely <= high, "{} {}", practice.key, level.name);
                assert!(figure.date.is_some() && !figure.source.is_empty());
            }
        }
        for pair in practice.levels.windows(2) {
            assert!(pair[0].rota <= pair[1].rota, "{}", practice.key);
            assert!(pair[0].engineers.likely <= pair[1].engineers.likely, "{}", practice.key);
            assert!(pair[0].tools.likely <= pair[1].tools.likely, "{}", practice.key);
            assert!(pair[0].engineer_months_once.likely <= pair[1].engineer_months_once.likely);
        }
    }
}

/// SRE book (2016) ch. 11: eight people at one site, six at each of two.
#[test]
fn on_call_rotas_have_the_published_sizes() {
    let rotas: Vec<u32> = Practice::OnCall.info().levels.iter().map(|l| l.rota).collect();
    assert_eq!(rotas[1..], [8, 2 * 6]);
}
