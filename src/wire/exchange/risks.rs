//! The risk catalogue as a sheet, in the columns of the risk analysis of Google's customer reliability engineers: risk,
//! ETTD, ETTR, users affected, ETTF; then what was decided, and what makes the way back without loss.
//!
//! What is read is a report: the rows that can be used, and for each other line what is wrong with it.

use super::csv::{self, Line};
use crate::analysis::{Risk, RiskCatalogue};
use crate::model::{Cause, Choice, Decision, Edit, Id, Owner, Plan, RiskEntry, RiskKey, limits};
use crate::quantity::{Basis, Date, Duration, Estimate, Probability, Provenance, Quantity};
use crate::wire::WireError;

/// The most bytes of a sheet that are read: 32 MiB.
pub const MAX_SHEET: usize = 32 << 20;

/// Minutes of a day.
const DAY: f64 = 1440.0;

/// A column of the sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Name,
    /// A figure: detect, mitigate, share, between.
    Figure(usize),
    /// Its 5th percentile, where a range was typed.
    Low(usize),
    /// Its 95th percentile.
    High(usize),
    /// Where a typed figure comes from; empty for one of the model.
    Source(usize),
    PerYear,
    BadMinutes,
    Cause,
    Owner,
    Decision,
    Person,
    Date,
    Note,
    Symptom,
    Consequence,
    Impact,
    Id,
    Of,
    Portion,
}

/// The figures' names in the sheet, and the minutes (or shares) of one unit there.
const FIGURES: [(&str, &str, f64); 4] = [
    ("ETTD", "minutes", 1.0),
    ("ETTR", "minutes", 1.0),
    ("Users affected", "%", 0.01),
    ("ETTF", "days", DAY),
];

const BASES: [(Basis, &str); 5] = [
    (Basis::Measured, "measured"),
    (Basis::VendorSla, "vendor SLA"),
    (Basis::Published, "published"),
    (Basis::Expert, "expert"),
    (Basis::Default, "default"),
];

impl Column {
    /// The columns in their order.
    fn all() -> Vec<Self> {
        let figures = 0..FIGURES.len();
        let mut all = vec![Self::Name];
        all.extend(figures.clone().map(Self::Figure));
        all.extend([
            Self::PerYear,
            Self::BadMinutes,
            Self::Cause,
            Self::Owner,
            Self::Decision,
            Self::Person,
            Self::Date,
            Self::Note,
            Self::Symptom,
            Self::Consequence,
            Self::Impact,
            Self::Id,
            Self::Of,
            Self::Portion,
        ]);
        all.extend(figures.flat_map(|figure| [Self::Low(figure), Self::High(figure), Self::Source(figure)]));
        all
    }

    fn head(self) -> String {
        let figure =
            |figure: usize, what: &str| format!("{}{what} ({})", FIGURES[figure].0, FIGURES[figure].1);
        match self {
            Self::Name => "Risk".into(),
            Self::Figure(at) => figure(at, ""),
            Self::Low(at) => figure(at, " low"),
            Self::High(at) => figure(at, " high"),
            Self::Source(at) => format!("{} source", FIGURES[at].0),
            Self::PerYear => "Incidents per year".into(),
            Self::BadMinutes => "Bad minutes per year".into(),
            Self::Cause => "Cause".into(),
            Self::Owner => "Owner".into(),
            Self::Decision => "Decision".into(),
            Self::Person => "Decided by".into(),
            Self::Date => "Date".into(),
            Self::Note => "Note".into(),
            Self::Symptom => "Symptom".into(),
            Self::Consequence => "Consequence".into(),
            Self::Impact => "Business impact".into(),
            Self::Id => "Id".into(),
            Self::Of => "Stands for".into(),
            Self::Portion => "Portion".into(),
        }
    }

    /// The column with this head, as other sheets may write it; what its unit is stands in brackets.
    fn of_head(head: &str) -> Option<Self> {
        let head = head.trim().trim_start_matches('\u{feff}').to_lowercase();
        let bare = head.split('(').next().unwrap_or_default().trim();
        let bare = bare
            .rsplit_once(' ')
            .filter(|(_, unit)| minutes_of(unit).is_some())
            .map_or(bare, |(bare, _)| bare);
        if let Some(known) = Self::all().into_iter().find(|column| column.bare_head() == bare) {
            return Some(known);
        }
        Some(match bare {
            "title" | "name" | "risk title" | "risk name" | "risk description" | "description" => Self::Name,
            "time to detect" | "ttd" | "detect" | "detection" => Self::Figure(0),
            "time to repair" | "time to resolve" | "time to recover" | "ttr" | "repair" | "mitigate" => {
                Self::Figure(1)
            }
            "users" | "% users" | "impact" | "% of users" | "users affected %" | "% users affected"
            | "share" => Self::Figure(2),
            "time between failures" | "time to failure" | "mtbf" | "tbf" | "frequency" => Self::Figure(3),
            "incidents/year" | "incidents / year" | "incidents a year" => Self::PerYear,
            "bad minutes/year" | "bad mins/year" | "bad minutes" | "bad mins" => Self::BadMinutes,
            "status" => Self::Decision,
            "notes" | "comment" | "comments" => Self::Note,
            _ => return None,
        })
    }

    fn bare_head(self) -> String {
        self.head().to_lowercase().split('(').next().unwrap_or_default().trim().to_owned()
    }
}

/// The catalogue as a sheet.
pub fn write(plan: &Plan, catalogue: &RiskCatalogue) -> String {
    let columns = Column::all();
    let mut out = String::new();
    let heads: Vec<String> = columns.iter().map(|column| column.head()).collect();
    csv::write_line(&mut out, heads.iter().map(String::as_str));
    for risk in &catalogue.risks {
        let spoken = risk.spoken(plan);
        let cells: Vec<String> = columns.iter().map(|column| cell(*column, risk, &spoken)).collect();
        csv::write_line(&mut out, cells.iter().map(String::as_str));
    }
    out
}

fn cell(column: Column, risk: &Risk, spoken: &RiskEntry) -> String {
    let finite = |value: f64| if value.is_finite() { value.to_string() } else { String::new() };
    let typed = |figure: usize| figure_of(spoken, figure);
    let scaled =
        |value: f64, figure: usize| if value.is_finite() { in_unit(value, figure) } else { String::new() };
    let range = |figure: usize, low: bool| match typed(figure) {
        Some((Some((l, h)), _, _)) => scaled(if low { l } else { h }, figure),
        _ => String::new(),
    };
    match column {
        Column::Name => csv::neutral(&risk.name),
        Column::Figure(at) => {
            let figures = &risk.figures;
            let values =
                [figures.detect_minutes, figures.mitigate_minutes, figures.share, figures.between_minutes];
            scaled(typed(at).map_or(values[at], |(_, likely, _)| likely), at)
        }
        Column::Low(at) => range(at, true),
        Column::High(at) => range(at, false),
        Column::Source(at) => {
            typed(at).map_or_else(String::new, |(_, _, origin)| csv::neutral(&source(origin)))
        }
        Column::PerYear => finite(risk.figures.per_year()),
        Column::BadMinutes => finite(risk.bad_minutes),
        Column::Cause => risk.cause.map_or("", Choice::name).to_owned(),
        Column::Owner => risk.owner.map_or("", Choice::name).to_owned(),
        Column::Decision => risk.decision.name().to_owned(),
        Column::Person => csv::neutral(&spoken.person),
        Column::Date => spoken.date.map_or_else(String::new, |date| date.to_string()),
        Column::Note => csv::neutral(&spoken.note),
        Column::Symptom => csv::neutral(&spoken.symptom),
        Column::Consequence => csv::neutral(&spoken.consequence),
        Column::Impact => csv::neutral(&spoken.impact),
        Column::Id => risk.entry.map_or_else(String::new, |id| id.to_string()),
        Column::Of => {
            let keys: Vec<String> = risk.of.iter().map(ToString::to_string).collect();
            keys.join(" ")
        }
        Column::Portion => spoken.portion.get().to_string(),
    }
}

/// A figure in its column's unit, so that reading gives the same value to the bit: percent by moving the point, days
/// where they come back as they were, and minutes with their unit where they do not.
fn in_unit(value: f64, figure: usize) -> String {
    match figure {
        2 => moved(&value.to_string(), 2),
        3 => {
            let days = value / DAY;
            if days * DAY == value { days.to_string() } else { format!("{value} min") }
        }
        _ => value.to_string(),
    }
}

/// A decimal number with its point moved to the right.
fn moved(decimal: &str, places: usize) -> String {
    let (whole, fraction) = decimal.split_once('.').unwrap_or((decimal, ""));
    let mut digits = format!("{whole}{fraction}");
    let point = whole.len() + places;
    while digits.len() < point {
        digits.push('0');
    }
    let (whole, fraction) = digits.split_at(point);
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    match fraction.trim_end_matches('0') {
        "" => whole.to_owned(),
        fraction => format!("{whole}.{fraction}"),
    }
}

/// What was typed for a figure: its range, its value, its origin; in minutes or as a share.
#[expect(clippy::type_complexity, reason = "three plain parts, taken apart at once")]
fn figure_of(entry: &RiskEntry, figure: usize) -> Option<(Option<(f64, f64)>, f64, &Provenance)> {
    fn parts<Q: Quantity>(estimate: &Estimate<Q>) -> (Option<(f64, f64)>, f64, &Provenance) {
        let range = (!estimate.is_point()).then(|| (estimate.low().get(), estimate.high().get()));
        (range, estimate.likely().get(), &estimate.provenance)
    }
    match figure {
        0 => entry.detect.as_ref().map(parts),
        1 => entry.mitigate.as_ref().map(parts),
        2 => entry.share.as_ref().map(parts),
        _ => entry.between.as_ref().map(parts),
    }
}

/// "measured; 2026-11-01; tickets of the year".
fn source(origin: &Provenance) -> String {
    let basis = BASES.iter().find(|(basis, _)| *basis == origin.basis).map_or("", |(_, word)| word);
    let date = origin.date.map_or_else(String::new, |date| date.to_string());
    format!("{basis}; {date}; {}", origin.note)
}

fn read_source(text: &str) -> Provenance {
    let mut parts = text.splitn(3, "; ");
    let mut next = || parts.next().unwrap_or_default();
    let (basis, date, note) = (next(), next(), next());
    match BASES.iter().find(|(_, word)| *word == basis) {
        Some((basis, _)) => Provenance::dated(*basis, Date::parse(date.trim_end_matches(';')).ok(), note),
        // Somebody's own words for where it comes from.
        None => Provenance::new(Basis::Expert, text),
    }
}

/// What was read of a sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct RiskSheet {
    /// The rows that can be used.
    pub rows: Vec<RiskRow>,
    /// The lines that cannot, each with the reason and what would be right.
    pub refused: Vec<RefusedLine>,
    /// The heads of columns that are not known; they were left out.
    pub left_out: Vec<String>,
}

/// A row that can be used.
#[derive(Clone, Debug, PartialEq)]
pub struct RiskRow {
    /// Its line in the sheet, from 1.
    pub line: usize,
    /// What it says.
    pub entry: RiskEntry,
    /// Whether the sheet gave it an identity.
    pub has_id: bool,
    /// Which figures were told by a model, not typed by somebody: detect, mitigate, share, between.
    pub told: [bool; 4],
}

/// A line that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedLine {
    /// Its number, from 1.
    pub line: usize,
    /// What is wrong, and what would be right.
    pub why: String,
}

impl RiskSheet {
    /// The edits that take the rows into a plan's register; rows that change nothing give none.
    pub fn edits(&self, plan: &Plan, catalogue: &RiskCatalogue) -> Vec<Edit> {
        let mut taken = Vec::new();
        let mut edits = Vec::new();
        for row in &self.rows {
            if let Some(entry) = catalogue.taking_in(plan, &row.entry, row.has_id, row.told, &taken) {
                taken.push(entry.id);
                edits.push(Edit::SetRisk(Box::new(entry)));
            }
        }
        edits
    }
}

/// Reads a sheet.
///
/// # Errors
/// When the text is too large, or its first line has no columns that make a risk.
pub fn read(text: &str) -> Result<RiskSheet, WireError> {
    if text.len() > MAX_SHEET {
        return Err(WireError::TooLarge { what: "the sheet", limit: MAX_SHEET });
    }
    let delimiter = csv::delimiter(text);
    let mut lines = csv::lines(text, delimiter);
    let right = "a first line with the columns Risk, ETTD (minutes), ETTR (minutes), Users affected (%) and ETTF (days)";
    let head = lines.next().ok_or_else(|| WireError::NotAPlan { found: "nothing".into(), right })?;
    let mut left_out = Vec::new();
    let columns: Vec<Option<(Column, f64)>> =
        head.cells.iter().map(|head| column(head, &mut left_out)).collect();
    let has = |wanted: Column| columns.iter().flatten().any(|(column, _)| *column == wanted);
    let figures = (0..FIGURES.len()).all(|at| has(Column::Figure(at)) || (at == 3 && has(Column::PerYear)));
    if !has(Column::Name) || !figures {
        let found = format!("the columns {}", head.cells.join(", ").chars().take(200).collect::<String>());
        return Err(WireError::NotAPlan { found, right });
    }
    let mut sheet = RiskSheet { rows: Vec::new(), refused: Vec::new(), left_out };
    for line in lines {
        let number = line.number;
        let read = match sheet.rows.len() < limits::MAX_RISKS {
            true => row(&columns, line, delimiter),
            false => Err(format!("a plan holds {} risks at most; take fewer", limits::MAX_RISKS)),
        };
        match read {
            Ok(row) => sheet.rows.push(row),
            Err(why) => sheet.refused.push(RefusedLine { line: number, why }),
        }
    }
    Ok(sheet)
}

/// A column and the minutes (or share) of one of its units.
fn column(head: &str, left_out: &mut Vec<String>) -> Option<(Column, f64)> {
    let Some(column) = Column::of_head(csv::restored(head)) else {
        if !head.trim().is_empty() {
            left_out.push(head.trim().chars().take(limits::MAX_NAME).collect());
        }
        return None;
    };
    let unit_of = |(_, unit): (&str, &str)| unit.trim_end().trim_end_matches(')').trim().to_lowercase();
    let bracket = head.split_once('(').or_else(|| head.trim().rsplit_once(' ')).map(unit_of);
    let unit = match (column, bracket.as_deref()) {
        (Column::Figure(2) | Column::Low(2) | Column::High(2), Some("share" | "0..1" | "fraction")) => 1.0,
        (Column::Figure(at) | Column::Low(at) | Column::High(at), Some(unit)) if at != 2 => {
            minutes_of(unit).unwrap_or(FIGURES[at].2)
        }
        (Column::Figure(at) | Column::Low(at) | Column::High(at), _) => FIGURES[at].2,
        _ => 1.0,
    };
    Some((column, unit))
}

/// The minutes of a unit of time.
fn minutes_of(unit: &str) -> Option<f64> {
    Some(match unit {
        "s" | "sec" | "secs" | "seconds" => 1.0 / 60.0,
        "m" | "min" | "mins" | "minutes" => 1.0,
        "h" | "hrs" | "hours" => 60.0,
        "d" | "days" => DAY,
        _ => return None,
    })
}

/// The numbers of a figure on their way into an estimate.
#[derive(Clone, Copy, Default)]
struct Raw {
    likely: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
}

fn row(columns: &[Option<(Column, f64)>], line: Line, delimiter: char) -> Result<RiskRow, String> {
    if line.open {
        return Err("a quoted cell is never closed; put a \" at its end".into());
    }
    if line.cells.len() > columns.len()
        && line.cells[columns.len()..].iter().any(|cell| !cell.trim().is_empty())
    {
        return Err(format!(
            "found {} cells, but there are {} columns; put cells that hold a {} in quotes",
            line.cells.len(),
            columns.len(),
            if delimiter == '\t' { "tab".to_owned() } else { format!("{delimiter:?}") },
        ));
    }
    // An id that nothing refers to: whoever takes the row in gives it one of its own.
    let nameless = Id::from_name("risk", |_| false);
    let mut entry = RiskEntry::new(nameless, Vec::new());
    let mut raw = [Raw::default(); 4];
    let mut origins: [Option<Provenance>; 4] = Default::default();
    let mut per_year = None;
    let mut name = String::new();
    let mut has_id = false;
    for (column, cell) in columns.iter().zip(&line.cells) {
        let Some((column, unit)) = *column else { continue };
        let text = csv::restored(cell.trim());
        if text.is_empty() {
            continue;
        }
        let head = column.head();
        let number = || read_number(text, delimiter, 1.0).map_err(|why| format!("{head}: {why}"));
        let figure = || read_number(text, delimiter, unit).map_err(|why| format!("{head}: {why}"));
        match column {
            Column::Name => name = remark(text, &head, usize::MAX)?,
            Column::Figure(at) => raw[at].likely = Some(figure()?),
            Column::Low(at) => raw[at].low = Some(figure()?),
            Column::High(at) => raw[at].high = Some(figure()?),
            Column::Source(at) => origins[at] = Some(read_source(text)),
            Column::PerYear => per_year = Some(number()?),
            Column::BadMinutes => {}
            Column::Cause => entry.cause = choice::<Cause>(text, &head)?,
            Column::Owner => entry.owner = choice::<Owner>(text, &head)?,
            Column::Decision => entry.decision = choice::<Decision>(text, &head)?.unwrap_or_default(),
            Column::Person => entry.person = remark(text, &head, limits::MAX_REMARK)?,
            Column::Date => {
                entry.date = Some(Date::parse(text).map_err(|error| format!("{head}: {error}"))?);
            }
            Column::Note => entry.note = remark(text, &head, limits::MAX_REMARK)?,
            Column::Symptom => entry.symptom = remark(text, &head, limits::MAX_REMARK)?,
            Column::Consequence => entry.consequence = remark(text, &head, limits::MAX_REMARK)?,
            Column::Impact => entry.impact = remark(text, &head, limits::MAX_REMARK)?,
            Column::Id => {
                entry.id = Id::new(text).map_err(|error| format!("{head}: {error}"))?;
                has_id = true;
            }
            Column::Of => entry.of = keys(text)?,
            Column::Portion => {
                let portion = Probability::new(number()?).map_err(|error| format!("{head}: {error}"))?;
                entry.portion = portion;
            }
        }
    }
    if let (None, Some(per_year)) = (raw[3].likely, per_year.filter(|n| *n > 0.0)) {
        raw[3].likely = Some(crate::quantity::MINUTES_PER_YEAR / per_year);
    }
    // The name that the model tells of several failures at once may be longer than one that people give.
    if name.chars().count() <= limits::MAX_NAME {
        entry.name = name;
    } else if entry.of.is_empty() {
        return Err(format!(
            "Risk: found {} characters; {} at most are kept",
            name.chars().count(),
            limits::MAX_NAME
        ));
    }
    if entry.name.trim().is_empty() && entry.of.is_empty() {
        return Err("found no name; write in the column Risk what can go wrong".into());
    }
    let told = core::array::from_fn(|at| origins[at].is_none() && !entry.of.is_empty());
    // What the model tells may be rarer than anything that a person can type; it stays the model's.
    if told[3] && raw[3].likely.is_some_and(|between| between > Duration::MAX) {
        raw[3] = Raw::default();
    }
    let [d, m, s, b] = origins;
    entry.detect = estimate::<Duration>(raw[0], d, "ETTD")?;
    entry.mitigate = estimate::<Duration>(raw[1], m, "ETTR")?;
    entry.share = estimate::<Probability>(raw[2], s, "Users affected")?;
    entry.between = estimate::<Duration>(raw[3], b, "ETTF")?;
    if entry.of.is_empty() {
        let missing = [
            entry.detect.is_none(),
            entry.mitigate.is_none(),
            entry.share.is_none(),
            entry.between.is_none(),
        ];
        if let Some(at) = missing.iter().position(|missing| *missing) {
            let (name, unit, _) = FIGURES[at];
            return Err(format!("{name}: found nothing; a number of {unit} is needed"));
        }
    }
    if entry.between.as_ref().is_some_and(|between| between.likely() <= Duration::ZERO) {
        return Err("ETTF: found 0; a time above 0 days between failures is needed".into());
    }
    Ok(RiskRow { line: line.number, entry, has_id, told })
}

fn estimate<Q: Quantity>(
    raw: Raw,
    origin: Option<Provenance>,
    what: &str,
) -> Result<Option<Estimate<Q>>, String> {
    let Some(likely) = raw.likely else { return Ok(None) };
    let origin = origin.unwrap_or_else(|| Provenance::new(Basis::Expert, ""));
    let quantity = |value: f64| Q::new(value).map_err(|error| format!("{what}: {error}"));
    let likely = quantity(likely)?;
    Ok(Some(match (raw.low, raw.high) {
        (Some(low), Some(high)) => Estimate::range(quantity(low)?, likely, quantity(high)?, origin)
            .map_err(|error| format!("{what}: {error}"))?,
        (None, None) => Estimate::point(likely, origin),
        _ => return Err(format!("{what}: found one end of a range; low and high, or neither, are needed")),
    }))
}

/// A number as spreadsheets write it: `1,200.5`, `1.200,5`, `0,5`, `20%`, `90 min`; in the column's unit if it names none.
fn read_number(text: &str, delimiter: char, unit: f64) -> Result<f64, String> {
    let letters = text.trim_end_matches(|c: char| c.is_alphabetic() || c == '%');
    let named = match &text[letters.len()..] {
        "%" => Some(0.01),
        unit => minutes_of(unit),
    };
    let (text_of, unit) = named.map_or((text, unit), |unit| (letters, unit));
    let bare: String = text_of.chars().filter(|c| !c.is_whitespace() && *c != '\'').collect();
    let decimal = match (bare.rfind(','), bare.rfind('.')) {
        (Some(comma), Some(point)) => Some(comma.max(point)),
        // Where commas part cells, one before three digits groups thousands; elsewhere it is the decimal comma.
        (Some(comma), None) => {
            let grouped = bare.matches(',').count() > 1 || (delimiter == ',' && bare.len() - comma == 4);
            (!grouped).then_some(comma)
        }
        (None, Some(point)) => (bare.matches('.').count() == 1).then_some(point),
        (None, None) => None,
    };
    let mut plain = String::new();
    for (at, c) in bare.char_indices() {
        match c {
            ',' | '.' if Some(at) == decimal => plain.push('.'),
            ',' | '.' => {}
            c => plain.push(c),
        }
    }
    let digits = plain.chars().all(|c| c.is_ascii_digit() || "+-.eE".contains(c));
    // Percent by the exponent: so no bit is lost.
    let hundredth = unit == 0.01 && !plain.contains(['e', 'E']);
    let value = match hundredth {
        true => format!("{plain}e-2").parse::<f64>().ok(),
        false => plain.parse::<f64>().ok().map(|value| value * unit),
    };
    let value = value.filter(|value| digits && value.is_finite() && *value >= 0.0);
    value.ok_or_else(|| {
        let found: String = text.chars().take(40).collect();
        format!("found {found:?}; a number of at least 0 is needed")
    })
}

fn remark(text: &str, head: &str, most: usize) -> Result<String, String> {
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let count = line.chars().count();
    if count > most {
        return Err(format!("{head}: found {count} characters; {most} at most are kept"));
    }
    Ok(line)
}

fn choice<C: Choice>(text: &str, head: &str) -> Result<Option<C>, String> {
    let wanted = text.to_lowercase();
    let found = C::ALL.iter().find(|c| c.key() == wanted || c.name().to_lowercase() == wanted);
    match found {
        Some(choice) => Ok(Some(*choice)),
        None => {
            let names: Vec<&str> = C::ALL.iter().map(|choice| choice.name()).collect();
            let found: String = text.chars().take(40).collect();
            Err(format!("{head}: found {found:?}; one of {} is needed", names.join(", ")))
        }
    }
}

fn keys(text: &str) -> Result<Vec<RiskKey>, String> {
    let mut keys: Vec<RiskKey> = Vec::new();
    for word in text.split_whitespace() {
        let key = RiskKey::parse(word).filter(|key| !keys.contains(key)).ok_or_else(|| {
            let found: String = word.chars().take(40).collect();
            format!("Stands for: found {found:?}; leave the cell as it was written, or empty")
        })?;
        keys.push(key);
    }
    if keys.len() > limits::MAX_MERGED {
        return Err(format!(
            "Stands for: found {} risks; {} at most are merged",
            keys.len(),
            limits::MAX_MERGED
        ));
    }
    Ok(keys)
}
