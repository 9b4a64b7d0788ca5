//! The words of the closed choices: a key for files and a name for people.

use super::{
    Alerting, Cause, Currency, Decision, MonitorPoint, Overload, Owner, Part, Placement, Reach, Redundancy,
    RoutingKind, Scope, SharingKind,
};

/// A closed choice with a key for files and a name for people.
pub trait Choice: Copy + PartialEq + 'static {
    /// Every value, in the order in which it is offered.
    const ALL: &'static [Self];

    /// The word in files and links; it never changes.
    fn key(self) -> &'static str;

    /// The words people read.
    fn name(self) -> &'static str;

    /// The value with this key.
    fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|choice| choice.key() == key)
    }
}

macro_rules! choice {
    ($type:ident { $($variant:ident: $key:literal, $name:literal;)* }) => {
        impl Choice for $type {
            const ALL: &'static [Self] = &[$(Self::$variant),*];
            fn key(self) -> &'static str {
                match self { $(Self::$variant => $key),* }
            }
            fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }
        }
    };
}

choice! { RoutingKind {
    Stay: "stay", "users wait for their region";
    Manual: "manual", "people move the users";
    Automatic: "automatic", "health checks move the users";
} }
choice! { Overload {
    Sheds: "sheds", "sheds the excess";
    Collapses: "collapses", "collapses";
} }
choice! { Placement {
    Global: "global", "one for the whole world";
    Regional: "regional", "one group a region";
    Zonal: "zonal", "one group a region, spread over its zones";
} }
choice! { Redundancy {
    ActiveActive: "active-active", "all serve";
    Standby: "standby", "hot standby";
    WarmStandby: "warm-standby", "warm standby";
    ColdStandby: "cold-standby", "cold standby";
} }
choice! { MonitorPoint {
    Client: "client", "in the user's app";
    Probe: "probe", "a probe from outside";
    LoadBalancer: "load-balancer", "at the load balancer";
    Server: "server", "in the servers";
} }
choice! { Alerting {
    Dashboard: "dashboard", "a dashboard, no alert";
    Threshold: "threshold", "a threshold";
    BurnRate: "burn-rate", "burn-rate alerts";
} }
choice! { Decision {
    Open: "open", "open";
    Accepted: "accepted", "accepted";
    ToFix: "to-fix", "to fix";
    Watching: "watching", "watching";
} }
choice! { Scope {
    Instance: "instance", "one replica";
    Zone: "zone", "a zone";
    Region: "region", "a region";
    Global: "global", "everywhere at once";
} }
choice! { Reach {
    Group: "group", "one group";
    Everywhere: "everywhere", "every group";
} }
choice! { SharingKind {
    Beta: "beta", "all of them (beta factor)";
    Greek: "greek", "some of them (Greek letters)";
    Alpha: "alpha", "some of them (alpha factors)";
} }
choice! { Cause {
    Hardware: "hardware", "hardware";
    Network: "network", "network";
    SoftwarePush: "software-push", "software push";
    ConfigurationPush: "configuration-push", "configuration push";
    Capacity: "capacity", "capacity";
    Dependency: "dependency", "dependency";
    Data: "data", "data";
    Human: "human", "human";
    Security: "security", "security";
    Unknown: "unknown", "unknown";
} }
choice! { Owner {
    Us: "us", "us";
    Provider: "provider", "platform provider";
    ThirdParty: "third-party", "third party";
} }
choice! { Currency {
    Usd: "USD", "$";
    Eur: "EUR", "€";
    Gbp: "GBP", "£";
    Chf: "CHF", "CHF";
    Jpy: "JPY", "¥";
} }
choice! { Part {
    Detect: "detect", "detect";
    Engage: "engage", "engage";
    Diagnose: "diagnose", "diagnose";
    Mitigate: "mitigate", "mitigate";
    Verify: "verify", "verify";
} }

#[cfg(test)]
mod tests {
    use super::*;

    fn reads_back<C: Choice + core::fmt::Debug>() {
        for choice in C::ALL {
            assert_eq!(C::from_key(choice.key()), Some(*choice));
        }
        assert_eq!(C::from_key("nonsense"), None);
    }

    #[test]
    fn every_key_reads_back() {
        reads_back::<RoutingKind>();
        reads_back::<Overload>();
        reads_back::<Placement>();
        reads_back::<Redundancy>();
        reads_back::<Scope>();
        reads_back::<Reach>();
        reads_back::<SharingKind>();
        reads_back::<Cause>();
        reads_back::<Owner>();
        reads_back::<Currency>();
        reads_back::<Part>();
    }
}
