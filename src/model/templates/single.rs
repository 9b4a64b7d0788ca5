//! Templates in one region.

use super::draft::{Draft, likes, needs};
use crate::model::{Overload, Plan, Practice, Redundancy};

pub(super) const MONOLITH_LESSON: &str = "One server and one database: every push, every machine and every \
    restart is an outage, and at night nobody is called.";

/// One server in one zone, during office hours.
pub(super) fn monolith() -> Plan {
    Draft::new("Back office", MONOLITH_LESSON)
        .region("Europe", 1.0, 1.0, 1)
        .part("dns", "dns", "DNS", &[])
        .part("hosted-login", "login", "Hosted login", &[])
        .tuned("relational-database", "database", "Database", &[], |c| {
            c.replicas = 1;
            c.redundancy = Redundancy::ActiveActive;
        })
        .part("monolith", "app", "Application", &[needs("database")])
        .journey("Work", 0.9, 0.99, &[needs("dns"), needs("login"), needs("app")])
        .journey("Month-end report", 0.1, 0.99, &[needs("dns"), needs("app")])
        .practices(&[(Practice::OnCall, 1)])
        .value_per_hour(1_000.0)
        .plan()
}

pub(super) const WEB_LESSON: &str = "Three zones take care of machines; what is left is what all zones share: \
    pushes, the database's region and the payment provider.";

/// The worked example of the first visit.
pub(super) fn web_three_zones() -> Plan {
    Draft::new("Web shop, EU", WEB_LESSON)
        .region("Europe West", 1.0, 1.0, 3)
        .part("dns", "dns", "DNS", &[])
        .part("load-balancer", "load-balancer", "Load balancer", &[])
        .tuned("compute-pool", "web", "Web", &[needs("orders"), likes("cache", 0.2)], |c| {
            c.overload = Overload::Sheds;
        })
        .part("cache", "cache", "Cache", &[])
        .part("managed-database", "orders", "Orders database", &[])
        .part("identity", "identity", "Identity", &[])
        .part("payment-provider", "payment", "Payment provider", &[])
        .journey(
            "Browse",
            0.8,
            0.999,
            &[needs("dns"), needs("load-balancer"), needs("web"), likes("identity", 0.1)],
        )
        .journey(
            "Checkout",
            0.2,
            0.9995,
            &[needs("dns"), needs("load-balancer"), needs("web"), needs("identity"), needs("payment")],
        )
        .practices(&[
            (Practice::OnCall, 2),
            (Practice::Playbooks, 1),
            (Practice::BurnRateAlerting, 1),
            (Practice::Canary, 1),
        ])
        .value_per_hour(10_000.0)
        .plan()
}
