//! The parts that views are made of. Each is a plain function that gives an [`Element`](crate::ui::browser::element::Element).

mod number;
mod origin;
mod select;
mod surface;
mod text;

pub use number::{
    duration_field, labelled_number_field, money_field, needed_field, number_field, objective_field,
    probability_field, rate_field, replicas_field, volume_field,
};
pub use select::{Offered, choose, segmented, select_field, toggle};
pub use surface::{Tone, details, dialog, meter, tag, toasts};
pub use text::{fresh_id, text_field, text_input, typed};
