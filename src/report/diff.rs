//! What differs between two plans, in lines that people read.

use std::collections::BTreeMap;

use super::ledger::ledger;
use super::{Table, cash};
use crate::economics::Standing;
use crate::model::{Choice, Component, Dependency, Id, Place, Plan, Practice};
use crate::quantity::text::{duration, percent_available};

/// How a part of a component is said.
type Say = fn(&Component) -> String;

/// Every difference from one plan to another: "Web: 3 replicas -> 4", "+ component Cache", "canary: none -> 5 % of users".
pub fn plan_diff(from: &Plan, to: &Plan) -> Vec<String> {
    let mut lines = Vec::new();
    let mut changed = |what: &str, before: String, after: String| {
        if before != after {
            lines.push(format!("{what}: {before} \u{2192} {after}"));
        }
    };
    changed("name", from.name.clone(), to.name.clone());
    changed("routing", from.routing.kind.name().into(), to.routing.kind.name().into());
    changed("routing under overload", from.routing.overload.name().into(), to.routing.overload.name().into());
    changed("currency", from.prices.currency.name().into(), to.prices.currency.name().into());
    for region in &to.regions {
        if let Some(before) = from.region(region.id) {
            let what = format!("{} zones", region.name);
            changed(&what, before.zones.len().to_string(), region.zones.len().to_string());
        }
    }
    for component in &to.components {
        let Some(before) = from.component(component.id) else { continue };
        let name = &component.name;
        let both: [(&str, Say); 6] = [
            ("name", |c| c.name.clone()),
            ("kind", |c| c.kind.clone()),
            ("replicas", |c| c.replicas.to_string()),
            ("needed replicas", |c| c.needed.to_string()),
            ("placement", |c| c.placement.name().into()),
            ("redundancy", |c| c.redundancy.name().into()),
        ];
        for (what, say) in both {
            changed(&format!("{name}: {what}"), say(before), say(component));
        }
        let needs = |plan: &Plan, needs: &[Dependency]| need_words(plan, needs);
        changed(
            &format!("{name}: needs"),
            needs(from, &before.dependencies),
            needs(to, &component.dependencies),
        );
    }
    for journey in &to.journeys {
        let Some(before) = from.journey(journey.id) else { continue };
        let name = &journey.name;
        let objective = |o: crate::slo::Objective| {
            percent_available(crate::quantity::Unavailability::of_objective(o.share()))
        };
        changed(&format!("{name}: objective"), objective(before.objective), objective(journey.objective));
        changed(&format!("{name}: needs"), need_words(from, &before.needs), need_words(to, &journey.needs));
    }
    for practice in Practice::ALL {
        let words = |plan: &Plan| {
            let level = practice.info().level(plan.level(*practice));
            level.map_or("none".to_owned(), |level| level.name.to_owned())
        };
        changed(practice.name(), words(from), words(to));
    }
    lines.extend(come_and_gone(from, to));
    lines.extend(numbers(from, to));
    lines
}

fn need_words(plan: &Plan, needs: &[Dependency]) -> String {
    let word = |need: &Dependency| {
        let name = plan.name_at(Place::Component(need.on)).unwrap_or_default();
        if need.degraded.is_some() { format!("{name} (optional)") } else { name.to_owned() }
    };
    let words: Vec<String> = needs.iter().map(word).collect();
    if words.is_empty() { "nothing".into() } else { words.join(", ") }
}

fn come_and_gone(from: &Plan, to: &Plan) -> Vec<String> {
    let things = |plan: &Plan| -> Vec<(&'static str, Id, String)> {
        let mut all: Vec<(&'static str, Id, String)> = Vec::new();
        all.extend(plan.regions.iter().map(|r| ("region", r.id, r.name.clone())));
        all.extend(plan.components.iter().map(|c| ("component", c.id, c.name.clone())));
        all.extend(plan.modes.iter().map(|m| ("failure mode", m.id, m.name.clone())));
        all.extend(plan.journeys.iter().map(|j| ("journey", j.id, j.name.clone())));
        all
    };
    let (before, after) = (things(from), things(to));
    let lacks = |list: &[(&str, Id, String)], one: &(&str, Id, String)| {
        !list.iter().any(|o| o.0 == one.0 && o.1 == one.1)
    };
    let come =
        after.iter().filter(|one| lacks(&before, one)).map(|(kind, _, name)| format!("+ {kind} {name}"));
    let gone = before
        .iter()
        .filter(|one| lacks(&after, one))
        .map(|(kind, _, name)| format!("\u{2212} {kind} {name}"));
    come.chain(gone).collect()
}

/// Numbers that stand in both plans with other values.
fn numbers(from: &Plan, to: &Plan) -> Vec<String> {
    let mut before: BTreeMap<(Place, String), String> = BTreeMap::new();
    let told = |value: &str, range: &str| match range {
        "" => value.to_owned(),
        range => format!("{value} ({range})"),
    };
    for group in ledger(from) {
        for entry in &group.entries {
            before.insert((group.place, entry.name.clone()), told(&entry.value, &entry.range));
        }
    }
    let mut lines = Vec::new();
    for group in ledger(to) {
        for entry in &group.entries {
            let after = told(&entry.value, &entry.range);
            let known = before.get(&(group.place, entry.name.clone()));
            if let Some(known) = known.filter(|known| **known != after) {
                lines.push(format!("{}: {}: {known} \u{2192} {after}", group.title, entry.name));
            }
        }
    }
    lines
}

/// Two plans side by side with the differences.
pub fn standing_table(plans: [&Plan; 2], standings: [&Standing; 2]) -> Table {
    let columns = ["what", ">A", ">B", ">B \u{2212} A"];
    let mut table = Table::new("Side by side", &columns);
    let [a, b] = standings;
    let plan = plans[0];
    let nines = |s: &Standing| s.nines().map_or("no failure".into(), |n| format!("{n:.2}"));
    let more = match (a.nines(), b.nines()) {
        (Some(a), Some(b)) => format!("{:+.2}", b - a),
        _ => String::new(),
    };
    table.push(vec![
        "users get".into(),
        percent_available(a.unavailability),
        percent_available(b.unavailability),
        String::new(),
    ]);
    table.push(vec!["nines".into(), nines(a), nines(b), more]);
    let band = |s: &Standing| {
        s.band.map_or(String::new(), |band| {
            format!("{} to {}", percent_available(band.p95), percent_available(band.p5))
        })
    };
    table.push(vec!["9 chances in 10".into(), band(a), band(b), String::new()]);
    let bad = |s: &Standing| s.unavailability.bad_minutes_per_year();
    let signed = |minutes: f64| format!("{} {}", sign(minutes), duration(minutes.abs()));
    table.push(vec!["bad a year".into(), duration(bad(a)), duration(bad(b)), signed(bad(b) - bad(a))]);
    let money = |what: &str, of: &dyn Fn(&Standing) -> Option<f64>| {
        let (x, y) = (of(a)?, of(b)?);
        let delta = super::money::signed_cash(plan, y - x);
        Some(vec![what.to_owned(), cash(plan, x), cash(plans[1], y), delta])
    };
    let rows = [
        money("cost a month", &|s| Some(s.cost_per_month)),
        money("loss a month", &|s| s.loss_per_month),
        money("cost and loss a month", &Standing::total_per_month),
    ];
    rows.into_iter().flatten().for_each(|row| table.push(row));
    table
}

fn sign(value: f64) -> &'static str {
    if value < 0.0 { "\u{2212}" } else { "+" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Edit;
    use crate::model::templates::worked_example;

    #[test]
    fn a_plan_does_not_differ_from_itself() {
        let plan = worked_example();
        assert_eq!(plan_diff(&plan, &plan), Vec::<String>::new());
    }

    #[test]
    fn every_change_of_a_lever_is_told() {
        let plan = worked_example();
        let web = &plan.components[0];
        let edits = [
            Edit::SetReplicas(web.id, web.replicas + 1),
            Edit::SetPractice(Practice::Canary, if plan.level(Practice::Canary) == 3 { 2 } else { 3 }),
            Edit::ScaleRegions(plan.regions.len() as u32 + 1),
        ];
        for edit in edits {
            let to = plan.apply(&edit).unwrap();
            assert!(!plan_diff(&plan, &to).is_empty(), "{edit:?}");
        }
        let more = plan.apply(&Edit::SetReplicas(web.id, web.replicas + 1)).unwrap();
        let expected = format!("{}: replicas: {} \u{2192} {}", web.name, web.replicas, web.replicas + 1);
        assert_eq!(plan_diff(&plan, &more), [expected]);
    }
}
