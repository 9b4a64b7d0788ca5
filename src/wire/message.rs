//! What the page and its worker tell each other.
//!
//! Both sides are the same build, so these shapes may change with it: nothing of them is ever stored.
//! How a design stands to the gates follows from its plan and is worked out again by the reader.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::error::{At, Fault};
use super::migrate::parse;
use super::{EditV1, WireError, read, write_compact};
use crate::analysis::gates;
use crate::economics::{Design, Ladder, Progress, Step};
use crate::model::{Edit, Plan};
use crate::quantity::Unavailability;

/// A request: what to work out, and for which plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "job", rename_all = "snake_case")]
pub enum RequestMessage {
    /// The ladder of nines of a plan file.
    Ladder {
        /// The plan file.
        plan: Value,
    },
}

/// What comes back: news while the work lasts, then its end.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReplyMessage {
    /// How far the search is.
    Progress {
        /// Designs evaluated so far.
        designs_tried: u64,
        /// The share of the work that is done.
        share_done: f64,
    },
    /// The ladder of nines.
    Ladder(Box<LadderMessage>),
    /// Why there is no answer.
    Failed(String),
}

/// A ladder.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LadderMessage {
    here: DesignMessage,
    no_worse: StepMessage,
    steps: Vec<StepMessage>,
    reach: f64,
    designs_tried: u64,
    designs: u64,
    value_per_hour: Option<f64>,
    stop: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct DesignMessage {
    unavailability: f64,
    cost_per_month: f64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct StepMessage {
    target_nines: f64,
    design: DesignMessage,
    ratio: Option<f64>,
    ratio_per_nine: Option<f64>,
    edits: Vec<EditV1>,
    takes: Vec<String>,
    beyond_below: Vec<String>,
}

impl RequestMessage {
    /// Asks for a plan's ladder.
    pub fn ladder(plan: &Plan) -> Self {
        // What was just written is JSON.
        Self::Ladder { plan: serde_json::from_str(&write_compact(plan)).unwrap_or_default() }
    }

    /// The plan that it is about.
    pub fn plan(&self) -> Result<Plan, WireError> {
        let Self::Ladder { plan } = self;
        read(&plan.to_string())
    }

    /// The request in a text.
    pub fn read(text: &str) -> Result<Self, WireError> {
        parse(text)
    }

    /// The request as a text.
    pub fn write(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl ReplyMessage {
    /// News of a search.
    pub fn progress(progress: Progress) -> Self {
        Self::Progress { designs_tried: progress.designs_tried, share_done: progress.share_done }
    }

    /// A ladder. An edit that no lever makes has no wire form, so it fails; the search makes no such edit.
    pub fn ladder(ladder: &Ladder) -> Self {
        match LadderMessage::of(ladder) {
            Some(message) => Self::Ladder(Box::new(message)),
            None => Self::Failed("the ladder holds an edit that cannot be sent".into()),
        }
    }

    /// The reply in a text.
    pub fn read(text: &str) -> Result<Self, WireError> {
        parse(text)
    }

    /// The reply as a text.
    pub fn write(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl LadderMessage {
    fn of(ladder: &Ladder) -> Option<Self> {
        Some(Self {
            here: DesignMessage::of(&ladder.here),
            no_worse: StepMessage::of(&ladder.no_worse)?,
            steps: ladder.steps.iter().map(StepMessage::of).collect::<Option<_>>()?,
            reach: ladder.reach.get(),
            designs_tried: ladder.designs_tried,
            designs: ladder.designs,
            value_per_hour: ladder.value_per_hour,
            stop: ladder.stop,
        })
    }

    /// The ladder of `plan`, the plan that was asked about.
    pub fn to_ladder(&self, plan: &Plan) -> Result<Ladder, WireError> {
        Ok(self.checked(plan).at("ladder")?)
    }

    fn checked(&self, plan: &Plan) -> Result<Ladder, Fault> {
        let steps = self.steps.iter().enumerate();
        let steps: Vec<Step> =
            steps.map(|(i, step)| step.to_step(plan).at(&format!("steps[{i}]"))).collect::<Result<_, _>>()?;
        if let Some(stop) = self.stop.filter(|stop| *stop >= steps.len()) {
            let what = format!("found {stop}; the index of one of {} steps is needed", steps.len());
            return Err(Fault::new(what)).at("stop");
        }
        Ok(Ladder {
            here: self.here.to_design(plan).at("here")?,
            no_worse: self.no_worse.to_step(plan).at("no_worse")?,
            steps,
            reach: Unavailability::new(self.reach).at("reach")?,
            designs_tried: self.designs_tried,
            designs: self.designs,
            value_per_hour: self.value_per_hour,
            stop: self.stop,
        })
    }
}

impl DesignMessage {
    fn of(design: &Design) -> Self {
        Self { unavailability: design.unavailability.get(), cost_per_month: design.cost_per_month }
    }

    /// The design; `plan` is the plan with its edits applied.
    fn to_design(self, plan: &Plan) -> Result<Design, Fault> {
        let unavailability = Unavailability::new(self.unavailability).at("unavailability")?;
        let cost_per_month = self.cost_per_month;
        Ok(Design { unavailability, cost_per_month, gates: gates(plan, Some(unavailability)) })
    }
}

impl StepMessage {
    fn of(step: &Step) -> Option<Self> {
        Some(Self {
            target_nines: step.target_nines,
            design: DesignMessage::of(&step.design),
            ratio: step.ratio,
            ratio_per_nine: step.ratio_per_nine,
            edits: EditV1::from_edits(&step.edits)?,
            takes: step.takes.clone(),
            beyond_below: step.beyond_below.clone(),
        })
    }

    fn to_step(&self, plan: &Plan) -> Result<Step, Fault> {
        let edits: Vec<Edit> = self
            .edits
            .iter()
            .map(|edit| edit.to_edit().map_err(Fault::new))
            .collect::<Result<_, _>>()
            .at("edits")?;
        let plan = plan.apply(&Edit::Batch(edits.clone())).map_err(Fault::new).at("edits")?;
        Ok(Step {
            target_nines: self.target_nines,
            design: self.design.to_design(&plan).at("design")?,
            ratio: self.ratio,
            ratio_per_nine: self.ratio_per_nine,
            edits,
            takes: self.takes.clone(),
            beyond_below: self.beyond_below.clone(),
        })
    }
}
