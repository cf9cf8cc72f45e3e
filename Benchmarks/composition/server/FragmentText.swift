/// A fragment as a team would send it: a section with a heading, a paragraph and a list of links, about 1.2 KB.
enum FragmentText {
    static func html(number: Int) -> String {
        let items = (1...8).map { item in
            """
            <li class="item"><a href="/product/KT-\(number)0\(item)">Kite \(number)0\(item)</a> <span class="price">\(number * 10 + item).90</span></li>
            """
        }
        return """
            <section class="part part-\(number)">
            <h2>Part \(number) of the page</h2>
            <p>A delta with a deep keel stands in a breeze that a diamond would only nod at, and it forgives a clumsy launch.</p>
            <ul class="list">
            \(items.joined(separator: "\n"))
            </ul>
            <p class="note">Wind ranges are measured at the height where the kite flies, not on the ground.</p>
            </section>
            """
    }
}
