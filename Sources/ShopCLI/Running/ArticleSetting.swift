import CatalogAPI
import Fleet
import Vocabulary
import Wire

/// Has the running catalog-service change an article, and shows what it was and is.
package struct ArticleSetting {
    let sku: String
    /// In cents.
    let price: Int?
    let stock: Int?
    let terminal: Terminal

    /// `129`, `129.5` or `129.00` as cents; nil for anything else, and for nothing at all.
    package static func cents(_ text: String) -> Int? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), (1...6).contains(parts[0].count),
            parts.joined().utf8.allSatisfy({ (48...57).contains($0) }), let euros = Int(parts[0])
        else { return nil }
        guard parts.count == 2 else { return euros > 0 ? euros * 100 : nil }
        guard (1...2).contains(parts[1].count), let rest = Int(parts[1]) else { return nil }
        let cents = euros * 100 + (parts[1].count == 1 ? rest * 10 : rest)
        return cents > 0 ? cents : nil
    }

    func run(on shop: FleetState) async throws {
        guard let process = shop[name: CatalogClient.serviceName], let address = Address(process.address) else {
            throw ShopError("The running shop has no \(CatalogClient.serviceName)", mend: "./shop status")
        }
        let catalog = CatalogClient(
            ServiceClient(
                CatalogClient.serviceName, discovery: FixedDiscovery([CatalogClient.serviceName: [address]]),
                timeout: .seconds(10)))
        do {
            let change = ArticleChange(price: price.map(Money.euro), stock: stock)
            show(try await catalog.change(sku, change))
        } catch let problem as Problem where problem.status == 404 {
            throw ShopError(
                "There is no article \(sku)", why: "nothing was changed",
                mend: "look for its number on its product's page, e.g. /product/KT-001?sku=KT-001-SR")
        } catch let problem as Problem {
            let why = problem.errors?.map { "\($0.field) \($0.detail)" }.joined(separator: "; ")
            throw ShopError("\(sku) was not changed", why: why ?? problem.detail ?? problem.title)
        } catch let error as WireError {
            throw ShopError(
                "\(CatalogClient.serviceName) did not answer", why: "\(error)",
                mend: "./shop logs \(CatalogClient.serviceName)")
        }
    }

    private func show(_ changed: ChangedArticle) {
        let (before, now) = (changed.before, changed.now)
        let price = now.price == before.price ? "\(now.price)" : "\(now.price), was \(before.price)"
        let stock = now.stock == before.stock ? "\(now.stock)" : "\(now.stock), was \(before.stock)"
        terminal.line(terminal.paint("Set", .green) + " \(changed.sku): price \(price); stock \(stock)")
    }
}
