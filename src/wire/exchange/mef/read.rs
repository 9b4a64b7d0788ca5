//! From a file to a fault-tree model.

use super::MAX_BYTES;
use super::error::{Fault, MefError, quoted};
use super::expression::Numbers;
use super::names::{Meaning, NameError, Names, Scope};
use super::xml::{Document, Id};
use crate::analysis::fault_tree::{BasicEvent, FaultTreeModel, GateName};
use crate::engine::fault_tree::{Gate, Op};

/// The mission time where none is said: a year of 365 days, in hours, as SCRAM has it.
pub const DEFAULT_MISSION_HOURS: f64 = 8_760.0;

/// What a file says.
#[derive(Clone, Debug, Default)]
pub struct Mef {
    /// The fault trees.
    pub model: FaultTreeModel,
    /// What is left out, in sentences.
    pub left_out: Vec<String>,
}

/// Reads a file from bytes, which have to be UTF-8. A byte order mark is accepted.
pub fn read_bytes(bytes: &[u8], mission_hours: f64) -> Result<Mef, MefError> {
    match core::str::from_utf8(bytes) {
        Ok(text) => read(text, mission_hours),
        Err(error) => {
            let before = &bytes[..error.valid_up_to()];
            let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
            let what = "bytes were found that are not UTF-8; a text in UTF-8 is needed".to_owned();
            Err(MefError { line, name: String::new(), what })
        }
    }
}

/// Reads a file. `mission_hours` is what `system-mission-time` stands for.
pub fn read(text: &str, mission_hours: f64) -> Result<Mef, MefError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.len() > MAX_BYTES {
        let what = format!("the file has {} bytes; at most {MAX_BYTES} bytes are read", text.len());
        return Err(MefError { line: 0, name: String::new(), what });
    }
    if !(mission_hours.is_finite() && mission_hours >= 0.0) {
        let what = format!("the mission time is {mission_hours} hours; a number from 0 on is needed");
        return Err(MefError { line: 0, name: String::new(), what });
    }
    let document = Document::read(text).map_err(|fault| fault.in_text(text))?;
    let reading = Reading::of(&document, mission_hours);
    reading.and_then(Reading::finish).map_err(|fault| fault.in_text(text))
}

/// A gate that is defined: where, in what, and in which fault tree.
pub(super) struct Defined {
    pub(super) element: Id,
    pub(super) scope: Scope,
    /// The number of the fault tree.
    pub(super) tree: usize,
    /// The name as it stands in the file.
    pub(super) name: String,
}

/// A common-cause group: where, in what, and its members' gates.
pub(super) struct Group {
    pub(super) element: Id,
    pub(super) scope: Scope,
    pub(super) members: Vec<(u32, String)>,
}

/// A file on its way to a model.
pub(super) struct Reading<'a> {
    pub(super) document: &'a Document<'a>,
    pub(super) names: Names,
    pub(super) numbers: Numbers,
    pub(super) model: FaultTreeModel,
    /// The gates that are defined; the gate of the same number is one of them.
    pub(super) gates: Vec<Option<Defined>>,
    /// The gate that a formula belongs to, by gate.
    pub(super) owners: Vec<u32>,
    groups: Vec<Group>,
    /// Basic events to be given their numbers: the event, its element and where it stands.
    events: Vec<(u32, Id, Scope)>,
    pub(super) trees: Vec<(String, Option<String>)>,
    left_out: Vec<String>,
}

/// What a definition stands in.
#[derive(Clone, Copy)]
struct Place {
    scope: Scope,
    public: bool,
    tree: Option<usize>,
}

const DEFINITIONS: &str = "define-gate, define-basic-event, define-house-event, define-parameter, define-component or \
                           define-CCF-group";

impl<'a> Reading<'a> {
    fn of(document: &'a Document<'a>, mission_hours: f64) -> Result<Self, Fault> {
        let root = document.root();
        if document.name(root) != "opsa-mef" {
            let found = quoted(document.name(root));
            return Err(document.fault(root, format!("the element {found} was found; opsa-mef is needed")));
        }
        let mut reading = Self {
            document,
            names: Names::new(),
            numbers: Numbers::new(mission_hours),
            model: FaultTreeModel {
                name: document.attribute(root, "name").unwrap_or_default().to_owned(),
                label: document.label(root),
                ..FaultTreeModel::default()
            },
            gates: Vec::new(),
            owners: Vec::new(),
            groups: Vec::new(),
            events: Vec::new(),
            trees: Vec::new(),
            left_out: Vec::new(),
        };
        reading.definitions(root)?;
        Ok(reading)
    }

    fn finish(mut self) -> Result<Mef, Fault> {
        self.numbers.work_out(self.document, &self.names)?;
        for (event, element, scope) in std::mem::take(&mut self.events) {
            let name = self.model.events[event as usize].name.clone();
            self.give_probability(event, element, scope)
                .map_err(|fault| fault.about("basic event", &name))?;
        }
        for group in std::mem::take(&mut self.groups) {
            let name = self.document.attribute(group.element, "name").unwrap_or_default();
            self.expand(&group).map_err(|fault| fault.about("CCF group", name))?;
        }
        self.formulas()?;
        self.model.tree.events = self.model.events.len();
        self.find_tops();
        self.check()?;
        self.model.parameters = self.numbers.parameters();
        self.model.expressions = self.numbers.expressions;
        Ok(Mef { model: self.model, left_out: self.left_out })
    }

    /// Everything that has a name, wherever it stands.
    fn definitions(&mut self, root: Id) -> Result<(), Fault> {
        let document = self.document;
        let file = Place { scope: 0, public: true, tree: None };
        let mut open: Vec<(Id, Place)> = document.children(root).map(|child| (child, file)).collect();
        open.reverse();
        while let Some((element, place)) = open.pop() {
            let name = document.attribute(element, "name").unwrap_or_default();
            let inside = match (document.name(element), place.tree) {
                ("model-data", None) => Some(place),
                ("define-fault-tree", None) => Some(self.fault_tree(element)?),
                ("define-component", Some(_)) => Some(self.component(element, place)?),
                ("define-gate", Some(_)) => {
                    self.gate(element, place).map(|()| None).map_err(|f| f.about("gate", name))?
                }
                ("define-basic-event", _) => self
                    .basic_event(element, place)
                    .map(|()| None)
                    .map_err(|f| f.about("basic event", name))?,
                ("define-house-event", _) => self
                    .house_event(element, place)
                    .map(|()| None)
                    .map_err(|f| f.about("house event", name))?,
                ("define-parameter", _) => {
                    self.parameter(element, place).map(|()| None).map_err(|f| f.about("parameter", name))?
                }
                ("define-CCF-group", _) => {
                    self.group(element, place).map(|()| None).map_err(|f| f.about("CCF group", name))?
                }
                (left, None) if LEFT_OUT.contains(&left) => {
                    self.leave_out(element);
                    None
                }
                ("define-substitution", None) => {
                    let what =
                        "a substitution changes what the answer is and is not understood; leave it out";
                    return Err(document.fault(element, what).about("substitution", name));
                }
                (found, tree) => {
                    let needed = if tree.is_some() { DEFINITIONS } else { "define-fault-tree or model-data" };
                    let what = format!("the element {} was found; {needed} is needed", quoted(found));
                    return Err(document.fault(element, what).about("element", found));
                }
            };
            if let Some(inside) = inside {
                let from = open.len();
                open.extend(document.children(element).map(|child| (child, inside)));
                open[from..].reverse();
            }
        }
        Ok(())
    }

    fn leave_out(&mut self, element: Id) {
        let kind = self.document.name(element);
        let name = self.document.attribute(element, "name").unwrap_or_default();
        // Each kind is told once: there may be many.
        let told = format!("{kind} is left out");
        if self.left_out.iter().all(|known| !known.starts_with(&told)) {
            self.left_out.push(format!("{told} (the first is {}): only fault trees are read", quoted(name)));
        }
    }

    fn fault_tree(&mut self, element: Id) -> Result<Place, Fault> {
        let name = self.document.needed(element, "name")?.to_owned();
        let scope = self.names.enter(0, &name);
        let scope = scope.map_err(|error| self.refused(element, error).about("fault tree", &name))?;
        self.trees.push((name, self.document.label(element)));
        Ok(Place { scope, public: true, tree: Some(self.trees.len() - 1) })
    }

    fn component(&mut self, element: Id, place: Place) -> Result<Place, Fault> {
        let name = self.document.needed(element, "name")?;
        let scope = self.names.enter(place.scope, name);
        let scope = scope.map_err(|error| self.refused(element, error).about("component", name))?;
        Ok(Place { scope, public: self.is_public(element, place)?, ..place })
    }

    /// Whether what an element defines is seen everywhere: as it says, else as what it stands in.
    fn is_public(&self, element: Id, place: Place) -> Result<bool, Fault> {
        match self.document.attribute(element, "role") {
            None => Ok(place.public),
            Some("public") => Ok(true),
            Some("private") => Ok(false),
            Some(found) => {
                let what = format!("the role is {}; public or private is needed", quoted(found));
                Err(self.document.fault(element, what))
            }
        }
    }

    fn refused(&self, element: Id, error: NameError) -> Fault {
        self.document.fault(element, error.said())
    }

    /// Gives the name of an element its meaning; what it is known by comes back.
    fn define(&mut self, element: Id, place: Place, meaning: Meaning) -> Result<String, Fault> {
        let name = self.document.needed(element, "name")?;
        let public = self.is_public(element, place)?;
        let defined = self.names.define(place.scope, name, public, meaning);
        defined.map_err(|error| self.refused(element, error))?;
        Ok(self.names.known_as(place.scope, name, public))
    }

    fn gate(&mut self, element: Id, place: Place) -> Result<(), Fault> {
        let number = self.model.tree.gates.len() as u32;
        let name = self.define(element, place, Meaning::Gate(number))?;
        let defined =
            Defined { element, scope: place.scope, tree: place.tree.unwrap_or_default(), name: name.clone() };
        self.new_gate(Some(number), GateName { name: Some(name), label: self.document.label(element) });
        self.gates[number as usize] = Some(defined);
        Ok(())
    }

    /// A gate to be filled, which belongs to itself or to another.
    pub(super) fn new_gate(&mut self, owner: Option<u32>, name: GateName) -> u32 {
        let number = self.model.tree.gates.len() as u32;
        self.model.tree.gates.push(Gate { op: Op::Or, args: Vec::new() });
        self.model.gates.push(name);
        self.gates.push(None);
        self.owners.push(owner.unwrap_or(number));
        number
    }

    fn basic_event(&mut self, element: Id, place: Place) -> Result<(), Fault> {
        let event = self.model.events.len() as u32;
        let name = self.define(element, place, Meaning::Event(event))?;
        self.new_event(name, self.document.label(element));
        self.events.push((event, element, place.scope));
        Ok(())
    }

    /// An event whose probability comes later.
    pub(super) fn new_event(&mut self, name: String, label: Option<String>) -> u32 {
        let event = self.model.events.len() as u32;
        self.model.events.push(BasicEvent { name, label, term: self.numbers.zero() });
        event
    }

    fn give_probability(&mut self, event: u32, element: Id, scope: Scope) -> Result<(), Fault> {
        let mut parts = self.document.children(element);
        let Some(expression) = parts.next() else {
            return Err(self.document.fault(element, "no probability was found; an expression is needed"));
        };
        if let Some(second) = parts.next() {
            return Err(self.document.fault(second, "a second expression was found; one is needed"));
        }
        let term = self.numbers.expression(self.document, &self.names, expression, scope)?;
        self.probability(event, term, expression)
    }

    /// Gives an event its probability, which has to be one.
    pub(super) fn probability(
        &mut self,
        event: u32,
        term: crate::engine::expression::Term,
        element: Id,
    ) -> Result<(), Fault> {
        let found = self.numbers.expressions.point(term);
        if !(0.0..=1.0).contains(&found) {
            let what = format!("the probability is {found}; a number from 0 to 1 is needed");
            return Err(self.document.fault(element, what));
        }
        self.model.events[event as usize].term = term;
        Ok(())
    }

    fn house_event(&mut self, element: Id, place: Place) -> Result<(), Fault> {
        let state = match self.document.children(element).next() {
            None => false,
            Some(constant) if self.document.name(constant) == "constant" => self.truth(constant)?,
            Some(other) => {
                let what = format!(
                    "the element {} was found; constant is needed",
                    quoted(self.document.name(other))
                );
                return Err(self.document.fault(other, what));
            }
        };
        self.define(element, place, Meaning::House(state)).map(|_| ())
    }

    /// The value of a constant.
    pub(super) fn truth(&self, constant: Id) -> Result<bool, Fault> {
        super::expression::truth(self.document, constant)
    }

    fn parameter(&mut self, element: Id, place: Place) -> Result<(), Fault> {
        let number = self.numbers.next_parameter();
        let name = self.define(element, place, Meaning::Parameter(number))?;
        self.numbers.add_parameter(self.document, element, place.scope, name)
    }

    fn group(&mut self, element: Id, place: Place) -> Result<(), Fault> {
        let mut members = Vec::new();
        let lists = self.document.children(element).filter(|child| self.document.name(*child) == "members");
        let members_of: Vec<Id> = lists.flat_map(|list| self.document.children(list)).collect();
        for member in members_of {
            if self.document.name(member) != "basic-event" {
                let what = format!(
                    "the member {} was found; basic-event is needed",
                    quoted(self.document.name(member))
                );
                return Err(self.document.fault(member, what));
            }
            let gate = self.model.tree.gates.len() as u32;
            let short = self.document.needed(member, "name")?.to_owned();
            let name = self
                .define(member, place, Meaning::Member(gate))
                .map_err(|f| f.about("basic event", &short))?;
            self.new_gate(Some(gate), GateName { name: Some(name), label: None });
            members.push((gate, short));
        }
        self.groups.push(Group { element, scope: place.scope, members });
        Ok(())
    }
}

/// What asks about other things than fault trees.
const LEFT_OUT: [&str; 7] = [
    "define-event-tree",
    "define-initiating-event",
    "define-alignment",
    "define-rule",
    "define-consequence",
    "define-extern-library",
    "define-extern-function",
];
