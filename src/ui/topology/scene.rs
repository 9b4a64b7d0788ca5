//! What the topology says: a plan and an answer as nested regions, zones and cards. No places yet, no pixels.

use crate::analysis::{self, Answer, Blast, Contribution, ModeBlast};
use crate::model::{Component, FailureMode, Id, Place, Placement, Plan, Region, Scope, Target};
use crate::quantity::{Probability, Quantity, Unavailability, text};

/// What the colours of the picture tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum HeatBy {
    /// How much of the bad minutes something spends.
    #[default]
    BadMinutes,
    /// The share of all requests that fails while it is down.
    BlastRadius,
}

/// The blast radii of a plan.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Radii {
    /// Of everything that can be down.
    pub elements: Vec<Blast>,
    /// Of the failure modes of regions and of everything.
    pub modes: Vec<ModeBlast>,
}

/// What a picture shows beside the plan itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct Seen<'a> {
    /// What users get, and why.
    pub answer: Option<&'a Answer>,
    /// What the users of each region get.
    pub regions: &'a [(Id, Unavailability)],
    /// What is down, just to see what then happens.
    pub down: &'a [analysis::Element],
    /// The blast radii, when the colours tell them.
    pub radii: Option<&'a Radii>,
}

/// How much of the bad minutes something spends, or of the requests it fails, in steps that have a colour and a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Heat {
    /// Nothing is known, this journey does not need it, or nobody notices.
    #[default]
    None,
    /// Less than a twentieth.
    Low,
    /// A twentieth to a quarter.
    Some,
    /// A quarter or more: no single risk should take as much.
    Most,
}

/// A part of the picture that can be selected: a component at one place, or a shared fate.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    /// What a click selects.
    pub place: Place,
    /// Its name.
    pub name: String,
    /// How many are needed, or how far it reaches.
    pub note: String,
    /// Its share in words; empty when there is none.
    pub share: String,
    /// What that is the share of, for who does not see the legend; empty when there is none.
    pub told: String,
    /// The same as a step.
    pub heat: Heat,
    /// Whether it is down, just to see what then happens.
    pub down: bool,
}

/// What is said of a region or a zone in its frame.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Frame {
    /// Its name.
    pub name: String,
    /// "70 % of users"; nothing for a zone.
    pub users: String,
    /// What its users get, "99.96 %", or its blast radius; empty without an answer.
    pub result: String,
    /// The same for who does not see the legend.
    pub told: String,
    /// Its blast radius as a step, when the colours tell it.
    pub heat: Heat,
    /// Whether it is down, just to see what then happens.
    pub down: bool,
}

/// A region as it is drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct RegionScene {
    /// The region.
    pub id: Id,
    /// What is said of it.
    pub frame: Frame,
    /// Its zones.
    pub zones: Vec<ZoneScene>,
    /// What stands in the region but in no zone.
    pub cards: Vec<Card>,
}

/// A zone as it is drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct ZoneScene {
    /// The zone.
    pub id: Id,
    /// What is said of it.
    pub frame: Frame,
    /// What stands in it.
    pub cards: Vec<Card>,
}

/// The whole picture.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Scene {
    /// What belongs to no region: failures of whole domains, then components of the whole world.
    pub band: Vec<Card>,
    /// The regions, in the plan's order.
    pub regions: Vec<RegionScene>,
}

impl Heat {
    /// Every step, hottest first, as the legend lists them.
    pub const ALL: [Self; 4] = [Self::Most, Self::Some, Self::Low, Self::None];

    /// The step of a share.
    ///
    /// # Source
    /// A quarter: the most of the budget that one risk may take in the
    /// [CRE risk analysis](crate::refs::CreRiskAnalysis). A twentieth: a fifth of that.
    pub fn of(share: Option<f64>) -> Self {
        match share {
            Some(share) if share >= 0.25 => Self::Most,
            Some(share) if share >= 0.05 => Self::Some,
            Some(share) if share > 0.0 => Self::Low,
            _ => Self::None,
        }
    }

    /// The word in the page, for style and tests.
    pub fn key(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Low => "low",
            Self::Some => "some",
            Self::Most => "most",
        }
    }

    /// The words of the legend.
    pub fn name(self, by: HeatBy) -> &'static str {
        match self {
            Self::None if by == HeatBy::BlastRadius => "hardly any",
            Self::None => "none",
            Self::Low => "under 5 %",
            Self::Some => "5 to 25 %",
            Self::Most => "25 % or more",
        }
    }
}

impl HeatBy {
    /// What the colours can tell, as it is offered.
    pub const ALL: [Self; 2] = [Self::BadMinutes, Self::BlastRadius];

    /// The word in the page.
    pub fn key(self) -> &'static str {
        match self {
            Self::BadMinutes => "bad-minutes",
            Self::BlastRadius => "blast-radius",
        }
    }

    /// The words people read.
    pub fn name(self) -> &'static str {
        match self {
            Self::BadMinutes => "Share of the bad minutes",
            Self::BlastRadius => "Blast radius",
        }
    }

    /// What that means.
    pub fn means(self) -> &'static str {
        match self {
            Self::BadMinutes => "How much of the bad minutes it spends:",
            Self::BlastRadius => "Share of all requests that fails while all its replicas there are down:",
        }
    }
}

impl Scene {
    /// The picture of a plan.
    pub fn of(plan: &Plan, seen: Seen) -> Self {
        let teller = Teller { seen };
        let targets = |target: Target| plan.modes.iter().filter(move |m| m.target == target);
        let standing = |placement: Placement, region: Option<Id>| {
            plan.components
                .iter()
                .filter(move |c| c.placement == placement && region.is_none_or(|region| c.stands_in(region)))
        };
        let total: f64 = plan.regions.iter().map(|r| r.traffic.likely().get()).sum();
        let zone = |r: &Region, index: usize| ZoneScene {
            id: r.zones[index].id,
            frame: teller.zone(r, index),
            cards: standing(Placement::Zonal, Some(r.id)).filter_map(|c| teller.zonal(c, r, index)).collect(),
        };
        let region = |r: &Region| RegionScene {
            id: r.id,
            frame: teller.region(r, total),
            zones: (0..r.zones.len()).map(|index| zone(r, index)).collect(),
            cards: standing(Placement::Regional, Some(r.id))
                .map(|c| teller.component(c, "", (Some(r.id), None)))
                .chain(targets(Target::Region(r.id)).map(|m| teller.fate(m)))
                .collect(),
        };
        Self {
            band: targets(Target::Domain)
                .map(|m| teller.fate(m))
                .chain(standing(Placement::Global, None).map(|c| teller.component(c, "global", (None, None))))
                .collect(),
            regions: plan.regions.iter().map(region).collect(),
        }
    }
}

/// How many of `replicas` stand in zone number `zone` of `zones` when they are spread in turn.
pub fn replicas_in(zone: usize, zones: usize, replicas: u32) -> u32 {
    let (zone, zones) = (zone as u32, zones.max(1) as u32);
    replicas / zones + u32::from(zone < replicas % zones)
}

/// The share of requests that fails, in words; what rounding leaves of "all" is all.
pub fn failing(fails: Unavailability) -> String {
    text::share(if fails.get() > 1.0 - 1e-9 { Probability::ONE } else { Probability::clamped(fails.get()) })
}

fn users(share: f64, total: f64) -> String {
    if total <= 0.0 {
        return "no users".into();
    }
    let mut users = text::share(Probability::clamped(share / total));
    users.push_str(" of users");
    users
}

/// Where a card stands: its region and its zone.
type Spot = (Option<Id>, Option<Id>);

struct Teller<'a> {
    seen: Seen<'a>,
}

/// A share with its words and its step.
#[derive(Default)]
struct Weight {
    share: String,
    told: String,
    heat: Heat,
}

impl Weight {
    fn of_minutes(place: Place, parts: &[Contribution<Option<Id>>]) -> Self {
        let part = parts.iter().find(|part| part.key.is_some() && part.key == place.id());
        let Some(part) = part else { return Self::default() };
        let share = text::share(Probability::clamped(part.share));
        let told = ["spends ", &share, " of the bad minutes"].concat();
        Self { share, told, heat: Heat::of(Some(part.share)) }
    }

    /// The same in the head of a frame, where the share needs a word.
    fn of_frame(self) -> Self {
        let share = if self.share.is_empty() { self.share } else { [&self.share, " fail"].concat() };
        Self { share, ..self }
    }

    fn of_radius(fails: Unavailability, adds: f64) -> Self {
        if !analysis::is_noticed(adds) {
            let told = "hardly a request fails while it is down".to_owned();
            return Self { told, ..Self::default() };
        }
        let share = failing(fails);
        let of = if share == "all" { "" } else { " of all" };
        let told = [&share, of, " requests fail while it is down"].concat();
        Self { share, told, heat: Heat::of(Some(adds)) }
    }
}

impl Teller<'_> {
    fn answer_parts(&self, of: fn(&Answer) -> &Vec<Contribution<Option<Id>>>) -> &[Contribution<Option<Id>>] {
        self.seen.answer.map_or(&[], |answer| of(answer))
    }

    /// The blast radius of the first of these that has one.
    fn radius(&self, radii: &Radii, of: &[Option<analysis::Element>]) -> Weight {
        let found =
            of.iter().flatten().find_map(|element| radii.elements.iter().find(|b| b.element == *element));
        found.map_or_else(Weight::default, |blast| Weight::of_radius(blast.fails, blast.adds))
    }

    fn component(&self, c: &Component, before: &str, (region, zone): Spot) -> Card {
        let mut note = String::from(before);
        if !note.is_empty() {
            note.push_str(" · ");
        }
        note.push_str(&needed(c));
        self.standing(c, note, (region, zone))
    }

    fn standing(&self, c: &Component, note: String, (region, zone): Spot) -> Card {
        let place = Place::Component(c.id);
        let here = region.map(|region| analysis::Element::Group { component: c.id, region });
        let whole = analysis::Element::Component(c.id);
        let weight = match self.seen.radii {
            Some(radii) => self.radius(radii, &[here, Some(whole)]),
            None => Weight::of_minutes(place, self.answer_parts(|a| &a.by_component)),
        };
        let down = self.seen.down.iter().any(|down| match *down {
            analysis::Element::Region(id) => region == Some(id),
            analysis::Element::Zone { zone: id, .. } => zone == Some(id),
            down => down == whole || Some(down) == here,
        });
        let Weight { share, told, heat } = weight;
        Card { place, name: c.name.clone(), note, share, told, heat, down }
    }

    /// A component in one zone; nothing when none of its replicas stand there.
    fn zonal(&self, c: &Component, r: &Region, zone: usize) -> Option<Card> {
        let spot = (Some(r.id), Some(r.zones[zone].id));
        let here = replicas_in(zone, r.zones.len(), c.replicas);
        match here {
            0 => None,
            1 => Some(self.component(c, "", spot)),
            _ => Some(self.standing(c, [&here.to_string(), " here"].concat(), spot)),
        }
    }

    fn fate(&self, m: &FailureMode) -> Card {
        let note = match m.scope {
            Scope::Instance | Scope::Global => "everywhere",
            Scope::Zone => "each zone",
            Scope::Region => "each region",
        };
        let note = if matches!(m.target, Target::Region(_)) { "shared fate here" } else { note };
        let place = Place::Mode(m.id);
        let weight = match self.seen.radii {
            Some(radii) => {
                let found = radii.modes.iter().find(|blast| blast.mode == m.id);
                found.map_or_else(Weight::default, |blast| Weight::of_radius(blast.fails, blast.adds))
            }
            None => Weight::of_minutes(place, self.answer_parts(|a| &a.by_mode)),
        };
        let Weight { share, told, heat } = weight;
        Card { place, name: capital(&m.name), note: note.into(), share, told, heat, down: false }
    }

    fn region(&self, r: &Region, total: f64) -> Frame {
        let element = analysis::Element::Region(r.id);
        let weight = match self.seen.radii {
            Some(radii) => self.radius(radii, &[Some(element)]).of_frame(),
            None => {
                let found = self.seen.regions.iter().find(|(id, _)| *id == r.id);
                let share = found.map(|(_, u)| text::percent_available(*u)).unwrap_or_default();
                let told = if share.is_empty() {
                    "no answer yet".to_owned()
                } else {
                    ["users get ", &share].concat()
                };
                Weight { share, told, heat: Heat::None }
            }
        };
        Frame {
            name: r.name.clone(),
            users: users(r.traffic.likely().get(), total),
            result: weight.share,
            told: weight.told,
            heat: weight.heat,
            down: self.seen.down.contains(&element),
        }
    }

    fn zone(&self, r: &Region, index: usize) -> Frame {
        let zone = r.zones[index].id;
        let element = analysis::Element::Zone { region: r.id, zone };
        let weight = self.seen.radii.map(|radii| self.radius(radii, &[Some(element)]).of_frame());
        let weight = weight.unwrap_or_default();
        let region_down = self.seen.down.contains(&analysis::Element::Region(r.id));
        Frame {
            name: r.zones[index].name.clone(),
            users: String::new(),
            result: weight.share,
            told: weight.told,
            heat: weight.heat,
            down: region_down || self.seen.down.contains(&element),
        }
    }
}

/// "2 of 3 needed", "1 needed".
fn needed(c: &Component) -> String {
    let mut words = c.needed.to_string();
    if c.replicas != c.needed {
        words.push_str(" of ");
        words.push_str(&c.replicas.to_string());
    }
    words.push_str(" needed");
    words
}

fn capital(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{Breaking, Element};
    use crate::model::templates::template;

    fn cards(scene: &Scene) -> impl Iterator<Item = (Option<Id>, Option<Id>, &Card)> {
        let of_region = |r: &'_ RegionScene| r.id;
        let zones = scene.regions.iter().flat_map(move |r| {
            r.zones.iter().flat_map(move |z| z.cards.iter().map(move |c| (Some(of_region(r)), Some(z.id), c)))
        });
        let regional = scene.regions.iter().flat_map(|r| r.cards.iter().map(|c| (Some(r.id), None, c)));
        scene.band.iter().map(|c| (None, None, c)).chain(zones).chain(regional)
    }

    #[test]
    fn what_is_down_is_marked_where_it_stands_and_nowhere_else() {
        let plan = (template("active-active").unwrap().build)();
        let (region, other) = (&plan.regions[0], &plan.regions[1]);
        let zone = region.zones[1].id;
        let component = plan.components.iter().find(|c| c.placement == Placement::Zonal).unwrap().id;
        for down in [
            Element::Region(region.id),
            Element::Zone { region: region.id, zone },
            Element::Component(component),
            Element::Group { component, region: other.id },
        ] {
            let scene = Scene::of(&plan, Seen { down: &[down], ..Seen::default() });
            for (at, in_zone, card) in cards(&scene) {
                let expected = match down {
                    Element::Region(id) => at == Some(id) && !matches!(card.place, Place::Mode(_)),
                    Element::Zone { zone, .. } => in_zone == Some(zone),
                    Element::Component(id) => card.place == Place::Component(id),
                    Element::Group { component, region } => {
                        at == Some(region) && card.place == Place::Component(component)
                    }
                    Element::Instance { .. } => false,
                };
                assert_eq!(card.down, expected, "{down:?}: {card:?}");
            }
            let frames = scene.regions.iter().filter(|r| r.frame.down).count();
            assert_eq!(frames, usize::from(matches!(down, Element::Region(_))));
            assert!(cards(&scene).any(|(.., card)| card.down), "{down:?}");
        }
    }

    #[test]
    fn blast_radii_are_told_of_every_card_and_frame() {
        let plan = (template("active-active").unwrap().build)();
        let breaking = Breaking::of(&plan).unwrap();
        let radii = Radii { elements: breaking.blast_radii(), modes: breaking.mode_radii() };
        let scene = Scene::of(&plan, Seen { radii: Some(&radii), ..Seen::default() });
        assert!(cards(&scene).all(|(.., card)| !card.told.is_empty()));
        assert!(cards(&scene).any(|(.., card)| card.heat == Heat::Most));
        for region in &scene.regions {
            assert!(!region.frame.told.is_empty() && region.zones.iter().all(|z| !z.frame.told.is_empty()));
        }
    }

    #[test]
    fn replicas_are_spread_over_zones_in_turn() {
        let spread =
            |zones, replicas| (0..zones).map(|z| replicas_in(z, zones, replicas)).collect::<Vec<_>>();
        assert_eq!(spread(3, 3), [1, 1, 1]);
        assert_eq!(spread(3, 4), [2, 1, 1]);
        assert_eq!(spread(3, 2), [1, 1, 0]);
    }

    #[test]
    fn a_quarter_of_the_bad_minutes_is_the_hottest_step() {
        for (share, heat) in [
            (Some(0.41), Heat::Most),
            (Some(0.25), Heat::Most),
            (Some(0.249), Heat::Some),
            (Some(0.05), Heat::Some),
            (Some(0.01), Heat::Low),
            (Some(0.0), Heat::None),
            (None, Heat::None),
        ] {
            assert_eq!(Heat::of(share), heat, "{share:?}");
        }
    }
}
