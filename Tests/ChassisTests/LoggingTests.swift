import Chassis
import Foundation
import Logging
import TestSupport
import Testing
import Wire

@Suite struct LoggingTests {
    private func logged(_ body: (Logger) -> Void) throws -> [String: String] {
        let log = LogCapture()
        var logger = Logger(label: "shell-server") { _ in
            JSONLogHandler(service: "shell-server", release: "r7", write: log.append)
        }
        logger.logLevel = .debug
        body(logger)
        #expect(log.text.hasSuffix("}\n"))
        #expect(log.lines.count == 1)
        return try JSONDecoder().decode([String: String].self, from: Data(log.text.utf8))
    }

    @Test func lineIsOneJSONObject() throws {
        let line = try logged { $0.notice("a \"quoted\" line\n\t\u{1}\\ – 🪁", metadata: ["key": "value"]) }
        #expect(line["message"] == "a \"quoted\" line\n\t\u{1}\\ – 🪁")
        #expect(line["level"] == "notice")
        #expect(line["service"] == "shell-server")
        #expect(line["release"] == "r7")
        #expect(line["key"] == "value")
        #expect(line["trace"] == nil)
        #expect(line["time"]?.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/) != nil)
    }

    @Test func lineOfARequestCarriesItsTrace() throws {
        let trace = TraceContext.root()
        let line = try logged { logger in
            RequestScope.$current.withValue(RequestScope(trace: trace)) { logger.info("x") }
        }
        #expect(line["trace"] == trace.traceID)
    }

    @Test func metadataOfTheLineWins() throws {
        let line = try logged { logger in
            var logger = logger
            logger[metadataKey: "a"] = "logger's"
            logger[metadataKey: "hb.request.id"] = "1"
            logger.info("x", metadata: ["a": "line's"])
        }
        #expect(line["a"] == "line's")
        #expect(line["hb.request.id"] == nil)
    }

    @Test(arguments: [
        (0, 0, "1970-01-01T00:00:00.000Z"), (951_782_400, 7, "2000-02-29T00:00:00.007Z"),
        (1_795_468_604, 123, "2026-11-23T21:16:44.123Z"),
    ])
    func timeIsWrittenInUTC(_ seconds: Int, _ milliseconds: Int, _ text: String) {
        #expect(Timestamp.text(seconds: seconds, milliseconds: milliseconds) == text)
    }
}
