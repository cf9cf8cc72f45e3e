import ArgumentParser
import Fleet

struct New: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Begins something new in the project.", subcommands: [NewFragment.self])
}

struct NewFragment: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fragment",
        abstract: "Writes the fragment server of a new team, with a page of its own.",
        discussion: """
            A folder with a build file and a template, a style sheet, a test, and its lines in Package.swift and
            compose/fleet.json. The running shop has the page as soon as the process is deployed; neither the shell nor
            the gateway is touched.

            EXAMPLE
              ./shop new fragment care-guide
              ./shop redeploy care-guide-fragments         /care-guide is a page of the running shop

            EXIT CODES  0 written, 1 nothing was written, 2 the name is taken or cannot be one
            """)

    @Argument(help: "The team: small letters, digits and hyphens, e.g. care-guide.")
    var name: String

    func run() throws {
        let project = try Project.current()
        let scaffold = Scaffold(try TeamName(name))
        try ScaffoldWork(scaffold, root: project.root).add()
        let terminal = Terminal.standard
        terminal.line("Team \(scaffold.name.title) has a fragment server, \(scaffold.name.process):")
        for file in scaffold.files { terminal.line("  \(file.path)") }
        terminal.line("and its lines in Package.swift and compose/fleet.json. Into the running shop with")
        terminal.line("  ./shop redeploy \(scaffold.name.process)      then see /\(scaffold.name.text)")
    }
}

struct Remove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Takes out of the project what ./shop new wrote.", subcommands: [RemoveFragment.self])
}

struct RemoveFragment: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fragment",
        abstract: "Removes a team's fragment server, unless somebody has worked on it.",
        discussion: """
            EXAMPLE
              ./shop retire care-guide-fragments           out of the running shop
              ./shop remove fragment care-guide            out of the project

            EXIT CODES  0 removed, 1 nothing was removed, 2 there is none
            """)

    @Argument(help: "The team.")
    var name: String

    func run() throws {
        let project = try Project.current()
        let scaffold = Scaffold(try TeamName(name))
        let process = scaffold.name.process
        if let state = try? RunningShop(project).state(), state[name: process].map({ $0.phase != .stopped }) == true {
            throw ShopError(
                "Nothing was removed", why: "\(process) serves in the running shop", mend: "./shop retire \(process)")
        }
        try ScaffoldWork(scaffold, root: project.root).remove()
        Terminal.standard.line("Nothing of \(process) is left in the project.")
    }
}
