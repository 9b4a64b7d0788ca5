//! Templates about what everything depends on.

use super::draft::{Draft, likes, needs};
use crate::model::{Dependency, Plan, Practice};

pub(super) const IDENTITY_LESSON: &str = "Nine services, each resilient, and one login that all of them need: \
    the whole is no better than what it shares.";

/// Services that all ask one identity service.
pub(super) fn shared_identity() -> Plan {
    let front = [needs("dns"), needs("gateway")];
    let with = |more: &[Dependency]| [&front[..], more].concat();
    Draft::new("Marketplace services", IDENTITY_LESSON)
        .region("Main region", 1.0, 1.0, 3)
        .part("dns", "dns", "DNS", &[])
        .part("api-gateway", "gateway", "API gateway", &[needs("identity")])
        .part("identity", "identity", "Identity", &[needs("accounts")])
        .part("managed-database", "accounts", "Accounts database", &[])
        .part("managed-database", "records", "Records database", &[])
        .part("queue", "queue", "Message queue", &[])
        .part("compute-pool", "catalogue", "Catalogue", &[needs("identity"), needs("records")])
        .part("search", "search", "Search", &[needs("identity"), likes("catalogue", 0.5)])
        .part("compute-pool", "basket", "Basket", &[needs("identity"), needs("records")])
        .part("compute-pool", "orders", "Orders", &[needs("identity"), needs("records"), needs("queue")])
        .part("compute-pool", "stock", "Stock", &[needs("identity"), needs("records")])
        .part("compute-pool", "prices", "Prices", &[needs("identity"), needs("records")])
        .part("compute-pool", "reviews", "Reviews", &[needs("identity"), needs("records")])
        .part("worker-pool", "messages", "Messages", &[needs("identity"), needs("queue")])
        .part("compute-pool", "sellers", "Sellers", &[needs("identity"), needs("records")])
        .journey(
            "Browse",
            0.7,
            0.999,
            &with(&[needs("catalogue"), likes("search", 0.3), needs("prices"), likes("reviews", 0.1)]),
        )
        .journey(
            "Buy",
            0.2,
            0.999,
            &with(&[
                needs("basket"),
                needs("orders"),
                needs("stock"),
                needs("prices"),
                likes("messages", 0.05),
            ]),
        )
        .journey("Sell", 0.1, 0.995, &with(&[needs("sellers"), needs("stock"), likes("messages", 0.1)]))
        .practices(&[
            (Practice::OnCall, 2),
            (Practice::Playbooks, 1),
            (Practice::BurnRateAlerting, 1),
            (Practice::AutomatedRollback, 1),
            (Practice::Canary, 2),
        ])
        .value_per_hour(15_000.0)
        .plan()
}

pub(super) const PAYMENT_LESSON: &str = "A third party's outage is your users' outage: its contract pays \
    credits, a fallback keeps the checkout open.";

/// A small shop whose checkout waits for somebody else.
pub(super) fn payment_dependency() -> Plan {
    let front = [needs("dns"), needs("load-balancer"), needs("web")];
    let with = |more: &[Dependency]| [&front[..], more].concat();
    Draft::new("Tickets with hosted payment", PAYMENT_LESSON)
        .region("Main region", 1.0, 1.0, 2)
        .part("dns", "dns", "DNS", &[])
        .part("load-balancer", "load-balancer", "Load balancer", &[])
        .tuned("compute-pool", "web", "Web", &[needs("tickets")], |c| {
            c.replicas = 4;
            c.needed = 2;
        })
        .part("managed-database", "tickets", "Tickets database", &[])
        .part("hosted-login", "login", "Hosted login", &[])
        .part("payment-provider", "payment", "Payment provider", &[])
        .part("third-party-api", "fraud", "Fraud check", &[])
        .journey("Find", 0.8, 0.999, &front)
        .journey("Pay", 0.2, 0.999, &with(&[needs("login"), needs("payment"), likes("fraud", 0.3)]))
        .practices(&[(Practice::OnCall, 2), (Practice::Playbooks, 1), (Practice::BurnRateAlerting, 1)])
        .value_per_hour(5_000.0)
        .plan()
}
