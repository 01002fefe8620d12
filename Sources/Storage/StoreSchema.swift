internal import GRDB

/// The tables, and how older databases become newer ones. A migration that was released is never edited.
enum StoreSchema {
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1-calls") { try $0.execute(sql: calls) }
    migrator.registerMigration("2-projection") { try $0.execute(sql: projection) }
    return migrator
  }

  /// Times `_ms` on the wall clock are whole milliseconds since 1970; those of media are counted from the call's
  /// start and may have fractions. Records can arrive before their call's row, so no foreign keys bind them.
  private static let calls = """
    CREATE TABLE calls (
      id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
      tenant TEXT,
      direction TEXT CHECK (direction IN ('inbound', 'outbound')),
      agent TEXT,
      from_number TEXT,
      to_number TEXT,
      carrier_call_id TEXT,
      carrier_session_id TEXT,
      stream_id TEXT,
      codec TEXT,
      started_ms INTEGER,
      answered_ms INTEGER,
      ended_ms INTEGER,
      end_reason TEXT,
      outcome TEXT,
      slots TEXT,
      recording_path TEXT
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX calls_by_carrier_call ON calls (carrier_call_id) WHERE carrier_call_id IS NOT NULL;

    CREATE TABLE turns (
      call TEXT NOT NULL,
      sequence INTEGER NOT NULL,
      speaker TEXT NOT NULL CHECK (speaker IN ('caller', 'agent')),
      text TEXT NOT NULL,
      heard_text TEXT,
      was_cut INTEGER NOT NULL,
      start_ms REAL NOT NULL,
      end_ms REAL NOT NULL,
      confidence REAL,
      PRIMARY KEY (call, sequence)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE turn_timings (
      call TEXT NOT NULL,
      turn INTEGER NOT NULL,
      endpointing_ms REAL NOT NULL,
      recognition_ms REAL NOT NULL,
      reply_ms REAL NOT NULL,
      synthesis_ms REAL NOT NULL,
      voice_to_voice_ms REAL NOT NULL,
      endpoint_reason TEXT,
      was_speculative INTEGER NOT NULL,
      PRIMARY KEY (call, turn)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE events (
      call TEXT NOT NULL,
      sequence INTEGER NOT NULL,
      media_ms REAL NOT NULL,
      kind TEXT NOT NULL,
      detail TEXT NOT NULL,
      PRIMARY KEY (call, sequence)
    ) STRICT, WITHOUT ROWID;
    """

  /// How far the journal is stored, all in all and for each call. `record_count` is `last_sequence` + 1 when nothing is
  /// missing, parked or stored twice. Numbers are unsigned in the journal and signed here.
  private static let projection = """
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
    """
}
