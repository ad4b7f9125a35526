import assert from 'node:assert/strict'
import { test } from 'node:test'
import { InitiateAuthCommand, RespondToAuthChallengeCommand } from '@aws-sdk/client-cognito-identity-provider'
import { makePool } from '../fixture.ts'
import { useServer } from '../harness.ts'

const server = useServer({ CENOTE_QUOTAS: 'UserAuthentication=4,UserAuthenticationResponse=3' })

type Request = (clientId: string) => Promise<unknown>

const begin: Request = (ClientId) =>
  server.client().send(new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_SRP_AUTH' }))
const answer: Request = (ClientId) => {
  const given = { ClientId, ChallengeName: 'PASSWORD_VERIFIER', Session: 'x'.repeat(20) } as const
  return server.client().send(new RespondToAuthChallengeCommand(given))
}

/** How many of many requests at one moment are let through, one kind after the other. */
const letThrough = async (kinds: readonly Request[]) => {
  const { clientId } = await makePool(server.client())
  server.travel(2000)
  return server.freeze(async () => {
    const counts: number[] = []
    for (const kind of kinds) {
      const settled = await Promise.allSettled(Array.from({ length: 20 }, () => kind(clientId)))
      const passed = settled.filter(
        (one) => one.status === 'rejected' && one.reason.name !== 'TooManyRequestsException',
      )
      counts.push(passed.length)
    }
    return counts
  })
}

test('answers to challenges have an allowance of their own, and beyond it that of sign-ins', async () => {
  assert.deepEqual(await letThrough([answer, begin]), [7, 0])
  assert.deepEqual(await letThrough([begin, answer]), [4, 3])
})
