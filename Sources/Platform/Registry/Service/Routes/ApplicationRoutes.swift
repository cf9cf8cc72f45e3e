import Chassis
import Hummingbird
import NIOCore
import RegistryAPI
import Wire

/// Eureka's REST interface: leases, overrides, metadata, and what is known.
struct ApplicationRoutes: Sendable {
    let board: RegistryBoard
    /// Whether an instance may be for one visitor alone.
    let allowsOverrides: Bool

    func add(to router: some RouterMethods<ShopContext>) {
        router.get("/apps", use: all)
        router.get("/apps/delta", use: delta)
        router.get("/apps/{app}", use: application)
        router.get("/apps/{app}/{id}", use: instance)
        router.post("/apps/{app}", use: register)
        router.put("/apps/{app}/{id}", use: renew)
        router.delete("/apps/{app}/{id}", use: cancel)
        router.put("/apps/{app}/{id}/status", use: override)
        router.delete("/apps/{app}/{id}/status", use: endOverride)
        router.put("/apps/{app}/{id}/metadata", use: setMetadata)
        router.delete("/apps/{app}", use: retire)
    }

    // MARK: Looking

    @Sendable private func all(_ request: Request, _ context: ShopContext) throws -> Response {
        let (document, mark) = board.withTable { table, _ in table.applicationsDocument }
        return try Answer.document(
            ApplicationsEnvelope(applications: document), EurekaXML.applications(document), request, mark)
    }

    @Sendable private func delta(_ request: Request, _ context: ShopContext) throws -> Response {
        let (document, mark) = board.withTable { $0.deltaDocument(at: $1) }
        return try Answer.document(
            ApplicationsEnvelope(applications: document), EurekaXML.applications(document), request, mark)
    }

    @Sendable private func application(_ request: Request, _ context: ShopContext) throws -> Response {
        let name = context.part("app")
        let (document, mark) = board.withTable { table, _ in table.application(name) }
        guard let document else { throw Problem.unknownApplication(name) }
        return try Answer.document(
            ApplicationEnvelope(application: document), EurekaXML.application(document), request, mark)
    }

    @Sendable private func instance(_ request: Request, _ context: ShopContext) throws -> Response {
        let (name, id) = (context.part("app"), context.part("id"))
        let (lease, mark) = board.withTable { table, _ in table.lease(name, id) }
        guard let document = lease?.view(.added) else { throw Problem.unknownInstance(name, id) }
        return try Answer.document(InstanceEnvelope(document), EurekaXML.instance(document), request, mark)
    }

    // MARK: What instances say

    @Sendable private func register(_ request: Request, _ context: ShopContext) async throws -> Response {
        let document = try await request.json(InstanceEnvelope.self, limit: InstanceCheck.sizeLimit).instance
        try InstanceCheck.check(document, of: context.part("app"))
        guard allowsOverrides || !InstanceCheck.isOverride(document) else { throw Problem.noOverrides }
        let (isKnown, mark) = board.withTable { table, now -> Bool? in
            let isKnown = table.lease(document.app ?? "", document.instanceId ?? "") != nil
            guard isKnown || table.count < Self.limit else { return nil }
            table.register(document, at: now)
            return isKnown
        }
        guard let isKnown else {
            throw Problem(.serviceUnavailable, detail: "There are \(Self.limit) instances already.")
        }
        if !isKnown {
            context.logger.info(
                "registered", metadata: ["app": "\(document.app ?? "")", "instance": "\(document.instanceId ?? "")"])
        }
        return Answer.done(.noContent, mark)
    }

    private static let limit = 10_000

    @Sendable private func renew(_ request: Request, _ context: ShopContext) throws -> Response {
        let (name, id) = (context.part("app"), context.part("id"))
        let dirtySince = Query(request.uri.query ?? "")["lastDirtyTimestamp"].flatMap { Int($0) }
        let (renewal, mark) = board.withTable { $0.renew(name, id, dirtySince: dirtySince, at: $1) }
        guard renewal == .renewed else { throw Problem.unknownInstance(name, id) }
        return Answer.done(.ok, mark)
    }

    @Sendable private func cancel(_ request: Request, _ context: ShopContext) throws -> Response {
        let (name, id) = (context.part("app"), context.part("id"))
        let (wasThere, mark) = board.withTable { $0.cancel(name, id, at: $1) }
        guard wasThere else { throw Problem.unknownInstance(name, id) }
        context.logger.info("cancelled", metadata: ["app": "\(name)", "instance": "\(id)"])
        return Answer.done(.ok, mark)
    }

    // MARK: What operators say

    @Sendable private func override(_ request: Request, _ context: ShopContext) throws -> Response {
        let value = Query(request.uri.query ?? "")["value"] ?? ""
        guard let status = Instance.Status(rawValue: value) else {
            let known = Instance.Status.allCases.map(\.rawValue).joined(separator: ", ")
            throw InstanceCheck.problem([.init(field: "value", detail: "must be one of \(known)")])
        }
        return try override(with: status, context)
    }

    /// Eureka's clients may name a status here that is to hold until the instance speaks; it has spoken already.
    @Sendable private func endOverride(_ request: Request, _ context: ShopContext) throws -> Response {
        try override(with: nil, context)
    }

    private func override(with status: Instance.Status?, _ context: ShopContext) throws -> Response {
        let (name, id) = (context.part("app"), context.part("id"))
        let (isThere, mark) = board.withTable { $0.override(name, id, with: status, at: $1) }
        guard isThere else { throw Problem.unknownInstance(name, id) }
        return Answer.done(.ok, mark)
    }

    @Sendable private func setMetadata(_ request: Request, _ context: ShopContext) throws -> Response {
        let (name, id) = (context.part("app"), context.part("id"))
        let values = Dictionary(Query(request.uri.query ?? "").items.map { ($0.name, $0.value) }) { $1 }
        try InstanceCheck.check(values)
        let (refusal, mark) = board.withTable { table, now -> Problem? in
            guard let lease = table.lease(name, id) else { return .unknownInstance(name, id) }
            if let complaint = InstanceCheck.complaint(about: lease.metadata.merging(values) { $1 }) {
                return InstanceCheck.problem([.init(field: "query", detail: complaint)])
            }
            _ = table.setMetadata(name, id, values, at: now)
            return nil
        }
        if let refusal { throw refusal }
        return Answer.done(.ok, mark)
    }

    @Sendable private func retire(_ request: Request, _ context: ShopContext) throws -> Response {
        let name = context.part("app")
        let (wasKnown, mark) = board.withTable { $0.retire(name, at: $1) }
        guard wasKnown else { throw Problem.unknownApplication(name) }
        context.logger.notice("retired", metadata: ["app": "\(name)"])
        return Answer.done(.ok, mark)
    }
}

extension Problem {
    static let noOverrides = Problem(
        .forbidden, type: "/problems/no-overrides", title: "No overrides",
        detail: "This shop has no instances for one visitor alone; ./shop up --allow-overrides starts one that may.")

    static func unknownApplication(_ name: String) -> Problem {
        .notFound("There is no application \(name.prefix(64)).")
    }

    static func unknownInstance(_ application: String, _ id: String) -> Problem {
        .notFound("\(application.prefix(64)) has no instance \(id.prefix(160)). If you are it, register anew.")
    }
}
