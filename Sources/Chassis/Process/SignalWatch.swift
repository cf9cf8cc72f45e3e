import UnixSignals

/// Turns signals into wishes: SIGTERM and SIGINT stop the process, SIGQUIT, nginx's word for it, makes it drain since a
/// successor serves already. Each further signal hurries it.
struct SignalWatch {
    let lifecycle: Lifecycle

    func run() async {
        var isFirst = true
        for await signal in await UnixSignalsSequence(trapping: .sigterm, .sigint, .sigquit) {
            if isFirst, signal == .sigquit { lifecycle.drain() } else { lifecycle.urge() }
            isFirst = false
        }
    }
}
