//! Tables as comma-separated values.

use super::Table;

/// A table as CSV by RFC 4180. A cell that a spreadsheet would run as a formula begins with an apostrophe.
pub fn csv(table: &Table) -> String {
    let mut out = String::new();
    let mut line = |cells: &mut dyn Iterator<Item = &str>| {
        for (index, cell) in cells.enumerate() {
            if index > 0 {
                out.push(',');
            }
            let neutral = if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
            match cell.contains([',', '"', '\n', '\r']) {
                true => out.push_str(&format!("\"{neutral}{}\"", cell.replace('"', "\"\""))),
                false => out.extend([neutral, cell]),
            }
        }
        out.push_str("\r\n");
    };
    line(&mut table.columns.iter().map(|column| column.name));
    for row in &table.rows {
        line(&mut row.iter().map(String::as_str));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_where_they_have_to_be_and_never_run() {
        let mut table = Table::new("", &["journey", ">budget"]);
        table.push(vec!["Buy, \"now\"".into(), "43 min".into()]);
        table.push(vec!["=cmd".into(), "-1,5".into()]);
        assert_eq!(csv(&table), "journey,budget\r\n\"Buy, \"\"now\"\"\",43 min\r\n'=cmd,\"'-1,5\"\r\n");
    }
}
