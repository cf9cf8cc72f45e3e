import RegistryAPI
import Wire

/// What one process knows of the directory, through the registry's restarts: told what the registry answers and when,
/// it says what to believe.
///
/// A registry that has just started knows nobody. Instances of its former run are believed for a time of grace, in
/// which they register anew, unless their service has been retired meanwhile.
package struct DirectoryMemory: Sendable {
    /// How long instances are believed that a restarted registry does not know yet.
    package static let grace = Duration.seconds(10)

    private struct Remembered {
        let instance: Instance
        let until: ContinuousClock.Instant
    }

    package private(set) var mark: DirectoryMark?
    package private(set) var directory = Directory()
    private var answer: DirectoryAnswer?
    private var remembered: [String: Remembered] = [:]

    package init() {}

    /// Takes an answer of the registry.
    /// - Returns: whether the registry has started anew, so that this process must register again.
    package mutating func take(_ answer: DirectoryAnswer, at now: ContinuousClock.Instant) -> Bool {
        let isNewRun = mark.map { $0.epoch != answer.epoch } ?? false
        if isNewRun { rememberAll(until: now + Self.grace) }
        mark = answer.mark
        self.answer = answer
        for instance in answer.services.values.joined() {
            // Whoever has registered needs nobody to remember it, and an address has one owner.
            remembered = remembered.filter { $0.key != instance.id && $0.value.instance.address != instance.address }
        }
        settle(at: now)
        return isNewRun
    }

    /// Forgets whose time of grace is over.
    package mutating func settle(at now: ContinuousClock.Instant) {
        guard let answer else { return }
        remembered = remembered.filter { $0.value.until > now && !answer.retired.contains($0.value.instance.service) }
        var services = answer.services
        for old in remembered.values { services[old.instance.service, default: []].append(old.instance) }
        // A service of which nobody is left is known all the same: that is an outage, not an end.
        for service in directory.services.keys where services[service] == nil && !answer.retired.contains(service) {
            services[service] = []
        }
        directory = Directory(
            services: services.mapValues { $0.sorted { $0.id < $1.id } }, retired: Set(answer.retired))
    }

    /// When somebody's time of grace is over next; nil if nobody has any.
    package var nextSettling: ContinuousClock.Instant? { remembered.values.map(\.until).min() }

    private mutating func rememberAll(until end: ContinuousClock.Instant) {
        for instance in directory.services.values.joined() where remembered[instance.id] == nil {
            remembered[instance.id] = Remembered(instance: instance, until: end)
        }
    }
}
