internal import Records

/// The schema's history. A step that was released is never edited: another one follows it.
enum PostgresMigrations {
  static let all: [Migration] = [calls]
  static var newest: Int { all.count }
}
