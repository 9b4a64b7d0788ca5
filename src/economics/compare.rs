//! Two plans side by side: what users get, what it costs, what is lost.

use super::cost::running_cost;
use super::stop::{loss_per_month, value_per_hour};
use crate::analysis::{Band, analyse, uncertainty};
use crate::model::Plan;
use crate::quantity::{Nines, Unavailability};

/// What a plan comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// The service's U.
    pub unavailability: Unavailability,
    /// Its percentiles over the ranges of the plan's numbers; `None` where they cannot be told.
    pub band: Option<Band>,
    /// What it costs a month.
    pub cost_per_month: f64,
    /// What its bad minutes cost a month; `None` without a value per hour.
    pub loss_per_month: Option<f64>,
}

impl Standing {
    /// How a plan stands; `None` when a finding prevents an answer.
    pub fn of(plan: &Plan) -> Option<Self> {
        let analysis = analyse(plan);
        let unavailability = analysis.service.as_ref()?.unavailability;
        Some(Self {
            unavailability,
            band: uncertainty(plan, &analysis).and_then(|found| found.service),
            cost_per_month: running_cost(plan).per_month,
            loss_per_month: value_per_hour(plan).map(|value| loss_per_month(unavailability, value)),
        })
    }

    /// The nines; `None` when nothing ever fails.
    pub fn nines(&self) -> Option<f64> {
        self.unavailability.nines().map(Nines::get)
    }

    /// Cost and loss together a month; `None` without a value per hour.
    pub fn total_per_month(&self) -> Option<f64> {
        self.loss_per_month.map(|loss| loss + self.cost_per_month)
    }
}
