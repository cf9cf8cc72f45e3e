import HTTPTypes
import TestSupport
import Testing
import Wire

@Suite struct AssetRoutesTests {
    /// The addresses of the styles and scripts that a page loads.
    private static func assets(of page: String) -> [String] {
        page.matches(of: #/"(/assets/[^"]+)"/#).map { String($0.output.1) }
    }

    @Test func everythingThatAPageLoadsIsThereForEver() async throws {
        try await House.run { house in
            let assets = Self.assets(of: try await house.get("/kites/delta").text)
            for team in ["shared", "explore"] { #expect(assets.contains { $0.hasPrefix("/assets/\(team)/") }) }
            for path in assets {
                let answer = try await house.get(path)
                #expect(answer.status == .ok && answer.body.readableBytes > 0, "\(path)")
                #expect(answer.headers[.cacheControl] == "public, max-age=31536000, immutable", "\(path)")
                #expect(answer.headers[.contentType]?.hasPrefix("text/") == true, "\(path)")
            }
        }
    }

    @Test func aPageLoadsNothingOfATeamThatIsNotOnIt() async throws {
        try await House.run { house in
            let assets = Self.assets(of: try await house.get("/second").text)
            #expect(!assets.isEmpty && !assets.contains { $0.hasPrefix("/assets/explore/") })
        }
    }

    @Test(arguments: [
        "/assets/shared/shared.0000000000.css", "/assets/explore/gone.css", "/assets/nobody/x.css",
        "/assets/second/x.css", "/assets/explore/..%2fexplore.css",
    ])
    func whatIsNotThereIsNotFound(_ path: String) async throws {
        try await House.run { house in
            let answer = try await house.get(path)
            #expect(answer.status == .notFound)
        }
    }
}
