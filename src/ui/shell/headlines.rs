//! The answer first: five headlines on top of every view, each with its reasons one step away.

use leptos::prelude::*;

use super::why::Why;
use crate::analysis::Analysis;
use crate::economics::RunningCost;
use crate::model::{Choice, Plan};
use crate::quantity::order;
use crate::quantity::{Probability, Quantity, text};
use crate::report::{Topic, availability_range, band_title, headline_chance, minutes_range, next_words};
use crate::ui::browser::element::{Element, button, el};
use crate::ui::forecast::{ForecastDesk, State, use_forecast};
use crate::ui::ladder::use_ladder;
use crate::ui::results::{use_analysis, use_cost};
use crate::ui::workspace::{Workspace, use_workspace};

/// A headline: what it is called, its value, what stands beside and beneath it.
#[derive(Clone, Debug, Default, PartialEq)]
struct Headline {
    name: String,
    value: String,
    beside: String,
    beneath: String,
    bad: bool,
}

/// How sure a headline is: its range or its chance, and how that stands to the plan.
#[derive(Clone, Debug, PartialEq)]
struct Sure {
    words: String,
    title: String,
    state: State,
}

/// The headlines and the ruler.
pub fn headlines(why: Why) -> Element {
    let ws = use_workspace();
    let (analysis, cost, desk) = (use_analysis(), use_cost(), use_ladder());
    let of_analysis = |said: fn(&Analysis) -> Headline| Memo::new(move |_| analysis.with(|a| said(a)));
    let money = Memo::new(move |_| ws.plan().with(|plan| cost.with(|cost| cost_a_month(plan, cost))));
    let looking = Memo::new(move |_| desk.progress.with(Option::is_some));
    let next = Memo::new(move |_| {
        let found = desk.fresh(ws);
        let words = found.map(|found| next_words(&found.plan, &found.ladder));
        next_half_nine(words, looking.get())
    });
    let all = [
        (Topic::Users, of_analysis(users_get)),
        (Topic::Minutes, of_analysis(bad_minutes)),
        (Topic::Budget, of_analysis(budget)),
        (Topic::Cost, money),
        (Topic::Next, next),
    ];
    let forecast = use_forecast();
    let sure = |topic: Topic| Memo::new(move |_| how_sure(ws, forecast, analysis, topic));
    let list =
        el("ul").class("headlines").child(all.map(|(topic, shown)| headline(why, topic, shown, sure(topic))));
    let band = Memo::new(move |_| {
        let band = forecast.bands.with(|bands| bands.as_ref()?.found.service)?;
        Some((band, forecast.bands_state(ws)? == State::Stale))
    });
    el("section")
        .class("answers")
        .attr("aria-label", "Answers")
        .child(list)
        .child(move || analysis.with(|analysis| super::ruler::ruler(analysis, band.get())))
}

/// The range or the chance behind a headline. Nothing for money, and while there is no answer.
fn how_sure(
    ws: Workspace,
    forecast: ForecastDesk,
    analysis: Memo<std::sync::Arc<Analysis>>,
    topic: Topic,
) -> Option<Sure> {
    let (words, title, state) = match topic {
        Topic::Users | Topic::Minutes => {
            let likely = analysis.with(|a| a.service.as_ref().map(|service| service.unavailability))?;
            let band = forecast.bands.with(|bands| bands.as_ref()?.found.service)?;
            let range = if topic == Topic::Users { availability_range(band) } else { minutes_range(band) };
            (range, band_title(likely), forecast.bands_state(ws)?)
        }
        Topic::Budget => {
            let worst = analysis.with(|a| a.worst_journey().map(|journey| journey.id))?;
            let kept = forecast.simulation.get()?;
            let title = format!(
                "The share of simulated windows that kept the promise, with what {} leave open (95 %)",
                crate::report::years_words(kept.found.years)
            );
            (headline_chance(&kept.found, worst)?, title, forecast.simulation_state(ws)?)
        }
        Topic::Cost | Topic::Next => return None,
    };
    let title = match state {
        State::Fresh => title,
        State::Growing => format!("{title}; more years are being simulated"),
        State::Stale => "Of the plan before the last change; worked out again in a moment".to_owned(),
    };
    Some(Sure { words, title, state })
}

fn headline(why: Why, topic: Topic, shown: Memo<Headline>, sure: Memo<Option<Sure>>) -> Element {
    let part = |get: fn(&Headline) -> &String| move || shown.with(|h| get(h).clone());
    let because = button("link").attr("aria-label", topic.title()).on_click(move |_| why.ask(topic));
    let value = el("p")
        .class("value")
        .child(el("output").child(part(|h| &h.value)))
        .child(el("small").child(part(|h| &h.beside)));
    let of_sure = |get: fn(&Sure) -> String| move || sure.with(|sure| sure.as_ref().map(get));
    let range = el("p")
        .class("range")
        .attr("data-state", of_sure(|sure| sure.state.key().to_owned()))
        .attr("title", of_sure(|sure| sure.title.clone()))
        .attr("hidden", matches!(topic, Topic::Cost | Topic::Next))
        .child(of_sure(|sure| sure.words.clone()))
        .child(move || {
            let stale = sure.with(|sure| sure.as_ref().is_some_and(|sure| sure.state == State::Stale));
            stale.then(|| el("span").class("visually-hidden").child(", of the plan before the last change"))
        });
    let beneath = el("p").class("beneath").child(part(|h| &h.beneath)).child(" ").child(because.child("why"));
    el("li")
        .class("headline")
        .class_if("bad", move || shown.with(|h| h.bad))
        .child(el("h2").child(part(|h| &h.name)))
        .child(value)
        .child(range)
        .child(beneath)
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
    order::sort_by(&mut groups, |a, b| b.1.total_cmp(&a.1));
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

/// What the next half nine costs, from "+ $ 9 k a month for 99.97 %: canary".
///
/// `found` is nothing while there is no ladder of the plan as it is, and holds nothing when no step is left.
fn next_half_nine(found: Option<Option<String>>, looking: bool) -> Headline {
    let (value, beneath) = match (&found, looking) {
        (Some(Some(words)), _) => match words.split_once(" a month ") {
            Some((money, takes)) => (money.to_owned(), format!("a month {},", first_words(takes))),
            None => (words.clone(), String::new()),
        },
        (Some(None), _) => ("none was found".to_owned(), "the ladder of nines ends here,".to_owned()),
        (None, true) => ("looking…".to_owned(), "for the cheapest design,".to_owned()),
        (None, false) => ("not looked for".to_owned(), "the ladder of nines finds it,".to_owned()),
    };
    Headline { name: "Next half nine".to_owned(), value, beneath, ..Headline::default() }
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
        let headline = next_half_nine(Some(Some("+ $ 9 k a month for 99.97 %: canary".into())), false);
        assert_eq!(
            (headline.value.as_str(), headline.beneath.as_str()),
            ("+ $ 9 k", "a month for 99.97 %: canary,")
        );
        assert_eq!(next_half_nine(None, true).value, "looking…");
        assert_eq!(next_half_nine(None, false).value, "not looked for");
        assert_eq!(next_half_nine(Some(None), false).value, "none was found");
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
