//! The tile map of the regions: where each stands, how many bodies it has, how dark it is.
//!
//! A map in tiles gives a city of a million and a region of steppe the same room to be read. Shades
//! are fifths of the regions by their number, so that one big region does not bleach the rest.

use birlik_entity::KatoCode;
use birlik_search::FacetCount;

use super::format;
use super::page::Frame;
use crate::areas::AreaTree;

/// How many shades there are, besides that for none.
const SHADES: usize = 5;

/// A region on the map.
#[derive(Debug, Clone)]
pub struct Tile {
    /// Its page.
    pub href: String,
    /// Its name.
    pub name: String,
    /// Its name in a tile.
    pub short: String,
    /// Its name in a tile on a phone.
    pub tiny: String,
    /// How many bodies.
    pub count: u64,
    /// How many bodies, written.
    pub written: String,
    /// Column, from 0.
    pub x: i32,
    /// Row, from 0.
    pub y: i32,
    /// Shade, 0 for none to 5.
    pub shade: usize,
    /// True for the region that the page is about.
    pub here: bool,
}

/// What a shade means.
#[derive(Debug, Clone)]
pub struct Shade {
    /// The shade.
    pub shade: usize,
    /// The numbers it stands for: `3–5`.
    pub range: String,
}

/// The map.
#[derive(Debug, Clone, Default)]
pub struct TileMap {
    /// The regions, row by row.
    pub tiles: Vec<Tile>,
    /// The shades that occur.
    pub legend: Vec<Shade>,
}

impl TileMap {
    /// The map with counts by region, one region marked.
    pub fn new(frame: &Frame, tree: &AreaTree, counts: &[FacetCount], here: Option<KatoCode>) -> Self {
        let mut tiles: Vec<Tile> = tree
            .regions()
            .filter_map(|region| {
                let tile = region.tile?;
                let count = counts
                    .iter()
                    .find(|count| count.value == region.kato.as_str())
                    .map_or(0, |count| count.count);
                let name = region.name(frame.lang.as_str()).to_owned();
                let code = &region.kato.as_str()[..2];
                Some(Tile {
                    href: frame.link(&format!("/areas/{}", region.kato)),
                    short: text_or(frame, &format!("region-short-{code}"), &name),
                    tiny: text_or(frame, &format!("region-tiny-{code}"), &name),
                    name,
                    count,
                    written: format::number(count),
                    x: tile.x,
                    y: tile.y,
                    shade: 0,
                    here: here == Some(region.kato.0),
                })
            })
            .collect();
        tiles.sort_by_key(|tile| (tile.y, tile.x));
        let legend = shade(&mut tiles);
        Self { tiles, legend }
    }

    /// The regions by name, for the table that says the same.
    pub fn by_count(&self) -> Vec<&Tile> {
        let mut tiles: Vec<&Tile> = self.tiles.iter().collect();
        tiles.sort_by(|one, other| other.count.cmp(&one.count).then_with(|| one.name.cmp(&other.name)));
        tiles
    }

    /// True where a region is marked.
    pub fn marked(&self) -> bool {
        self.tiles.iter().any(|tile| tile.here)
    }
}

fn text_or(frame: &Frame, key: &str, fallback: &str) -> String {
    if frame.lang.has(key) { frame.t(key) } else { fallback.to_owned() }
}

/// Gives each tile its shade: equal numbers get the same one. Returns what the shades mean.
fn shade(tiles: &mut [Tile]) -> Vec<Shade> {
    let mut numbers: Vec<u64> = tiles.iter().map(|tile| tile.count).filter(|count| *count > 0).collect();
    numbers.sort_unstable();
    for tile in tiles.iter_mut().filter(|tile| tile.count > 0) {
        let rank = numbers.partition_point(|number| *number < tile.count);
        tile.shade = 1 + rank * SHADES / numbers.len();
    }
    (0..=SHADES)
        .filter_map(|shade| {
            let of_shade = tiles.iter().filter(|tile| tile.shade == shade).map(|tile| tile.count);
            let (least, most) = (of_shade.clone().min()?, of_shade.max()?);
            let range = if least == most {
                format::number(least)
            } else {
                format!("{}–{}", format::number(least), format::number(most))
            };
            Some(Shade { shade, range })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tile(count: u64) -> Tile {
        Tile {
            href: String::new(),
            name: String::new(),
            short: String::new(),
            tiny: String::new(),
            count,
            written: String::new(),
            x: 0,
            y: 0,
            shade: 0,
            here: false,
        }
    }

    #[test]
    fn shades_are_fifths_and_equal_numbers_are_equally_dark() {
        let mut tiles: Vec<Tile> = [0, 1, 1, 2, 3, 50, 4000].into_iter().map(tile).collect();
        let legend = shade(&mut tiles);
        let shades: Vec<usize> = tiles.iter().map(|tile| tile.shade).collect();
        assert_eq!(shades, [0, 1, 1, 2, 3, 4, 5]);
        assert_eq!(legend.len(), 6);
        assert_eq!(legend[0].range, "0");
        assert_eq!(legend[1].range, "1");
    }

    #[test]
    fn an_empty_registry_has_one_shade() {
        let mut tiles = vec![tile(0), tile(0)];
        assert_eq!(shade(&mut tiles).len(), 1);
    }
}
