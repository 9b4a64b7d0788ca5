//! What practices do, in words.

use crate::analysis::{Change, Changed};
use crate::model::catalogue::{Affects, Effect, How, Select};
use crate::model::{Choice, Part, Scope};
use crate::quantity::text::{duration, rate, share};
use crate::quantity::{Probability, Quantity};

/// What an effect does to the number it changes: "detect at most 5 min", "happens 60 % less often".
pub fn effect_words(effect: &Effect) -> String {
    match effect.how {
        How::AtMost(cap) => capped(effect.affects, cap),
        How::Times(factor) => multiplied(effect.affects, factor),
    }
}

fn capped(number: Affects, cap: f64) -> String {
    match number {
        Affects::Rate => format!("happens at most {}", rate(cap)),
        Affects::Part(part) => format!("{} at most {}", part.name(), duration(cap)),
        Affects::Share => format!("touches at most {} of users", percent(cap)),
        Affects::Beta => format!("at most {} hit every replica at once", percent(cap)),
        Affects::FailoverTime => format!("failover at most {}", duration(cap)),
        Affects::ManualTime => format!("failover by hand at most {}", duration(cap)),
        Affects::Uncovered => format!("failover fails at most {} of the time", percent(cap)),
        Affects::Overload => "turns excess load away".into(),
    }
}

fn multiplied(number: Affects, factor: f64) -> String {
    let less = by_how_much(factor);
    match number {
        Affects::Rate => format!("happens {less} often"),
        Affects::Part(part) => format!("{} takes {less} time", part.name()),
        Affects::Share => format!("touches {less} of the users"),
        Affects::Beta => format!("hits every replica at once {less} often"),
        Affects::FailoverTime => format!("failover takes {less} time"),
        Affects::ManualTime => format!("failover by hand takes {less} time"),
        Affects::Uncovered => format!("failover fails {less} often"),
        Affects::Overload => "turns excess load away instead of toppling over".into(),
    }
}

/// "60 % less", "a tenth more"; never a bare factor.
fn by_how_much(factor: f64) -> String {
    if factor > 1.0 {
        return format!("{:.0} % more", (factor - 1.0) * 100.0);
    }
    format!("{} less", percent(1.0 - factor))
}

fn percent(p: f64) -> String {
    share(Probability::clamped(p))
}

/// Which failure modes an effect is about; nothing when it is about all of them.
pub fn select_words(select: &Select) -> Option<String> {
    let mut parts = Vec::new();
    match select.causes.len() {
        0 => (),
        // A long list says what it leaves out.
        n if n > 5 => {
            let rest = crate::model::Cause::ALL.iter().filter(|cause| !select.causes.contains(cause));
            parts.push(format!("every cause but {}", listed(rest.map(|cause| cause.name()))));
        }
        _ => parts.push(listed(select.causes.iter().map(|cause| cause.name()))),
    }
    if !select.scopes.is_empty() {
        parts.push(listed(select.scopes.iter().map(|scope| match scope {
            Scope::Instance => "of one replica",
            Scope::Zone => "of a zone",
            Scope::Region => "of a region",
            Scope::Global => "everywhere at once",
        })));
    }
    if !select.owners.is_empty() {
        parts.push(format!("owned by {}", listed(select.owners.iter().map(|owner| owner.name()))));
    }
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn listed<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let words: Vec<&str> = words.collect();
    match words.as_slice() {
        [] => String::new(),
        [one] => (*one).into(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

/// What a practice changed about a mode: "Canary: touches 5 % of users, not 100 %".
pub fn change_words(change: &Change) -> String {
    let (before, after) = (change.before, change.after);
    let what = match change.number {
        Changed::Rate => format!("happens {}, not {}", rate(after), rate(before)),
        Changed::Part(part) => {
            let verb = match part {
                Part::Detect => "detected in",
                Part::Engage => "engaged in",
                Part::Diagnose => "diagnosed in",
                Part::Mitigate => "mitigated in",
                Part::Verify => "verified in",
            };
            format!("{verb} {}, not {}", duration(after), duration(before))
        }
        Changed::Share => format!("touches {} of users, not {}", percent(after), percent(before)),
        Changed::Beta => {
            format!("{} hit every replica at once, not {}", percent(after), percent(before))
        }
    };
    format!("{}: {what}", change.practice.name())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Practice;
    use crate::model::catalogue::PRACTICES;

    #[test]
    fn every_effect_of_the_catalogue_has_words() {
        for level in PRACTICES.iter().flat_map(|p| p.levels) {
            for effect in level.effects {
                let words = effect_words(effect);
                assert!(words.len() > 10 && !words.contains("NaN"), "{words}");
                assert!(!words.contains("unknown"), "{words}");
            }
        }
    }

    #[test]
    fn a_cap_and_a_factor_read_as_a_person_would_say_them() {
        let effect = |affects, how| Effect {
            select: Select::ALL,
            affects,
            how,
            mark: crate::model::catalogue::Mark::Judgement,
            source: "",
        };
        for (affects, how, words) in [
            (Affects::Part(Part::Detect), How::AtMost(5.0), "detect at most 5 min"),
            (Affects::Rate, How::Times(0.4), "happens 60 % less often"),
            (Affects::Rate, How::Times(1.2), "happens 20 % more often"),
            (Affects::Uncovered, How::AtMost(0.05), "failover fails at most 5 % of the time"),
        ] {
            assert_eq!(effect_words(&effect(affects, how)), words);
        }
    }

    #[test]
    fn a_change_names_the_practice_and_both_values() {
        let change = Change {
            practice: Practice::OnCall,
            number: Changed::Part(Part::Engage),
            before: 90.0,
            after: 10.0,
        };
        assert_eq!(change_words(&change), "On-call: engaged in 10 min, not 1 h 30 min");
    }

    #[test]
    fn a_long_list_of_causes_says_what_it_leaves_out() {
        use crate::model::Cause;
        let causes = &[
            Cause::Hardware,
            Cause::Network,
            Cause::SoftwarePush,
            Cause::ConfigurationPush,
            Cause::Capacity,
            Cause::Dependency,
            Cause::Human,
            Cause::Security,
            Cause::Unknown,
        ];
        assert_eq!(select_words(&Select { causes, ..Select::ALL }).unwrap(), "every cause but data");
        assert_eq!(select_words(&Select::ALL), None);
    }
}
