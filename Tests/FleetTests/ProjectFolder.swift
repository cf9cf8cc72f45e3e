import ShopCLI
import TestSupport

/// The project that these tests belong to, and what was built of it.
enum ProjectFolder {
    static let root = Project.absolute(ProjectRoot.path, in: "/")

    static var binaries: String { root + "/.build/release" }
    static var shop: String { binaries + "/shop" }
}
