//! The few things that elements do only when told.

use leptos::ev::{KeyboardEvent, MouseEvent};
use wasm_bindgen::JsCast;
use web_sys::{HtmlDialogElement, HtmlElement};

use super::element::Element;

/// Shows or shuts a dialog.
pub fn show_dialog(dialog: &Element, open: bool) {
    let Some(dialog) = dialog.node().dyn_ref::<HtmlDialogElement>() else { return };
    if open && !dialog.open() {
        let _ = dialog.show_modal();
    } else if !open && dialog.open() {
        dialog.close();
    }
    let document = web_sys::window().and_then(|window| window.document());
    let messages = document.and_then(|document| document.query_selector(".toasts").ok().flatten());
    if let Some(messages) = messages {
        stand_above(&messages);
    }
}

/// Puts an element where it can be seen and reached: into the open dialog, or else at the end of the page.
pub fn bring_up(element: &Element) {
    stand_above(element.node());
}

fn stand_above(element: &web_sys::Element) {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
    let dialog = document.query_selector("dialog[open]").ok().flatten();
    let place = dialog.or_else(|| document.body().map(Into::into));
    if let Some(place) = place.filter(|place| element.parent_element().as_ref() != Some(place)) {
        let _ = place.append_child(element);
    }
}

/// Whether a click fell beside a dialog, not into it.
pub fn is_backdrop(event: &MouseEvent) -> bool {
    event.target().is_some_and(|target| target.dyn_ref::<HtmlDialogElement>().is_some())
        && event.target() == event.current_target()
}

/// Whether the element that an event comes from is scrolled to its end, or nearly.
pub fn is_scrolled_to_end(event: &web_sys::Event) -> bool {
    const NEARLY: i32 = 400;
    let element = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    element.is_some_and(|e| e.scroll_top() + e.client_height() + NEARLY >= e.scroll_height())
}

/// Gives the focus to the element with an identity, HTML or SVG.
pub fn focus(id: &str) {
    let document = web_sys::window().and_then(|window| window.document());
    if let Some(element) = document.and_then(|document| document.get_element_by_id(id)) {
        let _ = element.unchecked_into::<HtmlElement>().focus();
    }
}

/// Gives the focus to the field of a number and opens what it is folded away in; whether there is one.
pub fn focus_number(key: &str) -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    let Some(fields) = document.and_then(|document| document.query_selector_all("[data-number]").ok()) else {
        return false;
    };
    let elements = (0..fields.length()).filter_map(|at| fields.get(at)?.dyn_into::<HtmlElement>().ok());
    let mut of_number =
        elements.filter(|element| element.get_attribute("data-number").as_deref() == Some(key));
    let Some(field) = of_number.next() else { return false };
    let mut folded = field.closest("details").ok().flatten();
    while let Some(details) = folded {
        let _ = details.set_attribute("open", "");
        folded = details.parent_element().and_then(|parent| parent.closest("details").ok().flatten());
    }
    let _ = field.focus();
    true
}

/// Takes the focus from the field that an event comes from.
pub fn leave(event: &KeyboardEvent) {
    if let Some(element) = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok()) {
        let _ = element.blur();
    }
}

/// Whether somebody is typing where an event comes from: then a letter is a letter.
pub fn is_typing(event: &KeyboardEvent) -> bool {
    let element = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
    element.is_some_and(|e| matches!(e.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT"))
}

/// Whether a dialog is open: then the keys are its own.
pub fn dialog_is_open() -> bool {
    web_sys::window()
        .and_then(|window| window.document())
        .is_some_and(|document| document.query_selector("dialog[open]").ok().flatten().is_some())
}

/// Whether undo belongs to the words in the field that an event comes from: a note, or a half-typed number.
pub fn has_draft(event: &KeyboardEvent) -> bool {
    let element = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
    element.is_some_and(|e| {
        e.tag_name() == "TEXTAREA" || e.get_attribute("aria-invalid").as_deref() == Some("true")
    })
}

/// Shuts the menu that an event comes from; the focus goes back to what opens it.
pub fn close_menu(event: &web_sys::Event) {
    let element = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let Some(menu) = element.and_then(|element| element.closest("details.menu").ok().flatten()) else {
        return;
    };
    let _ = menu.remove_attribute("open");
    let summary = menu.query_selector("summary").ok().flatten();
    if let Some(summary) = summary.and_then(|summary| summary.dyn_into::<HtmlElement>().ok()) {
        let _ = summary.focus();
    }
}
