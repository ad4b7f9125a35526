/**
 * Every operation of the model is asked in all the ways in which it has to refuse: for what breaks the
 * model. Then each is asked as it should be, and answers.
 */
import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { freePort, useServer } from './harness.ts'
import { startSmtp } from './outbound/smtp.ts'
import { breakCases } from './refusals/breaks.ts'
import { type Case, operations, refusedAs, refuses } from './refusals/case.ts'
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

const suites: Readonly<Record<string, (operation: string) => Case[]>> = {
  'what is missing, and what breaks a constraint:': (operation) => breakCases(operation, inputOf(operation)),
  'values of the wrong type:': (operation) => wrongTypeCases(operation, inputOf(operation)),
}
for (const [name, cases] of Object.entries(suites)) {
  suite(name, () => {
    for (const operation of operations) {
      test(operation, () => refuses(operation, cases(operation), the().calls.ask))
    }
  })
}

test('none of this was a failure of the server', () => {
  assert.deepEqual(failures(), [])
})

suite('what is asked as it should be:', () => {
  for (const operation of operations) {
    test(operation, async () => {
      const { calls } = the()
      const input = { ...inputOf(operation), ...(await atLast[operation]?.(inputOf(operation), calls)) }
      const against = unaccepted[operation]?.refusal(input)
      const expected = against ? refusedAs(against) : { status: 200 }
      assert.deepEqual(await calls.send(operation, input), expected)
    })
  }
})
