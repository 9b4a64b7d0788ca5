//! Why a plan costs what it does a month: units times price, the prices behind it, and what takes the money.

use super::{Cell, Contributions, Input, Inputs, Line, MOST, Reasons, contributions, origin_words};
use crate::economics::{CostGroup, CostLine, RunningCost, Term, TermKind};
use crate::model::{MoneyField, Place, Plan, Practice};
use crate::quantity::order;
use crate::quantity::text::{share, volume};
use crate::quantity::{Probability, Quantity};
use crate::report::ledger::{Entry, entry};
use crate::report::money::count;
use crate::report::{cash, share_of, terms_words};

/// Lines that a formula writes out; the others are one sum.
const WRITTEN: usize = 3;

pub(super) fn reasons(plan: &Plan, cost: &RunningCost) -> Reasons {
    Reasons {
        about: format!(
            "At likely values. A month is a twelfth of the year; what is paid once is spread over {} months.",
            plan.economy.terms.spread_months
        ),
        formula: formula(plan, cost),
        inputs: Some(inputs(plan, cost)),
        contributions: vec![by_kind(plan, cost), by_component(plan, cost)],
        ..Reasons::default()
    }
}

fn formula(plan: &Plan, cost: &RunningCost) -> Vec<Line> {
    let amounts = cost.groups.map(|(_, amount)| cash(plan, amount));
    let mut lines: Vec<Line> = vec![(
        "cost a month = infrastructure + traffic + people + practices",
        format!("{} = {}", cash(plan, cost.per_month), amounts.join(" + ")),
    )];
    lines.extend(CostGroup::ALL.map(|group| (rule(group), adds_up(plan, cost, group))));
    lines.push(("cost a year = 12 x cost a month", cash(plan, cost.per_year())));
    lines
}

fn rule(group: CostGroup) -> &'static str {
    match group {
        CostGroup::Infrastructure => "infrastructure = replicas in all groups x price of a replica",
        CostGroup::Traffic => "traffic = GB a month x price of a GB, between zones and between regions",
        CostGroup::People => "people = seats in a rota x share of an engineer's time x engineer",
        CostGroup::Practices => {
            "practices = engineers x engineer + tools + engineer months to set up x engineer / term in months"
        }
    }
}

/// A group with this plan's values.
fn adds_up(plan: &Plan, cost: &RunningCost, group: CostGroup) -> String {
    let lines = cost.lines.iter().filter(|line| line.group == group && line.per_month > 0.0).collect();
    let parts = match group {
        CostGroup::Practices => by_term(plan, lines),
        _ => by_line(plan, lines),
    };
    match parts.is_empty() {
        true => "nothing".into(),
        false => format!("{} = {}", cash(plan, cost.group(group)), parts.join(" + ")),
    }
}

/// The largest lines, and the sum of the others.
fn by_line(plan: &Plan, mut lines: Vec<&CostLine>) -> Vec<String> {
    order::sort_by(&mut lines, |a, b| b.per_month.total_cmp(&a.per_month));
    let (written, others) = lines.split_at(lines.len().min(WRITTEN));
    let words = |line: &&CostLine| format!("{} ({})", line_words(plan, line), line.label);
    let mut parts: Vec<String> = written.iter().map(words).collect();
    if !others.is_empty() {
        let sum = others.iter().map(|line| line.per_month).sum();
        parts.push(format!("{} for {} more", cash(plan, sum), others.len()));
    }
    parts
}

/// All lines together, by what their terms count.
fn by_term(plan: &Plan, lines: Vec<&CostLine>) -> Vec<String> {
    let engineer = cash(plan, plan.prices.engineer.likely().get());
    let kinds = [TermKind::Engineers, TermKind::Tools, TermKind::SetUp, TermKind::OwnPrice];
    let words = |kind: TermKind| {
        let terms = || lines.iter().flat_map(|line| &line.terms).filter(|term| term.kind == kind);
        terms().next()?;
        let quantity: f64 = terms().map(|term| term.quantity).sum();
        let amount = cash(plan, terms().map(Term::per_month).sum());
        Some(match kind {
            TermKind::Engineers => format!("{} engineers \u{d7} {engineer}", count(quantity)),
            TermKind::SetUp => {
                let term = plan.economy.terms.spread_months;
                let months = count(quantity * f64::from(term));
                format!("{months} engineer months \u{d7} {engineer} / {term}")
            }
            TermKind::Tools => format!("tools {amount}"),
            _ => format!("this plan's own prices, {amount}"),
        })
    };
    kinds.into_iter().filter_map(words).collect()
}

/// What a line adds up from, with the seats of a rota and the amount of an own price.
fn line_words(plan: &Plan, line: &CostLine) -> String {
    match (line.terms.first().map(|term| term.kind), line.place) {
        (Some(TermKind::OwnPrice), _) => format!("this plan's own price, {}", cash(plan, line.per_month)),
        (Some(TermKind::RotaEngineers), Place::Practice(practice)) => {
            let seats = practice.info().level(plan.level(practice)).map_or(0, |level| level.rota);
            let (time, engineer) = (&plan.prices.on_call_share, &plan.prices.engineer);
            let engineer = cash(plan, engineer.likely().get());
            format!("{seats} seats \u{d7} {} of an engineer \u{d7} {engineer}", share(time.likely()))
        }
        _ => terms_words(plan, line),
    }
}

/// A number that money depends on, where it stands, and the amount that it is part of.
type Weighed = (Place, Entry, f64);

fn inputs(plan: &Plan, cost: &RunningCost) -> Inputs {
    let mut found: Vec<Weighed> = Vec::new();
    for (place, entry, amount) in cost.lines.iter().flat_map(|line| weighed(plan, line)) {
        match found.iter_mut().find(|(at, known, _)| *at == place && known.name == entry.name) {
            Some((.., sum)) => *sum += amount,
            None => found.push((place, entry, amount)),
        }
    }
    order::sort_by(&mut found, |a, b| b.2.total_cmp(&a.2));
    let matter = found.into_iter().filter(|(.., amount)| *amount > 0.0).take(MOST);
    let rows = matter.map(|(place, entry, amount)| Input {
        place,
        name: entry.name,
        origin: origin_words(entry.basis, entry.date, &entry.note),
        cells: vec![
            Cell::new(entry.value, entry.range),
            Cell::new(cash(plan, amount), share_of(amount, cost.per_month)),
        ],
    });
    Inputs { columns: vec!["Input", "likely", "is part of, a month"], rows: rows.collect() }
}

/// The numbers that a line depends on.
fn weighed(plan: &Plan, line: &CostLine) -> Vec<Weighed> {
    let money = |amount: f64| cash(plan, amount);
    let prices = &plan.prices;
    match line.place {
        Place::Component(id) => {
            let price = plan.component(id).map(|component| &component.unit_price);
            let name = format!("price of a replica of {}", line.label);
            price.map(|price| (line.place, entry(&name, price, money), line.per_month)).into_iter().collect()
        }
        Place::Practice(practice) => {
            line.terms.iter().flat_map(|term| practised(plan, practice, line, term)).collect()
        }
        _ => {
            let between_zones = line.terms.iter().any(|term| term.kind == TermKind::ZoneTraffic);
            let (amount, price) = match between_zones {
                true => (&prices.zone_traffic, &prices.zone_traffic_price),
                false => (&prices.region_traffic, &prices.region_traffic_price),
            };
            let price_name = line.label.replace("traffic", "a GB");
            vec![
                (line.place, entry(&format!("{} a month", line.label), amount, volume), line.per_month),
                (line.place, entry(&price_name, price, money), line.per_month),
            ]
        }
    }
}

/// The numbers that a term of a practice depends on.
fn practised(plan: &Plan, practice: Practice, line: &CostLine, term: &Term) -> Vec<Weighed> {
    let money = |amount: f64| cash(plan, amount);
    let percent = |p: f64| share(Probability::clamped(p));
    let prices = &plan.prices;
    let engineer = || (Place::Prices, entry("engineer a month", &prices.engineer, money), term.per_month());
    let figure = |what: &str, value: String| {
        let origin = &line.provenance;
        let entry = Entry {
            name: format!("{}, {what}", line.label),
            value,
            range: String::new(),
            basis: origin.basis,
            date: origin.date,
            note: origin.note.clone(),
        };
        (line.place, entry, term.per_month())
    };
    match term.kind {
        TermKind::OwnPrice => {
            let price = MoneyField::Practice(practice).get(plan);
            let name = format!("own price of {}", line.label);
            price
                .map(|price| (line.place, entry(&name, price, money), term.per_month()))
                .into_iter()
                .collect()
        }
        TermKind::RotaEngineers => {
            let name = "engineer's time that a seat in a rota costs";
            vec![engineer(), (Place::Prices, entry(name, &prices.on_call_share, percent), term.per_month())]
        }
        TermKind::Engineers => vec![engineer(), figure("engineers", count(term.quantity))],
        TermKind::SetUp => {
            let months = count(term.quantity * f64::from(plan.economy.terms.spread_months));
            vec![engineer(), figure("engineer months to set up", months)]
        }
        TermKind::Tools => vec![figure("tools", money(term.unit_price))],
        TermKind::Replicas | TermKind::Spares | TermKind::ZoneTraffic | TermKind::RegionTraffic => Vec::new(),
    }
}

fn by_kind(plan: &Plan, cost: &RunningCost) -> Contributions {
    let rows = cost.groups.iter().map(|(group, amount)| (group.name().to_owned(), *amount));
    largest("By kind", plan, cost, rows.collect())
}

fn by_component(plan: &Plan, cost: &RunningCost) -> Contributions {
    let of_component = |line: &&CostLine| line.group == CostGroup::Infrastructure;
    let mut rows: Vec<(String, f64)> =
        cost.lines.iter().filter(of_component).map(|line| (line.label.clone(), line.per_month)).collect();
    let others = CostGroup::ALL.into_iter().filter(|group| *group != CostGroup::Infrastructure);
    rows.push(("traffic, people and practices".into(), others.map(|group| cost.group(group)).sum()));
    largest("By component", plan, cost, rows)
}

fn largest(
    title: &'static str,
    plan: &Plan,
    cost: &RunningCost,
    mut rows: Vec<(String, f64)>,
) -> Contributions {
    order::sort_by(&mut rows, |a, b| b.1.total_cmp(&a.1));
    let rows = rows.into_iter().map(|(name, amount)| (name, amount, amount / cost.per_month));
    contributions(title, "a month", rows, |amount| cash(plan, amount))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::economics::running_cost;
    use crate::model::templates::{templates, worked_example};
    use crate::model::{Choice, Edit};

    fn told(plan: &Plan) -> Reasons {
        reasons(plan, &running_cost(plan))
    }

    #[test]
    fn the_formula_begins_with_the_headline_and_its_four_parts() {
        let plan = worked_example();
        let cost = running_cost(&plan);
        let lines = told(&plan).formula;
        assert!(lines[0].1.starts_with(&cash(&plan, cost.per_month)), "{:?}", lines[0]);
        for (group, line) in CostGroup::ALL.into_iter().zip(&lines[1..]) {
            assert!(line.0.starts_with(group.name()), "{line:?}");
            assert!(line.1.starts_with(&cash(&plan, cost.group(group))), "{line:?}");
            assert!(line.1.contains(" \u{d7} "), "units times price: {line:?}");
        }
    }

    #[test]
    fn a_rota_is_told_by_its_seats() {
        let plan = worked_example();
        let people = &told(&plan).formula[3].1;
        assert!(people.contains("seats") && people.contains("of an engineer"), "{people}");
    }

    #[test]
    fn every_input_has_its_origin_and_the_engineer_counts_once() {
        for template in templates() {
            let plan = (template.build)();
            let inputs = told(&plan).inputs.unwrap();
            let engineers = inputs.rows.iter().filter(|row| row.name == "engineer a month").count();
            assert!(engineers <= 1, "{}", template.key);
            for row in &inputs.rows {
                assert!(row.origin.contains(": "), "basis and note of {}: {}", row.name, row.origin);
            }
        }
    }

    #[test]
    fn an_own_price_takes_the_place_of_the_catalogue() {
        let plan = worked_example();
        let typed = crate::model::Number::Money(MoneyField::Practice(Practice::OnCall));
        let plan = plan.apply(&typed.read(&plan, "77k").unwrap()).unwrap();
        let told = told(&plan);
        assert!(told.formula[3].1.contains("own price, $ 77 k"), "{:?}", told.formula[3]);
        assert!(told.inputs.unwrap().rows.iter().any(|row| row.name.starts_with("own price of On-call")));
    }

    #[test]
    fn a_plan_without_practices_pays_nothing_for_them() {
        let plan = worked_example();
        let off = Practice::ALL.iter().map(|practice| Edit::SetPractice(*practice, 0)).collect();
        let plan = plan.apply(&Edit::Batch(off)).unwrap();
        let told = told(&plan);
        assert_eq!(told.formula[4].1, "nothing");
        assert!(told.contributions[0].rows.iter().all(|(name, ..)| name != "practices"));
    }

    #[test]
    fn the_kinds_add_up_to_everything() {
        for template in templates() {
            let by_kind = &told(&(template.build)()).contributions[0];
            let all: f64 = by_kind.rows.iter().map(|(.., share)| share).sum();
            assert!((all - 1.0).abs() < 1e-9, "{}: {all}", template.key);
        }
    }
}
