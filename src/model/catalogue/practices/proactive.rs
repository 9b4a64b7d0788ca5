//! Work before the incident: what makes incidents rarer or smaller.

use super::{
    Affects, EFFORT, Effect, LevelInfo, NOTHING, OURS, PUSHES, Practice, PracticeInfo, Select, Style,
    at_most, effort, times,
};
use crate::model::catalogue::{Figure, Gate, Mark};
use crate::model::{Cause, Owner, Part, Scope};

/// A level without a rota and without tools.
const ONE_BY_ONE: &str = "What no longer hits all replicas at once hits them one by one: a group that needs every replica sees more outages.";

const fn level(
    name: &'static str,
    effects: &'static [Effect],
    engineers: Figure,
    engineer_months_once: Figure,
) -> LevelInfo {
    LevelInfo { name, effects, rota: 0, engineers, engineer_months_once, tools: NOTHING }
}

const RELEASES: Select = Select { causes: &[Cause::SoftwarePush], ..OURS };

/// A canary that exposes a share of users stops 9 of 10 bad releases: `0.9 exposure + 0.1`.
const fn canary(exposure: f64) -> Effect {
    times(
        RELEASES,
        Affects::Share,
        0.9 * exposure + 0.1,
        Mark::Judgement,
        "SRE Workbook (2018) ch. 16: harm is proportional to the traffic exposed; 1 bad release in 10 shows \
         nothing in the canary and reaches everybody (assumption)",
    )
}

pub(super) const CANARY: PracticeInfo = PracticeInfo {
    practice: Practice::Canary,
    key: "canary",
    name: "Canary",
    summary: "A release meets a few users first and goes on only when they fare no worse than the others.",
    style: Style::Proactive,
    gate: Gate::Software,
    trade_off: None,
    levels: &[
        level("25 % of users", &[canary(0.25)], effort(0.02, 0.05, 0.2), effort(0.5, 1.0, 3.0)),
        level("5 % of users", &[canary(0.05)], effort(0.05, 0.1, 0.3), effort(1.0, 2.0, 4.0)),
        level("1 % of users", &[canary(0.01)], effort(0.1, 0.2, 0.5), effort(2.0, 4.0, 8.0)),
    ],
};

const EVERYWHERE_PUSHES: Select = Select { scopes: &[Scope::Global], ..PUSHES };

pub(super) const STAGED_ROLLOUT: PracticeInfo = PracticeInfo {
    practice: Practice::StagedRollout,
    key: "staged-rollout",
    name: "Staged rollout",
    summary: "A release or configuration change reaches one failure domain at a time and waits before the next.",
    style: Style::Proactive,
    gate: Gate::Operations,
    trade_off: Some(ONE_BY_ONE),
    levels: &[
        level(
            "zone by zone",
            &[
                times(
                    PUSHES,
                    Affects::Beta,
                    0.15 / 0.9,
                    Mark::Judgement,
                    "assumption: 0.15 of bad changes hit every replica when staged by zone, 0.9 when not",
                ),
                times(
                    EVERYWHERE_PUSHES,
                    Affects::Share,
                    0.4,
                    Mark::Judgement,
                    "assumption: 9 of 10 bad changes stop in the first of three zones: 0.9/3 + 0.1",
                ),
            ],
            effort(0.05, 0.1, 0.3),
            effort(0.5, 1.5, 4.0),
        ),
        level(
            "region by region",
            &[
                times(
                    PUSHES,
                    Affects::Beta,
                    0.05 / 0.9,
                    Mark::Judgement,
                    "assumption: 0.05 of bad changes hit every region when staged by region, 0.9 when not",
                ),
                times(
                    EVERYWHERE_PUSHES,
                    Affects::Share,
                    0.28,
                    Mark::Judgement,
                    "assumption: 9 of 10 bad changes stop where a fifth of the users are: 0.9 x 0.2 + 0.1",
                ),
            ],
            effort(0.1, 0.2, 0.5),
            effort(1.0, 3.0, 8.0),
        ),
    ],
};

pub(super) const FAILOVER_AUTOMATION: PracticeInfo = PracticeInfo {
    practice: Practice::FailoverAutomation,
    key: "failover-automation",
    name: "Failover automation",
    summary: "Health checks move work away from what failed; no person has to decide. How often it works is earned by drills.",
    style: Style::Proactive,
    gate: Gate::Operations,
    trade_off: None,
    levels: &[level(
        "health checks decide",
        &[
            at_most(
                Select::ALL,
                Affects::FailoverTime,
                5.0,
                Mark::Judgement,
                "assumption: automated failover takes 1 to 15 min, likely 5; AWS Well-Architected scenarios",
            ),
            at_most(
                Select::ALL,
                Affects::ManualTime,
                30.0,
                Mark::Judgement,
                "assumption: the move is one command, so 20 min to decide and 10 to act; AWS scenarios",
            ),
        ],
        effort(0.05, 0.2, 0.5),
        effort(1.0, 3.0, 9.0),
    )],
};

/// Drills that bring the chance of a failed takeover from 0.15 to `uncovered`.
const fn drilled(uncovered: f64) -> Effect {
    times(
        Select::ALL,
        Affects::Uncovered,
        uncovered / 0.15,
        Mark::Judgement,
        "assumption: a failover never drilled works 0.85 of the time; 0.925 with yearly drills, 0.98 quarterly, \
         0.99 monthly",
    )
}

const PRACTISED: &str = "assumption: people who did it in the last drill decide and act within this time";

pub(super) const DRILLS: PracticeInfo = PracticeInfo {
    practice: Practice::Drills,
    key: "drills",
    name: "Failover drills",
    summary: "Failover is done on purpose, on schedule and with real users, so that it works when it is needed.",
    style: Style::Proactive,
    gate: Gate::Operations,
    trade_off: None,
    levels: &[
        level("yearly", &[drilled(0.075)], effort(0.02, 0.05, 0.1), effort(0.5, 1.0, 3.0)),
        level(
            "quarterly",
            &[drilled(0.02), at_most(Select::ALL, Affects::ManualTime, 45.0, Mark::Judgement, PRACTISED)],
            effort(0.05, 0.15, 0.3),
            effort(0.5, 2.0, 4.0),
        ),
        level(
            "monthly",
            &[drilled(0.01), at_most(Select::ALL, Affects::ManualTime, 30.0, Mark::Judgement, PRACTISED)],
            effort(0.1, 0.3, 0.8),
            effort(1.0, 3.0, 6.0),
        ),
    ],
};

const OVERLOADS: Select = Select { causes: &[Cause::Capacity], ..OURS };

pub(super) const CAPACITY_HEADROOM: PracticeInfo = PracticeInfo {
    practice: Practice::CapacityHeadroom,
    key: "capacity-headroom",
    name: "Capacity headroom",
    summary: "Load is forecast and tested, and room for a lost zone is kept free. The spare replicas are paid as replicas.",
    style: Style::Proactive,
    gate: Gate::Business,
    trade_off: None,
    levels: &[level(
        "room for a lost zone",
        &[times(
            OVERLOADS,
            Affects::Rate,
            0.3,
            Mark::Judgement,
            "assumption: forecasts and load tests meet 7 of 10 overloads beforehand",
        )],
        effort(0.05, 0.2, 0.5),
        effort(0.5, 1.0, 3.0),
    )],
};

pub(super) const LOAD_SHEDDING: PracticeInfo = PracticeInfo {
    practice: Practice::LoadShedding,
    key: "load-shedding",
    name: "Load shedding",
    summary: "What is too much is turned away early and cheaply; the rest is served as ever.",
    style: Style::Proactive,
    gate: Gate::Software,
    trade_off: Some(
        "A group that sheds stays in service: where taking failed members out of rotation is slower than moving users to another region, it can cost a little.",
    ),
    levels: &[level(
        "at every entry",
        &[
            times(
                Select::ALL,
                Affects::Overload,
                0.0,
                Mark::Judgement,
                "assumption: every server that sheds serves what it can instead of collapsing; SRE book (2016) ch. 22",
            ),
            times(
                OVERLOADS,
                Affects::Share,
                0.3,
                Mark::Judgement,
                "assumption: 3 of 10 requests of an overload are turned away",
            ),
        ],
        effort(0.02, 0.05, 0.2),
        effort(0.5, 2.0, 4.0),
    )],
};

pub(super) const FAILURE_DOMAIN_ISOLATION: PracticeInfo = PracticeInfo {
    practice: Practice::FailureDomainIsolation,
    key: "failure-domain-isolation",
    name: "Failure-domain isolation",
    summary: "Cells or regions share no configuration, control or data path, so that a mistake stays where it was made.",
    style: Style::Proactive,
    gate: Gate::Business,
    trade_off: Some(ONE_BY_ONE),
    levels: &[level(
        "cells or regions share nothing",
        &[
            times(
                Select {
                    causes: &[
                        Cause::SoftwarePush,
                        Cause::ConfigurationPush,
                        Cause::Capacity,
                        Cause::Dependency,
                        Cause::Data,
                        Cause::Human,
                    ],
                    scopes: &[Scope::Global],
                    owners: &[Owner::Us],
                },
                Affects::Share,
                0.34,
                Mark::Judgement,
                "assumption: what hit everybody hits one of three domains",
            ),
            times(
                Select { causes: &[Cause::Hardware, Cause::Network], ..OURS },
                Affects::Beta,
                0.3,
                Mark::Judgement,
                "assumption: common-cause share 0.03 across separate domains, 0.1 within one; IEC 61508 practice",
            ),
        ],
        effort(0.2, 0.5, 2.0),
        effort(3.0, 12.0, 36.0),
    )],
};

pub(super) const CONFIGURATION_VALIDATION: PracticeInfo = PracticeInfo {
    practice: Practice::ConfigurationValidation,
    key: "configuration-validation",
    name: "Configuration validation",
    summary: "Configuration is reviewed, checked against a schema and tried on a copy before it is pushed.",
    style: Style::Proactive,
    gate: Gate::Software,
    trade_off: None,
    levels: &[level(
        "every change",
        &[times(
            Select { causes: &[Cause::ConfigurationPush], ..OURS },
            Affects::Rate,
            0.5,
            Mark::Judgement,
            "assumption: half of bad configuration can be refused by a check",
        )],
        effort(0.02, 0.05, 0.2),
        effort(0.5, 1.0, 3.0),
    )],
};

pub(super) const POSTMORTEM_FOLLOW_UP: PracticeInfo = PracticeInfo {
    practice: Practice::PostmortemFollowUp,
    key: "postmortem-follow-up",
    name: "Postmortem follow-up",
    summary: "What an incident review finds gets an owner and a date, and is done.",
    style: Style::Proactive,
    gate: Gate::Operations,
    trade_off: None,
    levels: &[level(
        "within a quarter",
        &[times(
            OURS,
            Affects::Rate,
            1.0 / 1.1,
            Mark::Quoted,
            "Google CRE risk catalogue: 10 % more incidents without follow-up",
        )],
        effort(0.1, 0.25, 0.5),
        NOTHING,
    )],
};

const DAMAGED_DATA: Select = Select { causes: &[Cause::Data], ..OURS };

pub(super) const RESTORE_DRILLS: PracticeInfo = PracticeInfo {
    practice: Practice::RestoreDrills,
    key: "restore-drills",
    name: "Restore drills",
    summary: "Backups are restored on schedule and compared, so that a restore is known to work and how long it takes.",
    style: Style::Proactive,
    gate: Gate::Operations,
    trade_off: None,
    levels: &[
        level(
            "yearly",
            &[times(
                DAMAGED_DATA,
                Affects::Part(Part::Mitigate),
                0.7,
                Mark::Judgement,
                "assumption: a restore tried within the year mostly works at the first attempt",
            )],
            effort(0.01, 0.03, 0.1),
            effort(0.25, 0.5, 1.0),
        ),
        level(
            "quarterly",
            &[times(
                DAMAGED_DATA,
                Affects::Part(Part::Mitigate),
                0.5,
                Mark::Judgement,
                "assumption: no second attempt is needed, which halves the time",
            )],
            effort(0.03, 0.08, 0.2),
            effort(0.5, 1.0, 2.0),
        ),
    ],
};

pub(super) const ERROR_BUDGET_POLICY: PracticeInfo = PracticeInfo {
    practice: Practice::ErrorBudgetPolicy,
    key: "error-budget-policy",
    name: "Error budget policy",
    summary: "When the budget is spent, releases stop until it is not, and product and operations agreed to that before.",
    style: Style::Proactive,
    gate: Gate::Business,
    trade_off: None,
    levels: &[level(
        "agreed and kept",
        &[times(
            PUSHES,
            Affects::Rate,
            0.8,
            Mark::Judgement,
            "assumption: a fifth fewer bad changes; the policy itself: SRE Workbook (2018) app. B",
        )],
        effort(0.02, 0.05, 0.2),
        effort(0.5, 1.0, 3.0),
    )],
};

pub(super) const DEPENDENCY_FALLBACK: PracticeInfo = PracticeInfo {
    practice: Practice::DependencyFallback,
    key: "dependency-fallback",
    name: "Dependency fallback",
    summary: "What a third party does can be done another way: a second provider, a queue for later, a last good answer.",
    style: Style::Proactive,
    gate: Gate::Business,
    trade_off: None,
    levels: &[LevelInfo {
        name: "for each third party",
        effects: &[times(
            Select { owners: &[Owner::ThirdParty], ..Select::ALL },
            Affects::Share,
            0.3,
            Mark::Judgement,
            "assumption: the other way serves 7 of 10 requests",
        )],
        rota: 0,
        engineers: effort(0.05, 0.2, 0.5),
        engineer_months_once: effort(1.0, 3.0, 9.0),
        tools: Figure::judged(0.0, 500.0, 5000.0, EFFORT),
    }],
};
