import ArgumentParser
import Fleet
import FoundationEssentials
import Shoppers

struct Redeploy: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Replaces one process of the running shop by what its sources are now; no request is lost.",
        discussion: """
            Builds that product alone, makes an immutable release of it, starts it beside the running one, checks it,
            and gives it a growing share of the visitors. At each step it is judged against the release before; a worse
            one is taken back by itself, and the reason is kept. Meanwhile ./shop rollback NAME takes it back at once.

            A process with a database has one writer at a time: the new release is rehearsed in a home of its own, then
            the old one finishes, and requests wait in between. The gateway hands its listening socket over.

            EXAMPLES
              ./shop redeploy decide-fragments
              ./shop redeploy decide-fragments --at-once
              ./shop redeploy checkout-fragments --steps 10,50 --step 5s

            EXIT CODES  0 it serves, 3 no shop runs here, 6 build failed, 8 refused or rolled back: the one before
                        serves
            """)

    @Argument(help: "The process, as ./shop status names it.")
    var name: String

    @Flag(help: "All visitors in one step.")
    var atOnce = false

    @Option(help: "Shares of the visitors in percent, on the way to 100.")
    var steps: String?

    @Option(help: "How long each step is watched, e.g. 5s.")
    var step: String?

    @Option(help: ArgumentHelp("Folder of executables that are taken as they are, unbuilt.", visibility: .hidden))
    var binaries: String?

    @Option(help: ArgumentHelp("Where the release's files lie, if not in the project.", visibility: .hidden))
    var files: String?

    private var shares: [Int]? { steps?.split(separator: ",").compactMap { Int($0) } }

    func validate() throws {
        if let steps,
            shares?.count != steps.split(separator: ",").count || shares?.allSatisfy((1...100).contains) != true
        {
            throw ValidationError("--steps \(steps): they are percentages like 5,25,50.")
        }
        if let step, DurationText.read(step) == nil {
            throw ValidationError("--step \(step) is not a duration: it is like 500ms or 5s.")
        }
    }

    func run() async throws {
        let terminal = Terminal.standard
        let project = try Project.current()
        let control = ShopControl(project: project, terminal: terminal)
        let process = try control.process(name)
        _ = try RunningShop(project).state()
        // Tests that run inside a build must not wait for it.
        if binaries == nil, project.environment["SHOP_AS_BUILT"] == nil {
            try await Signals.cancelling {
                try await SwiftBuild(project: project, terminal: terminal, includesTests: false).run(product: name)
            }
        }
        let build = ReleaseBuild(
            name: name, executable: "\(binaries ?? project.binaries)/\(name)", root: files ?? project.root,
            files: process.files, commit: await project.release())
        let release = try ReleaseStore(home: project.home).stage(build, at: Date(), evenIfUnchanged: true).release
        let pace = ControlRequest.Pace(
            steps: shares, stepMilliseconds: step.flatMap(DurationText.read).map { $0.milliseconds }, isAtOnce: atOnce)
        try await control.ask(ControlRequest(.redeploy, process: process, version: release.version, pace: pace))
    }
}

struct Rollback: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Puts an older release back in service, at once.",
        discussion: """
            The release that it leaves for an older one counts as bad: neither another rollback nor ./shop up starts it
            again, until ./shop redeploy or ./shop rollback does so by its name.

            While a release is being rolled out, it takes that one back: the redeploy that waits ends with code 8.

            EXAMPLES
              ./shop rollback decide-fragments                 to the one that served before
              ./shop rollback decide-fragments 11-a31d074

            EXIT CODES  0 it serves, 1 there is none, 3 no shop runs here, 8 it does not start
            """)

    @Argument(help: "The process.")
    var name: String

    @Argument(help: "The release, as ./shop releases lists it; the last good one before, if none is named.")
    var version: String?

    func run() async throws {
        let project = try Project.current()
        let control = ShopControl(project: project, terminal: .standard)
        let process = try control.process(name)
        try await control.ask(ControlRequest(.rollback, process: process, version: version))
    }
}
