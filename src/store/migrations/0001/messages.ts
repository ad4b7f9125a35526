import { ofPool, ofUser, type Table } from './table.ts'

/** What is sent to users, and the codes in it. */
export const messageTables: readonly Table[] = [
  {
    name: 'codes',
    columns: {
      pool_id: 'key',
      sub: 'key',
      purpose: 'key',
      destination: 'text',
      code_hash: 'text',
      failures: 'number',
      expires_at: 'number',
      created_at: 'number',
    },
    primary: ['pool_id', 'sub', 'purpose'],
    parents: [ofUser],
  },
  {
    name: 'messages',
    columns: {
      message_id: 'key',
      pool_id: 'key',
      recipient: 'text', // too long for an index, and looked up in the inbox of dev mode alone
      medium: 'text',
      route: 'text',
      sealed_body: 'text',
      attempts: 'number',
      next_attempt_at: 'number',
      delivered_at: 'number?',
      created_at: 'number',
    },
    primary: ['message_id'],
    parents: [ofPool],
    indexes: { by_pool: ['pool_id'], due: ['delivered_at', 'next_attempt_at'] },
  },
]
