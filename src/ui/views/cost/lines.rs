//! The cost a month, line by line, each with its price to change.

use leptos::prelude::*;

use crate::economics::{CostGroup, CostLine, RunningCost, running_cost};
use crate::model::{MoneyField, Number, Place, Plan};
use crate::report::{cash, price_of, share_of, terms_words};
use crate::ui::primitives::labelled_number_field;
use crate::ui::workspace::Workspace;

/// What a line is: the table keeps its rows, and the focus in them, while numbers change.
type Key = (CostGroup, Place, String);

/// The lines, by group, with totals.
pub fn lines(ws: Workspace) -> AnyView {
    let cost = ws.derive(running_cost);
    let total = ws.derive(|plan| cash(plan, running_cost(plan).per_month));
    let groups = CostGroup::ALL.map(|group| group_rows(ws, cost, group));
    view! {
        <section class="panel" aria-labelledby="lines-title">
            <h2 id="lines-title">"Cost a month"</h2>
            <p class="muted small">"Units times price, at likely values. Type a price to replace it; empty a practice's own price to go back to the catalogue's."</p>
            <div class="table-region" tabindex="0" role="region" aria-label="Cost a month, line by line">
                <table class="data-table cost-lines">
                    <thead>
                        <tr>
                            <th scope="col">"what"</th>
                            <th scope="col">"how it adds up"</th>
                            <th scope="col">"price a month"</th>
                            <th scope="col" data-align="end">"a month"</th>
                            <th scope="col" data-align="end">"share"</th>
                        </tr>
                    </thead>
                    {groups.into_iter().collect_view()}
                    <tfoot>
                        <tr data-state="total">
                            <th scope="row" colspan="3">"Everything"</th>
                            <td data-align="end">{total}</td>
                            <td></td>
                        </tr>
                    </tfoot>
                </table>
            </div>
        </section>
    }
    .into_any()
}

fn group_rows(ws: Workspace, cost: Memo<RunningCost>, group: CostGroup) -> AnyView {
    let keys = Memo::new(move |_| {
        cost.with(|cost| cost.lines.iter().filter(|line| line.group == group).map(key).collect::<Vec<_>>())
    });
    let name = group.name();
    let sum = move || cost.with(|cost| ws.plan().with(|plan| cash(plan, cost.group(group))));
    let share = move || cost.with(|cost| share_of(cost.group(group), cost.per_month));
    view! {
        <tbody hidden=move || keys.with(Vec::is_empty)>
            <tr data-state="group">
                <th scope="rowgroup" colspan="3">{name}</th>
                <td data-align="end">{sum}</td>
                <td data-align="end">{share}</td>
            </tr>
            <For each=move || keys.get() key=|key| format!("{} {}", key.1, key.2) children=move |key| row(ws, cost, key)/>
        </tbody>
    }
    .into_any()
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

fn row(ws: Workspace, cost: Memo<RunningCost>, of: Key) -> AnyView {
    let label = of.2.clone();
    let words = Memo::new(move |_| {
        cost.with(|cost| ws.plan().with(|plan| said(plan, cost, &of))).unwrap_or_default()
    });
    // The price that a line follows never changes while the line is the same.
    let number = words
        .with_untracked(|words| words.price)
        .map(|field| labelled_number_field(ws, Number::Money(field), format!("Price a month of {label}")));
    let with = move |f: fn(&Said) -> &String| move || words.with(|words| f(words).clone());
    view! {
        <tr>
            <th scope="row">{label}</th>
            <td title=with(|words| &words.origin)>{with(|words| &words.adds)}</td>
            <td class="price-cell">{number}</td>
            <td data-align="end">{with(|words| &words.amount)}</td>
            <td data-align="end">{with(|words| &words.share)}</td>
        </tr>
    }
    .into_any()
}
