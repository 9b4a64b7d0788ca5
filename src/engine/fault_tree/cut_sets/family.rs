//! Families of sets as zero-suppressed diagrams.

use super::super::compile::Limits;
use super::super::diagram::{BOTTOM, Decision, Full};
use super::super::program::Compiled;
use super::super::table::{Cache, Unique};
use super::super::tree::FaultTreeError;

/// A family of sets.
pub(super) type Family = u32;

/// The family without a set.
pub(super) const NONE: Family = 0;
/// The family of the empty set alone.
pub(super) const EMPTY: Family = 1;

/// The minimal cut sets of one top.
#[derive(Clone, Debug)]
pub struct CutSets {
    /// Families 0 and 1 are constants; the high side of a decision has its event, the low side has not.
    pub(super) nodes: Vec<Decision>,
    /// By level: what stands there.
    pub(super) members: Vec<Member>,
    pub(super) root: Family,
    /// The most events in a set.
    pub(super) order: usize,
    /// By family: the fewest events in a set.
    pub(super) fewest: Vec<u32>,
}

/// What a set has at one level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Member {
    /// The basic event of this number.
    Event(u32),
    /// Any one set of this family.
    Module(Family),
}

/// More events than any set can have: of a family without sets.
pub(super) const NEVER: u32 = u32::MAX;

impl CutSets {
    /// The minimal cut sets of the top of this number, those within the order that the limits allow. A top that is
    /// not there has none.
    ///
    /// # Errors
    /// [`FaultTreeError::TooLarge`] when the sets take more decisions than the limits allow.
    pub fn of(compiled: &Compiled, top: usize, limits: Limits) -> Result<Self, FaultTreeError> {
        let place = compiled.tops.get(top).map_or(0, |top| *top as usize);
        let mut maker = Maker::new(limits.nodes);
        let made = maker.minimal(compiled, place, limits.order);
        let (root, members) = made.map_err(|_: Full| FaultTreeError::TooLarge { limit: limits.nodes })?;
        let fewest = maker.fewest;
        Ok(Self { nodes: maker.nodes, members, root, order: limits.order, fewest })
    }

    /// Number of decisions that the sets take.
    pub fn nodes(&self) -> usize {
        self.nodes.len() - 2
    }
}

struct Maker {
    nodes: Vec<Decision>,
    unique: Unique,
    cache: Cache,
    limit: usize,
    open: Vec<Open>,
    fewest: Vec<u32>,
    /// By level: the fewest events that it adds to a set.
    weights: Vec<u32>,
}

/// A difference that waits for its parts.
#[derive(Clone, Copy, Debug)]
struct Open {
    key: [Family; 2],
    level: u32,
    /// What is still to be asked: the last one first. The middle one is about the answer before it.
    high: Family,
    high_without: [Family; 2],
    low: Family,
    stage: Stage,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Low,
    HighFirst,
    HighSecond,
}

impl Maker {
    fn new(limit: usize) -> Self {
        let constant = Decision { level: BOTTOM, low: NONE, high: NONE };
        Self {
            nodes: vec![constant, constant],
            unique: Unique::new(),
            cache: Cache::new(),
            limit: limit.min(1 << 30),
            open: Vec::new(),
            fewest: vec![NEVER, 0],
            weights: Vec::new(),
        }
    }

    /// The minimal sets of what stands at `top`, and what the levels mean.
    ///
    /// With an order, families are made for every order up to it: sets of at most k events are those of the low side
    /// of at most k, and with the event those of the high side of at most k - 1.
    fn minimal(
        &mut self,
        compiled: &Compiled,
        top: usize,
        order: usize,
    ) -> Result<(Family, Vec<Member>), Full> {
        let first = 2 + compiled.events();
        let needed = compiled.needed(top);
        let deepest = order.min(compiled.events());
        // Beyond the number of events an order forbids nothing.
        let orders = if order >= compiled.events() { 1 } else { deepest + 1 };
        let mut families: Vec<Vec<Family>> = vec![vec![NONE; compiled.steps.len()]; orders];
        let mut members: Vec<Member> = vec![Member::Module(NONE); compiled.asked.len()];
        self.weights = vec![1; compiled.asked.len()];
        let of = |families: &[Family], place: u32| match place as usize {
            0 => NONE,
            1 => EMPTY,
            place => families[place - first],
        };
        for (number, step) in compiled.steps.iter().enumerate().filter(|(number, _)| needed[*number]) {
            let level = compiled.levels[number];
            let member = match (step.asked as usize).checked_sub(first) {
                None => Member::Event(step.asked - 2),
                Some(module) => Member::Module(families[orders - 1][module]),
            };
            members[level as usize] = member;
            let weight = match member {
                Member::Event(_) => 1,
                Member::Module(family) => self.fewest[family as usize],
            };
            self.weights[level as usize] = weight;
            for most in 0..orders {
                let low = of(&families[most], step.low);
                let rest = if orders == 1 { Some(0) } else { most.checked_sub(weight as usize) };
                let high = rest.map_or(NONE, |rest| of(&families[rest], step.high));
                let high = self.without(high, low)?;
                families[most][number] = self.decision(level, low, high)?;
            }
        }
        let root = match top {
            0 => NONE,
            1 => EMPTY,
            place => match place.checked_sub(first) {
                Some(step) => families[orders - 1][step],
                None => NONE,
            },
        };
        Ok((root, members))
    }

    fn decision(&mut self, level: u32, low: Family, high: Family) -> Result<Family, Full> {
        if high == NONE {
            return Ok(low);
        }
        let wanted = Decision { level, low, high };
        let free = match self.unique.find(&self.nodes, wanted) {
            Ok(number) => return Ok(number),
            Err(free) => free,
        };
        if self.nodes.len() - 2 >= self.limit {
            return Err(Full);
        }
        let number = self.nodes.len() as u32;
        let with = self.fewest[high as usize].saturating_add(self.weights[level as usize]);
        self.nodes.try_reserve(1).map_err(|_| Full)?;
        self.fewest.try_reserve(1).map_err(|_| Full)?;
        self.fewest.push(with.min(self.fewest[low as usize]));
        self.nodes.push(wanted);
        self.unique.insert(free, number, &self.nodes)?;
        self.cache.fit(self.nodes.len());
        Ok(number)
    }

    /// The sets of `family` that hold no set of `others`.
    fn without(&mut self, family: Family, others: Family) -> Result<Family, Full> {
        self.open.clear();
        let mut question = [family, others];
        loop {
            let mut answer = match self.known(question) {
                Ok(answer) => answer,
                Err([family, others]) => {
                    let (f, g) = (self.nodes[family as usize], self.nodes[others as usize]);
                    let same = f.level == g.level;
                    let (low, high_without) =
                        if same { (g.low, [g.low, g.high]) } else { (others, [others, NONE]) };
                    self.open.push(Open {
                        key: [family, others],
                        level: f.level,
                        high: f.high,
                        high_without,
                        low: NONE,
                        stage: Stage::Low,
                    });
                    question = [f.low, low];
                    continue;
                }
            };
            question = loop {
                let Some(waiting) = self.open.last_mut() else { return Ok(answer) };
                match waiting.stage {
                    Stage::Low => {
                        waiting.low = answer;
                        waiting.stage = Stage::HighFirst;
                        break [waiting.high, waiting.high_without[0]];
                    }
                    Stage::HighFirst if waiting.high_without[1] != NONE => {
                        waiting.stage = Stage::HighSecond;
                        break [answer, waiting.high_without[1]];
                    }
                    Stage::HighFirst | Stage::HighSecond => {
                        let Open { key: [family, others], level, low, .. } = *waiting;
                        self.open.pop();
                        answer = self.decision(level, low, answer)?;
                        self.cache.insert([family, others, 1], answer);
                    }
                }
            };
        }
    }

    /// The answer where a rule or the cache has it, else the question in its shortest form.
    fn known(&self, [family, others]: [Family; 2]) -> Result<Family, [Family; 2]> {
        if family == NONE || others == EMPTY || family == others {
            return Ok(NONE);
        }
        let level = self.nodes[family as usize].level;
        let mut others = others;
        // A set with an event from above cannot be part of a set without it.
        while self.nodes[others as usize].level < level {
            others = self.nodes[others as usize].low;
        }
        if others == EMPTY || family == others {
            return Ok(NONE);
        }
        if others == NONE || family == EMPTY {
            return Ok(family);
        }
        self.cache.find([family, others, 1]).ok_or([family, others])
    }
}
