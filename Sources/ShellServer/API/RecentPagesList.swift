import Wire

/// `GET /internal/recent-pages`: what a shell's visitors asked for last.
package struct RecentPagesList: Sendable, Hashable, Codable {
    /// Paths with their queries, the last one first.
    package var pages: [String]

    package init(pages: [String]) {
        self.pages = pages
    }

    private enum CodingKeys: String, CodingKey, CaseIterable { case pages }

    package init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownFields(CodingKeys.self)
        pages = try decoder.container(keyedBy: CodingKeys.self).decode([String].self, forKey: .pages)
    }
}
