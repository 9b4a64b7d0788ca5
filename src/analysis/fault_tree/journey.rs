//! A plan's journeys as fault trees: journey <- users of a region <- components <- replicas <- events.
//!
//! # What is exported
//! The structure, which is what [`analyse`](crate::analysis::analyse) calls the structure's part of U, exactly. Its
//! gates are those that the plan is compiled from, not the decisions of its diagram.
//!
//! *Users of several regions.* U of a journey is a weighted mean over the regions of its users. The basic events
//! "the user is at home in r" say in turn which region it is: the first with the region's share of users as its
//! probability, each later one with its share of those that are left, and the last region takes the rest. Exactly one
//! region applies in every state, so the probability of the top is the weighted mean itself. (Its cut sets then hold an
//! event for the user's region beside the failures.)
//!
//! *Draws.* What fails only a share of requests (shedding, a degraded optional need) is a basic event of that
//! share, as the engine counts it.
//!
//! # What is left out
//! What failing over costs (rule 6) and the reserve are no events but terms that are added: they are left out, and the
//! label of each tree says how large they are.

use std::collections::BTreeMap;

use super::model::{BasicEvent, FaultTreeModel, GateName, TopEvent};
use crate::analysis::analyse::analyse;
use crate::analysis::events::{ByGroup, Event, Hits, Several, Slot};
use crate::analysis::measure::Numbers;
use crate::analysis::operations::Operations;
use crate::analysis::outcome::JourneyAnswer;
use crate::analysis::structure::{Made, Path, Structure, compile_told};
use crate::analysis::told::Way;
use crate::engine::expression::ExpressionError;
use crate::engine::fault_tree::{Arg, Gate, Op};
use crate::engine::{Diagram, EngineError, Node};
use crate::model::{Finding, Plan};

/// Why a plan's journeys have no fault trees.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum JourneyTreeError {
    /// The plan has no journey of this name or id.
    #[error("journey: found {found:?}; one of {known} is needed")]
    Unknown {
        /// What was found.
        found: String,
        /// The ids of those that there are.
        known: String,
    },
    /// Findings prevent an answer.
    #[error("the plan has findings that prevent an answer")]
    Findings(Vec<Finding>),
    /// The plan is too large.
    #[error("{0}")]
    Engine(#[from] EngineError),
    /// A number is none.
    #[error("{0}")]
    Number(#[from] ExpressionError),
}

/// The fault trees of a plan's journeys, or of the one with this id or name.
pub fn journey_tree(plan: &Plan, journey: Option<&str>) -> Result<FaultTreeModel, JourneyTreeError> {
    let chosen: Vec<usize> = match journey {
        None => (0..plan.journeys.len()).collect(),
        Some(name) => {
            let is = |j: &usize| plan.journeys[*j].id.as_str() == name || plan.journeys[*j].name == name;
            (0..plan.journeys.len()).filter(is).collect()
        }
    };
    if let Some(name) = journey.filter(|_| chosen.is_empty()) {
        let known: Vec<&str> = plan.journeys.iter().map(|j| j.id.as_str()).collect();
        return Err(JourneyTreeError::Unknown { found: name.to_owned(), known: known.join(", ") });
    }
    let analysis = analyse(plan);
    let answered = |index: &&usize| analysis.journeys[**index].answer.is_some();
    if chosen.is_empty() || chosen.iter().filter(answered).count() < chosen.len() {
        return Err(JourneyTreeError::Findings(analysis.findings));
    }
    let operations = Operations::of(plan);
    let (structure, made) = compile_told(plan, operations.sheds, &chosen)?;
    let numbers = Numbers::of(&structure, &operations);
    let mut drawing = Drawing {
        plan,
        structure: &structure,
        made: &made,
        numbers: &numbers,
        names: names(plan, &structure, &made),
        known: BTreeMap::new(),
        taken: BTreeMap::new(),
        model: FaultTreeModel {
            name: "tenfold".into(),
            label: Some(plan.name.clone()),
            ..FaultTreeModel::default()
        },
        events: vec![None; structure.events.len()],
        draws: vec![None; structure.slots.len()],
        homes: vec![None; plan.regions.len()],
        compared: (*made.told).clone(),
    };
    for paths in structure.paths.chunk_by(|a, b| a.journey == b.journey) {
        drawing.journey(paths, &analysis.journeys[paths[0].journey])?;
    }
    let mut model = drawing.model;
    model.tree.events = model.events.len();
    Ok(model)
}

/// The names of the functions that have one: by node the name and what it says.
fn names(plan: &Plan, structure: &Structure, made: &Made) -> BTreeMap<Node, (String, String)> {
    let mut names = BTreeMap::new();
    let mut name = |node: Node, name: String, label: String| {
        names.entry(node).or_insert((name, label));
    };
    let each = |groups: &ByGroup<Node>, component: usize, region: Option<usize>| {
        groups.get((component, region)).copied()
    };
    for (index, component) in plan.components.iter().enumerate() {
        let places = (0..plan.regions.len()).map(Some).chain([None]);
        for region in places {
            let Some(node) = each(&made.groups, index, region) else { continue };
            let place = region.map(|region| &plan.regions[region]);
            name(
                node,
                place.map_or(component.id.to_string(), |place| format!("{}-in-{}", component.id, place.id)),
                place.map_or(component.name.clone(), |place| format!("{} in {}", component.name, place.name)),
            );
        }
    }
    for path in &structure.paths {
        let (journey, region) = (&plan.journeys[path.journey], &plan.regions[path.region]);
        name(
            made.roots[path.root],
            format!("{}-for-{}", journey.id, region.id),
            format!("{} for users of {}", journey.name, region.name),
        );
        if let Some(root) = path.region_root {
            name(
                made.roots[root],
                format!("{}-served-by-{}", journey.id, region.id),
                format!("What {} needs in {}", journey.name, region.name),
            );
        }
    }
    names
}

/// Trees that are being drawn.
struct Drawing<'a> {
    plan: &'a Plan,
    structure: &'a Structure,
    made: &'a Made,
    numbers: &'a Numbers,
    names: BTreeMap<Node, (String, String)>,
    known: BTreeMap<Node, Arg>,
    /// How often a name was asked for.
    taken: BTreeMap<String, u32>,
    model: FaultTreeModel,
    /// By event, by draw's place and by region.
    events: Vec<Option<Arg>>,
    draws: Vec<Option<Arg>>,
    homes: Vec<Option<Arg>>,
    /// Where functions are compared.
    compared: Diagram,
}

impl Drawing<'_> {
    fn journey(&mut self, paths: &[Path], answer: &JourneyAnswer) -> Result<(), JourneyTreeError> {
        let roots: Vec<Node> = paths.iter().map(|path| self.made.roots[path.root]).collect();
        let args = roots.iter().map(|root| self.function(*root)).collect::<Result<Vec<_>, _>>()?;
        let same = roots.iter().all(|root| *root == roots[0]);
        let (op, args) = if same { (Op::Or, vec![args[0]]) } else { (Op::Or, self.by_home(paths, &args)?) };
        let journey = &self.plan.journeys[paths[0].journey];
        let name = self.free(&format!("{}-fails", journey.id));
        let top = self.gate(Some((name.clone(), journey.name.clone())), op, args);
        let anatomy = answer.answer.as_ref().map(|answer| answer.anatomy);
        let label = anatomy.map(|anatomy| {
            format!(
                "{}: the structure's part of unavailability, {:e}. Left out, as they are no events: failovers, {:e}, and \
                 the reserve, {:e}",
                journey.name, anatomy.structure, anatomy.failover, anatomy.reserve
            )
        });
        self.model.tops.push(TopEvent { tree: journey.id.to_string(), tree_label: label, name });
        self.model.tree.tops.push(top);
        Ok(())
    }

    /// One of the paths, by where the user is at home.
    fn by_home(&mut self, paths: &[Path], args: &[Arg]) -> Result<Vec<Arg>, JourneyTreeError> {
        let mut left = 1.0;
        let mut elsewhere: Vec<Arg> = Vec::new();
        let mut cases = Vec::new();
        for (place, (path, fails)) in paths.iter().zip(args).enumerate() {
            let mut all = elsewhere.clone();
            if place + 1 < paths.len() {
                let home = self.home(path.region, (path.users / left).min(1.0))?;
                left -= path.users;
                all.push(home);
                elsewhere.push(home.not());
            }
            all.push(*fails);
            cases.push(self.all(all));
        }
        Ok(cases)
    }

    fn home(&mut self, region: usize, share: f64) -> Result<Arg, JourneyTreeError> {
        if let Some(known) = self.homes[region] {
            return Ok(known);
        }
        let region_of = &self.plan.regions[region];
        let name = format!("user-of-{}", region_of.id);
        let label =
            format!("The user is at home in {}, and in none of the regions before it", region_of.name);
        let arg = self.event(name, label, share)?;
        self.homes[region] = Some(arg);
        Ok(arg)
    }

    /// A function as a gate, with all that it is made of; from the bottom up, on a stack of its own.
    fn function(&mut self, root: Node) -> Result<Arg, JourneyTreeError> {
        let mut open = vec![(root, false)];
        while let Some((node, ready)) = open.pop() {
            if self.known.contains_key(&node) {
                continue;
            }
            let parts = self.parts(node);
            if !ready {
                open.push((node, true));
                open.extend(parts.iter().rev().map(|part| (*part, false)));
                continue;
            }
            let arg = self.finish(node)?;
            self.known.insert(node, arg);
        }
        Ok(self.known[&root])
    }

    /// What a function is made of.
    fn parts(&self, node: Node) -> Vec<Node> {
        match self.made.told.way(node) {
            Some(Way::Any(parts) | Way::All(parts) | Way::AtLeast(_, parts)) => parts.clone(),
            Some(Way::ByCount(members, cases)) => [members.as_slice(), cases].concat(),
            Some(Way::If(parts)) => parts.to_vec(),
            None => match self.made.told.parts(node) {
                Some((_, low, high)) => vec![low, high],
                None => Vec::new(),
            },
        }
    }

    /// A function whose parts are there.
    fn finish(&mut self, node: Node) -> Result<Arg, JourneyTreeError> {
        let args = |drawing: &Self, nodes: &[Node]| {
            nodes.iter().map(|node| drawing.known[node]).collect::<Vec<Arg>>()
        };
        let made = self.made;
        let Some(way) = made.told.way(node) else { return self.decision(node) };
        let (op, args) = match way {
            Way::Any(parts) => (Op::Or, args(self, parts)),
            Way::All(parts) => (Op::And, args(self, parts)),
            Way::AtLeast(k, parts) => (atleast(*k, parts.len()), args(self, parts)),
            Way::ByCount(members, cases) => (Op::Or, self.by_count(&args(self, members), cases)),
            Way::If([condition, then, otherwise]) => {
                let [condition, then_arg, otherwise_arg] =
                    [self.known[condition], self.known[then], self.known[otherwise]];
                let mut without = vec![otherwise_arg];
                // Where the condition makes it no better, it need not be denied.
                if !self.implies(*otherwise, *then) {
                    without.push(condition.not());
                }
                (Op::Or, vec![self.all(vec![condition, then_arg]), self.all(without)])
            }
        };
        let args = match op {
            Op::Or => without(args, false),
            Op::And => without(args, true),
            _ => args,
        };
        let name = self.names.remove(&node);
        let name = name.map(|(name, label)| (self.free(&name), label));
        Ok(self.gate(name, op, args))
    }

    /// So many members fail as the place of a case says.
    fn by_count(&mut self, members: &[Arg], cases: &[Node]) -> Vec<Arg> {
        let rising = (1..cases.len()).all(|case| self.implies(cases[case - 1], cases[case]));
        let mut found = Vec::new();
        let mut before = Node::WORKS;
        for (count, case) in cases.iter().enumerate() {
            // Where a case fails all that the one before it does, "so many or more" says enough.
            if rising && *case == before {
                continue;
            }
            before = *case;
            let mut all = vec![self.known[case]];
            if count > 0 {
                all.push(self.gate(None, atleast(count, members.len()), members.to_vec()));
            }
            if !rising && count < members.len() {
                all.push(self.gate(None, atleast(count + 1, members.len()), members.to_vec()).not());
            }
            found.push(self.all(all));
        }
        found
    }

    /// Whether one function fails wherever another does.
    fn implies(&mut self, one: Node, other: Node) -> bool {
        // Where the diagram is full, nothing is claimed.
        self.compared.or(one, other) == Ok(other)
    }

    /// A place of the order, or a decision that came about otherwise.
    fn decision(&mut self, node: Node) -> Result<Arg, JourneyTreeError> {
        let Some((var, low, high)) = self.made.told.parts(node) else {
            return Ok(Arg::constant(node == Node::FAILS));
        };
        let place = self.place(var.index())?;
        if (low, high) == (Node::WORKS, Node::FAILS) {
            return Ok(place);
        }
        let (low, high) = (self.known[&low], self.known[&high]);
        let with = self.gate(None, Op::And, vec![place, high]);
        let without = self.gate(None, Op::And, vec![place.not(), low]);
        Ok(self.gate(None, Op::Or, vec![with, without]))
    }

    /// What stands at a place of the order: any of its events, or a draw.
    fn place(&mut self, place: usize) -> Result<Arg, JourneyTreeError> {
        let atom = self.structure.atom(place);
        if atom.is_empty() {
            return self.draw(place);
        }
        let args = atom.map(|event| self.event_of(event)).collect::<Result<Vec<_>, _>>()?;
        Ok(self.gate(None, Op::Or, args))
    }

    fn draw(&mut self, place: usize) -> Result<Arg, JourneyTreeError> {
        if let Some(known) = self.draws[place] {
            return Ok(known);
        }
        let needed = self.structure.degraded.iter().find(|(_, var)| var.index() == place);
        let (name, label) = match needed {
            Some(((who, (component, _)), _)) => {
                let on = &self.plan.components[*component];
                let who = self.plan.name_at(*who).unwrap_or_default();
                (format!("needs-{}", on.id), format!("This request of {who} needs {}", on.name))
            }
            None => self.other_draw(place),
        };
        let arg = self.event(name, label, self.numbers.probability[place])?;
        self.draws[place] = Some(arg);
        Ok(arg)
    }

    /// A draw that is not about a need.
    fn other_draw(&self, place: usize) -> (String, String) {
        let about = |event: usize| self.event_name(&self.structure.events[event]);
        match self.structure.slots.get(place) {
            Some(Slot::Turn(_)) => (
                "turn".to_owned(),
                "Those that failed before this standby member are so many that its own outage counts"
                    .to_owned(),
            ),
            Some(Slot::Aged { event, .. }) => {
                let (name, label) = about(*event);
                (format!("{name}__felt"), format!("Older than what rides it out: {label}"))
            }
            Some(Slot::Again { event, .. }) => {
                let (name, label) = about(*event);
                (format!("{name}__again"), format!("Met by every further try: {label}"))
            }
            _ => (
                "turned-away".to_owned(),
                "This request is one of those that the survivors turn away".to_owned(),
            ),
        }
    }

    fn event_of(&mut self, index: usize) -> Result<Arg, JourneyTreeError> {
        if let Some(known) = self.events[index] {
            return Ok(known);
        }
        let (name, label) = self.event_name(&self.structure.events[index]);
        let arg = self.event(name, label, self.numbers.event_probability[index])?;
        self.events[index] = Some(arg);
        Ok(arg)
    }

    /// The mode, and where.
    fn event_name(&self, event: &Event) -> (String, String) {
        let mode = &self.plan.modes[event.mode];
        let (mut name, mut label) = (mode.id.to_string(), mode.name.clone());
        let mut add = |id: &str, words: String| {
            name.push_str("__");
            name.push_str(id);
            label.push_str(&words);
        };
        let region = event.region.and_then(|region| self.plan.regions.get(region));
        if let Some(region) = region {
            add(region.id.as_str(), format!(", {}", region.name));
        }
        if let Some(zone) = event.zone.zip(region).and_then(|(zone, region)| region.zones.get(zone)) {
            add(zone.id.as_str(), format!(" {}", zone.name));
        }
        if let Some(replica) = event.replica {
            add(&(replica + 1).to_string(), format!(", replica {}", replica + 1));
        }
        match (event.part.hits(), event.some) {
            (Hits::One, _) => {}
            (Hits::All, _) | (Hits::Several, None) => add("all", " (every replica at once)".into()),
            (Hits::Several, Some(some)) => {
                let (what, set) = match some {
                    Several::Replicas(set) => ("replicas", set),
                    Several::Zones(set) => ("zones", set),
                    Several::Regions(set) => ("regions", set),
                };
                let hit = (0..64).filter(|instance| set >> instance & 1 == 1);
                let numbers: Vec<String> = hit.map(|instance| (instance + 1).to_string()).collect();
                add(&numbers.join("-"), format!(" ({what} {} at once)", numbers.join(", ")));
            }
        }
        (name, label)
    }

    fn event(&mut self, name: String, label: String, probability: f64) -> Result<Arg, JourneyTreeError> {
        let term = self.model.expressions.constant(probability)?;
        let name = self.free(&name);
        self.model.events.push(BasicEvent { name, label: Some(label), term });
        Ok(Arg::event(self.model.events.len() as u32 - 1))
    }

    /// A name that nothing else has: gates and events share theirs.
    fn free(&mut self, name: &str) -> String {
        let asked = self.taken.entry(name.to_owned()).or_insert(0);
        *asked += 1;
        match *asked {
            1 => name.to_owned(),
            // No name of a plan ends like this: two underscores only come before a place.
            times => format!("{name}_{times}"),
        }
    }

    /// All of these.
    fn all(&mut self, args: Vec<Arg>) -> Arg {
        if args.contains(&Arg::constant(false)) {
            return Arg::constant(false);
        }
        self.gate(None, Op::And, without(args, true))
    }

    /// A gate; of one argument without a name it is that argument.
    fn gate(&mut self, name: Option<(String, String)>, op: Op, args: Vec<Arg>) -> Arg {
        match (&name, args.as_slice()) {
            (None, [only]) if matches!(op, Op::Or | Op::And) => return *only,
            _ => {}
        }
        self.model.tree.gates.push(Gate { op, args });
        let (name, label) = name.unzip();
        self.model.gates.push(GateName { name, label });
        Arg::gate(self.model.tree.gates.len() as u32 - 1)
    }
}

/// At least so many of so many, in plain words where there are some.
fn atleast(k: usize, of: usize) -> Op {
    match k {
        1 => Op::Or,
        k if k == of => Op::And,
        k => Op::Atleast(k as u32),
    }
}

/// The arguments without the constant that changes nothing; the constant alone where nothing else is there.
fn without(mut args: Vec<Arg>, constant: bool) -> Vec<Arg> {
    args.retain(|arg| *arg != Arg::constant(constant));
    if args.is_empty() {
        args.push(Arg::constant(constant));
    }
    args
}
