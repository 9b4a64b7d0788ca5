//! Expressions against second computations: closed forms, differential equations taken in small steps, SCRAM's digits.

use super::super::normal::normal_quantile;
use super::super::random::Stream;
use super::*;

fn entered(operation: Operation, arguments: &[f64]) -> (Expressions, Result<Term, ExpressionError>) {
    let mut all = Expressions::default();
    let arguments: Vec<Term> = arguments.iter().map(|value| all.constant(*value).unwrap()).collect();
    let term = all.enter(operation, &arguments);
    (all, term)
}

fn point(name: &str, arguments: &[f64]) -> f64 {
    let (all, term) = entered(Operation::named(name).unwrap(), arguments);
    all.point(term.unwrap())
}

fn refusal(name: &str, arguments: &[f64]) -> String {
    entered(Operation::named(name).unwrap(), arguments).1.unwrap_err().to_string()
}

fn close(found: f64, expected: f64, relative: f64) {
    assert!((found - expected).abs() <= relative * expected.abs(), "found {found}, expected {expected}");
}

#[test]
fn arithmetic_is_what_it_is_called() {
    for (name, arguments, expected) in [
        ("add", &[1.0, 2.0, 4.0][..], 7.0),
        ("sub", &[10.0, 2.0, 3.0], 5.0),
        ("mul", &[2.0, 3.0, 4.0], 24.0),
        ("div", &[24.0, 3.0, 2.0], 4.0),
        ("neg", &[3.0], -3.0),
        ("abs", &[-3.0], 3.0),
        ("min", &[3.0, 1.0, 2.0], 1.0),
        ("max", &[1.0, 3.0, 2.0], 3.0),
        ("mean", &[1.0, 2.0, 6.0], 3.0),
        ("pow", &[2.0, 10.0], 1024.0),
        ("mod", &[-7.0, 3.0], -1.0),
        ("log10", &[1000.0], 3.0),
        ("sqrt", &[49.0], 7.0),
        ("ceil", &[1.2], 2.0),
        ("floor", &[1.8], 1.0),
        ("not", &[0.0], 1.0),
        ("and", &[1.0, 1.0, 0.0], 0.0),
        ("or", &[0.0, 1.0], 1.0),
        ("eq", &[1.0, 1.0], 1.0),
        ("df", &[1.0, 1.0], 0.0),
        ("lt", &[1.0, 2.0], 1.0),
        ("gt", &[1.0, 2.0], 0.0),
        ("leq", &[2.0, 2.0], 1.0),
        ("geq", &[1.0, 2.0], 0.0),
        ("ite", &[1.0, 5.0, 6.0], 5.0),
        ("ite", &[0.0, 5.0, 6.0], 6.0),
        ("switch", &[0.0, 5.0, 1.0, 6.0, 1.0, 7.0, 8.0], 6.0),
        ("switch", &[0.0, 5.0, 8.0], 8.0),
        ("switch", &[8.0], 8.0),
        ("add", &[3.0], 3.0),
    ] {
        assert_eq!(point(name, arguments), expected, "{name} of {arguments:?}");
    }
    close(point("exp", &[1.0]), core::f64::consts::E, 1e-15);
    close(point("sinh", &[1.0]) + point("cosh", &[1.0]), core::f64::consts::E, 1e-15);
    close(point("tan", &[0.5]), point("sin", &[0.5]) / point("cos", &[0.5]), 1e-15);
    close(point("asin", &[0.3]) + point("acos", &[0.3]), core::f64::consts::FRAC_PI_2, 1e-15);
}

#[test]
fn every_name_is_read_as_its_operation() {
    for name in ["add", "GLM", "Weibull", "periodic-test", "histogram", "lognormal-deviate"] {
        assert_eq!(Operation::named(name).unwrap().name(), name);
    }
    assert_eq!(Operation::named("glm"), None);
}

#[test]
fn what_is_not_defined_is_refused_with_what_would_be_right() {
    for (name, arguments, said) in [
        ("div", &[1.0, 0.0][..], "the divisor of div is 0; a number other than 0 is needed"),
        ("log", &[0.0], "the argument of log is 0; a number above 0 is needed"),
        ("sqrt", &[-1.0], "a number from 0 on is needed"),
        ("pow", &[-1.0, 0.5], "pow gives NaN; a finite number is needed"),
        ("exp", &[1000.0], "exp gives inf; a finite number is needed"),
        ("exponential", &[-1.0, 2.0], "the rate of exponential is -1; a number from 0 on is needed"),
        ("exponential", &[1.0], "exponential has 1 arguments; 2 are needed"),
        ("Weibull", &[0.0, 1.0, 0.0, 1.0], "the scale of Weibull is 0; a number above 0 is needed"),
        ("GLM", &[1.5, 1.0, 1.0, 1.0], "the gamma of GLM is 1.5; a number from 0 to 1 is needed"),
        ("periodic-test", &[1.0; 6], "periodic-test has 6 arguments; 4, 5 or 11 are needed"),
        ("uniform-deviate", &[2.0, 1.0], "a number above the lower bound is needed"),
        ("normal-deviate", &[2.0, 0.0], "the standard deviation of normal-deviate is 0"),
        ("lognormal-deviate", &[1.0, 1.0, 0.95], "the error factor of lognormal-deviate is 1"),
        ("lognormal-deviate", &[1.0, 2.0, 0.5], "a number above 0.5 and below 1 is needed"),
        ("gamma-deviate", &[1.0, -1.0], "the scale of gamma-deviate is -1"),
        ("beta-deviate", &[0.0, 1.0], "the alpha of beta-deviate is 0"),
        ("histogram", &[0.0, 1.0, 1.0, 0.5, 1.0], "the bound of a bin of histogram is 0.5"),
        ("histogram", &[0.0, 1.0, -1.0], "the weight of a bin of histogram is -1"),
    ] {
        let found = refusal(name, arguments);
        assert!(found.contains(said), "{found}");
    }
}

#[test]
fn laws_keep_their_digits_where_probabilities_are_small() {
    close(laws::exponential(1e-12, 1.0), 1e-12, 1e-11);
    close(laws::glm(0.0, 1e-12, 0.1, 1e6), 1e-11, 1e-10);
    close(laws::weibull(1e6, 2.0, 0.0, 1.0), 1e-12, 1e-11);
    assert_eq!(laws::weibull(1.0, 2.0, 5.0, 5.0), 0.0);
    // Without repair it is the exponential law, and after long it forgets how it began.
    close(laws::glm(0.0, 1e-3, 0.0, 100.0), laws::exponential(1e-3, 100.0), 1e-14);
    close(laws::glm(0.7, 1e-3, 0.1, 1e4), 1e-3 / 0.101, 1e-14);
}

/// The states of a tested unit by Euler's method in small steps. What a test finds goes into repair when it ends.
fn in_small_steps(test: &laws::PeriodicTest, time: f64, steps: u32) -> f64 {
    let h = time / f64::from(steps);
    let (mut failed, mut found, mut in_repair, mut working) = (0.0, 0.0, 0.0, 1.0);
    let (mut next, mut until) = (test.first, f64::NEG_INFINITY);
    for step in 0..steps {
        let now = f64::from(step) * h;
        let under = |until: f64| now < until - h / 2.0;
        if now >= next - h / 2.0 {
            let at_once = working * test.test.map_or(0.0, |t| t.fails_at_start);
            let finds = test.test.map_or(1.0, |t| t.finds);
            working -= at_once;
            (found, failed) = (found + finds * (failed + at_once), (1.0 - finds) * (failed + at_once));
            until = next + test.test.map_or(0.0, |t| t.duration);
            next += test.interval;
        }
        let (rate, finds) = match test.test {
            Some(t) if under(until) => (t.failure_rate, t.finds),
            _ => (test.failure_rate, 0.0),
        };
        if !under(until) {
            (in_repair, found) = (in_repair + found, 0.0);
        }
        let at_restart = test.test.map_or(0.0, |t| t.fails_at_restart);
        let (breaks, mended) = (working * rate * h, in_repair * test.repair_rate * h);
        working += mended * (1.0 - at_restart) - breaks;
        in_repair -= mended;
        found += finds * breaks;
        failed += (1.0 - finds) * breaks + mended * at_restart;
    }
    failed + found + in_repair
}

#[test]
fn a_test_that_takes_no_time_agrees_with_small_steps() {
    let test = laws::PeriodicTest {
        failure_rate: 1e-3,
        repair_rate: 0.05,
        interval: 100.0,
        first: 60.0,
        test: None,
    };
    for time in [30.0, 60.0, 75.0, 165.0, 400.0] {
        let (one, two) = (in_small_steps(&test, time, 400_000), in_small_steps(&test, time, 800_000));
        // Euler's error is of first order: two step widths give the limit to about its square.
        close(test.unavailability(time), 2.0 * two - one, 2e-5);
    }
}

#[test]
fn a_test_that_takes_time_agrees_with_small_steps() {
    let test = laws::PeriodicTest {
        failure_rate: 1e-3,
        repair_rate: 0.05,
        interval: 100.0,
        first: 60.0,
        test: Some(laws::Test {
            failure_rate: 1e-3,
            fails_at_start: 0.02,
            duration: 4.0,
            available: true,
            finds: 0.9,
            fails_at_restart: 0.01,
        }),
    };
    for time in [30.0, 100.0, 164.0, 350.0] {
        let (one, two) = (in_small_steps(&test, time, 400_000), in_small_steps(&test, time, 800_000));
        // Units that come back from repair during a test fail in the model as between tests, and here as the others
        // under test: a few millionths of all.
        close(test.unavailability(time), 2.0 * two - one, 1e-4);
    }
}

#[test]
fn many_periods_are_taken_as_one_by_one() {
    let test = |first: f64| laws::PeriodicTest {
        failure_rate: 1e-4,
        repair_rate: 1e-2,
        interval: 10.0,
        first,
        test: None,
    };
    // A first test that finds nothing changes nothing: the walk may begin at any of them only in the long run.
    close(test(3.0).unavailability(1e15 + 5.0), test(3.0).unavailability(1e6 + 5.0), 1e-9);
    assert!(test(0.0).unavailability(1e300).is_finite());
}

fn distribution(name: &str, arguments: &[f64]) -> (f64, Vec<f64>) {
    let (all, term) = entered(Operation::named(name).unwrap(), arguments);
    let term = term.unwrap();
    let mut sampler = Sampler::new(&all, &[term]);
    let mut stream = Stream::new(11, 3);
    let draws = (0..200_000).map(|_| {
        sampler.draw(&mut stream);
        sampler.value(term)
    });
    let mut draws: Vec<f64> = draws.collect();
    crate::quantity::order::sort_by(&mut draws, f64::total_cmp);
    (all.point(term), draws)
}

/// The mean of the draws is the point value, within five standard errors.
fn mean_agrees(name: &str, arguments: &[f64], standard_deviation: f64) -> Vec<f64> {
    let (point, draws) = distribution(name, arguments);
    let count = draws.len() as f64;
    let mean = draws.iter().sum::<f64>() / count;
    let most = 5.0 * standard_deviation / libm::sqrt(count);
    assert!((mean - point).abs() < most, "{name}: mean {mean}, point {point}");
    draws
}

/// A share of the draws lies below a number, within five standard errors.
fn share_below(draws: &[f64], bound: f64, share: f64) {
    let count = draws.len() as f64;
    let found = draws.partition_point(|draw| *draw < bound) as f64 / count;
    let most = 5.0 * libm::sqrt(share * (1.0 - share) / count);
    assert!((found - share).abs() < most, "{found} below {bound}, expected {share}");
}

#[test]
fn deviates_have_their_means_and_quantiles() {
    let draws = mean_agrees("uniform-deviate", &[2.0, 6.0], 4.0 / libm::sqrt(12.0));
    share_below(&draws, 3.0, 0.25);
    let draws = mean_agrees("normal-deviate", &[5.0, 2.0], 2.0);
    share_below(&draws, 7.0, 0.841_344_746_068_543);
    // The quantile of the level is the median times the error factor.
    let sigma = libm::log(3.0) / normal_quantile(0.95);
    let median = 1e-3 * libm::exp(-sigma * sigma / 2.0);
    let spread = 1e-3 * libm::sqrt(libm::expm1(sigma * sigma));
    let draws = mean_agrees("lognormal-deviate", &[1e-3, 3.0, 0.95], spread);
    share_below(&draws, median, 0.5);
    share_below(&draws, 3.0 * median, 0.95);
    let draws = mean_agrees("lognormal-deviate", &[-7.0, 0.5], libm::exp(-7.0 + 0.125) * 0.6);
    share_below(&draws, libm::exp(-7.0), 0.5);
    // Of shape 1, gamma is exponential; of shape 2, P(X < x) = 1 - exp(-x)(1 + x).
    let draws = mean_agrees("gamma-deviate", &[1.0, 3.0], 3.0);
    share_below(&draws, 3.0, 1.0 - libm::exp(-1.0));
    let draws = mean_agrees("gamma-deviate", &[2.0, 1.0], libm::sqrt(2.0));
    share_below(&draws, 2.0, 1.0 - 3.0 * libm::exp(-2.0));
    // Of shape 1/2, gamma is half a squared normal number.
    let draws = mean_agrees("gamma-deviate", &[0.5, 1.0], libm::sqrt(0.5));
    share_below(&draws, 0.5, 0.682_689_492_137_086);
    // Beta of (2, 2): P(X < x) = 3 x^2 - 2 x^3; of (1/2, 1/2) the arcsine law.
    let draws = mean_agrees("beta-deviate", &[2.0, 2.0], libm::sqrt(0.05));
    share_below(&draws, 0.3, 0.27 - 0.054);
    let draws = mean_agrees("beta-deviate", &[0.5, 0.5], libm::sqrt(0.125));
    share_below(&draws, 0.25, 1.0 / 3.0);
    let draws = mean_agrees("beta-deviate", &[1e-3, 1e-3], 0.5);
    assert!(draws.iter().all(|draw| (0.0..=1.0).contains(draw)));
    let draws = mean_agrees("histogram", &[0.0, 1.0, 1.0, 3.0, 3.0], 1.0);
    share_below(&draws, 1.0, 0.25);
    share_below(&draws, 2.0, 0.625);
    assert_eq!(point("histogram", &[0.0, 1.0, 1.0, 3.0, 3.0]), (0.5 + 3.0 * 2.0) / 4.0);
}

#[test]
fn a_shared_term_has_one_value_in_a_draw() {
    let mut all = Expressions::default();
    let (low, high) = (all.constant(0.0).unwrap(), all.constant(1.0).unwrap());
    let rate = all.enter(Operation::UniformDeviate, &[low, high]).unwrap();
    let other = all.enter(Operation::UniformDeviate, &[low, high]).unwrap();
    let twice = all.enter(Operation::Add, &[rate, rate]).unwrap();
    let less = all.enter(Operation::Sub, &[twice, rate, rate]).unwrap();
    assert!(all.is_uncertain(less) && !all.is_uncertain(low));
    let mut sampler = Sampler::new(&all, &[less, twice, other]);
    assert_eq!(sampler.value(twice), 1.0);
    for number in 0..100 {
        sampler.draw(&mut Stream::new(5, number));
        assert_eq!(sampler.value(less), 0.0);
        assert_ne!(2.0 * sampler.value(other), sampler.value(twice));
    }
    let first = sampler.value(twice);
    sampler.draw(&mut Stream::new(5, 99));
    assert_eq!(sampler.value(twice).to_bits(), first.to_bits());
}

/// Columns: operation; arguments; the value; its tolerance; where it is from.
const TABLE: &str = include_str!("../../../tests/golden/expressions.csv");

#[test]
fn scram_gives_the_same_digits() {
    let mut checked = 0;
    for row in TABLE.lines().skip(1) {
        let [name, arguments, expected, tolerance, _source] = row.split(';').collect::<Vec<_>>()[..] else {
            panic!("five columns: {row}")
        };
        let arguments: Vec<f64> = arguments.split(' ').map(|value| value.parse().unwrap()).collect();
        let (expected, tolerance): (f64, f64) = (expected.parse().unwrap(), tolerance.parse().unwrap());
        let found = point(name, &arguments);
        assert!((found - expected).abs() <= tolerance, "{name}: found {found}, expected {expected}");
        checked += 1;
    }
    assert_eq!(checked, 12);
}
