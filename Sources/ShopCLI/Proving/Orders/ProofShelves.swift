import FoundationEssentials
import HTTPTypes
import NIOCore
import Wire

/// The articles that the proof of orders sells: the shop's own catalogue, with more pieces of most.
struct ProofShelves: Sendable {
    let plenty: [String]
    /// Few pieces, for which many ask at once.
    let scarce: [String]
    private let catalogue: JSONNode

    private static let many = 1_000_000
    private static let few = 20
    private static let scarceCount = 4
    /// Articles that are ordered at all.
    private static let limit = 60

    /// - Parameter seed: the catalogue file that the shop comes with.
    /// - Throws: an error, if it cannot be read.
    init(seed: String) throws {
        let bytes = try Data(contentsOf: URL(filePath: seed))
        guard case .object(var catalogue) = try StrictJSON.decode(JSONNode.self, from: ByteBuffer(bytes: bytes)),
            case .list(let products)? = catalogue["products"]
        else { throw ShopError("\(seed) is no catalogue", mend: "git checkout \(seed)") }
        var skus: [String] = []
        catalogue["products"] = .list(
            products.map { product in
                guard case .object(var fields) = product, case .list(let variants)? = fields["variants"] else {
                    return product
                }
                fields["variants"] = .list(
                    variants.map { variant in
                        guard case .object(var fields) = variant, case .text(let sku)? = fields["sku"] else {
                            return variant
                        }
                        skus.append(sku)
                        fields["stock"] = .whole(skus.count <= Self.scarceCount ? Self.few : Self.many)
                        return .object(fields)
                    })
                return .object(fields)
            })
        self.catalogue = .object(catalogue)
        scarce = Array(skus.prefix(Self.scarceCount))
        plenty = Array(skus.dropFirst(Self.scarceCount).prefix(Self.limit))
    }

    /// Puts the pieces on the shop's shelves.
    func fill(at address: Address) async throws {
        let request = WireRequest(
            method: .post, target: "/catalogue/import", headers: [.contentType: "application/json"],
            body: try StrictJSON.encode(catalogue))
        let answer = try await WireClient.shared.send(
            request, to: address, deadline: .after(.seconds(60)), limit: 16 << 20)
        guard answer.status == .ok else {
            throw ShopError("The proof's catalogue was refused", why: Problem(from: answer).detail)
        }
    }
}
