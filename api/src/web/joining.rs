//! How to join a body: in words, who may, what it costs, where.

use super::format;
use super::item;
use super::names::Shown;
use super::page::Frame;
use crate::organizations::{Fee, Organization};

/// How to join.
#[derive(Debug, Clone, Default)]
pub struct Joining {
    /// In words.
    pub how: Option<Shown>,
    /// Who may join.
    pub open_to: String,
    /// What it costs.
    pub fee: String,
    /// Where to join.
    pub url: String,
    /// The rules, in words.
    pub rules: Option<Shown>,
    /// Where the rules stand.
    pub rules_url: String,
}

/// How to join a body; `None` where nobody has said anything about it.
pub fn joining(organization: &Organization, frame: &Frame) -> Option<Joining> {
    let membership = organization.membership.as_ref()?;
    let lang = frame.lang;
    let joining = Joining {
        how: membership.how_to_join.as_ref().and_then(|how| item::localized(how, lang)),
        open_to: membership
            .open_to
            .iter()
            .map(|who| who.entry().label(lang.as_str()))
            .collect::<Vec<_>>()
            .join(", "),
        fee: membership.fee.as_ref().map_or_else(String::new, |fee| fee_in_words(fee, frame)),
        url: membership.join_url.as_ref().map_or_else(String::new, ToString::to_string),
        rules: membership.rules.as_ref().map(|rules| Shown::guessed(rules, lang)),
        rules_url: membership.rules_url.as_ref().map_or_else(String::new, ToString::to_string),
    };
    let says_nothing = joining.how.is_none()
        && joining.rules.is_none()
        && [&joining.open_to, &joining.fee, &joining.url, &joining.rules_url]
            .into_iter()
            .all(String::is_empty);
    (!says_nothing).then_some(joining)
}

/// `a monthly fee; the amount is not known`.
fn fee_of_unknown_amount(fee: &Fee, frame: &Frame) -> String {
    let key = fee.period.as_ref().map(|period| format!("fee-unknown-{}", period.as_str()));
    key.filter(|key| frame.lang.has(key)).map_or_else(|| frame.t("fee-unknown"), |key| frame.t(&key))
}

fn fee_in_words(fee: &Fee, frame: &Frame) -> String {
    let amount = fee.amount.as_ref().map(|amount| format::decimal(frame.lang, amount.as_str()));
    let what = match (amount, fee.unit) {
        (None, _) => return fee_of_unknown_amount(fee, frame),
        (Some(amount), None) => amount,
        (Some(amount), Some(unit)) if unit.is("percent_of_salary") => {
            frame.t1("fee-percent", "amount", amount)
        }
        (Some(amount), Some(unit)) => {
            let key = format!("fee-{}", unit.as_str());
            if frame.lang.has(&key) {
                frame.t1(&key, "amount", amount)
            } else {
                format!("{amount} {}", unit.entry().label(frame.lang.as_str()))
            }
        }
    };
    match &fee.period {
        Some(period) => {
            frame.t2("fee-period", "fee", what, "period", period.entry().label(frame.lang.as_str()))
        }
        None => what,
    }
}
