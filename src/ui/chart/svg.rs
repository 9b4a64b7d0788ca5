//! A drawing as SVG elements.

use super::draw;
use super::marks::{Anchor, Drawing, Mark};
use super::table::data_table;
use crate::report::Figure;
use crate::ui::browser::element::{Element, button, el, svg};
use crate::ui::browser::{files, picture};
use crate::ui::workspace::{Offer, use_workspace};

/// A figure: its drawing, wide or narrow as the page is, and its numbers as a table.
///
/// The drawing is one picture to a screen reader, with the figure's summary as its text; the same numbers
/// can be read, and copied, from the table underneath.
pub fn chart(figure: Figure) -> Element {
    let drawings = [("chart-wide", 640, 360), ("chart-narrow", 340, 320)]
        .map(|(class, width, height)| picture(class, &figure.summary, draw(&figure, width, height)));
    let actions = actions(drawings[0].clone(), figure.title.clone());
    let caption = el("figcaption").child(el("h3").child(figure.title)).child(el("p").child(figure.subtitle));
    let data = el("details")
        .class("chart-data")
        .child(el("summary").child("The same numbers as a table"))
        .child(data_table(figure.table));
    el("figure").class("chart").child(caption).child(drawings).child(actions).child(data)
}

/// The drawing as a file: always the wide one, in the colours of the moment.
fn actions(drawing: Element, title: String) -> Element {
    let ws = use_workspace();
    let name = move |title: &str, ending: &str| {
        let title = files::file_name(title.split(':').next().unwrap_or(title), ending);
        ws.peek(|plan| files::file_name(&plan.name, &title).replacen('.', "-", 1))
    };
    let refused = move || ws.say("The browser did not allow the download", Offer::Nothing, true);
    let (other, other_title) = (drawing.clone(), title.clone());
    let save_svg = move |_| {
        if !picture::save_svg(&drawing, &title, &name(&title, "svg")) {
            refused();
        }
    };
    let save_png = move |_| {
        let done = move |taken: bool| {
            if !taken {
                refused();
            }
        };
        picture::save_png(&other, &other_title, name(&other_title, "png"), done);
    };
    el("div")
        .class("chart-actions")
        .child(button("button quiet").on_click(save_svg).child("Save as SVG"))
        .child(button("button quiet").on_click(save_png).child("Save as PNG"))
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
