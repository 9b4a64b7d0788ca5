//! The monitors: where they measure, how they alert, and what is out of their sight.

use leptos::prelude::*;

use crate::analysis::{BlindSpot, blind_spot};
use crate::model::limits::{MAX_MONITORS, MAX_NAME};
use crate::model::{Alerting, Edit, Id, Monitor, MonitorPoint, Place, Plan};
use crate::quantity::text;
use crate::quantity::{Basis, Duration, Estimate, Probability, Provenance, Quantity};
use crate::ui::browser::element::{Element, button, el};
use crate::ui::chart::table::{names, region};
use crate::ui::primitives::{Offered, choose, text_field};
use crate::ui::results::use_analysis;
use crate::ui::workspace::{Offer, Workspace};

/// The monitors of the plan, and the blind spot.
pub fn monitors(ws: Workspace) -> Element {
    let analysis = use_analysis();
    let spot =
        Memo::new(move |_| analysis.with(|analysis| ws.plan().with(|plan| blind_spot(plan, analysis))));
    let ids = ws.derive(|plan| plan.monitors.iter().map(|monitor| monitor.id).collect::<Vec<_>>());
    let full = ws.derive(|plan| plan.monitors.len() >= MAX_MONITORS);
    let hint = "Where good and bad requests are measured decides what is noticed, and how soon. Without a monitor, a failure is \
                noticed after the time typed for it: until users complain, or until the platform's own checks see it.";
    let none = Memo::new(move |_| ids.with(Vec::is_empty));
    let says = move || {
        let told = spot.with(|spot| spot.as_ref().map(told));
        match none.get() {
            true => Some("Nothing is measured yet: users are the only monitor.".to_owned()),
            false => told,
        }
    };
    let list = el("div").class("monitor-list").each(move || ids.get(), move |id| row(ws, id, spot));
    let table = move || (!none.get()).then(|| sights(ws, spot));
    el("section")
        .class("panel monitors")
        .attr("aria-labelledby", "monitors-title")
        .child(
            el("div")
                .class("spread")
                .child(el("h2").attr("id", "monitors-title").child("Monitors and their blind spot"))
                .child(
                    button("button")
                        .attr("disabled", move || full.get())
                        .on_click(move |_| add(ws))
                        .child("Add a monitor"),
                ),
        )
        .child(el("p").class("muted small").child(hint))
        .child(el("p").class("monitor-says").attr("aria-live", "polite").child(says))
        .child(list)
        .child(table)
}

/// What monitors would tell, against what users live through.
fn told(spot: &BlindSpot) -> String {
    let lived = text::duration(spot.lived_minutes);
    let out = Probability::clamped(spot.unseen_minutes / spot.lived_minutes.max(f64::MIN_POSITIVE));
    let most = spot.monitors.iter().map(|monitor| monitor.minutes).fold(0.0, f64::max);
    format!(
        "Users live through {lived} a year. The best of the monitors would report {}; {} of what users live through is in \
         the sight of none.",
        text::duration(most),
        text::share(out),
    )
}

/// A monitor by its identity, when it is still there.
fn of<T>(ws: Workspace, id: Id, f: impl FnOnce(&Monitor) -> T) -> Option<T> {
    ws.plan().with(|plan| plan.monitor(id).map(f))
}

fn change(ws: Workspace, id: Id, f: impl FnOnce(&mut Monitor)) -> bool {
    let Some(mut monitor) = ws.peek(|plan| plan.monitor(id).cloned()) else { return false };
    f(&mut monitor);
    ws.dispatch(Edit::SetMonitor(Box::new(monitor)))
}

fn row(ws: Workspace, id: Id, spot: Memo<Option<BlindSpot>>) -> Element {
    let name = Signal::derive(move || of(ws, id, |m| m.name.clone()).unwrap_or_default());
    let point = Signal::derive(move || of(ws, id, |m| m.point).unwrap_or(MonitorPoint::Client));
    let alerting = Memo::new(move |_| of(ws, id, |m| m.alerting).unwrap_or(Alerting::Dashboard));
    let after = Signal::derive(move || of(ws, id, |m| text::range_text(&m.after)).unwrap_or_default());
    let rename = move |name: String| change(ws, id, |m| m.name = name);
    let waits = move |typed: String| match text::read_range::<Duration>(&typed) {
        Ok((low, likely, high)) => {
            let origin = Provenance::new(Basis::Expert, "");
            let point = || Estimate::point(likely, origin.clone());
            let after = Estimate::range(low, likely, high, origin.clone()).unwrap_or_else(|_| point());
            change(ws, id, |m| m.after = after)
        }
        Err(error) => {
            ws.say(error.to_string(), Offer::Nothing, true);
            false
        }
    };
    let threshold = Memo::new(move |_| alerting.get() == Alerting::Threshold);
    let wait = move || threshold.get().then(|| text_field("Calls after", after, 30, waits));
    let report = move || {
        let at = ws.plan().with(|plan| plan.monitors.iter().position(|m| m.id == id));
        spot.with(|spot| {
            let spot = spot.as_ref()?;
            let report = spot.monitors.get(at?)?;
            let misses = match report.missed {
                0 => "sees every failure that users feel".to_owned(),
                1 => "misses 1 failure that users feel".to_owned(),
                n => format!("misses {n} failures that users feel"),
            };
            Some(format!("Would report {} a year; {misses}.", text::duration(report.minutes)))
        })
    };
    let remove = move |_| ws.dispatch_with_undo(Edit::Remove(Place::Monitor(id)));
    let label = move || ["Remove ", &name.get()].concat();
    el("article")
        .class("monitor card")
        .child(text_field("Name", name, MAX_NAME, rename))
        .child(select("Measures", point, move |point| {
            change(ws, id, |m| m.point = point);
        }))
        .child(select("Alerts by", alerting.into(), move |alerting| {
            change(ws, id, |m| m.alerting = alerting);
        }))
        .child(el("div").child(wait))
        .child(el("p").class("muted").child(report))
        .child(button("button").attr("aria-label", label).on_click(remove).child("Remove"))
}

fn select<C: crate::model::Choice + Send + Sync>(
    label: &str,
    now: Signal<C>,
    on: impl Fn(C) + 'static,
) -> Element {
    let key = Signal::derive(move || now.get().key().to_owned());
    choose(label, Offered::all::<C>(), key, move |key| {
        if let Some(choice) = C::from_key(&key) {
            on(choice);
        }
    })
}

/// Mode by mode: who sees it, and why not.
fn sights(ws: Workspace, spot: Memo<Option<BlindSpot>>) -> Element {
    let ids = move || -> Vec<Id> {
        spot.with(|spot| spot.iter().flat_map(|spot| spot.modes.iter().map(|mode| mode.mode)).collect())
    };
    let row = move |id: Id| {
        let name = move || ws.plan().with(|plan| plan.mode(id).map(|mode| mode.name.clone()));
        let minutes = move || {
            spot.with(|spot| {
                let mode = spot.as_ref()?.modes.iter().find(|mode| mode.mode == id)?;
                Some(text::duration(mode.minutes))
            })
        };
        let who = move || ws.plan().with(|plan| seen_words(plan, id));
        el("tr")
            .child(el("th").attr("scope", "row").child(name))
            .child(el("td").class("n").child(minutes))
            .child(el("td").child(who))
    };
    let table = el("table")
        .class("data-table")
        .child(el("thead").child(names(&["failure", ">bad minutes a year", "who sees it"])))
        .child(el("tbody").each(ids, row));
    el("details")
        .class("details")
        .child(el("summary").child("Which failures are seen, and which are not"))
        .child(region("Which monitor sees which failure", table))
}

/// "App and probe; not the servers: a server that is down counts nothing".
fn seen_words(plan: &Plan, mode: Id) -> String {
    let Some(mode) = plan.mode(mode) else { return String::new() };
    let sights = || plan.monitors.iter().map(|monitor| (monitor, monitor.sight(mode)));
    let names = |sees: bool| -> Vec<&str> {
        sights().filter(|(_, sight)| sight.sees == sees).map(|(monitor, _)| monitor.name.as_str()).collect()
    };
    let seen = names(true);
    let mut words = match seen.is_empty() {
        true => "nobody".to_owned(),
        false => seen.join(", "),
    };
    if let Some((monitor, sight)) = sights().find(|(_, sight)| !sight.sees) {
        words.push_str(&format!("; not {}: {}", monitor.name, sight.because));
    }
    words
}

/// Adds a monitor: the one nearest to users that is not there yet.
fn add(ws: Workspace) {
    use crate::model::Choice;
    let (point, name) = ws.peek(|plan| {
        let missing = MonitorPoint::ALL.iter().find(|point| plan.monitors.iter().all(|m| m.point != **point));
        match missing.copied().unwrap_or(MonitorPoint::Probe) {
            MonitorPoint::Client => (MonitorPoint::Client, "Client-side measurement"),
            MonitorPoint::Probe => (MonitorPoint::Probe, "Probe"),
            MonitorPoint::LoadBalancer => (MonitorPoint::LoadBalancer, "Load balancer's counts"),
            MonitorPoint::Server => (MonitorPoint::Server, "Servers' counts"),
        }
    });
    let id = ws.peek(|plan| Id::from_name(name, |id| plan.monitor(id).is_some()));
    let origin = Provenance::new(Basis::Default, "assumption: five minutes in a row over the threshold");
    let after = Estimate::point(Duration::clamped(5.0), origin);
    let monitor = Monitor {
        id,
        name: name.to_owned(),
        point,
        alerting: Alerting::BurnRate,
        after,
        sees: Vec::new(),
        misses: Vec::new(),
    };
    ws.dispatch(Edit::SetMonitor(Box::new(monitor)));
}
