//! What a plan and its answers say, as meaning: blocks of a document, rows of tables, figures as data.
//!
//! Nothing here draws. A [`Block`] is a heading, a sentence, a list, a table or a [`Figure`]; [`markdown`]
//! writes blocks as text, the app shows the same blocks as elements. [`pack`] puts the decision pack
//! together, [`ledger`] lists every number of a plan with its origin, [`timeline`] how long each failure
//! mode lasts and why, [`worth`] what a practice is worth by itself, [`Reasons`] why a headline is what it is.
//!
//! *Architecture invariant:* no colours, no pixels, no markup other than Markdown, no clock: the date comes
//! in as an argument.

mod block;
mod diff;
mod figure;
mod forecast;
mod frontier;
mod gates;
mod importance;
mod ladder;
mod ledger;
mod markdown;
mod money;
mod pack;
mod policy;
mod promises;
mod proof;
mod reasons;
mod risks;
mod timeline;
mod words;
mod worth;

pub use block::{Align, Block, Column, Table};
pub use diff::{plan_diff, standing_table};
pub use figure::{Axis, Figure, Label, Point, Role, Scale, Series, Shape};
pub use forecast::{
    ALL_TOGETHER, DriverRow, availability_range, band_title, chance_table, driver_rows, drivers_figure,
    drivers_table, engines_words, exceedance_figure, forecast_blocks, headline_chance, kept_words,
    minutes_figure, minutes_range, minutes_table, promise_interval_words, promise_words, range_note,
    rest_words, simulated_of, simulated_words, worst_words, years_words,
};
pub use frontier::{distance_words, frontier_figure, frontier_points, next_step_words, next_table};
pub use gates::{ask_words, binding, gate_words, missing};
pub use importance::{MEASURES, Measure, Ranks, Weight, weights};
pub use ladder::{Rung, Rungs};
pub use ledger::{Entry, Group, ledger};
pub use markdown::markdown;
pub use money::{
    against_words, cash, cost_table, money_blocks, money_facts, next_words, practice_cost_words, price_of,
    share_of, terms_words,
};
pub use pack::{PackExtras, pack};
pub use policy::{PolicyTerms, policy};
pub use promises::{
    alert_table, budget_table, budget_words, over_words, page_figure, page_table, promise_blocks,
};
pub use proof::{grouped, proof_words};
pub use reasons::{Cell, Contributions, Input, Inputs, Line, Reasons, Topic};
pub use risks::{RiskFigure, RiskOrder, RiskRow, budget_share, left_words, risk_row, shown};
pub use timeline::{Bar, people_words, timeline};
pub use words::{change_words, effect_words, select_words};
pub use worth::{Level, Worth, worth};
