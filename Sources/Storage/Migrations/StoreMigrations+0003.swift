internal import Records

extension StoreMigrations {
  /// All that a journal carries, a tenant on every row, and words that can be searched. What was called a turn is a
  /// segment now, as in PostgreSQL, and a turn's timing is a turn.
  static let records = Migration(
    number: 3, name: "records",
    up: """
      CREATE TABLE calls_now (
        id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
        tenant TEXT NOT NULL,
        last_sequence INTEGER NOT NULL,
        record_count INTEGER NOT NULL,
        direction TEXT CHECK (direction IN ('inbound', 'outbound')),
        agent TEXT,
        agent_version TEXT,
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
      INSERT INTO calls_now
        SELECT id, coalesce(tenant, 'default'), coalesce(last_sequence, -1), coalesce(record_count, 0), direction, agent, NULL, from_number, to_number,
          carrier_call_id, carrier_session_id, stream_id, codec, started_ms, answered_ms, ended_ms, end_reason,
          outcome, slots, recording_path FROM calls;
      DROP TABLE calls;
      ALTER TABLE calls_now RENAME TO calls;
      CREATE INDEX calls_by_tenant ON calls (tenant, id);
      CREATE INDEX calls_by_from ON calls (from_number, id) WHERE from_number IS NOT NULL;
      CREATE INDEX calls_by_to ON calls (to_number, id) WHERE to_number IS NOT NULL;
      CREATE INDEX calls_by_agent ON calls (agent, id) WHERE agent IS NOT NULL;
      CREATE INDEX calls_by_outcome ON calls (outcome, id) WHERE outcome IS NOT NULL;
      CREATE INDEX calls_by_carrier_call ON calls (carrier_call_id) WHERE carrier_call_id IS NOT NULL;
      CREATE INDEX calls_open ON calls (id) WHERE ended_ms IS NULL;

      CREATE TABLE segments (
        id INTEGER PRIMARY KEY,
        call TEXT NOT NULL,
        sequence INTEGER NOT NULL,
        tenant TEXT NOT NULL,
        speaker TEXT NOT NULL CHECK (speaker IN ('caller', 'agent')),
        text TEXT NOT NULL,
        heard_text TEXT,
        was_cut INTEGER NOT NULL,
        start_ms REAL NOT NULL,
        end_ms REAL NOT NULL,
        confidence REAL,
        words TEXT,
        UNIQUE (call, sequence)
      ) STRICT;
      CREATE VIRTUAL TABLE segments_text USING fts5 (
        text, content='segments', content_rowid='id', tokenize='unicode61 remove_diacritics 0');
      CREATE TRIGGER segments_inserted AFTER INSERT ON segments BEGIN
        INSERT INTO segments_text (rowid, text) VALUES (new.id, new.text);
      END;
      CREATE TRIGGER segments_deleted AFTER DELETE ON segments BEGIN
        INSERT INTO segments_text (segments_text, rowid, text) VALUES ('delete', old.id, old.text);
      END;
      CREATE TRIGGER segments_updated AFTER UPDATE OF text ON segments BEGIN
        INSERT INTO segments_text (segments_text, rowid, text) VALUES ('delete', old.id, old.text);
        INSERT INTO segments_text (rowid, text) VALUES (new.id, new.text);
      END;
      INSERT INTO segments
        (call, sequence, tenant, speaker, text, heard_text, was_cut, start_ms, end_ms, confidence)
        SELECT call, sequence, 'default', speaker, text, heard_text, was_cut, start_ms, end_ms, confidence
        FROM turns ORDER BY call, sequence;
      DROP TABLE turns;

      CREATE TABLE turns (
        call TEXT NOT NULL,
        turn INTEGER NOT NULL,
        tenant TEXT NOT NULL,
        endpointing_ms REAL NOT NULL,
        recognition_ms REAL NOT NULL,
        reply_ms REAL NOT NULL,
        synthesis_ms REAL NOT NULL,
        voice_to_voice_ms REAL NOT NULL,
        endpoint_reason TEXT,
        was_speculative INTEGER NOT NULL,
        PRIMARY KEY (call, turn)
      ) STRICT, WITHOUT ROWID;
      INSERT INTO turns
        SELECT call, turn, 'default', endpointing_ms, recognition_ms, reply_ms, synthesis_ms, voice_to_voice_ms,
          endpoint_reason, was_speculative FROM turn_timings;
      DROP TABLE turn_timings;

      ALTER TABLE events ADD COLUMN tenant TEXT NOT NULL DEFAULT 'default';

      CREATE TABLE outcomes (
        call TEXT NOT NULL, sequence INTEGER NOT NULL, tenant TEXT NOT NULL, media_ms REAL NOT NULL,
        outcome TEXT NOT NULL, slots TEXT, PRIMARY KEY (call, sequence)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE usage (
        call TEXT NOT NULL, sequence INTEGER NOT NULL, tenant TEXT NOT NULL, media_ms REAL NOT NULL,
        provider TEXT NOT NULL, unit TEXT NOT NULL, quantity REAL NOT NULL, cost_micros INTEGER,
        currency TEXT NOT NULL, PRIMARY KEY (call, sequence, provider, unit)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE consents (
        call TEXT NOT NULL, sequence INTEGER NOT NULL, tenant TEXT NOT NULL, media_ms REAL NOT NULL,
        subject TEXT NOT NULL, purpose TEXT NOT NULL, is_granted INTEGER NOT NULL, evidence TEXT NOT NULL,
        PRIMARY KEY (call, sequence)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX consents_by_subject ON consents (tenant, subject, call);
      CREATE TABLE contacts (
        tenant TEXT NOT NULL, number TEXT NOT NULL, name TEXT, attributes TEXT, last_call TEXT NOT NULL,
        first_seen_ms INTEGER NOT NULL, last_seen_ms INTEGER NOT NULL, PRIMARY KEY (tenant, number)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE agents (
        tenant TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (tenant, name)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE agent_versions (
        tenant TEXT NOT NULL, agent TEXT NOT NULL, version TEXT NOT NULL, definition TEXT NOT NULL,
        first_call TEXT NOT NULL, first_seen_ms INTEGER NOT NULL, PRIMARY KEY (tenant, agent, version)
      ) STRICT, WITHOUT ROWID;
      """,
    down: """
      DROP TABLE agent_versions;
      DROP TABLE agents;
      DROP TABLE contacts;
      DROP TABLE consents;
      DROP TABLE usage;
      DROP TABLE outcomes;
      ALTER TABLE events DROP COLUMN tenant;

      CREATE TABLE turn_timings (
        call TEXT NOT NULL, turn INTEGER NOT NULL, endpointing_ms REAL NOT NULL, recognition_ms REAL NOT NULL,
        reply_ms REAL NOT NULL, synthesis_ms REAL NOT NULL, voice_to_voice_ms REAL NOT NULL,
        endpoint_reason TEXT, was_speculative INTEGER NOT NULL, PRIMARY KEY (call, turn)
      ) STRICT, WITHOUT ROWID;
      INSERT INTO turn_timings
        SELECT call, turn, endpointing_ms, recognition_ms, reply_ms, synthesis_ms, voice_to_voice_ms,
          endpoint_reason, was_speculative FROM turns;
      DROP TABLE turns;

      CREATE TABLE turns (
        call TEXT NOT NULL, sequence INTEGER NOT NULL,
        speaker TEXT NOT NULL CHECK (speaker IN ('caller', 'agent')), text TEXT NOT NULL, heard_text TEXT,
        was_cut INTEGER NOT NULL, start_ms REAL NOT NULL, end_ms REAL NOT NULL, confidence REAL,
        PRIMARY KEY (call, sequence)
      ) STRICT, WITHOUT ROWID;
      INSERT INTO turns
        SELECT call, sequence, speaker, text, heard_text, was_cut, start_ms, end_ms, confidence FROM segments;
      DROP TABLE segments_text;
      DROP TABLE segments;

      DROP INDEX calls_by_tenant;
      DROP INDEX calls_by_from;
      DROP INDEX calls_by_to;
      DROP INDEX calls_by_agent;
      DROP INDEX calls_by_outcome;
      ALTER TABLE calls DROP COLUMN agent_version;
      """)
}
