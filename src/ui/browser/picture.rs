//! A drawing of the page as a file of its own: as SVG, or painted at twice its size as PNG.
//!
//! The colours of a drawing are in the style sheet; here they are written into a copy of it, so that the file looks
//! the same by itself, in the theme of the moment.

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Blob, CanvasRenderingContext2d, Element as Node, HtmlCanvasElement, HtmlImageElement, XmlSerializer,
};

use super::element::Element;
use super::files;

/// What the style sheet decides about a mark.
const LOOKS: [&str; 11] = [
    "fill",
    "stroke",
    "stroke-width",
    "stroke-dasharray",
    "stroke-linejoin",
    "stroke-linecap",
    "opacity",
    "font-family",
    "font-size",
    "font-weight",
    "text-anchor",
];

/// Room for the title above the drawing, and around it.
const TITLE: f64 = 34.0;

/// How many points of the file stand for one of the page, each way.
const FINENESS: f64 = 2.0;

/// A drawing that stands alone.
struct Alone {
    text: String,
    width: f64,
    height: f64,
}

/// Hands a drawing over as an SVG file; tells whether the browser took it.
pub fn save_svg(drawing: &Element, title: &str, name: &str) -> bool {
    alone(drawing.node(), title).is_some_and(|alone| files::download(name, "image/svg+xml", &alone.text))
}

/// Hands a drawing over as a PNG file; `then` hears whether the browser took it.
pub fn save_png(drawing: &Element, title: &str, name: String, then: impl Fn(bool) + Clone + 'static) {
    let failed = then.clone();
    if paint(drawing.node(), title, name, then).is_none() {
        failed(false);
    }
}

fn paint(drawing: &Node, title: &str, name: String, then: impl Fn(bool) + Clone + 'static) -> Option<()> {
    let alone = alone(drawing, title)?;
    let document = web_sys::window()?.document()?;
    let image: HtmlImageElement = document.create_element("img").ok()?.dyn_into().ok()?;
    let canvas: HtmlCanvasElement = document.create_element("canvas").ok()?.dyn_into().ok()?;
    canvas.set_width((alone.width * FINENESS) as u32);
    canvas.set_height((alone.height * FINENESS) as u32);
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    let source = image.clone();
    let refused = then.clone();
    let size = (alone.width * FINENESS, alone.height * FINENESS);
    let loaded = Closure::once_into_js(move || {
        let drawn =
            context.draw_image_with_html_image_element_and_dw_and_dh(&source, 0.0, 0.0, size.0, size.1);
        let finished = then.clone();
        let save = Closure::once_into_js(move |blob: JsValue| {
            let blob = blob.dyn_into::<Blob>().ok();
            finished(blob.is_some_and(|blob| files::download_blob(&name, &blob).is_some()));
        });
        if drawn.is_err() || canvas.to_blob(save.unchecked_ref()).is_err() {
            then(false);
        }
    });
    let failed = Closure::once_into_js(move || refused(false));
    image.set_onload(loaded.dyn_ref());
    image.set_onerror(failed.dyn_ref());
    let text = String::from(js_sys::encode_uri_component(&alone.text));
    image.set_src(&format!("data:image/svg+xml;charset=utf-8,{text}"));
    Some(())
}

fn alone(drawing: &Node, title: &str) -> Option<Alone> {
    let window = web_sys::window()?;
    let document = window.document()?;
    let copy: Node = drawing.clone_node_with_deep(true).ok()?.dyn_into().ok()?;
    looks(&window, drawing, &copy);
    let size = drawing.get_attribute("viewBox")?;
    let mut size = size.split(' ').skip(2).filter_map(|n| n.parse::<f64>().ok());
    let (width, height) = (size.next()?, size.next()? + TITLE);
    let set = |element: &Node, name: &str, value: &str| {
        let _ = element.set_attribute(name, value);
    };
    set(&copy, "viewBox", &format!("0 -{TITLE} {width} {height}"));
    set(&copy, "width", &width.to_string());
    set(&copy, "height", &height.to_string());
    let _ = copy.remove_attribute("class");
    let body = document.body()?;
    let page = window.get_computed_style(&body).ok()??;
    let make = |tag: &str| document.create_element_ns(Some("http://www.w3.org/2000/svg"), tag).ok();
    let (paper, heading) = (make("rect")?, make("text")?);
    set(&paper, "x", "0");
    set(&paper, "y", &format!("-{TITLE}"));
    set(&paper, "width", "100%");
    set(&paper, "height", "100%");
    set(&paper, "fill", &panel_of(&window, drawing).unwrap_or_else(|| "#fff".into()));
    set(&heading, "x", "12");
    set(&heading, "y", "-12");
    set(&heading, "font-size", "15");
    set(&heading, "font-weight", "600");
    set(&heading, "font-family", &page.get_property_value("font-family").ok()?);
    set(&heading, "fill", &page.get_property_value("color").ok()?);
    heading.set_text_content(Some(title));
    copy.insert_before(&heading, copy.first_child().as_ref()).ok()?;
    copy.insert_before(&paper, copy.first_child().as_ref()).ok()?;
    let text = XmlSerializer::new().ok()?.serialize_to_string(&copy).ok()?;
    Some(Alone { text, width, height })
}

/// Writes what the style sheet decides into a copy, element by element.
fn looks(window: &web_sys::Window, from: &Node, to: &Node) {
    if let Ok(Some(style)) = window.get_computed_style(from) {
        for look in LOOKS {
            if let Ok(value) = style.get_property_value(look)
                && !value.is_empty()
            {
                let _ = to.set_attribute(look, &value);
            }
        }
    }
    let _ = to.remove_attribute("class");
    let (from, to) = (from.children(), to.children());
    for index in 0..from.length() {
        if let (Some(from), Some(to)) = (from.item(index), to.item(index)) {
            looks(window, &from, &to);
        }
    }
}

/// The colour behind an element: that of the nearest one around it that has any.
fn panel_of(window: &web_sys::Window, element: &Node) -> Option<String> {
    let mut around = Some(element.clone());
    while let Some(element) = around {
        let style = window.get_computed_style(&element).ok()??;
        let color = style.get_property_value("background-color").ok()?;
        if !matches!(color.as_str(), "" | "transparent" | "rgba(0, 0, 0, 0)") {
            return Some(color);
        }
        around = element.parent_element();
    }
    None
}
