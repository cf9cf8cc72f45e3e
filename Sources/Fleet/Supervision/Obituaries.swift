import RegistryAPI
import Wire

/// Says goodbye to the registry for processes that have ended, since one that was killed could not: whoever changes the
/// directory would wait for it.
///
/// Nothing waits for that. A registry that does not answer knows of no watchers, or of none any more when it does.
struct Obituaries: Sendable {
    private let registry: RegistryClient
    private let ended = AsyncStream.makeStream(of: String.self)

    init(_ registry: Address) {
        self.registry = RegistryClient(registry)
    }

    /// A process of this instance is no more.
    func note(_ plan: InstancePlan, process: Int32) {
        // What it was told to be called, which a rehearsal is not called here.
        let instance = plan.environment["SHOP_INSTANCE"] ?? plan.id
        ended.continuation.yield(Watcher.name(of: instance, process: process))
    }

    /// Says what is noted, until the task is cancelled.
    func run() async {
        await withDiscardingTaskGroup { group in
            for await watcher in ended.stream {
                // One that could say it itself is not known any more.
                group.addTask { try? await registry.forget(watcher: watcher) }
            }
        }
    }
}
