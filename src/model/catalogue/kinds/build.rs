//! From the catalogue into a plan.

use super::{Kind, ModeInfo};
use crate::model::catalogue::defaults;
use crate::model::{Component, Failover, FailureMode, Id, Overload, Parts, Sharing, Target};

impl Kind {
    /// A new component of this kind: in every region, needing nothing yet.
    pub fn component(&self, id: Id, name: &str) -> Component {
        Component {
            id,
            name: name.to_owned(),
            kind: self.key.to_owned(),
            placement: self.placement,
            regions: Vec::new(),
            replicas: self.replicas,
            needed: self.needed,
            redundancy: self.redundancy,
            dormancy: defaults::dormancy(),
            failover: Failover {
                time: self.failover_time.estimate(),
                coverage: self.coverage.estimate(),
                manual: self.manual_time.estimate(),
                drill: None,
            },
            overload: Overload::Collapses,
            dependencies: Vec::new(),
            unit_price: self.unit_price.estimate(),
        }
    }

    /// The failure modes that come with a component of this kind, named "overload of Shop".
    /// Their identities start with the component's and are none that `taken` holds.
    pub fn failure_modes(&self, component: Id, name: &str, taken: impl Fn(Id) -> bool) -> Vec<FailureMode> {
        let mut modes: Vec<FailureMode> = Vec::with_capacity(self.modes.len());
        for info in self.modes {
            let wanted = format!("{component} {}", info.name);
            let id = Id::from_name(&wanted, |id| taken(id) || modes.iter().any(|m| m.id == id));
            modes.push(info.mode(id, &format!("{} of {name}", info.name), Target::Component(component)));
        }
        modes
    }
}

impl ModeInfo {
    /// A new failure mode of a target.
    pub fn mode(&self, id: Id, name: &str, target: Target) -> FailureMode {
        let [detect, engage, diagnose, mitigate, verify] = &self.parts;
        FailureMode {
            id,
            name: name.to_owned(),
            target,
            scope: self.scope,
            cause: self.cause,
            owner: self.owner,
            rate: self.rate.estimate(),
            parts: Parts {
                detect: detect.estimate(),
                engage: engage.estimate(),
                diagnose: diagnose.estimate(),
                mitigate: mitigate.estimate(),
                verify: verify.estimate(),
            },
            spread: defaults::spread(),
            share: self.share.estimate(),
            beta: self.beta.estimate(),
            sharing: Sharing::Beta,
            reach: self.reach,
        }
    }
}
