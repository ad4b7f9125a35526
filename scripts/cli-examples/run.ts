import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { cliEnvironment } from '../../test/aws-cli.ts'
import type { TestServer } from '../../test/harness.ts'
import { differences, renamed } from './compare.ts'
import type { Example, Names } from './example.ts'

const REGION = 'us-west-2'

/** How an example went: `wrong` says each thing that is not as documented. */
export type Outcome = { readonly example: Example; readonly wrong: readonly string[] }

type Printed = { readonly out: string; readonly err: string; readonly code: number }

/** Runs a line in a shell, as a reader of the documentation does. */
const runLine = async (line: string, region: string): Promise<Printed> => {
  try {
    const { stdout, stderr } = await promisify(execFile)('bash', ['-c', line], { env: cliEnvironment(region) })
    return { out: stdout, err: stderr, code: 0 }
  } catch (error) {
    // The error of execFile for a command that ended with a code other than 0.
    const { stdout, stderr, code } = error as { stdout: string; stderr: string; code: number }
    return { out: stdout, err: stderr, code }
  }
}

const checkAnswer = (example: Example, names: Names, out: string): string[] => {
  const { output, shows } = example
  if (!output && !shows) return out.trim() === '' ? [] : [`nothing is to be printed, not ${out}`]
  const answer = JSON.parse(out || '{}')
  if (shows) {
    const shown = Object.keys(answer)
    return shown.join() === shows.join() ? [] : [`the answer has ${shown}, not ${shows}`]
  }
  return differences(output, answer, { ...example, names })
}

const check = (example: Example, names: Names, { out, err, code }: Printed): string[] =>
  code === 0 ? checkAnswer(example, names, out) : [`ended with ${code}: ${err.trim()}`]

const checkRefusal = (words: string, { err, code }: Printed): string[] => {
  if (code === 0) return ['is not refused any more: it is no gap']
  return err.includes(words) ? [] : [`is refused with other words: ${err.trim()}`]
}

/** Prepares an example, runs its line, and compares what was printed. */
export const runExample = async (server: TestServer, example: Example): Promise<Outcome> => {
  const region = example.region ?? REGION
  try {
    const names = await example.prepare({ server, sdk: server.client(region) })
    const run = (line: string) =>
      runLine(`aws --endpoint-url ${server.url} cognito-idp ${example.command} ${renamed(line, names)}`, region)
    const { line, mended, gap } = example
    const refusal = gap ? checkRefusal(gap.words, await run(line)) : []
    const wrong = check(example, names, await run(gap?.line ?? mended?.line ?? line))
    return { example, wrong: [...refusal, ...wrong] }
  } catch (error) {
    return { example, wrong: [String(error)] }
  }
}
