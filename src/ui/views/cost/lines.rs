//! The cost a month, line by line, each with its price to change.

use std::sync::Arc;

use leptos::prelude::*;

use crate::economics::{CostGroup, CostLine, RunningCost};
use crate::model::{MoneyField, Number, Place, Plan};
use crate::report::{cash, price_of, share_of, terms_words};
use crate::ui::browser::element::{Element, el};
use crate::ui::chart::table::{amount, names, region};
use crate::ui::primitives::labelled_number_field;
use crate::ui::results::use_cost;
use crate::ui::workspace::Workspace;

/// What a line is: the table keeps its rows, and the focus in them, while numbers change.
type Key = (CostGroup, Place, String);

/// The lines, by group, with totals.
pub fn lines(ws: Workspace) -> Element {
    let cost = use_cost();
    let total = move || cost.with(|cost| ws.plan().with(|plan| cash(plan, cost.per_month)));
    let hint = "Units times price, at likely values. Type a price to replace it; empty a practice's own price to go back to the catalogue's.";
    let head = names(&["what", "how it adds up", "price a month", ">a month", ">share"]);
    let everything = el("tr")
        .attr("data-state", "total")
        .child(el("th").attr("scope", "row").attr("colspan", "3").child("Everything"))
        .child(amount(total))
        .child(el("td"));
    let table = el("table")
        .class("data-table cost-lines")
        .child(el("thead").child(head))
        .child(CostGroup::ALL.map(|group| group_rows(ws, cost, group)))
        .child(el("tfoot").child(everything));
    el("section")
        .class("panel")
        .attr("aria-labelledby", "lines-title")
        .child(el("h2").attr("id", "lines-title").child("Cost a month"))
        .child(el("p").class("muted small").child(hint))
        .child(region("Cost a month, line by line", table))
}

fn group_rows(ws: Workspace, cost: Memo<Arc<RunningCost>>, group: CostGroup) -> Element {
    let keys = move || -> Vec<Key> {
        cost.with(|cost| cost.lines.iter().filter(|line| line.group == group).map(key).collect())
    };
    let sum = move || cost.with(|cost| ws.plan().with(|plan| cash(plan, cost.group(group))));
    let share = move || cost.with(|cost| share_of(cost.group(group), cost.per_month));
    let head = el("tr")
        .attr("data-state", "group")
        .child(el("th").attr("scope", "rowgroup").attr("colspan", "3").child(group.name()))
        .child(amount(sum))
        .child(amount(share));
    el("tbody")
        .attr("hidden", move || keys().is_empty())
        .child(head)
        .each(keys, move |key| row(ws, cost, key))
}

fn key(line: &CostLine) -> Key {
    (line.group, line.place, line.label.clone())
}

/// What a row says.
#[derive(Clone, Debug, Default, PartialEq)]
struct Said {
    adds: String,
    amount: String,
    share: String,
    origin: String,
    price: Option<MoneyField>,
}

fn said(plan: &Plan, cost: &RunningCost, of: &Key) -> Option<Said> {
    let line = cost.lines.iter().find(|line| key(line) == *of)?;
    Some(Said {
        adds: terms_words(plan, line),
        amount: cash(plan, line.per_month),
        share: share_of(line.per_month, cost.per_month),
        origin: format!("{}: {}", line.provenance.basis.name(), line.provenance.note),
        price: price_of(line),
    })
}

fn row(ws: Workspace, cost: Memo<Arc<RunningCost>>, of: Key) -> Element {
    let label = of.2.clone();
    let words = Memo::new(move |_| {
        cost.with(|cost| ws.plan().with(|plan| said(plan, cost, &of))).unwrap_or_default()
    });
    // The price that a line follows never changes while the line is the same.
    let number = words
        .with_untracked(|words| words.price)
        .map(|field| labelled_number_field(ws, Number::Money(field), &format!("Price a month of {label}")));
    let with = move |f: fn(&Said) -> &String| move || words.with(|words| f(words).clone());
    el("tr")
        .child(el("th").attr("scope", "row").child(label))
        .child(el("td").attr("title", with(|words| &words.origin)).child(with(|words| &words.adds)))
        .child(el("td").class("price-cell").child(number))
        .child(amount(with(|words| &words.amount)))
        .child(amount(with(|words| &words.share)))
}
