/**
 * Whatever leaves the program: e-mail, text messages, the functions of triggers, and requests to the
 * servers of identity providers. It is told what to send, and knows neither the store nor the rules by
 * which it comes about.
 */
import type { Config } from '../config.ts'
import type { Logger } from '../context.ts'
import { loopback } from './addresses.ts'
import { type CodeEncryption, openCodeEncryption, type SenderKey } from './code-encryption.ts'
import { type Functions, openFunctions } from './functions.ts'
import { type GuardedHttp, openGuardedHttp } from './guarded-http.ts'
import { type LogSinks, openLogSinks } from './logs.ts'
import type { Transport } from './transport.ts'
import { openEmailWay, openSmsWay } from './ways.ts'

/** What the ways out carry. */
export type { CodeEncryption } from './code-encryption.ts'
export type { GuardedAnswer } from './guarded-http.ts'
export type { LogSink } from './logs.ts'
export type { OutgoingMessage, SenderCall, Transport } from './transport.ts'

/** The ways out, and the bell that calls for a look at the queue of messages. */
export type Outbound = {
  /** Undefined without a way for e-mail: then dev mode keeps messages in its inbox. */
  readonly email: Transport | undefined
  /** Undefined without a way for text messages, as above. */
  readonly sms: Transport | undefined
  readonly functions: Functions
  /** Encrypts codes for functions that send messages; undefined where no setting says with which key. */
  readonly codes: CodeEncryption | undefined
  /** For URLs that others have chosen. */
  readonly http: GuardedHttp
  /** Where logs go; without any they go nowhere. */
  readonly logs: LogSinks
  /** Says that messages are due now or will be in a moment, when a transaction commits. */
  wake(): void
  /** Calls `listener` at every wake, until the function that it answers is called. */
  onWake(listener: () => void): () => void
  close(): Promise<void>
}

/** The part of the configuration that tells where messages go and where functions are. */
export type OutboundOptions = Pick<Config, 'mode' | 'email' | 'sms' | 'emailFrom'> & {
  readonly functionsFile: string | undefined
  readonly functionsSecret: string | undefined
  readonly lambda: string | undefined
  readonly senderKey: SenderKey | undefined
  readonly awsCredentials: boolean
  readonly outboundNetworks: readonly string[]
  readonly logDir: string | undefined
  readonly logWebhook: { readonly url: string; readonly secret: string } | undefined
}

/**
 * Opens the ways out; `timeLimit` is that of functions. Nothing is connected before the first message. Raises Error, with a text that
 * names the setting and never its value, for settings that cannot work.
 */
export const openOutbound = async (
  options: OutboundOptions,
  log: Pick<Logger, 'debug' | 'warn'>,
  timeLimit?: number,
): Promise<Outbound> => {
  const { mode, emailFrom, senderKey, awsCredentials, outboundNetworks } = options
  const { functionsFile, functionsSecret, lambda } = options
  const limit = timeLimit !== undefined && { timeLimit }
  const functions = openFunctions({ mode, functionsFile, functionsSecret, lambda, awsCredentials, ...limit }, log)
  const codes = senderKey && openCodeEncryption({ senderKey, awsCredentials })
  const email = options.email && (await openEmailWay(options.email, { from: emailFrom, awsCredentials }))
  const sms = options.sms && (await openSmsWay(options.sms, { awsCredentials }))
  if (mode === 'serve' && !email) log.warn({}, 'no way for e-mail is set, such as CENOTE_SMTP_URL: it cannot be sent')
  const http = openGuardedHttp({ allowed: [...(mode === 'dev' ? loopback : []), ...outboundNetworks] })
  const listeners = new Set<() => void>()
  return {
    email,
    sms,
    functions,
    codes,
    http,
    logs: openLogSinks(options, http),
    wake() {
      for (const listener of listeners) listener()
    },
    onWake(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async close() {
      email?.close?.()
      sms?.close?.()
      codes?.close()
      await functions.close()
    },
  }
}
