//! The answer first: five headlines on top of every view, each with its reasons one step away.

use leptos::prelude::*;

use super::why::{Topic, Why};
use crate::analysis::Analysis;
use crate::economics::RunningCost;
use crate::model::{Choice, Plan};
use crate::quantity::{Probability, Quantity, text};
use crate::ui::ladder::use_ladder;
use crate::ui::results::{use_analysis, use_cost};
use crate::ui::views::View;
use crate::ui::workspace::use_workspace;

/// A headline: what it is called, its value, what stands beside and beneath it.
#[derive(Clone, Debug, Default, PartialEq)]
struct Headline {
    name: String,
    value: String,
    beside: String,
    beneath: String,
    bad: bool,
}

/// The headlines and the ruler.
pub fn headlines(why: Why) -> AnyView {
    let ws = use_workspace();
    let (analysis, cost) = (use_analysis(), use_cost());
    let users = Memo::new(move |_| analysis.with(|analysis| users_get(analysis)));
    let minutes = Memo::new(move |_| analysis.with(|analysis| bad_minutes(analysis)));
    let budget = Memo::new(move |_| analysis.with(|analysis| budget(analysis)));
    let money = Memo::new(move |_| ws.plan().with(|plan| cost.with(|cost| cost_a_month(plan, cost))));
    let because = move |topic: Topic, name: &'static str| {
        view! {
            <button type="button" class="link" aria-label=name on:click=move |_| why.ask(topic)>"why"</button>
        }
        .into_any()
    };
    let desk = use_ladder();
    let next = Memo::new(move |_| next_half_nine(desk.next_half_nine(ws), desk.progress.get().is_some()));
    let to_cost = |name: &'static str, words: &'static str| {
        let go = move |_| ws.view.set(View::Cost);
        view! { <button type="button" class="link" aria-label=name on:click=go>{words}</button> }.into_any()
    };
    view! {
        <section class="answers" aria-label="Answers">
            <ul class="headlines">
                {headline(users, because(Topic::Users, "Why users get this"))}
                {headline(minutes, because(Topic::Minutes, "Why so many bad minutes"))}
                {headline(budget, because(Topic::Budget, "Why this much of the budget"))}
                {headline(money, to_cost("The lines of the cost", "lines"))}
                {headline(next, to_cost("The ladder of nines", "ladder"))}
            </ul>
            {move || analysis.with(|analysis| super::ruler::ruler(analysis))}
        </section>
    }
    .into_any()
}

fn headline(shown: Memo<Headline>, more: AnyView) -> AnyView {
    let part = move |get: fn(&Headline) -> &String| move || shown.with(|h| get(h).clone());
    view! {
        <li class="headline" class:bad=move || shown.with(|h| h.bad)>
            <h2>{part(|h| &h.name)}</h2>
            <p class="value"><output>{part(|h| &h.value)}</output> <small>{part(|h| &h.beside)}</small></p>
            <p class="beneath">{part(|h| &h.beneath)} " " {more}</p>
        </li>
    }
    .into_any()
}

/// What a headline says while the plan has no answer.
fn no_answer(analysis: &Analysis, name: &str) -> Headline {
    let finding = analysis.findings.first().map(|finding| finding.what.clone());
    Headline {
        name: name.to_owned(),
        value: "no answer yet".to_owned(),
        beneath: finding.unwrap_or_default(),
        bad: true,
        ..Headline::default()
    }
}

fn users_get(analysis: &Analysis) -> Headline {
    let name = "Users get";
    let Some(service) = &analysis.service else { return no_answer(analysis, name) };
    let worst = analysis.worst_journey().filter(|_| analysis.journeys.len() > 1);
    let beneath = worst.and_then(|journey| {
        let answer = journey.answer.as_ref()?;
        Some(format!("{} gets {},", journey.name, text::percent_available(answer.unavailability)))
    });
    Headline {
        name: name.to_owned(),
        value: text::percent_available(service.unavailability),
        beside: text::nines(service.unavailability),
        beneath: beneath.unwrap_or_default(),
        bad: false,
    }
}

fn bad_minutes(analysis: &Analysis) -> Headline {
    let name = "Bad minutes a year";
    let Some(service) = &analysis.service else { return no_answer(analysis, name) };
    let u = service.unavailability;
    let outages = service.mean_outage.map(|mean| {
        let often = text::rate(service.outages_per_year);
        format!("outages {often}, {} each,", text::duration(mean.minutes()))
    });
    Headline {
        name: name.to_owned(),
        value: text::duration(u.bad_minutes_per_year()),
        beside: String::new(),
        beneath: format!(
            "{}; {}",
            text::bad_time_per_month(u.bad_minutes_per_month()),
            outages.unwrap_or_else(|| "no outages,".to_owned())
        ),
        bad: false,
    }
}

fn budget(analysis: &Analysis) -> Headline {
    let name = "Budget spent";
    let worst = analysis.worst_journey().and_then(|journey| Some((journey, journey.answer.as_ref()?)));
    let Some((journey, answer)) = worst else { return no_answer(analysis, name) };
    let kept = answer.budget_spent <= 1.0;
    Headline {
        name: format!(
            "{} promises {}",
            journey.name,
            text::percent_available(answer.objective.unavailability())
        ),
        value: text::budget_spent(answer.budget_spent)
            .replace(" of the budget", "")
            .replace(" the budget", ""),
        beside: if kept { "of the budget ✓".to_owned() } else { "the budget ✗".to_owned() },
        beneath: format!(
            "{} expected, {} allowed a year,",
            text::duration(answer.unavailability.bad_minutes_per_year()),
            text::duration(answer.objective.unavailability().bad_minutes_per_year()),
        ),
        bad: !kept,
    }
}

fn cost_a_month(plan: &Plan, cost: &RunningCost) -> Headline {
    let mut groups: Vec<_> = cost.groups.iter().filter(|(_, amount)| *amount > 0.0).collect();
    crate::quantity::order::sort_by(&mut groups, |a, b| b.1.total_cmp(&a.1));
    let beneath: Vec<String> = groups
        .into_iter()
        .take(2)
        .map(|(group, amount)| {
            let share = Probability::clamped(amount / cost.per_month);
            format!("{} {},", group.name(), text::share(share))
        })
        .collect();
    Headline {
        name: "Cost a month".to_owned(),
        value: text::money(cost.per_month, plan.prices.currency.name()),
        beside: String::new(),
        beneath: beneath.join(" "),
        bad: false,
    }
}

/// What the next half nine costs, from "+ $ 9 k a month for 99.97 %: canary"; none while nobody knows.
fn next_half_nine(words: Option<String>, looking: bool) -> Headline {
    let name = "Next half nine".to_owned();
    let parts = words.as_deref().and_then(|words| words.split_once(" a month "));
    let (value, beneath) = match parts {
        Some((money, takes)) => (money.to_owned(), format!("a month {},", first_words(takes))),
        None if looking => ("looking…".to_owned(), "for the cheapest design,".to_owned()),
        None => ("not looked for".to_owned(), "the cheapest way is found in the".to_owned()),
    };
    Headline { name, value, beneath, ..Headline::default() }
}

/// What fits two lines of a list: whole items, and that there are more.
fn first_words(list: &str) -> String {
    let end = list.match_indices(", ").map(|(at, _)| at).take_while(|at| *at <= 48).last();
    match end {
        Some(end) if list.chars().count() > 60 => format!("{} and more", &list[..end]),
        _ => list.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::analyse;
    use crate::economics::running_cost;
    use crate::model::Edit;
    use crate::model::Place;
    use crate::model::templates::worked_example;

    #[test]
    fn the_worked_example_has_every_headline() {
        let plan = worked_example();
        let analysis = analyse(&plan);
        let cost = cost_a_month(&plan, &running_cost(&plan));
        for headline in [users_get(&analysis), bad_minutes(&analysis), budget(&analysis), cost] {
            assert!(!headline.value.is_empty() && !headline.beneath.is_empty(), "{headline:?}");
            assert!(!headline.value.contains("unknown"), "{headline:?}");
        }
    }

    #[test]
    fn the_next_half_nine_is_money_and_what_it_takes() {
        let headline = next_half_nine(Some("+ $ 9 k a month for 99.97 %: canary".into()), false);
        assert_eq!(
            (headline.value.as_str(), headline.beneath.as_str()),
            ("+ $ 9 k", "a month for 99.97 %: canary,")
        );
        assert_eq!(next_half_nine(None, true).value, "looking…");
        let long = "for 99.9 %: 2 regions, 1 zone a region, no on-call, no playbooks, load shedding";
        assert_eq!(first_words(long), "for 99.9 %: 2 regions, 1 zone a region and more");
    }

    #[test]
    fn without_an_answer_a_headline_says_what_is_missing() {
        let plan = worked_example();
        let journeys: Vec<_> = plan.journeys.iter().map(|j| Edit::Remove(Place::Journey(j.id))).collect();
        let analysis = analyse(&plan.apply(&Edit::Batch(journeys)).unwrap());
        let headline = users_get(&analysis);
        assert_eq!(headline.value, "no answer yet");
        assert!(!headline.beneath.is_empty());
    }
}
