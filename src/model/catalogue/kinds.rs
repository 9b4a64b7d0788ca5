//! Component kinds: cloud services and generic parts with plausible behaviour.
//!
//! A kind's numbers describe the state without practices. A service level agreement is a contract:
//! it is kept beside a kind and only sizes the prior of a provider's events, as stated there.

mod aws;
mod azure;
mod build;
mod common;
mod generic;
mod google_cloud;
mod shared_fate;

use super::Figure;
use crate::model::{Cause, Owner, Placement, Reach, Redundancy, Scope};

pub use shared_fate::SHARED_FATE;

/// Every kind: generic ones first, then by vendor.
pub static KINDS: &[Kind] = &JOINED;

static JOINED: [Kind; COUNT] = joined();

const LISTS: [&[Kind]; 4] = [generic::KINDS, aws::KINDS, google_cloud::KINDS, azure::KINDS];

const COUNT: usize = LISTS[0].len() + LISTS[1].len() + LISTS[2].len() + LISTS[3].len();

const fn joined() -> [Kind; COUNT] {
    let mut all = [LISTS[0][0]; COUNT];
    let (mut list, mut at) = (0, 0);
    while list < LISTS.len() {
        let mut i = 0;
        while i < LISTS[list].len() {
            all[at] = LISTS[list][i];
            at += 1;
            i += 1;
        }
        list += 1;
    }
    all
}

/// What sort of part a kind is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// Runs code.
    Compute,
    /// Spreads requests.
    LoadBalancer,
    /// Keeps records.
    Database,
    /// Keeps copies close.
    Cache,
    /// Holds messages.
    Queue,
    /// Keeps files.
    ObjectStore,
    /// Finds addresses.
    Dns,
    /// Serves from the edge.
    Cdn,
    /// Fronts interfaces.
    ApiGateway,
    /// Says who is who.
    Identity,
    /// Somebody else's interface.
    ThirdParty,
}

/// Who offers a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Vendor {
    /// Nobody in particular.
    Generic,
    /// Amazon Web Services.
    Aws,
    /// Google Cloud.
    GoogleCloud,
    /// Microsoft Azure.
    Azure,
}

/// A service level agreement: a contract that pays credits, never a prediction.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sla {
    /// The promised unavailability at most: 0.0005 for 99.95 %.
    pub unavailability: f64,
    /// What it promises and where it is written.
    pub source: &'static str,
}

/// A way a kind fails, before a plan changes it.
#[derive(Clone, Copy, Debug)]
pub struct ModeInfo {
    /// The mode's name as a noun, without the component's: "instance loss".
    pub name: &'static str,
    /// How much one occurrence takes down.
    pub scope: Scope,
    /// What causes it.
    pub cause: Cause,
    /// Who owns it.
    pub owner: Owner,
    /// Occurrences a year.
    pub rate: Figure,
    /// Detect, engage, diagnose, mitigate, verify: minutes.
    pub parts: [Figure; 5],
    /// Share of users touched.
    pub share: Figure,
    /// Common-cause share.
    pub beta: Figure,
    /// How far a common cause reaches.
    pub reach: Reach,
}

/// A component kind with the defaults of a new component.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// The key in files; it never changes.
    pub key: &'static str,
    /// What people call it.
    pub name: &'static str,
    /// What sort of part it is.
    pub family: Family,
    /// Who offers it.
    pub vendor: Vendor,
    /// Where its replicas stand.
    pub placement: Placement,
    /// How many a new component has.
    pub replicas: u32,
    /// How many of them are needed.
    pub needed: u32,
    /// How they share the work.
    pub redundancy: Redundancy,
    /// Time to take over or out of rotation, minutes.
    pub failover_time: Figure,
    /// Chance that this works.
    pub coverage: Figure,
    /// Time people take when it does not, minutes.
    pub manual_time: Figure,
    /// The contract, where there is one.
    pub sla: Option<Sla>,
    /// How it fails.
    pub modes: &'static [&'static ModeInfo],
    /// Price of a replica a month, US dollars.
    pub unit_price: Figure,
}

impl Family {
    /// Every family, in the order in which a request meets them.
    pub const ALL: [Self; 11] = [
        Self::Compute,
        Self::LoadBalancer,
        Self::Database,
        Self::Cache,
        Self::Queue,
        Self::ObjectStore,
        Self::Dns,
        Self::Cdn,
        Self::ApiGateway,
        Self::Identity,
        Self::ThirdParty,
    ];

    /// The words people read.
    pub fn name(self) -> &'static str {
        match self {
            Self::Compute => "compute",
            Self::LoadBalancer => "load balancer",
            Self::Database => "database",
            Self::Cache => "cache",
            Self::Queue => "queue",
            Self::ObjectStore => "object store",
            Self::Dns => "DNS",
            Self::Cdn => "CDN",
            Self::ApiGateway => "API gateway",
            Self::Identity => "identity",
            Self::ThirdParty => "third-party API",
        }
    }
}

impl Vendor {
    /// Every vendor.
    pub const ALL: [Self; 4] = [Self::Generic, Self::Aws, Self::GoogleCloud, Self::Azure];

    /// The words people read.
    pub fn name(self) -> &'static str {
        match self {
            Self::Generic => "generic",
            Self::Aws => "AWS",
            Self::GoogleCloud => "Google Cloud",
            Self::Azure => "Azure",
        }
    }
}

impl Kind {
    /// The kind with this key.
    pub fn by_key(key: &str) -> Option<&'static Self> {
        KINDS.iter().find(|kind| kind.key == key)
    }
}

#[cfg(test)]
mod tests;
