//! Designs that no other one beats in both money and bad minutes.

use super::search::Setting;

/// A ten-thousandth of the currency's unit: two costs that differ by less are the same, so that the order in which a
/// cost is added up never decides what is on a frontier.
const TICKS: f64 = 10_000.0;

/// A cost as a whole number of ten-thousandths.
pub(super) fn ticks(cost: f64) -> i64 {
    (cost * TICKS).round() as i64
}

/// The non-dominated designs met so far, the cheapest first.
#[derive(Clone, Debug, Default)]
pub(super) struct Front {
    places: Vec<(i64, f64)>,
    settings: Vec<Setting>,
}

impl Front {
    /// Whether some design costs at most that much and has at most that U.
    pub(super) fn beats(&self, ticks: i64, u: f64) -> bool {
        let after = self.places.partition_point(|(cost, _)| *cost <= ticks);
        after > 0 && self.places[after - 1].1 <= u
    }

    /// Takes a design in, unless another beats it; what it beats goes. Of equals the first stays.
    pub(super) fn offer(&mut self, ticks: i64, u: f64, setting: impl FnOnce() -> Setting) -> bool {
        if self.beats(ticks, u) {
            return false;
        }
        let from = self.places.partition_point(|(cost, _)| *cost < ticks);
        let beaten = self.places[from..].partition_point(|(_, own)| *own >= u);
        self.places.splice(from..from + beaten, [(ticks, u)]);
        self.settings.splice(from..from + beaten, [setting()]);
        true
    }

    pub(super) fn len(&self) -> usize {
        self.places.len()
    }

    /// Cost in the currency's unit, and U.
    pub(super) fn points(&self) -> impl Iterator<Item = (f64, f64)> {
        self.places.iter().map(|(ticks, u)| (*ticks as f64 / TICKS, *u))
    }

    pub(super) fn settings(&self) -> &[Setting] {
        &self.settings
    }

    /// The least U.
    pub(super) fn reach(&self) -> Option<f64> {
        self.places.last().map(|(_, u)| *u)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn setting(structure: usize) -> Setting {
        Setting { structure, levels: Vec::new() }
    }

    #[test]
    fn what_is_dearer_and_worse_never_enters_and_what_is_beaten_goes() {
        let mut front = Front::default();
        assert!(front.offer(10, 0.5, || setting(0)) && front.offer(20, 0.25, || setting(1)));
        assert!(!front.offer(20, 0.25, || setting(2)) && !front.offer(30, 0.3, || setting(3)));
        assert!(front.offer(5, 0.25, || setting(4)));
        assert_eq!(front.places, [(5, 0.25)]);
        assert_eq!(front.settings()[0].structure, 4);
        assert!(front.offer(5, 0.2, || setting(5)) && front.offer(7, 0.1, || setting(6)));
        assert_eq!(front.places, [(5, 0.2), (7, 0.1)]);
        assert_eq!(front.reach(), Some(0.1));
    }
}
