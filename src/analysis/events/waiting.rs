//! Members that stand by and fail less often while they wait: see [`standby`](crate::engine::standby).

use super::{Events, Group, Slot};
use crate::engine::Var;
use crate::engine::standby::{self, Before};
use crate::model::{Component, Redundancy};

/// A member of a group that stands by, warm or cold.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Waiting {
    /// Index of its component.
    pub component: usize,
    /// The places of its own events: one, unless they are seen through caches or with several tries.
    pub own: Vec<Var>,
    /// How many of the members before it must be down for it to serve.
    pub least: usize,
    /// What takes members before it down but not itself.
    pub before: Vec<Rival>,
    /// Its draws, in a row: by number of members down before it, from `least` on; the last one holds for more.
    pub draws: Vec<Var>,
}

/// What takes members down that come before a waiting one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Rival {
    /// Its place.
    pub var: Var,
    /// The members before that it takes down, as bits.
    pub members: u64,
    /// Whether it is the own outage of one: then it is like the waiting member's.
    pub alike: bool,
    /// Index of the waiting member whose own outage it is.
    pub waiting: Option<usize>,
}

/// The most numbers of members down that are told apart, from the fewest with which a member serves.
const MOST_DRAWS: usize = 4;

/// Whether members of a component stand by and fail less often meanwhile.
pub(crate) fn stands_idle(component: &Component) -> bool {
    matches!(component.redundancy, Redundancy::WarmStandby | Redundancy::ColdStandby)
        && component.needed < component.replicas
}

impl Events {
    /// The next member of a group, which stands by: its index. Its own events stand at `own`, the places that it
    /// shares with others in the group already.
    pub(super) fn add_waiting(
        &mut self,
        index: usize,
        component: &Component,
        group: &Group,
        own: Vec<Var>,
        sheds: bool,
    ) -> usize {
        let member = group.waiting.len();
        let needed = component.needed as usize;
        let (least, spare) = (member + 1 - needed, component.replicas as usize - needed);
        let most = if sheds { member } else { member.min(spare) };
        let shares_with = &group.members[member];
        let mut before: Vec<Rival> = Vec::new();
        for (other, vars) in group.members.iter().enumerate().take(member) {
            for (place, var) in vars.iter().enumerate().filter(|(_, var)| !shares_with.contains(var)) {
                let known = before.iter_mut().find(|rival| rival.var == *var);
                if let Some(rival) = known {
                    rival.members |= 1 << other;
                    continue;
                }
                let waiting = group.waiting[other].filter(|waiting| self.waiting[*waiting].own.contains(var));
                let serves = group.waiting[other].is_none() && place + 1 == vars.len();
                // Outages are alike as a whole only.
                let whole = own.len() == 1;
                let alike = whole && (waiting.is_some() || (serves && self.is_own(*var)));
                before.push(Rival { var: *var, members: 1 << other, alike, waiting });
            }
        }
        let turn = self.waiting.len();
        let draws = (least..=most.min(least + MOST_DRAWS - 1)).map(|_| self.push(Slot::Turn(turn))).collect();
        self.waiting.push(Waiting { component: index, own, least, before, draws });
        turn
    }

    /// Whether the events at a place are a replica's own.
    fn is_own(&self, var: Var) -> bool {
        match self.slots.get(var.index()) {
            Some(Slot::Atom { first, .. }) => self.events[*first].replica.is_some(),
            _ => false,
        }
    }
}

/// The probabilities of the draws of waiting members, one member after the other, in order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Turns {
    /// For each member so far the chance that its own outage counts when as few as may be are down before it.
    counts: Vec<f64>,
}

impl Turns {
    /// The next member's draws. `met` is the probability of a place, `odds` are those against its events having begun
    /// before the member's own (see [`Before::odds`]).
    pub(crate) fn next(
        &mut self,
        waiting: &Waiting,
        dormancy: f64,
        met: impl Fn(Var) -> f64,
        odds: impl Fn(Var) -> f64,
    ) -> Vec<f64> {
        let before = |rival: &Rival| Before {
            weight: met(rival.var) * rival.waiting.map_or(1.0, |waiting| self.counts[waiting]),
            odds: if rival.alike { 1.0 } else { odds(rival.var) },
            members: rival.members,
        };
        let before: Vec<Before> = waiting.before.iter().map(before).collect();
        let counts = waiting.least..=waiting.least + waiting.draws.len() - 1;
        let overtaken = standby::overtaken(&before, waiting.least, counts);
        let first = overtaken.first().copied().unwrap_or(0.0);
        self.counts.push(dormancy + (1.0 - dormancy) * first);
        standby::draws(dormancy, &overtaken)
    }
}
