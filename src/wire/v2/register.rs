//! The risk register in a plan file.

use super::read::{chosen, each, estimate, id, line, list, name, objective, words};
use super::write::{estimate as write_estimate, key, unless_empty};
use crate::model::{Choice, Decision, Register, RiskEntry, RiskKey, limits};
use crate::quantity::{Date, Probability, Quantity};
use crate::wire::cursor::{Cursor, Fields};
use crate::wire::error::{At, Fault, quoted};
use crate::wire::writer::Writer;

/// The register of a plan; the one without decisions when there is none.
pub(super) fn register(plan: Fields) -> Result<Register, Fault> {
    let absent = Register::default;
    let read = |found: Cursor| {
        found.object(&["targets", "too_big", "entries"], |register| {
            let mut targets = absent().targets;
            if let Some(found) = register.given("targets") {
                three(found, &mut targets).at("targets")?;
            }
            Ok(Register {
                targets,
                too_big: register.optional("too_big", share)?.unwrap_or(absent().too_big),
                entries: list(register, "entries", limits::MAX_RISKS, "id", &mut entry)?,
            })
        })
    };
    match plan.given("register") {
        Some(found) => read(found).at("register"),
        None => Ok(absent()),
    }
}

fn three(found: Cursor, targets: &mut [crate::slo::Objective; 3]) -> Result<(), Fault> {
    let items = found.items()?;
    if items.len() != targets.len() {
        return Err(Fault::new(format_args!("found {} objectives; three are needed", items.len())));
    }
    for (index, item) in items.enumerate() {
        targets[index] = objective(item).map_err(|fault| fault.within_item(index))?;
    }
    Ok(())
}

fn share(found: Cursor) -> Result<Probability, Fault> {
    Ok(Probability::new(found.number()?)?)
}

fn entry(found: Cursor) -> Result<RiskEntry, Fault> {
    const MEMBERS: &[&str] = &[
        "id",
        "of",
        "portion",
        "name",
        "detect_minutes",
        "mitigate_minutes",
        "share",
        "between_minutes",
        "cause",
        "owner",
        "decision",
        "person",
        "date",
        "note",
        "symptom",
        "consequence",
        "impact",
    ];
    found.object(MEMBERS, |entry| {
        let mut of = Vec::new();
        if let Some(found) = entry.given("of") {
            let mut next = |item: Cursor| {
                of.push(risk_key(item)?);
                Ok(())
            };
            each(found, limits::MAX_MERGED, "key", &mut next).at("of")?;
        }
        if let Some(at) = (1..of.len()).find(|at| of[..*at].contains(&of[*at])) {
            return Err(Fault::new(format_args!("found {} twice; each risk is needed once", of[at])))
                .at("of");
        }
        let called = match of.is_empty() {
            true => entry.need("name", name)?,
            false => words(entry, "name", limits::MAX_NAME)?,
        };
        let remark = |name: &str| words(entry, name, limits::MAX_REMARK);
        Ok(RiskEntry {
            id: entry.need("id", id)?,
            of,
            portion: entry.optional("portion", share)?.unwrap_or(Probability::ONE),
            name: called,
            detect: entry.optional("detect_minutes", estimate)?,
            mitigate: entry.optional("mitigate_minutes", estimate)?,
            share: entry.optional("share", estimate)?,
            between: entry.optional("between_minutes", estimate)?,
            cause: entry.optional("cause", chosen)?,
            owner: entry.optional("owner", chosen)?,
            decision: entry.optional("decision", chosen)?.unwrap_or_default(),
            person: remark("person")?,
            date: entry.optional("date", |found| Ok(Date::parse(found.text()?)?))?,
            note: remark("note")?,
            symptom: remark("symptom")?,
            consequence: remark("consequence")?,
            impact: remark("impact")?,
        })
    })
}

fn risk_key(found: Cursor) -> Result<RiskKey, Fault> {
    let text = line(found.text()?, 1, RiskKey::MAX_LEN)?;
    RiskKey::parse(&text).ok_or_else(|| {
        let found = quoted(&text);
        Fault::new(format_args!(
            "found {found}; ids of failure modes in rising order joined by +, or many*, or reserve*, are needed"
        ))
    })
}

/// Writes the register, when somebody said something.
pub(super) fn write(w: &mut Writer, register: &Register) {
    let neutral = Register::default();
    if *register == neutral {
        return;
    }
    w.key("register");
    w.open('{');
    if register.targets != neutral.targets {
        w.list("targets", &register.targets, |w, target| w.number_value(target.share().get()));
    }
    if register.too_big != neutral.too_big {
        w.number("too_big", register.too_big.get());
    }
    if !register.entries.is_empty() {
        w.list("entries", &register.entries, write_entry);
    }
    w.close('}');
}

fn write_entry(w: &mut Writer, entry: &RiskEntry) {
    w.open('{');
    w.text("id", entry.id.as_str());
    if !entry.of.is_empty() {
        w.list("of", &entry.of, |w, key| w.quote(&key.to_string()));
    }
    if entry.portion != Probability::ONE {
        w.number("portion", entry.portion.get());
    }
    unless_empty(w, "name", &entry.name);
    if let Some(time) = &entry.detect {
        write_estimate(w, "detect_minutes", time);
    }
    if let Some(time) = &entry.mitigate {
        write_estimate(w, "mitigate_minutes", time);
    }
    if let Some(share) = &entry.share {
        write_estimate(w, "share", share);
    }
    if let Some(time) = &entry.between {
        write_estimate(w, "between_minutes", time);
    }
    if let Some(cause) = entry.cause {
        key(w, "cause", cause);
    }
    if let Some(owner) = entry.owner {
        key(w, "owner", owner);
    }
    if entry.decision != Decision::Open {
        w.text("decision", entry.decision.key());
    }
    unless_empty(w, "person", &entry.person);
    if let Some(date) = entry.date {
        w.text("date", &date.to_string());
    }
    unless_empty(w, "note", &entry.note);
    unless_empty(w, "symptom", &entry.symptom);
    unless_empty(w, "consequence", &entry.consequence);
    unless_empty(w, "impact", &entry.impact);
    w.close('}');
}
