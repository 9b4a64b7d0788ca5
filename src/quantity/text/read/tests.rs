use proptest::prelude::*;

use super::*;

fn reads<Q: Readable>(text: &str, expected: f64) {
    match Q::read(text) {
        Ok(value) => assert_eq!(value.get().to_bits(), expected.to_bits(), "{text}: {value:?}"),
        Err(error) => panic!("{error}"),
    }
}

fn refuses<Q: Readable>(text: &str) {
    if let Ok(value) = Q::read(text) {
        panic!("{text:?} was read as {value:?}");
    }
}

fn range<Q: Readable>(text: &str) -> [f64; 3] {
    let (low, likely, high) = read_range::<Q>(text).unwrap();
    [low.get(), likely.get(), high.get()]
}

#[test]
fn shares_keep_every_digit_that_was_typed() {
    for (text, expected) in [
        ("99.95%", 0.9995),
        ("99.95 %", 0.9995),
        ("99.9999%", 0.999999),
        ("0.5", 0.5),
        ("20%", 0.2),
        ("20 percent", 0.2),
        (".5", 0.5),
        ("1e-3", 0.001),
        ("1 in 200", 0.005),
        ("1/8", 0.125),
        ("0", 0.0),
        ("100 %", 1.0),
    ] {
        reads::<Probability>(text, expected);
    }
}

#[test]
fn a_bare_share_above_one_is_told_how_to_write_it() {
    let error = Probability::read("20").unwrap_err();
    assert_eq!(error.to_string(), "\"20\" is not a share; write for example 20% or 0.2");
    let error = Probability::read("150%").unwrap_err();
    assert_eq!(error.to_string(), "share is 1.5; a number from 0 to 1 is needed");
}

#[test]
fn durations_are_read_in_minutes() {
    for (text, expected) in [
        ("15m", 15.0),
        ("15 min", 15.0),
        ("15", 15.0),
        ("4h 22m", 262.0),
        ("4 h 22 min", 262.0),
        ("1.5 h", 90.0),
        ("90s", 1.5),
        ("30 s", 0.5),
        ("2d", 2880.0),
        ("1 wk", 10080.0),
        ("1 year", 525960.0),
        ("1,500 min", 1500.0),
    ] {
        reads::<Duration>(text, expected);
    }
}

#[test]
fn rates_are_read_per_year() {
    for (text, expected) in [
        ("2/yr", 2.0),
        ("2 a year", 2.0),
        ("0.5/yr", 0.5),
        ("7 per year", 7.0),
        ("3/month", 36.0),
        ("1/d", 365.25),
        ("every 90 d", 525960.0 / (90.0 * 1440.0)),
        ("every 2 yr", 0.5),
        ("every 5 years", 0.2),
        ("every year", 1.0),
        ("once a year", 1.0),
        ("twice a month", 24.0),
        ("1 every 10 years", 0.1),
        ("4", 4.0),
    ] {
        reads::<Rate>(text, expected);
    }
}

#[test]
fn money_is_read_per_month_and_its_sign_ignored() {
    for (text, expected) in [
        ("$1,200/mo", 1200.0),
        ("1200", 1200.0),
        ("1.2k", 1200.0),
        ("$ 41 k", 41000.0),
        ("3M", 3e6),
        ("€500", 500.0),
        ("500 EUR / month", 500.0),
        ("1,234,567.5", 1234567.5),
        ("$2.4k/yr", 200.0),
        ("1.1 bn", 1.1e9),
    ] {
        reads::<Money>(text, expected);
    }
}

#[test]
fn volumes_are_read_in_gigabytes() {
    for (text, expected) in
        [("500 GB", 500.0), ("2 TB", 2000.0), ("1.1TB", 1100.0), ("7", 7.0), ("3 MB", 0.003)]
    {
        reads::<Volume>(text, expected);
    }
    reads::<Spread>("1.25", 1.25);
}

#[test]
fn an_objective_is_a_share_or_a_number_of_nines_or_the_bad_time_it_leaves() {
    for (text, expected) in [
        ("99.95%", 0.9995),
        ("99.95", 0.9995),
        ("0.9995", 0.9995),
        ("99.9999", 0.999999),
        ("3 nines", 0.999),
        ("3.5 nines", 1.0 - 0.000_316_227_766_016_837_94),
        ("4h 22m/yr", 1.0 - 262.0 / 525960.0),
        ("43m/month", 1.0 - 43.0 / 43830.0),
        ("40 min per 28 d", 1.0 - 40.0 / 40320.0),
        ("1 h a year", 1.0 - 60.0 / 525960.0),
    ] {
        let read = read_objective(text).unwrap().get();
        assert!((read - expected).abs() < 1e-16, "{text}: {read}");
    }
    for text in ["", "101", "3 nine lives", "2 yr/yr", "5/0 d", "-1 nines", "13 nines", "m/m", "99.9.9"] {
        assert!(read_objective(text).is_err(), "{text}");
    }
}

#[test]
fn what_is_no_number_is_refused() {
    let long = "1".repeat(81);
    for text in [
        "",
        " ",
        "NaN",
        "inf",
        "-inf",
        "infinity",
        "1e999",
        "1e99999999999",
        "-1",
        "-0",
        "+1",
        "1,5",
        "12,34,567",
        "1 2",
        "1e",
        "e5",
        "٣",
        "½",
        "0x10",
        "1_000",
        "\u{0}",
        "∞",
        "5..",
        "..5",
        "to",
        "-",
        "1-",
        "🦀",
        &long,
    ] {
        refuses::<Probability>(text);
        refuses::<Duration>(text);
        refuses::<Rate>(text);
        refuses::<Money>(text);
        refuses::<Volume>(text);
        refuses::<Spread>(text);
    }
    refuses::<Duration>("5 parsec");
    refuses::<Duration>("4h 22");
    refuses::<Duration>("1e300 s");
    refuses::<Rate>("3/m");
    refuses::<Rate>("every 0 d");
    refuses::<Rate>("every");
    refuses::<Probability>("1 in 0");
    refuses::<Probability>("0 in 0");
    refuses::<Volume>("5 GiB");
    refuses::<Money>("3 k k");
}

#[test]
fn a_range_has_its_unit_at_each_value_or_once_at_the_end() {
    assert_eq!(range::<Duration>("7"), [7.0, 7.0, 7.0]);
    assert_eq!(range::<Duration>("5..20 min"), [5.0, 10.0, 20.0]);
    assert_eq!(range::<Duration>("1...4 h"), [60.0, 120.0, 240.0]);
    assert_eq!(range::<Duration>("5 to 20"), [5.0, 10.0, 20.0]);
    assert_eq!(range::<Duration>("10m-2h"), [10.0, 1200f64.sqrt(), 120.0]);
    assert_eq!(
        range::<Duration>("10 – 40 s"),
        [10.0 / 60.0, (10.0 / 60.0 * (40.0 / 60.0f64)).sqrt(), 40.0 / 60.0]
    );
    assert_eq!(range::<Duration>("1..5..30"), [1.0, 5.0, 30.0]);
    assert_eq!(range::<Duration>("0..10"), [0.0, 5.0, 10.0]);
    assert_eq!(range::<Probability>("5 .. 10 .. 20 %"), [0.05, 0.1, 0.2]);
    assert_eq!(range::<Probability>("1 in 200 .. 1 in 50"), [0.005, 0.01, 0.02]);
    assert_eq!(range::<Rate>("0.1 .. 0.5 .. 2.8 /yr"), [0.1, 0.5, 2.8]);
    assert_eq!(range::<Rate>("1..4 a month"), [12.0, 24.0, 48.0]);
    assert_eq!(range::<Rate>("every 2..8 yr"), [0.125, 0.25, 0.5]);
    assert_eq!(range::<Money>("$5..$20k"), [5000.0, 10000.0, 20000.0]);
    assert_eq!(range::<Spread>("1e-3..1e-1"), [0.001, 0.01, 0.1]);
}

#[test]
fn an_ambiguous_or_disordered_range_is_refused() {
    for text in
        ["1h..90", "5..1 h 30 min", "1-2-3", "1-2..3", "1..2..3..4", "-5..5", "5..", "9..5", "9..1..10", "-"]
    {
        assert!(read_range::<Duration>(text).is_err(), "{text}");
    }
    let error = read_range::<Duration>("9..5").unwrap_err();
    assert!(matches!(error, QuantityError::Disordered { .. }));
    assert!(read_range::<Rate>("1..3 every 90 d").is_err());
}

fn reads_without_panic(text: &str) {
    let _ = read_objective(text);
    let _ = read_range::<Probability>(text);
    let _ = read_range::<Duration>(text);
    let _ = read_range::<Money>(text);
    let _ = read_range::<Volume>(text);
    if let Ok((low, likely, high)) = read_range::<Rate>(text) {
        assert!(low <= likely && likely <= high);
    }
}

proptest! {
    #[test]
    fn no_text_makes_the_reader_panic(text in any::<String>()) {
        reads_without_panic(&text);
    }

    #[test]
    fn no_text_of_the_readers_own_alphabet_makes_it_panic(
        parts in prop::collection::vec(
            prop::sample::select(vec![
                "1", "0", "9", ".", "..", "...", ",", "e", "E", "-", "+", " ", "%", "/", "$", "k", "m", "h", "min",
                "every", "a", "in", "to", "yr", "nines", "GB", "é", "…", "–", "٣", "000",
            ]),
            0..30,
        ),
    ) {
        reads_without_panic(&parts.concat());
    }
}
