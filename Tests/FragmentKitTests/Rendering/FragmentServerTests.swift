import Chassis
import FragmentContract
import FragmentRendering
import HTTPTypes
import NIOCore
import TestSupport
import Testing
import Wire

@Suite struct FragmentServerTests {
    private static func client(_ change: (inout FragmentServer) -> Void = { _ in }) throws -> RouterClient {
        let folder = try ScratchFolder()
        let chassis = Chassis.test("a-fragments", in: folder)
        var server = try FragmentServer(chassis, team: "explore", templates: "Sources/Fragments/Explore/Templates")
        server.fragment(
            FragmentDeclaration(
                name: "explore.main", path: "/fragments/main",
                inputs: [.init("id", .slug, required: true), .init("n", .integer)])
        ) { request in
            if request["id"] == "gone" { return .notFound }
            if request["id"] == "moved" { return .redirect(to: "/there") }
            return FragmentAnswer(
                "<p>\(request["id"] ?? "")\(request.integer("n") ?? 0)</p>",
                freshness: .cached(seconds: 60, onError: 90),
                title: "Ä \"<", description: "x", canonical: "/x")
        }
        server.page(PageDeclaration(route: "/x/{id}", primary: "explore.main", title: "X"))
        server.action(ActionDeclaration(route: "/x/add", cookies: ["cart"])) { action in
            try .json(["a": action.form["a"] ?? "", "cart": action.cookies["cart"] ?? ""])
        }
        change(&server)
        return RouterClient(try server.application(), on: chassis)
    }

    @Test func aFragmentIsRenderedFromItsInputs() async throws {
        let answer = try await Self.client().get("/fragments/main?id=kite&n=3")
        #expect(answer.status == .ok && answer.text == "<p>kite3</p>")
        #expect(answer.headers[.contentType] == "text/html; charset=utf-8")
        #expect(answer.headers[.cacheControl] == "public, max-age=60, stale-while-revalidate=60, stale-if-error=90")
        #expect(answer.headers[.shopTitle].flatMap { PercentEncoding.decode($0) } == "Ä \"<")
        #expect(answer.headers[.link] == "</x>; rel=\"canonical\"")
        #expect(answer.headers[.shopRelease] != nil)
    }

    @Test func anUnchangedFragmentIsNotSentAgain() async throws {
        let client = try Self.client()
        let tag = try #require(try await client.get("/fragments/main?id=kite").headers[.eTag])
        let again = try await client.get("/fragments/main?id=kite", headers: [.ifNoneMatch: tag])
        #expect(again.status == .notModified && again.text == "" && again.headers[.cacheControl] != nil)
    }

    @Test(arguments: ["", "?id=", "?id=A%20B", "?id=x&n=one", "?id=%zz", "?id=x&n=1234567890"])
    func inputsThatAreNotOfTheirKindAreRefused(_ query: String) async throws {
        let answer = try await Self.client().get("/fragments/main\(query)")
        #expect(answer.status == .badRequest)
        #expect(answer.headers[.contentType] == Problem.mediaType)
    }

    @Test func aFragmentSaysThatThereIsNone() async throws {
        let answer = try await Self.client().get("/fragments/main?id=gone")
        #expect(answer.status == .notFound && answer.text == "")
        #expect(answer.headers[.cacheControl] == "public, max-age=5, stale-while-revalidate=5, stale-if-error=0")
    }

    @Test func aFragmentSendsElsewhere() async throws {
        let answer = try await Self.client().get("/fragments/main?id=moved")
        #expect(answer.status == .seeOther && answer.headers[.location] == "/there")
        #expect(answer.headers[.cacheControl] == "private, no-store")
    }

    @Test func theManifestSaysWhatIsServed() async throws {
        let client = try Self.client()
        let manifest: FragmentManifest = try await client.get(FragmentManifest.path).decode()
        #expect(manifest.team == "explore" && manifest.server == "a-fragments")
        #expect(manifest.fragments.map(\.name) == ["explore.main"] && manifest.actions.map(\.route) == ["/x/add"])
        for asset in manifest.assets { #expect(try await client.get(asset.path).status == .ok) }
        #expect(try await client.get("/assets/explore/gone.css").status == .notFound)
        #expect(try await client.get("/nowhere").status == .notFound)
    }

    @Test func anActionGetsTheFormAndItsCookies() async throws {
        let request = WireRequest(
            method: .post, target: "/x/add",
            headers: [.contentType: "application/x-www-form-urlencoded; charset=utf-8", .cookie: "cart=c1"],
            body: .init(string: "a=1%202"))
        let answer: [String: String] = try await Self.client().send(request).decode()
        #expect(answer == ["a": "1 2", "cart": "c1"])
    }

    @Test(arguments: [
        ("application/json", Array("{}".utf8), 415), ("application/x-www-form-urlencoded", [0xff], 400),
        ("application/x-www-form-urlencoded", Array(repeating: 0x61, count: 70_000), 413),
    ])
    func whatIsNoFormIsRefused(_ type: String, _ body: [UInt8], _ status: Int) async throws {
        let request = WireRequest(
            method: .post, target: "/x/add", headers: [.contentType: type], body: .init(bytes: body))
        #expect(try await Self.client().send(request).status.code == status)
    }

    @Test func aManifestWithFaultsStopsTheStart() {
        #expect {
            try Self.client { $0.page(PageDeclaration(route: "x", primary: "explore.gone", title: "")) }
        } throws: {
            "\($0)".contains("the primary fragment explore.gone is not among")
        }
    }
}
