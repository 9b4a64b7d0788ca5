//! Blocks of a document as elements.

use leptos::prelude::*;

use super::super::operations::told;
use crate::report::Block;
use crate::ui::chart::{Chart, DataTable};

/// The blocks, one after the other; the document's title is a heading of level 2 on the page.
pub fn shown(blocks: Vec<Block>) -> AnyView {
    blocks.into_iter().map(block).collect_view().into_any()
}

fn block(block: Block) -> AnyView {
    match block {
        Block::Heading(1, text) => view! { <h2 class="report-title">{text}</h2> }.into_any(),
        Block::Heading(_, text) => view! { <h3>{text}</h3> }.into_any(),
        Block::Text(sentence) => view! { <p>{told(sentence)}</p> }.into_any(),
        Block::Facts(facts) => {
            let fact = |(term, value): (String, String)| {
                view! { <div><dt>{term}</dt><dd>{value}</dd></div> }.into_any()
            };
            view! { <dl class="facts">{facts.into_iter().map(fact).collect_view()}</dl> }.into_any()
        }
        Block::List(sentences) => {
            let items = sentences.into_iter().map(|sentence| view! { <li>{told(sentence)}</li> });
            view! { <ol>{items.collect_view()}</ol> }.into_any()
        }
        Block::Table(table) => view! { <DataTable table=table/> }.into_any(),
        Block::Figure(figure) => view! { <Chart figure=*figure/> }.into_any(),
    }
}
