import Chassis
import Hummingbird
import ServiceLifecycle
import Wire

/// An application on a real port, with its background services, for as long as a closure runs. A test that makes it
/// drain gives the lifecycle.
package enum RunningServer {
    package static func run<Value: Sendable>(
        _ shop: ShopApplication, on chassis: Chassis, lifecycle: Lifecycle = Lifecycle(),
        _ body: @Sendable (Address) async throws -> Value
    ) async throws -> Value {
        let (addresses, continuation) = AsyncStream.makeStream(of: Address.self)
        let application = chassis.serve(shop, lifecycle: lifecycle) { address in continuation.yield(address) }
        let group = ServiceGroup(
            configuration: .init(
                services: [.init(service: application, successTerminationBehavior: .gracefullyShutdownGroup)],
                logger: chassis.logger))
        return try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                defer { continuation.finish() }
                try await group.run()
            }
            var result: Result<Value, any Error>
            do {
                var iterator = addresses.makeAsyncIterator()
                guard let address = await iterator.next() else { throw ServerDidNotStart() }
                result = .success(try await body(address))
            } catch {
                result = .failure(error)
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
            return try result.get()
        }
    }

    package struct ServerDidNotStart: Error {}
}
