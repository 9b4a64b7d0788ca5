//! What else is said of a risk: words, who and when, splitting and merging.

use leptos::prelude::*;

use super::Desk;
use crate::model::limits::{MAX_NAME, MAX_REMARK};
use crate::model::{Cause, Choice, Edit, Owner, Place, RiskEntry};
use crate::quantity::text::Readable;
use crate::quantity::{Date, Probability};
use crate::report::RiskRow;
use crate::ui::browser::element::{Element, button, el};
use crate::ui::primitives::{Offered, choose, text_field};
use crate::ui::workspace::Offer;

/// A remark of an entry, to read and to change.
type Remark = (&'static str, fn(&mut RiskEntry) -> &mut String);

const REMARKS: [Remark; 5] = [
    ("Decided by", |entry| &mut entry.person),
    ("Note", |entry| &mut entry.note),
    ("Symptom: what users see", |entry| &mut entry.symptom),
    ("Consequence", |entry| &mut entry.consequence),
    ("Business impact", |entry| &mut entry.impact),
];

/// The fields of a risk, below its row.
pub fn details(desk: Desk, row: RiskRow) -> Element {
    let sentence = {
        let row = row.clone();
        move || desk.of(&row, |risk, _| risk.sentence.clone())
    };
    let name = {
        let row = row.clone();
        Signal::derive(move || desk.of(&row, |risk, _| risk.name.clone()).unwrap_or_default())
    };
    let rename = {
        let row = row.clone();
        move |name: String| desk.say(&row, |entry| entry.name = name)
    };
    let remark = |(label, of): Remark| {
        let (shown, said) = (row.clone(), row.clone());
        let text = Signal::derive(move || {
            desk.of(&shown, |_, entry| of(&mut entry.clone()).clone()).unwrap_or_default()
        });
        text_field(label, text, MAX_REMARK, move |words| desk.say(&said, |entry| *of(entry) = words))
    };
    let [person, note, symptom, consequence, impact] = REMARKS.map(remark);
    el("div")
        .class("risk-details")
        .child(el("p").child(sentence))
        .child(
            el("div")
                .class("risk-fields")
                .child(text_field("Name", name, MAX_NAME, rename))
                .child(cause(desk, row.clone()))
                .child(owner(desk, row.clone()))
                .child(person)
                .child(date(desk, row.clone()))
                .child(note)
                .child(symptom)
                .child(consequence)
                .child(impact),
        )
        .child(
            el("div")
                .class("row risk-acts")
                .child(split(desk, row.clone()))
                .child(merge(desk, row.clone()))
                .child(remove(desk, row)),
        )
}

fn cause(desk: Desk, row: RiskRow) -> Element {
    let shown = row.clone();
    let now = Signal::derive(move || {
        desk.of(&shown, |risk, _| risk.cause.map(|cause| cause.key().to_owned()))
            .flatten()
            .unwrap_or_default()
    });
    let offered =
        core::iter::once(Offered::new("", "none, or several")).chain(Offered::all::<Cause>()).collect();
    choose("Cause", offered, now, move |key| {
        desk.say(&row, |entry| entry.cause = Cause::from_key(&key));
    })
}

fn owner(desk: Desk, row: RiskRow) -> Element {
    let shown = row.clone();
    let now = Signal::derive(move || {
        desk.of(&shown, |risk, _| risk.owner.map(|owner| owner.key().to_owned()))
            .flatten()
            .unwrap_or_default()
    });
    let offered =
        core::iter::once(Offered::new("", "none, or several")).chain(Offered::all::<Owner>()).collect();
    choose("Owner", offered, now, move |key| {
        desk.say(&row, |entry| entry.owner = Owner::from_key(&key));
    })
}

fn date(desk: Desk, row: RiskRow) -> Element {
    let shown = row.clone();
    let now = Signal::derive(move || {
        let date = desk.of(&shown, |_, entry| entry.date).flatten();
        date.map(|date| date.to_string()).unwrap_or_default()
    });
    text_field("Decided on (2026-11-24)", now, 10, move |typed| {
        if typed.is_empty() {
            return desk.say(&row, |entry| entry.date = None);
        }
        match Date::parse(&typed) {
            Ok(date) => desk.say(&row, |entry| entry.date = Some(date)),
            Err(error) => {
                desk.ws.say(error.to_string(), Offer::Nothing, true);
                false
            }
        }
    })
}

/// Splits it in two: a share of it becomes a risk of its own.
fn split(desk: Desk, row: RiskRow) -> Element {
    let share = RwSignal::new("50 %".to_owned());
    let field = text_field("Split off", share.into(), 20, move |typed| {
        share.set(typed);
        true
    });
    let act = move |_| {
        let portion = Probability::read(&share.get_untracked());
        let portion = match portion {
            Ok(portion) if portion > Probability::ZERO && portion < Probability::ONE => portion,
            _ => {
                let words = "Split off a share above 0 % and below all of it, for example 30 %";
                desk.ws.say(words, Offer::Nothing, true);
                return;
            }
        };
        let Some((name, entry)) = desk.now(&row, |risk, entry| (risk.name.clone(), entry.clone())) else {
            return;
        };
        let name: String = name.chars().take(MAX_NAME - 12).collect();
        let names = [name.clone(), [&name, ", part two"].concat()];
        let edit = desk.ws.peek(|plan| plan.split_risk(&entry, [&names[0], &names[1]], portion));
        desk.ws.dispatch_with_undo(edit);
    };
    el("div").class("row").child(field).child(button("button").on_click(act).child("Split"))
}

/// Merges another risk into it.
fn merge(desk: Desk, row: RiskRow) -> Element {
    let shown = row.clone();
    let others = move || {
        desk.listed.with(|listed| {
            let listed = listed.as_deref()?;
            let (at, risk) = listed.risk(&shown)?;
            let plan = desk.ws.plan();
            let offered = plan.with(|plan| {
                let into = risk.spoken(plan);
                let risks =
                    listed.catalogue.risks.iter().take(200).enumerate().filter(|(other, _)| *other != at);
                risks
                    .filter(|(_, other)| plan.merge_risks(&into, &other.spoken(plan)).is_some())
                    .map(|(place, other)| Offered::new(place.to_string(), other.name.clone()))
                    .collect::<Vec<_>>()
            });
            Some(offered)
        })
    };
    let others = Memo::new(move |_| others().unwrap_or_default());
    let merged = move |key: String| {
        let Ok(place) = key.parse::<usize>() else { return };
        let other =
            desk.listed.with_untracked(|listed| listed.as_deref()?.catalogue.risks.get(place).cloned());
        let (Some(other), Some(into)) = (other, desk.now(&row, |_, entry| entry.clone())) else { return };
        let edit = desk.ws.peek(|plan| plan.merge_risks(&into, &other.spoken(plan)));
        if let Some(edit) = edit {
            desk.ws.dispatch_with_undo(edit);
        }
    };
    let none = Signal::derive(String::new);
    el("div").child(move || {
        let others = others.get();
        let merged = merged.clone();
        (!others.is_empty()).then(|| {
            let offered = core::iter::once(Offered::new("", "choose another risk")).chain(others).collect();
            choose("Merge with", offered, none, merged)
        })
    })
}

/// Gives it back to the model, or removes it when it was written by hand.
fn remove(desk: Desk, row: RiskRow) -> Element {
    let shown = row.clone();
    let entry = Memo::new(move |_| desk.of(&shown, |risk, _| (risk.entry, risk.of.is_empty())));
    let act = move |_| {
        let Some((Some(id), _)) = entry.get_untracked() else { return };
        desk.open.set(None);
        desk.ws.dispatch_with_undo(Edit::Remove(Place::Risk(id)));
    };
    el("div").child(move || {
        let (id, by_hand) = entry.get()?;
        id?;
        let (class, words) = match by_hand {
            true => ("button danger", "Remove this risk"),
            false => ("button", "Back to what the model says"),
        };
        Some(button(class).on_click(act).child(words))
    })
}
