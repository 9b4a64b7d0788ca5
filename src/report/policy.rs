//! An error-budget policy to adopt: a text with this plan's numbers in it.

use super::gates::{ask_words, binding, missing};
use super::promises::{alert_table, budget_words, over_words};
use super::{Block, Table};
use crate::analysis::{Analysis, Budgets, Contribution, Sentence, TopCause, Words, budgets};
use crate::model::{Choice, Owner, Plan};
use crate::quantity::text::{duration, percent_available, ratio, share};
use crate::quantity::{Probability, Quantity};
use crate::slo::alerts::{alert_windows, lint};
use crate::slo::{Calendar, Objective, Period};

/// What a policy is written for besides the plan.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PolicyTerms {
    /// The period that budgets are kept over.
    pub period: Period,
    /// The hours that count.
    pub calendar: Calendar,
    /// The share of a budget from which on one incident has to be followed up.
    pub large_incident: Probability,
    /// The share of a budget from which on releases slow down.
    pub caution: Probability,
}

impl Default for PolicyTerms {
    /// 30 days, every hour, a fifth and three quarters.
    ///
    /// # Source
    /// The fifth: [SRE Workbook, appendix B](crate::refs::SreWorkbookB). Three quarters are an assumption.
    fn default() -> Self {
        Self {
            period: Period::Days30,
            calendar: Calendar::Always,
            large_incident: Probability::clamped(0.2),
            caution: Probability::clamped(0.75),
        }
    }
}

/// The policy of a plan. What people have to settle among themselves stands in capitals.
///
/// What the rules follow: a spent budget stops what is not a repair until the period gives it back, and one large
/// incident is followed up ([SRE Workbook, appendix B](crate::refs::SreWorkbookB)); the words are this program's.
pub fn policy(plan: &Plan, analysis: &Analysis, terms: PolicyTerms) -> Vec<Block> {
    let budgets = budgets(analysis, terms.calendar);
    let over = over_words(terms.period);
    let mut blocks = vec![
        Block::Heading(1, format!("Error-budget policy for {}", plan.name)),
        Block::plain(format!(
            "Users are promised a share of good minutes, not all of them. What is left is a budget for change, \
             experiments and bad luck. This text says how large the budgets are, who decides by them, and what \
             happens as they are spent; words in capitals are for you to fill in. Budgets are kept over {over}, looking back from today; {}.",
            terms.calendar.words()
        )),
        Block::Facts(vec![
            ("In force from".into(), "DATE".into()),
            ("Kept by".into(), "TEAM".into()),
            ("Agreed with".into(), "PRODUCT OWNER, SPONSOR".into()),
            ("Who decides where this text does not".into(), "DECIDER".into()),
        ]),
    ];
    promises(&mut blocks, &budgets, terms);
    rules(&mut blocks, &budgets, terms);
    alerts(&mut blocks, &budgets, terms);
    spenders(&mut blocks, analysis);
    gates(&mut blocks, analysis);
    blocks.push(Block::Heading(2, "When this text changes".into()));
    blocks.push(Block::plain(
        "It is read again every quarter, and at once when users complain although the budgets say that all is well, \
         or when a budget is spent twice in a row. A promise is changed by those who agreed to it, never during an \
         incident and never to end a stop of releases.",
    ));
    blocks.push(Block::plain(
        "Expected numbers come from a model of the plan in Tenfold; measured ones replace them as soon as there are any.",
    ));
    blocks
}

fn promises(blocks: &mut Vec<Block>, budgets: &[Budgets], terms: PolicyTerms) {
    blocks.push(Block::Heading(2, "What is promised".into()));
    let mut table = Table::new("", &["journey", ">promise", ">budget", ">expected", ">one outage takes"]);
    for budget in budgets.iter().filter(|budget| budget.journey.is_some()) {
        let Some(row) = budget.periods.iter().find(|row| row.period == terms.period) else { continue };
        table.push(vec![
            budget.name.clone(),
            percent_available(budget.objective.unavailability()),
            duration(row.budget.minutes()),
            duration(row.expected.minutes()),
            row.one_outage.map_or_else(|| "nothing".into(), part),
        ]);
    }
    blocks.push(Block::Table(table));
    blocks.push(Block::plain(budget_words(budgets, terms.period)));
    let broken: Vec<&str> = budgets
        .iter()
        .filter(|budget| budget.journey.is_some() && budget.periods.iter().any(|row| row.spent > 1.0))
        .map(|budget| budget.name.as_str())
        .collect();
    if !broken.is_empty() {
        blocks.push(Block::Text(Sentence::of(
            "As planned, ",
            broken.join(", "),
            " cannot keep the promise on average, so releases would stand still much of the time. Before this policy \
             is adopted, either the promise or the design has to change.",
        )));
    }
}

fn rules(blocks: &mut Vec<Block>, budgets: &[Budgets], terms: PolicyTerms) {
    blocks.push(Block::Heading(2, "What happens as a budget is spent".into()));
    let (caution, large) = (share(terms.caution), share(terms.large_incident));
    let over = over_words(terms.period);
    let rule = |strong: &str, after: String| Sentence::of("", strong, after);
    blocks.push(Block::List(vec![
        rule(
            &format!("Less than {caution} spent:"),
            " releases go out as usual. Who wants to try something risky may, and says so beforehand.".into(),
        ),
        rule(
            &format!("More than {caution} spent:"),
            " one release at a time, each to a small share of users first, none within a day of a weekend or a \
             holiday. The next planning round takes at least one item from the list of what spends the budget."
                .into(),
        ),
        rule(
            "All spent:",
            format!(
                " nothing goes out but repairs, security fixes and what restores the budget, until the last {over} \
                 are back within it. Whoever needs an exception asks DECIDER in writing; exceptions are listed \
                 with their reason."
            ),
        ),
        rule(
            &format!("One incident takes more than {large}:"),
            format!(
                " it is reviewed within five working days, without blame; at least one repair that would have \
                 made it shorter, smaller or rarer goes to the top of the work.{}",
                large_words(budgets, terms)
            ),
        ),
        rule(
            "The same cause takes more than that in a quarter:",
            " it is given an owner and a place in the next quarter's plan.".into(),
        ),
        rule(
            "Spent by somebody else",
            " (the platform, a third party, a load test that was agreed): it counts all the same, since users felt \
             it. Releases need not stop for it if stopping would not help; DECIDER decides and writes it down."
                .into(),
        ),
    ]));
}

/// Which journeys a single outage of mean length would bring to a review.
fn large_words(budgets: &[Budgets], terms: PolicyTerms) -> String {
    let row = |budget: &&Budgets| budget.periods.iter().find(|row| row.period == terms.period).copied();
    let large = |budget: &&Budgets| {
        let takes = row(budget).and_then(|row| row.one_outage);
        takes.is_some_and(|takes| takes > terms.large_incident.get())
    };
    let names: Vec<&str> =
        budgets.iter().filter(|b| b.journey.is_some()).filter(large).map(|b| b.name.as_str()).collect();
    match names.is_empty() {
        true => String::new(),
        false => format!(" With outages as long as today's, any full one of {} does.", names.join(", ")),
    }
}

fn alerts(blocks: &mut Vec<Block>, budgets: &[Budgets], terms: PolicyTerms) {
    blocks.push(Block::Heading(2, "Who is called".into()));
    blocks.push(Block::plain(
        "People are called by how fast a budget goes, not by single errors. A page is answered at once and stops \
         other work; a ticket is looked at within one working day.",
    ));
    let period = terms.period.length();
    let windows = alert_windows(period);
    let mut seen: Vec<Objective> = Vec::new();
    for budget in budgets.iter().filter(|budget| budget.journey.is_some()) {
        if seen.contains(&budget.objective) {
            continue;
        }
        seen.push(budget.objective);
        let mut table = alert_table(budget.objective, &windows);
        table.caption =
            format!("{}: {}", percent_available(budget.objective.unavailability()), table.caption);
        blocks.push(Block::Table(table));
        let lints = lint(budget.objective, period, &windows, None);
        if !lints.is_empty() {
            blocks.push(Block::List(lints.iter().map(|l| Sentence::of(l.sentence(), "", "")).collect()));
        }
    }
}

fn spenders(blocks: &mut Vec<Block>, analysis: &Analysis) {
    let Some(service) = &analysis.service else { return };
    blocks.push(Block::Heading(2, "What spends the budget".into()));
    let cause = |cause: &TopCause| {
        let mut sentence = cause.sentence.clone();
        let owner = cause.owner.map_or_else(String::new, |owner| format!(" ({})", owner.name()));
        let part = share(Probability::clamped(cause.share));
        sentence.0.push(Words::Plain(format!(": {part}{owner}")));
        sentence
    };
    blocks.push(Block::List(service.causes.iter().take(5).map(cause).collect()));
    let owned = |by: &Contribution<Option<Owner>>| {
        let who = by.key.map_or("nobody listed", Owner::name);
        format!("{who} {}", share(Probability::clamped(by.share)))
    };
    let owners: Vec<String> = service.by_owner.iter().filter(|by| by.share > 0.0).map(owned).collect();
    blocks.push(Block::plain(format!(
        "By owner: {}. A credit from a provider pays nobody's lost minutes; it does not refill a budget.",
        owners.join(", ")
    )));
}

fn gates(blocks: &mut Vec<Block>, analysis: &Analysis) {
    blocks.push(Block::Heading(2, "What the promises rest on".into()));
    let earned = percent_available(analysis.gates.earned);
    blocks.push(match binding(&analysis.gates) {
        Some(gate) => {
            let lacks: Vec<String> = missing(gate).map(|(p, level)| ask_words(p, level)).collect();
            Block::plain(format!(
                "The practices in place earn about {earned}. A stricter promise is not made before {} has: {}.",
                gate.gate.name(),
                lacks.join("; ")
            ))
        }
        None => Block::plain(format!("The practices in place earn about {earned}, as long as they are kept up.")),
    });
}

/// A share of a budget: `38 %`, `all of it`, `1.4 times it`.
fn part(spent: f64) -> String {
    match spent {
        ..0.995 => share(Probability::clamped(spent)),
        0.995..1.05 => "all of it".into(),
        spent => format!("{} times it", ratio(spent).trim_end_matches('x')),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::analyse;
    use crate::model::templates::templates;
    use crate::report::markdown;
    use crate::slo::WorkingHours;

    #[test]
    fn a_policy_names_every_journey_with_its_budget_and_what_spends_it() {
        for template in templates() {
            let plan = (template.build)();
            let analysis = analyse(&plan);
            let text = markdown(&policy(&plan, &analysis, PolicyTerms::default()));
            for journey in &plan.journeys {
                assert!(text.contains(&journey.name), "{}: {}", template.key, journey.name);
            }
            for words in ["What happens as a budget is spent", "75 %", "20 %", "By owner", "14.4", "DECIDER"]
            {
                assert!(text.contains(words), "{}: {words} in {text}", template.key);
            }
            assert!(!text.contains("100 %") && !text.contains("unknown times"));
            let broken = analysis.journeys.iter().any(|j| j.answer.as_ref().unwrap().budget_spent > 1.0);
            assert_eq!(text.contains("cannot keep the promise"), broken, "{}", template.key);
        }
    }

    #[test]
    fn a_policy_says_what_it_is_kept_over() {
        let plan = crate::model::templates::worked_example();
        let calendar = Calendar::Working(WorkingHours::USUAL);
        let terms = PolicyTerms { period: Period::Quarter, calendar, ..PolicyTerms::default() };
        let text = markdown(&policy(&plan, &analyse(&plan), terms));
        assert!(text.contains("kept over a quarter") && text.contains("Mon-Fri 8-18 counts"), "{text}");
    }
}
