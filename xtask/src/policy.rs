//! The content security policy of the release page, in this one place, and the check that the page obeys it.
//!
//! Only the release page has it: the page of `serve` carries Trunk's inline reload script.

/// What the page may load and do. Nothing leaves its own origin.
///
/// - `wasm-unsafe-eval` permits compiling Wasm and no evaluation of text.
/// - `worker-src blob:` is for the bootstrap of the worker, which so inherits this policy
///   (a worker started from a URL would have none; see `public/boot.js`).
/// - `base-uri 'self'` because the page has a `<base>` for its sub-path.
pub const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
                          img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; \
                          worker-src 'self' blob:; manifest-src 'self'; base-uri 'self'; \
                          form-action 'none'; object-src 'none'";

const HEAD: &str = "<head>";

/// The page with the policy as the first thing in its head: what stands before it would be free of it.
pub fn inserted(page: &str) -> Result<String, String> {
    let at = page.find(HEAD).ok_or("the page has no <head>")? + HEAD.len();
    let (before, after) = page.split_at(at);
    Ok(format!(
        "{before}\n    <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\
         \n    <meta name=\"referrer\" content=\"no-referrer\">{after}"
    ))
}

/// What in this page the policy would block or what would weaken it; empty when it is clean.
pub fn offences(page: &str) -> Vec<String> {
    let mut found = Vec::new();
    let tags = tags(page);
    let position = |name: &str| tags.iter().position(|tag| tag.name == name);
    let policy = tags.iter().position(|tag| tag.value("http-equiv") == Some("Content-Security-Policy"));
    if policy.is_none() || policy != position("head").map(|head| head + 1) {
        found.push("the policy is not the first element of <head>".to_owned());
    }
    if policy.and_then(|at| tags[at].value("content")) != Some(POLICY) {
        found.push("the page's policy is not the one text in xtask/src/policy.rs".to_owned());
    }
    for tag in &tags {
        if tag.name == "script" && tag.value("src").is_none() {
            found.push("an inline <script>".to_owned());
        }
        if tag.name == "style" {
            found.push("an inline <style>".to_owned());
        }
        for (name, value) in &tag.attributes {
            if name == "style" || name.starts_with("on") {
                found.push(format!("{name}=\"{value}\" on <{}>", tag.name));
            }
            let outside = ["http:", "https:", "//", "javascript:"];
            let loads = matches!(name.as_str(), "src" | "href" | "data-js" | "data-wasm" | "action");
            if loads && outside.iter().any(|scheme| value.trim().to_lowercase().starts_with(scheme)) {
                found.push(format!("{name}=\"{value}\" on <{}> leaves the origin", tag.name));
            }
        }
    }
    found
}

struct Tag {
    name: String,
    attributes: Vec<(String, String)>,
}

impl Tag {
    fn value(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// The opening tags of a page, in order; comments, closing tags and the doctype are left out.
fn tags(page: &str) -> Vec<Tag> {
    let mut tags = Vec::new();
    let mut rest = page;
    while let Some(start) = rest.find('<') {
        rest = &rest[start + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
        } else if rest.starts_with(|first: char| first.is_ascii_alphabetic()) {
            let (tag, after) = read_tag(rest);
            tags.push(tag);
            rest = after;
        }
    }
    tags
}

fn read_tag(text: &str) -> (Tag, &str) {
    let ends_name = |at: char| at.is_whitespace() || at == '>' || at == '/';
    let end = text.find(ends_name).unwrap_or(text.len());
    let mut tag = Tag { name: text[..end].to_lowercase(), attributes: Vec::new() };
    let mut rest = &text[end..];
    loop {
        rest = rest.trim_start_matches(|at: char| at.is_whitespace() || at == '/');
        if rest.is_empty() {
            return (tag, rest);
        }
        if let Some(after) = rest.strip_prefix('>') {
            return (tag, after);
        }
        let end = rest.find(|at: char| ends_name(at) || at == '=').unwrap_or(rest.len());
        let name = rest[..end.max(1)].to_lowercase();
        rest = rest[end.max(1)..].trim_start();
        let mut value = "";
        if let Some(after) = rest.strip_prefix('=') {
            (value, rest) = read_value(after.trim_start());
        }
        tag.attributes.push((name, value.to_owned()));
    }
}

fn read_value(text: &str) -> (&str, &str) {
    if let Some(quote) = text.chars().next().filter(|first| matches!(first, '"' | '\'')) {
        return text[1..].split_once(quote).unwrap_or((&text[1..], ""));
    }
    text.split_at(text.find(|at: char| at.is_whitespace() || at == '>').unwrap_or(text.len()))
}

#[cfg(test)]
mod tests {
    use super::{inserted, offences};

    const PAGE: &str = "<!DOCTYPE html><!-- <script>no</script> --><html><head>\n<meta charset=utf-8>\
                        <script defer src=\"/a/boot.js\"></script></head><body></body></html>";

    fn check(found: &str, markup: &str) {
        let page = inserted(&PAGE.replace("<body>", &format!("<body>{markup}"))).unwrap();
        assert!(offences(&page).iter().any(|offence| offence.contains(found)), "{:?}", offences(&page));
    }

    #[test]
    fn a_page_with_the_policy_and_external_scripts_is_clean() {
        assert_eq!(offences(&inserted(PAGE).unwrap()), Vec::<String>::new());
    }

    #[test]
    fn a_page_without_the_policy_is_not() {
        assert_eq!(offences(PAGE).len(), 2);
    }

    #[test]
    fn inline_code_style_and_foreign_addresses_are_named() {
        check("inline <script>", "<script type=module>x()</script>");
        check("inline <style>", "<style>p{}</style>");
        check("style=", "<p class=a STYLE='color:red'>");
        check("onclick", "<p title=\">\" onclick = x()>");
        check("leaves the origin", "<img src=https://example.org/a.png>");
        check("leaves the origin", "<a href=' JavaScript:x()'>");
    }
}
