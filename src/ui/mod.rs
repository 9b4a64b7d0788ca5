//! The browser app: signals and elements over the rooms below.
//!
//! How to write a view. A view is a function `fn design() -> Element` in `views/`, made anew each time it is
//! entered, out of the elements of [`browser::element`]. It begins with
//!
//! ```ignore
//! let ws = use_workspace();            // the open plan: a Copy handle
//! let analysis = use_analysis();       // Memo<Arc<Analysis>>, follows the plan
//! let answer = use_results().answer;   // the same for the journey looked at, or for all of them
//! ```
//!
//! gives its parts names, and puts them together at the end:
//!
//! ```ignore
//! let name = ws.derive(|plan| plan.name.clone());
//! let title = el("h1").child("Cost of ").child(move || name.get());
//! let none = move || journeys.with(Vec::is_empty);
//! el("section").class("view cost").child(title).child(el("p").attr("hidden", move || !none()).child("..."))
//! ```
//!
//! * **Elements**: `el("p")`, `svg("line")`, `button("button primary")`, then `.class(..)`, `.class_if(..)`,
//!   `.attr(..)`, `.prop(..)`, `.style(..)`, `.child(..)`, `.on_click(..)`, `.on_key(..)`, `.on("input", ..)`.
//!   A fixed value is given as it is; what changes is given as a closure, which follows the signals that it
//!   reads. A text, an element, an array, a `Vec`, an `Option` and [`Parts`](browser::element::Parts) are children.
//! * **Replaced, not patched**: a closure that is a child makes its stretch of the page *anew* whenever a
//!   signal that it read changes. So closures stand at the leaves, for texts and attributes. One that
//!   holds what can have the focus, be open, be scrolled or be half-typed must run only when it
//!   really becomes another thing: let it read a `Memo<bool>` or a memo of an identity, and nothing else;
//!   what is made inside reads with `ws.peek`, `get_untracked` or `untrack`.
//! * **Lists**: `.each(keys, row)` keeps the row of a key for as long as the key is there, with its focus. A
//!   row is made once for its key and is not tracked: it shows what is in the key, and follows the rest
//!   by closures. Derive the list of identities, and per identity what it shows. A thing that is
//!   removed is gone before its row knows: look it up with `plan.component(id)` and take `None` for an answer.
//! * **Show**: `ws.derive(|plan| ...)` gives a memo of a part of the plan that wakes only when that part
//!   changes; `ws.peek(|plan| ...)` looks without following, for event handlers.
//! * **Change**: `ws.dispatch(Edit::...)`, or `ws.dispatch_with_undo(..)` for removals. A drag or a
//!   slider calls `let session = ws.begin()` once and `ws.preview(session, edit)` for each move: one step.
//!   A handler can be called when what it belongs to is gone (a removed field loses its focus): where
//!   that may be, read and write its signals with `try_get_untracked`, `try_set`.
//! * **Select**: `ws.selected.set(Some(Place::Component(id)))`, read with `ws.selection()`; filter by
//!   `ws.journey`; go elsewhere with `ws.view.set(View::Cost)`; speak with `ws.say(..)`.
//! * **Numbers**: [`primitives::number_field`]`(ws, Number::Rate(id))` and its short forms
//!   (`probability_field`, `duration_field`, `rate_field`, `money_field`, `volume_field`,
//!   `objective_field`, `replicas_field`, `needed_field`) bring label, unit, range, preview, error and
//!   origin. Words: `text_field`; closed choices: `select_field`, `segmented`, `toggle`.
//! * **Text of numbers**: only `quantity::text` (`duration`, `share`, `rate`, `money`,
//!   `percent_available`, `bad_time_per_year`): never `format!` a float.
//! * **Classes** of the style sheet: `button`, `button primary`, `button quiet`, `card`, `panel`, `muted`,
//!   `row`, `stack`, `spread`, `numbers` (a table whose numbers line up), `visually-hidden`. No `style`
//!   attribute (the policy blocks it): `.style("width", ..)` sets the property. No markup in strings.
//! * **Size**: a generic function is compiled once for each closure it is given. Box what is handed in at
//!   once, and write a shape that repeats (a labelled row, a cell) as one function.
//! * **Style** of a view: `style/views/<view>.css` inside `@layer views { .<view> { .. } }`, colours and
//!   spaces from `style/tokens.css` only.
//!
//! *Architecture invariants:* only `browser` names `web_sys`; nothing here computes what a room below can;
//! nothing here uses the framework's own markup: signals, memos, effects, owners and contexts are all of it.

pub mod browser;
pub mod chart;
pub mod forecast;
pub mod ladder;
mod opening;
pub mod primitives;
mod removing;
pub mod rest;
pub mod results;
pub mod runner;
pub mod saving;
mod shell;
pub mod topology;
pub mod views;
pub mod workspace;

use leptos::prelude::*;

use crate::model::templates::worked_example;
use results::Results;
use workspace::Workspace;

/// Puts the whole page there: the worked example, until there is something better to show.
pub fn mount() {
    let ws = Workspace::new(worked_example());
    provide_context(ws);
    provide_context(Results::new(ws));
    provide_context(ladder::LadderDesk::supervised());
    provide_context(forecast::ForecastDesk::following(ws));
    provide_context(views::PromiseDesk::new());
    opening::at_start(ws);
    provide_context(saving::keep_saved(ws));
    for element in shell::shell() {
        element.mount();
    }
}
