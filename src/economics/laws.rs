//! Laws of cost and ladder over every template, and plain enumeration as the check of the search.

use core::ops::ControlFlow;

use super::*;
use crate::analysis::{Compiled, analyse};
use crate::model::templates::{template, templates};
use crate::model::{Choice, Edit, Place, Placement, Plan, Practice};
use crate::quantity::{Estimate, Money, Nines, Quantity, Unavailability};

fn plan(key: &str) -> Plan {
    (template(key).unwrap().build)()
}

fn all() -> impl Iterator<Item = Plan> {
    templates().iter().map(|template| (template.build)())
}

fn on(_: Progress) -> Flow {
    ControlFlow::Continue(())
}

fn after(plan: &Plan, edit: Edit) -> Plan {
    plan.apply(&edit).unwrap()
}

fn per_month(plan: &Plan) -> f64 {
    running_cost(plan).per_month
}

/// A few structures and practices, so that every template is quick even unoptimised.
fn small_space(plan: &Plan) -> Space {
    use Practice::{
        AutomatedRollback, BurnRateAlerting, Canary, ConfigurationValidation, LoadShedding, OnCall,
    };
    let chosen = [AutomatedRollback, BurnRateAlerting, Canary, ConfigurationValidation, LoadShedding, OnCall];
    let mut space = Space::of(plan).unwrap();
    space.structures.retain(|s| {
        let t = s.topology;
        t.spare.is_none() && t.regions.is_none_or(|n| n <= 2) && t.zones.is_none()
    });
    for (practice, levels) in &mut space.practices {
        levels.retain(|level| *level == 0 || chosen.contains(practice));
    }
    space
}

/// Every design of a space: its cost and U, each from a plan of its own.
fn enumerated(plan: &Plan, space: &Space) -> Vec<(f64, f64)> {
    let mut designs = Vec::new();
    for structure in &space.structures {
        let mut settings = vec![after(plan, Edit::Batch(structure.edits.clone()))];
        for (practice, levels) in &space.practices {
            let with = |p: &Plan, level: u8| match p.level(*practice) == level {
                true => p.clone(),
                false => after(p, Edit::SetPractice(*practice, level)),
            };
            let all = |p: &Plan| levels.iter().map(|level| with(p, *level)).collect::<Vec<_>>();
            settings = settings.iter().flat_map(all).collect();
        }
        let shedding = |level: u8| move |p: &&Plan| p.level(Practice::LoadShedding) == level;
        let compiled = [0, 1].map(|level| settings.iter().find(shedding(level)).and_then(Compiled::of));
        for setting in settings {
            let u = compiled.iter().flatten().find_map(|c| c.service_unavailability(&setting)).unwrap();
            designs.push((per_month(&setting), u.get()));
        }
    }
    designs
}

#[test]
fn the_lines_add_up_to_the_total_and_to_the_groups() {
    for plan in all() {
        let cost = running_cost(&plan);
        let lines: f64 = cost.lines.iter().map(|line| line.per_month).sum();
        let groups: f64 = CostGroup::ALL.iter().map(|group| cost.group(*group)).sum();
        let terms: f64 = cost.lines.iter().flat_map(|line| &line.terms).map(Term::per_month).sum();
        // A plain sum of n doubles is off by at most n rounding errors of the total.
        let rounding = cost.per_month * f64::EPSILON * 4.0 * cost.lines.len() as f64;
        for sum in [lines, groups, terms] {
            assert!((sum - cost.per_month).abs() <= rounding, "{}: {sum} of {}", plan.name, cost.per_month);
        }
        assert!(cost.lines.iter().all(|line| line.per_month >= 0.0 && !line.label.is_empty()));
    }
}

#[test]
fn one_more_replica_costs_its_price_in_every_group() {
    for plan in all() {
        for component in &plan.components {
            let more = after(&plan, Edit::SetReplicas(component.id, component.replicas + 1));
            let infrastructure = |p: &Plan| running_cost(p).group(CostGroup::Infrastructure);
            let groups = match component.placement {
                Placement::Global => 1,
                _ => plan.regions.iter().filter(|region| component.stands_in(region.id)).count(),
            };
            let price = component.unit_price.likely().get() * groups as f64;
            let added = infrastructure(&more) - infrastructure(&plan);
            assert!((added - price).abs() <= 1e-12 * infrastructure(&more), "{}: {added}", component.name);
            assert!(price == 0.0 || per_month(&more) > per_month(&plan), "{}", component.name);
        }
    }
}

#[test]
fn a_higher_level_of_a_practice_never_costs_less() {
    for plan in all() {
        for practice in Practice::ALL {
            let at = |level| per_month(&after(&plan, Edit::SetPractice(*practice, level)));
            let costs: Vec<f64> = (0..=practice.highest()).map(at).collect();
            assert!(costs.is_sorted(), "{}: {costs:?}", practice.name());
            assert!(costs[0] < costs[costs.len() - 1], "{} is free", practice.name());
        }
    }
}

#[test]
fn the_plans_own_price_replaces_everything_that_a_practice_costs() {
    let plan = plan("active-passive");
    let without = after(&plan, Edit::SetPractice(Practice::OnCall, 0));
    let price = Estimate::assumed(Money::new(1234.5).unwrap());
    let own = after(&plan, Edit::SetMoney(crate::model::MoneyField::Practice(Practice::OnCall), price));
    let lines: Vec<CostLine> = running_cost(&own)
        .lines
        .into_iter()
        .filter(|line| line.place == Place::Practice(Practice::OnCall))
        .collect();
    assert_eq!(lines.len(), 1);
    assert_eq!((lines[0].group, lines[0].per_month), (CostGroup::People, 1234.5));
    assert!((per_month(&own) - per_month(&without) - 1234.5).abs() < 1e-9);
}

#[test]
fn traffic_is_paid_only_where_there_is_somewhere_to_go() {
    let plan = plan("web-three-zones");
    let traffic = |regions, zones| {
        let scaled = after(&plan, Edit::Batch(vec![Edit::ScaleRegions(regions), Edit::ScaleZones(zones)]));
        running_cost(&scaled).group(CostGroup::Traffic)
    };
    let price = |volume: f64, price: f64| volume * price;
    let prices = &plan.prices;
    let zone = price(prices.zone_traffic.likely().get(), prices.zone_traffic_price.likely().get());
    let region = price(prices.region_traffic.likely().get(), prices.region_traffic_price.likely().get());
    assert_eq!([traffic(1, 1), traffic(1, 3), traffic(2, 1)], [0.0, zone, region]);
    assert!((traffic(2, 2) - zone - region).abs() < 1e-9);
}

#[test]
fn no_practice_raises_bad_minutes_on_any_template() {
    for plan in all() {
        for practice in Practice::ALL {
            let mut before = f64::INFINITY;
            for level in 0..=practice.highest() {
                let at = after(&plan, Edit::SetPractice(*practice, level));
                let u = Compiled::of(&at).unwrap().service_unavailability(&at).unwrap().get();
                // Shorter outages leave more up-time, in which there are more failovers: of the order of U.
                assert!(
                    u <= before * (1.0 + 1e-12),
                    "{}: {} {level}: {u:e} after {before:e}",
                    plan.name,
                    practice.name()
                );
                before = u;
            }
        }
    }
}

#[test]
fn the_ladder_climbs_and_its_edits_give_its_numbers_to_the_bit() {
    for plan in all() {
        let ladder = ladder_within(&plan, &small_space(&plan), Effort::default(), &mut on).unwrap();
        for step in ladder.steps.iter().chain([&ladder.no_worse]) {
            let there = after(&plan, Edit::Batch(step.edits.clone()));
            let bits = |u: Unavailability, cost: f64| (u.get().to_bits(), cost.to_bits());
            let own = bits(step.design.unavailability, step.design.cost_per_month);
            let analysed = analyse(&there);
            assert_eq!(
                own,
                bits(analysed.service.unwrap().unavailability, per_month(&there)),
                "{:?}",
                step.edits
            );
            let compiled = Compiled::of(&there).unwrap().service_unavailability(&there).unwrap();
            assert_eq!(own, bits(compiled, per_month(&there)));
            assert_eq!(step.design.gates, analysed.gates);
            assert_eq!(step.takes.is_empty(), step.edits.is_empty(), "{:?}", step.edits);
        }
        for step in &ladder.steps {
            let limit = Nines::new(step.target_nines).unwrap().unavailability();
            assert!(step.design.unavailability <= limit, "{}: {}", plan.name, step.target_nines);
        }
        for pair in ladder.steps.windows(2) {
            let (below, above) = (&pair[0].design, &pair[1].design);
            assert!(above.cost_per_month >= below.cost_per_month);
            assert!(above.unavailability <= below.unavailability);
            assert_eq!(pair[1].ratio, Some(above.cost_per_month / below.cost_per_month));
        }
        assert!(ladder.no_worse.design.cost_per_month <= ladder.here.cost_per_month);
        assert!(ladder.no_worse.design.unavailability <= ladder.here.unavailability);
        assert_eq!(ladder_within(&plan, &small_space(&plan), Effort::default(), &mut on).unwrap(), ladder);
    }
}

#[test]
fn plain_enumeration_finds_nothing_cheaper() {
    for key in ["monolith", "web-three-zones", "payment-dependency"] {
        let plan = plan(key);
        let space = small_space(&plan);
        let mut designs = enumerated(&plan, &space);
        assert_eq!(designs.len() as u64, space.size());
        // The plan as it is always counts.
        designs.push((per_month(&plan), analyse(&plan).service.unwrap().unavailability.get()));
        let found = ladder_within(&plan, &space, Effort::default(), &mut on).unwrap();
        for nines in TARGETS {
            let limit = Nines::new(nines).unwrap().unavailability().get();
            let cheapest =
                designs.iter().filter(|(_, u)| *u <= limit).map(|(cost, _)| *cost).reduce(f64::min);
            let step = found.steps.iter().find(|step| step.target_nines == nines);
            assert_eq!(step.map(|step| step.design.cost_per_month), cheapest, "{key} at {nines} nines");
        }
        let least = designs.iter().map(|(_, u)| *u).fold(1.0, f64::min);
        assert_eq!(found.reach.get(), least, "{key}");
    }
}

#[test]
fn a_stopped_search_says_so_and_progress_never_falls() {
    let plan = plan("payment-dependency");
    let stopped =
        ladder_within(&plan, &small_space(&plan), Effort::default(), &mut |_| ControlFlow::Break(()));
    assert_eq!(stopped, Err(LadderError::Stopped));
    let mut last = Progress::default();
    let found = ladder_within(&plan, &small_space(&plan), Effort::default(), &mut |news| {
        assert!(news.designs_tried >= last.designs_tried && news.share_done >= last.share_done);
        last = news;
        ControlFlow::Continue(())
    });
    let found = found.unwrap();
    assert_eq!((last.designs_tried, last.share_done), (found.designs_tried, 1.0));
    assert!(found.is_proven());
}

#[test]
fn the_stop_line_stands_where_cost_and_loss_together_are_least() {
    for plan in all().filter(|plan| plan.value_per_hour.is_some()) {
        let ladder = ladder_within(&plan, &small_space(&plan), Effort::default(), &mut on).unwrap();
        let value = ladder.value_per_hour.unwrap();
        let Some(stop) = ladder.stop else { panic!("{}: no stop line", plan.name) };
        // An average month has 730.5 hours.
        let sum = |step: &Step| step.design.cost_per_month + step.design.unavailability.get() * 730.5 * value;
        let own = sum(&ladder.steps[stop]);
        let rounding = 1.0 + 1e-12;
        assert!(ladder.steps.iter().all(|step| own <= sum(step) * rounding), "{}", plan.name);
    }
}
