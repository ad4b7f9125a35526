/** R19: of 100 right answers at once to any challenge of any sign-in exactly one leads on. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Cluster, setOut, startCluster } from '../cluster/nodes.ts'
import { makeWalkers, walks } from '../cluster/walks.ts'
import { makeFunctions } from '../functions.ts'
import { type Answer, prepare } from './journeys.ts'
import { late, race, requireOne } from './race.ts'
import { makeWorld } from './travellers.ts'

const functions = makeFunctions()
let cluster: Cluster
let world: Awaited<ReturnType<typeof makeWorld>>

before(async () => {
  cluster = await startCluster(functions.environment)
  world = await makeWorld(cluster.server)
})
after(async () => {
  await cluster.stop()
  functions.remove()
})

/** A code is used up beside its Session, and whoever comes after that has given a wrong one. */
const codes = [late.session, late.code, late.locked]
const blocks = [late.session, late.secret]

/** What the others hear, where that is not only that the Session was used. */
const others: Record<string, readonly string[]> = {
  SMS_MFA: codes,
  EMAIL_OTP: codes,
  SMS_OTP: codes,
  SOFTWARE_TOKEN_MFA: [late.session, late.usedToken, late.locked],
  PASSWORD_VERIFIER: blocks,
  DEVICE_PASSWORD_VERIFIER: blocks,
  NEW_PASSWORD_REQUIRED: [late.session, late.otherSession],
  // The code that sets an app up.
  AssociateSoftwareToken: [late.session, late.otherSession, late.newToken, late.noToken, late.locked],
  // A choice may send a code, and few are sent in an hour to whoever has proved nothing.
  SELECT_CHALLENGE: [late.session, late.rate],
  // An address that is set up, to which few codes are sent.
  MFA_SETUP: [late.session, late.rate],
}

test('every challenge is left once', async (t) => {
  for (const { walk, who } of await makeWalkers(world, walks)) {
    await t.test(walk.name, async (t) => {
      let asked: Answer = (await setOut(who, walk)).asked
      for (const challenge of walk.asks) {
        await t.test(challenge, async () => {
          assert.equal(asked.ChallengeName, challenge)
          const forgets = walk.forgetsSession && challenge.startsWith('DEVICE_')
          const known = forgets ? { ...asked, Session: undefined } : asked
          const result = await race(cluster, (sdk) => prepare({ ...who, sdk }, walk, known))
          asked = requireOne(result, others[challenge] ?? [late.session]).answer
        })
      }
      assert.ok(asked.AuthenticationResult?.RefreshToken)
    })
  }
})
