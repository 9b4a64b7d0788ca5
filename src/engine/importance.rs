//! How much one event, or a group of them, matters to one total.

/// Importance measures of an event or of a group of events.
///
/// # Formula
/// p is the probability that the event is active (of a group: that any of its events is), B its Birnbaum
/// importance, U the total, U(active) the total given that the event (every event of the group) is active,
/// U(inactive) the total given that it (none of the group) is.
///
/// For one event of a total that is linear in p, which every weighted sum of roots is, they are the measures of
/// the literature. Fussell-Vesely needs the cut sets: see [`CutSetUnions`](super::CutSetUnions). It always lies
/// between criticality and diagnostic importance.
///
/// # Source
/// W. E. Vesely et al., "Measures of risk importance and their applications", NUREG/CR-3385, 1983; the SCRAM
/// manual, section "Importance analysis", for the same names.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Importance {
    /// B = dU/dp = U(active) - U(inactive).
    pub birnbaum: f64,
    /// p B / U = (U - U(inactive)) / U: the share of U that would vanish if the event never happened.
    pub criticality: f64,
    /// p RAW = 1 - (1 - p) U(inactive) / U: the probability that the event is active given a failure.
    pub diagnostic: f64,
    /// Risk achievement worth, U(active) / U = 1 + (1 - p) B / U.
    pub achievement_worth: f64,
    /// Risk reduction worth, U / U(inactive) = 1 / (1 - criticality); infinite when nothing fails without the event.
    pub reduction_worth: f64,
}

impl Importance {
    /// The measures of an event of probability `p` and Birnbaum importance `birnbaum` for `total` U.
    /// `None` when U is 0: nothing has a share of nothing.
    pub fn new(p: f64, birnbaum: f64, total: f64) -> Option<Self> {
        if total <= 0.0 {
            return None;
        }
        let criticality = p * birnbaum / total;
        let achievement_worth = 1.0 + (1.0 - p) * birnbaum / total;
        let without = 1.0 - criticality;
        // An event that every failure needs leaves rounding noise here, of either sign.
        let reduction_worth = if without > 4.0 * f64::EPSILON { 1.0 / without } else { f64::INFINITY };
        Some(Self {
            birnbaum,
            criticality,
            diagnostic: p * achievement_worth,
            achievement_worth,
            reduction_worth,
        })
    }

    /// The measures of an event or group of probability `p` from the totals given that all of it is active and
    /// that none of it is, each evaluated by itself, so that none is lost to cancellation. `None` when U is 0.
    pub fn conditional(p: f64, active: f64, inactive: f64, total: f64) -> Option<Self> {
        if total <= 0.0 {
            return None;
        }
        let criticality = (total - inactive) / total;
        Some(Self {
            birnbaum: active - inactive,
            criticality,
            // 1 - (1 - p) U(inactive) / U, without its cancellation.
            diagnostic: criticality + p * inactive / total,
            achievement_worth: active / total,
            reduction_worth: if inactive > 0.0 { total / inactive } else { f64::INFINITY },
        })
    }
}
