import Chassis
import Hummingbird
import ShellAPI
import Wire

/// `GET /internal/recent-pages`, for a shell that is about to take over; nobody outside may call it.
struct RecentPagesRoutes: Sendable {
    let recent: RecentPages

    func add(to router: Router<ShopContext>) {
        router.get(RouterPath(ShellClient.recentPagesPath)) { request, _ -> Response in
            try request.requireCallerFromInside()
            return try Response.json(RecentPagesList(pages: recent.targets), headers: [.cacheControl: "no-store"])
        }
    }
}
