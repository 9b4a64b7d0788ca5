//! The prices that many lines share, the currency, and what an hour of outage costs.

use leptos::prelude::*;

use crate::model::{Edit, MoneyField, Number, ProbabilityField, VolumeField};
use crate::ui::browser::element::{Element, el};
use crate::ui::primitives::{
    labelled_number_field, money_field, probability_field, select_field, volume_field,
};
use crate::ui::workspace::Workspace;

/// The fields.
pub fn prices(ws: Workspace) -> Element {
    let currency = ws.derive(|plan| plan.prices.currency);
    let no_value = ws.derive(|plan| plan.value_per_hour.is_none());
    let set_currency = move |currency| {
        ws.dispatch(Edit::SetCurrency(currency));
    };
    let price = |field, label| labelled_number_field(ws, Number::Money(field), label);
    let hint = |words: &str| el("p").class("muted small").child(words);
    let no_stop_line = hint("Say what an hour of full outage costs, and the ladder gets a stop line.");
    el("section")
        .class("panel stack")
        .attr("aria-labelledby", "prices-title")
        .child(el("h2").attr("id", "prices-title").child("Prices and value"))
        .child(select_field("Currency", currency.into(), set_currency))
        .child(hint("Changing the sign converts nothing: amounts stay as typed."))
        .child(money_field(ws, MoneyField::ValuePerHour))
        .child(no_stop_line.attr("hidden", move || !no_value.get()))
        .child(money_field(ws, MoneyField::Engineer))
        .child(probability_field(ws, ProbabilityField::OnCallShare))
        .child(el("h3").child("Traffic"))
        .child(volume_field(ws, VolumeField::ZoneTraffic))
        .child(price(MoneyField::ZoneTraffic, "Price between zones"))
        .child(volume_field(ws, VolumeField::RegionTraffic))
        .child(price(MoneyField::RegionTraffic, "Price between regions"))
}
