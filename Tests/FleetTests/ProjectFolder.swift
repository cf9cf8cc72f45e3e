/// The project that these tests belong to.
enum ProjectFolder {
    static let root: String = {
        let parts = #filePath.split(separator: "/").dropLast(3)
        return "/" + parts.joined(separator: "/")
    }()

    static var binaries: String { root + "/.build/release" }
    static var shop: String { binaries + "/shop" }
}
