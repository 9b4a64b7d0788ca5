//! The plans that this browser keeps: an IndexedDB database whose writes compare before they swap.

use core::cell::RefCell;

use idb::{Database, DatabaseEvent, Factory, ObjectStoreParams, Query, TransactionMode};
use thiserror::Error;
use wasm_bindgen::JsValue;

use crate::quantity::order;
use crate::wire::{Stored, WireError, read_stored, stored_generation, write_stored_file};

const DATABASE: &str = "tenfold";
const PLANS: &str = "plans";

/// Why the store did not do what was asked.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum StoreError {
    /// There is no database, or it refused: blocked, full, private.
    #[error("this browser's storage refused: {0}")]
    Refused(String),
    /// Somebody else has written this plan since it was read here.
    #[error("another tab has saved this plan meanwhile")]
    Conflict,
    /// No such plan.
    #[error("this plan is not stored here any more")]
    Missing,
    /// What is stored cannot be read. It is left where it is.
    #[error(transparent)]
    Unreadable(#[from] WireError),
}

impl From<idb::Error> for StoreError {
    fn from(error: idb::Error) -> Self {
        Self::Refused(error.to_string())
    }
}

/// A stored plan with its key.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// Its key.
    pub key: String,
    /// What is stored, or why it cannot be read.
    pub stored: Result<Stored, WireError>,
}

/// A key that no plan has.
pub fn new_key() -> String {
    let random = js_sys::Math::random() * 1e9;
    format!("{}-{}", js_sys::Date::now() as u64, random as u64)
}

/// Every stored plan, the last saved first.
pub async fn list() -> Result<Vec<Kept>, StoreError> {
    let database = open().await?;
    let transaction = database.transaction(&[PLANS], TransactionMode::ReadOnly)?;
    let plans = transaction.object_store(PLANS)?;
    let (keys, texts) = (plans.get_all_keys(None, None)?, plans.get_all(None, None)?);
    let (keys, texts) = (keys.await?, texts.await?);
    database.close();
    let pairs = keys.into_iter().zip(texts);
    let mut kept: Vec<Kept> = pairs
        .filter_map(|(key, text)| {
            Some(Kept { key: key.as_string()?, stored: read_stored(&text.as_string().unwrap_or_default()) })
        })
        .collect();
    let time = |kept: &Kept| kept.stored.as_ref().ok().and_then(|stored| stored.saved_at.clone());
    order::sort_by(&mut kept, |a, b| time(b).cmp(&time(a)));
    Ok(kept)
}

/// The plan with this key.
pub async fn read(key: &str) -> Result<Stored, StoreError> {
    let database = open().await?;
    let transaction = database.transaction(&[PLANS], TransactionMode::ReadOnly)?;
    let text = transaction.object_store(PLANS)?.get(Query::Key(key.into()))?.await?;
    database.close();
    let text = text.and_then(|text| text.as_string()).ok_or(StoreError::Missing)?;
    Ok(read_stored(&text)?)
}

/// Whether there is a database at all.
pub async fn probe() -> Result<(), StoreError> {
    open().await.map(|database| database.close())
}

/// Which write the stored plan with this key is of.
pub async fn generation(key: &str) -> Result<u64, StoreError> {
    Ok(stored_generation(&read_raw(key).await?)?)
}

/// The text that is stored under a key, readable or not.
pub async fn read_raw(key: &str) -> Result<String, StoreError> {
    let database = open().await?;
    let transaction = database.transaction(&[PLANS], TransactionMode::ReadOnly)?;
    let text = transaction.object_store(PLANS)?.get(Query::Key(key.into()))?.await?;
    database.close();
    text.and_then(|text| text.as_string()).ok_or(StoreError::Missing)
}

/// Writes a plan, given as a compact file, where `generation` stood (0: where nothing stood) and gives the new generation.
///
/// It compares and swaps in one transaction, and returns only after the commit.
pub async fn write(key: &str, file: &str, generation: u64) -> Result<u64, StoreError> {
    let database = open().await?;
    let transaction = database.transaction(&[PLANS], TransactionMode::ReadWrite)?;
    let plans = transaction.object_store(PLANS)?;
    let there = plans.get(Query::Key(key.into()))?.await?.and_then(|text| text.as_string());
    let found = match there {
        Some(text) => stored_generation(&text).unwrap_or(u64::MAX),
        None => 0,
    };
    // What was deleted elsewhere is written again: this tab still has the work.
    if found != generation && found != 0 {
        transaction.abort()?;
        database.close();
        return Err(StoreError::Conflict);
    }
    let text = write_stored_file(generation + 1, Some(super::now()), file);
    plans.put(&JsValue::from_str(&text), Some(&key.into()))?.await?;
    let done = transaction.commit()?.await?;
    database.close();
    match done.is_committed() {
        true => Ok(generation + 1),
        false => Err(StoreError::Refused("the write was not committed".into())),
    }
}

thread_local! {
    /// What was removed, with its key, for as long as the page is there.
    static BIN: RefCell<Vec<(String, JsValue)>> = const { RefCell::new(Vec::new()) };
}

/// Takes out what stands under a key, whatever it is, and gives the ticket to put it back with.
pub async fn remove(key: &str) -> Result<usize, StoreError> {
    let database = open().await?;
    let transaction = database.transaction(&[PLANS], TransactionMode::ReadWrite)?;
    let plans = transaction.object_store(PLANS)?;
    let there = plans.get(Query::Key(key.into()))?.await?.ok_or(StoreError::Missing)?;
    plans.delete(Query::Key(key.into()))?.await?;
    let done = transaction.commit()?.await?;
    database.close();
    if !done.is_committed() {
        return Err(StoreError::Refused("the removal was not committed".into()));
    }
    Ok(BIN.with_borrow_mut(|bin| {
        bin.push((key.to_owned(), there));
        bin.len() - 1
    }))
}

/// Puts back what was removed, exactly as it was and under its key; gives that key.
///
/// Where something else stands by now, that stays, and what comes back gets a key of its own.
pub async fn put_back(ticket: usize) -> Result<String, StoreError> {
    let (key, value) = BIN.with_borrow(|bin| bin.get(ticket).cloned()).ok_or(StoreError::Missing)?;
    let database = open().await?;
    let transaction = database.transaction(&[PLANS], TransactionMode::ReadWrite)?;
    let plans = transaction.object_store(PLANS)?;
    let there = plans.get(Query::Key(key.as_str().into()))?.await?;
    let key = if there.is_none_or(|there| there == value) { key } else { new_key() };
    plans.put(&value, Some(&key.as_str().into()))?.await?;
    let done = transaction.commit()?.await?;
    database.close();
    match done.is_committed() {
        true => Ok(key),
        false => Err(StoreError::Refused("the write was not committed".into())),
    }
}

async fn open() -> Result<Database, StoreError> {
    let mut request = Factory::new()?.open(DATABASE, Some(1))?;
    request.on_upgrade_needed(|event| {
        if let Ok(database) = event.database() {
            let _ = database.create_object_store(PLANS, ObjectStoreParams::new());
        }
    });
    Ok(request.await?)
}
