//! Answers that take a moment: given at once when something else is asked, and after a rest when the plan
//! changes, so that typing is never slowed down.

use core::time::Duration;
use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;

use super::browser::element::follow;
use super::workspace::Workspace;
use crate::model::Plan;

/// How long the plan must rest.
const REST: Duration = Duration::from_millis(200);

/// The newest answer to what is asked of the plan; none while nothing is asked. It lives as long as its owner.
///
/// While the plan changes, the answer is that of a moment ago.
pub fn at_rest<A, T>(
    ws: Workspace,
    asked: impl Fn() -> Option<A> + 'static,
    answer: impl Fn(&Plan, &A) -> Option<T> + 'static,
) -> RwSignal<Option<Arc<T>>>
where
    A: PartialEq + 'static,
    T: Send + Sync + 'static,
{
    let found = RwSignal::new(None);
    let turn = StoredValue::new(0u32);
    let answer = Rc::new(answer);
    let mut before: Option<Rc<A>> = None;
    // An effect at the rim: it posts work, as a job would be posted to a worker.
    follow(move || {
        let asked = asked().map(Rc::new);
        ws.plan().track();
        turn.try_update_value(|turn| *turn = turn.wrapping_add(1));
        let mine = turn.try_get_value();
        let (answer, same) = (answer.clone(), asked == before);
        before = asked.clone();
        let Some(asked) = asked else {
            found.try_maybe_update(|found| (found.take().is_some(), ()));
            return;
        };
        let work = move || {
            if turn.try_get_value() == mine {
                found.try_set(ws.peek(|plan| answer(plan, &asked)).map(Arc::new));
            }
        };
        if same { set_timeout(work, REST) } else { work() }
    });
    found
}
