import { ofClient, ofPool, ofUser, type Table } from './table.ts'

/** Threat protection, what is logged, and an account's limits and replicas. */
export const riskTables: readonly Table[] = [
  {
    name: 'risk_configurations',
    columns: {
      pool_id: 'key',
      scope: 'key',
      client_id: 'key?', // null in what is for all clients
      settings: 'text',
      updated_at: 'number',
    },
    primary: ['pool_id', 'scope'],
    parents: [ofPool, ofClient],
  },
  {
    name: 'auth_events',
    columns: {
      pool_id: 'key',
      event_id: 'key',
      sub: 'key',
      client_id: 'key',
      type: 'key',
      response: 'key',
      challenges: 'text',
      ip_address: 'text',
      device_name: 'text',
      timezone: 'text?',
      risk_decision: 'key',
      risk_level: 'key?',
      compromised: 'number',
      created_at: 'number',
      feedback_value: 'key?',
      feedback_provider: 'key?',
      feedback_at: 'number?',
    },
    primary: ['pool_id', 'event_id'],
    parents: [ofUser],
    indexes: { by_user: ['pool_id', 'sub', 'created_at', 'event_id'], by_age: ['created_at'] },
  },
  {
    name: 'log_configurations',
    columns: { pool_id: 'key', configurations: 'text' },
    primary: ['pool_id'],
    parents: [ofPool],
  },
  {
    name: 'log_records',
    columns: {
      sink: 'key',
      record_id: 'key',
      pool_id: 'key',
      line: 'text',
      claimed_until: 'number',
      created_at: 'number',
    },
    primary: ['sink', 'record_id'],
    parents: [ofPool],
    indexes: { by_pool: ['pool_id'] },
  },
  {
    name: 'provisioned_limits',
    columns: { region: 'key', category: 'key', value: 'number' },
    primary: ['region', 'category'],
  },
  {
    name: 'pool_replicas',
    columns: { pool_id: 'key', region: 'key', status: 'key', tags: 'text', logs: 'text', created_at: 'number' },
    primary: ['pool_id'], // one for each pool
    parents: [ofPool],
    indexes: { by_region: ['region'] },
  },
]
