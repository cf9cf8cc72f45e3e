import Chassis
import Gateway
import TestSupport
import Testing
import Wire

/// Whom a browser's report is counted against.
@Suite(.timeLimit(.minutes(1))) struct PolicyBlameTests {
    private static func instance(_ service: String, _ release: String, share: Int = 100) -> Instance {
        Instance(
            id: "\(service)-\(release)", service: service, address: Address(host: "127.0.0.1", port: 1),
            release: release, share: share)
    }

    /// decide-fragments has a release on trial; checkout-fragments has one.
    private static let directory = Directory([
        instance("decide-fragments", "1-a"), instance("decide-fragments", "2-b", share: 50),
        instance("checkout-fragments", "1-a"),
    ])

    private static func bucket(of release: String) throws -> Int {
        let instances = directory.instances(of: "decide-fragments")
        let bucket = (0..<ReleaseChoice.bucketCount).first { bucket in
            ReleaseChoice.order(of: instances, bucket: bucket).first == release
        }
        return try #require(bucket)
    }

    @Test(arguments: ["1-a", "2-b"]) func theReleaseThatTheVisitorHasIsBlamed(release: String) async throws {
        let chassis = Chassis.test(
            "gateway", in: try ScratchFolder(), discovery: DirectoryBoard(Self.directory),
            inherited: try SharedSocket().inherited())
        let gateway = Gateway.buildApplication(chassis, settings: GatewaySettings())
        let body = #"{"csp-report":{"effective-directive":"img-src"}}"#
        let bucket = try Self.bucket(of: release)
        let figures = try await RunningServer.run(gateway, on: chassis) { address in
            try await RawConnection.open(address) { client in
                let answer = try await client.request(
                    "POST /csp-report HTTP/1.1\r\nHost: a\r\nCookie: shop-bucket=\(bucket)\r\n"
                        + "Content-Type: application/csp-report\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
                #expect(answer.status == 204)
                return try await client.request("GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n").text
            }
        }
        // Nobody else has two: there is nothing to tell by it.
        let blamed = figures.split(separator: "\n").filter { $0.hasPrefix("shop_csp_complaints_total{") }
        #expect(blamed.count == 1, "\(blamed)")
        #expect(blamed.first?.contains("service=\"decide-fragments\"") == true)
        #expect(blamed.first?.contains("release=\"\(release)\"") == true && blamed.first?.hasSuffix(" 1") == true)
    }
}
