//! `tenfold sensitivity`.

use std::io::Write;
use std::ops::ControlFlow;

use tenfold::analysis::{
    DEFAULT_DRAWS, Sensitivity, SensitivitySettings, UncertainPlan, Uncertainty, analyse,
};
use tenfold::model::Plan;
use tenfold::quantity::{Probability, Quantity, Unavailability, text};
use tenfold::wire::results;
use tenfold::wire::sensitivity::{self, SensitivityOutput};

use crate::evaluate::range;
use crate::plan::{Failure, prevented, read, warn};

/// Which uncertain numbers drive the range of the answer.
pub fn run(plan: &str, seed: u64, json: bool, out: &mut impl Write) -> Result<(), Failure> {
    let plan = read(plan)?;
    let analysis = analyse(&plan);
    let settings = SensitivitySettings { seed, ..SensitivitySettings::default() };
    let mut on = |_| ControlFlow::Continue(());
    let uncertain = UncertainPlan::of(&plan, &analysis);
    let found = uncertain.as_ref().and_then(|u| u.sensitivity(settings, &mut on));
    let (Some(uncertain), Some(sensitivity)) = (uncertain, found) else {
        return Err(prevented(&plan, &analysis.findings));
    };
    warn(&plan, &analysis.findings);
    let bands = uncertain.bands(DEFAULT_DRAWS, seed, &mut on);
    if !json {
        return driven(&plan, &sensitivity, bands.as_ref(), out);
    }
    let output = SensitivityOutput::of(&plan, &sensitivity, bands.as_ref());
    writeln!(out, "{}", results::to_json(&output))?;
    Ok(())
}

fn driven(
    plan: &Plan,
    sensitivity: &Sensitivity,
    uncertainty: Option<&Uncertainty>,
    out: &mut impl Write,
) -> Result<(), Failure> {
    let time = |u: Unavailability| text::duration(u.bad_minutes_per_year());
    writeln!(out, "{}: which uncertain numbers drive the range of the answer\n", plan.name)?;
    writeln!(
        out,
        "With every number at likely  {} a year, {}",
        time(sensitivity.likely),
        text::percent_available(sensitivity.likely)
    )?;
    if let Some(band) = uncertainty.and_then(|u| u.service) {
        writeln!(
            out,
            "Nine draws in ten            {} to {} a year{}",
            time(band.p5),
            time(band.p95),
            range(band)
        )?;
    }
    if sensitivity.drivers.is_empty() {
        writeln!(out, "\nNo uncertain number changes it.")?;
        return Ok(());
    }
    let share =
        |index: Option<f64>| index.map_or_else(String::new, |index| text::share(Probability::clamped(index)));
    writeln!(
        out,
        "\n  {:>11}  {:>11}  {:>7}  {:>7}  number at its 5th and 95th percentile, others at likely",
        "low", "high", "alone", "in all"
    )?;
    for driver in sensitivity.drivers.iter().take(20) {
        let also = match driver.input.numbers.len() {
            1 => String::new(),
            count => format!(" and {} more of the same", count - 1),
        };
        writeln!(
            out,
            "  {:>11}  {:>11}  {:>7}  {:>7}  {}{also}",
            time(driver.at_low),
            time(driver.at_high),
            share(driver.indices.map(|i| i.first_order)),
            share(driver.indices.map(|i| i.total)),
            sensitivity::name(plan, driver.input.number()),
        )?;
    }
    if let Some(rest) = sensitivity.rest {
        writeln!(
            out,
            "  {:>11}  {:>11}  {:>7}  {:>7}  all others together",
            "",
            "",
            share(Some(rest.first_order)),
            share(Some(rest.total)),
        )?;
    }
    writeln!(
        out,
        "\nAlone and in all: the share of the variance of the nines that a number explains, without and with its \
         interplay with others."
    )?;
    Ok(())
}
