//! Events that are seen through caches or with several tries.

use std::collections::BTreeMap;

use super::{Builder, intern};
use crate::analysis::events::Slot;
use crate::analysis::lens::Wait;
use crate::analysis::structure::{Failovers, Origin};
use crate::analysis::uncertainty::evaluator::aged::{AgedMove, AgedTerm, AgedWay, WaitDial, Weight};
use crate::analysis::uncertainty::evaluator::{DrawSource, Rest};
use crate::engine::Var;
use crate::model::{DurationField, Number};

impl Builder<'_> {
    /// The draw of an event that is seen through caches or with several tries.
    pub(super) fn seen(&mut self, slot: &Slot) -> Option<DrawSource> {
        match *slot {
            Slot::Aged { event, wait, passed } => {
                let structure = self.structure;
                let waits = self.waits(&structure.view_of(event)?.waits);
                let list = &mut self.wait_list_list;
                let waits = intern(&mut self.wait_lists, waits.clone(), || list.push(waits));
                Some(DrawSource::Aged { mode: self.mode(structure.events[event].mode), waits, wait, passed })
            }
            Slot::Again { event, more } => {
                Some(DrawSource::Again(self.mode(self.structure.events[event].mode), more))
            }
            _ => None,
        }
    }

    fn waits(&mut self, waits: &[Wait]) -> Vec<usize> {
        waits.iter().map(|wait| self.wait(wait)).collect()
    }

    /// The place of a length of what is ridden out.
    fn wait(&mut self, wait: &Wait) -> usize {
        if let Some(known) = self.waits.get(wait) {
            return *known;
        }
        let numbers =
            wait.varying().iter().map(|(place, on)| Number::Duration(DurationField::RidesOut(*place, *on)));
        let numbers = numbers.map(|number| self.registry.number(number)).collect();
        self.wait_dials.push(WaitDial { fixed: wait.fixed_minutes(), numbers });
        self.waits.insert(wait.clone(), self.wait_dials.len() - 1);
        self.wait_dials.len() - 1
    }

    /// What failing over costs on a path after events that are seen through caches or with several tries. Their
    /// derivatives come after those of `groups` others.
    pub(super) fn aged(
        &mut self,
        path: usize,
        rest: &Rest,
        groups: usize,
        group_of: &mut BTreeMap<Var, u32>,
    ) -> Vec<AgedTerm> {
        let structure = self.structure;
        let mut terms = Vec::new();
        let mut next = groups as u32;
        for failovers in &structure.paths[path].failovers {
            let Some(view) = structure.views.get(&failovers.atom) else { continue };
            let Some(event) = structure.atom(failovers.atom.index()).next() else { continue };
            let ages = view.sets().count();
            let row = |first: usize| self.alone[first..first + ages].to_vec();
            let anyway = row(failovers.anyway);
            let home = failovers.sources.iter().find_map(|source| match source.origin {
                Origin::Working(working, home) => Some((working, source.share, row(home))),
                Origin::Group(..) => None,
            });
            let moves = home.map(|(working, share, home)| {
                let mut group = |var: Var| {
                    group_of.insert(var, next);
                    next += 1;
                    next - 1
                };
                let event = group(failovers.atom);
                let draws = view.ages.iter().map(|(.., var)| (*var, group(*var))).collect();
                AgedMove { served: self.served(path, working, share, rest), home, event, draws }
            });
            if moves.is_some() {
                self.takeover(None);
            }
            let kind = self.kind(event);
            let waits = self.waits(&view.waits);
            let ways = self.ways(path, failovers, rest);
            terms.push(AgedTerm { view: view.clone(), waits, kind, ways, moves, anyway });
        }
        terms
    }

    fn ways(&mut self, path: usize, failovers: &Failovers, rest: &Rest) -> Vec<AgedWay> {
        let structure = self.structure;
        let has_tries = structure.views.get(&failovers.atom).is_some_and(|view| !view.tries.is_empty());
        let mut ways = Vec::new();
        for source in &failovers.sources {
            let (Some(component), Origin::Group(group, ejection)) = (source.component, source.origin) else {
                continue;
            };
            let lens = structure.lenses.get(source.lens);
            let tries = if has_tries { lens.tries } else { 1 };
            let weight = if rest.degraded.is_empty() {
                Weight::Fixed(source.weight)
            } else {
                let list = &mut self.weight_list;
                let new = (path, group, Some(source.lens));
                Weight::Weighed(intern(&mut self.weights, new, || list.push(new)))
            };
            let (wait, takeover) = (self.wait(&lens.wait), self.takeover(Some(component)));
            ways.push(AgedWay { group, wait, ejection, weight, tries, again: tries - 1, takeover });
        }
        ways
    }
}
