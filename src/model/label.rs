//! Edits in a few words, for undo and redo.

use super::{Choice, Edit, Id, Item, MoneyField, Place, Plan, VolumeField};

impl Edit {
    /// What the edit does, in a few words with the plan's own names: "Rename Web", "Set replicas of Web".
    pub fn label(&self, plan: &Plan) -> String {
        let short = |place: Place| match plan.name_at(place) {
            Some(name) => name.to_owned(),
            None => place.id().map_or_else(|| place.to_string(), |id| id.to_string()),
        };
        let name = |id: Id| short(Place::Component(id));
        // "Set users touched of DNS outage".
        let set = |what: &str, place: Place| {
            let mut letters = what.chars();
            let first = letters.next().into_iter().flat_map(char::to_lowercase);
            format!("Set {}{} of {}", first.collect::<String>(), letters.as_str(), short(place))
        };
        match self {
            Self::Rename(place, _) => format!("Rename {}", short(*place)),
            Self::SetLesson(_) => "Change the lesson".into(),
            Self::Add(item, _) => match &**item {
                Item::Region(region) => format!("Add region {}", region.name),
                Item::Zone(_, zone) => format!("Add zone {}", zone.name),
                Item::Component(component, _) => format!("Add {}", component.name),
                Item::Mode(mode) => format!("Add {}", mode.name),
                Item::Journey(journey) => format!("Add journey {}", journey.name),
            },
            Self::Remove(place) => format!("Remove {}", short(*place)),
            Self::Duplicate(place) => format!("Duplicate {}", short(*place)),
            Self::Move(place, _) => format!("Move {}", short(*place)),
            Self::SetProbability(field, _) => set(field.label(), field.place()),
            Self::SetDuration(field, _) => set(field.label(), field.place()),
            Self::ClearDuration(field) => {
                let what = field.label().to_lowercase();
                format!("Clear {what} of {}", short(field.place()))
            }
            Self::SetRate(id, _) => set("rate", Place::Mode(*id)),
            Self::SetSpread(id, _) => set("spread", Place::Mode(*id)),
            Self::SetMoney(field, _) => set(field.label(), field.place()),
            Self::ClearMoney(MoneyField::ValuePerHour) => "Clear the value of an hour".into(),
            Self::ClearMoney(field) => format!("Clear the price of {}", short(field.place())),
            Self::SetVolume(VolumeField::ZoneTraffic, _) => "Set traffic between zones".into(),
            Self::SetVolume(VolumeField::RegionTraffic, _) => "Set traffic between regions".into(),
            Self::SetObjective(id, _) => set("objective", Place::Journey(*id)),
            Self::SetReplicas(id, _) => set("replicas", Place::Component(*id)),
            Self::SetNeeded(id, _) => set("needed replicas", Place::Component(*id)),
            Self::SetPlacement(id, _) => set("placement", Place::Component(*id)),
            Self::SetComponentRegions(id, _) => set("regions", Place::Component(*id)),
            Self::SetKind(id, _) => set("kind", Place::Component(*id)),
            Self::SetRedundancy(id, _) => set("redundancy", Place::Component(*id)),
            Self::SetDrill(place, None) => format!("Stop drills of {}", short(*place)),
            Self::SetDrill(place, Some(_)) => set("drills", *place),
            Self::SetOverload(id, _) => set("overload", Place::Component(*id)),
            Self::SetRoutingKind(_) => set("kind", Place::Routing),
            Self::SetRoutingOverload(_) => set("overload", Place::Routing),
            Self::SetDependency(place, need) => format!("Set need of {} on {}", short(*place), name(need.on)),
            Self::RemoveDependency(place, on) => format!("Remove need of {} on {}", short(*place), name(*on)),
            Self::SetRetries(place, on, _) => {
                format!("Set retries of {} on {}", short(*place), name(*on))
            }
            Self::SetTarget(id, _) => set("target", Place::Mode(*id)),
            Self::SetScope(id, _) => set("scope", Place::Mode(*id)),
            Self::SetCause(id, _) => set("cause", Place::Mode(*id)),
            Self::SetOwner(id, _) => set("owner", Place::Mode(*id)),
            Self::SetReach(id, _) => set("reach", Place::Mode(*id)),
            Self::SetSharing(id, _) => set("sharing", Place::Mode(*id)),
            Self::SetPractice(practice, 0) => format!("Stop {}", short(Place::Practice(*practice))),
            Self::SetPractice(practice, level) => {
                format!("Set {} to level {level}", short(Place::Practice(*practice)))
            }
            Self::SetResponders(_) => "Set responders".into(),
            Self::SetEconomy(_) => "Change terms and levers".into(),
            Self::SetCurrency(currency) => format!("Set currency to {}", currency.key()),
            Self::SetMonitor(monitor) => format!("Set monitor {}", monitor.name),
            Self::SetRisk(entry) => match entry.name.as_str() {
                "" => "Change a risk".into(),
                name => format!("Set risk {name}"),
            },
            Self::SetRiskTarget(..) => "Set an objective for risks".into(),
            Self::SetTooBig(_) => "Set what one risk may take".into(),
            Self::ScaleRegions(1) => "Make it 1 region".into(),
            Self::ScaleRegions(n) => format!("Make it {n} regions"),
            Self::ScaleZones(1) => "Make it 1 zone a region".into(),
            Self::ScaleZones(n) => format!("Make it {n} zones a region"),
            Self::Batch(edits) => match edits.as_slice() {
                [] => "Change nothing".into(),
                [one] => one.label(plan),
                [first, rest @ ..] => format!("{} and {} more", first.label(plan), rest.len()),
            },
            Self::Replace(plan) => format!("Open {}", plan.name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edit_says_what_it_does_in_a_few_words() {
        let web = Id::new("web").unwrap();
        let plan = crate::model::templates::worked_example();
        for (edit, label) in [
            (Edit::Rename(Place::Component(web), "Shop".into()), "Rename Web"),
            (Edit::SetReplicas(web, 3), "Set replicas of Web"),
            (Edit::ScaleRegions(2), "Make it 2 regions"),
            (
                Edit::Batch(vec![Edit::ScaleZones(1), Edit::ScaleRegions(1)]),
                "Make it 1 zone a region and 1 more",
            ),
        ] {
            assert_eq!(edit.label(&plan), label);
        }
    }
}
