//! The decision pack: everything a sponsor needs on paper, in the order in which they ask.

use super::gates::{ask_words, gate_words};
use super::{Block, Group, Table, ledger, timeline};
use crate::analysis::{Analysis, Answer, JourneyAnswer, Sentence, Words};
use crate::model::{Choice, Place, Plan, Severity};
use crate::quantity::text::{
    bad_time_per_month, bad_time_per_year, budget_spent, duration, nines, percent_available, rate, share,
};
use crate::quantity::{Basis, MINUTES_PER_YEAR, Probability, Quantity, Unavailability};

/// What the pack is made from besides the plan and its analysis.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct PackExtras {
    /// The day it is made, as it is to be written.
    pub date: String,
    /// A link that opens this plan, when there is one.
    pub link: Option<String>,
    /// The blocks about money: cost a month and, when it was found, the ladder.
    pub money: Vec<Block>,
    /// The blocks about how sure the answers are, when that is known of the plan as it is.
    pub forecast: Vec<Block>,
    /// Headline numbers about money.
    pub money_facts: Vec<(String, String)>,
}

/// The decision pack of a plan.
pub fn pack(plan: &Plan, analysis: &Analysis, extras: &PackExtras) -> Vec<Block> {
    let mut blocks = vec![Block::Heading(1, plan.name.clone())];
    blocks.push(Block::plain(format!("Decision pack of {}, computed by Tenfold.", extras.date)));
    if !plan.lesson.is_empty() {
        blocks.push(Block::plain(plan.lesson.clone()));
    }
    blocks.push(Block::Facts(headline(analysis, &extras.money_facts)));
    journeys(&mut blocks, plan, analysis);
    blocks.extend(extras.forecast.iter().cloned());
    if let Some(service) = &analysis.service {
        reasons(&mut blocks, service);
    }
    operations(&mut blocks, plan, analysis);
    blocks.extend(extras.money.iter().cloned());
    findings(&mut blocks, plan, analysis);
    assumptions(&mut blocks, plan);
    conventions(&mut blocks);
    if let Some(link) = &extras.link {
        blocks.push(Block::Heading(2, "Open this plan".into()));
        blocks.push(Block::plain("The link holds the whole plan as it is now. It cannot be revoked."));
        blocks.push(Block::plain(link.clone()));
    }
    blocks
}

fn fact(term: &str, value: impl Into<String>) -> (String, String) {
    (term.into(), value.into())
}

fn headline(analysis: &Analysis, money: &[(String, String)]) -> Vec<(String, String)> {
    let mut facts = Vec::new();
    match &analysis.service {
        Some(service) => {
            let u = service.unavailability;
            facts.push(fact("Users get", format!("{} ({})", percent_available(u), nines(u))));
            let year = bad_time_per_year(u.bad_minutes_per_year());
            facts
                .push(fact("Bad time", format!("{year}, {}", bad_time_per_month(u.bad_minutes_per_month()))));
            facts.push(fact("Outages", outages(service)));
        }
        None => facts.push(fact("Users get", "no answer: see what is wrong in the plan")),
    }
    if let Some(JourneyAnswer { name, answer: Some(answer), .. }) = analysis.worst_journey() {
        let objective = percent_available(answer.objective.unavailability());
        let spent = budget_spent(answer.budget_spent);
        facts.push(fact("Hardest promise", format!("{objective} on {name}: {spent}")));
    }
    facts.extend(money.iter().cloned());
    facts
}

fn outages(answer: &Answer) -> String {
    match answer.mean_outage {
        Some(mean) => format!("{}, of about {}", rate(answer.outages_per_year), duration(mean.minutes())),
        None => "none".into(),
    }
}

fn journeys(blocks: &mut Vec<Block>, plan: &Plan, analysis: &Analysis) {
    let columns =
        ["journey", ">of traffic", ">users get", ">nines", ">bad a year", ">objective", ">budget spent"];
    let mut table = Table::new("What users of each journey get", &columns);
    for (journey, told) in plan.journeys.iter().zip(&analysis.journeys) {
        let objective = percent_available(journey.objective.unavailability());
        let traffic = share(journey.traffic.likely());
        table.push(match &told.answer {
            Some(answer) => {
                let u = answer.unavailability;
                vec![
                    journey.name.clone(),
                    traffic,
                    percent_available(u),
                    nines(u).trim_end_matches(" nines").into(),
                    duration(u.bad_minutes_per_year()),
                    objective,
                    budget_spent(answer.budget_spent),
                ]
            }
            None => vec![journey.name.clone(), traffic, "no answer".into(), "".into(), "".into(), objective],
        });
    }
    blocks.push(Block::Heading(2, "Journeys".into()));
    blocks.push(Block::Table(table));
}

fn percent(p: f64) -> String {
    share(Probability::clamped(p))
}

fn reasons(blocks: &mut Vec<Block>, service: &Answer) {
    let minutes = |u: f64| duration(Unavailability::clamped(u).bad_minutes_per_year());
    blocks.push(Block::Heading(2, "What spends the budget".into()));
    let told = service.causes.iter().take(10).map(|cause| {
        let mut sentence = cause.sentence.clone();
        let rest = format!(": {} a year, {}", minutes(cause.unavailability), percent(cause.share));
        sentence.0.push(Words::Plain(rest));
        sentence
    });
    blocks.push(Block::List(told.collect()));
    let mut owners = Table::new("Bad minutes by who owns them", &["owner", ">bad a year", ">share"]);
    for part in &service.by_owner {
        let owner = part.key.map_or("nobody listed it (reserve)", |owner| owner.name());
        owners.push(vec![owner.into(), minutes(part.unavailability), percent(part.share)]);
    }
    blocks.push(Block::Table(owners));
    let mut sets = Table::new("Minimal cut sets: what fails a request together", &["cut set", ">share"]);
    for set in &service.cut_sets {
        sets.push(vec![set.sentence().to_string(), percent(set.share)]);
    }
    blocks.push(Block::Heading(2, "Ways to fail".into()));
    blocks.push(Block::Table(sets));
    if service.cut_sets_truncated {
        blocks.push(Block::plain("There are more cut sets, all less likely than those listed."));
    }
}

fn operations(blocks: &mut Vec<Block>, plan: &Plan, analysis: &Analysis) {
    blocks.push(Block::Heading(2, "Operations".into()));
    let result = analysis.service.as_ref().map(|service| service.unavailability);
    blocks.extend(gate_words(&analysis.gates, result).into_iter().map(Block::Text));
    let mut gates = Table::new("The three gates", &["gate", "state", ">ceiling", "still to do", "source"]);
    for gate in &analysis.gates.gates {
        let open: Vec<String> = gate
            .asks
            .iter()
            .filter(|ask| !ask.2)
            .map(|(practice, level, _)| ask_words(*practice, *level))
            .collect();
        let state = if gate.met { "met" } else { "open" };
        let ceiling = percent_available(gate.ceiling);
        gates.push(vec![gate.gate.name().into(), state.into(), ceiling, open.join("; "), gate.source.into()]);
    }
    blocks.push(Block::Table(gates));
    let mut practices = Table::new("Practices", &["practice", "level", "kind", "gate"]);
    for practice in plan.practices.keys() {
        let info = practice.info();
        let level = info.level(plan.level(*practice)).map_or("", |level| level.name);
        practices.push(vec![
            info.name.into(),
            level.into(),
            info.style.name().into(),
            info.gate.key().into(),
        ]);
    }
    blocks.push(if practices.rows.is_empty() {
        Block::plain("No practice is done.")
    } else {
        Block::Table(practices)
    });
    let columns = ["failure mode", ">happens", ">lasts", ">without practices", ">bad a year"];
    let mut modes = Table::new("How long each failure lasts", &columns);
    for bar in timeline(plan, analysis) {
        let bad = bar.bad_minutes_per_year.map_or_else(|| "no answer".into(), duration);
        modes.push(vec![
            bar.name,
            rate(bar.rate_per_year),
            duration(bar.minutes),
            duration(bar.minutes_before),
            bad,
        ]);
    }
    blocks.push(Block::Table(modes));
}

fn findings(blocks: &mut Vec<Block>, plan: &Plan, analysis: &Analysis) {
    blocks.push(Block::Heading(2, "Findings".into()));
    if analysis.findings.is_empty() {
        blocks.push(Block::plain("Nothing in the plan is wrong or doubtful."));
        return;
    }
    let mut table =
        Table::new("What is wrong or doubtful in the plan", &["place", "weight", "found", "advice"]);
    for finding in &analysis.findings {
        let place = plan.name_at(finding.place).map_or_else(|| finding.place.to_string(), str::to_owned);
        let weight = if finding.severity == Severity::Error { "prevents an answer" } else { "to look at" };
        table.push(vec![place, weight.into(), finding.what.clone(), finding.advice.clone()]);
    }
    blocks.push(Block::Table(table));
}

fn assumptions(blocks: &mut Vec<Block>, plan: &Plan) {
    let groups = ledger(plan);
    let total = groups.iter().flat_map(|group| &group.entries).count();
    let count = |basis: Basis| {
        let number = groups.iter().flat_map(|g| &g.entries).filter(|entry| entry.basis == basis).count();
        (number > 0).then(|| format!("{number} {}", basis.name()))
    };
    let by_basis: Vec<String> = Basis::ALL.iter().filter_map(|basis| count(*basis)).collect();
    blocks.push(Block::Heading(2, "Assumptions ledger".into()));
    blocks.push(Block::plain(format!("{total} numbers: {}.", by_basis.join(", "))));
    let mut rest = groups.as_slice();
    while let Some(first) = rest.first() {
        let title = heading(first.place);
        let same = rest.iter().take_while(|group| heading(group.place) == title).count();
        blocks.push(Block::Table(ledger_table(title, &rest[..same])));
        rest = &rest[same..];
    }
}

fn heading(place: Place) -> &'static str {
    match place {
        Place::Region(_) | Place::Zone(_) | Place::Routing => "Regions and moving between them",
        Place::Component(_) => "Components",
        Place::Mode(_) => "Failure modes, before any practice",
        Place::Journey(_) => "Journeys",
        Place::Practice(_) => "What the chosen practices change",
        Place::Prices => "Prices",
        Place::Risk(_) => "Risks",
        Place::Monitor(_) => "Monitors",
        Place::Plan => "The plan as a whole",
    }
}

fn ledger_table(title: &str, groups: &[Group]) -> Table {
    let mut table = Table::new(title, &["number", ">likely", ">90 % range", "basis", "date", "source"]);
    for group in groups {
        for entry in &group.entries {
            table.push(vec![
                format!("{}: {}", group.title, entry.name),
                entry.value.clone(),
                entry.range.clone(),
                entry.basis.name().into(),
                entry.date.map(|date| date.to_string()).unwrap_or_default(),
                entry.note.clone(),
            ]);
        }
    }
    table
}

fn conventions(blocks: &mut Vec<Block>) {
    blocks.push(Block::Heading(2, "How to read the numbers".into()));
    let days = MINUTES_PER_YEAR / 1_440.0;
    let sentences = [
        format!("A year has {days} days, {MINUTES_PER_YEAR:.0} minutes; a month is a twelfth of it."),
        "Unavailability is the long-run share of user requests that fail; nines are minus its decimal logarithm."
            .into(),
        "Bad minutes count a full outage of all users: an outage of half the users for ten minutes is five.".into(),
        "Failures are independent apart from the shared causes listed; rates are constant; repair starts at once."
            .into(),
        "A range is meant to hold the true value nine times in ten; the answers use the likely values.".into(),
        "The ceilings of the gates are rules of thumb: a result above them is flagged, never cut.".into(),
    ];
    blocks.push(Block::List(sentences.map(|text: String| Sentence::of(text, "", "")).into()));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::analyse;
    use crate::model::templates::templates;
    use crate::report::markdown;

    fn of(plan: &Plan) -> Vec<Block> {
        let extras =
            PackExtras { date: "2026-11-24".into(), link: Some("#p=1.x".into()), ..Default::default() };
        pack(plan, &analyse(plan), &extras)
    }

    #[test]
    fn every_template_has_a_pack_that_names_its_journeys_and_modes() {
        for template in templates() {
            let plan = (template.build)();
            let text = markdown(&of(&plan));
            for name in plan.journeys.iter().map(|j| &j.name).chain(plan.modes.iter().map(|m| &m.name)) {
                assert!(text.contains(name.as_str()), "{name} in {}", template.key);
            }
            assert!(!text.contains("NaN") && !text.contains("| 100 % |"), "{}", template.key);
        }
    }

    #[test]
    fn a_plan_without_an_answer_still_has_a_pack() {
        let mut plan = crate::model::templates::worked_example();
        plan.journeys.clear();
        let text = markdown(&of(&plan));
        assert!(text.contains("no answer"), "{text}");
    }

    #[test]
    fn every_table_has_full_rows() {
        for template in templates() {
            for block in of(&(template.build)()) {
                if let Block::Table(table) = block {
                    assert!(table.rows.iter().all(|row| row.len() == table.columns.len()));
                }
            }
        }
    }
}
