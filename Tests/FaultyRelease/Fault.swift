import Chassis
import FoundationEssentials
import FragmentContract
import Glibc
import Hummingbird
import NIOCore
import Wire

/// How a release is bad. The later ones begin when visitors come, so that no check before can see them.
enum Fault: String {
    case crash, neverReady, contract, errors, garbage, slow
    case errorsLater, garbageLater

    struct Unknown: Error {
        let text: String
    }

    /// - Throws: ``Unknown`` if the release names none of these.
    init(ofReleaseIn root: String) throws {
        let file = "\(root)/Sources/Fragments/Decide/Templates/fault"
        let text = try String(contentsOfFile: file, encoding: .utf8)
        guard let fault = Fault(rawValue: text) else { throw Unknown(text: text) }
        self = fault
    }

    func strikeAtStart() {
        if self == .crash { exit(3) }
    }

    /// The application as it was, with the fault in front of it.
    func spoil(_ genuine: ShopApplication, _ chassis: Chassis) -> ShopApplication {
        var spoilt = genuine
        let responder = genuine.router.buildResponder()
        let router = chassis.router()
        router.get("**") { request, context in
            let isVisitors = request.headers[.shopBucket] != nil
            let begin = ContinuousClock.now
            let response = try await responder.respond(to: request, context: context)
            guard request.uri.path.hasPrefix("/fragments/") else {
                return self == .contract && request.uri.path == FragmentManifest.path
                    ? try await Self.takingAnothersPage(response) : response
            }
            return try await spoil(response, isVisitors: isVisitors, took: begin.duration(to: .now))
        }
        spoilt.router = router
        if self == .neverReady { spoilt.readiness.append(ReadinessCheck("fault") { "it never is" }) }
        return spoilt
    }

    private func spoil(_ response: Response, isVisitors: Bool, took: Duration) async throws -> Response {
        switch self {
        case .errors: throw Problem(.internalServerError, detail: "It is broken.")
        case .errorsLater where isVisitors: throw Problem(.internalServerError, detail: "It is broken.")
        case .garbage: return Self.replacing(Self.rubbish, in: response)
        case .garbageLater where isVisitors: return Self.replacing(Self.rubbish, in: response)
        case .slow:
            try await Task.sleep(for: took * 9)
            return response
        default: return response
        }
    }

    /// Markup that can be mended, so that it would be shown.
    private static let rubbish =
        "<div><p>Object</div></div> [object Object] <b>undefined<script>document.write('')</script>"

    /// The home page, which is team Explore's.
    private static func takingAnothersPage(_ response: Response) async throws -> Response {
        let manifest = String(buffer: try await response.body.collected())
        return replacing(manifest.replacing("/product/{id}", with: "/"), in: response)
    }

    private static func replacing(_ text: String, in response: Response) -> Response {
        var spoilt = response
        spoilt.headers[.contentLength] = nil
        spoilt.headers[.eTag] = nil
        spoilt.body = ResponseBody(byteBuffer: ByteBuffer(string: text))
        return spoilt
    }
}
