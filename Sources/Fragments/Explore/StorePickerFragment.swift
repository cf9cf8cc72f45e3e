import CatalogAPI
import FragmentContract
import FragmentRendering

/// Where an order is to be picked up: radio inputs named `store`, for the form that surrounds them.
struct StorePickerFragment: ExploreFragment {
    private struct View {
        struct Choice {
            let store: Store
            let isChosen: Bool
            let hours: String
        }

        let choices: [Choice]
    }

    private let catalog: CatalogClient
    private let template: Template

    init(catalog: CatalogClient, templates: TemplateLibrary) throws {
        self.catalog = catalog
        template = try templates.template("store-picker")
    }

    var declaration: FragmentDeclaration {
        FragmentDeclaration(
            name: "explore.store-picker", path: "/fragments/store-picker", inputs: [InputDeclaration("chosen", .slug)],
            pending: #"<div class="store-picker--pending skeleton"></div>"#, emits: ["explore:store-chosen"],
            assets: ["explore.css"], samples: [[:], ["chosen": "fano"]])
    }

    func render(_ request: FragmentRequest) async throws -> FragmentAnswer {
        let stores = try await catalog.stores().stores
        let view = View(
            choices: stores.map { store in
                View.Choice(
                    store: store, isChosen: store.id == request["chosen"], hours: store.hours.joined(separator: ", "))
            })
        return FragmentAnswer(template.render(view), freshness: .cached(seconds: 300), tags: CatalogueTags.frame)
    }
}
