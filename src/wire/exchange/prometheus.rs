//! Rules for Prometheus: how many requests fail over each window, and the alerts on them.
//!
//! A plan knows journeys, not metrics. So the rules expect two counters with a label that holds the journey's id, by
//! the names in [`MetricNames`], and everything else follows from them:
//!
//! ```text
//! journey_requests_total{journey="checkout"}          every request of the journey
//! journey_requests_failed_total{journey="checkout"}   those that failed
//! ```
//!
//! Whoever has other metrics gives their names, or records these two from them.

use thiserror::Error;

use super::yaml::{Yaml, document};
use crate::model::{Journey, Plan};
use crate::quantity::{Duration, MINUTES_PER_DAY};
use crate::slo::Period;
use crate::slo::alerts::{AlertSeverity, AlertWindow, alert_windows, weakest_outage};

/// What the counters and their label are called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MetricNames {
    total: String,
    failed: String,
    label: String,
}

/// Why a name is none for Prometheus.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error(
    "{what}: found {found:?}; a letter or underscore, then letters, digits{colons} and underscores are needed"
)]
pub struct MetricNameError {
    what: &'static str,
    found: String,
    colons: &'static str,
}

impl Default for MetricNames {
    fn default() -> Self {
        Self {
            total: "journey_requests_total".into(),
            failed: "journey_requests_failed_total".into(),
            label: "journey".into(),
        }
    }
}

impl MetricNames {
    /// Names for the counter of all requests, the counter of those that failed, and the label with the journey's id.
    pub fn new(total: &str, failed: &str, label: &str) -> Result<Self, MetricNameError> {
        let name = |what, found: &str, colon: bool| {
            let inside = |c: char| c.is_ascii_alphanumeric() || c == '_' || (colon && c == ':');
            let well = !found.is_empty()
                && found.len() <= 200
                && !found.starts_with(|c: char| c.is_ascii_digit())
                && found.chars().all(inside);
            match well {
                true => Ok(found.to_owned()),
                false => Err(MetricNameError {
                    what,
                    found: found.chars().take(60).collect(),
                    colons: if colon { ", colons" } else { "" },
                }),
            }
        };
        Ok(Self {
            total: name("the metric of all requests", total, true)?,
            failed: name("the metric of failed requests", failed, true)?,
            label: name("the label of journeys", label, false)?,
        })
    }

    /// Requests a second over a window, of those that failed or of all. Ids need no escaping.
    pub(super) fn rate(&self, failed: bool, journey: &Journey, window: &str) -> String {
        let metric = if failed { &self.failed } else { &self.total };
        format!("sum(rate({metric}{{{}=\"{}\"}}[{window}]))", self.label, journey.id)
    }

    fn ratio(&self, journey: &Journey, window: &str) -> String {
        format!("{} / {}", self.rate(true, journey, window), self.rate(false, journey, window))
    }
}

/// A length of time as Prometheus and OpenSLO write it, in whole units: `5m`, `6h`, `3d`.
pub(super) fn shorthand(length: Duration) -> String {
    let minutes = libm::round(length.minutes()).max(1.0) as u64;
    match minutes {
        _ if minutes.is_multiple_of(1_440) => format!("{}d", minutes / 1_440),
        _ if minutes.is_multiple_of(60) => format!("{}h", minutes / 60),
        _ => format!("{minutes}m"),
    }
}

/// A period in whole days.
fn days(period: Period) -> String {
    format!("{}d", libm::round(period.length().minutes() / MINUTES_PER_DAY) as u32)
}

/// A number without the last two of its sixteen digits, where a product of decimals leaves its dust: 5.6, not
/// 5.6000000000000005.
pub(super) fn plain(number: f64) -> f64 {
    let text = format!("{number:.13e}");
    text.parse().unwrap_or(number)
}

/// The windows that an outage of a journey can reach.
pub(super) fn reachable(journey: &Journey, period: Period) -> Vec<AlertWindow> {
    let windows = alert_windows(period.length());
    windows.into_iter().filter(|window| window.threshold(journey.objective) <= 1.0).collect()
}

/// A rule file: for every journey the share of failing requests over each window, the objective, the share of the
/// budget that is spent, and an alert for each pair of windows that an outage can reach.
///
/// An alert is on while both windows fail more requests than `burn rate * (1 - objective)`.
///
/// # Source
/// [SRE Workbook, chapter 5](crate::refs::SreWorkbook5), the last of its alerts.
pub fn rules(plan: &Plan, period: Period, names: &MetricNames) -> String {
    let groups: Vec<Yaml> = plan.journeys.iter().map(|journey| group(journey, period, names)).collect();
    let MetricNames { total, failed, label } = names;
    let comment = format!(
        "Recording rules and burn-rate alerts over {} for \"{}\", written by Tenfold.\n\
         They expect two counters with the label \"{label}\", which holds the id of a journey:\n  \
         {total}   every request\n  {failed}   those that failed\n\
         Other names: tenfold export prometheus PLAN --total NAME --failed NAME --label NAME\n\
         Check with: promtool check rules FILE",
        period.name(),
        plan.name,
    );
    let mut out = String::new();
    if groups.is_empty() {
        // A list is never written empty; a rule file may be.
        document(&mut out, &format!("{comment}\nThe plan has no journeys."), &Yaml::map([]));
        return out + "groups: []\n";
    }
    document(&mut out, &comment, &Yaml::map([("groups", Yaml::List(groups))]));
    out
}

fn group(journey: &Journey, period: Period, names: &MetricNames) -> Yaml {
    let windows = reachable(journey, period);
    let label = || (names.label.clone(), Yaml::text(journey.id.as_str()));
    let record = |name: String, expr: String| {
        Yaml::map([
            ("record", Yaml::Text(name)),
            ("expr", Yaml::Text(expr)),
            ("labels", Yaml::Map(vec![label()])),
        ])
    };
    let mut rules = Vec::new();
    let mut recorded: Vec<String> = Vec::new();
    for length in windows.iter().flat_map(|window| [window.short, window.long]).map(shorthand) {
        if !recorded.contains(&length) {
            rules.push(record(ratio_name(&length), names.ratio(journey, &length)));
            recorded.push(length);
        }
    }
    let objective = journey.objective.share();
    let target = crate::quantity::Quantity::get(objective);
    rules.push(record("journey:objective:ratio".into(), format!("vector({target})")));
    let whole = days(period);
    rules.push(record(
        format!("journey:error_budget_spent:ratio{whole}"),
        format!("({}) / (1 - {target})", names.ratio(journey, &whole)),
    ));
    rules.extend(windows.iter().map(|window| alert(journey, target, window, names, label())));
    Yaml::map([("name", Yaml::text(format!("tenfold-{}", journey.id))), ("rules", Yaml::List(rules))])
}

fn ratio_name(window: &str) -> String {
    format!("journey:request_errors:ratio_rate{window}")
}

fn alert(
    journey: &Journey,
    target: f64,
    window: &AlertWindow,
    names: &MetricNames,
    label: (String, Yaml),
) -> Yaml {
    let (long, short) = (shorthand(window.long), shorthand(window.short));
    let burn = plain(window.burn.get());
    let over = |window: &str| {
        let selector = format!("{}{{{}=\"{}\"}}", ratio_name(window), names.label, journey.id);
        format!("{selector} > ({burn} * (1 - {target}))")
    };
    let share = plain(crate::quantity::Quantity::get(window.share) * 100.0);
    let labels = vec![
        label,
        ("severity".to_owned(), Yaml::text(window.severity.name())),
        ("long_window".to_owned(), Yaml::text(long.as_str())),
        ("short_window".to_owned(), Yaml::text(short.as_str())),
    ];
    let title = match window.severity {
        AlertSeverity::Page => "ErrorBudgetBurnPage",
        AlertSeverity::Ticket => "ErrorBudgetBurnTicket",
    };
    // Braces would be read as a template by Prometheus.
    let name: String = journey.name.chars().filter(|c| !matches!(c, '{' | '}')).collect();
    let annotations = Yaml::map([
        ("summary", Yaml::text(format!("{name} burns its error budget at {burn} or faster"))),
        (
            "description",
            Yaml::text(format!(
                "Over {long} and over {short} requests fail at a rate that spends {share} % of the budget in {long}; \
                 {{{{ $value | humanizePercentage }}}} of them fail."
            )),
        ),
    ]);
    Yaml::map([
        ("alert", Yaml::text(title)),
        ("expr", Yaml::Text(format!("{} and {}", over(&long), over(&short)))),
        ("labels", Yaml::Map(labels)),
        ("annotations", annotations),
    ])
}

/// The smallest share of failing requests that pages, for those who show the rules; see [`weakest_outage`].
pub fn pages_from(journey: &Journey, period: Period) -> Option<f64> {
    weakest_outage(journey.objective, &alert_windows(period.length()))
}

#[cfg(test)]
mod tests {
    use yaml_serde::Value;

    use super::*;
    use crate::model::templates::{templates, worked_example};
    use crate::model::{Edit, Place};
    use crate::slo::Objective;

    fn parsed(text: &str) -> Value {
        yaml_serde::from_str(text).unwrap_or_else(|error| panic!("{error} in\n{text}"))
    }

    #[test]
    fn every_template_gives_a_group_for_each_journey() {
        for template in templates() {
            let plan = (template.build)();
            for period in Period::ALL {
                let file = parsed(&rules(&plan, period, &MetricNames::default()));
                let groups = file["groups"].as_sequence().unwrap();
                assert_eq!(groups.len(), plan.journeys.len());
                for (group, journey) in groups.iter().zip(&plan.journeys) {
                    let rules = group["rules"].as_sequence().unwrap();
                    let alerts: Vec<_> = rules.iter().filter(|rule| rule.get("alert").is_some()).collect();
                    assert_eq!(alerts.len(), reachable(journey, period).len());
                    // Every series that an alert looks at is recorded.
                    for alert in alerts {
                        for window in ["long_window", "short_window"] {
                            let name = ratio_name(alert["labels"][window].as_str().unwrap());
                            assert!(
                                rules.iter().any(|rule| rule["record"].as_str() == Some(&name)),
                                "{name}"
                            );
                            assert!(alert["expr"].as_str().unwrap().contains(&name));
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn thresholds_are_burn_rate_times_budget() {
        let text = rules(&worked_example(), Period::Days28, &MetricNames::default());
        for words in ["> (13.44 * (1 - 0.999", "> (5.6 * (1 - ", "[3d]", "[30m]", "severity: \"page\""] {
            assert!(text.contains(words), "{words} in {text}");
        }
        assert!(!text.contains("5.6000000000000005"));
    }

    #[test]
    fn a_window_that_can_never_fire_has_no_alert() {
        let plan = worked_example();
        let journey = plan.journeys[0].id;
        let lax = plan.apply(&Edit::SetObjective(journey, Objective::read("90%").unwrap())).unwrap();
        let windows = reachable(&lax.journeys[0], Period::Days30);
        assert_eq!(windows.len(), 3);
    }

    #[test]
    fn what_people_typed_stays_text() {
        let plan = worked_example();
        let journey = plan.journeys[0].id;
        let name = "Pay: \"now\" {{ $labels.x }} # \\";
        let plan = plan.apply(&Edit::Rename(Place::Journey(journey), name.into())).unwrap();
        let plan = plan.apply(&Edit::Rename(Place::Plan, "a: [b\u{2028} #".into())).unwrap();
        let file = parsed(&rules(&plan, Period::Days30, &MetricNames::default()));
        let alert =
            file["groups"][0]["rules"].as_sequence().unwrap().iter().find(|r| r.get("alert").is_some());
        let summary = alert.unwrap()["annotations"]["summary"].as_str().unwrap();
        assert!(summary.contains("\"now\"") && !summary.contains("{{"), "{summary}");
    }

    #[test]
    fn names_that_prometheus_would_refuse_are_refused() {
        assert!(MetricNames::new("http:requests_total", "failed_total", "route").is_ok());
        for (total, failed, label) in
            [("", "b", "c"), ("9a", "b", "c"), ("a b", "b", "c"), ("a", "b-c", "c"), ("a", "b", "c:d")]
        {
            let error = MetricNames::new(total, failed, label).unwrap_err();
            assert!(error.to_string().contains("are needed"), "{error}");
        }
    }
}
