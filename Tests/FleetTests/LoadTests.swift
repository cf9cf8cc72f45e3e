import FoundationEssentials
import ShopCLI
import Shoppers
import Testing

extension RealFleets {
    /// Shoppers in a whole shop.
    @Suite(.serialized, .timeLimit(.minutes(2))) struct LoadTests {
        @Test func shoppersFindAShopThatIsWhole() async throws {
            try await RunningFleet.with { fleet in
                let (status, output) = try await fleet.shop(
                    "load", "--rate", "40", "--duration", "4s", "--shoppers", "4", "--json")
                let report = try JSONDecoder().decode(LoadReport.self, from: Data(output.utf8))
                #expect(report.failures.isEmpty && status == 0, "\(report.examples)")
                #expect(report.requests == 160)
                #expect(report.orders.placed > 0 && report.orders.confirmed == report.orders.placed)
                #expect(report.assets.count > 50)

                let text = LoadReportText(report).lines(on: .silent(hasColour: false))
                #expect(
                    text.last?.hasPrefix("0 failed requests, 0 pages that are not whole, 0 unresolved assets") == true)
            }
        }
    }
}
