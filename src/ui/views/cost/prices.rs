//! The prices that many lines share, the currency, and what an hour of outage costs.

use leptos::prelude::*;

use crate::model::{Edit, MoneyField, Number, ProbabilityField, VolumeField};
use crate::ui::primitives::{
    labelled_number_field, money_field, probability_field, select_field, volume_field,
};
use crate::ui::workspace::Workspace;

/// The fields.
pub fn prices(ws: Workspace) -> AnyView {
    let currency = ws.derive(|plan| plan.prices.currency);
    let no_value = ws.derive(|plan| plan.value_per_hour.is_none());
    let price = |field, label: &str| labelled_number_field(ws, Number::Money(field), label.into());
    view! {
        <section class="panel stack" aria-labelledby="prices-title">
            <h2 id="prices-title">"Prices and value"</h2>
            {select_field("Currency", currency.into(), move |currency| { ws.dispatch(Edit::SetCurrency(currency)); })}
            <p class="muted small">"Changing the sign converts nothing: amounts stay as typed."</p>
            {money_field(ws, MoneyField::ValuePerHour)}
            <p class="muted small" hidden=move || !no_value.get()>
                "Say what an hour of full outage costs, and the ladder gets a stop line."
            </p>
            {money_field(ws, MoneyField::Engineer)}
            {probability_field(ws, ProbabilityField::OnCallShare)}
            <h3>"Traffic"</h3>
            {volume_field(ws, VolumeField::ZoneTraffic)}
            {price(MoneyField::ZoneTraffic, "Price between zones")}
            {volume_field(ws, VolumeField::RegionTraffic)}
            {price(MoneyField::RegionTraffic, "Price between regions")}
        </section>
    }
    .into_any()
}
