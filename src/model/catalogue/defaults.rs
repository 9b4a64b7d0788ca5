//! What a new plan assumes: prices, traffic, failover, reserve.
//!
//! Each is a dated figure with its source; a plan may override any of them.

use super::{Figure, Mark};
use crate::model::{Currency, Drill, Failover, Prices, Sharing, SharingKind};
use crate::quantity::{Estimate, Probability, Quantity, Spread};

/// A loaded engineer a month, US dollars.
pub const ENGINEER: Figure =
    Figure::judged(8e3, 15e3, 25e3, "assumption: no source for salaries; replace with your own");

/// The share of an engineer's time that a place in an on-call rota costs.
pub const ON_CALL_SHARE: Figure = Figure::marked(
    0.25,
    0.25,
    0.25,
    Mark::Quoted,
    "SRE book (2016) ch. 11: at most 25 % of an engineer's time goes into being on call",
);

/// The price of a gigabyte between zones, both directions together, US dollars.
pub const ZONE_TRAFFIC_PRICE: Figure = Figure::marked(
    0.02,
    0.02,
    0.02,
    Mark::Quoted,
    "AWS EC2 data transfer price list: 0.01 USD per GB in each direction between zones",
);

/// The price of a gigabyte between regions, US dollars.
pub const REGION_TRAFFIC_PRICE: Figure = Figure::judged(0.01, 0.02, 0.09, UNIT_PRICE);

/// Traffic between zones, gigabytes a month.
pub const ZONE_TRAFFIC: Figure =
    Figure::judged(100.0, 1000.0, 10_000.0, "assumption: a service of middling size; read it from your bill");

/// Traffic between regions, gigabytes a month.
pub const REGION_TRAFFIC: Figure = Figure::judged(
    50.0,
    500.0,
    5000.0,
    "assumption: half of the traffic between zones; read it from your bill",
);

/// What nobody listed, as a share of the listed bad minutes.
pub const RESERVE: Figure = Figure::judged(
    0.1,
    0.3,
    0.6,
    "assumption: every list is incomplete; of 597 public outages 59 % had no known cause (Gunawi et al., SoCC 2016)",
);

/// A regional failover that health checks do, minutes.
pub const AUTOMATIC_MOVE: Figure = Figure::judged(
    1.0,
    5.0,
    15.0,
    "assumption: AWS Well-Architected scenarios count 10 min to decide and 5 to act with good automation",
);

/// A failover that people decide and do, minutes.
pub const MANUAL_MOVE: Figure = Figure::judged(
    15.0,
    30.0,
    120.0,
    "assumption: AWS Well-Architected scenarios count 20 to 30 min to decide and 10 to 30 to act",
);

/// The chance that a failover works that is exercised every quarter.
pub const COVERAGE_DRILLED: Figure = Figure::judged(
    0.95,
    0.98,
    0.995,
    "assumption: exercised often; in Gill et al. (SIGCOMM 2011) redundancy kept 93 % of the traffic",
);

/// The chance that a failover works that was never exercised.
pub const COVERAGE_UNDRILLED: Figure = Figure::judged(
    0.6,
    0.85,
    0.95,
    "assumption: never exercised; GitHub's failover of October 2018 turned 43 s into 24 h",
);

/// How long it is from one drill to the next where drills are held, minutes: a quarter.
pub const DRILL_EVERY: Figure = Figure::judged(
    30.0 * DAY,
    91.0 * DAY,
    182.0 * DAY,
    "assumption: a drill a quarter; write how often you hold it",
);

/// How long until half of what a drill showed does not hold any more, minutes: half a year.
pub const DRILL_HALF_LIFE: Figure = Figure::judged(
    60.0 * DAY,
    182.0 * DAY,
    365.0 * DAY,
    "assumption: people, software and addresses change; no figure is published",
);

/// Of the failures that two replicas share, the share that a third has too.
pub const GAMMA: Figure = Figure::judged(0.2, 0.5, 0.9, SHARED);

/// Of the failures that three replicas share, the share that a fourth has too.
pub const DELTA: Figure = Figure::judged(0.5, 0.8, 0.95, SHARED);

/// The share of occurrences that hit two replicas, three, and four or all.
pub const ALPHAS: [Figure; 3] = [
    Figure::judged(0.005, 0.02, 0.05, SHARED),
    Figure::judged(0.002, 0.01, 0.03, SHARED),
    Figure::judged(0.002, 0.01, 0.03, SHARED),
];

const SHARED: &str = "assumption: no figure is published for services; take it from your incidents";

const DAY: f64 = 24.0 * 60.0;

/// The log-standard deviation of an outage's length.
pub const SPREAD: f64 = 1.0;

/// The share of its failure rate that a warm standby has while it waits, half way between cold and hot.
pub const DORMANCY: f64 = 0.5;

/// What list prices rest on.
pub(super) const UNIT_PRICE: &str = "assumption: list-price order of magnitude, replace with your bill";

/// The prices of a new plan, in US dollars.
pub fn prices() -> Prices {
    Prices {
        currency: Currency::Usd,
        engineer: ENGINEER.estimate(),
        on_call_share: ON_CALL_SHARE.estimate(),
        zone_traffic: ZONE_TRAFFIC.estimate(),
        zone_traffic_price: ZONE_TRAFFIC_PRICE.estimate(),
        region_traffic: REGION_TRAFFIC.estimate(),
        region_traffic_price: REGION_TRAFFIC_PRICE.estimate(),
    }
}

/// The move of users between regions in a new plan: automatic or by hand, never exercised.
pub fn routing_failover() -> Failover {
    Failover {
        time: AUTOMATIC_MOVE.estimate(),
        coverage: COVERAGE_UNDRILLED.estimate(),
        manual: MANUAL_MOVE.estimate(),
        drill: None,
    }
}

/// The share of its failure rate that a warm standby has while it waits: what a plan that does not say means.
pub fn dormancy() -> Estimate<Probability> {
    Estimate::assumed(Probability::clamped(DORMANCY))
}

/// Drills as they are added to a takeover that nobody exercised so far.
pub fn drill() -> Drill {
    Drill {
        every: DRILL_EVERY.estimate(),
        untested: COVERAGE_UNDRILLED.estimate(),
        half_life: DRILL_HALF_LIFE.estimate(),
    }
}

/// The numbers to start from with a model of common cause.
pub fn sharing(kind: SharingKind) -> Sharing {
    let [two, three, four] = ALPHAS.map(|alpha| alpha.estimate());
    match kind {
        SharingKind::Beta => Sharing::Beta,
        SharingKind::Greek => Sharing::Greek { gamma: GAMMA.estimate(), delta: DELTA.estimate() },
        SharingKind::Alpha => Sharing::Alpha { two, three, four },
    }
}

/// The reserve of a new plan.
pub fn reserve() -> Estimate<Probability> {
    RESERVE.estimate()
}

/// How much one outage differs from the next, in a new failure mode.
pub fn spread() -> Spread {
    Spread::clamped(SPREAD)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Choice;
    use crate::quantity::{Duration, Money, Volume};

    fn fits<Q: Quantity>(figure: Figure) {
        let estimate = figure.estimate::<Q>();
        let found = [estimate.low().get(), estimate.likely().get(), estimate.high().get()];
        assert_eq!(found, [figure.low, figure.likely, figure.high], "{}", figure.source);
        assert!(figure.date.is_some());
    }

    #[test]
    fn every_default_is_in_order_in_range_and_dated() {
        for figure in [ENGINEER, ZONE_TRAFFIC_PRICE, REGION_TRAFFIC_PRICE] {
            fits::<Money>(figure);
        }
        for figure in [ZONE_TRAFFIC, REGION_TRAFFIC] {
            fits::<Volume>(figure);
        }
        let shares = [ON_CALL_SHARE, RESERVE, COVERAGE_DRILLED, COVERAGE_UNDRILLED, GAMMA, DELTA];
        for figure in shares.into_iter().chain(ALPHAS) {
            fits::<Probability>(figure);
        }
        for figure in [AUTOMATIC_MOVE, MANUAL_MOVE, DRILL_EVERY, DRILL_HALF_LIFE] {
            fits::<Duration>(figure);
        }
        assert_eq!(spread().get(), SPREAD);
        assert_eq!(dormancy().likely().get(), DORMANCY);
        assert!(SharingKind::ALL.iter().all(|kind| sharing(*kind).kind() == *kind));
        assert!(ALPHAS.iter().map(|alpha| alpha.high).sum::<f64>() < 1.0);
    }
}
