//! `tenfold cost`.

use std::io::Write;

use tenfold::economics::{cost_split, once, running_cost, unpriced};
use tenfold::model::{Choice, Place, Plan};
use tenfold::report::{cash, share_of, terms_words};
use tenfold::wire::economics::CostOutput;
use tenfold::wire::results;

use crate::plan::{Failure, read};

/// What a plan costs a month, line by line and split four ways.
pub fn run(plan: &str, json: bool, out: &mut impl Write) -> Result<(), Failure> {
    let plan = read(plan)?;
    if json {
        writeln!(out, "{}", results::to_json(&CostOutput::of(&plan)))?;
        return Ok(());
    }
    let cost = running_cost(&plan);
    writeln!(
        out,
        "{}: {} a month, {} a year\n",
        plan.name,
        cash(&plan, cost.per_month),
        cash(&plan, cost.per_year())
    )?;
    for (group, sum) in cost.groups.iter().filter(|(_, sum)| *sum > 0.0) {
        writeln!(out, "  {:>9}  {:>6}  {}", cash(&plan, *sum), share_of(*sum, cost.per_month), group.name())?;
        for line in cost.lines.iter().filter(|line| line.group == *group && line.per_month > 0.0) {
            writeln!(
                out,
                "    {:>9}  {}: {}",
                cash(&plan, line.per_month),
                line.label,
                terms_words(&plan, line)
            )?;
        }
    }
    let months = plan.economy.terms.spread_months;
    writeln!(
        out,
        "\nOf this, {} is paid once and spread over {months} months.",
        cash(&plan, once(&plan, &cost))
    )?;
    let split = cost_split(&plan, &cost);
    let name = |place: Place| plan.name_at(place).unwrap_or_default().to_owned();
    let component = |id: &Option<_>| id.map_or("no single component".into(), |id| name(Place::Component(id)));
    let region = |id: &Option<_>| id.map_or("no single region".into(), |id| name(Place::Region(id)));
    let gate = |gate: &Option<tenfold::model::catalogue::Gate>| {
        gate.map_or("no practice".to_owned(), |g| g.name().to_owned())
    };
    part(&plan, out, "By component", split.by_component.iter().map(|(id, sum)| (component(id), *sum)))?;
    part(&plan, out, "By region", split.by_region.iter().map(|(id, sum)| (region(id), *sum)))?;
    part(
        &plan,
        out,
        "By who is paid",
        split.by_owner.iter().map(|(owner, sum)| (owner.name().to_owned(), *sum)),
    )?;
    part(&plan, out, "By gate", split.by_gate.iter().map(|(g, sum)| (gate(g), *sum)))?;
    let unpriced = unpriced(&plan, &cost);
    if !unpriced.is_empty() {
        let names: Vec<&str> = unpriced.iter().map(|one| one.what.as_str()).collect();
        writeln!(out, "\nWithout a price, so counted as nothing: {}.", names.join(", "))?;
    }
    Ok(())
}

fn part(
    plan: &Plan,
    out: &mut impl Write,
    title: &str,
    rows: impl Iterator<Item = (String, f64)>,
) -> Result<(), Failure> {
    writeln!(out, "\n{title}")?;
    for (name, sum) in rows {
        writeln!(out, "  {:>9}  {name}", cash(plan, sum))?;
    }
    Ok(())
}
