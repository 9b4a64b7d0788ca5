//! The draws are the plan with other numbers; the bands are the percentiles of their answers.

use proptest::prelude::*;

use super::*;
use crate::analysis::analyse;
use crate::analysis::tests::brute::small_plan;
use crate::analysis::tests::sample::{failover, id, plan, q};
use crate::engine::failover::normal_cdf;
use crate::model::templates::templates;
use crate::model::{
    Number, Overload, Part, Placement, Practice, Practised, ProbabilityField, Redundancy, RoutingKind, Scope,
    Target, arbitrary,
};
use crate::quantity::{Basis, Estimate, MINUTES_PER_YEAR, Probability, Provenance, Quantity, Rate, Z95};

fn on(_: f64) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

fn compiled(plan: &Plan) -> UncertainPlan {
    UncertainPlan::of(plan, &analyse(plan)).unwrap()
}

fn bands(plan: &Plan, draws: u32) -> Uncertainty {
    compiled(plan).bands(draws, 1, &mut on).unwrap()
}

fn range<Q: Quantity>(low: f64, likely: f64, high: f64) -> Estimate<Q> {
    let q = Q::clamped;
    Estimate::range(q(low), q(likely), q(high), Provenance::new(Basis::Expert, "")).unwrap()
}

fn numbers(band: Band) -> [f64; 3] {
    [band.p5, band.p50, band.p95].map(Unavailability::get)
}

/// Why not the same bits: see the evaluator. Sums of a few hundred products, capped means to 1e-13.
const ROUNDING: f64 = 1e-12;

/// Holds that eight draws of a plan have the answers of the plan with the drawn numbers as points.
fn draws_are_plans(plan: &Plan, first: u32) -> Result<(), TestCaseError> {
    let Some(uncertain) = UncertainPlan::of(plan, &analyse(plan)) else { return Ok(()) };
    let streams = uncertain.streams(5);
    let x: Vec<Lanes> = uncertain
        .inputs()
        .iter()
        .zip(&streams)
        .map(|(input, stream)| {
            core::array::from_fn(|i| input.distribution.quantile(stream.normal(first + i as u32)))
        })
        .collect();
    let mut work = Work::default();
    uncertain.evaluator.evaluate(&x, &mut work);
    for lane in 0..LANES {
        let drawn = analyse(&uncertain.drawn(first + lane as u32, 5));
        let same = |found: f64, wanted: f64, what: &str| {
            let close = (found - wanted).abs() <= ROUNDING * wanted + f64::MIN_POSITIVE;
            prop_assert!(close, "{what}, lane {lane}: {found:e} for {wanted:e}");
            Ok(())
        };
        for (journey, found) in uncertain.evaluator.journeys.iter().zip(&work.journeys) {
            if let Some(answer) = &drawn.journeys[*journey].answer {
                same(found[lane], answer.unavailability.get(), "journey")?;
            }
        }
        if let Some(answer) = &drawn.service {
            same(work.service[lane], answer.unavailability.get(), "service")?;
        }
    }
    Ok(())
}

/// A small plan that a person could have made, in which everything that can be is a range.
fn ranged_plan() -> impl Strategy<Value = Plan> {
    (small_plan(), prop::collection::vec(0.05..0.95f64, 24), 0usize..24).prop_map(|(mut p, n, c)| {
        let mut at = 0;
        let mut next = || {
            at = (at + 1) % n.len();
            n[at]
        };
        let mut share = |likely: f64| {
            let (below, above) = (next(), next());
            range::<Probability>(likely * below, likely, likely + (1.0 - likely) * above)
        };
        for region in &mut p.regions {
            region.traffic = share(0.5);
            region.capacity = share([0.3, 0.6, 0.9][c % 3]);
        }
        p.reserve = share(0.2);
        for component in &mut p.components {
            component.failover.coverage = share(0.8);
            component.failover.time = range(0.0, 2.0, 30.0);
            component.failover.manual = range(10.0, 30.0, 300.0);
            component.overload = [Overload::Sheds, Overload::Collapses][c % 2];
            for need in &mut component.dependencies {
                need.degraded = need.degraded.as_ref().map(|_| share(0.4));
            }
        }
        p.components[0].redundancy = [Redundancy::ActiveActive, Redundancy::Standby][c % 2];
        for journey in &mut p.journeys {
            journey.traffic = share(0.3);
            for need in &mut journey.needs {
                need.degraded = need.degraded.as_ref().map(|_| share(0.1));
            }
        }
        for (index, mode) in p.modes.iter_mut().enumerate() {
            let rate = mode.rate.likely().get();
            mode.rate = range(rate / 3.0, rate, rate * 5.0);
            *mode.parts.get_mut(Part::Detect) = range(1.0, 5.0, 240.0);
            *mode.parts.get_mut(Part::Engage) = range(0.0, 10.0, 60.0);
            mode.share = if index % 2 == 0 { range(0.1, 0.5, 1.0) } else { mode.share.clone() };
            // A common cause that is likely none, and one that is.
            mode.beta = if index % 2 == 0 { range(0.0, 0.0, 0.3) } else { range(0.01, 0.05, 0.4) };
        }
        p.routing.kind = [RoutingKind::Stay, RoutingKind::Manual, RoutingKind::Automatic][c % 3];
        p.routing.overload = [Overload::Sheds, Overload::Collapses][(c / 3) % 2];
        p.routing.failover = failover(5.0, 0.9, 30.0);
        p.routing.failover.coverage = share(0.8);
        p.routing.failover.time = range(1.0, 5.0, 15.0);
        if c % 5 == 0 {
            for practice in [Practice::OnCall, Practice::Canary, Practice::Drills, Practice::LoadShedding] {
                p.practices.insert(practice, Practised { level: 1, monthly: None });
            }
        }
        p
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn a_draw_of_any_plan_is_the_plan_with_other_numbers(p in arbitrary::plan()) {
        draws_are_plans(&p, 0)?;
    }

    #[test]
    fn a_draw_of_a_plan_full_of_ranges_is_the_plan_with_other_numbers(p in ranged_plan(), first in 0u32..100) {
        draws_are_plans(&p, 8 * first)?;
    }
}

#[test]
fn a_draw_of_a_template_is_the_template_with_other_numbers() {
    for template in templates() {
        draws_are_plans(&(template.build)(), 40).unwrap_or_else(|e| panic!("{}: {e}", template.key));
    }
}
