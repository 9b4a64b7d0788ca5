//! What a plan costs a month: infrastructure, traffic, people, practices.

use crate::engine::numeric::sum;
use crate::model::{Choice, Component, Place, Placement, Plan, Practice};
use crate::quantity::{Estimate, Money, Provenance, Quantity, Volume};

/// What a plan costs a month, in its currency.
#[derive(Clone, Debug, PartialEq)]
pub struct RunningCost {
    /// Everything that costs something, in the order of the document.
    pub lines: Vec<CostLine>,
    /// Each group's sum, in the order of [`CostGroup::ALL`].
    pub groups: [(CostGroup, f64); 4],
    /// The sum of the lines.
    pub per_month: f64,
}

/// What money is spent on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CostGroup {
    /// Replicas of components.
    Infrastructure,
    /// Data between zones and regions.
    Traffic,
    /// Places in on-call rotas.
    People,
    /// Keeping practices going, and setting them up.
    Practices,
}

/// One thing that costs something.
#[derive(Clone, Debug, PartialEq)]
pub struct CostLine {
    /// What the money is spent on.
    pub group: CostGroup,
    /// Where it can be changed.
    pub place: Place,
    /// What it is, in words.
    pub label: String,
    /// What it adds up from.
    pub terms: Vec<Term>,
    /// The sum of the terms, a month.
    pub per_month: f64,
    /// Where the price, or the figure that decides it, comes from.
    pub provenance: Provenance,
}

/// A quantity times a unit price.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Term {
    /// What is counted.
    pub kind: TermKind,
    /// How many.
    pub quantity: f64,
    /// What one costs a month.
    pub unit_price: f64,
}

/// What a term counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TermKind {
    /// Replicas in all groups that carry the load.
    Replicas,
    /// Replicas in all groups beyond those that are needed: standby and headroom.
    Spares,
    /// Gigabytes a month between zones.
    ZoneTraffic,
    /// Gigabytes a month between regions.
    RegionTraffic,
    /// Engineers bound by a rota: its places times the share of an engineer's time that a place costs.
    RotaEngineers,
    /// Engineers who keep a practice going.
    Engineers,
    /// Tools.
    Tools,
    /// Engineer months to set a practice up, spread over the [term](crate::model::Terms) of the plan.
    SetUp,
    /// The plan's own price, which replaces the catalogue's figures.
    OwnPrice,
}

impl CostGroup {
    /// Every group, in the order in which it is shown.
    pub const ALL: [Self; 4] = [Self::Infrastructure, Self::Traffic, Self::People, Self::Practices];

    /// The word people read.
    pub fn name(self) -> &'static str {
        match self {
            Self::Infrastructure => "infrastructure",
            Self::Traffic => "traffic",
            Self::People => "people",
            Self::Practices => "practices",
        }
    }
}

impl TermKind {
    /// What is counted, in words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Replicas => "replicas",
            Self::Spares => "spare replicas",
            Self::ZoneTraffic | Self::RegionTraffic => "GB a month",
            Self::RotaEngineers => "engineers for the rota",
            Self::Engineers => "engineers",
            Self::Tools => "tools",
            Self::SetUp => "engineer months to set up, a part each month",
            Self::OwnPrice => "this plan's own price",
        }
    }
}

impl Term {
    /// Quantity times unit price.
    pub fn per_month(&self) -> f64 {
        self.quantity * self.unit_price
    }
}

impl CostLine {
    fn new(group: CostGroup, place: Place, label: String, terms: Vec<Term>, provenance: &Provenance) -> Self {
        let per_month = sum(terms.iter().map(Term::per_month));
        Self { group, place, label, terms, per_month, provenance: provenance.clone() }
    }
}

impl RunningCost {
    /// A group's sum a month.
    pub fn group(&self, group: CostGroup) -> f64 {
        self.groups[group as usize].1
    }

    /// Twelve months.
    pub fn per_year(&self) -> f64 {
        12.0 * self.per_month
    }
}

/// What a plan costs a month, at likely values.
///
/// # Formula
/// infrastructure = sum of replicas x groups x unit price x (1 - commitment discount); traffic = GB x price, between zones only where
/// replicas stand in several of them, between regions only where there are several; people = rota places x
/// share of an engineer x engineer; practices = engineers x engineer + tools + set-up months x engineer / term,
/// or the plan's own price of the practice, which replaces rota and all.
///
/// A plan with findings gets an answer too: a reference that leads nowhere costs nothing.
pub fn running_cost(plan: &Plan) -> RunningCost {
    let mut lines: Vec<CostLine> = plan.components.iter().map(|c| infrastructure(plan, c)).collect();
    lines.extend(traffic(plan));
    for (practice, practised) in &plan.practices {
        lines.extend(practice_lines(plan, *practice, practised.level));
    }
    let groups = CostGroup::ALL.map(|group| {
        (group, sum(lines.iter().filter(|line| line.group == group).map(|line| line.per_month)))
    });
    let per_month = sum(lines.iter().map(|line| line.per_month));
    RunningCost { lines, groups, per_month }
}

fn infrastructure(plan: &Plan, component: &Component) -> CostLine {
    let groups = match component.placement {
        Placement::Global => 1,
        Placement::Regional | Placement::Zonal => {
            plan.regions.iter().filter(|region| component.stands_in(region.id)).count()
        }
    };
    let discount = plan.economy.terms.commitment_discount.likely().complement().get();
    let unit_price = component.unit_price.likely().get() * discount;
    let term = |kind: TermKind, replicas: u32| Term {
        kind,
        quantity: f64::from(replicas) * groups as f64,
        unit_price,
    };
    let needed = component.needed.min(component.replicas);
    let mut terms = vec![term(TermKind::Replicas, needed)];
    if component.replicas > needed {
        terms.push(term(TermKind::Spares, component.replicas - needed));
    }
    let place = Place::Component(component.id);
    let provenance = &component.unit_price.provenance;
    CostLine::new(CostGroup::Infrastructure, place, component.name.clone(), terms, provenance)
}

/// Data between zones and regions, as far as there are any.
fn traffic(plan: &Plan) -> Vec<CostLine> {
    let prices = &plan.prices;
    let several_zones = plan.regions.iter().any(|region| {
        let spread =
            |c: &Component| c.placement == Placement::Zonal && c.replicas > 1 && c.stands_in(region.id);
        region.zones.len() > 1 && plan.components.iter().any(spread)
    });
    let line = |kind: TermKind, label: &str, volume: &Estimate<Volume>, price: &Estimate<Money>| {
        let term = Term { kind, quantity: volume.likely().get(), unit_price: price.likely().get() };
        CostLine::new(CostGroup::Traffic, Place::Prices, label.into(), vec![term], &price.provenance)
    };
    let zones = several_zones.then(|| {
        let (volume, price) = (&prices.zone_traffic, &prices.zone_traffic_price);
        line(TermKind::ZoneTraffic, "traffic between zones", volume, price)
    });
    let regions = (plan.regions.len() > 1).then(|| {
        let (volume, price) = (&prices.region_traffic, &prices.region_traffic_price);
        line(TermKind::RegionTraffic, "traffic between regions", volume, price)
    });
    zones.into_iter().chain(regions).collect()
}

/// What a practice costs at a level: the rota, and the rest. The plan's own price counts at the plan's own level.
pub(super) fn practice_lines(plan: &Plan, practice: Practice, level: u8) -> Vec<CostLine> {
    let place = Place::Practice(practice);
    let Some(info) = practice.info().level(level) else { return Vec::new() };
    let label = format!("{}: {}", practice.name(), info.name);
    let rest = if info.rota > 0 { CostGroup::People } else { CostGroup::Practices };
    let own = plan.practices.get(&practice).filter(|practised| practised.level == level);
    if let Some(own) = own.and_then(|practised| practised.monthly.as_ref()) {
        let term = Term { kind: TermKind::OwnPrice, quantity: 1.0, unit_price: own.likely().get() };
        return vec![CostLine::new(rest, place, label, vec![term], &own.provenance)];
    }
    let engineer = plan.prices.engineer.likely().get();
    let mut lines = Vec::new();
    if info.rota > 0 {
        let quantity = f64::from(info.rota) * plan.prices.on_call_share.likely().get();
        let term = Term { kind: TermKind::RotaEngineers, quantity, unit_price: engineer };
        let provenance = &plan.prices.on_call_share.provenance;
        lines.push(CostLine::new(CostGroup::People, place, label.clone(), vec![term], provenance));
    }
    let once = info.engineer_months_once.likely / f64::from(plan.economy.terms.spread_months);
    let terms = [
        Term { kind: TermKind::Engineers, quantity: info.engineers.likely, unit_price: engineer },
        Term { kind: TermKind::Tools, quantity: 1.0, unit_price: info.tools.likely },
        Term { kind: TermKind::SetUp, quantity: once, unit_price: engineer },
    ];
    let terms: Vec<Term> = terms.into_iter().filter(|term| term.per_month() > 0.0).collect();
    if !terms.is_empty() {
        let figure = if info.engineers.likely > 0.0 { info.engineers } else { info.engineer_months_once };
        let provenance = Provenance::dated(figure.mark.basis(), figure.date, figure.source);
        lines.push(CostLine::new(CostGroup::Practices, place, label, terms, &provenance));
    }
    lines
}

/// What a practice costs a month at a level.
pub(super) fn practice_cost(plan: &Plan, practice: Practice, level: u8) -> f64 {
    sum(practice_lines(plan, practice, level).iter().map(|line| line.per_month))
}
