use tenfold::analysis::*;
use tenfold::model::templates::templates;
use tenfold::slo::Period;
fn main() {
    let years: u64 = std::env::args().nth(1).map_or(10_000, |x| x.parse().unwrap());
    let seed: u64 = std::env::args().nth(2).map_or(1, |x| x.parse().unwrap());
    let only = std::env::args().nth(3);
    for t in templates() {
        if only.as_ref().is_some_and(|o| o != t.key) {
            continue;
        }
        let plan = (t.build)();
        let s = Simulation::new(years, seed, Period::Days30.length(), None).unwrap();
        let t0 = std::time::Instant::now();
        let mut sim = Simulator::of(&plan, s).unwrap();
        let prep = t0.elapsed();
        let mut tally = Default::default();
        for c in 0..s.chunks() {
            let x = sim.run_chunk(c);
            tenfold::engine::simulate::Tally::merge(&mut tally, &x);
        }
        let el = t0.elapsed();
        let a = sim.answer(&tally);
        println!(
            "{:20} prep {:?} all {:?} failures {} ({:.1} M/s)",
            t.key,
            prep,
            el,
            a.failures,
            a.failures as f64 / el.as_secs_f64() / 1e6
        );
        for (n, m) in a
            .journeys
            .iter()
            .map(|j| (j.name.as_str(), &j.simulated))
            .chain(a.service.iter().map(|s| ("service", s)))
        {
            let w = &m.windows[1];
            println!(
                "   {:12} exact {:.5e} sim {:.5e} se {:.1e} z {:+.2} rel {:+.2e} kept30 {:.4} [{:.4},{:.4}] ctl {:.4} pct {:?} worst {:.0}",
                n,
                m.exact.get(),
                m.unavailability.get(),
                m.standard_error.unwrap_or(0.),
                m.z.unwrap_or(f64::NAN),
                m.unavailability.get() / m.exact.get() - 1.0,
                {
                    use tenfold::quantity::Quantity;
                    w.chance_of_meeting.get()
                },
                {
                    use tenfold::quantity::Quantity;
                    w.interval.0.get()
                },
                {
                    use tenfold::quantity::Quantity;
                    w.interval.1.get()
                },
                {
                    use tenfold::quantity::Quantity;
                    w.controlled.get()
                },
                w.percentiles_minutes.map(|x| x.round()),
                m.worst_year_minutes
            );
        }
    }
}
