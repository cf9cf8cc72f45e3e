import Hummingbird
import NIOCore

/// What a handler knows of the connection that a request came by.
package struct ShopContext: RequestContext, RemoteAddressRequestContext {
    package var coreContext: CoreRequestContextStorage
    package let remoteAddress: SocketAddress?
    /// True if the process has a public socket and the request did not come by it.
    package let isPrivate: Bool

    package init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        isPrivate = ConnectionOrigin.isPrivate
        remoteAddress = source.channel.remoteAddress
    }
}
