//! The Design view: what the service is made of, where it stands, how it fails, and what that costs its users.
//!
//! In the middle the topology, what spends the budget, and the journeys; on the right the inspector
//! of what is selected. Which numbers a place has ([`numbers`]), what can be chosen ([`picks`]) and what
//! the buttons add ([`grow`]) are data with native tests; the components are loops over them.

mod breakables;
mod breaking;
mod canvas;
mod causes;
mod desk;
mod fate;
mod findings;
mod grow;
mod inspector;
mod matters;
mod needs;
mod numbers;
mod offers;
mod picks;
#[cfg(test)]
mod sample;
mod shelf;
mod toolbar;

use desk::Desk;

use crate::ui::browser::element::{Element, el};

/// The view.
pub fn design() -> Element {
    let desk = Desk::here();
    breaking::drop_removed(desk);
    let main = el("div")
        .class("design-main")
        .child(toolbar::toolbar(desk))
        .child(findings::banner(desk))
        .child(breaking::strip(desk))
        .child(canvas::canvas(desk))
        .child(causes::causes(desk))
        .child(causes::journeys(desk))
        .child(matters::matters(desk))
        .child(causes::cut_sets(desk));
    el("section")
        .class("view design")
        .child(el("h1").class("visually-hidden").child("Design"))
        .child(main)
        .child(inspector::inspector(desk))
}
