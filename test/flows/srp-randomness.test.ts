import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider'
import { powerOfG } from '../../src/compute/power.ts'
import { startExchange } from '../../src/flows/sign-in/secret-block.ts'
import { makePool, makeUser } from '../fixture.ts'
import { useServer } from '../harness.ts'

const server = useServer()

test('V82: the secret exponent of the server is never used again', async () => {
  const samples = Number(process.env.CENOTE_SRP_SAMPLES ?? 100_000)
  // The power of each would take a millisecond, and tells exponents apart no better than they do themselves.
  const ctx = { ...server.ctx, compute: { ...server.ctx.compute, powerOfG: async (b: Buffer) => b } }
  const [v, a] = [powerOfG(randomBytes(32)), powerOfG(randomBytes(32))]
  const seen = { id: new Set<string>(), b: new Set<string>(), publicB: new Set<string>() }
  for (let sample = 0; sample < samples; sample++) {
    const { publicB, held } = await startExchange(ctx, v, a)
    assert.equal(Buffer.from(held.b, 'base64').length, 32)
    seen.id.add(held.id)
    seen.b.add(held.b)
    // Its end differs where it does, and a million of them in full would fill the memory.
    seen.publicB.add(publicB.slice(-64))
  }
  assert.deepEqual([seen.id.size, seen.b.size, seen.publicB.size], [samples, samples, samples])
})

test('V82: challenges of one user, also at once, have nothing in common that is secret', async () => {
  const sdk = server.client()
  const { poolId, clientId } = await makePool(sdk, {}, { ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'] })
  await makeUser(sdk, poolId, 'jane')
  const SRP_A = powerOfG(randomBytes(32)).toString('hex')
  const ask = async () => {
    const AuthParameters = { USERNAME: 'jane', SRP_A }
    const command = new InitiateAuthCommand({ ClientId: clientId, AuthFlow: 'USER_SRP_AUTH', AuthParameters })
    return (await sdk.send(command)).ChallengeParameters ?? {}
  }
  const challenges = await Promise.all(Array.from({ length: 50 }, ask))
  const distinct = (name: string) => new Set(challenges.map((challenge) => challenge[name])).size
  assert.deepEqual([distinct('SRP_B'), distinct('SECRET_BLOCK'), distinct('SALT')], [50, 50, 1])
})
