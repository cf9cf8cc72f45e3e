import Chassis
import CheckoutFragments
import Composition
import DecideFragments
import ExploreFragments
import Foundation
import FragmentContract
import TestSupport
import Testing

/// What the teams promise each other: every manifest as its server really answers it, all of them together as the shell
/// takes them.
@Suite struct ManifestContractTests {
    private static let builders: [String: @Sendable (Chassis) async throws -> ShopApplication] = [
        "explore-fragments": ExploreFragments.buildApplication,
        "decide-fragments": DecideFragments.buildApplication,
        "checkout-fragments": CheckoutFragments.buildApplication,
    ]
    private static let layouts: Set<String> = ["shop", "checkout", "bare"]

    private func manifest(of server: String) async throws -> FragmentManifest {
        let builder = try #require(Self.builders[server])
        let chassis = Chassis.test(server, in: try ScratchFolder())
        let client = RouterClient(try await builder(chassis), on: chassis)
        return try await client.get(FragmentManifest.path).decode()
    }

    private func all() async throws -> [FragmentManifest] {
        var manifests: [FragmentManifest] = []
        for server in Self.builders.keys.sorted() { manifests.append(try await manifest(of: server)) }
        return manifests
    }

    @Test(arguments: builders.keys.sorted())
    func aManifestHasNoFaults(server: String) async throws {
        let manifest = try await manifest(of: server)
        #expect(ManifestCheck.complaints(about: manifest).isEmpty)
        #expect(manifest.server == server)
        #expect(manifest.fragments.allSatisfy { !$0.samples.isEmpty || $0.inputs.allSatisfy { !$0.isRequired } })
    }

    @Test func theShellTakesThemAllTogether() async throws {
        var book = ManifestBook(layouts: Self.layouts)
        for manifest in try await all() { #expect(book.offer(manifest, from: manifest.server).isEmpty) }
        for path in [
            "/", "/products", "/products/stunt", "/product/KT-001", "/stores", "/search", "/checkout/cart",
            "/checkout/checkout", "/checkout/thanks", "/checkout/mini-cart", "/checkout/order/UP-7KQ2-M4XD",
            "/checkout/order/UP-7KQ2-M4XD/now",
        ] {
            let parts = path.split(separator: "/").map(String.init)
            #expect(book.siteMap.page(at: parts) != nil, "no team has \(path)")
        }
        for path in [
            "/checkout/cart/add", "/checkout/cart/remove", "/checkout/cart/quantity", "/checkout/place-order",
            "/checkout/cancel-order",
        ] {
            #expect(book.siteMap.action(at: path.split(separator: "/").map(String.init)) != nil, "no team has \(path)")
        }
        #expect(book.siteMap.stream(at: ["checkout", "order", "UP-7KQ2-M4XD", "events"]) != nil)
    }

    /// A consumer's need: whatever a fragment nests or a layout places is there, in whatever team.
    @Test func whatAFragmentNestsSomebodyServes() async throws {
        let manifests = try await all()
        let served = Set(manifests.flatMap(\.fragments).map(\.name))
        for fragment in manifests.flatMap(\.fragments) {
            for name in fragment.nests { #expect(served.contains(name), "\(fragment.name) nests \(name)") }
        }
        for layout in ["shop", "checkout", "not-found", "unavailable"] {
            let source = try String(
                contentsOfFile: "\(ProjectRoot.path)/Sources/ShellServer/Layouts/\(layout).html", encoding: .utf8)
            for placeholder in try Layout(name: layout, source: source, needsPrimary: false).placeholders {
                #expect(served.contains(placeholder.name), "layout \(layout) places \(placeholder.name)")
            }
        }
    }

    /// What is heard somebody sends.
    @Test func everyEventThatIsHeardIsSent() async throws {
        let fragments = try await all().flatMap(\.fragments)
        let sent = Set(fragments.flatMap(\.emits))
        for fragment in fragments {
            for event in fragment.hears { #expect(sent.contains(event), "\(fragment.name) hears \(event)") }
        }
    }

    @Test func aPageHasOneHeadingOfLevelOne() async throws {
        for manifest in try await all() {
            let primaries = Set(manifest.pages.filter { $0.layout != "bare" }.map(\.primary))
            for fragment in manifest.fragments {
                let isPrimary = primaries.contains(fragment.name)
                let isErrorPage = fragment.name == "explore.not-found"
                #expect((fragment.headingLevel == 1) == (isPrimary || isErrorPage), "\(fragment.name)")
            }
        }
    }
}
