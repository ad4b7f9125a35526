/**
 * Runs every example of the AWS CLI's documentation of cognito-idp with the `aws` on the PATH against
 * `cenote dev` in memory, and compares what is printed with what is documented.
 *
 *   npm run cli-examples [-- COMMAND...]
 */
import { startTestServer } from '../test/harness.ts'
import { examples } from './cli-examples/examples.ts'
import { DEV_CODE } from './cli-examples/prepare.ts'
import { type Outcome, runExample } from './cli-examples/run.ts'

const only = process.argv.slice(2)

const verdict = ({ example, wrong }: Outcome) => {
  if (wrong.length > 0) return 'FAILS'
  if (example.gap !== undefined) return `refused by name: ${example.gap.words}; the rest works`
  return example.mended ? `works, with the line mended: ${example.mended.why}` : 'works'
}

/** The account of the documentation's roles and domains. */
const server = await startTestServer({ CENOTE_DEV_CODE: DEV_CODE, CENOTE_ACCOUNT_ID: '111111111111' })
const runs = examples.map(async (list) => {
  const outcomes: Outcome[] = []
  for (const example of list.filter(({ command }) => only.length === 0 || only.includes(command))) {
    const outcome = await runExample(server, example)
    process.stdout.write(`${example.command.padEnd(34)}${verdict(outcome)}\n`)
    for (const line of outcome.wrong) process.stdout.write(`    ${line}\n`)
    outcomes.push(outcome)
  }
  return outcomes
})
const outcomes = (await Promise.all(runs)).flat()
await server.stop()
const failed = outcomes.filter(({ wrong }) => wrong.length > 0).length
process.stdout.write(`\n${outcomes.length} examples, ${failed} of which fail\n`)
process.exitCode = failed === 0 && outcomes.length > 0 ? 0 : 1
