//! The ladder of nines: found when asked, drawn, told, and applied a rung at a time.

use std::sync::Arc;

use leptos::prelude::*;

use crate::model::Edit;
use crate::quantity::text::{duration, money, percent_available, ratio};
use crate::report::{Rung, Rungs, against_words};
use crate::ui::chart::Chart;
use crate::ui::ladder::{Found, LadderDesk};
use crate::ui::workspace::Workspace;

/// The panel: a button, the progress, and what was found.
pub fn ladder(ws: Workspace, desk: LadderDesk) -> AnyView {
    let searching = Memo::new(move |_| desk.progress.with(Option::is_some));
    let stale = Memo::new(move |_| desk.is_stale(ws));
    let found = Memo::new(move |_| desk.found.get());
    let button = move || match found.with(Option::is_some) {
        true => "Find the ladder again",
        false => "Find the ladder",
    };
    view! {
        <section class="ladder-panel" aria-labelledby="ladder-title">
            <div class="panel stack">
                <div class="spread">
                    <h2 id="ladder-title">"Ladder of nines"</h2>
                    <div class="row">
                        {move || searching.get().then(|| progress(desk))}
                        <button
                            type="button"
                            class="button primary"
                            disabled=move || searching.get()
                            on:click=move |_| desk.find(ws)
                        >
                            {button}
                        </button>
                    </div>
                </div>
                <p class="muted">
                    "The cheapest design found for each half nine, over regions, zones, replicas and practices."
                </p>
                <div aria-live="polite">
                    {move || desk.failed.get().map(|why| view! { <p class="note bad">{why}</p> })}
                    <p class="note warn" hidden=move || !stale.get()>
                        "The plan has changed since this ladder was found. Find it again to apply a rung."
                    </p>
                </div>
            </div>
            {move || found.get().map(|found| shown(ws, &found, stale))}
        </section>
    }
    .into_any()
}

fn progress(desk: LadderDesk) -> AnyView {
    view! {
        <progress
            max="1"
            value=move || desk.progress.get().unwrap_or_default().to_string()
            aria-label="Search for the ladder"
        ></progress>
        <button type="button" class="button" on:click=move |_| desk.cancel()>"Cancel"</button>
    }
    .into_any()
}

fn shown(ws: Workspace, found: &Arc<Found>, stale: Memo<bool>) -> AnyView {
    let rungs = Rungs::of(&found.plan, &found.ladder);
    if rungs.steps.is_empty() {
        return view! { <p class="note warn">"No design within reach gives two nines."</p> }.into_any();
    }
    let edits: Vec<Vec<Edit>> = found.ladder.designs().into_iter().map(|(_, step)| step.edits).collect();
    let rows: Vec<AnyView> = rungs
        .in_order()
        .into_iter()
        .map(|(index, rung)| {
            let edits = index.and_then(|index| edits.get(index)).cloned();
            let beyond = index.zip(rungs.last_worth_it).is_some_and(|(index, last)| index > last);
            row(ws, &rungs, rung, edits, beyond, stale)
        })
        .collect();
    let words = [rungs.tenfold_words(), rungs.stop_words()];
    let state = move || if stale.get() { "stale" } else { "fresh" };
    view! {
        <div class="ladder-found" data-state=state>
            <div class="panel"><Chart figure=rungs.figure()/></div>
            <div class="panel">
                {words.into_iter().flatten().map(|words| view! { <p>{words}</p> }).collect_view()}
                <div class="table-region" tabindex="0" role="region" aria-label="The ladder, rung by rung">
                    <table class="data-table ladder-table">
                        <thead>
                            <tr>
                                <th scope="col">"users get"</th>
                                <th scope="col" data-align="end">"a month"</th>
                                <th scope="col" data-align="end">"step"</th>
                                <th scope="col" data-align="end">"bad a year"</th>
                                <th scope="col">"what it takes"</th>
                                <th scope="col"><span class="visually-hidden">"apply"</span></th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            </div>
        </div>
    }
    .into_any()
}

fn row(
    ws: Workspace,
    rungs: &Rungs,
    rung: &Rung,
    edits: Option<Vec<Edit>>,
    beyond: bool,
    stale: Memo<bool>,
) -> AnyView {
    let users_get = percent_available(rung.unavailability);
    let state = match (&edits, beyond) {
        (None, _) => "here",
        (Some(_), true) => "beyond",
        (Some(_), false) => "rung",
    };
    let takes = if edits.is_none() { "this plan".into() } else { rung.takes.clone() };
    let label = format!("Apply {users_get}: {}", against_words(rungs, rung));
    let title = label.clone();
    let apply = edits.filter(|edits| !edits.is_empty()).map(|edits| {
        view! {
            <button
                type="button"
                class="button"
                aria-label=label
                title=title
                disabled=move || stale.get()
                on:click=move |_| ws.dispatch_with_undo(Edit::Batch(edits.clone()))
            >
                "Apply"
            </button>
        }
    });
    view! {
        <tr data-state=state>
            <th scope="row">{users_get.clone()}</th>
            <td data-align="end">{money(rung.cost_per_month, rungs.symbol)}</td>
            <td data-align="end">{rung.ratio.map(ratio)}</td>
            <td data-align="end">{duration(rung.unavailability.bad_minutes_per_year())}</td>
            <td class="takes">
                {takes}
                {beyond.then(|| view! { <small class="muted">" beyond the stop line"</small> })}
                {rung.gate.clone().map(|gate| view! { <small class="warn-text">" "{gate}</small> })}
            </td>
            <td>{apply}</td>
        </tr>
    }
    .into_any()
}
