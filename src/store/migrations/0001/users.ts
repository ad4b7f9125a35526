import { ofGroup, ofPool, ofUser, type Table } from './table.ts'

/** Users, what they are found by and the groups they are in. */
export const userTables: readonly Table[] = [
  {
    name: 'users',
    columns: {
      pool_id: 'key',
      sub: 'key',
      username: 'key',
      status: 'key',
      enabled: 'number',
      attributes: 'text',
      mfa: 'text',
      sealed_verifier: 'text?',
      password_version: 'number',
      temporary_until: 'number?',
      signed_out_at: 'number',
      revision: 'number',
      created_at: 'number',
      updated_at: 'number',
    },
    primary: ['pool_id', 'sub'],
    parents: [ofPool],
    indexes: {
      by_age: ['pool_id', 'created_at', 'sub'],
      by_username: ['pool_id', 'username', 'sub'],
      by_status: ['pool_id', 'status', 'created_at', 'sub'],
      by_enabled: ['pool_id', 'enabled', 'created_at', 'sub'],
    },
  },
  {
    name: 'sign_in_names',
    columns: { pool_id: 'key', name_key: 'key', sub: 'key' },
    primary: ['pool_id', 'name_key'],
    parents: [ofUser],
    indexes: { by_user: ['pool_id', 'sub'] },
  },
  {
    name: 'user_search',
    columns: { pool_id: 'key', attribute: 'key', value_key: 'key', sub: 'key' },
    primary: ['pool_id', 'attribute', 'value_key', 'sub'],
    parents: [ofUser],
    indexes: { by_user: ['pool_id', 'sub'] },
  },
  {
    name: 'groups',
    columns: {
      pool_id: 'key',
      name_key: 'key',
      name: 'key',
      description: 'text?',
      role_arn: 'text?',
      precedence: 'number?',
      created_at: 'number',
      updated_at: 'number',
    },
    primary: ['pool_id', 'name_key'],
    parents: [ofPool],
    indexes: { by_age: ['pool_id', 'created_at', 'name_key'] },
  },
  {
    name: 'group_members',
    columns: { pool_id: 'key', name_key: 'key', sub: 'key', added_at: 'number' },
    primary: ['pool_id', 'name_key', 'sub'],
    parents: [ofUser, ofGroup],
    indexes: { by_user: ['pool_id', 'sub', 'name_key'], by_age: ['pool_id', 'name_key', 'added_at', 'sub'] },
  },
]
