//! Reading shapes out of a tree: what is missing, twice or of another sort is a fault with its place.
//!
//! A member that is not known is a fault too, unless the text is of a newer version: then it is left out, and noted.

use core::cell::{Cell, RefCell};
use core::fmt::Display;
use std::borrow::Cow;

use super::error::{At, Fault, quoted};
use super::json::{Kind, Value};

/// A value that is about to be read.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'a> {
    value: &'a Value<'a>,
    /// Where unknown members are noted; without it they are refused.
    left_out: Option<&'a LeftOut>,
}

/// The unknown members that were met: the places of the first in the text, and how many there are.
#[derive(Default)]
pub(super) struct LeftOut {
    first: RefCell<Vec<usize>>,
    count: Cell<usize>,
}

impl LeftOut {
    /// The most places that are told.
    pub(super) const TOLD: usize = 20;

    fn note(&self, at: usize) {
        self.count.set(self.count.get() + 1);
        if self.count.get() <= Self::TOLD {
            self.first.borrow_mut().push(at);
        }
    }

    /// The first places as paths from `root`, the value that was read; and how many more there are.
    pub(super) fn places(&self, root: &Value) -> (Vec<String>, usize) {
        let places: Vec<String> = self.first.borrow().iter().map(|at| root.path_to(*at)).collect();
        let more = self.count.get() - places.len();
        (places, more)
    }
}

/// The members of an object that is being read.
#[derive(Clone, Copy)]
pub(super) struct Fields<'a> {
    members: &'a [(Cow<'a, str>, Value<'a>)],
    object: Cursor<'a>,
    known: &'static [&'static str],
}

impl<'a> Cursor<'a> {
    /// Begins at a value in which every member has to be known.
    pub(super) fn new(value: &'a Value<'a>) -> Self {
        Self { value, left_out: None }
    }

    /// Begins at a value of which unknown members are left out.
    pub(super) fn leaving_out(value: &'a Value<'a>, left_out: &'a LeftOut) -> Self {
        Self { value, left_out: Some(left_out) }
    }

    /// A value inside this one.
    fn inner(self, value: &'a Value<'a>) -> Self {
        Self { value, ..self }
    }

    /// A text.
    pub(super) fn text(self) -> Result<&'a str, Fault> {
        match &self.value.kind {
            Kind::Text(text) => Ok(text),
            _ => Err(self.wrong("a text")),
        }
    }

    /// A number, to the bit.
    pub(super) fn number(self) -> Result<f64, Fault> {
        let Kind::Number(digits) = self.value.kind else { return Err(self.wrong("a number")) };
        digits.parse().map_err(|_| self.wrong("a number"))
    }

    /// A whole number of at most `most`.
    pub(super) fn whole(self, most: u64) -> Result<u64, Fault> {
        let found = if let Kind::Number(digits) = self.value.kind { digits.parse().ok() } else { None };
        match found {
            Some(whole) if whole <= most => Ok(whole),
            Some(_) => Err(self.wrong(format_args!("a whole number of at most {most}"))),
            None => Err(self.wrong("a whole number")),
        }
    }

    /// The items of a list.
    pub(super) fn items(self) -> Result<impl ExactSizeIterator<Item = Cursor<'a>>, Fault> {
        match &self.value.kind {
            Kind::List(items) => Ok(items.iter().map(move |value| self.inner(value))),
            _ => Err(self.wrong("a list")),
        }
    }

    /// Reads an object with these members, and refuses or leaves out others.
    pub(super) fn object<T>(
        self,
        known: &'static [&'static str],
        read: impl FnOnce(Fields<'a>) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        let fields = self.fields(known)?;
        fields.note_more();
        let shape = read(fields)?;
        fields.no_more()?;
        Ok(shape)
    }

    /// The members of an object, of which none of the known ones stands there twice.
    fn fields(self, known: &'static [&'static str]) -> Result<Fields<'a>, Fault> {
        let Kind::Object(members) = &self.value.kind else { return Err(self.wrong("an object")) };
        for (index, (name, value)) in members.iter().enumerate() {
            let twice = || members[..index].iter().any(|(other, _)| other == name);
            if known.contains(&name.as_ref()) && twice() {
                let what = "duplicate field; it is needed once";
                return Err(self.inner(value).fault(what).within_member(name));
            }
        }
        Ok(Fields { members, object: self, known })
    }

    /// The only member of an object, by which a choice is written that has values: `{"scale_zones": 3}`.
    pub(super) fn tagged(self) -> Result<(&'a str, Cursor<'a>), Fault> {
        match &self.value.kind {
            Kind::Object(members) if members.len() == 1 => Ok((&members[0].0, self.inner(&members[0].1))),
            _ => Err(self.wrong("an object with one member")),
        }
    }

    /// The member with this name, if this is an object that has one.
    pub(super) fn member(self, name: &str) -> Option<Cursor<'a>> {
        let Kind::Object(members) = &self.value.kind else { return None };
        members.iter().find(|(other, _)| other == name).map(|(_, value)| self.inner(value))
    }

    /// Whether it is `null`.
    pub(super) fn is_null(self) -> bool {
        matches!(self.value.kind, Kind::Null)
    }

    /// A fault about the shape of this value.
    fn fault(self, what: impl Display) -> Fault {
        Fault::shape(self.value.at, what)
    }

    /// What is here where another sort of value would be right.
    fn wrong(self, right: impl Display) -> Fault {
        let found = match &self.value.kind {
            Kind::Null => "null".to_owned(),
            Kind::Bool(is) => is.to_string(),
            Kind::Number(digits) => quoted(digits).trim_matches('"').to_owned(),
            Kind::Text(text) => quoted(text),
            Kind::List(_) => "a list".to_owned(),
            Kind::Object(_) => "an object".to_owned(),
        };
        self.fault(format_args!("found {found}; {right} is needed"))
    }
}

impl<'a> Fields<'a> {
    /// Reads a member that has to be there.
    pub(super) fn need<T>(self, name: &str, read: fn(Cursor<'a>) -> Result<T, Fault>) -> Result<T, Fault> {
        read(self.needed(name)?).at(name)
    }

    /// Reads a member that may be absent or `null`.
    pub(super) fn optional<T>(
        self,
        name: &str,
        read: fn(Cursor<'a>) -> Result<T, Fault>,
    ) -> Result<Option<T>, Fault> {
        match self.given(name).filter(|found| !found.is_null()) {
            Some(found) => Ok(Some(read(found).at(name)?)),
            None => Ok(None),
        }
    }

    /// A member that has to be there.
    pub(super) fn needed(self, name: &str) -> Result<Cursor<'a>, Fault> {
        if let Some(found) = self.given(name) {
            return Ok(found);
        }
        // A member with a wrong name is why one is missing.
        self.no_more()?;
        Err(self.object.fault(format_args!("missing field {name}; it is needed")))
    }

    /// A member that may be absent.
    pub(super) fn given(self, name: &str) -> Option<Cursor<'a>> {
        debug_assert!(self.known.contains(&name), "{name} is read but not known");
        self.object.member(name)
    }

    /// Refuses a member that is not known, unless it is left out.
    fn no_more(self) -> Result<(), Fault> {
        let (None, Some((name, value))) = (self.object.left_out, self.unknown().next()) else {
            return Ok(());
        };
        let what = format_args!("unknown field; expected one of {}", self.known.join(", "));
        Err(self.object.inner(value).fault(what).within_member(name))
    }

    /// Notes the members that are left out.
    fn note_more(self) {
        if let Some(left_out) = self.object.left_out {
            self.unknown().for_each(|(_, value)| left_out.note(value.at));
        }
    }

    /// The members that are not known.
    fn unknown(self) -> impl Iterator<Item = &'a (Cow<'a, str>, Value<'a>)> {
        self.members.iter().filter(move |(name, _)| !self.known.contains(&name.as_ref()))
    }
}
