extension Scaffold {
    /// The server: its one fragment and its one page.
    var build: File {
        File(
            path: "\(sources)/\(name.folder)+build.swift",
            text: """
                import Chassis
                import FragmentContract
                import FragmentRendering

                /// \(name.process): the page of team \(name.title).
                package func buildApplication(_ chassis: Chassis) async throws -> ShopApplication {
                    let folder = "\(sources)/Templates"
                    var server = try FragmentServer(chassis, team: "\(name.text)", templates: folder)
                    let template = try server.templates.template("\(name.text)")
                    let piece = FragmentDeclaration(
                        name: "\(name.text).\(name.text)", path: "/fragments/\(name.text)", presence: .required,
                        headingLevel: 1, assets: ["\(name.text).css"], samples: [[:]])
                    server.fragment(piece) { _ in
                        let html = template.render(["title": "\(name.title)"])
                        return FragmentAnswer(html, freshness: .cached(seconds: 60), canonical: "/\(name.text)")
                    }
                    server.page(PageDeclaration(route: "/\(name.text)", primary: piece.name, title: "\(name.title)"))
                    return try server.application()
                }

                """)
    }

    var main: File {
        File(
            path: "\(sources)/Main/main.swift",
            text: """
                import Chassis
                import \(name.module)

                await Chassis.run(\(name.module).buildApplication)

                """)
    }

    var template: File {
        File(
            path: "\(sources)/Templates/\(name.text).mustache",
            text: """
                <article class="page page--narrow section stack">
                <h1>{{title}}</h1>
                <p class="lede">This page is new, and there is more to come.</p>
                <section class="tile stack \(name.text)__next">
                <h2>Until then</h2>
                <p>Every kite, line and tail of the shop is a short walk away.</p>
                <p><a class="button button--primary" href="/products">See all kites</a></p>
                </section>
                </article>

                """)
    }

    var style: File {
        File(
            path: "Public/\(name.text)/\(name.text).css",
            text: """
                @layer components {
                  .\(name.text)__next { margin-block-start: var(--gap-4); }
                }

                """)
    }

    var test: File {
        File(
            path: "Tests/\(name.tests)/\(name.tests).swift",
            text: """
                import Chassis
                import FragmentContract
                import TestSupport
                import Testing
                import \(name.module)

                @Suite struct \(name.tests) {
                    @Test func everySampleIsAnsweredWithinItsBudget() async throws {
                        let chassis = Chassis.test("\(name.process)", in: try ScratchFolder())
                        let server = RouterClient(try await \(name.module).buildApplication(chassis), on: chassis)
                        let manifest: FragmentManifest = try await server.get(FragmentManifest.path).decode()
                        #expect(ManifestCheck.complaints(about: manifest).isEmpty)
                        for fragment in manifest.fragments {
                            let answer = try await server.get(fragment.path)
                            #expect(answer.status == .ok, "\\(fragment.name)")
                            #expect(answer.body.readableBytes <= fragment.budget.bytes, "\\(fragment.name)")
                            #expect(answer.text.contains("<h\\(fragment.headingLevel ?? 1)>"), "\\(fragment.name)")
                        }
                    }
                }

                """)
    }
}
