import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { ListUsersCommand } from '@aws-sdk/client-cognito-identity-provider'
import { makeFunctions } from '../functions.ts'
import { useServer } from '../harness.ts'
import { type State, states } from './account-states.ts'
import { beforeTokens } from './between.ts'
import { begin, journey } from './journeys.ts'
import { complete } from './starts.ts'
import { makeWorld } from './travellers.ts'

const functions = makeFunctions()
after(() => functions.remove())
const world = {} as Awaited<ReturnType<typeof makeWorld>>
const server = useServer(functions.environment, 'dev', async (started) => {
  Object.assign(world, await makeWorld(started))
})

/** A refresh proves nothing anew: its tokens fall with the sign-in that they come from (V20). */
const { REFRESH_TOKEN_AUTH: _, ...signIns } = complete

describe('V05: what happens to the account when all is proved and no token signed yet still counts', () => {
  for (const [name, { kind, start }] of Object.entries(signIns)) {
    test(name, async () => {
      for (const state of ['disabled', 'deleted', 'temporary'] satisfies State[]) {
        const who = await world.makeTraveller(kind)
        let entered = false
        beforeTokens(server, async () => {
          await states[state](who, kind)
          entered = true
        })
        const end = await journey(who, start, () => begin(who, start))
        assert.ok(entered, `${state}: tokens were about to be signed`)
        assert.match(end, /(NotAuthorized|UserNotFound)Exception: [^>]+$/, `${state}: ${end}`)
      }
    })
  }
})

test('and leaves no change of the user behind', async () => {
  const { kind, start } = complete.NEW_PASSWORD_REQUIRED ?? assert.fail()
  const who = await world.makeTraveller(kind)
  beforeTokens(server, () => states.disabled(who, kind))
  assert.match(await journey(who, start, () => begin(who, start)), /Invalid session for the user\.$/)
  const Filter = `username = "${who.username}"`
  const { Users = [] } = await who.sdk.send(new ListUsersCommand({ UserPoolId: who.poolId, Filter }))
  assert.equal(Users[0]?.UserStatus, 'FORCE_CHANGE_PASSWORD')
})
