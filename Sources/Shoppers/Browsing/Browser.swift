import NIOCore
import NIOHTTP1
import Synchronization
import Wire

/// What one shopper browses with: cookies, a cache of what never changes, and a few keep-alive connections of its own.
final class Browser: Sendable {
    /// Connections to one host at a time, as browsers have.
    static let connectionLimit = 6
    private static let redirectLimit = 5

    private struct State {
        var jar = CookieJar()
        var idle: [BrowserConnection] = []
        /// Assets that were fetched and found whole, and the integrity that was checked.
        var assets: [String: String?] = [:]
    }

    private let shop: Address
    private let pace: ReadingPace
    private let patience: Duration
    let ledger: Ledger
    private let state = Mutex(State())

    init(shop: Address, pace: ReadingPace, patience: Duration, ledger: Ledger) {
        self.shop = shop
        self.pace = pace
        self.patience = patience
        self.ledger = ledger
    }

    /// What came of going somewhere.
    struct Arrival: Sendable {
        /// Where redirects led to.
        let target: String
        let answer: WebAnswer
    }

    /// Sends a request and follows redirects.
    /// - Throws: ``Failure``.
    func visit(_ request: WebRequest) async throws -> Arrival {
        var request = request
        for _ in 0...Self.redirectLimit {
            let answer = try await fetch(request)
            guard (300..<400).contains(answer.status), answer.status != 304 else {
                return Arrival(target: request.target, answer: answer)
            }
            guard let place = answer.headers.first(name: "location").flatMap(ownTarget) else {
                throw Failure(.redirect, "\(answer.status) to no place of the shop", at: request.target, in: answer)
            }
            ledger.count(.redirects)
            let keepsMethod = answer.status == 307 || answer.status == 308
            request = keepsMethod ? request : WebRequest(target: place)
            request.target = place
        }
        throw Failure(.redirect, "more than \(Self.redirectLimit) redirects", at: request.target)
    }

    /// Path and query of a `Location` within the shop, without its fragment.
    private func ownTarget(_ location: String) -> String? {
        let origin = "http://\(shop)"
        let local = location.hasPrefix(origin) ? String(location.dropFirst(origin.count)) : location
        guard local.hasPrefix("/"), !local.hasPrefix("//") else { return nil }
        return String(local.prefix { $0 != "#" })
    }

    // MARK: One request

    /// Sends a request, once more if a kept connection turns out to be closed and it may be repeated.
    /// - Throws: ``Failure``.
    func fetch(_ request: WebRequest) async throws -> WebAnswer {
        do {
            let answer = try await exchange(request)
            state.withLock { state in
                for text in answer.headers["set-cookie"] { state.jar.take(text, from: request.path) }
            }
            return answer
        } catch let broken as BrokenExchange {
            throw Failure(broken, at: request.target)
        }
    }

    private func exchange(_ request: WebRequest) async throws -> WebAnswer {
        let (head, body) = (head(of: request), request.form.map { ByteBuffer(string: $0) })
        if let connection = takeIdle() {
            do {
                return try await send(head, body, on: connection)
            } catch let broken as BrokenExchange where broken.mayBeIdleClose && request.isRepeatable {
                ledger.count(.retries)
            }
        }
        let connection = try await BrowserConnection.open(to: shop, pace: pace, patience: patience)
        ledger.count(.connections)
        return try await send(head, body, on: connection)
    }

    private func send(
        _ head: HTTPRequestHead, _ body: ByteBuffer?, on connection: BrowserConnection
    ) async throws -> WebAnswer {
        let answer = try await connection.send(head, body: body, patience: patience)
        keep(connection)
        return answer
    }

    private func head(of request: WebRequest) -> HTTPRequestHead {
        var headers = HTTPHeaders()
        headers.add(name: "host", value: shop.description)
        headers.add(name: "user-agent", value: "Updraft-Shoppers/1")
        headers.add(name: "accept", value: request.destination == .document ? "text/html" : "*/*")
        headers.add(name: "accept-encoding", value: "gzip, deflate")
        headers.add(name: "sec-fetch-dest", value: request.destination.rawValue)
        headers.add(name: "sec-fetch-site", value: "same-origin")
        if let cookies = state.withLock({ $0.jar.field(for: request.path) }) {
            headers.add(name: "cookie", value: cookies)
        }
        if let form = request.form {
            headers.add(name: "origin", value: "http://\(shop)")
            headers.add(name: "content-type", value: "application/x-www-form-urlencoded")
            headers.add(name: "content-length", value: String(form.utf8.count))
        }
        return HTTPRequestHead(version: .http1_1, method: request.method, uri: request.target, headers: headers)
    }

    // MARK: Connections

    private func takeIdle() -> BrowserConnection? {
        state.withLock { state in
            while let connection = state.idle.popLast() {
                if connection.isOpen { return connection }
            }
            return nil
        }
    }

    private func keep(_ connection: BrowserConnection) {
        guard connection.isOpen else { return }
        let isKept = state.withLock { state in
            guard state.idle.count < Self.connectionLimit else { return false }
            state.idle.append(connection)
            return true
        }
        if !isKept { connection.close() }
    }

    /// Closes all connections, as when the window is closed.
    func close() {
        let connections = state.withLock { state in
            defer { state.idle = [] }
            return state.idle
        }
        for connection in connections { connection.close() }
    }

    // MARK: What is kept

    /// What a page's own script gives to `document.cookie`.
    func take(cookies: [String], from path: String) {
        state.withLock { state in
            for text in cookies { state.jar.take(text, from: path) }
        }
    }

    /// Whether the asset was fetched and found whole before, with that integrity.
    func has(_ asset: AssetReference) -> Bool {
        state.withLock { state in
            guard let integrity = state.assets[asset.path] else { return false }
            return asset.integrity == nil || asset.integrity == integrity
        }
    }

    func keep(_ asset: AssetReference) {
        state.withLock { $0.assets[asset.path] = .some(asset.integrity) }
    }

    /// Somebody else takes the seat: nothing of the last visitor is left.
    func forgetEverything() {
        close()
        state.withLock { $0 = State() }
    }
}
