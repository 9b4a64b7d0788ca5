//! A fault tree as it is handed over, and what can be wrong with it.

/// A fault tree: gates over basic events, in any order, without cycles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FaultTree {
    /// Number of basic events; they are numbered from 0.
    pub events: usize,
    /// The gates; they are numbered from 0 and may name each other in any order.
    pub gates: Vec<Gate>,
    /// The functions asked about.
    pub tops: Vec<Arg>,
}

/// A gate: an operation over arguments. It is true when its part of the system fails.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gate {
    /// What it does with its arguments.
    pub op: Op,
    /// Its arguments. The same one may stand here more than once and then counts more than once.
    pub args: Vec<Arg>,
}

/// An argument of a gate, perhaps negated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Arg {
    /// What is looked at.
    pub of: Source,
    /// Whether the opposite of it is meant.
    pub negated: bool,
}

/// Where an argument's value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    /// A house event or a constant.
    Constant(bool),
    /// The basic event of this number.
    Event(u32),
    /// The gate of this number.
    Gate(u32),
}

/// The operations of the Open-PSA model exchange format. A gate that passes its one argument on is an `Or` of one.
///
/// # Source
/// S. Epstein, A. Rauzy (editors), "Open-PSA Model Exchange Format", version 2.0d, 2008, section 4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Op {
    /// All arguments. At least one argument.
    And,
    /// Any argument. At least one argument.
    Or,
    /// An odd number of the arguments. At least one argument.
    Xor,
    /// Not the one argument.
    Not,
    /// Not all arguments. At least one argument.
    Nand,
    /// None of the arguments. At least one argument.
    Nor,
    /// At least this many of the arguments, which must be that many or more.
    Atleast(u32),
    /// From the first to the second number of the arguments, both included. The first must not exceed the second, nor the
    /// second the number of arguments.
    Cardinality(u32, u32),
    /// The second argument wherever the first holds. Two arguments.
    Imply,
    /// Both arguments or neither. Two arguments.
    Iff,
}

/// Why there is no exact answer. Gates and events are named by their numbers.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum FaultTreeError {
    /// A gate is its own argument, directly or through others.
    #[error("gate {gate} depends on itself")]
    Cycle {
        /// A gate on the cycle.
        gate: u32,
    },
    /// An argument names an event that the tree does not have.
    #[error("{} names event {event}, but the tree has {events} events", place(*.gate))]
    UnknownEvent {
        /// The gate with the argument; `None` for a top.
        gate: Option<u32>,
        /// The event it names.
        event: u32,
        /// Number of events in the tree.
        events: usize,
    },
    /// An argument names a gate that the tree does not have.
    #[error("{} names gate {named}, but the tree has {gates} gates", place(*.gate))]
    UnknownGate {
        /// The gate with the argument; `None` for a top.
        gate: Option<u32>,
        /// The gate it names.
        named: u32,
        /// Number of gates in the tree.
        gates: usize,
    },
    /// A gate has too few or too many arguments.
    #[error("gate {gate} has {found} arguments where {} would be right", wanted(*.least, *.most))]
    Arguments {
        /// The gate.
        gate: u32,
        /// How many arguments it has.
        found: usize,
        /// The fewest it may have.
        least: usize,
        /// The most it may have, where there is such a number.
        most: Option<usize>,
    },
    /// A gate asks for more arguments than it has.
    #[error("gate {gate} asks for {asked} of {found} arguments: at most {found} would be right")]
    Count {
        /// The gate.
        gate: u32,
        /// The number it asks for.
        asked: u32,
        /// How many arguments it has.
        found: usize,
    },
    /// A cardinality gate asks for at least more than at most.
    #[error("gate {gate} asks for {least} to {most} arguments: the first number must not exceed the second")]
    EmptyRange {
        /// The gate.
        gate: u32,
        /// The lower number.
        least: u32,
        /// The upper number.
        most: u32,
    },
    /// The decisions would outgrow their limit.
    #[error("the tree needs more than {limit} decisions for an exact answer")]
    TooLarge {
        /// The most decisions allowed.
        limit: usize,
    },
    /// The tree has more gates, events or arguments than can be numbered.
    #[error("the tree has {found} gates, events and arguments: at most {limit} can be handled")]
    TooMany {
        /// How many there are.
        found: usize,
        /// The most there may be.
        limit: usize,
    },
}

fn place(gate: Option<u32>) -> String {
    gate.map_or_else(|| "a top".to_owned(), |gate| format!("gate {gate}"))
}

fn wanted(least: usize, most: Option<usize>) -> String {
    match most {
        Some(most) if most == least => least.to_string(),
        Some(most) => format!("{least} to {most}"),
        None => format!("{least} or more"),
    }
}

impl Arg {
    /// Basic event `number`.
    pub const fn event(number: u32) -> Self {
        Self { of: Source::Event(number), negated: false }
    }

    /// Gate `number`.
    pub const fn gate(number: u32) -> Self {
        Self { of: Source::Gate(number), negated: false }
    }

    /// A house event or constant.
    pub const fn constant(value: bool) -> Self {
        Self { of: Source::Constant(value), negated: false }
    }

    /// The opposite.
    #[must_use]
    pub const fn not(self) -> Self {
        Self { of: self.of, negated: !self.negated }
    }
}

impl Op {
    /// The fewest and the most arguments.
    fn arguments(self) -> (usize, Option<usize>) {
        match self {
            Self::Not => (1, Some(1)),
            Self::Imply | Self::Iff => (2, Some(2)),
            Self::And | Self::Or | Self::Xor | Self::Nand | Self::Nor => (1, None),
            Self::Atleast(_) | Self::Cardinality(..) => (0, None),
        }
    }
}

/// The most gates, events and arguments together.
const MOST: usize = 1 << 28;

impl FaultTree {
    /// Whether the tree is sound: everything named is there, every gate has the arguments that it needs, and none
    /// depends on itself. The gates that the tops need come back, each after those that it needs.
    pub fn check(&self) -> Result<Vec<u32>, FaultTreeError> {
        let arguments: usize = self.gates.iter().map(|gate| gate.args.len()).sum();
        let found = arguments.saturating_add(self.gates.len() + self.tops.len()).saturating_add(self.events);
        if found > MOST {
            return Err(FaultTreeError::TooMany { found, limit: MOST });
        }
        for top in &self.tops {
            self.check_argument(None, *top)?;
        }
        for (number, gate) in self.gates.iter().enumerate() {
            self.check_gate(number as u32, gate)?;
        }
        self.children_first()
    }

    fn check_gate(&self, number: u32, gate: &Gate) -> Result<(), FaultTreeError> {
        let found = gate.args.len();
        let (least, most) = gate.op.arguments();
        if found < least || most.is_some_and(|most| found > most) {
            return Err(FaultTreeError::Arguments { gate: number, found, least, most });
        }
        match gate.op {
            Op::Cardinality(least, most) if least > most => {
                return Err(FaultTreeError::EmptyRange { gate: number, least, most });
            }
            Op::Atleast(asked) | Op::Cardinality(_, asked) if asked as usize > found => {
                return Err(FaultTreeError::Count { gate: number, asked, found });
            }
            _ => {}
        }
        gate.args.iter().try_for_each(|arg| self.check_argument(Some(number), *arg))
    }

    fn check_argument(&self, gate: Option<u32>, arg: Arg) -> Result<(), FaultTreeError> {
        let (events, gates) = (self.events, self.gates.len());
        match arg.of {
            Source::Event(event) if event as usize >= events => {
                Err(FaultTreeError::UnknownEvent { gate, event, events })
            }
            Source::Gate(named) if named as usize >= gates => {
                Err(FaultTreeError::UnknownGate { gate, named, gates })
            }
            _ => Ok(()),
        }
    }

    /// All gates, each after those that it names, those that the tops need first. A cycle is refused wherever it stands.
    fn children_first(&self) -> Result<Vec<u32>, FaultTreeError> {
        #[derive(Clone, Copy, PartialEq)]
        enum State {
            New,
            Open,
            Done,
        }
        let mut state = vec![State::New; self.gates.len()];
        let mut order = Vec::with_capacity(self.gates.len());
        let mut needed = 0;
        let mut open: Vec<(u32, usize)> = Vec::new();
        let starts = self.tops.iter().filter_map(|top| gate_of(*top)).map(|gate| (gate, true));
        for (start, of_top) in starts.chain((0..self.gates.len() as u32).map(|gate| (gate, false))) {
            if state[start as usize] == State::New {
                state[start as usize] = State::Open;
                open.push((start, 0));
            }
            while let Some((gate, next)) = open.last_mut() {
                let Some(arg) = self.gates[*gate as usize].args.get(*next) else {
                    state[*gate as usize] = State::Done;
                    order.push(*gate);
                    open.pop();
                    continue;
                };
                *next += 1;
                let Some(child) = gate_of(*arg) else { continue };
                match state[child as usize] {
                    State::New => {
                        state[child as usize] = State::Open;
                        open.push((child, 0));
                    }
                    State::Open => return Err(FaultTreeError::Cycle { gate: child }),
                    State::Done => {}
                }
            }
            if of_top {
                needed = order.len();
            }
        }
        order.truncate(needed);
        Ok(order)
    }
}

fn gate_of(arg: Arg) -> Option<u32> {
    match arg.of {
        Source::Gate(gate) => Some(gate),
        Source::Event(_) | Source::Constant(_) => None,
    }
}
