//! What objectives leave, and what this plan takes of it.

use super::{Analysis, Answer};
use crate::model::Id;
use crate::quantity::{Duration, MINUTES_PER_YEAR, Quantity};
use crate::slo::{Calendar, ErrorBudget, Objective, Period};

/// The periods that budgets are told over.
pub const BUDGET_PERIODS: [Period; 4] = [Period::Days28, Period::Days30, Period::Quarter, Period::Year];

/// The budgets of a journey, or of all of them together.
#[derive(Clone, Debug, PartialEq)]
pub struct Budgets {
    /// The journey; `None` for all together.
    pub journey: Option<Id>,
    /// Its name; empty for all together.
    pub name: String,
    /// The target: the journey's own, or the traffic-weighted mean.
    pub objective: Objective,
    /// The mean length of an outage as one user meets it; `None` when there is none.
    pub mean_outage: Option<Duration>,
    /// One for each of [`BUDGET_PERIODS`].
    pub periods: Vec<PeriodBudget>,
}

/// A budget and what takes of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PeriodBudget {
    /// The period.
    pub period: Period,
    /// The part of the period that counts.
    pub counted: Duration,
    /// The error budget, as a length of full outage in counted time.
    pub budget: Duration,
    /// The bad time that the plan expects in counted time, as a length of full outage.
    pub expected: Duration,
    /// The share of the budget that this takes; above 1 when the promise is broken on average.
    pub spent: f64,
    /// How many outages the plan expects to touch counted time.
    pub outages: f64,
    /// The share of the budget that one full outage of mean length takes when it comes at the worst time; `None`
    /// without outages.
    pub one_outage: Option<f64>,
    /// How many such outages fit into the budget.
    pub fit: Option<f64>,
}

/// The budgets of every journey that has an answer, in the plan's order, and of all together at the end.
///
/// # Formulas
/// With the counted time C = calendar share * period and the mean outage D:
///
/// * budget = (1 - objective) C, expected = U C, spent = U / (1 - objective)
/// * outages = (outages a year) * period / year * (chance that an outage of length D touches counted time)
/// * one outage = (counted part of D at worst) / budget, fit = its inverse
///
/// Assumptions: U is the same at every hour ([`Calendar`] names the rest), and outages are as long as their mean.
pub fn budgets(analysis: &Analysis, calendar: Calendar) -> Vec<Budgets> {
    let journeys = analysis.journeys.iter().filter_map(|journey| {
        let answer = journey.answer.as_ref()?;
        Some(of(Some(journey.id), &journey.name, answer, calendar))
    });
    let all = analysis.service.as_ref().map(|service| of(None, "", service, calendar));
    journeys.chain(all).collect()
}

fn of(journey: Option<Id>, name: &str, answer: &Answer, calendar: Calendar) -> Budgets {
    let touched = answer.mean_outage.map_or(0.0, |mean| calendar.touched_by(mean).get());
    let worst = answer.mean_outage.map(|mean| calendar.at_worst(mean));
    let period = |period: Period| {
        let counted = calendar.within(period.length());
        let budget = ErrorBudget::new(answer.objective, counted);
        let one_outage = worst.and_then(|worst| budget.spent_by(worst)).filter(|share| *share > 0.0);
        PeriodBudget {
            period,
            counted,
            budget: budget.minutes(),
            expected: answer.unavailability.within(counted),
            spent: answer.budget_spent,
            outages: answer.outages_per_year * (period.length().minutes() / MINUTES_PER_YEAR) * touched,
            one_outage,
            fit: one_outage.map(|share| 1.0 / share),
        }
    };
    Budgets {
        journey,
        name: name.to_owned(),
        objective: answer.objective,
        mean_outage: answer.mean_outage,
        periods: BUDGET_PERIODS.map(period).to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::analyse;
    use crate::model::templates::{templates, worked_example};
    use crate::slo::WorkingHours;

    #[test]
    fn what_is_expected_over_a_year_is_what_the_analysis_says() {
        for template in templates() {
            let analysis = analyse(&(template.build)());
            let budgets = budgets(&analysis, Calendar::Always);
            assert_eq!(budgets.len(), analysis.journeys.len() + 1);
            let all = budgets.last().unwrap();
            let service = analysis.service.as_ref().unwrap();
            let year = all.periods[3];
            assert!((year.expected.minutes() - service.unavailability.bad_minutes_per_year()).abs() < 1e-6);
            assert!((year.outages - service.outages_per_year).abs() < 1e-12 * service.outages_per_year);
            // Outages times their mean length are the bad minutes.
            let spent = year.outages * year.one_outage.unwrap();
            assert!((spent / year.spent - 1.0).abs() < 1e-9, "{}", template.key);
        }
    }

    #[test]
    fn working_hours_shrink_the_budget_and_fewer_outages_fit() {
        let analysis = analyse(&worked_example());
        let always = budgets(&analysis, Calendar::Always);
        let working = budgets(&analysis, Calendar::Working(WorkingHours::USUAL));
        for (always, working) in always.iter().zip(&working) {
            for (a, w) in always.periods.iter().zip(&working.periods) {
                assert!((w.budget.minutes() / a.budget.minutes() - 50.0 / 168.0).abs() < 1e-12);
                assert_eq!(w.spent, a.spent);
                assert!(w.outages < a.outages && w.fit < a.fit);
            }
        }
    }
}
