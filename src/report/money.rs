//! What a plan costs, in words and tables; and the ladder as it is told.

use super::{Block, Rung, Rungs, Table};
use crate::economics::{CostGroup, CostLine, Ladder, RunningCost, Step, Term, TermKind, running_cost};
use crate::model::{Choice, Edit, MoneyField, Place, Plan, Practice};
use crate::quantity::Probability;
use crate::quantity::Quantity;
use crate::quantity::text::{duration, money, percent_available, share, volume};

/// An amount in the plan's currency.
pub fn cash(plan: &Plan, amount: f64) -> String {
    money(amount, plan.prices.currency.name())
}

/// A part of a total as a share: "61 %"; nothing of nothing.
pub fn share_of(part: f64, total: f64) -> String {
    if total > 0.0 { share(Probability::clamped(part / total)) } else { String::new() }
}

/// What a line adds up from: "3 replicas x $ 120", "2.4 engineers for the rota x $ 15 k".
pub fn terms_words(plan: &Plan, line: &CostLine) -> String {
    let words = |term: &Term| {
        let price = cash(plan, term.unit_price);
        match term.kind {
            TermKind::ZoneTraffic | TermKind::RegionTraffic => {
                format!("{} \u{d7} {price} a GB", volume(term.quantity))
            }
            TermKind::Tools => format!("tools {price}"),
            TermKind::OwnPrice => "this plan's own price".into(),
            TermKind::Replicas if term.quantity == 1.0 => format!("1 replica \u{d7} {price}"),
            TermKind::Spares if term.quantity == 1.0 => format!("1 spare replica \u{d7} {price}"),
            TermKind::RotaEngineers if term.quantity == 1.0 => {
                format!("1 engineer for the rota \u{d7} {price}")
            }
            kind => format!("{} {} \u{d7} {price}", count(term.quantity), kind.name()),
        }
    };
    let parts: Vec<String> = line.terms.iter().map(words).collect();
    parts.join(" + ")
}

/// A count: whole numbers as they are, others with at most two decimals.
pub(super) fn count(number: f64) -> String {
    let text = format!("{number:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The price that a line follows and that can be typed beside it.
///
/// The own price of a practice with a rota replaces all its lines, so it stands beside the rota alone.
pub fn price_of(line: &CostLine) -> Option<MoneyField> {
    match line.place {
        Place::Component(id) => Some(MoneyField::UnitPrice(id)),
        Place::Practice(practice) => {
            let has_rota = practice.info().levels.iter().any(|level| level.rota > 0);
            (!has_rota || line.group == CostGroup::People).then_some(MoneyField::Practice(practice))
        }
        _ => None,
    }
}

/// What a practice costs a month at a level of a plan.
fn practice_cost(plan: &Plan, practice: Practice, level: u8) -> Option<f64> {
    let other = plan.apply(&Edit::SetPractice(practice, level)).ok()?;
    let cost = running_cost(&other);
    let own = cost.lines.iter().filter(|line| line.place == Place::Practice(practice));
    Some(own.map(|line| line.per_month).sum())
}

/// What a practice costs a month, or would cost at its first level.
pub fn practice_cost_words(plan: &Plan, practice: Practice) -> String {
    let level = plan.level(practice);
    let amount = |level: u8| practice_cost(plan, practice, level).map(|amount| cash(plan, amount));
    let words = |level: u8| amount(level).map(|amount| format!("{amount} a month"));
    match level {
        0 => words(1).map(|words| format!("for {words}")),
        level => words(level),
    }
    .unwrap_or_default()
}

/// The cost a month as a table, with totals.
pub fn cost_table(plan: &Plan, cost: &RunningCost) -> Table {
    let columns = ["what", "how it adds up", ">a month", ">share", "origin"];
    let mut table = Table::new("Cost a month, line by line", &columns);
    for (group, subtotal) in cost.groups {
        let lines: Vec<&CostLine> = cost.lines.iter().filter(|line| line.group == group).collect();
        if lines.is_empty() {
            continue;
        }
        for line in lines {
            table.push(vec![
                line.label.clone(),
                terms_words(plan, line),
                cash(plan, line.per_month),
                share_of(line.per_month, cost.per_month),
                line.provenance.basis.name().into(),
            ]);
        }
        let share = share_of(subtotal, cost.per_month);
        table.push(vec![format!("All {}", group.name()), String::new(), cash(plan, subtotal), share]);
    }
    table.push(vec!["Everything".into(), String::new(), cash(plan, cost.per_month)]);
    table
}

/// The blocks about money for the decision pack.
pub fn money_blocks(plan: &Plan, ladder: Option<&Ladder>) -> Vec<Block> {
    let cost = running_cost(plan);
    let mut blocks = vec![Block::Heading(2, "Cost".into()), Block::Table(cost_table(plan, &cost))];
    if let Some(ladder) = ladder {
        blocks.extend(Rungs::of(plan, ladder).blocks());
    }
    blocks
}

/// The headline numbers about money.
pub fn money_facts(plan: &Plan, ladder: Option<&Ladder>) -> Vec<(String, String)> {
    let cost = running_cost(plan);
    let groups = cost.groups.iter().filter(|(_, amount)| *amount > 0.0);
    let parts: Vec<String> = groups
        .map(|(group, amount)| format!("{} {}", group.name(), share_of(*amount, cost.per_month)))
        .collect();
    let words = format!("{} a month ({})", cash(plan, cost.per_month), parts.join(", "));
    let mut facts = vec![("Cost".to_owned(), words)];
    facts.extend(
        ladder.and_then(|ladder| next_words(plan, ladder)).map(|words| ("The next half nine".into(), words)),
    );
    facts
}

/// What the next half nine costs from here: "+ $ 9 k a month for 99.97 %: canary".
pub fn next_words(plan: &Plan, ladder: &Ladder) -> Option<String> {
    let step = ladder.steps.get(ladder.next()?)?;
    let more = signed_cash(plan, step.design.cost_per_month - ladder.here.cost_per_month);
    let to = percent_available(step.design.unavailability);
    Some(format!("{more} a month for {to}: {}", takes(step)))
}

/// An amount more or less: "+ $ 9 k".
pub(super) fn signed_cash(plan: &Plan, more: f64) -> String {
    let sign = if more < 0.0 { "\u{2212}" } else { "+" };
    format!("{sign} {}", cash(plan, more.abs()))
}

fn takes(step: &Step) -> String {
    if step.takes.is_empty() { "this plan as it is".into() } else { step.takes.join(", ") }
}

impl Rungs {
    /// A ladder of a plan as it is told: half nines that the same design reaches are one rung.
    pub fn of(plan: &Plan, ladder: &Ladder) -> Self {
        let designs = ladder.designs();
        let rung = |step: &Step| Rung {
            unavailability: step.design.unavailability,
            cost_per_month: step.design.cost_per_month,
            ratio: step.ratio,
            takes: takes(step),
            gate: step.design.gates.claims_too_much.then(|| {
                format!("claims more than its gates earn ({})", percent_available(step.design.gates.earned))
            }),
        };
        let here = Rung {
            unavailability: ladder.here.unavailability,
            cost_per_month: ladder.here.cost_per_month,
            ratio: None,
            takes: String::new(),
            gate: None,
        };
        Self {
            here,
            steps: designs.iter().map(|(_, step)| rung(step)).collect(),
            last_worth_it: ladder.stop.and_then(|stop| designs.iter().position(|(index, _)| *index >= stop)),
            symbol: plan.prices.currency.name(),
        }
    }
}

/// What a rung changes against the plan as it is: "saves $ 5 k a month and 48 min a year".
pub fn against_words(rungs: &Rungs, rung: &Rung) -> String {
    let money_more = rung.cost_per_month - rungs.here.cost_per_month;
    let bad = |rung: &Rung| rung.unavailability.bad_minutes_per_year();
    let bad_more = bad(rung) - bad(&rungs.here);
    let word = |more: f64| if more < 0.0 { "saves" } else { "costs" };
    let amount = money(money_more.abs(), rungs.symbol);
    let minutes = duration(bad_more.abs());
    if word(money_more) == word(bad_more) {
        return format!("{} {amount} a month and {minutes} of bad time a year", word(money_more));
    }
    format!("{} {amount} a month, {} {minutes} of bad time a year", word(money_more), word(bad_more))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::templates::templates;

    #[test]
    fn the_table_has_every_line_and_adds_up() {
        for template in templates() {
            let plan = (template.build)();
            let cost = running_cost(&plan);
            let table = cost_table(&plan, &cost);
            for line in &cost.lines {
                assert!(table.rows.iter().any(|row| row[0] == line.label), "{}", line.label);
                assert!(!terms_words(&plan, line).is_empty(), "{}", line.label);
            }
            let last = table.rows.last().unwrap();
            assert_eq!(last[2], cash(&plan, cost.per_month));
        }
    }

    #[test]
    fn a_practice_that_is_off_says_what_it_would_cost() {
        let plan = crate::model::templates::worked_example();
        for practice in Practice::ALL {
            let words = practice_cost_words(&plan, *practice);
            assert_eq!(words.starts_with("for "), plan.level(*practice) == 0, "{words}");
            assert!(words.ends_with(" a month"), "{words}");
        }
    }

    #[test]
    fn a_count_is_written_without_needless_digits() {
        for (number, text) in [(3.0, "3"), (0.25, "0.25"), (2.4, "2.4"), (10.0, "10"), (0.0, "0")] {
            assert_eq!(count(number), text);
        }
    }
}
