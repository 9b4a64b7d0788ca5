//! The cost a month by whom it belongs to, what is paid once, and what has no price yet.

use super::cost::{CostGroup, RunningCost, TermKind};
use crate::engine::numeric::sum;
use crate::model::catalogue::{Family, Gate, KINDS};
use crate::model::{Component, Id, Owner, Place, Placement, Plan};
use crate::quantity::{Quantity, order};

/// The same total, split four ways; each list adds up to it, and has its largest amount first.
#[derive(Clone, Debug, PartialEq)]
pub struct CostSplit {
    /// By component; what belongs to none stands as `None`.
    pub by_component: Vec<(Option<Id>, f64)>,
    /// By region; what belongs to no single one (global components, traffic, people, practices) stands as `None`.
    pub by_region: Vec<(Option<Id>, f64)>,
    /// By who is paid: third parties, the platform provider, or our own people.
    pub by_owner: Vec<(Owner, f64)>,
    /// By the gate that a practice belongs to; what is no practice stands as `None`.
    pub by_gate: Vec<(Option<Gate>, f64)>,
}

/// Something that is used and has a price of zero.
#[derive(Clone, Debug, PartialEq)]
pub struct Unpriced {
    /// Where the price can be set.
    pub place: Place,
    /// What it is.
    pub what: String,
}

/// A plan's cost by component, region, owner and gate.
pub fn cost_split(plan: &Plan, cost: &RunningCost) -> CostSplit {
    let component = |place: Place| match place {
        Place::Component(id) => plan.component(id),
        _ => None,
    };
    let mut split = CostSplit {
        by_component: Vec::new(),
        by_region: Vec::new(),
        by_owner: Vec::new(),
        by_gate: Vec::new(),
    };
    for line in &cost.lines {
        let own = component(line.place);
        add(&mut split.by_component, own.map(|c| c.id), line.per_month);
        let regions: Vec<Id> = own.map(|c| groups(plan, c)).unwrap_or_default();
        for region in &regions {
            add(&mut split.by_region, Some(*region), line.per_month / regions.len() as f64);
        }
        if regions.is_empty() {
            add(&mut split.by_region, None, line.per_month);
        }
        let owner = match line.group {
            CostGroup::People | CostGroup::Practices => Owner::Us,
            CostGroup::Traffic => Owner::Provider,
            CostGroup::Infrastructure if own.is_some_and(is_third_party) => Owner::ThirdParty,
            CostGroup::Infrastructure => Owner::Provider,
        };
        add(&mut split.by_owner, owner, line.per_month);
        let gate = match line.place {
            Place::Practice(practice) => Some(practice.info().gate),
            _ => None,
        };
        add(&mut split.by_gate, gate, line.per_month);
    }
    largest_first(&mut split.by_component);
    largest_first(&mut split.by_region);
    largest_first(&mut split.by_owner);
    largest_first(&mut split.by_gate);
    split
}

fn add<K: PartialEq>(list: &mut Vec<(K, f64)>, key: K, amount: f64) {
    match list.iter_mut().find(|(known, _)| *known == key) {
        Some((_, sum)) => *sum += amount,
        None => list.push((key, amount)),
    }
}

fn largest_first<K>(list: &mut Vec<(K, f64)>) {
    list.retain(|(_, amount)| *amount > 0.0);
    order::sort_by(list, |a, b| b.1.total_cmp(&a.1));
}

/// The regions in which a component has a group.
fn groups(plan: &Plan, component: &Component) -> Vec<Id> {
    if component.placement == Placement::Global {
        return Vec::new();
    }
    plan.regions.iter().map(|region| region.id).filter(|region| component.stands_in(*region)).collect()
}

fn is_third_party(component: &Component) -> bool {
    KINDS.iter().any(|kind| kind.key == component.kind && kind.family == Family::ThirdParty)
}

/// What is paid once to set the practices up: in the cost a month it is spread over the plan's term.
pub fn once(plan: &Plan, cost: &RunningCost) -> f64 {
    let terms = cost.lines.iter().flat_map(|line| &line.terms).filter(|term| term.kind == TermKind::SetUp);
    sum(terms.map(|term| term.per_month())) * f64::from(plan.economy.terms.spread_months)
}

/// Everything that is used and costs nothing only because its price is zero.
pub fn unpriced(plan: &Plan, cost: &RunningCost) -> Vec<Unpriced> {
    let mut found = Vec::new();
    for line in &cost.lines {
        let free = |term: &super::Term| term.unit_price == 0.0 && term.quantity > 0.0;
        let kind = line.terms.iter().find(|term| free(term)).map(|term| term.kind);
        if let Some(kind) = kind.filter(|kind| *kind != TermKind::OwnPrice) {
            let what = match kind {
                TermKind::RotaEngineers | TermKind::Engineers | TermKind::SetUp => {
                    format!("an engineer ({})", line.label)
                }
                _ => line.label.clone(),
            };
            found.push(Unpriced { place: line.place, what });
        }
    }
    // A practice whose people cost nothing loses those lines altogether.
    if plan.prices.engineer.likely().get() == 0.0 && !plan.practices.is_empty() {
        found.push(Unpriced { place: Place::Prices, what: "an engineer".into() });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::economics::running_cost;
    use crate::model::templates::templates;
    use crate::model::{Economy, Edit, MoneyField, Terms};
    use crate::quantity::{Estimate, Money, Probability};

    #[test]
    fn every_split_adds_up_to_the_total() {
        for template in templates() {
            let plan = (template.build)();
            let cost = running_cost(&plan);
            let split = cost_split(&plan, &cost);
            let total = |amounts: Vec<f64>| amounts.iter().sum::<f64>();
            for sum in [
                total(split.by_component.iter().map(|part| part.1).collect()),
                total(split.by_region.iter().map(|part| part.1).collect()),
                total(split.by_owner.iter().map(|part| part.1).collect()),
                total(split.by_gate.iter().map(|part| part.1).collect()),
            ] {
                // Sums of the same terms in another order.
                assert!((sum - cost.per_month).abs() < 1e-9 * cost.per_month, "{}: {sum}", plan.name);
            }
        }
    }

    /// 40 % off replicas and nothing else; set-up of 7 engineer months at 15,000 (see the hand calculation in `tests`).
    #[test]
    fn terms_change_what_they_are_terms_of() {
        let plan = (crate::model::templates::template("payment-dependency").unwrap().build)();
        let with = |discount: f64, spread_months: u32| {
            let commitment_discount = Estimate::assumed(Probability::clamped(discount));
            let economy =
                Economy { terms: Terms { commitment_discount, spread_months }, ..Economy::default() };
            plan.apply(&Edit::SetEconomy(Box::new(economy))).unwrap()
        };
        let (usual, cheap, short) =
            (running_cost(&plan), running_cost(&with(0.4, 36)), running_cost(&with(0.0, 12)));
        let infrastructure = usual.group(CostGroup::Infrastructure);
        assert!((usual.per_month - cheap.per_month - 0.4 * infrastructure).abs() < 1e-6);
        let set_up = once(&plan, &usual);
        assert!((short.per_month - usual.per_month - set_up / 12.0 + set_up / 36.0).abs() < 1e-6);
        assert!((once(&with(0.0, 12), &short) - set_up).abs() < 1e-6);
    }

    #[test]
    fn what_has_no_price_is_named() {
        let plan = (templates()[1].build)();
        // What a payment provider takes of each payment is not in the template.
        let before: Vec<String> =
            unpriced(&plan, &running_cost(&plan)).into_iter().map(|one| one.what).collect();
        assert_eq!(before, ["Payment provider"]);
        let web = plan.components.iter().find(|c| c.unit_price.likely().get() > 0.0).unwrap();
        let free = Estimate::assumed(Money::ZERO);
        let plan = plan.apply(&Edit::SetMoney(MoneyField::UnitPrice(web.id), free.clone())).unwrap();
        let plan = plan.apply(&Edit::SetMoney(MoneyField::Engineer, free)).unwrap();
        let found = unpriced(&plan, &running_cost(&plan));
        assert!(found.iter().any(|one| one.place == Place::Component(web.id)));
        assert!(found.iter().any(|one| one.place == Place::Prices), "{found:?}");
    }
}
