//! Results as JSON for scripts: the shapes of `evaluate --json` and `ladder --json`.
//!
//! What no finite number can say (the nines of a service that never fails) is `null`.

use serde::{Deserialize, Serialize};

use super::EditV1;
use super::blind_spot::{BlindSpotOutput, OwnerOutput};
use super::importance::{ImportanceOutput, SharedFateOutput};
use super::risks::RisksOutput;
use super::simulation::{ChanceOutput, ChancesFromOutput};
use crate::analysis::{
    Analysis, Answer, Band, CutSetAnswer, GateAnswer, Gates, JourneyAnswer, SimulationAnswer, Uncertainty,
    blind_spot, importances, risk_catalogue, shared_fate,
};
use crate::economics::{Ladder, Step};
use crate::model::{Choice, Plan};
use crate::quantity::{Duration, Nines, Quantity};

/// What `tenfold evaluate --json` prints.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EvaluateOutput {
    /// The traffic-weighted service.
    pub service: MeasureOutput,
    /// Every journey, in the plan's order.
    pub journeys: Vec<MeasureOutput>,
    /// The minimal cut sets, the largest share first.
    pub cut_sets: Vec<CutSetOutput>,
    /// The three gates, in order.
    pub gates: Vec<GateOutput>,
    /// What the plan costs a month, in its currency.
    pub cost_per_month: f64,
    /// The people who respond; `null` when the plan does not say how many there are.
    pub people: Option<PeopleOutput>,
    /// How much every event, failure mode, component, cause and owner matters to the service.
    pub importance: Option<ImportanceOutput>,
    /// What independence would promise and what shared fate leaves.
    pub shared_fate: Option<SharedFateOutput>,
    /// The budget split by owner, largest first.
    pub owners: Vec<OwnerOutput>,
    /// What the monitors would report against what users live through; `null` when the service has no answer.
    pub blind_spot: Option<BlindSpotOutput>,
    /// The risk catalogue; `null` when the service has no answer.
    pub risks: Option<RisksOutput>,
    /// How the chances were found; `null` when they were not asked for.
    pub chances_from: Option<ChancesFromOutput>,
}

/// The people who respond, and how long incidents wait for one of them.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PeopleOutput {
    /// How many incidents they can work on at once.
    pub responders: u32,
    /// The share of their time that incidents take.
    pub load: f64,
    /// How long an incident waits for one of them on average.
    pub wait_minutes: f64,
}

/// What users of the service or a journey get.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MeasureOutput {
    /// The plan's or the journey's name.
    pub name: String,
    /// The long-run fraction of user requests that fail.
    pub unavailability: f64,
    /// `-log10(unavailability)`; `null` when nothing ever fails.
    pub nines: Option<f64>,
    /// Full-outage-equivalent user minutes a year.
    pub bad_minutes_per_year: f64,
    /// Outages a year.
    pub outages_per_year: f64,
    /// The mean length of an outage in minutes; `null` when there is none.
    pub mean_outage_minutes: Option<f64>,
    /// The target share of good user minutes; `null` for a service without one.
    pub objective: Option<f64>,
    /// The share of the error budget that is spent: 1 is all of it; `null` without objective.
    pub budget_spent: Option<f64>,
    /// The percentiles of `unavailability` over the ranges of the plan's numbers; `null` when they were not asked for.
    pub band: Option<BandOutput>,
    /// The chance that 30 days meet the objective, by simulation; `null` when it was not asked for.
    pub chance_of_meeting: Option<f64>,
    /// The same for 28 days, 30 days, a quarter and a year, each with its interval; empty when not asked for.
    #[serde(default)]
    pub chances: Vec<ChanceOutput>,
}

/// Percentiles of an unavailability.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct BandOutput {
    /// The 5th.
    pub p5: f64,
    /// The 50th.
    pub p50: f64,
    /// The 95th.
    pub p95: f64,
}

/// A smallest set of failures that together stop users.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CutSetOutput {
    /// The names of its events.
    pub events: Vec<String>,
    /// Its share of the sum over all cut sets found; failovers and the reserve are in no cut set.
    pub share: f64,
    /// The set as a sentence.
    pub sentence: String,
}

/// One of the three gates.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GateOutput {
    /// `software`, `operations` or `business`.
    pub gate: String,
    /// The nines it earns when it and every gate before it is met.
    pub ceiling: f64,
    /// Whether everything it asks for is done.
    pub met: bool,
    /// Whether it is the one that limits the claim.
    pub binds: bool,
    /// The keys of the practices that are missing, or done at too low a level.
    pub missing: Vec<String>,
}

/// What `tenfold ladder --json` prints.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LadderOutput {
    /// The cheapest design found for each half nine, lowest first.
    pub steps: Vec<StepOutput>,
    /// The last step that is worth its money (index into `steps`); `null` without a value per hour.
    pub stop: Option<usize>,
}

/// A step of the ladder of nines.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StepOutput {
    /// The nines asked for.
    pub target_nines: f64,
    /// The nines that the design reaches; `null` when nothing ever fails.
    pub nines: Option<f64>,
    /// Its unavailability.
    pub unavailability: f64,
    /// What it costs a month, in the plan's currency.
    pub cost_per_month: f64,
    /// Its cost over that of the step below; `null` for the first.
    pub ratio: Option<f64>,
    /// The edits that lead from the plan to it.
    pub edits: Vec<EditV1>,
    /// The same in words.
    pub takes: Vec<String>,
}

/// A result as JSON for people and scripts.
pub fn to_json<T: Serialize>(result: &T) -> String {
    // Fails only for maps whose keys are no strings, which no result holds.
    serde_json::to_string_pretty(result).unwrap_or_default()
}

impl EvaluateOutput {
    /// The answers of a plan as numbers; `None` when a finding prevents one.
    pub fn of(plan: &Plan, analysis: &Analysis, cost_per_month: f64) -> Option<Self> {
        let service = analysis.service.as_ref()?;
        let journey = |j: &JourneyAnswer| j.answer.as_ref().map(|answer| MeasureOutput::of(&j.name, answer));
        let cut_set = |set: &CutSetAnswer| CutSetOutput {
            events: set.events.clone(),
            share: set.share,
            sentence: set.sentence().to_string(),
        };
        Some(Self {
            service: MeasureOutput::of(&plan.name, service),
            journeys: analysis.journeys.iter().filter_map(journey).collect(),
            cut_sets: service.cut_sets.iter().map(cut_set).collect(),
            gates: analysis.gates.gates.iter().map(|gate| GateOutput::of(gate, &analysis.gates)).collect(),
            cost_per_month,
            people: analysis.people.map(|people| PeopleOutput {
                responders: people.responders,
                load: people.load,
                wait_minutes: people.wait_minutes,
            }),
            importance: importances(plan).as_ref().and_then(ImportanceOutput::of),
            shared_fate: shared_fate(plan).as_ref().and_then(SharedFateOutput::of),
            owners: analysis.service.as_ref().map(OwnerOutput::all).unwrap_or_default(),
            blind_spot: blind_spot(plan, analysis).map(|spot| BlindSpotOutput::of(plan, &spot)),
            risks: risk_catalogue(plan, analysis).as_ref().map(RisksOutput::of),
            chances_from: None,
        })
    }

    /// The same with the bands of the service and every journey.
    pub fn with_bands(mut self, uncertainty: &Uncertainty) -> Self {
        self.service.band = uncertainty.service.map(BandOutput::of);
        // Every journey has an answer here, so both lists are the plan's.
        for (measure, (_, band)) in self.journeys.iter_mut().zip(&uncertainty.journeys) {
            measure.band = band.map(BandOutput::of);
        }
        self
    }

    /// The same with the chances that the service and every journey meet their objective.
    pub fn with_chances(mut self, answer: &SimulationAnswer) -> Self {
        let journeys = self.journeys.iter_mut().zip(answer.journeys.iter().map(|j| &j.simulated));
        for (measure, simulated) in journeys.chain([&mut self.service].into_iter().zip(&answer.service)) {
            measure.chance_of_meeting = Some(simulated.windows[simulated.asked].chance_of_meeting.get());
            measure.chances = ChanceOutput::all_of(simulated);
        }
        self.chances_from = Some(ChancesFromOutput::of(answer));
        self
    }
}

impl BandOutput {
    /// A band as numbers.
    pub fn of(band: Band) -> Self {
        Self { p5: band.p5.get(), p50: band.p50.get(), p95: band.p95.get() }
    }
}

impl MeasureOutput {
    fn of(name: &str, answer: &Answer) -> Self {
        Self {
            name: name.to_owned(),
            unavailability: answer.unavailability.get(),
            nines: answer.unavailability.nines().map(Nines::get),
            bad_minutes_per_year: answer.unavailability.bad_minutes_per_year(),
            outages_per_year: answer.outages_per_year,
            mean_outage_minutes: answer.mean_outage.map(Duration::minutes),
            objective: Some(answer.objective.share().get()),
            budget_spent: Some(answer.budget_spent),
            band: None,
            chance_of_meeting: None,
            chances: Vec::new(),
        }
    }
}

impl GateOutput {
    fn of(gate: &GateAnswer, all: &Gates) -> Self {
        let missing = gate.asks.iter().filter(|(_, _, done)| !done);
        Self {
            gate: gate.gate.key().to_owned(),
            ceiling: gate.ceiling.nines().map_or(0.0, Nines::get),
            met: gate.met,
            binds: all.binding == Some(gate.gate),
            missing: missing.map(|(practice, _, _)| practice.key().to_owned()).collect(),
        }
    }
}

impl LadderOutput {
    /// The steps of a ladder.
    pub fn of(ladder: &Ladder) -> Self {
        Self { steps: ladder.steps.iter().map(StepOutput::of).collect(), stop: ladder.stop }
    }
}

impl StepOutput {
    /// A step as numbers.
    pub fn of(step: &Step) -> Self {
        Self {
            target_nines: step.target_nines,
            nines: step.design.unavailability.nines().map(Nines::get),
            unavailability: step.design.unavailability.get(),
            cost_per_month: step.design.cost_per_month,
            ratio: step.ratio,
            // Every lever's edit has a wire form; a test holds it.
            edits: EditV1::from_edits(&step.edits).unwrap_or_default(),
            takes: step.takes.clone(),
        }
    }
}
