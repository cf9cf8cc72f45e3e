extension ReleaseHistory {
    /// What became of a release, or is becoming of it, as the end of a sentence that begins with it.
    package func words(for entry: Entry) -> String {
        let isCandidate = rollout?.version == entry.version
        return switch entry.outcome {
        case .staged where isCandidate: "is being rolled out"
        case .refused(let reason) where isCandidate, .rolledBack(let reason) where isCandidate:
            "is being taken back: \(reason)"
        default: entry.outcome.words
        }
    }
}

extension ReleaseHistory.Outcome {
    /// What became of the release, as the end of a sentence that begins with it.
    package var words: String {
        switch self {
        case .staged: "is staged"
        case .serving: "serves"
        case .retired: "served before"
        case .refused(let reason): "was refused: \(reason)"
        case .rolledBack(let reason): "was rolled back: \(reason)"
        }
    }
}
