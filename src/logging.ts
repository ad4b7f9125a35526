import { pino } from 'pino'

import type { Config } from './config.ts'
import type { Logger } from './context.ts'
import { sensitiveMembers } from './wire/sensitive.ts'

/** Secrets of the API that the model does not mark, and names of our own. */
const moreSecrets = ['Code', 'ConfirmationCode', 'ChallengeParameters']
const ownSecrets = ['password', 'secret', 'code', 'token', 'authorization', 'cookie']

/** Where in a logged value a secret may stand: by name, at the depths at which we log. */
const redactedPaths = [...sensitiveMembers, ...moreSecrets, ...ownSecrets].flatMap((name) => [
  name,
  `*.${name}`,
  `*.*.${name}`,
])

/** Loaded for development alone. */
const prettyStream = async () => {
  const { PinoPretty } = await import('pino-pretty')
  return PinoPretty({ destination: 2, sync: true, translateTime: 'HH:MM:ss', ignore: 'pid,hostname' })
}

/**
 * The program's log: JSON lines on standard error, or readable ones. Members that the service model
 * marks as sensitive are redacted by name wherever they stand.
 */
export const openLog = async ({ logLevel, logFormat }: Pick<Config, 'logLevel' | 'logFormat'>): Promise<Logger> => {
  const redact = { paths: redactedPaths, censor: '[redacted]' }
  const options = { level: logLevel, redact, base: null }
  const stream = logFormat === 'pretty' ? await prettyStream() : pino.destination({ dest: 2, sync: false })
  const log: Logger = pino({ ...options, timestamp: pino.stdTimeFunctions.isoTime }, stream)
  return log
}
