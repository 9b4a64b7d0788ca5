//! XML as a table of elements. No DTD, no entities of its own, bounded depth, size and attributes.

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::error::{Fault, quoted};

/// The most elements within each other.
const MAX_DEPTH: usize = 10_000;
/// The most elements of a file.
const MAX_ELEMENTS: usize = 4_000_000;
/// The most attributes of an element: what is read has at most four.
const MAX_ATTRIBUTES: usize = 32;

/// An element's place in the table.
pub(super) type Id = u32;

const NONE: Id = Id::MAX;

/// An element.
#[derive(Debug)]
struct Element<'a> {
    name: &'a str,
    /// The byte at which it begins.
    byte: u32,
    first: Id,
    next: Id,
    /// The place after its last attribute.
    attributes: u32,
}

/// All elements of a file, in the order in which they begin.
#[derive(Debug)]
pub(super) struct Document<'a> {
    text: &'a str,
    elements: Vec<Element<'a>>,
    attributes: Vec<(&'a str, std::borrow::Cow<'a, str>)>,
    /// The text of labels, by element.
    labels: Vec<(Id, String)>,
}

/// What a walk through the file is in the middle of.
struct Open {
    id: Id,
    /// Its last child so far.
    last: Id,
}

impl<'a> Document<'a> {
    /// Reads a text.
    pub(super) fn read(text: &'a str) -> Result<Self, Fault> {
        let mut document = Self { text, elements: Vec::new(), attributes: Vec::new(), labels: Vec::new() };
        let mut reader = Reader::from_str(text);
        let mut open: Vec<Open> = Vec::new();
        loop {
            let byte = reader.buffer_position() as usize;
            let event = reader.read_event().map_err(|error| {
                let at = (reader.error_position() as usize).min(text.len());
                let within = open.last().map_or("", |open| document.name(open.id));
                let fault = Fault::at(at, format!("the XML is broken: {error}"));
                if within.is_empty() { fault } else { fault.about("element", within) }
            })?;
            match event {
                Event::Start(start) => {
                    let id = document.enter(&start, byte, &mut open)?;
                    open.push(Open { id, last: NONE });
                    if open.len() > MAX_DEPTH {
                        let what = format!(
                            "elements stand more than {MAX_DEPTH} deep within each other; at most that many are read"
                        );
                        return Err(Fault::at(byte, what).about("element", document.name(id)));
                    }
                }
                Event::Empty(start) => {
                    document.enter(&start, byte, &mut open)?;
                }
                Event::End(_) => {
                    open.pop();
                }
                Event::Text(content) => document.text(byte, &content.xml10_content(), &open)?,
                Event::CData(content) => document.text(byte, &content, &open)?,
                Event::GeneralRef(reference) => {
                    let content = character(&reference).ok_or_else(|| entity(byte, &reference))?;
                    document.text(byte, content.encode_utf8(&mut [0; 4]), &open)?;
                }
                Event::DocType(_) => {
                    let what = "a document type definition was found; none is read, so leave it out";
                    return Err(Fault::at(byte, what));
                }
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
                Event::Eof => break,
            }
        }
        if let Some(open) = open.last() {
            let name = document.name(open.id);
            let what = format!("the file ends before </{name}>");
            return Err(Fault::at(document.byte(open.id), what).about("element", name));
        }
        if document.elements.is_empty() {
            return Err(Fault::at(0, "no element was found; <opsa-mef> is needed"));
        }
        Ok(document)
    }

    fn enter(&mut self, start: &BytesStart, byte: usize, open: &mut [Open]) -> Result<Id, Fault> {
        let id = self.elements.len() as Id;
        if self.elements.len() == MAX_ELEMENTS {
            return Err(Fault::at(
                byte,
                format!("more than {MAX_ELEMENTS} elements; at most that many are read"),
            ));
        }
        let name = self.part(start.name().as_ref());
        match open.last_mut() {
            Some(parent) => {
                let before = std::mem::replace(&mut parent.last, id);
                match before {
                    NONE => self.elements[parent.id as usize].first = id,
                    before => self.elements[before as usize].next = id,
                }
            }
            None if id > 0 => {
                return Err(Fault::at(byte, "a second element stands at the top; one is needed")
                    .about("element", name));
            }
            None => {}
        }
        let first = self.attributes.len();
        let mut attributes = start.attributes();
        // Looking for the same name twice takes time that grows with the square of their number: they are few here.
        for attribute in attributes.with_checks(false) {
            let broken = |what: String| Fault::at(byte, what).about("element", name);
            let attribute = attribute.map_err(|error| broken(format!("the XML is broken: {error}")))?;
            let key = self.part(attribute.key.as_ref());
            let known = &self.attributes[first..];
            if known.len() == MAX_ATTRIBUTES {
                return Err(broken(format!(
                    "more than {MAX_ATTRIBUTES} attributes; at most that many are read"
                )));
            }
            if known.iter().any(|(known, _)| *known == key) {
                return Err(broken(format!("the attribute {} stands here twice", quoted(key))));
            }
            let raw = self.part(&attribute.value);
            let value = match raw.contains('&') {
                false => raw.into(),
                true => quick_xml::escape::unescape(raw).map_err(|error| {
                    broken(format!(
                        "attribute {}: {error}; entities other than the five of XML are not read",
                        quoted(key)
                    ))
                })?,
            };
            self.attributes.push((key, value));
        }
        let attributes = self.attributes.len() as u32;
        self.elements.push(Element { name, byte: byte as u32, first: NONE, next: NONE, attributes });
        Ok(id)
    }

    /// A part of the text as a part of the text: where the reader hands it on, its lifetime is the event's.
    fn part(&self, part: &str) -> &'a str {
        let from = (part.as_ptr() as usize).wrapping_sub(self.text.as_ptr() as usize);
        self.text.get(from..from.wrapping_add(part.len())).unwrap_or_default()
    }

    /// Text between elements: kept where it is a label, left out where it is nothing or in what is left out.
    fn text(&mut self, byte: usize, content: &str, open: &[Open]) -> Result<(), Fault> {
        let Some(parent) = open.last() else {
            if content.trim_matches(['\u{feff}', ' ', '\t', '\r', '\n']).is_empty() {
                return Ok(());
            }
            return Err(Fault::at(
                byte,
                format!("{} stands outside of the elements", quoted(content.trim())),
            ));
        };
        if self.name(parent.id) == "label" {
            match self.labels.last_mut() {
                Some((id, label)) if *id == parent.id => label.push_str(content),
                _ => self.labels.push((parent.id, content.to_owned())),
            }
        }
        Ok(())
    }

    /// The element at the top.
    pub(super) fn root(&self) -> Id {
        0
    }

    /// An element's name.
    pub(super) fn name(&self, id: Id) -> &'a str {
        self.elements[id as usize].name
    }

    /// The byte at which an element begins.
    pub(super) fn byte(&self, id: Id) -> usize {
        self.elements[id as usize].byte as usize
    }

    /// An element's children, labels and attributes left out.
    pub(super) fn children(&self, id: Id) -> impl Iterator<Item = Id> {
        self.all_children(id).filter(|child| !["label", "attributes"].contains(&self.name(*child)))
    }

    fn all_children(&self, id: Id) -> impl Iterator<Item = Id> {
        let next = |child: Id| (child != NONE).then_some(child);
        std::iter::successors(next(self.elements[id as usize].first), move |child| {
            next(self.elements[*child as usize].next)
        })
    }

    /// An attribute's value.
    pub(super) fn attribute(&self, id: Id, name: &str) -> Option<&str> {
        let end = self.elements[id as usize].attributes as usize;
        let first = id.checked_sub(1).map_or(0, |before| self.elements[before as usize].attributes as usize);
        self.attributes[first..end].iter().find(|(key, _)| *key == name).map(|(_, value)| value.trim())
    }

    /// An attribute's value, which has to be there.
    pub(super) fn needed(&self, id: Id, name: &str) -> Result<&str, Fault> {
        self.attribute(id, name).filter(|value| !value.is_empty()).ok_or_else(|| {
            self.fault(id, format!("<{}> has no {name}; {name}=\"…\" is needed", self.name(id)))
        })
    }

    /// What an element says about itself, on one line.
    pub(super) fn label(&self, id: Id) -> Option<String> {
        let label = self.all_children(id).find(|child| self.name(*child) == "label")?;
        let place = self.labels.binary_search_by_key(&label, |(id, _)| *id).ok()?;
        let words: Vec<&str> = self.labels[place].1.split_whitespace().collect();
        (!words.is_empty()).then(|| words.join(" "))
    }

    /// What is wrong with an element.
    pub(super) fn fault(&self, id: Id, what: impl core::fmt::Display) -> Fault {
        Fault::at(self.byte(id), what)
    }
}

/// The character that a reference means; none for an entity of the file's own.
fn character(reference: &BytesRef) -> Option<char> {
    match &**reference {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "apos" => Some('\''),
        "quot" => Some('"'),
        _ => reference.resolve_char_ref().ok().flatten(),
    }
}

fn entity(byte: usize, reference: &BytesRef) -> Fault {
    let name = quoted(reference);
    Fault::at(byte, format!("the entity {name} was found; entities other than the five of XML are not read"))
}
