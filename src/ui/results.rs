//! What follows from the open plan, as signals. A view that shows a number reads it here.

use std::sync::Arc;

use leptos::prelude::*;

use super::workspace::Workspace;
use crate::analysis::{Analysis, Answer, analyse};
use crate::economics::{RunningCost, running_cost};

/// The exact results of the open plan; get them with [`use_results`].
#[derive(Clone, Copy)]
pub struct Results {
    /// What users get, and why.
    pub analysis: Memo<Arc<Analysis>>,
    /// The same for the journey that the views look at, or for all of them.
    pub answer: Memo<Option<Arc<Answer>>>,
    /// What the plan costs a month.
    pub cost: Memo<Arc<RunningCost>>,
}

/// The exact results, from context.
pub fn use_results() -> Results {
    expect_context()
}

/// What users get, and why; follows the plan.
pub fn use_analysis() -> Memo<Arc<Analysis>> {
    use_results().analysis
}

/// What the plan costs a month; follows the plan.
pub fn use_cost() -> Memo<Arc<RunningCost>> {
    use_results().cost
}

impl Results {
    /// Results that follow a plan.
    pub fn new(ws: Workspace) -> Self {
        let analysis = Memo::new(move |_| Arc::new(ws.plan().with(analyse)));
        let answer = Memo::new(move |_| {
            let journey = ws.journey.get();
            analysis.with(|analysis| answer_of(analysis, journey).cloned().map(Arc::new))
        });
        let cost = Memo::new(move |_| Arc::new(ws.plan().with(running_cost)));
        Self { analysis, answer, cost }
    }
}

/// The answer for a journey, or for the service when none is asked for.
fn answer_of(analysis: &Analysis, journey: Option<crate::model::Id>) -> Option<&Answer> {
    let Some(id) = journey else { return analysis.service.as_ref() };
    match analysis.journeys.iter().find(|journey| journey.id == id) {
        Some(journey) => journey.answer.as_ref(),
        None => analysis.service.as_ref(),
    }
}
