//! Failovers: what the beginning of an event sets off.

use super::Run;
use crate::engine::simulate::losses::Losses;
use crate::engine::simulate::process::{Cost, Effect, Path, Process, Switchover};
use crate::quantity::order;

/// A failover of an effect that begins while nothing else is active, as nearly all do: worked out once.
#[derive(Clone, Debug)]
pub(super) struct Opening {
    /// Index of the failover.
    pub(super) failover: usize,
    /// The share of each path's requests that it costs beside the effect.
    pub(super) shares: Vec<f64>,
    /// What each measure loses while both run, and nothing else.
    pub(super) losses: Vec<f64>,
}

/// The failovers of one event as they run, step by step: until when, and which share of each path's requests fails.
#[derive(Clone, Debug, Default)]
pub(super) struct Takeovers {
    pub(super) event: u32,
    /// Which opening it is, when it is a single one.
    pub(super) opening: Option<usize>,
    pub(super) step: usize,
    pub(super) ends: Vec<f64>,
    /// Step after step, by path.
    pub(super) shares: Vec<f64>,
}

/// The failovers of an effect that cost anything when it alone is active.
pub(super) fn openings(process: &Process, losses: &Losses, effect: usize) -> Vec<Opening> {
    let Effect::OnRequests { share, failovers, .. } = &process.effects[effect] else { return Vec::new() };
    let (before, after) = (losses.at(0), losses.at(losses.alone(effect)));
    let opening = |(failover, switchover): (usize, &Switchover)| {
        let mut shares = vec![0.0; process.paths.len()];
        for Cost { path, share: part, .. } in &switchover.costs {
            let view = process.paths[*path];
            let cost = switchover.share(*part, view, before, after, *share);
            let left = (share - after[view.root]).max(0.0);
            shares[*path] += cost * (left - shares[*path]);
        }
        let fails = |path: usize| (after[process.paths[path].root] + shares[path]).min(1.0);
        let weigh = |(path, weight): &(usize, f64)| weight * fails(*path);
        let measures = process.measures.iter();
        let losses = measures.map(|measure| measure.weights.iter().map(weigh).sum()).collect();
        Opening { failover, losses, shares }
    };
    let all = failovers.iter().enumerate().map(opening);
    all.filter(|opening| opening.shares.iter().any(|share| *share > 0.0)).collect()
}

impl Switchover {
    /// The share of a path's requests that fails, out of those that the event leaves: for a move it counts how far an
    /// event of this share takes the home of the path down.
    ///
    /// # Formula
    /// With the home down by a chance m, and c of its requests served elsewhere, the event leaves 1 - m (1 - c), and the
    /// move fails m c of all.
    fn share(&self, part: f64, path: Path, before: &[f64], after: &[f64], share: f64) -> f64 {
        match (self.moves, path.home) {
            (false, _) => part,
            (true, Some(home)) if part > 0.0 => {
                let down = ((after[home] - before[home]) / share).clamp(0.0, 1.0);
                down * part / ((1.0 - down) + down * part)
            }
            (true, _) => 0.0,
        }
    }
}

impl Run<'_> {
    /// The failovers that an event sets off, on every path that it leaves working.
    ///
    /// They cost requests that the event alone leaves. Where less is left to lose, because the structure loses more by
    /// this event than it would by it alone, the failovers cost less by as much.
    pub(super) fn take_over(&mut self, event: u32, from: f64, failovers: &[Switchover]) {
        let paths = self.process.paths.len();
        let effect = self.process.events[event as usize].effect;
        let Effect::OnRequests { share, .. } = self.process.effects[effect] else { return };
        let openings = self.openings[effect].as_slice();
        let quiet = self.set.len() == 1;
        self.drawn.clear();
        if quiet {
            for (index, opening) in openings.iter().enumerate() {
                self.draw(from, index, &failovers[opening.failover]);
            }
        } else {
            for (index, failover) in failovers.iter().enumerate() {
                if !failover.moves || self.moves_any(failover) {
                    self.draw(from, index, failover);
                }
            }
        }
        if self.drawn.is_empty() {
            return;
        }
        let mut takeovers = self.spare.pop().unwrap_or_default();
        takeovers.event = event;
        takeovers.step = 0;
        takeovers.ends.clear();
        takeovers.shares.clear();
        takeovers.opening = None;
        if let ([(end, index)], true) = (self.drawn.as_slice(), quiet) {
            takeovers.opening = Some(*index);
            takeovers.ends.push(*end);
            takeovers.shares.extend_from_slice(&openings[*index].shares);
            self.takeovers.push(takeovers);
            return;
        }
        if quiet {
            self.drawn.iter_mut().for_each(|(_, index)| *index = openings[*index].failover);
        }
        order::sort_by(&mut self.drawn, |a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let after = self.losses.at(self.place);
        let alone = self.losses.at(self.losses.alone(effect));
        let nothing = self.losses.at(0);
        takeovers.ends.extend(self.drawn.iter().map(|(end, _)| *end));
        takeovers.shares.resize(paths * self.drawn.len(), 0.0);
        // From the last to end to the first: each step adds those that run in it to those that run longer.
        for step in (0..self.drawn.len()).rev() {
            let (ended, later) = takeovers.shares.split_at_mut(paths * (step + 1));
            let shares = &mut ended[paths * step..];
            if !later.is_empty() {
                shares.copy_from_slice(&later[..paths]);
            }
            let failover = &failovers[self.drawn[step].1];
            for Cost { path, share: part, .. } in &failover.costs {
                let cost = failover.share(*part, self.process.paths[*path], &self.before, after, share);
                shares[*path] += cost * (1.0 - shares[*path]);
            }
        }
        let mut any = false;
        for (path, view) in self.process.paths.iter().enumerate() {
            let root = view.root;
            let most = takeovers.shares[path];
            let mut scale = 0.0;
            if most > 0.0 && after[root] < 1.0 {
                let anyway = alone[root] - nothing[root];
                let increase = (after[root] - self.before[root]) - anyway;
                let left = (share - anyway).max(0.0);
                scale = (left - increase / most).clamp(0.0, left);
            }
            any |= scale > 0.0;
            for step in 0..takeovers.ends.len() {
                takeovers.shares[step * paths + path] *= scale;
            }
        }
        if any { self.takeovers.push(takeovers) } else { self.spare.push(takeovers) }
    }

    /// The same for an event that does other things as it grows older, before it is among the active ones: what
    /// failovers cost changes whenever it does, or when one of them is over.
    #[cold]
    pub(super) fn take_over_by_age(&mut self, event: u32, from: f64, failovers: &[Switchover]) {
        let process = self.process;
        let this = &process.events[event as usize];
        let first = core::iter::once((f64::NEG_INFINITY, this.effect));
        let later =
            process.later[this.later.0..this.later.1].iter().map(|(age, effect)| (from + age, *effect));
        let steps: Vec<(f64, usize)> = first.chain(later).collect();
        let Effect::OnRequests { share, .. } = process.effects[this.effect] else { return };
        // What fails with each effect of it beside the others that are active, and with it alone.
        let (mut after, mut alone) = (Vec::new(), Vec::new());
        for (_, effect) in &steps {
            let mut set = self.set.clone();
            let at = set.partition_point(|other| *other < *effect as u32);
            set.insert(at, *effect as u32);
            let place = self.losses.place(&set);
            after.push(self.losses.at(place).to_vec());
            alone.push(self.losses.at(self.losses.alone(*effect)).to_vec());
        }
        let nothing = self.losses.at(0).to_vec();
        let moves = |failover: &Switchover| {
            let homes = failover.costs.iter().filter_map(|cost| process.paths[cost.path].home);
            homes.into_iter().any(|home| after.iter().any(|after| after[home] > self.before[home]))
        };
        let chosen: Vec<usize> = (0..failovers.len())
            .filter(|index| !failovers[*index].moves || moves(&failovers[*index]))
            .collect();
        self.drawn.clear();
        for index in chosen {
            self.draw(from, index, &failovers[index]);
        }
        let Some(last) = self.drawn.iter().map(|(end, _)| *end).reduce(f64::max) else { return };
        let mut takeovers = self.spare.pop().unwrap_or_default();
        takeovers.event = event;
        takeovers.step = 0;
        takeovers.opening = None;
        takeovers.ends.clear();
        takeovers.ends.extend(self.drawn.iter().map(|(end, _)| *end));
        takeovers
            .ends
            .extend(steps.iter().map(|(time, _)| *time).filter(|time| *time > self.now && *time < last));
        order::sort_by(&mut takeovers.ends, f64::total_cmp);
        takeovers.ends.dedup();
        let paths = process.paths.len();
        takeovers.shares.clear();
        takeovers.shares.resize(paths * takeovers.ends.len(), 0.0);
        let mut any = false;
        let mut start = self.now;
        for (step, shares) in takeovers.shares.chunks_mut(paths).enumerate() {
            let stage = steps.partition_point(|(time, _)| *time <= start).saturating_sub(1);
            let after = &after[stage];
            for (_, index) in self.drawn.iter().filter(|(end, _)| *end > start) {
                let failover = &failovers[*index];
                let same = |a: &Cost, b: &Cost| (a.path, a.group) == (b.path, b.group);
                for costs in failover.costs.chunk_by(same) {
                    let path = costs[0].path;
                    let felt = costs.iter().filter(|cost| from + cost.from_minutes <= start);
                    let part = felt.map(|cost| cost.share).fold(0.0, f64::max);
                    let cost = failover.share(part, process.paths[path], &self.before, after, share);
                    shares[path] += cost * (1.0 - shares[path]);
                }
            }
            for (path, view) in process.paths.iter().enumerate() {
                let most = shares[path];
                let anyway = alone[stage][view.root] - nothing[view.root];
                let increase = (after[view.root] - self.before[view.root]) - anyway;
                let left = (share - anyway).max(0.0);
                let scale = if most > 0.0 && after[view.root] < 1.0 {
                    (left - increase / most).clamp(0.0, left)
                } else {
                    0.0
                };
                shares[path] *= scale;
                any |= scale > 0.0;
            }
            start = takeovers.ends[step];
        }
        if any { self.takeovers.push(takeovers) } else { self.spare.push(takeovers) }
    }

    /// Draws whether a failover works, and so when it is over.
    #[inline]
    fn draw(&mut self, from: f64, index: usize, failover: &Switchover) {
        let works = failover.coverage >= 1.0 || self.stream.uniform() < failover.coverage;
        let end = from + if works { failover.automatic_minutes } else { failover.manual_minutes };
        if end > self.now {
            self.drawn.push((end, index));
        }
    }

    /// Whether the event that has just begun takes the home of any of these paths further down.
    fn moves_any(&self, failover: &Switchover) -> bool {
        let after = self.losses.at(self.place);
        let home = |cost: &Cost| self.process.paths[cost.path].home;
        failover.costs.iter().filter_map(home).any(|home| after[home] > self.before[home])
    }
}
