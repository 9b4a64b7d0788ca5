//! The catalogue as a sheet: out and in.

use leptos::prelude::*;

use super::Desk;
use crate::model::Edit;
use crate::ui::browser::element::{Element, button};
use crate::ui::browser::files;
use crate::ui::workspace::Offer;
use crate::wire::exchange::risks::{self, MAX_SHEET, RiskSheet};

/// Saving as a sheet, and taking one in.
pub fn buttons(desk: Desk) -> [Element; 2] {
    [
        button("button").on_click(move |_| save(desk)).child("Save as CSV"),
        button("button")
            .on_click(move |_| {
                files::pick_one(".csv,text/csv,.tsv,.txt", MAX_SHEET, move |bytes| take(desk, bytes))
            })
            .child("Take in a CSV"),
    ]
}

fn save(desk: Desk) {
    let sheet = desk.listed.with_untracked(|listed| {
        let listed = listed.as_deref()?;
        Some(desk.ws.peek(|plan| (risks::write(plan, &listed.catalogue), plan.name.clone())))
    });
    let Some((sheet, name)) = sheet else { return };
    if !files::download(&files::file_name(&name, "risks.csv"), "text/csv", &sheet) {
        desk.ws.say("The browser did not take the file.", Offer::Nothing, true);
    }
}

fn take(desk: Desk, bytes: Result<Vec<u8>, String>) {
    let read = bytes.and_then(|bytes| {
        let text = String::from_utf8(bytes)
            .map_err(|_| "This file is not UTF-8 text; save the sheet as CSV in UTF-8.".to_owned())?;
        risks::read(&text).map_err(|error| error.to_string())
    });
    match read {
        Ok(sheet) => take_in(desk, &sheet),
        Err(why) => desk.ws.say(why, Offer::Nothing, true),
    }
}

fn take_in(desk: Desk, sheet: &RiskSheet) {
    let edits = desk.listed.with_untracked(|listed| {
        let listed = listed.as_deref()?;
        Some(desk.ws.peek(|plan| sheet.edits(plan, &listed.catalogue)))
    });
    let Some(edits) = edits else { return };
    let changed = edits.len();
    if changed > 0 && !desk.ws.dispatch(Edit::Batch(edits)) {
        return;
    }
    let refused = sheet.refused.len();
    let told: Vec<String> =
        sheet.refused.iter().take(3).map(|line| format!("line {}: {}", line.line, line.why)).collect();
    let mut words = format!("{} risks read, {changed} of them new or changed.", sheet.rows.len());
    if refused > 0 {
        words.push_str(&format!(" {refused} lines were not taken: {}", told.join("; ")));
        words.push_str(if refused > told.len() { " and more." } else { "." });
    }
    if !sheet.left_out.is_empty() {
        words.push_str(&format!(" Columns left out: {}.", sheet.left_out.join(", ")));
    }
    let offer = if changed > 0 { Offer::Undo } else { Offer::Nothing };
    desk.ws.say(words, offer, refused > 0);
}
