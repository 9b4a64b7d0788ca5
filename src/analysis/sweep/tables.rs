//! What the practices make of every number of a plan, for every setting, worked out once.
//!
//! A practice acts on few kinds of numbers, so a kind's table has one row for each setting of the practices that
//! act on it: some hundred rows in place of a million. Rows come from [`Operations`] itself, so they have its bits.

use super::super::operations::{Operations, Takeover};
use super::Levers;
use crate::model::catalogue::Affects;
use crate::model::{Alerting, Plan, Practice, Practised};

/// The kinds of numbers that a failure mode has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Rate,
    Minutes,
    Share,
    Beta,
}

impl Kind {
    pub(super) const ALL: [Self; 4] = [Self::Rate, Self::Minutes, Self::Share, Self::Beta];

    fn is_changed_by(self, affects: Affects) -> bool {
        matches!(
            (self, affects),
            (Self::Rate, Affects::Rate)
                | (Self::Minutes, Affects::Part(_))
                | (Self::Share, Affects::Share)
                | (Self::Beta, Affects::Beta)
        )
    }
}

/// Some levers, and the number of each setting of theirs.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Axis {
    /// Each lever with the difference that its next level makes to the number.
    pub strides: Vec<(usize, usize)>,
    /// How many settings there are.
    pub len: usize,
}

impl Axis {
    pub(super) fn of(levers: &Levers, which: impl Fn(usize) -> bool) -> Self {
        let mut axis = Self { strides: Vec::new(), len: 1 };
        for lever in (0..levers.len()).filter(|lever| which(*lever)) {
            axis.strides.push((lever, axis.len));
            axis.len *= levers[lever].1.len();
        }
        axis
    }

    /// The number of a setting.
    pub(super) fn row(&self, setting: &[u8]) -> usize {
        self.strides.iter().map(|(lever, stride)| stride * usize::from(setting[*lever])).sum()
    }

    /// Writes the setting with a number into `setting`; levers outside stay.
    fn set(&self, row: usize, levers: &Levers, setting: &mut [u8]) {
        for (lever, stride) in &self.strides {
            setting[*lever] = (row / stride % levers[*lever].1.len()) as u8;
        }
    }
}

/// The takeovers of every component, and the move between regions.
pub(super) type Takeovers = (Vec<Takeover>, Option<Takeover>);

/// The numbers of every mode and takeover under every setting of the levers.
#[derive(Clone, Debug)]
pub(super) struct Tables {
    kinds: [(Axis, Vec<f64>); 4],
    takeovers: (Axis, Vec<Takeovers>),
    modes: usize,
    /// Whether a higher level never raises a rate, length, share, common-cause share or takeover.
    pub falls: bool,
    /// Whether the tables give what the plan gives; not so where practices act on each other's modes, as they do where
    /// incidents wait for people.
    pub holds: bool,
    /// Whether they give what the plan gives before anybody waits.
    pub fits: bool,
}

impl Tables {
    pub(super) fn of(plan: &Plan, levers: &Levers) -> Self {
        let acts = |lever: usize, on: &dyn Fn(Affects) -> bool| {
            let levels = levers[lever].1.iter();
            let mut effects = levels.flat_map(|level| levers[lever].0.effects(*level));
            effects.any(|effect| on(effect.affects))
        };
        let lowest = vec![0u8; levers.len()];
        let operations = |axis: &Axis, row: usize| {
            let mut setting = lowest.clone();
            axis.set(row, levers, &mut setting);
            Operations::of(&with_setting(plan, levers, &setting))
        };
        let kinds = Kind::ALL.map(|kind| {
            // Where burn-rate alerts notice a mode, the share of users that it touches says when.
            let noticed =
                kind == Kind::Minutes && plan.monitors.iter().any(|m| m.alerting == Alerting::BurnRate);
            let changes = |affects| kind.is_changed_by(affects) || noticed && affects == Affects::Share;
            let axis = Axis::of(levers, |lever| acts(lever, &changes));
            let mut values = Vec::with_capacity(axis.len * plan.modes.len());
            for row in 0..axis.len {
                values.extend(operations(&axis, row).modes.iter().map(|mode| match kind {
                    Kind::Rate => mode.rate_per_year,
                    Kind::Minutes => mode.minutes,
                    Kind::Share => mode.share,
                    Kind::Beta => mode.beta,
                }));
            }
            (axis, values)
        });
        let of_takeover =
            |affects| matches!(affects, Affects::FailoverTime | Affects::ManualTime | Affects::Uncovered);
        let axis = Axis::of(levers, |lever| acts(lever, &of_takeover));
        let takeovers = (0..axis.len).map(|row| operations(&axis, row));
        let takeovers = takeovers.map(|operations| (operations.takeovers, operations.routing)).collect();
        let takeovers = (axis, takeovers);
        let modes = plan.modes.len();
        let mut tables = Self { kinds, takeovers, modes, falls: true, holds: true, fits: true };
        tables.falls = tables.all_fall(levers);
        tables.fits = tables.all_hold(plan, levers);
        tables.holds = plan.responders.is_none() && tables.fits;
        tables
    }

    /// A number of every mode under a setting.
    pub(super) fn row(&self, kind: Kind, setting: &[u8]) -> &[f64] {
        let (axis, values) = &self.kinds[kind as usize];
        let first = axis.row(setting) * self.modes;
        &values[first..first + self.modes]
    }

    /// The takeovers under a setting.
    pub(super) fn takeovers(&self, setting: &[u8]) -> &Takeovers {
        &self.takeovers.1[self.takeovers.0.row(setting)]
    }

    /// Whether a lever acts on takeovers.
    pub(super) fn moves_takeovers(&self, lever: usize) -> bool {
        self.takeovers.0.strides.iter().any(|(own, _)| *own == lever)
    }

    /// Whether a lever changes some number of a mode.
    pub(super) fn changes(&self, lever: usize, mode: usize, levers: &Levers) -> bool {
        self.kinds.iter().any(|(axis, values)| {
            let Some((_, stride)) = axis.strides.iter().find(|(own, _)| *own == lever) else { return false };
            let levels = levers[lever].1.len();
            (0..axis.len).filter(|row| row / stride % levels > 0).any(|row| {
                let at = |row: usize| values[row * self.modes + mode];
                at(row).to_bits() != at(row - stride).to_bits()
            })
        })
    }

    /// Brings the numbers of a setting into `operations`.
    pub(super) fn fill(&self, setting: &[u8], operations: &mut Operations) {
        for kind in Kind::ALL {
            for (mode, value) in operations.modes.iter_mut().zip(self.row(kind, setting)) {
                match kind {
                    Kind::Rate => mode.rate_per_year = *value,
                    Kind::Minutes => mode.minutes = *value,
                    Kind::Share => mode.share = *value,
                    Kind::Beta => mode.beta = *value,
                }
            }
        }
        let (takeovers, routing) = self.takeovers(setting);
        operations.takeovers.clone_from(takeovers);
        operations.routing = *routing;
    }

    fn all_fall(&self, levers: &Levers) -> bool {
        let modes_fall = self.kinds.iter().all(|(axis, values)| {
            axis.strides.iter().all(|(lever, stride)| {
                let levels = levers[*lever].1.len();
                (0..axis.len).filter(|row| row / stride % levels > 0).all(|row| {
                    let at = |row: usize| &values[row * self.modes..(row + 1) * self.modes];
                    at(row).iter().zip(at(row - stride)).all(|(higher, lower)| higher <= lower)
                })
            })
        });
        let (axis, rows) = &self.takeovers;
        let quicker = |a: &Takeover, b: &Takeover| {
            a.minutes <= b.minutes && a.manual_minutes <= b.manual_minutes && a.coverage >= b.coverage
        };
        let takeovers_fall = axis.strides.iter().all(|(lever, stride)| {
            let levels = levers[*lever].1.len();
            (0..axis.len).filter(|row| row / stride % levels > 0).all(|row| {
                let (higher, lower) = (&rows[row], &rows[row - stride]);
                let routing = match (&higher.1, &lower.1) {
                    (Some(a), Some(b)) => quicker(a, b),
                    (None, None) => true,
                    _ => false,
                };
                routing && higher.0.iter().zip(&lower.0).all(|(a, b)| quicker(a, b))
            })
        });
        modes_fall && takeovers_fall
    }

    /// Compares with the plan itself at settings that reach every level of every lever in many combinations.
    fn all_hold(&self, plan: &Plan, levers: &Levers) -> bool {
        let mut found = Operations::of(plan);
        (0..PROBES).all(|probe| {
            let digit = |lever: usize| (probe * (lever + 3) + probe * probe * 7 + lever) / 2;
            let setting: Vec<u8> =
                (0..levers.len()).map(|lever| (digit(lever) % levers[lever].1.len()) as u8).collect();
            self.fill(&setting, &mut found);
            let truth = Operations::of(&with_setting(plan, levers, &setting));
            let same = |a: f64, b: f64| a.to_bits() == b.to_bits();
            let modes = found.modes.iter().zip(&truth.modes).all(|(a, b)| {
                same(a.rate_per_year, b.rate_per_year)
                    && same(a.minutes, b.minutes)
                    && same(a.share, b.share)
                    && same(a.beta, b.beta)
            });
            modes && found.takeovers == truth.takeovers && found.routing == truth.routing
        })
    }
}

/// Settings at which tables are compared with the plan.
const PROBES: usize = 12;

/// The plan with its levers at a setting. The plan's own price belongs to its own level, and is no matter here.
pub(super) fn with_setting(plan: &Plan, levers: &Levers, setting: &[u8]) -> Plan {
    let mut plan = plan.clone();
    set_levels(&mut plan, levers, setting);
    plan
}

pub(super) fn set_levels(plan: &mut Plan, levers: &Levers, setting: &[u8]) {
    for ((practice, levels), place) in levers.iter().zip(setting) {
        set_level(plan, *practice, levels[usize::from(*place)]);
    }
}

fn set_level(plan: &mut Plan, practice: Practice, level: u8) {
    if level == 0 {
        plan.practices.remove(&practice);
    } else {
        plan.practices.insert(practice, Practised { level, monthly: None });
    }
}
