//! The three gates in words: which one binds, what it lacks, and whether the result claims too much.

use crate::analysis::{GateAnswer, Gates, Sentence};
use crate::model::{Choice, Practice};
use crate::quantity::Unavailability;
use crate::quantity::text::percent_available;

/// A practice at a level as a gate asks for it: "On-call, around the clock, one site".
pub fn ask_words(practice: Practice, level: u8) -> String {
    let info = practice.info();
    match info.level(level) {
        Some(named) if info.levels.len() > 1 => format!("{}: {}", info.name, named.name),
        _ => info.name.into(),
    }
}

/// What the gates say about the plan: one sentence on what binds, and one more when it claims too much.
pub fn gate_words(gates: &Gates, result: Option<Unavailability>) -> Vec<Sentence> {
    let earned = percent_available(gates.earned);
    let mut sentences = vec![match binding(gates) {
        Some(gate) => {
            let missing: Vec<String> = missing(gate).map(|(p, l)| ask_words(p, l)).collect();
            let count = missing.len();
            let what = if count == 1 { "practice is" } else { "practices are" };
            Sentence::of(
                format!("The practices of this plan earn {earned}. What binds is "),
                gate.gate.name(),
                format!(": {count} {what} missing."),
            )
        }
        None => {
            Sentence::of("All three gates are met: the practices of this plan earn ", earned.as_str(), ".")
        }
    }];
    if let (true, Some(result)) = (gates.claims_too_much, result) {
        sentences.push(Sentence::of(
            format!("The model says {}, ", percent_available(result)),
            "more than the gates earn",
            format!(": plan with {earned}, or add what the gate asks for."),
        ));
    }
    sentences
}

/// The first gate that is not met.
pub fn binding(gates: &Gates) -> Option<&GateAnswer> {
    gates.gates.iter().find(|answer| Some(answer.gate) == gates.binding)
}

/// What a gate asks for and the plan does not do.
pub fn missing(gate: &GateAnswer) -> impl Iterator<Item = (Practice, u8)> {
    gate.asks.iter().filter(|(_, _, done)| !done).map(|(practice, level, _)| (*practice, *level))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::analyse;
    use crate::model::templates::templates;
    use crate::model::{Edit, Plan};

    #[test]
    fn the_sentence_names_the_binding_gate_and_a_claim_above_it() {
        for template in templates() {
            let analysis = analyse(&(template.build)());
            let result = analysis.service.as_ref().map(|s| s.unavailability);
            let words = gate_words(&analysis.gates, result);
            assert_eq!(words.len(), if analysis.gates.claims_too_much { 2 } else { 1 });
            if let Some(gate) = binding(&analysis.gates) {
                assert!(words[0].to_string().contains(gate.gate.name()));
            }
        }
    }

    #[test]
    fn a_plan_that_does_everything_meets_every_gate() {
        let all = Practice::ALL.iter().map(|p| Edit::SetPractice(*p, p.highest())).collect();
        let plan: Plan = crate::model::templates::worked_example().apply(&Edit::Batch(all)).unwrap();
        let analysis = analyse(&plan);
        assert!(binding(&analysis.gates).is_none());
        assert!(gate_words(&analysis.gates, None)[0].to_string().contains("All three gates are met"));
    }
}
