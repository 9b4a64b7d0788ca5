//! Drawing a layout: rectangles, words and lines as SVG elements, with mouse and keyboard.

use leptos::ev;
use leptos::prelude::*;

use super::geometry::{Direction, Item, Layout, Line, Rect, Shape, fitted, shortened};
use super::scene::Card;
use crate::model::Place;

/// Width of a letter of a name, tenths of a pixel.
const LETTER: i32 = 74;
/// Width of a letter of a note, tenths of a pixel.
const SMALL_LETTER: i32 = 62;

/// The picture of a plan. One part is in the tab order; arrow keys go to its neighbours, Enter and
/// Space select.
#[component]
pub fn Topology(
    /// What stands where.
    layout: Memo<Layout>,
    /// The needs of what is selected.
    lines: Memo<Vec<Line>>,
    /// What is selected.
    selected: Signal<Place>,
    /// What a click does.
    on_select: Callback<Place>,
    /// Moves the focus to the element with this identity.
    focus: Callback<String>,
) -> impl IntoView {
    let current = RwSignal::new(0usize);
    let stop = Memo::new(move |_| current.get().min(layout.with(|l| l.items.len().saturating_sub(1))));
    let on_key = move |event: ev::KeyboardEvent| {
        let from = stop.get_untracked();
        let key = event.key();
        let direction = match key.as_str() {
            "ArrowLeft" => Direction::Left,
            "ArrowRight" => Direction::Right,
            "ArrowUp" => Direction::Up,
            "ArrowDown" => Direction::Down,
            "Enter" | " " => {
                event.prevent_default();
                if let Some(place) = layout.with_untracked(|l| l.items.get(from).map(|i| i.place)) {
                    on_select.run(place);
                }
                return;
            }
            _ => return,
        };
        event.prevent_default();
        if let Some(next) = layout.with_untracked(|l| l.next(from, direction)) {
            current.set(next);
            focus.run(element_id(next));
        }
    };
    let pick = Callback::new(move |(index, place): (usize, Place)| {
        current.set(index);
        on_select.run(place);
    });
    let view_box = move || {
        let (w, h) = layout.with(|l| (l.width, l.height));
        ["-2 -2 ", &(w + 4).to_string(), " ", &(h + 4).to_string()].concat()
    };
    let frames = move || layout.with(|l| drawn(l, false, Signals { stop, selected, lines, pick }));
    let cards = move || layout.with(|l| drawn(l, true, Signals { stop, selected, lines, pick }));
    view! {
        <svg
            class="topology"
            role="group"
            aria-label="Topology: regions, zones and components"
            viewBox=view_box
            on:keydown=on_key
        >
            {frames}
            <g class="topology-lines" aria-hidden="true">
                {move || lines.with(|lines| lines.iter().map(drawn_line).collect::<Vec<_>>())}
            </g>
            {cards}
        </svg>
    }
    .into_any()
}

fn element_id(index: usize) -> String {
    ["topology-", &index.to_string()].concat()
}

/// What every item listens and answers to.
#[derive(Clone, Copy)]
struct Signals {
    stop: Memo<usize>,
    selected: Signal<Place>,
    lines: Memo<Vec<Line>>,
    pick: Callback<(usize, Place)>,
}

fn drawn(layout: &Layout, cards: bool, signals: Signals) -> Vec<AnyView> {
    let items = layout.items.iter().enumerate();
    items
        .filter(|(_, item)| matches!(item.shape, Shape::Card(_)) == cards)
        .map(|(index, item)| drawn_item(index, item, signals))
        .collect()
}

fn drawn_item(index: usize, item: &Item, signals: Signals) -> AnyView {
    let Signals { stop, selected, lines, pick } = signals;
    let place = item.place;
    let Rect { x, y, w, h } = item.rect;
    let (kind, radius, heat) = match &item.shape {
        Shape::Region(..) => ("topology-region", 10, "none"),
        Shape::Zone(_) => ("topology-zone", 6, "none"),
        Shape::Card(card) => ("topology-card", 5, card.heat.key()),
    };
    view! {
        <g
            id=element_id(index)
            class=kind
            role="button"
            tabindex=move || if stop.get() == index { "0" } else { "-1" }
            aria-label=spoken(&item.shape)
            aria-pressed=move || if selected.get() == place { "true" } else { "false" }
            data-heat=heat
            data-need=move || {
                lines.with(|lines| lines.iter().find(|l| l.place == place).map(|l| need_key(l.optional)))
            }
            on:click=move |_| pick.run((index, place))
        >
            <rect class="topology-outline" x=x y=y width=w height=h rx=radius />
            {match &item.shape {
                Shape::Card(card) => Some(card_bar(item.rect, card)),
                _ => None,
            }}
        </g>
        // Beside the button, not in it: its label says the same, whole where the words are cut to fit.
        <g class="topology-words" aria-hidden="true" data-heat=heat>
            {match &item.shape {
                Shape::Region(name, users, result) => region_words(item.rect, name, users, result),
                Shape::Zone(name) => words("topology-small", x + 8, y + 18, fitted(name, w - 16, SMALL_LETTER)),
                Shape::Card(card) => card_words(item.rect, card),
            }}
        </g>
    }
    .into_any()
}

fn region_words(rect: Rect, name: &str, users: &str, result: &str) -> AnyView {
    let Rect { x, y, w, .. } = rect;
    let taken = result.chars().count() as i32 * LETTER / 10 + users.chars().count() as i32 * LETTER / 10;
    let name = fitted(name, (w - 40 - taken).max(60), LETTER + 6);
    view! {
        <text class="topology-name" x=x + 12 y=y + 22>
            {name}
            <tspan class="topology-users" dx="8">
                {users.to_owned()}
            </tspan>
        </text>
        <text class="topology-users" x=x + w - 12 y=y + 22 text-anchor="end">
            {result.to_owned()}
        </text>
    }
    .into_any()
}

fn card_bar(rect: Rect, card: &Card) -> AnyView {
    let Rect { x, y, h, .. } = rect;
    view! {
        <title>{card.name.clone()}</title>
        <rect class="topology-bar" x=x + 1 y=y + 4 width="4" height=h - 8 rx="2" />
    }
    .into_any()
}

fn card_words(rect: Rect, card: &Card) -> AnyView {
    let Rect { x, y, w, .. } = rect;
    let taken = card.share.chars().count() as i32 * SMALL_LETTER / 10;
    view! {
        {words("topology-label", x + 13, y + 19, fitted(&card.name, w - 20, LETTER))}
        {words("topology-small", x + 13, y + 36, shortened(&card.note, w - 28 - taken, SMALL_LETTER))}
        <text class="topology-share" x=x + w - 8 y=y + 36 text-anchor="end">
            {card.share.clone()}
        </text>
    }
    .into_any()
}

fn words(class: &'static str, x: i32, y: i32, words: String) -> AnyView {
    view! {
        <text class=class x=x y=y>
            {words}
        </text>
    }
    .into_any()
}

fn drawn_line(line: &Line) -> AnyView {
    let corner = |(x, y): &(i32, i32)| [&x.to_string(), ",", &y.to_string(), " "].concat();
    let points = line.points.iter().map(corner).collect::<String>();
    let (x, y) = line.points.last().copied().unwrap_or_default();
    view! {
        <polyline class="topology-line" data-need=need_key(line.optional) points=points />
        <circle class="topology-end" cx=x cy=y r="3" />
    }
    .into_any()
}

fn need_key(optional: bool) -> &'static str {
    if optional { "optional" } else { "required" }
}

/// What a screen reader says.
fn spoken(shape: &Shape) -> String {
    match shape {
        Shape::Region(name, users, result) if result.is_empty() => {
            ["region ", name, ", ", users, ", no answer yet"].concat()
        }
        Shape::Region(name, users, result) => ["region ", name, ", ", users, ", users get ", result].concat(),
        Shape::Zone(name) if name.to_lowercase().starts_with("zone") => name.clone(),
        Shape::Zone(name) => ["zone ", name].concat(),
        Shape::Card(card) if card.share.is_empty() => [&card.name, ", ", &card.note].concat(),
        Shape::Card(card) => {
            [&card.name, ", ", &card.note, ", spends ", &card.share, " of the bad minutes"].concat()
        }
    }
}
