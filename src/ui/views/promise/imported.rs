//! Objectives from a file of OpenSLO or Sloth, one by one into journeys.

use leptos::prelude::*;

use crate::model::Id;
use crate::quantity::text::percent_available;
use crate::ui::browser::element::{Element, button, el};
use crate::ui::browser::files;
use crate::ui::primitives::{Offered, choose};
use crate::ui::workspace::{Offer, Workspace};
use crate::wire::exchange::objectives::{
    ImportedObjectives, MAX_YAML_BYTES, Taken, matches, read_objectives, take_objectives,
};

/// What a file holds and what becomes of it.
#[derive(Clone, Copy)]
struct Desk {
    found: RwSignal<Option<ImportedObjectives>>,
    taken: RwSignal<Vec<Taken>>,
}

/// The button, and after a file was chosen what is in it.
pub fn imported(ws: Workspace) -> Element {
    let desk = Desk { found: RwSignal::new(None), taken: RwSignal::new(Vec::new()) };
    let failed = RwSignal::new(None::<String>);
    let take_in = move |text: &str| match read_objectives(text) {
        Ok(found) if !found.objectives.is_empty() || !found.problems.is_empty() => {
            failed.try_set(None);
            desk.taken.try_set(ws.peek(|plan| matches(plan, &found)));
            desk.found.try_set(Some(found));
        }
        Ok(_) => {
            failed
                .try_set(Some("The file holds no objectives; a file of OpenSLO or Sloth is needed.".into()));
        }
        Err(error) => {
            failed.try_set(Some(format!("The file cannot be read: {error}")));
        }
    };
    let pick = move |_| {
        files::pick_one(".yaml,.yml,.json,application/yaml", MAX_YAML_BYTES, move |bytes| {
            desk.found.try_set(None);
            match bytes.and_then(|bytes| {
                String::from_utf8(bytes).map_err(|_| "The file is no text in UTF-8.".into())
            }) {
                Ok(text) => take_in(&text),
                Err(why) => {
                    failed.try_set(Some(why));
                }
            }
        });
    };
    let why = move || failed.get().map(|why| el("p").class("note bad").child(why));
    let panel = move || desk.found.get().map(|found| panel(ws, desk, found));
    el("div")
        .class("stack")
        .child(
            el("div")
                .class("row")
                .child(button("button").on_click(pick).child("Take objectives from a file")),
        )
        .child(el("div").attr("aria-live", "polite").child(why))
        .child(panel)
}

/// What is in a file, with a choice for each objective.
fn panel(ws: Workspace, desk: Desk, found: ImportedObjectives) -> Element {
    let journeys: Vec<(Id, String)> =
        ws.peek(|plan| plan.journeys.iter().map(|journey| (journey.id, journey.name.clone())).collect());
    let row = |(index, objective): (usize, &crate::wire::exchange::objectives::ImportedObjective)| {
        let target = percent_available(objective.objective.unavailability());
        let over = objective.period.as_ref().map_or_else(String::new, |period| format!(" over {period}"));
        let mut offered = vec![Offered::new("no", "leave it out"), Offered::new("new", "a new journey")];
        offered.extend(journeys.iter().map(|(id, name)| Offered::new(format!("to {id}"), name.as_str())));
        let current = Signal::derive(move || desk.taken.with(|taken| key(taken.get(index).copied())));
        let on = move |chosen: String| {
            desk.taken.update(|taken| {
                if let Some(place) = taken.get_mut(index) {
                    *place = from_key(&chosen);
                }
            });
        };
        let words = format!("{}: {target}{over}", objective.title);
        el("li").child(choose(&words, offered, current, on))
    };
    let rows: Vec<Element> = found.objectives.iter().enumerate().map(row).collect();
    let problems: Vec<Element> =
        found.problems.iter().map(|problem| el("li").class("bad").child(problem.to_string())).collect();
    let count = found.objectives.len();
    let title = match count {
        1 => "One objective was found".to_owned(),
        count => format!("{count} objectives were found"),
    };
    let none = move || desk.taken.with(|taken| taken.iter().all(|taken| *taken == Taken::No));
    let take = move |_| {
        let edit = ws.peek(|plan| desk.taken.with_untracked(|taken| take_objectives(plan, &found, taken)));
        match edit {
            Some(edit) => {
                if !ws.dispatch(edit) {
                    return;
                }
                ws.say("The objectives are taken over", Offer::Undo, false);
            }
            None => ws.say("The journeys have these objectives already", Offer::Nothing, false),
        }
        desk.found.set(None);
    };
    let leave = move |_| desk.found.set(None);
    el("div")
        .class("stack promise-imported")
        .attr("role", "group")
        .attr("aria-label", "Objectives of the file")
        .child(el("h3").child(title))
        .child(el("ul").child(rows))
        .child(el("ul").class("note").attr("hidden", problems.is_empty().then_some("")).child(problems))
        .child(
            el("div")
                .class("row")
                .child(button("button primary").attr("disabled", none).on_click(take).child("Take them over"))
                .child(button("button").on_click(leave).child("Leave it")),
        )
}

fn key(taken: Option<Taken>) -> String {
    match taken {
        Some(Taken::Journey(id)) => format!("to {id}"),
        Some(Taken::New) => "new".into(),
        _ => "no".into(),
    }
}

fn from_key(key: &str) -> Taken {
    match key.strip_prefix("to ").and_then(|id| Id::new(id).ok()) {
        Some(id) => Taken::Journey(id),
        None if key == "new" => Taken::New,
        None => Taken::No,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_is_what_its_key_says() {
        let buy = Taken::Journey(Id::new("buy").unwrap());
        for taken in [Taken::No, Taken::New, buy] {
            assert_eq!(from_key(&key(Some(taken))), taken);
        }
    }
}
