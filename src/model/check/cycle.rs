//! Components that need each other in a circle, by required or optional needs.

use std::collections::BTreeMap;

use super::{FindingKind, Findings};
use crate::model::{Id, Place, Plan};

/// Where the depth-first walk has been.
#[derive(Clone, Copy, PartialEq)]
enum Mark {
    New,
    OnPath,
    Done,
}

/// One finding for each circle; circles that share a component with one already told are left out,
/// since putting that one right may break them too.
pub(super) fn check(plan: &Plan, findings: &mut Findings) {
    let index: BTreeMap<Id, usize> = plan.components.iter().enumerate().map(|(i, c)| (c.id, i)).collect();
    let needs: Vec<Vec<usize>> = plan
        .components
        .iter()
        .map(|c| c.dependencies.iter().filter_map(|d| index.get(&d.on).copied()).collect())
        .collect();
    let mut marks = vec![Mark::New; needs.len()];
    let mut told = vec![false; needs.len()];
    for start in 0..needs.len() {
        if marks[start] != Mark::New {
            continue;
        }
        // The path with, for each of its components, how many of its needs were followed.
        let mut path = vec![(start, 0)];
        marks[start] = Mark::OnPath;
        while let Some((at, followed)) = path.last_mut() {
            let Some(&next) = needs[*at].get(*followed) else {
                marks[*at] = Mark::Done;
                path.pop();
                continue;
            };
            *followed += 1;
            match marks[next] {
                Mark::Done => {}
                Mark::New => {
                    marks[next] = Mark::OnPath;
                    path.push((next, 0));
                }
                Mark::OnPath => {
                    let from = path.iter().position(|(i, _)| *i == next).unwrap_or(0);
                    let circle: Vec<usize> = path[from..].iter().map(|(i, _)| *i).collect();
                    if circle.iter().any(|i| told[*i]) {
                        continue;
                    }
                    for i in &circle {
                        told[*i] = true;
                    }
                    tell(plan, &circle, findings);
                }
            }
        }
    }
}

fn tell(plan: &Plan, circle: &[usize], findings: &mut Findings) {
    let [first, .., last] = circle else {
        let Some(one) = circle.first().map(|i| &plan.components[*i]) else { return };
        let what = format!("{} needs itself.", one.name);
        return findings.add(FindingKind::Cycle, Place::Component(one.id), what, "Take this need away.");
    };
    let mut names: Vec<&str> = circle.iter().map(|i| plan.components[*i].name.as_str()).collect();
    names.push(&plan.components[*first].name);
    let what = format!("Components need each other in a circle: {}.", names.join(" → "));
    let (last, first) = (&plan.components[*last], &plan.components[*first]);
    let advice = format!(
        "Take one of these needs away, for example that of {} on {}: in a circle nothing can start first.",
        last.name, first.name
    );
    findings.add(FindingKind::Cycle, Place::Component(first.id), what, advice);
}
