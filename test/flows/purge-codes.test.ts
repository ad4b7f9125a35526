import assert from 'node:assert/strict'
import { test } from 'node:test'
import { putCode } from '../../src/flows/codes.ts'
import { purgeOnce } from '../../src/flows/purge.ts'
import { useServer } from '../harness.ts'

const HOUR_MS = 60 * 60 * 1000
const server = useServer()

test('codes are forgotten a day after their end, those of nobody too', async () => {
  const { ctx } = server
  const owner = { poolId: 'us-east-1_purged', sub: 'nobody' }
  await ctx.store.transaction((tx) => putCode(ctx, tx, owner, 'forgot_password', ''))
  const isThere = async () => (await ctx.store.codes.find(owner.poolId, owner.sub, 'forgot_password')) !== undefined
  server.travel(24 * HOUR_MS)
  await purgeOnce(ctx)
  assert.equal(await isThere(), true)
  server.travel(2 * HOUR_MS)
  await purgeOnce(ctx)
  assert.equal(await isThere(), false)
})
