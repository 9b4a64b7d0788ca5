//! Monitors: points where somebody measures good and bad requests, and how that calls a person.

use super::{Cause, FailureMode, Id, Scope, Target};
use crate::quantity::{Duration, Estimate, Probability};

/// A point where a ratio of good requests is measured.
#[derive(Clone, Debug, PartialEq)]
pub struct Monitor {
    /// Its identity.
    pub id: Id,
    /// What people call it.
    pub name: String,
    /// Where it measures.
    pub point: MonitorPoint,
    /// How what it measures calls a person.
    pub alerting: Alerting,
    /// How long a threshold has to be crossed until it calls; counts for [`Alerting::Threshold`] only.
    pub after: Estimate<Duration>,
    /// Failure modes that it sees although its point does not show them.
    pub sees: Vec<Id>,
    /// Failure modes that it misses although its point shows them.
    pub misses: Vec<Id>,
}

/// Where a monitor measures: the nearer to the user, the more it sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MonitorPoint {
    /// In the user's app or browser.
    Client,
    /// Requests of its own, from outside, every few seconds.
    Probe,
    /// The load balancer's own counts.
    LoadBalancer,
    /// Counts and logs of the servers.
    Server,
}

/// How a monitor calls a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Alerting {
    /// Not at all: somebody has to look.
    Dashboard,
    /// When a threshold has been crossed for some time.
    Threshold,
    /// When the error budget burns too fast, by several windows.
    BurnRate,
}

/// Whether a monitor sees a failure mode, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sight {
    /// Whether it does.
    pub sees: bool,
    /// The reason, as what follows "because".
    pub because: &'static str,
}

impl MonitorPoint {
    /// Whether this point shows a failure mode, and why.
    ///
    /// # Rules
    /// * A client sees what its user sees.
    /// * A probe sees what fails everybody, or a good part of all requests: fewer than one in ten it takes for noise. What
    ///   only hurts some data or some accounts is not what it asks for.
    /// * A load balancer sees what fails behind it; not what keeps users from reaching it, nor wrong answers.
    /// * A server sees what it answers itself; not what keeps requests from reaching it, nor its own death.
    ///
    /// # Source
    /// [SRE Workbook, chapter 2](crate::refs::SreWorkbook2): the trade-offs of where an SLI is measured; the division by
    /// cause is this project's own.
    pub fn sight(self, mode: &FailureMode) -> Sight {
        let yes = |because| Sight { sees: true, because };
        let no = |because| Sight { sees: false, because };
        let few = mode.share.likely() < Probability::TENTH;
        match self {
            Self::Client => yes("a client lives through what its user lives through"),
            Self::Probe => match mode.cause {
                Cause::Data => no("a probe asks for data of its own, which is right"),
                _ if few => no("a probe takes fewer than one failing request in ten for noise"),
                _ => yes("a probe asks from outside, as users do"),
            },
            Self::LoadBalancer => match (mode.cause, mode.target, mode.scope) {
                (Cause::Data, _, _) => no("a wrong answer looks like a good one to a load balancer"),
                (Cause::Network, _, _) => no("requests that do not arrive are not counted"),
                (_, Target::Domain | Target::Region(_), Scope::Region | Scope::Global) => {
                    no("a load balancer goes down with its region")
                }
                _ => yes("what fails behind a load balancer comes back through it"),
            },
            Self::Server => match (mode.cause, mode.scope) {
                (Cause::Data, _) => no("a wrong answer looks like a good one to the server that gives it"),
                (Cause::Network, _) => no("requests that do not arrive are not counted"),
                (Cause::Hardware, _) => no("a server that is down counts nothing"),
                (Cause::Dependency, Scope::Region | Scope::Global)
                    if !matches!(mode.target, Target::Component(_)) =>
                {
                    no("servers go down with their region")
                }
                (Cause::Security | Cause::Capacity, _) => {
                    no("requests that are turned away before it are not counted")
                }
                _ => yes("a server counts the errors that it gives"),
            },
        }
    }
}

impl Monitor {
    /// Whether it sees a failure mode, and why: what somebody said of it stands over what its point shows.
    pub fn sight(&self, mode: &FailureMode) -> Sight {
        if self.sees.contains(&mode.id) {
            return Sight { sees: true, because: "somebody said that it does" };
        }
        if self.misses.contains(&mode.id) {
            return Sight { sees: false, because: "somebody said that it does not" };
        }
        self.point.sight(mode)
    }
}
