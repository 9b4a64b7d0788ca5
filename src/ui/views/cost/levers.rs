//! What the search may change and what it must keep to; and the terms of payment.

use crate::model::{Economy, Edit, Levers};
use crate::quantity::{Estimate, Money, Probability, Quantity};
use crate::ui::browser::element::{Element, el};
use crate::ui::primitives::{Offered, choose, details, text_field, toggle};
use crate::ui::workspace::{Offer, Workspace};

/// The panel.
pub fn levers(ws: Workspace) -> Element {
    let hint = |words: &str| el("p").class("muted small").child(words);
    let counts = el("div")
        .class("stack")
        .child(el("h3").child("Levers"))
        .child(range(ws, "Regions", |l| &mut l.regions, (1, 8)))
        .child(range(ws, "Zones in a region", |l| &mut l.zones, (1, 6)))
        .child(range(ws, "Spare replicas", |l| &mut l.spare, (0, 4)))
        .child(switch(ws, "Redundancy: all serve, or standby", |l| &mut l.redundancy))
        .child(switch(ws, "Routing: people or health checks", |l| &mut l.routing))
        .child(hint("Every level of every practice is a lever too. What is off stays as in the plan."));
    let constraints = el("div")
        .class("stack")
        .child(el("h3").child("Constraints"))
        .child(budget(ws))
        .child(switch(ws, "No new hires: no larger rota", |l| &mut l.no_new_hires))
        .child(switch_stay(ws));
    let terms = el("div").class("stack").child(el("h3").child("Terms")).child(discount(ws)).child(months(ws));
    el("section").class("panel").attr("aria-label", "Levers, constraints and terms").child(details(
        "Levers, constraints and terms",
        el("div").class("levers").child([counts, constraints, terms]),
    ))
}

fn change(ws: Workspace, with: impl FnOnce(&mut Economy)) -> bool {
    let mut economy = ws.peek(|plan| plan.economy.clone());
    with(&mut economy);
    ws.dispatch(Edit::SetEconomy(Box::new(economy)))
}

/// Reads a part of the levers through the way that changes it.
fn part<T: Clone>(levers: &Levers, of: fn(&mut Levers) -> &mut T) -> T {
    of(&mut levers.clone()).clone()
}

fn switch(ws: Workspace, label: &str, of: fn(&mut Levers) -> &mut bool) -> Element {
    let current = ws.derive(move |plan| part(&plan.economy.levers, of));
    toggle(label, current.into(), move |on| {
        change(ws, |economy| *of(&mut economy.levers) = on);
    })
}

fn switch_stay(ws: Workspace) -> Element {
    let current = ws.derive(|plan| !plan.economy.levers.stay_in.is_empty());
    toggle("Data stays in this plan's regions", current.into(), move |on| {
        let regions = ws.peek(|plan| plan.regions.iter().map(|region| region.id).collect::<Vec<_>>());
        change(ws, |economy| economy.levers.stay_in = if on { regions } else { Vec::new() });
    })
}

/// A range of counts: off, or from and to.
fn range(
    ws: Workspace,
    label: &str,
    of: fn(&mut Levers) -> &mut Option<(u32, u32)>,
    (least, most): (u32, u32),
) -> Element {
    let mut offered = vec![Offered::new("off", "as in the plan")];
    for from in least..=most.min(least + 2) {
        for to in from..=most.min(least + 4) {
            let name = if from == to { from.to_string() } else { format!("{from} to {to}") };
            offered.push(Offered::new(format!("{from}-{to}"), name));
        }
    }
    let key =
        move |range: Option<(u32, u32)>| range.map_or("off".to_owned(), |(from, to)| format!("{from}-{to}"));
    let current = ws.derive(move |plan| key(part(&plan.economy.levers, of)));
    choose(label, offered, current.into(), move |chosen| {
        let ends = chosen.split_once('-').and_then(|(a, b)| Some((a.parse().ok()?, b.parse().ok()?)));
        change(ws, |economy| *of(&mut economy.levers) = ends);
    })
}

fn plain(number: f64) -> String {
    let text = format!("{number:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn number(text: &str) -> Option<f64> {
    text.replace([',', ' '], "").parse().ok().filter(|number: &f64| number.is_finite() && *number >= 0.0)
}

fn budget(ws: Workspace) -> Element {
    let current = ws.derive(|plan| plan.economy.levers.budget.map_or(String::new(), |b| plain(b.get())));
    text_field("Budget a month (empty: none)", current.into(), 20, move |text| {
        let budget = match text.is_empty() {
            true => Some(None),
            false => number(&text).and_then(|amount| Money::new(amount).ok()).map(Some),
        };
        match budget {
            Some(budget) => change(ws, |economy| economy.levers.budget = budget),
            None => refuse(ws, &text, "an amount such as 20000, or nothing"),
        }
    })
}

fn discount(ws: Workspace) -> Element {
    let of = |plan: &crate::model::Plan| plan.economy.terms.commitment_discount.likely().get();
    let current = ws.derive(move |plan| plain(100.0 * of(plan)));
    text_field("Commitment discount on replicas, percent", current.into(), 10, move |text| {
        let share = number(text.trim_end_matches('%').trim()).map(|percent| percent / 100.0);
        match share.and_then(|share| Probability::new(share).ok()) {
            Some(share) => change(ws, |economy| {
                economy.terms.commitment_discount = Estimate::assumed(share);
            }),
            None => refuse(ws, &text, "a percentage from 0 to 100"),
        }
    })
}

fn months(ws: Workspace) -> Element {
    let current = ws.derive(|plan| plan.economy.terms.spread_months.to_string());
    text_field("Months over which one-off costs are spread", current.into(), 5, move |text| {
        match text.parse() {
            Ok(months) => change(ws, |economy| economy.terms.spread_months = months),
            Err(_) => refuse(ws, &text, "a whole number from 1 to 120"),
        }
    })
}

fn refuse(ws: Workspace, found: &str, right: &str) -> bool {
    ws.say(format!("Found {found:?}; {right} is needed."), Offer::Nothing, true);
    false
}
