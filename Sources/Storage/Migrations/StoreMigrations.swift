internal import Records

/// The schema's history. A step that was released is never edited: another one follows it.
enum StoreMigrations {
  static let all: [Migration] = [calls, projection, records]
  static var newest: Int { all.count }
}
