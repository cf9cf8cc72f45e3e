extension Directory {
    /// Whether none of the service's instances takes calls, but one is about to.
    package func isBeingHandedOver(_ service: String) -> Bool {
        let instances = instances(of: service)
        return !instances.contains { $0.status == .up }
            && instances.contains { $0.status == .starting || $0.status == .outOfService }
    }
}

extension Discovery {
    /// The first directory, from now on, that is as `isWanted` says; nil if none is by `deadline`.
    package func directory(
        by deadline: Deadline, where isWanted: @escaping @Sendable (Directory) -> Bool
    ) async -> Directory? {
        await withTaskGroup(of: Directory?.self) { group in
            group.addTask { [self] in
                for await directory in changes() where isWanted(directory) { return directory }
                return nil
            }
            group.addTask {
                try? await Task.sleep(until: deadline.instant)
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
    }
}
