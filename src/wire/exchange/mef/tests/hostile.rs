//! Files that are made to hurt: large, deep, wide. They are refused or answered, and nothing grows beyond them.

use super::*;

/// Ten megabytes of a part, between a beginning and an end.
fn megabytes(begin: &str, part: &str, end: &str) -> String {
    let times = 10_000_000 / part.len();
    let mut text = String::with_capacity(10_000_000 + begin.len() + end.len());
    text.push_str(begin);
    (0..times).for_each(|_| text.push_str(part));
    text.push_str(end);
    text
}

fn refused(text: &str, words: &str) {
    let found = read(text).err().map(|error| error.to_string()).unwrap_or_default();
    assert!(found.contains(words), "{found:?} does not say {words:?}");
}

#[test]
fn elements_a_million_deep() {
    let begin = "<opsa-mef><define-fault-tree name=\"f\">\n<define-gate name=\"top\">";
    for part in ["<not>", "<or>", "<and><or>", "<define-component name=\"a\">", "<label>"] {
        let text = megabytes(begin, part, "");
        refused(&text, "more than 10000 deep");
        refused(&text, "line 2: element ");
    }
    refused(&megabytes("", "<opsa-mef>\n", ""), "line 10001: element \"opsa-mef\"");
}

#[test]
fn components_within_components() {
    let begin = "<opsa-mef><define-fault-tree name=\"f\">";
    let deep = "<define-component name=\"part\">".repeat(100) + &"</define-component>".repeat(100);
    refused(&format!("{begin}{deep}</define-fault-tree></opsa-mef>"), "it stands in more than 64 components");
    let long = format!("<define-component name=\"{}\">", "x".repeat(190)).repeat(5)
        + &"</define-component>".repeat(5);
    refused(&format!("{begin}{long}</define-fault-tree></opsa-mef>"), "names of more than 500 characters");
    let name = format!("<define-gate name=\"{}\"/>", "x".repeat(10_000_000));
    refused(&format!("{begin}{name}</define-fault-tree></opsa-mef>"), "1 to 200 characters");
}

#[test]
fn an_element_with_a_million_attributes() {
    let many: String = (0..700_000).map(|i| format!("a{i}=\"\" ")).collect();
    refused(&format!("<opsa-mef {many}/>"), "more than 32 attributes");
}

#[test]
fn ten_megabytes_of_anything() {
    let begin = "<opsa-mef><define-fault-tree name=\"f\"><define-gate name=\"top\"><or>\n";
    let end = "</or></define-gate></define-fault-tree></opsa-mef>";
    refused(
        &megabytes(begin, "<basic-event name=\"e\"/>", end),
        "line 2: gate \"top\": \"e\" is not defined",
    );
    refused(&megabytes(begin, "&amp;", end), "or has 0 arguments");
    refused(&megabytes(begin, "<!---->", end), "or has 0 arguments");
    refused(&megabytes("", "&", ""), "broken");
    refused(&megabytes("", "<", ""), "broken");
    refused(&megabytes("<opsa-mef ", "<", ""), "broken");
    refused(&megabytes("<opsa-mef a=\"", "&x;", "\"/>"), "entities");
    refused(
        &megabytes("<!DOCTYPE a [", "<!ENTITY a \"&a;&a;\">", "]><opsa-mef/>"),
        "document type definition",
    );
    let path = format!("<gate name=\"{}\"/>", "f.".repeat(5_000_000));
    refused(&format!("{begin}{path}{end}"), "is not defined");
}

#[test]
fn many_definitions_are_read() {
    let gates: String = (0..40_000)
        .map(|i| format!("<define-gate name=\"g{i}\"><or><basic-event name=\"e\"/><gate name=\"g{}\"/></or></define-gate>", i + 1))
        .collect();
    let last = "<define-gate name=\"g40000\"><basic-event name=\"e\"/></define-gate>";
    let event = "<define-basic-event name=\"e\"><float value=\"0.25\"/></define-basic-event>";
    close(probability(&of_definitions(&format!("{gates}{last}{event}"))), 0.25);
}

#[test]
fn formulas_as_deep_as_is_read_are_answered() {
    let deep = "<or><basic-event name=\"a\"/><and><basic-event name=\"b\"/>".repeat(4_900)
        + "<basic-event name=\"c\"/>"
        + &"</and></or>".repeat(4_900);
    // a or (b and (a or (b and ...))) is a or (b and c).
    close(probability(&of_formula(&deep)), 0.1 + 0.9 * 0.06);
    let expression = "<add>".repeat(9_000) + "<float value=\"0.5\"/>" + &"</add>".repeat(9_000);
    close(probability(&of_expression(&expression)), 0.5);
}

#[test]
fn a_long_chain_of_parameters_is_worked_out() {
    let chain: String = (0..30_000)
        .map(|i| {
            format!("<define-parameter name=\"p{i}\"><parameter name=\"p{}\"/></define-parameter>", i + 1)
        })
        .collect();
    let end = "<define-parameter name=\"p30000\"><float value=\"0.5\"/></define-parameter>";
    let top = "<define-gate name=\"top\"><basic-event name=\"e\"/></define-gate>";
    let event = "<define-basic-event name=\"e\"><parameter name=\"p0\"/></define-basic-event>";
    close(probability(&of_definitions(&format!("{chain}{end}{top}{event}"))), 0.5);
}

#[test]
fn a_few_factors_that_make_millions_of_events() {
    let members: String = (0..16).map(|i| format!("<basic-event name=\"GROUP-{i}\"/>")).collect();
    let factors = "<factor><float value=\"0.5\"/></factor>".repeat(15);
    let group = format!(
        "<define-CCF-group name=\"GROUP\" model=\"MGL\"><members>{members}</members>\
         <distribution><float value=\"0.1\"/></distribution><factors>{factors}</factors></define-CCF-group>\n"
    );
    let groups: String = (0..100).map(|number| group.replace("GROUP", &format!("g{number}"))).collect();
    refused(&of_definitions(&groups), "line 18: CCF group \"g15\": the groups make more than 1000000 events");
}
