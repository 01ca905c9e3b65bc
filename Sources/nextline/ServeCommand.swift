enum ServeCommand {
  static func run(_ arguments: Arguments) throws(CommandError) -> Int32 { 0 }
}
