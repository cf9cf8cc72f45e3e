import Chassis
import Hummingbird
import Wire

/// `GET /pictures/{name}.{hash}.svg`: a picture that may be kept for ever, because another one would have another hash.
struct PictureRoutes: Sendable {
    let pictures: PictureBook

    func add(to router: some RouterMethods<ShopContext>) {
        router.get("/pictures/{file}", use: picture)
    }

    @Sendable private func picture(_ request: Request, _ context: ShopContext) async throws -> Response {
        let parts = context.parameter("file").split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, parts[2] == "svg",
            let svg = try await pictures.picture(parts[0], hash: parts[1])
        else { throw Problem.notFound("There is no such picture.") }
        return Response(
            status: .ok,
            headers: [
                .contentType: "image/svg+xml", .cacheControl: Freshness.eternal, .eTag: "\"\(parts[1])\"",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(string: svg)))
    }
}
