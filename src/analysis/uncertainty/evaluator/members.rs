//! Members of a group that share causes or stand by, draw by draw.

use core::array::from_fn;

use super::{CommonDials, Dial, Evaluator, Work};
use crate::analysis::events::{Sharers, Turns};
use crate::engine::Var;
use crate::engine::lanes::{LANES, Lanes};
use crate::engine::standby::{Length, began_first};

impl Evaluator {
    /// The share of occurrences that hit several, and how many they hit where that may be some.
    pub(super) fn common(&self, dials: &CommonDials, x: &[Lanes]) -> (Lanes, Option<[Sharers; LANES]>) {
        let value = |dial: &Dial| dial.lanes(x, &self.input_of);
        match dials {
            CommonDials::Nothing => ([0.0; LANES], None),
            CommonDials::Beta(beta) => (value(beta), None),
            CommonDials::Greek(beta, letters) => {
                let [gamma, delta] = letters.each_ref().map(value);
                (value(beta), Some(from_fn(|i| Sharers::Greek([gamma[i], delta[i]]))))
            }
            CommonDials::Alpha(factors, acting) => {
                let [two, three, four] = factors.each_ref().map(value);
                let sharers: [Sharers; LANES] = from_fn(|i| Sharers::Alpha([two[i], three[i], four[i]]));
                (acting.lanes(&sharers.map(|sharers| sharers.shared(0.0))), Some(sharers))
            }
        }
    }

    /// The draws of members that stand by, lane by lane.
    pub(super) fn turns(&self, x: &[Lanes], work: &mut Work) {
        work.turns.clear();
        if self.waiting.is_empty() {
            return;
        }
        let dormancy = self.waiting.iter().map(|(_, dial)| dial.lanes(x, &self.input_of));
        let dormancy: Vec<Lanes> = dormancy.collect();
        work.turns.extend(self.waiting.iter().map(|(w, _)| vec![[0.0; LANES]; w.draws.len()]));
        for lane in 0..LANES {
            let mut turns = Turns::default();
            for (index, (waiting, _)) in self.waiting.iter().enumerate() {
                let length = |kind: usize| {
                    let mode = self.kinds[kind].0;
                    Length { mean: work.minutes[mode].0[lane], sigma: self.modes[mode].sigma }
                };
                let met = |class: Var| work.probability[class.index()][lane];
                let odds = |class: Var| {
                    let (mut all, mut first) = (0.0, 0.0);
                    for other in &self.atoms[class.index()] {
                        for own in &self.atoms[waiting.own.index()] {
                            let met = work.kinds[*other][0][lane] * work.kinds[*own][0][lane];
                            if met > 0.0 {
                                all += met;
                                first += met * began_first(length(*other), length(*own));
                            }
                        }
                    }
                    if all > 0.0 { (all - first) / first } else { 1.0 }
                };
                let draws = turns.next(waiting, dormancy[index][lane], met, odds);
                for (lanes, draw) in work.turns[index].iter_mut().zip(draws) {
                    lanes[lane] = draw;
                }
            }
        }
    }
}
