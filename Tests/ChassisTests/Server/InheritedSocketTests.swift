import Chassis
import Glibc
import TestSupport
import Testing

@Suite struct InheritedSocketTests {
    private func parse(_ count: String?, _ process: String? = nil, _ names: String? = nil) throws -> [InheritedSocket] {
        try InheritedSocket.parse(count: count, process: process, names: names, own: 42)
    }

    @Test func withoutTheVariableThereAreNone() throws {
        #expect(try parse(nil, "42", "public").isEmpty)
        #expect(try parse("0").isEmpty)
    }

    @Test func theyBeginAtThree() throws {
        #expect(
            try parse("2", "42", "public:admin") == [
                InheritedSocket(name: "public", descriptor: 3), InheritedSocket(name: "admin", descriptor: 4),
            ])
    }

    @Test func namesMayBeMissing() throws {
        #expect(try parse("3", nil, ":b").map(\.name) == ["unknown", "b", "unknown"])
    }

    @Test func thoseOfAnotherProcessAreIgnored() throws {
        #expect(try parse("1", "43", "public").isEmpty)
        #expect(try parse("nonsense", "43").isEmpty)
    }

    @Test(arguments: [("x", nil), ("-1", nil), ("65", nil), ("1", "x")] as [(String, String?)])
    func malformedVariablesAreNamed(_ count: String, _ process: String?) {
        #expect(throws: SettingsError.self) { try parse(count, process) }
    }

    @Test func whatDoesNotListenIsRefused() throws {
        let socket = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        #expect(throws: SettingsError.self) {
            try InheritedSocket.claim([InheritedSocket(name: "public", descriptor: socket)])
        }
    }

    @Test func childrenGetNeitherSocketsNorVariables() throws {
        let sockets = try SharedSocket().inherited()
        setenv("LISTEN_FDNAMES", "public", 1)
        try InheritedSocket.claim(sockets)
        #expect(getenv("LISTEN_FDNAMES") == nil)
        for socket in sockets {
            #expect(fcntl(socket.descriptor, F_GETFD) & FD_CLOEXEC != 0)
            close(socket.descriptor)
        }
    }
}
