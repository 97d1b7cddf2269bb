//! Bulk import: lines of the bulk format become records and events.
//!
//! Lines go in by batches, each one transaction; with `strict` all of them are one. A line that names a
//! record not yet there (a unit before its union) waits until the others are in. What is acknowledged through
//! the progress is committed.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::io::BufRead;
use std::sync::Arc;

use birlik_entity::{OrganizationId, Reference};
use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};
use sea_orm::DbErr;

use super::batch::{Batch, Line, References, Taken, resolve};
use super::read::{Finding, Reading, read};
use super::recognition::{Recognized, keys};
use crate::areas::Areas;
use crate::clock::Clock;
use crate::log::Write;
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
        references: References::new(),
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
            if let Some(line) = import.read_line(number, &buffer, &mut progress) {
                batch.push(line);
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

/// An import under way.
struct Import<'a> {
    store: &'a Store,
    areas: &'a Areas,
    clock: &'a Arc<dyn Clock>,
    options: &'a ImportOptions,
    summary: ImportSummary,
    /// Ids by `ref`, of lines that are in.
    references: References,
    /// Lines that name records which are not yet there.
    waiting: Vec<Line>,
    /// The one transaction of a strict import.
    write: Option<Write>,
}

impl Import<'_> {
    fn read_line(
        &mut self,
        number: u64,
        bytes: &[u8],
        progress: &mut impl FnMut(ImportProgress<'_>),
    ) -> Option<Line> {
        let text = String::from_utf8_lossy(bytes);
        let is_text = matches!(text, Cow::Borrowed(_));
        let text = text.trim_start_matches('\u{feff}').trim();
        if text.is_empty() {
            return None;
        }
        self.summary.lines += 1;
        let refused = |reason: &str| Reading::Wrong(vec![Finding::new("", reason)]);
        let reading = if bytes.len() > LONGEST_LINE {
            refused("the line is too long; expected at most 1 MiB")
        } else if is_text {
            read(text)
        } else {
            refused("the line is not UTF-8; expected a file saved as UTF-8")
        };
        match reading {
            Reading::Right(record, notes) => {
                let keys = keys(&record);
                let text = text.to_owned();
                Some(Line { number, text, record: *record, keys, notes, is_composed: false })
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
        for mut line in lines {
            match batch.take(&mut write, &mut line, &mut self.references, self.areas) {
                Ok(Taken::Waits) => waiting.push(line),
                Ok(taken) => self.count(&line, taken, progress),
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
            write.flush().await?;
            self.write = Some(write);
        } else {
            self.summary.seq = write.commit().await?;
            progress(ImportProgress::Committed(&self.summary));
        }
        Ok(())
    }

    fn count(&mut self, line: &Line, taken: Taken, progress: &mut impl FnMut(ImportProgress<'_>)) {
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

    /// Writes the lines that waited, each after those that it names; those that name one another together.
    async fn write_waiting(
        &mut self,
        progress: &mut impl FnMut(ImportProgress<'_>),
    ) -> Result<(), ImportError> {
        let waiting = std::mem::take(&mut self.waiting);
        let mut plain = Vec::new();
        for group in self.groups(waiting).await? {
            let is_ring = group.len() > 1;
            if is_ring || plain.len() >= BATCH {
                self.write_rest(std::mem::take(&mut plain), progress).await?;
            }
            if is_ring {
                self.write_together(group, progress).await?;
            } else {
                plain.extend(group);
            }
        }
        self.write_rest(plain, progress).await
    }

    /// Writes lines of which nothing is to come any more; what still waits names records that are nowhere.
    async fn write_rest(
        &mut self,
        lines: Vec<Line>,
        progress: &mut impl FnMut(ImportProgress<'_>),
    ) -> Result<(), ImportError> {
        if lines.is_empty() {
            return Ok(());
        }
        let lost = self.write_batch(lines, progress).await?;
        for chunk in lost.chunks(BATCH) {
            let write = self.begin().await?;
            let batch = Batch::load(&write, chunk, &self.references, &HashSet::new()).await?;
            if self.options.strict {
                self.write = Some(write);
            }
            for line in chunk {
                let findings = missing(line, |to| {
                    resolve(to, &self.references).is_some_and(|id| batch.targets.contains(&id))
                });
                self.reject(line.number, &line.text, &findings, progress);
            }
        }
        Ok(())
    }

    /// Lines in groups: those that name one another, step by step, together, and each group after those that it
    /// names.
    async fn groups(&mut self, lines: Vec<Line>) -> Result<Vec<Vec<Line>>, ImportError> {
        let mut by_id: HashMap<OrganizationId, usize> = HashMap::new();
        let mut by_ref: HashMap<&str, usize> = HashMap::new();
        let mut ids = Vec::with_capacity(lines.len());
        for chunk in lines.chunks(BATCH) {
            let write = self.begin().await?;
            let batch = Batch::load(&write, chunk, &self.references, &HashSet::new()).await?;
            if self.options.strict {
                self.write = Some(write);
            }
            ids.extend(chunk.iter().map(|line| match batch.known.recognize(&line.record, &line.keys) {
                Ok(Recognized::Old(id) | Recognized::New(id)) => Some(id),
                Err(_) => None,
            }));
        }
        for (at, line) in lines.iter().enumerate() {
            if let Some(id) = ids[at] {
                by_id.entry(id).or_insert(at);
            }
            if let Some(name) = &line.record.local_ref {
                by_ref.entry(name).or_insert(at);
            }
        }
        let mut graph: DiGraph<usize, ()> = DiGraph::with_capacity(lines.len(), lines.len());
        let nodes: Vec<NodeIndex> = (0..lines.len()).map(|at| graph.add_node(at)).collect();
        for (at, line) in lines.iter().enumerate() {
            for affiliation in &line.record.affiliations {
                let to = match &affiliation.to.0 {
                    Reference::Id(id) => by_id.get(id),
                    Reference::Local(name) => by_ref.get(&**name),
                };
                if let Some(to) = to {
                    graph.add_edge(nodes[at], nodes[*to], ());
                }
            }
        }
        // Components come with those first that others point to.
        let components = kosaraju_scc(&graph);
        let mut lines: Vec<Option<Line>> = lines.into_iter().map(Some).collect();
        let group = |component: Vec<NodeIndex>| {
            component.iter().filter_map(|node| lines[graph[*node]].take()).collect()
        };
        Ok(components.into_iter().map(group).collect())
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
            let (mut together, expected) = self.naming_one_another(&write, lines, progress).await?;
            let mut batch = Batch::load(&write, &together, &self.references, &expected).await?;
            let (mut taken, mut refused) = (Vec::new(), Vec::new());
            for (at, line) in together.iter_mut().enumerate() {
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
                    self.count(line, *one, progress);
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
        let mut lost: Vec<Line> = Vec::new();
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
                for line in &lost {
                    self.reject(line.number, &line.text, &missing(line, is_there), progress);
                }
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

/// What a line names that is not there.
fn missing(line: &Line, is_there: impl Fn(&Reference) -> bool) -> Vec<Finding> {
    let reason = "neither the registry nor the file has this record; expected its id or its ref";
    let affiliations = line.record.affiliations.iter().enumerate();
    affiliations
        .filter(|(_, one)| !is_there(&one.to.0))
        .map(|(at, _)| Finding::new(format!("affiliations[{at}].to"), reason))
        .collect()
}
