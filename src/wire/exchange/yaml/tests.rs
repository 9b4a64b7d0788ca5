//! Our reader and writer against another reader of YAML.

use proptest::prelude::*;
use yaml_serde::Value;

use super::read::Kind;
use super::*;

/// What another reader makes of a text, in the shape of ours. Bare texts are compared as they are written.
fn theirs(value: &Value) -> Kind {
    let node = |value: &Value| Node { line: 0, kind: theirs(value) };
    match value {
        Value::Null => Kind::Empty,
        Value::Bool(flag) => Kind::Bare(flag.to_string()),
        Value::Number(number) => Kind::Bare(number.to_string()),
        Value::String(text) => Kind::Text(text.clone()),
        Value::Sequence(items) => Kind::List(items.iter().map(node).collect()),
        Value::Mapping(members) => {
            let name = |name: &Value| match theirs(name) {
                Kind::Text(text) | Kind::Bare(text) => text,
                other => panic!("{other:?}"),
            };
            Kind::Map(members.iter().map(|(key, value)| (name(key), node(value))).collect())
        }
        Value::Tagged(_) => panic!("a tag"),
    }
}

/// Ours without lines, and with bare texts that are no numbers as texts.
fn ours(node: &Node) -> Kind {
    let inner = |node: &Node| Node { line: 0, kind: ours(node) };
    match &node.kind {
        Kind::Bare(text) => match text.as_str() {
            "true" | "false" => Kind::Bare(text.clone()),
            text => match text.parse::<i64>() {
                Ok(number) => Kind::Bare(number.to_string()),
                Err(_) => match text.parse::<f64>() {
                    Ok(number) => Kind::Bare(yaml_serde::Number::from(number).to_string()),
                    Err(_) => Kind::Text(text.to_owned()),
                },
            },
        },
        Kind::List(items) => Kind::List(items.iter().map(inner).collect()),
        Kind::Map(members) => {
            Kind::Map(members.iter().map(|(name, node)| (name.clone(), inner(node))).collect())
        }
        other => other.clone(),
    }
}

fn agree(text: &str) {
    let found = documents(text).unwrap_or_else(|error| panic!("{error} in\n{text}"));
    let value: Value = yaml_serde::from_str(text).unwrap_or_else(|error| panic!("{error} in\n{text}"));
    assert_eq!(ours(&found[0]), theirs(&value), "{text}");
}

#[test]
fn what_objectives_are_written_in_is_read_as_another_reader_does() {
    for text in [
        "a: 1\nb: two words\nc: 'it''s'\nd: \"x\\ny\\u00e9\"\n",
        "- a\n- b: 1\n  c: 2\n-\n  - deep\n- - x\n  - y\n",
        "list:\n- a\n- b\nafter: 1\n",
        "list:\n  - name: x\n    value: 0.5\n\n  # a comment\n  - name: y # another\n    value: 99.9\n",
        "text: |\n  sum(rate(x{a=\"b\"}[5m]))\n  / two\n\n  after a blank\nnext: 1\n",
        "text: >\n  joined\n  words\n\n  a paragraph\nnext: >-\n  no end\n",
        "text: |-\n  a\n    further in\n  b\nend: |+\n  kept\n\n",
        "flow: {a: 1, b: [x, 'y', \"z\"], c: {}}\nempty: []\nnothing:\nnone: ~\n",
        "words that go\n  on here\n",
        "a: words that go\n  on here\nb: 1\n",
        "url: http://x.y/z#frag\ntime: 12:30\nhash: a#b\n",
        "\"quoted name\": 1\n'single': 2\n",
        "query: sum(rate(http_requests_total{code=~\"(5..|429)\"}[{{.window}}]))\n",
        "negative: -1.5\nbig: 1e3\n",
        "a:\n  b:\n    c: 1\n  d: 2\ne: 3\n",
    ] {
        agree(text);
    }
}

#[test]
fn what_is_not_read_is_refused_with_its_line() {
    for (text, line, words) in [
        ("a: 1\nb: &x 2\n", 2, "anchor"),
        ("a: *x\n", 1, "alias"),
        ("a: !!str 1\n", 1, "tag"),
        ("%YAML 1.2\n---\na: 1\n", 1, "directive"),
        ("a: 1\na: 2\n", 2, "twice"),
        ("a:\n\tb: 1\n", 2, "tab"),
        ("a: 1\n   b: 2\n", 2, "indentation"),
        ("a:\n  b: 1\n c: 2\n", 3, "indentation"),
        ("<<: {a: 1}\n", 1, "merge"),
        ("a: [1, 2\n", 1, "ends on the line"),
        ("a: \"open\n", 1, "ends on the line"),
        ("a: \"\\q\"\n", 1, "no meaning"),
        ("a: \"\\ud800\"\n", 1, "no character"),
        ("? a\n: b\n", 1, "name: value"),
        ("a: b: c\n", 1, "second colon"),
        ("a: @b\n", 1, "reserves"),
        ("{\"a\": 1, \"a\": 2}", 1, "twice"),
        ("{\"a\": }", 1, "value"),
        ("--- a\n", 1, "next line"),
    ] {
        let error = documents(text).expect_err(text);
        assert!(error.line == line && error.what.contains(words), "{text:?}: {error}");
    }
}

#[test]
fn bombs_are_refused() {
    let deep = "- ".repeat(100_000);
    assert!(documents(&deep).is_err());
    assert!(documents(&"[".repeat(100_000)).is_err());
    assert!(documents(&format!("a: {}", "[".repeat(100_000))).is_err());
    assert!(documents(&"x".repeat(MAX_YAML_BYTES + 1)).is_err());
    let many: String = (0..50_000).map(|i| format!("k{i}: 1\n")).collect();
    assert!(documents(&many).unwrap_err().what.contains("1,000"));
    let aliases = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n";
    assert!(documents(aliases).is_err());
}

#[test]
fn several_documents_and_json_are_read() {
    let found = documents("\u{feff}# first\n---\na: 1\n---\n\n---\nb: 2\n...\n").unwrap();
    assert_eq!(found.len(), 2);
    assert_eq!(found[1].line, 7);
    let json = documents("{\"kind\": \"SLO\", \"list\": [1, \"two\", null, true]}").unwrap();
    assert_eq!(json[0].get("kind").unwrap().text(), Some("SLO"));
    assert_eq!(json[0].get("list").unwrap().items().len(), 4);
    assert!(documents("").unwrap().is_empty());
}

fn written(value: &Yaml) -> String {
    let mut out = String::new();
    document(&mut out, "a comment\nof two lines", value);
    out
}

fn tree() -> impl Strategy<Value = Yaml> {
    let leaf = prop_oneof![
        any::<String>().prop_map(Yaml::Text),
        "[ -~\\n\\t\"\\\\#:&*!|>'%@`-]{0,12}".prop_map(Yaml::Text),
        (-1e9..1e9f64).prop_map(Yaml::Number),
        any::<bool>().prop_map(Yaml::Flag),
    ];
    let inner = leaf.prop_recursive(4, 40, 5, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 1..5).prop_map(Yaml::List),
            proptest::collection::btree_map("[a-zA-Z0-9 :#_-]{1,8}", inner, 1..5)
                .prop_map(|members| Yaml::Map(members.into_iter().collect())),
        ]
    });
    proptest::collection::btree_map("[a-z]{1,8}", inner, 1..5)
        .prop_map(|members| Yaml::Map(members.into_iter().collect()))
}

proptest! {
    #[test]
    fn what_is_written_is_read_by_both_readers_alike(value in tree()) {
        agree(&written(&value));
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "[ -~\\n\\t\u{e9}]{0,80}", lines in proptest::collection::vec("( ){0,4}[-a?'\"&*!|>\\[\\]{}:,# ~0-9]{0,8}", 0..8)) {
        let _ = documents(&text);
        let _ = documents(&lines.join("\n"));
    }

    // Whatever ours reads of a text, another reader reads alike, or refuses.
    #[test]
    fn nothing_is_read_into_a_text_that_another_reader_does_not_find(lines in proptest::collection::vec("( ){0,3}(- |a: |b:|c: |)(x|'y'|\"z\"|1|)(,|:|-|#| #c|)", 1..6)) {
        let text = lines.join("\n");
        let (Ok(found), Ok(value)) = (documents(&text), yaml_serde::from_str::<Value>(&text)) else { return Ok(()) };
        let Some(first) = found.first() else { return Ok(()) };
        prop_assert_eq!(ours(first), theirs(&value), "{}", text);
    }
}
