//! What spends the budget, the journeys and their promises, and the minimal cut sets.
//!
//! Rows stand by their place in the list and keep their buttons, and so the focus, while the results change.

use leptos::prelude::*;

use super::{Desk, fate};
use crate::analysis::{Answer, CutSetAnswer, Sentence, TopCause, Words};
use crate::model::{Choice, Id, Place};
use crate::quantity::{Probability, Quantity, Unavailability, text};
use crate::ui::browser::element::{Element, Parts, button, el, parts};
use crate::ui::primitives::{Tone, meter};
use crate::ui::topology::Heat;

/// How many causes are shown at first.
const FIRST: usize = 6;
/// How many cut sets are shown.
const LISTED: usize = 40;

/// The top causes, as sentences.
pub fn causes(desk: Desk) -> Element {
    let all = RwSignal::new(false);
    let count = move || desk.answer().map_or(0, |answer| answer.causes.len());
    let shown = move || (0..count().min(if all.get() { usize::MAX } else { FIRST })).collect();
    let no_answer = move || {
        let none = desk.answer().is_none();
        none.then(|| el("li").class("empty-state").child(no_answer(desk)))
    };
    let words = move || {
        if all.get() {
            "Show fewer".to_owned()
        } else {
            ["Show all, ", &count().saturating_sub(FIRST).to_string(), " more"].concat()
        }
    };
    let some_more = Memo::new(move |_| count() > FIRST);
    let more = move || {
        button("link")
            .attr("aria-expanded", move || if all.get() { "true" } else { "false" })
            .on_click(move |_| all.update(|all| *all = !*all))
            .child(words)
    };
    el("section")
        .class("design-causes")
        .attr("aria-labelledby", "causes-title")
        .child(el("h2").attr("id", "causes-title").child("What spends the budget"))
        .child(fate::line(desk))
        .child(el("ol").class("causes").child(no_answer).each(shown, move |at| row(desk, at)))
        .child(move || some_more.get().then(more))
}

fn no_answer(desk: Desk) -> &'static str {
    if desk.plan(|plan| plan.journeys.is_empty()) {
        "Nothing yet: add a journey, so that there are users whose minutes can be counted."
    } else {
        "No answer yet: put right what is named above."
    }
}

fn row(desk: Desk, at: usize) -> Element {
    let mode = move || desk.answer().and_then(|a| a.causes.get(at)?.modes.first().copied());
    let words = move || desk.answer().and_then(|a| Some(sentence(&a.causes.get(at)?.sentence)));
    let weighed = move || desk.answer().and_then(|a| a.causes.get(at).map(|c| meter(c.share, tone(c))));
    let number = move || desk.answer().and_then(|a| a.causes.get(at).map(number_of));
    let owner = move || desk.answer().and_then(|a| a.causes.get(at).map(owner_of));
    let selects = Memo::new(move |_| mode().is_some());
    let said = move || {
        if selects.get() {
            selecting(desk, "cause-sentence text-button", mode).child(words)
        } else {
            el("span").class("cause-sentence").child(words)
        }
    };
    el("li")
        .class("cause")
        .child(said)
        .child(weighed)
        .child(el("span").class("cause-number").child(number))
        .child(el("span").class("cause-owner").child(owner))
}

/// A button that selects the mode which stands behind it when it is clicked.
fn selecting(desk: Desk, class: &str, mode: impl Fn() -> Option<Id> + 'static) -> Element {
    button(class).on_click(move |_| {
        if let Some(mode) = untrack(&mode) {
            desk.select(Place::Mode(mode));
        }
    })
}

fn number_of(cause: &TopCause) -> String {
    let minutes = Unavailability::clamped(cause.unavailability).bad_minutes_per_year();
    [&text::duration(minutes), "/yr · ", &share(cause.share)].concat()
}

fn owner_of(cause: &TopCause) -> &'static str {
    match (cause.owner, cause.modes.is_empty()) {
        (Some(owner), _) => owner.name(),
        (None, true) => "assumption",
        (None, false) => "several",
    }
}

fn tone(cause: &TopCause) -> Tone {
    match Heat::of(Some(cause.share)) {
        _ if cause.modes.is_empty() => Tone::Plain,
        Heat::Most => Tone::Bad,
        Heat::Some => Tone::Warn,
        Heat::Low => Tone::Good,
        Heat::None => Tone::Plain,
    }
}

fn share(share: f64) -> String {
    text::share(Probability::clamped(share))
}

/// A sentence with its strong words.
pub fn sentence(sentence: &Sentence) -> Vec<Parts> {
    let words = sentence.0.iter().map(|words| match words {
        Words::Plain(text) => parts(text.as_str()),
        Words::Strong(text) => parts(el("strong").child(text.as_str())),
    });
    words.collect()
}

/// The journeys: promise, result, budget.
pub fn journeys(desk: Desk) -> Element {
    let rows = move || desk.plan(|plan| plan.journeys.iter().map(|j| Place::Journey(j.id)).collect());
    let none = Memo::new(move |_| desk.plan(|plan| plan.journeys.is_empty()));
    let list = move || {
        if none.get() {
            let words = "No journey yet. A journey is something users do: search, check out.";
            return el("p").class("empty-state").child(words);
        }
        let heads = [
            ("Journey", false),
            ("Traffic", true),
            ("Objective", true),
            ("Users get", true),
            ("Nines", true),
            ("Budget spent", false),
            ("Promise", false),
        ];
        let body = el("tbody").each(rows, move |place| journey(desk, place));
        table("Journeys, promise by promise", &heads, body)
    };
    el("section")
        .class("design-journeys")
        .attr("aria-labelledby", "journeys-title")
        .child(el("h2").attr("id", "journeys-title").child("Journeys"))
        .child(list)
}

/// A table that scrolls sideways where it is too wide; with each heading, whether numbers stand beneath it.
pub fn table(label: &str, heads: &[(&str, bool)], body: Element) -> Element {
    let head = |(words, number): &(&str, bool)| {
        let class = number.then_some("n");
        el("th").attr("scope", "col").attr("class", class).child(*words)
    };
    let heads: Vec<Element> = heads.iter().map(head).collect();
    let table = el("table").class("numbers").child(el("thead").child(el("tr").child(heads))).child(body);
    el("div")
        .class("scroll-x")
        .attr("tabindex", "0")
        .attr("role", "region")
        .attr("aria-label", label)
        .child(table)
}

fn cell(words: &str) -> Element {
    el("td").child(words)
}

fn number(words: &str) -> Element {
    cell(words).class("n")
}

/// The heading of a row.
fn named(button: Element) -> Element {
    el("th").attr("scope", "row").child(button)
}

fn journey(desk: Desk, place: Place) -> Element {
    let selected = move || if desk.selected() == place { "true" } else { "false" };
    el("tr")
        .attr("data-selected", selected)
        .child(named(desk.link(place, "text-button")))
        .child(move || place.id().map(|id| promise(desk, id)))
}

fn promise(desk: Desk, id: Id) -> Vec<Element> {
    let (traffic, objective) = desk.plan(|plan| {
        plan.journey(id).map_or_else(Default::default, |j| {
            (text::share(j.traffic.likely()), text::percent_available(j.objective.unavailability()))
        })
    });
    let mut cells = vec![number(&traffic), number(&objective)];
    desk.analysis(|a| {
        let journey = a.journeys.iter().find(|journey| journey.id == id);
        match journey.and_then(|journey| journey.answer.as_ref()) {
            Some(answer) => cells.extend(answered(answer)),
            None => cells.push(cell("no answer yet: see what is named above").attr("colspan", "4")),
        }
    });
    cells
}

fn answered(answer: &Answer) -> [Element; 4] {
    let kept = answer.budget_spent <= 1.0;
    let (verdict, mark) = if kept { ("kept", "✓ ") } else { ("broken", "✗ ") };
    let mark = el("span").attr("aria-hidden", "true").child(mark);
    [
        number(&text::percent_available(answer.unavailability)),
        number(&text::nines(answer.unavailability)),
        cell(&text::budget_spent(answer.budget_spent)),
        el("td").class("verdict").attr("data-verdict", verdict).child(mark).child(verdict),
    ]
}

/// The minimal cut sets up to order three.
pub fn cut_sets(desk: Desk) -> Element {
    let open = RwSignal::new(false);
    let count = move || desk.answer().map_or(0, |a| a.cut_sets.len().min(LISTED));
    let truncated = move || desk.answer().is_some_and(|a| a.cut_sets_truncated || a.cut_sets.len() > LISTED);
    let hint = move || {
        let count = count().to_string();
        if truncated() {
            ["The ", &count, " most probable of up to three events; there are more."].concat()
        } else {
            ["All ", &count, " of up to three events."].concat()
        }
    };
    let content = move || {
        let heads = [("Events", false), ("Bad minutes", true), ("Share", true)];
        let body = el("tbody").each(move || (0..count()).collect(), move |at| cut_set(desk, at));
        [el("p").class("hint").child(hint), table("Minimal cut sets", &heads, body)]
    };
    el("details")
        .class("design-cut-sets")
        .on("toggle", move |_| open.update(|open| *open = !*open))
        .child(el("summary").child("Minimal cut sets: what must fail at once"))
        .child(move || open.get().then(content))
}

fn cut_set(desk: Desk, at: usize) -> Element {
    let mode = move || desk.answer().and_then(|a| a.cut_sets.get(at)?.modes.first().copied());
    let names = move || desk.answer().and_then(|a| Some(a.cut_sets.get(at)?.events.join(" + ")));
    let weight = move || desk.answer().and_then(|a| Some(weight(a.cut_sets.get(at)?)));
    el("tr").child(named(selecting(desk, "text-button", mode).child(names))).child(weight)
}

fn weight(set: &CutSetAnswer) -> [Element; 2] {
    let minutes = Unavailability::clamped(set.probability).bad_minutes_per_year();
    [number(&[&text::duration(minutes), "/yr"].concat()), number(&share(set.share))]
}
