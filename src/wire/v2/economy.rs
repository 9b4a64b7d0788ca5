//! The terms of payment and the levers of a plan: all of it may be absent.

use super::read::{each, estimate, id, name};
use super::words::choice;
use super::write::{self, estimate as write_estimate};
use crate::model::{
    Choice, Economy, Levers, MAX_LEVER_EDITS, MAX_OWN_LEVERS, MAX_TERM_MONTHS, OwnLever, Practice, Terms,
    limits,
};
use crate::quantity::{Money, Quantity};
use crate::wire::EditV1;
use crate::wire::cursor::{Cursor, Fields};
use crate::wire::error::{At, Fault};
use crate::wire::writer::Writer;

/// What is on or off where that is not usual, with its word in files.
const SWITCHES: [&str; 6] =
    ["regions-off", "zones-off", "spare-off", "redundancy", "routing", "no-new-hires"];

/// Reads the economy of a plan.
pub(super) fn read(found: Cursor) -> Result<Economy, Fault> {
    const KNOWN: &[&str] = &[
        "commitment_discount",
        "spread_months",
        "switches",
        "regions",
        "zones",
        "spare",
        "practices",
        "own",
        "budget",
        "stay_in",
    ];
    found.object(KNOWN, |fields| {
        let usual = Terms::default();
        let terms = Terms {
            commitment_discount: fields
                .optional("commitment_discount", estimate)?
                .unwrap_or(usual.commitment_discount),
            spread_months: fields.optional("spread_months", months)?.unwrap_or(usual.spread_months),
        };
        Ok(Economy { terms, levers: levers(fields)? })
    })
}

fn levers(fields: Fields) -> Result<Levers, Fault> {
    let usual = Levers::default();
    let mut switched = [false; SWITCHES.len()];
    if let Some(found) = fields.given("switches") {
        let mut next = |item: Cursor| {
            let word = item.text()?;
            let place = SWITCHES.iter().position(|known| *known == word);
            switched[place.ok_or_else(|| Fault::not_one_of(word, &SWITCHES))?] = true;
            Ok(())
        };
        each(found, SWITCHES.len(), "", &mut next).at("switches")?;
    }
    let range = |place: &'static str, off: bool, usual: Option<(u32, u32)>| {
        let given = fields.optional(place, from_to)?;
        Ok::<_, Fault>(if off { None } else { given.or(usual) })
    };
    let mut levers = Levers {
        regions: range("regions", switched[0], usual.regions)?,
        zones: range("zones", switched[1], usual.zones)?,
        spare: range("spare", switched[2], usual.spare)?,
        redundancy: switched[3],
        routing: switched[4],
        no_new_hires: switched[5],
        ..usual
    };
    levers.budget = fields.optional("budget", money)?;
    if let Some(found) = fields.given("practices") {
        let mut next = |item: Cursor| {
            let (practice, range) = practice(item)?;
            levers.practices.insert(practice, range);
            Ok(())
        };
        each(found, Practice::ALL.len(), "practice", &mut next).at("practices")?;
    }
    if let Some(found) = fields.given("own") {
        let mut next = |item: Cursor| {
            levers.own.push(own(item)?);
            Ok(())
        };
        each(found, MAX_OWN_LEVERS, "", &mut next).at("own")?;
    }
    if let Some(found) = fields.given("stay_in") {
        let mut next = |item: Cursor| {
            levers.stay_in.push(id(item)?);
            Ok(())
        };
        each(found, limits::MAX_REGIONS, "", &mut next).at("stay_in")?;
    }
    Ok(levers)
}

fn months(found: Cursor) -> Result<u32, Fault> {
    super::limited(found.whole(u32::MAX.into())? as u32, MAX_TERM_MONTHS)
}

fn money(found: Cursor) -> Result<Money, Fault> {
    Ok(Money::new(found.number()?)?)
}

fn from_to(found: Cursor) -> Result<(u32, u32), Fault> {
    found.object(&["from", "to"], |fields| {
        let count = |found: Cursor| Ok(found.whole(u32::MAX.into())? as u32);
        Ok((fields.need("from", count)?, fields.need("to", count)?))
    })
}

fn practice(found: Cursor) -> Result<(Practice, (u8, u8)), Fault> {
    found.object(&["practice", "from", "to"], |fields| {
        let level = |found: Cursor| Ok(found.whole(u8::MAX.into())? as u8);
        let practice = fields.need("practice", |found| choice(found.text()?))?;
        Ok((practice, (fields.need("from", level)?, fields.need("to", level)?)))
    })
}

fn own(found: Cursor) -> Result<OwnLever, Fault> {
    found.object(&["name", "edits", "monthly"], |fields| {
        let mut edits = Vec::new();
        let mut next = |item: Cursor| {
            edits.push(EditV1::read(item)?.checked()?);
            Ok(())
        };
        each(fields.needed("edits")?, MAX_LEVER_EDITS, "", &mut next).at("edits")?;
        let monthly = fields.optional("monthly", money)?.unwrap_or(Money::clamped(0.0));
        Ok(OwnLever { name: fields.need("name", name)?, edits, monthly })
    })
}

/// Writes what is not usual; nothing when everything is.
pub(super) fn write(w: &mut Writer, economy: &Economy) {
    if economy.is_neutral() {
        return;
    }
    let (usual, levers) = (Economy::default(), &economy.levers);
    w.key("economy");
    w.open('{');
    if economy.terms.commitment_discount != usual.terms.commitment_discount {
        write_estimate(w, "commitment_discount", &economy.terms.commitment_discount);
    }
    if economy.terms.spread_months != usual.terms.spread_months {
        w.whole("spread_months", economy.terms.spread_months.into());
    }
    let on = [
        levers.regions.is_none(),
        levers.zones.is_none(),
        levers.spare.is_none(),
        levers.redundancy,
        levers.routing,
        levers.no_new_hires,
    ];
    let switches: Vec<&str> = SWITCHES.iter().zip(on).filter(|(_, on)| *on).map(|(word, _)| *word).collect();
    write::some(w, "switches", &switches, |w, word| w.quote(word));
    let ranges = [
        ("regions", levers.regions, usual.levers.regions),
        ("zones", levers.zones, usual.levers.zones),
        ("spare", levers.spare, usual.levers.spare),
    ];
    for (place, own, usual) in ranges {
        if let Some((from, to)) = own.filter(|_| own != usual) {
            w.key(place);
            w.open('{');
            w.whole("from", from.into());
            w.whole("to", to.into());
            w.close('}');
        }
    }
    let practices: Vec<(Practice, (u8, u8))> =
        levers.practices.iter().map(|(p, range)| (*p, *range)).collect();
    write::some(w, "practices", &practices, |w, (practice, (from, to))| {
        w.open('{');
        w.text("practice", practice.key());
        w.whole("from", (*from).into());
        w.whole("to", (*to).into());
        w.close('}');
    });
    write::some(w, "own", &levers.own, |w, own| {
        w.open('{');
        w.text("name", &own.name);
        // A lever holds only edits that have a form: it came from a file or from a field that makes such.
        let edits = EditV1::from_edits(&own.edits).unwrap_or_default();
        w.list("edits", &edits, |w, edit| edit.write(w));
        if own.monthly.get() > 0.0 {
            w.number("monthly", own.monthly.get());
        }
        w.close('}');
    });
    w.optional_number("budget", levers.budget.map(Money::get));
    write::some(w, "stay_in", &levers.stay_in, |w, id| w.quote(id.as_str()));
    w.close('}');
}

/// The same shapes, declared.
#[cfg(feature = "schema")]
pub(super) mod shapes {
    use serde::{Deserialize, Serialize};

    use super::super::shapes::Estimate;
    use crate::wire::EditV1;
    use crate::wire::schema as s;

    /// On which terms things are paid, and what a search for designs may change.
    #[derive(Serialize, Deserialize, schemars::JsonSchema)]
    #[serde(deny_unknown_fields)]
    pub(in crate::wire::v2) struct Economy {
        /// What a commitment takes off the price of replicas; absent for nothing.
        #[serde(skip_serializing_if = "Option::is_none")]
        commitment_discount: Option<Estimate>,
        /// Months over which what is paid once is spread; absent for 36.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schemars(range(min = 1, max = 120))]
        spread_months: Option<u32>,
        /// `regions-off`, `zones-off`, `spare-off`: what the search leaves as it is; `redundancy`, `routing`: what it
        /// may change beyond the usual; `no-new-hires`: no rota has more places than the plan's.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        switches: Vec<String>,
        /// How many regions there may be; absent for 1 to 3.
        #[serde(skip_serializing_if = "Option::is_none")]
        regions: Option<FromTo>,
        /// How many zones in each region; absent for 1 to 3.
        #[serde(skip_serializing_if = "Option::is_none")]
        zones: Option<FromTo>,
        /// How many replicas beyond the needed ones; absent for 0 to 2.
        #[serde(skip_serializing_if = "Option::is_none")]
        spare: Option<FromTo>,
        /// The levels that practices may have; all of them for those that are absent.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        practices: Vec<PracticeLevels>,
        /// Changes that a design may have or not.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        own: Vec<OwnLever>,
        /// The most that a design may cost a month.
        #[serde(skip_serializing_if = "Option::is_none")]
        budget: Option<f64>,
        /// The only regions that a design may have; absent for any.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        stay_in: Vec<String>,
    }

    /// A range of whole numbers.
    #[derive(Serialize, Deserialize, schemars::JsonSchema)]
    #[serde(deny_unknown_fields)]
    pub(in crate::wire::v2) struct FromTo {
        /// The least.
        from: u32,
        /// The most.
        to: u32,
    }

    /// The levels that a practice may have.
    #[derive(Serialize, Deserialize, schemars::JsonSchema)]
    #[serde(deny_unknown_fields)]
    pub(in crate::wire::v2) struct PracticeLevels {
        /// The practice.
        #[schemars(schema_with = "s::choice::<crate::model::Practice>")]
        practice: String,
        /// The lowest.
        from: u8,
        /// The highest.
        to: u8,
    }

    /// A change that a design may have or not.
    #[derive(Serialize, Deserialize, schemars::JsonSchema)]
    #[serde(deny_unknown_fields)]
    pub(in crate::wire::v2) struct OwnLever {
        /// What people call it.
        #[schemars(length(min = 1, max = 80))]
        name: String,
        /// What it changes.
        edits: Vec<EditV1>,
        /// What it costs a month beyond what the changed plan costs; absent for nothing.
        #[serde(skip_serializing_if = "Option::is_none")]
        monthly: Option<f64>,
    }
}
