//! Rule 6: which failovers each event sets off on the way of a user, and which share of requests they concern.

use std::collections::BTreeMap;

use super::{Builder, seat};
use crate::analysis::events::{GroupKey, Slot};
use crate::analysis::lens::{Lenses, power};
use crate::engine::{EngineError, Node, Var};
use crate::model::{Dependency, Id, Journey, Place, Plan};
use crate::quantity::{Quantity, order};

/// The failovers that each event of an atom sets off on a path.
#[derive(Clone, Debug)]
pub(crate) struct Failovers {
    /// The atom.
    pub atom: Var,
    /// What the atom alone fails on this path anyway, as a root of [`Structure::alone`]: a request fails only once. With
    /// a [view](Structure::views) there is a root in a row for each age that it tells apart.
    pub anyway: usize,
    /// The failovers.
    pub sources: Vec<Source>,
}

/// A failover: whose, and which share of the path's requests it concerns.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Source {
    /// Index of the component; `None` for the move between regions.
    pub component: Option<usize>,
    /// The share of requests that fails until the survivors serve it, out of those that the event alone leaves. Of a
    /// move between regions: what is carried of all requests, see [`carried`].
    pub share: f64,
    /// What the share is made of, to compute it anew.
    pub origin: Origin,
    /// The share of the path's requests that depends on its group.
    pub weight: f64,
    /// How it is seen, where the atom has a view.
    pub lens: u32,
}

/// What the share of a failover is made of.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Origin {
    /// A share of this group's requests, times the share of the path's requests that depend on the group.
    Group(GroupKey, Ejection),
    /// What is carried while exactly these regions work, and what takes the home region down while nothing else is
    /// active, as a root of [`Structure::alone`]; a row of them where the atom has a view.
    Working(u32, usize),
}

/// What an event costs a group's requests.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ejection {
    /// The share that fails until failed members are replaced or out of rotation, beyond what is lost.
    pub share: f64,
    /// The share that is lost as long as the event lasts, because too few members are left.
    pub lost: f64,
}

impl Ejection {
    /// The share of requests that fails meanwhile, out of those that the event leaves, when this share of the
    /// requests depends on the group and each is tried so often while the other members are healthy.
    ///
    /// # Formula
    /// Of what is not lost, every try meets the failed members with the chance `share / (1 - lost)`.
    pub(crate) fn of(self, weight: f64, tries: u32) -> f64 {
        if tries == 1 {
            return weight * self.share / (1.0 - weight * self.lost);
        }
        let left = 1.0 - self.lost;
        weight * left * power(self.share / left, tries) / (1.0 - weight * self.lost)
    }
}

/// The share of requests that fails while users are moved, out of those that the event alone leaves, per chance that
/// it takes their home down: `home` is that chance while nothing else is active, `served` what the others carry.
///
/// # Formula
/// With the home down a share `1 - served` fails anyway, so the event alone leaves `1 - home (1 - served)`.
pub(crate) fn carried(home: f64, served: f64) -> f64 {
    if served > 0.0 { served / ((1.0 - home) + home * served) } else { 0.0 }
}

impl Builder<'_> {
    /// What a function is while each event alone is active.
    pub(super) fn alone(&mut self, root: Node) -> Result<Vec<(Var, Node)>, EngineError> {
        let events = self.events;
        let is_draw = |var: Var| !matches!(events.slots.get(var.index()), Some(Slot::Atom { .. }));
        self.diagram.alone(root, is_draw, &mut self.quiet)
    }

    /// What an atom alone does to a function of which this is known, as a place among all such functions: with a view
    /// the first of a row, one for each age that it tells apart.
    fn place_alone(&mut self, alone: &[(Var, Node)], atom: Var) -> Result<usize, EngineError> {
        let known = alone.binary_search_by_key(&atom, |(var, _)| *var);
        let node = known.map_or(Node::WORKS, |place| alone[place].1);
        let events = self.events;
        let first = self.alone.len();
        if let Some(view) = events.views.get(&atom) {
            for passed in view.sets() {
                let at_age = self.diagram.given(node, &view.given(passed))?;
                self.alone.push(at_age);
            }
            return Ok(first);
        }
        let list = &mut self.alone;
        Ok(*self.alone_places.entry(node).or_insert_with(|| {
            list.push(node);
            first
        }))
    }

    /// Whether an atom alone takes a region down in the end, whatever is ridden out at first.
    fn takes_down(&mut self, alone: &[(Var, Node)], atom: Var) -> Result<bool, EngineError> {
        let Ok(place) = alone.binary_search_by_key(&atom, |(var, _)| *var) else { return Ok(false) };
        let events = self.events;
        let in_the_end = match events.views.get(&atom) {
            None => alone[place].1,
            Some(view) => self.diagram.given(alone[place].1, &view.given((1 << view.waits.len()) - 1))?,
        };
        Ok(in_the_end == Node::FAILS)
    }

    /// Rule 6: what the events of each atom set off on the way of a user of `home`, where the rest can carry on.
    pub(super) fn failovers(
        &mut self,
        journey: usize,
        home: usize,
        required: &[Node],
        anyway: &[(Var, Node)],
        alone: &[Vec<(Var, Node)>],
    ) -> Result<Vec<Failovers>, EngineError> {
        let plan = self.plan;
        let mut sources: Vec<(Var, Source)> = Vec::new();
        let met = reached(plan, &self.index, &mut self.lenses, &plan.journeys[journey], home);
        for ways in met.chunk_by(|(a, ..), (b, ..)| a == b) {
            let key = ways[0].0;
            for (atom, ejection) in self.ejections(key) {
                let mut add = |weight: f64, lens: u32, tries: u32| {
                    let (component, share) = (Some(key.0), ejection.of(weight, tries));
                    sources.push((
                        atom,
                        Source { component, share, origin: Origin::Group(key, ejection), weight, lens },
                    ));
                };
                match self.events.views.get(&atom) {
                    None => {
                        add(ways.iter().fold(0.0, |most, (.., weight)| most.max(*weight)), Lenses::PLAIN, 1)
                    }
                    Some(view) => {
                        for (_, lens, weight) in ways {
                            let tries = if view.tries.is_empty() { 1 } else { self.lenses.get(*lens).tries };
                            add(*weight, *lens, tries);
                        }
                    }
                }
            }
        }
        if self.regions.moves {
            let others = ((1u32 << required.len()) - 1) & !(1 << home);
            for atom in self.diagram.support(required[home]) {
                if !matches!(self.events.slots.get(atom.index()), Some(Slot::Atom { .. })) {
                    continue;
                }
                let mut working = others;
                for region in (0..required.len()).filter(|region| others >> region & 1 == 1) {
                    if self.takes_down(&alone[region], atom)? {
                        working &= !(1 << region);
                    }
                }
                let served = self.regions.served(home, working);
                if served > 0.0 || !self.events.survivors.is_empty() {
                    let origin = Origin::Working(working, self.place_alone(&alone[home], atom)?);
                    sources.push((
                        atom,
                        Source { component: None, share: served, origin, weight: 1.0, lens: Lenses::PLAIN },
                    ));
                }
            }
        }
        order::sort_by(&mut sources, |a, b| a.0.cmp(&b.0));
        let mut all = Vec::new();
        for sources in sources.chunk_by(|a, b| a.0 == b.0) {
            let atom = sources[0].0;
            all.push(Failovers {
                atom,
                anyway: self.place_alone(anyway, atom)?,
                sources: sources.iter().map(|(_, source)| *source).collect(),
            });
        }
        Ok(all)
    }

    /// What the events of each atom on some of a group's members cost its requests, where the rest can carry on.
    fn ejections(&self, key: GroupKey) -> Vec<(Var, Ejection)> {
        let component = &self.plan.components[key.0];
        let Some(group) = self.events.groups.get(key) else { return Vec::new() };
        // In rising order of events: how many members each takes, and how many of those serve.
        let mut hit: Vec<(Var, u32, u32)> = Vec::new();
        for (member, vars) in group.members.iter().enumerate() {
            for var in vars {
                let place = hit.binary_search_by_key(var, |(var, ..)| *var).unwrap_or_else(|place| {
                    hit.insert(place, (*var, 0, 0));
                    place
                });
                hit[place].1 += 1;
                hit[place].2 += u32::from((member as u32) < component.serving());
            }
        }
        let lost_anyway = |failed: u32| {
            let left = component.replicas - failed;
            match left {
                left if left >= component.needed => 0.0,
                left if self.sheds[key.0] => 1.0 - f64::from(left) / f64::from(component.needed),
                _ => 1.0,
            }
        };
        let serving = f64::from(component.serving().max(1));
        hit.into_iter()
            .map(|(var, failed, hit)| {
                let lost = lost_anyway(failed);
                (var, Ejection { share: f64::from(hit) / serving - lost, lost })
            })
            .filter(|(_, ejection)| ejection.share > 0.0)
            .collect()
    }
}

/// The groups that a request of `home` meets on a journey, sorted, the lenses through which it sees them, and the share
/// of requests that depends on the group in that way.
pub(crate) fn reached(
    plan: &Plan,
    index: &BTreeMap<Id, usize>,
    lenses: &mut Lenses,
    journey: &Journey,
    home: usize,
) -> Vec<(GroupKey, u32, f64)> {
    // By the group, the lens and the region from which it is seen: a group without region sees what its user sees.
    let mut seen: BTreeMap<(GroupKey, u32, usize), f64> = BTreeMap::new();
    let mut open: Vec<(Place, &[Dependency], usize, u32, f64)> =
        vec![(Place::Journey(journey.id), &journey.needs, home, Lenses::PLAIN, 1.0)];
    while let Some((place, needs, region, lens, weight)) = open.pop() {
        for need in needs {
            let Some(&component) = index.get(&need.on) else { continue };
            let weight = weight * need.degraded.as_ref().map_or(1.0, |share| share.likely().get());
            let key = seat(plan, component, region);
            let from = key.1.unwrap_or(region);
            let lens = lenses.through(lens, place, need);
            if seen.get(&(key, lens, from)).is_none_or(|known| weight > *known) {
                seen.insert((key, lens, from), weight);
                let c = &plan.components[component];
                open.push((Place::Component(c.id), &c.dependencies, from, lens, weight));
            }
        }
    }
    let mut reached: Vec<(GroupKey, u32, f64)> = Vec::with_capacity(seen.len());
    for ((key, lens, _), weight) in seen {
        match reached.last_mut() {
            Some((known, through, most)) if (*known, *through) == (key, lens) => *most = most.max(weight),
            _ => reached.push((key, lens, weight)),
        }
    }
    reached
}
