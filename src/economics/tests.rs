//! Single cases of cost and ladder, and plain enumeration to the bit; the laws over every template are in `laws`.

use core::ops::ControlFlow;

use super::*;
use crate::model::templates::{template, templates};
use crate::model::{Edit, Plan, Practice};
use crate::quantity::Unavailability;

fn on(_: Progress) -> Flow {
    ControlFlow::Continue(())
}

fn plan(key: &str) -> Plan {
    (template(key).unwrap().build)()
}

/// A space small enough for tests: the plan's zones and replicas, in one or two regions or as many as it has.
fn small_space(plan: &Plan) -> Space {
    let mut space = Space::of(plan).unwrap();
    space.structures.retain(|s| {
        s.topology.zones.is_none() && s.topology.spare.is_none() && s.topology.regions != Some(3)
    });
    space
}

/// By hand, for the payment template: 8 seats at a quarter of 15,000; playbooks 0.15 engineers and 2 months over 36;
/// burn-rate alerting 0.1 engineers, 1.5 months over 36 and 300 for tools; on-call 200 for tools, 1 month over 36.
#[test]
fn people_and_practices_cost_what_a_hand_calculation_says() {
    let cost = running_cost(&plan("payment-dependency"));
    assert_eq!(cost.group(CostGroup::People), 8.0 * 0.25 * 15_000.0);
    let practices = (0.15 + 2.0 / 36.0) * 15e3 + (0.1 + 1.5 / 36.0) * 15e3 + 300.0 + 200.0 + 15e3 / 36.0;
    assert!(
        (cost.group(CostGroup::Practices) - practices).abs() < 1e-9,
        "{}",
        cost.group(CostGroup::Practices)
    );
}

#[test]
fn the_plan_as_it_is_belongs_to_the_space() {
    for template in templates() {
        let plan = (template.build)();
        let space = Space::of(&plan).unwrap();
        assert!(space.structures[0].edits.is_empty(), "{}", template.key);
        assert!(space.size() >= 1 << 20, "{}", template.key);
        for structure in &space.structures {
            plan.apply(&Edit::Batch(structure.edits.clone())).unwrap();
        }
    }
}

#[test]
fn the_same_plan_gives_the_same_ladder_and_reports_progress_that_never_falls() {
    let plan = plan("payment-dependency");
    let space = small_space(&plan);
    let mut last = Progress::default();
    let mut told = 0;
    let first = ladder_within(&plan, &space, Effort::default(), &mut |now| {
        assert!(now.share_done >= last.share_done && now.designs_tried >= last.designs_tried);
        (last, told) = (now, told + 1);
        ControlFlow::Continue(())
    });
    assert_eq!(first, ladder_within(&plan, &space, Effort::default(), &mut on));
    assert_eq!((last.share_done, last.designs_covered), (1.0, space.size()));
    assert_eq!(last.frontier.len(), first.unwrap().frontier.len());
    assert!(told > 5);
}

#[test]
fn a_plan_without_an_answer_has_no_ladder_and_the_reason_is_told() {
    let mut plan = plan("monolith");
    plan.journeys.clear();
    let error = ladder(&plan, &mut on).unwrap_err();
    assert!(matches!(&error, LadderError::NoAnswer(findings) if !findings.is_empty()), "{error}");
}

#[test]
fn bad_minutes_cost_their_share_of_an_hours_value() {
    // 1 % of a month of 730.5 hours is 7.305 hours of full outage.
    let u = Unavailability::new(0.01).unwrap();
    assert!((loss_per_month(u, 1000.0) - 7305.0).abs() < 1e-9);
}

#[test]
fn beyond_the_stop_line_every_step_costs_more_than_it_saves() {
    for key in ["monolith", "payment-dependency"] {
        let plan = plan(key);
        let ladder = ladder_within(&plan, &small_space(&plan), Effort::default(), &mut on).unwrap();
        let (stop, value) = (ladder.stop.unwrap(), ladder.value_per_hour.unwrap());
        let loss = |i: usize| loss_per_month(ladder.steps[i].design.unavailability, value);
        let cost = |i: usize| ladder.steps[i].design.cost_per_month;
        for beyond in stop + 1..ladder.steps.len() {
            assert!(cost(beyond) - cost(stop) > loss(stop) - loss(beyond));
        }
        let mut unknown = plan.clone();
        unknown.value_per_hour = None;
        assert_eq!(
            ladder_within(&unknown, &small_space(&plan), Effort::default(), &mut on).unwrap().stop,
            None
        );
    }
}

#[test]
fn steps_say_in_words_what_they_take() {
    let plan = plan("web-three-zones");
    let edits = [
        Edit::ScaleRegions(2),
        Edit::ScaleZones(1),
        Edit::SetPractice(Practice::OnCall, 3),
        Edit::SetPractice(Practice::Canary, 0),
        Edit::SetPractice(Practice::StagedRollout, 1),
    ];
    let to = plan.apply(&Edit::Batch(edits.to_vec())).unwrap();
    let expected = [
        "2 regions",
        "1 zone a region",
        "on-call: follow the sun, two sites",
        "no canary",
        "staged rollout: zone by zone",
    ];
    assert_eq!(takes::differences(&plan, &to), expected);
}

#[test]
fn designs_that_stand_for_several_steps_are_told_once() {
    let plan = plan("payment-dependency");
    let ladder = ladder_within(&plan, &small_space(&plan), Effort::default(), &mut on).unwrap();
    let designs = ladder.designs();
    assert!(designs.windows(2).all(|pair| pair[0].1.edits != pair[1].1.edits && pair[0].0 < pair[1].0));
    assert_eq!(designs.last().map(|(index, _)| *index), Some(ladder.steps.len() - 1));
}
