//! The draws are the plan with other numbers; the bands are the percentiles of their answers.

use proptest::prelude::*;

use super::*;
use crate::analysis::analyse;
use crate::analysis::tests::brute::small_plan;
use crate::analysis::tests::sample::{failover, id, plan, q};
use crate::model::templates::{templates, worked_example};
use crate::model::{
    Drill, Number, Overload, Part, Placement, Practice, Practised, Redundancy, RoutingKind, Scope, Sharing,
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
        .map(|(input, stream)| input.values(&stream.normals(first)))
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
            component.failover.drill = (c % 4 < 2).then(|| Drill {
                every: range(1e4, 1e5, 1e6),
                untested: share(0.5),
                half_life: range(1e4, 2e5, 5e5),
            });
            component.overload = [Overload::Sheds, Overload::Collapses][c % 2];
            for (index, need) in component.dependencies.iter_mut().enumerate() {
                need.degraded = need.degraded.as_ref().map(|_| share(0.4));
                need.rides_out = [None, Some(range(2.0, 20.0, 90.0))][(c / 2 + index) % 2].clone();
                need.retries = (c % 3) as u32;
            }
        }
        p.components[0].redundancy =
            [Redundancy::WarmStandby, Redundancy::Standby, Redundancy::ColdStandby, Redundancy::ActiveActive]
                [c % 4];
        p.components[0].dormancy = share(0.4);
        for journey in &mut p.journeys {
            journey.traffic = share(0.3);
            for need in &mut journey.needs {
                need.degraded = need.degraded.as_ref().map(|_| share(0.1));
                need.rides_out = [None, Some(range(1.0, 30.0, 60.0)), Some(q(10.0))][(c / 4) % 3].clone();
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
            mode.sharing = match (index + c) % 3 {
                0 => Sharing::Beta,
                1 => Sharing::Greek { gamma: range(0.1, 0.5, 0.9), delta: range(0.0, 0.0, 0.3) },
                _ => Sharing::Alpha {
                    two: range(0.0, 0.0, 0.2),
                    three: range(0.01, 0.02, 0.2),
                    four: range(0.0, 0.1, 0.2),
                },
            };
        }
        p.responders = [None, Some(1), Some(3)][c % 3];
        p.routing.kind = [RoutingKind::Stay, RoutingKind::Manual, RoutingKind::Automatic][(c / 2) % 3];
        p.routing.overload = [Overload::Sheds, Overload::Collapses][(c / 3) % 2];
        p.routing.failover = failover(5.0, 0.9, 30.0);
        p.routing.failover.coverage = share(0.8);
        p.routing.failover.drill = (c % 2 == 1).then(|| Drill {
            every: range(1e4, 1e5, 1e5),
            untested: share(0.4),
            half_life: range(1e5, 1e5, 1e5),
        });
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

/// One global component with one failure mode: U = lambda D / (1 + lambda D).
fn one_mode() -> Plan {
    plan(&[1])
        .with_component("web", Placement::Global, 1, 1)
        .with_mode("loss", Target::Component(id("web")), Scope::Instance, 4.0, 60.0)
        .with_journey("use", &[("web", None)])
}

#[test]
fn the_band_of_one_input_is_the_input_transformed() {
    let plan = one_mode().tune(|p| p.modes[0].rate = range(1.0, 4.0, 40.0));
    let found = bands(&plan, 4096);
    let u = |rate: f64| {
        let odds = rate / MINUTES_PER_YEAR * 60.0;
        odds / (1.0 + odds)
    };
    for (found, wanted) in numbers(found.service.unwrap()).into_iter().zip([u(1.0), u(4.0), u(40.0)]) {
        // One draw lies in each 4,096th of the range. At the 5th percentile the density is 0.103, so that a rank is
        // 0.0024 standard deviations, and one of them a factor of at most exp(ln(10) / 1.6449): 0.4 %.
        assert!((found / wanted - 1.0).abs() < 0.004, "{found} for {wanted}");
    }
    assert_eq!(found.journeys, vec![(plan.journeys[0].id, found.service)]);
    assert_eq!((found.inputs, found.draws, found.worst), (1, 4096, Some(0)));
}

#[test]
fn wider_ranges_give_wider_bands_where_that_is_a_theorem() {
    // With one input of which U is a rising function, a percentile of U is that of the input.
    let with = |low, high| {
        let plan = one_mode().tune(|p| p.modes[0].rate = range(low, 4.0, high));
        numbers(bands(&plan, 1024).service.unwrap())
    };
    let (narrow, wide) = (with(2.0, 8.0), with(1.0, 40.0));
    assert!(wide[0] < narrow[0] && wide[2] > narrow[2]);
    assert!((wide[1] / narrow[1] - 1.0).abs() < 1e-2);
    // Where users stay, U rises with every rate. As an input keeps its draws, raising the high end of one lowers no
    // draw, so no percentile.
    let before = worked_example();
    assert_eq!(before.routing.kind, RoutingKind::Stay);
    for index in [0, before.modes.len() / 2, before.modes.len() - 1] {
        let mut after = before.clone();
        let rate = &before.modes[index].rate;
        // Its own input before and after: a person judged it.
        let judged = |high: f64| range::<Rate>(rate.low().get(), rate.likely().get(), high);
        after.modes[index].rate = judged(rate.high().get());
        let old = bands(&after, 256);
        after.modes[index].rate = judged(3.0 * rate.high().get());
        let new = bands(&after, 256);
        for (old, new) in old.journeys.iter().zip(&new.journeys) {
            for (old, new) in numbers(old.1.unwrap()).into_iter().zip(numbers(new.1.unwrap())) {
                assert!(new >= old * (1.0 - ROUNDING), "{index}: {new} after {old}");
            }
        }
    }
}

#[test]
fn a_plan_of_points_has_a_band_without_width() {
    for template in templates() {
        let mut plan = (template.build)();
        let all = compiled(&plan);
        for input in all.inputs() {
            input
                .numbers
                .iter()
                .for_each(|number| inputs::set(&mut plan, *number, input.distribution.quantile(0.0)));
        }
        let analysis = analyse(&plan);
        let uncertain = UncertainPlan::of(&plan, &analysis).unwrap();
        assert!(uncertain.inputs().is_empty());
        let found = uncertain.bands(4096, 1, &mut on).unwrap();
        assert_eq!(found.service, Some(Band::point(analysis.service.unwrap().unavailability)));
        let sensitivity = uncertain.sensitivity(SensitivitySettings::default(), &mut on).unwrap();
        assert!(sensitivity.drivers.is_empty() && sensitivity.rest.is_none());
    }
}

/// SplitMix64 and the Box-Muller transform: another generator, another way to normal numbers.
struct Plain(u64);

impl Plain {
    fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / 9_007_199_254_740_992.0 + 1e-17
    }

    fn normal(&mut self) -> f64 {
        let (radius, angle) = (libm::sqrt(-2.0 * libm::log(self.uniform())), self.uniform());
        radius * libm::cos(2.0 * core::f64::consts::PI * angle)
    }
}

#[test]
fn plain_monte_carlo_finds_the_same_percentiles() {
    for template in templates() {
        let plan = (template.build)();
        let uncertain = compiled(&plan);
        let found = numbers(uncertain.bands(1024, 1, &mut on).unwrap().service.unwrap());
        let mut generator = Plain(99);
        let mut work = Work::default();
        let mut below = [0u32; 3];
        const BATCHES: u32 = 256;
        for _ in 0..BATCHES {
            let mut draw =
                |input: &Input| core::array::from_fn(|_| input.distribution.quantile(generator.normal()));
            let x: Vec<Lanes> = uncertain.inputs().iter().map(&mut draw).collect();
            uncertain.evaluator.evaluate(&x, &mut work);
            for u in work.service {
                below.iter_mut().zip(found).for_each(|(count, p)| *count += u32::from(u < p));
            }
        }
        let count = f64::from(BATCHES) * LANES as f64;
        for (below, q) in below.into_iter().zip([0.05, 0.5, 0.95]) {
            // Four standard errors of the plain count, and of as many independent draws for the band.
            let error = libm::sqrt(q * (1.0 - q) * (1.0 / count + 1.0 / 1024.0));
            let share = f64::from(below) / count;
            assert!((share - q).abs() < 4.0 * error, "{}: {share} below the {q} quantile", template.key);
        }
    }
}

#[test]
fn the_order_of_parts_changes_neither_draws_nor_bands() {
    let plan = (templates()[3].build)();
    let mut turned = plan.clone();
    turned.components.reverse();
    turned.modes.reverse();
    let (before, after) = (compiled(&plan), compiled(&turned));
    assert_eq!(before.inputs(), after.inputs());
    let of = |uncertain: &UncertainPlan| numbers(uncertain.bands(64, 3, &mut on).unwrap().service.unwrap());
    for (a, b) in of(&before).into_iter().zip(of(&after)) {
        // Sums in another order.
        assert!((a - b).abs() <= 1e-11 * a, "{a} and {b}");
    }
}

#[test]
fn the_same_seed_gives_the_same_bits_and_another_one_others() {
    let uncertain = compiled(&one_mode().tune(|p| p.modes[0].rate = range(1.0, 4.0, 40.0)));
    let with = |seed| uncertain.bands(256, seed, &mut on).unwrap().service;
    assert_eq!(with(7), with(7));
    assert_ne!(with(7), with(8));
}

#[test]
fn a_figure_that_two_modes_share_is_one_unknown() {
    let two = |basis: Basis, note: &str| {
        one_mode().with_mode("loss2", Target::Component(id("web")), Scope::Instance, 4.0, 60.0).tune(|p| {
            let rate = range::<Rate>(1.0, 4.0, 40.0);
            for mode in &mut p.modes {
                mode.rate = rate.clone();
                mode.rate.provenance = Provenance::new(basis, note);
            }
        })
    };
    let both = [Number::Rate(id("loss")), Number::Rate(id("loss2"))];
    let shared = two(Basis::Default, "assumption: a figure of the catalogue");
    assert_eq!(compiled(&shared).inputs().len(), 1);
    assert_eq!(compiled(&shared).inputs()[0].numbers, both);
    for apart in [
        two(Basis::Measured, "tickets"),
        two(Basis::Default, " "),
        two(Basis::Published, "a paper").tune(|p| p.modes[1].scope = Scope::Global),
        two(Basis::Published, "a paper").tune(|p| p.modes[1].rate = range(1.0, 4.0, 41.0)),
    ] {
        assert_eq!(compiled(&apart).inputs().len(), 2);
    }
    // One unknown that counts twice spreads more than two that may make up for each other.
    let width = |plan: &Plan| {
        let [low, _, high] = numbers(bands(plan, 1024).service.unwrap());
        high / low
    };
    assert!(width(&shared) > 1.2 * width(&two(Basis::Measured, "tickets")));
}

#[test]
fn what_changes_no_answer_is_no_input() {
    let idle = one_mode()
        .with_component("idle", Placement::Global, 1, 1)
        .with_mode("idle-loss", Target::Component(id("idle")), Scope::Instance, 4.0, 60.0)
        .tune(|p| {
            p.modes[1].rate = range(1.0, 4.0, 40.0);
            p.components[0].failover.coverage = range(0.1, 0.5, 0.9);
            p.journeys[0].traffic = range(0.1, 0.5, 0.9);
            p.regions[0].capacity = range(0.1, 0.5, 0.9);
        });
    assert_eq!(compiled(&idle).inputs(), []);
}

#[test]
fn the_tornado_is_the_plan_with_one_number_at_its_ends() {
    for template in templates() {
        let plan = (template.build)();
        let settings = SensitivitySettings { draws: 0, ..SensitivitySettings::default() };
        let found = compiled(&plan).sensitivity(settings, &mut on).unwrap();
        assert!(found.drivers.iter().map(Driver::swing).is_sorted_by(|a, b| a >= b));
        for driver in found.drivers.iter().take(8) {
            for (z, u) in [(-Z95, driver.at_low), (Z95, driver.at_high)] {
                let mut plan = plan.clone();
                let value = driver.input.distribution.quantile(z);
                driver.input.numbers.iter().for_each(|number| inputs::set(&mut plan, *number, value));
                let wanted = analyse(&plan).service.unwrap().unavailability.get();
                assert!((u.get() - wanted).abs() <= ROUNDING * wanted, "{:?}", driver.input);
            }
        }
    }
}

#[test]
fn a_product_of_inputs_splits_its_variance_by_squares() {
    // For a rare failure log U = log rate + log minutes + log share, so that indices are squares of spreads.
    let plan = one_mode().tune(|p| {
        p.modes[0].rate = range(0.001, 0.01, 0.1);
        *p.modes[0].parts.get_mut(Part::Mitigate) = range(6.0, 60.0 / libm::sqrt(10.0), 60.0);
        p.modes[0].share = range(0.000_1, 0.000_2, 0.000_4);
    });
    let spreads: [f64; 3] = [libm::log(10.0), libm::log(10.0) / 2.0, libm::log(2.0)];
    let all: f64 = spreads.iter().map(|s| s * s).sum();
    let found = compiled(&plan).sensitivity(SensitivitySettings::default(), &mut on).unwrap();
    assert_eq!(found.drivers.len(), 3);
    for driver in &found.drivers {
        let spread = match driver.input.number() {
            Number::Rate(_) => spreads[0],
            Number::Duration(_) => spreads[1],
            _ => spreads[2],
        };
        let (indices, share) = (driver.indices.unwrap(), spread * spread / all);
        // 4,096 draws: plain Monte Carlo has a standard error of about 0.02. Of a sum, the total index depends on the
        // input's own pairs, which are spread evenly, and on the variance, which is off by chance correlations of 1/64.
        assert!((indices.first_order - share).abs() < 0.04, "{indices:?} for {share}");
        assert!((indices.total - share).abs() < 0.02, "{indices:?} for {share}");
    }
    let deviation = libm::sqrt(all) / Z95 / core::f64::consts::LN_10;
    assert!((found.deviation / deviation - 1.0).abs() < 0.02, "{} for {deviation}", found.deviation);
    let journey = Some(plan.journeys[0].id);
    let of_journey =
        compiled(&plan).sensitivity(SensitivitySettings { journey, ..Default::default() }, &mut on).unwrap();
    assert_eq!(of_journey.drivers, found.drivers);
}

#[test]
fn it_stops_when_told() {
    let uncertain = compiled(&worked_example());
    assert!(uncertain.bands(4096, 1, &mut |_| ControlFlow::Break(())).is_none());
    let mut left = 3;
    let mut soon = |_| {
        left -= 1;
        if left == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    assert!(uncertain.sensitivity(SensitivitySettings::default(), &mut soon).is_none());
}

#[test]
fn a_journey_without_answer_leaves_the_others_their_bands() {
    let plan = one_mode().with_journey("nothing", &[]).tune(|p| p.modes[0].rate = range(1.0, 4.0, 40.0));
    let analysis = analyse(&plan);
    if analysis.journeys[1].answer.is_none() {
        let found = uncertainty(&plan, &analysis).unwrap();
        assert!(found.service.is_none() && found.journeys[0].1.is_some() && found.journeys[1].1.is_none());
        assert!(compiled(&plan).sensitivity(SensitivitySettings::default(), &mut on).is_none());
    }
}
