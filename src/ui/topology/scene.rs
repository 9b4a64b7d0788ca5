//! What the topology says: a plan and an answer as nested regions, zones and cards. No places yet, no pixels.

use crate::analysis::{Answer, Contribution};
use crate::model::{Component, FailureMode, Id, Place, Placement, Plan, Scope, Target};
use crate::quantity::{Probability, Quantity, Unavailability, text};

/// How much of the bad minutes something spends, in steps that have a colour and a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Heat {
    /// Nothing is known, or this journey does not need it.
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
    /// Its share of the bad minutes in words; empty when there is none.
    pub share: String,
    /// The same as a step.
    pub heat: Heat,
}

/// A region as it is drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct RegionScene {
    /// The region.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// "70 % of users".
    pub users: String,
    /// What its users get, "99.96 %"; empty without an answer.
    pub result: String,
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
    /// Its name.
    pub name: String,
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
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Low => "under 5 %",
            Self::Some => "5 to 25 %",
            Self::Most => "25 % or more",
        }
    }
}

impl Scene {
    /// The picture of a plan, coloured by an answer, with what the users of each region get.
    pub fn of(plan: &Plan, answer: Option<&Answer>, regions: &[(Id, Unavailability)]) -> Self {
        let teller = Teller { answer };
        let targets = |target: Target| plan.modes.iter().filter(move |m| m.target == target);
        let standing = |placement: Placement, region: Option<Id>| {
            plan.components
                .iter()
                .filter(move |c| c.placement == placement && region.is_none_or(|region| c.stands_in(region)))
        };
        let total: f64 = plan.regions.iter().map(|r| r.traffic.likely().get()).sum();
        let region = |r: &crate::model::Region| RegionScene {
            id: r.id,
            name: r.name.clone(),
            users: users(r.traffic.likely().get(), total),
            result: regions
                .iter()
                .find(|(id, _)| *id == r.id)
                .map(|(_, u)| text::percent_available(*u))
                .unwrap_or_default(),
            zones: (0..r.zones.len())
                .map(|zone| ZoneScene {
                    id: r.zones[zone].id,
                    name: r.zones[zone].name.clone(),
                    cards: standing(Placement::Zonal, Some(r.id))
                        .filter_map(|c| teller.zonal(c, zone, r.zones.len()))
                        .collect(),
                })
                .collect(),
            cards: standing(Placement::Regional, Some(r.id))
                .map(|c| teller.component(c, ""))
                .chain(targets(Target::Region(r.id)).map(|m| teller.fate(m)))
                .collect(),
        };
        Self {
            band: targets(Target::Domain)
                .map(|m| teller.fate(m))
                .chain(standing(Placement::Global, None).map(|c| teller.component(c, "global")))
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

fn users(share: f64, total: f64) -> String {
    if total <= 0.0 {
        return "no users".into();
    }
    let mut users = text::share(Probability::clamped(share / total));
    users.push_str(" of users");
    users
}

struct Teller<'a> {
    answer: Option<&'a Answer>,
}

impl Teller<'_> {
    fn card(&self, place: Place, name: &str, note: String, parts: &[Contribution<Option<Id>>]) -> Card {
        let share = parts.iter().find(|part| part.key.is_some() && part.key == place.id()).map(|p| p.share);
        let words = share.map(|share| text::share(Probability::clamped(share))).unwrap_or_default();
        Card { place, name: name.to_owned(), note, share: words, heat: Heat::of(share) }
    }

    fn component(&self, c: &Component, before: &str) -> Card {
        let mut note = String::from(before);
        if !note.is_empty() {
            note.push_str(" · ");
        }
        note.push_str(&needed(c));
        self.card(Place::Component(c.id), &c.name, note, self.answer.map_or(&[], |a| &a.by_component))
    }

    /// A component in one zone; nothing when none of its replicas stand there.
    fn zonal(&self, c: &Component, zone: usize, zones: usize) -> Option<Card> {
        let here = replicas_in(zone, zones, c.replicas);
        match here {
            0 => None,
            1 => Some(self.component(c, "")),
            _ => Some(self.component(c, &{
                let mut words = here.to_string();
                words.push_str(" here");
                words
            })),
        }
    }

    fn fate(&self, m: &FailureMode) -> Card {
        let note = match m.scope {
            Scope::Instance | Scope::Global => "everywhere",
            Scope::Zone => "each zone",
            Scope::Region => "each region",
        };
        let parts = self.answer.map_or(&[][..], |a| &a.by_mode);
        let note = if matches!(m.target, Target::Region(_)) { "shared fate here" } else { note };
        self.card(Place::Mode(m.id), &capital(&m.name), note.into(), parts)
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
