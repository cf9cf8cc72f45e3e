import HTTPTypes
import TestSupport
import Testing
import Wire

@Suite struct VisitorRoutesTests {
    @Test func theOverlayIsTurnedOnAndOff() async throws {
        try await House.run { house in
            for (before, after) in [(nil, "on"), ("overlay=on", "off"), ("overlay=off", "on")] {
                var headers: HTTPFields = [.referer: "http://shop.test/kites/delta?a=b"]
                headers[.cookie] = before
                let answer = try await house.get("/overlay/toggle", headers: headers)
                #expect(answer.status == .seeOther && answer.headers[.location] == "/kites/delta?a=b")
                #expect(answer.headers[.setCookie]?.hasPrefix("overlay=\(after);") == true)
            }
            let shown = try await house.get("/second", headers: [.cookie: "overlay=on"])
            #expect(shown.text.contains("show-fragments"))
            let plain = try await house.get("/second")
            #expect(!plain.text.contains("show-fragments"))
        }
    }

    @Test(arguments: [
        nil, "", "/kites/delta", "http://shop.test", "http://shop.test//evil.test", "http://shop.test/\\evil.test",
        "http://shop.test/a b", "http://shop.test/overlay/toggle",
    ])
    func theWayBackNeverLeadsElsewhere(_ referer: String?) async throws {
        try await House.run { house in
            var headers = HTTPFields()
            headers[.referer] = referer
            let answer = try await house.get("/overlay/toggle", headers: headers)
            #expect(answer.headers[.location] == "/")
        }
    }

    @Test func aBrowserThatAsksForTheNativePictureIsRemembered() async throws {
        try await House.run { house in
            let answer = try await house.get("/capability/native.gif")
            #expect(answer.status == .ok && answer.headers[.contentType] == "image/gif")
            #expect(answer.headers[.setCookie]?.hasPrefix("shop-tier=native;") == true)
            #expect(answer.headers[.cacheControl] == "no-store")
        }
    }
}
