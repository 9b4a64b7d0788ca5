//! Templates over several regions.

use super::draft::{Draft, likes, needs};
use crate::model::{Dependency, Overload, Plan, Practice, RoutingKind};

pub(super) const PASSIVE_LESSON: &str = "A standby region is worth what its failover is worth: unexercised, \
    one move in seven fails and waits for people.";

/// Everyone in one region, another stands by.
pub(super) fn active_passive() -> Plan {
    Draft::new("Booking, two regions", PASSIVE_LESSON)
        .region("Primary", 1.0, 1.0, 3)
        .region("Standby", 0.0, 1.0, 3)
        .routing(RoutingKind::Automatic, Overload::Collapses)
        .part("dns", "dns", "DNS", &[])
        .part("load-balancer", "load-balancer", "Load balancer", &[])
        .part("identity", "identity", "Identity", &[])
        .part("managed-database", "bookings", "Bookings database", &[])
        .part("queue", "queue", "Message queue", &[])
        .tuned("compute-pool", "web", "Web", &[needs("bookings"), likes("queue", 0.3)], |c| {
            c.overload = Overload::Sheds;
        })
        .journey("Search", 0.7, 0.999, &[needs("dns"), needs("load-balancer"), needs("web")])
        .journey(
            "Book",
            0.3,
            0.9995,
            &[needs("dns"), needs("load-balancer"), needs("web"), needs("identity")],
        )
        .practices(&[
            (Practice::OnCall, 2),
            (Practice::Playbooks, 1),
            (Practice::BurnRateAlerting, 1),
            (Practice::Canary, 1),
        ])
        .value_per_hour(20_000.0)
        .plan()
}

pub(super) const ACTIVE_LESSON: &str = "Three serving regions survive the loss of one; what takes all three \
    at once is a push, a name or a login that they share.";

/// Users in three regions, any two of which carry everyone.
pub(super) fn active_active() -> Plan {
    let front = [needs("dns"), likes("cdn", 0.2), needs("load-balancer"), needs("gateway")];
    let with = |more: &[Dependency]| [&front[..], more].concat();
    Draft::new("Streaming, three regions", ACTIVE_LESSON)
        .region("Americas", 0.4, 0.5, 3)
        .region("Europe", 0.35, 0.5, 3)
        .region("Asia Pacific", 0.25, 0.5, 3)
        .routing(RoutingKind::Automatic, Overload::Sheds)
        .part("dns", "dns", "DNS", &[])
        .part("cdn", "cdn", "CDN", &[])
        .part("load-balancer", "load-balancer", "Load balancer", &[])
        .part("api-gateway", "gateway", "API gateway", &[])
        .part("identity", "identity", "Identity", &[needs("profiles")])
        .part("google-spanner-multi-region", "profiles", "Profiles database", &[])
        .part("object-store", "media", "Media store", &[])
        .part("cache", "cache", "Cache", &[])
        .part("search", "search", "Recommendations", &[likes("cache", 0.2)])
        .part("queue", "events", "Event queue", &[])
        .part("worker-pool", "billing", "Billing", &[needs("events"), needs("profiles")])
        .part("payment-provider", "payment", "Payment provider", &[])
        .tuned(
            "compute-pool",
            "playback",
            "Playback",
            &[needs("media"), needs("identity"), likes("cache", 0.1)],
            |c| {
                c.replicas = 3;
                c.needed = 2;
                c.overload = Overload::Sheds;
            },
        )
        .journey("Watch", 0.75, 0.9995, &with(&[needs("playback"), likes("search", 0.1)]))
        .journey("Find", 0.2, 0.999, &with(&[needs("search"), needs("identity")]))
        .journey("Subscribe", 0.05, 0.999, &with(&[needs("identity"), needs("billing"), needs("payment")]))
        .practices(&[
            (Practice::OnCall, 3),
            (Practice::Playbooks, 1),
            (Practice::BurnRateAlerting, 1),
            (Practice::AutomatedRollback, 1),
            (Practice::Canary, 2),
            (Practice::Drills, 1),
            (Practice::ConfigurationValidation, 1),
            (Practice::LoadShedding, 1),
        ])
        .value_per_hour(100_000.0)
        .plan()
}
