/**
 * Every operation of the model is asked in all the ways in which it has to refuse: for what breaks the
 * model, and about what is not there or belongs to others. Then each is asked as it should be, and answers.
 */
import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { freePort, useServer } from './harness.ts'
import { startSmtp } from './outbound/smtp.ts'
import { refusalAgain } from './refusals/again.ts'
import { breakCases } from './refusals/breaks.ts'
import { type Case, operations, refusedAs, refuses, shapeOfInput } from './refusals/case.ts'
import { type Change, changedCase } from './refusals/change.ts'
import { shapeOf } from './refusals/constraints.ts'
import { inside } from './refusals/inside.ts'
import { nameCases, namingMembers } from './refusals/name-cases.ts'
import { contents, names } from './refusals/names.ts'
import { otherwise } from './refusals/otherwise.ts'
import { proofs } from './refusals/proofs.ts'
import { atLast, rows, unaccepted } from './refusals/rows.ts'
import { makeWorld, type World } from './refusals/world.ts'
import { wrongTypeCases } from './refusals/wrong-types.ts'

const mailPort = await freePort()
const mail = await startSmtp([], {}, mailPort)
after(() => mail.stop())

let made: World | undefined
const the = (): World => made ?? assert.fail('The world is made before the first test')

const server = useServer(
  {
    CENOTE_REGIONS: 'us-east-1,eu-west-1',
    CENOTE_QUOTAS: 'off',
    CENOTE_SMTP_URL: `smtp://127.0.0.1:${mailPort}`,
  },
  'serve',
  async (started) => {
    made = await makeWorld(started, mail)
  },
)

const failures = () => server.log.filter((line) => line.includes('"level":"error"'))
const inputOf = (operation: string) => the().inputs[operation] ?? assert.fail(operation)

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
  'what is not there, or is another’s:': (operation) => nameCases(operation, the()),
}
for (const [name, cases] of Object.entries(suites)) {
  suite(name, () => {
    for (const operation of operations) {
      test(operation, () => refuses(operation, cases(operation), the().calls.ask))
    }
  })
}

const changes = (name: string, all: readonly Change[]) =>
  suite(name, () => {
    for (const change of all) {
      const [operation, what] = change
      test(`${operation}: ${what}`, async () => refuses(operation, [await changedCase(change, the())], the().calls.ask))
    }
  })

changes('what does not belong together:', [...inside, ...proofs])

test('RevokeToken: another pool’s token is as good as revoked, and is not', async () => {
  const { calls, here, there } = the()
  const body = { ClientId: here.clientId, Token: there.jane.refreshToken }
  assert.deepEqual(await calls.ask('RevokeToken', body), { status: 200 })
})

test('none of this was a failure of the server', () => {
  assert.deepEqual(failures(), [])
})

suite('what is asked as it should be, and once more:', () => {
  for (const operation of operations) {
    test(operation, async () => {
      const { calls } = the()
      const input = { ...inputOf(operation), ...(await atLast[operation]?.(inputOf(operation), calls)) }
      const against = unaccepted[operation]?.refusal(input)
      const expected = against ? refusedAs(against) : { status: 200 }
      assert.deepEqual(await calls.send(operation, input), expected)
      // An import goes on by itself meanwhile.
      if (operation === 'StartUserImportJob') return
      const refusal = refusalAgain(operation, input)
      assert.deepEqual(await calls.send(operation, input), refusal ? refusedAs(refusal) : expected)
    })
  }
})
