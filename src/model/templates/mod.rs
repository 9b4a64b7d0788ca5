//! Plans to start from, each with a lesson.
//!
//! A template is built from the catalogue, so its figures carry the catalogue's sources. What a
//! template itself chooses (shares, objectives, the value of an hour) is marked as an assumption.

mod draft;
mod regions;
mod services;
mod single;

use super::Plan;

/// A plan to start from.
#[derive(Clone, Copy, Debug)]
pub struct Template {
    /// The key on the command line; it never changes.
    pub key: &'static str,
    /// What people call it.
    pub name: &'static str,
    /// What it teaches, in a line.
    pub lesson: &'static str,
    /// Builds the plan.
    pub build: fn() -> Plan,
}

/// Every template, in the order in which it is offered.
pub fn templates() -> &'static [Template] {
    &TEMPLATES
}

/// The template with this key.
pub fn template(key: &str) -> Option<&'static Template> {
    TEMPLATES.iter().find(|template| template.key == key)
}

/// The plan of the first visit: the web shop.
pub fn worked_example() -> Plan {
    single::web_three_zones()
}

static TEMPLATES: [Template; 6] = [
    Template {
        key: "monolith",
        name: "Single-zone monolith",
        lesson: single::MONOLITH_LESSON,
        build: single::monolith,
    },
    Template {
        key: "web-three-zones",
        name: "Web application over three zones",
        lesson: single::WEB_LESSON,
        build: single::web_three_zones,
    },
    Template {
        key: "active-passive",
        name: "Two regions, active-passive",
        lesson: regions::PASSIVE_LESSON,
        build: regions::active_passive,
    },
    Template {
        key: "active-active",
        name: "Three regions, active-active",
        lesson: regions::ACTIVE_LESSON,
        build: regions::active_active,
    },
    Template {
        key: "shared-identity",
        name: "Microservices with a shared identity service",
        lesson: services::IDENTITY_LESSON,
        build: services::shared_identity,
    },
    Template {
        key: "payment-dependency",
        name: "Third-party payment dependency",
        lesson: services::PAYMENT_LESSON,
        build: services::payment_dependency,
    },
];

#[cfg(test)]
mod tests;
