//! The session itself: files, corrections, settings, and what was computed from them.

use analysis::{Prepared, Request, Sales};
use chart::spec::Lang;
use report::Document;
use report::words::{Message, Mishap};
use shop::{Mapping, Recognition, Selection, Shop};
use table::{Options, Outcome, Progress, Reader, Table};

use crate::{Error, Settings};

/// A table with what it was taken for.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) table: Table,
    pub(crate) recognition: Recognition,
}

/// Why a file, or a part of one, came to nothing.
#[derive(Debug, Clone)]
pub(crate) enum Failure {
    /// The reader says so.
    Unreadable(table::Error),
    /// Something outside the readers.
    Mishap(Mishap),
}

/// What has become of a file.
#[derive(Debug)]
pub(crate) enum State {
    /// Bytes are still coming.
    Reading(Box<Reader>),
    /// Everything was read that can be.
    Read {
        entries: Vec<Entry>,
        failures: Vec<Failure>,
    },
}

/// A merchant's file.
#[derive(Debug)]
pub(crate) struct File {
    pub(crate) id: u32,
    pub(crate) name: String,
    pub(crate) options: Options,
    pub(crate) state: State,
}

/// What a corrected mapping asks of the caller.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Applied {
    /// The file has to be read again with these options, since the correction changes how its bytes are taken apart.
    pub reread: Option<u32>,
}

/// A session.
#[derive(Debug, Default)]
pub struct Session {
    pub(crate) files: Vec<File>,
    pub(crate) settings: Settings,
    mappings: Vec<Mapping>,
    next_id: u32,
    shop: Option<Built>,
    sales: Option<Sales>,
    document: Option<Document>,
}

/// A shop and the indexes over it that do not depend on filters.
#[derive(Debug)]
pub(crate) struct Built {
    pub(crate) shop: Shop,
    pub(crate) prepared: Prepared,
}

impl Session {
    /// A session without files.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the merchant's choices. What does not depend on what changed is kept.
    ///
    /// # Errors
    /// [`Error::BadSetting`], [`Error::Export`] for a template that cannot be; the settings in force stay as they were.
    pub fn set_settings(&mut self, settings: Settings) -> Result<(), Error> {
        settings.template.check()?;
        let build = settings.build_options()?;
        let rebuild = self
            .settings
            .build_options()
            .map_or(true, |old| old != build);
        let reanalyse = rebuild
            || self.settings.filter != settings.filter
            || self.settings.template != settings.template;
        self.settings = settings;
        if rebuild {
            self.shop = None;
        }
        if reanalyse {
            self.sales = None;
        }
        self.document = None;
        Ok(())
    }

    /// The settings in force.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Starts on a file and gives its id. Options from the merchant's mappings are the caller's to pass.
    pub fn open(&mut self, name: &str, size: Option<u64>, options: Options) -> u32 {
        let id = self.next_id;
        self.next_id += 1;
        let reader = Reader::new(name, size, options.clone());
        self.files.push(File {
            id,
            name: name.to_owned(),
            options,
            state: State::Reading(Box::new(reader)),
        });
        id
    }

    /// Takes the next piece of a file.
    ///
    /// # Errors
    /// [`Error::Unreadable`] as soon as it is certain that the file cannot be read; calling
    /// [`Session::finish`] then keeps it among the files with that error.
    pub fn push(&mut self, id: u32, bytes: &[u8]) -> Result<Progress, Error> {
        match self.file_mut(id)?.state {
            State::Reading(ref mut reader) => {
                reader.push(bytes)?;
                Ok(reader.progress())
            }
            State::Read { .. } => Err(Error::NoSuchFile { id }),
        }
    }

    /// Ends a file: types its columns and recognises its tables.
    ///
    /// # Errors
    /// [`Error::NoSuchFile`].
    pub fn finish(&mut self, id: u32) -> Result<(), Error> {
        let position = self.position(id)?;
        let state = std::mem::replace(
            &mut self.files[position].state,
            State::Read {
                entries: Vec::new(),
                failures: Vec::new(),
            },
        );
        let State::Reading(reader) = state else {
            self.files[position].state = state;
            return Err(Error::NoSuchFile { id });
        };
        let Outcome { tables, failures } = reader.finish();
        let failures = failures.into_iter().map(Failure::Unreadable).collect();
        let entries = tables
            .into_iter()
            .map(|table| {
                let recognition = self.recognise(&table);
                Entry { table, recognition }
            })
            .collect();
        self.files[position].state = State::Read { entries, failures };
        self.forget_results();
        Ok(())
    }

    /// Keeps a file among those that cannot be read, with the reader's reason.
    ///
    /// # Errors
    /// [`Error::NoSuchFile`].
    pub fn fail(&mut self, id: u32, error: table::Error) -> Result<(), Error> {
        self.give_up(id, Failure::Unreadable(error))
    }

    /// Keeps a file among those that cannot be read, for a reason outside the readers: vanished, locked, cancelled.
    ///
    /// # Errors
    /// [`Error::NoSuchFile`].
    pub fn lose(&mut self, id: u32, mishap: Mishap) -> Result<(), Error> {
        self.give_up(id, Failure::Mishap(mishap))
    }

    fn give_up(&mut self, id: u32, failure: Failure) -> Result<(), Error> {
        self.file_mut(id)?.state = State::Read {
            entries: Vec::new(),
            failures: vec![failure],
        };
        self.forget_results();
        Ok(())
    }

    /// Drops a file, read or still being read.
    ///
    /// # Errors
    /// [`Error::NoSuchFile`].
    pub fn remove(&mut self, id: u32) -> Result<(), Error> {
        let position = self.position(id)?;
        self.files.remove(position);
        self.forget_results();
        Ok(())
    }

    /// Puts a file that was read again in the place of the one it replaces, so that the order of files,
    /// and with it the report, does not depend on corrections.
    ///
    /// # Errors
    /// [`Error::NoSuchFile`].
    pub fn replace(&mut self, old: u32, new: u32) -> Result<(), Error> {
        let to = self.position(old)?;
        let from = self.position(new)?;
        self.files.swap(from, to);
        self.files.remove(from);
        self.forget_results();
        Ok(())
    }

    /// Applies a correction to a table and remembers it for tables of the same shape.
    ///
    /// # Errors
    /// [`Error::NoSuchTable`].
    pub fn set_mapping(&mut self, index: usize, mut mapping: Mapping) -> Result<Applied, Error> {
        let (file, shape) = {
            let (file, entry) = self.entry(index).ok_or(Error::NoSuchTable { index })?;
            (file.id, entry.recognition.shape.clone())
        };
        let reread = self.file(file)?.options != mapping.read;
        mapping.shape = shape;
        mapping.file.clear();
        self.load_mappings(vec![mapping]);
        Ok(Applied {
            reread: reread.then_some(file),
        })
    }

    /// Takes saved corrections and applies them to what is there.
    pub fn load_mappings(&mut self, mappings: Vec<Mapping>) {
        for mapping in mappings {
            let same = |m: &Mapping| m.shape == mapping.shape && m.file == mapping.file;
            match self.mappings.iter_mut().find(|m| same(m)) {
                Some(known) => *known = mapping,
                None => self.mappings.push(mapping),
            }
        }
        let mut files = std::mem::take(&mut self.files);
        for file in &mut files {
            if let State::Read { entries, .. } = &mut file.state {
                for entry in entries {
                    entry.recognition = self.recognise(&entry.table);
                }
            }
        }
        self.files = files;
        self.forget_results();
    }

    /// The corrections in force, to be saved.
    pub fn mappings(&self) -> &[Mapping] {
        &self.mappings
    }

    /// The reading options that remembered corrections ask for, if a file was read with others.
    pub fn reread_options(&self, id: u32) -> Option<&Options> {
        let file = self.files.iter().find(|f| f.id == id)?;
        file.contents()
            .0
            .iter()
            .filter_map(|entry| self.mapping_for(&entry.table, &entry.recognition.shape))
            .map(|mapping| &mapping.read)
            .find(|read| **read != Options::default() && **read != file.options)
    }

    /// The report.
    ///
    /// # Errors
    /// [`Error::BadSetting`] if no day was set.
    pub fn report(&mut self) -> Result<&Document, Error> {
        if self.document.is_none() {
            let today = self.settings.today_days()?;
            self.analyse()?;
            let (Some(built), Some(sales)) = (&self.shop, &self.sales) else {
                return Err(Error::NoSuchBlock { id: String::new() });
            };
            let document = self.document(built, sales, today);
            self.document = Some(document);
        }
        self.document
            .as_ref()
            .ok_or(Error::NoSuchBlock { id: String::new() })
    }

    /// The shop as it is now.
    ///
    /// # Errors
    /// [`Error::BadSetting`] if no day was set.
    pub(crate) fn shop(&mut self) -> Result<&Built, Error> {
        if self.shop.is_none() {
            let options = self.settings.build_options()?;
            let shop = {
                let (tables, recognitions): (Vec<&Table>, Vec<Recognition>) = self
                    .entries()
                    .map(|(_, e)| (&e.table, e.recognition.clone()))
                    .unzip();
                shop::build(&tables, &recognitions, &options)
            };
            let prepared = Prepared::new(&shop);
            self.shop = Some(Built { shop, prepared });
        }
        self.shop.as_ref().ok_or(Error::NoSuchTable { index: 0 })
    }

    /// What the scenarios beyond sales are computed from, as bytes ([`ledger::Ledger::read`]).
    ///
    /// # Errors
    /// [`Error::BadSetting`] if the settings in force cannot be used.
    pub fn ledger(&mut self) -> Result<Vec<u8>, Error> {
        self.shop()?;
        let Some(built) = &self.shop else {
            return Err(Error::NoSuchTable { index: 0 });
        };
        let (tables, recognitions): (Vec<&Table>, Vec<Recognition>) = self
            .entries()
            .map(|(_, e)| (&e.table, e.recognition.clone()))
            .unzip();
        let currency = self.currency_of(&built.shop);
        let options = self.settings.build_options()?;
        Ok(ledger::write(
            &built.shop,
            currency,
            &self.filter(),
            &tables,
            &recognitions,
            &options,
        ))
    }

    /// One table by its index, as bytes ([`ledger::Frame::read`]): what a column of it is learned from.
    ///
    /// # Errors
    /// [`Error::NoSuchTable`].
    pub fn table(&self, index: usize) -> Result<Vec<u8>, Error> {
        let (_, entry) = self.entry(index).ok_or(Error::NoSuchTable { index })?;
        let Entry { table, recognition } = entry;
        Ok(ledger::write_table(index, table, recognition))
    }

    fn document(&self, built: &Built, sales: &Sales, today: i32) -> Document {
        let tables: Vec<&Table> = self.entries().map(|(_, e)| &e.table).collect();
        let recognitions: Vec<Recognition> =
            self.entries().map(|(_, e)| e.recognition.clone()).collect();
        let failures: Vec<table::Error> = self
            .files
            .iter()
            .flat_map(|file| file.contents().1)
            .filter_map(|failure| match failure {
                Failure::Unreadable(error) => Some(error.clone()),
                Failure::Mishap(_) => None,
            })
            .collect();
        report::document(&report::Input {
            shop: &built.shop,
            sales,
            tables: &tables,
            recognitions: &recognitions,
            failures: &failures,
            template: &self.settings.template,
            filter: &self.filter(),
            lang: self.settings.lang,
            today,
        })
    }

    /// The template's filter and the page's together.
    fn filter(&self) -> Selection {
        self.settings.template.filter.and(&self.settings.filter)
    }

    /// The currency that is reported in, as the shop counts them: the template's, else the most frequent.
    fn currency_of(&self, shop: &Shop) -> u8 {
        let wanted = self.settings.template.currency.as_deref();
        let found = shop
            .currencies
            .iter()
            .position(|c| Some(c.currency.as_str()) == wanted);
        found.and_then(|i| u8::try_from(i).ok()).unwrap_or(0)
    }

    /// The shop, and the ISO code of the currency that is reported in.
    pub(crate) fn reported_shop(&mut self) -> Result<(&Shop, Option<String>), Error> {
        self.shop()?;
        let Some(built) = &self.shop else {
            return Err(Error::NoSuchTable { index: 0 });
        };
        let code = usize::from(self.currency_of(&built.shop));
        let currency = built.shop.currencies.get(code).map(|c| c.currency.clone());
        Ok((&built.shop, currency))
    }

    /// What to report on.
    fn request(&self, shop: &Shop) -> Result<Request, Error> {
        Ok(Request {
            today: self.settings.today_days()?,
            period: self.settings.template.period,
            currency: self.currency_of(shop),
            filter: self.filter(),
        })
    }

    fn analyse(&mut self) -> Result<(), Error> {
        if self.sales.is_none() {
            self.shop()?;
            let Some(built) = &self.shop else {
                return Ok(());
            };
            let request = self.request(&built.shop)?;
            let sales = analysis::sales(&built.shop, &built.prepared, &request);
            self.sales = Some(sales);
        }
        Ok(())
    }

    /// All tables of all files in order, as [`shop::RowRef::table`] counts them.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (&File, &Entry)> {
        self.files
            .iter()
            .flat_map(|file| file.contents().0.iter().map(move |entry| (file, entry)))
    }

    pub(crate) fn entry(&self, index: usize) -> Option<(&File, &Entry)> {
        self.entries().nth(index)
    }

    fn recognise(&self, table: &Table) -> Recognition {
        let first = shop::recognise(table, None);
        match self.mapping_for(table, &first.shape) {
            Some(mapping) => shop::recognise(table, Some(mapping)),
            None => first,
        }
    }

    fn mapping_for(&self, table: &Table, shape: &str) -> Option<&Mapping> {
        Mapping::find(&self.mappings, shape, &table.file)
    }

    fn position(&self, id: u32) -> Result<usize, Error> {
        self.files
            .iter()
            .position(|f| f.id == id)
            .ok_or(Error::NoSuchFile { id })
    }

    pub(crate) fn file(&self, id: u32) -> Result<&File, Error> {
        self.files
            .iter()
            .find(|f| f.id == id)
            .ok_or(Error::NoSuchFile { id })
    }

    fn file_mut(&mut self, id: u32) -> Result<&mut File, Error> {
        self.files
            .iter_mut()
            .find(|f| f.id == id)
            .ok_or(Error::NoSuchFile { id })
    }

    fn forget_results(&mut self) {
        self.shop = None;
        self.sales = None;
        self.document = None;
    }
}

impl File {
    /// Its tables and what could not be read of it.
    pub(crate) fn contents(&self) -> (&[Entry], &[Failure]) {
        match &self.state {
            State::Read { entries, failures } => (entries, failures),
            State::Reading(_) => (&[], &[]),
        }
    }

    /// What could not be read of it, in words.
    pub(crate) fn messages(&self, lang: Lang) -> Vec<Message> {
        let (_, failures) = self.contents();
        failures
            .iter()
            .map(|failure| match failure {
                Failure::Unreadable(error) => report::words::error(error, lang),
                Failure::Mishap(mishap) => report::words::mishap(*mishap, &self.name, lang),
            })
            .collect()
    }
}
