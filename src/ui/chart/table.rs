//! A table of the report room as elements.

use leptos::prelude::*;

use crate::report::{Align, Table};

/// Rows and columns in a region that scrolls sideways by itself, by touch, mouse and keyboard.
///
/// The first cell of a row is its heading.
#[component]
pub fn DataTable(
    /// What it shows.
    table: Table,
) -> impl IntoView {
    let Table { caption, columns, rows } = table;
    let label = caption.clone();
    let align = |i: usize| match columns.get(i).map(|column| column.align) {
        Some(Align::End) => "end",
        _ => "start",
    };
    let head = (0..columns.len()).map(|i| {
        view! { <th scope="col" data-align=align(i)>{columns[i].name}</th> }
    });
    let head = head.collect_view();
    let body = rows.into_iter().map(|row| {
        let cells = row.into_iter().enumerate().map(|(i, cell)| match i {
            0 => view! { <th scope="row" data-align=align(i)>{cell}</th> }.into_any(),
            _ => view! { <td data-align=align(i)>{cell}</td> }.into_any(),
        });
        view! { <tr>{cells.collect_view()}</tr> }
    });
    view! {
        <div class="table-region" tabindex="0" role="region" aria-label=label>
            <table class="data-table">
                <caption>{caption}</caption>
                <thead>
                    <tr>{head}</tr>
                </thead>
                <tbody>{body.collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}
