import Fleet
import HTTPTypes
import NIOCore
import Wire

/// The shell of a shop that was started for development.
struct DevShell: Sendable {
    private let home: FleetHome

    init(_ home: FleetHome) {
        self.home = home
    }

    /// Shows a text on the open pages; none takes it back.
    ///
    /// - Returns: false if the shell was not started for development, or does not answer.
    @discardableResult
    func say(_ text: String) async -> Bool {
        guard let address = home.recordedState()?[name: "shell-server"].flatMap({ Address($0.address) }) else {
            return false
        }
        let request = WireRequest(
            method: .post, target: "/internal/dev/message", headers: [.contentType: "text/plain; charset=utf-8"],
            body: ByteBuffer(string: text))
        let answer = try? await WireClient.shared.send(request, to: address, deadline: .after(.seconds(2)))
        return answer?.status == .noContent
    }
}
