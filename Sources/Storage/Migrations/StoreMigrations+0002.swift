internal import Records

extension StoreMigrations {
  /// How far the journal is stored, all in all and for each call. `record_count` is `last_sequence` + 1 when nothing is
  /// missing, parked or stored twice. Numbers are unsigned in the journal and signed here.
  static let projection = Migration(
    number: 2, name: "projection",
    up: """
      CREATE TABLE projection_cursor (
        id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
        number INTEGER NOT NULL
      ) STRICT;

      CREATE TABLE parked_records (
        number INTEGER NOT NULL PRIMARY KEY,
        call TEXT NOT NULL,
        sequence INTEGER NOT NULL,
        kind INTEGER NOT NULL,
        recorded_ms INTEGER NOT NULL,
        payload BLOB NOT NULL,
        reason TEXT NOT NULL
      ) STRICT;

      ALTER TABLE calls ADD COLUMN last_sequence INTEGER;
      ALTER TABLE calls ADD COLUMN record_count INTEGER;
      CREATE INDEX calls_open ON calls (id) WHERE ended_ms IS NULL;
      UPDATE calls SET last_sequence = (
        SELECT max(sequence) FROM (
          SELECT sequence FROM turns WHERE call = id UNION ALL SELECT sequence FROM events WHERE call = id))
      WHERE ended_ms IS NULL;
      """,
    down: """
      DROP INDEX calls_open;
      ALTER TABLE calls DROP COLUMN record_count;
      ALTER TABLE calls DROP COLUMN last_sequence;
      DROP TABLE parked_records;
      DROP TABLE projection_cursor;
      """)
}
