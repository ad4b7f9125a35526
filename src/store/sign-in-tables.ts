/** The tables of sign-ins under way, and of what they ended with. */
export type SignInTables = {
  /** Failures and attempts by name, known or not, so that counters do not tell who exists. */
  attempts: {
    pool_id: string
    name_hash: string
    kind: string
    count: number
    locked_until: number
    window_from: number
    updated_at: number
  }
  /** A sign-in: the family of all tokens that descend from it. Its id is their `origin_jti`. */
  token_families: {
    pool_id: string
    family_id: string
    sub: string
    client_id: string
    scope: string
    auth_time: number
    expires_at: number
    revoked_at: number | null
    created_at: number
    /** The device that it is bound to, where the pool tracks devices. */
    device_key: string | null
    /** How the user proved who they are: a JSON list, and the level where the tokens tell of it. */
    acr: string | null
    amr: string | null
    event_id: string | null
    /** Of a token session, where the pool tracks sessions. */
    session_id: string | null
    ip_address: string | null
    user_agent: string | null
    last_active_at: number
    /** The session of the sign-in pages that it came from, and what its access tokens are for beside the server's own API. */
    sso_session_id: string | null
    resource: string | null
  }
  sso_sessions: {
    pool_id: string
    cookie_hash: string
    session_id: string
    sub: string
    /** Where the user signed in. */
    client_id: string
    auth_time: number
    expires_at: number
    password_version: number
    amr: string
    event_id: string
    ip_address: string
    user_agent: string | null
    last_active_at: number
  }
  authorization_codes: {
    pool_id: string
    code_hash: string
    client_id: string
    sub: string
    sso_session_id: string
    redirect_uri: string
    scope: string
    challenge: string | null
    nonce: string | null
    resource: string | null
    auth_time: number
    acr: string | null
    amr: string
    event_id: string
    expires_at: number
    /** The family of tokens that it became; it is used up then. */
    family_id: string | null
    reused_at: number | null
  }
  refresh_tokens: {
    pool_id: string
    token_hash: string
    family_id: string
    rotated_at: number | null
    siblings: number
    created_at: number
  }
  /** Sessions of sign-ins that the server keeps: long ones, and those that clients do not send back. */
  kept_sessions: { pool_id: string; session_key: string; session: string; expires_at: number }
  /** What may be used once and was. */
  consumed: { pool_id: string; kind: string; id: string; expires_at: number }
}
