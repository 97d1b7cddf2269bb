//! Decides which parts of the index become one.
//!
//! Each part costs every search a look into its own dictionaries, and each merge writes its documents
//! anew. tantivy's policy of equal sizes leaves up to eight parts of each size. Here a part stays only
//! while it has several times as many documents as all smaller ones together, so that their number grows
//! with the logarithm of the documents, and a document is written anew about as often. What is smaller than
//! [`SMALL`] counts as one size: writing it anew costs less than looking into it. In a large index merges
//! take long, and a part stays that is as large as the smaller ones together.
//!
//! Called by tantivy after each commit and merge, and by the writer when it opens.

use tantivy::SegmentMeta;
use tantivy::index::SegmentId;
use tantivy::indexer::{MergeCandidate, MergePolicy};

/// Up to how many documents a part is small.
const SMALL: u32 = 1_000;

/// From how many documents on an index is large.
const LARGE: u64 = 300_000;

/// How many times as large as all smaller ones together a part is that stays, in an index that is not large.
const APART: u64 = 3;

/// How large a share of removed documents has a part written anew.
const MOST_DELETED: f64 = 0.3;

/// Keeps the parts few.
#[derive(Debug, Clone, Copy)]
pub(super) struct FewParts;

impl FewParts {
    /// The parts that are to become one; none where all stay.
    pub(super) fn candidate(segments: &[SegmentMeta]) -> Vec<SegmentId> {
        let mut parts: Vec<&SegmentMeta> = segments.iter().collect();
        parts.sort_by_key(|part| std::cmp::Reverse(part.num_docs()));
        let mut smaller: u64 = parts.iter().map(|part| u64::from(part.num_docs())).sum();
        let apart = if smaller < LARGE { APART } else { 1 };
        for (at, part) in parts.iter().enumerate() {
            smaller -= u64::from(part.num_docs());
            let is_small = part.num_docs() <= SMALL && at + 1 < parts.len();
            if is_small || u64::from(part.num_docs()) < apart * smaller {
                return parts[at..].iter().map(|part| part.id()).collect();
            }
        }
        let worn = parts.iter().find(|part| {
            f64::from(part.num_deleted_docs()) > MOST_DELETED * f64::from(part.max_doc()).max(1.0)
        });
        worn.map(|part| vec![part.id()]).unwrap_or_default()
    }
}

impl MergePolicy for FewParts {
    fn compute_merge_candidates(&self, segments: &[SegmentMeta]) -> Vec<MergeCandidate> {
        let parts = FewParts::candidate(segments);
        if parts.is_empty() { Vec::new() } else { vec![MergeCandidate(parts)] }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use tantivy::Index;
    use tantivy::schema::Schema;

    use super::*;

    fn parts(sizes: &[u32]) -> Vec<SegmentMeta> {
        let index = Index::create_in_ram(Schema::builder().build());
        sizes.iter().map(|size| index.new_segment_meta(SegmentId::generate_random(), *size)).collect()
    }

    /// The sizes after all merges.
    fn settled(sizes: &[u32]) -> Vec<u32> {
        let mut sizes = sizes.to_vec();
        loop {
            let segments = parts(&sizes);
            let merged = FewParts::candidate(&segments);
            if merged.is_empty() {
                return sizes;
            }
            assert!(merged.len() > 1, "a part is written anew for nothing");
            let (merged, mut kept): (Vec<_>, Vec<_>) =
                segments.iter().partition(|part| merged.contains(&part.id()));
            kept.sort_by_key(|part| std::cmp::Reverse(part.num_docs()));
            sizes = kept.iter().map(|part| part.num_docs()).collect();
            sizes.push(merged.iter().map(|part| part.num_docs()).sum());
        }
    }

    #[test]
    fn parts_of_one_size_become_one_and_a_large_one_is_left_alone() {
        assert_eq!(settled(&[9_000; 11]), [99_000]);
        assert_eq!(settled(&[100_000, 5_000]), [100_000, 5_000]);
        assert_eq!(settled(&[60_000, 25_000]), [85_000]);
        assert_eq!(settled(&[100_000, 1, 1, 1]), [100_000, 3]);
        assert_eq!(settled(&[500_000, 500_000]), [500_000, 500_000]);
        assert_eq!(settled(&[7]), [7]);
    }

    proptest! {
        #[test]
        fn there_are_never_more_parts_than_doublings(sizes in prop::collection::vec(1_u32..60_000, 1..60)) {
            let all: u32 = sizes.iter().sum();
            let most = (all / SMALL).max(1).ilog2() + 3;
            let left = settled(&sizes);
            prop_assert_eq!(left.iter().sum::<u32>(), all);
            prop_assert!(left.len() <= most as usize, "{:?}", left);
        }
    }
}
