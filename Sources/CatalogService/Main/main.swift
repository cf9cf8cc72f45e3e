import CatalogService
import Chassis

await Chassis.run(CatalogService.buildApplication(_:))
