//! A table of the report room as elements, and the parts that other tables share with it.

use crate::report::{Align, Table};
use crate::ui::browser::element::{Element, Part, el};

/// Rows and columns in a region that scrolls sideways by itself, by touch, mouse and keyboard.
///
/// The first cell of a row is its heading.
pub fn data_table(table: Table) -> Element {
    let Table { caption, columns, rows } = table;
    let align = |i: usize| match columns.get(i).map(|column| column.align) {
        Some(Align::End) => "end",
        _ => "start",
    };
    let cell = |(i, text): (usize, String)| {
        let cell = if i == 0 { el("th").attr("scope", "row") } else { el("td") };
        cell.attr("data-align", align(i)).child(text)
    };
    let row = |cells: Vec<String>| {
        let cells: Vec<Element> = cells.into_iter().enumerate().map(cell).collect();
        el("tr").child(cells)
    };
    let names = columns.iter().enumerate();
    let head: Vec<Element> =
        names.map(|(i, column)| column_name(column.name).attr("data-align", align(i))).collect();
    let body: Vec<Element> = rows.into_iter().map(row).collect();
    let shown = el("table")
        .class("data-table")
        .child(el("caption").child(caption.as_str()))
        .child(el("thead").child(el("tr").child(head)))
        .child(el("tbody").child(body));
    region(&caption, shown)
}

/// The region around a table, which scrolls sideways by itself.
pub fn region(label: &str, table: Element) -> Element {
    el("div")
        .class("table-region")
        .attr("tabindex", "0")
        .attr("role", "region")
        .attr("aria-label", label)
        .child(table)
}

/// The row of the names of columns; a column whose name starts with `>` holds numbers.
pub fn names(columns: &[&str]) -> Element {
    columns.iter().fold(el("tr"), |row, name| {
        row.child(match name.strip_prefix('>') {
            Some(name) => column_name(name).attr("data-align", "end"),
            None => column_name(name),
        })
    })
}

/// A cell that holds a number.
pub fn amount(text: impl Part) -> Element {
    el("td").attr("data-align", "end").child(text)
}

fn column_name(name: &str) -> Element {
    el("th").attr("scope", "col").child(name)
}
