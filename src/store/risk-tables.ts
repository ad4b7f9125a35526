/** The tables of threat protection, of what is logged, and of an account's limits and replicas. */
export type RiskTables = {
  /** What is done about risks: by a pool (scope ALL) or by one of its clients. */
  risk_configurations: {
    pool_id: string
    scope: string
    client_id: string | null
    settings: string
    updated_at: number
  }
  /** What users did: sign-ins and the like, of pools that watch them. */
  auth_events: {
    pool_id: string
    event_id: string
    sub: string
    client_id: string
    type: string
    response: string
    challenges: string
    ip_address: string
    device_name: string
    timezone: string | null
    risk_decision: string
    risk_level: string | null
    compromised: number
    created_at: number
    feedback_value: string | null
    feedback_provider: string | null
    feedback_at: number | null
  }
  /** What a pool logs, and where to. */
  log_configurations: { pool_id: string; configurations: string }
  /** Lines on their way to where logs go. */
  log_records: {
    sink: string
    record_id: string
    pool_id: string
    line: string
    claimed_until: number
    created_at: number
  }
  /** Rates of requests that were asked for beyond the free ones. */
  provisioned_limits: { region: string; category: string; value: number }
  /** The second Region of a pool. */
  pool_replicas: {
    pool_id: string
    region: string
    status: string
    tags: string
    logs: string
    created_at: number
  }
}
