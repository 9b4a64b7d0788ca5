//! Expressions and parameters to terms.

use super::error::{Fault, quoted};
use super::names::{Meaning, Names, Scope};
use super::xml::{Document, Id};
use crate::analysis::fault_tree::Parameter;
use crate::engine::expression::{Expressions, Operation, Term};

/// The units that the format knows.
const UNITS: [&str; 9] = ["bool", "int", "float", "hours", "hours-1", "years", "years-1", "fit", "demands"];

/// The value of an element that is true or false.
pub(super) fn truth(document: &Document, element: Id) -> Result<bool, Fault> {
    match document.needed(element, "value")? {
        "true" | "1" => Ok(true),
        "false" | "0" => Ok(false),
        found => {
            Err(document.fault(element, format!("the value is {}; true or false is needed", quoted(found))))
        }
    }
}

/// How far a parameter is worked out.
#[derive(Clone, Copy, PartialEq)]
enum State {
    Waiting,
    /// It is being worked out: who needs it now, needs himself.
    Begun,
    Done(Term),
}

struct Defined {
    name: String,
    unit: Option<String>,
    element: Id,
    scope: Scope,
    state: State,
}

/// The numbers of a file.
pub(super) struct Numbers {
    pub(super) expressions: Expressions,
    parameters: Vec<Defined>,
    mission_hours: f64,
    zero: Term,
}

/// What is left to do, last first.
enum Task {
    /// Read an element as a number.
    Read(Id, Scope),
    /// Make a term of this many numbers, which are ready.
    Make(Id, Operation, usize),
    /// The number that is ready is this parameter's.
    Keep(u32),
}

impl Numbers {
    pub(super) fn new(mission_hours: f64) -> Self {
        let mut expressions = Expressions::default();
        // A constant of 0 cannot be refused: it has no arguments and is finite.
        let zero = expressions.constant(0.0).unwrap_or(Term::FIRST);
        Self { expressions, parameters: Vec::new(), mission_hours, zero }
    }

    /// The number 0, where the right one comes later.
    pub(super) fn zero(&self) -> Term {
        self.zero
    }

    /// The number of the parameter that is added next.
    pub(super) fn next_parameter(&self) -> u32 {
        self.parameters.len() as u32
    }

    pub(super) fn add_parameter(
        &mut self,
        document: &Document,
        element: Id,
        scope: Scope,
        name: String,
    ) -> Result<(), Fault> {
        let unit = document.attribute(element, "unit").map(str::to_owned);
        if let Some(unit) = unit.as_deref().filter(|unit| !UNITS.contains(unit)) {
            let what = format!("the unit is {}; one of {} is needed", quoted(unit), UNITS.join(", "));
            return Err(document.fault(element, what));
        }
        self.parameters.push(Defined { name, unit, element, scope, state: State::Waiting });
        Ok(())
    }

    /// Works out all parameters, those that nothing needs as well.
    pub(super) fn work_out(&mut self, document: &Document, names: &Names) -> Result<(), Fault> {
        for number in 0..self.next_parameter() {
            if self.parameters[number as usize].state == State::Waiting {
                let mut tasks = Vec::new();
                self.begin(document, number, &mut tasks)?;
                self.work(document, names, tasks)?;
            }
        }
        Ok(())
    }

    /// The parameters as terms with names.
    pub(super) fn parameters(&mut self) -> Vec<Parameter> {
        let done = |defined: Defined| match defined.state {
            State::Done(term) => Some(Parameter { name: defined.name, unit: defined.unit, term }),
            State::Waiting | State::Begun => None,
        };
        std::mem::take(&mut self.parameters).into_iter().filter_map(done).collect()
    }

    /// The term of an element.
    pub(super) fn expression(
        &mut self,
        document: &Document,
        names: &Names,
        element: Id,
        scope: Scope,
    ) -> Result<Term, Fault> {
        self.work(document, names, vec![Task::Read(element, scope)])
    }

    fn begin(&mut self, document: &Document, number: u32, tasks: &mut Vec<Task>) -> Result<(), Fault> {
        let parameter = &mut self.parameters[number as usize];
        parameter.state = State::Begun;
        let mut parts = document.children(parameter.element);
        let (Some(only), None) = (parts.next(), parts.next()) else {
            let what = "none or several expressions were found; one is needed";
            return Err(document.fault(parameter.element, what).about("parameter", &parameter.name));
        };
        tasks.push(Task::Keep(number));
        tasks.push(Task::Read(only, parameter.scope));
        Ok(())
    }

    fn work(&mut self, document: &Document, names: &Names, mut tasks: Vec<Task>) -> Result<Term, Fault> {
        // The parameters that are being worked out, for what a fault is about.
        let mut ready: Vec<Term> = Vec::new();
        while let Some(task) = tasks.pop() {
            let done = match task {
                Task::Read(element, scope) => {
                    self.read(document, names, element, scope, &mut tasks, &mut ready)
                }
                Task::Make(element, operation, count) => {
                    let arguments = ready.split_off(ready.len() - count);
                    let made = self.expressions.enter(operation, &arguments);
                    made.map(|term| ready.push(term)).map_err(|error| document.fault(element, error))
                }
                Task::Keep(number) => {
                    if let Some(term) = ready.last() {
                        self.parameters[number as usize].state = State::Done(*term);
                    }
                    Ok(())
                }
            };
            done.map_err(|fault| {
                let within = tasks.iter().rev().find_map(|task| match task {
                    Task::Keep(number) => Some(&self.parameters[*number as usize].name),
                    _ => None,
                });
                match within {
                    Some(name) => fault.about("parameter", name),
                    None => fault,
                }
            })?;
        }
        Ok(ready.pop().unwrap_or(self.zero))
    }

    fn read(
        &mut self,
        document: &Document,
        names: &Names,
        element: Id,
        scope: Scope,
        tasks: &mut Vec<Task>,
        ready: &mut Vec<Term>,
    ) -> Result<(), Fault> {
        let value = match document.name(element) {
            "float" | "int" => number(document, element)?,
            "bool" => f64::from(u8::from(truth(document, element)?)),
            "pi" => core::f64::consts::PI,
            "system-mission-time" => {
                same_unit(document, element, Some("hours"))?;
                self.mission_hours
            }
            "parameter" => return self.refer(document, names, element, scope, tasks, ready),
            name => return open(document, element, scope, name, tasks),
        };
        let term = self.expressions.constant(value).map_err(|error| document.fault(element, error))?;
        ready.push(term);
        Ok(())
    }

    fn refer(
        &mut self,
        document: &Document,
        names: &Names,
        element: Id,
        scope: Scope,
        tasks: &mut Vec<Task>,
        ready: &mut Vec<Term>,
    ) -> Result<(), Fault> {
        let name = document.needed(element, "name")?;
        let Some(Meaning::Parameter(number)) = names.find(scope, name, true) else {
            let what = format!("{} is not defined; a parameter of that name is needed", quoted(name));
            return Err(document.fault(element, what));
        };
        let parameter = &self.parameters[number as usize];
        same_unit(document, element, parameter.unit.as_deref())?;
        match parameter.state {
            State::Done(term) => ready.push(term),
            State::Waiting => self.begin(document, number, tasks)?,
            State::Begun => {
                let what =
                    "it depends on itself, directly or through others; parameters without circles are needed";
                return Err(document.fault(parameter.element, what).about("parameter", &parameter.name));
            }
        }
        Ok(())
    }
}

/// A reference that names a unit has to name the one of the definition: nothing is converted.
fn same_unit(document: &Document, element: Id, defined: Option<&str>) -> Result<(), Fault> {
    match document.attribute(element, "unit") {
        Some(found) if defined != Some(found) => {
            let what = format!(
                "the unit is {}; {} is needed, as it is defined",
                quoted(found),
                defined.map_or("none".to_owned(), quoted)
            );
            Err(document.fault(element, what))
        }
        _ => Ok(()),
    }
}

fn number(document: &Document, element: Id) -> Result<f64, Fault> {
    let text = document.needed(element, "value")?;
    match text.parse::<f64>() {
        Ok(value) if value.is_finite() => Ok(value),
        _ => {
            Err(document.fault(element, format!("the value is {}; a finite number is needed", quoted(text))))
        }
    }
}

/// An operation: what it is made of comes first, the cases of a switch and the bins of a histogram one after the other.
fn open(
    document: &Document,
    element: Id,
    scope: Scope,
    name: &str,
    tasks: &mut Vec<Task>,
) -> Result<(), Fault> {
    let Some(operation) = Operation::named(name) else {
        let what = format!("the element {} was found; an expression is needed", quoted(name));
        return Err(document.fault(element, what));
    };
    let from = tasks.len();
    let pair = match operation {
        Operation::Switch => "case",
        Operation::Histogram => "bin",
        _ => "",
    };
    let place = tasks.len();
    tasks.push(Task::Make(element, operation, 0));
    for part in document.children(element) {
        if document.name(part) != pair {
            tasks.push(Task::Read(part, scope));
            continue;
        }
        let both: Vec<Id> = document.children(part).collect();
        if both.len() != 2 {
            let what = format!("{pair} has {} expressions; 2 are needed", both.len());
            return Err(document.fault(part, what));
        }
        tasks.extend(both.into_iter().map(|part| Task::Read(part, scope)));
    }
    let count = tasks.len() - from - 1;
    tasks[place] = Task::Make(element, operation, count);
    tasks[from + 1..].reverse();
    Ok(())
}
