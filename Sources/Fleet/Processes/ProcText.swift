/// The formats of the files under `/proc` that the fleet reads (proc(5)).
package enum ProcText {
    /// A TCP socket that listens, from `/proc/net/tcp` or `/proc/net/tcp6`.
    package struct Listener: Sendable, Equatable {
        package let port: Int
        package let inode: UInt64
        package let user: Int
    }

    /// `KEY=value` pairs that end in a zero byte: `/proc/PID/environ`.
    package static func environment(_ bytes: some Collection<UInt8>) -> [String: String] {
        var variables: [String: String] = [:]
        for entry in bytes.split(separator: 0) {
            let text = String(decoding: entry, as: UTF8.self)
            guard let equals = text.firstIndex(of: "=") else { continue }
            variables[String(text[..<equals])] = String(text[text.index(after: equals)...])
        }
        return variables
    }

    /// Arguments that end in a zero byte, joined by spaces: `/proc/PID/cmdline`.
    package static func command(_ bytes: some Collection<UInt8>) -> String {
        bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
    }

    /// When a process started, in clock ticks since boot, and whether it is a zombie: `/proc/PID/stat`.
    ///
    /// The command's name stands in brackets and may hold spaces and brackets, so the fields count from the last one.
    package static func stat(_ text: String) -> (startTime: UInt64, isZombie: Bool)? {
        guard let bracket = text.lastIndex(of: ")") else { return nil }
        let fields = text[text.index(after: bracket)...].split(separator: " ")
        guard fields.count > 19, let startTime = UInt64(fields[19]) else { return nil }
        return (startTime, fields[0] == "Z" || fields[0] == "X")
    }

    /// The listening sockets of a table such as `/proc/net/tcp`.
    package static func listeners(_ table: String) -> [Listener] {
        table.split(separator: "\n").dropFirst().compactMap { line in
            let fields = line.split(separator: " ", omittingEmptySubsequences: true)
            guard fields.count > 9, fields[3] == "0A",
                let colon = fields[1].lastIndex(of: ":"),
                let port = Int(fields[1][fields[1].index(after: colon)...], radix: 16),
                let user = Int(fields[7]), let inode = UInt64(fields[9])
            else { return nil }
            return Listener(port: port, inode: inode, user: user)
        }
    }

    /// The inode in the target of a descriptor's link such as `socket:[12345]`.
    package static func socketInode(_ link: String) -> UInt64? {
        guard link.hasPrefix("socket:["), link.hasSuffix("]") else { return nil }
        return UInt64(link.dropFirst("socket:[".count).dropLast())
    }
}
