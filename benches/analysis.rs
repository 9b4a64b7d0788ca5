//! From a plan to its answers: templates, and generated plans of growing size.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use tenfold::analysis::{Breaking, Compiled, analyse, importances, quick_importances, shared_fate};
use tenfold::model::catalogue::kinds::Kind;
use tenfold::model::templates::{template, templates};
use tenfold::model::{Dependency, Edit, Id, Item, Plan};

/// A plan of `components` zonal compute pools in 3 regions of 3 zones, each needing the one before it,
/// with the shared-fate modes of the largest template.
fn generated(components: usize) -> Plan {
    let Some(template) = template("active-active") else { panic!("no template") };
    let mut plan = (template.build)();
    let Some(kind) = Kind::by_key("compute-pool") else { panic!("no kind") };
    let mut last = plan.journeys[0].needs[0].on;
    while plan.components.len() < components {
        let name = format!("Service {}", plan.components.len());
        let id = Id::from_name(&name, |id| plan.component(id).is_some());
        let mut component = kind.component(id, &name);
        component.dependencies = vec![Dependency::required(last)];
        let modes = kind.failure_modes(id, &name, |id| plan.mode(id).is_some());
        let Ok(next) = plan.apply(&Edit::Add(Box::new(Item::Component(component, modes)), None)) else {
            break;
        };
        plan = next;
        last = id;
    }
    plan.journeys[0].needs.push(Dependency::required(last));
    plan
}

fn benches(c: &mut Criterion) {
    let mut group = c.benchmark_group("analyse");
    for template in templates() {
        let plan = (template.build)();
        group.bench_function(template.key, |b| b.iter(|| analyse(black_box(&plan))));
    }
    for components in [25, 50, 100, 200] {
        let plan = generated(components);
        group.bench_with_input(BenchmarkId::new("generated 3x3", components), &plan, |b, plan| {
            b.iter(|| analyse(black_box(plan)));
        });
    }
    group.finish();
    let mut group = c.benchmark_group("service unavailability of a compiled plan");
    for template in templates() {
        let plan = (template.build)();
        let Some(compiled) = Compiled::of(&plan) else { continue };
        group.bench_function(template.key, |b| b.iter(|| compiled.service_unavailability(black_box(&plan))));
    }
    group.finish();
    let mut group = c.benchmark_group("questions about the largest template");
    let Some(largest) = template("active-active") else { panic!("no template") };
    let plan = (largest.build)();
    group.sample_size(10);
    group.bench_function("importances", |b| b.iter(|| importances(black_box(&plan))));
    group.bench_function("importances without cut sets", |b| b.iter(|| quick_importances(black_box(&plan))));
    group.bench_function("made ready to break", |b| b.iter(|| Breaking::of(black_box(&plan))));
    let Some(breaking) = Breaking::of(&plan) else { panic!("no answer") };
    println!("{} elements", breaking.elements().count());
    group.bench_function("blast radii of all elements", |b| b.iter(|| black_box(&breaking).blast_radii()));
    group.bench_function("shared fate", |b| b.iter(|| shared_fate(black_box(&plan))));
    group.finish();
}

criterion_group!(all, benches);
criterion_main!(all);
