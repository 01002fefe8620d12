@main struct StorageBench { static func main() {} }
