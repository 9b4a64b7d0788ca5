//! What members of a group share, and who of them stands by.

use std::collections::BTreeMap;

use super::super::{CommonDials, Dial, DrawSource};
use super::{Builder, intern};
use crate::analysis::events::{Rival, Sharers, Waiting};
use crate::analysis::operations::Acting;
use crate::engine::Var;
use crate::model::catalogue::Affects;
use crate::model::{Id, Number, ProbabilityField, Redundancy};

impl Builder<'_> {
    /// How a mode's rate divides.
    pub(super) fn common(&mut self, mode: usize) -> CommonDials {
        let (plan, m) = (self.plan, &self.plan.modes[mode]);
        let acting = Acting::on(plan, Some(m), Affects::Beta);
        let mut dial = |field: fn(Id) -> ProbabilityField, acting| {
            self.registry.dial(plan, Number::Probability(field(m.id)), acting)
        };
        match Sharers::of(&m.sharing) {
            Sharers::All => CommonDials::Beta(dial(ProbabilityField::ModeBeta, acting)),
            Sharers::Greek(_) => {
                let beta = dial(ProbabilityField::ModeBeta, acting);
                let letters = [ProbabilityField::ModeGamma, ProbabilityField::ModeDelta];
                CommonDials::Greek(beta, letters.map(|letter| dial(letter, Acting::none())))
            }
            Sharers::Alpha(_) => {
                let factors: [fn(Id) -> ProbabilityField; 3] = [
                    ProbabilityField::ModeAlphaTwo,
                    ProbabilityField::ModeAlphaThree,
                    ProbabilityField::ModeAlphaFour,
                ];
                CommonDials::Alpha(factors.map(|factor| dial(factor, Acting::none())), acting)
            }
        }
    }

    /// The members that stand by, those alike once, and for each draw which of them it is and which of its draws.
    pub(super) fn waiting(&mut self, classes: &[u32]) -> BTreeMap<Var, DrawSource> {
        let structure = self.structure;
        let class = |var: Var| Var::new(classes[var.index()]);
        let mut known = BTreeMap::new();
        let mut index_of: Vec<usize> = Vec::with_capacity(structure.waiting.len());
        let mut sources = BTreeMap::new();
        for waiting in &structure.waiting {
            let rival = |rival: &Rival| Rival {
                var: class(rival.var),
                waiting: rival.waiting.map(|waiting| index_of[waiting]),
                ..*rival
            };
            let alike = Waiting {
                own: class(waiting.own),
                before: waiting.before.iter().map(rival).collect(),
                draws: vec![Var::new(0); waiting.draws.len()],
                ..*waiting
            };
            let dormancy = match self.plan.components[waiting.component].redundancy {
                Redundancy::WarmStandby => {
                    let id = self.plan.components[waiting.component].id;
                    let number = Number::Probability(ProbabilityField::ComponentDormancy(id));
                    self.registry.dial(self.plan, number, Acting::none())
                }
                _ => Dial::Fixed(0.0),
            };
            let list = &mut self.waiting;
            let index = intern(&mut known, alike.clone(), || list.push((alike, dormancy)));
            index_of.push(index);
            let draws = waiting.draws.iter().enumerate();
            sources.extend(draws.map(|(draw, var)| (*var, DrawSource::Turn(index, draw))));
        }
        sources
    }
}
