/** The machine's limit for each scenario, and what is asked of Cenote beside it. */
import type { Machine } from './machine.ts'
import type { Measured, Result } from './report.ts'
import { type ScenarioName, scenarios } from './scenarios.ts'
import { signIns } from './sign-ins.ts'

/** Seconds of the whole machine that a sign-in with these powers takes, an ID token and an access token to sign. */
const signInTime = (machine: Machine, powers: number): number => powers / machine.powers + 2 / machine.signatures

/** What the cryptography allows that a request cannot go without; the rest has an HTTP server's limit. */
const ceilings: Partial<Record<ScenarioName, (machine: Machine) => number>> = {
  // One power for the verifier.
  passwordSignIn: (machine) => 1 / signInTime(machine, 1),
  signIn64: (machine) => 1 / signInTime(machine, 1),
  totpSignIn: (machine) => 1 / signInTime(machine, 1),
  // g^b, v^u and (A v^u)^b, which is all that RFC 5054 asks of a server; the client's half is done here, too.
  srpSignIn: (machine) => 1 / (signInTime(machine, 3) + 1 / machine.proofs),
  refresh: (machine) => machine.signatures / 2,
  // An ID token and an access token; a machine gets no ID token.
  codeGrant: (machine) => machine.signatures / 2,
  oauthRefresh: (machine) => machine.signatures / 2,
  clientCredentials: (machine) => machine.signatures,
  signUp: (machine) => machine.powers,
}

/** Answers a second that this machine cannot go beyond, client and server being on it. */
export const ceilingOf = (name: ScenarioName, machine: Machine): number =>
  Math.min(ceilings[name]?.(machine) ?? Number.POSITIVE_INFINITY, machine.answers)

/** What a sign-in must reach of its ceiling, and how late the event loop may be meanwhile, in milliseconds. */
const wanted = { share: 0.5, loopDelayP99: 50 }

const missed = (name: ScenarioName, { rate, loopDelay }: Measured, machine: Machine): string[] => {
  const share = rate / ceilingOf(name, machine)
  const { title } = scenarios[name]
  return [
    ...(share < wanted.share ? [`${title} reaches ${share.toFixed(2)} of its ceiling`] : []),
    ...(loopDelay.p99 >= wanted.loopDelayP99
      ? [`${title} delays the event loop by ${loopDelay.p99.toFixed(1)} ms`]
      : []),
  ]
}

/** Whether Cenote's sign-ins are as fast as they should be, in a sentence. */
export function verdict({ scenarios: measured, machine }: Result): string {
  const names = Object.keys(signIns) as (keyof typeof signIns)[]
  const seen = names.flatMap((name) => {
    const cenote = measured[name]?.cenote
    return cenote ? [{ name, cenote }] : []
  })
  if (seen.length === 0) return ''
  const misses = seen.flatMap(({ name, cenote }) => missed(name, cenote, machine))
  const target = `Sign-ins at ${wanted.share} of their ceilings and with a loop delay p99 under ${wanted.loopDelayP99} ms`
  return `${target}: ${misses.length === 0 ? 'reached.' : `missed. ${misses.join('; ')}.`}`
}
