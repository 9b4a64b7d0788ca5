//! What a plan costs a month, line by line.

use crate::engine::numeric::sum;
use crate::model::catalogue::practices::LevelInfo;
use crate::model::{Choice, Component, MoneyField, Place, Placement, Plan, Practice};
use crate::quantity::{Basis, Estimate, Provenance, Quantity};

/// Over how many months the effort of setting a practice up is spread.
///
/// An assumption: three years, a usual time to write an investment off; a practice that is dropped or
/// rebuilt earlier costs more a month.
pub const AMORTISATION_MONTHS: f64 = 36.0;

/// What sort of cost a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CostGroup {
    /// Replicas.
    Infrastructure,
    /// Data between zones and between regions.
    Traffic,
    /// Places in on-call rotas.
    People,
    /// What practices cost beyond their rotas.
    Practices,
}

/// A quantity times a price.
#[derive(Clone, Debug, PartialEq)]
pub struct CostLine {
    /// What sort of cost it is.
    pub group: CostGroup,
    /// What it is for.
    pub place: Place,
    /// What it is, in words.
    pub label: String,
    /// How much of it.
    pub quantity: f64,
    /// What the quantity counts.
    pub unit: &'static str,
    /// The price of one, in the plan's currency.
    pub unit_price: f64,
    /// A month, in the plan's currency: `quantity * unit_price`, or `once` spread over
    /// [`AMORTISATION_MONTHS`].
    pub monthly: f64,
    /// What is paid once, in the plan's currency; 0 for what is paid every month.
    pub once: f64,
    /// Where the price comes from.
    pub provenance: Provenance,
    /// Where the price is edited.
    pub field: Option<MoneyField>,
}

/// What a plan costs.
#[derive(Clone, Debug, PartialEq)]
pub struct RunningCost {
    /// Every line, by group and in the plan's order.
    pub lines: Vec<CostLine>,
    /// A month, what is paid once included by its monthly share: the sum of the lines.
    pub monthly: f64,
    /// What is paid once, in all.
    pub once: f64,
}

/// What a plan costs a month, from likely values.
///
/// # Formula
/// sum of quantity times unit price:
///
/// * infrastructure: replicas in a group times groups (one for the world, or one for each region that the
///   component stands in) times the price of a replica;
/// * traffic between zones, when a zonal component with more than one replica stands in a region of more
///   than one zone; traffic between regions, when there is more than one region;
/// * people: seats in the on-call rota times the engineer times the share of the time that a seat takes;
/// * practices: engineers times the engineer, tools, and the engineer months of setting up spread over
///   [`AMORTISATION_MONTHS`]; a price that the plan gives a practice replaces all of that practice's lines.
///
/// The catalogue's tools are in US dollars and are taken as amounts of the plan's currency.
pub fn running_cost(plan: &Plan) -> RunningCost {
    let mut lines = infrastructure(plan);
    lines.extend(traffic(plan));
    lines.extend(practices(plan));
    lines.sort_by_key(|line| line.group);
    let monthly = sum(lines.iter().map(|line| line.monthly));
    let once = sum(lines.iter().map(|line| line.once));
    RunningCost { lines, monthly, once }
}

impl CostGroup {
    /// Every group, in the order in which they are shown.
    pub const ALL: [Self; 4] = [Self::Infrastructure, Self::Traffic, Self::People, Self::Practices];

    /// The words people read.
    pub fn name(self) -> &'static str {
        match self {
            Self::Infrastructure => "infrastructure",
            Self::Traffic => "traffic",
            Self::People => "people",
            Self::Practices => "practices",
        }
    }
}

impl RunningCost {
    /// A month for each group, in order; groups without lines cost nothing.
    pub fn by_group(&self) -> [(CostGroup, f64); 4] {
        let of = |group| sum(self.lines.iter().filter(|line| line.group == group).map(|line| line.monthly));
        CostGroup::ALL.map(|group| (group, of(group)))
    }
}

/// What a practice at a level adds a month, with the plan's own price for it when `own` is given.
pub(super) fn practice_monthly(plan: &Plan, practice: Practice, level: u8) -> f64 {
    sum(practice_lines(plan, practice, level).iter().map(|line| line.monthly))
}

fn infrastructure(plan: &Plan) -> Vec<CostLine> {
    let line = |component: &Component| {
        let price = &component.unit_price;
        CostLine {
            group: CostGroup::Infrastructure,
            place: Place::Component(component.id),
            label: component.name.clone(),
            quantity: f64::from(component.replicas) * groups(plan, component) as f64,
            unit: "replicas",
            ..bought(price, MoneyField::UnitPrice(component.id))
        }
    };
    plan.components.iter().map(|component| line(component).priced()).collect()
}

/// How many groups of replicas a component has.
fn groups(plan: &Plan, component: &Component) -> usize {
    match component.placement {
        Placement::Global => 1,
        Placement::Regional | Placement::Zonal => {
            plan.regions.iter().filter(|region| component.stands_in(region.id)).count()
        }
    }
}

fn traffic(plan: &Plan) -> Vec<CostLine> {
    let spread = |component: &Component| {
        let zones = plan.regions.iter().filter(|r| component.stands_in(r.id)).map(|r| r.zones.len());
        component.placement == Placement::Zonal && component.replicas > 1 && zones.max() > Some(1)
    };
    let prices = &plan.prices;
    let between = |label: &str, volume: f64, price, field| {
        CostLine {
            group: CostGroup::Traffic,
            place: Place::Prices,
            label: label.to_owned(),
            quantity: volume,
            unit: "GB",
            ..bought(price, field)
        }
        .priced()
    };
    let mut lines = Vec::new();
    if plan.components.iter().any(spread) {
        let volume = prices.zone_traffic.likely().get();
        let price = &prices.zone_traffic_price;
        lines.push(between("traffic between zones", volume, price, MoneyField::ZoneTraffic));
    }
    if plan.regions.len() > 1 {
        let volume = prices.region_traffic.likely().get();
        let price = &prices.region_traffic_price;
        lines.push(between("traffic between regions", volume, price, MoneyField::RegionTraffic));
    }
    lines
}

fn practices(plan: &Plan) -> impl Iterator<Item = CostLine> + '_ {
    plan.practices.iter().flat_map(|(practice, done)| practice_lines(plan, *practice, done.level))
}

/// The lines of a practice at a level. The plan's own price counts at the level the plan does it at.
fn practice_lines(plan: &Plan, practice: Practice, level: u8) -> Vec<CostLine> {
    let Some(info) = practice.info().level(level) else {
        return Vec::new();
    };
    let own = plan.practices.get(&practice).filter(|done| done.level == level);
    let group = if info.rota > 0 { CostGroup::People } else { CostGroup::Practices };
    if let Some(price) = own.and_then(|done| done.monthly.as_ref()) {
        let line = CostLine {
            group,
            place: Place::Practice(practice),
            label: named(practice, info),
            quantity: 1.0,
            unit: "months",
            ..bought(price, MoneyField::Practice(practice))
        };
        return vec![line.priced()];
    }
    catalogue_lines(plan, practice, info)
}

fn catalogue_lines(plan: &Plan, practice: Practice, info: &LevelInfo) -> Vec<CostLine> {
    let engineer = &plan.prices.engineer;
    let named = named(practice, info);
    let line = |group, label: String, quantity, unit, price: CostLine| {
        CostLine { group, place: Place::Practice(practice), label, quantity, unit, ..price }.priced()
    };
    let engineered = || bought(engineer, MoneyField::Engineer);
    let seat = CostLine {
        unit_price: engineer.likely().get() * plan.prices.on_call_share.likely().get(),
        ..engineered()
    };
    let tools = CostLine {
        unit_price: info.tools.likely,
        provenance: Provenance::dated(info.tools.mark.basis(), info.tools.date, info.tools.source),
        field: Some(MoneyField::Practice(practice)),
        ..engineered()
    };
    let mut once = line(
        CostGroup::Practices,
        format!("{named}: setting up"),
        info.engineer_months_once.likely,
        "engineer months, once",
        engineered(),
    );
    once.once = once.monthly;
    once.monthly = once.once / AMORTISATION_MONTHS;
    let mut lines = vec![
        line(CostGroup::People, named.clone(), f64::from(info.rota), "rota seats", seat),
        line(CostGroup::Practices, named.clone(), info.engineers.likely, "engineers", engineered()),
        line(CostGroup::Practices, format!("{named}: tools"), 1.0, "months", tools),
        once,
    ];
    lines.retain(|line| line.quantity > 0.0 && (line.unit_price > 0.0 || line.unit != "months"));
    lines
}

/// "canary", or with its level where it has several: "on-call, around the clock".
pub(super) fn named(practice: Practice, info: &LevelInfo) -> String {
    if practice.highest() > 1 {
        format!("{}: {}", practice.name(), info.name)
    } else {
        practice.name().to_owned()
    }
}

/// A line that knows its price and nothing else yet.
fn bought(price: &Estimate<crate::quantity::Money>, field: MoneyField) -> CostLine {
    CostLine {
        group: CostGroup::Practices,
        place: Place::Plan,
        label: String::new(),
        quantity: 0.0,
        unit: "",
        unit_price: price.likely().get(),
        monthly: 0.0,
        once: 0.0,
        provenance: price.provenance.clone(),
        field: Some(field),
    }
}

impl CostLine {
    /// The same line with its monthly amount.
    fn priced(self) -> Self {
        Self { monthly: self.quantity * self.unit_price, ..self }
    }

    /// Whether the price is one that the planner assumes.
    pub fn is_assumed(&self) -> bool {
        self.provenance.basis == Basis::Default
    }
}
