//! Results about money as JSON for scripts: `cost --json`, `optimise --json`, `compare --json`.

use serde::{Deserialize, Serialize};

use super::results::{BandOutput, StepOutput};
use crate::economics::{
    CostSplit, Optimum, RunningCost, Standing, Unpriced, cost_split, once, running_cost, unpriced,
};
use crate::model::{Choice, Plan};

/// What `tenfold cost --json` prints: amounts a month in the plan's currency.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CostOutput {
    /// The currency's key.
    pub currency: String,
    /// Everything.
    pub per_month: f64,
    /// Twelve months.
    pub per_year: f64,
    /// What is paid once; in the months it is spread over the plan's term.
    pub once: f64,
    /// Months over which what is paid once is spread.
    pub spread_months: u32,
    /// Everything that costs something.
    pub lines: Vec<LineOutput>,
    /// By what money is spent on.
    pub by_group: Vec<PartOutput>,
    /// By component; `name` is `null` for what belongs to none.
    pub by_component: Vec<PartOutput>,
    /// By region; `name` is `null` for what belongs to no single one.
    pub by_region: Vec<PartOutput>,
    /// By who is paid.
    pub by_owner: Vec<PartOutput>,
    /// By gate; `name` is `null` for what is no practice.
    pub by_gate: Vec<PartOutput>,
    /// What is used and has a price of zero.
    pub unpriced: Vec<String>,
}

/// A line of the cost.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LineOutput {
    /// What it is.
    pub name: String,
    /// What the money is spent on.
    pub group: String,
    /// What it adds up from.
    pub terms: Vec<TermOutput>,
    /// Its cost a month.
    pub per_month: f64,
}

/// A quantity times a price.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TermOutput {
    /// What is counted.
    pub what: String,
    /// How many.
    pub quantity: f64,
    /// What one costs a month.
    pub unit_price: f64,
}

/// A part of a total.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PartOutput {
    /// Whose; `null` for what belongs to nobody.
    pub name: Option<String>,
    /// Its cost a month.
    pub per_month: f64,
}

/// What `tenfold optimise --json` prints.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OptimiseOutput {
    /// The share of good user minutes that was asked for.
    pub objective: f64,
    /// Whether a design keeps to the objective and to every constraint.
    pub met: bool,
    /// The cheapest design that does, or the nearest one that keeps to the constraints; `null` when none does.
    pub design: Option<StepOutput>,
    /// Constraints that stand in the way, each with the cheapest design that meets the objective without it.
    pub obstacles: Vec<ObstacleOutput>,
    /// Designs there are.
    pub designs: u64,
    /// Designs evaluated, or left out for certain.
    pub designs_covered: u64,
    /// Designs evaluated.
    pub designs_evaluated: u64,
    /// Whether nothing can beat what was found.
    pub proven: bool,
}

/// A constraint that stands in the way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ObstacleOutput {
    /// Which one.
    pub constraint: String,
    /// The cheapest design without it.
    pub design: StepOutput,
}

/// What `tenfold compare --json` prints.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CompareOutput {
    /// The first plan.
    pub a: StandingOutput,
    /// The second plan.
    pub b: StandingOutput,
    /// The second less the first.
    pub delta: DeltaOutput,
    /// What differs, in words.
    pub differences: Vec<String>,
}

/// How a plan stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StandingOutput {
    /// Its name.
    pub name: String,
    /// The service's U.
    pub unavailability: f64,
    /// `-log10(unavailability)`; `null` when nothing ever fails.
    pub nines: Option<f64>,
    /// The percentiles of U over the ranges of the plan's numbers.
    pub band: Option<BandOutput>,
    /// Full-outage-equivalent user minutes a year.
    pub bad_minutes_per_year: f64,
    /// What it costs a month.
    pub cost_per_month: f64,
    /// What its bad minutes cost a month; `null` without a value per hour.
    pub loss_per_month: Option<f64>,
    /// Both together.
    pub total_per_month: Option<f64>,
}

/// A difference.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeltaOutput {
    /// More nines.
    pub nines: Option<f64>,
    /// More bad minutes a year.
    pub bad_minutes_per_year: f64,
    /// More cost a month.
    pub cost_per_month: f64,
    /// More loss a month.
    pub loss_per_month: Option<f64>,
    /// More of both a month.
    pub total_per_month: Option<f64>,
}

impl CostOutput {
    /// A plan's cost as numbers.
    pub fn of(plan: &Plan) -> Self {
        let cost: RunningCost = running_cost(plan);
        let CostSplit { by_component, by_region, by_owner, by_gate } = cost_split(plan, &cost);
        let part = |name: Option<String>, per_month: f64| PartOutput { name, per_month };
        let lines = cost.lines.iter().map(|line| LineOutput {
            name: line.label.clone(),
            group: line.group.name().into(),
            terms: line
                .terms
                .iter()
                .map(|term| TermOutput {
                    what: term.kind.name().into(),
                    quantity: term.quantity,
                    unit_price: term.unit_price,
                })
                .collect(),
            per_month: line.per_month,
        });
        let component = |id| plan.component(id).map(|c| c.name.clone());
        let region = |id| plan.region(id).map(|r| r.name.clone());
        Self {
            currency: plan.prices.currency.key().into(),
            per_month: cost.per_month,
            per_year: cost.per_year(),
            once: once(plan, &cost),
            spread_months: plan.economy.terms.spread_months,
            lines: lines.collect(),
            by_group: cost.groups.iter().map(|(g, amount)| part(Some(g.name().into()), *amount)).collect(),
            by_component: by_component.iter().map(|(id, sum)| part(id.and_then(component), *sum)).collect(),
            by_region: by_region.iter().map(|(id, sum)| part(id.and_then(region), *sum)).collect(),
            by_owner: by_owner.iter().map(|(owner, sum)| part(Some(owner.key().into()), *sum)).collect(),
            by_gate: by_gate.iter().map(|(gate, sum)| part(gate.map(|g| g.key().into()), *sum)).collect(),
            unpriced: unpriced(plan, &cost).into_iter().map(|Unpriced { what, .. }| what).collect(),
        }
    }
}

impl OptimiseOutput {
    /// What was found for an objective.
    pub fn of(objective: f64, optimum: &Optimum) -> Self {
        Self {
            objective,
            met: optimum.met.is_some(),
            design: optimum.met.as_ref().or(optimum.nearest.as_ref()).map(StepOutput::of),
            obstacles: optimum
                .obstacles
                .iter()
                .map(|obstacle| ObstacleOutput {
                    constraint: obstacle.constraint.name().into(),
                    design: StepOutput::of(&obstacle.without),
                })
                .collect(),
            designs: optimum.ladder.designs,
            designs_covered: optimum.ladder.designs_covered,
            designs_evaluated: optimum.ladder.designs_tried,
            proven: optimum.ladder.is_proven(),
        }
    }
}

impl StandingOutput {
    fn of(plan: &Plan, standing: &Standing) -> Self {
        Self {
            name: plan.name.clone(),
            unavailability: standing.unavailability.get(),
            nines: standing.nines(),
            band: standing.band.map(BandOutput::of),
            bad_minutes_per_year: standing.unavailability.bad_minutes_per_year(),
            cost_per_month: standing.cost_per_month,
            loss_per_month: standing.loss_per_month,
            total_per_month: standing.total_per_month(),
        }
    }
}

impl CompareOutput {
    /// Two plans with how they stand, and what differs in words.
    pub fn of(plans: [&Plan; 2], standings: [&Standing; 2], differences: Vec<String>) -> Self {
        let a = StandingOutput::of(plans[0], standings[0]);
        let b = StandingOutput::of(plans[1], standings[1]);
        let less = |b: Option<f64>, a: Option<f64>| Some(b? - a?);
        let delta = DeltaOutput {
            nines: less(b.nines, a.nines),
            bad_minutes_per_year: b.bad_minutes_per_year - a.bad_minutes_per_year,
            cost_per_month: b.cost_per_month - a.cost_per_month,
            loss_per_month: less(b.loss_per_month, a.loss_per_month),
            total_per_month: less(b.total_per_month, a.total_per_month),
        };
        Self { a, b, delta, differences }
    }
}
