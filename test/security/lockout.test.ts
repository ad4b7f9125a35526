import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider'
import { PASSWORD } from '../fixture.ts'
import { makeFunctions } from '../functions.ts'
import { useServer } from '../harness.ts'
import { told } from './account-states.ts'
import { begin, journey, prepare, type Start, type Traveller, until } from './journeys.ts'
import { admin, choosing, customSrp, password, passwordSrp, preferring, srp } from './starts.ts'
import { makeWorld } from './travellers.ts'

const functions = makeFunctions()
after(() => functions.remove())
const world = {} as Awaited<ReturnType<typeof makeWorld>>
const server = useServer(functions.environment, 'dev', async (started) => {
  Object.assign(world, await makeWorld(started))
})

const { GENERIC, LOCKED } = told

/** Every way to try a password, and the challenge that takes it. */
const ways: [Start, string?][] = [
  [password],
  [admin],
  [preferring('PASSWORD', { PASSWORD })],
  [preferring('PASSWORD'), 'PASSWORD'],
  [choosing('PASSWORD'), 'SELECT_CHALLENGE'],
  [srp, 'PASSWORD_VERIFIER'],
  [passwordSrp, 'PASSWORD_VERIFIER'],
  [customSrp, 'PASSWORD_VERIFIER'],
]

const wrong: Record<string, string> = {
  PASSWORD: 'wrong',
  PASSWORD_CLAIM_SIGNATURE: Buffer.alloc(32).toString('base64'),
}

const withWrong = (sdk: CognitoIdentityProviderClient) => {
  const send = (command: { input: { ChallengeResponses?: object; AuthParameters?: object } }) => {
    for (const given of [command.input.ChallengeResponses, command.input.AuthParameters]) {
      for (const [name, value] of Object.entries(wrong))
        if (given && name in given) Object.assign(given, { [name]: value })
    }
    return sdk.send(command as never)
  }
  return { send } as unknown as CognitoIdentityProviderClient // all that travellers use of it
}

/** A wrong password, ready to be sent. */
const guess = async (who: Traveller, [start, at]: (typeof ways)[number]): Promise<() => Promise<string>> => {
  const guessing = { ...who, sdk: withWrong(who.sdk) }
  const first = at ? await prepare(guessing, start, await until(who, start, at)) : () => begin(guessing, start)
  return () => journey(guessing, start, first)
}

const count = (all: readonly string[], one: string) => all.filter((text) => text === one).length
const right = (who: Traveller) => journey(who, password, () => begin(who, password))

describe('V04: all ways to give a password share one lock', () => {
  for (const client of ['telling', 'hiding'] as const) {
    test(`of parallel wrong ones, five are looked at, ${client}`, async () => {
      const who = await world.makeTraveller('plain', client)
      const guesses: (() => Promise<string>)[] = []
      for (let round = 0; round < 5; round++) for (const way of ways) guesses.push(await guess(who, way))
      const heard = await server.freeze(() => Promise.all(guesses.map((send) => send())))
      assert.equal(count(heard, GENERIC), 5)
      assert.equal(count(heard, LOCKED), heard.length - 5)
      await server.freeze(async () => {
        server.travel(2000)
        assert.equal(await right(who), 'tokens', 'attempts during a lock do not count')
      })
    })
  }

  test('a right one among them opens nothing that is locked', async () => {
    const who = await world.makeTraveller('plain')
    const guesses: (() => Promise<string>)[] = []
    for (const way of ways) guesses.push(await guess(who, way))
    await server.freeze(async () => {
      for (const send of guesses.slice(0, 5)) assert.equal(await send(), GENERIC)
      const heard = await Promise.all([right(who), ...guesses.slice(5).map((send) => send()), right(who)])
      assert.equal(count(heard, LOCKED), heard.length, heard.join())
    })
  })
})

test('V04: from the fifth failure on, by whatever way, each locks for 2^(n-5) seconds, at most 15 minutes', async () => {
  const who = await world.makeTraveller('plain')
  const guesses: (() => Promise<string>)[] = []
  // By those that need no Session, which would end meanwhile.
  const sessionless = ways.filter(([, at]) => at === undefined)
  for (let n = 1; n <= 15; n++)
    guesses.push(await guess(who, sessionless[n % sessionless.length] as (typeof ways)[number]))
  await server.freeze(async () => {
    for (const [index, send] of guesses.entries()) {
      const n = index + 1
      assert.equal(await send(), GENERIC, `failure ${n}`)
      if (n < 5) continue
      const lockMs = Math.min(2 ** (n - 5), 900) * 1000
      assert.equal(await right(who), LOCKED, `after failure ${n}`)
      server.travel(lockMs - 1)
      assert.equal(await right(who), LOCKED, `right before the end of lock ${n}`)
      server.travel(1)
    }
    for (let n = 1; n <= 4; n++) {
      assert.equal(await (await guess(who, [password]))(), GENERIC, 'after 15 minutes all are forgotten')
    }
    assert.equal(await right(who), 'tokens')
  })
})

test('V04: a name that nobody has is locked alike, where nobody may know that', async () => {
  const known = await world.makeTraveller('plain', 'hiding')
  const tale = async (who: Traveller) => {
    const heard: string[] = []
    await server.freeze(async () => {
      for (const way of [...ways, ...ways].filter(([start]) => start.flow !== 'CUSTOM_AUTH')) {
        heard.push(
          await guess(who, way).then(
            (send) => send(),
            (error: Error) => error.message,
          ),
        )
      }
    })
    return heard
  }
  const nobody = await tale({ ...known, username: `nobody-${known.username}` })
  assert.deepEqual(nobody, await tale(known))
  assert.equal(count(nobody, GENERIC), 5)
})
