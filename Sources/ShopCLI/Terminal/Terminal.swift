import FoundationEssentials
import Glibc

/// The command's only way to say something: lines on standard output and standard error, with colour where a person
/// reads them (a terminal, and no `NO_COLOR`, see no-color.org).
package struct Terminal: Sendable {
    /// Whether a person watches: standard output is a terminal that can redraw.
    package let isInteractive: Bool
    package let hasColour: Bool
    /// Columns; lines of tables are cut to it.
    package let width: Int
    private let output: @Sendable (String) -> Void
    private let errors: @Sendable (String) -> Void

    package init(
        isInteractive: Bool, hasColour: Bool, width: Int, output: @escaping @Sendable (String) -> Void,
        errors: @escaping @Sendable (String) -> Void
    ) {
        self.isInteractive = isInteractive
        self.hasColour = hasColour
        self.width = width
        self.output = output
        self.errors = errors
    }

    /// This process's own.
    package static var standard: Terminal {
        let environment = ProcessInfo.processInfo.environment
        let isTerminal = isatty(STDOUT_FILENO) == 1 && environment["TERM"] != "dumb"
        let hasColour = isTerminal && (environment["NO_COLOR"] ?? "").isEmpty
        return Terminal(
            isInteractive: isTerminal, hasColour: hasColour, width: isTerminal ? columns() : 160,
            output: { put($0, on: STDOUT_FILENO) }, errors: { put($0, on: STDERR_FILENO) })
    }

    /// The same, with everything on standard error: where standard output is for a program.
    package var onStandardError: Terminal {
        Terminal(isInteractive: false, hasColour: false, width: width, output: errors, errors: errors)
    }

    package func line(_ text: String = "") { output(text + "\n") }

    package func errorLine(_ text: String) { errors(text + "\n") }

    /// Text as it is, for what redraws itself.
    func raw(_ text: String) { output(text) }

    package func paint(_ text: String, _ styles: Style...) -> String {
        guard hasColour, !styles.isEmpty, !text.isEmpty else { return text }
        return "\u{1B}[" + styles.map(\.rawValue).joined(separator: ";") + "m" + text + "\u{1B}[0m"
    }

    package func report(_ error: ShopError) {
        errorLine(paint("error: ", .bold, .red) + error.what)
        if let why = error.why { errorLine(paint("  why: ", .dim) + why) }
        if let mend = error.mend { errorLine(paint(" mend: ", .dim) + mend) }
    }

    private static func columns() -> Int {
        var size = winsize()
        return ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
    }

    private static func put(_ text: String, on descriptor: Int32) {
        var rest = ArraySlice(text.utf8)
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}

/// How text looks: parameters of the control sequence SGR (ECMA-48, 8.3.117).
package enum Style: String, Sendable {
    case bold = "1"
    case dim = "2"
    case red = "31"
    case green = "32"
    case yellow = "33"
    case blue = "34"
    case magenta = "35"
    case cyan = "36"
}
