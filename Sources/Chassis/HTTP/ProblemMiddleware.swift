import Hummingbird
import Wire

/// The one place where errors become answers: a problem document (RFC 9457) for every status of 400 and above.
struct ProblemMiddleware: RouterMiddleware {
    func handle(
        _ request: Request, context: ShopContext, next: (Request, ShopContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let problem as Problem {
            return try Response.problem(problem)
        } catch let error as HTTPError {
            return try Response.problem(Problem(error.status, detail: error.body))
        } catch let error as WireError {
            context.logger.warning("upstream failed", metadata: ["error": "\(error)"])
            return try Response.problem(Problem(wire: error))
        } catch let error as CancellationError {
            throw error
        } catch let error where StorageFailure(error) != nil {
            return try Response.problem(storage(error, context))
        } catch {
            context.logger.error("unexpected error", metadata: ["error": "\(error)"])
            return try Response.problem(Problem(.internalServerError))
        }
    }

    private func storage(_ error: any Error, _ context: ShopContext) -> Problem {
        context.logger.error("storage failed", metadata: ["error": "\(error)"])
        return StorageFailure(error).map(Problem.init) ?? Problem(.internalServerError)
    }
}

extension Problem {
    /// What a missing answer of another process means to our own caller.
    package init(wire error: WireError) {
        switch error {
        case .deadlineExceeded:
            self = Problem(
                .gatewayTimeout, type: "/problems/upstream-timeout", detail: "A service did not answer in time.")
        case .malformed, .tooLarge:
            self = Problem(
                .badGateway, type: "/problems/upstream-malformed", detail: "A service's answer made no sense.")
        case .unreachable, .connectionClosed, .noInstance, .breakerOpen:
            self = Problem(
                .serviceUnavailable, type: "/problems/upstream-unavailable", detail: "A service is not available.")
        }
    }
}
