//! The ruler of nines: where users stand, what was promised, what the gates earn.

use leptos::prelude::*;

use crate::analysis::Analysis;
use crate::model::Choice;
use crate::model::catalogue::Gate;
use crate::quantity::{Unavailability, text};

/// The ends of the ruler, in nines.
const ENDS: (f64, f64) = (1.0, 6.0);
/// Promises that are marked; more would hide each other.
const PROMISES: usize = 4;
/// The height of a row of labels.
const ROW: f64 = 18.0;
/// A character of a label, at its widest.
const CHARACTER: f64 = 7.3;
/// Space at both ends.
const MARGIN: f64 = 14.0;

/// What is marked on the ruler.
#[derive(Clone, Debug, PartialEq)]
struct Mark {
    nines: f64,
    words: String,
    class: &'static str,
}

/// Where a label goes: its row, counted from the line upwards, and the side it grows to.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Spot {
    row: usize,
    anchor: Anchor,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Anchor {
    Start,
    Middle,
    End,
}

impl Anchor {
    fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Middle => "middle",
            Self::End => "end",
        }
    }
}

/// The ruler, drawn three times for three widths of page; the style sheet shows one.
pub fn ruler(analysis: &Analysis) -> AnyView {
    let marks = marks(analysis);
    let says = marks.iter().map(|mark| mark.words.as_str()).collect::<Vec<_>>().join("; ");
    let says = format!("Ruler from one nine, 90 %, to six, 99.9999 %. {says}.");
    [("ruler narrow", 300.0), ("ruler wide", 560.0), ("ruler widest", 1000.0)]
        .into_iter()
        .map(|(class, width)| drawing(class, width, &marks, says.clone()))
        .collect_view()
        .into_any()
}

/// What there is to mark, from left to right.
fn marks(analysis: &Analysis) -> Vec<Mark> {
    let at = |u: Unavailability| u.nines().map_or(ENDS.1, |nines| nines.get());
    let mut marks = Vec::new();
    if let Some(service) = &analysis.service {
        let words = format!("users get {}", text::percent_available(service.unavailability));
        marks.push(Mark { nines: at(service.unavailability), words, class: "result" });
    }
    if analysis.journeys.len() > 1
        && let Some(worst) = analysis.worst_journey()
        && let Some(answer) = &worst.answer
    {
        let words = format!("{} gets {}", worst.name, text::percent_available(answer.unavailability));
        marks.push(Mark { nines: at(answer.unavailability), words, class: "worst" });
    }
    let mut promises: Vec<_> =
        analysis.journeys.iter().filter_map(|j| Some((j.name.as_str(), j.answer.as_ref()?))).collect();
    promises.sort_by(|a, b| b.1.budget_spent.total_cmp(&a.1.budget_spent));
    for (name, answer) in promises.into_iter().take(PROMISES) {
        let objective = answer.objective.unavailability();
        let (verdict, class) = match answer.budget_spent <= 1.0 {
            true => ("✓ kept", "promise good"),
            false => ("✗ broken", "promise bad"),
        };
        let words = format!("{name} promises {} {verdict}", text::percent_available(objective));
        marks.push(Mark { nines: at(objective), words, class });
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
        marks.push(Mark { nines: at(gate.ceiling), words, class });
    }
    marks.sort_by(|a, b| a.nines.total_cmp(&b.nines));
    marks
}

fn short_name(gate: Gate) -> &'static str {
    gate.name().trim_start_matches("well-engineered ")
}

/// The share of the way from the left end to the right.
fn share(nines: f64) -> f64 {
    ((nines - ENDS.0) / (ENDS.1 - ENDS.0)).clamp(0.0, 1.0)
}

/// Gives every label a spot where none covers another, nor the line that leads to another; lowest first.
///
/// Each entry is a position and a width. On a wider page the labels only move apart.
fn place(labels: &[(f64, f64)], width: f64) -> Vec<Spot> {
    let mut placed: Vec<(f64, f64, f64, usize)> = Vec::new();
    let mut spots = Vec::new();
    for &(x, length) in labels {
        let (anchor, left) = if x - length / 2.0 < 0.0 {
            (Anchor::Start, x.max(0.0))
        } else if x + length / 2.0 > width {
            (Anchor::End, x - length)
        } else {
            (Anchor::Middle, x - length / 2.0)
        };
        let right = left + length;
        let free = |row: usize, lines: bool| {
            placed.iter().all(|&(a, b, line, other)| match other.cmp(&row) {
                core::cmp::Ordering::Equal => right + 6.0 <= a || b + 6.0 <= left,
                core::cmp::Ordering::Less => !lines || x < a - 2.0 || b + 2.0 < x,
                core::cmp::Ordering::Greater => !lines || line < left - 2.0 || right + 2.0 < line,
            })
        };
        let rows = 0..=labels.len();
        let row =
            rows.clone().find(|row| free(*row, true)).or_else(|| rows.clone().find(|row| free(*row, false)));
        let row = row.unwrap_or(labels.len());
        placed.push((left, right, x, row));
        spots.push(Spot { row, anchor });
    }
    spots
}

fn drawing(class: &'static str, width: f64, marks: &[Mark], says: String) -> AnyView {
    let inner = width - 2.0 * MARGIN;
    let labels: Vec<_> = marks
        .iter()
        .map(|mark| (share(mark.nines) * inner, mark.words.chars().count() as f64 * CHARACTER))
        .collect();
    let spots = place(&labels, inner);
    let rows = spots.iter().map(|spot| spot.row + 1).max().unwrap_or(0);
    let axis = rows as f64 * ROW + 12.0;
    let percent = |nines: f64| format!("{}%", share(nines) * 100.0);
    let ticks = [
        (1.0, "90 %"),
        (2.0, "99 %"),
        (3.0, "99.9 %"),
        (4.0, "99.99 %"),
        (5.0, "99.999 %"),
        (6.0, "99.9999 %"),
    ]
    .into_iter()
    .map(|(nines, label)| {
        let anchor = match nines {
            1.0 => Anchor::Start,
            6.0 => Anchor::End,
            _ => Anchor::Middle,
        };
        view! {
            <line class="tick" x1=percent(nines) x2=percent(nines) y1=axis - 5.0 y2=axis + 5.0 />
            <text class="tick-label" x=percent(nines) y=axis + 22.0 text-anchor=anchor.name()>{label}</text>
        }
    })
    .collect_view();
    let marks = marks
        .iter()
        .zip(spots)
        .map(|(mark, Spot { row, anchor })| {
            let x = percent(mark.nines);
            let y = axis - 14.0 - row as f64 * ROW;
            let circle = matches!(mark.class, "result" | "worst");
            view! {
                <g class=mark.class>
                    <line class="lead" x1=x.clone() x2=x.clone() y1=y + 4.0 y2=axis />
                    {circle.then(|| view! { <circle cx=x.clone() cy=axis r=if mark.class == "result" { "7" } else { "5" } /> })}
                    <text x=x y=y text-anchor=anchor.name()>{mark.words.clone()}</text>
                </g>
            }
        })
        .collect_view();
    view! {
        <svg class=class role="img" aria-label=says width="100%" height=axis + 28.0>
            <line class="axis" x1="0" x2="100%" y1=axis y2=axis />
            {ticks}
            {marks}
        </svg>
    }
    .into_any()
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
                Anchor::Start => (row, x, x + length),
                Anchor::Middle => (row, x - length / 2.0, x + length / 2.0),
                Anchor::End => (row, x - length, x),
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
            labels.sort_by(|a, b| a.0.total_cmp(&b.0));
            prop_assert!(!overlap(&boxes(&labels, width)));
        }
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
