//! Blocks of a document as elements.

use super::super::operations::told;
use crate::report::Block;
use crate::ui::browser::element::{Element, el};
use crate::ui::chart::{chart, data_table};

/// A block; the document's title is a heading of level 2 on the page.
pub fn block(block: Block) -> Element {
    match block {
        Block::Heading(1, text) => el("h2").class("report-title").child(text),
        Block::Heading(_, text) => el("h3").child(text),
        Block::Text(sentence) => told(el("p"), sentence),
        Block::Facts(facts) => {
            let fact = |(term, value): (String, String)| {
                el("div").child(el("dt").child(term)).child(el("dd").child(value))
            };
            el("dl").class("facts").child(facts.into_iter().map(fact).collect::<Vec<_>>())
        }
        Block::List(sentences) => {
            let items = sentences.into_iter().map(|sentence| told(el("li"), sentence));
            el("ol").child(items.collect::<Vec<_>>())
        }
        Block::Table(table) => data_table(table),
        Block::Figure(figure) => chart(*figure),
    }
}
