//! Drawing a layout: rectangles, words and lines as SVG elements, with mouse and keyboard.

use leptos::ev;
use leptos::prelude::*;

use super::geometry::{Direction, Item, Layout, Line, Rect, Shape, fitted, hatch, shortened};
use super::scene::{Card, Frame, Heat};
use crate::model::Place;
use crate::ui::browser::dom;
use crate::ui::browser::element::{Element, Part, svg};

/// Width of a letter of a name, tenths of a pixel.
const LETTER: i32 = 74;
/// Width of a letter of a note, tenths of a pixel.
const SMALL_LETTER: i32 = 62;

/// The mark of what is down.
const DOWN: &str = "✗ down";

/// A part of the picture: what it selects, and the frame that it stands in, as a component may stand in many.
type Key = (Place, Place);

/// The picture of a plan: what stands where, the needs of what is selected, what is selected, and what
/// a click does. One part is in the tab order; arrow keys go to its neighbours, Enter and Space select.
///
/// A part stays the same element, and keeps the focus, while its words, its colour and its place change.
pub fn topology(
    layout: Memo<Layout>,
    lines: Memo<Vec<Line>>,
    selected: Memo<Place>,
    on_select: Callback<Place>,
) -> Element {
    let keys = Memo::new(move |_| layout.with(keys_of));
    let current = RwSignal::new((0, None));
    let stop = Memo::new(move |_| {
        let (index, key) = current.get();
        keys.with(|keys| at(keys, key).unwrap_or(index.min(keys.len().saturating_sub(1))))
    });
    let picture = Picture { layout, lines, selected, keys, current, stop, on_select };
    let view_box = move || {
        let (w, h) = layout.with(|l| (l.width, l.height));
        ["-2 -2 ", &(w + 4).to_string(), " ", &(h + 4).to_string()].concat()
    };
    let drawn_lines = move || lines.with(|lines| lines.iter().flat_map(drawn_line).collect::<Vec<Element>>());
    let lines = svg("g").class("topology-lines").attr("aria-hidden", "true").child(drawn_lines);
    svg("svg")
        .class("topology")
        .attr("role", "group")
        .attr("aria-label", "Topology: regions, zones and components")
        .attr("viewBox", view_box)
        .on_key(move |event| picture.key(&event))
        .each(move || picture.keys_where(is_frame), move |key| part(picture, key))
        .child(lines)
        .each(move || picture.keys_where(|key| !is_frame(key)), move |key| part(picture, key))
}

/// What every part listens and answers to.
#[derive(Clone, Copy)]
struct Picture {
    layout: Memo<Layout>,
    lines: Memo<Vec<Line>>,
    selected: Memo<Place>,
    keys: Memo<Vec<Key>>,
    /// The part in the tab order, and where it stood when it got there.
    current: RwSignal<(usize, Option<Key>)>,
    /// Where it stands now.
    stop: Memo<usize>,
    on_select: Callback<Place>,
}

impl Picture {
    fn keys_where(self, wanted: fn(&Key) -> bool) -> Vec<Key> {
        self.keys.with(|keys| keys.iter().copied().filter(wanted).collect())
    }

    /// Notes that the focus has got there.
    fn reach(self, key: Key) {
        let index = self.keys.with_untracked(|keys| at(keys, Some(key)));
        self.current.set((index.unwrap_or(0), Some(key)));
    }

    fn key(self, event: &ev::KeyboardEvent) {
        let from = self.stop.get_untracked();
        let direction = match event.key().as_str() {
            "ArrowLeft" => Direction::Left,
            "ArrowRight" => Direction::Right,
            "ArrowUp" => Direction::Up,
            "ArrowDown" => Direction::Down,
            "Enter" | " " => {
                event.prevent_default();
                if let Some((place, _)) = self.keys.with_untracked(|keys| keys.get(from).copied()) {
                    self.on_select.run(place);
                }
                return;
            }
            _ => return,
        };
        event.prevent_default();
        if let Some(next) = self.layout.with_untracked(|l| l.next(from, direction)) {
            dom::focus(&element_id(next));
        }
    }
}

fn keys_of(layout: &Layout) -> Vec<Key> {
    let mut frame: Option<&Item> = None;
    let mut keys = Vec::with_capacity(layout.items.len());
    for item in &layout.items {
        if !matches!(item.shape, Shape::Card(_)) {
            frame = Some(item);
        }
        let within = match frame {
            Some(frame) if frame.rect.holds(item.rect) => frame.place,
            _ => item.region.map_or(Place::Plan, Place::Region),
        };
        keys.push((item.place, within));
    }
    keys
}

fn at(keys: &[Key], key: Option<Key>) -> Option<usize> {
    let key = key?;
    keys.iter().position(|other| *other == key)
}

fn is_frame((place, _): &Key) -> bool {
    matches!(place, Place::Region(_) | Place::Zone(_))
}

fn element_id(index: usize) -> String {
    ["topology-", &index.to_string()].concat()
}

fn part(picture: Picture, key: Key) -> Element {
    let Picture { layout, lines, selected, keys, stop, .. } = picture;
    let (place, _) = key;
    let index = Memo::new(move |_| keys.with(|keys| at(keys, Some(key))));
    let item = Memo::new(move |_| layout.with(|l| l.items.get(index.get()?).cloned()));
    // Without what every edit changes: its frame and its name are not drawn anew for that.
    let still = Memo::new(move |_| item.with(|item| item.as_ref().map(without_share)));
    let heat = Memo::new(move |_| item.with(|item| item.as_ref().map_or("none", heat_of).to_owned()));
    let down = move || item.with(|item| item.as_ref().is_some_and(is_down).then_some("true"));
    let need =
        move || lines.with(|lines| lines.iter().find(|l| l.place == place).map(|l| need_key(l.optional)));
    let pick = move |_| {
        picture.reach(key);
        picture.on_select.run(place);
    };
    let class = match place {
        Place::Region(_) => "topology-region",
        Place::Zone(_) => "topology-zone",
        _ => "topology-card",
    };
    let button = svg("g")
        .attr("id", move || index.get().map(element_id))
        .class(class)
        .attr("role", "button")
        .attr("tabindex", move || if index.get() == Some(stop.get()) { "0" } else { "-1" })
        .attr("aria-label", move || item.with(|item| item.as_ref().map(|item| spoken(&item.shape))))
        .attr("aria-pressed", move || if selected.get() == place { "true" } else { "false" })
        .attr("data-heat", move || heat.get())
        .attr("data-need", need)
        .attr("data-down", down)
        .on("focus", move |_| picture.reach(key))
        .on_click(pick)
        .child(move || still.with(|item| item.as_ref().map(outline)));
    // Beside the button, not in it: its label says the same, whole where the words are cut to fit.
    let words = svg("g")
        .class("topology-words")
        .attr("aria-hidden", "true")
        .attr("data-heat", move || heat.get())
        .child(move || still.with(|still| still.as_ref().map(|still| words_of(still, item))));
    svg("g").child(button).child(words)
}

fn without_share(item: &Item) -> Item {
    let mut item = item.clone();
    if let Shape::Card(card) = &mut item.shape {
        card.share.clear();
        card.heat = Heat::None;
    }
    item
}

fn heat_of(item: &Item) -> &'static str {
    match &item.shape {
        Shape::Card(card) => card.heat.key(),
        Shape::Region(frame) | Shape::Zone(frame) => frame.heat.key(),
    }
}

fn is_down(item: &Item) -> bool {
    match &item.shape {
        Shape::Card(card) => card.down,
        Shape::Region(frame) | Shape::Zone(frame) => frame.down,
    }
}

/// A part without its words: a frame, the pattern of what is down, the bar of its heat.
fn outline(item: &Item) -> Vec<Element> {
    let Rect { x, y, h, .. } = item.rect;
    let (radius, name, bar) = match &item.shape {
        Shape::Region(frame) => (10, None, heat_bar(frame, item.rect)),
        Shape::Zone(frame) => (6, None, heat_bar(frame, item.rect)),
        Shape::Card(card) => (5, Some(card.name.as_str()), Some(Rect { x: x + 1, y: y + 4, w: 4, h: h - 8 })),
    };
    let pattern = is_down(item).then(|| hatched(item.rect));
    let title = name.map(|name| svg("title").child(name));
    let bar = bar.map(|bar| rect("topology-bar", bar, 2));
    let frame = rect("topology-outline", item.rect, radius);
    core::iter::once(frame).chain(pattern).chain(title).chain(bar).collect()
}

/// A frame has its bar beside its head, where the colours tell of it.
fn heat_bar(frame: &Frame, Rect { x, y, .. }: Rect) -> Option<Rect> {
    (frame.heat != Heat::None).then_some(Rect { x: x + 2, y: y + 8, w: 4, h: 16 })
}

fn hatched(rect: Rect) -> Element {
    let number = |n: i32| n.to_string();
    let line = |[from, to]: [(i32, i32); 2]| {
        ["M", &number(from.0), ",", &number(from.1), "L", &number(to.0), ",", &number(to.1)].concat()
    };
    let lines: String = hatch(rect).into_iter().map(line).collect();
    svg("path").class("topology-hatch").attr("d", lines)
}

/// The words of a part as it is but for a card's share, which is followed.
fn words_of(still: &Item, now: Memo<Option<Item>>) -> Vec<Element> {
    match &still.shape {
        Shape::Region(frame) => region_words(still.rect, frame),
        Shape::Zone(frame) => zone_words(still.rect, frame),
        Shape::Card(card) => card_words(still.rect, card, now),
    }
}

fn width_of(words: &str, letter: i32) -> i32 {
    words.chars().count() as i32 * letter / 10
}

fn region_words(rect: Rect, frame: &Frame) -> Vec<Element> {
    let Rect { x, y, w, .. } = rect;
    let Frame { name, users, result, down, .. } = frame;
    let users = if *down { DOWN } else { users };
    let taken = width_of(result, LETTER) + width_of(users, LETTER);
    let name = fitted(name, (w - 40 - taken).max(60), LETTER + 6);
    let class = if *down { "topology-down" } else { "topology-users" };
    let users = svg("tspan").class(class).attr("dx", "8").child(users);
    vec![
        words("topology-name", (x + 12, y + 22), name).child(users),
        words("topology-users", (x + w - 12, y + 22), result.as_str()).attr("text-anchor", "end"),
    ]
}

fn zone_words(rect: Rect, frame: &Frame) -> Vec<Element> {
    let Rect { x, y, w, .. } = rect;
    let beside = if frame.down { DOWN } else { &frame.result };
    let class = if frame.down { "topology-down" } else { "topology-share" };
    let name = fitted(&frame.name, w - 24 - width_of(beside, SMALL_LETTER), SMALL_LETTER);
    vec![
        words("topology-small", (x + 10, y + 18), name),
        words(class, (x + w - 8, y + 18), beside.to_owned()).attr("text-anchor", "end"),
    ]
}

fn card_words(rect: Rect, card: &Card, now: Memo<Option<Item>>) -> Vec<Element> {
    let Rect { x, y, w, .. } = rect;
    let share = Memo::new(move |_| match now.get().map(|now| now.shape) {
        Some(Shape::Card(card)) => card.share,
        _ => String::new(),
    });
    let note = card.note.clone();
    let down = card.down;
    let note = Memo::new(move |_| {
        if down {
            return DOWN.to_owned();
        }
        let taken = share.with(|share| share.chars().count()) as i32 * SMALL_LETTER / 10;
        shortened(&note, w - 28 - taken, SMALL_LETTER)
    });
    let live = |class, at, words: Memo<String>| self::words(class, at, move || words.get());
    vec![
        words("topology-label", (x + 13, y + 19), fitted(&card.name, w - 20, LETTER)),
        live(if down { "topology-down" } else { "topology-small" }, (x + 13, y + 36), note),
        live("topology-share", (x + w - 8, y + 36), share).attr("text-anchor", "end"),
    ]
}

fn words(class: &str, (x, y): (i32, i32), words: impl Part) -> Element {
    placed(svg("text").class(class), &[("x", x), ("y", y)]).child(words)
}

fn rect(class: &str, Rect { x, y, w, h }: Rect, radius: i32) -> Element {
    let numbers = [("x", x), ("y", y), ("width", w), ("height", h), ("rx", radius)];
    placed(svg("rect").class(class), &numbers)
}

fn placed(element: Element, numbers: &[(&'static str, i32)]) -> Element {
    numbers.iter().fold(element, |element, (name, number)| element.attr(name, number.to_string()))
}

fn drawn_line(line: &Line) -> [Element; 2] {
    let corner = |(x, y): &(i32, i32)| [&x.to_string(), ",", &y.to_string(), " "].concat();
    let points = line.points.iter().map(corner).collect::<String>();
    let (x, y) = line.points.last().copied().unwrap_or_default();
    let need = need_key(line.optional);
    let path = svg("polyline").class("topology-line").attr("data-need", need).attr("points", points);
    [path, placed(svg("circle").class("topology-end"), &[("cx", x), ("cy", y), ("r", 3)])]
}

fn need_key(optional: bool) -> &'static str {
    if optional { "optional" } else { "required" }
}

/// What a screen reader says.
fn spoken(shape: &Shape) -> String {
    let (mut said, told, down) = match shape {
        Shape::Region(frame) => {
            (["region ", &frame.name, ", ", &frame.users].concat(), &frame.told, frame.down)
        }
        Shape::Zone(frame) if frame.name.to_lowercase().starts_with("zone") => {
            (frame.name.clone(), &frame.told, frame.down)
        }
        Shape::Zone(frame) => (["zone ", &frame.name].concat(), &frame.told, frame.down),
        Shape::Card(card) => ([&card.name, ", ", &card.note].concat(), &card.told, card.down),
    };
    for more in [if down { "down" } else { "" }, told] {
        if !more.is_empty() {
            said.push_str(", ");
            said.push_str(more);
        }
    }
    said
}

#[cfg(test)]
mod tests {
    use super::super::{Scene, Seen};
    use super::*;
    use crate::model::Edit;
    use crate::model::templates::worked_example;

    #[test]
    fn every_part_has_a_key_of_its_own_that_does_not_depend_on_the_width() {
        let plan = worked_example().apply(&Edit::ScaleRegions(3)).unwrap();
        let scene = Scene::of(&plan, Seen::default());
        let keys = keys_of(&Layout::of(&scene, 880));
        assert!(keys.len() > 40, "{keys:?}");
        for (index, key) in keys.iter().enumerate() {
            assert_eq!(at(&keys, Some(*key)), Some(index), "{key:?}");
        }
        assert_eq!(keys_of(&Layout::of(&scene, 300)), keys);
    }
}
