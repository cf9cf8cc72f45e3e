/// What is for the house alone. The processes behind read a path segment by segment, so that every spelling that they
/// would take for one of these is one.
package enum InternalPaths {
    package static func contains(_ path: some StringProtocol) -> Bool {
        let segments = decoded(path).split(separator: UInt8(ascii: "/"))
        guard let first = segments.first else { return false }
        return first.elementsEqual("internal".utf8) || first.elementsEqual("metrics".utf8)
            || first.elementsEqual("health".utf8)
    }

    private static func decoded(_ path: some StringProtocol) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = Array(path.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let high = rest.first.flatMap(Ascii.hexValue),
                let low = rest.dropFirst().first.flatMap(Ascii.hexValue)
            {
                bytes.append(high << 4 | low)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return bytes
    }
}
