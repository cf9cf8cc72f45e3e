import ServiceLifecycle

/// Runs applications' background services without their servers, for as long as a closure runs.
package enum BackgroundWork {
    package static func run<Value: Sendable>(
        _ services: [any Service], _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            for service in services { tasks.addTask { try? await service.run() } }
            defer { tasks.cancelAll() }
            return try await body()
        }
    }
}
