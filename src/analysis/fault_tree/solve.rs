//! What a fault tree answers: probability, cut sets, importance, and how sure that is.

use super::model::FaultTreeModel;
use crate::engine::Importance;
use crate::engine::expression::{Sampler, Term};
use crate::engine::fault_tree::{
    Arg, Compiled, FaultTree, FaultTreeError, Gate, Limits, Scratch, Source, compile,
};
use crate::engine::numeric::Sum;
use crate::engine::random::Stream;
use crate::quantity::order;

/// The shares of draws that are told.
pub const QUANTILES: [f64; 7] = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99];

/// The most draws.
pub const MAX_DRAWS: u32 = 10_000_000;

/// What is asked beside the probability.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Asked {
    /// How much each event matters.
    pub importance: bool,
    /// How sure the probability is.
    pub draws: Option<Draws>,
    /// What the answer may cost.
    pub limits: Limits,
}

/// Draws of everything that is uncertain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Draws {
    /// How many, at most [`MAX_DRAWS`].
    pub count: u32,
    /// The same seed gives the same draws.
    pub seed: u64,
}

/// The answer for a top event.
#[derive(Clone, Debug, PartialEq)]
pub struct TopAnswer {
    /// The probability of the top event, with every deviate at its mean.
    pub probability: f64,
    /// Number of decisions of the diagram.
    pub nodes: usize,
    /// The events that the top event can be made of, as indices into those of the model.
    pub events: Vec<usize>,
    /// How much each of these events matters; none where the top event is impossible.
    pub importance: Vec<(usize, Importance)>,
    /// The probability over the draws.
    pub drawn: Option<Drawn>,
}

/// The probability of a top event over the draws.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    /// Number of draws.
    pub count: u32,
    /// The mean.
    pub mean: f64,
    /// The standard deviation.
    pub standard_deviation: f64,
    /// The probability below which each of the [`QUANTILES`] of the draws lies.
    pub quantiles: [f64; QUANTILES.len()],
    /// How many draws of an event lay outside of 0 to 1 and were set to the nearer end.
    pub clamped: u64,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum NoAnswer {
    /// The engine has none.
    #[error("{0}")]
    Engine(#[from] FaultTreeError),
    /// A draw of an event's probability is no number.
    #[error("the probability of basic event {event:?} is no number in draw {draw}; a number is needed")]
    NoNumber {
        /// The event.
        event: String,
        /// The draw, from 0.
        draw: u32,
    },
}

/// Answers for the top event of this number.
pub fn solve(model: &FaultTreeModel, top: usize, asked: &Asked) -> Result<TopAnswer, NoAnswer> {
    let (tree, events) = part(&model.tree, top);
    let compiled = compile(&tree, asked.limits)?;
    let terms: Vec<Term> = events.iter().map(|event| model.events[*event].term).collect();
    let p: Vec<f64> = terms.iter().map(|term| model.expressions.point(*term)).collect();
    let mut scratch = Scratch::default();
    let probability = compiled.probabilities(&p, &mut scratch)[0];
    let importance =
        if asked.importance { importance(&compiled, &p, probability, &events) } else { Vec::new() };
    let drawn = asked.draws.map(|draws| drawn(model, &compiled, &events, &terms, draws)).transpose()?;
    Ok(TopAnswer { probability, nodes: compiled.nodes(), events, importance, drawn })
}

/// What a top needs of a tree, numbered anew; and the numbers of its events.
fn part(tree: &FaultTree, top: usize) -> (FaultTree, Vec<usize>) {
    const NEW: u32 = u32::MAX;
    let (mut gate_numbers, mut event_numbers) = (vec![NEW; tree.gates.len()], vec![NEW; tree.events]);
    let (mut gates, mut events) = (Vec::new(), Vec::new());
    let mut seen = |arg: Arg, gates: &mut Vec<u32>| {
        let of = match arg.of {
            Source::Constant(value) => Source::Constant(value),
            Source::Event(event) => {
                let number = &mut event_numbers[event as usize];
                if *number == NEW {
                    *number = events.len() as u32;
                    events.push(event as usize);
                }
                Source::Event(*number)
            }
            Source::Gate(gate) => {
                let number = &mut gate_numbers[gate as usize];
                if *number == NEW {
                    *number = gates.len() as u32;
                    gates.push(gate);
                }
                Source::Gate(*number)
            }
        };
        Arg { of, negated: arg.negated }
    };
    let top = seen(tree.tops[top], &mut gates);
    let mut numbered: Vec<Gate> = Vec::new();
    while let Some(gate) = gates.get(numbered.len()).copied() {
        let Gate { op, args } = &tree.gates[gate as usize];
        let args = args.iter().map(|arg| seen(*arg, &mut gates)).collect();
        numbered.push(Gate { op: *op, args });
    }
    (FaultTree { events: events.len(), gates: numbered, tops: vec![top] }, events)
}

/// The most critical events first.
fn importance(compiled: &Compiled, p: &[f64], total: f64, events: &[usize]) -> Vec<(usize, Importance)> {
    let derivatives = compiled.derivatives(p, 0, &mut Scratch::default());
    let of_event = |(place, event): (usize, &usize)| {
        Some((*event, Importance::new(p[place], derivatives[place], total)?))
    };
    let mut found: Vec<(usize, Importance)> = events.iter().enumerate().filter_map(of_event).collect();
    order::sort_by(&mut found, |a, b| b.1.criticality.total_cmp(&a.1.criticality).then(a.0.cmp(&b.0)));
    found
}

fn drawn(
    model: &FaultTreeModel,
    compiled: &Compiled,
    events: &[usize],
    terms: &[Term],
    draws: Draws,
) -> Result<Drawn, NoAnswer> {
    let mut sampler = Sampler::new(&model.expressions, terms);
    let mut scratch = Scratch::default();
    let mut p = vec![0.0; terms.len()];
    let mut clamped = 0;
    let count = draws.count.clamp(1, MAX_DRAWS);
    let mut found = Vec::with_capacity(count as usize);
    for draw in 0..count {
        sampler.draw(&mut Stream::new(draws.seed, u64::from(draw)));
        for (place, term) in terms.iter().enumerate() {
            let value = sampler.value(*term);
            if value.is_nan() {
                return Err(NoAnswer::NoNumber { event: model.events[events[place]].name.clone(), draw });
            }
            p[place] = value.clamp(0.0, 1.0);
            clamped += u64::from(p[place] != value);
        }
        found.push(compiled.probabilities(&p, &mut scratch)[0]);
    }
    let mean = sum_of(found.iter().copied()) / f64::from(count);
    let squares = sum_of(found.iter().map(|one| (one - mean) * (one - mean)));
    let standard_deviation = libm::sqrt(squares / f64::from((count - 1).max(1)));
    order::sort_by(&mut found, f64::total_cmp);
    Ok(Drawn {
        count,
        mean,
        standard_deviation,
        quantiles: QUANTILES.map(|share| quantile(&found, share)),
        clamped,
    })
}

fn sum_of(terms: impl Iterator<Item = f64>) -> f64 {
    let mut sum = Sum::default();
    terms.for_each(|term| sum.add(term));
    sum.value()
}

/// The number below which a share of a rising list lies, between its two neighbours.
fn quantile(rising: &[f64], share: f64) -> f64 {
    let place = share * (rising.len() - 1) as f64;
    let below = libm::floor(place) as usize;
    let above = (below + 1).min(rising.len() - 1);
    rising[below] + (rising[above] - rising[below]) * (place - below as f64)
}
