import Chassis
import FragmentContract
import HTTPTypes
import Hummingbird
import NIOCore
import Wire

/// A team's server, declared piece by piece: fragments with their renderers, pages, actions, assets. It writes the
/// manifest from the same declarations that it routes by.
package struct FragmentServer {
    package typealias Render = @Sendable (FragmentRequest) async throws -> FragmentAnswer
    package typealias Act = @Sendable (ActionRequest) async throws -> Response
    /// Nil when there is nothing to follow any more: then the browser does not come back.
    package typealias Follow = @Sendable (StreamRequest) async throws -> AsyncStream<ServerSentPart>?

    package let team: String
    package let templates: TemplateLibrary
    private let chassis: Chassis
    private let assets: AssetFolder
    private var fragments: [(FragmentDeclaration, Render)] = []
    private var pages: [PageDeclaration] = []
    private var actions: [(ActionDeclaration, Act)] = []
    private var streams: [(StreamDeclaration, Follow)] = []

    /// - Parameters:
    ///   - team: e.g. `explore`; its assets are the files of `Public/TEAM`.
    ///   - templates: the folder of its templates, from the project's root.
    /// - Throws: if a template or asset cannot be read.
    package init(_ chassis: Chassis, team: String, templates: String) throws {
        self.chassis = chassis
        self.team = team
        self.templates = try TemplateLibrary(folder: chassis.projectPath(templates))
        assets = try AssetFolder(folder: chassis.projectPath("Public/\(team)"), team: team)
    }

    package mutating func fragment(_ declaration: FragmentDeclaration, render: @escaping Render) {
        fragments.append((declaration, render))
    }

    package mutating func page(_ declaration: PageDeclaration) {
        pages.append(declaration)
    }

    package mutating func action(_ declaration: ActionDeclaration, act: @escaping Act) {
        actions.append((declaration, act))
    }

    package mutating func stream(_ declaration: StreamDeclaration, follow: @escaping Follow) {
        streams.append((declaration, follow))
    }

    package var manifest: FragmentManifest {
        FragmentManifest(
            server: chassis.settings.name, team: team, release: chassis.settings.release, pages: pages,
            fragments: fragments.map(\.0), actions: actions.map(\.0), streams: streams.map(\.0),
            assets: assets.files.map(\.declaration))
    }

    /// The process: the manifest, a route a fragment and an action, the assets.
    /// - Throws: ``SettingsError`` if the manifest has faults: then no shell would take it.
    package func application() throws -> ShopApplication {
        let complaints = ManifestCheck.complaints(about: manifest)
        guard complaints.isEmpty else {
            throw SettingsError(key: "manifest", detail: "has faults: \(complaints.joined(separator: "; "))")
        }
        let router = chassis.router()
        let manifest = try Response.json(manifest, headers: [.cacheControl: "no-cache"])
        router.add(middleware: ETagMiddleware())
        router.get(RouterPath(FragmentManifest.path)) { _, _ in manifest }
        for (declaration, render) in fragments {
            router.get(RouterPath(declaration.path)) { request, context in
                try await render(FragmentRequest(request, context: context, declaration: declaration)).response()
            }
        }
        for (declaration, act) in actions {
            router.post(RouterPath(declaration.route)) { request, context in
                try await act(ActionRequest(request, context: context))
            }
        }
        for (declaration, follow) in streams {
            router.get(RouterPath(declaration.route)) { [lifecycle = chassis.lifecycle] request, context in
                guard let parts = try await follow(StreamRequest(request, context: context)) else {
                    return Response(status: .noContent, headers: [.cacheControl: "no-store"])
                }
                return .events(parts, until: lifecycle)
            }
        }
        router.get("/assets/\(team)/{file}") { [assets] request, _ in
            guard let response = assets.response(for: request.uri.path) else { throw Problem.notFound("no such asset") }
            return response
        }
        return ShopApplication(router: router)
    }
}

/// A script's request to follow something.
package struct StreamRequest: Sendable {
    package let query: Query
    /// The last event that the script has, if it comes back.
    package let lastEventID: String?
    package let context: ShopContext

    init(_ request: Request, context: ShopContext) {
        query = Query(request.uri.query ?? "")
        lastEventID = request.headers[.lastEventID]
        self.context = context
    }

    /// A parameter of the route, decoded.
    package func parameter(_ name: String) -> String? {
        context.parameters.get(name).flatMap { PercentEncoding.decode($0) }
    }
}

/// A posted form on its way to an action.
package struct ActionRequest: Sendable {
    package let form: Query
    package let cookies: [String: String]
    package let headers: HTTPFields
    package let context: ShopContext

    /// - Throws: ``Problem``: 415 if it is no form, 413 if it is longer than 64 KiB, 400 if it is not UTF-8.
    init(_ request: Request, context: ShopContext) async throws {
        let type = request.headers[.contentType]?.prefix { $0 != ";" }.lowercased()
        guard type == "application/x-www-form-urlencoded" else {
            throw Problem(.unsupportedMediaType, detail: "Send application/x-www-form-urlencoded.")
        }
        let bytes = try await request.bytes(limit: 64 << 10)
        guard let text = String(validating: bytes.readableBytesView, as: UTF8.self) else {
            throw Problem(.badRequest, detail: "The form is not valid UTF-8.")
        }
        form = Query(text)
        cookies = Cookies.parse(request.headers[.cookie])
        headers = request.headers
        self.context = context
    }
}
