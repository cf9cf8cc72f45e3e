/// An amount of money: integer minor units (cents) with a currency. Never a floating-point number.
package struct Money: Sendable, Hashable, Codable {
    /// The amount in the currency's minor unit, e.g. 3490 for 34.90 €.
    package var minorUnits: Int
    /// An ISO 4217 code, e.g. `EUR`.
    package var currency: String

    package init(minorUnits: Int, currency: String) {
        self.minorUnits = minorUnits
        self.currency = currency
    }

    package static func euro(_ minorUnits: Int) -> Money { Money(minorUnits: minorUnits, currency: "EUR") }

    package static func + (left: Money, right: Money) -> Money {
        Money(minorUnits: left.minorUnits + right.minorUnits, currency: left.currency)
    }

    package static func * (money: Money, times: Int) -> Money {
        Money(minorUnits: money.minorUnits * times, currency: money.currency)
    }
}

extension Money: CustomStringConvertible {
    /// How the shop writes it: `€34.90`, `€1,299.00`, `−€5.00`.
    package var description: String {
        let whole = String(abs(minorUnits) / 100)
        let cents = abs(minorUnits) % 100
        var grouped = ""
        for (index, digit) in whole.enumerated() {
            if index > 0, (whole.count - index).isMultiple(of: 3) { grouped.append(",") }
            grouped.append(digit)
        }
        let symbol = currency == "EUR" ? "€" : "\(currency) "
        return "\(minorUnits < 0 ? "−" : "")\(symbol)\(grouped).\(cents < 10 ? "0" : "")\(cents)"
    }

    /// The amount as a decimal without symbol or grouping, as structured data wants it: `1299.00`.
    package var decimal: String {
        let cents = abs(minorUnits) % 100
        return "\(minorUnits < 0 ? "-" : "")\(abs(minorUnits) / 100).\(cents < 10 ? "0" : "")\(cents)"
    }
}
