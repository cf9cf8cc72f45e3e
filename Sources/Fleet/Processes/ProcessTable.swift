import FoundationEssentials
import Glibc

/// The processes of this machine, as `/proc` shows them. What another user's process hides is nil here.
package enum ProcessTable {
    package static func identifiers() -> [Int32] {
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return entries.compactMap { Int32($0) }
    }

    package static func environment(of pid: Int32) -> [String: String]? {
        contents(of: "/proc/\(pid)/environ").map { ProcText.environment($0) }
    }

    package static func command(of pid: Int32) -> String? {
        contents(of: "/proc/\(pid)/cmdline").map { ProcText.command($0) }
    }

    /// Resident memory in bytes.
    package static func residentBytes(of pid: Int32) -> Int? {
        guard let text = contents(of: "/proc/\(pid)/statm") else { return nil }
        let fields = String(decoding: text, as: UTF8.self).split(separator: " ")
        return fields.count > 1 ? Int(fields[1]).map { $0 * Int(sysconf(Int32(_SC_PAGESIZE))) } : nil
    }

    /// Clock ticks from boot to the process's start; nil when there is no such process, or only its zombie.
    package static func startTime(of pid: Int32) -> UInt64? {
        guard let text = contents(of: "/proc/\(pid)/stat"),
            let stat = ProcText.stat(String(decoding: text, as: UTF8.self)), !stat.isZombie
        else { return nil }
        return stat.startTime
    }

    /// The sockets that listen on a TCP port, on any address.
    static func listeners(on port: Int) -> [ProcText.Listener] {
        ["/proc/net/tcp", "/proc/net/tcp6"].flatMap { table in
            ProcText.listeners(String(decoding: contents(of: table) ?? [], as: UTF8.self))
        }.filter { $0.port == port }
    }

    /// Whether one of the process's descriptors is one of these sockets.
    static func holds(_ pid: Int32, inodes: Set<UInt64>) -> Bool {
        let folder = "/proc/\(pid)/fd"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.contains { name in
            guard let link = try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\(name)"),
                let inode = ProcText.socketInode(link)
            else { return false }
            return inodes.contains(inode)
        }
    }

    /// A file's bytes, read to its end: files of `/proc` say that they are empty.
    static func contents(of path: String) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0 { return nil }
            if count == 0 { return bytes }
            bytes.append(contentsOf: buffer[..<count])
        }
    }
}
