//! Dates as lists write them.

/// A date that may lack its day and month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PartialDate {
    /// Year.
    pub year: u16,
    /// Month, 0 where it is not known.
    pub month: u8,
    /// Day, 0 where it is not known.
    pub day: u8,
}

impl PartialDate {
    /// ISO 8601: `2011`, `2011-05` or `2011-05-02`.
    pub fn to_iso(self) -> String {
        match (self.month, self.day) {
            (0, _) => format!("{:04}", self.year),
            (month, 0) => format!("{:04}-{month:02}", self.year),
            (month, day) => format!("{:04}-{month:02}-{day:02}", self.year),
        }
    }

    /// True where the day is known.
    pub fn is_whole(self) -> bool {
        self.month > 0 && self.day > 0
    }

    /// True where one could be the other with day and month swapped or one digit wrong.
    pub fn is_slip_of(self, other: PartialDate) -> bool {
        if self == other || !self.is_whole() || !other.is_whole() {
            return false;
        }
        (self.year == other.year && self.day == other.month && self.month == other.day)
            || strsim::damerau_levenshtein(&self.to_iso(), &other.to_iso()) == 1
    }

    /// True where both say the same as far as they go.
    pub fn agrees(self, other: PartialDate) -> bool {
        self.year == other.year
            && (self.month == other.month || self.month == 0 || other.month == 0)
            && (self.day == other.day || self.day == 0 || other.day == 0)
    }
}

/// Reads a date: `24.08.2002`, `24/8/02`, `2002-08-24`, `2002`, `08.2002`, or a spreadsheet's serial number.
pub fn read_date(cell: &str) -> Option<PartialDate> {
    let mut numbers = Vec::new();
    for run in cell.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty()).take(3) {
        numbers.push((run.len(), run.parse::<u32>().ok()?));
    }
    let (year, month, day) = match numbers.as_slice() {
        [(4, year)] => (*year, 0, 0),
        [(8, packed)] => (packed / 10_000, packed / 100 % 100, packed % 100),
        [(5, serial)] => from_serial(*serial),
        [(4, year), (1..=2, month)] | [(1..=2, month), (4, year)] => (*year, *month, 0),
        [(4, year), (1..=2, month), (1..=2, day)] => (*year, *month, *day),
        [(1..=2, day), (1..=2, month), (length, year)] => {
            let year = match length {
                4 => *year,
                2 if *year < 50 => 2000 + year,
                2 => 1900 + year,
                _ => return None,
            };
            // 08/24/2002 is an American date.
            if *month > 12 && *day <= 12 { (year, *day, *month) } else { (year, *month, *day) }
        }
        _ => return None,
    };
    let is_right = (1900..=2100).contains(&year) && month <= 12 && day <= 31 && (month > 0 || day == 0);
    is_right.then_some(PartialDate {
        year: u16::try_from(year).ok()?,
        month: u8::try_from(month).ok()?,
        day: u8::try_from(day).ok()?,
    })
}

/// Year, month and day of a spreadsheet's count of days since 30.12.1899 (the civil calendar, by the
/// algorithm of Howard Hinnant).
fn from_serial(serial: u32) -> (u32, u32, u32) {
    let days = serial + 719_468 - 25_569;
    let of_era = days % 146_097;
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let part = (5 * of_year + 2) / 153;
    let day = of_year - (153 * part + 2) / 5 + 1;
    let month = if part < 10 { part + 3 } else { part - 9 };
    (year_of_era + days / 146_097 * 400 + u32::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_way_to_write_a_date() {
        for text in
            ["24.08.2002", "2002-08-24", "24/8/02", "24.08.2002 г.", "20020824", "37492", "08/24/2002"]
        {
            assert_eq!(read_date(text).unwrap().to_iso(), "2002-08-24", "{text}");
        }
        assert_eq!(read_date("2011").unwrap().to_iso(), "2011");
        assert_eq!(read_date("05.2011").unwrap().to_iso(), "2011-05");
        assert_eq!(read_date("май"), None);
        let [left, right] = ["05.08.2002", "08.05.2002"].map(|text| read_date(text).unwrap());
        assert!(left.is_slip_of(right) && !left.is_slip_of(read_date("06.09.2012").unwrap()));
    }

    proptest! {
        #[test]
        fn any_cell_is_read(cell in "\\PC{0,16}|[0-9./-]{0,12}") {
            if let Some(date) = read_date(&cell) {
                prop_assert_eq!(read_date(&date.to_iso()), Some(date));
            }
        }
    }
}
