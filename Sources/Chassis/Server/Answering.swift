import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1

/// Answers a connection's requests by a process's routes.
struct Answering: Sendable {
    /// A client's mistake that came to light when its answer was half written: there is no room for another answer.
    struct Interrupted: Error {}

    let responder: RouterResponder<ShopContext>
    let logger: Logger
    private let date = DateLine()

    init(responder: RouterResponder<ShopContext>, logger: Logger) {
        self.responder = responder
        self.logger = logger
    }

    func answer(_ request: Request, _ writer: consuming ResponseWriter, _ channel: any Channel) async throws {
        let context = ShopContext(source: ApplicationRequestContextSource(channel: channel, logger: logger))
        var response: Response
        do {
            response = try await responder.respond(to: request, context: context)
        } catch let error as HTTPParserError {
            throw error
        } catch {
            logger.debug("unanswered error", metadata: ["error": "\(error)"])
            response = Response(status: .internalServerError)
        }
        response.headers[.date] = date.now
        do {
            try await writer.write(response: response.head, body: response.body)
        } catch is HTTPParserError {
            throw Interrupted()
        }
    }
}
