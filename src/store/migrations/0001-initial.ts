import type { Kysely } from 'kysely'
import type { Connection } from '../dialects/connection.ts'

/** Every table of the first release. `keyText` is byte-ordered text in the database at hand. */
export const initial = async (db: Kysely<unknown>, keyText: Connection['keyText']) => {
  type Kind = 'key' | 'text' | 'text?' | 'number' | 'number?'
  /** A foreign key: these columns name a row of `table`, and go with it. */
  type Parent = { table: string; columns: string[] }
  const create = async (table: string, columns: Record<string, Kind>, primary: string[], parents: Parent[] = []) => {
    let builder = db.schema.createTable(table)
    for (const [name, kind] of Object.entries(columns)) {
      const type = kind === 'key' ? keyText : kind.startsWith('text') ? 'text' : 'bigint'
      builder = builder.addColumn(name, type, (column) => (kind.endsWith('?') ? column : column.notNull()))
    }
    builder = builder.addPrimaryKeyConstraint(`${table}_key`, primary as never[])
    for (const parent of parents) {
      builder = builder.addForeignKeyConstraint(
        `${table}_of_${parent.table}`,
        parent.columns as never[],
        parent.table,
        parent.columns,
        (constraint) => constraint.onDelete('cascade'),
      )
    }
    await builder.execute()
  }
  const index = (table: string, name: string, columns: string[]) =>
    db.schema.createIndex(`${table}_${name}`).on(table).columns(columns).execute()
  const ofPool: Parent = { table: 'pools', columns: ['pool_id'] }
  const ofUser: Parent = { table: 'users', columns: ['pool_id', 'sub'] }
  const ofClient: Parent = { table: 'clients', columns: ['pool_id', 'client_id'] }
  const ofGroup: Parent = { table: 'groups', columns: ['pool_id', 'name_key'] }
  const ofFamily: Parent = { table: 'token_families', columns: ['pool_id', 'family_id'] }

  await create('meta', { key: 'key', value: 'text' }, ['key'])
  await create('identities', { name: 'key', is_root: 'number', policies: 'text', created_at: 'number' }, ['name'])
  await create(
    'access_keys',
    {
      access_key_id: 'key',
      identity: 'key',
      sealed_secret: 'text',
      session_token_hash: 'text?',
      expires_at: 'number?',
      disabled_at: 'number?',
      created_at: 'number',
    },
    ['access_key_id'],
  )
  await create(
    'pools',
    {
      pool_id: 'key',
      region: 'key',
      name: 'text',
      settings: 'text',
      schema: 'text',
      tags: 'text',
      created_at: 'number',
      updated_at: 'number',
    },
    ['pool_id'],
  )
  await index('pools', 'by_region', ['region', 'created_at', 'pool_id'])
  await create(
    'signing_keys',
    {
      pool_id: 'key',
      kid: 'key',
      use: 'text',
      sealed_private_key: 'text',
      public_jwk: 'text',
      active_from: 'number',
      created_at: 'number',
    },
    ['pool_id', 'kid'],
    [ofPool],
  )
  await create(
    'clients',
    { pool_id: 'key', client_id: 'key', name: 'text', settings: 'text', created_at: 'number', updated_at: 'number' },
    ['pool_id', 'client_id'],
    [ofPool],
  )
  await db.schema.createIndex('clients_by_id').on('clients').columns(['client_id']).unique().execute()
  await create(
    'client_secrets',
    { pool_id: 'key', client_id: 'key', secret_id: 'key', sealed_secret: 'text', created_at: 'number' },
    ['pool_id', 'client_id', 'secret_id'],
    [ofClient],
  )
  await create(
    'users',
    {
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
    ['pool_id', 'sub'],
    [ofPool],
  )
  await index('users', 'by_age', ['pool_id', 'created_at', 'sub'])
  await index('users', 'by_username', ['pool_id', 'username', 'sub'])
  await index('users', 'by_status', ['pool_id', 'status', 'created_at', 'sub'])
  await index('users', 'by_enabled', ['pool_id', 'enabled', 'created_at', 'sub'])
  await create('sign_in_names', { pool_id: 'key', name_key: 'key', sub: 'key' }, ['pool_id', 'name_key'], [ofUser])
  await index('sign_in_names', 'by_user', ['pool_id', 'sub'])
  await create(
    'user_search',
    { pool_id: 'key', attribute: 'key', value_key: 'key', sub: 'key' },
    ['pool_id', 'attribute', 'value_key', 'sub'],
    [ofUser],
  )
  await index('user_search', 'by_user', ['pool_id', 'sub'])
  await create(
    'software_tokens',
    {
      pool_id: 'key',
      sub: 'key',
      state: 'key',
      token_id: 'key',
      sealed_secret: 'text',
      friendly_name: 'text?',
      last_step: 'number',
      created_at: 'number',
    },
    ['pool_id', 'sub', 'state'],
    [ofUser],
  )
  await create(
    'password_history',
    { pool_id: 'key', sub: 'key', set_at: 'number', sealed_verifier: 'text' },
    ['pool_id', 'sub', 'set_at'],
    [ofUser],
  )
  await create(
    'groups',
    {
      pool_id: 'key',
      name_key: 'key',
      name: 'key',
      description: 'text?',
      role_arn: 'text?',
      precedence: 'number?',
      created_at: 'number',
      updated_at: 'number',
    },
    ['pool_id', 'name_key'],
    [ofPool],
  )
  await index('groups', 'by_age', ['pool_id', 'created_at', 'name_key'])
  await create(
    'group_members',
    { pool_id: 'key', name_key: 'key', sub: 'key', added_at: 'number' },
    ['pool_id', 'name_key', 'sub'],
    [ofUser, ofGroup],
  )
  await index('group_members', 'by_user', ['pool_id', 'sub', 'name_key'])
  await index('group_members', 'by_age', ['pool_id', 'name_key', 'added_at', 'sub'])
  await create(
    'codes',
    {
      pool_id: 'key',
      sub: 'key',
      purpose: 'key',
      destination: 'text',
      code_hash: 'text',
      failures: 'number',
      expires_at: 'number',
      created_at: 'number',
    },
    ['pool_id', 'sub', 'purpose'],
    [ofUser],
  )
  await create(
    'attempts',
    {
      pool_id: 'key',
      name_hash: 'key',
      kind: 'key',
      count: 'number',
      locked_until: 'number',
      window_from: 'number',
      updated_at: 'number',
    },
    ['pool_id', 'name_hash', 'kind'],
    [ofPool],
  )
  await index('attempts', 'by_use', ['updated_at'])
  await create(
    'token_families',
    {
      pool_id: 'key',
      family_id: 'key',
      sub: 'key',
      client_id: 'key',
      scope: 'text',
      auth_time: 'number',
      expires_at: 'number',
      revoked_at: 'number?',
      created_at: 'number',
    },
    ['pool_id', 'family_id'],
    [ofUser, ofClient],
  )
  await index('token_families', 'by_user', ['pool_id', 'sub'])
  await index('token_families', 'by_client', ['pool_id', 'client_id'])
  await index('token_families', 'by_end', ['expires_at'])
  await create(
    'refresh_tokens',
    {
      pool_id: 'key',
      token_hash: 'key',
      family_id: 'key',
      rotated_at: 'number?',
      siblings: 'number',
      created_at: 'number',
    },
    ['pool_id', 'token_hash'],
    [ofFamily],
  )
  await index('refresh_tokens', 'by_family', ['pool_id', 'family_id'])
  await create(
    'consumed',
    { pool_id: 'key', kind: 'key', id: 'key', expires_at: 'number' },
    ['pool_id', 'kind', 'id'],
    [ofPool],
  )
  await index('consumed', 'by_end', ['expires_at'])
  await create(
    'messages',
    {
      message_id: 'key',
      pool_id: 'key',
      recipient: 'text', // too long for an index, and looked up in the inbox of dev mode alone
      medium: 'text',
      sealed_body: 'text',
      attempts: 'number',
      next_attempt_at: 'number',
      delivered_at: 'number?',
      created_at: 'number',
    },
    ['message_id'],
    [ofPool],
  )
  await index('messages', 'by_pool', ['pool_id'])
  await index('messages', 'due', ['delivered_at', 'next_attempt_at'])
}
