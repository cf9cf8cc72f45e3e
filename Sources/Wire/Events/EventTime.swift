import FoundationEssentials

/// A moment as events carry it: whole milliseconds, in UTC. On the wire it is RFC 3339 in one form only,
/// `2026-11-27T09:30:00.000Z`.
package struct EventTime: Sendable, Hashable, Comparable {
    /// Since 1970, without leap seconds.
    package let milliseconds: Int

    package init(milliseconds: Int) {
        self.milliseconds = milliseconds
    }

    package static func now() -> EventTime {
        EventTime(milliseconds: Int((Date().timeIntervalSince1970 * 1_000).rounded(.down)))
    }

    package static func < (left: EventTime, right: EventTime) -> Bool { left.milliseconds < right.milliseconds }

    // MARK: Text

    private static let day = 86_400_000

    package var text: String {
        let days = (Double(milliseconds) / Double(Self.day)).rounded(.down)
        let rest = milliseconds - Int(days) * Self.day
        let date = CivilDate(days: Int(days))
        func pad(_ number: Int, _ width: Int = 2) -> String {
            let text = String(number)
            return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
        }
        let clock = "\(pad(rest / 3_600_000)):\(pad(rest / 60_000 % 60)):\(pad(rest / 1_000 % 60))"
        return "\(pad(date.year, 4))-\(pad(date.month))-\(pad(date.day))T\(clock).\(pad(rest % 1_000, 3))Z"
    }

    /// Nil for any other form, and for a date or an hour that there is not.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 24 else { return nil }
        func number(_ range: Range<Int>) -> Int? {
            bytes[range].allSatisfy(EventText.isDigit) ? Int(String(decoding: bytes[range], as: UTF8.self)) : nil
        }
        let marks: [(Int, Character)] = [(4, "-"), (7, "-"), (10, "T"), (13, ":"), (16, ":"), (19, "."), (23, "Z")]
        guard marks.allSatisfy({ bytes[$0.0] == $0.1.asciiValue }), let year = number(0..<4),
            let month = number(5..<7), let day = number(8..<10), let hour = number(11..<13),
            let minute = number(14..<16), let second = number(17..<19), let millisecond = number(20..<23),
            hour < 24, minute < 60, second < 60
        else { return nil }
        let date = CivilDate(year: year, month: month, day: day)
        guard (1...12).contains(month), CivilDate(days: date.days) == date else { return nil }
        milliseconds = date.days * Self.day + ((hour * 60 + minute) * 60 + second) * 1_000 + millisecond
    }
}

/// A day of the Gregorian calendar, and its number from 1970-01-01 on (Hinnant, "chrono-compatible low-level date
/// algorithms": years begin in March, so that the leap day is a year's last).
private struct CivilDate: Equatable {
    var year: Int
    var month: Int
    var day: Int

    init(year: Int, month: Int, day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    init(days: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    var days: Int {
        let year = month <= 2 ? year - 1 : year
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
