//! Every number of a plan with its range and its origin: the assumptions ledger.

use crate::model::catalogue::GATES;
use crate::model::{
    Choice, Dependency, Failover, FailureMode, MoneyField, Part, Place, Plan, Redundancy, Scope, Sharing,
    Target,
};
use crate::quantity::text::{duration, money, rate, share, volume};
use crate::quantity::{Basis, Date, Estimate, Quantity};

use super::{effect_words, select_words};

/// A number with its origin.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// What it is.
    pub name: String,
    /// Its likely value.
    pub value: String,
    /// Its 90 % interval; empty for a point.
    pub range: String,
    /// Where it comes from.
    pub basis: Basis,
    /// When.
    pub date: Option<Date>,
    /// The source, or the reason.
    pub note: String,
}

/// The numbers of one place of a plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// What the numbers are about.
    pub title: String,
    /// Where they stand.
    pub place: Place,
    /// The numbers.
    pub entries: Vec<Entry>,
}

/// Every number of a plan, by the place where it stands.
pub fn ledger(plan: &Plan) -> Vec<Group> {
    let symbol = plan.prices.currency.name();
    let cash = |amount: f64| money(amount, symbol);
    let percent = |p: f64| share(crate::quantity::Probability::clamped(p));
    let mut groups = Vec::new();
    for region in &plan.regions {
        let entries = vec![
            entry("share of users", &region.traffic, percent),
            entry("can carry of all users", &region.capacity, percent),
        ];
        push(&mut groups, format!("Region {}", region.name), Place::Region(region.id), entries);
    }
    let mut entries = Vec::new();
    failover(&mut entries, "move", &plan.routing.failover);
    push(&mut groups, "Moving users between regions".into(), Place::Routing, entries);
    for component in &plan.components {
        let mut entries = vec![entry("price of a replica a month", &component.unit_price, cash)];
        failover(&mut entries, "takeover", &component.failover);
        if component.redundancy == Redundancy::WarmStandby {
            entries.push(entry("fails while waiting, of its failure rate", &component.dormancy, percent));
        }
        needs(&mut entries, plan, &component.dependencies);
        push(&mut groups, component.name.clone(), Place::Component(component.id), entries);
    }
    for mode in &plan.modes {
        push(&mut groups, mode_title(plan, mode), Place::Mode(mode.id), mode_entries(mode));
    }
    for journey in &plan.journeys {
        let mut entries = vec![entry("share of traffic", &journey.traffic, percent)];
        needs(&mut entries, plan, &journey.needs);
        push(&mut groups, format!("Journey {}", journey.name), Place::Journey(journey.id), entries);
    }
    for practice in plan.practices.keys() {
        let entries = practice_entries(plan, *practice);
        push(&mut groups, practice.name().into(), Place::Practice(*practice), entries);
    }
    let prices = &plan.prices;
    let entries = vec![
        entry("engineer a month", &prices.engineer, cash),
        entry("engineer's time a rota seat costs", &prices.on_call_share, percent),
        entry("traffic between zones a month", &prices.zone_traffic, volume),
        entry("a GB between zones", &prices.zone_traffic_price, cash),
        entry("traffic between regions a month", &prices.region_traffic, volume),
        entry("a GB between regions", &prices.region_traffic_price, cash),
    ];
    push(&mut groups, "Prices".into(), Place::Prices, entries);
    let mut entries = vec![entry("reserve for what nobody listed", &plan.reserve, percent)];
    entries.extend(MoneyField::ValuePerHour.get(plan).map(|v| entry("an hour of full outage", v, cash)));
    entries.extend(GATES.iter().map(|info| {
        let ceiling = info.ceiling_nines.estimate::<crate::quantity::Spread>();
        let nines = |n: f64| format!("{n:.1} nines");
        entry(&format!("ceiling of {}", info.gate.name()), &ceiling, nines)
    }));
    push(&mut groups, "The plan as a whole".into(), Place::Plan, entries);
    groups
}

fn push(groups: &mut Vec<Group>, title: String, place: Place, entries: Vec<Entry>) {
    if !entries.is_empty() {
        groups.push(Group { title, place, entries });
    }
}

pub(super) fn entry<Q: Quantity>(name: &str, estimate: &Estimate<Q>, write: impl Fn(f64) -> String) -> Entry {
    let numbers = [estimate.low().get(), estimate.likely().get(), estimate.high().get()];
    let [low, likely, high] = numbers.map(write);
    let range = if estimate.is_point() { String::new() } else { format!("{low} to {high}") };
    let origin = &estimate.provenance;
    Entry {
        name: name.into(),
        value: likely,
        range,
        basis: origin.basis,
        date: origin.date,
        note: origin.note.clone(),
    }
}

fn failover(entries: &mut Vec<Entry>, what: &str, failover: &Failover) {
    let percent = |p: f64| share(crate::quantity::Probability::clamped(p));
    entries.push(entry(&format!("{what} takes"), &failover.time, duration));
    entries.push(entry(&format!("{what} works"), &failover.coverage, percent));
    entries.push(entry(&format!("{what} by hand takes"), &failover.manual, duration));
    if let Some(drill) = &failover.drill {
        entries.push(entry(&format!("{what} is drilled every"), &drill.every, duration));
        entries.push(entry(&format!("{what} works when never drilled"), &drill.untested, percent));
        entries.push(entry(&format!("{what} is half forgotten after"), &drill.half_life, duration));
    }
}

fn needs(entries: &mut Vec<Entry>, plan: &Plan, needs: &[Dependency]) {
    let percent = |p: f64| share(crate::quantity::Probability::clamped(p));
    for need in needs {
        let on = plan.component(need.on).map_or("something missing", |c| c.name.as_str());
        let degraded = need.degraded.as_ref();
        entries.extend(degraded.map(|d| entry(&format!("requests degraded without {on}"), d, percent)));
        let rides_out = need.rides_out.as_ref();
        entries.extend(rides_out.map(|time| entry(&format!("rides out outages of {on}"), time, duration)));
    }
}

fn mode_title(plan: &Plan, mode: &FailureMode) -> String {
    let of = match mode.target {
        Target::Component(id) => plan.component(id).map(|c| c.name.clone()),
        Target::Region(id) => plan.region(id).map(|r| r.name.clone()),
        Target::Domain => Some(
            match mode.scope {
                Scope::Instance => "each replica",
                Scope::Zone => "each zone",
                Scope::Region => "each region",
                Scope::Global => "the whole service",
            }
            .into(),
        ),
    };
    match of {
        Some(of) => format!("{}, {of}", mode.name),
        None => mode.name.clone(),
    }
}

fn mode_entries(mode: &FailureMode) -> Vec<Entry> {
    let percent = |p: f64| share(crate::quantity::Probability::clamped(p));
    let mut entries = vec![entry("happens", &mode.rate, rate)];
    for part in Part::ALL {
        entries.push(entry(part.name(), mode.parts.get(*part), duration));
    }
    entries.push(entry("users touched", &mode.share, percent));
    match &mode.sharing {
        Sharing::Beta => entries.push(entry("hits every replica at once", &mode.beta, percent)),
        Sharing::Greek { gamma, delta } => {
            entries.push(entry("hits several replicas at once", &mode.beta, percent));
            entries.push(entry("of what two share, three share", gamma, percent));
            entries.push(entry("of what three share, four share", delta, percent));
        }
        Sharing::Alpha { two, three, four } => {
            entries.push(entry("hits two replicas", two, percent));
            entries.push(entry("hits three replicas", three, percent));
            entries.push(entry("hits four replicas or all", four, percent));
        }
    }
    entries
}

fn practice_entries(plan: &Plan, practice: crate::model::Practice) -> Vec<Entry> {
    let cash = |amount: f64| money(amount, plan.prices.currency.name());
    let own = MoneyField::Practice(practice).get(plan);
    let mut entries: Vec<Entry> = own.map(|price| entry("cost a month", price, cash)).into_iter().collect();
    let effects = practice.effects(plan.level(practice));
    entries.extend(effects.iter().map(|effect| Entry {
        name: effect_words(effect),
        value: select_words(&effect.select).unwrap_or_else(|| "every failure mode".into()),
        range: String::new(),
        basis: effect.mark.basis(),
        date: crate::model::catalogue::CATALOGUE_DATE,
        note: effect.source.into(),
    }));
    entries
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::templates::templates;

    #[test]
    fn what_drills_standbys_caches_and_shared_failures_add_stands_in_the_ledger() {
        use crate::model::catalogue::defaults;
        use crate::model::{Edit, SharingKind};
        let mut plan = crate::model::templates::worked_example();
        let before = ledger(&plan).iter().map(|group| group.entries.len()).sum::<usize>();
        plan.routing.failover.drill = Some(defaults::drill());
        plan.components[2].failover.drill = Some(defaults::drill());
        plan.components[2].redundancy = Redundancy::WarmStandby;
        plan.components[2].dependencies[0].rides_out = Some(defaults::drill().every);
        let shared: Vec<_> = plan.modes.iter().filter(|m| m.can_be_shared()).map(|m| m.id).collect();
        let greek = Edit::SetSharing(shared[0], defaults::sharing(SharingKind::Greek));
        let alpha = Edit::SetSharing(shared[1], defaults::sharing(SharingKind::Alpha));
        let plan = plan.apply(&Edit::Batch(vec![greek, alpha])).unwrap();
        let groups = ledger(&plan);
        assert_eq!(
            groups.iter().map(|group| group.entries.len()).sum::<usize>(),
            before + 3 + 3 + 1 + 1 + 2 + 2
        );
    }

    #[test]
    fn every_number_of_every_template_has_an_origin() {
        for template in templates() {
            let plan = (template.build)();
            let groups = ledger(&plan);
            for entry in groups.iter().flat_map(|group| &group.entries) {
                assert!(!entry.value.is_empty(), "{}", entry.name);
                assert!(!entry.note.is_empty(), "{} in {}", entry.name, template.key);
            }
            let modes = groups.iter().filter(|group| matches!(group.place, Place::Mode(_))).count();
            assert_eq!(modes, plan.modes.len());
        }
    }
}
