//! What a fault tree answers, as JSON for scripts: the shape of `fault-tree --json`.

use serde::{Deserialize, Serialize};

use crate::analysis::fault_tree::{Asked, Drawn, FaultTreeModel, QUANTILES, TopAnswer};

/// What `tenfold fault-tree --json` prints.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FaultTreeOutput {
    /// The top events, in the order of the file.
    pub top_events: Vec<TopEventOutput>,
}

/// A top event.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TopEventOutput {
    /// The name of the gate.
    pub name: String,
    /// The fault tree that it is the top of.
    pub fault_tree: String,
    /// Its probability, with every deviate at its mean.
    pub probability: f64,
    /// Number of decisions of the diagram.
    pub nodes: usize,
    /// How many minimal cut sets it has, exactly up to 2^64; `null` where they are too many to count.
    pub minimal_cut_sets: Option<CountOutput>,
    /// The most probable minimal cut sets. Only where they were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cut_sets: Option<Vec<CutSetOutput>>,
    /// Whether there are more than are listed. Only where they were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cut_sets_truncated: Option<bool>,
    /// How much each event matters, the most critical first. Only where it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub importance: Option<Vec<EventOutput>>,
    /// The mean over the draws. Only where draws were asked for, as all that follows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mean: Option<f64>,
    /// The standard deviation over the draws.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub standard_deviation: Option<f64>,
    /// Below which probability which share of the draws lies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantiles: Option<Vec<QuantileOutput>>,
    /// How many draws of an event lay outside of 0 to 1 and were set to the nearer end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clamped_draws: Option<u64>,
}

/// A number of things.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum CountOutput {
    /// Exactly so many.
    Exactly(u64),
    /// About so many.
    About(f64),
}

/// A minimal cut set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CutSetOutput {
    /// The names of its events.
    pub events: Vec<String>,
    /// The product of their probabilities.
    pub probability: f64,
}

/// How much an event matters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EventOutput {
    /// Its name.
    pub name: String,
    /// Its probability.
    pub probability: f64,
    /// P(top given the event) - P(top given not the event): MIF.
    pub birnbaum: f64,
    /// p birnbaum / P(top): CIF.
    pub criticality: f64,
    /// P(event given the top): DIF.
    pub diagnostic: f64,
    /// P(any minimal cut set with the event) / P(top); `null` where there are too many cut sets.
    pub fussell_vesely: Option<f64>,
    /// P(top given the event) / P(top): RAW.
    pub raw: f64,
    /// P(top) / P(top given not the event): RRW; `null` when nothing fails without it.
    pub rrw: Option<f64>,
}

/// A quantile of the draws.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct QuantileOutput {
    /// The share of draws.
    pub share: f64,
    /// The probability below which they lie.
    pub probability: f64,
}

impl TopEventOutput {
    /// The answer for the top event of this number.
    pub fn of(model: &FaultTreeModel, top: usize, answer: &TopAnswer, asked: &Asked) -> Self {
        let event = |event: usize| &model.events[event];
        let matters = answer.importance.iter().map(|of| EventOutput {
            name: event(of.event).name.clone(),
            probability: model.expressions.point(event(of.event).term),
            birnbaum: of.measures.birnbaum,
            criticality: of.measures.criticality,
            diagnostic: of.measures.diagnostic,
            fussell_vesely: of.fussell_vesely,
            raw: of.measures.achievement_worth,
            rrw: Some(of.measures.reduction_worth).filter(|worth| worth.is_finite()),
        });
        let quantiles = |drawn: &Drawn| {
            let both = QUANTILES.into_iter().zip(drawn.quantiles);
            both.map(|(share, probability)| QuantileOutput { share, probability }).collect()
        };
        let set = |(events, probability): &(Vec<usize>, f64)| CutSetOutput {
            events: events.iter().map(|number| event(*number).name.clone()).collect(),
            probability: *probability,
        };
        let sets = answer.cut_sets.as_ref();
        let drawn = answer.drawn.as_ref();
        Self {
            name: model.tops[top].name.clone(),
            fault_tree: model.tops[top].tree.clone(),
            probability: answer.probability,
            nodes: answer.nodes,
            minimal_cut_sets: sets.map(|sets| match sets.count.and_then(|count| u64::try_from(count).ok()) {
                Some(count) => CountOutput::Exactly(count),
                None => CountOutput::About(sets.about),
            }),
            cut_sets: sets
                .filter(|_| asked.cut_sets.is_some())
                .map(|sets| sets.listed.iter().map(set).collect()),
            cut_sets_truncated: sets.filter(|_| asked.cut_sets.is_some()).map(|sets| sets.truncated),
            importance: asked.importance.then(|| matters.collect()),
            mean: drawn.map(|drawn| drawn.mean),
            standard_deviation: drawn.map(|drawn| drawn.standard_deviation),
            quantiles: drawn.map(quantiles),
            clamped_draws: drawn.map(|drawn| drawn.clamped),
        }
    }
}
