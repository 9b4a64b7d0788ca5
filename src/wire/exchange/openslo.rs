//! Objectives as OpenSLO v1 documents.
//!
//! What OpenSLO has no word for: an alert condition has one window, so the short one stands in `alertAfter` and in the
//! description; ranges, causes and everything else of a plan stay in the plan file.

use super::prometheus::{MetricNames, plain, reachable, shorthand};
use super::yaml::{Yaml, document};
use crate::model::{Id, Journey, Plan};
use crate::quantity::Quantity;
use crate::slo::Period;
use crate::slo::alerts::{AlertSeverity, AlertWindow, alert_windows};

/// The longest description that OpenSLO takes, in characters.
const LONGEST: usize = 1050;

/// The plan's journeys as a stream of OpenSLO v1 documents: a Service, an SLO for every journey with its indicator, an
/// alert policy for each pair of windows, and the two targets of notifications.
///
/// The indicator divides counters by the names in [`MetricNames`], as in [`rules`](super::prometheus::rules).
///
/// # Source
/// OpenSLO specification v1, <https://github.com/OpenSLO/OpenSLO>, with its JSON schemas.
pub fn write_openslo(plan: &Plan, period: Period, names: &MetricNames) -> String {
    let service = Id::from_name(&plan.name, |_| false);
    let comment = format!(
        "Objectives of \"{}\" over {}, written by Tenfold.\n\
         The metrics are placeholders: see the queries of each SLO.",
        plan.name,
        period.name()
    );
    let mut out = String::new();
    let mut write = |comment: &str, kind: &str, name: &str, title: &str, spec: Yaml| {
        if !out.is_empty() {
            out.push_str("---\n");
        }
        document(&mut out, comment, &object(kind, name, title, spec));
    };
    let about = match plan.lesson.is_empty() {
        true => "A service planned in Tenfold.",
        false => plan.lesson.as_str(),
    };
    write(&comment, "Service", service.as_str(), &plan.name, Yaml::map([("description", described(about))]));
    let windows = alert_windows(period.length());
    for severity in [AlertSeverity::Page, AlertSeverity::Ticket] {
        let about = match severity {
            AlertSeverity::Page => "Whoever is on call, at any hour. Put your own target here.",
            AlertSeverity::Ticket => "The team's list of work. Put your own target here.",
        };
        let spec = Yaml::map([("target", Yaml::text(severity.name())), ("description", described(about))]);
        write("", "AlertNotificationTarget", severity.name(), about_name(severity), spec);
    }
    for window in &windows {
        write("", "AlertPolicy", &policy_name(window), &policy_title(window), policy(window));
    }
    for journey in &plan.journeys {
        let spec = objective(journey, service, period, names);
        write("", "SLO", journey.id.as_str(), &journey.name, spec);
    }
    out
}

fn object(kind: &str, name: &str, title: &str, spec: Yaml) -> Yaml {
    Yaml::map([
        ("apiVersion", Yaml::text("openslo/v1")),
        ("kind", Yaml::text(kind)),
        ("metadata", Yaml::map([("name", Yaml::text(name)), ("displayName", Yaml::text(title))])),
        ("spec", spec),
    ])
}

fn described(text: &str) -> Yaml {
    Yaml::Text(text.chars().take(LONGEST).collect())
}

fn about_name(severity: AlertSeverity) -> &'static str {
    match severity {
        AlertSeverity::Page => "Page",
        AlertSeverity::Ticket => "Ticket",
    }
}

fn policy_name(window: &AlertWindow) -> String {
    format!("{}-{}", window.severity.name(), shorthand(window.long))
}

fn policy_title(window: &AlertWindow) -> String {
    format!("{} on {}", about_name(window.severity), shorthand(window.long))
}

fn policy(window: &AlertWindow) -> Yaml {
    let (long, short) = (shorthand(window.long), shorthand(window.short));
    let about = format!(
        "On while the last {long} and the last {short} both burn the error budget at {} or faster.",
        plain(window.burn.get())
    );
    let condition = Yaml::map([
        ("severity", Yaml::text(window.severity.name())),
        ("description", described(&about)),
        (
            "condition",
            Yaml::map([
                ("kind", Yaml::text("burnrate")),
                ("op", Yaml::text("gte")),
                ("threshold", Yaml::Number(plain(window.burn.get()))),
                ("lookbackWindow", Yaml::text(long)),
                ("alertAfter", Yaml::text(short)),
            ]),
        ),
    ]);
    let condition = Yaml::map([
        ("kind", Yaml::text("AlertCondition")),
        ("metadata", Yaml::map([("name", Yaml::text(policy_name(window)))])),
        ("spec", condition),
    ]);
    Yaml::map([
        ("description", described(&about)),
        ("alertWhenNoData", Yaml::Flag(false)),
        ("alertWhenResolved", Yaml::Flag(false)),
        ("alertWhenBreaching", Yaml::Flag(true)),
        ("conditions", Yaml::List(vec![condition])),
        (
            "notificationTargets",
            Yaml::List(vec![Yaml::map([("targetRef", Yaml::text(window.severity.name()))])]),
        ),
    ])
}

fn objective(journey: &Journey, service: Id, period: Period, names: &MetricNames) -> Yaml {
    let source = |failed: bool| {
        let query = names.rate(failed, journey, "5m");
        let source = Yaml::map([
            ("type", Yaml::text("Prometheus")),
            ("spec", Yaml::map([("query", Yaml::Text(query))])),
        ]);
        Yaml::map([("metricSource", source)])
    };
    let indicator = Yaml::map([
        ("metadata", Yaml::map([("name", Yaml::text(format!("{}-requests", journey.id)))])),
        (
            "spec",
            Yaml::map([(
                "ratioMetric",
                Yaml::map([("counter", Yaml::Flag(false)), ("bad", source(true)), ("total", source(false))]),
            )]),
        ),
    ]);
    let duration = match period {
        Period::Days28 => "28d",
        Period::Days30 => "30d",
        Period::Month => "1M",
        Period::Quarter => "1Q",
        Period::Year => "1Y",
    };
    let window = Yaml::map([("duration", Yaml::text(duration)), ("isRolling", Yaml::Flag(true))]);
    let target = Yaml::map([
        ("displayName", Yaml::text(journey.name.as_str())),
        ("target", Yaml::Number(journey.objective.share().get())),
    ]);
    let mut members = vec![
        (
            "description".to_owned(),
            described(&format!("The share of good user minutes of {}.", journey.name)),
        ),
        ("service".to_owned(), Yaml::text(service.as_str())),
        ("indicator".to_owned(), indicator),
        ("timeWindow".to_owned(), Yaml::List(vec![window])),
        ("budgetingMethod".to_owned(), Yaml::text("Occurrences")),
        ("objectives".to_owned(), Yaml::List(vec![target])),
    ];
    let policies: Vec<Yaml> =
        reachable(journey, period).iter().map(|window| Yaml::Text(policy_name(window))).collect();
    if !policies.is_empty() {
        members.push(("alertPolicies".to_owned(), Yaml::List(policies)));
    }
    Yaml::Map(members)
}

#[cfg(test)]
mod tests {
    use yaml_serde::Value;

    use super::*;
    use crate::model::templates::templates;

    fn documents(text: &str) -> Vec<Value> {
        use serde::Deserialize;
        yaml_serde::Deserializer::from_str(text).map(|d| Value::deserialize(d).unwrap()).collect()
    }

    /// A name as OpenSLO's schema wants it: small letters, digits, dots, bars, slashes and dashes, beginning with a
    /// letter or digit, at most 255 characters.
    fn is_name(value: &Value) -> bool {
        let Some(name) = value.as_str() else { return false };
        let first = name.chars().next().is_some_and(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
        let rest = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || ".|/\\-".contains(c);
        first && name.len() <= 255 && name.chars().all(rest)
    }

    fn is_duration(value: &Value) -> bool {
        let Some(text) = value.as_str() else { return false };
        let (number, unit) = text.split_at(text.len() - 1);
        "mhdwMQY".contains(unit) && number.parse::<u32>().is_ok_and(|n| n > 0) && !number.starts_with('0')
    }

    fn is_description(value: &Value) -> bool {
        value.as_str().is_some_and(|text| text.chars().count() <= 1050)
    }

    /// What the published JSON schemas (v1, at commit `af4ba87`) ask of a document, in our own words.
    fn obeys_the_schema(document: &Value) {
        assert_eq!(document["apiVersion"].as_str(), Some("openslo/v1"));
        let (metadata, spec) = (&document["metadata"], &document["spec"]);
        assert!(
            is_name(&metadata["name"]) && metadata["displayName"].as_str().is_some_and(|n| !n.is_empty())
        );
        assert!(spec.is_mapping());
        match document["kind"].as_str().unwrap() {
            "Service" => assert!(is_description(&spec["description"])),
            "AlertNotificationTarget" => {
                assert!(spec["target"].is_string() && is_description(&spec["description"]));
            }
            "AlertPolicy" => {
                for flag in ["alertWhenNoData", "alertWhenResolved", "alertWhenBreaching"] {
                    assert!(spec[flag].is_bool(), "{flag}");
                }
                let conditions = spec["conditions"].as_sequence().unwrap();
                assert_eq!(conditions.len(), 1);
                let condition = &conditions[0];
                assert_eq!(condition["kind"].as_str(), Some("AlertCondition"));
                assert!(is_name(&condition["metadata"]["name"]) && condition["spec"]["severity"].is_string());
                let condition = &condition["spec"]["condition"];
                assert_eq!(condition["kind"].as_str(), Some("burnrate"));
                assert!(condition["threshold"].is_number());
                assert!(is_duration(&condition["lookbackWindow"]) && is_duration(&condition["alertAfter"]));
                assert!(is_name(&spec["notificationTargets"][0]["targetRef"]));
            }
            "SLO" => {
                assert!(is_description(&spec["description"]) && is_name(&spec["service"]));
                assert_eq!(spec["budgetingMethod"].as_str(), Some("Occurrences"));
                let window = spec["timeWindow"].as_sequence().unwrap();
                assert!(window.len() == 1 && is_duration(&window[0]["duration"]));
                assert_eq!(window[0]["isRolling"].as_bool(), Some(true));
                let target = spec["objectives"][0]["target"].as_f64().unwrap();
                assert!((0.0..1.0).contains(&target));
                let ratio = &spec["indicator"]["spec"]["ratioMetric"];
                assert!(is_name(&spec["indicator"]["metadata"]["name"]) && ratio["counter"].is_bool());
                assert!(ratio.get("good").is_none());
                for part in ["bad", "total"] {
                    assert!(ratio[part]["metricSource"]["spec"]["query"].is_string());
                }
                assert!(spec["alertPolicies"].as_sequence().unwrap().iter().all(is_name));
            }
            other => panic!("{other}"),
        }
    }

    #[test]
    fn every_document_obeys_the_published_schema() {
        for template in templates() {
            let plan = (template.build)();
            for period in Period::ALL {
                let found = documents(&write_openslo(&plan, period, &MetricNames::default()));
                found.iter().for_each(obeys_the_schema);
                let of_kind = |kind: &str| found.iter().filter(|d| d["kind"].as_str() == Some(kind)).count();
                assert_eq!(of_kind("SLO"), plan.journeys.len());
                assert_eq!(of_kind("AlertPolicy"), alert_windows(period.length()).len());
                assert_eq!((of_kind("Service"), of_kind("AlertNotificationTarget")), (1, 2));
            }
        }
    }

    #[test]
    fn every_name_that_is_referred_to_is_there() {
        for template in templates() {
            let plan = (template.build)();
            let found = documents(&write_openslo(&plan, Period::Days30, &MetricNames::default()));
            let has = |kind: &str, name: &Value| {
                found.iter().any(|d| d["kind"].as_str() == Some(kind) && d["metadata"]["name"] == *name)
            };
            for document in &found {
                let spec = &document["spec"];
                match document["kind"].as_str().unwrap() {
                    "SLO" => {
                        assert!(has("Service", &spec["service"]));
                        assert!(
                            spec["alertPolicies"]
                                .as_sequence()
                                .unwrap()
                                .iter()
                                .all(|p| has("AlertPolicy", p))
                        );
                    }
                    "AlertPolicy" => {
                        assert!(has("AlertNotificationTarget", &spec["notificationTargets"][0]["targetRef"]));
                    }
                    _ => {}
                }
            }
        }
    }

    #[test]
    fn another_reader_of_openslo_finds_the_same_objectives() {
        for template in templates() {
            let plan = (template.build)();
            for (period, name) in [(Period::Days28, "28d"), (Period::Days30, "30d")] {
                let text = write_openslo(&plan, period, &MetricNames::default());
                let import = slokit::spec::openslo::from_yaml(&text).unwrap();
                let slos: Vec<_> = import.specs.iter().flat_map(|spec| &spec.slos).collect();
                assert_eq!(slos.len(), plan.journeys.len(), "{}", template.key);
                for (slo, journey) in slos.iter().zip(&plan.journeys) {
                    assert_eq!(slo.name, journey.id.as_str());
                    assert_eq!(slo.period.as_deref(), Some(name));
                    assert!((slo.objective / 100.0 - journey.objective.share().get()).abs() < 1e-12);
                    let events = slo.sli.events.as_ref().unwrap();
                    assert!(events.error_query.contains("journey_requests_failed_total"));
                }
                for spec in &import.specs {
                    spec.validate().unwrap();
                }
            }
        }
    }
}
