import Chassis
import Foundation
import FragmentContract
import FragmentRendering
import Hummingbird
import NIOCore
import Wire

// The fragment server of the composition benchmark: five fragments of about 1.2 KB, once never to be kept (`live`) and
// once to be kept (`kept`), and the same page for each of the composers that it is compared with.
await Chassis.run { chassis in
    let folder = "Benchmarks/composition"
    var server = try FragmentServer(chassis, team: "bench", templates: "\(folder)/server")
    for kind in ["live", "kept"] {
        let names = (1...5).map { "bench.\(kind)-\($0)" }
        for (index, name) in names.enumerated() {
            let html = FragmentText.html(number: index + 1)
            server.fragment(
                FragmentDeclaration(
                    name: name, path: "/fragments/\(kind)-\(index + 1)",
                    visibility: kind == "live" ? .personal : .shared,
                    nests: index == 0 ? Array(names.dropFirst()) : [])
            ) { _ in FragmentAnswer(html, freshness: kind == "live" ? .personal : .cached(seconds: 3_600)) }
        }
        server.page(PageDeclaration(route: "/\(kind)", layout: kind, primary: names[0], title: "Composition benchmark"))
    }
    let application = try server.application()
    for kind in ["live", "kept"] {
        let page = try String(
            contentsOfFile: chassis.projectPath("\(folder)/layouts/\(kind).esi.html"), encoding: .utf8)
        application.router.get("/page/\(kind)") { _, _ in
            Response(
                status: .ok,
                headers: [.contentType: "text/html; charset=utf-8", .cacheControl: "public, max-age=3600"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: page)))
        }
    }
    return application
}
