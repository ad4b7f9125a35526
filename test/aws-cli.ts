/** The AWS CLI, as the tests and the examples of its documentation run it. */
import assert from 'node:assert/strict'
import { execFile, spawnSync } from 'node:child_process'
import { promisify } from 'node:util'

/** What the CLI is told: throwaway credentials, and none of the settings of the machine or of who runs it. */
export const cliEnvironment = (region: string) => ({
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_DEFAULT_REGION: region,
  AWS_DEFAULT_OUTPUT: 'json',
  AWS_ACCESS_KEY_ID: 'dev',
  AWS_SECRET_ACCESS_KEY: 'dev',
  AWS_MAX_ATTEMPTS: '1',
  AWS_PAGER: '',
})

const REGION = 'us-east-1'

/** Why tests with the CLI are not run here, if they are not. */
export const cliIsMissing = (): string | false =>
  spawnSync('aws', ['--version'], { env: cliEnvironment(REGION) }).status === 0 ? false : 'there is no aws on the PATH'

/** How every version tells of an error of the server. Some add that they have not tried again. */
const REFUSAL = /An error occurred \((\w+)\) when calling the \w+ operation(?: \(reached max retries: 0\))?: (.*)/

/** Options by their names without the dashes. What is no text is written as JSON. */
type Options = Record<string, string | object>

/** How a command ended. */
type Printed = { readonly stdout: string; readonly stderr: string; readonly code: number }

/** Runs commands of `aws cognito-idp` against the server at the URL. */
export const awsCli = (url: () => string) => {
  const run = async (command: string, options: Options): Promise<Printed> => {
    const words = Object.entries({ 'endpoint-url': url(), region: REGION, output: 'json', ...options })
    const line = words.flatMap(([name, value]) => [
      `--${name}`,
      typeof value === 'string' ? value : JSON.stringify(value),
    ])
    try {
      const env = cliEnvironment(REGION)
      return { ...(await promisify(execFile)('aws', ['cognito-idp', command, ...line], { env })), code: 0 }
    } catch (error) {
      return error as Printed // what execFile raises for a command that ended with a code other than 0
    }
  }
  /** What a command prints. */
  const answer = async <T = Record<string, unknown>>(command: string, options: Options): Promise<T> => {
    const { stdout, stderr, code } = await run(command, options)
    assert.equal(code, 0, `${command}: ${stderr}`)
    return JSON.parse(stdout || '{}') as T
  }
  /** Runs a command that the server is to refuse by an error of the name and the message. */
  const refused = async (command: string, options: Options, name: string, message: string) => {
    const { stdout, stderr, code } = await run(command, options)
    assert.equal(stdout, '')
    assert.ok(code === 254 || code === 255, `${command} ended with ${code}`)
    const [, given, said] = REFUSAL.exec(stderr) ?? []
    assert.deepEqual([given, said], [name, message], stderr)
  }
  return { run, answer, refused }
}
