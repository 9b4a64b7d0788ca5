//! How certain it is that nothing better was missed, in words.

use crate::economics::Ladder;

/// "Optimal among 31,850,496 designs: 2,113 evaluated, all others beaten for certain.", or what the search has left
/// open.
pub fn proof_words(ladder: &Ladder) -> String {
    let evaluated = grouped(ladder.designs_tried);
    if ladder.is_proven() {
        return format!(
            "Optimal among {} designs: {evaluated} evaluated, all others beaten for certain.",
            grouped(ladder.designs)
        );
    }
    let gap = ladder
        .steps
        .iter()
        .map(|step| 1.0 - step.at_least / step.design.cost_per_month.max(f64::MIN_POSITIVE));
    let most = gap.fold(0.0, f64::max);
    format!(
        "The best found: {} of {} designs covered, {evaluated} evaluated; no step can be cheaper by more than {:.0} %.",
        grouped(ladder.designs_covered),
        grouped(ladder.designs),
        (100.0 * most).ceil()
    )
}

/// A whole number with its thousands apart: "31,850,496".
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        for (number, text) in [(0, "0"), (999, "999"), (1000, "1,000"), (31_850_496, "31,850,496")] {
            assert_eq!(grouped(number), text);
        }
    }
}
