import type { PageTables } from './page-tables.ts'
import type { RiskTables } from './risk-tables.ts'
import type { SignInTables } from './sign-in-tables.ts'

/**
 * The only folder that knows SQL. Rows in, domain values out; absent is `undefined`; a conflict is a
 * value, never an exception; it knows no errors of the API. One set of typed queries serves SQLite
 * and PostgreSQL; the two differ only in `dialects/`.
 *
 * Columns are text and integers: booleans 0 and 1, instants epoch milliseconds, JSON as text that is
 * read whole. The pool's id leads every key, so that a database can be divided by pool. Foreign keys
 * take what belongs to a row away with it.
 */

/** Every table, by name. Columns named `sealed_*` hold values encrypted under the root key. */
export type Tables = PageTables &
  RiskTables &
  SignInTables & {
    meta: { key: string; value: string }
    /** Rows to hold while something of a Region is counted. */
    regions: { region: string }
    identities: { name: string; is_root: number; policies: string; created_at: number }
    access_keys: {
      access_key_id: string
      identity: string
      sealed_secret: string
      session_token_hash: string | null
      expires_at: number | null
      disabled_at: number | null
      created_at: number
    }
    pools: {
      pool_id: string
      region: string
      name: string
      settings: string
      schema: string
      tags: string
      password_mode: string
      /** Names of its domains, which are rows of their own: written with them, and read with every request. */
      prefix_domain: string | null
      custom_domain: string | null
      created_at: number
      updated_at: number
    }
    signing_keys: {
      pool_id: string
      kid: string
      use: string
      sealed_private_key: string
      public_jwk: string
      active_from: number
      created_at: number
    }
    clients: {
      pool_id: string
      client_id: string
      name: string
      settings: string
      registration: string | null
      created_at: number
      updated_at: number
    }
    client_secrets: {
      pool_id: string
      client_id: string
      secret_id: string
      sealed_secret: string
      created_at: number
    }
    resource_servers: {
      pool_id: string
      identifier: string
      name: string
      scopes: string
      created_at: number
    }
    users: {
      pool_id: string
      sub: string
      username: string
      status: string
      enabled: number
      attributes: string
      mfa: string
      sealed_verifier: string | null
      password_version: number
      temporary_until: number | null
      signed_out_at: number
      revision: number
      created_at: number
      updated_at: number
    }
    /** Who is found under a name: the user name and the active aliases, one namespace for a pool. */
    sign_in_names: { pool_id: string; name_key: string; sub: string }
    /** The searchable attributes of users, one row for each. */
    user_search: { pool_id: string; attribute: string; value_key: string; sub: string }
    /** Who signs in as whom: identities at providers, by their subject or, before their first use, by a claim. */
    linked_identities: {
      pool_id: string
      provider: string
      attribute: string
      value_key: string
      sub: string
      provider_type: string
      user_id: string
      issuer: string | null
      is_primary: number
      created_at: number
    }
    /** Authenticator apps: of a user one that is verified, and one that waits to be. */
    software_tokens: {
      pool_id: string
      sub: string
      state: string
      token_id: string
      sealed_secret: string
      friendly_name: string | null
      last_step: number
      created_at: number
    }
    /** Devices that clients have confirmed. */
    devices: {
      pool_id: string
      device_key: string
      sub: string
      group_key: string
      name: string | null
      status: string
      sealed_verifier: string | null
      last_ip: string
      sdk: string
      created_at: number
      updated_at: number
      last_authenticated_at: number
    }
    passkeys: {
      pool_id: string
      credential_id: string
      sub: string
      public_key: string
      sign_count: number
      transports: string
      attachment: string | null
      backup_eligible: number
      backed_up: number
      aaguid: string
      relying_party_id: string
      name: string
      created_at: number
      last_used_at: number | null
    }
    /** Passkeys that users are about to register, one for each user. */
    passkey_registrations: {
      pool_id: string
      sub: string
      challenge: string
      client_id: string
      relying_party_id: string
      expires_at: number
    }
    password_history: { pool_id: string; sub: string; set_at: number; sealed_verifier: string }
    groups: {
      pool_id: string
      name_key: string
      name: string
      description: string | null
      role_arn: string | null
      precedence: number | null
      created_at: number
      updated_at: number
    }
    group_members: { pool_id: string; name_key: string; sub: string; added_at: number }
    /** Codes that were sent, as keyed hashes; one row for each user and purpose. */
    codes: {
      pool_id: string
      sub: string
      purpose: string
      destination: string
      code_hash: string
      failures: number
      expires_at: number
      created_at: number
    }
    import_jobs: {
      pool_id: string
      job_id: string
      name: string
      status: string
      role_arn: string
      algorithm: string | null
      imported: number
      skipped: number
      failed: number
      message: string | null
      created_at: number
      started_at: number | null
      completed_at: number | null
      /** The upload that is under way or was the last, and when it is taken for dead. */
      upload_id: string | null
      upload_until: number
      has_chunks: number
      file_bytes: number | null
      /** How far the file was read: in bytes, and in rows without the header. */
      position: number
      row: number
      header: string | null
      /** The node that works at it, and until when without a sign of life. */
      worker: string | null
      worker_until: number
    }
    /** The job that is active, in the one row that there can be. */
    import_turns: { turn: string; pool_id: string; job_id: string }
    import_chunks: { pool_id: string; job_id: string; number: number; sealed_content: string }
    /** Rows that did not become users. */
    import_log: { pool_id: string; job_id: string; row: number; outcome: string; reason: string }
    /** Who has a password that was hashed elsewhere, and what a look at it costs. */
    imported_passwords: { pool_id: string; sub: string; cost: string }
    /** Messages to deliver, and in dev mode the inbox of delivered ones. */
    messages: {
      message_id: string
      pool_id: string
      recipient: string
      medium: string
      route: string
      sealed_body: string
      attempts: number
      next_attempt_at: number
      delivered_at: number | null
      created_at: number
    }
  }
