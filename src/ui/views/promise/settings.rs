//! What is simulated: window, years, seed, responders, ranges, hours. Bad input is named beside its field and nothing is computed.

use leptos::prelude::*;

use crate::analysis::{Hours, Ranges, Simulation, SimulationError};
use crate::quantity::Duration;
use crate::quantity::text::{Readable, field_text};
use crate::ui::browser::element::{Element, button, el};
use crate::ui::forecast::ForecastDesk;
use crate::ui::primitives::{Offered, choose, fresh_id, typed};
use crate::ui::workspace::Workspace;

/// A field of the simulation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Window,
    Years,
    Seed,
    Responders,
}

/// What stands in the fields.
#[derive(Clone, Copy)]
struct Drafts {
    window: RwSignal<String>,
    years: RwSignal<String>,
    seed: RwSignal<String>,
    responders: RwSignal<String>,
    mixed: RwSignal<bool>,
    working: RwSignal<bool>,
}

type Wrong = (Field, String);

/// The fields and the button.
pub fn settings(ws: Workspace, desk: ForecastDesk, running: Memo<bool>) -> Element {
    let now = desk.settings.get_untracked();
    let drafts = Drafts {
        window: RwSignal::new(field_text(now.window())),
        years: RwSignal::new(now.years().to_string()),
        seed: RwSignal::new(now.seed().to_string()),
        responders: RwSignal::new(now.responders().map_or_else(String::new, |n| n.to_string())),
        mixed: RwSignal::new(now.ranges() == Ranges::Mixed),
        working: RwSignal::new(now.hours() == Hours::Working),
    };
    let read = Memo::new(move |_| {
        let [window, years, seed, people] =
            [drafts.window, drafts.years, drafts.seed, drafts.responders].map(|draft| draft.get());
        let ranges = if drafts.mixed.get() { Ranges::Mixed } else { Ranges::Likely };
        let hours = if drafts.working.get() { Hours::Working } else { Hours::All };
        asked(&window, &years, &seed, &people, ranges, hours)
    });
    let run = move || {
        let Ok(simulation) = read.get_untracked() else { return };
        if desk.settings.get_untracked() != simulation {
            desk.settings.set(simulation);
        }
        desk.run(ws);
    };
    let field = |label, hint, draft, which| input(label, hint, draft, which, read, run);
    let words = move || if running.get() { "Run again" } else { "Run" };
    let wrong = move || read.with(Result::is_err);
    let cancel = move || button("button").on_click(move |_| desk.stop()).child("Cancel");
    el("div")
        .class("promise-settings")
        .attr("role", "group")
        .attr("aria-label", "What is simulated")
        .child(field("Window", "30 d, 4 weeks, 1 yr", drafts.window, Field::Window))
        .child(field("Years", "more years, less noise", drafts.years, Field::Years))
        .child(field("Seed", "the same seed gives the same numbers", drafts.seed, Field::Seed))
        .child(field("Responders", "blank: as many as the plan has", drafts.responders, Field::Responders))
        .child(choice(
            "Ranges",
            ["held at likely", "mixed in"],
            "mixed in: the chance holds what is not known as well as luck",
            drafts.mixed,
        ))
        .child(choice(
            "Failures that count",
            ["all", "Mon to Fri, 8 to 18"],
            "working hours change chances and bad minutes, not the share that fails",
            drafts.working,
        ))
        .child(
            el("div")
                .class("row promise-run")
                .child(button("button primary").attr("disabled", wrong).on_click(move |_| run()).child(words))
                .child(move || running.get().then(cancel)),
        )
}

/// One of two: the second is chosen when the draft says so.
fn choice(label: &str, words: [&str; 2], hint: &'static str, draft: RwSignal<bool>) -> Element {
    let offered = vec![Offered::new("", words[0]), Offered::new("other", words[1])];
    let current = Signal::derive(move || if draft.get() { "other" } else { "" }.to_owned());
    choose(label, offered, current, move |key| draft.set(!key.is_empty()))
        .child(el("p").class("field-note").child(hint))
}

fn input(
    label: &'static str,
    hint: &'static str,
    draft: RwSignal<String>,
    which: Field,
    read: Memo<Result<Simulation, Wrong>>,
    run: impl Fn() + 'static,
) -> Element {
    let id = fresh_id();
    let note = format!("{id}-note");
    let wrong = Memo::new(move |_| {
        read.with(|read| match read {
            Err((field, why)) if *field == which => Some(why.clone()),
            _ => None,
        })
    });
    let invalid = move || wrong.with(Option::is_some).then_some("true");
    let field = el("input")
        .attr("id", &id)
        .class("field-input boxed")
        .attr("type", "text")
        .attr("autocomplete", "off")
        .attr("maxlength", "60")
        .attr("aria-describedby", &note)
        .attr("aria-invalid", invalid)
        .prop("value", move || draft.get())
        .on("input", move |event| draft.set(typed(&event)))
        .on_key(move |event| {
            if event.key() == "Enter" {
                run();
            }
        });
    let says = move || wrong.get().unwrap_or_else(|| hint.to_owned());
    el("div")
        .class("field")
        .child(el("label").class("field-label").attr("for", &id).child(label))
        .child(field)
        .child(
            el("p")
                .attr("id", &note)
                .class("field-note")
                .class_if("bad", move || wrong.with(Option::is_some))
                .child(says),
        )
}

/// What the texts ask for, or which of them is wrong and why.
fn asked(
    window: &str,
    years: &str,
    seed: &str,
    responders: &str,
    ranges: Ranges,
    hours: Hours,
) -> Result<Simulation, Wrong> {
    let window = Duration::read(window).map_err(|error| (Field::Window, error.to_string()))?;
    let years = whole(years, Simulation::MOST_YEARS).map_err(|why| (Field::Years, why))?;
    let seed = whole(seed, u64::MAX).map_err(|why| (Field::Seed, why))?;
    let responders = match responders.trim() {
        "" => None,
        text => Some(whole(text, 1_000).map_err(|why| (Field::Responders, why))? as u32),
    };
    let simulation = Simulation::new(years, seed, window, responders);
    simulation.and_then(|simulation| simulation.with_ranges(ranges).with_hours(hours)).map_err(|error| {
        let field = match error {
            SimulationError::Window { .. } | SimulationError::HoursNeedWeeks { .. } => Field::Window,
            SimulationError::Responders => Field::Responders,
            _ => Field::Years,
        };
        let words = error.to_string();
        let (_, why) = words.split_once(": ").unwrap_or(("", &words));
        (field, why.to_owned())
    })
}

/// A whole number, perhaps with its thousands parted.
fn whole(text: &str, most: u64) -> Result<u64, String> {
    let digits: String = text.chars().filter(|c| !matches!(c, ',' | ' ' | '_')).collect();
    match digits.parse::<u64>() {
        Ok(number) if number <= most => Ok(number),
        _ => Err(format!("found {text:?}; a whole number of at most {most} is needed")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_is_told_at_its_field() {
        let asked = |window, years, seed, responders| {
            super::asked(window, years, seed, responders, Ranges::Likely, Hours::All)
        };
        let in_hours = |window| super::asked(window, "10", "1", "", Ranges::Mixed, Hours::Working);
        assert_eq!(in_hours("7 d").unwrap().ranges(), Ranges::Mixed);
        assert_eq!(in_hours("6 d").unwrap_err().0, Field::Window);
        let simulation = asked("30 d", "10,000", "1", " ").unwrap();
        assert_eq!(simulation, crate::ui::forecast::usual());
        assert_eq!(asked("30 d", "100", "1", "2").unwrap().responders(), Some(2));
        let wrong = [
            (("soon", "100", "1", ""), Field::Window),
            (("1 min", "100", "1", ""), Field::Window),
            (("3 yr", "1", "1", ""), Field::Window),
            (("30 d", "0", "1", ""), Field::Years),
            (("30 d", "many", "1", ""), Field::Years),
            (("30 d", "100", "-1", ""), Field::Seed),
            (("30 d", "100", "1", "0"), Field::Responders),
            (("30 d", "100", "1", "all"), Field::Responders),
        ];
        for ((window, years, seed, responders), field) in wrong {
            let (at, why) = asked(window, years, seed, responders).unwrap_err();
            assert_eq!(at, field, "{why}");
            assert!(why.contains("needed") || why.contains("write for example"), "{why}");
        }
    }
}
