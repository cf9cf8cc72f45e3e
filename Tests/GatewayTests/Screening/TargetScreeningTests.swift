import Gateway
import Testing

@Suite struct TargetScreeningTests {
    @Test(arguments: [
        ("/", "/"), ("/products?page=2", "/products"), ("/product/KT-001?sku=KT-001-SR", "/product/KT-001"),
        ("/search?q=100%25", "/search"), ("/caf%C3%A9", "/caf%C3%A9"), ("/a.b/..c/.well-known", "/a.b/..c/.well-known"),
        ("/search?q=../..", "/search"), ("/search?q=%E9", "/search"), ("/?", "/"), ("/a%20b", "/a%20b"),
    ])
    func goodTargetsPass(_ target: String, _ path: String) throws {
        #expect(try TargetScreening.path(of: target) == path)
    }

    @Test(arguments: [
        "", "*", "products", "http://shop.test/", "//..", "/../etc/passwd", "/a/..", "/a/./b", "/%2e%2e/a", "/.%2E",
        "/a%2f..%2fb", "/a\\..\\b", "/a%5c..", "/%", "/%2", "/%zz", "/%00", "/a?b=%00", "/a?b=%", "/a?b=%g1",
        "//evil.test", "//evil.test/a", "/\\evil.test", "//", "///", "/caf%E9", "/%C0%AF", "/%FF", "/a b", "/a#b",
        "/caf\u{e9}", "/a\tb", "/a\u{7f}",
    ])
    func badTargetsAreRefused(_ target: String) {
        #expect(throws: Refusal.self) { try TargetScreening.path(of: target) }
    }
}

@Suite struct HostScreeningTests {
    @Test(arguments: [
        "shop.test", "shop.test:8080", "127.0.0.1:1", "localhost", "[::1]", "[::1]:8080", "SHOP-1.test", "a:65535",
    ])
    func goodHostsPass(_ host: String) {
        #expect(HostScreening.isAuthority(host))
    }

    @Test(arguments: [
        "", ":80", "shop.test:", "shop.test:x", "shop.test:65536", "shop test", "shop.test/a", "user@shop.test",
        "shop.test,evil.test", "[::1", "[]", "[::1]x", "[zz]", "shop.test:80:80", "shop.test?", "caf\u{e9}.test",
    ])
    func badHostsAreRefused(_ host: String) {
        #expect(!HostScreening.isAuthority(host))
    }

    @Test func longHostIsRefused() {
        #expect(!HostScreening.isAuthority(String(repeating: "a", count: 256)))
    }
}
