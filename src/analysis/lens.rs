//! How things are seen through the needs on the way to them: what is ridden out, and how often it is tried.
//!
//! A need with a cache, a queue or a grace period hides an outage of what is needed until it is older than that. Needs
//! below each other hide as much as the longest of them; their tries multiply. What is reached in several ways is seen
//! in all of them: an outage that one need hides may be felt at once through another.
//!
//! # In the diagram
//! An event that is seen through waits `T_1, T_2, ..` stands at a place of its own, followed by draws for its age: while
//! it is active it is older than `T_i` with chance `q_i = E[(D - T_i)+] / E[D]`, the long-run share of its active time.
//! Who is older than one is older than all that are shorter, so each draw has the chance given those before it. A
//! replica's own event that touches a share f of requests, seen with n tries, fails one only when all of them meet it:
//! with the share `f^n`, by draws again.
//!
//! # What is assumed
//! - Tries find other draws but the same outage: they are quick. What hits several instances, or a zone, a region or
//!   everything, meets every try; so does what fails all requests of an instance (f = 1) that has no other member.
//! - While the other members are healthy, a try meets failed members with the share of requests that they served.
//! - A takeover begins with the outage, not when it is felt: one that is over before a cache runs out is not felt.
//! - An event that is over is over: its cache is fresh again at once.

use std::collections::{BTreeMap, BTreeSet};

use super::events::{ByGroup, GroupKey};
use super::structure::seat;
use crate::engine::Var;
use crate::model::{Dependency, Id, Place, Plan};
use crate::quantity::Quantity;

/// How long an outage stays hidden: the longest of what is on the way.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Wait {
    /// The longest length that is a point, in minutes, as bits: those of numbers that are not negative keep their order.
    fixed: u64,
    /// The needs whose lengths vary, sorted.
    varying: Vec<(Place, Id)>,
}

impl Wait {
    /// Its length in minutes, those that vary left out.
    pub(crate) fn fixed_minutes(&self) -> f64 {
        f64::from_bits(self.fixed)
    }

    /// The needs whose lengths vary.
    pub(crate) fn varying(&self) -> &[(Place, Id)] {
        &self.varying
    }

    fn is_none(&self) -> bool {
        self.fixed == 0 && self.varying.is_empty()
    }
}

/// A way of seeing something.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Lens {
    /// What stays hidden.
    pub wait: Wait,
    /// How often a request is tried in all.
    pub tries: u32,
}

/// The most tries that are told apart: five retries at each of four needs below each other.
const MOST_TRIES: u32 = 6 * 6 * 6 * 6;

/// The most lengths through which one event is seen, where they vary and so have no fixed order.
pub(crate) const MOST_VARYING: usize = 3;

/// All lenses of a plan, each once; the first one hides nothing.
#[derive(Clone, Debug)]
pub(crate) struct Lenses {
    list: Vec<Lens>,
    known: BTreeMap<Lens, u32>,
    /// Whether lengths that are ranges vary.
    vary: bool,
}

impl Lenses {
    /// The lens that hides nothing.
    pub(crate) const PLAIN: u32 = 0;

    fn new(vary: bool) -> Self {
        let plain = Lens { wait: Wait::default(), tries: 1 };
        Self { list: vec![plain.clone()], known: BTreeMap::from([(plain, Self::PLAIN)]), vary }
    }

    /// The lenses of what some journeys need, and how each group is seen.
    pub(crate) fn of(
        plan: &Plan,
        index: &BTreeMap<Id, usize>,
        journeys: &[usize],
        vary: bool,
    ) -> (Self, ByGroup<Seen>) {
        let mut lenses = Self::new(vary);
        let mut groups: ByGroup<Seen> = ByGroup::new(plan);
        if !has_lenses(plan) {
            return (lenses, groups);
        }
        let mut met: BTreeSet<(usize, usize, u32)> = BTreeSet::new();
        for journey in journeys.iter().map(|journey| &plan.journeys[*journey]) {
            let from = |region| (Place::Journey(journey.id), journey.needs.as_slice(), region, Self::PLAIN);
            let mut open: Vec<_> = (0..plan.regions.len()).map(from).collect();
            while let Some((place, needs, region, lens)) = open.pop() {
                for need in needs {
                    let Some(&component) = index.get(&need.on) else { continue };
                    let key = seat(plan, component, region);
                    let from = key.1.unwrap_or(region);
                    let lens = lenses.through(lens, place, need);
                    if met.insert((component, from, lens)) {
                        let mut seen = groups.get(key).cloned().unwrap_or_default();
                        seen.add(lenses.get(lens));
                        groups.set(key, seen);
                        let c = &plan.components[component];
                        open.push((Place::Component(c.id), &c.dependencies, from, lens));
                    }
                }
            }
        }
        (lenses, groups)
    }

    /// The lens of what is seen through one more need.
    pub(crate) fn through(&mut self, lens: u32, place: Place, need: &Dependency) -> u32 {
        if need.rides_out.is_none() && need.retries == 0 {
            return lens;
        }
        let mut next = self.list[lens as usize].clone();
        if let Some(length) = &need.rides_out {
            if self.vary && !length.distribution().is_point() {
                if let Err(free) = next.wait.varying.binary_search(&(place, need.on)) {
                    next.wait.varying.insert(free, (place, need.on));
                }
            } else if length.likely().get() > f64::from_bits(next.wait.fixed) {
                next.wait.fixed = length.likely().get().to_bits();
            }
        }
        next.tries = next.tries.saturating_mul(need.retries + 1).min(MOST_TRIES);
        let list = &mut self.list;
        *self.known.entry(next).or_insert_with_key(|next| {
            list.push(next.clone());
            list.len() as u32 - 1
        })
    }

    /// A lens.
    pub(crate) fn get(&self, lens: u32) -> &Lens {
        &self.list[lens as usize]
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether any lens hides as long as a range says.
    pub(crate) fn any_vary(&self) -> bool {
        self.list.iter().any(|lens| !lens.wait.varying.is_empty())
    }
}

/// Whether any need of a plan rides something out or is tried again.
pub(crate) fn has_lenses(plan: &Plan) -> bool {
    let of_components = plan.components.iter().flat_map(|c| &c.dependencies);
    let mut needs = of_components.chain(plan.journeys.iter().flat_map(|j| &j.needs));
    needs.any(|need| need.rides_out.is_some() || need.retries > 0)
}

/// The lenses through which something is seen, beside the plain one.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Seen {
    /// What is hidden, sorted: where no length varies the shortest comes first.
    pub waits: Vec<Wait>,
    /// Numbers of tries above one, sorted.
    pub tries: Vec<u32>,
}

impl Seen {
    fn add(&mut self, lens: &Lens) {
        if let (false, Err(free)) = (lens.wait.is_none(), self.waits.binary_search(&lens.wait)) {
            self.waits.insert(free, lens.wait.clone());
        }
        if let (true, Err(free)) = (lens.tries > 1, self.tries.binary_search(&lens.tries)) {
            self.tries.insert(free, lens.tries);
        }
    }

    /// Everything through which some things are seen.
    pub(crate) fn all<'a>(parts: impl Iterator<Item = &'a Self>) -> Self {
        let mut all = Self::default();
        for part in parts {
            for wait in &part.waits {
                all.add(&Lens { wait: wait.clone(), tries: 1 });
            }
            for tries in &part.tries {
                all.add(&Lens { wait: Wait::default(), tries: *tries });
            }
        }
        all
    }
}

/// The groups of a plan as they are seen.
pub(crate) fn seen_of_component(plan: &Plan, groups: &ByGroup<Seen>, component: usize) -> Seen {
    let keys = core::iter::once(None).chain((0..plan.regions.len()).map(Some));
    Seen::all(keys.filter_map(|region| groups.get((component, region) as GroupKey)))
}

/// The draws that tell how an event is seen.
#[derive(Clone, Debug, Default)]
pub(crate) struct View {
    /// What is hidden from whom.
    pub waits: Vec<Wait>,
    /// Draws for its age: of which wait, given of those before it which have passed (as bits).
    pub ages: Vec<(usize, u32, Var)>,
    /// Draws for meeting it again: for all numbers of tries from this one on.
    pub tries: Vec<(u32, Var)>,
    /// Whether the waits are in rising order, so that who is older than one is older than those before it.
    pub rising: bool,
}

impl View {
    /// The waits and the given bits for which there are draws.
    pub(crate) fn age_draws(waits: usize, rising: bool) -> impl Iterator<Item = (usize, u32)> {
        (0..waits).flat_map(move |wait| {
            let all = (1u32 << wait) - 1;
            let first = if rising { all } else { 0 };
            (first..=all).map(move |passed| (wait, passed))
        })
    }

    /// The draw of a wait, given which of those before it have passed.
    pub(crate) fn age(&self, wait: usize, passed: u32) -> Option<Var> {
        self.ages.iter().find(|(w, p, _)| (*w, *p) == (wait, passed)).map(|(.., var)| *var)
    }

    /// The sets of waits that can have passed, as bits, in the order of [`place`](Self::place).
    pub(crate) fn sets(&self) -> impl Iterator<Item = u32> + use<> {
        let (waits, rising) = (self.waits.len() as u32, self.rising);
        let count = if rising { waits + 1 } else { 1 << waits };
        (0..count).map(move |index| if rising { (1u32 << index) - 1 } else { index })
    }

    /// The place of a set of waits among all that can have passed.
    pub(crate) fn place(&self, passed: u32) -> usize {
        if self.rising { passed.count_ones() as usize } else { passed as usize }
    }

    /// What the draws for age are when exactly these waits have passed.
    pub(crate) fn given(&self, passed: u32) -> Vec<(Var, bool)> {
        let met = self.ages.iter().filter(|(wait, before, _)| *before == passed & ((1u32 << wait) - 1));
        met.map(|(wait, _, var)| (*var, passed >> wait & 1 == 1)).collect()
    }
}

/// The chance of a draw for age: that a wait has passed, given which of those before it have.
///
/// # Formula
/// With `q_i` the chance that wait i has passed, exactly the waits in `passed` out of those before have, with chance
/// `min q_i (in) - max q_i (out)`, and this one, too, with `min(q, min q_i (in)) - max q_i (out)`.
pub(crate) fn age_draw(q: &[f64], wait: usize, passed: u32) -> f64 {
    let (mut least, mut most) = (1.0f64, 0.0f64);
    for (other, q) in q.iter().enumerate().take(wait) {
        if passed >> other & 1 == 1 {
            least = least.min(*q);
        } else {
            most = most.max(*q);
        }
    }
    let (all, both) = (least - most, q[wait].min(least) - most);
    if all > 0.0 { (both / all).clamp(0.0, 1.0) } else { 0.0 }
}

/// How much likelier a function is to fail when an event has come to each age than without the event, by the places of
/// [`View::sets`]. `q` are the chances that its waits have passed, `p` is its probability, `slope` the derivative of the
/// function by each of its places, with the draws as they are.
///
/// # Formula
/// The derivative by the event is the mean over ages. That by a draw, divided by the chance of coming to it, is what the
/// draw makes: `mean(passed) - mean(not passed)`.
pub(crate) fn by_age(view: &View, q: &[f64], p: f64, event: f64, slope: impl Fn(Var) -> f64) -> Vec<f64> {
    let at_age = |passed: u32| {
        let (mut mean, mut chance) = (event, p);
        for wait in 0..view.waits.len() {
            let before = passed & ((1u32 << wait) - 1);
            let Some(var) = view.age(wait, before) else { continue };
            let x = age_draw(q, wait, before);
            let makes = if chance > 0.0 { slope(var) / chance } else { 0.0 };
            if passed >> wait & 1 == 1 {
                mean += (1.0 - x) * makes;
                chance *= x;
            } else {
                mean -= x * makes;
                chance *= 1.0 - x;
            }
        }
        mean.max(0.0)
    };
    view.sets().map(at_age).collect()
}

/// `f^n` by squaring: the same bits everywhere.
pub(crate) fn power(f: f64, n: u32) -> f64 {
    let (mut base, mut left, mut all) = (f, n, 1.0);
    while left > 0 {
        if left & 1 == 1 {
            all *= base;
        }
        base *= base;
        left >>= 1;
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_in_any_order_have_the_chances_of_ages() {
        // Three waits whose lengths are in any order: over all draws each wait has passed with its own chance, two of
        // them together with the smaller one.
        for q in [[0.9, 0.5, 0.1], [0.1, 0.9, 0.5], [0.5, 0.5, 0.2], [1.0, 0.0, 0.3]] {
            let mut chance = [0.0; 8];
            for (passed, chance) in chance.iter_mut().enumerate() {
                let passed = passed as u32;
                *chance = (0..3).fold(1.0, |all, wait| {
                    let x = age_draw(&q, wait, passed & ((1 << wait) - 1));
                    all * if passed >> wait & 1 == 1 { x } else { 1.0 - x }
                });
            }
            let together = |set: usize| -> f64 { (0..8).filter(|p| p & set == set).map(|p| chance[p]).sum() };
            for set in 1..8 {
                let least = (0..3).filter(|w| set >> w & 1 == 1).map(|w| q[w]).fold(1.0, f64::min);
                assert!((together(set) - least).abs() < 1e-15, "{q:?} {set}: {} {least}", together(set));
            }
        }
    }

    #[test]
    fn powers_are_products() {
        for n in 0..40 {
            let product = (0..n).fold(1.0, |all, _| all * 0.7);
            assert!((power(0.7, n) / product - 1.0).abs() < 1e-14);
        }
    }
}
