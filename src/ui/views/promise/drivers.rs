//! What drives the range: which numbers are worth knowing better, widest first, each one step from its field.

use core::time::Duration;

use leptos::prelude::*;

use super::name_of;
use crate::model::{Id, Place};
use crate::report::{DriverRow, driver_rows, drivers_figure, rest_words};
use crate::ui::browser::dom::focus_number;
use crate::ui::browser::element::{Element, Parts, button, el, parts};
use crate::ui::chart::chart;
use crate::ui::chart::table::{amount, names, region};
use crate::ui::forecast::{About, Drivers, ForecastDesk, State};
use crate::ui::views::View;
use crate::ui::workspace::Workspace;

/// The panel: a button, the progress, and what was found.
pub fn drivers(ws: Workspace, desk: ForecastDesk, subject: Memo<Option<Id>>) -> Element {
    let looking = Memo::new(move |_| desk.drivers_progress.with(Option::is_some));
    let state = Memo::new(move |_| desk.drivers_state(ws));
    let found = Memo::new(move |_| desk.drivers.get());
    let find = button("button primary")
        .attr("disabled", move || looking.get())
        .on_click(move |_| desk.find_drivers(ws, subject.get_untracked()))
        .child("What drives the range");
    let search = el("div").class("row").child(move || looking.get().then(|| progress(desk))).child(find);
    let says = "Which uncertain numbers make the range wide: the first ones are worth measuring.";
    let old = "The plan has changed since this was found.";
    let stale = move || state.get() == Some(State::Stale);
    let other = "This is about what was looked at before; ask again for what is looked at now.";
    let is_other = move || found.with(|f| f.as_ref().is_some_and(|f| f.found.journey != subject.get()));
    let news = el("div")
        .attr("aria-live", "polite")
        .child(move || desk.drivers_failed.get().map(|why| el("p").class("note bad").child(why)))
        .child(el("p").class("note warn").attr("hidden", move || !stale()).child(old))
        .child(el("p").class("note warn").attr("hidden", move || stale() || !is_other()).child(other));
    let head = el("div")
        .class("spread")
        .child(el("h2").attr("id", "drivers-title").child("What drives the range"))
        .child(search);
    el("section")
        .class("panel stack promise-drivers")
        .attr("aria-labelledby", "drivers-title")
        .attr("data-state", move || state.get().map_or("none", State::key))
        .child(head)
        .child(el("p").class("muted").child(says))
        .child(news)
        .child(move || found.get().map(|found| shown(ws, &found)))
}

fn progress(desk: ForecastDesk) -> Parts {
    let share = move || desk.drivers_progress.get().unwrap_or_default().to_string();
    let bar =
        el("progress").attr("max", "1").attr("value", share).attr("aria-label", "What drives the range");
    parts([bar, button("button").on_click(move |_| desk.stop_drivers()).child("Cancel")])
}

fn shown(ws: Workspace, about: &About<Drivers>) -> Element {
    let Drivers { journey, sensitivity } = &about.found;
    if sensitivity.drivers.is_empty() {
        return el("p").class("note").child("No number of this plan that matters is given as a range.");
    }
    let name = name_of(&about.plan, *journey);
    let columns =
        ["input", ">from 5 % to 95 %", ">bad a year, least", ">most", ">explains alone", ">takes part in"];
    let rows: Vec<Element> =
        driver_rows(&about.plan, sensitivity).into_iter().map(|driver| row(ws, driver)).collect();
    let table = el("table")
        .class("data-table drivers-table")
        .child(el("thead").child(names(&columns)))
        .child(el("tbody").child(rows));
    el("div")
        .class("drivers-found")
        .child(chart(drivers_figure(&about.plan, &name, sensitivity)))
        .child(region("What drives the range, input by input", table))
        .child(el("p").class("muted").child(rest_words(sensitivity)))
}

/// Gives the focus to a number's field as soon as it is drawn, after so many moments at the latest.
fn focus_soon(key: String, moments: u32) {
    let look = move || {
        if !focus_number(&key) && moments > 0 {
            focus_soon(key, moments - 1);
        }
    };
    set_timeout(look, Duration::from_millis(25));
}

fn row(ws: Workspace, driver: DriverRow) -> Element {
    let DriverRow { number, name, also, range, minutes, shares } = driver;
    let go = move |_| {
        ws.selected.set(Some(match number.place() {
            Place::Prices | Place::Practice(_) => Place::Plan,
            place => place,
        }));
        ws.view.set(View::Design);
        focus_soon(number.field_key(), 20);
    };
    let same = (also > 0).then(|| {
        let words =
            if also == 1 { "and 1 more with the same figure" } else { "and more with the same figure" };
        el("small").class("muted").child(words)
    });
    let title = "Go to its field in Design";
    let name = el("th")
        .attr("scope", "row")
        .child(button("link").attr("title", title).on_click(go).child(name))
        .child(same.map(|same| parts([el("br"), same])));
    el("tr").child(name).child(amount(range)).child(minutes.map(amount)).child(shares.map(amount))
}
