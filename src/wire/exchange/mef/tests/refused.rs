//! What is refused, and what is said: line, name, what was found, what would be right.

use super::*;

fn said(text: &str) -> String {
    match read(text) {
        Ok(_) => panic!("this was read: {text}"),
        Err(error) => error.to_string(),
    }
}

fn says(text: &str, words: &str) {
    let found = said(text);
    assert!(found.contains(words), "{found:?} does not say {words:?}");
}

#[test]
fn names_that_do_not_fit() {
    let e = "<define-basic-event name=\"e\"><float value=\"0.1\"/></define-basic-event>";
    let top = "<define-gate name=\"top\"><basic-event name=\"e\"/></define-gate>";
    for (definitions, words) in [
        (format!("{top}\n{e}\n{e}"), "line 5: basic event \"e\": the name is defined twice"),
        (
            format!("{top}\n{e}\n<define-house-event name=\"e\"/>"),
            "line 5: house event \"e\": the name is defined twice",
        ),
        (format!("{e}\n{top}\n{top}"), "line 5: gate \"top\": the name is defined twice"),
        (top.to_owned(), "line 3: gate \"top\": \"e\" is not defined; a basic-event of that name is needed"),
        (
            format!("{e}<define-gate name=\"top\">\n<gate name=\"e\"/></define-gate>"),
            "line 4: gate \"top\": \"e\" is a basic-event; a gate is needed",
        ),
        (format!("{e}<define-gate><basic-event name=\"e\"/></define-gate>"), "<define-gate> has no name"),
        (format!("{top}<define-basic-event name=\"a.b\"/>"), "basic event \"a.b\": the name is no name"),
        (
            format!("{e}{top}<define-gate name=\"x\" role=\"odd\"/>"),
            "the role is \"odd\"; public or private is needed",
        ),
        (format!("{e}{top}<define-gait name=\"x\"/>"), "the element \"define-gait\" was found; define-gate"),
        (
            format!("{top}<define-basic-event name=\"e\"><parameter name=\"p\"/></define-basic-event>"),
            "basic event \"e\": \"p\" is not defined; a parameter of that name is needed",
        ),
        (
            format!("{e}{top}<define-component name=\"c\"/><define-component name=\"c\"/>"),
            "component \"c\": the name is defined twice",
        ),
    ] {
        says(&of_definitions(&definitions), words);
    }
}

#[test]
fn circles() {
    let gate = |name: &str, other: &str| {
        format!("<define-gate name=\"{name}\"><gate name=\"{other}\"/></define-gate>\n")
    };
    let e = "<define-basic-event name=\"e\"><float value=\"0.1\"/></define-basic-event>";
    says(
        &of_definitions(&(gate("a", "b") + &gate("b", "c") + &gate("c", "a"))),
        "line 3: gate \"a\": it depends on itself",
    );
    let aside = gate("a", "b")
        + &gate("b", "a")
        + "<define-gate name=\"top\"><basic-event name=\"e\"/></define-gate>"
        + e;
    says(&of_definitions(&aside), "it depends on itself");
    let within = "<define-gate name=\"x\"><or><and><gate name=\"x\"/><constant value=\"true\"/></and><constant value=\"true\"/></or></define-gate>";
    says(&of_definitions(within), "line 3: gate \"x\": it depends on itself");
    let parameter = |name: &str, other: &str| {
        format!(
            "<define-parameter name=\"{name}\"><mul><parameter name=\"{other}\"/></mul></define-parameter>\n"
        )
    };
    let circle = parameter("p", "q") + &parameter("q", "r") + &parameter("r", "q");
    says(&of_definitions(&circle), "line 4: parameter \"q\": it depends on itself");
}

#[test]
fn numbers_that_cannot_be() {
    for (expression, words) in [
        (
            "<float value=\"1.2\"/>",
            "line 4: basic event \"e\": the probability is 1.2; a number from 0 to 1 is needed",
        ),
        ("<float value=\"-0.1\"/>", "the probability is -0.1"),
        ("<float value=\"NaN\"/>", "the value is \"NaN\"; a finite number is needed"),
        ("<float value=\"inf\"/>", "the value is \"inf\"; a finite number is needed"),
        ("<float value=\"1e999\"/>", "a finite number is needed"),
        ("<float value=\"0,5\"/>", "the value is \"0,5\"; a finite number is needed"),
        ("<float/>", "<float> has no value"),
        ("<bool value=\"maybe\"/>", "the value is \"maybe\"; true or false is needed"),
        ("", "no probability was found; an expression is needed"),
        ("<float value=\"0.1\"/><float value=\"0.1\"/>", "a second expression was found"),
        (
            "<exponential><float value=\"-1\"/><float value=\"1\"/></exponential>",
            "line 4: basic event \"e\": the rate of exponential is -1",
        ),
        ("<log><float value=\"0\"/></log>", "the argument of log is 0"),
        ("<div><float value=\"1\"/><float value=\"0\"/></div>", "the divisor of div is 0"),
        ("<pow><float value=\"1\"/></pow>", "pow has 1 arguments; 2 are needed"),
        ("<guess/>", "the element \"guess\" was found; an expression is needed"),
        ("<system-mission-time unit=\"years\"/>", "the unit is \"years\"; \"hours\" is needed"),
        (
            "<histogram><float value=\"0\"/><bin><float value=\"1\"/></bin></histogram>",
            "bin has 1 expressions; 2 are needed",
        ),
        ("<normal-deviate><float value=\"2\"/><float value=\"1\"/></normal-deviate>", "the probability is 2"),
    ] {
        says(&of_expression(expression), words);
    }
    assert!(super::super::read(&of_expression("<float value=\"0.1\"/>"), f64::NAN).is_err());
    let unit = of_expression("<float value=\"0.1\"/>")
        .replace("</define-fault-tree>", "<define-parameter name=\"p\" unit=\"weeks\"><float value=\"1\"/></define-parameter></define-fault-tree>");
    says(&unit, "parameter \"p\": the unit is \"weeks\"; one of bool, int, float, hours");
    let parameter = of_expression("<parameter name=\"p\"/>").replace(
        "</define-fault-tree>",
        "\n<define-parameter name=\"p\"><sqrt><float value=\"-1\"/></sqrt></define-parameter></define-fault-tree>",
    );
    says(&parameter, "line 6: parameter \"p\": the argument of sqrt is -1");
}

#[test]
fn formulas_that_cannot_be() {
    let a = "<basic-event name=\"a\"/>";
    for (formula, words) in [
        (
            format!("<atleast min=\"3\">{a}{a}</atleast>"),
            "line 3: gate \"top\": atleast has min 3 and 2 arguments; min may be at most 2",
        ),
        (format!("<atleast>{a}</atleast>"), "<atleast> has no min"),
        (format!("<atleast min=\"-1\">{a}</atleast>"), "min is \"-1\"; a whole number from 0 on is needed"),
        (
            format!("<cardinality min=\"2\" max=\"1\">{a}{a}</cardinality>"),
            "cardinality has min 2 above max 1",
        ),
        (format!("<imply>{a}</imply>"), "imply has 1 arguments; 2 are needed"),
        (format!("<iff>{a}{a}{a}</iff>"), "iff has 3 arguments; 2 are needed"),
        ("<and/>".into(), "and has 0 arguments; 1 or more are needed"),
        (format!("<not>{a}{a}</not>"), "not has none or several arguments; one is needed"),
        (String::new(), "no formula was found"),
        (format!("{a}{a}"), "a second formula was found"),
        (format!("<maybe>{a}</maybe>"), "the element \"maybe\" was found in a formula"),
        ("<constant value=\"perhaps\"/>".into(), "the value is \"perhaps\"; true or false is needed"),
    ] {
        says(&of_formula(&formula), words);
    }
}

#[test]
fn groups_that_cannot_be() {
    let group = |model: &str, members: &str, distribution: &str, factors: &str| {
        of_definitions(&format!(
            "<define-gate name=\"top\"><basic-event name=\"a\"/></define-gate>\n<define-CCF-group name=\"g\" model=\"{model}\">\
             <members>{members}</members><distribution><float value=\"{distribution}\"/></distribution>{factors}</define-CCF-group>"
        ))
    };
    let two = "<basic-event name=\"a\"/><basic-event name=\"b\"/>";
    let factor = |value: &str| format!("<factor><float value=\"{value}\"/></factor>");
    for (model, members, distribution, factors, words) in [
        (
            "gamma",
            two,
            "0.1",
            factor("0.1"),
            "line 4: CCF group \"g\": the model is \"gamma\"; beta-factor, MGL",
        ),
        (
            "MGL",
            "<basic-event name=\"a\"/>",
            "0.1",
            factor("0.1"),
            "the group has 1 members; 2 or more are needed",
        ),
        ("MGL", two, "1.1", factor("0.1"), "the probability of a member is 1.1"),
        ("MGL", two, "0.1", factor("1.5"), "rho_2 is 1.5"),
        ("beta-factor", two, "0.1", factor("-0.5"), "beta is -0.5"),
        ("beta-factor", two, "0.1", factor("0.5") + &factor("0.5"), "a factor too many"),
        ("alpha-factor", two, "0.1", factor("-0.5"), "alpha_1 is -0.5"),
        ("phi-factor", two, "0.1", factor("0.5") + &factor("0.2"), "1 is needed"),
        ("MGL", two, "0.1", String::new(), "no factor was found"),
        (
            "MGL",
            two,
            "0.1",
            "<factor level=\"3\"><float value=\"0.1\"/></factor>".into(),
            "the level is \"3\"; 2 is needed",
        ),
    ] {
        says(&group(model, members, distribution, &factors), words);
    }
    let many: String = (0..40)
        .map(|i| format!("<basic-event name=\"{}\"/>", ["a".into(), format!("m{i}")][usize::from(i > 0)]))
        .collect();
    let letters: String = (0..30).map(|_| factor("0.5")).collect();
    says(&group("MGL", &many, "0.1", &letters), "more than 100000 events");
}

#[test]
fn what_is_no_fault_tree() {
    for (text, words) in [
        ("", "no element was found; <opsa-mef> is needed"),
        ("hello", "\"hello\" stands outside of the elements"),
        ("<html/>", "the element \"html\" was found; opsa-mef is needed"),
        ("<opsa-mef/>", "no gate was found; a fault tree with one is needed"),
        ("<opsa-mef><define-gate name=\"g\"/></opsa-mef>", "define-fault-tree or model-data is needed"),
        (
            "<opsa-mef>\n<define-substitution name=\"s\"/></opsa-mef>",
            "line 2: substitution \"s\": a substitution changes",
        ),
        (
            "<opsa-mef>\n<define-fault-tree>",
            "line 2: element \"define-fault-tree\": the file ends before </define-fault-tree>",
        ),
        ("<opsa-mef>\n</opsa>", "line 2"),
        ("<opsa-mef/>\n<opsa-mef/>", "line 2: element \"opsa-mef\": a second element stands at the top"),
        ("<opsa-mef a=\"1\" a=\"2\"/>", "the attribute \"a\" stands here twice"),
        ("<opsa-mef a=1/>", "the XML is broken"),
    ] {
        says(text, words);
    }
    assert!(
        super::super::read_bytes(b"<opsa-mef>\n\xff", 1.0)
            .unwrap_err()
            .to_string()
            .starts_with("line 2: bytes")
    );
}

#[test]
fn definitions_of_types_and_entities() {
    let dtd = "<?xml version=\"1.0\"?>\n<!DOCTYPE opsa-mef [<!ENTITY a \"b\">]>\n<opsa-mef/>";
    says(dtd, "line 2: a document type definition was found");
    let external = "<!DOCTYPE opsa-mef SYSTEM \"file:///etc/passwd\">\n<opsa-mef/>";
    says(external, "line 1: a document type definition was found");
    says("<opsa-mef>\n<label>&secret;</label></opsa-mef>", "line 2: the entity \"secret\" was found");
    says(
        "<opsa-mef>\n<model-data name=\"&secret;\"/></opsa-mef>",
        "line 2: element \"model-data\": attribute \"name\"",
    );
}
