import Fleet

/// Asks the running shop for a change, shows what it says meanwhile, and ends the command as it went.
struct ShopControl {
    let project: Project
    let terminal: Terminal

    /// A process as the fleet's file has it now, which the running shop may not know yet.
    func process(_ name: String) throws -> ProcessSpecification {
        let fleet = try FleetFile(contentsOf: project.fleetFile)
        guard let process = fleet[name: name] else {
            let names = fleet.processes.map(\.name).joined(separator: ", ")
            throw ShopError(
                "There is no process '\(name)'", why: "compose/fleet.json has \(names)", mend: "./shop status",
                status: .usage)
        }
        return process
    }

    /// - Throws: `ShopError` when it was not done.
    func ask(_ request: ControlRequest) async throws {
        _ = try RunningShop(project).state()
        let reply = try await ControlChannel.ask(project.home, request) { news in
            terminal.line(terminal.paint("  · ", .dim) + news.text)
        }
        guard let reply else {
            throw ShopError(
                "The shop went away", why: "its supervisor does not answer any more",
                mend: "./shop up starts what served last", status: .notRunning)
        }
        let name = request.process.name
        switch reply.kind {
        case .done, .news:
            terminal.line(terminal.paint("✔ ", .green) + reply.text)
        case .refused, .rolledBack:
            throw ShopError(
                reply.text, mend: "./shop logs \(name), then ./shop redeploy \(name)", status: .releaseRejected)
        case .failed:
            throw ShopError("\(name) was not changed", why: reply.text, mend: "./shop status")
        }
    }
}
