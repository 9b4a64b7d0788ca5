//! Incident response: what shortens an incident.

use super::{
    Affects, Effect, LevelInfo, NOTHING, OURS, PUSHES, Practice, PracticeInfo, Select, Style, at_most,
    effort, times,
};
use crate::model::catalogue::{Gate, Mark};
use crate::model::{Cause, Owner, Part};

/// Modes during which our people can do something: ours, and a third party's.
const OURS_OR_THIRD: Select = Select { owners: &[Owner::Us, Owner::ThirdParty], ..Select::ALL };

/// Modes that show in the ratio of good requests; wrong data often does not.
const VISIBLE: Select = Select { causes: &NOT_DATA, ..OURS_OR_THIRD };

const NOT_DATA: [Cause; 9] = [
    Cause::Hardware,
    Cause::Network,
    Cause::SoftwarePush,
    Cause::ConfigurationPush,
    Cause::Capacity,
    Cause::Dependency,
    Cause::Human,
    Cause::Security,
    Cause::Unknown,
];

const ENGAGE: Affects = Affects::Part(Part::Engage);

const DAY_SHIFT: Effect = times(
    OURS_OR_THIRD,
    ENGAGE,
    0.6,
    Mark::Judgement,
    "assumption: half of incidents begin in working hours, as most follow a change, and wait 15 min instead of \
     90: 0.5 + 0.5 x 15/90",
);

pub(super) const ON_CALL: PracticeInfo = PracticeInfo {
    practice: Practice::OnCall,
    key: "on-call",
    name: "On-call",
    summary: "Somebody who can act is paged and starts work, by day, at night, or wherever it is day.",
    style: Style::Reactive,
    gate: Gate::Operations,
    trade_off: None,
    levels: &[
        LevelInfo {
            name: "business hours",
            effects: &[DAY_SHIFT],
            rota: 4,
            engineers: NOTHING,
            engineer_months_once: effort(0.25, 0.5, 1.0),
            tools: effort(40.0, 100.0, 200.0),
        },
        LevelInfo {
            name: "around the clock, one site",
            effects: &[
                DAY_SHIFT,
                at_most(
                    OURS_OR_THIRD,
                    ENGAGE,
                    10.0,
                    Mark::Quoted,
                    "SRE book (2016) ch. 11: 5 min to answer a page, and (assumption) 5 min to be at work",
                ),
            ],
            rota: 8,
            engineers: NOTHING,
            engineer_months_once: effort(0.5, 1.0, 3.0),
            tools: effort(100.0, 200.0, 500.0),
        },
        LevelInfo {
            name: "follow the sun, two sites",
            effects: &[
                DAY_SHIFT,
                at_most(
                    OURS_OR_THIRD,
                    ENGAGE,
                    5.0,
                    Mark::Quoted,
                    "SRE book (2016) ch. 11: 5 min to answer a page; awake and at work already (assumption)",
                ),
            ],
            rota: 12,
            engineers: NOTHING,
            engineer_months_once: effort(1.0, 3.0, 9.0),
            tools: effort(150.0, 300.0, 750.0),
        },
    ],
};

const THREEFOLD: &str = "SRE book (2016) ch. 1: about 3x shorter repairs than without; 1.5x to 3x assumed";

pub(super) const PLAYBOOKS: PracticeInfo = PracticeInfo {
    practice: Practice::Playbooks,
    key: "playbooks",
    name: "Playbooks",
    summary: "For every page there is a short, current page that says how to tell what is wrong and what to do.",
    style: Style::Reactive,
    gate: Gate::Operations,
    trade_off: None,
    levels: &[LevelInfo {
        name: "for every page",
        effects: &[
            times(OURS, Affects::Part(Part::Diagnose), 1.0 / 3.0, Mark::Quoted, THREEFOLD),
            times(
                Select { causes: &NOT_DATA, ..OURS },
                Affects::Part(Part::Mitigate),
                1.0 / 3.0,
                Mark::Quoted,
                THREEFOLD,
            ),
            times(
                Select::ALL,
                Affects::ManualTime,
                0.5,
                Mark::Judgement,
                "assumption: of deciding and acting, a playbook halves the time",
            ),
        ],
        rota: 0,
        engineers: effort(0.05, 0.15, 0.5),
        engineer_months_once: effort(0.5, 2.0, 6.0),
        tools: NOTHING,
    }],
};

pub(super) const BURN_RATE_ALERTING: PracticeInfo = PracticeInfo {
    practice: Practice::BurnRateAlerting,
    key: "burn-rate-alerting",
    name: "Burn-rate alerting",
    summary: "Pages when users burn the error budget too fast, whatever the cause, and only then.",
    style: Style::Reactive,
    gate: Gate::Operations,
    trade_off: None,
    levels: &[LevelInfo {
        name: "on every journey",
        effects: &[at_most(
            VISIBLE,
            Affects::Part(Part::Detect),
            5.0,
            Mark::Judgement,
            "assumption: 1 to 60 min, likely 5; SRE Workbook (2018) ch. 5 windows page on a full outage sooner",
        )],
        rota: 0,
        engineers: effort(0.05, 0.1, 0.3),
        engineer_months_once: effort(0.5, 1.5, 4.0),
        tools: effort(0.0, 300.0, 3000.0),
    }],
};

const ROLLBACK: &str =
    "assumption: automatic rollback takes 1 to 15 min, likely 5; CRE risk examples, AWS guidance";

pub(super) const AUTOMATED_ROLLBACK: PracticeInfo = PracticeInfo {
    practice: Practice::AutomatedRollback,
    key: "automated-rollback",
    name: "Automated rollback",
    summary: "A release or configuration change that harms users is taken back by the pipeline, before anybody asks why.",
    style: Style::Reactive,
    gate: Gate::Operations,
    trade_off: None,
    levels: &[LevelInfo {
        name: "on bad health",
        effects: &[
            times(
                PUSHES,
                ENGAGE,
                0.3,
                Mark::Judgement,
                "assumption: 7 of 10 bad changes need nobody; the others wait for a person as before",
            ),
            at_most(
                PUSHES,
                Affects::Part(Part::Diagnose),
                2.0,
                Mark::Judgement,
                "assumption: the change is taken back first and understood later",
            ),
            at_most(PUSHES, Affects::Part(Part::Mitigate), 5.0, Mark::Judgement, ROLLBACK),
        ],
        rota: 0,
        engineers: effort(0.05, 0.2, 0.5),
        engineer_months_once: effort(1.0, 3.0, 9.0),
        tools: NOTHING,
    }],
};
