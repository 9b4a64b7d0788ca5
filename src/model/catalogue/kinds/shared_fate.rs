//! Failure modes of whole domains, which come with every plan because they dominate real outages.

use super::ModeInfo;
use super::common::{
    CHANGE_BY_HAND, CHANGE_SHARE, COMPLAINTS, LOOK_AGAIN, LOOKED_FOR, MANUAL_ROLLBACK, NO_PLAYBOOK, ZERO,
};
use crate::model::catalogue::{Figure, Mark};
use crate::model::{Cause, Owner, Reach, Scope};

/// The shared-fate modes of a new plan; their target is a domain.
pub static SHARED_FATE: &[ModeInfo] = &[
    ours(
        "bad configuration push",
        Cause::ConfigurationPush,
        CONFIGURATION_RATE,
        CHANGE_BY_HAND,
        CHANGE_SHARE,
    ),
    ours("bad shared release", Cause::SoftwarePush, SHARED_RELEASE_RATE, CHANGE_BY_HAND, CHANGE_SHARE),
    ours(
        "expired certificate or name",
        Cause::Human,
        Figure::judged(0.02, 0.1, 0.5, "assumption: once in ten years"),
        [
            COMPLAINTS,
            LOOKED_FOR,
            NO_PLAYBOOK,
            Figure::judged(20.0, 60.0, 240.0, "assumption: renew and spread"),
            LOOK_AGAIN,
        ],
        Figure::judged(0.2, 0.8, 1.0, "assumption: nearly everybody"),
    ),
    ours(
        "mistake at the controls",
        Cause::Human,
        Figure::judged(
            0.1,
            0.5,
            2.0,
            "assumption: 40 % of organisations had a major one within three years (Uptime Institute 2025); minor ones added",
        ),
        [COMPLAINTS, LOOKED_FOR, NO_PLAYBOOK, MANUAL_ROLLBACK, LOOK_AGAIN],
        Figure::judged(0.05, 0.3, 1.0, "assumption: larger than a bad change, as nothing is staged"),
    ),
    ours(
        "denial-of-service attack",
        Cause::Security,
        Figure::judged(0.05, 0.2, 1.0, "assumption: once in five years"),
        [
            COMPLAINTS,
            LOOKED_FOR,
            NO_PLAYBOOK,
            Figure::judged(30.0, 90.0, 360.0, "assumption: filters are put up"),
            LOOK_AGAIN,
        ],
        Figure::judged(0.1, 0.4, 1.0, "assumption: some get through"),
    ),
    provider(
        "provider-wide event",
        Scope::Global,
        Cause::Dependency,
        Figure::judged(
            0.01,
            0.05,
            0.3,
            "assumption: Google Cloud 2019, Azure 2023, Meta 2021; no rate is published",
        ),
        Figure::judged(
            60.0,
            180.0,
            360.0,
            "assumption: Google Cloud 2019-06-02 about 4 h, Azure 2023-01-25 2 to 5.6 h",
        ),
        EVENT_SHARE,
    ),
    provider(
        "region outage",
        Scope::Region,
        Cause::Dependency,
        Figure::judged(
            0.02,
            0.1,
            0.6,
            "assumption: no rate is published; high end from the history of one region",
        ),
        Figure::judged(
            60.0,
            240.0,
            900.0,
            "assumption: named events lasted 1.2 to 14.5 h (AWS 2017, 2021, 2025; Google Cloud 2019; Azure 2023)",
        ),
        EVENT_SHARE,
    ),
    provider(
        "regional network incident",
        Scope::Region,
        Cause::Network,
        Figure::judged(0.1, 0.3, 2.0, "assumption: no rate is published"),
        Figure::marked(
            10.0,
            40.0,
            100.0,
            Mark::Quoted,
            "Govindan et al. (SIGCOMM 2016): about 80 % last 10 to 100 min; likely assumed",
        ),
        Figure::judged(0.1, 0.3, 1.0, "assumption: some paths stay"),
    ),
    provider(
        "zone outage",
        Scope::Zone,
        Cause::Hardware,
        Figure::judged(
            0.05,
            0.2,
            0.7,
            "assumption: no rate is published; checked against Google Cloud's zone target of 99.9 %",
        ),
        Figure::judged(
            60.0,
            180.0,
            720.0,
            "assumption: power, cooling or network of one site; PDU or rack move about 6 h (Dean, LADIS 2009)",
        ),
        Figure::judged(0.5, 1.0, 1.0, "assumption: whoever the zone serves"),
    ),
];

const CONFIGURATION_RATE: Figure = Figure::judged(
    1.0,
    5.0,
    17.0,
    "assumption: 31 configuration pushes for 37 bad releases (SRE Workbook 2018, app. C), with 6 (1 to 20) of these",
);

const SHARED_RELEASE_RATE: Figure =
    Figure::judged(0.1, 0.5, 2.0, "assumption: a base image, agent or library that everything runs");

const EVENT_SHARE: Figure = Figure::judged(
    0.1,
    0.5,
    1.0,
    "assumption: an event rarely hits everybody; Cloudflare 2022: 50 % of requests",
);

/// A mode of ours that reaches everywhere at once.
const fn ours(name: &'static str, cause: Cause, rate: Figure, parts: [Figure; 5], share: Figure) -> ModeInfo {
    let (scope, owner) = (Scope::Global, Owner::Us);
    ModeInfo { name, scope, cause, owner, rate, parts, share, beta: ZERO, reach: Reach::Everywhere }
}

/// A mode that the provider ends: all of its length is mitigation.
const fn provider(
    name: &'static str,
    scope: Scope,
    cause: Cause,
    rate: Figure,
    length: Figure,
    share: Figure,
) -> ModeInfo {
    let (owner, parts) = (Owner::Provider, [ZERO, ZERO, ZERO, length, ZERO]);
    ModeInfo { name, scope, cause, owner, rate, parts, share, beta: ZERO, reach: Reach::Group }
}
