//! The failure modes and figures that kinds share.
//!
//! The typed parts of our own modes are the state without practices: users complain, somebody is
//! looked for, nobody wrote down what to do.

use super::{Family, Kind, ModeInfo, Sla, Vendor};
use crate::model::catalogue::defaults::{COVERAGE_DRILLED, MANUAL_MOVE, UNIT_PRICE};
use crate::model::catalogue::{Figure, Mark};
use crate::model::{Cause, Owner, Placement, Reach, Redundancy, Scope};
use crate::quantity::MINUTES_PER_YEAR;

/// No time, or no common cause.
pub(super) const ZERO: Figure = Figure::judged(0.0, 0.0, 0.0, "nothing to wait for, nothing in common");

/// Until users complain.
pub(super) const COMPLAINTS: Figure =
    Figure::judged(15.0, 45.0, 240.0, "assumption: without alerts, users say it first");

/// Until wrong data is noticed.
pub(super) const SILENT: Figure = Figure::judged(
    30.0,
    240.0,
    1440.0,
    "assumption: no indicator shows it; a Google CRE risk example goes unnoticed for a day",
);

/// Until somebody is found.
pub(super) const LOOKED_FOR: Figure = Figure::judged(
    30.0,
    240.0,
    960.0,
    "assumption: nobody is on call, so somebody has to be looked for; three hours in four are no office hours",
);

/// Until it is clear what to do.
pub(super) const NO_PLAYBOOK: Figure =
    Figure::judged(15.0, 60.0, 240.0, "assumption: nothing is written down");

/// Back to the release before, by hand.
pub(super) const MANUAL_ROLLBACK: Figure = Figure::judged(
    10.0,
    30.0,
    120.0,
    "assumption: rollback by hand; Google CRE risk examples, AWS Well-Architected scenarios",
);

/// Until it is certain.
pub(super) const LOOK_AGAIN: Figure = Figure::judged(5.0, 10.0, 30.0, "assumption: watched for a while");

/// A change of ours, by hand from end to end.
pub(super) const CHANGE_BY_HAND: [Figure; 5] =
    [COMPLAINTS, LOOKED_FOR, NO_PLAYBOOK, MANUAL_ROLLBACK, LOOK_AGAIN];

/// Users whom a bad change touches.
pub(super) const CHANGE_SHARE: Figure = Figure::judged(
    0.02,
    0.2,
    1.0,
    "assumption: without a canary; Google CRE risk examples 0.02 to 0.5, SRE Workbook (2018) ch. 16 0.2",
);

const MACHINE_RATE: Figure = Figure::marked(
    0.1,
    0.5,
    2.8,
    Mark::Quoted,
    "Dean (LADIS 2009) about 0.4; Ford et al. (OSDI 2010) one in 4.3 months; low end assumed",
);

const ACROSS_ZONES: Figure = Figure::judged(
    0.01,
    0.03,
    0.1,
    "assumption: machines in several zones; practice 0.01 to 0.1 (IEC 61508)",
);

const EVERYBODY_IT_SERVES: Figure = Figure::judged(1.0, 1.0, 1.0, "by definition: whoever it serves");

/// A machine that the platform replaces.
pub(super) static MACHINE_LOSS: ModeInfo = ModeInfo {
    name: "machine loss",
    scope: Scope::Instance,
    cause: Cause::Hardware,
    owner: Owner::Provider,
    rate: MACHINE_RATE,
    parts: [
        Figure::judged(0.5, 1.0, 5.0, "assumption: health checks of the platform"),
        ZERO,
        ZERO,
        Figure::judged(1.0, 5.0, 30.0, "assumption: the platform starts another machine"),
        ZERO,
    ],
    share: EVERYBODY_IT_SERVES,
    beta: ACROSS_ZONES,
    reach: Reach::Group,
};

/// A machine that we rebuild.
pub(super) static SERVER_LOSS: ModeInfo = ModeInfo {
    name: "server loss",
    owner: Owner::Us,
    parts: [
        COMPLAINTS,
        LOOKED_FOR,
        Figure::judged(5.0, 15.0, 60.0, "assumption: a machine that does not answer is soon found"),
        Figure::marked(
            30.0,
            70.0,
            480.0,
            Mark::Quoted,
            "AWS Well-Architected 99 % scenario: 30 min to decide, 10 to redeploy, 30 to restore; high end assumed",
        ),
        LOOK_AGAIN,
    ],
    ..MACHINE_LOSS
};

/// A release that harms users.
pub(super) static BAD_RELEASE: ModeInfo = ModeInfo {
    name: "bad release",
    scope: Scope::Instance,
    cause: Cause::SoftwarePush,
    owner: Owner::Us,
    rate: Figure::judged(
        1.0,
        6.0,
        20.0,
        "assumption: 4 releases a month x change failure rate 0.15 (DORA 2024: 0.05 to 0.4) x 0.8 that reach users",
    ),
    parts: CHANGE_BY_HAND,
    share: CHANGE_SHARE,
    beta: Figure::judged(
        0.5,
        0.9,
        1.0,
        "assumption: one release everywhere at once fails everywhere at once",
    ),
    reach: Reach::Everywhere,
};

/// More load than room.
pub(super) static OVERLOAD: ModeInfo = ModeInfo {
    name: "overload",
    scope: Scope::Region,
    cause: Cause::Capacity,
    owner: Owner::Us,
    rate: Figure::judged(
        0.1,
        0.8,
        3.0,
        "assumption: 5 capacity triggers for 37 bad releases (SRE Workbook 2018, app. C), with 6 of these a year",
    ),
    parts: [
        COMPLAINTS,
        LOOKED_FOR,
        NO_PLAYBOOK,
        Figure::judged(10.0, 30.0, 120.0, "assumption: capacity is added by hand"),
        LOOK_AGAIN,
    ],
    share: Figure::judged(0.1, 0.4, 1.0, "assumption: the slow and the refused"),
    beta: ZERO,
    reach: Reach::Group,
};

/// A change of the schema that harms users.
pub(super) static BAD_SCHEMA: ModeInfo = ModeInfo {
    name: "bad schema change",
    scope: Scope::Global,
    rate: Figure::judged(0.1, 0.5, 2.0, "assumption: a change a month, and one in 24 harms users"),
    beta: ZERO,
    ..BAD_RELEASE
};

/// Data that is wrong or gone, and has to be restored.
pub(super) static DATA_DAMAGE: ModeInfo = ModeInfo {
    name: "data loss",
    scope: Scope::Global,
    cause: Cause::Data,
    owner: Owner::Us,
    rate: Figure::judged(0.02, 0.1, 0.5, "assumption: once in ten years"),
    parts: [
        SILENT,
        LOOKED_FOR,
        Figure::judged(30.0, 120.0, 480.0, "assumption: which data, since when"),
        Figure::judged(
            60.0,
            480.0,
            2880.0,
            "assumption: twice the 30 to 1,440 min of a restore that was tried before",
        ),
        Figure::judged(10.0, 30.0, 120.0, "assumption: records are compared"),
    ],
    share: CHANGE_SHARE,
    beta: ZERO,
    reach: Reach::Group,
};

/// What sizes a provider's events.
///
/// # Formula
/// rate = m U 525,960 / (60 x 0.5), with m = 0.1, 0.5 and 3: U is what the contract allows, 60 minutes
/// the likely length and 0.5 the likely share of users, so that the likely unavailability is U / 2.
const FROM_CONTRACT: &str =
    "assumption: 0.5 (0.1 to 3) of what the SLA allows: 0.5 x U x 525,960 min / (60 min x share 0.5)";

const EVENT_MINUTES: f64 = 60.0;
const EVENT_SHARE: f64 = 0.5;

/// How likely unavailability relates to the contract's: low, likely, high.
pub(super) const PREDICTOR: [f64; 3] = [0.1, 0.5, 3.0];

const fn from_contract(unavailability: f64) -> Figure {
    let one = unavailability * MINUTES_PER_YEAR / (EVENT_MINUTES * EVENT_SHARE);
    Figure::judged(PREDICTOR[0] * one, PREDICTOR[1] * one, PREDICTOR[2] * one, FROM_CONTRACT)
}

/// An event of a service that the platform provider runs.
const fn event(scope: Scope, unavailability: f64) -> ModeInfo {
    ModeInfo {
        name: "service event",
        scope,
        cause: Cause::Dependency,
        owner: Owner::Provider,
        rate: from_contract(unavailability),
        parts: [
            ZERO,
            ZERO,
            ZERO,
            Figure::judged(
                20.0,
                EVENT_MINUTES,
                240.0,
                "assumption: 80 % of Google's network incidents last 10 to 100 min (Govindan et al., SIGCOMM 2016)",
            ),
            ZERO,
        ],
        share: Figure::judged(
            0.1,
            EVENT_SHARE,
            1.0,
            "assumption: an event rarely hits everybody; Cloudflare 2022: 50 % of requests",
        ),
        beta: ZERO,
        reach: Reach::Group,
    }
}

pub(super) static REGION_99_9: ModeInfo = event(Scope::Region, 0.001);
pub(super) static REGION_99_95: ModeInfo = event(Scope::Region, 0.0005);
pub(super) static REGION_99_99: ModeInfo = event(Scope::Region, 0.0001);
pub(super) static REGION_99_995: ModeInfo = event(Scope::Region, 0.00005);
pub(super) static GLOBAL_99_9: ModeInfo = event(Scope::Global, 0.001);
pub(super) static GLOBAL_99_95: ModeInfo = event(Scope::Global, 0.0005);
pub(super) static GLOBAL_99_99: ModeInfo = event(Scope::Global, 0.0001);
pub(super) static GLOBAL_99_999: ModeInfo = event(Scope::Global, 0.00001);

/// An event of a name service: 100 % is promised, which predicts nothing.
pub(super) static NAME_SERVICE: ModeInfo = ModeInfo {
    rate: Figure {
        source: "assumption: no prediction follows from a promise of 100 %; sized as 99.999 % is",
        ..from_contract(0.00001)
    },
    ..event(Scope::Global, 0.00001)
};

/// An event of an object store, from what it is designed for instead of its contract.
pub(super) static STORE_99_99: ModeInfo = ModeInfo {
    rate: Figure {
        source: "assumption: half (0.1 to 3) of the 99.99 % it is designed for: 0.5 x U x 525,960 min / (60 min x 0.5)",
        ..from_contract(0.0001)
    },
    ..event(Scope::Region, 0.0001)
};

/// An outage at somebody else's.
pub(super) static THIRD_PARTY: ModeInfo = ModeInfo {
    name: "outage",
    owner: Owner::ThirdParty,
    rate: Figure {
        source: "assumption: half (0.1 to 3) of a contract of 99.9 %: 0.5 x U x 525,960 min / (60 min x 0.5)",
        ..from_contract(0.001)
    },
    ..event(Scope::Global, 0.001)
};

/// Out of rotation at a balancer.
pub(super) const EJECTION: Figure =
    Figure::judged(0.1, 0.5, 2.0, "assumption: three failed health checks of ten seconds");

/// A database that fails over by itself.
pub(super) const DATABASE_FAILOVER: Figure = Figure::marked(
    5.0 / 60.0,
    1.0,
    2.0,
    Mark::Quoted,
    "AWS RDS documentation: 60 to 120 s, a DB cluster under 35 s; low end assumed",
);

/// A price a month, US dollars: from a third to three times of `likely`.
pub(super) const fn price(likely: f64) -> Figure {
    Figure::judged(likely * 3.0 / 10.0, likely, likely * 3.0, UNIT_PRICE)
}

/// A kind of one unit a region, run by somebody else.
pub(super) const fn kind(
    vendor: Vendor,
    family: Family,
    key: &'static str,
    name: &'static str,
    price_per_month: f64,
    modes: &'static [&'static ModeInfo],
) -> Kind {
    Kind {
        key,
        name,
        family,
        vendor,
        placement: Placement::Regional,
        replicas: 1,
        needed: 1,
        redundancy: Redundancy::ActiveActive,
        failover_time: EJECTION,
        coverage: COVERAGE_DRILLED,
        manual_time: MANUAL_MOVE,
        sla: None,
        modes,
        unit_price: price(price_per_month),
    }
}

impl Kind {
    /// With a contract that allows this unavailability.
    pub(super) const fn promises(self, unavailability: f64, source: &'static str) -> Self {
        Self { sla: Some(Sla { unavailability, source }), ..self }
    }

    /// One for the whole world.
    pub(super) const fn global(self) -> Self {
        Self { placement: Placement::Global, ..self }
    }

    /// Replicas over the zones of a region, all serving.
    pub(super) const fn over_zones(self, replicas: u32, needed: u32) -> Self {
        Self { placement: Placement::Zonal, replicas, needed, ..self }
    }

    /// A primary with a standby in another zone.
    pub(super) const fn with_standby(self) -> Self {
        Self { redundancy: Redundancy::Standby, failover_time: DATABASE_FAILOVER, ..self.over_zones(2, 1) }
    }
}
