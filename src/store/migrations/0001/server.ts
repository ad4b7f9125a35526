import type { Table } from './table.ts'

/** What is of no pool: the server itself and who may administer it. */
export const serverTables: readonly Table[] = [
  { name: 'meta', columns: { key: 'key', value: 'text' }, primary: ['key'] },
  { name: 'regions', columns: { region: 'key' }, primary: ['region'] },
  {
    name: 'identities',
    columns: { name: 'key', is_root: 'number', policies: 'text', created_at: 'number' },
    primary: ['name'],
  },
  {
    name: 'access_keys',
    columns: {
      access_key_id: 'key',
      identity: 'key',
      sealed_secret: 'text',
      session_token_hash: 'text?',
      expires_at: 'number?',
      disabled_at: 'number?',
      created_at: 'number',
    },
    primary: ['access_key_id'],
  },
]
