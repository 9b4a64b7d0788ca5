//! Objectives and budgets as a sheet (CSV): plain numbers, for those who go on computing.

use super::csv::{neutral, write_line};
use crate::analysis::{Budgets, PeriodBudget};
use crate::quantity::{MINUTES_PER_DAY, Quantity};

/// The columns, in order. The journey of the row for all together is blank; so is a number that does not exist.
pub const COLUMNS: [&str; 10] = [
    "journey",
    "objective",
    "period_days",
    "counted_minutes",
    "budget_minutes",
    "expected_minutes",
    "budget_spent",
    "outages_expected",
    "outages_that_fit",
    "one_outage_spends",
];

/// Every journey and all together over every period, a row each.
pub fn write_budgets(budgets: &[Budgets]) -> String {
    let mut out = String::new();
    write_line(&mut out, COLUMNS);
    for budget in budgets {
        for row in &budget.periods {
            let cells = cells(budget, row);
            write_line(&mut out, cells.iter().map(String::as_str));
        }
    }
    out
}

fn cells(budget: &Budgets, row: &PeriodBudget) -> Vec<String> {
    let numbers = [
        Some(budget.objective.share().get()),
        Some(row.period.length().minutes() / MINUTES_PER_DAY),
        Some(row.counted.minutes()),
        Some(row.budget.minutes()),
        Some(row.expected.minutes()),
        Some(row.spent),
        Some(row.outages),
        row.fit,
        row.one_outage,
    ];
    let numbers = numbers.iter().map(|number| number.map_or_else(String::new, |number| number.to_string()));
    std::iter::once(neutral(&budget.name)).chain(numbers).collect()
}

#[cfg(test)]
mod tests {
    use super::super::csv::lines;
    use super::*;
    use crate::analysis::{analyse, budgets};
    use crate::model::templates::worked_example;
    use crate::model::{Edit, Place};
    use crate::slo::Calendar;

    #[test]
    fn every_number_comes_back_to_the_bit_and_no_name_runs() {
        let plan = worked_example();
        let journey = Place::Journey(plan.journeys[0].id);
        let plan = plan.apply(&Edit::Rename(journey, "=cmd, \"x\"".into())).unwrap();
        let budgets = budgets(&analyse(&plan), Calendar::Always);
        let text = write_budgets(&budgets);
        let rows: Vec<_> = lines(&text, ',').collect();
        assert_eq!(rows.len(), 1 + 4 * budgets.len());
        assert_eq!(rows[1].cells[0], "'=cmd, \"x\"");
        for (row, (budget, period)) in
            rows[1..].iter().zip(budgets.iter().flat_map(|b| b.periods.iter().map(move |p| (b, p))))
        {
            let number = |column: usize| row.cells[column].parse::<f64>().unwrap();
            assert_eq!(number(1), budget.objective.share().get());
            assert_eq!(number(5), period.expected.minutes());
            assert_eq!(number(9), period.one_outage.unwrap());
        }
    }
}
