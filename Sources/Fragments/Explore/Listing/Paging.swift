/// The pages of a list, as `paging.mustache` shows them.
struct Paging: Sendable {
    struct Step: Sendable {
        let number: Int
        let path: String
        let isCurrent: Bool
        let isGap: Bool
    }

    let previous: String?
    let next: String?
    let steps: [Step]
    /// The fragment that a step replaces.
    let fragment: String

    /// Nil if everything is on one page.
    init?(page: Int, pages: Int, fragment: String, path: (Int) -> String) {
        guard pages > 1 else { return nil }
        previous = page > 1 ? path(page - 1) : nil
        next = page < pages ? path(page + 1) : nil
        self.fragment = fragment
        var steps: [Step] = []
        for number in 1...pages where number == 1 || number == pages || abs(number - page) <= 1 {
            if let last = steps.last, number > last.number + 1 {
                steps.append(Step(number: number - 1, path: "", isCurrent: false, isGap: true))
            }
            steps.append(Step(number: number, path: path(number), isCurrent: number == page, isGap: false))
        }
        self.steps = steps
    }

    static func pages(of total: Int, by size: Int) -> Int { max(1, (total + size - 1) / size) }
}
