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
fn numbers_and_initials_are_known_however_written() {
    for (left, right) in [
        ("Regiment Thirty-Six", "Regiment 36"),
        ("2nd Norton School", "Second Norton School"),
        ("Capital Fund IV", "Capital Fund 4"),
        ("Capital Fund I", "Capital Fund"),
        ("K.L.M. Company", "KLM Co."),
        ("U.S. Forest Service", "United States Forest Service"),
        ("МКП «Нұр» ХІІ", "МКП «Нұр» 12"),
    ] {
        assert!(similarity(left, right) >= SAME, "{left} | {right}: {}", similarity(left, right));
    }
    for (left, right) in [
        ("Norton Fund VI", "Norton Fund VII"),
        ("Norton Mills, Inc.", "Norton Mills II, Inc."),
        ("M.L.K. Company", "K.L.M. Company"),
        ("QR p.l.c.", "QT p.l.c."),
    ] {
        assert!(similarity(left, right) < SAME, "{left} | {right}: {}", similarity(left, right));
    }
}

#[test]
fn legal_forms_agree_or_contradict() {
    for (left, right) in [
        ("LindeAG", "Linde AG"),
        ("Societatea cu Răspundere Limitată Crama", "SRL Crama"),
        ("Акционерное общество «Алтын»", "Altyn JSC"),
        ("ТОО «Дарын»", "Daryn LLP"),
        ("Harvest Joynt Stock Company", "Harvest JSC"),
    ] {
        assert!(similarity(left, right) >= 0.95, "{left} | {right}: {}", similarity(left, right));
    }
    for (left, right) in
        [("Linde AG", "Linde GmbH"), ("ОО «Дарын»", "ООО «Дарын»"), ("АНО «Искусство»", "ООО «Искусство»")]
    {
        assert!(similarity(left, right) < SAME, "{left} | {right}: {}", similarity(left, right));
    }
}

#[test]
fn other_words_are_other_names() {
    for (left, right) in [
        ("Arabian Gas Company", "Arabian Oil Company"),
        ("Norton Enterprise Solutions", "Norton Technology Enterprise"),
        ("Banco Andino S.A.", "Banco Andino Chile S.A."),
        ("Banco Andino México S.A.", "Banco Andino Chile S.A."),
        ("Norton Systems, Inc.", "Norton Industries, Inc."),
        ("Norton Trust", "Norton"),
    ] {
        assert!(similarity(left, right) < SAME, "{left} | {right}: {}", similarity(left, right));
    }
}

#[test]
fn what_stands_beside_a_name_may_make_another_of_it() {
    let name = "University of Leeds";
    assert!(within(name, "School of Law, University of Leeds, Leeds, UK") > 0.99);
    assert!(within(name, "Department of Earth Science University of Leeds") > 0.99);
    assert!(within("Leeds University", "Leeds University Hospital, Leeds") < SAME);
    assert!(within("Leeds University", "Bradford University, Leeds") < SAME);
    assert!(within("School No. 7", "School No. 8, Leeds") < SAME);
    assert!(within("", "Leeds") < f64::EPSILON && within("Leeds", "") < f64::EPSILON);
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
        prop_assert!((0.0..=1.0).contains(&within(&left, &right)));
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
