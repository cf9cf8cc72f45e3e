/// Winds as people see them, each with a speed that stands for it.
struct WindForce: Sendable {
    /// km/h: the value of the filter.
    let speed: Int
    let name: String
    let sign: String
    let range: String

    static let all = [
        WindForce(speed: 3, name: "Still air", sign: "Smoke climbs straight up", range: "0–5 km/h"),
        WindForce(speed: 10, name: "A breath", sign: "Leaves rustle", range: "6–12 km/h"),
        WindForce(speed: 18, name: "A breeze", sign: "Flags lift and flap", range: "13–22 km/h"),
        WindForce(speed: 28, name: "Fresh", sign: "Small trees sway", range: "23–35 km/h"),
        WindForce(speed: 42, name: "Strong", sign: "Wires whistle", range: "36–50 km/h"),
    ]

    var path: String { "\(ShopPath.products)?wind=\(speed)" }
}
