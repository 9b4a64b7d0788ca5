//! What a fault tree answers: probability, cut sets, importance, and how sure that is.

use super::model::FaultTreeModel;
use crate::engine::Importance;
use crate::engine::expression::{Sampler, Term};
use crate::engine::fault_tree::{
    Arg, Compiled, CutSets, FaultTree, FaultTreeError, Gate, LaneScratch, Limits, Op, Scratch, Source,
    bounds, compile,
};
use crate::engine::lanes::{LANES, Lanes};
use crate::engine::numeric::Sum;
use crate::engine::random::Stream;
use crate::quantity::order;

/// The shares of draws that are told.
pub const QUANTILES: [f64; 7] = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99];

/// The most draws.
pub const MAX_DRAWS: u32 = 10_000_000;

/// The most cut sets that Fussell-Vesely importance is made of: each is a gate of a tree of its own.
const MAX_UNITED: u128 = 2_000;

/// The most decisions of that tree.
const UNITED_LIMIT: usize = 500_000;

/// What is asked beside the probability and the number of minimal cut sets.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Asked {
    /// The minimal cut sets themselves: the most probable, at most so many.
    pub cut_sets: Option<usize>,
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
    /// Its minimal cut sets; none where they take more decisions than are allowed.
    pub cut_sets: Option<CutSetsAnswer>,
    /// How much each of these events matters, the most critical first; none where the top event is impossible.
    pub importance: Vec<EventImportance>,
    /// The probability over the draws.
    pub drawn: Option<Drawn>,
}

/// The minimal cut sets of a top event.
#[derive(Clone, Debug, PartialEq)]
pub struct CutSetsAnswer {
    /// How many there are; none beyond 2^128.
    pub count: Option<u128>,
    /// How many there are, exactly up to 2^53.
    pub about: f64,
    /// Those that were asked for: events as indices into those of the model, and the product of their probabilities.
    pub listed: Vec<(Vec<usize>, f64)>,
    /// Whether there are more than are listed.
    pub truncated: bool,
}

/// How much an event matters to a top event.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EventImportance {
    /// Its index in the model.
    pub event: usize,
    /// The measures that need no cut sets.
    pub measures: Importance,
    /// P(any minimal cut set with the event) / P(top); none where there are too many cut sets.
    pub fussell_vesely: Option<f64>,
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
    /// The tree does not fit.
    #[error(
        "too large for an exact answer within {limit} decisions: the probability is between {least:e} and {most:e}"
    )]
    TooLarge {
        /// The most decisions allowed.
        limit: usize,
        /// The least that the probability can be.
        least: f64,
        /// The most that it can be.
        most: f64,
    },
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
    let terms: Vec<Term> = events.iter().map(|event| model.events[*event].term).collect();
    let p: Vec<f64> = terms.iter().map(|term| model.expressions.point(*term)).collect();
    let compiled = match compile(&tree, asked.limits) {
        Err(FaultTreeError::TooLarge { limit }) => {
            let (least, most) = bounds(&tree, &p, asked.limits)?.first().copied().unwrap_or((0.0, 1.0));
            return Err(NoAnswer::TooLarge { limit, least, most });
        }
        other => other?,
    };
    let probability = compiled.probabilities(&p, &mut Scratch::default())[0];
    // Cut sets that do not fit leave the rest of the answer as it is.
    let family = CutSets::of(&compiled, 0, asked.limits).ok();
    let cut_sets = family.as_ref().map(|family| cut_sets(family, &p, &events, asked.cut_sets.unwrap_or(0)));
    let importance = match asked.importance {
        true => importance(&compiled, family.as_ref(), &p, probability, &events),
        false => Vec::new(),
    };
    let drawn = asked.draws.map(|draws| drawn(model, &compiled, &events, &terms, draws)).transpose()?;
    Ok(TopAnswer { probability, nodes: compiled.nodes(), events, cut_sets, importance, drawn })
}

fn cut_sets(family: &CutSets, p: &[f64], events: &[usize], most: usize) -> CutSetsAnswer {
    let (sets, truncated) = match most {
        0 => (Vec::new(), false),
        most => family.most_probable(p, most, 0.0),
    };
    let named = |set: &[u32]| set.iter().map(|event| events[*event as usize]).collect();
    CutSetsAnswer {
        count: family.count(),
        about: family.count_approximately(),
        listed: sets.iter().map(|set| (named(&set.events), set.probability)).collect(),
        truncated,
    }
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
fn importance(
    compiled: &Compiled,
    family: Option<&CutSets>,
    p: &[f64],
    total: f64,
    events: &[usize],
) -> Vec<EventImportance> {
    let united = family.and_then(|family| united(family, p));
    let measures = compiled.importances(p, 0, &mut Scratch::default());
    let of_event = |(place, measures): (usize, Option<Importance>)| {
        let fussell_vesely = united.as_ref().map(|united| united[place] / total);
        Some(EventImportance { event: events[place], measures: measures?, fussell_vesely })
    };
    let mut found: Vec<EventImportance> = measures.into_iter().enumerate().filter_map(of_event).collect();
    let criticality = |one: &EventImportance| one.measures.criticality;
    order::sort_by(&mut found, |a, b| criticality(b).total_cmp(&criticality(a)).then(a.event.cmp(&b.event)));
    found
}

/// For every event the probability that any minimal cut set with it is active: a tree of its cut sets.
fn united(family: &CutSets, p: &[f64]) -> Option<Vec<f64>> {
    let count = family.count().filter(|count| *count <= MAX_UNITED)?;
    let (sets, _) = family.most_probable(p, count as usize, 0.0);
    // Sets that cannot be are not listed, and add nothing.
    let mut with: Vec<Vec<Arg>> = vec![Vec::new(); p.len()];
    let mut gates = Vec::new();
    for set in &sets {
        for event in &set.events {
            with[*event as usize].push(Arg::gate(gates.len() as u32));
        }
        let args = set.events.iter().map(|event| Arg::event(*event)).collect();
        gates.push(Gate { op: Op::And, args });
    }
    let mut tops = Vec::new();
    for args in with {
        if args.is_empty() {
            tops.push(Arg::constant(false));
            continue;
        }
        tops.push(Arg::gate(gates.len() as u32));
        gates.push(Gate { op: Op::Or, args });
    }
    let tree = FaultTree { events: p.len(), gates, tops };
    let limits = Limits { nodes: UNITED_LIMIT, ..Limits::default() };
    Some(compile(&tree, limits).ok()?.probabilities(p, &mut Scratch::default()))
}

fn drawn(
    model: &FaultTreeModel,
    compiled: &Compiled,
    events: &[usize],
    terms: &[Term],
    draws: Draws,
) -> Result<Drawn, NoAnswer> {
    let mut sampler = Sampler::new(&model.expressions, terms);
    let mut scratch = LaneScratch::default();
    let mut p: Vec<Lanes> = vec![[0.0; LANES]; terms.len()];
    let mut clamped = 0;
    let count = draws.count.clamp(1, MAX_DRAWS);
    let mut found = Vec::with_capacity(count as usize);
    for first in (0..count).step_by(LANES) {
        let side_by_side = LANES.min((count - first) as usize);
        let lanes = (first..count).take(LANES).enumerate();
        for (lane, draw) in lanes {
            sampler.draw(&mut Stream::new(draws.seed, u64::from(draw)));
            for ((p, term), event) in p.iter_mut().zip(terms).zip(events) {
                let value = sampler.value(*term);
                if value.is_nan() {
                    return Err(NoAnswer::NoNumber { event: model.events[*event].name.clone(), draw });
                }
                p[lane] = value.clamp(0.0, 1.0);
                clamped += u64::from(p[lane] != value);
            }
        }
        found.extend_from_slice(&compiled.probabilities_in_lanes(&p, &mut scratch)[0][..side_by_side]);
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
