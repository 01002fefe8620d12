/// Why a model's vendor would refuse a request.
struct ChatMistake: Error, Equatable { var reason: String }
