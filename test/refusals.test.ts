/**
 * Every operation of the model is asked in all the ways in which it has to refuse: for what breaks the
 * model, about what is not there or belongs to others, and by whoever must not ask. None of it changes
 * anything. Then each is asked for what its own rules refuse, and as it should be, and answers. What an
 * operation declares and is not seen with here is accounted for.
 */
import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { unverifiedTexts } from '../src/domain/unverified-texts.ts'
import { freePort } from './free-port.ts'
import { useServer } from './harness.ts'
import { startSmtp } from './outbound/smtp.ts'
import { abroadCase, isRefusedAbroad } from './refusals/abroad.ts'
import { refusalAgain } from './refusals/again.ts'
import { breakCases } from './refusals/breaks.ts'
import { askBy, isSigned } from './refusals/calls.ts'
import {
  type Case,
  declaring,
  operations,
  type Refusal,
  refusedAs,
  refuses,
  shapeOfInput,
  told,
} from './refusals/case.ts'
import { type Change, changedCase } from './refusals/change.ts'
import { shapeOf } from './refusals/constraints.ts'
import { unaccountedFor, wrongAccounts } from './refusals/declared.ts'
import { deniedCases, type Identity, makeIdentities, policy, resourceOf, unsignedCases } from './refusals/identities.ts'
import { inside } from './refusals/inside.ts'
import { nameCases, namingMembers } from './refusals/name-cases.ts'
import { contents, names } from './refusals/names.ts'
import { otherwise } from './refusals/otherwise.ts'
import { proofs } from './refusals/proofs.ts'
import { noRequests } from './refusals/quotas.ts'
import { readAll } from './refusals/readings.ts'
import { atLast, rows, unaccepted } from './refusals/rows.ts'
import { functionRules, functions } from './refusals/rules/functions.ts'
import { peopleRules } from './refusals/rules/people.ts'
import { poolRules } from './refusals/rules/pools.ts'
import { takesToken, tokenCases, type WrongToken, wrongTokens } from './refusals/tokens.ts'
import { makeWorld, type World } from './refusals/world.ts'
import { wrongTypeCases } from './refusals/wrong-types.ts'

const mailPort = await freePort()
const mail = await startSmtp([], {}, mailPort)
after(() => mail.stop())
after(() => functions.remove())

type Made = { world: World; tokens: WrongToken[]; identities: Identity[]; before: unknown }
let made: Made | undefined
const the = (): Made => made ?? assert.fail('The world is made before the first test')
const readBoth = async ({ calls, here, there }: World) => [await readAll(calls, here), await readAll(calls, there)]

const server = useServer(
  {
    CENOTE_REGIONS: 'us-east-1,eu-west-1',
    CENOTE_QUOTAS: 'off',
    CENOTE_SMTP_URL: `smtp://127.0.0.1:${mailPort}`,
    ...functions.environment,
  },
  'serve',
  async (started) => {
    const world = await makeWorld(started, mail)
    const [tokens, identities] = [await wrongTokens(world), await makeIdentities(world)]
    made = { world, tokens, identities, before: await readBoth(world) }
  },
)

const failures = () => server.log.filter((line) => line.includes('"level":"error"'))
const inputOf = (operation: string) => the().world.inputs[operation] ?? assert.fail(operation)

test('every operation of the model has a row', () => {
  assert.deepEqual(Object.keys(rows).toSorted(), operations.toSorted())
})

test('every text of the model is known to be a name or not', () => {
  for (const operation of operations) {
    for (const [member, name] of Object.entries(shapeOfInput(operation).members ?? {})) {
      const { type, enum: values } = shapeOf(name)
      if (type !== 'string' || values) continue
      assert.notEqual(contents.has(member), names[member] !== undefined, `${operation}.${member}`)
    }
  }
  const naming = operations.flatMap((operation) => namingMembers(operation).map((member) => `${operation}.${member}`))
  assert.deepEqual(
    Object.keys(otherwise).filter((key) => !naming.includes(key)),
    [],
  )
})

const suites: Readonly<Record<string, (operation: string) => Case[]>> = {
  'what is missing, and what breaks a constraint:': (operation) => breakCases(operation, inputOf(operation)),
  'values of the wrong type:': (operation) => wrongTypeCases(operation, inputOf(operation)),
  'what is not there, or is another’s:': (operation) => nameCases(operation, the().world),
}
for (const [name, cases] of Object.entries(suites)) {
  suite(name, () => {
    for (const operation of operations) {
      test(operation, () => refuses(operation, cases(operation), the().world.calls.ask))
    }
  })
}

const changes = (name: string, all: readonly Change[]) =>
  suite(name, () => {
    for (const change of all) {
      const [operation, what] = change
      test(`${operation}: ${what}`, async () =>
        refuses(operation, [await changedCase(change, the().world)], the().world.calls.ask))
    }
  })

changes('what does not belong together:', [...inside, ...proofs])

suite('tokens that let nobody in:', () => {
  for (const operation of operations.filter(takesToken)) {
    test(operation, () =>
      refuses(operation, tokenCases(operation, inputOf(operation), the().tokens), the().world.calls.ask),
    )
  }
})

suite('whoever must not ask:', () => {
  for (const operation of operations.filter(isSigned)) {
    test(operation, async () => {
      const { world, identities } = the()
      await refuses(operation, unsignedCases(inputOf(operation)), world.calls.askUnsigned)
      for (const identity of identities) {
        const ask: typeof world.calls.ask = (name, body) => world.calls.ask(name, body, identity.keys)
        await refuses(operation, deniedCases(operation, inputOf(operation), identity), ask)
      }
    })
  }
})

suite('the second Region of a pool:', () => {
  for (const operation of operations.filter(isRefusedAbroad)) {
    test(operation, () => {
      const { world } = the()
      return refuses(operation, [abroadCase(operation, inputOf(operation), world)], world.calls.askElsewhere)
    })
  }
})

suite('what is more than the account may ask:', () => {
  const full = useServer({ CENOTE_QUOTAS: noRequests })
  for (const operation of operations) {
    test(operation, async () => {
      const outcome = await askBy(full.client(), operation, {})
      assert.deepEqual(outcome, refusedAs(['TooManyRequestsException', 'Rate exceeded']))
      told(operation, 'TooManyRequestsException')
    })
  }
})

suite('whoever need not sign is not looked at:', () => {
  for (const operation of operations.filter((name) => !isSigned(name))) {
    test(operation, async () => {
      const { askUnsigned } = the().world.calls
      const [missing] = breakCases(operation, inputOf(operation))
      const refusal = await askUnsigned(operation, missing?.body ?? {})
      assert.deepEqual(
        await askUnsigned(operation, missing?.body ?? {}, { authorization: 'AWS4-HMAC-SHA256' }),
        refusal,
      )
    })
  }
})

test('RevokeToken: another pool’s token is as good as revoked, and is not', async () => {
  const { calls, here, there } = the().world
  const body = { ClientId: here.clientId, Token: there.jane.refreshToken }
  assert.deepEqual(await calls.ask('RevokeToken', body), { status: 200 })
})

test('none of this changed anything, and none was a failure of the server', async () => {
  assert.deepEqual(await readBoth(the().world), the().before)
  assert.deepEqual(failures(), [])
})

changes('what its own rules refuse:', [...poolRules, ...peopleRules, ...functionRules])

suite('what several change at once, after they have read the same:', () => {
  const late: Refusal = ['ConcurrentModificationException', unverifiedTexts.concurrent]
  for (const operation of declaring('ConcurrentModificationException').filter((name) => /^(Set|Update)/.test(name))) {
    test(operation, async () => {
      const { calls } = the().world
      const outcomes = await Promise.all(Array.from({ length: 8 }, () => calls.send(operation, inputOf(operation))))
      const refused = outcomes.filter(({ status }) => status !== 200)
      assert.ok(refused.length < outcomes.length)
      // Whether any comes too late, the machine decides.
      for (const outcome of refused) assert.deepEqual(outcome, refusedAs(late))
      told(operation, late[0])
    })
  }
})

suite('what is asked as it should be, by whoever may ask that alone, and once more:', () => {
  for (const operation of operations) {
    test(operation, async () => {
      const { calls } = the().world
      const input = { ...inputOf(operation), ...(await atLast[operation]?.(inputOf(operation), calls)) }
      const keys = await calls.identity(operation, policy(['Allow', `cognito-idp:${operation}`, resourceOf(input)]))
      const against = unaccepted[operation]?.refusal(input)
      const expected = against ? refusedAs(against) : { status: 200 }
      assert.deepEqual(await calls.send(operation, input, keys), expected)
      if (against) told(operation, against[0])
      // An import goes on by itself meanwhile.
      if (operation === 'StartUserImportJob') return
      const refusal = refusalAgain(operation, input)
      assert.deepEqual(await calls.send(operation, input, keys), refusal ? refusedAs(refusal) : expected)
      if (refusal) told(operation, refusal[0])
    })
  }
})

test('every error that an operation declares is one of these, or is accounted for', () => {
  assert.deepEqual(unaccountedFor(), [])
  assert.deepEqual(wrongAccounts(), [])
  assert.deepEqual(failures(), [])
})
