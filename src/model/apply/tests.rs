use crate::model::templates::{template, worked_example};
use crate::model::*;
use crate::quantity::Quantity;

fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

fn component(text: &str) -> Place {
    Place::Component(id(text))
}

/// The worked example after edits that all fit.
fn shop(edits: &[Edit]) -> Plan {
    worked_example().apply(&Edit::Batch(edits.to_vec())).unwrap()
}

fn refused(edit: Edit) -> String {
    worked_example().apply(&edit).unwrap_err().to_string()
}

#[test]
fn an_edit_that_does_not_fit_says_where_and_what_would_be_right() {
    for (edit, message) in [
        (
            Edit::Remove(component("nose")),
            "this plan has no component nose; choose one that it has, or add it first",
        ),
        (Edit::SetReplicas(id("web"), 65), "component web would have 65 replicas; 1 to 64 are possible"),
        (Edit::SetNeeded(id("web"), 0), "component web would have 0 needed replicas; 1 to 64 are possible"),
        (Edit::ScaleRegions(9), "the plan would have 9 regions; 1 to 8 are possible"),
        (Edit::ScaleZones(0), "the plan would have 0 zones a region; 1 to 6 are possible"),
        (
            Edit::Rename(Place::Plan, " ".into()),
            "\" \" is no name for the plan; write 1 to 80 characters in one line",
        ),
        (
            Edit::Remove(Place::Region(id("europe-west"))),
            "the plan would have 0 regions; 1 to 8 are possible",
        ),
        (Edit::Move(component("web"), 9), "component web cannot go to position 9; the last one is 6"),
        (Edit::Duplicate(Place::Routing), "the routing between regions cannot be copied"),
        (
            Edit::RemoveDependency(component("web"), id("dns")),
            "component web does not need dns; add the need first",
        ),
        (
            Edit::SetPractice(Practice::OnCall, 9),
            "practice on-call cannot be done at level 9; 0 to 3 are possible",
        ),
    ] {
        assert_eq!(refused(edit), message);
    }
}

#[test]
fn the_last_zone_of_a_region_stays() {
    let plan = shop(&[Edit::ScaleZones(1)]);
    let last = plan.regions[0].zones[0].id;
    assert!(plan.apply(&Edit::Remove(Place::Zone(last))).is_err());
}

#[test]
fn removing_a_component_removes_its_modes_and_every_need_of_it() {
    let plan = shop(&[Edit::Remove(component("orders"))]);
    assert!(plan.component(id("orders")).is_none());
    assert!(plan.modes.iter().all(|m| m.target != Target::Component(id("orders"))));
    assert_eq!(plan.component(id("web")).unwrap().dependencies.len(), 1);
    assert!(check(&plan).is_empty());
}

#[test]
fn a_component_whose_only_region_goes_moves_to_the_first_that_is_left() {
    let plan = (template("active-passive").unwrap().build)();
    let plan = plan.apply(&Edit::SetComponentRegions(id("queue"), vec![id("standby")])).unwrap();
    let plan = plan.apply(&Edit::Remove(Place::Region(id("standby")))).unwrap();
    assert_eq!(plan.component(id("queue")).unwrap().regions, [id("primary")]);
}

#[test]
fn removing_a_region_removes_the_modes_of_that_region() {
    let plan = (template("active-passive").unwrap().build)();
    let mode = plan.modes[0].id;
    let plan = plan.apply(&Edit::SetTarget(mode, Target::Region(id("standby")))).unwrap();
    let plan = plan.apply(&Edit::Remove(Place::Region(id("standby")))).unwrap();
    assert!(plan.mode(mode).is_none());
}

#[test]
fn the_copy_of_a_component_has_its_needs_and_its_own_modes() {
    let plan = shop(&[Edit::Duplicate(component("web"))]);
    let copy = plan.component(id("web-2")).unwrap();
    assert_eq!((copy.name.as_str(), copy.dependencies.len()), ("Web 2", 2));
    let of = |id| plan.modes.iter().filter(move |m| m.target == Target::Component(id));
    assert_eq!(of(copy.id).count(), of(id("web")).count());
    assert!(of(copy.id).all(|m| m.name.ends_with(" of Web 2")));
    assert_eq!(plan.components.iter().position(|c| c.id == copy.id), Some(3));
}

#[test]
fn a_region_and_its_copy_share_the_users_and_the_components() {
    let first = id("europe-west");
    let plan = shop(&[
        Edit::SetComponentRegions(id("web"), vec![first]),
        Edit::SetTarget(id("zone-outage"), Target::Region(first)),
        Edit::Duplicate(Place::Region(first)),
    ]);
    let copy = id("europe-west-2");
    assert_eq!(plan.regions[1].id, copy);
    assert!(plan.regions.iter().all(|r| r.traffic.likely().get() == 0.5 && r.zones.len() == 3));
    assert_eq!(plan.component(id("web")).unwrap().regions, [first, copy]);
    assert_eq!(plan.mode(id("zone-outage-2")).unwrap().target, Target::Region(copy));
}

#[test]
fn a_component_takes_its_name_into_the_names_of_its_modes() {
    let plan = shop(&[Edit::Rename(component("web"), "Front".into())]);
    let modes: Vec<&str> = plan
        .modes
        .iter()
        .filter(|m| m.target == Target::Component(id("web")))
        .map(|m| m.name.as_str())
        .collect();
    assert_eq!(modes, ["machine loss of Front", "bad release of Front", "overload of Front"]);
}

#[test]
fn scaling_regions_spreads_users_evenly_and_turns_routing_on() {
    let plan = shop(&[Edit::ScaleRegions(4)]);
    assert_eq!(plan.routing.kind, RoutingKind::Automatic);
    assert!(
        plan.regions.iter().all(|r| r.traffic.likely().get() == 0.25 && r.capacity.likely().get() == 1.0)
    );
    let names: Vec<&str> = plan.regions.iter().map(|r| r.name.as_str()).collect();
    assert_eq!(names, ["Europe West", "Europe West 2", "Europe West 3", "Europe West 4"]);
}

#[test]
fn scaling_there_and_back_and_there_gives_the_same_identities() {
    let there = shop(&[Edit::ScaleRegions(3), Edit::ScaleZones(5)]);
    let back = [Edit::ScaleZones(3), Edit::ScaleRegions(1), Edit::ScaleRegions(3), Edit::ScaleZones(5)];
    assert_eq!(there.apply(&Edit::Batch(back.to_vec())), Ok(there));
}

#[test]
fn another_level_of_a_practice_drops_the_price_of_the_old_one() {
    let price = crate::quantity::Estimate::assumed(crate::quantity::Money::clamped(5.0));
    let field = MoneyField::Practice(Practice::OnCall);
    let plan = shop(&[Edit::SetMoney(field, price.clone()), Edit::SetPractice(Practice::OnCall, 2)]);
    assert_eq!(field.get(&plan), Some(&price));
    let plan = plan.apply(&Edit::SetPractice(Practice::OnCall, 3)).unwrap();
    assert_eq!(field.get(&plan), None);
}

#[test]
fn a_batch_with_one_edit_that_does_not_fit_changes_nothing() {
    let edits = Edit::Batch(vec![Edit::ScaleZones(2), Edit::ScaleZones(9)]);
    assert!(worked_example().apply(&edits).is_err());
}
