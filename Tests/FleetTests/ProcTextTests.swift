import Fleet
import Testing

@Suite struct ProcTextTests {
    @Test func environmentIsReadPairByPair() {
        let bytes = Array("PATH=/bin:/usr/bin\0EMPTY=\0EQUALS=a=b\0junk\0".utf8)
        #expect(ProcText.environment(bytes) == ["PATH": "/bin:/usr/bin", "EMPTY": "", "EQUALS": "a=b"])
    }

    @Test func commandsAreJoinedBySpaces() {
        #expect(ProcText.command(Array("python3\0-m\0http.server\0".utf8)) == "python3 -m http.server")
    }

    @Test(
        arguments: [
            ("1 (shop) S 0 1 1 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 4711 0 0", 4711, false),
            ("1 (a) b) c) Z 0 1 1 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 12 0 0", 12, true),
        ] as [(String, UInt64, Bool)])
    func startTimeStandsBehindTheCommandsName(text: String, startTime: UInt64, isZombie: Bool) throws {
        let stat = try #require(ProcText.stat(text))
        #expect(stat.startTime == startTime)
        #expect(stat.isZombie == isZombie)
    }

    @Test(arguments: ["", "1 (shop", "1 (shop) S 0"]) func aTornStatIsNothing(text: String) {
        #expect(ProcText.stat(text) == nil)
    }

    @Test func onlyListenersAreTakenFromASocketTable() {
        let table = """
              sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
               0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 12345 1 0 100 0
               1: 0100007F:1F91 0100007F:C350 01 00000000:00000000 00:00000000 00000000     0        0 23456 1 0 100 0
               2: 00000000000000000000000000000000:0050 00000000000000000000000000000000:0000 0A 0:0 0:0 0 33 0 34567 1
            """
        let found = ProcText.listeners(table)
        #expect(found.map(\.port) == [8080, 80])
        #expect(found.map(\.inode) == [12_345, 34_567])
        #expect(found.map(\.user) == [0, 33])
    }

    @Test(arguments: [("socket:[12345]", 12_345), ("pipe:[12345]", nil), ("/dev/null", nil)] as [(String, UInt64?)])
    func aSocketsInodeStandsInItsLink(link: String, inode: UInt64?) {
        #expect(ProcText.socketInode(link) == inode)
    }

    @Test func thisProcessIsAliveAndNobodyHasANegativeNumber() throws {
        let identity = try #require(ProcessIdentity.current)
        #expect(identity.isAlive)
        #expect(ProcessIdentity(-1) == nil)
    }
}
