//! A drawing as SVG elements.

use leptos::prelude::*;

use super::draw;
use super::marks::{Anchor, Drawing, Mark};
use super::table::DataTable;
use crate::report::Figure;

/// A figure: its drawing, wide or narrow as the page is, and its numbers as a table.
///
/// The drawing is one picture to a screen reader, with the figure's summary as its text; the same numbers
/// can be read, and copied, from the table underneath.
#[component]
pub fn Chart(
    /// What it shows.
    figure: Figure,
) -> impl IntoView {
    let drawings = [("chart-wide", 640, 360), ("chart-narrow", 340, 320)]
        .map(|(class, width, height)| picture(class, &figure.summary, draw(&figure, width, height)));
    view! {
        <figure class="chart">
            <figcaption>
                <h3>{figure.title}</h3>
                <p>{figure.subtitle}</p>
            </figcaption>
            {drawings.into_iter().collect_view()}
            <details class="chart-data">
                <summary>"The same numbers as a table"</summary>
                <DataTable table=figure.table/>
            </details>
        </figure>
    }
    .into_any()
}

fn picture(class: &'static str, summary: &str, drawing: Drawing) -> AnyView {
    let frame = format!("0 0 {} {}", drawing.width, drawing.height);
    view! {
        <svg class=class viewBox=frame role="img" aria-label=summary.to_owned()>
            {drawing.marks.into_iter().map(element).collect_view()}
        </svg>
    }
    .into_any()
}

fn element(mark: Mark) -> AnyView {
    match mark {
        Mark::Path(ink, points) => {
            let points: Vec<String> = points.iter().map(|(x, y)| format!("{x},{y}")).collect();
            view! { <polyline class=ink.class() points=points.join(" ")/> }.into_any()
        }
        Mark::Circle(ink, (x, y), radius) => {
            view! { <circle class=ink.class() cx=x cy=y r=radius/> }.into_any()
        }
        Mark::Text(ink, (x, y), anchor, text) => {
            let anchor = match anchor {
                Anchor::Start => "start",
                Anchor::Middle => "middle",
                Anchor::End => "end",
            };
            view! { <text class=ink.class() x=x y=y text-anchor=anchor>{text}</text> }.into_any()
        }
    }
}
