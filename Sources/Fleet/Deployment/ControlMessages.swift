import FoundationEssentials

/// What a command asks of the supervisor of a running fleet.
package struct ControlRequest: Codable, Sendable, Equatable {
    package enum Action: String, Codable, Sendable {
        /// Rolls a release out in the place of the one that serves.
        case redeploy
        /// The same with a release that served before, at once and unchecked.
        case rollback
        /// Sets how many instances of the release there are that serves.
        case scale
        /// Takes a process out of the fleet for good.
        case retire
    }

    package var action: Action
    /// As the fleet's file has it now, which may be newer than the fleet.
    package var process: ProcessSpecification
    package var version: String?
    package var count: Int?
    package var pace: Pace?

    /// How a rollout goes; nil for what is usual.
    package struct Pace: Codable, Sendable, Equatable {
        /// Shares of visitors in percent.
        package var steps: [Int]?
        package var stepMilliseconds: Int?
        package var isAtOnce = false
        /// Neither checked nor judged: whoever makes it looks at it.
        package var isUnjudged = false

        package init(
            steps: [Int]? = nil, stepMilliseconds: Int? = nil, isAtOnce: Bool = false, isUnjudged: Bool = false
        ) {
            self.steps = steps
            self.stepMilliseconds = stepMilliseconds
            self.isAtOnce = isAtOnce
            self.isUnjudged = isUnjudged
        }

        var plan: RolloutPlan {
            guard !isUnjudged else { return .rollback }
            guard steps != nil || stepMilliseconds != nil else { return isAtOnce ? .atOnce : RolloutPlan() }
            let usual = isAtOnce ? RolloutPlan.atOnce : RolloutPlan()
            return RolloutPlan(
                steps: steps ?? usual.steps,
                stepDuration: stepMilliseconds.map { .milliseconds($0) } ?? usual.stepDuration)
        }
    }

    package init(
        _ action: Action, process: ProcessSpecification, version: String? = nil, count: Int? = nil, pace: Pace? = nil
    ) {
        self.action = action
        self.process = process
        self.version = version
        self.count = count
        self.pace = pace
    }
}

/// One line of the supervisor's answer: news while it works, and at last the result.
package struct ControlReply: Codable, Sendable, Equatable {
    package enum Kind: String, Codable, Sendable {
        case news
        /// It was done as asked.
        case done
        /// The release was not taken, or was taken back: the one before serves.
        case refused, rolledBack
        /// It could not be done.
        case failed
    }

    package var kind: Kind
    package var text: String

    package init(_ kind: Kind, _ text: String) {
        self.kind = kind
        self.text = text
    }
}
