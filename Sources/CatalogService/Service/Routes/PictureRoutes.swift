import Chassis
import Hummingbird
import Wire

/// `GET /pictures/{name}.{hash}.svg`: a picture that may be kept for ever, because another one would have another hash.
/// A page of another release may ask for a drawing that this one no longer has, or does not have yet: it gets the
/// present one, for a short while.
struct PictureRoutes: Sendable {
    let pictures: PictureBook

    func add(to router: some RouterMethods<ShopContext>) {
        router.get("/pictures/{file}", use: picture)
    }

    @Sendable private func picture(_ request: Request, _ context: ShopContext) async throws -> Response {
        let parts = context.parameter("file").split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, parts[2] == "svg", DrawnPicture.isHash(parts[1]) else { throw Self.none }
        if let svg = try await pictures.picture(parts[0], hash: parts[1]) {
            return Self.response(svg, hash: parts[1], Freshness.eternal)
        }
        guard let present = try await pictures.present(parts[0]) else { throw Self.none }
        return Self.response(present.svg, hash: present.hash, Freshness.passing)
    }

    private static var none: Problem { .notFound("There is no such picture.") }

    private static func response(_ svg: String, hash: String, _ freshness: String) -> Response {
        Response(
            status: .ok,
            headers: [.contentType: "image/svg+xml", .cacheControl: freshness, .eTag: "\"\(hash)\""],
            body: ResponseBody(byteBuffer: ByteBuffer(string: svg)))
    }
}
