//! Common cause: how the failures of a group's members divide into those of one member and those that several share.
//!
//! A member fails when its own event or any shared event that contains it is active. A model divides a member's
//! total Q over the sets of members that contain it; `Q_k` belongs to each specific set of k members. Each model is
//! linear in Q, so the same division serves probabilities and rates (`lambda_k` from a total rate lambda).
//!
//! # Law
//! sum over k of C(n - 1, k - 1) Q_k = Q: what a member suffers in all adds up to its total.
//!
//! # Assumptions
//! Members are alike; the events are independent of each other.
//!
//! # Source
//! A. Mosleh et al., "Procedures for Treating Common Cause Failures in Safety and Reliability Studies",
//! NUREG/CR-4780, 1988; the Open-PSA model exchange format, section "Common cause failure groups"; alpha factors
//! for non-staggered testing.

use super::numeric;
use crate::quantity::order;

/// The most members for which the sets of members are listed one by one.
pub const MOST_LISTED: usize = 16;

/// How far factors may be from adding up to one: they are typed as decimals.
const ADDS_UP: f64 = 1e-9;

/// A model of common cause.
#[derive(Clone, Debug, PartialEq)]
pub enum CommonCause {
    /// The share of a member's failures that hit all members at once.
    Beta(f64),
    /// Multiple Greek letter: `rho_2, ..., rho_n` (beta, gamma, delta, ...), `rho_k` being the chance that a failure
    /// which `k - 1` members share is shared by one more.
    Greek(Vec<f64>),
    /// Alpha factors `alpha_1, ..., alpha_n`: the share of failure events that hit exactly k members. They add up
    /// to one.
    Alpha(Vec<f64>),
}

/// What is wrong with a model of common cause.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum CommonCauseError {
    /// The group is empty.
    #[error("a group of common cause has no members; one or more are needed")]
    NoMembers,
    /// The group is too large to list its sets of members.
    #[error("a group of {found} members has too many sets of members; at most {limit} members are listed")]
    TooManyMembers {
        /// The members found.
        found: usize,
        /// The most.
        limit: usize,
    },
    /// Beta is no share.
    #[error("beta is {found}; a share from 0 to 1 is needed")]
    Beta {
        /// The beta found.
        found: f64,
    },
    /// A Greek letter is no share.
    #[error("rho_{place} is {found}; a share from 0 to 1 is needed")]
    Greek {
        /// Its place: 2 for beta.
        place: usize,
        /// The value found.
        found: f64,
    },
    /// An alpha factor is no share.
    #[error("alpha_{place} is {found}; a share from 0 to 1 is needed")]
    Alpha {
        /// Its place, from 1.
        place: usize,
        /// The value found.
        found: f64,
    },
    /// The wrong number of factors.
    #[error("{found} factors were given for {members} members; {needed} are needed")]
    Factors {
        /// Members of the group.
        members: usize,
        /// Factors given.
        found: usize,
        /// Factors needed.
        needed: usize,
    },
    /// The alpha factors do not add up.
    #[error("the alpha factors add up to {found}; 1 is needed")]
    Sum {
        /// Their sum.
        found: f64,
    },
    /// The total is no probability or rate.
    #[error("a member's total is {found}; a finite number from 0 on is needed")]
    Total {
        /// The total found.
        found: f64,
    },
}

impl CommonCause {
    /// `Q_1, ..., Q_n` of a group of `members`, each of which fails with `total` Q in all: a probability, or a rate.
    ///
    /// # Formula
    /// - beta: `Q_1 = (1 - beta) Q`, `Q_n = beta Q`, the others 0
    /// - multiple Greek letter: `Q_k = (rho_1 ... rho_k) (1 - rho_(k+1)) Q / C(n - 1, k - 1)` with `rho_1 = 1` and
    ///   `rho_(n+1) = 0`
    /// - alpha: `Q_k = k / C(n - 1, k - 1) * alpha_k / (sum of j alpha_j) * Q`
    ///
    /// A group of one has `Q_1 = Q` whatever the model.
    pub fn by_size(&self, members: usize, total: f64) -> Result<Vec<f64>, CommonCauseError> {
        self.check(members)?;
        if !(total.is_finite() && total >= 0.0) {
            return Err(CommonCauseError::Total { found: total });
        }
        let share = |k: usize| match self {
            _ if members == 1 => 1.0,
            Self::Beta(beta) if k == 1 => 1.0 - beta,
            Self::Beta(beta) if k == members => *beta,
            Self::Beta(_) => 0.0,
            Self::Greek(rho) => greek_share(rho, members, k),
            Self::Alpha(alpha) => alpha_share(alpha, members, k),
        };
        Ok((1..=members).map(|k| share(k) * total).collect())
    }

    /// Every event of a group: the members it hits, as indices, and its probability or rate; impossible ones are
    /// left out. Sets come by size, equal ones in order of their members.
    pub fn events(&self, members: usize, total: f64) -> Result<Vec<(Vec<usize>, f64)>, CommonCauseError> {
        let by_size = self.by_size(members, total)?;
        if members > MOST_LISTED {
            return Err(CommonCauseError::TooManyMembers { found: members, limit: MOST_LISTED });
        }
        let hit = |set: u32| (0..members).filter(|member| set >> member & 1 == 1).collect::<Vec<usize>>();
        let mut events: Vec<(Vec<usize>, f64)> = (1..1u32 << members)
            .map(|set| (hit(set), by_size[set.count_ones() as usize - 1]))
            .filter(|(_, part)| *part > 0.0)
            .collect();
        order::sort_by(&mut events, |a, b| a.0.len().cmp(&b.0.len()).then_with(|| a.0.cmp(&b.0)));
        Ok(events)
    }

    fn check(&self, members: usize) -> Result<(), CommonCauseError> {
        if members == 0 {
            return Err(CommonCauseError::NoMembers);
        }
        let share = |value: f64| (0.0..=1.0).contains(&value);
        let count = |found: usize, needed: usize| {
            if found == needed {
                return Ok(());
            }
            Err(CommonCauseError::Factors { members, found, needed })
        };
        match self {
            Self::Beta(beta) if !share(*beta) => Err(CommonCauseError::Beta { found: *beta }),
            Self::Beta(_) => Ok(()),
            Self::Greek(rho) => {
                count(rho.len(), members - 1)?;
                match rho.iter().position(|value| !share(*value)) {
                    Some(at) => Err(CommonCauseError::Greek { place: at + 2, found: rho[at] }),
                    None => Ok(()),
                }
            }
            Self::Alpha(alpha) => {
                count(alpha.len(), members)?;
                if let Some(at) = alpha.iter().position(|value| !share(*value)) {
                    return Err(CommonCauseError::Alpha { place: at + 1, found: alpha[at] });
                }
                let sum = numeric::sum(alpha.iter().copied());
                if (sum - 1.0).abs() > ADDS_UP {
                    return Err(CommonCauseError::Sum { found: sum });
                }
                Ok(())
            }
        }
    }
}

/// `Q_k / Q` of a multiple Greek letter model: see [`CommonCause::by_size`].
///
/// `rho` are the letters `rho_2, rho_3, ...`; those beyond its end are 1 up to `rho_members`: what so many share, all
/// share. `size` is from 1 to `members`.
pub fn greek_share(rho: &[f64], members: usize, size: usize) -> f64 {
    let letter = |k: usize| match k {
        k if k > members => 0.0,
        k => rho.get(k - 2).copied().unwrap_or(1.0),
    };
    let shared: f64 = (2..=size).map(letter).product();
    shared * (1.0 - letter(size + 1)) / combinations(members - 1, size - 1)
}

/// `Q_k / Q` of an alpha factor model: see [`CommonCause::by_size`].
///
/// `alpha` are the factors of 1, 2, ..., `members`; they need not add up to one, as only their ratios count. Where
/// nothing fails at all every member's total is its own. `size` is from 1 to `members`.
pub fn alpha_share(alpha: &[f64], members: usize, size: usize) -> f64 {
    let weight = |k: usize| k as f64 * alpha.get(k - 1).copied().unwrap_or(0.0);
    let all = numeric::sum((1..=members).map(weight));
    if all <= 0.0 {
        return f64::from(u8::from(size == 1));
    }
    weight(size) / combinations(members - 1, size - 1) / all
}

/// C(n, k) as a number: exact while it is below 2^53.
fn combinations(n: usize, k: usize) -> f64 {
    (1..=k).fold(1.0, |ways, i| ways * (n - k + i) as f64 / i as f64)
}
