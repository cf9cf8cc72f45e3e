import Chassis
import FoundationEssentials
import Hummingbird
import NIOCore

/// The service's description in OpenAPI 3.1, read once at start.
struct OpenAPIDocument {
    private let bytes: ByteBuffer

    /// - Throws: ``SettingsError`` that names the file if it cannot be read.
    init(contentsOf path: String) throws {
        do {
            bytes = ByteBuffer(bytes: try Data(contentsOf: URL(filePath: path)))
        } catch {
            throw SettingsError(key: "SHOP_ROOT", detail: "holds no readable \(path): \(error)")
        }
    }

    func add(to router: Router<ShopContext>) {
        router.get("/openapi.json") { [bytes] _, _ in
            Response(
                status: .ok,
                headers: [.contentType: "application/vnd.oai.openapi+json;version=3.1", .cacheControl: "no-cache"],
                body: ResponseBody(byteBuffer: bytes))
        }
    }
}
