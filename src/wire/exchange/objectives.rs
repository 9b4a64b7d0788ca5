//! Objectives read from OpenSLO and Sloth, into the journeys of a plan.
//!
//! Read are the documents of kind `SLO` of `openslo/v1` and `openslo/v1alpha`, Sloth's `prometheus/v1`, and its
//! `PrometheusServiceLevel`; others are passed over. What cannot be used is said with its line, and the rest is kept.

pub use super::yaml::{MAX_YAML_BYTES, YamlError};
use super::yaml::{Node, documents};
use crate::model::{Edit, Id, Journey, Plan, limits};
use crate::quantity::{Estimate, Probability, Quantity};
use crate::slo::{Objective, ObjectiveError};
use crate::wire::error::quoted;

/// What a file of objectives holds.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ImportedObjectives {
    /// The objectives, in the file's order.
    pub objectives: Vec<ImportedObjective>,
    /// What could not be used, and why.
    pub problems: Vec<YamlError>,
}

/// An objective of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportedObjective {
    /// Its name in the file.
    pub name: String,
    /// What people call it; the name where the file says nothing else.
    pub title: String,
    /// The target.
    pub objective: Objective,
    /// The period it is kept over, as the file writes it.
    pub period: Option<String>,
    /// The line at which it begins.
    pub line: usize,
}

/// What is done with an objective of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It is left out.
    No,
    /// A journey of the plan gets it.
    Journey(Id),
    /// A new journey is made for it, which has no traffic and needs nothing yet.
    New,
}

/// The objectives of a file. An error is about the file as a whole.
pub fn read_objectives(text: &str) -> Result<ImportedObjectives, YamlError> {
    let mut found = ImportedObjectives::default();
    for document in documents(text)? {
        let version = document.get("apiVersion").or_else(|| document.get("version"));
        let text_of = |name: &str| document.get(name).and_then(Node::text);
        match (version.and_then(Node::text).unwrap_or(""), text_of("kind")) {
            ("openslo/v1" | "openslo/v1alpha", Some("SLO")) => openslo(&mut found, &document),
            ("prometheus/v1", None) => sloth(&mut found, &document),
            ("sloth.slok.dev/v1", Some("PrometheusServiceLevel")) => match document.get("spec") {
                Some(spec) => sloth(&mut found, spec),
                None => found.problem(&document, "found no spec; a PrometheusServiceLevel with one is needed"),
            },
            ("openslo/v1" | "openslo/v1alpha" | "sloth.slok.dev/v1", Some(_)) => {}
            (other, _) => found.problem(
                &document,
                format!(
                    "found apiVersion {}; openslo/v1, openslo/v1alpha, prometheus/v1 or sloth.slok.dev/v1 is needed",
                    quoted(other)
                ),
            ),
        }
    }
    Ok(found)
}

impl ImportedObjectives {
    fn problem(&mut self, node: &Node, what: impl Into<String>) {
        self.problems.push(YamlError { line: node.line, what: what.into() });
    }

    /// Takes an objective in, or says why not.
    fn take(
        &mut self,
        node: &Node,
        name: &str,
        title: &str,
        target: Option<&Node>,
        percent: bool,
        period: Option<String>,
    ) {
        let at = target.unwrap_or(node);
        let Some(text) = target.and_then(Node::text) else {
            return self.problem(at, format!("{}: found no target; a number is needed", quoted(name)));
        };
        // A decimal shift on the text, so that 99.95 gives the same double as 0.9995.
        let number = text.trim();
        let read = match (number.parse::<f64>(), percent) {
            (Err(_), _) => None,
            (Ok(_), true) => Some(Objective::read(&format!("{number}%"))),
            (Ok(share), false) => {
                Some(Probability::new(share).map_err(ObjectiveError::from).and_then(Objective::new))
            }
        };
        match read {
            Some(Ok(objective)) => self.objectives.push(ImportedObjective {
                name: name.to_owned(),
                title: title.to_owned(),
                objective,
                period,
                line: node.line,
            }),
            Some(Err(error)) => self.problem(at, format!("{}: {error}", quoted(name))),
            None => self
                .problem(at, format!("{}: found target {}; a number is needed", quoted(name), quoted(text))),
        }
    }
}

fn openslo(found: &mut ImportedObjectives, document: &Node) {
    let name = document.at(&["metadata", "name"]).and_then(Node::text).unwrap_or("objective");
    let title = document.at(&["metadata", "displayName"]).and_then(Node::text).unwrap_or(name);
    let spec = document.get("spec");
    let objectives = spec.and_then(|spec| spec.get("objectives")).map(Node::items).unwrap_or_default();
    if objectives.is_empty() {
        return found
            .problem(document, format!("{}: found no objectives; spec.objectives is needed", quoted(name)));
    }
    let window = |name: &str| spec.and_then(|spec| spec.get(name)).and_then(|list| list.items().first());
    let text = |node: Option<&Node>| node.and_then(Node::text).map(str::to_owned);
    let period = match (window("timeWindow"), window("timeWindows")) {
        (Some(window), _) => text(window.get("duration")),
        (None, Some(window)) => match (text(window.get("count")), text(window.get("unit"))) {
            (Some(count), Some(unit)) => Some(format!("{count} {unit}")),
            _ => None,
        },
        _ => None,
    };
    for (index, objective) in objectives.iter().enumerate() {
        let own = objective.get("displayName").and_then(Node::text);
        // Several targets of one indicator are told apart by their own names.
        let (name, title) = match (objectives.len(), own) {
            (1, _) => (name.to_owned(), title.to_owned()),
            (_, Some(own)) => (format!("{name} {own}"), format!("{title} {own}")),
            _ => (format!("{name} {}", index + 1), format!("{title} {}", index + 1)),
        };
        let (target, percent) = match objective.get("target") {
            Some(target) => (Some(target), false),
            None => (objective.get("targetPercent"), true),
        };
        found.take(objective, &name, &title, target, percent, period.clone());
    }
}

fn sloth(found: &mut ImportedObjectives, spec: &Node) {
    let slos = spec.get("slos").map(Node::items).unwrap_or_default();
    if slos.is_empty() {
        return found.problem(spec, "found no slos; a list of them is needed");
    }
    for slo in slos {
        let name = slo.get("name").and_then(Node::text).unwrap_or("objective");
        found.take(slo, name, name, slo.get("objective"), true, None);
    }
}

/// What would be done with each objective by itself: the journey of the same name or id gets it, others are left out.
/// Names are compared by their letters and digits; no journey is given two.
pub fn matches(plan: &Plan, found: &ImportedObjectives) -> Vec<Taken> {
    let plain = |text: &str| {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>()
    };
    let mut given: Vec<Id> = Vec::new();
    let mut of = |objective: &ImportedObjective| {
        let names = [plain(&objective.name), plain(&objective.title)];
        let same = |journey: &&Journey| {
            [plain(&journey.name), plain(journey.id.as_str())].iter().any(|own| names.contains(own))
        };
        let journey = plan.journeys.iter().filter(same).find(|journey| !given.contains(&journey.id));
        journey.map_or(Taken::No, |journey| {
            given.push(journey.id);
            Taken::Journey(journey.id)
        })
    };
    found.objectives.iter().map(&mut of).collect()
}

/// The change that takes objectives into a plan, as one step; `None` when it would change nothing.
pub fn take_objectives(plan: &Plan, found: &ImportedObjectives, taken: &[Taken]) -> Option<Edit> {
    let mut edits = Vec::new();
    let mut made: Vec<Id> = Vec::new();
    for (objective, taken) in found.objectives.iter().zip(taken) {
        match taken {
            Taken::No => {}
            Taken::Journey(id) => {
                let changed =
                    plan.journey(*id).is_some_and(|journey| journey.objective != objective.objective);
                edits.extend(changed.then_some(Edit::SetObjective(*id, objective.objective)));
            }
            Taken::New => {
                let journey = new_journey(plan, objective, &made);
                made.push(journey.id);
                edits.push(Edit::Add(Box::new(crate::model::Item::Journey(journey)), None));
            }
        }
    }
    (!edits.is_empty()).then_some(Edit::Batch(edits))
}

fn new_journey(plan: &Plan, objective: &ImportedObjective, made: &[Id]) -> Journey {
    let id = Id::from_name(&objective.title, |id| plan.journey(id).is_some() || made.contains(&id));
    let kept: String = objective.title.chars().filter(|c| !c.is_control()).take(limits::MAX_NAME).collect();
    let name = if kept.trim().is_empty() { id.as_str().to_owned() } else { kept };
    Journey {
        id,
        name,
        traffic: Estimate::assumed(Probability::ZERO),
        objective: objective.objective,
        needs: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::templates::{templates, worked_example};
    use crate::slo::Period;
    use crate::wire::exchange::openslo::write_openslo;
    use crate::wire::exchange::prometheus::MetricNames;

    const SLOTH: &str = r#"
version: "prometheus/v1"
service: shop
labels:
  owner: team
slos:
  - name: checkout
    objective: 99.95
    description: "Paying works."
    sli:
      events:
        error_query: sum(rate(http_requests_total{code=~"(5..|429)"}[{{.window}}]))
        total_query: |
          sum(rate(http_requests_total[{{.window}}]))
    alerting:
      page_alert:
        labels: {severity: page}
  - name: search # of the catalogue
    objective: "99"
    sli: {raw: {error_ratio_query: "errors[{{.window}}]"}}
  - name: perfect
    objective: 100
  - name: broken
    objective: high
"#;

    #[test]
    fn what_is_exported_comes_back_to_the_bit() {
        for template in templates() {
            let plan = (template.build)();
            let found =
                read_objectives(&write_openslo(&plan, Period::Days30, &MetricNames::default())).unwrap();
            assert!(found.problems.is_empty(), "{:?}", found.problems);
            let back: Vec<_> = found.objectives.iter().map(|o| (o.name.as_str(), o.objective)).collect();
            let own: Vec<_> = plan.journeys.iter().map(|j| (j.id.as_str(), j.objective)).collect();
            assert_eq!(back, own);
            let taken = matches(&plan, &found);
            assert!(taken.iter().zip(&plan.journeys).all(|(t, j)| *t == Taken::Journey(j.id)));
            assert_eq!(take_objectives(&plan, &found, &taken), None);
        }
    }

    #[test]
    fn sloth_is_read_and_what_is_wrong_in_it_is_said_with_its_line() {
        let found = read_objectives(SLOTH).unwrap();
        let targets: Vec<_> =
            found.objectives.iter().map(|o| (o.name.as_str(), o.objective.share().get())).collect();
        assert_eq!(targets, [("checkout", 0.9995), ("search", 0.99)]);
        let said: Vec<String> = found.problems.iter().map(ToString::to_string).collect();
        assert!(said[0].contains("line 22") && said[0].contains("wrong target"), "{said:?}");
        assert!(said[1].contains("line 24") && said[1].contains("a number is needed"), "{said:?}");
        let good = SLOTH[..SLOTH.find("  - name: perfect").unwrap()].replace("\"99\"", "99");
        let theirs = slokit::spec::Spec::from_yaml(&good).unwrap();
        for (ours, theirs) in found.objectives.iter().zip(&theirs.slos) {
            assert_eq!(ours.name, theirs.name);
            assert!((ours.objective.share().get() * 100.0 - theirs.objective).abs() < 1e-12);
        }
    }

    #[test]
    fn custom_resources_old_versions_and_several_targets_are_read() {
        let text = "apiVersion: sloth.slok.dev/v1\nkind: PrometheusServiceLevel\nmetadata:\n  name: x\nspec:\n  \
                    service: s\n  slos:\n    - name: pay\n      objective: 99.9\n---\n\
                    apiVersion: openslo/v1alpha\nkind: SLO\nmetadata: {name: old, displayName: Old one}\nspec:\n  \
                    timeWindows:\n    - count: 4\n      unit: Week\n  objectives:\n    - target: 0.98\n---\n\
                    apiVersion: openslo/v1\nkind: Service\nmetadata: {name: s}\nspec: {}\n---\n\
                    apiVersion: openslo/v1\nkind: SLO\nmetadata: {name: two}\nspec:\n  objectives:\n    \
                    - displayName: fast\n      target: 0.9\n    - targetPercent: 99.5\n---\nkind: Pod\n";
        let found = read_objectives(text).unwrap();
        let read: Vec<_> = found
            .objectives
            .iter()
            .map(|o| (o.title.as_str(), o.objective.share().get(), o.period.as_deref()))
            .collect();
        assert_eq!(
            read,
            [
                ("pay", 0.999, None),
                ("Old one", 0.98, Some("4 Week")),
                ("two fast", 0.9, None),
                ("two 2", 0.995, None)
            ]
        );
        assert!(found.problems.len() == 1 && found.problems[0].what.contains("openslo/v1"));
    }

    #[test]
    fn objectives_go_to_journeys_of_the_same_name_or_to_new_ones() {
        let plan = worked_example();
        let (first, name) = (plan.journeys[0].id, plan.journeys[0].name.clone());
        let text = format!(
            "version: prometheus/v1\nslos:\n  - name: \"{}\"\n    objective: 98.5\n  - name: Unheard of\n    objective: 97\n",
            name.to_uppercase()
        );
        let found = read_objectives(&text).unwrap();
        assert_eq!(matches(&plan, &found), [Taken::Journey(first), Taken::No]);
        let edit = take_objectives(&plan, &found, &[Taken::Journey(first), Taken::New]).unwrap();
        let next = plan.apply(&edit).unwrap();
        assert_eq!(next.journeys.len(), plan.journeys.len() + 1);
        assert_eq!(next.journey(first).unwrap().objective.share().get(), 0.985);
        let new = next.journeys.last().unwrap();
        assert_eq!((new.name.as_str(), new.objective.share().get()), ("Unheard of", 0.97));
    }

    #[test]
    fn a_file_of_something_else_is_refused_with_a_reason() {
        assert!(read_objectives("a: &x 1\n").is_err());
        let found = read_objectives("just words\n").unwrap();
        assert!(found.problems[0].what.contains("is needed"), "{:?}", found.problems);
        assert!(read_objectives("").unwrap().objectives.is_empty());
    }
}
