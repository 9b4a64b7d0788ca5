//! What a part of a simulation has found, between a page and its workers: every sum to the last unit.

use super::cursor::{Cursor, Fields};
use super::error::{At, Fault};
use super::message::{count, list};
use super::writer::Writer;
use crate::engine::simulate::{Histogram, MeasureTally, Tally, Total, WindowTally};

/// Writes a tally.
pub(super) fn write(w: &mut Writer, tally: &Tally) {
    w.open('{');
    w.whole("chunks", tally.chunks);
    w.whole("failures", tally.failures);
    w.key("sums");
    write_sums(w, &[tally.minutes, tally.counted, tally.counted_squares]);
    w.list("measures", &tally.measures, |w, measure| {
        w.open('{');
        w.key("sums");
        write_sums(
            w,
            &[
                measure.bad,
                measure.squares,
                measure.bad_times_length,
                measure.expected,
                measure.expected_times_length,
                measure.apart_squares,
            ],
        );
        w.list("windows", &measure.windows, write_window);
        w.close('}');
    });
    w.close('}');
}

/// A tally.
pub(super) fn read(found: Cursor) -> Result<Tally, Fault> {
    found.object(&["chunks", "failures", "sums", "measures"], |tally| {
        let [minutes, counted, counted_squares] = sums(tally)?;
        Ok(Tally {
            chunks: tally.need("chunks", count)?,
            minutes,
            counted,
            counted_squares,
            failures: tally.need("failures", count)?,
            measures: list(tally.needed("measures")?, &mut measure).at("measures")?,
        })
    })
}

fn measure(found: Cursor) -> Result<MeasureTally, Fault> {
    found.object(&["sums", "windows"], |measure| {
        let [bad, squares, bad_times_length, expected, expected_times_length, apart_squares] = sums(measure)?;
        Ok(MeasureTally {
            bad,
            squares,
            bad_times_length,
            expected,
            expected_times_length,
            apart_squares,
            windows: list(measure.needed("windows")?, &mut window).at("windows")?,
        })
    })
}

fn write_window(w: &mut Writer, window: &WindowTally) {
    w.open('{');
    w.key("sums");
    write_sums(w, &[window.bad, window.squares, window.bad_kept]);
    w.number("worst", window.worst_minutes);
    w.key("counts");
    let counts = [window.kept, window.kept_squares, window.kept_times_windows, window.windows_squares];
    write_counts(w, counts.into_iter().chain([window.histogram.none]));
    w.key("bins");
    let bins = window.histogram.bins.iter().enumerate().filter(|(_, count)| **count > 0);
    write_counts(w, bins.flat_map(|(bin, count)| [bin as u64, *count]));
    w.close('}');
}

fn window(found: Cursor) -> Result<WindowTally, Fault> {
    found.object(&["sums", "worst", "counts", "bins"], |window| {
        let [bad, squares, bad_kept] = sums(window)?;
        let counts = list(window.needed("counts")?, &mut count).at("counts")?;
        let [kept, kept_squares, kept_times_windows, windows_squares, none] = counts[..] else {
            return Err(wrong_number(counts.len(), 5)).at("counts");
        };
        let mut histogram = Histogram { none, bins: Vec::new() };
        for pair in list(window.needed("bins")?, &mut count).at("bins")?.chunks_exact(2) {
            let bin = pair[0] as usize;
            if bin >= Histogram::BINS {
                let what = format_args!("found bin {bin}; at most {} is needed", Histogram::BINS - 1);
                return Err(Fault::new(what)).at("bins");
            }
            if bin >= histogram.bins.len() {
                histogram.bins.resize(bin + 1, 0);
            }
            histogram.bins[bin] = pair[1];
        }
        Ok(WindowTally {
            kept,
            bad,
            squares,
            bad_kept,
            kept_squares,
            kept_times_windows,
            windows_squares,
            worst_minutes: window.need("worst", Cursor::number)?,
            histogram,
        })
    })
}

/// Sums have more digits than a number of JSON is sure to keep, so they are texts.
fn write_sums(w: &mut Writer, sums: &[Total]) {
    w.open('[');
    for sum in sums {
        w.item();
        w.quote(&sum.0.to_string());
    }
    w.close(']');
}

fn sums<const N: usize>(of: Fields) -> Result<[Total; N], Fault> {
    let mut sum = |found: Cursor| {
        let text = found.text()?;
        let sum = text.parse::<u128>();
        sum.map(Total).map_err(|_| Fault::new(format_args!("found {text:?}; a whole number is needed")))
    };
    let sums = list(of.needed("sums")?, &mut sum).at("sums")?;
    let number = sums.len();
    sums.try_into().map_err(|_| wrong_number(number, N)).at("sums")
}

fn write_counts(w: &mut Writer, counts: impl Iterator<Item = u64>) {
    w.open('[');
    for count in counts {
        w.item();
        w.whole_value(count);
    }
    w.close(']');
}

fn wrong_number(found: usize, needed: usize) -> Fault {
    Fault::new(format_args!("found {found} items; {needed} are needed"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{Simulation, Simulator};
    use crate::model::templates::templates;
    use crate::quantity::Quantity;
    use crate::wire::json::parse;

    fn told(tally: &Tally) -> String {
        let mut w = Writer::compact();
        write(&mut w, tally);
        w.into_text()
    }

    #[test]
    fn every_tally_survives_to_the_last_unit() {
        for template in templates() {
            let simulation = Simulation::new(400, 2, Quantity::clamped(9_000.0), None).unwrap();
            let mut simulator = Simulator::of(&(template.build)(), simulation).unwrap();
            let mut tally = simulator.run_chunk(0);
            tally.merge(&simulator.run_chunk(1));
            let text = told(&tally);
            assert_eq!(read(Cursor::new(&parse(&text).unwrap())).unwrap(), tally, "{}", template.key);
            assert!(text.len() < 40_000, "{}: {}", template.key, text.len());
        }
        let nothing = Tally::default();
        assert_eq!(read(Cursor::new(&parse(&told(&nothing)).unwrap())).unwrap(), nothing);
    }

    #[test]
    fn what_no_tally_holds_is_refused_with_its_place() {
        let window =
            WindowTally { histogram: Histogram { none: 1, bins: vec![0, 5] }, ..WindowTally::default() };
        let measure = MeasureTally { windows: vec![window], ..MeasureTally::default() };
        let text = told(&Tally { measures: vec![measure], ..Tally::default() });
        for (right, wrong, place) in [
            (r#""sums":["0","0","0"],"measures""#, r#""sums":["0","0"],"measures""#, "sums"),
            (r#""bins":[1,5]"#, r#""bins":[999999999,5]"#, "bins"),
            (r#""counts":[0,0,0,0,1]"#, r#""counts":[0,0,0,0]"#, "counts"),
            (r#""sums":["0","0","0"],"worst""#, r#""sums":["0","-1","0"],"worst""#, "sums"),
        ] {
            assert!(text.contains(right), "{right} in {text}");
            let text = text.replace(right, wrong);
            let fault = read(Cursor::new(&parse(&text).unwrap())).unwrap_err();
            let refusal = fault.refusal(&text).to_string();
            assert!(refusal.contains(place) && refusal.contains("needed"), "{refusal}");
        }
    }
}
