use proptest::prelude::*;

use std::ops::Range;

use super::*;

#[test]
fn one_name_however_written() {
    for (left, right) in [
        ("ТОО «Казахмыс»", "Kazakhmys LLP"),
        ("Gazprom PJSC", "ПАО Газпром"),
        ("Siemens Aktiengesellschaft", "Siemens AG"),
        ("Al-Farabi Kazakh National University", "Kazakh National University Al-Farabi"),
        ("ОО «Өркен»", "«Өркен» қоғамдық бірлестігі"),
        ("Общественный фонд «Дарын»", "Daryn Public Foundation"),
        ("International Business Machines Corporation", "IBM Corp."),
        ("Starlink Trading Ltd", "Star Link Trading Limited"),
        ("Rosneft Oil Company", "Роснефть"),
        ("Чермет Инвест", "Chermet-Invest, OOO"),
    ] {
        assert!(similarity(left, right) >= 0.75, "{left} | {right}: {}", similarity(left, right));
    }
}

#[test]
fn other_names() {
    for (left, right) in [
        ("ТОО «Казахмыс»", "ТОО «Казцинк»"),
        ("Школа №12", "Школа №21"),
        ("University of Oxford", "University of Cambridge"),
        ("Общественный фонд «Дарын»", "Общественный фонд «Болашақ»"),
        ("Bank of Georgia", "Bank of Moscow"),
    ] {
        assert!(similarity(left, right) < 0.6, "{left} | {right}: {}", similarity(left, right));
    }
}

#[test]
fn within_a_longer_text() {
    let text = "Dept. of Physics, Nazarbayev University, 53 Kabanbay Batyr Ave., Astana, Kazakhstan";
    assert!(within("Nazarbayev University", text) > 0.99);
    assert!(within("Satbayev University", text) < 0.6);
}

#[test]
fn words_are_aligned_and_differing_letters_marked() {
    let (left, right) = ("центр поддержки", "центрр поддершки");
    let aligned = align(left, right);
    assert_eq!(aligned.len(), 2);
    let text = |text: &'static str, ranges: &[Range<usize>]| -> Vec<&'static str> {
        ranges.iter().map(|range| &text[range.clone()]).collect()
    };
    assert_eq!(text(right, &aligned[0].right_differs), ["р"]);
    assert_eq!(text(left, &aligned[1].left_differs), ["ж"]);
    assert_eq!(text(right, &aligned[1].right_differs), ["ш"]);
}

proptest! {
    #[test]
    fn any_names_are_compared(left in "\\PC{0,40}", right in "\\PC{0,40}") {
        let similarity = similarity(&left, &right);
        prop_assert!((0.0..=1.0).contains(&similarity), "{similarity}");
        for word in align(&left, &right) {
            for range in word.left.iter().chain(&word.left_differs) {
                prop_assert!(left.get(range.clone()).is_some());
            }
            for range in word.right.iter().chain(&word.right_differs) {
                prop_assert!(right.get(range.clone()).is_some());
            }
        }
    }
}
