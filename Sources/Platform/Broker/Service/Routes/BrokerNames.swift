import Chassis
import Hummingbird
import Wire

/// What groups, topics and consumers may be called.
enum BrokerNames {
    static let shape = "must be 1 to 40 small letters, digits and hyphens"

    static func isName(_ text: String) -> Bool {
        (1...40).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
            }
    }
}

extension ShopContext {
    /// - Throws: ``Problem`` 422.
    func group() throws -> String {
        let group = part("group")
        guard BrokerNames.isName(group) else { throw Problem.invalid("group", BrokerNames.shape) }
        return group
    }

    /// - Throws: ``Problem`` 422.
    func position() throws -> Int64 {
        guard let position = Int64(part("position")), position >= 1 else {
            throw Problem.invalid("position", "must be a whole number from 1 on")
        }
        return position
    }

    /// A part of the path, decoded; empty if it is not percent-encoded UTF-8.
    func part(_ name: String) -> String { parameters.get(name).flatMap { PercentEncoding.decode($0) } ?? "" }
}
