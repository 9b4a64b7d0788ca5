//! The browser app: signals and elements over the rooms below.
//!
//! How to write a view. A view is a function `fn design() -> AnyView` in `views/`, built anew each time
//! it is entered. It begins with
//!
//! ```ignore
//! let ws = use_workspace();            // the open plan: a Copy handle
//! let analysis = use_analysis();       // Memo<Arc<Analysis>>, follows the plan
//! let answer = use_results().answer;   // the same for the journey looked at, or for all of them
//! ```
//!
//! * **Show**: `ws.derive(|plan| ...)` gives a memo of a part of the plan that wakes only when that part
//!   changes. Use `move || memo.get()` in the view; `ws.peek(|plan| ...)` in event handlers. Lists that
//!   hold fields are keyed (`<For each=.. key=|id| *id ..>`) so that an edit never takes the focus away:
//!   derive the list of ids, and per id what it shows. A thing that is removed is gone before its
//!   children know: look it up with `plan.component(id)` and take `None` for an answer.
//! * **Change**: `ws.dispatch(Edit::...)`, or `ws.dispatch_with_undo(..)` for removals. A drag or a
//!   slider calls `let session = ws.begin()` once and `ws.preview(session, edit)` for each move: one step.
//! * **Select**: `ws.selected.set(Some(Place::Component(id)))`, read with `ws.selection()`; filter by
//!   `ws.journey`; go elsewhere with `ws.view.set(View::Cost)`; speak with `ws.say(..)`.
//! * **Numbers**: [`primitives::number_field`]`(ws, Number::Rate(id))` and its short forms
//!   (`probability_field`, `duration_field`, `rate_field`, `money_field`, `volume_field`,
//!   `objective_field`, `replicas_field`, `needed_field`) bring label, unit, range, preview, error and
//!   origin. Words: `text_field`; closed choices: `select_field`, `segmented`, `toggle`.
//! * **Text of numbers**: only `quantity::text` (`duration`, `share`, `rate`, `money`,
//!   `percent_available`, `bad_time_per_year`): never `format!` a float.
//! * **Elements** of the style sheet: `button`, `button primary`, `button quiet`, `card`, `panel`, `muted`,
//!   `row`, `stack`, `spread`, `numbers` (a table whose numbers line up), `visually-hidden`. No `style=""`
//!   (the policy blocks it); `style:width=..` is fine. No `inner_html`. End functions with `.into_any()`.
//! * **Style** of a view: `style/views/<view>.css` inside `@layer views { .<view> { .. } }`, colours and
//!   spaces from `style/tokens.css` only.
//!
//! *Architecture invariants:* only `browser` names `web_sys`; nothing here computes what a room below can.

pub mod browser;
pub mod chart;
pub mod ladder;
mod opening;
pub mod primitives;
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

/// The whole page: the worked example, until there is something better to show.
#[component]
pub fn App() -> impl IntoView {
    let ws = Workspace::new(worked_example());
    provide_context(ws);
    provide_context(Results::new(ws));
    provide_context(ladder::LadderDesk::supervised());
    opening::at_start(ws);
    provide_context(saving::keep_saved(ws));
    shell::shell()
}
