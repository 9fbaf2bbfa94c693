/** Workspaces, their files and what they remember. */
export type WorkspaceErrorCode =
  | 'workspace-is-admin'
  | 'workspace-name-mismatch'
  | 'file-not-there'
  | 'file-outside'
  | 'file-exists'
  | 'file-is-folder'
  | 'file-not-folder'
  | 'file-over-limit'
  | 'file-refused'
  | 'file-name-bad'
  | 'file-failed'
  | 'file-upload-broken'
  | 'memory-key-taken'
  | 'memory-admin-only'
  | OwnFolderErrorCode
  | ImportErrorCode
  | EmergencyErrorCode
  | ChangeErrorCode;

/** Releasing the emergency stop. */
export type EmergencyErrorCode = 'emergency-more-held' | 'emergency-no-such-item';

/** Taking back what a tool did to a file. */
export type ChangeErrorCode = 'change-undone' | 'change-too-old' | 'change-overwritten';

/** Reading an export back in. */
export type ImportErrorCode =
  | 'import-not-there'
  | 'import-not-ours'
  | 'import-version'
  | 'import-damaged'
  | 'import-unsafe'
  | 'import-no-room'
  | 'import-running';

/** A folder of the owner's own in which a workspace works. */
export type OwnFolderErrorCode =
  | 'folder-missing'
  | 'folder-moved'
  | 'folder-not-absolute'
  | 'folder-not-there'
  | 'folder-is-home'
  | 'folder-is-ours'
  | 'folder-is-system'
  | 'folder-blocked'
  | 'folder-taken'
  | 'folder-not-writable'
  | 'folder-busy';

/** What workspaces may do: profiles and rules. */
export type SecurityErrorCode =
  | 'profile-unknown'
  | 'profile-read-only'
  | 'profile-refused'
  | 'profile-in-use'
  | 'profile-admin-only'
  | 'profile-against-account'
  | 'profile-network'
  | 'profile-mounts'
  | 'rule-tool-unknown'
  | 'rule-folder-bad'
  | 'rule-hours-empty'
  | 'rule-not-offered'
  | 'rule-not-as-shown';

/** A name that a workspace, an account or a profile cannot have. */
export type NameErrorCode = 'name-signs' | 'name-start' | 'name-long' | 'name-mixed';
/** Linked numbers. */
export type LinkErrorCode = 'link-exists' | 'link-stopped' | 'link-name-taken' | 'pairing-cool-down' | 'pairing-refused';
/** Chats of linked numbers and the people in them. */
export type PeopleErrorCode =
  | 'admin-chat-only'
  | 'chat-ambiguous'
  | 'chat-unknown'
  | 'chat-left'
  | 'chat-closed'
  | 'member-not-there'
  | 'number-invalid'
  | 'number-linked';

/** Secrets for commands. */
export type SecretErrorCode =
  | 'secret-owner-only'
  | 'secret-usage'
  | 'secret-not-kept'
  | 'secret-name-bad'
  | 'secret-name-refused'
  | 'secret-too-short'
  | 'secret-too-long'
  | 'secret-in-app-only'
  | 'secret-typed-here';

/**
 * Every error that a person may read. The code is looked up in contract/text; `data` fills its placeholders and is
 * therefore public: never put a secret or a message's body in it.
 */
export type ErrorCode =
  | 'bad-input'
  | 'not-found'
  | 'conflict'
  | 'not-allowed'
  | 'not-available'
  | 'internal'
  | 'cancelled'
  | 'text-empty'
  | 'text-too-long'
  | 'text-binary'
  | 'disk-full'
  | 'home-not-writable'
  | 'host-running'
  | 'database-corrupt'
  | 'database-newer'
  | 'port-in-use'
  | 'sqlite-too-old'
  | 'vault-locked'
  | 'vault-wrong-passphrase'
  | 'vault-damaged'
  | 'vault-key-missing'
  | 'realm-mismatch'
  | 'name-taken'
  | NameErrorCode
  | 'unknown-provider'
  | 'mount-name-bad'
  | 'mount-list-unreadable'
  | WorkspaceErrorCode
  | LinkErrorCode
  | PeopleErrorCode
  | SecurityErrorCode
  | SecretErrorCode
  | 'unknown-sandbox'
  | 'unknown-runtime'
  | 'host-bad'
  | 'no-account'
  | 'over-budget'
  | 'ask-expired'
  | 'ask-answered'
  | 'ask-cancelled'
  | 'deputy-needs-ai'
  | 'ask-gone'
  | 'ask-unknown'
  | 'answers-missing'
  | 'answer-which'
  | 'codes-locked'
  | 'undo-expired'
  | 'edit-not-possible'
  | 'nothing-to-undo'
  | 'taint-changed'
  | 'turn-running'
  | 'no-such-turn'
  | 'link-used'
  | 'export-too-large'
  | 'timeout'
  | 'file-too-large'
  | 'too-many-files'
  | 'upload-gone'
  | 'file-not-placed'
  | 'file-not-fetched'
  | 'chat-has-tasks'
  | 'no-host';

export class AppError extends Error {
  readonly code: ErrorCode;
  readonly data: Record<string, string | number | boolean | null>;
  constructor(code: ErrorCode, data: Record<string, string | number | boolean | null> = {}, options?: { cause?: unknown }) {
    super(code, options);
    this.name = 'AppError';
    this.code = code;
    this.data = data;
  }
}

export const isAppError = (e: unknown): e is AppError => e instanceof AppError;

/** The message of anything that was thrown, for logs. */
export const messageOf = (e: unknown): string => (e instanceof Error ? e.message : String(e));
