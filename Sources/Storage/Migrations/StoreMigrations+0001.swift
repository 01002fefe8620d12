internal import Records

extension StoreMigrations {
  /// The tables as they were first.
  ///
  /// Times `_ms` on the wall clock are whole milliseconds since 1970; those of media are counted from the call's
  /// start and may have fractions. Records can arrive before their call's row, so no foreign keys bind them.
  static let calls = Migration(
    number: 1, name: "calls",
    up: """
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
      """,
    down: """
      DROP TABLE events;
      DROP TABLE turn_timings;
      DROP TABLE turns;
      DROP TABLE calls;
      """)
}
