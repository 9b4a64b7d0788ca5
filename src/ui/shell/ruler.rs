//! The ruler of nines: where users stand, what was promised, what the gates earn.

use core::cmp::Ordering;

use crate::analysis::{Analysis, Band};
use crate::model::Choice;
use crate::model::catalogue::Gate;
use crate::quantity::order;
use crate::quantity::{Unavailability, text};
use crate::ui::browser::element::{Element, svg};

/// The ends of the ruler, in nines.
const ENDS: (f64, f64) = (1.0, 6.0);
/// Promises that are marked; more would hide each other.
const PROMISES: usize = 4;
/// The height of a row of labels.
const ROW: f64 = 18.0;
/// A character of a label, at its widest.
const CHARACTER: f64 = 7.3;
/// Marks nearer than this make way for each other.
const CROWD: f64 = 240.0;
/// Space between a label and what is beside it.
const GAP: f64 = 5.0;
/// Space at both ends.
const MARGIN: f64 = 14.0;

/// What is marked on the ruler.
#[derive(Clone, Debug, PartialEq)]
struct Mark {
    nines: f64,
    words: String,
    /// The same for a phone.
    short: String,
    class: &'static str,
}

/// Where a label goes: its row, counted from the line upwards, and the side it grows to.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Spot {
    row: usize,
    anchor: Anchor,
}

/// Where a label stands to its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Anchor {
    Middle,
    /// Left of it.
    Left,
    /// Right of it.
    Right,
    /// At the left end of the ruler, where it fits nowhere else.
    LeftEnd,
    /// At the right end.
    RightEnd,
}

/// The ruler, drawn three times for three widths of page; the style sheet shows one.
///
/// The band of the service is a bar on the line; `stale` when it is that of the plan before the last change.
pub fn ruler(analysis: &Analysis, band: Option<(Band, bool)>) -> [Element; 3] {
    let marks = marks(analysis);
    let band = band.filter(|_| analysis.service.is_some());
    let says = marks.iter().map(|mark| mark.words.as_str()).collect::<Vec<_>>().join("; ");
    let range = band.map_or_else(String::new, |(band, stale)| {
        let of = if stale { " for the plan before the last change" } else { "" };
        format!(" The range{of} is {}.", crate::report::availability_range(band))
    });
    let says = format!("Ruler from one nine, 90 %, to six, 99.9999 %. {says}.{range}");
    [("ruler narrow", 300.0), ("ruler wide", 560.0), ("ruler widest", 1000.0)]
        .map(|(class, width)| drawing(class, width, &marks, band, &says))
}

/// What there is to mark, from left to right.
fn marks(analysis: &Analysis) -> Vec<Mark> {
    let at = |u: Unavailability| u.nines().map_or(ENDS.1, |nines| nines.get());
    let mut marks = Vec::new();
    if let Some(service) = &analysis.service {
        let got = text::percent_available(service.unavailability);
        let (words, short) = (format!("users get {got}"), format!("users {got}"));
        marks.push(Mark { nines: at(service.unavailability), words, short, class: "result" });
    }
    if analysis.journeys.len() > 1
        && let Some(worst) = analysis.worst_journey()
        && let Some(answer) = &worst.answer
    {
        let got = text::percent_available(answer.unavailability);
        let (words, short) = (format!("{} gets {got}", worst.name), format!("{} {got}", cut(&worst.name)));
        marks.push(Mark { nines: at(answer.unavailability), words, short, class: "worst" });
    }
    let mut promises: Vec<_> =
        analysis.journeys.iter().filter_map(|j| Some((j.name.as_str(), j.answer.as_ref()?))).collect();
    order::sort_by(&mut promises, |a, b| b.1.budget_spent.total_cmp(&a.1.budget_spent));
    for (name, answer) in promises.into_iter().take(PROMISES) {
        let objective = answer.objective.unavailability();
        let (sign, verdict, class) = match answer.budget_spent <= 1.0 {
            true => ("✓", "kept", "promise good"),
            false => ("✗", "broken", "promise bad"),
        };
        let promised = text::percent_available(objective);
        let words = format!("{name} promises {promised} {sign} {verdict}");
        let short = format!("{} {sign} {verdict}", cut(name));
        marks.push(Mark { nines: at(objective), words, short, class });
    }
    for gate in &analysis.gates.gates {
        let name = short_name(gate.gate);
        let (words, class) = match gate.met {
            true => (format!("{name} gate ✓ met"), "gate"),
            false if analysis.gates.binding == Some(gate.gate) => {
                (format!("{name} gate open, binds"), "gate binding")
            }
            false => (format!("{name} gate open"), "gate open"),
        };
        let short = format!("{name} {}", if gate.met { "✓" } else { "gate" });
        marks.push(Mark { nines: at(gate.ceiling), words, short, class });
    }
    order::sort_by(&mut marks, |a, b| a.nines.total_cmp(&b.nines));
    marks
}

/// A name cut to what fits a phone.
fn cut(name: &str) -> String {
    match name.char_indices().nth(12) {
        Some((end, _)) => format!("{}…", &name[..end]),
        None => name.to_owned(),
    }
}

fn short_name(gate: Gate) -> &'static str {
    gate.name().trim_start_matches("well-engineered ")
}

/// The share of the way from the left end to the right.
fn share(nines: f64) -> f64 {
    ((nines - ENDS.0) / (ENDS.1 - ENDS.0)).clamp(0.0, 1.0)
}

/// Gives every label a spot where none covers another and, where there is room, no line crosses a label.
///
/// Each entry is a position and a width, from left to right. In a crowd the left ones grow to the left, the
/// leftmost lowest, and the right ones to the right, the rightmost lowest. On a wider page they only move apart.
fn place(labels: &[(f64, f64)], width: f64) -> Vec<Spot> {
    let spans: Vec<(Anchor, f64, f64)> = labels
        .iter()
        .map(|&(x, length)| {
            let near = |other: f64| (other - x).abs() < CROWD;
            let left = labels.iter().filter(|other| near(other.0) && other.0 < x).count();
            let right = labels.iter().filter(|other| near(other.0) && other.0 > x).count();
            let (to_left, to_right) = (x - GAP - length >= 0.0, x + GAP + length <= width);
            let middle = x - length / 2.0 >= 0.0 && x + length / 2.0 <= width;
            match (to_left, to_right) {
                _ if left + right == 0 && middle => (Anchor::Middle, x - length / 2.0, x + length / 2.0),
                (true, false) => (Anchor::Left, x - GAP - length, x - GAP),
                (true, true) if right > left => (Anchor::Left, x - GAP - length, x - GAP),
                (_, true) => (Anchor::Right, x + GAP, x + GAP + length),
                (false, false) if x < width / 2.0 => (Anchor::LeftEnd, 0.0, length),
                (false, false) => (Anchor::RightEnd, width - length, width),
            }
        })
        .collect();
    let leftwards = |i: &usize| matches!(spans[*i].0, Anchor::Left | Anchor::LeftEnd | Anchor::Middle);
    let order = (0..labels.len()).filter(leftwards).chain((0..labels.len()).rev().filter(|i| !leftwards(i)));
    let mut rows = vec![usize::MAX; labels.len()];
    for i in order {
        let (_, left, right) = spans[i];
        let x = labels[i].0;
        let free = |row: usize, lines: bool| {
            (0..labels.len()).filter(|other| rows[*other] != usize::MAX).all(|other| {
                let (_, a, b) = spans[other];
                match rows[other].cmp(&row) {
                    Ordering::Equal => right + GAP <= a || b + GAP <= left,
                    Ordering::Less => !lines || x < a || b < x,
                    Ordering::Greater => !lines || labels[other].0 < left || right < labels[other].0,
                }
            })
        };
        let clear = (0..labels.len()).find(|row| free(*row, true));
        rows[i] = clear.or_else(|| (0..labels.len()).find(|row| free(*row, false))).unwrap_or(labels.len());
    }
    spans.into_iter().zip(rows).map(|((anchor, ..), row)| Spot { row, anchor }).collect()
}

fn drawing(class: &str, width: f64, marks: &[Mark], band: Option<(Band, bool)>, says: &str) -> Element {
    let inner = width - 2.0 * MARGIN;
    let narrow = width < 400.0;
    let words_of = |mark: &Mark| if narrow { mark.short.clone() } else { mark.words.clone() };
    let labels: Vec<_> = marks
        .iter()
        .map(|mark| (share(mark.nines) * inner, words_of(mark).chars().count() as f64 * CHARACTER))
        .collect();
    let spots = place(&labels, inner);
    let rows = spots.iter().map(|spot| spot.row + 1).max().unwrap_or(0);
    let axis = rows as f64 * ROW + 12.0;
    let height = |row: usize| axis - 14.0 - row as f64 * ROW;
    let mut drawing = svg("svg")
        .attr("class", class)
        .attr("role", "img")
        .attr("aria-label", says)
        .attr("width", "100%")
        .attr("height", (axis + 28.0).to_string())
        .child(line("axis", ("0", "100%"), (axis, axis)))
        .child(band.map(|(band, stale)| {
            let at = |u: Unavailability| percent(u.nines().map_or(ENDS.1, |nines| nines.get()));
            let (left, right) = (at(band.p95), at(band.p5));
            let bar = line("band", (&left, &right), (axis, axis));
            bar.attr("data-state", if stale { "stale" } else { "fresh" })
        }));
    for (nines, label) in (1u8..).zip(["90 %", "99 %", "99.9 %", "99.99 %", "99.999 %", "99.9999 %"]) {
        let x = percent(f64::from(nines));
        let anchor = match nines {
            1 => "start",
            6 => "end",
            _ => "middle",
        };
        let label = if narrow && matches!(nines, 2 | 5) { "" } else { label };
        drawing = drawing
            .child(line("tick", (&x, &x), (axis - 5.0, axis + 5.0)))
            .child(words("tick-label", &x, axis + 22.0, anchor).child(label));
    }
    for (mark, spot) in marks.iter().zip(&spots) {
        let x = percent(mark.nines);
        let radius = match mark.class {
            "result" => Some("7"),
            "worst" => Some("5"),
            _ => None,
        };
        let top = height(spot.row) + if spot.anchor == Anchor::Middle { 4.0 } else { -9.0 };
        let dot = radius.map(|r| svg("circle").attr("cx", &x).attr("cy", axis.to_string()).attr("r", r));
        let lead = line("lead", (&x, &x), (top, axis));
        drawing = drawing.child(svg("g").attr("class", mark.class).child(lead).child(dot));
    }
    for (mark, spot) in marks.iter().zip(&spots) {
        let (x, dx, anchor) = match spot.anchor {
            Anchor::Middle => (percent(mark.nines), 0.0, "middle"),
            Anchor::Left => (percent(mark.nines), -GAP, "end"),
            Anchor::Right => (percent(mark.nines), GAP, "start"),
            Anchor::LeftEnd => ("0".to_owned(), 0.0, "start"),
            Anchor::RightEnd => ("100%".to_owned(), 0.0, "end"),
        };
        let label = words("", &x, height(spot.row), anchor).attr("dx", dx.to_string()).child(words_of(mark));
        drawing = drawing.child(svg("g").attr("class", mark.class).child(label));
    }
    drawing
}

/// Where a mark stands, as a share of the width.
fn percent(nines: f64) -> String {
    format!("{}%", share(nines) * 100.0)
}

fn line(class: &str, x: (&str, &str), y: (f64, f64)) -> Element {
    svg("line")
        .attr("class", class)
        .attr("x1", x.0)
        .attr("x2", x.1)
        .attr("y1", y.0.to_string())
        .attr("y2", y.1.to_string())
}

/// A text, still without its words.
fn words(class: &str, x: &str, y: f64, anchor: &str) -> Element {
    let text = svg("text").attr("x", x).attr("y", y.to_string()).attr("text-anchor", anchor);
    text.attr("class", (!class.is_empty()).then_some(class))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::analysis::analyse;
    use crate::model::templates::templates;

    fn boxes(labels: &[(f64, f64)], width: f64) -> Vec<(usize, f64, f64)> {
        let spots = place(labels, width);
        labels
            .iter()
            .zip(spots)
            .map(|(&(x, length), Spot { row, anchor })| match anchor {
                Anchor::Middle => (row, x - length / 2.0, x + length / 2.0),
                Anchor::Left => (row, x - GAP - length, x - GAP),
                Anchor::Right => (row, x + GAP, x + GAP + length),
                Anchor::LeftEnd => (row, 0.0, length),
                Anchor::RightEnd => (row, width - length, width),
            })
            .collect()
    }

    fn overlap(boxes: &[(usize, f64, f64)]) -> bool {
        (0..boxes.len())
            .any(|i| boxes[..i].iter().any(|a| a.0 == boxes[i].0 && a.1 < boxes[i].2 && boxes[i].1 < a.2))
    }

    proptest! {
        #[test]
        fn labels_never_cover_each_other(
            mut labels in prop::collection::vec((0.0..300.0f64, 20.0..200.0f64), 0..12),
            width in 300.0..1500.0f64,
        ) {
            crate::quantity::order::sort_by(&mut labels, |a, b| a.0.total_cmp(&b.0));
            prop_assert!(!overlap(&boxes(&labels, width)));
        }
    }

    #[test]
    fn a_crowd_parts_to_both_sides_and_no_line_crosses_a_label() {
        let labels = [(525.0, 135.0), (576.0, 185.0), (576.0, 150.0), (586.0, 135.0), (661.0, 215.0)];
        let spots = place(&labels, 1000.0);
        for (i, a) in boxes(&labels, 1000.0).into_iter().enumerate() {
            for (j, spot) in spots.iter().enumerate() {
                let crossed = i != j && spot.row > a.0 && (a.1..=a.2).contains(&labels[j].0);
                assert!(!crossed, "the line of {j} crosses label {i}: {spots:?}");
            }
        }
        assert!(spots.iter().all(|spot| spot.row < 3), "{spots:?}");
    }

    #[test]
    fn every_template_marks_its_result_and_all_gates() {
        for template in templates() {
            let marks = marks(&analyse(&(template.build)()));
            assert_eq!(marks.iter().filter(|m| m.class == "result").count(), 1, "{}", template.key);
            assert_eq!(marks.iter().filter(|m| m.class.starts_with("gate")).count(), 3, "{}", template.key);
            assert!(marks.iter().filter(|m| m.class == "gate binding").count() <= 1, "{}", template.key);
        }
    }
}
