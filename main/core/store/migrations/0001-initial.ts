import {
  askKinds,
  askStates,
  audiences,
  deliveryStates,
  effects,
  messageStates,
  occurrenceStates,
  origins,
  roles,
  sandboxStates,
  stepKinds,
  stepStates,
  turnStates,
  turnWaits,
} from '#contract/model/states.ts';

const oneOf = (column: string, values: readonly string[]): string => `${column} IN (${values.map((v) => `'${v}'`).join(',')})`;
const why = 'reason_code TEXT, reason_params TEXT';

export const initial = {
  version: 1,
  sql: `
CREATE TABLE meta(
  one INTEGER PRIMARY KEY CHECK (one = 1), install_id TEXT NOT NULL, boot_id TEXT NOT NULL, event_floor INTEGER NOT NULL DEFAULT 0,
  audit_key_ref TEXT) STRICT;

CREATE TABLE persons(id TEXT PRIMARY KEY, role TEXT NOT NULL CHECK (${oneOf('role', roles)}), name TEXT NOT NULL) STRICT;
CREATE TABLE identities(kind TEXT NOT NULL, value TEXT NOT NULL, person_id TEXT NOT NULL REFERENCES persons(id), PRIMARY KEY (kind, value)) STRICT;

CREATE TABLE connections(
  id TEXT PRIMARY KEY, channel TEXT NOT NULL, name TEXT NOT NULL, color TEXT, state TEXT NOT NULL, ${why}, self_keys TEXT NOT NULL DEFAULT '[]') STRICT;

CREATE TABLE profiles(id TEXT PRIMARY KEY, json TEXT NOT NULL, last_good TEXT) STRICT;
CREATE TABLE workspaces(
  id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE COLLATE NOCASE, realm TEXT NOT NULL, is_admin INTEGER NOT NULL CHECK (is_admin IN (0, 1)),
  profile_id TEXT REFERENCES profiles(id), sandbox TEXT NOT NULL, instructions TEXT NOT NULL DEFAULT '',
  taint TEXT, taint_cause TEXT, archived_at INTEGER) STRICT;
CREATE UNIQUE INDEX one_admin ON workspaces(is_admin) WHERE is_admin = 1;

CREATE TABLE accounts(
  id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE COLLATE NOCASE, provider TEXT NOT NULL, base_url TEXT NOT NULL, realm TEXT NOT NULL,
  key_ref TEXT, default_model TEXT, budget_tokens INTEGER) STRICT;
CREATE TABLE workspace_accounts(
  workspace_id TEXT NOT NULL REFERENCES workspaces(id), ord INTEGER NOT NULL, account_id TEXT NOT NULL REFERENCES accounts(id), model TEXT,
  PRIMARY KEY (workspace_id, ord), UNIQUE (workspace_id, account_id)) STRICT;
CREATE TRIGGER workspace_accounts_realm_insert BEFORE INSERT ON workspace_accounts
  WHEN (SELECT realm FROM accounts WHERE id = NEW.account_id) IS NOT (SELECT realm FROM workspaces WHERE id = NEW.workspace_id)
  BEGIN SELECT RAISE(ABORT, 'realm-mismatch'); END;
CREATE TRIGGER workspaces_realm_update BEFORE UPDATE OF realm ON workspaces
  WHEN EXISTS (SELECT 1 FROM workspace_accounts wa JOIN accounts a ON a.id = wa.account_id WHERE wa.workspace_id = NEW.id AND a.realm <> NEW.realm)
  BEGIN SELECT RAISE(ABORT, 'realm-mismatch'); END;
CREATE TRIGGER accounts_realm_update BEFORE UPDATE OF realm ON accounts
  WHEN EXISTS (SELECT 1 FROM workspace_accounts wa JOIN workspaces w ON w.id = wa.workspace_id WHERE wa.account_id = NEW.id AND w.realm <> NEW.realm)
  BEGIN SELECT RAISE(ABORT, 'realm-mismatch'); END;

CREATE TABLE chats(
  id TEXT PRIMARY KEY, connection_id TEXT NOT NULL REFERENCES connections(id), chat_key TEXT NOT NULL, name TEXT NOT NULL, last_at INTEGER,
  registered_at INTEGER, workspace_id TEXT REFERENCES workspaces(id), kind TEXT NOT NULL, trigger TEXT,
  open_session_id TEXT REFERENCES sessions(id) DEFERRABLE INITIALLY DEFERRED,
  UNIQUE (connection_id, chat_key),
  CHECK ((registered_at IS NULL) = (workspace_id IS NULL) AND (registered_at IS NULL) = (open_session_id IS NULL))) STRICT;
CREATE TABLE chat_members(chat_id TEXT NOT NULL REFERENCES chats(id), person_id TEXT NOT NULL REFERENCES persons(id), left_at INTEGER, PRIMARY KEY (chat_id, person_id)) STRICT;
CREATE TABLE drafts(chat_id TEXT NOT NULL REFERENCES chats(id), client_id TEXT NOT NULL DEFAULT '', text TEXT NOT NULL, blobs TEXT NOT NULL DEFAULT '[]', PRIMARY KEY (chat_id, client_id)) STRICT;

CREATE TABLE sessions(
  id TEXT PRIMARY KEY, chat_id TEXT NOT NULL REFERENCES chats(id), parent_session_id TEXT REFERENCES sessions(id), taint TEXT, taint_cause TEXT,
  opened_at INTEGER NOT NULL, closed_at INTEGER, summary_step_id TEXT, handoff TEXT) STRICT;
CREATE UNIQUE INDEX one_open_session ON sessions(chat_id) WHERE closed_at IS NULL;

CREATE TABLE messages(
  seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, chat_id TEXT NOT NULL REFERENCES chats(id), connection_id TEXT NOT NULL REFERENCES connections(id),
  session_id TEXT REFERENCES sessions(id), external_key TEXT NOT NULL, person_id TEXT REFERENCES persons(id),
  origin TEXT NOT NULL CHECK (${oneOf('origin', origins)}), audience TEXT NOT NULL CHECK (${oneOf('audience', audiences)}),
  role_at_accept TEXT CHECK (role_at_accept IS NULL OR ${oneOf('role_at_accept', roles)}),
  state TEXT NOT NULL CHECK (${oneOf('state', messageStates)}), ${why}, turn_id TEXT REFERENCES turns(id), text TEXT NOT NULL, command TEXT,
  quote_id TEXT, sent_at INTEGER NOT NULL, accepted_at INTEGER NOT NULL, late INTEGER NOT NULL DEFAULT 0, deleted_at INTEGER,
  UNIQUE (connection_id, external_key)) STRICT;
CREATE INDEX messages_by_chat ON messages(chat_id, seq);
CREATE INDEX messages_by_turn ON messages(turn_id);
CREATE INDEX messages_open ON messages(chat_id, seq) WHERE state IN ('received', 'queued', 'claimed');
CREATE TABLE message_versions(message_id TEXT NOT NULL REFERENCES messages(id), version INTEGER NOT NULL, text TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (message_id, version)) STRICT;
CREATE VIRTUAL TABLE message_fts USING fts5(text, content='messages', content_rowid='seq', tokenize='unicode61 remove_diacritics 2');
CREATE TRIGGER message_fts_insert AFTER INSERT ON messages BEGIN INSERT INTO message_fts(rowid, text) VALUES (NEW.seq, NEW.text); END;
CREATE TRIGGER message_fts_update AFTER UPDATE OF text ON messages BEGIN
  INSERT INTO message_fts(message_fts, rowid, text) VALUES ('delete', OLD.seq, OLD.text);
  INSERT INTO message_fts(rowid, text) VALUES (NEW.seq, NEW.text); END;

CREATE TABLE blobs(sha256 TEXT PRIMARY KEY, mime TEXT NOT NULL, bytes INTEGER NOT NULL, created_at INTEGER NOT NULL) STRICT;
CREATE TABLE blob_refs(sha256 TEXT NOT NULL REFERENCES blobs(sha256), owner_kind TEXT NOT NULL, owner_id TEXT NOT NULL, name TEXT, workspace_id TEXT, PRIMARY KEY (sha256, owner_kind, owner_id)) STRICT;

CREATE TABLE turns(
  id TEXT PRIMARY KEY, session_id TEXT NOT NULL REFERENCES sessions(id), chat_id TEXT NOT NULL REFERENCES chats(id), workspace_id TEXT NOT NULL REFERENCES workspaces(id),
  kind TEXT NOT NULL CHECK (kind IN ('message', 'task', 'delegate')), parent_turn_id TEXT REFERENCES turns(id), root_turn_id TEXT NOT NULL, depth INTEGER NOT NULL DEFAULT 0,
  authority_person_id TEXT NOT NULL REFERENCES persons(id), state TEXT NOT NULL CHECK (${oneOf('state', turnStates)}), ${why},
  attempt INTEGER NOT NULL DEFAULT 1, wait_kind TEXT CHECK (wait_kind IS NULL OR ${oneOf('wait_kind', turnWaits)}), wait_id TEXT, next_at INTEGER,
  boot_id TEXT NOT NULL, partial INTEGER NOT NULL DEFAULT 0, after_seq INTEGER NOT NULL, started INTEGER NOT NULL, ended INTEGER,
  CHECK ((state = 'waiting') = (wait_kind IS NOT NULL))) STRICT;
CREATE UNIQUE INDEX one_turn_per_session ON turns(session_id) WHERE state IN ('running', 'waiting');
CREATE INDEX turns_by_chat ON turns(chat_id, after_seq);
CREATE INDEX turns_open ON turns(state) WHERE state IN ('queued', 'running', 'waiting', 'interrupted');
CREATE TABLE turn_messages(turn_id TEXT NOT NULL REFERENCES turns(id), message_seq INTEGER NOT NULL REFERENCES messages(seq), at_ord INTEGER NOT NULL, PRIMARY KEY (turn_id, message_seq)) STRICT;
CREATE INDEX turn_messages_by_message ON turn_messages(message_seq);

CREATE TABLE steps(
  id TEXT PRIMARY KEY, turn_id TEXT NOT NULL REFERENCES turns(id), ord INTEGER NOT NULL, kind TEXT NOT NULL CHECK (${oneOf('kind', stepKinds)}),
  parent_step_id TEXT REFERENCES steps(id), account_id TEXT, provider TEXT, model TEXT, attempt INTEGER NOT NULL DEFAULT 1,
  state TEXT NOT NULL CHECK (${oneOf('state', stepStates)}), ${why}, call_id TEXT, tool TEXT, input TEXT, text TEXT NOT NULL DEFAULT '',
  output_head TEXT, output_blob TEXT, exit_code INTEGER, effect TEXT CHECK (effect IS NULL OR ${oneOf('effect', effects)}),
  usage TEXT, blocks TEXT, started INTEGER NOT NULL, ended INTEGER,
  UNIQUE (turn_id, ord, attempt)) STRICT;
CREATE INDEX steps_running ON steps(state) WHERE state = 'running';

CREATE TABLE asks(
  id TEXT PRIMARY KEY, short_id TEXT NOT NULL, kind TEXT NOT NULL CHECK (${oneOf('kind', askKinds)}), turn_id TEXT NOT NULL REFERENCES turns(id), call_id TEXT NOT NULL,
  step_id TEXT, workspace_id TEXT NOT NULL REFERENCES workspaces(id), call_hash TEXT NOT NULL, payload TEXT NOT NULL, blobs TEXT NOT NULL DEFAULT '[]',
  state TEXT NOT NULL CHECK (${oneOf('state', askStates)}), ${why}, answer TEXT, answered_by TEXT REFERENCES persons(id), surface TEXT,
  created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, answered_at INTEGER, used_at INTEGER, UNIQUE (turn_id, call_id)) STRICT;
CREATE UNIQUE INDEX ask_short_ids ON asks(short_id) WHERE state = 'pending';

CREATE TABLE deliveries(
  id TEXT PRIMARY KEY, chat_id TEXT NOT NULL REFERENCES chats(id), connection_id TEXT NOT NULL REFERENCES connections(id), op TEXT NOT NULL CHECK (op IN ('post', 'edit', 'delete', 'react')),
  external_id TEXT NOT NULL, target_delivery_id TEXT REFERENCES deliveries(id), source_kind TEXT NOT NULL, source_id TEXT NOT NULL, part INTEGER NOT NULL, parts INTEGER NOT NULL,
  rev INTEGER NOT NULL DEFAULT 0, payload TEXT NOT NULL, state TEXT NOT NULL CHECK (${oneOf('state', deliveryStates)}), ${why},
  attempt INTEGER NOT NULL DEFAULT 0, next_at INTEGER, created_at INTEGER NOT NULL, sent_at INTEGER,
  UNIQUE (connection_id, external_id), UNIQUE (source_kind, source_id, op, part, rev)) STRICT;
CREATE INDEX deliveries_open ON deliveries(connection_id, created_at) WHERE state IN ('queued', 'sending');

CREATE TABLE reservations(
  id TEXT PRIMARY KEY, turn_id TEXT NOT NULL REFERENCES turns(id), step_id TEXT NOT NULL REFERENCES steps(id), account_id TEXT NOT NULL, tokens INTEGER NOT NULL, money INTEGER,
  state TEXT NOT NULL CHECK (state IN ('held', 'settled'))) STRICT;
CREATE INDEX reservations_held ON reservations(account_id) WHERE state = 'held';
CREATE TABLE usage(
  account_id TEXT NOT NULL, hour INTEGER NOT NULL, model TEXT NOT NULL, "in" INTEGER NOT NULL, out INTEGER NOT NULL, cache_read INTEGER NOT NULL, cache_write INTEGER NOT NULL,
  money INTEGER, PRIMARY KEY (account_id, hour, model)) STRICT;

CREATE TABLE sandboxes(
  workspace_id TEXT PRIMARY KEY REFERENCES workspaces(id), epoch INTEGER NOT NULL, provider TEXT NOT NULL, handle TEXT, state TEXT NOT NULL CHECK (${oneOf('state', sandboxStates)}), ${why},
  image TEXT NOT NULL DEFAULT '', claimed_boot_id TEXT NOT NULL, idle_at INTEGER) STRICT;

CREATE TABLE tasks(
  id TEXT PRIMARY KEY, workspace_id TEXT NOT NULL REFERENCES workspaces(id), chat_id TEXT NOT NULL REFERENCES chats(id), owner_person_id TEXT NOT NULL REFERENCES persons(id),
  prompt TEXT NOT NULL, rule TEXT NOT NULL, zone TEXT NOT NULL, context TEXT NOT NULL CHECK (context IN ('own', 'chat')), missed TEXT NOT NULL CHECK (missed IN ('latest', 'skip')),
  enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)), next_at INTEGER, scopes TEXT NOT NULL DEFAULT '[]', created_at INTEGER NOT NULL) STRICT;
CREATE TABLE occurrences(
  task_id TEXT NOT NULL REFERENCES tasks(id), due_at INTEGER NOT NULL, state TEXT NOT NULL CHECK (${oneOf('state', occurrenceStates)}), ${why},
  message_id TEXT, turn_id TEXT, started INTEGER, ended INTEGER, PRIMARY KEY (task_id, due_at)) STRICT;

CREATE TABLE memories(
  rowid INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, workspace_id TEXT REFERENCES workspaces(id), key TEXT NOT NULL, text TEXT NOT NULL, taint TEXT, source_step_id TEXT, at INTEGER NOT NULL) STRICT;
CREATE UNIQUE INDEX memory_keys ON memories(coalesce(workspace_id, ''), key);
CREATE VIRTUAL TABLE memory_fts USING fts5(key, text, content='memories', content_rowid='rowid', tokenize='unicode61 remove_diacritics 2');
CREATE TRIGGER memory_fts_insert AFTER INSERT ON memories BEGIN INSERT INTO memory_fts(rowid, key, text) VALUES (NEW.rowid, NEW.key, NEW.text); END;
CREATE TRIGGER memory_fts_delete AFTER DELETE ON memories BEGIN INSERT INTO memory_fts(memory_fts, rowid, key, text) VALUES ('delete', OLD.rowid, OLD.key, OLD.text); END;
CREATE TRIGGER memory_fts_update AFTER UPDATE ON memories BEGIN
  INSERT INTO memory_fts(memory_fts, rowid, key, text) VALUES ('delete', OLD.rowid, OLD.key, OLD.text);
  INSERT INTO memory_fts(rowid, key, text) VALUES (NEW.rowid, NEW.key, NEW.text); END;

CREATE TABLE rules(
  id TEXT PRIMARY KEY, workspace_id TEXT REFERENCES workspaces(id), ord INTEGER NOT NULL, tool TEXT NOT NULL, conditions TEXT NOT NULL, decision TEXT NOT NULL, made_by TEXT NOT NULL) STRICT;
CREATE TABLE plugins(id TEXT PRIMARY KEY, enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)), version TEXT, hash TEXT, granted TEXT, settings TEXT NOT NULL DEFAULT '{}', last_error TEXT) STRICT;

CREATE TABLE events(seq INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, v INTEGER NOT NULL DEFAULT 1, topic TEXT NOT NULL, entity_id TEXT NOT NULL, chat_id TEXT, payload TEXT NOT NULL CHECK (length(payload) <= 4096)) STRICT;
CREATE TABLE audit(
  seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, actor TEXT NOT NULL, workspace_id TEXT, turn_id TEXT, call_hash TEXT, decision TEXT NOT NULL, rule TEXT NOT NULL, outcome TEXT NOT NULL,
  detail TEXT NOT NULL DEFAULT '', prev_hash TEXT NOT NULL, mac TEXT NOT NULL) STRICT;
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit rows are final'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit rows are final'); END;
`,
};
