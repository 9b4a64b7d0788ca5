//! Diagrams of plan-shaped structures grow in proportion to the number of components.

use super::*;

/// Components in three regions of three zones, two of three zones needed, a push per component, any region enough.
/// Each component is one function when it is joined with the others, as a caller would do it.
fn regions(components: u32) -> (Diagram, Node) {
    let mut d = Diagram::new(1_000_000);
    let zones_from = components + 1;
    let per_region = 1 + 3 + 3 * components;
    let mut regions = Vec::new();
    for region in 0..3 {
        let first = zones_from + region * per_region;
        let event = |d: &mut Diagram, place| d.event(Var::new(place)).unwrap();
        let mut parts = vec![event(&mut d, first)];
        for component in 0..components {
            let members: Vec<Node> = (0..3)
                .map(|zone| {
                    let zone_event = event(&mut d, first + 1 + zone);
                    let instance = event(&mut d, first + 4 + 3 * component + zone);
                    d.or(zone_event, instance).unwrap()
                })
                .collect();
            let group = d.at_least(2, &members).unwrap();
            let push = event(&mut d, component);
            parts.push(d.or(push, group).unwrap());
        }
        regions.push(d.any_of(&parts).unwrap());
    }
    let service = d.all_of(&regions).unwrap();
    (d, service)
}

#[test]
fn a_hundred_components_over_regions_and_zones_stay_linear() {
    let (small, service) = regions(25);
    let (size, made) = (small.size(&[service]), small.decisions());
    let (large, service) = regions(200);
    let growth = large.size(&[service]) as f64 / size as f64;
    assert!(growth < 8.5, "eight times the components took {growth} times the decisions");
    let growth = large.decisions() as f64 / made as f64;
    assert!(growth < 8.5, "eight times the components took {growth} times the work");
}

#[test]
fn a_long_chain_needs_no_stack() {
    let mut d = diagram();
    let e = events(&mut d, 100_000);
    let any = d.any_of(&e).unwrap();
    let all = d.all_of(&e).unwrap();
    let either = d.or(any, all).unwrap();
    assert_eq!(either, any);
    assert_eq!(d.size(&[any]), 100_000);
    let works = d.not(any).unwrap();
    assert!(d.value(works, |_| false));
}
