//! The three gates: what well-engineered software, operations and business earn.
//!
//! A gate earns its ceiling when everything it asks for is done and every gate before it is met.
//! A result above the ceiling is flagged with reasons, never cut.

use super::{Figure, Practice};
use crate::model::Choice;

/// One of the three gates, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gate {
    /// Well-engineered software: about three nines.
    Software,
    /// Well-engineered operations: about four nines.
    Operations,
    /// A well-engineered business: about five nines.
    Business,
}

/// What a gate asks for and what it earns.
#[derive(Clone, Copy, Debug)]
pub struct GateInfo {
    /// The gate.
    pub gate: Gate,
    /// The nines that it earns when everything it asks for is done, and every gate before it is met.
    pub ceiling_nines: Figure,
    /// The practices it asks for, each with the lowest level that counts.
    pub asks: &'static [(Practice, u8)],
}

const RULE_OF_THUMB: &str = "assumption: rule of thumb of customer reliability engineering; no measurement found; half a nine either way";

/// The nines that a plan may claim before it meets any gate.
pub static BASE_CEILING: Figure = Figure::judged(
    1.5,
    2.0,
    2.5,
    "assumption: a machine with the defaults of its platform; half a nine either way",
);

/// The gates, in order.
pub static GATES: [GateInfo; 3] = [
    GateInfo {
        gate: Gate::Software,
        ceiling_nines: Figure::judged(2.5, 3.0, 3.5, RULE_OF_THUMB),
        asks: &[(Practice::Canary, 1), (Practice::ConfigurationValidation, 1), (Practice::LoadShedding, 1)],
    },
    GateInfo {
        gate: Gate::Operations,
        ceiling_nines: Figure::judged(3.5, 4.0, 4.5, RULE_OF_THUMB),
        asks: &[
            (Practice::OnCall, 2),
            (Practice::BurnRateAlerting, 1),
            (Practice::Playbooks, 1),
            (Practice::AutomatedRollback, 1),
            (Practice::StagedRollout, 1),
            (Practice::FailoverAutomation, 1),
            (Practice::Drills, 2),
            (Practice::RestoreDrills, 1),
            (Practice::PostmortemFollowUp, 1),
        ],
    },
    GateInfo {
        gate: Gate::Business,
        ceiling_nines: Figure::judged(4.5, 5.0, 5.5, RULE_OF_THUMB),
        asks: &[
            (Practice::OnCall, 3),
            (Practice::ErrorBudgetPolicy, 1),
            (Practice::FailureDomainIsolation, 1),
            (Practice::DependencyFallback, 1),
            (Practice::CapacityHeadroom, 1),
        ],
    },
];

impl Gate {
    /// What it asks for and earns.
    pub fn info(self) -> &'static GateInfo {
        &GATES[self as usize]
    }
}

impl Choice for Gate {
    const ALL: &'static [Self] = &[Self::Software, Self::Operations, Self::Business];

    fn key(self) -> &'static str {
        match self {
            Self::Software => "software",
            Self::Operations => "operations",
            Self::Business => "business",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Software => "well-engineered software",
            Self::Operations => "well-engineered operations",
            Self::Business => "well-engineered business",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_gate_earns_one_nine_more_than_the_one_before() {
        let mut before = BASE_CEILING.likely;
        for (gate, info) in Gate::ALL.iter().zip(&GATES) {
            assert_eq!(gate.info().gate, *gate);
            assert_eq!(Gate::from_key(gate.key()), Some(*gate));
            assert_eq!(info.ceiling_nines.likely, before + 1.0);
            before = info.ceiling_nines.likely;
        }
    }

    #[test]
    fn a_gate_asks_for_levels_that_exist_and_each_practice_once() {
        for info in &GATES {
            for (i, (practice, level)) in info.asks.iter().enumerate() {
                assert!((1..=practice.highest()).contains(level), "{practice:?}");
                assert!(info.asks[..i].iter().all(|(p, _)| p != practice), "{practice:?}");
            }
        }
    }
}
