//! Where everything stands: a scene and a width become rectangles. Pure, the same for the same input.
//!
//! Shared fates and global components fill a band on top; below it the regions stand side by side
//! where there is room and under each other where there is not; zones do the same inside a region,
//! with what is regional beneath them. All lengths are whole CSS pixels.

use super::scene::{Card, Frame, RegionScene, Scene};
use crate::model::{Id, Place, Plan};

/// Between neighbours.
const GAP: i32 = 10;
/// Inside a frame.
const PAD: i32 = 12;
/// A frame's line of text.
const HEAD: i32 = 22;
/// A card: two lines of text.
const CARD: i32 = 46;
/// From a card's left edge to a line that passes it.
const RAIL: i32 = 3;
/// The narrowest card of the band and the regional row.
const CARD_MIN: i32 = 150;
/// The narrowest zone.
const ZONE_MIN: i32 = 124;
/// The narrowest region that still stands beside another.
const REGION_MIN: i32 = 300;

/// Between the lines of a hatch.
const HATCH: i32 = 10;

/// The narrowest picture; on less than that it is scaled.
pub const NARROWEST: i32 = 240;

/// A rectangle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Rect {
    /// Left edge.
    pub x: i32,
    /// Top edge.
    pub y: i32,
    /// Width.
    pub w: i32,
    /// Height.
    pub h: i32,
}

/// What a rectangle shows.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// A region.
    Region(Frame),
    /// A zone.
    Zone(Frame),
    /// A component or a shared fate.
    Card(Card),
}

/// Something in the picture that can be selected.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// What a click selects.
    pub place: Place,
    /// The region it stands in; nothing for the band on top.
    pub region: Option<Id>,
    /// Where.
    pub rect: Rect,
    /// What it shows.
    pub shape: Shape,
}

/// The picture with places: a frame comes before what stands in it.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Layout {
    /// Width.
    pub width: i32,
    /// Height.
    pub height: i32,
    /// Everything that can be selected, in reading order.
    pub items: Vec<Item>,
}

/// A line from a component to one that it needs: along the left edge, where no card stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its corners.
    pub points: Vec<(i32, i32)>,
    /// What is needed.
    pub place: Place,
    /// Whether it can be done without.
    pub optional: bool,
}

/// Where an arrow key goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// To the left.
    Left,
    /// To the right.
    Right,
    /// Upwards.
    Up,
    /// Downwards.
    Down,
}

impl Rect {
    /// The middle.
    pub fn center(self) -> (i32, i32) {
        (self.x + self.w / 2, self.y + self.h / 2)
    }

    /// Whether it holds another.
    pub fn holds(self, other: Self) -> bool {
        self.x <= other.x
            && self.y <= other.y
            && self.x + self.w >= other.x + other.w
            && self.y + self.h >= other.y + other.h
    }

    /// Whether they share more than an edge.
    pub fn overlaps(self, other: Self) -> bool {
        self.x < other.x + other.w
            && other.x < self.x + self.w
            && self.y < other.y + other.h
            && other.y < self.y + self.h
    }
}

impl Item {
    /// What takes the focus and the click: a card as a whole, of a frame its head.
    pub fn hit(&self) -> Rect {
        match self.shape {
            Shape::Card(_) => self.rect,
            _ => Rect { h: HEAD + PAD, ..self.rect },
        }
    }
}

impl Layout {
    /// Gives everything in a scene its place in a picture of this width.
    pub fn of(scene: &Scene, width: i32) -> Self {
        let width = width.max(NARROWEST);
        let mut layout = Self { width, height: 0, items: Vec::new() };
        let mut y = 0;
        if !scene.band.is_empty() {
            y = layout.grid(&scene.band, None, (0, y, width)) + GAP;
        }
        let columns = columns(scene.regions.len(), width, REGION_MIN);
        for row in scene.regions.chunks(columns) {
            let mut bottom = y;
            let first = layout.items.len();
            for (column, region) in row.iter().enumerate() {
                let (x, w) = column_at(column, columns, width);
                bottom = bottom.max(layout.region(region, (x, y, w)));
            }
            for item in &mut layout.items[first..] {
                if matches!(item.shape, Shape::Region(..)) {
                    item.rect.h = bottom - y;
                }
            }
            y = bottom + GAP;
        }
        layout.height = (y - GAP).max(0);
        layout
    }

    /// A region, its zones and its cards; answers the bottom edge.
    fn region(&mut self, region: &RegionScene, (x, y, w): (i32, i32, i32)) -> i32 {
        let frame = self.items.len();
        let (inner, left) = (w - 2 * PAD, x + PAD);
        self.items.push(Item {
            place: Place::Region(region.id),
            region: Some(region.id),
            rect: Rect { x, y, w, h: 0 },
            shape: Shape::Region(region.frame.clone()),
        });
        let mut bottom = y + PAD + HEAD;
        let columns = columns(region.zones.len(), inner, ZONE_MIN);
        for row in region.zones.chunks(columns) {
            let (top, first) = (bottom, self.items.len());
            for (column, zone) in row.iter().enumerate() {
                let (zone_x, zone_w) = column_at(column, columns, inner);
                let rect = Rect { x: left + zone_x, y: top, w: zone_w, h: 0 };
                let (place, shape) = (Place::Zone(zone.id), Shape::Zone(zone.frame.clone()));
                self.items.push(Item { place, region: Some(region.id), rect, shape });
                let across = (rect.x + PAD / 2, top + HEAD + PAD / 2, zone_w - PAD);
                let end = self.grid(&zone.cards, Some(region.id), across);
                bottom = bottom.max(end + PAD / 2);
            }
            for item in &mut self.items[first..] {
                if matches!(item.shape, Shape::Zone(_)) {
                    item.rect.h = bottom - top;
                }
            }
            bottom += GAP;
        }
        if !region.cards.is_empty() {
            bottom = self.grid(&region.cards, Some(region.id), (left, bottom, inner)) + GAP;
        }
        let bottom = bottom - GAP + PAD;
        self.items[frame].rect.h = bottom - y;
        bottom
    }

    /// Cards in rows of equal columns; answers the bottom edge.
    fn grid(&mut self, cards: &[Card], region: Option<Id>, (x, y, w): (i32, i32, i32)) -> i32 {
        let columns = columns(cards.len(), w, CARD_MIN);
        let mut bottom = y;
        for (index, card) in cards.iter().enumerate() {
            let (card_x, card_w) = column_at(index % columns, columns, w);
            let top = y + (index / columns) as i32 * (CARD + GAP);
            let rect = Rect { x: x + card_x, y: top, w: card_w, h: CARD };
            self.items.push(Item { place: card.place, region, rect, shape: Shape::Card(card.clone()) });
            bottom = top + CARD;
        }
        bottom
    }

    /// The item that an arrow key leads to: left and right follow the reading order, up and down go to
    /// the nearest item whose middle lies that way, where a step aside counts double. Nothing at the edge.
    pub fn next(&self, from: usize, direction: Direction) -> Option<usize> {
        let up = match direction {
            Direction::Left => return from.checked_sub(1),
            Direction::Right => return Some(from + 1).filter(|next| *next < self.items.len()),
            Direction::Up => true,
            Direction::Down => false,
        };
        let (x, y) = self.items.get(from)?.hit().center();
        let distance = |item: &Item| {
            let (to_x, to_y) = item.hit().center();
            let ahead = if up { y - to_y } else { to_y - y };
            (ahead > 0).then_some(ahead + 2 * (to_x - x).abs())
        };
        let items = self.items.iter().enumerate();
        items.filter_map(|(index, item)| distance(item).map(|d| (d, index))).min().map(|(_, index)| index)
    }

    /// The lines from a component's cards to the nearest cards of what it needs: within the region
    /// where it stands there, to the band on top otherwise; one line a region.
    pub fn lines(&self, plan: &Plan, component: Id) -> Vec<Line> {
        let Some(found) = plan.component(component) else { return Vec::new() };
        let mut lines = Vec::new();
        for need in &found.dependencies {
            let mut done: Vec<Option<Id>> = Vec::new();
            for from in self.items.iter().filter(|item| item.place == Place::Component(component)) {
                if done.contains(&from.region) {
                    continue;
                }
                done.push(from.region);
                let near = |item: &&Item| {
                    let (a, b) = (from.rect.center(), item.rect.center());
                    let elsewhere = item.region != from.region && item.region.is_some();
                    (elsewhere, (a.0 - b.0).abs() + (a.1 - b.1).abs())
                };
                let to =
                    self.items.iter().filter(|item| item.place == Place::Component(need.on)).min_by_key(near);
                lines.extend(to.map(|to| Line {
                    points: between(from.rect, to.rect),
                    place: to.place,
                    optional: need.degraded.is_some(),
                }));
            }
        }
        lines
    }
}

/// The corners of a line: out on the left, along the cards, and in again; to another column through
/// the gap beside the target.
fn between(from: Rect, to: Rect) -> Vec<(i32, i32)> {
    let ((_, from_y), (to_x, to_y)) = (from.center(), to.center());
    let rail = from.x - RAIL;
    let start = [(from.x, from_y), (rail, from_y)];
    let end = if (from.x - to.x).abs() < from.w / 2 && (from.w - to.w).abs() < from.w / 2 {
        let rail = rail.min(to.x - RAIL);
        return vec![(from.x, from_y), (rail, from_y), (rail, to_y), (to.x, to_y)];
    } else if to_y < from_y {
        to.y + to.h
    } else {
        to.y
    };
    let gap = if to_y < from_y { end + GAP / 2 } else { end - GAP / 2 };
    start.into_iter().chain([(rail, gap), (to_x, gap), (to_x, end)]).collect()
}

/// How many columns of at least `narrowest` fit, at most one each and at least one.
fn columns(count: usize, width: i32, narrowest: i32) -> usize {
    let fit = usize::try_from((width + GAP) / (narrowest + GAP)).unwrap_or(1).max(1);
    let columns = count.clamp(1, fit);
    // The last row is not left with one where the rows can be evened out.
    count.max(1).div_ceil(count.max(1).div_ceil(columns))
}

/// Left edge and width of a column.
fn column_at(column: usize, columns: usize, width: i32) -> (i32, i32) {
    let (column, columns) = (column as i32, columns as i32);
    let left = |column: i32| column * (width + GAP) / columns;
    (left(column), left(column + 1) - GAP - left(column))
}

/// Slanting lines across a rectangle, as pairs of ends: the pattern of what is down.
pub fn hatch(Rect { x, y, w, h }: Rect) -> Vec<[(i32, i32); 2]> {
    let line = |step: i32| {
        let from = (x + (step - h).max(0), y + step.min(h));
        let to = (x + step.min(w), y + (step - w).max(0));
        [from, to]
    };
    (1..).map(|at| at * HATCH).take_while(|step| *step < w + h).map(line).collect()
}

/// A text cut to a width, with an ellipsis where something is missing; letters are counted as
/// `letter` tenths of a pixel wide.
pub fn fitted(text: &str, width: i32, letter: i32) -> String {
    let room = usize::try_from(width * 10 / letter.max(1)).unwrap_or(0);
    if text.chars().count() <= room {
        return text.to_owned();
    }
    let mut cut: String = text.chars().take(room.saturating_sub(1)).collect();
    cut.truncate(cut.trim_end().len());
    cut.push('…');
    cut
}

/// A text without the last words that do not fit a width.
pub fn shortened(text: &str, width: i32, letter: i32) -> String {
    let room = usize::try_from(width * 10 / letter.max(1)).unwrap_or(0);
    let mut kept = text;
    while kept.chars().count() > room {
        let start = kept.rsplit_once(" · ").or_else(|| kept.rsplit_once(' '));
        kept = start.map_or("", |(start, _)| start);
    }
    kept.to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::scene::{Heat, ZoneScene};
    use super::*;

    fn id(text: &str) -> Id {
        Id::new(text).unwrap()
    }

    fn card(name: &str) -> Card {
        Card {
            place: Place::Component(id(name)),
            name: name.into(),
            note: String::new(),
            share: String::new(),
            told: String::new(),
            heat: Heat::None,
            down: false,
        }
    }

    fn scene(regions: usize, zones: usize) -> Scene {
        let region = |r: usize| RegionScene {
            id: id(&format!("r{r}")),
            frame: Frame { name: format!("region {r}"), ..Frame::default() },
            zones: (0..zones)
                .map(|z| ZoneScene {
                    id: id(&format!("r{r}z{z}")),
                    frame: Frame { name: format!("zone {z}"), ..Frame::default() },
                    cards: (0..=z).map(|c| card(&format!("c{c}"))).collect(),
                })
                .collect(),
            cards: vec![card("db"), card("lb")],
        };
        Scene {
            band: (0..7).map(|f| card(&format!("fate{f}"))).chain([card("dns")]).collect(),
            regions: (0..regions).map(region).collect(),
        }
    }

    const WIDTHS: [i32; 6] = [1, 240, 358, 640, 900, 1600];

    #[test]
    fn everything_stands_inside_the_picture_and_its_frame() {
        for (regions, zones) in [(0, 0), (1, 0), (1, 1), (2, 3), (3, 3), (8, 6)] {
            for width in WIDTHS {
                let layout = Layout::of(&scene(regions, zones), width);
                let whole = Rect { x: 0, y: 0, w: layout.width, h: layout.height };
                let mut frames: [Option<Rect>; 2] = [None, None];
                for item in &layout.items {
                    assert!(whole.holds(item.rect), "{width}: {item:?}");
                    assert!(item.rect.w > 30 && item.rect.h > 20, "{width}: {item:?}");
                    match item.shape {
                        Shape::Region(..) => frames = [Some(item.rect), None],
                        Shape::Zone(_) => {
                            assert!(frames[0].is_some_and(|f| f.holds(item.rect)));
                            frames[1] = Some(item.rect);
                        }
                        Shape::Card(_) if item.region.is_some() => {
                            assert!(frames[0].is_some_and(|f| f.holds(item.rect)), "{width}: {item:?}");
                        }
                        Shape::Card(_) => {}
                    }
                }
            }
        }
    }

    #[test]
    fn neighbours_do_not_overlap() {
        for width in WIDTHS {
            let layout = Layout::of(&scene(3, 4), width);
            let same =
                |a: &Item, b: &Item| core::mem::discriminant(&a.shape) == core::mem::discriminant(&b.shape);
            for (i, a) in layout.items.iter().enumerate() {
                for b in layout.items[..i].iter().filter(|b| same(a, b)) {
                    assert!(!a.rect.overlaps(b.rect), "{width}: {a:?} {b:?}");
                }
            }
        }
    }

    #[test]
    fn regions_stand_side_by_side_where_there_is_room_and_stack_on_a_phone() {
        let tops = |width| {
            let layout = Layout::of(&scene(2, 3), width);
            let regions = layout.items.iter().filter(|i| matches!(i.shape, Shape::Region(..)));
            regions.map(|i| (i.rect.x, i.rect.y)).collect::<Vec<_>>()
        };
        let wide = tops(900);
        assert!(wide[0].1 == wide[1].1 && wide[0].0 < wide[1].0, "{wide:?}");
        let phone = tops(358);
        assert!(phone[0].0 == phone[1].0 && phone[0].1 < phone[1].1, "{phone:?}");
    }

    #[test]
    fn the_same_scene_gives_the_same_picture() {
        assert_eq!(Layout::of(&scene(3, 3), 777), Layout::of(&scene(3, 3), 777));
    }

    #[test]
    fn left_and_right_reach_every_item_and_up_and_down_move_that_way() {
        for width in WIDTHS {
            let layout = Layout::of(&scene(3, 3), width);
            let mut at = 0;
            let mut reached = 1;
            while let Some(next) = layout.next(at, Direction::Right) {
                assert_eq!(layout.next(next, Direction::Left), Some(at));
                (at, reached) = (next, reached + 1);
            }
            assert_eq!(reached, layout.items.len());
            let middle = |index: usize| layout.items[index].hit().center().1;
            for index in 0..layout.items.len() {
                assert!(layout.next(index, Direction::Up).is_none_or(|next| middle(next) < middle(index)));
                assert!(layout.next(index, Direction::Down).is_none_or(|next| middle(next) > middle(index)));
            }
        }
    }

    #[test]
    fn a_line_starts_at_one_card_and_ends_at_the_other() {
        let from = Rect { x: 100, y: 100, w: 120, h: 46 };
        for to in [
            Rect { x: 100, y: 200, ..from },
            Rect { x: 400, y: 200, ..from },
            Rect { x: 0, y: 10, w: 400, h: 46 },
            Rect { x: 100, y: 40, ..from },
        ] {
            let points = between(from, to);
            assert_eq!(points[0], (100, 123));
            let (x, y) = points[points.len() - 1];
            assert!((x == to.x || y == to.y || y == to.y + to.h) && points.len() >= 4, "{points:?}");
            assert!(points.windows(2).all(|p| p[0].0 == p[1].0 || p[0].1 == p[1].1), "{points:?}");
        }
    }

    #[test]
    fn a_hatch_stays_inside_its_rectangle() {
        for rect in [Rect { x: 5, y: 7, w: 150, h: 46 }, Rect { x: 0, y: 0, w: 20, h: 300 }] {
            let lines = hatch(rect);
            assert!(lines.len() > 15);
            for (x, y) in lines.into_iter().flatten() {
                assert!(rect.holds(Rect { x, y, w: 0, h: 0 }), "{rect:?} {x} {y}");
            }
        }
    }

    #[test]
    fn rows_are_evened_out() {
        assert_eq!(columns(7, 1000, 150), 4);
        assert_eq!(columns(4, 500, 150), 2);
        assert_eq!(columns(0, 500, 150), 1);
    }

    #[test]
    fn a_long_note_loses_its_last_words() {
        assert_eq!(shortened("2 of 3 needed", 62, 62), "2 of 3");
        assert_eq!(shortened("2 of 3 needed", 620, 62), "2 of 3 needed");
        assert_eq!(shortened("global · 1 needed", 62, 62), "global");
        assert_eq!(shortened("everywhere", 10, 62), "");
    }

    #[test]
    fn a_long_name_ends_in_an_ellipsis() {
        assert_eq!(fitted("web", 100, 70), "web");
        assert_eq!(fitted("a very long name", 70, 70), "a very lo…");
        assert_eq!(fitted("größer als der Platz", 42, 70), "größe…");
    }
}
