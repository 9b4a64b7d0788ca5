//! Elements of the page, built one after the other and kept in step with signals.
//!
//! An [`Element`] is made by [`el`] or [`svg`] and grows by chained calls. Whatever can change is given as a
//! closure: it runs at once and again whenever a signal that it read has changed.
//!
//! ```ignore
//! el("p").class("note")
//!     .attr("hidden", move || name.with(String::is_empty))
//!     .child("Called ")
//!     .child(move || name.get())
//! ```
//!
//! # Why not the macro of the framework
//! Leptos' `view!` compiles one copy of its drawing code for every shape of element in the source, half of
//! the Wasm file of this page. Here every closure is boxed as soon as it is handed in, so that the code that
//! draws exists once. Signals, memos, owners and effects are those of Leptos.
//!
//! *Architecture invariant:* nothing here takes markup from a string: texts become text nodes.

use leptos::prelude::*;
use leptos::reactive::effect::RenderEffect;
use leptos::reactive::owner::Owner;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Event, KeyboardEvent, MouseEvent, Node};

const SVG: &str = "http://www.w3.org/2000/svg";

/// An element of the page. A copy of the handle is the same element.
#[derive(Clone, Debug)]
pub struct Element(web_sys::Element);

/// An HTML element.
pub fn el(tag: &'static str) -> Element {
    Element(document().create_element(tag).unwrap_or_else(|_| broken()))
}

/// An SVG element.
pub fn svg(tag: &'static str) -> Element {
    Element(document().create_element_ns(Some(SVG), tag).unwrap_or_else(|_| broken()))
}

/// A button that does not send a form.
pub fn button(class: &str) -> Element {
    el("button").attr("type", "button").class(class)
}

/// Several parts without an element around them, to be handed on as one.
pub fn parts(part: impl Part) -> Parts {
    let all = document().create_document_fragment();
    part.add_to(&all);
    Parts(all.into())
}

/// Parts of the page in order, perhaps none. Give them to one parent.
#[derive(Debug)]
pub struct Parts(Node);

impl Element {
    /// Sets its classes, separated by blanks.
    pub fn class(self, names: &str) -> Self {
        self.put("class", Some(names));
        self
    }

    /// Has a class while something is true.
    pub fn class_if(self, name: &'static str, when: impl Fn() -> bool + 'static) -> Self {
        let list = self.0.class_list();
        follow(move || {
            let _ = list.toggle_with_force(name, when());
        });
        self
    }

    /// Sets an attribute: a text, `true` for present, `None` or `false` for absent, or a closure that gives one.
    pub fn attr(self, name: &'static str, value: impl Attribute) -> Self {
        value.set_on(&self, name);
        self
    }

    /// Keeps one of the properties that a person can change in step: `value`, `checked`, `selected`.
    pub fn prop<V: Into<JsValue>>(self, name: &'static str, value: impl Fn() -> V + 'static) -> Self {
        self.follow_property(name, Box::new(move || value().into()));
        self
    }

    /// Sets a property of its style: the policy of the page allows no `style` attribute.
    pub fn style(self, name: &'static str, value: &str) -> Self {
        let _ = self.0.unchecked_ref::<web_sys::HtmlElement>().style().set_property(name, value);
        self
    }

    /// Adds a text, an element, several of them, or a closure that gives any of these.
    pub fn child(self, part: impl Part) -> Self {
        part.add_to(&self.0);
        self
    }

    /// Adds a row for each key, in order. A row stays the same element for as long as its key is there.
    pub fn each<K: Clone + PartialEq + 'static>(
        self,
        keys: impl Fn() -> Vec<K> + 'static,
        row: impl Fn(K) -> Element + 'static,
    ) -> Self {
        self.follow_rows(Box::new(keys), Box::new(row));
        self
    }

    /// Calls `f` for every event of a kind on it.
    pub fn on(self, kind: &'static str, f: impl FnMut(Event) + 'static) -> Self {
        self.listen(kind, Box::new(f));
        self
    }

    /// Calls `f` for every click on it.
    pub fn on_click(self, f: impl FnMut(MouseEvent) + 'static) -> Self {
        self.on_mouse("click", f)
    }

    /// Calls `f` for every event of a pointing device.
    pub fn on_mouse(self, kind: &'static str, mut f: impl FnMut(MouseEvent) + 'static) -> Self {
        self.listen(kind, Box::new(move |event| f(event.unchecked_into())));
        self
    }

    /// Calls `f` for every key pressed in it.
    pub fn on_key(self, mut f: impl FnMut(KeyboardEvent) + 'static) -> Self {
        self.listen("keydown", Box::new(move |event| f(event.unchecked_into())));
        self
    }

    /// The element itself, for what only it can do.
    pub fn node(&self) -> &web_sys::Element {
        &self.0
    }

    /// Puts it at the end of the page.
    pub fn mount(self) {
        if let Some(body) = document().body() {
            append(&body, &self.0);
        }
    }

    fn put(&self, name: &str, value: Option<&str>) {
        let _ = match value {
            Some(value) => self.0.set_attribute(name, value),
            None => self.0.remove_attribute(name),
        };
    }

    fn follow_rows<K: Clone + PartialEq + 'static>(
        &self,
        keys: Box<dyn Fn() -> Vec<K>>,
        row: Box<dyn Fn(K) -> Element>,
    ) {
        let outside = Owner::current().unwrap_or_default();
        let place = self.0.clone();
        let end = marker();
        append(&place, &end);
        let mut rows: Vec<(K, Row)> = Vec::new();
        follow(move || {
            let wanted = keys();
            let mut before = core::mem::take(&mut rows);
            for key in wanted {
                let known = before.iter().position(|(other, _)| *other == key);
                let (key, kept) = match known {
                    Some(at) => before.remove(at),
                    None => {
                        let made = Row::new(&outside, Box::new(|| row(key.clone())));
                        (key, made)
                    }
                };
                rows.push((key, kept));
            }
            for (_, gone) in before {
                gone.remove();
            }
            let mut next = end.clone();
            for (_, row) in rows.iter().rev() {
                row.stand_before(&place, &next);
                next = row.element.0.clone().into();
            }
        });
    }

    fn follow_property(&self, name: &'static str, value: Box<dyn Fn() -> JsValue>) {
        let element = self.0.clone();
        follow(move || {
            let _ = js_sys::Reflect::set(&element, &JsValue::from_str(name), &value());
        });
    }

    fn listen(&self, kind: &str, f: Box<dyn FnMut(Event)>) {
        // The closure belongs to the element from here on: both go together.
        let listener = Closure::wrap(f).into_js_value();
        let _ = self.0.add_event_listener_with_callback(kind, listener.unchecked_ref());
    }
}

/// What may stand in a place of the page.
pub trait Part {
    /// Adds it at the end of a parent.
    fn add_to(self, parent: &Node);
}

impl Part for Element {
    fn add_to(self, parent: &Node) {
        append(parent, &self.0);
    }
}

impl Part for Parts {
    fn add_to(self, parent: &Node) {
        append(parent, &self.0);
    }
}

impl Part for &str {
    fn add_to(self, parent: &Node) {
        append(parent, &document().create_text_node(self));
    }
}

impl Part for String {
    fn add_to(self, parent: &Node) {
        self.as_str().add_to(parent);
    }
}

impl<P: Part> Part for Option<P> {
    fn add_to(self, parent: &Node) {
        if let Some(part) = self {
            part.add_to(parent);
        }
    }
}

impl<P: Part> Part for Vec<P> {
    fn add_to(self, parent: &Node) {
        for part in self {
            part.add_to(parent);
        }
    }
}

impl<P: Part, const N: usize> Part for [P; N] {
    fn add_to(self, parent: &Node) {
        for part in self {
            part.add_to(parent);
        }
    }
}

impl<F: Fn() -> P + 'static, P: Part> Part for F {
    fn add_to(self, parent: &Node) {
        live(parent, Box::new(move |parent| self().add_to(parent)));
    }
}

/// What an attribute may be.
pub trait Attribute {
    /// Sets it on an element.
    fn set_on(self, element: &Element, name: &'static str);
}

impl Attribute for &str {
    fn set_on(self, element: &Element, name: &'static str) {
        element.put(name, Some(self));
    }
}

impl Attribute for String {
    fn set_on(self, element: &Element, name: &'static str) {
        element.put(name, Some(&self));
    }
}

impl Attribute for &String {
    fn set_on(self, element: &Element, name: &'static str) {
        element.put(name, Some(self));
    }
}

impl Attribute for bool {
    fn set_on(self, element: &Element, name: &'static str) {
        element.put(name, self.then_some(""));
    }
}

impl<A: Attribute> Attribute for Option<A> {
    fn set_on(self, element: &Element, name: &'static str) {
        match self {
            Some(value) => value.set_on(element, name),
            None => element.put(name, None),
        }
    }
}

impl<F: Fn() -> A + 'static, A: Attribute> Attribute for F {
    fn set_on(self, element: &Element, name: &'static str) {
        let element = element.clone();
        follow(move || self().set_on(&element, name));
    }
}

/// Runs `f` now, and again whenever a signal that it read has changed, until what it belongs to is gone.
pub fn follow(f: impl FnMut() + 'static) {
    follow_boxed(Box::new(f));
}

fn follow_boxed(mut f: Box<dyn FnMut()>) {
    // Kept by the current owner: gone when that is.
    StoredValue::new_local(RenderEffect::new(move |_| f()));
}

/// The same, but first when the page has been drawn.
pub fn follow_later(f: impl FnMut() + 'static) {
    let f: Box<dyn FnMut()> = Box::new(f);
    later_boxed(f);
}

fn later_boxed(mut f: Box<dyn FnMut()>) {
    Effect::new(move |_| f());
}

/// A stretch of a parent that is made anew whenever a signal that it read has changed.
fn live(parent: &Node, fill: Box<dyn Fn(&Node)>) {
    let (start, end) = (marker(), marker());
    append(parent, &start);
    append(parent, &end);
    follow_boxed(Box::new(move || {
        // The parent of now: the stretch may have been handed on since.
        let Some(parent) = end.parent_node() else { return };
        let fresh = document().create_document_fragment();
        fill(&fresh);
        if retold(&start, &end, &fresh) {
            return;
        }
        while let Some(old) = start.next_sibling().filter(|old| *old != end) {
            let _ = parent.remove_child(&old);
        }
        let _ = parent.insert_before(&fresh, Some(&end));
    }));
}

/// Where a stretch is one text and the fresh one is too, the words alone change, if they do: it is not read
/// out again for nothing.
fn retold(start: &Node, end: &Node, fresh: &Node) -> bool {
    let (Some(old), Some(new)) = (start.next_sibling(), fresh.first_child()) else { return false };
    let alone = old.next_sibling().as_ref() == Some(end) && new.next_sibling().is_none();
    if !alone || old.node_type() != Node::TEXT_NODE || new.node_type() != Node::TEXT_NODE {
        return false;
    }
    if !old.is_equal_node(Some(&new)) {
        old.set_node_value(new.node_value().as_deref());
    }
    true
}

/// A row of a list with the owner of all that it follows.
struct Row {
    owner: Owner,
    element: Element,
}

impl Row {
    fn new(outside: &Owner, make: Box<dyn Fn() -> Element + '_>) -> Self {
        let owner = outside.child();
        let element = owner.with(|| untrack(make));
        Self { owner, element }
    }

    fn stand_before(&self, parent: &Node, next: &Node) {
        if self.element.0.next_sibling().as_ref() == Some(next) {
            return;
        }
        // Moving an element takes its focus away: it gets it back.
        let stood = self.element.0.parent_node().and_then(|_| document().active_element());
        let focus = stood.filter(|focus| self.element.0.contains(Some(focus)));
        let _ = parent.insert_before(&self.element.0, Some(next));
        if let Some(focus) = focus {
            let _ = focus.unchecked_into::<web_sys::HtmlElement>().focus();
        }
    }

    fn remove(self) {
        self.owner.cleanup();
        self.element.0.remove();
    }
}

fn marker() -> Node {
    document().create_comment("").into()
}

fn append(parent: &Node, child: &Node) {
    let _ = parent.append_child(child);
}

fn document() -> Document {
    web_sys::window().and_then(|window| window.document()).unwrap_or_else(broken)
}

/// A page without a document, or a name that no element can have: a bug.
#[cold]
fn broken<T>() -> T {
    wasm_bindgen::throw_str("no element without a page")
}
