//! Counts the values of fields over everything a query selects, exactly.
//!
//! Counting goes by the ordinals of the fast columns, segment by segment; values become text once,
//! at the end of a segment. Called by the engine's `collect`, beside the hits or by itself.

use std::collections::BTreeMap;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::StrColumn;
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

use super::schema::column;
use crate::finding::Counts;
use crate::index::FacetField;

/// Counts the values of some fields.
pub(super) struct FacetCollector {
    fields: Vec<FacetField>,
}

impl FacetCollector {
    pub(super) fn new(fields: Vec<FacetField>) -> FacetCollector {
        FacetCollector { fields }
    }
}

impl Collector for FacetCollector {
    type Fruit = Counts;
    type Child = SegmentFacets;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<SegmentFacets> {
        let mut fields = Vec::new();
        for field in &self.fields {
            if let Some(values) = segment.fast_fields().str(column(*field))? {
                let counts = vec![0; values.num_terms()];
                fields.push(SegmentFacet { field: *field, values, counts });
            }
        }
        Ok(SegmentFacets { fields })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, segments: Vec<tantivy::Result<Counts>>) -> tantivy::Result<Counts> {
        let mut counts: Counts = self.fields.iter().map(|field| (*field, BTreeMap::new())).collect();
        for segment in segments {
            for (field, values) in segment? {
                let sums = counts.entry(field).or_default();
                for (value, count) in values {
                    *sums.entry(value).or_default() += count;
                }
            }
        }
        Ok(counts)
    }
}

/// Counts within a segment.
pub(super) struct SegmentFacets {
    fields: Vec<SegmentFacet>,
}

struct SegmentFacet {
    field: FacetField,
    values: StrColumn,
    /// By ordinal.
    counts: Vec<u64>,
}

impl SegmentFacet {
    fn count(&mut self, doc: DocId) {
        for ord in self.values.ords().values_for_doc(doc) {
            if let Some(count) = usize::try_from(ord).ok().and_then(|ord| self.counts.get_mut(ord)) {
                *count += 1;
            }
        }
    }

    fn named(self) -> tantivy::Result<BTreeMap<String, u64>> {
        let counted: Vec<(u64, u64)> = (0..).zip(self.counts).filter(|(_, count)| *count > 0).collect();
        let ords: Vec<u64> = counted.iter().map(|(ord, _)| *ord).collect();
        let mut counts = counted.into_iter().map(|(_, count)| count);
        let mut named = BTreeMap::new();
        self.values.dictionary().sorted_ords_to_term_cb(&ords, |value| {
            if let Some(count) = counts.next() {
                named.insert(String::from_utf8_lossy(value).into_owned(), count);
            }
        })?;
        Ok(named)
    }
}

impl SegmentCollector for SegmentFacets {
    type Fruit = tantivy::Result<Counts>;

    fn collect(&mut self, doc: DocId, _: Score) {
        for field in &mut self.fields {
            field.count(doc);
        }
    }

    fn harvest(self) -> tantivy::Result<Counts> {
        self.fields.into_iter().map(|facet| Ok((facet.field, facet.named()?))).collect()
    }
}
