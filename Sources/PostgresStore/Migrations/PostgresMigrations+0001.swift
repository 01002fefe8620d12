internal import Records

extension PostgresMigrations {
  /// The tables as they were first.
  ///
  /// Times `_ms` on the wall clock are whole milliseconds since 1970; those of media are counted from the call's start
  /// and may have fractions. Records can arrive before their call's row, so no foreign keys bind them. Ids of calls are
  /// UUIDs of version 7, which sort by time: they alone say which month's partition a row is in. The default
  /// partitions take what a clock that jumped has dated far away. Lexemes are kept beside the index: frequent words are
  /// found by reading the latest rows, and would be parsed again and again. `record_count` is `last_sequence` + 1 when
  /// nothing of a call is missing, parked or stored twice. A journal's numbers are unsigned there and signed here.
  static let calls = Migration(
    number: 1, name: "calls",
    up: """
      CREATE FUNCTION starling_words(text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT to_tsvector('simple'::regconfig,
          translate(left($1, 200000), '@./\\-_:+&#%=?~''’', '                '))
      $$;

      CREATE TABLE calls (
        id uuid PRIMARY KEY,
        tenant text NOT NULL,
        journal text NOT NULL,
        last_sequence bigint NOT NULL,
        record_count bigint NOT NULL,
        direction text CHECK (direction IN ('inbound', 'outbound')),
        agent text,
        agent_version text,
        from_number text,
        to_number text,
        carrier_call_id text,
        carrier_session_id text,
        stream_id text,
        codec text,
        started_ms bigint,
        answered_ms bigint,
        ended_ms bigint,
        end_reason text,
        outcome text,
        slots text,
        recording_path text
      );
      CREATE INDEX calls_by_tenant ON calls (tenant, id);
      CREATE INDEX calls_by_from ON calls (from_number, id) WHERE from_number IS NOT NULL;
      CREATE INDEX calls_by_to ON calls (to_number, id) WHERE to_number IS NOT NULL;
      CREATE INDEX calls_by_agent ON calls (agent, id) WHERE agent IS NOT NULL;
      CREATE INDEX calls_by_outcome ON calls (outcome, id) WHERE outcome IS NOT NULL;
      CREATE INDEX calls_by_carrier_call ON calls (carrier_call_id) WHERE carrier_call_id IS NOT NULL;
      CREATE INDEX calls_open ON calls (journal, id) WHERE ended_ms IS NULL;

      CREATE TABLE segments (
        call uuid NOT NULL,
        sequence bigint NOT NULL,
        tenant text NOT NULL,
        speaker text NOT NULL CHECK (speaker IN ('caller', 'agent')),
        text text NOT NULL,
        heard_text text,
        was_cut boolean NOT NULL,
        start_ms double precision NOT NULL,
        end_ms double precision NOT NULL,
        confidence double precision,
        words jsonb,
        lexemes tsvector NOT NULL GENERATED ALWAYS AS (starling_words(text)) STORED,
        PRIMARY KEY (call, sequence)
      ) PARTITION BY RANGE (call);
      CREATE TABLE segments_default PARTITION OF segments DEFAULT;
      CREATE INDEX segments_by_words ON segments USING gin (lexemes);

      CREATE TABLE turns (
        call uuid NOT NULL,
        turn bigint NOT NULL,
        tenant text NOT NULL,
        endpointing_ms double precision NOT NULL,
        recognition_ms double precision NOT NULL,
        reply_ms double precision NOT NULL,
        synthesis_ms double precision NOT NULL,
        voice_to_voice_ms double precision NOT NULL,
        endpoint_reason text,
        was_speculative boolean NOT NULL,
        PRIMARY KEY (call, turn)
      );

      CREATE TABLE events (
        call uuid NOT NULL,
        sequence bigint NOT NULL,
        tenant text NOT NULL,
        media_ms double precision NOT NULL,
        kind text NOT NULL,
        detail text NOT NULL,
        PRIMARY KEY (call, sequence)
      ) PARTITION BY RANGE (call);
      CREATE TABLE events_default PARTITION OF events DEFAULT;

      CREATE TABLE outcomes (
        call uuid NOT NULL,
        sequence bigint NOT NULL,
        tenant text NOT NULL,
        media_ms double precision NOT NULL,
        outcome text NOT NULL,
        slots text,
        PRIMARY KEY (call, sequence)
      );

      CREATE TABLE usage (
        call uuid NOT NULL,
        sequence bigint NOT NULL,
        tenant text NOT NULL,
        media_ms double precision NOT NULL,
        provider text NOT NULL,
        unit text NOT NULL,
        quantity double precision NOT NULL,
        cost_micros bigint,
        currency text NOT NULL,
        PRIMARY KEY (call, sequence, provider, unit)
      );

      CREATE TABLE consents (
        call uuid NOT NULL,
        sequence bigint NOT NULL,
        tenant text NOT NULL,
        media_ms double precision NOT NULL,
        subject text NOT NULL,
        purpose text NOT NULL,
        is_granted boolean NOT NULL,
        evidence text NOT NULL,
        PRIMARY KEY (call, sequence)
      );
      CREATE INDEX consents_by_subject ON consents (tenant, subject, call);

      CREATE TABLE contacts (
        tenant text NOT NULL,
        number text NOT NULL,
        name text,
        attributes text,
        last_call uuid NOT NULL,
        first_seen_ms bigint NOT NULL,
        last_seen_ms bigint NOT NULL,
        PRIMARY KEY (tenant, number)
      );

      CREATE TABLE agents (
        tenant text NOT NULL,
        name text NOT NULL,
        PRIMARY KEY (tenant, name)
      );
      CREATE TABLE agent_versions (
        tenant text NOT NULL,
        agent text NOT NULL,
        version text NOT NULL,
        definition text NOT NULL,
        first_call uuid NOT NULL,
        first_seen_ms bigint NOT NULL,
        PRIMARY KEY (tenant, agent, version)
      );

      CREATE TABLE parked_records (
        journal text NOT NULL,
        number bigint NOT NULL,
        call uuid NOT NULL,
        sequence bigint NOT NULL,
        kind smallint NOT NULL,
        recorded_ms bigint NOT NULL,
        payload bytea NOT NULL,
        reason text NOT NULL,
        parked_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (journal, number)
      );

      CREATE TABLE projection_cursors (
        journal text PRIMARY KEY,
        cursor bigint NOT NULL
      );
      """,
    down: """
      DROP TABLE projection_cursors, parked_records, agent_versions, agents, contacts, consents, usage, outcomes,
        events, turns, segments, calls;
      DROP FUNCTION starling_words(text);
      """)
}
