import Chassis
import Hummingbird
import RegistryAPI
import Wire

/// What Eureka does not have: a channel on which changes come by themselves, who listens to it, and the registry's
/// caution.
struct WatchRoutes: Sendable {
    let board: RegistryBoard

    func add(to router: some RouterMethods<ShopContext>) {
        router.get("/watch", use: watch)
        router.get("/watchers", use: watchers)
        router.delete("/watchers/{watcher}", use: forget)
        router.get("/protection", use: protection)
        router.put("/protection", use: protect)
    }

    @Sendable private func watch(_ request: Request, _ context: ShopContext) async throws -> Response {
        let query = Query(request.uri.query ?? "")
        var errors: [Problem.FieldError] = []
        let since = mark(query, "since", &errors)
        let watcher = query["watcher"]
        if let watcher, !InstanceCheck.isName(watcher, atMost: 160) {
            errors.append(.init(field: "watcher", detail: "must be 1 to 160 visible ASCII characters, no slash"))
        }
        let wait = wait(query, &errors)
        guard errors.isEmpty else { throw InstanceCheck.problem(errors) }
        let answer = await board.answer(beyond: since, to: watcher, within: wait)
        return try Answer.json(answer, answer.mark)
    }

    private func mark(_ query: Query, _ name: String, _ errors: inout [Problem.FieldError]) -> DirectoryMark? {
        let mark = query[name].flatMap(DirectoryMark.init)
        if query[name] != nil, mark == nil { errors.append(.init(field: name, detail: "must be EPOCH:VERSION")) }
        return mark
    }

    private func wait(_ query: Query, _ errors: inout [Problem.FieldError]) -> Duration {
        let longest = RegistryClient.longestWatch.milliseconds
        let wait = query["wait"].map { Int($0) ?? -1 } ?? longest
        if !(0...longest).contains(wait) {
            errors.append(.init(field: "wait", detail: "must be milliseconds from 0 to \(longest)"))
        }
        return .milliseconds(wait)
    }

    @Sendable private func watchers(_ request: Request, _ context: ShopContext) async throws -> Response {
        let query = Query(request.uri.query ?? "")
        var errors: [Problem.FieldError] = []
        let mark = mark(query, "until", &errors)
        let wait = wait(query, &errors)
        guard errors.isEmpty else { throw InstanceCheck.problem(errors) }
        let list: WatcherList
        if let mark { list = await board.watchers(behind: mark, within: wait) } else { list = board.watchers() }
        return try Answer.json(list, DirectoryMark(epoch: list.epoch, version: list.version))
    }

    @Sendable private func forget(_ request: Request, _ context: ShopContext) throws -> Response {
        let watcher = context.part("watcher")
        let (wasKnown, mark) = board.forget(watcher: watcher)
        guard wasKnown else { throw Problem.notFound("Nobody called \(watcher.prefix(160)) watches.") }
        return Answer.done(.ok, mark)
    }

    @Sendable private func protection(_ request: Request, _ context: ShopContext) throws -> Response {
        let (report, mark) = board.withTable { $0.protectionReport(at: $1) }
        return try Answer.json(report, mark)
    }

    @Sendable private func protect(_ request: Request, _ context: ShopContext) throws -> Response {
        guard let mode = Protection(rawValue: Query(request.uri.query ?? "")["value"] ?? "") else {
            let known = Protection.allCases.map(\.rawValue).joined(separator: ", ")
            throw InstanceCheck.problem([.init(field: "value", detail: "must be one of \(known)")])
        }
        let (_, mark) = board.withTable { $0.protect(mode, at: $1) }
        context.logger.notice("protection set", metadata: ["mode": "\(mode.rawValue)"])
        return Answer.done(.ok, mark)
    }
}
