//! Names: where they are defined, and what a reference means where it stands.

use std::collections::BTreeMap;

/// The most characters of a name.
const MAX_NAME: usize = 200;
/// The most containers within each other, and the most characters of their names together.
const MAX_WITHIN: usize = 64;
const MAX_PATH: usize = 500;

/// A container's place in [`Names`]; the file itself is 0.
pub(super) type Scope = usize;

/// What a name means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// The gate of this number.
    Gate(u32),
    /// The basic event of this number.
    Event(u32),
    /// A member of a common-cause group, which is the gate of this number.
    Member(u32),
    /// A house event.
    House(bool),
    /// The parameter of this number.
    Parameter(u32),
}

impl Meaning {
    /// What it is called in the format.
    pub(super) fn kind(self) -> &'static str {
        match self {
            Self::Gate(_) => "gate",
            Self::Event(_) | Self::Member(_) => "basic-event",
            Self::House(_) => "house-event",
            Self::Parameter(_) => "parameter",
        }
    }
}

/// Why a name cannot be defined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NameError {
    /// It means something else there already.
    Taken,
    /// It has a dot, which divides paths, or no characters, or too many.
    NoName,
    /// It stands in too many containers, or their names are too long.
    TooDeep,
}

impl NameError {
    /// What was found and what would be right.
    pub(super) fn said(self) -> String {
        match self {
            Self::Taken => "the name is defined twice; each name may be defined once".into(),
            Self::NoName => {
                format!("the name is no name; 1 to {MAX_NAME} characters without a dot are needed")
            }
            Self::TooDeep => format!(
                "it stands in more than {MAX_WITHIN} components, or in names of more than {MAX_PATH} characters; \
                 at most that is read"
            ),
        }
    }
}

type Meanings = BTreeMap<String, Meaning>;

/// A container: the file, a fault tree or a component. Events and gates share their names; parameters have theirs.
#[derive(Debug, Default)]
struct Container {
    path: String,
    depth: usize,
    within: Option<Scope>,
    containers: BTreeMap<String, Scope>,
    events: Meanings,
    parameters: Meanings,
}

impl Container {
    fn meanings(&mut self, parameter: bool) -> &mut Meanings {
        if parameter { &mut self.parameters } else { &mut self.events }
    }
}

/// The names of a file.
#[derive(Debug)]
pub(super) struct Names {
    containers: Vec<Container>,
    /// What is public, by name: a container without a place.
    public: Container,
}

impl Names {
    /// With nothing but the file itself.
    pub(super) fn new() -> Self {
        Self { containers: vec![Container::default()], public: Container::default() }
    }

    /// A container within another.
    pub(super) fn enter(&mut self, within: Scope, name: &str) -> Result<Scope, NameError> {
        check(name)?;
        let scope = self.containers.len();
        let path = self.path(within, name);
        let depth = self.containers[within].depth + 1;
        if depth > MAX_WITHIN || path.len() > MAX_PATH {
            return Err(NameError::TooDeep);
        }
        if self.containers[within].containers.insert(name.to_owned(), scope).is_some() {
            return Err(NameError::Taken);
        }
        self.containers.push(Container { path, depth, within: Some(within), ..Container::default() });
        Ok(scope)
    }

    fn path(&self, scope: Scope, name: &str) -> String {
        match self.containers[scope].path.as_str() {
            "" => name.to_owned(),
            path => format!("{path}.{name}"),
        }
    }

    /// What a name is known by: itself where it is public, else with all that it stands within.
    pub(super) fn known_as(&self, scope: Scope, name: &str, public: bool) -> String {
        if public { name.to_owned() } else { self.path(scope, name) }
    }

    /// Gives a name its meaning.
    pub(super) fn define(
        &mut self,
        scope: Scope,
        name: &str,
        public: bool,
        meaning: Meaning,
    ) -> Result<(), NameError> {
        check(name)?;
        let parameter = matches!(meaning, Meaning::Parameter(_));
        let here = self.containers[scope].meanings(parameter).insert(name.to_owned(), meaning);
        let there = public.then(|| self.public.meanings(parameter).insert(name.to_owned(), meaning));
        if here.is_some() || there.flatten().is_some() {
            return Err(NameError::Taken);
        }
        Ok(())
    }

    /// What a reference means where it stands: from the inside out, then among what is public.
    pub(super) fn find(&self, scope: Scope, reference: &str, parameter: bool) -> Option<Meaning> {
        let (path, name) = match reference.rsplit_once('.') {
            Some((path, name)) => (Some(path), name),
            None => (None, reference),
        };
        let mut inside = Some(scope);
        while let Some(scope) = inside {
            let mut steps = path.into_iter().flat_map(|path| path.split('.'));
            let there =
                steps.try_fold(scope, |scope, step| self.containers[scope].containers.get(step).copied());
            if let Some(meaning) =
                there.and_then(|there| self.in_container(&self.containers[there], name, parameter))
            {
                return Some(meaning);
            }
            inside = self.containers[scope].within;
        }
        path.is_none().then(|| self.in_container(&self.public, name, parameter)).flatten()
    }

    fn in_container(&self, container: &Container, name: &str, parameter: bool) -> Option<Meaning> {
        let meanings = if parameter { &container.parameters } else { &container.events };
        meanings.get(name).copied()
    }
}

fn check(name: &str) -> Result<(), NameError> {
    if name.is_empty() || name.contains('.') || name.len() > MAX_NAME {
        return Err(NameError::NoName);
    }
    Ok(())
}
