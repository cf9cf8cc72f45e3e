import Shoppers
import Testing
import Wire

@Suite struct PlanTests {
    @Test(arguments: [
        ("60s", Duration.seconds(60)), ("2m", .seconds(120)), ("500ms", .milliseconds(500)), ("1h", .seconds(3_600)),
        ("1.5s", .milliseconds(1_500)),
    ])
    func durationsAreReadAsPeopleTypeThem(text: String, duration: Duration) {
        #expect(DurationText.read(text) == duration)
    }

    @Test(arguments: ["", "60", "s", "-1s", "0s", "1 s", "1d", "ms", "infs", "nans", "1e9s"])
    func whatIsNoDurationIsRefused(text: String) {
        #expect(DurationText.read(text) == nil)
    }

    @Test(arguments: [
        ("http://127.0.0.1:8080", "127.0.0.1:8080"), ("http://shop.test:80/", "shop.test:80"),
        ("HTTP://localhost", "localhost:80"),
    ])
    func shopIsFoundByItsURL(url: String, address: String) {
        #expect(LoadPlan.shop(at: url)?.description == address)
    }

    @Test(arguments: [
        "", "127.0.0.1:8080", "https://a", "http://", "http://a/b", "http://a:b", "http://u@a", "http://a?b",
    ])
    func whatIsNoShopsURLIsRefused(url: String) {
        #expect(LoadPlan.shop(at: url) == nil)
    }

    @Test(arguments: [(200.0, 60, 12_000), (50, 1, 50), (0.5, 10, 5), (1, 0, 1)])
    func asManyAreDueAsTheRateSays(rate: Double, seconds: Int, count: Int) {
        #expect(ArrivalSchedule(rate: rate, duration: .seconds(seconds)).count == count)
    }

    @Test func arrivalsAreEvenlySpreadAndDoNotDrift() {
        let schedule = ArrivalSchedule(rate: 300, duration: .seconds(600))
        #expect(schedule.due(0) == .zero)
        for number in [300, 3_000, 150_000] {
            #expect(abs(schedule.due(number) / .seconds(1) - Double(number) / 300) < 1e-6)
            #expect(schedule.due(number) > schedule.due(number - 1))
        }
    }

    @Test func sameSeedMakesTheSameNumbers() {
        var (one, same, other) = (SeededGenerator(seed: 7), SeededGenerator(seed: 7), SeededGenerator(seed: 8))
        let numbers = (0..<8).map { _ in one.next() }
        #expect(numbers == (0..<8).map { _ in same.next() })
        #expect(numbers != (0..<8).map { _ in other.next() })
    }
}
