//! Component kinds: cloud services and generic parts with plausible behaviour.

use super::Figure;
use crate::model::{Cause, Owner, Placement, Reach, Redundancy, Scope};

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
    pub modes: &'static [ModeInfo],
    /// Price of a replica a month, US dollars.
    pub unit_price: Figure,
}
