import Fleet
import FoundationEssentials
import HTTPTypes
import RegistryAPI
import ShellAPI
import Shoppers
import Wire

/// A shop that runs elsewhere and was started with `--allow-overrides`.
struct RemoteShop: Sendable {
    let url: String
    let registry: Address

    private static let patience = Duration.seconds(5)

    /// - Throws: `ShopError` when nobody answers there, it allows no overrides, or its registry cannot be reached.
    init(at url: String) async throws {
        guard let entry = LoadPlan.shop(at: url) else {
            throw ShopError(
                "\(url) is no shop's address", mend: "--against http://HOST:PORT, without a path", status: .usage)
        }
        self.url = "http://\(entry)"
        registry = try await Self.registry(of: entry)
        do {
            _ = try await RegistryClient(registry).watch(wait: .zero)
        } catch {
            throw ShopError(
                "The shop's registry cannot be reached from here", why: "it is at \(registry): \(error)",
                mend: "work in the network of that shop, where its processes reach each other")
        }
    }

    private struct Place: Decodable {
        let registry: Address
    }

    private static func registry(of entry: Address) async throws -> Address {
        let answer: WireResponse
        do {
            answer = try await WireClient.shared.send(
                WireRequest(target: "/overrides", headers: [.accept: "application/json"]), to: entry,
                deadline: .after(patience))
        } catch {
            throw ShopError(
                "Nobody answers at http://\(entry)", why: "\(error)", mend: "./shop up --allow-overrides there",
                status: .notRunning)
        }
        let place = try? JSONDecoder().decode(Place.self, from: Data(answer.body.readableBytesView))
        guard answer.status == .ok, let place else {
            throw ShopError(
                "The shop at http://\(entry) takes no overrides", why: "it was not started for them",
                mend: "./shop up --allow-overrides there; not in production", status: .alreadyRunning)
        }
        return place.registry
    }

    /// Where a visitor becomes the one who sees an override.
    func entrance(_ bucket: Int) -> String { "\(url)/overrides/\(bucket)" }

    /// What that shop's shell says against a release, as it would of any other.
    func complaints(about server: String, release: String, at address: Address) async -> [String] {
        do {
            let shells = try await RegistryClient(registry).watch(wait: .zero).services["shell-server"] ?? []
            guard let shell = shells.first(where: { $0.status == .up }) else { return ["that shop has no shell"] }
            let report = try await ShellClient(shell.address).check(
                ReleaseCheckRequest(server: server, address: address, release: release))
            return report.complaints.map { "\($0.who) \($0.what)" }
        } catch {
            return ["that shop's shell could not check it: \(error)"]
        }
    }
}
