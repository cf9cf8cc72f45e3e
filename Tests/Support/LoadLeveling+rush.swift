import Chassis

extension LoadLeveling {
    /// In a rush from the first caller on, for as long as a test may last; nobody waits long.
    package static func rush(callers: Int = 1, freshness: Duration = .seconds(3_600)) -> LoadLeveling {
        var limits = Limits()
        limits.callers = callers
        limits.memory = .seconds(3_600)
        limits.freshness = freshness
        limits.pause = .milliseconds(1)
        limits.callersPatience = .milliseconds(1)
        return LoadLeveling(limits)
    }
}
