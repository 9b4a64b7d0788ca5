//! The views, one file each.

mod cost;
mod design;
mod operations;
mod promise;
mod report;
mod risks;
mod start;

pub use promise::PromiseDesk;

use leptos::prelude::*;

use super::browser::element::Element;

/// A view of the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// Where to begin.
    Start,
    /// What it is made of.
    Design,
    /// How it is operated.
    Operations,
    /// What spends the budget, and what was decided about it.
    Risks,
    /// How sure it keeps what was promised.
    Promise,
    /// What it costs, and what the next nine costs.
    Cost,
    /// What to hand out.
    Report,
}

impl View {
    /// Every view, in the order in which they are offered.
    pub const ALL: [Self; 7] =
        [Self::Start, Self::Design, Self::Operations, Self::Risks, Self::Promise, Self::Cost, Self::Report];

    /// The word in the address.
    pub fn key(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Design => "design",
            Self::Operations => "operations",
            Self::Risks => "risks",
            Self::Promise => "promise",
            Self::Cost => "cost",
            Self::Report => "report",
        }
    }

    /// The word people read.
    pub fn name(self) -> &'static str {
        match self {
            Self::Start => "Start",
            Self::Design => "Design",
            Self::Operations => "Operations",
            Self::Risks => "Risks",
            Self::Promise => "Promise",
            Self::Cost => "Cost",
            Self::Report => "Report",
        }
    }

    /// The view with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|view| view.key() == key)
    }
}

/// A view, made anew. It follows what it shows by itself: nothing here is tracked.
pub fn made(view: View) -> Element {
    untrack(|| match view {
        View::Start => start::start(),
        View::Design => design::design(),
        View::Operations => operations::operations(),
        View::Risks => risks::risks(),
        View::Promise => promise::promise(),
        View::Cost => cost::cost(),
        View::Report => report::report(),
    })
}
