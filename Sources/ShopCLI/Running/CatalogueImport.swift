import CatalogAPI
import Fleet
import FoundationEssentials
import HTTPTypes
import NIOCore
import Wire

/// Sends a catalogue file to the running catalog-service, and shows what came of it.
package struct CatalogueImport {
    let file: String
    let terminal: Terminal

    /// What an import changed.
    struct Report: Decodable {
        let inserted: Int
        let updated: Int
        let unchanged: Int
        let removed: Int
    }

    func run(on shop: FleetState) async throws {
        guard let content = FileManager.default.contents(atPath: file) else {
            throw ShopError(
                "\(file) cannot be read", why: "there is no such file, or it is not yours to read",
                mend: "ls -l \(file)")
        }
        guard let process = shop[name: CatalogClient.serviceName], let address = Address(process.address) else {
            throw ShopError("The running shop has no \(CatalogClient.serviceName)", mend: "./shop status")
        }
        let request = WireRequest(
            method: .post, target: "/catalogue/import", headers: [.contentType: "application/json"],
            body: ByteBuffer(bytes: content))
        let response: WireResponse
        do {
            response = try await WireClient.shared.send(
                request, to: address, deadline: .after(.seconds(120)), limit: 16 << 20)
        } catch let error as WireError {
            throw ShopError(
                "\(CatalogClient.serviceName) did not answer", why: "\(error)",
                mend: "./shop logs \(CatalogClient.serviceName)")
        }
        try show(response)
    }

    private func show(_ response: WireResponse) throws {
        guard response.status == .ok else { throw refusal(Problem(from: response)) }
        let report = try JSONDecoder().decode(Report.self, from: Data(response.body.readableBytesView))
        terminal.line(
            terminal.paint("Imported", .green)
                + ": \(report.inserted) inserted, \(report.updated) updated, \(report.unchanged) unchanged, "
                + "\(report.removed) removed")
    }

    private func refusal(_ problem: Problem) -> ShopError {
        let errors = problem.errors ?? []
        for error in errors { terminal.errorLine(Self.line(for: error, in: file)) }
        let count = Words.count(errors.count, "mistake", "mistakes")
        return ShopError(
            "\(file) was refused; nothing was changed",
            why: errors.isEmpty ? problem.detail ?? problem.title : count,
            mend: "correct the file, then ./shop catalog import \(file)")
    }

    /// `FILE:LINE: field: detail`, which editors can follow.
    package static func line(for error: Problem.FieldError, in file: String) -> String {
        let place = error.line.map { "\(file):\($0)" } ?? file
        return "\(place): \(error.field): \(error.detail)"
    }
}
