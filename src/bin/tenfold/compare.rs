//! `tenfold compare`.

use std::io::Write;

use tenfold::analysis::analyse;
use tenfold::economics::Standing;
use tenfold::model::Plan;
use tenfold::report::{plan_diff, standing_table};
use tenfold::wire::economics::CompareOutput;
use tenfold::wire::results;

use crate::plan::{Failure, prevented, read};

/// Two plans side by side: what differs, and what that changes.
pub fn run(a: &str, b: &str, json: bool, out: &mut impl Write) -> Result<(), Failure> {
    if a == "-" && b == "-" {
        return Err(Failure::Unreadable(
            "compare: found - twice; at most one plan can come from standard input".into(),
        ));
    }
    let plans = [read(a)?, read(b)?];
    let standing = |plan: &Plan| Standing::of(plan).ok_or_else(|| prevented(plan, &analyse(plan).findings));
    let standings = [standing(&plans[0])?, standing(&plans[1])?];
    let differences = plan_diff(&plans[0], &plans[1]);
    let (plans, standings) = ([&plans[0], &plans[1]], [&standings[0], &standings[1]]);
    if json {
        writeln!(out, "{}", results::to_json(&CompareOutput::of(plans, standings, differences)))?;
        return Ok(());
    }
    writeln!(out, "A: {}\nB: {}\n", plans[0].name, plans[1].name)?;
    for row in standing_table(plans, standings).rows {
        let cell = |index: usize| row.get(index).map_or("", String::as_str);
        writeln!(out, "  {:22} {:>24} {:>24} {:>16}", cell(0), cell(1), cell(2), cell(3))?;
    }
    writeln!(out)?;
    if differences.is_empty() {
        writeln!(out, "The plans do not differ.")?;
    }
    for line in differences {
        writeln!(out, "  {line}")?;
    }
    Ok(())
}
