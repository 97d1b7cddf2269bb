//! Bulk import: lines of the bulk format become records and events.
//!
//! Lines go in by batches, each one transaction; with `strict` all of them are one. A line that names a
//! record not yet there (a unit before its union) waits until the others are in. What is acknowledged through
//! the progress is committed.

use std::collections::{HashMap, HashSet};
use std::io::BufRead;
use std::sync::Arc;

use birlik_entity::{Bin, OrganizationId, Reference};
use sea_orm::DbErr;

use super::affiliations::AffiliationGraph;
use super::model::Organization;
use super::read::{Finding, Reading, read};
use super::recognition::{Key, Known, Recognized, candidates, keys};
use super::rules::content;
use super::store::{self, Written};
use crate::areas::Areas;
use crate::clock::Clock;
use crate::institutions::HostResolver;
use crate::log::{Subject, Verb, Write};
use crate::parsed::Parsed;
use crate::store::Store;

/// Lines a transaction.
const BATCH: usize = 1000;
/// Longest line in bytes.
const LONGEST_LINE: usize = 1 << 20;

/// How an import is to go.
#[derive(Debug, Clone, Default)]
pub struct ImportOptions {
    /// All or nothing: one wrong line and nothing is taken.
    pub strict: bool,
    /// Opaque id of who imports.
    pub actor: String,
}

/// What an import tells while it goes on.
#[derive(Debug)]
pub enum ImportProgress<'a> {
    /// This many bytes were read.
    Read(u64),
    /// Everything so far is in the store, up to this event.
    Committed(&'a ImportSummary),
    /// A line was not taken.
    Rejected {
        /// Its number, from 1.
        line: u64,
        /// The line as it came.
        text: &'a str,
        /// Why.
        findings: &'a [Finding],
    },
    /// A line was taken, and something was left out of it.
    Noted {
        /// Its number, from 1.
        line: u64,
        /// What.
        findings: &'a [Finding],
    },
}

/// What an import did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportSummary {
    /// Lines read, empty ones aside.
    pub lines: u64,
    /// Records that are new.
    pub created: u64,
    /// Records that were written again.
    pub updated: u64,
    /// Records that were the same already.
    pub unchanged: u64,
    /// Lines that were not taken.
    pub rejected: u64,
    /// Lines of which something was left out.
    pub noted: u64,
    /// The last event.
    pub seq: i64,
}

/// Why an import ended early.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The store failed; what was committed stays.
    #[error(transparent)]
    Store(#[from] DbErr),
    /// The input cannot be read.
    #[error("the input cannot be read: {0}")]
    Input(#[from] std::io::Error),
    /// A line was wrong and the import strict: nothing was taken.
    #[error("{0} lines are wrong and nothing was taken, since the import is strict")]
    Strict(u64),
}

/// Imports the lines of a reader; `progress` is told what happens.
pub async fn import(
    store: &Store,
    areas: &Areas,
    clock: &Arc<dyn Clock>,
    options: &ImportOptions,
    mut input: impl BufRead + Send,
    mut progress: impl FnMut(ImportProgress<'_>) + Send,
) -> Result<ImportSummary, ImportError> {
    let mut import = Import {
        store,
        areas,
        clock,
        options,
        summary: ImportSummary::default(),
        references: HashMap::new(),
        waiting: Vec::new(),
        write: None,
    };
    let (mut number, mut bytes, mut batch) = (0, 0, Vec::with_capacity(BATCH));
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        let length = read_line(&mut input, &mut buffer)?;
        if length > 0 {
            number += 1;
            bytes += length as u64;
            let text = String::from_utf8_lossy(&buffer);
            let text = text.trim_start_matches('\u{feff}').trim();
            if !text.is_empty() {
                import.summary.lines += 1;
                if let Some(line) = import.read_line(number, text, buffer.len() > LONGEST_LINE, &mut progress)
                {
                    batch.push(line);
                }
            }
        }
        if batch.len() == BATCH || (length == 0 && !batch.is_empty()) {
            progress(ImportProgress::Read(bytes));
            let waiting = import.write_batch(std::mem::take(&mut batch), &mut progress).await?;
            import.waiting.extend(waiting);
        }
        if length == 0 {
            break;
        }
    }
    import.write_waiting(&mut progress).await?;
    import.finish().await
}

/// Reads a line into the buffer, at most a little more than the longest line; returns its whole length.
fn read_line(input: &mut impl BufRead, buffer: &mut Vec<u8>) -> std::io::Result<usize> {
    let mut length = 0;
    loop {
        let available = input.fill_buf()?;
        if available.is_empty() {
            return Ok(length);
        }
        let end = available.iter().position(|byte| *byte == b'\n');
        let used = end.map_or(available.len(), |end| end + 1);
        let room = (LONGEST_LINE + 1).saturating_sub(buffer.len());
        buffer.extend_from_slice(&available[..used.min(room)]);
        length += used;
        input.consume(used);
        if end.is_some() {
            return Ok(length);
        }
    }
}

/// A line that was read.
#[derive(Debug)]
struct Line {
    number: u64,
    text: String,
    record: Organization,
    keys: Vec<Key>,
    /// What was left out of it.
    notes: Vec<Finding>,
}

/// An import under way.
pub struct Import<'a> {
    store: &'a Store,
    areas: &'a Areas,
    clock: &'a Arc<dyn Clock>,
    options: &'a ImportOptions,
    summary: ImportSummary,
    /// Ids by `ref`, of lines that are in.
    references: HashMap<Box<str>, OrganizationId>,
    /// Lines that name records which are not yet there.
    waiting: Vec<Line>,
    /// The one transaction of a strict import.
    write: Option<Write>,
}

impl Import<'_> {
    fn read_line(
        &mut self,
        number: u64,
        text: &str,
        too_long: bool,
        progress: &mut impl FnMut(ImportProgress<'_>),
    ) -> Option<Line> {
        let reading = if too_long {
            Reading::Wrong(vec![Finding::new("", "the line is too long; expected at most 1 MiB")])
        } else {
            read(text)
        };
        match reading {
            Reading::Right(record, notes) => {
                let keys = keys(&record);
                Some(Line { number, text: text.to_owned(), record: *record, keys, notes })
            }
            Reading::Wrong(findings) => {
                self.reject(number, text, &findings, progress);
                None
            }
        }
    }

    fn reject(
        &mut self,
        line: u64,
        text: &str,
        findings: &[Finding],
        progress: &mut impl FnMut(ImportProgress<'_>),
    ) {
        self.summary.rejected += 1;
        progress(ImportProgress::Rejected { line, text, findings });
    }

    async fn begin(&mut self) -> Result<Write, DbErr> {
        match self.write.take() {
            Some(write) => Ok(write),
            None => Write::begin(self.store, self.clock, &self.options.actor).await,
        }
    }

    /// Writes lines in one transaction; returns those that name records which are not there.
    async fn write_batch(
        &mut self,
        lines: Vec<Line>,
        progress: &mut impl FnMut(ImportProgress<'_>),
    ) -> Result<Vec<Line>, ImportError> {
        let mut write = self.begin().await?;
        let mut batch = Batch::load(&write, &lines, &self.references, &HashSet::new()).await?;
        let mut waiting = Vec::new();
        for line in lines {
            match batch.take(&mut write, &line, &mut self.references, self.areas) {
                Ok(Taken::Waits) => waiting.push(line),
                Ok(taken) => self.count(&line, &taken, progress),
                Err(findings) => self.reject(line.number, &line.text, &findings, progress),
            }
        }
        self.end_batch(batch, write, progress).await?;
        Ok(waiting)
    }

    async fn end_batch(
        &mut self,
        batch: Batch,
        mut write: Write,
        progress: &mut impl FnMut(ImportProgress<'_>),
    ) -> Result<(), DbErr> {
        batch.flush(&mut write).await?;
        if self.options.strict {
            self.write = Some(write);
        } else {
            self.summary.seq = write.commit().await?;
            progress(ImportProgress::Committed(&self.summary));
        }
        Ok(())
    }

    fn count(&mut self, line: &Line, taken: &Taken, progress: &mut impl FnMut(ImportProgress<'_>)) {
        match taken {
            Taken::Created => self.summary.created += 1,
            Taken::Updated => self.summary.updated += 1,
            Taken::Unchanged | Taken::Waits => self.summary.unchanged += 1,
        }
        if !line.notes.is_empty() {
            self.summary.noted += 1;
            progress(ImportProgress::Noted { line: line.number, findings: &line.notes });
        }
    }

    /// Writes the lines that waited: first, again and again, those whose records are there by now, then
    /// those that name one another, and reports the rest.
    async fn write_waiting(
        &mut self,
        progress: &mut impl FnMut(ImportProgress<'_>),
    ) -> Result<(), ImportError> {
        loop {
            let before = self.waiting.len();
            let mut lines = std::mem::take(&mut self.waiting);
            while !lines.is_empty() {
                let rest = lines.split_off(lines.len().min(BATCH));
                let waiting = self.write_batch(lines, progress).await?;
                self.waiting.extend(waiting);
                lines = rest;
            }
            if self.waiting.is_empty() || self.waiting.len() == before {
                break;
            }
        }
        let lines = std::mem::take(&mut self.waiting);
        if lines.is_empty() { Ok(()) } else { self.write_together(lines, progress).await }
    }

    /// Writes lines that name one another in one transaction: each counts on the others, so where one is
    /// refused nothing is written, and the rest is looked at again without it.
    async fn write_together(
        &mut self,
        mut lines: Vec<Line>,
        progress: &mut impl FnMut(ImportProgress<'_>),
    ) -> Result<(), ImportError> {
        loop {
            let references = self.references.clone();
            let mut write = self.begin().await?;
            let (together, expected) = self.naming_one_another(&write, lines, progress).await?;
            let mut batch = Batch::load(&write, &together, &self.references, &expected).await?;
            let (mut taken, mut refused) = (Vec::new(), Vec::new());
            for (at, line) in together.iter().enumerate() {
                match batch.take(&mut write, line, &mut self.references, self.areas) {
                    Ok(Taken::Waits) => {
                        refused.push((
                            at,
                            vec![Finding::new("affiliations", "a record that this one names was not taken")],
                        ));
                    }
                    Ok(one) => taken.push(one),
                    Err(findings) => refused.push((at, findings)),
                }
            }
            if refused.is_empty() {
                for (line, one) in together.iter().zip(&taken) {
                    self.count(line, one, progress);
                }
                self.end_batch(batch, write, progress).await?;
                return Ok(());
            }
            for (at, findings) in &refused {
                self.reject(together[*at].number, &together[*at].text, findings, progress);
            }
            if self.options.strict {
                // Nothing will be taken anyway: the transaction ends with the import.
                return Ok(());
            }
            let is_refused = |at: usize| refused.iter().any(|(refused, _)| *refused == at);
            lines = together
                .into_iter()
                .enumerate()
                .filter(|(at, _)| !is_refused(*at))
                .map(|(_, line)| line)
                .collect();
            self.references = references;
        }
    }

    /// Keeps the lines that, together with the registry, have everything they name; reports the others.
    async fn naming_one_another(
        &mut self,
        write: &Write,
        lines: Vec<Line>,
        progress: &mut impl FnMut(ImportProgress<'_>),
    ) -> Result<(Vec<Line>, HashSet<OrganizationId>), ImportError> {
        let batch = Batch::load(write, &lines, &self.references, &HashSet::new()).await?;
        let mut references = self.references.clone();
        let mut kept: Vec<(Line, Option<OrganizationId>)> = Vec::new();
        for line in lines {
            let id =
                batch.known.recognize(&line.record, &line.keys).ok().map(|recognized| match recognized {
                    Recognized::Old(id) | Recognized::New(id) => id,
                });
            if let (Some(id), Some(name)) = (id, &line.record.local_ref) {
                references.insert(name.as_str().into(), id);
            }
            kept.push((line, id));
        }
        let mut lost = Vec::new();
        let expected = loop {
            let expected: HashSet<OrganizationId> = kept.iter().filter_map(|(_, id)| *id).collect();
            let is_there = |to: &Reference| {
                resolve(to, &references)
                    .is_some_and(|id| expected.contains(&id) || batch.targets.contains(&id))
            };
            let (good, bad): (Vec<_>, Vec<_>) = kept.into_iter().partition(|(line, id)| {
                id.is_some() && line.record.affiliations.iter().all(|one| is_there(&one.to.0))
            });
            kept = good;
            if bad.is_empty() {
                break expected;
            }
            for (line, _) in bad {
                // A record that is lost takes the name with it under which others mean it.
                if let Some(name) = &line.record.local_ref {
                    references.remove(name.as_str());
                }
                lost.push(line);
            }
        };
        for line in lost {
            let is_there = |to: &Reference| {
                resolve(to, &references)
                    .is_some_and(|id| expected.contains(&id) || batch.targets.contains(&id))
            };
            let reason = "neither the registry nor the file has this record; expected its id or its ref";
            let findings: Vec<Finding> = (line.record.affiliations.iter().enumerate())
                .filter(|(_, one)| !is_there(&one.to.0))
                .map(|(at, _)| Finding::new(format!("affiliations[{at}].to"), reason))
                .collect();
            self.reject(line.number, &line.text, &findings, progress);
        }
        self.references = references;
        Ok((kept.into_iter().map(|(line, _)| line).collect(), expected))
    }

    async fn finish(mut self) -> Result<ImportSummary, ImportError> {
        if let Some(write) = self.write.take() {
            if self.summary.rejected > 0 {
                return Err(ImportError::Strict(self.summary.rejected));
            }
            self.summary.seq = write.commit().await?;
        } else if self.options.strict && self.summary.rejected > 0 {
            return Err(ImportError::Strict(self.summary.rejected));
        }
        Ok(self.summary)
    }
}

fn resolve(to: &Reference, references: &HashMap<Box<str>, OrganizationId>) -> Option<OrganizationId> {
    match to {
        Reference::Id(id) => Some(*id),
        Reference::Local(name) => references.get(name).copied(),
    }
}

/// What became of a line.
enum Taken {
    Created,
    Updated,
    Unchanged,
    Waits,
}

/// Lines on their way into one transaction, with what the registry knows of them.
struct Batch {
    known: Known,
    /// Records as they are, by id.
    current: HashMap<OrganizationId, Organization>,
    /// Which of the records named in affiliations exist.
    targets: HashSet<OrganizationId>,
    hosts: HostResolver,
    graph: AffiliationGraph,
    written: HashMap<OrganizationId, Written>,
    order: Vec<OrganizationId>,
}

impl Batch {
    async fn load(
        write: &Write,
        lines: &[Line],
        references: &HashMap<Box<str>, OrganizationId>,
        expected: &HashSet<OrganizationId>,
    ) -> Result<Self, DbErr> {
        let rows = write.rows();
        let mut known = Known::default();
        let keys: Vec<Key> = lines.iter().flat_map(|line| line.keys.iter().cloned()).collect();
        for (key, id) in store::by_keys(rows, &keys).await? {
            known.keys.entry(key).or_default().push(id);
        }
        let bins: Vec<Bin> = lines.iter().filter_map(|line| line.record.bin).map(|bin| bin.0).collect();
        for (bin, id) in store::by_bins(rows, &bins).await? {
            known.bins.entry(bin).or_default().push(id);
        }
        let given = lines.iter().filter_map(|line| line.record.id).map(|id| id.0);
        let minted = lines
            .iter()
            .filter(|line| line.record.id.is_none())
            .flat_map(|line| candidates(&line.record, &line.keys));
        let recognised = known.keys.values().chain(known.bins.values()).flatten().copied();
        let named = lines
            .iter()
            .flat_map(|line| line.record.affiliations.iter())
            .filter_map(|one| resolve(&one.to.0, references));
        let targets: HashSet<OrganizationId> = named.collect();
        let wanted: HashSet<OrganizationId> = given.chain(minted).chain(recognised).collect();
        known.ids = store::existing(rows, wanted).await?.into_iter().collect();
        let mut current = HashMap::new();
        let old = known.ids.iter().copied();
        for (id, document) in store::documents(rows, old).await? {
            let record = serde_json::from_str(&document).map_err(|error| DbErr::Type(error.to_string()))?;
            current.insert(id, record);
        }
        let mut existing: HashSet<OrganizationId> =
            store::existing(rows, targets).await?.into_iter().collect();
        existing.extend(expected);
        let mut graph = AffiliationGraph::default();
        graph.load(rows, existing.iter().copied().chain(known.ids.iter().copied())).await?;
        let hosts =
            HostResolver::load(write, lines.iter().filter_map(|line| line.record.host.as_ref())).await?;
        Ok(Self {
            known,
            current,
            targets: existing,
            hosts,
            graph,
            written: HashMap::new(),
            order: Vec::new(),
        })
    }

    fn take(
        &mut self,
        write: &mut Write,
        line: &Line,
        references: &mut HashMap<Box<str>, OrganizationId>,
        areas: &Areas,
    ) -> Result<Taken, Vec<Finding>> {
        let recognized = self.known.recognize(&line.record, &line.keys).map_err(|finding| vec![finding])?;
        let (id, is_new) = match recognized {
            Recognized::Old(id) => (id, false),
            Recognized::New(id) => (id, true),
        };
        check_area(&line.record, areas)?;
        for (at, affiliation) in line.record.affiliations.iter().enumerate() {
            match resolve(&affiliation.to.0, references) {
                Some(to) if to == id => {
                    let reason = "a body cannot belong to itself; expected another record";
                    return Err(vec![Finding::new(format!("affiliations[{at}].to"), reason)]);
                }
                Some(to) if self.targets.contains(&to) || self.known.ids.contains(&to) => {}
                _ => return Ok(Taken::Waits),
            }
        }
        let mut record = line.record.clone();
        record.id = Some(Parsed(id));
        for affiliation in &mut record.affiliations {
            if let Some(to) = resolve(&affiliation.to.0, references) {
                affiliation.to = Parsed(Reference::Id(to));
            }
        }
        self.graph.replace(id, &record).map_err(|at| {
            let reason = "this closes a circle: the body named belongs, step by step, to this one";
            vec![Finding::new(format!("affiliations[{at}].to"), reason)]
        })?;
        if let Some(host) = &record.host {
            let source = record.sources.first().map(|source| source.list.as_str());
            let resolved = self.hosts.resolve(write, host, source);
            record.host = Some(resolved.map_err(|reason| vec![Finding::new("host", reason)])?);
        }
        if let Some(name) = &line.record.local_ref {
            references.insert(name.as_str().into(), id);
        }
        let before = self.current.get(&id);
        if before.is_some_and(|before| content(before) == content(&record)) {
            return Ok(Taken::Unchanged);
        }
        let (version, at) = match before {
            Some(before) => (before.version.unwrap_or(1) + 1, write.at().to_owned()),
            // A new record brings its version and time along.
            None => (
                record.version.unwrap_or(1),
                record.updated_at.take().unwrap_or_else(|| write.at().to_owned()),
            ),
        };
        record.version = Some(version);
        record.updated_at = Some(at);
        record.local_ref = None;
        let document =
            serde_json::to_string(&record).map_err(|error| vec![Finding::new("", error.to_string())])?;
        let verb = if is_new { Verb::Created } else { Verb::Updated };
        let seq = write.append(Subject::Organization(id), verb, document.clone());
        self.known.learn(id, &record, &line.keys);
        self.current.insert(id, record.clone());
        // A record written twice in a batch is one row; it is new if it was new the first time.
        let was_new = self.written.get(&id).is_some_and(|written| written.is_new);
        let keys = Some(line.keys.clone());
        let written = Written { record, document, seq, is_new: is_new || was_new, keys };
        if self.written.insert(id, written).is_none() {
            self.order.push(id);
        }
        Ok(if is_new { Taken::Created } else { Taken::Updated })
    }

    async fn flush(mut self, write: &mut Write) -> Result<(), DbErr> {
        self.hosts.flush(write).await?;
        let written: Vec<Written> = self.order.iter().filter_map(|id| self.written.remove(id)).collect();
        store::write(write.rows(), &written).await
    }
}

fn check_area(record: &Organization, areas: &Areas) -> Result<(), Vec<Finding>> {
    let tree = areas.tree();
    let host = record.host.as_ref().and_then(|host| host.kato).map(|kato| kato.0);
    let findings: Vec<Finding> = [("area.kato", record.kato()), ("host.kato", host)]
        .into_iter()
        .filter(|(_, kato)| kato.is_some_and(|kato| tree.nearest(&kato).is_none()))
        .map(|(field, _)| {
            Finding::new(
                field,
                "there is no such region; expected a code of /v1/areas or of a place inside one of them",
            )
        })
        .collect();
    if findings.is_empty() { Ok(()) } else { Err(findings) }
}
