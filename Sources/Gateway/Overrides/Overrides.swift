import Wire

/// The releases that are developed elsewhere, each for one visitor: they are in the registry while they run.
struct Overrides: Sendable {
    let discovery: any Discovery

    /// The bucket of an override that is there; nil for any other text, so that it is forgotten when it ends.
    func bucket(_ text: String) -> Int? {
        guard let bucket = ReleaseChoice.overrideBucket(text) else { return nil }
        let isThere = discovery.directory.services.values.contains { instances in
            instances.contains { $0.overrideBucket == bucket }
        }
        return isThere ? bucket : nil
    }
}
