import Chassis
import FragmentContract
import FragmentRendering

/// flight-school-fragments: the page of team Flight school.
package func buildApplication(_ chassis: Chassis) async throws -> ShopApplication {
    let folder = "Sources/Fragments/FlightSchool/Templates"
    var server = try FragmentServer(chassis, team: "flight-school", templates: folder)
    let template = try server.templates.template("flight-school")
    let piece = FragmentDeclaration(
        name: "flight-school.flight-school", path: "/fragments/flight-school", presence: .required,
        headingLevel: 1, assets: ["flight-school.css"], samples: [[:]])
    server.fragment(piece) { _ in
        let html = template.render(["title": "Flight school"])
        return FragmentAnswer(html, freshness: .cached(seconds: 60), canonical: "/flight-school")
    }
    server.page(PageDeclaration(route: "/flight-school", primary: piece.name, title: "Flight school"))
    return try server.application()
}
