import Composition
import HTTPTypes
import Testing

/// RFC 9111, section 5.2, and RFC 5861, as a shared cache reads them.
@Suite struct CacheControlTests {
    @Test(arguments: [
        ("max-age=60", 60), ("MAX-AGE=60", 60), ("max-age=\"60\"", 60), (" max-age = 60 ", 60),
        ("max-age=60, max-age=10", 60),
        ("public, max-age=60", 60), ("max-age=60, s-maxage=10", 10), ("s-maxage=10, max-age=60", 10),
        ("s-maxage=\"5\"", 5),
        ("no-cache, max-age=60", 0), ("max-age=60, no-cache", 0), ("no-cache, s-maxage=60", 0),
        ("s-maxage=60, no-cache", 0),
        ("no-cache=\"set-cookie, x\", max-age=60", 0), ("max-age", 0), ("max-age=", 0), ("max-age=-5", 0),
        ("max-age=+5", 0),
        ("max-age=soon", 0), ("max-age=1.5", 0), ("max-age=99999999999999999999", 31_536_000),
        ("max-age=99999999", 31_536_000),
        ("public", 0), ("", 0), (",,;", 0), ("x-max-age=60", 0), ("max-age=60, foo=\"a,b\"", 60),
    ])
    func itSaysHowLongAnAnswerIsFresh(_ text: String, _ seconds: Int) {
        #expect(CacheControl([.cacheControl: text]).freshness == seconds)
    }

    @Test(arguments: [("10", 50), ("60", 0), ("61", 0), ("-5", 60), ("old", 60), ("99999999999999999999", 0)])
    func theTimeOnItsWayCounts(_ age: String, _ seconds: Int) {
        #expect(CacheControl([.cacheControl: "max-age=60", .age: age]).freshness == seconds)
    }

    @Test(arguments: [
        ("max-age=60", true), ("public", true), ("no-cache", true), ("no-store", false), ("private", false),
        ("private=\"x-y\", max-age=60", false), ("max-age=60, No-Store", false),
    ])
    func itSaysWhetherAnAnswerMayBeKept(_ text: String, _ isStorable: Bool) {
        let control = CacheControl([.cacheControl: text])
        #expect(control.isStorable == isStorable && control.isPersonal != isStorable)
    }

    @Test func anAnswerThatSetsACookieIsPersonal() {
        let control = CacheControl([.cacheControl: "public, max-age=60", .setCookie: "a=b"])
        #expect(control.isPersonal && !control.isStorable)
    }

    @Test func anAnswerThatSaysNothingIsNotKept() {
        #expect(CacheControl([:]).isStorable == false)
        #expect(CacheControl([:]).isPersonal == false)
    }

    @Test func severalFieldsAreOneList() {
        var headers = HTTPFields()
        headers.append(HTTPField(name: .cacheControl, value: "max-age=60"))
        headers.append(HTTPField(name: .cacheControl, value: "private"))
        #expect(CacheControl(headers).isPersonal)
    }

    @Test(arguments: ["must-revalidate", "proxy-revalidate", "s-maxage=1", "no-cache"])
    func whatMustBeRevalidatedIsNeverShownStale(_ directive: String) {
        let control = CacheControl([
            .cacheControl: "max-age=1, stale-while-revalidate=60, stale-if-error=60, \(directive)"
        ])
        #expect(control.mustRevalidate && control.staleWhileRevalidate == 0 && control.staleIfError == 0)
    }

    @Test(arguments: [
        (0, CacheControl.Age.fresh), (9, .fresh), (10, .revalidating), (14, .revalidating), (15, .onlyOnError),
        (29, .onlyOnError), (30, .tooOld), (1_000, .tooOld),
    ])
    func anAnswerAges(_ seconds: Int, _ age: CacheControl.Age) {
        let control = CacheControl([.cacheControl: "max-age=10, stale-while-revalidate=5, stale-if-error=20"])
        #expect(control.age(after: .seconds(seconds)) == age)
        #expect(control.age(after: .seconds(seconds) + .milliseconds(999)) == age)
    }
}
