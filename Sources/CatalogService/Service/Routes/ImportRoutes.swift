import CatalogAPI
import Chassis
import Hummingbird
import Logging
import Wire

/// `POST /catalogue/import`: the whole catalogue as a file.
struct ImportRoutes: Sendable {
    let catalogue: CatalogueImport

    func add(to router: some RouterMethods<ShopContext>) {
        router.post("/catalogue/import", use: bring)
    }

    @Sendable private func bring(_ request: Request, _ context: ShopContext) async throws -> Response {
        let mediaType = request.headers[.contentType]?.prefix { $0 != ";" }.lowercased()
        guard mediaType == "application/json" else {
            throw Problem(.unsupportedMediaType, detail: "Send application/json.")
        }
        let bytes = Array(try await request.bytes(limit: CatalogueDocument.sizeLimit).readableBytesView)
        do {
            let result = try await catalogue.bring(bytes)
            context.logger.info("catalogue imported", metadata: result.metadata)
            return try .json(result, headers: Freshness.never)
        } catch let refused as CatalogueRefused {
            throw Problem(refused)
        }
    }
}

extension Problem {
    init(_ refused: CatalogueRefused) {
        let count = refused.count == 1 ? "1 error" : "\(refused.count) errors"
        let listed = refused.count > refused.errors.count ? ", of which \(refused.errors.count) are listed" : ""
        self.init(
            .unprocessableContent, type: CatalogProblem.invalidCatalogue, title: "Invalid catalogue",
            detail: "The catalogue has \(count)\(listed). Nothing was imported.", errors: refused.errors)
    }
}

extension ImportResult {
    var metadata: Logger.Metadata {
        [
            "inserted": "\(inserted)", "updated": "\(updated)", "unchanged": "\(unchanged)", "removed": "\(removed)",
        ]
    }
}
