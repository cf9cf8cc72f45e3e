import Composition
import HTTPTypes
import TestSupport
import Testing

@Suite struct VerdictTests {
    @Test(arguments: [(404, 404), (400, 404), (403, 404), (410, 410), (500, 503), (502, 503), (304, 503), (408, 503)])
    func thePrimaryDecidesThePagesStatus(_ answer: Int, _ status: Int) async throws {
        try await TestShop.run { shop in
            shop.server.on("/main", .answer(answer == 304 ? "" : "<h1>theirs</h1>", status: answer))
            let page = try await shop.page()
            #expect(page.status == status)
            #expect(page.text.contains("sorry") && !page.text.contains("theirs"))
            #expect(page.part("t.side")?.text == "<p>side</p>")
        }
    }

    @Test(arguments: [301, 302, 303, 307, 308])
    func thePrimaryRedirects(_ status: Int) async throws {
        try await TestShop.run { shop in
            shop.server.on(
                "/main",
                .answer("", status: status, fields: ["location: /there", "set-cookie: a=1", "set-cookie: b=2"]))
            let page = await shop.visit()
            #expect(page.status == status)
            #expect(page.headers[.location] == "/there")
            #expect(page.headers[values: .setCookie] == ["a=1", "b=2"])
            #expect(page.headers[.cacheControl] == "no-store")
        }
    }

    @Test func otherPartsDecideNothing() async throws {
        try await TestShop.run { shop in
            shop.server.on("/side", .answer("", status: 302, fields: ["location: /away", "set-cookie: a=1"]))
            let page = try await shop.page()
            #expect(page.status == 200 && page.headers[.location] == nil && page.headers[.setCookie] == nil)
            #expect(page.part("t.side")?.reason == "status-302")
        }
    }

    @Test func anUnknownPathIsComposedToo() async throws {
        try await TestShop.run { shop in
            let page = try await shop.page(["nowhere"])
            #expect(page.status == 404)
            #expect(page.part("t.side")?.text == "<p>side</p>")
            #expect(page.text.contains("<title>Page not found · Updraft</title>"))
        }
    }

    @Test func anErrorPageIsWholeWithoutItsParts() async throws {
        try await TestShop.run { shop in
            shop.server.on("/side", .hangUp)
            let page = try await shop.page(["nowhere"])
            #expect(page.status == 404)
            #expect(page.part("t.side")?.text == "no side")
        }
    }

    @Test func thePrimarySpeaksForThePage() async throws {
        try await TestShop.run { shop in
            shop.server.on(
                "/main",
                .html(
                    "<h1>main</h1>", nil, "shop-title: A%20%22%3C%2Ftitle%3E%3Cscript%3E%0d%0a",
                    "shop-description: %22%3E%3Cb%3E",
                    "link: </it\">; rel=\"canonical\"", "x-robots-tag: noindex", "set-cookie: a=1"))
            let page = try await shop.page()
            #expect(page.text.contains("<title>A &quot;&lt;/title&gt;&lt;script&gt;\r\n · Updraft</title>"))
            #expect(page.text.contains("<meta name=\"description\" content=\"&quot;&gt;&lt;b&gt;\">"))
            #expect(page.text.contains("<link rel=\"canonical\" href=\"/it&quot;\">"))
            #expect(page.headers[values: .setCookie] == ["a=1"])
            #expect(page.headers[.robots] == "noindex")
        }
    }

    @Test func thePageSaysHowItCameToBe() async throws {
        try await TestShop.run { shop in
            shop.server.on("/side", .html("<p>side</p>", "max-age=60"))
            _ = try await shop.page()
            let page = await shop.visit(showsOverlay: true)
            let text = try await page.body.text()
            let shown = ShownPage(page, text)
            #expect(text.contains("<html lang=\"en\" class=\"show-fragments\">"))
            #expect(shown.part("t.side")?.attributes["data-team"] == "t")
            #expect(shown.part("t.side")?.attributes["data-release"] == "r1")
            let timing = try #require(page.headers[.serverTiming])
            #expect(
                timing.contains(/t\.main;dur=[0-9]+\.[0-9];desc="miss"/)
                    && timing.contains(/t\.side;dur=[0-9]+\.[0-9];desc="hit"/))
        }
    }

    @Test func timingNamesOnlyFragmentsThatThereAre() async throws {
        try await TestShop.run { shop in
            shop.server.on("/main", .html("<h1>main</h1><shop-fragment name='x\", y;dur=1'></shop-fragment>"))
            #expect(await shop.visit().headers[.serverTiming]?.contains("y;dur") == false)
        }
    }

    @Test func aPageIsForItsVisitorOnly() async throws {
        try await TestShop.run { shop in
            let headers = await shop.visit().headers
            #expect(headers[.cacheControl] == "private, no-cache" && headers[.vary] == "Cookie")
        }
    }
}
