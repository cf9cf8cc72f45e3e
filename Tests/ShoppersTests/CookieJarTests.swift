import Shoppers
import Testing

@Suite struct CookieJarTests {
    private static func jar(_ fields: String..., from path: String = "/checkout/cart/add") -> CookieJar {
        var jar = CookieJar()
        for field in fields { jar.take(field, from: path) }
        return jar
    }

    @Test(arguments: [
        ("/", "cart=a"), ("/checkout", "key=b; cart=a"), ("/checkout/cart", "key=b; cart=a"), ("/checkouts", "cart=a"),
    ])
    func cookiesGoWhereTheirPathSays(path: String, field: String) {
        let jar = Self.jar("cart=a; Path=/; HttpOnly; SameSite=Lax", "key=b; Path=/checkout; Max-Age=60")
        #expect(jar.field(for: path) == field)
    }

    @Test func withoutAPathItIsTheFolderOfWhereItCameFrom() {
        let jar = Self.jar("a=1", from: "/checkout/cart/add")
        #expect(jar.field(for: "/checkout/cart/remove") == "a=1")
        #expect(jar.field(for: "/checkout") == nil)
        #expect(Self.jar("a=1", from: "/b").field(for: "/") == "a=1")
    }

    @Test func laterValueTakesThePlaceOfTheFirst() {
        #expect(Self.jar("a=1; Path=/", "b=2; Path=/", "a=3; Path=/").field(for: "/") == "a=3; b=2")
    }

    @Test(arguments: ["a=; Path=/; Max-Age=0", "a=1; Path=/; Max-Age=-5"])
    func cookieIsRemovedByItsAge(field: String) {
        #expect(Self.jar("a=1; Path=/", field).field(for: "/") == nil)
    }

    @Test func cookieEndsWithItsAge() {
        var jar = CookieJar()
        let now = ContinuousClock.now
        jar.take("a=1; Path=/; Max-Age=60", from: "/", now: now)
        #expect(jar.field(for: "/", now: now + .seconds(59)) == "a=1")
        #expect(jar.field(for: "/", now: now + .seconds(60)) == nil)
    }

    @Test(arguments: ["", "a", "=b", ";Path=/"])
    func whatIsNoCookieIsLeftAlone(field: String) {
        #expect(Self.jar(field).field(for: "/checkout/cart/add") == nil)
    }

    @Test func valuesMayHoldEqualsSigns() {
        #expect(Self.jar("a=b==; Path=/").field(for: "/") == "a=b==")
    }
}
