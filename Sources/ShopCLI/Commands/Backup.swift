import ArgumentParser
import Bookkeeping
import Fleet
import FoundationEssentials
import Wire

struct TakeBackup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copies all databases of the shop, as they are at one moment.",
        discussion: """
            The shop may run, and sells on: its writers wait for some milliseconds. What comes back with
            ./shop restore is what a power cut at that moment would have left, in all databases together. Where
            RabbitMQ carries the events, its queues are not copied: a moment is waited for at which they have nothing
            that anybody has still to handle.

            EXAMPLES
              ./shop backup /backups/monday        a folder that is not there yet, or is empty
              ./shop backup /backups/$(date +%F)

            EXIT CODES  0 copied, 1 not copied, 2 the folder is in use, 3 there is no shop in this SHOP_HOME
            """)

    @Argument(help: "The folder for the copies.")
    var folder: String

    func run() async throws {
        let project = try Project.current()
        let terminal = Terminal.standard
        let path = Project.absolute(folder, in: FileManager.default.currentDirectoryPath)
        let content = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        guard content.isEmpty else {
            throw ShopError(
                "\(path) is in use", why: "it has \(content.sorted()[0])", mend: "./shop backup \(path)-2",
                status: .usage)
        }
        let moment = try await quietMoment(project)
        defer { moment.close() }
        do {
            let release = project.home.recordedState()?.release ?? "at rest"
            let (manifest, held) = try Backup.take(
                moment, into: path, release: release, hasOwnBroker: project.home.hasOwnBroker)
            let files = Words.count(manifest.files.count, "database", "databases")
            terminal.line(
                terminal.paint("✔ ", .green)
                    + "\(files), \(manifest.bytes / 1_024) KiB, as of \(manifest.taken), in \(path); "
                    + "writers waited \(held.milliseconds) ms")
        } catch {
            throw ShopError("The backup was not finished", why: "\(error)", mend: "rm -r \(path), and again elsewhere")
        }
    }
}

extension TakeBackup {
    /// How long a moment is looked for at which another engine than the shop's own has nothing on its way.
    private static let patience = Duration.seconds(20)

    /// With the shop's own broker any moment is as good as another.
    private func quietMoment(_ project: Project) async throws -> DatabaseMoment {
        let end = ContinuousClock.now + Self.patience
        while true {
            let moment = try DatabaseMoment(of: project)
            if project.home.hasOwnBroker { return moment }
            let books = try ShopBooks(moment, isRunning: project.home.isSupervised, hasOwnBroker: false)
            if Audit(of: books).report().counts.eventsUnderWay == 0 { return moment }
            moment.close()
            guard .now < end else {
                throw ShopError(
                    "The shop does not come to rest",
                    why: "RabbitMQ has events on their way, which are not copied; a parked one stays so",
                    mend: project.home.isSupervised
                        ? "./shop dlq list, and again when fewer people order"
                        : "./shop up --detach --broker …, and again while it runs")
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}

struct Restore: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Puts a backup in the place of all databases of the shop.",
        discussion: """
            The backup is looked through first: if one byte is not what was written, nothing is touched. What was there
            before is kept beside it. The shop must not run.

            EXAMPLES
              ./shop down
              ./shop restore /backups/monday
              ./shop up --detach

            EXIT CODES  0 restored, 1 the backup is damaged, 7 the shop runs
            """)

    @Argument(help: "The backup's folder.")
    var folder: String

    func run() async throws {
        let project = try Project.current()
        let home = project.home
        let terminal = Terminal.standard
        let path = Project.absolute(folder, in: FileManager.default.currentDirectoryPath)
        try home.prepareForRestore()
        // Whoever starts the shop meanwhile is told that somebody is at it.
        let lock: FleetLock
        do {
            lock = try await FleetLock.take(home)
        } catch {
            throw ShopError(
                "The shop runs", why: "its databases are in use", mend: "./shop down, then ./shop restore \(path)",
                status: .alreadyRunning)
        }
        defer { lock.release() }
        guard home.isAtRest else {
            throw ShopError(
                "Processes of the shop still run", why: "their supervisor was killed",
                mend: "./shop down, then ./shop restore \(path)", status: .alreadyRunning)
        }
        do {
            let (manifest, aside) = try Backup.restore(path, to: home.data, through: home.restoring, at: .now())
            try home.rememberEngine(manifest.hasOwnBroker ? FleetHome.ownBroker : RabbitPlan.name)
            let files = Words.count(manifest.files.count, "database", "databases")
            terminal.line(terminal.paint("✔ ", .green) + "\(files) as of \(manifest.taken)")
            if let aside { terminal.line("What was there before is in \(aside).") }
            if !manifest.hasOwnBroker {
                terminal.line(
                    "RabbitMQ carried the events. One of the shop's own (--broker rabbitmq) begins anew; at one with a "
                        + "URL, the queues are of another time: a new vhost is one without them.")
            }
        } catch let damage as BackupDamage {
            throw ShopError(
                "The backup is damaged; nothing was touched", why: damage.description, mend: "take another backup")
        } catch {
            throw ShopError("The backup was not restored", why: "\(error)", mend: "ls -l \(home.path)")
        }
    }
}
