//! A synthetic world of any size, for measuring: records in the bulk format and queries that people
//! would ask for them.
//!
//! Every record says that it is synthetic: its source is the list `synthetic-world`, by which pages mark
//! it. The same size and seed give the same world. Half of the bodies belong to schools, as in the
//! country; some records have a name in one language only.

mod list;
mod queries;
mod words;
mod world;

pub use list::DirtyList;
pub use queries::{Query, queries};
pub use world::World;

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::areas::AreaTree;
    use crate::organizations::Organization;

    fn areas() -> AreaTree {
        AreaTree::new(crate::areas::shipped().unwrap())
    }

    #[test]
    fn a_world_is_the_same_for_the_same_seed_and_marked_as_synthetic() {
        let areas = areas();
        let world = World::new(&areas, 300, 1);
        let lines: Vec<String> = world.records().map(|record| record.to_string()).collect();
        let again: Vec<String> =
            World::new(&areas, 300, 1).records().map(|record| record.to_string()).collect();
        assert_eq!(lines, again);
        assert_ne!(
            lines,
            World::new(&areas, 300, 2).records().map(|record| record.to_string()).collect::<Vec<_>>()
        );
        assert!(world.records().all(|record| record["sources"][0]["list"] == "synthetic-world"));
    }

    #[test]
    fn records_are_of_the_bulk_format_and_names_differ() {
        let mut names = HashSet::new();
        let world = World::new(&areas(), 2_000, 1);
        assert_eq!(world.len(), 2_000);
        for record in world.records() {
            let name = record["names"][0]["value"].to_string();
            assert!(names.insert(name.clone()), "twice: {name}");
            serde_json::from_value::<Organization>(record).unwrap();
        }
    }

    #[test]
    fn a_dirty_list_has_each_body_and_the_truth_of_each_row() {
        let world = World::new(&areas(), 1_000, 1);
        let (mut list, mut truth) = (Vec::new(), Vec::new());
        let made = DirtyList { rows: 700, bodies: 400, seed: 1 };
        made.write(&world, &mut list, &mut truth).unwrap();
        let again = {
            let mut again = Vec::new();
            made.write(&world, &mut again, std::io::sink()).unwrap();
            again
        };
        assert_eq!(list, again);
        let truth = crate::lists::truth(truth.as_slice()).unwrap();
        assert_eq!(truth.len(), 700);
        assert_eq!(truth.iter().map(|row| row.cluster.as_str()).collect::<HashSet<_>>().len(), 400);
        assert!(truth.iter().any(|row| row.education == "no"));
        let limits = crate::lists::reading::Limits::default();
        let table = crate::lists::reading::read(list, "list.csv", None, &limits).unwrap();
        assert_eq!(table.sheets[0].rows.len(), 700);
    }

    #[test]
    fn there_are_queries_of_every_category_and_they_name_records_of_the_world() {
        let world = World::new(&areas(), 3_000, 1);
        let rows: HashSet<String> = world
            .records()
            .map(|record| record["identifiers"][0]["value"].as_str().unwrap().to_owned())
            .collect();
        let asked = queries(&world, 20, 1);
        let categories: HashSet<&str> = asked.iter().map(|query| query.category.as_str()).collect();
        assert_eq!(categories.len(), 14);
        for query in &asked {
            assert!(
                !query.relevant.is_empty() && query.relevant.iter().all(|row| rows.contains(row)),
                "{query:?}"
            );
        }
    }
}
