import BrokerAPI
import Fleet
import HTTPTypes
import Wire

/// The broker of the running shop, asked for a person: what goes wrong is said with what mends it.
struct RunningBroker: Sendable {
    private let client: BrokerClient

    /// - Throws: `ShopError` if no shop runs, or it has no broker.
    init(_ project: Project) throws {
        let shop = try RunningShop(project).state()
        guard let process = shop[name: BrokerClient.serviceName], let address = Address(process.address) else {
            throw ShopError(
                "The running shop has no broker", why: "it was started before there was one, or that was retired",
                mend: "./shop status")
        }
        client = BrokerClient(
            ServiceClient(
                BrokerClient.serviceName, discovery: FixedDiscovery([BrokerClient.serviceName: [address]]),
                timeout: .seconds(10)))
    }

    /// - Throws: `ShopError` for what the broker refuses, and if it does not answer.
    func ask<Answer>(_ question: (BrokerClient) async throws -> Answer) async throws -> Answer {
        do {
            return try await question(client)
        } catch let problem as Problem {
            throw ShopError(problem)
        } catch let error as WireError {
            throw ShopError("The broker did not answer", why: "\(error)", mend: "./shop logs broker")
        }
    }
}

extension ShopError {
    fileprivate init(_ problem: Problem) {
        switch problem.status {
        case 404: self.init(problem.detail ?? problem.title, mend: "./shop events tail, or ./shop dlq list")
        case 410: self.init("The record is damaged", why: problem.detail, mend: "./shop dlq list")
        case 422: self.init("The broker does not understand that", why: problem.detail, status: .usage)
        default: self.init("The broker refused", why: problem.detail ?? problem.title, mend: "./shop logs broker")
        }
    }
}
