import { ofClient, ofPool, type Table } from './table.ts'

/** Pools and what belongs to them alone. */
export const poolTables: readonly Table[] = [
  {
    name: 'pools',
    columns: {
      pool_id: 'key',
      region: 'key',
      name: 'text',
      settings: 'text',
      schema: 'text',
      tags: 'text',
      password_mode: 'key',
      created_at: 'number',
      updated_at: 'number',
    },
    primary: ['pool_id'],
    indexes: { by_region: ['region', 'created_at', 'pool_id'] },
  },
  {
    name: 'signing_keys',
    columns: {
      pool_id: 'key',
      kid: 'key',
      use: 'text',
      sealed_private_key: 'text',
      public_jwk: 'text',
      active_from: 'number',
      created_at: 'number',
    },
    primary: ['pool_id', 'kid'],
    parents: [ofPool],
  },
  {
    name: 'clients',
    columns: {
      pool_id: 'key',
      client_id: 'key',
      name: 'text',
      settings: 'text',
      created_at: 'number',
      updated_at: 'number',
    },
    primary: ['pool_id', 'client_id'],
    parents: [ofPool],
    unique: { by_id: ['client_id'] },
  },
  {
    name: 'client_secrets',
    columns: { pool_id: 'key', client_id: 'key', secret_id: 'key', sealed_secret: 'text', created_at: 'number' },
    primary: ['pool_id', 'client_id', 'secret_id'],
    parents: [ofClient],
  },
  {
    name: 'resource_servers',
    columns: { pool_id: 'key', identifier: 'key', name: 'text', scopes: 'text', created_at: 'number' },
    primary: ['pool_id', 'identifier'],
    parents: [ofPool],
    indexes: { by_age: ['pool_id', 'created_at', 'identifier'] },
  },
]
