//! The shipped classifier, and the mending of the official one.

use super::csv::{read_areas, shipped};
use super::tree::AreaTree;

#[test]
fn the_product_ships_regions_and_districts() {
    let mut areas = shipped().unwrap();
    assert_eq!(areas.len(), 254);
    for area in &mut areas {
        area.parent = area.parent.or_else(|| {
            area.kato
                .possible_parents()
                .find(|code| code.as_str().ends_with("0000000"))
                .map(crate::parsed::Parsed)
        });
    }
    let tree = AreaTree::new(areas);
    assert_eq!(tree.regions().count(), 20);
    assert!(tree.regions().all(|region| region.tile.is_some() && region.names.en.is_some()));
    let semey = tree.get(&"101000000".parse().unwrap()).unwrap();
    assert_eq!((semey.names.kk.as_str(), semey.names.ru.as_str()), ("Семей қаласы", "город Семей"));
    let named: Vec<_> = tree.named("нур-султан").map(|area| area.kato.to_string()).collect();
    assert_eq!(named, ["710000000"]);
    let chain: Vec<_> =
        tree.chain(&"101010101".parse().unwrap()).iter().map(|area| area.kato.to_string()).collect();
    assert_eq!(chain, ["100000000", "101000000"]);
}

#[test]
fn quirks_of_the_official_list_are_mended() {
    let list = "kato,parent,kind,name_kk,name_ru\n\
                471000000,470000000,city_admin,Ақтау Г.А.,Актау Г.А.\n\
                635249115,,village,\"Сарыбай\u{a0} їлкен\",с.Сарыбай\n\
                x,,village,а,б\n";
    let (areas, errors) = read_areas(list.as_bytes(), "test").unwrap();
    assert_eq!(areas[0].1.names.kk, "Ақтау қаласы");
    assert_eq!(areas[1].1.names.kk, "Сарыбай үлкен");
    assert_eq!((errors.len(), errors[0].line, errors[0].field.as_str()), (1, 4, "kato"));
    assert!(read_areas("a,b\n1,2\n".as_bytes(), "test").is_err());
}
