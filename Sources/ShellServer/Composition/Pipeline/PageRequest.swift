import HTTPTypes
import NIOCore
import Wire

/// How late parts of a page reach a browser.
package enum StreamingTier: String, Sendable, CaseIterable {
    /// By `<template for>` patches, which the browser applies itself.
    case native
    /// By a tiny script with the page's nonce.
    case swap
    /// Not at all: parts come in the document's order, and a late one holds up what follows.
    case ordered
}

/// A visitor's request for a page, as composition needs it.
package struct PageRequest: Sendable {
    /// The path's segments, decoded.
    package let path: [String]
    package let query: Query
    package let visitor: Visitor
    package let tier: StreamingTier
    /// Whether to find out, with this page, what the visitor's browser can do.
    package let probesTier: Bool
    /// Of this response's content security policy.
    package let nonce: String
    package let showsOverlay: Bool

    package init(
        path: [String], query: Query = Query(""), visitor: Visitor = Visitor(), tier: StreamingTier = .ordered,
        probesTier: Bool = false, nonce: String = "", showsOverlay: Bool = false
    ) {
        self.path = path
        self.query = query
        self.visitor = visitor
        self.tier = tier
        self.probesTier = probesTier
        self.nonce = nonce
        self.showsOverlay = showsOverlay
    }
}

/// What the visitor gets.
package struct ComposedPage: Sendable {
    package enum Body: Sendable {
        case empty
        /// Everything was at hand.
        case whole(ByteBuffer)
        case streamed(PageStream)
    }

    package let status: Int
    package let headers: HTTPFields
    package let body: Body
    /// The page's route template, or the layout of an error page: for logs.
    package let route: String
    /// Whether it is a page, and what it is about is the same for all visitors.
    package var isForEverybody = false
}
