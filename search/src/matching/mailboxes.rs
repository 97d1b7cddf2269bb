//! Mailboxes as people write them: read, and repaired where there is one way only to read them.
//!
//! `name @ mail.ru`, `name(at)mail.ru` and `name@mail,ru` can be nothing else than a mailbox. `@school.kz` after a
//! word may be an account in a network, and of two Latin words before a sign nobody knows whether both belong to
//! the mailbox: such writings stay as they are, and are no mailbox.

use std::ops::Range;

use super::contacts::{Contact, ContactCell, DigestKey};

/// Endings of mailboxes at providers for private persons.
const PRIVATE_PROVIDERS: &str = include_str!("../../data/mail-providers.tsv");

/// Ways to write the sign in the middle.
const SIGNS: [&str; 5] = ["@", "(at)", "[at]", "(собака)", "[собака]"];

/// Last parts of domains behind which a comma or a space for the full stop is seen.
const ENDINGS: [&str; 12] = ["kz", "ru", "com", "org", "net", "info", "edu", "gov", "by", "uz", "kg", "su"];

/// Latin words that may stand before a mailbox and belong to no name.
const LABELS: [&str; 5] = ["mail", "email", "e-mail", "mailto", "pochta"];

/// All mailboxes of a cell.
pub(super) fn read_mailboxes(cell: &str, key: &DigestKey) -> ContactCell {
    let mut read = ContactCell::default();
    let mut rest = String::new();
    let mut done = 0;
    for (range, mailbox) in miswritten_mailboxes(cell) {
        rest.push_str(cell.get(done..range.start).unwrap_or_default());
        rest.push(' ');
        rest.push_str(&mailbox);
        rest.push(' ');
        done = range.end;
        read.is_repaired = true;
    }
    rest.push_str(cell.get(done..).unwrap_or_default());
    let is_label = |piece: &str| {
        piece.ends_with(':') && !piece.contains('@') || LABELS.contains(&piece.to_lowercase().as_str())
    };
    for piece in rest.split([',', ';', ' ', '\n', '\t', '/']).filter(|piece| !is_label(piece)) {
        match normal_mailbox(piece) {
            Some(mailbox) => {
                let digest = key.digest("mailbox", &mailbox);
                read.push(Contact { digest, institutional: (!is_private(&mailbox)).then_some(mailbox) });
            }
            None => read.is_spoilt |= piece.chars().any(char::is_alphanumeric),
        }
    }
    read
}

/// Mailboxes of a text that are written wrongly and can be read in one way only: where each stands, and what it is.
pub fn miswritten_mailboxes(text: &str) -> Vec<(Range<usize>, String)> {
    let mut found: Vec<(Range<usize>, String)> = Vec::new();
    for (at, _) in text.char_indices().filter(|(_, c)| matches!(c, '@' | '(' | '[')) {
        let done = found.last().map_or(0, |(range, _)| range.end);
        if at >= done
            && let Some((range, mailbox)) = miswritten(text, at)
            && range.start >= done
        {
            found.push((range, mailbox));
        }
    }
    found
}

/// The mailbox around a sign, where it is written wrongly.
fn miswritten(text: &str, at: usize) -> Option<(Range<usize>, String)> {
    let (before, from) = text.split_at_checked(at)?;
    let sign =
        SIGNS.iter().find_map(|sign| from.get(..sign.len()).filter(|one| one.to_lowercase() == *sign))?;
    let after = from.get(sign.len()..)?;
    let is_local = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-');
    let close = before.trim_end_matches(is_space);
    let start = close.trim_end_matches(is_local).len();
    let (earlier, local) = close.split_at_checked(start)?;
    let open = after.trim_start_matches(is_space);
    let (length, domain) = domain(open)?;
    let (is_apart, is_apart_after) = (close.len() < before.len(), open.len() < after.len());
    let is_wrong = is_apart || is_apart_after || sign != "@" || open.get(..length) != Some(domain.as_str());
    let mailbox = normal_mailbox(&format!("{local}@{domain}")).filter(|_| is_wrong)?;
    // An account in a network is written with its sign before it, too.
    let may_be_account = sign == "@" && is_apart && !is_apart_after && !is_private(&mailbox);
    if may_be_account || is_apart && ends_with_name(earlier) {
        return None;
    }
    Some((start..text.len() - open.len() + length, mailbox))
}

/// True where the word at the end of a text may belong to the name after it.
fn ends_with_name(text: &str) -> bool {
    let word = text.trim_end_matches(is_space).rsplit(char::is_whitespace).next().unwrap_or_default();
    word.ends_with(|c: char| c.is_ascii_alphanumeric())
        && word.contains(|c: char| c.is_ascii_alphabetic())
        && !word.contains('@')
        && !LABELS.contains(&word.to_lowercase().as_str())
}

/// The domain at the start of a text, repaired, with the length of what it is written with.
fn domain(text: &str) -> Option<(usize, String)> {
    let is_of_label = |c: char| c.is_alphanumeric() || c == '-';
    let label = |text: &str| text.find(|c| !is_of_label(c)).unwrap_or(text.len());
    let mut length = label(text);
    let mut domain = text.get(..length).filter(|first| !first.is_empty())?.to_owned();
    loop {
        let rest = text.get(length..)?;
        let stop = rest.trim_start_matches(is_space);
        let Some(next) = stop.strip_prefix(['.', ',']) else { break };
        let open = next.trim_start_matches(is_space);
        let part = open.get(..label(open)).filter(|part| !part.is_empty())?;
        let behind = open.get(part.len()..)?;
        let is_whole = rest.starts_with('.') && open.len() == next.len();
        let ends = ENDINGS.contains(&part.to_lowercase().as_str())
            && !domain.contains('.')
            && !behind.trim_start_matches(is_space).starts_with('@')
            && !behind.strip_prefix('.').is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
        if !is_whole && !ends {
            break;
        }
        domain = format!("{domain}.{part}");
        length = text.len() - behind.len();
    }
    let last = domain.rsplit_once('.')?.1;
    (last.chars().count() > 1 && last.chars().all(char::is_alphabetic)).then_some((length, domain))
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{a0}')
}

/// The normal form of a mailbox; what stands around it in links goes.
fn normal_mailbox(text: &str) -> Option<String> {
    let around = ['<', '>', '(', ')', '"', '.', ':', '«', '»'];
    let text = text.trim_matches(around);
    let text = text.rsplit_once(':').map_or(text, |(_, address)| address);
    let text = text.split_once('?').map_or(text, |(address, _)| address).trim_matches(around);
    let lower: String = text.to_lowercase().chars().map(latin_look_alike).collect();
    let (local, domain) = lower.split_once('@')?;
    let is_right = !local.is_empty()
        && domain.contains('.')
        && !domain.starts_with('.')
        && !domain.ends_with('.')
        && local.len() <= 64
        && domain.len() <= 253
        && local.chars().all(|c| c.is_ascii_graphic())
        && domain.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '.');
    is_right.then_some(lower)
}

/// Whether a mailbox in its normal form may be somebody's own: at a provider for private persons, or at what looks
/// like one written wrongly (`mail.py`, `mail.ru.tel`, letters that are not Latin).
fn is_private(mailbox: &str) -> bool {
    let domain = mailbox.rsplit('@').next().unwrap_or_default();
    let first = domain.split_once('.').map(|(first, rest)| (first, rest.contains('.')));
    let is_at = |provider: &str| {
        let behind = domain.strip_prefix(provider);
        behind.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            || provider.split_once('.').map(|(label, _)| (label, false)) == first
    };
    !domain.is_ascii() || PRIVATE_PROVIDERS.lines().filter(|line| !line.starts_with('#')).any(is_at)
}

/// The Latin letter for which a Cyrillic one was typed; addresses have Latin letters.
fn latin_look_alike(c: char) -> char {
    match c {
        'а' => 'a',
        'е' => 'e',
        'о' => 'o',
        'р' => 'p',
        'с' => 'c',
        'х' => 'x',
        'у' => 'y',
        'і' => 'i',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mailboxes_meet_and_private_ones_stay_hidden() {
        let key = DigestKey::new(b"key");
        let of = |text| read_mailboxes(text, &key).contacts.remove(0);
        assert_eq!(of("BOLASHAK7@MAIL.RU ").digest, of("bolashak7@mail.ru").digest);
        assert_eq!(of("bоlashak7@mail.ru").digest, of("bolashak7@mail.ru").digest);
        assert_eq!(of("bolashak7@mail.ru").institutional, None);
        assert_eq!(of("info@edu-tradeunion.kz").institutional.as_deref(), Some("info@edu-tradeunion.kz"));
        let writings = [
            "ivanov @ mail.ру",
            "ivanov@mail.ру",
            "ivanov @ mail.ru.Тел",
            "ivanov @ мail.ru",
            "ivanov@gmail.con",
        ];
        for text in writings {
            let read = read_mailboxes(text, &key);
            assert!(read.contacts.iter().all(|contact| contact.institutional.is_none()), "{text}");
        }
        for text in ["info@sana.kz:", "info@mail.edu.kz"] {
            assert!(of(text).institutional.is_some(), "{text}");
        }
        let spoilt = ContactCell { is_spoilt: true, ..ContactCell::default() };
        assert_eq!(read_mailboxes("нет", &key), spoilt);
    }

    #[test]
    fn what_can_be_read_in_one_way_is_repaired() {
        let key = DigestKey::new(b"key");
        let right = read_mailboxes("sana@mail.ru", &key);
        assert!(!right.is_repaired && !right.is_spoilt);
        for text in [
            "sana @ mail.ru",
            "sana@ mail.ru",
            "sana @mail.ru",
            "sana(at)mail.ru",
            "sana [AT] mail.ru",
            "sana(собака)mail.ru",
            "sana@mail,ru",
            "sana@mail, ru",
            "sana@mail .ru",
            "пошта: sana @ mail.ru;",
            "E-mail sana @ mail.ru",
        ] {
            let read = read_mailboxes(text, &key);
            assert_eq!(read.contacts, right.contacts, "{text}");
            assert!(read.is_repaired && !read.is_spoilt, "{text}");
        }
        for text in ["mailto:sana@mail.ru", "<MAILTO:sana@mail.ru?subject=x>", "mailto: sana@mail.ru"] {
            assert_eq!(read_mailboxes(text, &key), right, "{text}");
        }
        let two = read_mailboxes("sana@mail,ru, info @ school5.edu.kz", &key);
        assert_eq!((two.contacts.len(), two.is_spoilt), (2, false));
    }

    #[test]
    fn what_can_be_read_in_two_ways_stays() {
        for text in [
            "Instagram @school.kz",
            "my school @ mail.ru",
            "sana@mail,orken@mail.ru",
            "info@school,kz@mail.ru",
            "sana@mail.ru, kz",
            "5 @ 100.00",
            "sana@mail.ru. Тел",
            "(at)",
            "@",
        ] {
            assert_eq!(miswritten_mailboxes(text), [], "{text}");
        }
    }
}
