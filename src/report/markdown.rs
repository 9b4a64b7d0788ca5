//! Blocks as Markdown (GitHub's tables), safe to paste: what a person typed never becomes markup.

use super::{Align, Block, Table};
use crate::analysis::{Sentence, Words};

/// The blocks as one Markdown document.
pub fn markdown(blocks: &[Block]) -> String {
    let mut out = String::new();
    for block in blocks {
        match block {
            Block::Heading(level, text) => {
                out.push_str(&"#".repeat(usize::from((*level).clamp(1, 6))));
                out.push(' ');
                out.push_str(&escaped(text));
                out.push('\n');
            }
            Block::Text(sentence) => out.push_str(&format!("{}\n", told(sentence))),
            Block::Facts(facts) => {
                for (term, value) in facts {
                    out.push_str(&format!("- **{}**: {}\n", escaped(term), escaped(value)));
                }
            }
            Block::List(sentences) => {
                for (i, sentence) in sentences.iter().enumerate() {
                    out.push_str(&format!("{}. {}\n", i + 1, told(sentence)));
                }
            }
            Block::Table(table) => write_table(&mut out, table),
            Block::Figure(figure) => {
                out.push_str(&format!("**{}**: {}\n\n", escaped(&figure.title), escaped(&figure.summary)));
                write_table(&mut out, &figure.table);
            }
        }
        out.push('\n');
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

fn told(sentence: &Sentence) -> String {
    let words = |words: &Words| match words {
        Words::Plain(text) => escaped(text),
        Words::Strong(text) => {
            // Markdown's bold must hug its words.
            let inner = text.trim();
            let (before, after) = (text.starts_with(' '), text.ends_with(' '));
            format!("{}**{}**{}", if before { " " } else { "" }, escaped(inner), if after { " " } else { "" })
        }
    };
    sentence.0.iter().map(words).collect()
}

fn write_table(out: &mut String, table: &Table) {
    if !table.caption.is_empty() {
        out.push_str(&format!("*{}*\n\n", escaped(&table.caption)));
    }
    let mut line = |cells: &mut dyn Iterator<Item = String>| {
        for cell in cells {
            out.push_str("| ");
            out.push_str(&cell);
            out.push(' ');
        }
        out.push_str("|\n");
    };
    line(&mut table.columns.iter().map(|column| escaped(column.name)));
    line(&mut table.columns.iter().map(|column| match column.align {
        Align::Start => ":--".into(),
        Align::End => "--:".into(),
    }));
    for row in &table.rows {
        line(&mut row.iter().map(|cell| escaped(cell)));
    }
}

/// Text with every sign that Markdown or HTML could read as markup escaped, on one line.
///
/// The number sign and list marks matter only where a line begins; they are escaped there.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (i, c) in text.chars().enumerate() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' => out.extend(['\\', c]),
            '#' | '+' | '-' if i == 0 => out.extend(['\\', c]),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_become_markdown() {
        let mut table = Table::new("Journeys", &["journey", ">users get"]);
        table.push(vec!["Buy".into(), "99.9 %".into()]);
        let blocks = [
            Block::Heading(1, "Web shop".into()),
            Block::Text(Sentence::of("A bad ", "configuration push", " alone.")),
            Block::Table(table),
        ];
        assert_eq!(
            markdown(&blocks),
            "# Web shop\n\nA bad **configuration push** alone.\n\n*Journeys*\n\n\
             | journey | users get |\n| :-- | --: |\n| Buy | 99.9 % |\n"
        );
    }

    #[test]
    fn what_a_person_typed_never_becomes_markup() {
        for (typed, written) in [
            ("a|b", "a\\|b"),
            ("<script>", "&lt;script&gt;"),
            ("two\nlines", "two lines"),
            ("[x](javascript:1)", "\\[x\\](javascript:1)"),
            ("# no heading", "\\# no heading"),
        ] {
            assert_eq!(markdown(&[Block::plain(typed)]), format!("{written}\n"));
        }
    }
}
