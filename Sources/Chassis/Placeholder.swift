import Hummingbird
import GRDB
import Configuration
enum ChassisPlaceholder {}
