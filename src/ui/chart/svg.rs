//! A drawing as SVG elements.

use super::draw;
use super::marks::{Anchor, Drawing, Mark};
use super::table::data_table;
use crate::report::Figure;
use crate::ui::browser::element::{Element, el, svg};

/// A figure: its drawing, wide or narrow as the page is, and its numbers as a table.
///
/// The drawing is one picture to a screen reader, with the figure's summary as its text; the same numbers
/// can be read, and copied, from the table underneath.
pub fn chart(figure: Figure) -> Element {
    let drawings = [("chart-wide", 640, 360), ("chart-narrow", 340, 320)]
        .map(|(class, width, height)| picture(class, &figure.summary, draw(&figure, width, height)));
    let caption = el("figcaption").child(el("h3").child(figure.title)).child(el("p").child(figure.subtitle));
    let data = el("details")
        .class("chart-data")
        .child(el("summary").child("The same numbers as a table"))
        .child(data_table(figure.table));
    el("figure").class("chart").child(caption).child(drawings).child(data)
}

fn picture(class: &str, summary: &str, drawing: Drawing) -> Element {
    let marks: Vec<Element> = drawing.marks.into_iter().map(element).collect();
    svg("svg")
        .class(class)
        .attr("viewBox", format!("0 0 {} {}", drawing.width, drawing.height))
        .attr("role", "img")
        .attr("aria-label", summary)
        .child(marks)
}

fn element(mark: Mark) -> Element {
    match mark {
        Mark::Path(ink, points) => {
            let points: Vec<String> = points.iter().map(|(x, y)| format!("{x},{y}")).collect();
            svg("polyline").class(ink.class()).attr("points", points.join(" "))
        }
        Mark::Circle(ink, (x, y), radius) => svg("circle")
            .class(ink.class())
            .attr("cx", x.to_string())
            .attr("cy", y.to_string())
            .attr("r", radius.to_string()),
        Mark::Text(ink, (x, y), anchor, text) => {
            let anchor = match anchor {
                Anchor::Start => "start",
                Anchor::Middle => "middle",
                Anchor::End => "end",
            };
            svg("text")
                .class(ink.class())
                .attr("x", x.to_string())
                .attr("y", y.to_string())
                .attr("text-anchor", anchor)
                .child(text)
        }
    }
}
