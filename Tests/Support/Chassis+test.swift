import Chassis
import Logging
import Wire

extension Chassis {
    /// A chassis for a test: files in `folder`, log lines into `log` (nowhere if nil), others as `discovery` says.
    package static func test(
        _ name: String, in folder: ScratchFolder, discovery: any Discovery = FixedDiscovery([:]),
        log: LogCapture? = nil,
        inherited: [InheritedSocket] = [], drain: DrainPolicy = DrainPolicy()
    ) -> Chassis {
        var logger = Logger(label: name) { _ in
            JSONLogHandler(service: name, release: "test", write: { log?.append($0) })
        }
        logger.logLevel = log == nil ? .critical : .debug
        var settings = ProcessSettings(name: name, root: ProjectRoot.path, home: folder.path)
        settings.inherited = inherited
        settings.drain = drain
        return Chassis(settings: settings, logger: logger, discovery: discovery)
    }
}
