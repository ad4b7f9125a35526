import assert from 'node:assert/strict'
import { createHook } from 'node:async_hooks'
import { availableParallelism } from 'node:os'
import { describe, test } from 'node:test'
import { AdminCreateUserCommand } from '@aws-sdk/client-cognito-identity-provider'
import { fault } from '../../src/domain/errors.ts'
import { attemptKey, attemptSecret } from '../../src/flows/passwords/lockout.ts'
import { makePool, makeUser, PASSWORD, signIn } from '../fixture.ts'
import { serviceError, useServer } from '../harness.ts'

/** Counts the hashes that the runtime computes while `work` runs: all of them, and the most at once. */
const gaugeHashes = async (work: () => Promise<void>) => {
  const underWay = new Set<number>()
  const gauge = { all: 0, most: 0 }
  const hook = createHook({
    init(id, type) {
      if (type !== 'ARGON2REQUEST') return
      gauge.all++
      gauge.most = Math.max(gauge.most, underWay.add(id).size)
    },
    before: (id) => void underWay.delete(id),
  }).enable()
  try {
    await work()
  } finally {
    hook.disable()
  }
  return gauge
}

const BURST = 60

describe('V66 a burst of sign-ins in a pool that keeps hashes', () => {
  const server = useServer({ CENOTE_PASSWORD_MODE: 'hash' })

  test('is hashed by no more than the cores at once, and each is answered', async () => {
    const sdk = server.client()
    const { poolId, clientId } = await makePool(sdk, {}, { PreventUserExistenceErrors: 'ENABLED' })
    const names = Array.from({ length: BURST }, (_, index) => `user${index}`)
    for (const name of names.slice(0, BURST / 2)) {
      const user = { UserPoolId: poolId, Username: name, TemporaryPassword: PASSWORD }
      await sdk.send(new AdminCreateUserCommand({ ...user, MessageAction: 'SUPPRESS' }))
    }
    const answers = { in: 0, refused: 0, shed: 0 }
    const gauge = await gaugeHashes(async () => {
      const outcomes = await Promise.allSettled(names.map((name) => signIn(server.client(), clientId, name)))
      for (const outcome of outcomes) {
        if (outcome.status === 'fulfilled') answers.in++
        else if (outcome.reason.name === 'NotAuthorizedException') answers.refused++
        else if (outcome.reason.name === 'TooManyRequestsException') answers.shed++
        else assert.fail(String(outcome.reason))
      }
    })
    assert.equal(answers.in + answers.refused + answers.shed, BURST)
    assert.ok(answers.in > 0 && answers.in <= BURST / 2 && answers.refused <= BURST / 2, JSON.stringify(answers))
    // One for everybody, known or not, who was not turned away.
    assert.equal(gauge.all, answers.in + answers.refused)
    assert.ok(gauge.most <= availableParallelism(), `${gauge.most} at once`)
    for (const name of names.slice(0, BURST / 2)) await signIn(sdk, clientId, name)
  })

  test('leaves no failure with those who were turned away', async () => {
    const sdk = server.client()
    const { poolId, clientId } = await makePool(sdk)
    await makeUser(sdk, poolId, 'jane')
    await server.freeze(async () => {
      for (let failure = 1; failure <= 4; failure++) {
        await assert.rejects(signIn(sdk, clientId, 'jane', 'wrong'), serviceError('NotAuthorizedException'))
      }
      const pool = await server.ctx.store.pools.find(poolId)
      const [stored] = await server.ctx.store.passwords.list(poolId, 1)
      const user = stored && (await server.ctx.store.users.find(poolId, stored.sub))
      assert.ok(pool && user)
      const key = attemptKey(server.ctx, pool, user, 'jane', 'password')
      for (let shed = 0; shed < 5; shed++) {
        await assert.rejects(
          attemptSecret(server.ctx, key, async () => {
            throw fault('TooManyRequestsException')
          }),
          serviceError('TooManyRequestsException'),
        )
      }
      await signIn(sdk, clientId, 'jane') // a fifth failure would have locked
    })
  })

  test('V66 a password of more than 256 characters is refused without being hashed', async () => {
    const sdk = server.client()
    const { poolId, clientId } = await makePool(sdk)
    await makeUser(sdk, poolId, 'jane')
    const gauge = await gaugeHashes(() =>
      assert.rejects(signIn(sdk, clientId, 'jane', 'x'.repeat(257)), serviceError('NotAuthorizedException')),
    )
    assert.equal(gauge.all, 0)
  })

  test('V03 a look at a password costs one hash, whoever it is and whether it is right', async () => {
    const sdk = server.client()
    const { poolId, clientId } = await makePool(sdk, {}, { PreventUserExistenceErrors: 'ENABLED' })
    await makeUser(sdk, poolId, 'jane')
    const tries: [name: string, password: string][] = [
      ['jane', PASSWORD],
      ['jane', 'wrong'],
      ['nobody', PASSWORD],
    ]
    for (const mode of ['hash', 'hash-to-srp'] as const) {
      await server.ctx.store.transaction((tx) => tx.pools.setPasswordMode(poolId, mode))
      for (const [name, password] of [...tries, ...tries]) {
        const gauge = await gaugeHashes(async () => void (await signIn(sdk, clientId, name, password).catch(() => {})))
        assert.equal(gauge.all, 1, `${mode}: ${name} with ${password}`)
      }
    }
  })
})
