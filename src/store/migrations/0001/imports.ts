import { ofPool, ofUser, type Parent, type Table } from './table.ts'

const ofJob: Parent = { table: 'import_jobs', columns: ['pool_id', 'job_id'] }

/** Jobs that import users, their files and logs, and the passwords that came with users. */
export const importTables: readonly Table[] = [
  {
    name: 'import_jobs',
    columns: {
      pool_id: 'key',
      job_id: 'key',
      name: 'text',
      status: 'key',
      role_arn: 'text',
      algorithm: 'text?',
      imported: 'number',
      skipped: 'number',
      failed: 'number',
      message: 'text?',
      created_at: 'number',
      started_at: 'number?',
      completed_at: 'number?',
      upload_id: 'text?',
      upload_until: 'number',
      has_chunks: 'number',
      file_bytes: 'number?',
      position: 'number',
      row: 'number',
      header: 'text?',
      worker: 'text?',
      worker_until: 'number',
    },
    primary: ['pool_id', 'job_id'],
    parents: [ofPool],
    indexes: {
      by_age: ['pool_id', 'created_at', 'job_id'],
      by_status: ['status', 'created_at'],
      by_chunks: ['has_chunks', 'status'],
    },
  },
  {
    name: 'import_turns',
    columns: { turn: 'key', pool_id: 'key', job_id: 'key' },
    primary: ['turn'],
    parents: [ofJob],
    indexes: { by_job: ['pool_id', 'job_id'] },
  },
  {
    name: 'import_chunks',
    columns: { pool_id: 'key', job_id: 'key', number: 'number', sealed_content: 'text' },
    primary: ['pool_id', 'job_id', 'number'],
    parents: [ofJob],
  },
  {
    name: 'import_log',
    columns: { pool_id: 'key', job_id: 'key', row: 'number', outcome: 'text', reason: 'text' },
    primary: ['pool_id', 'job_id', 'row'],
    parents: [ofJob],
  },
  {
    name: 'imported_passwords',
    columns: { pool_id: 'key', sub: 'key', cost: 'key' },
    primary: ['pool_id', 'sub'],
    parents: [ofUser],
    indexes: { by_cost: ['pool_id', 'cost'] },
  },
]
