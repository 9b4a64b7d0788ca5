//! Takeovers of one event that run at the same time, in each lane.

use core::array::from_fn;

use crate::engine::lanes::{LANES, Lanes};

/// A takeover as it runs. Its times are told as capped means `E[min(D, T)]`, which rise with T: so they are in the
/// order of the times, and the mean time an outage spends between two of them is their difference.
#[derive(Clone, Copy, Debug)]
pub(super) struct Running {
    /// The share of requests that fails until the automatic way has worked.
    pub works: Lanes,
    /// The share that fails until people have done it.
    pub by_hand: Lanes,
    /// The end of the automatic way.
    pub automatic: Lanes,
    /// The end of the way by hand.
    pub manual: Lanes,
}

impl Running {
    /// A takeover of a share of requests that is covered with this chance.
    pub(super) fn of(share: &Lanes, covered: &Lanes, automatic: &Lanes, manual: &Lanes) -> Self {
        Self {
            works: from_fn(|i| share[i] * covered[i]),
            by_hand: from_fn(|i| share[i] * (1.0 - covered[i])),
            automatic: *automatic,
            manual: *manual,
        }
    }

    /// The share of requests that still fails.
    fn after(&self, time: &Lanes) -> Lanes {
        from_fn(|i| {
            let works = if time[i] < self.automatic[i] { self.works[i] } else { 0.0 };
            works + if time[i] < self.manual[i] { self.by_hand[i] } else { 0.0 }
        })
    }

    /// The integral of the share over the time until `end`.
    fn until(&self, end: &Lanes) -> Lanes {
        let least = |a: f64, b: f64| if a < b { a } else { b };
        from_fn(|i| {
            self.works[i] * least(self.automatic[i], end[i]) + self.by_hand[i] * least(self.manual[i], end[i])
        })
    }
}

/// The integral of C, the chance that one of the takeovers still fails a request, and that of w (1 - C), w being the
/// chance that the move does.
pub(super) fn integrals(running: &[Running], moves: Option<&Running>) -> [Lanes; 2] {
    let nothing = [0.0; LANES];
    match (running, moves) {
        ([], None) => [nothing, nothing],
        ([], Some(moves)) => [nothing, moves.until(&[f64::INFINITY; LANES])],
        ([one], None) => [one.until(&[f64::INFINITY; LANES]), nothing],
        ([one], Some(moves)) => {
            // The product of two steps is a step until the earlier of their ends.
            let (first, last) = (one.until(&moves.automatic), one.until(&moves.manual));
            let moved = from_fn(|i| {
                moves.works[i] * (moves.automatic[i] - first[i])
                    + moves.by_hand[i] * (moves.manual[i] - last[i])
            });
            [one.until(&[f64::INFINITY; LANES]), moved]
        }
        _ => by_intervals(running, moves),
    }
}

/// Between two ends nothing changes: sort the ends, and sum over the intervals.
fn by_intervals(running: &[Running], moves: Option<&Running>) -> [Lanes; 2] {
    let mut ends: Vec<Lanes> =
        running.iter().chain(moves).flat_map(|running| [running.automatic, running.manual]).collect();
    sort(&mut ends);
    let mut found = [[0.0; LANES]; 2];
    let mut from = [0.0; LANES];
    for until in &ends {
        let mut failing = [0.0; LANES];
        for running in running {
            let share = running.after(&from);
            for i in 0..LANES {
                failing[i] += share[i] * (1.0 - failing[i]);
            }
        }
        let moved = moves.map_or([0.0; LANES], |moves| moves.after(&from));
        for i in 0..LANES {
            let length = until[i] - from[i];
            found[0][i] += failing[i] * length;
            found[1][i] += moved[i] * (1.0 - failing[i]) * length;
        }
        from = *until;
    }
    found
}

/// Sorts every lane by itself, with compare-and-swap steps that are the same for all.
fn sort(values: &mut [Lanes]) {
    for end in 1..values.len() {
        for low in (0..end).rev() {
            let (a, b) = (values[low], values[low + 1]);
            values[low] = from_fn(|i| if a[i] < b[i] { a[i] } else { b[i] });
            values[low + 1] = from_fn(|i| if a[i] < b[i] { b[i] } else { a[i] });
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn running() -> impl Strategy<Value = Running> {
        let lanes = || prop::array::uniform8(0.0..1.0f64);
        (lanes(), lanes(), lanes(), lanes())
            .prop_map(|(share, covered, a, b)| Running::of(&share, &covered, &a, &b))
    }

    proptest! {
        #[test]
        fn one_takeover_has_the_integrals_of_the_intervals(one in running(), moves in running()) {
            let pairs = [(None, integrals(&[one], None)), (Some(&moves), integrals(&[one], Some(&moves)))];
            for (moves, quick) in pairs {
                let slow = by_intervals(&[one], moves);
                for (quick, slow) in quick.iter().flatten().zip(slow.iter().flatten()) {
                    prop_assert!((quick - slow).abs() < 1e-15, "{quick} and {slow}");
                }
            }
            let alone = [integrals(&[], Some(&moves)), by_intervals(&[], Some(&moves))];
            for (quick, slow) in alone[0].iter().flatten().zip(alone[1].iter().flatten()) {
                prop_assert!((quick - slow).abs() < 1e-15, "{quick} and {slow}");
            }
        }

        #[test]
        fn the_move_counts_for_what_the_takeovers_leave(all in prop::collection::vec(running(), 2..5)) {
            // With the move as one more takeover, C grows by exactly what the second integral says.
            let (moves, rest) = all.split_last().unwrap();
            let [failing, moved] = integrals(rest, Some(moves));
            let [together, _] = integrals(&all, None);
            for i in 0..LANES {
                prop_assert!((failing[i] + moved[i] - together[i]).abs() < 1e-14);
            }
        }
    }
}
